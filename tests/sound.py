"""A sound system without sound: devices are a list, and the test is the sound card's clock."""

import queue
import threading
from collections.abc import Callable

import numpy as np

from assistant_gui.audio.portaudio import Device, RateRefused
from assistant_gui.audio.ring import Samples
from assistant_gui.core.errors import AssistantError


class FakeStream:
    """An open device; call :meth:`give` or :meth:`take` as its callback would."""

    def __init__(self, device: Device, callback: Callable[[Samples], None], on_end: Callable[[], None]) -> None:
        self.device = device
        self.rate_hz = device.rate_hz
        self.latency = 0.0
        self.troubles = 0
        self.close_calls = 0
        self.closed = threading.Event()
        self.pull_out = on_end
        self._callback = callback

    def give(self, samples: Samples) -> None:
        """The microphone has heard *samples*."""
        self._callback(samples)

    def take(self, count: int) -> Samples:
        """The speaker wants *count* samples."""
        out = np.full((count, 1), 77, np.int16)
        self._callback(out)
        return out[:, 0]

    def close(self) -> None:
        self.closed.set()


class FakeSystem:
    def __init__(self, *devices: Device) -> None:
        self.plugged_in = list(devices)
        self.found = list(devices)
        self.broken: set[str] = set()
        """Names of devices that cannot be opened."""
        self.opened: queue.SimpleQueue[FakeStream] = queue.SimpleQueue()
        self.refused_hz: set[int] = set()
        """Rates at which no device can be opened."""
        self.age = 0.0
        """Seconds since the devices were listed."""
        self.latencies: list[float] = []

    def devices(self) -> list[Device]:
        return list(self.found)

    def usual(self) -> tuple[int, int]:
        return 0, 0

    def reread(self, older_than: float = 0.0) -> bool:
        if older_than > self.age:
            return False
        self.found = list(self.plugged_in)
        return True

    def capture(self, device: Device, on_block: Callable[[Samples], None], on_end: Callable[[], None]) -> FakeStream:
        return self._begin(FakeStream(device, on_block, on_end))

    def playback(
        self, device: Device, fill: Callable[[Samples], None], on_end: Callable[[], None], latency: float
    ) -> FakeStream:
        self.latencies.append(latency)
        return self._begin(FakeStream(device, fill, on_end))

    def stream(self) -> FakeStream:
        """The next that is opened."""
        return self.opened.get(timeout=5)

    def _begin(self, stream: FakeStream) -> FakeStream:
        if stream.device.name in self.broken:
            raise AssistantError("The device “{name}” could not be opened.", name=stream.device.name)
        if stream.rate_hz in self.refused_hz:
            raise RateRefused("The device “{name}” could not be opened.", name=stream.device.name)
        self.opened.put(stream)
        return stream


def device(
    index: int, name: str, *, host: str = "ALSA", inputs: int = 1, outputs: int = 1, rate_hz: int = 16_000
) -> Device:
    return Device(index, name, host, inputs, outputs, rate_hz)
