"""Lessons on disk, and the lines of a file by number."""

from assistant_gui.tuner import shelf
from assistant_gui.tuner.batches import schedule
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.lines import BLOCK_BYTES, Lines
from assistant_gui.tuner.shelf import Shelf, longest, widths


def test_a_lesson_comes_back_as_it_was(tmp_path, some_lessons):
    given = [*some_lessons(20), Lesson("名", (70_000, 2), (0.0, 1 / 3)), Lesson("", (7,), (0.0,))]

    kept = Shelf(given, tmp_path)

    assert list(kept) == given
    assert [kept[at] for at in (21, 3, -2)] == [given[21], given[3], given[20]]
    assert list(widths(kept)) == [len(each.ids) for each in given] == list(widths(given))


def test_many_lie_in_a_file_without_a_name(tmp_path, some_lessons, monkeypatch):
    monkeypatch.setattr(shelf, "IN_MEMORY_BYTES", 100)  # a million would take a second
    given = some_lessons(20)

    kept = Shelf(given, tmp_path)

    assert list(kept) == given
    assert list(tmp_path.iterdir()) == []


def test_the_longest_is_the_first_of_its_length():
    short, one, other = (Lesson(name, (3,) * size, (0.0,) * size) for name, size in (("s", 2), ("a", 5), ("b", 5)))

    assert longest([short], [short, one, other], Shelf([other])) == one
    assert longest([short], ()) == short


def test_steps_are_the_same_from_a_shelf_as_from_a_list(some_lessons):
    given = some_lessons(50)

    kept, held = (schedule(each, epochs=2, batch=4, seed=5) for each in (Shelf(given), given))

    assert kept == held
    assert [[[len(each.ids) for each in micro] for micro in step.micros] for step in kept] == [
        [list(micro) for micro in step] for step in kept.micros()
    ]
    assert list(kept.tokens()) == [step.tokens for step in held]


def test_lines_are_found_by_their_number(tmp_path):
    file = tmp_path / "lines"
    long = b"x" * (BLOCK_BYTES + 5) + b"\n"
    file.write_bytes(b"one\n\n" + long + "two\u2028three\n".encode() + b"last")

    lines = Lines(file)

    assert list(lines) == [b"one\n", long, "two\u2028three\n".encode(), b"last"]
    assert (lines[3], lines[1], lines[0]) == (b"last", long, b"one\n")
