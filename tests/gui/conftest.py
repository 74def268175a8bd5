"""What every test of the window can rely on."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is asked for an application


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform has no size hints to pass on and nothing to raise, and says so each time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def no_models(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever models this machine has, the window of a test has none, and so starts no engine."""
    monkeypatch.setenv("ASSISTANT_MODELS", str(tmp_path_factory.mktemp("models")))


@pytest.fixture(autouse=True)
def no_window_stays_behind() -> Iterator[None]:
    """What a test closed is really gone before the next begins: half a window still hears of new styles and fonts."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def usual_letters(qapp: QApplication) -> Iterator[None]:
    """Letters that a test made larger are as they were for the next one."""
    before = qapp.font()
    yield
    if qapp.font() != before:
        qapp.setFont(before)
