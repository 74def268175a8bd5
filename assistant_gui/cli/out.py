"""Where a command's answer goes: sentences for people, or JSON for programs."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Write = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Out:
    """Answers on *answer* (stdout), everything else on *aside* (stderr).

    With ``as_json`` only :meth:`result` reaches *answer*: one JSON object a line.
    Both may raise ``BrokenPipeError`` when nobody reads any more.
    """

    answer: Write
    aside: Write
    as_json: bool
    interactive: bool = field(default=False)
    """A person watches: progress may be drawn over itself."""

    def result(self, value: Mapping[str, object], *sentences: str) -> None:
        """One answer: *value* for programs, *sentences* for people."""
        if self.as_json:
            self.answer(json.dumps(value, ensure_ascii=False) + "\n")
            return
        for sentence in sentences:
            self.answer(sentence + "\n")

    def piece(self, text: str) -> None:
        """A bit of an answer as it is written; for people only."""
        if not self.as_json:
            self.answer(text)

    def progress(self, sentence: str) -> None:
        """Where a long job is. Drawn over the last one where a person watches."""
        if self.interactive:
            self.aside(f"\r\x1b[K{sentence}")

    def done_progressing(self) -> None:
        if self.interactive:
            self.aside("\r\x1b[K")

    def say(self, sentence: str) -> None:
        """Something worth knowing that is not the answer."""
        self.aside(sentence + "\n")
