"""PortAudio, as much of it as we use; the only module that knows sounddevice."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Protocol

from assistant_gui.audio.ring import Samples
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

BLOCK = 0.02
"""Seconds of sound per callback."""
WAKES_WITHIN = 5.0
"""A device that was just opened (a Bluetooth headset, a sound server that slept) may take so long to begin."""
SILENT_FOR = 2.0
"""One that then does nothing for so long is gone."""
SERVERS = ("pipewire", "pulse", "default")
"""Under ALSA these lead to the sound server, which mixes and converts; the others are bare hardware."""
SERVER_RATE_HZ = 48_000
"""What sound servers run at; PortAudio claims 44,100 for them, and then they must convert."""
SETTLES_OVER = 50
"""Callbacks, which are a second, over which it is learned how much a device holds as a rule."""

_WRONG_RATE = (-9997, -9996)
"""PortAudio's codes for it; WASAPI says the second, which elsewhere is a device that is not there."""

_log = logging.getLogger(__name__)


class RateRefused(AssistantError):
    """The device does not run at this rate; it may at another."""


@dataclass(frozen=True, slots=True)
class Device:
    index: int
    name: str
    host: str
    """The host API it belongs to: ALSA, Core Audio, Windows WASAPI, ..."""
    inputs: int
    outputs: int
    rate_hz: int
    """What it runs at by itself; anything else may be refused, or be slow."""


class Times(Protocol):
    """PortAudio's clock, in seconds."""

    currentTime: float  # noqa: N815 - PortAudio's names
    outputBufferDacTime: float  # noqa: N815


class Stream(Protocol):
    """A device at work, until it is closed."""

    rate_hz: int
    latency: float
    """Seconds between the callback and the air."""
    troubles: int
    """How many callbacks came too late for the device."""
    close_calls: int
    """How many came when it had played half of what it usually still holds."""

    def close(self) -> None: ...


class System(Protocol):
    """The sound system; a fake one stands in for it in tests."""

    def devices(self) -> list[Device]: ...
    def usual(self) -> tuple[int, int]:
        """The indexes of the default microphone and speaker, negative when there is none."""
        ...

    def reread(self, older_than: float = 0.0) -> bool:
        """Find devices plugged in since, if it is so many seconds ago; not possible while one is at work."""
        ...

    def capture(self, device: Device, on_block: Callable[[Samples], None], on_end: Callable[[], None]) -> Stream:
        """Hand every block (mono) to *on_block*, on PortAudio's thread."""
        ...

    def playback(
        self, device: Device, fill: Callable[[Samples], None], on_end: Callable[[], None], latency: float
    ) -> Stream:
        """Have *fill* fill every block (rows of channels), on PortAudio's thread.

        *on_end* is called there too when the stream ended, but not by ``close``.
        *latency* is in seconds, 0 the least there is.
        """
        ...


