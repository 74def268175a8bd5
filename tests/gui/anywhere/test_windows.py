"""Keys on Windows, against a user32 that only remembers."""

from collections.abc import Callable

import pytest

from assistant_gui.gui.anywhere.port import Hooks
from assistant_gui.gui.anywhere.windows import ONCE, HotKey, WindowsKey, hot_key


class FakeSystem:
    def __init__(self) -> None:
        self.registered: HotKey | None = None
        self.down = False
        self.press: Callable[[], None] = lambda: None

    def register(self, key: HotKey) -> bool:
        if key.code == ord("X"):
            return False
        self.registered = key
        return True

    def unregister(self) -> None:
        self.registered = None

    def is_down(self, code: int) -> bool:
        return self.down

    def on_press(self, told: Callable[[], None]) -> None:
        self.press = told


@pytest.fixture
def told():
    return []


@pytest.fixture
def hooks(told):
    return Hooks(
        lambda: told.append("pressed"), lambda: told.append("released"), told.append, lambda why: told.append(str(why))
    )


@pytest.mark.parametrize(
    ("keys", "hot"),
    [
        ("Ctrl+Alt+T", HotKey(ord("T"), ONCE | 2 | 1)),
        ("F9", HotKey(0x78, ONCE)),
        ("Meta+Shift+Space", HotKey(0x20, ONCE | 8 | 4)),
        ("Ctrl+Ö", None),
        ("", None),
    ],
)
def test_keys_have_their_numbers(keys, hot):
    assert hot_key(keys) == hot


def test_it_is_pressed_until_nobody_holds_it(qtbot, hooks, told):
    system = FakeSystem()
    key = WindowsKey(system)
    key.take("Ctrl+F9", hooks)
    system.down = True

    system.press()
    system.press()
    assert told == ["", "pressed"]
    system.down = False
    qtbot.waitUntil(lambda: told == ["", "pressed", "released"])
    key.drop()
    assert system.registered is None


def test_keys_of_others_are_refused(qapp, hooks, told):
    WindowsKey(FakeSystem()).take("Ctrl+X", hooks)

    assert told == ["Another program has Ctrl+X already. Choose other keys."]
