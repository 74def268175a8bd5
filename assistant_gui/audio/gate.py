"""Whether a frame may hold speech, told from the room's own noise: far cheaper than asking the model."""

import numpy as np
import numpy.typing as npt

from assistant_gui.audio.ring import Samples

FRAME = 512
"""Samples per frame, what the voice activity model hears at a time: 32 ms at 16 kHz."""

_Bands = npt.NDArray[np.float64]

EDGES = np.array([3, 6, 10, 16, 26, 42, 68, 110])
"""Where the bands begin, in steps of 31 Hz: 94 Hz to 3.4 kHz, and what is above."""
ONE_BAND = 4.0
"""So many times its usual spread above the room in one band, and it may be speech: a vowel's lowest tone."""
ALL_BANDS = 3.2
"""The same of all bands together: the hiss of an s, a whisper, a voice far away."""
STEADIEST_DB, WILDEST_DB = 1.0, 4.0
"""Bounds of the spread: no room is steadier, and what is wilder was not a room."""
LEARNT_AFTER = 32
"""Frames without speech from which the room is known; before that anything may be speech."""
QUICKLY, SLOWLY = 0.06, 0.02
"""How much of each frame goes into the noise of the room: when the model says that it is no speech,
and when nobody asked it."""
SURE_BELOW = 0.1
"""The model is sure that it is no speech."""


class Gate:
    """Knows the noise of the room, in a few bands. Feed it every frame, in order."""

    def __init__(self) -> None:
        self._window = np.hanning(FRAME).astype(np.float32)
        self._room: _Bands = np.zeros(len(EDGES))
        self._spread: _Bands = np.zeros(len(EDGES))
        self._now: _Bands = np.zeros(len(EDGES))
        self._learnt = 0

    def suspects(self, frame: Samples) -> bool:
        """It may be speech."""
        spectrum = np.fft.rfft(frame * self._window)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        self._now = 10 * np.log10(np.add.reduceat(power, EDGES) + 1.0)
        if self._learnt < LEARNT_AFTER:
            return True
        spread = np.clip(np.sqrt(self._spread), STEADIEST_DB, WILDEST_DB)
        above = (self._now - self._room) / spread
        return bool(above.max() > ONE_BAND or above.sum() > ALL_BANDS * np.sqrt(len(EDGES)))

    def was_room(self, speech: float | None = None) -> None:
        """The last frame was not speech; *speech* is what the model said of it, if it was asked."""
        if speech is not None and speech >= SURE_BELOW:
            return
        self._learnt += 1
        rate = max(SLOWLY if speech is None else QUICKLY, 1 / self._learnt)
        above = self._now - self._room
        self._room = self._room + rate * above
        self._spread = (1 - rate) * (self._spread + rate * above**2)
