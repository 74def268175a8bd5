"""The list of conversations with 10,000 of them: reading, showing, scrolling, changing one; and a search of all.

    python tests/bench/bench_chat_sidebar.py [CONVERSATIONS]

Prints one JSON object. Paints are of the offscreen platform: the same work without a screen.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtWidgets import QApplication

from assistant_gui.core.conversation import Conversation, Message, Origin, Role
from assistant_gui.core.settings import Looks
from assistant_gui.gui.chat.filing import FilingViewModel
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.sidebar import Sidebar
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.gui.theme import Theme
from assistant_gui.store import changes
from assistant_gui.store.archive import Archive
from tests.fakes import FakeAssistant, FakeDesk

DAY = 24 * 3600.0
STEPS = 200
FOLDERS = 20


def measured(count: int) -> dict[str, object]:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme = Theme(application, Looks())
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "a.sqlite3") as archive:
        _fill(archive, count)
        figures = _figures(application, archive, count)
    theme.deleteLater()
    return {"bench": "chat sidebar", "conversations": count, **figures}


def _figures(application: QApplication, archive: Archive, count: int) -> dict[str, object]:
    listing = _median(5, archive.conversations)
    tasks = InlineTasks()
    chat = ChatViewModel(FakeAssistant(archive, lambda _: None), archive, tasks)  # type: ignore[arg-type]
    sidebar = Sidebar(FilingViewModel(chat, archive.filing, archive.rename, FakeDesk()), SearchViewModel(chat, archive))
    sidebar.resize(248, 740)
    sidebar.show()
    showing = _once(
        lambda: (chat.conversations.show(archive.conversations(), archive.filing.folders()), _painted(application))
    )
    bar = sidebar.conversations.verticalScrollBar()
    places = [bar.maximum() * step // STEPS for step in range(STEPS)]
    frames = [_once(lambda place=place: (bar.setValue(place), _painted(application))) for place in places]
    some = archive.conversations()[count // 2 : count // 2 + 20]
    moves = []
    for one in some:
        changed = replace(one, changed=time.time())
        moves.append(_once(lambda one=changed: (chat.put([one]), _painted(application))))
    searching = {
        query: _median(3, lambda query=query: archive.find(query)) for query in ("w", "word 17", "天", "xyzzy")
    }
    return {
        "store_list_ms": listing,
        "show_ms": showing,
        "scroll_median_ms": round(statistics.median(frames), 2),
        "scroll_worst_ms": round(max(frames), 2),
        "change_median_ms": round(statistics.median(moves), 2),
        "change_worst_ms": round(max(moves), 2),
        "search_ms": searching,
    }


def _fill(archive: Archive, count: int) -> None:
    """*count* conversations of two messages, over the last year, a tenth of them in folders."""
    now = time.time()
    folders = [archive.filing.create_folder(f"Folder {number}").id for number in range(FOLDERS)]

    def work(connection) -> None:  # type: ignore[no-untyped-def]
        for number in range(count):
            when = now - 365 * DAY * number / count
            folder = folders[number % FOLDERS] if number % 10 == 0 else None
            name = f"c{number}"
            changes.create(connection, Conversation(name, f"Conversation {number} 关于天气", when, when, folder=folder))
            question = Message(
                f"q{number}", name, None, Role.PERSON, f"word {number} and some more 天气", when, Origin.TYPED
            )
            answer = Message(
                f"a{number}", name, question.id, Role.ASSISTANT, "So it is, all in all.", when, Origin.MODEL
            )
            changes.add(connection, question, when)
            changes.add(connection, answer, when)

    archive._write(work)


def _painted(application: QApplication) -> None:
    application.processEvents()


def _once(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return round((time.perf_counter() - start) * 1000, 2)


def _median(runs: int, act: Callable[[], object]) -> float:
    return round(statistics.median(_once(act) for _ in range(runs)), 2)


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)))
