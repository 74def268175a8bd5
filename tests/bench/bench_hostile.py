"""How long the worst messages hold the window: every one of the hostile corpus is shown, scrolled and forgotten.

Prints one JSON line, in milliseconds: the longest that one event held the window, of which message
that was, and the next worst ones:

    python -m tests.bench.bench_hostile [--cpu] [NAME...]

Only messages with a NAME in theirs, if there are any. With ``--cpu`` it is the window's own time, for a machine that has other things to do.
"""

import json
import os
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from assistant_gui.core.settings import Looks
from assistant_gui.gui import markdown
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.theme import Theme
from tests.bench.watched import Watched, clock
from tests.fakes import FakeArchive, FakeAssistant
from tests.hostile import cases

SHOWN = 8
"""Of the worst."""
REST_S = 0.15
"""Time for what comes later: formulas, heights."""


def measured() -> dict[str, object]:
    application = Watched([])
    Theme(application, Looks(theme="light"))
    markdown.warm()
    archive, bridge, tasks = FakeArchive(), Bridge(), PooledTasks()
    assistant = FakeAssistant(archive, bridge.arrived.emit)
    model = ChatViewModel(assistant, archive, tasks)
    bridge.arrived.connect(model.on_event)
    view = ChatView(model)
    view.resize(900, 800)
    view.show()
    worst: list[tuple[float, str]] = []
    for name, text in _chosen().items():
        conversation = archive.create("x")
        assistant.end(assistant.begin(assistant.asked(conversation.id, text)), text)
        application.longest_ms = 0.0
        model.open(conversation.id)
        _rest(application)
        bar = view.messages.verticalScrollBar()
        for value in (bar.maximum() // 2, bar.maximum() // 2 - 300, 0):
            begun = clock()
            bar.setValue(value)
            application.longest_ms = max(application.longest_ms, (clock() - begun) * 1_000)
            _rest(application)
        worst.append((round(application.longest_ms, 1), name))
    tasks.close()
    worst = sorted(worst[1:], reverse=True)
    return {"bench": "hostile", "messages": len(worst), "longest_ms": worst[0][0], "worst": worst[:SHOWN]}


def _chosen() -> dict[str, str]:
    names = [word for word in sys.argv[1:] if not word.startswith("-")]
    chosen = {name: text for name, text in cases().items() if not names or any(word in name for word in names)}
    return {"warm": "Warm **up** $x$", **chosen}


def _rest(application: QApplication) -> None:
    end = time.monotonic() + REST_S
    while time.monotonic() < end:
        application.processEvents()


if __name__ == "__main__":
    print(json.dumps(measured()))
