"""Whether somebody speaks over what is played, told from loudness alone within a few hundredths of a second.

The canceller takes the first syllable out with the echo, and the voice activity model
wants to hear a little more of it than that. What sounds louder than the echo ever is
needs neither of them. It may be a door as well: good enough for being quieter for a
moment, and, where it goes on, for being silent until it is known what it is.
"""

import numpy as np
import numpy.typing as npt

from assistant_gui.audio.ring import Samples

STEP = 160
"""Samples at 16 kHz that are looked at together with those before them: 10 ms."""
EDGES = np.array([2, 5, 9, 15, 24, 38, 60, 100])
"""Where the bands begin, in steps of 50 Hz: 100 Hz to 5 kHz, and what is above."""
DELAYS = 40
"""Steps within which the echo of a sound comes: 0.4 s. It is not louder than the loudest of them made it before."""
LEARNT_FROM, REMEMBERED = 100, 1000
"""Steps of a band after which its echo is known, and of which it is known: 1 s, and the last 10 s."""
USUAL = 90
"""So many percent of these are the echo. The rest may be a person: whoever speaks for a second is not learnt."""
LOUDER_DB = 7.5
"""So much above what is usual no echo is, and a voice that is as loud as the answer begins so within 60 ms."""
FAINT_DB = -20.0
"""Where there is hardly any echo, as with headphones, what is so much quieter than what is played disturbs nobody."""
IN_A_ROW = 3
"""Steps; a click of a key is shorter."""
AUDIBLE = 1e6
"""Power of a band in one step at some -60 dBFS: what was quieter than this has no echo that could be learnt."""
REVISED_EVERY = 25

_Bands = npt.NDArray[np.float64]


class Flinch:
    """Knows how loud the echo of what is played becomes, in a few bands. Feed it everything, in order."""

    def __init__(self) -> None:
        self._window = np.hanning(2 * STEP)
        self._near = self._far = np.zeros(2 * STEP)
        self._played: _Bands = np.zeros((DELAYS, len(EDGES)))
        self._ratios: _Bands = np.full((REMEMBERED, len(EDGES)), np.nan)
        self._bounds_db: _Bands = np.full(len(EDGES), np.inf)
        self._steps = 0
        self._louder = 0

    def startled(self, near: Samples, far: Samples) -> bool:
        """Whether within *near*, what the microphone heard while *far* was played, something was no echo. Whole steps."""
        startled = False
        for at in range(0, len(near) - STEP + 1, STEP):
            self._near = np.concatenate((self._near[STEP:], near[at : at + STEP]))
            self._far = np.concatenate((self._far[STEP:], far[at : at + STEP]))
            startled |= self._louder_than_echo()
        return startled

    def _louder_than_echo(self) -> bool:
        self._played[self._steps % DELAYS] = self._bands(self._far)
        loudest = self._played.max(axis=0)
        audible = loudest > AUDIBLE
        ratios = np.where(audible, 10 * np.log10((self._bands(self._near) + 1) / (loudest + 1)), np.nan)
        louder = bool((ratios > self._bounds_db).any())  # of what is not known it never is
        self._louder = self._louder + 1 if louder else 0
        self._learn(ratios)
        return self._louder >= IN_A_ROW

    def _learn(self, ratios: _Bands) -> None:
        if not np.isnan(ratios).all():
            self._ratios[self._steps % REMEMBERED] = ratios
        self._steps += 1
        if self._steps % REVISED_EVERY == 0:
            for band, heard in enumerate(self._ratios.T):
                known = heard[~np.isnan(heard)]
                if len(known) >= LEARNT_FROM:
                    self._bounds_db[band] = max(FAINT_DB, float(np.percentile(known, USUAL)) + LOUDER_DB)

    def _bands(self, sound: npt.NDArray[np.float64]) -> _Bands:
        spectrum = np.fft.rfft(sound * self._window)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        bands: _Bands = np.add.reduceat(power, EDGES)
        return bands
