"""Files on their way into a question: read in the reader role, counted by the engine."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from assistant_gui.core.attached import MOST_BYTES, Attached, attached, picture_media
from assistant_gui.core.content import Content, Pictured
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.ports import CannotLook, Counter, Eyes, Sampling
from assistant_gui.core.turn import Turn
from assistant_gui.remote.documents import document

QUESTION_TOKENS = 64
"""Kept for what the person asks about the files."""


class Choices(Protocol):
    """What answers, and how much it remembers."""

    @property
    def model(self) -> str: ...
    @property
    def sampling(self) -> Sampling: ...
    @property
    def system_prompt(self) -> str: ...
    @property
    def context_tokens(self) -> int: ...
    @property
    def sees(self) -> bool: ...


class RemoteFiles:
    """See :class:`~assistant_gui.core.ports.Files`."""

    def __init__(self, counter: Counter, choices: Callable[[], Choices], log: Path, eyes: Eyes) -> None:
        self._counter = counter
        self._choices = choices
        self._log = log
        self._eyes = eyes

    def read(self, file: Path, turn: Turn, on_progress: Callable[[float], None] = lambda _: None) -> Attached:
        """Raises AssistantError when it cannot be read, TurnCancelled when *turn* is cut short."""
        content = _content(file)
        if media := picture_media(content):
            return attached(file.name, media, content, "")
        made = document(file, self._log, turn, on_progress)
        return attached(file.name, made.media, content, made.text, cut=made.cut)

    def tokens(self, text: str) -> int:
        """Counted by the model that answers. Raises AssistantError when it is not there."""
        return self._counter.count(self._choices().model, [("user", text)], Turn()).each[0] if text else 0

    def sees(self) -> bool:
        """The model that answers can be shown pictures. Raises AssistantError without a model."""
        return self._choices().sees

    def picture_tokens(self, file: Attached) -> int:
        """See :class:`~assistant_gui.core.ports.Files`."""
        seen = self._eyes.look(file.attachment, lambda: file.content, Turn())
        if seen is None:
            raise CannotLook(file.attachment.name)
        said: list[tuple[str, Content]] = [("user", "x"), ("user", Pictured("x", (seen,)))]
        without, beside = self._counter.count(self._choices().model, said, Turn()).each
        return beside - without

    def room(self) -> int:
        """How many tokens of files fit into one question, with room left for the answer."""
        now = self._choices()
        counted = self._counter.count(now.model, [("system", now.system_prompt)], Turn())
        context = counted.context or now.context_tokens
        question = max(context - now.sampling.max_tokens, context // 2)
        return max(0, question - counted.lead - counted.each[0] - QUESTION_TOKENS)


def _content(file: Path) -> bytes:
    """All of *file*. Raises AssistantError when it is none, or larger than is taken."""
    try:
        if file.is_dir():
            raise AssistantError(N_("{file} is a folder."), N_("Attach the files in it."), file=file.name)
        if not file.is_file():
            raise AssistantError(N_("There is no file {file}."), N_("Check the name."), file=file.name)
        with file.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise AssistantError(
            N_("{file} cannot be read: {reason}."),
            N_("Check that the file is yours to read."),
            file=file.name,
            reason=error.strerror or error,
        ) from error
    if len(content) > MOST_BYTES:
        raise AssistantError(
            N_("{file} is larger than {size} MB."),
            N_("Attach a part of it, or copy the text you need and paste it."),
            file=file.name,
            size=MOST_BYTES // 1_000_000,
        )
    return content
