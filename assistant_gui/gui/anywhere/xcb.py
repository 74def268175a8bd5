"""As much of the X protocol as it takes to hear one key everywhere, through libxcb.

A connection of our own: what goes wrong on it comes back as a reply, and never
ends the program as an error of Xlib would.
"""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from ctypes import POINTER, Structure, c_int, c_uint, c_uint8, c_uint16, c_uint32, c_void_p
from dataclasses import dataclass
from enum import Enum, IntFlag
from typing import cast

LIBRARIES = ("libxcb.so.1", "libxcb-keysyms.so.1")
"""The same ones that Qt needs to show a window under X."""
ASYNCHRONOUS = 1
"""Of a grab: events go on meanwhile."""
DOWN, UP = 2, 3
"""The numbers of events."""
LOCKS = (0, 2, 16, 2 | 16)
"""Caps Lock and Num Lock may be on or off, together."""


class Held(IntFlag):
    """What is held with a key; Alt is the first modifier and the logo key the fourth on every X server in use."""

    SHIFT = 1
    CONTROL = 4
    ALT = 8
    LOGO = 64


class Key(Enum):
    DOWN = "down"
    UP = "up"


class NotThere(Exception):
    """There is no X server, or a library of it is missing."""


class KeyTaken(Exception):
    """Somebody else has grabbed the key."""


class NoKey(Exception):
    """No key of this keyboard bears the sign."""


@dataclass(frozen=True, slots=True)
class _Grab:
    code: int
    held: Held


@dataclass(frozen=True, slots=True)
class _Happened:
    kind: int
    code: int


