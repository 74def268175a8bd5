"""Examples rendered by the tuner's own code, in a process of its own that stays for the next one."""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import Example
from assistant_gui.core.models import Format, Model
from assistant_gui.core.preview import LeftOut, Piece, Preview
from assistant_gui.remote.documents import unwatched
from assistant_gui.remote.process import RoleProcess

REMEMBERED = 200
READY_WITHIN = 180.0
"""A tokenizer of a large vocabulary takes seconds to read, on a busy machine many."""

_Key = tuple[str, str, str, int]


class RemotePreview:
    """See :class:`~assistant_gui.core.preview.Previewing`. Safe from any thread; one question at a time."""

    def __init__(self, model: Callable[[str], Model], log: Path, command: Sequence[str] = ()) -> None:
        self._model = model
        self._log = log
        self._command = command
        self._asking = threading.Lock()
        self._role: RoleProcess | None = None
        self._base = ""
        """What the role was started for: the path of a model."""
        self._known: OrderedDict[_Key, Preview] = OrderedDict()

    def preview(self, base: str, example: Example, max_tokens: int) -> Preview:
        model = self._here(base)
        question = json.dumps({"messages": example.messages, "max_tokens": max_tokens})
        key = (model.format.value, model.path, question, max_tokens)
        with self._asking:
            known = self._known.get(key)
            if known is None:
                known = self._known[key] = _preview(self._asked(model.format, model.path, question))
            self._known.move_to_end(key)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
            return known

    def rest(self) -> None:
        with self._asking:
            self._end()

    def _here(self, base: str) -> Model:
        model = self._model(base)
        if not model.installed or not model.path:
            raise AssistantError(N_("{title} is not on this machine."), N_("Get it first."), title=model.title)
        return model

    def _asked(self, format: Format, path: str, question: str) -> Mapping[str, object]:
        role = self._ready(format, path)
        try:
            role.send(question.encode() + b"\n")
            line = role.stdout.readline()
            told: dict[str, object] = json.loads(line)
        except (ValueError, AssistantError) as error:
            self._end()
            raise AssistantError(
                N_("The example could not be rendered."), N_("Try again, or verify the model.")
            ) from error
        return told

    def _ready(self, format: Format, path: str) -> RoleProcess:
        if self._role is not None and self._base == path and self._role.alive:
            return self._role
        self._end()

        def orders() -> Mapping[str, object]:
            return {"format": format.value, "path": path}

        role = RoleProcess(
            "tuner", orders, self._log, unwatched, ("--preview",), ready_within=READY_WITHIN, command=self._command
        )
        role.start()
        self._role, self._base = role, path
        return role

    def _end(self) -> None:
        if self._role is not None:
            self._role.stop()
            self._role = None


def _preview(told: Mapping[str, object]) -> Preview:
    if left_out := str(told["left_out"]):
        return Preview((), 0, 0, left_out=LeftOut(left_out))
    pieces = told["pieces"]
    assert isinstance(pieces, list)
    return Preview(
        tuple(Piece(str(text), bool(learned), bool(control)) for text, learned, control in pieces),
        int(str(told["tokens"])),
        int(str(told["learned"])),
        shortened=bool(told["shortened"]),
    )
