"""One press of the talk button: what is said while it is held, or from one tap to the next."""

from collections.abc import Iterable

from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound, joined

TAP_SECONDS = 0.3
"""Whoever lets go of the button so soon will press it again when all is said."""

TAP_FRAMES = 250
"""8 s without a word after a tap: the second one was forgotten."""

TAIL_FRAMES = 5
"""0.16 s: when the button comes up the last word is still on its way from the microphone."""

SPEECH = 0.5
"""Probability from which a frame is taken for speech."""


class Press:
    """Begun with what was heard just *before*."""

    def __init__(self, before: Iterable[Sound]) -> None:
        self.tapped = False
        """The button need not be held; the next press is the end."""
        self._sounds = list(before)
        self._wordless = 0
        self._left: int | None = None
        """Frames that are still to come after the end."""
        self._slipped = False

    @property
    def over(self) -> bool:
        """The button is up; only what is on its way is waited for."""
        return self._left is not None

    @property
    def sound(self) -> Sound:
        return joined(self._sounds)

    def released(self, after: float) -> None:
        """The button came up, *after* so many seconds."""
        if self.tapped:
            return
        self.tapped, self._wordless = after < TAP_SECONDS and not self._slipped, 0
        if not self.tapped:
            self.end()

    def end(self) -> None:
        self._left = TAIL_FRAMES

    def go_on(self) -> None:
        """The finger slipped: it is down again already."""
        self._left, self._slipped = None, True

    def heard(self, frame: Frame) -> bool:
        """Whether all was heard, or the end was forgotten."""
        self._sounds.append(frame.sound)
        if self._left is not None:
            self._left -= 1
            return self._left <= 0
        self._wordless = 0 if frame.speech >= SPEECH else self._wordless + 1
        return self.tapped and self._wordless >= TAP_FRAMES
