"""Trying out the microphone and the speaker, while nobody talks."""

from collections.abc import Callable
from typing import Protocol

from assistant_gui.core.ports import Microphone, Speaker
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.session.recording import recorded


class Ends(Microphone, Speaker, Protocol):
    def check(self, turn: Turn) -> SetupChecked: ...


class Trial:
    """All but :meth:`begin` and :meth:`end` blocks, and raises TurnCancelled when *turn* is cut short."""

    def __init__(self, ends: Ends, rest: Callable[[], None], go_on: Callable[[], None]) -> None:
        """*rest* closes the microphone and falls silent, *go_on* is as it was before."""
        self._ends = ends
        self._rest = rest
        self._go_on = go_on

    def begin(self) -> None:
        """Nobody else listens or speaks from now on."""
        self._rest()

    def end(self) -> None:
        self._go_on()

    def record(self, seconds: float, turn: Turn) -> Sound:
        sound = recorded(self._ends, seconds, turn)
        turn.check()
        return sound

    def play(self, sound: Sound, turn: Turn) -> None:
        """Until it was heard."""
        turn.on_cancel(lambda: self._ends.flush(turn))
        self._ends.play(sound, turn)
        self._ends.drain(turn)

    def check(self, turn: Turn) -> SetupChecked:
        return self._ends.check(turn)
