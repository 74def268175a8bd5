"""From the fine-tuning page to the window that judges blind, and back: as a person goes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from assistant_gui.core.card import Card, Verdict
from assistant_gui.desktop import SETTINGS
from assistant_gui.gui.settings.learning.comparing import Stage
from assistant_gui.gui.settings.learning.comparingview import ComparingDialog
from tests.gui.everything import opened, settle


@pytest.fixture
def desktop(qapp, qtbot, tmp_path):
    with opened(qapp, qtbot, tmp_path) as made:
        made.app.school.cards = {"a1": Card(Verdict.UNSURE, (), ())}
        yield made


@pytest.fixture
def page(desktop):
    desktop.window.show_pane(SETTINGS)
    settings = desktop.window.stack.currentWidget()
    settings.show_tab("tuning")
    settle()
    return settings.tab("tuning")


def windows() -> list[ComparingDialog]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, ComparingDialog) and each.isVisible()]


def vote(qtbot, dialog: ComparingDialog, key: Qt.Key) -> None:
    """On all that is asked."""
    while dialog.model.stage is Stage.JUDGING:
        qtbot.keyClick(dialog, key)
        settle()


def test_compare_in_the_list_opens_a_window_that_takes_votes_by_key(qtbot, desktop, page):
    qtbot.mouseClick(page.adapter_rows["a1"].compare, Qt.MouseButton.LeftButton)
    (dialog,) = windows()
    vote(qtbot, dialog, Qt.Key.Key_3)

    assert len(desktop.app.comparing.votes) == 2
    assert dialog.outcome.text() == "Each time both were equally good, or equally bad."


def test_compare_blind_on_the_card_brings_the_votes_back_to_it(qtbot, desktop, page):
    page.past_runs["r1"].open.click()
    before = page.result.votes.isVisible()

    page.result.compare_button.click()
    (dialog,) = windows()
    vote(qtbot, dialog, Qt.Key.Key_4)

    assert not before
    assert page.result.votes.isVisible()
    assert page.result.votes.text() == "Compared blind: Each time both were equally good, or equally bad."


def test_the_window_is_opened_once_and_anew_after_it_was_closed(page):
    page.adapter_rows["a1"].compare.click()
    page.adapter_rows["a1"].compare.click()
    (first,) = windows()
    first.close()
    settle()

    page.adapter_rows["a1"].compare.click()

    assert [each.model.stage for each in windows()] == [Stage.JUDGING]
