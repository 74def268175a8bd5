"""The engine role: models of one kind behind the OpenAI API, until the parent is gone."""

import logging
import os
import threading

from assistant_gui import roles
from assistant_gui.core.errors import AssistantError

log = logging.getLogger(__name__)

_SECONDS_TO_LEAVE = 4.0


def main() -> None:
    orders = roles.orders()
    out = roles.claim_stdout()
    roles.log_to(str(orders["log"]))
    roles.give_way(5)
    # Threads of llama.cpp that wait for each other must not keep a core busy that another program needs:
    # with one busy neighbour on two cores, two threads wrote 28 tokens/s before and 42-58 after.
    os.environ.setdefault("GOMP_SPINCOUNT", "100")
    from assistant_gui.engine import server  # after stdout is ours: libraries may print

    try:
        kind = server.kind_for(orders)
        listener = server.listening()
    except AssistantError as error:
        roles.not_ready(out, error)
        return
    port: int = listener.getsockname()[1]
    running = server.server(
        server.application(kind, str(orders["token"]), on_ready=lambda: roles.ready(out, port=port))
    )

    def leave() -> None:
        running.should_exit = True
        _end_later()

    roles.exit_with_parent(leave)
    log.info("%s engine on port %d", orders["kind"], port)
    running.run(sockets=[listener])
    logging.shutdown()
    os._exit(0)  # native threads of a model that is still loading must not hold us


def _end_later() -> None:
    """A model library that does not let go must not outlive the parent."""
    timer = threading.Timer(_SECONDS_TO_LEAVE, os._exit, args=(0,))
    timer.name, timer.daemon = "last exit", True
    timer.start()
