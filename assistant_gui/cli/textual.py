"""What was found in a folder of texts, for the terminal."""

from collections.abc import Callable
from dataclasses import asdict

from assistant_gui.cli.out import Out
from assistant_gui.core import textwords
from assistant_gui.core.language import translated as _
from assistant_gui.core.texts import TextsFound

SHOWN = 10
"""Files that could not be read, by name."""


def progress(out: Out) -> Callable[[int], None]:
    return lambda seen: out.progress(_("Files so far: {count}").format(count=seen))


def reading(out: Out) -> Callable[[int], None]:
    """For a run, which reads them as a whole once they were looked through."""
    words = _("Before it learns, the texts are read as a whole. Files so far: {count}")
    return lambda seen: out.progress(words.format(count=seen))


def tell(found: TextsFound, out: Out) -> None:
    """Say it all beside the answer; as JSON it is one more event of the run."""
    out.done_progressing()
    if out.as_json:
        out.result({"event": "texts", **told(found)})
        return
    for sentence in sentences(found):
        out.say(sentence)


def sentences(found: TextsFound) -> list[str]:
    said = [textwords.amount(found), *textwords.remarks(found)]
    said += [textwords.private(kind, count, found) for kind, count in found.kinds]
    if unread := textwords.not_read(found):
        said += [unread, *textwords.whys(found, SHOWN)]
    return said


def told(found: TextsFound) -> dict[str, object]:
    """Without what is private itself: who asks for that reads the files."""
    noticed = [{"kind": each.kind, "file": each.file, "placeholder": each.placeholder} for each in found.noticed]
    return {**asdict(found), "noticed": noticed, "kinds": dict(found.kinds)}
