"""Between processes on one profile: the one that holds it listens, later ones knock.

A connection carries one request: raise the window, or run a command and send
back what it prints. Both sides prove that they know the key; only bytes of JSON
pass, never pickles.
"""

import contextlib
import json
import logging
import os
import secrets
import shutil
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener, answer_challenge, deliver_challenge
from pathlib import Path
from typing import TypeAlias

from assistant_gui import scratch
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_, translated
from assistant_gui.core.turn import Turn

_log = logging.getLogger(__name__)

Say = Callable[[str, str], None]
"""Called with ``out`` or ``err`` and the text to print there."""

Run = Callable[[Sequence[str], Path, Say, Turn], int]
"""(arguments, current folder, say, turn) -> exit code; the turn is cancelled when the asking process goes."""

PATIENCE = 5.0
"""How long whoever knocks waits for the first sign of life, and a closing door for what was handed over."""

PACKET_BYTES = 16 * 1024 * 1024


_Wire: TypeAlias = "Connection[bytes, bytes]"
_BROKEN = (OSError, EOFError, ValueError, AuthenticationError, AssertionError)
"""The other side went away, or does not keep to the protocol."""


class Door:
    """Listens from its making until :meth:`close`; each request is answered on threads of its own."""

    def __init__(self, on_raise: Callable[[], None], run: Run) -> None:
        self.key = secrets.token_bytes(32)
        self._on_raise = on_raise
        self._run = run
        self._folder = None if os.name == "nt" else scratch.folder()
        self._listener = (
            Listener(family="AF_PIPE")
            if self._folder is None
            else Listener(str(self._folder / "s"), "AF_UNIX", backlog=64)
        )
        self.address = str(self._listener.address)
        self._lock = threading.Lock()
        self._closing = False
        self._visits: dict[threading.Thread, _Visit] = {}
        self._thread = threading.Thread(target=self._accept, name="door", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Cancel what was handed over and join. Safe to call again; never from a command that was handed over."""
        with self._lock:
            if self._closing:
                return
            self._closing = True
            visits = dict(self._visits)
        with contextlib.suppress(OSError):
            Client(self.address).close()  # wakes the thread that accepts
        self._thread.join()
        self._listener.close()
        for thread, visit in visits.items():
            visit.end()
            thread.join()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _accept(self) -> None:
        while True:
            try:
                connection = self._listener.accept()
            except OSError:
                _log.exception("nobody can knock any more")
                return
            with self._lock:
                if self._closing:
                    connection.close()
                    return
                visit = _Visit(connection, self.key, self._on_raise, self._run)
                thread = threading.Thread(target=self._receive, args=(visit,), name="visit", daemon=True)
                self._visits[thread] = visit
            thread.start()

    def _receive(self, visit: "_Visit") -> None:
        try:
            visit.serve()
        finally:
            with self._lock:
                self._visits.pop(threading.current_thread(), None)


class _Visit:
    """One connection at the door."""

    def __init__(self, connection: _Wire, key: bytes, on_raise: Callable[[], None], run: Run) -> None:
        self._connection = connection
        self._key = key
        self._on_raise = on_raise
        self._run = run
        self._turn = Turn()
        self._work: threading.Thread | None = None

    def serve(self) -> None:
        try:
            deliver_challenge(self._connection, self._key)
            answer_challenge(self._connection, self._key)
            match _received(self._connection):
                case {"do": "raise"}:
                    self._tell({"exit": self._raised()})
                case {"do": "run", "argv": [*argv], "cwd": str(cwd)} if all(isinstance(one, str) for one in argv):
                    self._run_while_wanted([str(one) for one in argv], Path(cwd))
                case other:
                    _log.warning("nobody here can do %r", other.get("do"))
        except _BROKEN as error:
            _log.info("a visit ended early: %s", error)
        finally:
            self._connection.close()

    def end(self) -> None:
        """Cancel the command, let it say how it ended, and wake the thread that serves; from any thread."""
        self._turn.cancel()
        if self._work is not None:
            self._work.join(PATIENCE)
        with contextlib.suppress(OSError):
            if os.name == "nt":
                self._connection.close()
            else:
                with socket.socket(fileno=os.dup(self._connection.fileno())) as wire:
                    wire.shutdown(socket.SHUT_RDWR)

    def _raised(self) -> int:
        try:
            self._on_raise()
        except AssistantError as error:
            self._say("err", str(error))
            return 1
        return 0

    def _run_while_wanted(self, argv: Sequence[str], cwd: Path) -> None:
        self._work = work = threading.Thread(target=self._do, args=(argv, cwd), name="handed over", daemon=True)
        work.start()
        try:
            while _received(self._connection).get("do") != "stop":
                pass
            self._turn.cancel()
            _received(self._connection)
        except _BROKEN:  # they have what they wanted, or are gone
            self._turn.cancel()
        work.join()

    def _do(self, argv: Sequence[str], cwd: Path) -> None:
        code = 1
        try:
            code = self._run(argv, cwd, self._say, self._turn)
        except AssistantError as error:
            self._say("err", f"{error}\n")
        except Exception:  # noqa: BLE001 - a bug in one command must not end the others
            _log.exception("a command that was handed over broke")
            self._say("err", translated(N_("Something broke; details are in the log of the open window.")) + "\n")
        self._tell({"exit": code})

    def _say(self, where: str, text: str) -> None:
        self._tell({where: text})

    def _tell(self, told: Mapping[str, object]) -> None:
        with contextlib.suppress(OSError, ValueError):  # they are gone, and the turn is cancelled for it
            _send(self._connection, told)


def raise_window(address: str, key: bytes) -> None:
    """Bring the window that holds the profile to the front. Raises AssistantError when there is none, or no answer."""
    said: list[str] = []
    if _asked(address, key, {"do": "raise"}, lambda where, text: said.append(text)) != 0:
        raise AssistantError("{why}", why="".join(said))


def run_there(address: str, key: bytes, argv: Sequence[str], cwd: Path, say: Say) -> int:
    """Have the process that holds the profile run *argv*, and *say* what it prints; its exit code.

    An interrupt (Ctrl-C) stops the command there and waits for its end; a second one leaves.
    """
    return _asked(address, key, {"do": "run", "argv": list(argv), "cwd": str(cwd.absolute())}, say)


def _asked(address: str, key: bytes, request: Mapping[str, object], say: Say) -> int:
    try:
        with Client(address) as connection:
            if not connection.poll(PATIENCE):
                raise _silent()
            answer_challenge(connection, key)
            deliver_challenge(connection, key)
            _send(connection, request)
            try:
                return _exit_code(connection, say)
            except KeyboardInterrupt:
                _send(connection, {"do": "stop"})
                return _exit_code(connection, say)
    except _BROKEN as error:
        raise _silent() from error


def _exit_code(connection: _Wire, say: Say) -> int:
    while True:
        match _received(connection):
            case {"exit": int(code)}:
                return code
            case told:
                for where in ("out", "err"):
                    if where in told:
                        say(where, str(told[where]))


def _silent() -> AssistantError:
    return AssistantError(
        N_("The assistant that is open on this profile does not answer."),
        N_("Close it, or wait until it has ended, and try again."),
    )


def _send(connection: _Wire, told: Mapping[str, object]) -> None:
    connection.send_bytes(json.dumps(told).encode())


def _received(connection: _Wire) -> dict[str, object]:
    told = json.loads(connection.recv_bytes(PACKET_BYTES))
    if not isinstance(told, dict):
        raise ValueError("a packet is a JSON object")
    return told
