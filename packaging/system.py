"""What the operating system must bring: Qt's libraries, sound, a voice; installed where that is allowed."""

import glob
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

from trouble import Trouble, say

LIBRARIES: Mapping[str, str] = {
    # what PySide6's platform plugins (xcb, wayland) and QtGui are linked with
    "libegl1": "libEGL.so.1",
    "libgl1": "libGL.so.1",
    "libdbus-1-3": "libdbus-1.so.3",
    "libfontconfig1": "libfontconfig.so.1",
    "libfreetype6": "libfreetype.so.6",
    "libglib2.0-0": "libglib-2.0.so.0",
    "libgssapi-krb5-2": "libgssapi_krb5.so.2",
    "libwayland-client0": "libwayland-client.so.0",
    "libwayland-cursor0": "libwayland-cursor.so.0",
    "libwayland-egl1": "libwayland-egl.so.1",
    "libx11-xcb1": "libX11-xcb.so.1",
    "libxcb-cursor0": "libxcb-cursor.so.0",
    "libxcb-icccm4": "libxcb-icccm.so.4",
    "libxcb-image0": "libxcb-image.so.0",
    "libxcb-keysyms1": "libxcb-keysyms.so.1",
    "libxcb-randr0": "libxcb-randr.so.0",
    "libxcb-render-util0": "libxcb-render-util.so.0",
    "libxcb-shape0": "libxcb-shape.so.0",
    "libxcb-sync1": "libxcb-sync.so.1",
    "libxcb-xfixes0": "libxcb-xfixes.so.0",
    "libxcb-xkb1": "libxcb-xkb.so.1",
    "libxkbcommon0": "libxkbcommon.so.0",
    "libxkbcommon-x11-0": "libxkbcommon-x11.so.0",
    # what xllamacpp's llama.cpp is linked against
    "libgomp1": "libgomp.so.1",
    # what sounddevice opens
    "libportaudio2": "libportaudio.so.2",
}
"""Debian's package -> a library that it brings."""

PROGRAMS: Mapping[str, str] = {"espeak-ng": "espeak-ng"}
TEST_PROGRAMS: Mapping[str, str] = {
    "pulseaudio": "pulseaudio",
    "pulseaudio-utils": "pactl",
    "xvfb": "Xvfb",
    "xauth": "xauth",
    "xdotool": "xdotool",
    "fontconfig": "fc-list",
    "git": "git",
}
"""Debian's package -> a program that it brings."""

_PULSE_PLUGIN = "/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so"
_APT = ("apt-get", "-q", "-o", "DPkg::Lock::Timeout=120")


def missing(*, for_tests: bool) -> list[str]:
    """The packages that are wanted and not there, by Debian's names."""
    present = _libraries()
    wanted = [package for package, library in LIBRARIES.items() if library not in present]
    programs = {**PROGRAMS, **(TEST_PROGRAMS if for_tests else {})}
    wanted += [package for package, program in programs.items() if shutil.which(program) is None]
    if not glob.glob(_PULSE_PLUGIN):
        wanted.append("libasound2-plugins")
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if for_tests and not _has_chinese_font():
        wanted.append("fonts-noto-cjk")
    return wanted


def install(packages: Sequence[str]) -> None:
    """Install *packages* as root, or with sudo and consent; else say what to type and go on."""
    if not packages:
        return
    line = f"apt-get install -y {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        say(f"This system lacks some packages; Debian calls them: {' '.join(packages)}")
        say("Install them with your package manager if the window or the sound does not work.")
        return
    if os.geteuid() == 0:
        _apt((), packages)
    elif shutil.which("sudo") and _consents(packages):
        _apt(("sudo",), packages)
    else:
        say(f"Some system packages are missing. Please type:\n\n    sudo {line}\n")
        if importlib.util.find_spec("ensurepip") is None:
            raise Trouble("Without them no environment can be made.", "Then run this command again.")


def _libraries() -> frozenset[str]:
    """The libraries that the loader knows."""
    tool = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        told = subprocess.run([tool, "-p"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):  # musl and friends: nothing is known, and nothing is asked for
        return frozenset(LIBRARIES.values())
    return frozenset(line.split()[0] for line in told.splitlines() if "=>" in line)


def _has_chinese_font() -> bool:
    tool = shutil.which("fc-list")
    return tool is not None and bool(subprocess.run([tool, ":lang=zh"], capture_output=True, check=False).stdout)


def _consents(packages: Sequence[str]) -> bool:
    if not sys.stdin.isatty():
        return False
    say(f"These system packages are missing: {' '.join(packages)}")
    return input("Install them now with sudo? [Y/n] ").strip().lower() in ("", "y", "yes")


def _apt(prefix: Sequence[str], packages: Sequence[str]) -> None:
    say(f"Installing {len(packages)} system packages: {' '.join(packages)}")
    if _runs(prefix, "install", packages):
        return
    _runs(prefix, "update", ())  # a fresh image has no package lists, an old one has stale ones
    if _runs(prefix, "install", packages):
        return
    left = [package for package in packages if not _runs(prefix, "install", (package,))]
    if left:
        say(f"These could not be installed: {' '.join(left)}. The assistant may lack sound or its window without them.")


def _runs(prefix: Sequence[str], verb: str, packages: Sequence[str]) -> bool:
    options = ("-y", "--no-install-recommends") if verb == "install" else ()
    # "env" so that it also reaches apt through sudo
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", *_APT, verb, *options, *packages]
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0
