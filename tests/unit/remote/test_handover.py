"""Knocking at the process that holds the profile."""

import os
import stat
import threading
from collections.abc import Iterator, Sequence
from multiprocessing.connection import Client
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.turn import Turn
from assistant_gui.remote.handover import Door, Say, raise_window, run_there


class House:
    """The side that holds the profile, remembering what it was asked."""

    def __init__(self) -> None:
        self.raised = threading.Event()
        self.ran: list[tuple[Sequence[str], Path]] = []
        self.running = threading.Event()
        self.cancelled = threading.Event()
        self.door = Door(self.raised.set, self.run)

    def run(self, argv: Sequence[str], cwd: Path, say: Say, turn: Turn) -> int:
        self.ran.append((argv, cwd))
        match argv[0]:
            case "refuse":
                raise AssistantError("It is not possible.", "Try another day.")
            case "break":
                raise ZeroDivisionError
            case "wait":
                self.running.set()
                turn.wait(30)
                self.cancelled.set()
                return 130
        say("out", "an answer 答案\n")
        say("err", "a remark\n")
        return 3


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    house.door.close()


def asked(house: House, *argv: str) -> tuple[int, list[tuple[str, str]]]:
    said: list[tuple[str, str]] = []
    code = run_there(
        house.door.address, house.door.key, argv, Path("some where"), lambda where, text: said.append((where, text))
    )
    return code, said


def test_a_second_start_raises_the_window(house):
    raise_window(house.door.address, house.door.key)

    assert house.raised.is_set()


def test_a_command_runs_there_and_prints_here(house):
    code, said = asked(house, "ask", "你好 world")

    assert house.ran == [(["ask", "你好 world"], Path("some where").absolute())]
    assert said == [("out", "an answer 答案\n"), ("err", "a remark\n")]
    assert code == 3


def test_a_command_that_fails_says_its_sentence(house):
    assert asked(house, "refuse") == (1, [("err", "It is not possible. Try another day.\n")])


def test_a_command_that_breaks_ends_and_the_door_stays_open(house):
    code, said = asked(house, "break")

    assert code == 1
    assert "Something broke" in said[0][1]
    assert asked(house, "ask")[0] == 3


def test_commands_run_beside_each_other(house):
    first = threading.Thread(target=asked, args=(house, "wait"))
    first.start()
    assert house.running.wait(10)

    assert asked(house, "ask")[0] == 3

    house.door.close()
    first.join()


def test_a_command_is_cancelled_when_whoever_asked_goes_away(house):
    with Client(house.door.address, authkey=house.door.key) as connection:
        connection.send_bytes(b'{"do": "run", "argv": ["wait"], "cwd": "/"}')
        assert house.running.wait(10)

    assert house.cancelled.wait(10)


def test_a_command_that_is_told_to_stop_still_says_how_it_ended(house):
    with Client(house.door.address, authkey=house.door.key) as connection:
        connection.send_bytes(b'{"do": "run", "argv": ["wait"], "cwd": "/"}')
        assert house.running.wait(10)
        connection.send_bytes(b'{"do": "stop"}')

        assert connection.recv_bytes() == b'{"exit": 130}'


def test_without_the_key_nothing_happens(house):
    with pytest.raises(AssistantError, match="does not answer"):
        raise_window(house.door.address, b"guessed")

    assert not house.raised.is_set()


@pytest.mark.parametrize("packet", [b"", b"\x80\x04N.", b"[]", b'{"do": "run", "argv": [1], "cwd": "/"}', b"{}"])
def test_what_is_no_request_is_answered_with_silence(house, packet):
    with Client(house.door.address, authkey=house.door.key) as connection:
        connection.send_bytes(packet)
        with pytest.raises((EOFError, ConnectionResetError)):
            connection.recv_bytes()

    assert asked(house, "ask")[0] == 3


def test_somebody_who_knocks_and_says_nothing_keeps_nobody_out(house):
    with Client(house.door.address):
        assert asked(house, "ask")[0] == 3


def test_closing_the_door_ends_what_was_handed_over():
    house = House()
    ends: list[int] = []
    client = threading.Thread(target=lambda: ends.append(asked(house, "wait")[0]))
    client.start()
    assert house.running.wait(10)

    house.door.close()
    client.join(10)

    assert ends == [130]
    assert not [thread.name for thread in threading.enumerate() if thread.name in ("door", "visit", "handed over")]


def test_a_closed_door_does_not_answer(house):
    house.door.close()

    with pytest.raises(AssistantError, match="does not answer"):
        raise_window(house.door.address, house.door.key)


@pytest.mark.skipif(os.name == "nt", reason="pipes have no folder")
def test_the_socket_is_in_a_folder_of_our_own_that_goes_with_it(house):
    folder = Path(house.door.address).parent

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(house.door.address) < 100

    house.door.close()
    assert not folder.exists()


def test_where_no_window_can_be_raised_the_reason_is_said():
    def no_window() -> None:
        raise AssistantError("A command is running.", "Wait for it.")

    door = Door(no_window, lambda *_: 0)
    try:
        with pytest.raises(AssistantError, match="A command is running"):
            raise_window(door.address, door.key)
    finally:
        door.close()
