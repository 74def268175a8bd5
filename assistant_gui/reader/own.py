"""Our own export: a zip with a manifest, the lines of ``core/carrying.py`` and the attached files; or one JSON list."""

from collections.abc import Iterator, Mapping

from assistant_gui.core.carrying import decoded
from assistant_gui.core.conversation import Message
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import (
    CONTENT_BYTES,
    CONTENTS,
    FORMAT,
    LINES,
    MANIFEST,
    PART_BYTES,
    VERSION,
    Content,
    Line,
    Skipped,
    Unit,
)
from assistant_gui.core.language import N_
from assistant_gui.reader.bundle import Bundle
from assistant_gui.reader.elements import value_of
from assistant_gui.reader.values import Unreadable, at, items, number, text

NAME = "assistant_gui"

_LINE_BYTES = 32 * 1024 * 1024
_TAKEN = frozenset(
    {"folder", "preset", "confirmed", "conversation", "message", "summary", "decision", "leftalone", "voted"}
)


def is_ours(bundle: Bundle) -> bool:
    """Raises AssistantError when it is ours but of a newer version."""
    if MANIFEST not in bundle.names() or LINES not in bundle.names():
        return False
    with bundle.open(MANIFEST) as file:
        try:
            manifest = value_of(file.read(_LINE_BYTES).decode("utf-8", "replace"))
        except Unreadable:
            return False
    if text(manifest, "format") != FORMAT:
        return False
    if (number(manifest, "version") or VERSION) > VERSION:
        raise AssistantError(
            N_("This export was made by a newer version of this program."),
            N_("Bring this one up to date, and import it again."),
        )
    return True


def weight(bundle: Bundle) -> int:
    """The bytes that will be read of it."""
    return sum(size for name, size in bundle.names().items() if name == LINES or name.startswith(CONTENTS))


def lines(bundle: Bundle) -> Iterator[Line]:
    """All of it; what is attached to a message comes before it, each content once."""
    sent: set[str] = set()
    with bundle.open(LINES) as file:
        number_ = 0
        while written := file.readline(_LINE_BYTES + 1):
            number_ += 1
            if len(written) > _LINE_BYTES:
                yield Skipped(N_("it is too long"), Unit.LINE, number_)
                while written and not written.endswith(b"\n"):
                    written = file.readline(_LINE_BYTES)
                continue
            if not written.strip():
                continue
            try:
                line = _line(value_of(written.decode("utf-8", "replace")))
            except Unreadable as why:
                yield Skipped(str(why), Unit.LINE, number_)
                continue
            if isinstance(line, Message):
                yield from _contents(bundle, line, sent)
            yield line


def conversation(value: Mapping[str, object]) -> list[Line]:
    """An element of the JSON form. Raises Unreadable."""
    messages = [_line({"message": message}) for message in items(value, "messages")]
    return [_line({"conversation": at(value, "conversation")}), *messages]


def _line(value: object) -> Line:
    if not isinstance(value, dict) or not _TAKEN.issuperset(value):
        raise Unreadable(N_("it is no line of an export of this program"))
    try:
        return decoded(value)
    except ValueError:
        raise Unreadable(N_("it is no line of an export of this program")) from None


def _contents(bundle: Bundle, message: Message, sent: set[str]) -> Iterator[Line]:
    for attachment in message.attachments:
        name = CONTENTS + attachment.digest
        if attachment.digest in sent or name not in bundle.names():
            continue
        sent.add(attachment.digest)
        if bundle.size(name) > CONTENT_BYTES:
            yield Skipped(N_("it is too long"), Unit.ATTACHMENT, name=attachment.name)
            continue
        with bundle.open(name) as file:
            part = file.read(PART_BYTES)
            while True:
                after = file.read(PART_BYTES)
                yield Content(attachment.digest, part, last=not after)
                if not after:
                    break
                part = after
