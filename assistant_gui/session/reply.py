"""One answer: written by the model, shown and kept as it grows, and said aloud if wished."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from assistant_gui.core.content import Messages
from assistant_gui.core.conversation import Generator, Message
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Failed, PromptRead, ReplyGrew, Spoke, StageTimed
from assistant_gui.core.manner import Overflow
from assistant_gui.core.ports import Archive, Emit, Figures, Piece, Reading, Sampling, Speaker, Thinker, Voice
from assistant_gui.core.sound import Sound
from assistant_gui.core.stream import ahead
from assistant_gui.core.turn import Turn
from assistant_gui.session.again import Again
from assistant_gui.session.passage import USUAL_PACE, Passage
from assistant_gui.session.saying import sayings
from assistant_gui.session.sentences import Sentence, sentences

Clock = Callable[[], float]

PIECE_SECONDS = 0.2
"""Of sound; how far it was heard is told piece by piece."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person has chosen, as it was when the question was asked."""

    model: str
    sampling: Sampling
    system_prompt: str
    context_tokens: int
    adapter: str = ""
    overflow: Overflow = Overflow.DROP
    writes_titles: bool = False
    """The model is large enough to be asked for a title."""
    sees: bool = False
    """The model can be shown pictures."""
    locale: str = ""
    """The person's, as the system has it (``en_GB.UTF-8``): how dates are meant."""


class Writing:
    """An answer on its way: iterate it once, then read :attr:`message`.

    Yields the pieces of text; every piece is announced and handed to the archive
    before it is yielded, so that what was seen is kept whatever happens next. One
    that is *held* is neither announced nor kept before :meth:`publish`.
    """

    def __init__(
        self,
        message: Message,
        prompt: Callable[[], Messages],
        choices: Choices,
        thinker: Thinker,
        archive: Archive,
        turn: Turn,
        emit: Emit,
        clock: Clock = time.monotonic,
        *,
        held: bool = False,
        again: Again | None = None,
        question: str = "",
    ) -> None:
        """With *again* it is another version of an answer, which *message* may begin with."""
        self.message = message
        self.question = question
        """What it answers; its language is taken as long as the answer does not show its own."""
        self.locale = choices.locale
        self._again = again
        self.public = not held
        """It is stored under the id of :attr:`message`."""
        self._lock = threading.Lock()
        self._prompt = prompt
        self._choices = choices
        self._thinker = thinker
        self._archive = archive
        self._turn = turn
        self._emit = emit
        self._clock = clock

    def __iter__(self) -> Iterator[str]:
        asked = self._clock()
        first: float | None = None
        made = Generator(
            model=self._choices.model,
            adapter=self._choices.adapter,
            temperature=self._choices.sampling.temperature,
            top_p=self._choices.sampling.top_p,
            seed=self._choices.sampling.seed,
        )
        begun, again = self.message.text, self._again
        goes_on = again is not None and again.goes_on
        reply = self._thinker.reply(
            self._choices.model, self._prompt(), self._choices.sampling, self._turn, goes_on=goes_on
        )
        for part in reply:
            match part:
                case Piece(text=text):
                    if first is None:
                        first = self._clock()
                        made = replace(made, ttft_ms=(first - asked) * 1000)
                        self._emit(StageTimed(self._turn.number, "first_token", made.ttft_ms))
                    made = replace(made, tokens=made.tokens + 1)
                    if again is not None and self.message.text == begun:
                        text = again.joint(text)
                    self._grow(text, made)
                    yield text
                case Reading(fraction=fraction):
                    self._emit(PromptRead(self._turn.number, fraction))
                case Figures(tokens=tokens, tokens_per_s=speed, finish=finish):
                    self._grow("", replace(made, tokens=tokens, tokens_per_s=speed, finish=finish))

    def publish(self, stored: Message) -> None:
        """Let what was written so far be seen and kept as *stored*, and all that follows. From any thread."""
        with self._lock:
            self.message = replace(stored, text=self.message.text, generator=self.message.generator)
            self.public = True
            self._tell(self.message.text)

    def _grow(self, text: str, made: Generator) -> None:
        with self._lock:
            self.message = replace(self.message, text=self.message.text + text, generator=made)
            if self.public:
                self._tell(text)

    def _tell(self, text: str) -> None:
        if text:
            self._archive.grow(self.message.id, self.message.text)
            self._emit(ReplyGrew(self._turn.number, self.message.id, text))


