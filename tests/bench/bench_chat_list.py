"""What the message list costs: opening long conversations, scrolling them, and streaming a long answer.

Prints one JSON line, in milliseconds:

    python -m tests.bench.bench_chat_list [KILOBYTES] [--cpu]

``open_ms``: from the choice of a conversation of so many messages (Markdown with code, tables and
formulas among them) until its end is painted, over the real archive and its tasks. ``scroll_gap_ms``:
the longest that one event held the window while 5,000 messages were scrolled by the wheel, by the
page and by jumps. ``stream_gap_ms``: the same while an answer of KILOBYTES (100) was streamed at 4,000
characters a second of its own time, and ``paint_ms``: what one showing of it cost in its first and in
its last tenth, which must be alike. ``big_gap_ms``: the same while a message of 100 KB was opened.
With ``--cpu`` all of it is the window's own time, for a machine that has other things to do.
"""

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from assistant_gui.core.conversation import Message, Origin, Role, State
from assistant_gui.core.events import ReplyBegan, ReplyEnded, ReplyGrew
from assistant_gui.core.settings import Looks
from assistant_gui.gui import markdown
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.theme import Theme
from assistant_gui.store.archive import Archive
from tests.bench.watched import Watched, clock
from tests.fakes import FakeAssistant
from tests.talks import taken

SIZES = (50, 500, 5_000)
DEADLINE_S = 60.0
ANSWER = """Here is **one** way, number {n}; `Counter` does it, and $O(n^2)$ is not needed:

```python
def count_{n}(words: list[str]) -> dict[str, int]:
    # one pass over all of them
    return {{word: words.count(word) for word in set(words)}}
```

| Text | Words | Time |
|:-----|------:|-----:|
| A letter | {n} | 0.1 ms |
| A novel | 98,000 | 21 ms |

1. First the **words** are split, and that takes most of the time of all that is done here.
2. Then they are counted.
   - each of them once
   - 中文也是一样的

> It is {n} in the end.

$$\\sum_{{i=1}}^{{{n}}} i = \\frac{{n(n+1)}}{{2}}$$

"""


def measured(kilobytes: int) -> dict[str, object]:
    application = Watched([])
    Theme(application, Looks(theme="light"))
    markdown.warm()
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "a.sqlite3") as archive:
        ids = {size: _filled(archive, size) for size in SIZES}
        big = _with_one_big(archive)
        with _pane(archive) as (model, view):
            _opened(application, model, view, ids[SIZES[0]])  # so that the first is not also the making of everything
            model.new()
            opening = {str(size): _opened(application, model, view, ids[size]) for size in SIZES}
            return {
                "bench": "chat_list",
                "open_ms": opening,
                "scroll_gap_ms": _gap(application, lambda: _scroll(application, view)),
                "big_gap_ms": _gap(application, lambda: _opened(application, model, view, big)),
                **_streamed(application, model, view, kilobytes),
            }


def _filled(archive: Archive, size: int) -> str:
    turns = (
        (Role.ASSISTANT if n % 2 else Role.PERSON, ANSWER.format(n=n) if n % 2 else f"Question {n}?")
        for n in range(size)
    )
    taken(archive, [(f"Talk of {size}", tuple(turns))])
    return archive.conversations()[0].id


def _with_one_big(archive: Archive) -> str:
    text = "".join(ANSWER.format(n=n) for n in range(100_000 // len(ANSWER)))
    taken(archive, [("One big", ((Role.PERSON, "Go on"), (Role.ASSISTANT, text)))])
    return archive.conversations()[0].id


@contextmanager
def _pane(archive: Archive) -> Iterator[tuple[ChatViewModel, ChatView]]:
    tasks = PooledTasks()
    model = ChatViewModel(FakeAssistant(archive, lambda _: None), archive, tasks)
    view = ChatView(model)
    view.resize(900, 800)
    view.show()
    try:
        yield model, view
    finally:
        tasks.close()
        view.deleteLater()


def _wait(application: QApplication, until: Callable[[], bool]) -> None:
    end = time.monotonic() + DEADLINE_S
    while not until():
        if time.monotonic() > end:
            raise TimeoutError
        application.processEvents()


def _opened(application: QApplication, model: ChatViewModel, view: ChatView, conversation: str) -> float:
    begun = clock()
    model.open(conversation)

    def painted() -> bool:
        widget = view.messages.widget(len(model.transcript) - 1) if len(model.transcript) else None
        return widget is not None and widget.isVisible()

    _wait(application, painted)
    view.repaint()
    taken_ms = round((clock() - begun) * 1_000, 1)
    for _ in range(20):
        application.processEvents()
    return taken_ms


def _gap(application: Watched, act: Callable[[], object]) -> float:
    application.longest_ms = 0.0
    act()
    return round(application.longest_ms, 1)


def _scroll(application: Watched, view: ChatView) -> None:
    bar = view.messages.verticalScrollBar()
    moves = [-60] * 150 + [-bar.pageStep()] * 40 + [60] * 60
    moves += [move for place in range(10) for move in (bar.maximum() * (place * 37 % 10 - 5) // 10, -200, -200)]
    for move in moves:
        begun = clock()
        bar.setValue(bar.value() + move)
        application.longest_ms = max(application.longest_ms, (clock() - begun) * 1_000)
        application.processEvents()


def _streamed(application: Watched, model: ChatViewModel, view: ChatView, kilobytes: int) -> dict[str, object]:
    whole = "".join(ANSWER.format(n=n) for n in range(kilobytes * 1_000 // len(ANSWER) + 1))
    last = model.transcript.line(len(model.transcript) - 1).message
    message = Message("grows", last.conversation, last.id, Role.ASSISTANT, "", time.time(), Origin.MODEL, State.GROWING)
    model.on_event(ReplyBegan(1, message))
    application.longest_ms, costs = 0.0, []
    for at in range(0, len(whole), 200):
        begun = clock()
        model.on_event(ReplyGrew(1, message.id, whole[at : at + 200]))
        model._growth.show_now()
        application.longest_ms = max(application.longest_ms, (clock() - begun) * 1_000)
        application.processEvents()
        costs.append((clock() - begun) * 1_000)
    model.on_event(ReplyEnded(1, message))
    tenth = max(1, len(costs) // 10)
    return {
        "stream_gap_ms": round(application.longest_ms, 1),
        "paint_ms": [round(statistics.median(some), 1) for some in (costs[:tenth], costs[-tenth:])],
        "kilobytes": kilobytes,
    }


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()]
    print(json.dumps(measured(numbers[0] if numbers else 100)))