class Display:
    """A connection to the X server of ``DISPLAY``. Raises NotThere."""

    def __init__(self) -> None:
        try:
            xcb, keysyms = (ctypes.CDLL(name) for name in LIBRARIES)
        except OSError as error:
            raise NotThere(str(error)) from error
        _declare(xcb, keysyms)
        self._xcb, self._keysyms = xcb, keysyms
        self._free: Callable[[int], None] = _free()
        self._connection: int | None = xcb.xcb_connect(None, None)
        if xcb.xcb_connection_has_error(self._connection):
            self.close()
            raise NotThere("no X server answers")
        self._root = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(self._connection)).data.contents.root
        self._grabs: Sequence[_Grab] = ()
        self._down = False

    @property
    def file(self) -> int:
        """What becomes readable when keys come."""
        return cast(int, self._xcb.xcb_get_file_descriptor(self._connection))

    def grab(self, sign: int, held: Held) -> None:
        """Hear the key that bears *sign* (a keysym) wherever it is pressed. Raises KeyTaken or NoKey."""
        self.release()
        code = self._code(sign)
        grabs = [_Grab(code, Held(held | lock)) for lock in LOCKS]
        for grab in grabs:
            cookie = self._xcb.xcb_grab_key_checked(
                self._connection, 0, self._root, int(grab.held), grab.code, ASYNCHRONOUS, ASYNCHRONOUS
            )
            error = self._xcb.xcb_request_check(self._connection, cookie)
            if error:
                self._free(error)
                self.release()
                raise KeyTaken
            self._grabs = [*self._grabs, grab]

    def release(self) -> None:
        """Leave the key to others."""
        for grab in self._grabs:
            self._xcb.xcb_ungrab_key(self._connection, grab.code, self._root, int(grab.held))
        self._grabs = ()
        self._down = False
        self._xcb.xcb_flush(self._connection)

    def heard(self) -> Iterator[Key]:
        """What happened to the key since the last time; a key that repeats goes down once. Never waits."""
        events = list(self._events())
        for at, event in enumerate(events):
            goes_on = any(later.kind == DOWN for later in events[at + 1 : at + 2])
            if event.kind == DOWN and not self._down:
                self._down = True
                yield Key.DOWN
            elif event.kind == UP and self._down and not goes_on and not self._is_held(event.code):
                self._down = False
                yield Key.UP

    def _events(self) -> Iterator["_Happened"]:
        while event := self._xcb.xcb_poll_for_event(self._connection):
            told = ctypes.cast(event, POINTER(_Event)).contents
            yield _Happened(told.kind & 0x7F, told.code)
            self._free(event)

    def close(self) -> None:
        """Safe to call again."""
        if self._connection is not None:
            self._xcb.xcb_disconnect(self._connection)
            self._connection = None

    def _code(self, sign: int) -> int:
        symbols = self._keysyms.xcb_key_symbols_alloc(self._connection)
        try:
            codes = self._keysyms.xcb_key_symbols_get_keycode(symbols, sign)
            if not codes:
                raise NoKey
            code = int(codes[0])
            self._free(ctypes.cast(codes, c_void_p).value or 0)
            return code
        finally:
            self._keysyms.xcb_key_symbols_free(symbols)

    def _is_held(self, code: int) -> bool:
        """A key that repeats goes up and down again, but the finger is still on it."""
        asked = self._xcb.xcb_query_keymap(self._connection)
        reply = self._xcb.xcb_query_keymap_reply(self._connection, asked, None)
        if not reply:
            return False
        keys = ctypes.cast(reply, POINTER(_Keymap)).contents.keys
        held = bool(keys[code // 8] >> code % 8 & 1)
        self._free(reply)
        return held


class _Screen(Structure):
    _fields_ = [("root", c_uint32)]  # and more that is not needed


class _Screens(Structure):
    _fields_ = [("data", POINTER(_Screen)), ("rest", c_int), ("index", c_int)]


class _Cookie(Structure):
    _fields_ = [("sequence", c_uint)]


class _Event(Structure):
    _fields_ = [("kind", c_uint8), ("code", c_uint8), ("sequence", c_uint16), ("time", c_uint32)]


class _Keymap(Structure):
    _fields_ = [
        ("kind", c_uint8),
        ("pad", c_uint8),
        ("sequence", c_uint16),
        ("length", c_uint32),
        ("keys", c_uint8 * 32),
    ]


def _declare(xcb: ctypes.CDLL, keysyms: ctypes.CDLL) -> None:
    """What the functions take and give; without it pointers would be cut to 32 bits."""
    for function, gives, takes in (
        (xcb.xcb_connect, c_void_p, [ctypes.c_char_p, c_void_p]),
        (xcb.xcb_connection_has_error, c_int, [c_void_p]),
        (xcb.xcb_disconnect, None, [c_void_p]),
        (xcb.xcb_flush, c_int, [c_void_p]),
        (xcb.xcb_get_file_descriptor, c_int, [c_void_p]),
        (xcb.xcb_get_setup, c_void_p, [c_void_p]),
        (xcb.xcb_setup_roots_iterator, _Screens, [c_void_p]),
        (
            xcb.xcb_grab_key_checked,
            _Cookie,
            [c_void_p, c_uint8, c_uint32, c_uint16, c_uint8, c_uint8, c_uint8],
        ),
        (xcb.xcb_ungrab_key, _Cookie, [c_void_p, c_uint8, c_uint32, c_uint16]),
        (xcb.xcb_request_check, c_void_p, [c_void_p, _Cookie]),
        (xcb.xcb_poll_for_event, c_void_p, [c_void_p]),
        (xcb.xcb_query_keymap, _Cookie, [c_void_p]),
        (xcb.xcb_query_keymap_reply, c_void_p, [c_void_p, _Cookie, c_void_p]),
        (keysyms.xcb_key_symbols_alloc, c_void_p, [c_void_p]),
        (keysyms.xcb_key_symbols_get_keycode, POINTER(c_uint8), [c_void_p, c_uint32]),
        (keysyms.xcb_key_symbols_free, None, [c_void_p]),
    ):
        function.restype = gives
        function.argtypes = takes  # type: ignore[assignment] # the stubs have no word for any of them


def _free() -> Callable[[int], None]:
    """Gives back what the libraries allocated."""
    free = ctypes.CDLL(None).free
    free.restype, free.argtypes = None, [c_void_p]
    return cast(Callable[[int], None], free)
