"""Whether the model that listens knows the person's language, said once when it does not."""

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Failed
from assistant_gui.core.language import N_
from assistant_gui.core.models import Model
from assistant_gui.core.ports import Emit

ENGLISH_ALONE = "English"
"""What the catalogue says of a model that knows no other language."""
_NO_LANGUAGE = ("", "c", "posix")


class Tongue:
    """Any thread; told again only when the program is started again."""

    def __init__(self, emit: Emit) -> None:
        self._emit = emit
        self._told = False

    def check(self, model: Model, wanted: str, system: str) -> None:
        """*wanted* is the language of the settings (empty finds it out), *system* what the system speaks."""
        if self._told or model.languages != ENGLISH_ALONE or _english(wanted or system):
            return
        self._told = True
        self._emit(Failed(0, english_alone(model)))


def english_alone(model: Model) -> AssistantError:
    return AssistantError(
        N_("{title} understands only English."),
        N_("For other languages get Whisper base in Settings, Models, and choose it as what listens."),
        title=model.title,
    )


def _english(tag: str) -> bool:
    """Whether *tag* (``en``, ``de_DE.UTF-8``, ``C``) is English, or no language at all."""
    language = tag.replace("-", "_").partition(".")[0].partition("_")[0].casefold()
    return language in (*_NO_LANGUAGE, "en", "english")
