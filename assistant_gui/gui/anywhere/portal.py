"""A key that is heard everywhere, by leave of the desktop: the portal GlobalShortcuts, as Wayland has it."""

import itertools
import logging
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Qt, Slot

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.anywhere.port import Hooks, not_here
from assistant_gui.gui.combination import combination

if TYPE_CHECKING:
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

PORTAL = "org.freedesktop.portal.Desktop"
DESKTOP = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
SESSION = "org.freedesktop.portal.Session"
TALK = "talk"
"""The id of our one shortcut."""
HELD = {
    Qt.KeyboardModifier.ControlModifier: "CTRL",
    Qt.KeyboardModifier.AltModifier: "ALT",
    Qt.KeyboardModifier.ShiftModifier: "SHIFT",
    Qt.KeyboardModifier.MetaModifier: "LOGO",
}
NAMES = {
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Pause: "Pause",
    Qt.Key.Key_ScrollLock: "Scroll_Lock",
    Qt.Key.Key_Print: "Print",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Menu: "Menu",
}

_log = logging.getLogger(__name__)


class PortalKey(QObject):
    """Asks the desktop; the person may be shown a dialog, and may choose other keys in it."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._asking: _Asking | None = None

    def take(self, keys: str, hooks: Hooks) -> None:
        self.drop()
        try:
            self._asking = _Asking(keys, hooks, self)
        except (OSError, KeyError, ValueError) as error:  # KeyError: there is no DBUS_SESSION_BUS_ADDRESS
            _log.info("no session bus: %s", error)
            hooks.refused(not_here())

    def drop(self) -> None:
        asking, self._asking = self._asking, None
        if asking is not None:
            asking.end()


class _Asking(QObject):
    """One session with the portal, from the first question to the end."""

    def __init__(self, keys: str, hooks: Hooks, parent: QObject) -> None:
        from jeepney.io.blocking import open_dbus_connection  # only where somebody wants it

        super().__init__(parent)
        self._keys = keys
        self._hooks = hooks
        self._bus: DBusConnection = open_dbus_connection(bus="SESSION")
        self._serials = itertools.count(1000)
        self._token = f"assistant_{secrets.token_hex(4)}"
        self._session = ""
        self._creating = self._binding = -1
        """The numbers of our two questions."""
        self._notifier = QSocketNotifier(self._bus.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_readable)
        self._listen()
        self._create()

    def end(self) -> None:
        self._notifier.setEnabled(False)
        if self._session:
            self._call(self._session, SESSION, "Close", "", ())
        self._bus.close()
        self.deleteLater()

    # -- what is asked

    def _listen(self) -> None:
        for interface in (SHORTCUTS, REQUEST):
            rule = f"type='signal',sender='{PORTAL}',interface='{interface}'"
            self._call(
                "/org/freedesktop/DBus", "org.freedesktop.DBus", "AddMatch", "s", (rule,), "org.freedesktop.DBus"
            )

    def _create(self) -> None:
        options = {"handle_token": ("s", f"{self._token}_c"), "session_handle_token": ("s", self._token)}
        self._creating = self._call(DESKTOP, SHORTCUTS, "CreateSession", "a{sv}", (options,))

    def _bind(self) -> None:
        wanted = {"description": ("s", _("Hold to talk to the assistant"))}
        if trigger := trigger_of(self._keys):
            wanted["preferred_trigger"] = ("s", trigger)
        asked = (self._session, [(TALK, wanted)], "", {"handle_token": ("s", f"{self._token}_b")})
        self._binding = self._call(DESKTOP, SHORTCUTS, "BindShortcuts", "oa(sa{sv})sa{sv}", asked)

    def _call(
        self, path: str, interface: str, method: str, signature: str, body: tuple[object, ...], name: str = PORTAL
    ) -> int:
        from jeepney import DBusAddress, new_method_call

        serial = next(self._serials)
        call = new_method_call(DBusAddress(path, name, interface), method, signature or None, body)
        self._bus.send(call, serial)
        return serial

    # -- what is answered

    @Slot()
    def _on_readable(self) -> None:
        while self._notifier.isEnabled():
            try:
                message = self._bus.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, ValueError) as error:
                _log.warning("the session bus is gone: %s", error)
                self._refuse(not_here())
                return
            self._on_message(message)

    def _on_message(self, message: "Message") -> None:
        from jeepney import HeaderFields, MessageType

        fields = message.header.fields
        if message.header.message_type is MessageType.error:
            if fields.get(HeaderFields.reply_serial) in (self._creating, self._binding):
                _log.info("no global shortcuts: %s", message.body)
                self._refuse(not_here())
            return
        if message.header.message_type is not MessageType.signal:
            return
        path, body = str(fields.get(HeaderFields.path, "")), message.body
        match fields.get(HeaderFields.member), body:
            case "Response", (int(code), dict(results)) if path.endswith(f"/{self._token}_c"):
                self._on_created(code, results)
            case "Response", (int(code), dict(results)) if path.endswith(f"/{self._token}_b"):
                self._on_bound(code, results)
            case "Activated", (self._session, str(shortcut), *_rest) if shortcut == TALK:
                self._hooks.pressed()
            case "Deactivated", (self._session, str(shortcut), *_rest) if shortcut == TALK:
                self._hooks.released()

    def _on_created(self, code: int, results: Mapping[str, tuple[str, object]]) -> None:
        session = results.get("session_handle")
        if code or session is None:
            self._refuse(not_here())
            return
        self._session = str(session[1])
        self._bind()

    def _on_bound(self, code: int, results: Mapping[str, tuple[str, object]]) -> None:
        if code:
            self._refuse(
                AssistantError(
                    N_("The desktop did not give the keys."),
                    N_("Try again and allow it, or bind “assistant-gui toggle-talk” in the desktop's settings."),
                )
            )
            return
        self._hooks.taken(called(results))

    def _refuse(self, error: AssistantError) -> None:
        self._notifier.setEnabled(False)
        self._hooks.refused(error)


def called(results: Mapping[str, tuple[str, object]]) -> str:
    """What the desktop calls the keys; empty where it does not say."""
    match results.get("shortcuts"):
        case (_signature, [*shortcuts]):
            for shortcut in shortcuts:
                match shortcut:
                    case (str(name), {"trigger_description": (_kind, str(words))}) if name == TALK:
                        return words
    return ""


def trigger_of(keys: str) -> str:
    """*keys* as the desktops' shortcut specification writes them; empty for what it has no name for."""
    pressed = combination(keys)
    if pressed is None:
        return ""
    key, modifiers = pressed.key(), pressed.keyboardModifiers()
    held = [name for modifier, name in HELD.items() if modifiers & modifier]
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        sign = f"F{key - Qt.Key.Key_F1 + 1}"
    elif key < 0x100 and chr(key).isalnum():
        sign = chr(key).lower()
    else:
        sign = NAMES.get(key, "")
    return "+".join([*held, sign]) if sign else ""
