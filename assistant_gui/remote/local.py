"""An engine of our own: started at the first wish, found again after a death, ended on request."""

import logging
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import RoleChanged, RoleState
from assistant_gui.core.language import N_
from assistant_gui.core.models import Served
from assistant_gui.core.ports import Emit
from assistant_gui.remote.process import RoleProcess
from assistant_gui.remote.wire import Address, Body, ask

_log = logging.getLogger(__name__)


class LocalEngine:
    """One engine role and its address. Safe from any thread."""

    def __init__(
        self,
        kind: str,
        served: Callable[[], Sequence[Served]],
        orders: Callable[[], Mapping[str, object]],
        log: Path,
        emit: Emit,
        *,
        launch: Callable[..., RoleProcess] = RoleProcess,
    ) -> None:
        self.kind = kind
        self._served = served
        self._orders = orders
        self._emit = emit
        self._lock = threading.Lock()
        self._address = Address("", "")
        self._token = ""
        self._known: set[Served] = set()
        self._ordered: dict[str, object] = {}
        self._process = launch(
            "engine",
            self._given,
            log,
            self._changed,
            keep_alive=True,
            on_ready=self._ready,
            title=kind,
        )

    def connect(self) -> Address:
        """Where it listens; starts it if it is not running, and again if its settings or models are others now.

        Waits for one that is coming back. Raises AssistantError when it cannot start.
        """
        with self._lock:
            if self._process.alive and self._outdated():
                self._process.stop()
            self._process.start()
            self._announce_new()
            return self._address

    def here(self) -> Address:
        """Where it listens now. Raises AssistantError when it does not run, or not as it is ordered: it is not started."""
        if not self._process.alive or not self._address.base or self._outdated():
            raise AssistantError(N_("The engine is not running."), N_("It starts with the next question."))
        return self._address

    @property
    def pid(self) -> int:
        return self._process.pid

    def give_up(self, address: Address) -> None:
        """The one at *address* hangs: end it at once. Another one takes its place, and what is being asked fails."""
        if address == self._address:
            _log.warning("the %s engine does not answer; it is started anew", self.kind)
            self._process.kill()

    def stop(self) -> None:
        """End it and give its memory back; the next :meth:`connect` starts it with what is installed then."""
        with self._lock:
            self._process.stop()

    def _outdated(self) -> bool:
        """It was started with other settings, or before a model came."""
        new = (each for each in self._served() if each not in self._known)
        return self._ordered != self._orders() or any(not each.adapter for each in new)

    def _given(self) -> Mapping[str, object]:
        self._token = secrets.token_urlsafe(32)
        self._ordered = dict(self._orders())
        served = self._served()
        self._known = set(served)
        models = [
            {
                "name": each.name,
                "format": each.format.value,
                "path": each.path,
                "adapter": each.adapter,
                "strength": each.strength,
                "projector": each.projector,
            }
            for each in served
        ]
        return {"kind": self.kind, "token": self._token, "models": models, **self._ordered}

    def _ready(self, facts: Mapping[str, object]) -> None:
        self._address = Address(f"http://127.0.0.1:{facts['port']}", self._token)

    def _changed(self, state: RoleState, detail: str) -> None:
        self._emit(RoleChanged(self.kind, state, detail))

    def _announce_new(self) -> None:
        """Tell a running engine of adapters that were made since it started."""
        for each in self._served():
            if each in self._known or not each.adapter:
                continue
            base = next((s.name for s in self._served() if s.path == each.path and not s.adapter), "")
            wanted = {
                "lora_name": each.name,
                "lora_path": each.adapter,
                "base_model_name": base,
                "strength": each.strength,
            }
            try:
                ask(self._address, "/v1/load_lora_adapter", Body.json(wanted))
            except AssistantError:
                self._process.stop()
                self._process.start()
                return
            # What had this name before (the adapter, less strong) is no longer what the engine knows by it.
            self._known = {known for known in self._known if known.name != each.name} | {each}
