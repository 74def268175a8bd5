"""Waiting for the wake word: nothing of what the microphone hears meanwhile goes any further."""

from collections.abc import Callable

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

FRAMES_PER_SIGN = 31
"""One a second."""

Spot = Callable[[bytes], bool]
"""Takes frames at 16 kHz in their order; whether the word has just been said."""


class Waiting:
    """Takes frames in and lets none out; tells of the word, and once a second that it still listens for it."""

    def __init__(self, spot: Spot, on_sign: Callable[[], None], on_word: Callable[[], None]) -> None:
        self._spot = spot
        self._on_sign = on_sign
        self._on_word = on_word
        self._frames = 0

    def heard(self, pcm: bytes) -> bool:
        """Whether this frame ended the wait."""
        self._frames += 1
        if self._frames % FRAMES_PER_SIGN == 0:
            self._on_sign()
        if not self._spot(pcm):
            return False
        self._on_word()
        return True


def spotter(word: str) -> Spot:
    """Listens for *word* with microWakeWord. Raises AssistantError when that is not installed."""
    try:
        from pymicro_wakeword import MicroWakeWord, MicroWakeWordFeatures, Model
    except (ImportError, OSError) as error:  # OSError: the system is too old for its library
        raise AssistantError(
            N_("The wake word cannot be listened for: that part is not installed."),
            N_("Install assistant-gui[wake], or switch the wake word off in the settings."),
        ) from error
    model, features = MicroWakeWord.from_builtin(Model(word)), MicroWakeWordFeatures()

    def spot(pcm: bytes) -> bool:
        said = False
        for each in features.process_streaming(pcm):  # all of them: the model remembers what it heard
            said = model.process_streaming(each) or said
        return said

    return spot
