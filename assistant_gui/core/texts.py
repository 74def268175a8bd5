"""A folder of texts to be read as they are: its files as they come, and what was found in all of them."""

from dataclasses import dataclass

from assistant_gui.core.lessons import Private


@dataclass(frozen=True, slots=True)
class TextFile:
    """One file of the folder."""

    name: str
    """Its path within the folder."""
    text: str = ""
    why: str = ""
    """A sentence that names it, when it could not be read."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """Personal data or a secret in a text, in the words around it."""

    kind: Private
    file: str
    before: str
    text: str
    after: str
    placeholder: str
    """What is read instead when its kind is replaced."""
    replaced: bool


@dataclass(frozen=True, slots=True)
class TextsFound:
    """What a run would read of a folder now."""

    folder: str
    files: int = 0
    """Of which anything is read."""
    words: int = 0
    size_bytes: int = 0
    """Of what is read, in UTF-8."""
    passages: int = 0
    held_back: int = 0
    """Passages that are never read, but judge what came of it."""
    repeats: int = 0
    """Paragraphs that were left out, as they stood there before."""
    unread: tuple[TextFile, ...] = ()
    """The first hundred files that could not be read, and why..."""
    unnamed: int = 0
    """...and how many more there were."""
    kinds: tuple[tuple[Private, int], ...] = ()
    """How often something private of each kind was found."""
    noticed: tuple[Noticed, ...] = ()
    """The first few of each kind."""