class Aloud:
    """Says a :class:`Writing` while it is still being written.

    Thinking, speaking and playing overlap: each :func:`ahead` is one thread.
    A voice that fails is reported once and the answer goes on in writing.
    """

    def __init__(self, voice: Voice, speaker: Speaker, turn: Turn, emit: Emit, clock: Clock = time.monotonic) -> None:
        self.heard = 0
        """Characters of the answer that were really played."""
        self.silent = False
        """The voice or the speaker failed; the answer is only on the screen."""
        self._voice = voice
        self._speaker = speaker
        self._turn = turn
        self._emit = emit
        self._clock = clock
        self._began = 0.0
        self._reached: set[str] = set()

    def say(self, writing: Writing, admitted: Callable[[], None] = lambda: None) -> None:
        """Say all of it; returns when the last of it was heard. Raises what *writing* raises.

        Thinking and speaking begin at once; *admitted* may keep the first sound from being played.
        """
        self._began = self._clock()
        self._turn.on_cancel(lambda: self._speaker.flush(self._turn))
        with (
            ahead(sentences(writing), depth=64) as written,
            ahead(self._blocks(written, writing.question, writing.locale), depth=4) as blocks,
        ):
            admitted()
            for passage, sound, ends in blocks:
                self._play(passage, sound, ends, writing)
        if not self.silent:
            self._tolerant(lambda: self._speaker.drain(self._turn))

    def _blocks(
        self, written: Iterator[Sentence], question: str, locale: str
    ) -> Iterator[tuple[Passage, Sound, float]]:
        """Sound, the sentence that it is of, and where in that sentence's sound it ends (in seconds)."""
        from assistant_gui.core.spoken.written import written_in  # only when something is said

        start, pace = 0, USUAL_PACE
        for saying in sayings(written, written_in(question), locale):
            self._stage("first_sentence")
            passage = Passage(start, saying.upto, pace, saying.origins)
            start = saying.upto
            if self.silent or not saying.text:
                continue
            try:
                last: Sound | None = None
                for sound in self._voice.speak(saying.text, self._turn, saying.language):
                    self._stage("first_block")
                    if last is not None:
                        yield from _cut(passage, last)
                    last = sound
                if last is not None:
                    pieces = list(_cut(passage, last))
                    passage.finish()
                    pace = passage.pace
                    yield from pieces
            except AssistantError as error:
                self._give_up(error)

    def _play(self, passage: Passage, sound: Sound, ends: float, writing: Writing) -> None:
        if self.silent:
            return

        def on_played() -> None:
            self.heard = max(self.heard, passage.reached(ends, writing.message.text))
            self._emit(Spoke(self._turn.number, writing.message.id, self.heard))

        self._stage("first_sound")
        self._tolerant(lambda: self._speaker.play(sound, self._turn, on_played))

    def _stage(self, name: str) -> None:
        """Tell how long after the question stage *name* was reached, once."""
        if name not in self._reached:
            self._reached.add(name)
            self._emit(StageTimed(self._turn.number, name, (self._clock() - self._began) * 1000))

    def _tolerant(self, act: Callable[[], None]) -> None:
        try:
            act()
        except AssistantError as error:
            self._give_up(error)

    def _give_up(self, error: AssistantError) -> None:
        if not self.silent:
            self.silent = True
            self._emit(Failed(0, error))


def _cut(passage: Passage, sound: Sound) -> Iterator[tuple[Passage, Sound, float]]:
    """*sound* in pieces short enough to tell the words apart, added to *passage*."""
    size = max(1, round(PIECE_SECONDS * sound.rate_hz)) * 2
    for at in range(0, len(sound.pcm), size):
        piece = Sound(sound.pcm[at : at + size], sound.rate_hz)
        yield passage, piece, passage.grow(piece.seconds)
