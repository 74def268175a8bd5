"""Talking: the microphone, the floor and the assistant, joined."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import (
    Event,
    Failed,
    FloorChanged,
    Recognised,
    ReplyGrew,
    StageTimed,
    TurnEnded,
    TurnTimed,
)
from assistant_gui.core.language import N_
from assistant_gui.core.ports import Emit, Microphone, Transcript
from assistant_gui.core.sleepless import sleepless
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session import waterfall
from assistant_gui.session.asides import echoes
from assistant_gui.session.assistant import Attempt, something_broke
from assistant_gui.session.commands import Begin, Command, Do, Glimpse, Show
from assistant_gui.session.floor import Moderator
from assistant_gui.session.waterfall import Watch

SLEPT_SECONDS = 5.0
"""When no frame came for so long, the machine slept or the processor was not to be had."""

_log = logging.getLogger(__name__)

_STAMPED = {
    "recognise": waterfall.RECOGNISED,
    "first_token": waterfall.FIRST_TOKEN,
    "first_sentence": waterfall.FIRST_CLAUSE,
}


class Answers(Protocol):
    """The assistant as talking needs it."""

    def hear(self, conversation: str, sound: Sound, known: Transcript | None = None) -> Attempt: ...
    def glimpse(self, sound: Sound) -> Turn:
        """Recognise *sound* beside the answer; Recognised follows."""
        ...

    def say(self, text: str) -> Turn: ...
    def stop(self) -> None: ...


class Ends(Microphone, Protocol):
    """Both ends of the sound: what is listened to, what is spoken through, and which devices there are."""

    def keep_ready(self, *, on: bool) -> None:
        """Whether the microphone stays open for a while when nobody listens any more, if the person wants that."""
        ...

    def devices(self) -> object:
        """Look the devices up; what there is follows as DevicesListed."""
        ...

    def use(self, microphone: str, speaker: str) -> None: ...
    def duck(self) -> None:
        """Make what is played quieter; safe when nothing is."""
        ...

    def hold(self) -> None:
        """Keep what is played silent where it is."""
        ...

    def restore(self) -> None:
        """Play as loud as before, from where it is."""
        ...


class Talk:
    """Push-to-talk and hands-free, in whichever conversation is open.

    Every method returns at once and may be called from any thread. Hand
    :meth:`on_event` everything the assistant emits.
    """

    def __init__(
        self,
        assistant: Answers,
        ends: Ends,
        conversation: Callable[[], str],
        emit: Emit,
        moderator: Moderator | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleepless: Callable[[], float] = sleepless,
    ) -> None:
        self._assistant = assistant
        self._ends = ends
        self._conversation = conversation
        self._emit = emit
        self._moderator = moderator or Moderator()
        self._lock = threading.RLock()
        self._listening: Turn | None = None
        self._word = ""
        self._threads: list[threading.Thread] = []
        self._attempt: Attempt | None = None
        self._turn = 0
        self._clock = clock
        self._sleepless = sleepless
        self._watch = Watch(0.0, clock)
        self._answer = ""
        self._glimpse = Turn()
        self._glimpsed_in = ""
        """The language of what was said over the answer."""
        self._pressed_at = float("-inf")
        self._by_hand = False
        self._pressed = False
        """The microphone was opened by the talk button, which may soon be pressed again."""

    @property
    def listening(self) -> bool:
        """The microphone is open, or is being opened."""
        with self._lock:
            return self._listening is not None

    def start_talking(self) -> None:
        """The talk button went down."""
        with self._lock:
            self._pressed_at = self._clock()
            self._carry_out(self._moderator.pressed())

    def finish_talking(self) -> None:
        """The talk button came up; after a tap talking goes on until the next press."""
        with self._lock:
            self._carry_out(self._moderator.released(self._clock() - self._pressed_at))

    def toggle_talking(self) -> bool:
        """Begin talking, or end it and ask; whether the button is down now."""
        with self._lock:
            self._carry_out(self._moderator.toggled())
            return self._moderator.held

    def wait_for(self, word: str) -> None:
        """Wait for the wake *word* whenever nobody talks; empty for not at all."""
        with self._lock:
            if self._word and not word:
                self._ends.keep_ready(on=False)
            if word != self._word:
                self._carry_out(self._moderator.wait_for_word(on=False))
            self._word = word
            self._carry_out(self._moderator.wait_for_word(on=bool(word)))

    def hands_free(self, on: bool) -> None:
        with self._lock:
            self._pressed = False
            self._ends.keep_ready(on=False)
            self._carry_out(self._moderator.hands_free(on=on))

    def stop(self) -> None:
        """Cut the answer short, and drop what is being said after a tap; listening goes on as it was."""
        with self._lock:
            self._carry_out(self._moderator.given_up())
        self._assistant.stop()

    def say(self, text: str) -> None:
        """Speak *text*, to hear how it sounds."""
        self._assistant.say(text)

    def devices(self) -> None:
        """Look which devices there are; DevicesListed follows."""
        self._begin(self._list_devices, "devices")

    def use(self, microphone: str, speaker: str) -> None:
        """Listen and speak there from now on."""
        try:
            self._ends.use(microphone, speaker)
        except AssistantError as error:
            self._emit(Failed(0, error))

    def close(self) -> None:
        """Stop listening and wait for the microphone to be closed."""
        with self._lock:
            self._glimpse.cancel()
            self._close_ears()
            threads = self._threads
        for thread in threads:
            thread.join()

    def on_sounding(self, turn: int) -> None:
        """The first sound of *turn* can be heard; from any thread."""
        with self._lock:
            if turn == self._turn:
                self._watch.stamp(waterfall.FIRST_SOUND)
                self._emit(TurnTimed(turn, dict(self._watch.seconds)))

    def on_event(self, event: Event) -> None:
        """Learn from the assistant's events what became of the turn; from any thread."""
        with self._lock:
            match event:
                case StageTimed(turn=self._turn, stage="first_sound"):
                    self._carry_out(self._moderator.sounding())
                case StageTimed(turn=self._turn, stage="first_block"):
                    self._carry_out(self._moderator.ready())
                case StageTimed(turn=self._turn, stage=stage) if stage in _STAMPED:
                    self._watch.stamp(_STAMPED[stage])
                case Recognised(turn=self._turn, text=text, ending=ending):
                    if self._by_hand and not text:
                        self._complain(N_("No words were recognised."), N_("Hold the button and speak up."))
                    self._carry_out(self._moderator.recognised(text, ending))
                case ReplyGrew(turn=self._turn, piece=piece):
                    self._answer += piece
                case Recognised(turn=turn, text=text, language=language, ending=ending) if turn == self._glimpse.number:
                    self._glimpsed_in = language
                    self._carry_out(self._moderator.glimpsed("" if echoes(text, self._answer) else text, ending))
                case TurnEnded(turn=self._turn):
                    self._carry_out(self._moderator.answered())

    def _carry_out(self, commands: Sequence[Command]) -> None:
        for command in commands:
            match command:
                case Show(floor=floor):
                    self._emit(FloorChanged(floor))
                case Begin(sound=sound, text=text, silence=silence, by_hand=by_hand):
                    self._by_hand = by_hand
                    self._watch = Watch(silence, self._clock)
                    self._watch.stamp(waterfall.SOFT_END)
                    known = Transcript(text, self._glimpsed_in) if text else None
                    self._attempt = self._assistant.hear(self._conversation(), sound, known)
                    self._turn, self._answer = self._attempt.turn.number, ""
                case Glimpse(sound=sound):
                    self._glimpse.cancel()
                    self._glimpse = self._assistant.glimpse(sound)
                case Do.DUCK:
                    self._ends.duck()
                case Do.HOLD:
                    self._ends.hold()
                case Do.RESTORE:
                    self._ends.restore()
                case Do.COMMIT:
                    self._watch.stamp(waterfall.COMMITTED)
                    if self._attempt is not None:
                        self._attempt.commit()
                case Do.WITHDRAW:
                    if self._attempt is not None:
                        self._attempt.turn.cancel()
                    self._turn = 0
                case Do.INTERRUPT:
                    self._assistant.stop()
                case Do.OPEN_EARS:
                    self._open_ears()
                case Do.ARM_EARS:
                    self._open_ears(self._word)
                case Do.CLOSE_EARS:
                    self._close_ears()
                case Do.COMPLAIN_SILENCE:
                    self._complain(
                        N_("The microphone gave silence: is it muted, or not permitted?"),
                        N_("Check it in the system's sound settings, or choose another one."),
                    )
                case Do.COMPLAIN_SHORT:
                    self._complain(
                        N_("That was too short to hear."),
                        N_("Hold the button while you speak, or tap it before and after."),
                    )

    def _open_ears(self, word: str = "") -> None:
        self._close_ears()
        self._pressed = self._moderator.held
        self._listening = turn = Turn()
        self._begin(lambda: self._listen(turn, word), "ears")

    def _begin(self, work: Callable[[], None], name: str) -> None:
        with self._lock:
            self._threads = [thread for thread in self._threads if thread.is_alive()]
            thread = threading.Thread(target=work, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def _list_devices(self) -> None:
        try:
            self._ends.devices()
        except AssistantError as error:
            self._emit(Failed(0, error))

    def _close_ears(self) -> None:
        listening, self._listening = self._listening, None
        if self._pressed or self._moderator.held:
            self._ends.keep_ready(on=True)
        if listening is not None:
            listening.cancel()

    def _listen(self, turn: Turn, word: str) -> None:
        try:
            last = self._sleepless()
            for frame in self._ends.frames(turn, word):
                last, before = self._sleepless(), last
                with self._lock:
                    if turn is not self._listening:
                        return
                    if word:  # the first frame after it
                        word = ""
                        self._carry_out(self._moderator.woken())
                    elif last - before > SLEPT_SECONDS:
                        self._carry_out(self._moderator.slept())
                    self._carry_out(self._moderator.heard(frame))
            if not turn.cancelled:
                raise AssistantError(N_("Sound was turned off."), N_("Turn it on again to go on."))
        except TurnCancelled:
            return
        except AssistantError as error:
            self._lost(turn, error)
        except Exception:  # noqa: BLE001 - said to the person, logged with its traceback
            _log.exception("listening broke")
            self._lost(turn, something_broke())

    def _lost(self, turn: Turn, error: AssistantError) -> None:
        with self._lock:
            if turn is self._listening:
                self._listening = None
                self._emit(Failed(0, error))
                self._carry_out(self._moderator.ears_closed())

    def _complain(self, message: str, hint: str) -> None:
        self._emit(Failed(0, AssistantError(message, hint)))
