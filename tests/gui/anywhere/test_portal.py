"""Keys by leave of the desktop: a portal of our own on a message bus of our own."""

import shutil
import subprocess
import threading
from collections.abc import Iterator

import pytest
from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call, new_method_return, new_signal
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from assistant_gui.gui.anywhere.port import Hooks
from assistant_gui.gui.anywhere.portal import DESKTOP, PORTAL, REQUEST, SHORTCUTS, PortalKey, trigger_of

needs_bus = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon to try it with")
NOT_HERE = (
    "This desktop lets no program hear keys outside its window. "
    "Give the command “assistant-gui toggle-talk” a key in the desktop's own shortcut settings."
)


@pytest.fixture
def bus(monkeypatch) -> Iterator[str]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)  # where every program looks for it
    yield address
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


class FakePortal:
    """Answers as xdg-desktop-portal does, a session and its shortcuts at a time."""

    def __init__(self, address: str, *, answer: int = 0) -> None:
        self.answer = answer
        self.bound: list[object] = []
        self.session = ""
        self.closed = threading.Event()
        self._bus: DBusConnection = open_dbus_connection(address)
        self._bus.bus_proxy.RequestName(PORTAL)
        self._thread = threading.Thread(target=self._serve, name="portal", daemon=True)
        self._thread.start()

    def tell(self, signal: str, session: str = "") -> None:
        """The keys went down, or came up."""
        body = (session or self.session, "talk", 1, {})
        self._bus.send(new_signal(DBusAddress(DESKTOP, interface=SHORTCUTS), signal, "osta{sv}", body))

    def end(self) -> None:
        self._bus.send(new_method_call(DBusAddress(DESKTOP, PORTAL, SHORTCUTS), "End"))
        self._thread.join(10)
        self._bus.close()

    def _serve(self) -> None:
        while True:
            message = self._bus.receive()
            fields = message.header.fields
            if message.header.message_type is not MessageType.method_call:
                continue
            sender = str(fields[HeaderFields.sender])[1:].replace(".", "_")
            match fields[HeaderFields.member]:
                case "CreateSession":
                    (options,) = message.body
                    self.session = f"{DESKTOP}/session/{sender}/{options['session_handle_token'][1]}"
                    self._respond(message, sender, options, {"session_handle": ("s", self.session)})
                case "BindShortcuts":
                    _session, shortcuts, _parent, options = message.body
                    self.bound = shortcuts
                    called = [("talk", {"trigger_description": ("s", "Press Super+T")})]
                    self._respond(message, sender, options, {"shortcuts": ("a(sa{sv})", called)}, answer=self.answer)
                case "Close":
                    self.closed.set()
                case "End":
                    return

    def _respond(self, message, sender, options, results, *, answer=0) -> None:
        path = f"{DESKTOP}/request/{sender}/{options['handle_token'][1]}"
        self._bus.send(new_method_return(message, "o", (path,)))
        self._bus.send(new_signal(DBusAddress(path, interface=REQUEST), "Response", "ua{sv}", (answer, results)))


@pytest.fixture
def told():
    return []


@pytest.fixture
def hooks(told):
    return Hooks(
        lambda: told.append("pressed"), lambda: told.append("released"), told.append, lambda why: told.append(str(why))
    )


@needs_bus
def test_the_desktop_is_asked_and_tells_when_the_keys_are_held(qtbot, bus, hooks, told):
    portal, key = FakePortal(bus), PortalKey()

    key.take("Meta+T", hooks)
    qtbot.waitUntil(lambda: told == ["Press Super+T"])
    portal.tell("Activated", session=f"{DESKTOP}/session/another/one")
    portal.tell("Activated")
    portal.tell("Deactivated")
    qtbot.waitUntil(lambda: told[1:] == ["pressed", "released"])
    key.drop()

    assert portal.closed.wait(10)
    assert portal.bound == [
        ("talk", {"description": ("s", "Hold to talk to the assistant"), "preferred_trigger": ("s", "LOGO+t")})
    ]
    portal.end()


@needs_bus
def test_a_person_who_says_no_is_told_what_else_there_is(qtbot, bus, hooks, told):
    portal, key = FakePortal(bus, answer=1), PortalKey()

    key.take("Meta+T", hooks)

    qtbot.waitUntil(lambda: len(told) == 1)
    assert told[0].startswith("The desktop did not give the keys.")
    key.drop()
    portal.end()


@needs_bus
def test_a_desktop_without_the_portal_points_to_the_command(qtbot, bus, hooks, told):
    key = PortalKey()

    key.take("Meta+T", hooks)

    qtbot.waitUntil(lambda: told == [NOT_HERE])
    key.drop()


def test_without_a_message_bus_it_says_the_same(qapp, hooks, told, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")

    PortalKey().take("Meta+T", hooks)

    assert told == [NOT_HERE]


@pytest.mark.parametrize(
    ("keys", "trigger"),
    [
        ("Ctrl+Alt+T", "CTRL+ALT+t"),
        ("Meta+Space", "LOGO+space"),
        ("Shift+F9", "SHIFT+F9"),
        ("Ctrl+Media Play", ""),
        ("", ""),
    ],
)
def test_keys_are_written_as_the_desktops_agreed(keys, trigger):
    assert trigger_of(keys) == trigger
