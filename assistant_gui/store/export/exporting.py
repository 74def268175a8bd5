"""Writing conversations to a file, or telling them as text."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.conversation import Conversation, Message
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.exchange import Form
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn
from assistant_gui.store.archive import Archive
from assistant_gui.store.export import json_lines, json_lists, markdown, own, web

Progress = Callable[[int, int], None]
"""How many conversations are written, and of how many."""

_TEXTS = {
    Form.MARKDOWN: markdown.pieces,
    Form.HTML: web.pieces,
    Form.JSON: json_lists.pieces,
    Form.SHAREGPT: json_lines.sharegpt,
    Form.MESSAGES: json_lines.messages,
}


def exported(archive: Archive, form: Form, ids: Sequence[str] = ()) -> Iterator[str]:
    """The conversations as pieces of text, oldest change first; all but the trash when none is named.

    Raises AssistantError for a conversation that is not here, and for the form that is no text.
    """
    if form is Form.OWN:
        raise AssistantError(
            N_("This form is a zip file, and cannot be printed."), N_("Name a file for it: --out conversations.zip")
        )
    return _TEXTS[form](_threads(archive, chosen(archive, ids), form))


def export_file(
    archive: Archive,
    form: Form,
    ids: Sequence[str],
    file: Path,
    on_progress: Progress = lambda done, of: None,
    turn: Turn | None = None,
) -> int:
    """Write *file*, readable by its owner alone; how many conversations are in it.

    It appears when it is whole. Cutting *turn* short leaves nothing behind and raises TurnCancelled.
    """
    conversations = chosen(archive, ids, everything=form is Form.OWN)
    turn = turn or Turn()
    count = 0

    def told() -> Iterator[Conversation]:
        for done, conversation in enumerate(conversations):
            turn.check()
            on_progress(done, len(conversations))
            yield conversation
        on_progress(len(conversations), len(conversations))

    with _written(file) as out:
        if form is Form.OWN:
            own.write(archive, told(), out, whole=not ids)
            return len(conversations)

        def counted() -> Iterator[tuple[Conversation, list[Message]]]:
            nonlocal count
            for thread in _threads(archive, told(), form):
                count += 1
                yield thread

        for piece in _TEXTS[form](counted()):
            out.write(piece.encode("utf-8", "replace"))
    return count


def chosen(archive: Archive, ids: Sequence[str], *, everything: bool = False) -> list[Conversation]:
    """Those with *ids*, in their order; without any all, those in the trash only when *everything* is wanted."""
    if not ids:
        return archive.transfer.everything() if everything else archive.conversations()[::-1]
    found = []
    for name in ids:
        conversation = archive.conversation(name)
        if conversation is None:
            raise AssistantError(
                N_("There is no conversation {id}."), N_("Leave the conversation out to export all of them."), id=name
            )
        found.append(conversation)
    return found


def _threads(
    archive: Archive, conversations: Sequence[Conversation] | Iterator[Conversation], form: Form
) -> Iterator[tuple[Conversation, list[Message]]]:
    """Each with its messages: the whole tree as JSON, what is shown otherwise; those without any are left out."""
    for conversation in conversations:
        read = archive.transfer.tree if form is Form.JSON else archive.thread
        messages = [message for message in read(conversation.id) if message.removed is None]
        if any(message.text.strip() or message.attachments for message in messages):
            yield conversation, messages


@contextmanager
def _written(file: Path) -> Iterator[BinaryIO]:
    """*file*, which appears under its name when all is written, and not at all when something goes wrong."""
    partial = file.with_name(file.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(descriptor, "wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            partial.replace(file)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise AssistantError(
            N_("Cannot write {file}: {why}."), N_("Choose another place."), file=file, why=error.strerror or error
        ) from error
