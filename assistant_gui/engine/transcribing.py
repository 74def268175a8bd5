"""A long recording written down while the one who asked watches: an event for each stretch of speech.

OpenAI's ``transcript.text.delta`` and ``transcript.text.done``, and two of our own
between them: ``transcript.text.segment`` with the times, and ``transcript.progress``.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack

import anyio
from anyio.to_thread import run_sync

from assistant_gui.core.ports import Segment
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.recogniser import Recogniser, joined
from assistant_gui.engine.asr.recordings import Recording
from assistant_gui.engine.errors import as_told, told

SIGN_OF_LIFE_SECONDS = 1.0

Event = Mapping[str, object]


def telling(ears: Recogniser, recording: Recording, language: str, turn: Turn, *, prompt: str = "") -> Iterator[Event]:
    """What is said in *recording*, as it is recognised. Raises what :meth:`Recogniser.windows` raises."""
    said: list[Segment] = []
    spoken = ""
    for window in ears.windows(recording, language, turn, prompt=prompt):
        spoken = window.language
        for one in filter(lambda each: each.text, window.segments):
            before = len(joined(said[-1:], spoken))
            yield {"type": "transcript.text.delta", "delta": joined([*said[-1:], one], spoken)[before:]}
            times = {"id": len(said), "start": one.start, "end": one.end}
            yield {"type": "transcript.text.segment", **times, "text": one.text}
            said.append(one)
        yield {"type": "transcript.progress", "processed": window.upto, "total": max(recording.seconds, window.upto)}
    yield {
        "type": "transcript.text.done",
        "text": joined(said, spoken),
        "language": spoken,
        "duration": round(recording.heard, 3),
    }


async def streamed(events: Iterator[Event], turn: Turn, upload: AsyncExitStack) -> AsyncIterator[bytes]:
    """*events* as they come, with a sign of life where they are long in coming; ends *upload* in the end."""
    pending: asyncio.Task[Event | None] | None = None
    try:
        while True:
            pending = asyncio.create_task(run_sync(_next, events))
            while not (await asyncio.wait({pending}, timeout=SIGN_OF_LIFE_SECONDS))[0]:
                yield b": \n\n"
            try:
                event = pending.result()
            except Exception as error:  # noqa: BLE001 - too late for a status: told where the answer was to be
                yield _sent({"error": told(as_told(error))})
                return
            if event is None:
                yield b"data: [DONE]\n\n"
                return
            yield _sent(event)
    finally:
        turn.cancel()
        with anyio.CancelScope(shield=True):
            if pending is not None and not pending.done():
                await asyncio.wait({pending})
                pending.exception()
            await upload.aclose()


def _next(events: Iterator[Event]) -> Event | None:
    return next(events, None)


def _sent(event: Event) -> bytes:
    return b"data: %b\n\n" % json.dumps(event, ensure_ascii=False).encode("utf-8", "replace")
