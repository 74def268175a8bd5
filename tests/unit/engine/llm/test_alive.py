"""Which models are in memory, and who may write."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.models import Format, Served
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.engine.llm.alive import Alive


def served(name: str) -> Served:
    return Served(name, Format.GGUF, f"/models/{name}")


class FakeModel:
    def __init__(self, name: str, log: list[str]) -> None:
        self.name = name
        self.log = log
        log.append(f"open {name}")

    def writer(self, served: Served) -> "FakeModel":
        return self

    def close(self) -> None:
        self.log.append(f"close {self.name}")


@pytest.fixture
def log() -> list[str]:
    return []


@pytest.fixture
def alive(log: list[str]) -> Alive:
    return Alive(lambda one: FakeModel(one.name, log), lambda one: (one.path,))


def use(alive: Alive, *names: str) -> None:
    for name in names:
        with alive.reading(served(name), Turn()):
            pass


def test_a_model_is_opened_once(alive, log):
    use(alive, "a", "a", "a")

    assert log == ["open a"]


def test_two_stay_and_the_least_recently_used_makes_room(alive, log):
    use(alive, "a", "b", "a", "c")

    assert log == ["open a", "open b", "close b", "open c"]


def test_the_one_that_answered_last_stays_while_another_is_opened(log):
    def opening(one):
        still_there.append([entry for entry in log if entry.startswith("close")])
        return FakeModel(one.name, log)

    still_there: list[list[str]] = []
    alive = Alive(opening, lambda one: (one.path,))

    use(alive, "a", "b", "c")

    assert still_there[-1] == ["close a"]


def test_a_model_in_use_is_never_let_go(alive, log):
    with alive.reading(served("a"), Turn()):
        use(alive, "b", "c")

    assert "close a" not in log


def test_names_with_the_same_key_share_a_model(log):
    alive = Alive(lambda one: FakeModel(one.name, log), lambda one: ("all",))

    use(alive, "a", "b")

    assert log == ["open a"]


def test_a_model_that_cannot_be_opened_can_be_tried_again(log):
    def fail(one):
        log.append("tried")
        raise AssistantError("No.")

    alive = Alive(fail, lambda one: (one.path,))

    for _ in range(2):
        with pytest.raises(AssistantError):
            use(alive, "a")

    assert log == ["tried", "tried"]


def test_one_writes_at_a_time(alive):
    order: list[str] = []
    first_writes, may_end = threading.Event(), threading.Event()

    def first():
        with alive.writing(served("a"), Turn()):
            first_writes.set()
            may_end.wait(10)
            order.append("first")

    def second():
        with alive.writing(served("a"), Turn()):
            order.append("second")

    with ThreadPoolExecutor(2) as threads:
        one = threads.submit(first)
        first_writes.wait(10)
        two = threads.submit(second)
        use(alive, "a")  # reading need not wait
        may_end.set()
        one.result(10)
        two.result(10)

    assert order == ["first", "second"]


def test_who_waits_can_be_cancelled(alive):
    turn = Turn()
    with alive.writing(served("a"), Turn()), ThreadPoolExecutor(1) as threads:

        def wait():
            with alive.writing(served("a"), turn):
                pass

        waiting = threads.submit(wait)
        turn.cancel()

        with pytest.raises(TurnCancelled):
            waiting.result(10)


def test_who_waits_for_room_can_be_cancelled(alive):
    turn = Turn()
    with alive.reading(served("a"), Turn()), alive.reading(served("b"), Turn()), ThreadPoolExecutor(1) as threads:

        def wait():
            with alive.reading(served("c"), turn):
                pass

        waiting = threads.submit(wait)
        turn.cancel()

        with pytest.raises(TurnCancelled):
            waiting.result(10)


def test_forgetting_closes_unless_somebody_kept_shares_it(alive, log):
    use(alive, "a", "b")

    alive.forget(served("a"), [served("b")])
    alive.forget(served("b"), [served("b")])

    assert log == ["open a", "open b", "close a"]


def test_closing_lets_all_go_and_opens_no_more(alive, log):
    use(alive, "a", "b")

    alive.close()

    assert sorted(log[2:]) == ["close a", "close b"]
    with pytest.raises(TurnCancelled):
        use(alive, "a")


def test_what_is_being_opened_at_the_end_is_closed_too(log):
    opening, may_open = threading.Event(), threading.Event()

    def open(one):
        opening.set()
        may_open.wait(10)
        return FakeModel(one.name, log)

    alive = Alive(open, lambda one: (one.path,))
    with ThreadPoolExecutor(2) as threads:
        wanted = threads.submit(use, alive, "a")
        opening.wait(10)
        closing = threads.submit(alive.close, patience=10)
        may_open.set()
        closing.result(10)
        with pytest.raises(TurnCancelled):
            wanted.result(10)

    assert log == ["open a", "close a"]
