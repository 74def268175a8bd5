"""Frames handed from the pipe's thread to the listener's."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import Frame
from assistant_gui.core.sound import Sound
from assistant_gui.remote.listening import MOST, Listener

FRAME = Frame(Sound(b"\0\0", 16_000), 0.1, echo=False)


def test_frames_come_in_order_until_the_end():
    listener = Listener()
    frames = [Frame(Sound(bytes([n, 0]), 16_000), 0.1, echo=False) for n in range(3)]
    for frame in frames:
        listener.put(frame)
    listener.end()

    assert list(listener.frames()) == frames


def test_a_failure_is_raised_after_what_came_before_it():
    listener = Listener()
    listener.put(FRAME)
    listener.fail(AssistantError("The microphone is gone."))
    frames = listener.frames()

    assert next(frames) is FRAME
    with pytest.raises(AssistantError, match="gone"):
        next(frames)


def test_a_listener_that_does_not_listen_does_not_fill_the_memory():
    listener = Listener()

    for _ in range(MOST + 100):
        listener.put(FRAME)
    listener.end()

    assert len(list(listener.frames())) == MOST


def test_frames_that_were_on_their_way_when_the_wait_for_the_word_began_wake_nobody():
    listener = Listener("hey_jarvis")
    listener.put(Frame(Sound(b"\1\0", 16_000), 0.1, echo=False))
    listener.wait_on()
    listener.woken()
    listener.put(FRAME)
    listener.end()

    assert list(listener.frames()) == [FRAME]
    assert listener.word == ""
