"""Whatever a message holds: nothing is opened, nothing is fetched, nothing hangs, and links lead to the web only."""

import ctypes
import os
import struct
import sys
import time
from collections.abc import Iterator

import psutil
import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QApplication, QMessageBox

from assistant_gui.gui import links
from assistant_gui.gui.chat.view import ChatView
from tests.gui.documents import all_words
from tests.hostile import CANARY, cases

GENEROUS_S = 10.0
"""Of the window's own time, for one message to be shown, scrolled and forgotten; it is a tenth of a second as a rule, and many times that on a busy machine."""

_watched: list[tuple[str, str]] | None = None


def _on_audit(what: str, arguments: tuple[object, ...]) -> None:
    told = ("socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.startfile", "webbrowser.open")
    if _watched is not None and what in told:
        _watched.append((what, str(arguments)))


sys.addaudithook(_on_audit)  # can never be taken away, so it listens only while _watched is there


@pytest.fixture
def done() -> Iterator[list[tuple[str, str]]]:
    """What is connected to or started."""
    global _watched
    _watched = []
    yield _watched
    _watched = None


@pytest.fixture
def canary(tmp_path):
    """A file, and how often it, or anything beside it, was opened by whatever part of the process."""
    file = tmp_path / "secret.txt"
    file.write_text("secret", encoding="utf-8")
    if sys.platform != "linux":
        yield file, lambda: 0
        return
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, os.fsencode(tmp_path), 0x20) >= 0  # IN_OPEN

    def opened() -> int:
        try:
            return len(os.read(watch, 65_536)) // struct.calcsize("iIII")
        except BlockingIOError:
            return 0

    yield file, opened
    os.close(watch)


@pytest.fixture
def view(qtbot, model):
    made = ChatView(model)
    qtbot.addWidget(made)
    made.resize(700, 500)
    made.show()
    return made


def settle():
    for _ in range(5):
        QApplication.processEvents()


def sockets() -> int:
    return len(psutil.Process().net_connections())


def test_the_canary_sings(canary):
    file, opened = canary

    file.read_text(encoding="utf-8")

    assert opened() or sys.platform != "linux"


def test_there_are_enough_of_them():
    assert len(cases()) >= 120


@pytest.mark.parametrize("name", cases())
def test_a_hostile_message_is_only_words(view, model, assistant, archive, canary, done, monkeypatch, name):
    file, opened = canary
    text = cases()[name].replace(CANARY, str(file))
    visited = []
    monkeypatch.setattr(links.QDesktopServices, "openUrl", visited.append)  # it would open a browser
    before, begun = sockets(), time.thread_time()

    conversation = archive.create(text[:200])
    model.conversations.put(conversation)
    model.open(conversation.id)
    assistant.end(assistant.begin(assistant.asked(conversation.id, text)), text)
    settle()
    view.messages.verticalScrollBar().setValue(view.messages.verticalScrollBar().maximum() // 2)
    settle()
    addresses = set()
    for widget in list(view.messages._shown.values()):
        for _words, form in all_words(widget.prose.document()):
            addresses.add(form.anchorHref())
            assert not form.isImageFormat()
    prose = next(iter(view.messages._shown.values())).prose
    for address in addresses - {""}:
        prose.anchorClicked.emit(QUrl(address))
    boxes = view.findChildren(QMessageBox)
    taken = time.thread_time() - begun

    assert all(links.safe(address) for address in addresses - {""})
    assert len(boxes) == len(addresses - {""})
    assert [visited, done, opened(), sockets()] == [[], [], 0, before]
    assert taken < GENEROUS_S
    for box in boxes:
        box.close()
