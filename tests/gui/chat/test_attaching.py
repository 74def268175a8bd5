"""The files above the entry, before anybody draws them."""

from pathlib import Path

import pytest

from assistant_gui.core.attached import attached
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import ModelChanged
from assistant_gui.core.ports import CannotCount, CannotLook
from assistant_gui.gui.chat.attaching import MOST_FILES, Attaching
from assistant_gui.gui.tasks import InlineTasks
from assistant_gui.session.cutting import LEFT_OUT
from assistant_gui.session.tokens import PICTURE_TOKENS
from tests.fakes import FakeFiles

SCANNED = AssistantError("{file} holds no text.", "Recognise it.", file="scan.pdf")


class LaterTasks:
    """Does nothing until it is told to."""

    def __init__(self):
        self.waiting = []

    def run(self, work, done=None, failed=None):
        self.waiting.append((work, done, failed))

    def go_on(self):
        waiting, self.waiting = self.waiting, []
        for each in waiting:
            InlineTasks().run(*each)


@pytest.fixture
def files():
    return FakeFiles({"a.txt": "one two three", "b.txt": "four", "long.txt": "word " * 500, "scan.pdf": SCANNED})


@pytest.fixture
def attaching(qapp, files):
    return Attaching(files, InlineTasks())


def add(attaching, *names):
    attaching.add_files([Path("/somewhere") / name for name in names])


def names(attaching):
    return [chip.name for chip in attaching.chips]


def test_files_are_read_and_counted_in_order(attaching):
    add(attaching, "a.txt", "b.txt")

    assert names(attaching) == ["a.txt", "b.txt"]
    assert [chip.counted for chip in attaching.chips] == [True, True]
    assert attaching.tokens == sum(chip.tokens for chip in attaching.chips) > 4
    assert attaching.ready


def test_without_a_model_the_cost_is_a_guess_and_nothing_is_too_long(attaching, files):
    files.absent = AssistantError("There is no model.")

    add(attaching, "long.txt")

    (chip,) = attaching.chips
    assert not chip.counted
    assert chip.tokens > 500
    assert attaching.ready


def test_while_a_file_is_read_nothing_is_ready(qapp, files):
    tasks = LaterTasks()
    attaching = Attaching(files, tasks)

    add(attaching, "a.txt")
    before = attaching.ready
    tasks.go_on()

    assert not before
    assert attaching.ready


def test_a_file_that_is_removed_while_it_is_read_stays_away(qapp, files):
    tasks = LaterTasks()
    attaching = Attaching(files, tasks)
    add(attaching, "a.txt")

    attaching.remove(attaching.chips[0].number)
    tasks.go_on()

    assert attaching.chips == ()
    assert files.asked == []


def test_what_cannot_be_read_says_why_and_is_tried_again(attaching, files):
    add(attaching, "scan.pdf")
    (failed,) = attaching.chips
    files.texts["scan.pdf"] = "recognised"

    attaching.retry(failed.number)

    assert failed.failure is SCANNED
    assert attaching.chips[0].file is not None
    assert attaching.ready


def test_each_conversation_keeps_its_own_files(attaching):
    add(attaching, "a.txt")
    attaching.on_opened("c1")
    add(attaching, "b.txt")

    attaching.on_opened("")
    in_new = names(attaching)
    attaching.on_opened("c1")

    assert in_new == ["a.txt"]
    assert names(attaching) == ["b.txt"]


def test_a_file_that_is_read_while_another_conversation_is_open_arrives_in_its_own(qapp, files):
    tasks = LaterTasks()
    attaching = Attaching(files, tasks)
    add(attaching, "a.txt")
    attaching.on_opened("c1")

    tasks.go_on()
    attaching.on_opened("")

    assert attaching.chips[0].file is not None


def test_what_is_too_long_is_cut_to_what_fits(attaching, files):
    files.fits = 100
    add(attaching, "a.txt", "long.txt")
    before = attaching.too_long, attaching.ready

    attaching.cut()

    assert before == (True, False)
    assert attaching.ready
    short, cut = (chip.file for chip in attaching.chips)
    assert short.attachment.text == "one two three"
    assert cut.attachment.text.endswith(LEFT_OUT)
    assert cut.cut
    assert 80 < attaching.tokens <= 100
    assert len(cut.content) == 2500  # what is kept is the whole file


def test_a_model_with_more_room_is_noticed(attaching, files):
    files.fits = 100
    add(attaching, "long.txt")
    before = attaching.too_long
    files.fits = 10_000

    attaching.on_event(ModelChanged("m", "M"))

    assert before
    assert not attaching.too_long


def test_no_more_than_so_many_files_go_with_one_question(qtbot, attaching):
    with qtbot.waitSignal(attaching.refused) as refused:
        add(attaching, *["a.txt"] * (MOST_FILES + 1))

    assert len(attaching.chips) == MOST_FILES
    assert str(MOST_FILES) in str(refused.args[0])


def test_a_picture_says_nothing_without_a_question(attaching):
    attaching.add_made("cat.png", lambda: attached("cat.png", "image/png", b"...", ""))

    assert attaching.chips[0].unseen
    assert attaching.ready
    assert not attaching.says_something


def cat():
    return attached("cat.png", "image/png", b"...", "")


def test_a_picture_is_looked_at_by_a_model_that_sees_and_costs_what_it_costs(attaching, files):
    files.seeing = True

    attaching.add_made("cat.png", cat)

    (chip,) = attaching.chips
    assert (chip.unseen, chip.tokens, chip.counted) == (False, files.picture_cost, True)
    assert attaching.says_something


def test_where_nobody_counts_a_picture_costs_a_guess(attaching, files):
    files.seeing = True
    files.uncounted = CannotCount()

    attaching.add_made("cat.png", cat)

    (chip,) = attaching.chips
    assert (chip.seen, chip.tokens, chip.counted) == (True, PICTURE_TOKENS, False)


def test_a_damaged_picture_says_so_and_is_not_sent(attaching, files):
    files.seeing = True
    files.uncounted = CannotLook("cat.png")

    attaching.add_made("cat.png", cat)

    assert "damaged" in str(attaching.chips[0].failure)
    assert not attaching.says_something


def test_another_model_may_see_what_the_last_one_could_not(attaching, files):
    attaching.add_made("cat.png", cat)
    files.seeing = True

    attaching.on_event(ModelChanged("seeing", "Seeing"))

    assert not attaching.chips[0].unseen
    files.seeing = False
    attaching.on_event(ModelChanged("blind", "Blind"))
    assert attaching.chips[0].unseen
    assert attaching.tokens == 0


def test_cutting_to_what_fits_leaves_pictures_whole(attaching, files):
    files.seeing, files.fits = True, 300
    attaching.add_made("cat.png", cat)
    add(attaching, "long.txt")

    attaching.cut()

    assert attaching.tokens <= 300
    assert attaching.chips[0].tokens == files.picture_cost
    assert attaching.chips[1].file.attachment.text.endswith(LEFT_OUT)


def test_what_was_taken_can_be_given_back(attaching):
    add(attaching, "a.txt")

    taken = attaching.take()
    left = attaching.chips
    attaching.give_back(taken)

    assert left == ()
    assert names(attaching) == ["a.txt"]


def test_another_conversation_may_have_another_model_and_more_room(qtbot, attaching, files):
    files.fits = 100
    add(attaching, "long.txt")
    attaching.on_opened("c1")
    files.fits = 10_000

    attaching.on_opened("")
    unknown = attaching.room
    qtbot.waitUntil(lambda: attaching.room > 0)

    assert unknown == 0
    assert not attaching.too_long
