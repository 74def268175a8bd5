"""A folder that was closed stays closed."""

import pytest

from assistant_gui.core.conversation import Conversation, Folder
from assistant_gui.gui.chat.closed import ClosedFolders
from assistant_gui.gui.chat.conversations import Conversations

FOLDERS = [Folder("w", "Work", 1, position=1), Folder("h", "Chess", 2, position=2)]
FILED = [Conversation("a", "Apples", 0, 0, folder="w"), Conversation("b", "Berries", 0, 0, folder="h")]


def shown(conversations):
    return [conversations.index(row).data() for row in range(conversations.rowCount())]


def test_closed_folders_are_closed_at_the_next_start(qapp, tmp_path):
    before, after = Conversations(), Conversations()
    before.show(FILED, FOLDERS)
    before.open_folder("w", on=False)

    ClosedFolders(before, tmp_path / "closed").remember()
    ClosedFolders(after, tmp_path / "closed").restore()
    after.show(FILED, FOLDERS)

    assert shown(after) == ["Work", "Chess", "Berries"]


@pytest.mark.parametrize("written", [None, b"", b"\xff\xfe", b"nobody\n\n"])
def test_a_missing_or_damaged_file_closes_none(qapp, tmp_path, written):
    if written is not None:
        (tmp_path / "closed").write_bytes(written)
    conversations = Conversations()

    ClosedFolders(conversations, tmp_path / "closed").restore()
    conversations.show(FILED, FOLDERS)

    assert shown(conversations) == ["Work", "Apples", "Chess", "Berries"]


def test_what_cannot_be_kept_is_forgotten(qapp, tmp_path):
    ClosedFolders(Conversations(), tmp_path / "no such folder" / "closed").remember()

    assert list(tmp_path.iterdir()) == []
