"""Which microphones and speakers there are, and which to open first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from assistant_gui.audio.portaudio import SERVERS, Device, RateRefused, Stream, System
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_


class What(StrEnum):
    MICROPHONE = "microphone"
    SPEAKER = "speaker"


class Loss(StrEnum):
    """How bad a failure is."""

    OTHER = "other"
    """Another device is used instead."""
    REFUSED = "refused"
    """None could be opened."""
    WORSE = "worse"
    """It works, but not as well as another one would; said once."""
    GONE = "gone"
    """It went away while it was used; PortAudio is better started afresh."""


HOSTS = ("Windows WASAPI", "Core Audio", "PulseAudio", "ALSA")
"""The host APIs we would rather use; the same device is listed under each of them."""
TRIES = 4
RATES_HZ = (48_000, 44_100, 32_000, 16_000, 8_000, 96_000)
"""What is tried of a device that does not run at the rate it claims."""
LISTED_ANEW_AFTER = 30.0
"""Seconds after which the system's default may be another one. Sound servers are not asked: they move us themselves."""
HEADSETS = ("bluetooth", "bluez", "hands-free", "handsfree", "airpods", "headset (")
"""In the names of microphones that share a narrow radio link with their earpieces."""
NARROW_HZ = 16_000

_NONE = {
    What.MICROPHONE: N_("No microphone was found."),
    What.SPEAKER: N_("No speaker was found."),
}
_GONE = {
    What.MICROPHONE: N_("The microphone “{name}” cannot be used now; “{other}” is used instead."),
    What.SPEAKER: N_("The speaker “{name}” cannot be used now; “{other}” is used instead."),
}
_PLUG_IN = N_("Plug one in and choose it in the settings; on Debian or Ubuntu: sudo apt install libasound2-plugins.")


@dataclass(frozen=True, slots=True)
class Opened:
    stream: Stream
    name: str
    notice: AssistantError | None
    """Set when it is not the device that was asked for."""
    warning: AssistantError | None = None
    """Set when it works, but not well."""


def of_kind(system: System, what: What) -> list[Device]:
    """The devices that can do it, of the best host API only."""
    able = [device for device in system.devices() if _channels(device, what)]
    for host in HOSTS:
        if here := [device for device in able if device.host == host]:
            return here
    return able


def names(system: System, what: What) -> list[str]:
    return list(dict.fromkeys(device.name for device in of_kind(system, what)))


def in_order(system: System, what: What, name: str = "") -> list[Device]:
    """What to try to open: *name*, the way to the sound server, the system's default, the rest."""
    able = of_kind(system, what)
    usual = system.usual()[0 if what is What.MICROPHONE else 1]
    servers = SERVERS if any(device.host == "ALSA" for device in able) else ()

    def rank(device: Device) -> tuple[bool, int, bool]:
        server = servers.index(device.name) if device.name in servers else len(servers)
        return (not name or device.name != name, server, device.index != usual)

    return sorted(able, key=rank)


def usual_name(system: System, what: What) -> str:
    """The name of the device that an empty name stands for; empty when there is none."""
    order = in_order(system, what)
    return order[0].name if order else ""


def opened(system: System, what: What, name: str, begin: Callable[[Device], Stream]) -> Opened:
    """Open *name*, or the first that works. Raises AssistantError when none does."""
    refusal: AssistantError | None = None
    for device in _to_try(system, what, name):
        try:
            stream = _begun(device, begin)
        except AssistantError as error:
            refusal = refusal or error
            continue
        other = bool(name) and device.name != name
        worse = _worse(device) if what is What.MICROPHONE and worsens(device) else None
        return Opened(stream, device.name, _instead(what, name, device.name) if other else None, worse)
    raise refusal or AssistantError(_NONE[what], _PLUG_IN)


def _to_try(system: System, what: What, name: str) -> Sequence[Device]:
    order = in_order(system, what, name)
    if not order or (name and order[0].name != name):
        system.reread()  # it may have been plugged in since
        order = in_order(system, what, name)
    elif not name and order[0].name not in SERVERS and system.reread(LISTED_ANEW_AFTER):
        order = in_order(system, what, name)
    return order[:TRIES]


def _begun(device: Device, begin: Callable[[Device], Stream]) -> Stream:
    """At its own rate, or one that it does not refuse."""
    refusal: RateRefused | None = None
    for rate_hz in dict.fromkeys((device.rate_hz, *RATES_HZ)):
        try:
            return begin(replace(device, rate_hz=rate_hz))
        except RateRefused as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def worsens(device: Device) -> bool:
    """A headset that sounds like a telephone while its microphone is open.

    A rate that low is a sign of it, but not under ALSA, where there are other microphones of that kind.
    """
    name = device.name.casefold()
    return any(word in name for word in HEADSETS) or (device.host != "ALSA" and device.rate_hz <= NARROW_HZ)


def _worse(device: Device) -> AssistantError:
    return AssistantError(
        N_("The headset's microphone makes its sound worse while it listens (“{name}”)."),
        N_("For better sound choose another microphone, such as the computer's own."),
        name=device.name,
    )


def _instead(what: What, name: str, other: str) -> AssistantError:
    return AssistantError(
        _GONE[what], N_("Plug it in again, or choose another one in the settings."), name=name, other=other
    )


def _channels(device: Device, what: What) -> int:
    return device.inputs if what is What.MICROPHONE else device.outputs
