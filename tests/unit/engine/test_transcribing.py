"""A recording that is followed while it is written down, with ears that read from a script."""

import asyncio
import io
import json
from collections.abc import Iterator
from contextlib import AsyncExitStack

import numpy as np
import pytest
import soundfile

from assistant_gui.core.ports import Segment
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.recogniser import Window
from assistant_gui.engine.asr.recordings import Recording, silence
from assistant_gui.engine.transcribing import streamed, telling


class ScriptedEars:
    def __init__(self, *windows: Window | Exception) -> None:
        self._windows = windows

    def windows(self, recording: Recording, language: str, turn: Turn, *, prompt: str = "") -> Iterator[Window]:
        for window in self._windows:
            if isinstance(window, Exception):
                raise window
            yield window


@pytest.fixture
def recording():
    file = io.BytesIO()
    soundfile.write(file, np.full(16_000 * 4, 0.1), 16_000, format="WAV")
    file.seek(0)
    return Recording(file)


ENGLISH = (
    Window((Segment(0.0, 1.0, "Hello."), Segment(1.0, 1.5, "")), 2.0, "en"),
    Window((Segment(2.0, 3.0, "How are you?"),), 4.0, "en"),
)


def told(*windows, recording):
    return list(telling(ScriptedEars(*windows), recording, "", Turn()))


def test_what_is_said_comes_window_by_window(recording):
    events = told(*ENGLISH, recording=recording)

    assert [event["type"].rpartition(".")[2] for event in events] == [
        *("delta", "segment", "progress"),
        *("delta", "segment", "progress"),
        "done",
    ]
    assert [event["processed"] for event in events if "processed" in event] == [2.0, 4.0]
    assert {event["total"] for event in events if "total" in event} == {4.0}


@pytest.mark.parametrize(
    ("windows", "text"),
    [
        (ENGLISH, "Hello. How are you?"),
        ([Window((Segment(0, 1, "你好。"), Segment(1, 2, "再见。")), 4.0, "zh")], "你好。再见。"),
        ([Window((), 4.0, "")], ""),
    ],
)
def test_the_pieces_make_the_whole_text(recording, windows, text):
    events = told(*windows, recording=recording)

    assert "".join(event["delta"] for event in events if "delta" in event) == text
    assert events[-1]["text"] == text


def lines(windows, recording, turn):
    closed = []

    async def read():
        upload = AsyncExitStack()
        upload.callback(lambda: closed.append(True))
        events = telling(ScriptedEars(*windows), recording, "", turn)
        return [line async for line in streamed(events, turn, upload)]

    return asyncio.run(read()), closed


def test_events_are_sent_and_the_upload_is_let_go(recording):
    turn = Turn()

    sent, closed = lines(ENGLISH, recording, turn)

    assert json.loads(sent[0].removeprefix(b"data: "))["delta"] == "Hello."
    assert sent[-1] == b"data: [DONE]\n\n"
    assert closed == [True]
    assert turn.cancelled


def test_what_goes_wrong_on_the_way_is_told_as_a_sentence(recording):
    sent, closed = lines([ENGLISH[0], silence()], recording, Turn())

    assert "There is no sound at all" in json.loads(sent[-1].removeprefix(b"data: "))["error"]["message"]
    assert closed == [True]


def test_a_client_that_goes_away_ends_the_work(recording):
    turn, closed = Turn(), []

    async def leave():
        upload = AsyncExitStack()
        upload.callback(lambda: closed.append(True))
        stream = streamed(telling(ScriptedEars(*ENGLISH), recording, "", turn), turn, upload)
        await anext(stream)
        await stream.aclose()

    asyncio.run(leave())

    assert turn.cancelled
    assert closed == [True]
