"""One of our own processes: started, watched, restarted and ended by its owner."""

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import RoleState
from assistant_gui.core.language import N_
from assistant_gui.remote.launch import close, end, opened_log, role_command, role_environment

Facts = Mapping[str, object]

READY_WITHIN = 60.0
"""Importing torch with cold files on a busy machine takes a good part of this."""
DEATHS = 3
DEATHS_WITHIN = 60.0
"""So many deaths in so many seconds, and the role is left alone."""

_log = logging.getLogger(__name__)


class RoleProcess:
    """``python -m assistant_gui ROLE``: orders in, readiness out, and an eye on its life.

    *orders* is asked at every start (a restarted engine gets a fresh token).
    *on_change* and *on_ready* run on the thread that started the role, later on the
    thread that watches it; *on_ready* at every readiness, the first included. With
    *keep_alive* a death is followed by a restart, after a growing pause; three in a
    minute end that, with :attr:`RoleState.FAILED` and the reason. Without, the first
    death is ``FAILED``, and leaving with exit code 0 is ``ENDED``. stdin stays open
    until :meth:`stop`: its end, also by our own death, ends the role.
    """

    def __init__(
        self,
        role: str,
        orders: Callable[[], Facts],
        log: Path,
        on_change: Callable[[RoleState, str], None],
        arguments: Sequence[str] = (),
        *,
        keep_alive: bool = False,
        on_ready: Callable[[Facts], None] | None = None,
        title: str = "",
        ready_within: float = READY_WITHIN,
        pause: float = 0.5,
        command: Sequence[str] = (),
    ) -> None:
        self.title = title or role
        self._orders = orders
        self._log_file = log
        self._on_change = on_change
        self._keep_alive = keep_alive
        self._on_ready = on_ready
        self._ready_within = ready_within
        self._pause = pause
        self._command = list(command) or role_command(role, arguments)
        self._starting = threading.Lock()
        self._sending = threading.Lock()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._stdout: BinaryIO | None = None
        self._watcher: threading.Thread | None = None
        self._changed = threading.Condition()
        self._ready = False
        self._watched = False
        self._facts: Facts = {}

    @property
    def alive(self) -> bool:
        process = self._process
        return process is not None and process.poll() is None

    @property
    def pid(self) -> int:
        """The process id, 0 when it was never started."""
        return self._process.pid if self._process else 0

    @property
    def stdin(self) -> BinaryIO:
        """Unbuffered; :meth:`send` is the safe way to write to it."""
        stdin = self._process.stdin if self._process else None
        if stdin is None:
            raise self._lost()
        return stdin  # type: ignore[return-value]  # Popen calls it IO[bytes]

    @property
    def stdout(self) -> BinaryIO:
        """What comes after the readiness line; it ends with the role, and :meth:`stop` closes it."""
        if self._stdout is None:
            raise self._lost()
        return self._stdout

    def start(self) -> Facts:
        """Start it if it is not alive and wait until it is ready; its readiness facts.

        Raises AssistantError with the role's own sentence when it is not, or ours when
        it died or did not answer in time.
        """
        with self._starting:
            with self._changed:  # if it fell over, its watcher may be about to bring it back
                self._changed.wait_for(lambda: not self._watched or (self._ready and self.alive))
                if self._watched:
                    return self._facts
            self._stopping.clear()
            self._on_change(RoleState.STARTING, "")
            try:
                self._launch()
            except AssistantError as error:
                ended = self._stopping.is_set()
                self._on_change(RoleState.ENDED if ended else RoleState.FAILED, "" if ended else str(error))
                raise
            self._watched = True
            self._watcher = threading.Thread(target=self._watch, name=f"watch {self.title}", daemon=True)
            self._watcher.start()
            return self._facts

    def send(self, data: bytes) -> None:
        """Write all of *data* to its stdin, whole among threads. Raises AssistantError when it is gone."""
        with self._sending:
            left = memoryview(data)
            try:
                while left:
                    left = left[self.stdin.write(left) :]
            except (OSError, ValueError) as error:
                raise self._lost() from error

    def kill(self) -> None:
        """End it at once, as if it had fallen over: whoever is kept alive comes back."""
        process = self._process
        if process is not None:
            process.kill()

    def stop(self) -> None:
        """End it: by closing its stdin, then firmly. Does nothing when it is not running."""
        self._stopping.set()
        was_alive = self.alive
        self._quit()
        watcher = self._watcher
        while watcher is not None and watcher.is_alive() and watcher is not threading.current_thread():
            watcher.join(0.2)  # it may just be bringing up another one
            self._quit()
        close(self._stdout)
        if was_alive:
            self._on_change(RoleState.ENDED, "")

    def _quit(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        if self._sending.acquire(timeout=0.5):  # else a writer is stuck in a hung role
            try:
                close(process.stdin)
            finally:
                self._sending.release()
        end(process)
        close(process.stdin)

    def _launch(self) -> None:
        orders = {"log": str(self._log_file), **self._orders()}
        try:
            with opened_log(self._log_file) as errors:
                process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=errors,
                    bufsize=0,
                    env=role_environment(),
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                    start_new_session=os.name == "posix",  # Ctrl-C in a terminal is the desk's to answer
                )
        except OSError as error:
            raise AssistantError(
                N_("The {role} process could not be started: {why}."),
                N_("Restart the program; if it stays, install it again."),
                role=self.title,
                why=error.strerror or error,
            ) from error
        assert process.stdout is not None
        self._stdout, old = io.BufferedReader(process.stdout), self._stdout  # type: ignore[type-var]
        self._process = process
        close(old)
        try:
            self._facts = self._readiness(process, json.dumps(orders).encode() + b"\n")
            if self._stopping.is_set():
                raise self._lost()
        except BaseException:
            close(process.stdin)
            end(process)
            close(self._stdout)
            raise
        if self._on_ready is not None:
            self._on_ready(self._facts)
        self._on_change(RoleState.READY, "")
        self._tell(ready=True)

    def _readiness(self, process: subprocess.Popen[bytes], orders: bytes) -> Facts:
        late = threading.Event()

        def give_up() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._ready_within, give_up)
        timer.name = f"deadline {self.title}"
        timer.start()
        try:
            with contextlib.suppress(OSError):  # it died before it read them: told below
                self.stdin.write(orders)
            line = self.stdout.readline()
        finally:
            timer.cancel()
            timer.join()
        if late.is_set():
            raise AssistantError(
                N_("The {role} process was not ready within {seconds} seconds."),
                N_("Try again when the machine is less busy; details are in {log}."),
                role=self.title,
                seconds=round(self._ready_within),
                log=self._log_file,
            )
        told = _read(line)
        if told is None:
            raise self._death(process.wait())
        if told.pop("ready", False) is True:
            return told
        raise AssistantError(
            str(told.get("message") or N_("The {role} process could not start.")),
            str(told.get("hint") or ""),
            **{"role": self.title, **_facts(told.get("facts"))},
        )

    def _watch(self) -> None:
        deaths: deque[float] = deque()
        try:
            while self._outlived(deaths):
                pass
        finally:
            with self._changed:
                self._watched = False
                self._changed.notify_all()

    def _outlived(self, deaths: deque[float]) -> bool:
        """Wait for its death; True when it was brought back to life."""
        process = self._process
        assert process is not None
        code = process.wait()
        self._tell(ready=False)
        with self._sending:
            close(process.stdin)
        if self._stopping.is_set():
            return False
        if code == 0 and not self._keep_alive:
            self._on_change(RoleState.ENDED, "")
            return False
        why = self._death(code)
        _log.warning("%s", why)
        if not self._keep_alive:
            self._on_change(RoleState.FAILED, str(why))
            return False
        return self._revived(deaths, why)

    def _tell(self, *, ready: bool) -> None:
        with self._changed:
            self._ready = ready
            self._changed.notify_all()

    def _revived(self, deaths: deque[float], why: AssistantError) -> bool:
        while True:
            deaths.append(time.monotonic())
            while deaths[0] < deaths[-1] - DEATHS_WITHIN:
                deaths.popleft()
            if len(deaths) >= DEATHS:
                self._on_change(RoleState.FAILED, str(why))
                return False
            self._on_change(RoleState.RESTARTING, str(why))
            if self._stopping.wait(self._pause * 2 ** (len(deaths) - 1)):
                return False
            try:
                self._launch()
            except AssistantError as error:
                why = error
            else:
                return True
            if self._stopping.is_set():
                return False

    def _lost(self) -> AssistantError:
        return AssistantError(
            N_("The {role} process is not running."),
            N_("Try again; details are in {log}."),
            role=self.title,
            log=self._log_file,
        )

    def _death(self, code: int) -> AssistantError:
        if code == -9:
            message = N_("The {role} process was killed, perhaps because the memory ran out.")
        elif code < 0:
            message = N_("The {role} process crashed ({reason}).")
        else:
            message = N_("The {role} process ended unexpectedly ({reason}).")
        return AssistantError(
            message, N_("Details are in {log}."), role=self.title, reason=_reason(code), log=self._log_file
        )


def _read(line: bytes) -> dict[str, object] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _facts(told: object) -> dict[str, object]:
    return {str(name): value for name, value in told.items()} if isinstance(told, dict) else {}


def _reason(code: int) -> str:
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
