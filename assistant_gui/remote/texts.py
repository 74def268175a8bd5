"""All texts of a folder, read by a process of their own; one file that ends it does not end the rest."""

import os
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.language import N_
from assistant_gui.core.texts import TextFile
from assistant_gui.core.turn import Turn
from assistant_gui.remote.documents import SECONDS, lines, unwatched
from assistant_gui.remote.process import RoleProcess

SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown", ".rst", ".html", ".htm", ".xhtml", ".pdf", ".docx"})
"""What is taken for a text; files of other kinds are passed over in silence."""

MOST_FILES = 50_000


def texts(folder: Path, log: Path, turn: Turn, *, seconds: float = SECONDS) -> Iterator[TextFile]:
    """The texts of *folder* and the folders in it, by name; of a file that cannot be read, why.

    Raises AssistantError when there is no such folder or no text in it, and TurnCancelled
    when *turn* is cut short. A file that takes longer than *seconds* is given up.
    """
    names = _names(folder)
    done = 0
    while done < len(names):
        before = done
        for file in _some(folder, names[done:], log, turn, seconds):
            done += 1
            yield file
        turn.check()
        if done < len(names) and done == before:  # it ended at its very first file, so that one ended it
            yield _unread(
                names[done], AssistantError(N_("{file} takes too much memory or time to read."), file=names[done])
            )
            done += 1


def _names(folder: Path) -> list[str]:
    if not folder.is_dir():
        raise AssistantError(N_("There is no folder {folder}."), N_("Check the name."), folder=folder)
    found: list[str] = []
    for place, inner, files in os.walk(folder):
        inner[:] = [name for name in inner if not name.startswith(".")]
        here = Path(place).relative_to(folder)
        found += [(here / name).as_posix() for name in files if _is_text(name)]
    if not found:
        raise AssistantError(
            N_("There are no texts in {folder}."),
            N_("Choose a folder with TXT, Markdown, HTML, PDF or Word files."),
            folder=folder.name,
        )
    if len(found) > MOST_FILES:
        raise AssistantError(
            N_("{folder} holds {count} texts, and at most {most} are read."),
            N_("Choose a folder in it, or join small files."),
            folder=folder.name,
            count=len(found),
            most=MOST_FILES,
        )
    return sorted(found)


def _is_text(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES


def _some(folder: Path, names: Sequence[str], log: Path, turn: Turn, seconds: float) -> Iterator[TextFile]:
    """The first of *names*, as many as one process gets to."""
    orders = {"kind": "texts", "folder": str(folder.absolute()), "names": list(names)}
    role = RoleProcess("reader", lambda: orders, log, unwatched)
    try:
        role.start()
        with _watched(role, turn, seconds) as goes_on:
            parts: list[str] = []
            name = ""
            for told in lines(role):
                turn.check()
                if "name" in told:
                    goes_on()
                    name, parts = str(told["name"]), []
                elif "text" in told:
                    parts.append(str(told["text"]))
                elif "unread" in told:
                    yield _unread(name, received(told["unread"]))
                elif "done" in told:
                    yield TextFile(name, "".join(parts))
                elif "end" in told or "failed" in told:
                    return
    finally:
        role.stop()


def _unread(name: str, error: AssistantError) -> TextFile:
    """Without a hint: those of the reader are for files that go with a question."""
    facts = {**error.facts, "file": name}
    return TextFile(name, why=str(AssistantError(error.message, "", **facts)))


@contextmanager
def _watched(role: RoleProcess, turn: Turn, seconds: float) -> Iterator[Callable[[], None]]:
    """End *role* when *turn* is cut short, or when what is given was not called for so long."""
    signs: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def watch() -> None:
        try:
            while signs.get(timeout=seconds):
                pass
        except queue.Empty:
            pass
        role.stop()

    watcher = threading.Thread(target=watch, name="reader's time", daemon=True)
    watcher.start()
    turn.on_cancel(partial(signs.put, False))
    try:
        yield partial(signs.put, True)
    finally:
        signs.put(False)
        watcher.join()
