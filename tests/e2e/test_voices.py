"""The button beside each voice, on the real engine and a virtual speaker."""

import pytest
from PySide6.QtCore import Qt

from assistant_gui.app import App
from assistant_gui.gui.settings.voices import VoicesModel
from assistant_gui.gui.settings.voicesview import VoicesView
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.paths import Profile

JOE = "piper-joe:"
LONG_WAIT_MS = 120_000


@pytest.fixture
def app(rig, models, tmp_path, monkeypatch):
    for name, value in {**rig.devices, "ASSISTANT_MODELS": str(models)}.items():
        monkeypatch.setenv(name, value)  # read by the program and its roles, as a person would set it
    app = App(Profile.opened(tmp_path / "profile"))
    yield app
    app.close()


@pytest.fixture
def view(app, qtbot):
    tasks = PooledTasks()
    view = VoicesView(VoicesModel(app.voices, app.preferences, tasks, app.try_voice))
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    yield view
    view.model.end()
    tasks.close()


def test_a_click_lets_the_voice_be_heard_until_it_has_finished(view, rig, qtbot):
    qtbot.waitUntil(lambda: JOE in view.rows, timeout=LONG_WAIT_MS)

    with rig.record() as recording:
        qtbot.mouseClick(view.rows[JOE].try_it, Qt.MouseButton.LeftButton)
        assert view.model.tried == JOE
        qtbot.waitUntil(lambda: not view.model.tried, timeout=LONG_WAIT_MS)

    assert recording.loud_seconds() > 0.5


def test_another_click_makes_it_silent(view, rig, qtbot):
    qtbot.waitUntil(lambda: JOE in view.rows, timeout=LONG_WAIT_MS)
    button = view.rows[JOE].try_it

    with rig.record() as recording:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: any(recording.loud()), timeout=LONG_WAIT_MS)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert not view.model.tried
        qtbot.waitUntil(lambda: not any(recording.loud()[-30:]), timeout=LONG_WAIT_MS)
