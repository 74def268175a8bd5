"""Pictures made fit to be sent, in the reader role; the desk decodes none for that."""

import base64
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path

from assistant_gui.core.attached import PICTURES
from assistant_gui.core.content import Picture
from assistant_gui.core.conversation import Attachment
from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn
from assistant_gui.remote.documents import ended_in_time, lines, unwatched
from assistant_gui.remote.process import RoleProcess

REMEMBERED = 32
"""Pictures, each of some hundred kilobytes."""
SECONDS = 60.0

_log = logging.getLogger(__name__)


class RemoteEyes:
    """See :class:`~assistant_gui.core.ports.Eyes`. Safe from any thread; what was looked at is remembered."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Picture | None] = OrderedDict()

    def look(self, attachment: Attachment, content: Callable[[], bytes | None], turn: Turn) -> Picture | None:
        if attachment.media not in PICTURES:
            return None
        with self._lock:
            if attachment.digest in self._known:
                self._known.move_to_end(attachment.digest)
                return self._known[attachment.digest]
        given = content()
        if given is None:  # not stored yet, or gone
            return None
        try:
            seen = looked_at(given, self._log, turn)
        except AssistantError as error:
            _log.warning("a picture is not sent: %s", error)
            seen = None
        with self._lock:
            self._known[attachment.digest] = seen
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return seen


def looked_at(content: bytes, log: Path, turn: Turn, *, seconds: float = SECONDS) -> Picture:
    """*content* as it can be sent. Raises AssistantError when it cannot be read, TurnCancelled when *turn* is."""

    def orders() -> Mapping[str, object]:
        return {"kind": "picture", "content": base64.b64encode(content).decode()}

    role = RoleProcess("reader", orders, log, unwatched)
    try:
        role.start()
        with ended_in_time(role, turn, seconds):
            for told in lines(role):
                turn.check()
                if "failed" in told:
                    raise received(told["failed"])
                if "picture" in told:
                    return Picture(str(told["media"]), base64.b64decode(str(told["picture"])))
        turn.check()
        raise AssistantError(N_("The picture takes too much memory or time to read."), N_("Attach a smaller one."))
    finally:
        role.stop()
