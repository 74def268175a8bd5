"""What the audio role's packets say, as the rest of the program knows it."""

from collections.abc import Iterator, Mapping

from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.events import DevicesListed, SoundWasLate
from assistant_gui.core.ports import Frame
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import SPEECH_RATE_HZ, Sound

FRAME_BYTES = 1024
"""32 ms; of a quiet room several frames come together."""

Header = Mapping[str, object]


def frames(header: Header, payload: bytes) -> Iterator[Frame]:
    speech, echo = float(str(header["speech"])), header["echo"] is True
    startled, insistent = (header.get(name) is True for name in ("startled", "insistent"))
    for at in range(0, len(payload), FRAME_BYTES):
        sound = Sound(payload[at : at + FRAME_BYTES], SPEECH_RATE_HZ)
        yield Frame(sound, speech, echo=echo, startled=startled, insistent=insistent)


def late(header: Header) -> SoundWasLate:
    return SoundWasLate(*(int(str(header[count])) for count in ("input", "output", "starved")))


def devices(header: Header) -> DevicesListed:
    return DevicesListed(_names(header["microphones"]), _names(header["speakers"]))


def checked(header: Header) -> SetupChecked | AssistantError:
    if "message" in header:
        return received(header)
    number = {name: float(str(header[name])) for name in ("delay", "noise_dbfs", "echo_dbfs", "left_dbfs", "clipped")}
    return SetupChecked(heard=header["heard"] is True, cancelling=header["cancelling"] is True, **number)


def _names(told: object) -> tuple[str, ...]:
    return tuple(str(name) for name in told) if isinstance(told, list) else ()