class PortAudio:
    def __init__(self) -> None:
        """Raises AssistantError when the PortAudio library is not on this machine."""
        try:
            import sounddevice
        except (OSError, ImportError) as error:
            _log.warning("sounddevice cannot be imported: %s", error)
            raise AssistantError(N_("Sound needs PortAudio, which is not installed."), _how_to_install()) from error
        except Exception as error:  # PortAudioError, which cannot be imported either then
            _log.warning("PortAudio does not start: %s", error)
            raise AssistantError(
                N_("The sound system does not answer."), N_("Check that sound works in other programs, then try again.")
            ) from error
        self._library: ModuleType = sounddevice
        self._lock = threading.Lock()  # PortAudio wants to be opened and closed by one thread at a time
        self._open = 0
        self._listed_at = time.monotonic()

    def devices(self) -> list[Device]:
        hosts = [str(host["name"]) for host in self._library.query_hostapis()]
        return [
            Device(
                index=index,
                name=str(entry["name"]),
                host=hosts[entry["hostapi"]],
                inputs=int(entry["max_input_channels"]),
                outputs=int(entry["max_output_channels"]),
                rate_hz=_rate(str(entry["name"]), hosts[entry["hostapi"]], int(entry["default_samplerate"])),
            )
            for index, entry in enumerate(self._library.query_devices())
        ]

    def usual(self) -> tuple[int, int]:
        microphone, speaker = self._library.default.device
        return int(microphone), int(speaker)

    def reread(self, older_than: float = 0.0) -> bool:
        with self._lock:
            if self._open or time.monotonic() < self._listed_at + older_than:
                return False
            self._library._terminate()
            self._library._initialize()
            self._listed_at = time.monotonic()
            return True

    def capture(self, device: Device, on_block: Callable[[Samples], None], on_end: Callable[[], None]) -> Stream:
        def use(block: Samples) -> None:
            on_block(block[:, 0])  # of what has no mono, the first channel

        return self._started(self._library.InputStream, device, device.inputs, _Running(self, use, on_end), 0)

    def playback(
        self, device: Device, fill: Callable[[Samples], None], on_end: Callable[[], None], latency: float
    ) -> Stream:
        return self._started(self._library.OutputStream, device, device.outputs, _Running(self, fill, on_end), latency)

    def _started(
        self, kind: Callable[..., object], device: Device, most: int, running: "_Running", latency: float
    ) -> Stream:
        refused: Exception | None = None
        for channels in dict.fromkeys((1, min(2, most), most)):  # some hardware has no mono
            try:
                with self._lock:
                    stream = kind(
                        device=device.index,
                        samplerate=device.rate_hz,
                        channels=channels,
                        dtype="int16",
                        latency=latency or "low",
                        blocksize=round(device.rate_hz * BLOCK),
                        extra_settings=self._extra(device),
                        callback=running.callback,
                        finished_callback=running.ended,
                    )
                    running.begin(stream, device.rate_hz)
                    self._open += 1
                    return running
            except (self._library.PortAudioError, ValueError) as error:
                _log.warning("%s with %d channels: %s", device.name, channels, error)
                refused = error
        kind_of_refusal = RateRefused if refused is not None and _is_of_rate(refused) else AssistantError
        raise kind_of_refusal(
            N_("The device “{name}” could not be opened."),
            N_("Is another program using it? Choose another one in the settings, or plug it in again."),
            name=device.name,
        ) from refused

    def _extra(self, device: Device) -> object:
        return self._library.WasapiSettings(auto_convert=True) if "WASAPI" in device.host else None

    def closed(self, stream: object) -> None:
        """Abort and close sounddevice's *stream*."""
        with self._lock:
            self._open -= 1
            try:
                stream.abort()  # type: ignore[attr-defined]  # an untyped library
                stream.close()  # type: ignore[attr-defined]
            except self._library.PortAudioError as error:  # a device that is gone
                _log.warning("closing: %s", error)


class _Running:
    def __init__(self, owner: PortAudio, use: Callable[[Samples], None], on_end: Callable[[], None]) -> None:
        self.rate_hz = 0
        self.latency = 0.0
        self.troubles = 0
        self.close_calls = 0
        self._held = 0.0
        """Seconds of sound the device usually still has when it asks for more."""
        self._owner = owner
        self._use = use
        self._on_end = on_end
        self._closing = False
        self._stream: object = None

    def callback(self, block: Samples, _frames: int, times: Times, status: object) -> None:
        """On PortAudio's thread; an exception here would end the stream."""
        if status:
            self.troubles += 1
        self._notice(times.outputBufferDacTime - times.currentTime)
        self._use(block)

    def _notice(self, held: float) -> None:
        """The device has sound for *held* seconds more; what that is as a rule differs from one to the next."""
        if held <= 0.0:  # a microphone, or a system that does not tell
            return
        if held < self._held / 2:
            self.close_calls += 1
        self._held = held if not self._held else self._held + (held - self._held) / SETTLES_OVER

    def ended(self) -> None:
        """On PortAudio's thread, when the stream has stopped for whatever reason."""
        if not self._closing:
            self._on_end()

    def begin(self, stream: object, rate_hz: int) -> None:
        self._stream, self.rate_hz = stream, rate_hz
        try:
            stream.start()  # type: ignore[attr-defined]  # an untyped library
        except BaseException:
            stream.close()  # type: ignore[attr-defined]
            raise
        self.latency = float(stream.latency)  # type: ignore[attr-defined]

    def close(self) -> None:
        if not self._closing:
            self._closing = True
            self._owner.closed(self._stream)


def _is_of_rate(error: Exception) -> bool:
    return len(error.args) > 1 and error.args[1] in _WRONG_RATE


def _rate(name: str, host: str, claimed_hz: int) -> int:
    return SERVER_RATE_HZ if host == "ALSA" and name in SERVERS else claimed_hz


def _how_to_install() -> str:
    if sys.platform.startswith("linux"):
        return N_("On Debian or Ubuntu: sudo apt install libportaudio2 libasound2-plugins")
    return N_("Install the Python package sounddevice again; it brings PortAudio with it.")
