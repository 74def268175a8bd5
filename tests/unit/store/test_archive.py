"""The conversations on disk, as the rest of the desk knows them."""

import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from assistant_gui.core.conversation import Generator, Message, Origin, Rating, Role, State
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.learning import Signal, Tally
from assistant_gui.store.archive import Archive

MADE_BY = Generator("smollm2-135m", "pirate", 0.6, 0.9, 7, 12, 66.5, 120.0)


class Writer:
    """Adds messages to one conversation of an archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.conversation = archive.create().id
        self._numbers = count(1)

    def ask(self, text: str, after: Message | None = None) -> Message:
        return self.add(Role.PERSON, text, after, Origin.TYPED)

    def answer(self, text: str, after: Message, state: State = State.WHOLE) -> Message:
        return self.add(Role.ASSISTANT, text, after, Origin.MODEL, state)

    def add(self, role: Role, text: str, after: Message | None, origin: Origin, state: State = State.WHOLE) -> Message:
        message = Message(
            id=f"{self.conversation}-{next(self._numbers)}",
            conversation=self.conversation,
            parent=after.id if after else None,
            role=role,
            text=text,
            created=5.0,
            origin=origin,
            state=state,
        )
        self.archive.add(message)
        return message

    def shown(self) -> list[str]:
        return [message.text for message in self.archive.thread(self.conversation)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "assistant.sqlite3"


@pytest.fixture
def archive(file: Path) -> Iterator[Archive]:
    ticks = count(1000)
    with Archive(file, clock=lambda: float(next(ticks))) as archive:
        yield archive


@pytest.fixture
def writer(archive: Archive) -> Writer:
    return Writer(archive)


# Conversations


def test_the_conversation_changed_last_comes_first(archive):
    first, second = archive.create("First"), archive.create("Second")
    Writer(archive).ask("third")
    archive.add(Message("m", first.id, None, Role.PERSON, "hello", 1.0, Origin.TYPED))

    assert [each.title for each in archive.conversations()] == ["First", "third", "Second"]
    assert archive.conversation(second.id) == second


def test_a_clock_that_jumps_back_reorders_nothing(file):
    times = iter([2000.0, 2000.0, 1000.0, 500.0])
    with Archive(file, clock=lambda: next(times)) as archive:
        for title in ("one", "two", "three"):
            archive.create(title)

        assert [each.title for each in archive.conversations()] == ["three", "two", "one"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("What is\n  a quark?", "What is a quark?"),
        ("word " * 30, "word word word word word word word word word…"),
        ("天气" * 40, "天气" * 24 + "…"),
    ],
)
def test_the_first_question_names_the_conversation(archive, writer, text, title):
    writer.ask(text)
    writer.ask("something else")

    assert archive.conversation(writer.conversation).title == title


def test_a_name_that_was_given_stays(archive, writer):
    renamed = archive.rename(writer.conversation, " My\ntalk ")
    writer.ask("What is a quark?")

    assert renamed.title == "My talk"
    assert archive.conversation(writer.conversation).title == "My talk"


def test_deleting_takes_everything_in_it(archive, writer):
    last = writer.ask("Is it deep?")
    for depth in range(1200):  # deeper than SQLite lets cascades go
        last = writer.answer(str(depth), last)
    archive.correct(last.id, "better")

    archive.delete(writer.conversation)

    assert archive.conversation(writer.conversation) is None
    assert archive.thread(writer.conversation) == []
    assert archive.message(last.id) is None
    assert archive.search("deep") == []
    assert archive.tally() == Tally()


def test_what_was_deleted_is_gone_from_the_disk(file):
    canary = "canary7f3a9"
    with Archive(file) as archive:
        kept, writer = Writer(archive), Writer(archive)
        kept.ask("this stays")
        question = writer.ask(f"say {canary}")
        archive.correct(writer.answer(canary, question).id, f"{canary}!")
        archive.delete(writer.conversation)

    left = b"".join(each.read_bytes() for each in file.parent.iterdir())
    assert b"this stays" in left
    assert canary.encode() not in left


# Messages


def test_a_message_comes_back_as_it_was(archive, writer):
    question = replace(writer.ask("1"), id="q", text="What 天 \0 😀?", origin=Origin.SPOKEN, spoken=True)
    answer = Message(
        id="a",
        conversation=writer.conversation,
        parent="q",
        role=Role.ASSISTANT,
        text="It is so.",
        created=3.25,
        origin=Origin.MODEL,
        state=State.STOPPED,
        generator=MADE_BY,
        rating=Rating.DOWN,
        spoken=True,
        heard=5,
    )
    archive.add(question)
    archive.add(answer)

    assert archive.thread(writer.conversation) == [question, answer]
    assert archive.message("a") == answer


def test_half_a_character_is_stored_as_a_question_mark_in_a_box(archive, writer):
    assert archive.message(writer.ask("bad \ud83d, good 😀").id).text == "bad \N{REPLACEMENT CHARACTER}, good 😀"


def test_everything_is_there_after_opening_again(file):
    with Archive(file) as archive:
        writer = Writer(archive)
        answer = writer.answer("4", writer.ask("2+2?"))
        archive.rate(answer.id, Rating.UP)
        before = archive.conversations(), archive.thread(writer.conversation)

    with Archive(file) as again:
        assert (again.conversations(), again.thread(writer.conversation)) == before


def test_a_branch_of_thousands_is_read_in_order(archive, writer):
    last = None
    for number in range(3000):
        last = writer.ask(str(number), last)

    assert writer.shown() == [str(number) for number in range(3000)]


def test_an_answer_grows_and_settles(file):
    with Archive(file, grow_every=0) as archive:
        writer = Writer(archive)
        answer = writer.answer("", writer.ask("Say it"), State.GROWING)
        archive.grow(answer.id, "It")
        archive.grow(answer.id, "It is")
        final = replace(answer, text="It is said.", state=State.WHOLE, generator=MADE_BY, spoken=True, heard=3)
        archive.settle(final)
        archive.grow(answer.id, "too late")

    with Archive(file) as again:
        assert again.message(answer.id) == final
        assert again.search("said") == [final]


def test_what_has_grown_is_kept_when_the_archive_is_closed(file):
    with Archive(file, grow_every=3600) as archive:
        writer = Writer(archive)
        answer = writer.answer("", writer.ask("Say it"), State.GROWING)
        archive.grow(answer.id, "Half a sen")

    with Archive(file) as again:
        assert again.message(answer.id) == replace(answer, text="Half a sen", state=State.BROKEN)
        assert [each.id for each in again.search("half")] == [answer.id]


def test_growing_is_committed_about_once_however_often_it_is_told(file):
    with Archive(file, grow_every=3600) as archive:
        writer = Writer(archive)
        answer = writer.answer("", writer.ask("Say it"), State.GROWING)
        with sqlite3.connect(file) as watching:
            before = watching.execute("PRAGMA data_version").fetchone()
            for length in range(500):
                archive.grow(answer.id, "x" * length)

            assert archive.message(answer.id).text == ""
            assert watching.execute("PRAGMA data_version").fetchone() == before
        watching.close()


def test_an_answer_may_settle_again_when_more_of_it_was_heard(archive, writer):
    answer = writer.answer("", writer.ask("Say it"), State.GROWING)
    archive.settle(replace(answer, text="All of it", state=State.WHOLE, heard=3))
    archive.rate(answer.id, Rating.UP)
    archive.settle(replace(answer, text="All of that", state=State.WHOLE, heard=11))

    assert archive.message(answer.id).heard == 11
    assert archive.message(answer.id).rating is Rating.UP
    assert archive.search("it") == [archive.thread(writer.conversation)[0]]
    assert [each.id for each in archive.search("that")] == [answer.id]


def test_rating_can_be_taken_back(archive, writer):
    answer = writer.answer("4", writer.ask("2+2?"))

    assert archive.rate(answer.id, Rating.UP).rating is Rating.UP
    assert archive.rate(answer.id, None) == answer
    assert archive.message(answer.id) == answer


# Branches


def test_a_better_answer_stands_beside_the_original_and_is_shown(archive, writer):
    question = writer.ask("2+2?")
    original = writer.answer("5", question)
    better = archive.correct(original.id, "4")

    assert (better.origin, better.corrects, better.parent) == (Origin.CORRECTION, original.id, question.id)
    assert writer.shown() == ["2+2?", "4"]
    assert archive.siblings(original.id) == [original, better]
    assert archive.siblings(better.id) == [original, better]
    assert archive.message(original.id) == original


def test_a_better_answer_to_an_early_message_ends_the_shown_branch(archive, writer):
    original = writer.answer("5", writer.ask("2+2?"))
    writer.answer("You are welcome", writer.ask("Thanks", original))
    archive.correct(original.id, "4")

    assert writer.shown() == ["2+2?", "4"]


def test_choosing_a_version_shows_what_followed_it_last(archive, writer):
    question = writer.ask("2+2?")
    first = writer.answer("5", question)
    second = writer.answer("4", question)
    left = writer.ask("left", first)
    writer.answer("left too", left)
    right = writer.ask("right", first)
    writer.answer("left again", left)

    archive.choose(second.id)
    assert writer.shown() == ["2+2?", "4"]
    archive.choose(first.id)
    assert writer.shown() == ["2+2?", "5", "left", "left again"]
    archive.choose(right.id)
    assert writer.shown() == ["2+2?", "5", "right"]


def test_first_messages_are_siblings_of_each_other(archive, writer):
    first, edited = writer.ask("helo"), writer.ask("hello")
    Writer(archive).ask("elsewhere")

    assert archive.siblings(first.id) == [first, edited]


# Wrong use


def test_what_was_deleted_meanwhile_is_named_in_a_sentence(archive, writer):
    message = writer.ask("hello")
    archive.delete(writer.conversation)

    for act in (
        lambda: writer.ask("more"),
        lambda: archive.settle(message),
        lambda: archive.rate(message.id, Rating.UP),
        lambda: archive.correct(message.id, "better"),
        lambda: archive.choose(message.id),
        lambda: archive.siblings(message.id),
        lambda: archive.rename(writer.conversation, "x"),
        lambda: archive.delete(writer.conversation),
    ):
        with pytest.raises(AssistantError, match="it was deleted"):
            act()


def test_an_empty_better_answer_is_refused_in_a_sentence(archive, writer):
    answer = writer.answer("5", writer.ask("2+2?"))

    with pytest.raises(AssistantError, match="cannot be empty"):
        archive.correct(answer.id, " \n")


def test_wrong_use_raises_and_changes_nothing(archive, writer):
    question = writer.ask("2+2?")
    answer = writer.answer("4", question)
    other = Writer(archive)
    before = archive.thread(writer.conversation)

    for act in (
        lambda: archive.rate(question.id, Rating.UP),
        lambda: archive.correct(question.id, "better"),
        lambda: archive.settle(replace(answer, state=State.GROWING)),
        lambda: other.ask("not after this", answer),
    ):
        with pytest.raises(ValueError):
            act()
    with pytest.raises(sqlite3.IntegrityError):
        archive.add(answer)
    with pytest.raises(AssistantError):
        writer.ask("after nothing", replace(answer, id="nothing"))

    assert archive.thread(writer.conversation) == before


def test_a_closed_archive_says_so(file):
    archive = Archive(file)
    archive.close()
    archive.close()

    with pytest.raises(RuntimeError):
        archive.create()
    with pytest.raises(RuntimeError):
        archive.conversations()


def test_nothing_is_left_open_after_closing(file):
    with Archive(file) as archive:
        archive.create()
        assert any(thread.name == "store writing" for thread in threading.enumerate())

    assert not any(thread.name == "store writing" for thread in threading.enumerate())
    assert [each.name for each in file.parent.iterdir()] == [file.name]  # no -wal, no -shm


def test_an_archive_opened_to_read_sees_what_is_written_beside_it(archive, writer, file):
    with Archive(file, to_read=True) as reading:
        question = writer.ask("2+2?")

        assert reading.thread(writer.conversation) == [question]
        with pytest.raises(RuntimeError, match="read only"):
            reading.create()


def test_there_is_nothing_to_read_in_a_profile_never_used(tmp_path):
    with (
        Archive(tmp_path / "none.sqlite3", to_read=True) as archive,
        pytest.raises(AssistantError, match="no conversations"),
    ):
        archive.conversations()


# What there is to learn


def test_only_corrected_rated_and_imported_answers_teach(archive, writer):
    one = writer.ask("1?")
    unrated = writer.answer("plain", one)
    wrong = writer.answer("wrong", writer.ask("2?", unrated))
    right = archive.correct(wrong.id, "right")
    liked = writer.answer("liked", writer.ask("3?", right))
    disliked = writer.answer("disliked", writer.ask("4?", liked))
    stopped = writer.answer("stop", writer.ask("5?", disliked), State.STOPPED)
    imported = writer.add(Role.ASSISTANT, "brought", writer.ask("6?", stopped), Origin.IMPORTED)
    unloved = writer.add(Role.ASSISTANT, "unloved", imported, Origin.IMPORTED)
    for message, rating in (
        (wrong, Rating.UP),
        (liked, Rating.UP),
        (disliked, Rating.DOWN),
        (stopped, Rating.UP),
        (unloved, Rating.DOWN),
    ):
        archive.rate(message.id, rating)

    examples = list(archive.examples())

    assert [(each.id, each.signal) for each in examples] == [
        (right.id, Signal.CORRECTED),
        (liked.id, Signal.RATED_UP),
        (imported.id, Signal.IMPORTED),
    ]
    assert examples[1].messages == (
        ("user", "1?"),
        ("assistant", "plain"),
        ("user", "2?"),
        ("assistant", "right"),
        ("user", "3?"),
        ("assistant", "liked"),
    )
    assert archive.tally() == Tally(corrected=1, rated_up=1, imported=1)


def test_a_correction_of_a_correction_is_the_one_that_counts(archive, writer):
    first = archive.correct(writer.answer("5", writer.ask("2+2?")).id, "four")
    second = archive.correct(first.id, "4")

    assert [each.id for each in archive.examples()] == [second.id]
    assert archive.tally() == Tally(corrected=1)


def test_the_tally_agrees_with_the_examples_whatever_happened(archive):
    for round in range(30):
        writer = Writer(archive)
        answer = writer.answer("a", writer.ask("q"))
        imported = writer.add(Role.ASSISTANT, "i", answer, Origin.IMPORTED)
        archive.rate(answer.id, (None, Rating.UP, Rating.DOWN)[round % 3])
        for message in (answer, imported):
            if round % 5 == 0:
                archive.rate(archive.correct(message.id, "b").id, (None, Rating.UP, Rating.DOWN)[round // 5 % 3])
            if round % 10 == 0:
                archive.correct(message.id, "c")

    signals = [each.signal for each in archive.examples()]
    assert archive.tally() == Tally(
        *(signals.count(each) for each in (Signal.CORRECTED, Signal.RATED_UP, Signal.IMPORTED))
    )


# Finding


@pytest.mark.parametrize("wanted", ["天气", "延迟", "气", "Token消耗", "消耗", "tok", "TOKEN", "cafe", "token 天"])
def test_words_are_found_in_any_script(archive, writer, wanted):
    writer.ask("something else entirely")
    message = writer.ask("今天的天气和延迟: Token消耗 at the café")

    assert archive.search(wanted) == [message]


@pytest.mark.parametrize("wanted", ["", " ", '"', "*", "天延", "NOT", "a\0b", "-", "(", "NEAR("])
def test_what_is_not_there_is_not_found(archive, writer, wanted):
    writer.ask("今天的天气和延迟: Token消耗")

    assert archive.search(wanted) == []


# Threads


def test_many_threads_write_and_read_at_once(archive):
    failures: list[BaseException] = []

    def work() -> None:
        try:
            writer = Writer(archive)
            last = writer.ask("start")
            for number in range(20):
                last = writer.answer(str(number), last)
                assert len(writer.shown()) == number + 2
        except BaseException as error:  # noqa: BLE001 - reported below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    assert len(archive.conversations()) == 12
