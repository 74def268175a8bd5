"""What was found in a folder of texts, in sentences for people."""

from assistant_gui.core.language import translated as _
from assistant_gui.core.lessons import GUESSED, TITLES, Private
from assistant_gui.core.texts import TextsFound


def amount(found: TextsFound) -> str:
    """How much there is to read."""
    if found.files == 1:
        return _("1 file with {words} words.").format(words=f"{found.words:,}")
    return _("{files} files with {words} words.").format(files=f"{found.files:,}", words=f"{found.words:,}")


def remarks(found: TextsFound) -> list[str]:
    """What else is to be known of it; what could not be read is told apart."""
    said: list[str] = []
    if found.repeats:
        words = _("Paragraphs that stand there more than once are read once: {count} left out.")
        said.append(words.format(count=f"{found.repeats:,}"))
    if found.held_back:
        words = _("Passages held back, to see afterwards whether it reads your texts better: {held} of {count}.")
        said.append(words.format(held=f"{found.held_back:,}", count=f"{found.passages:,}"))
    return said


def not_read(found: TextsFound) -> str:
    """How many files could not be read; empty when all could."""
    count = len(found.unread) + found.unnamed
    if not count:
        return ""
    if count == 1:
        return _("1 file could not be read.")
    return _("{count} files could not be read.").format(count=f"{count:,}")


def whys(found: TextsFound, most: int) -> list[str]:
    """Why files could not be read, of the first *most* of them."""
    said = [each.why for each in found.unread[:most]]
    more = len(found.unread) - len(said) + found.unnamed
    return [*said, _("… and {count} more.").format(count=f"{more:,}")] if more else said


def private(kind: Private, count: int, found: TextsFound) -> str:
    """What becomes of what was found of one *kind*."""
    replaced = any(each.replaced for each in found.noticed if each.kind is kind)
    if kind in GUESSED and not replaced:
        sentence = _("{kind}: {count}, learned as they are until you confirm placeholders.")
    else:
        sentence = _("{kind}: {count}, learned as placeholders.")
    return sentence.format(kind=_(TITLES[kind]), count=f"{count:,}")
