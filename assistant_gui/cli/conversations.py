"""conversations and search: what was said, from the terminal."""

import argparse
import time
from collections.abc import Sequence

from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.conversation import Conversation, Message, Role
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ConversationChanged, ConversationDeleted
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.search import Hit
from assistant_gui.core.tracewords import learned_in_words
from assistant_gui.core.turn import Turn


def conversations(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    match arguments.action:
        case "list":
            _list(_listed(arguments, parts), parts, out)
        case "show":
            _show(_known([arguments.conversation], parts)[0], parts, out)
        case "delete":
            _delete(_known(arguments.conversations, parts), parts, out, for_good=arguments.for_good)
        case "restore":
            _restore(_known(arguments.conversations, parts), parts, out)
    return 0


def search(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    """Exit code 1, as grep has it, when nothing is found."""
    if not arguments.text.strip():
        raise AssistantError(N_("There is nothing to search for."), N_("Give some words."))
    hits = parts.archive.find(arguments.text, limit=arguments.limit)
    for hit in hits:
        out.result(_hit(hit), *_hit_in_words(hit))
    if not hits:
        out.say(_("Nothing was found."))
    return 0 if hits else 1


def _listed(arguments: argparse.Namespace, parts: Parts) -> list[Conversation]:
    if arguments.trash:
        return parts.archive.filing.trashed()
    kept = parts.archive.conversations()
    return [each for each in kept if (each.archived is not None) == arguments.archived]


def _list(listed: Sequence[Conversation], parts: Parts, out: Out) -> None:
    folders = {folder.id: folder.name for folder in parts.archive.filing.folders()}
    for each in listed:
        told = {
            "conversation": each.id,
            "title": each.title,
            "created": each.created,
            "changed": each.changed,
            "folder": folders.get(each.folder) if each.folder is not None else None,
            "pinned": each.pinned,
            "archived": each.archived,
            "trashed": each.trashed,
        }
        out.result(told, f"{each.id}  {_day(each.changed)}  {_title(each)}")
    if not listed:
        out.say(_("There are no conversations here."))


def _show(conversation: Conversation, parts: Parts, out: Out) -> None:
    for each in parts.archive.thread(conversation.id):
        told = {
            "conversation": each.conversation,
            "message": each.id,
            "role": str(each.role),
            "text": each.text,
            "created": each.created,
            "state": str(each.state),
            "model": each.generator.model if each.generator is not None else None,
            "rating": str(each.rating) if each.rating is not None else None,
        }
        out.result(told, f"{_speaker(each)}:", each.text, "")


def _delete(chosen: Sequence[Conversation], parts: Parts, out: Out, *, for_good: bool) -> None:
    ids = [each.id for each in chosen]
    learned = parts.school.learned_from(ids) if for_good else ()
    if for_good:
        parts.archive.filing.delete_for_good(ids)
    else:
        for changed in parts.archive.filing.trash(ids):
            parts.emit(ConversationChanged(changed))
    for each in chosen:
        if for_good:
            parts.emit(ConversationDeleted(each.id))
            said = _("“{title}” was deleted for good.")
        else:
            said = _("“{title}” is in the trash for 30 days.")
        out.result({"conversation": each.id, "for_good": for_good}, said.format(title=_title(each)))
    if learned:
        out.say(learned_in_words(learned, len(ids)))
        out.say(_("assistant-gui tune makes a new one without what was deleted."))


def _restore(chosen: Sequence[Conversation], parts: Parts, out: Out) -> None:
    for changed in parts.archive.filing.restore([each.id for each in chosen]):
        parts.emit(ConversationChanged(changed))
        out.result({"conversation": changed.id}, _("“{title}” is back.").format(title=_title(changed)))


def _known(ids: Sequence[str], parts: Parts) -> list[Conversation]:
    """All of them, or a sentence about the first that is not here."""
    found = []
    for each in dict.fromkeys(ids):
        conversation = parts.archive.conversation(each)
        if conversation is None:
            raise AssistantError(
                N_("There is no conversation {id}."),
                N_("assistant-gui conversations list shows which there are."),
                id=each,
            )
        found.append(conversation)
    return found


def _hit(hit: Hit) -> dict[str, object]:
    message = hit.message
    return {
        "conversation": hit.conversation.id,
        "message": message.id if message is not None else None,
        "title": hit.conversation.title,
        "role": str(message.role) if message is not None else None,
        "snippet": hit.snippet,
        "created": message.created if message is not None else hit.conversation.created,
        "archived": hit.conversation.archived is not None,
    }


def _hit_in_words(hit: Hit) -> list[str]:
    if hit.message is None:
        return [f"{_day(hit.conversation.changed)}  {_title(hit.conversation)}  ({hit.conversation.id})"]
    head = f"{_day(hit.message.created)}  {_title(hit.conversation)}  ({hit.conversation.id})"
    return [head, f"    {_speaker(hit.message)}: {hit.snippet}"]


def _speaker(message: Message) -> str:
    names = {Role.PERSON: _("You"), Role.ASSISTANT: _("Assistant"), Role.SYSTEM: _("Instructions")}
    return names[message.role]


def _title(conversation: Conversation) -> str:
    return " ".join(conversation.title.split()) or _("New chat")


def _day(when: float) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(when))
