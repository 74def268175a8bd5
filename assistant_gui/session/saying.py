"""Sentences as they are said: in words, in their language, and with the way back to what is written."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant_gui.core.spoken import prepare, traced
from assistant_gui.session.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Saying:
    text: str
    """What a voice says; empty for what cannot be said."""
    language: str
    """A code such as ``en``; empty while it does not show."""
    upto: int
    """How many characters of the whole answer are behind us once this was said."""
    origins: Sequence[int]
    """For each character of :attr:`text`, where in the whole answer what it stands for begins."""


def sayings(written: Iterable[Sentence], language: str = "", locale: str = "") -> Iterator[Saying]:
    """*language* is taken as long as the answer does not show its own; what is in that of *locale* is read as there.

    The language of an answer follows what is read: a long sentence may change it, a short one does not.
    """
    from assistant_gui.core.spoken.written import written_in

    prepare(language)
    for sentence in written:
        language = written_in(sentence.text) or language
        said = traced(sentence.text, _there(language, locale))
        text, origins = said.text, [sentence.start + origin for origin in said.origins]
        if text and sentence.ends_line and text[-1].isalnum():  # the pause that the end of the line stands for
            text, origins = text + ".", [*origins, sentence.start + len(sentence.text)]
        yield Saying(text, language, sentence.upto, origins)


def _there(language: str, locale: str) -> str:
    """*language* as it is read where *locale* (``en_GB.UTF-8``) is, if that is its own."""
    tag = locale.partition(".")[0].replace("_", "-")
    return tag if language and tag.partition("-")[0] == language else language
