"""A foreign file, line by line: what each line is, or why it is nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Line, Product, Skipped, Unit
from assistant_gui.core.language import N_
from assistant_gui.reader import lessons
from assistant_gui.reader.elements import value_of
from assistant_gui.reader.recognise import NOTHING, Around, conversation
from assistant_gui.reader.values import Unreadable

LINE_BYTES = 16 * 1024 * 1024
"""A longer line (its end included) is left out, without ever being held in memory."""

HOPELESS = 1000
"""When none of so many first lines (or elements) is a conversation, the file is something else."""

_BOM = b"\xef\xbb\xbf"


class Hopes:
    """Counts what is no conversation, until the first that is one."""

    def __init__(self, unit: Unit) -> None:
        self.good = False
        self._unit = unit
        self._bad = 0

    def told(self, value: object, number: int, around: Around) -> Iterator[Line]:
        """The conversation *value*, or why it is left out. Raises AssistantError when it is hopeless."""
        try:
            product, lines = conversation(value, around)
        except Unreadable as why:
            yield self.left_out(why, number)
            return
        if not self.good:
            self.good = True
            yield Product(product)
        for line in lines:
            yield replace(line, unit=self._unit, number=number) if isinstance(line, Skipped) else line

    def left_out(self, why: Unreadable, number: int) -> Skipped:
        self._bad += 1
        if not self.good and self._bad >= HOPELESS:
            raise no_conversations() from why
        return Skipped(str(why), self._unit, number)


def no_conversations() -> AssistantError:
    return AssistantError(
        N_("There are no conversations in this file that can be read."),
        N_(
            "Choose an export of ChatGPT, Claude, Open WebUI, Jan, LM Studio or of this program, "
            "JSON lines in messages, ShareGPT or Alpaca form, or a table of questions and answers."
        ),
    )


def told(file: BinaryIO, around: Around = NOTHING, *, line_bytes: int = LINE_BYTES) -> Iterator[Line]:
    """The conversation of each line, or why it is skipped. Raises AssistantError when the file is hopeless."""
    hopes = Hopes(Unit.LINE)
    for number, line in _numbered(file, line_bytes):
        try:
            value = _value(line, line_bytes)
        except Unreadable as why:
            yield hopes.left_out(why, number)
        else:
            yield from hopes.told(value, number, around)


def _numbered(file: BinaryIO, line_bytes: int) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(line_bytes + 1):
        number += 1
        if number == 1:
            line = line.removeprefix(_BOM)
        if line.strip():
            yield number, line
        while len(line) > line_bytes and not line.endswith(b"\n"):  # the rest of one that is too long
            line = file.readline(line_bytes + 1)


def _value(line: bytes, line_bytes: int) -> object:
    if len(line) > line_bytes:
        raise Unreadable(N_("it is too long"))
    try:
        written = line.decode()
    except UnicodeDecodeError:
        raise Unreadable(N_("it is not UTF-8 text")) from None
    return lessons.utterances(written) or value_of(written)
