"""Whether a window can be opened here; asked before Qt is, because Qt ends the program where it finds no screen."""

import ctypes
import os
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

Answers = Callable[[Mapping[str, str]], bool]


def can_show_a_window(variables: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Linux needs a display that answers (or Qt told to do without); macOS and Windows always have one."""
    if platform != "linux":
        return True
    return any(_SCREENS.get(name, _always)(variables) for name in _wanted(variables))


def _wanted(variables: Mapping[str, str]) -> Iterator[str]:
    """The platforms that Qt will try, as it chooses them."""
    if variables.get("QT_QPA_PLATFORM"):
        for named in variables["QT_QPA_PLATFORM"].split(";"):
            yield named.partition(":")[0]
        return
    if variables.get("WAYLAND_DISPLAY"):
        yield "wayland"
    if variables.get("DISPLAY"):
        yield "xcb"


def _x_answers(variables: Mapping[str, str]) -> bool:
    """Ask the X server the way Qt will: with libxcb, which knows about cookies and sockets."""
    try:
        ctypes.CDLL("libxcb-cursor.so.0")  # without it Qt's part for X does not load
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(variables.get("DISPLAY", "").encode(), None)  # never null, but it may be broken
    answers: bool = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return answers


def _wayland_answers(variables: Mapping[str, str]) -> bool:
    place = Path(variables.get("XDG_RUNTIME_DIR", "/")) / (variables.get("WAYLAND_DISPLAY") or "wayland-0")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        try:
            door.connect(str(place))
        except OSError:
            return False
    return True


def _always(variables: Mapping[str, str]) -> bool:
    return True


_SCREENS: Mapping[str, Answers] = {"xcb": _x_answers, "wayland": _wayland_answers}
"""Platforms that need somebody at the other end."""
