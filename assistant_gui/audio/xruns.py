"""How often the sound devices were served too late, or the speaker had nothing to play, since the audio role began."""

import threading
from collections.abc import Callable, Mapping

Tell = Callable[[Mapping[str, object]], None]


class Xruns:
    """Added to by the microphone's and the speaker's threads; the desk is told the sums when they change."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self.input = self.output = self.starved = 0

    def add(self, *, input: int = 0, output: int = 0, starved: int = 0) -> None:
        """So many more blocks of the microphone were lost, or of the speaker were silence instead of sound; so many
        more times an answer stopped because the rest of it was not there yet."""
        if not input and not output and not starved:
            return
        with self._lock:
            self.input += input
            self.output += output
            self.starved += starved
            self._tell({"event": "xruns", "input": self.input, "output": self.output, "starved": self.starved})
