"""The inside of a voice's own process: texts come in, sound goes out, one after the other.

The line that says that it is ready lists the voices it has. A request is the packet
``{"say": text, "speed": 1.0, ...}`` with the fields of a Manner; the answer is
``{"said": true}`` with the sound, or ``{"failed": true, "message": ..., "hint": ...}``.
"""

import io
import logging
import os
import queue
import sys
import threading
from collections.abc import Callable, Sequence
from typing import cast

from assistant_gui import roles
from assistant_gui.core.errors import AssistantError, sent
from assistant_gui.core.language import N_
from assistant_gui.core.packets import packed, packets
from assistant_gui.engine.tts.manner import Listed, Manner

Say = Callable[[str, Manner], bytes]
"""A text as mono 16-bit sound at VOICE_RATE_HZ."""

_log = logging.getLogger(__name__)


def serve(prepare: Callable[[], tuple[Say, Sequence[Listed]]]) -> None:
    """Prepare a voice, say whether it is ready, and speak until stdin ends. Ends the process even if the voice hangs."""
    out = io.BufferedWriter(cast("io.RawIOBase", roles.claim_stdout()))
    requests: queue.Queue[tuple[str, Manner]] = queue.Queue()
    threading.Thread(target=_listen, args=(requests,), name="requests", daemon=True).start()
    try:
        say, voices = prepare()
    except AssistantError as error:
        roles.not_ready(out, error)
        return
    roles.ready(out, voices=[voice.told() for voice in voices])
    while True:
        text, manner = requests.get()
        out.write(_answer(say, text, manner))
        out.flush()


def _listen(requests: "queue.Queue[tuple[str, Manner]]") -> None:
    for header, _ in packets(sys.stdin.buffer):
        speed, pitch = (float(str(header.get(name, 1.0))) for name in ("speed", "pitch"))
        voice, language = (str(header.get(name, "")) for name in ("voice", "language"))
        requests.put((str(header["say"]), Manner(speed, pitch, voice, language)))
    os._exit(0)


def _answer(say: Say, text: str, manner: Manner) -> bytes:
    try:
        return packed({"said": True}, say(text, manner))
    except AssistantError as error:
        return packed({"failed": True, **sent(error)})
    except Exception:  # noqa: BLE001 - whatever a voice library raises must not end the voice
        _log.exception("a voice broke")
        return packed({"failed": True, "message": N_("The voice could not say this."), "hint": ""})
