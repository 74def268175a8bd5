"""One press of the talk button: what is said while it is held, or from one tap to the next."""

from collections.abc import Iterable

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound, joined

TAP_SECONDS = 0.3
"""Whoever lets go of the button so soon will press it again when all is said."""

TAP_FRAMES = 250
"""8 s without a word after a tap: the second one was forgotten."""

SPEECH = 0.5
"""Probability from which a frame is taken for speech."""


class Press:
    """Begun with what was heard just *before*."""

    def __init__(self, before: Iterable[Sound]) -> None:
        self.tapped = False
        """The button need not be held; the next press is the end."""
        self._sounds = list(before)
        self._wordless = 0

    @property
    def sound(self) -> Sound:
        return joined(self._sounds)

    def released(self, after: float) -> bool:
        """The button came up, *after* so many seconds; whether that was the end."""
        if self.tapped:
            return False
        self.tapped, self._wordless = after < TAP_SECONDS, 0
        return not self.tapped

    def heard(self, frame: Frame) -> bool:
        """Whether the end was forgotten."""
        self._sounds.append(frame.sound)
        self._wordless = 0 if frame.speech >= SPEECH else self._wordless + 1
        return self.tapped and self._wordless >= TAP_FRAMES
