"""How a chat that was only in memory comes to stay."""

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.exchange import Opening
from assistant_gui.store.archive import Archive
from assistant_gui.store.changes import gone


def keep(conversation: str, passing: Archive, store: Archive) -> Conversation:
    """Store *conversation* of *passing* in *store* too, with every version in it, its files and its summaries."""
    kept = passing.conversation(conversation)
    if kept is None:
        raise gone()
    tree = passing.transfer.tree(conversation)
    digests = {each.digest for message in tree for each in message.attachments}
    contents = {digest: passing.content(digest) or b"" for digest in digests}
    with store.transfer.adoption() as adoption:
        adoption.take([Opening(kept), *tree, *passing.manners.summaries(conversation)], contents)
    found = store.conversation(conversation)
    if found is None:
        raise gone()
    return found
