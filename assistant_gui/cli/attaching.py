"""Files on the command line that go with a question."""

from collections.abc import Sequence
from pathlib import Path

from assistant_gui.cli.out import Out
from assistant_gui.core.attached import Attached
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.ports import Files
from assistant_gui.core.turn import Turn


def attached(names: Sequence[Path], files: Files, out: Out, turn: Turn) -> list[Attached]:
    """All of them, read. Raises AssistantError when one cannot be (or be seen), or when they are too long together."""
    read = [_read(name, files, out, turn) for name in names]
    if read:
        _must_fit(read, files)
    return read


def _read(name: Path, files: Files, out: Out, turn: Turn) -> Attached:
    def tell(fraction: float) -> None:
        out.progress(_("Reading {file}… {percent} %").format(file=name.name, percent=round(fraction * 100)))

    made = files.read(name, turn, tell)
    out.done_progressing()
    if made.picture and not files.sees():
        raise AssistantError(
            N_("{file} is a picture, and the model that answers cannot see."),
            N_("Choose one that sees pictures (assistant-gui models list), or attach text, PDF or Word documents."),
            file=name.name,
        )
    if made.cut:
        out.say(_("{file} is very long: only its beginning was read.").format(file=name.name))
    return made


def _must_fit(read: Sequence[Attached], files: Files) -> None:
    room = files.room()
    tokens = sum(_tokens(each, files) for each in read)
    if tokens > room:
        raise AssistantError(
            N_("The files are too long for this model: {tokens} tokens, and {room} fit."),
            N_("Attach shorter parts, or give the model a longer memory of a conversation in the settings."),
            tokens=tokens,
            room=room,
        )


def _tokens(file: Attached, files: Files) -> int:
    return files.picture_tokens(file) if file.picture else files.tokens(file.attachment.text)
