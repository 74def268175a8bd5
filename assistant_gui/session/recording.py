"""A moment of the microphone as it is, to be played back to whoever spoke."""

from assistant_gui.core.ports import Microphone
from assistant_gui.core.sound import Sound, joined
from assistant_gui.core.turn import Turn


def recorded(microphone: Microphone, seconds: float, turn: Turn) -> Sound:
    """What is heard for *seconds*, or until *turn* is cut short; LevelMeasured tells how loud it is meanwhile.

    Nobody else may listen at the time. Raises AssistantError when the microphone cannot be used.
    """
    listening = Turn()
    turn.on_cancel(listening.cancel)
    heard: list[Sound] = []
    length = 0.0
    for frame in microphone.frames(listening):
        if length >= seconds:
            listening.cancel()  # what is on its way still comes
            continue
        heard.append(frame.sound)
        length += frame.sound.seconds
    return joined(heard)
