"""Roles as processes, played by a few lines of Python instead of the real ones."""

import json
import os
import queue
import sys
import threading

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import RoleState
from assistant_gui.remote.process import RoleProcess

ECHO = """
import json, sys
orders = json.loads(sys.stdin.readline())
print(json.dumps({"ready": True, "port": 7, "told": orders["word"]}), flush=True)
for line in sys.stdin:
    print(line.strip().upper(), flush=True)
"""
DIES_WHEN_READY = """
import json, sys
sys.stdin.readline()
print(json.dumps({"ready": True}), flush=True)
sys.exit(3)
"""
REFUSES = """
import json, sys
sys.stdin.readline()
print(json.dumps({"ready": False, "message": "No {thing} here.", "hint": "Get one.", "facts": {"thing": "lamp"}}))
"""
DIES_ONCE = """
import json, os, sys
orders = json.loads(sys.stdin.readline())
print(json.dumps({"ready": True, "pid": os.getpid()}), flush=True)
if not os.path.exists(orders["been"]):
    open(orders["been"], "w").close()
    os._exit(5)
sys.stdin.read()
"""
SULKS = "import sys; sys.stdin.read()"
DEAF = """
import json, signal, sys, threading
signal.signal(signal.SIGTERM, signal.SIG_IGN)
sys.stdin.readline()
print(json.dumps({"ready": True}), flush=True)
threading.Event().wait()
"""


@pytest.fixture
def changes():
    return queue.Queue()


@pytest.fixture
def role(tmp_path, changes):
    made = []

    def make(code, orders=None, **options):
        process = RoleProcess(
            "audio",
            lambda: orders or {"word": "hello"},
            tmp_path / "audio.log",
            lambda state, detail: changes.put((state, detail)),
            command=[sys.executable, "-c", code],
            pause=0.01,
            **options,
        )
        made.append(process)
        return process

    yield make
    for process in made:
        process.stop()


def states(changes, upto):
    seen = []
    while not seen or seen[-1] is not upto:
        seen.append(changes.get(timeout=20)[0])
    return seen


def test_it_is_given_orders_and_tells_its_facts(role):
    process = role(ECHO)

    facts = process.start()

    assert facts == {"port": 7, "told": "hello"}
    assert process.alive


def test_it_is_told_where_its_log_is(role, tmp_path):
    process = role(ECHO.replace('"word"', '"log"'))

    assert process.start()["told"] == str(tmp_path / "audio.log")


def test_bytes_go_in_and_come_out_after_readiness(role):
    process = role(ECHO)
    process.start()

    process.send(b"hi\n")

    assert process.stdout.readline().strip() == b"HI"


def test_starting_twice_starts_one(role):
    process = role(ECHO)
    process.start()
    first = process.pid

    process.start()

    assert process.pid == first


def test_stopping_ends_it_by_closing_its_stdin(role, changes):
    process = role(ECHO)
    process.start()

    process.stop()

    assert not process.alive
    assert states(changes, RoleState.ENDED) == [RoleState.STARTING, RoleState.READY, RoleState.ENDED]


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
def test_stopping_ends_even_one_that_will_not_hear(role, monkeypatch):
    monkeypatch.setattr("assistant_gui.remote.launch.PATIENCE", 0.1)  # else four seconds
    process = role(DEAF)
    process.start()

    process.stop()

    assert not process.alive


def test_a_role_that_refuses_gives_its_own_sentence(role):
    with pytest.raises(AssistantError) as refusal:
        role(REFUSES).start()

    assert str(refusal.value) == "No lamp here. Get one."


def test_a_role_that_is_silent_is_given_up(role):
    process = role(SULKS, ready_within=0.2)

    with pytest.raises(AssistantError, match="was not ready within"):
        process.start()

    assert not process.alive


def test_a_role_that_dies_at_birth_says_how_and_where_to_look(role, tmp_path):
    with pytest.raises(AssistantError) as death:
        role("import sys; sys.exit('no luck')").start()

    assert "ended unexpectedly (exit code 1)" in str(death.value)
    assert str(tmp_path / "audio.log") in str(death.value)
    assert "no luck" in (tmp_path / "audio.log").read_text()


def test_a_program_that_is_not_there_is_one_sentence(tmp_path):
    process = RoleProcess("audio", dict, tmp_path / "log", lambda *_: None, command=[str(tmp_path / "missing")])

    with pytest.raises(AssistantError, match="could not be started"):
        process.start()


def test_a_death_is_noticed(role, changes):
    role(DIES_WHEN_READY).start()

    assert states(changes, RoleState.FAILED) == [RoleState.STARTING, RoleState.READY, RoleState.FAILED]


def test_leaving_of_its_own_accord_is_no_failure(role, changes):
    role(DIES_WHEN_READY.replace("exit(3)", "exit(0)")).start()

    assert states(changes, RoleState.ENDED) == [RoleState.STARTING, RoleState.READY, RoleState.ENDED]


def test_one_that_is_kept_alive_comes_back(role, changes, tmp_path):
    facts = queue.Queue()
    process = role(DIES_ONCE, {"been": str(tmp_path / "been")}, keep_alive=True, on_ready=facts.put)

    process.start()

    first, second = facts.get(timeout=20), facts.get(timeout=20)
    assert first["pid"] != second["pid"]
    states(changes, RoleState.RESTARTING)
    states(changes, RoleState.READY)
    assert process.alive


def test_three_deaths_in_a_minute_are_enough(role, changes):
    role(DIES_WHEN_READY, keep_alive=True).start()

    seen = states(changes, RoleState.FAILED)

    assert seen.count(RoleState.READY) == 3
    assert seen.count(RoleState.RESTARTING) == 2


def test_it_can_be_started_again_after_it_was_given_up(role, changes):
    process = role(DIES_WHEN_READY, keep_alive=True)
    process.start()
    states(changes, RoleState.FAILED)

    process.start()

    assert states(changes, RoleState.FAILED).count(RoleState.READY) == 3


def test_sending_to_a_dead_role_is_one_sentence(role, changes):
    process = role(DIES_WHEN_READY)
    process.start()
    states(changes, RoleState.FAILED)

    with pytest.raises(AssistantError, match="is not running"):
        process.send(b"hello\n")


def test_stopping_while_it_starts_does_not_wait_for_it(role):
    process = role(SULKS)
    raised = queue.Queue()

    def start():
        try:
            process.start()
        except AssistantError as error:
            raised.put(error)

    thread = threading.Thread(target=start)
    thread.start()
    while not process.pid:
        thread.join(0.01)
    process.stop()
    thread.join(20)

    assert not thread.is_alive()
    assert raised.get_nowait()


def test_the_real_command_finds_the_package_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")  # must not be imported
    process = RoleProcess("no-such-role", dict, tmp_path / "log", lambda *_: None)

    with pytest.raises(AssistantError, match=r"exit code 2|could not start|no-such-role"):
        process.start()

    assert "the wrong json" not in (tmp_path / "log").read_text()


def test_the_log_is_private(role, tmp_path):
    role(ECHO).start()

    if os.name == "posix":
        assert (tmp_path / "audio.log").stat().st_mode & 0o077 == 0


def test_orders_are_one_line_of_json(role):
    process = role(ECHO, {"word": "two\nlines"})

    assert process.start()["told"] == json.loads('"two\\nlines"')
