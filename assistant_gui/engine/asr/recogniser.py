"""A recording -> what was said, by one Whisper model."""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.language import N_
from assistant_gui.core.ports import Segment, Transcript
from assistant_gui.core.sound import SPEECH_RATE_HZ
from assistant_gui.core.turn import Turn
from assistant_gui.engine.asr.believing import Prompt, believed
from assistant_gui.engine.asr.faster import faster
from assistant_gui.engine.asr.port import LONGEST_PROMPT, TRIMMED_UP_TO_S, WINDOW_S, Pass, Whisper
from assistant_gui.engine.asr.presence import speech_seconds
from assistant_gui.engine.asr.probing import clearly_quicker, seconds_needed, some_speech
from assistant_gui.engine.asr.recordings import silence
from assistant_gui.engine.asr.seams import seam
from assistant_gui.engine.asr.segments import Read, stretches
from assistant_gui.engine.asr.whisper_pass import loaded
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.memory import give_back

if TYPE_CHECKING:
    from whisper.tokenizer import Tokenizer

    from assistant_gui.engine.asr.recordings import Recording, Samples

_LEAST_REST_S = 0.5
_LEAST_READ_S = 1.0
"""A window is at least so far done, so that the next one gets on."""
_UNREAD_S, _UNREAD_SPEECH_S = 2.0, 0.6
"""After a long pause Whisper may write no more, however much is said there: where so much behind the last words
holds so much speech, it is read again, as a beginning."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Window:
    """What was said in a part of a recording."""

    segments: tuple[Segment, ...]
    upto: float
    """Seconds of the recording that are written down."""
    language: str
    ending: float | None = None
    """See :class:`~assistant_gui.core.ports.Transcript`."""


class Recogniser:
    """Loads its model at the first use. Any thread; passes of several requests take turns.

    A long recording gives way to others after every window, so that somebody who
    speaks meanwhile is heard.
    """

    def __init__(
        self,
        file: Path,
        *,
        device: str = "auto",
        threads: int = 0,
        load: Callable[[Path, str], Whisper] = loaded,
        rival: Callable[[Path, str, int], Whisper | None] = faster,
        probe: Callable[[Whisper, AbstractContextManager[object]], float] = seconds_needed,
    ) -> None:
        self._file = file
        self._device = device
        self._threads = threads
        """0 until it is chosen by the machine."""
        self._load, self._rival, self._probe = load, rival, probe
        self._lock = threading.Lock()
        self._model: Whisper | None = None

    @property
    def library(self) -> str:
        """What runs the model; empty until it is loaded."""
        return self._model.library if self._model else ""

    def warm(self) -> None:
        """Load, and recognise some speech, so that the first real one is as quick as the rest.

        Where faster-whisper is installed, it takes over if it is quicker here.
        """
        self._believed(some_speech(), "", Prompt(), Turn())
        assert self._model is not None
        rival = self._rival(self._file, self._device, self._threads)
        if rival is None:
            return
        ours, theirs = (self._probe(one, self._lock) for one in (self._model, rival))
        with self._lock:
            self._model = rival if clearly_quicker(theirs, ours) else self._model
        _log.info("a pass: %.0f ms, by faster-whisper %.0f ms: %s", ours * 1000, theirs * 1000, self.library)

    def recognise(self, recording: "Recording", language: str, turn: Turn, *, prompt: str = "") -> Transcript:
        """All that is said in *recording*; see :meth:`windows`."""
        heard = list(self.windows(recording, language, turn, prompt=prompt))
        spoken = heard[-1].language
        segments = tuple(segment for window in heard for segment in window.segments)
        return Transcript(joined(segments, spoken), spoken, segments, heard[-1].ending)

    def windows(self, recording: "Recording", language: str, turn: Turn, *, prompt: str = "") -> Iterator[Window]:
        """What is said in *recording*, about half a minute after the other; at least one window.

        *prompt* names words that may well be said. An empty *language* is found out, and stays empty where nothing is said. Raises TurnCancelled, Refused for
        a language the model does not know and for dead silence, AssistantError when the model cannot be loaded.
        """
        spoken = self._known(language)
        listened_for = self._prompt(prompt)
        at = 0
        while at == 0 or recording.reaches(at + int(_LEAST_REST_S * SPEECH_RATE_HZ)):
            window = recording.window(at, int(WINDOW_S * SPEECH_RATE_HZ))
            last = whole = not recording.reaches(at + len(window))
            if not last:
                cut = seam(window)
                window, whole = window[: cut.at], cut.quiet
            seconds = len(window) / SPEECH_RATE_HZ
            if not window.any():
                turn.check()
                at += len(window)
                yield Window((), at / SPEECH_RATE_HZ, spoken)
                if last:
                    break
                continue
            said = self._believed(window, spoken, listened_for, turn)
            spoken = spoken or (said.language if said.tokens else "")
            tokenizer = self._tokenizer(spoken or said.language)
            read = stretches(said.tokens, tokenizer.timestamp_begin, seconds, last=whole)
            offset = at / SPEECH_RATE_HZ
            segments = tuple(
                Segment(
                    round(offset + one.start, 2),
                    round(offset + one.end, 2),
                    tokenizer.decode(list(one.tokens)).strip(),
                )
                for one in read.stretches
            )
            done = last and seconds <= TRIMMED_UP_TO_S
            at += len(window) if done else int(_written_upto(window, read) * SPEECH_RATE_HZ)
            yield Window(segments, at / SPEECH_RATE_HZ, spoken, said.ending if last else None)
            if done:
                break
            if not last:
                give_back()
        if recording.silent:
            raise silence()

    def _believed(self, window: "Samples", language: str, prompt: Prompt, turn: Turn) -> Pass:
        def one_pass(language: str, *, frames: int, temperature: float = 0.0, prompt: tuple[int, ...] = ()) -> Pass:
            with self._lock:
                turn.check()
                whisper = self._ready()
                return whisper.one_pass(window, language, turn, frames=frames, temperature=temperature, prompt=prompt)

        return believed(window, language, prompt, one_pass, self._text, speech_seconds)

    def _text(self, said: Pass) -> str:
        tokenizer = self._tokenizer(said.language)
        return str(tokenizer.decode([token for token in said.tokens if token < tokenizer.eot]))

    def _prompt(self, text: str) -> Prompt:
        """The end of *text* as far as there is room for it; what looks like a mark of Whisper's is mere letters."""
        words = text.split()
        if not words:
            return Prompt()
        encoding = self._tokenizer("").encoding
        tokens = encoding.encode_ordinary(" " + " ".join(words))[-LONGEST_PROMPT:]
        return Prompt(text, tuple(tokens))

    def _ready(self) -> Whisper:
        """The model; the lock is held."""
        if self._model is None:
            import psutil
            import torch

            # A core's second thread adds little, and the language engine and the voice work at the same time.
            self._threads = self._threads or psutil.cpu_count(logical=False) or 1
            torch.set_num_threads(self._threads)
            if self._device == "auto":
                self._device = "cuda" if torch.cuda.is_available() else "cpu"
            self._model = self._load(self._file, self._device)
        return self._model

    def _known(self, language: str) -> str:
        """*language* as Whisper calls it, or nothing when it shall be found out."""
        with self._lock:
            multilingual = self._ready().multilingual
        # Only now: two threads that import a package and its part at once get in each other's way.
        from whisper.tokenizer import LANGUAGES, TO_LANGUAGE_CODE

        name = language.strip().lower()
        code = TO_LANGUAGE_CODE.get(name, name.replace("_", "-").split("-")[0])
        if code and code not in LANGUAGES:
            raise Refused(
                N_("There is no language “{language}” in this model."),
                N_("Give a code such as en, de or zh, or none."),
                language=language,
            )
        if not multilingual and code not in ("", "en"):
            raise Refused(
                N_("The model that listens understands only English."),
                N_("Get Whisper base in the settings, under Models: it knows 99 languages."),
            )
        return code if multilingual else "en"

    def _tokenizer(self, language: str) -> "Tokenizer":
        assert self._model is not None
        return self._model.tokenizer(language)


def _written_upto(window: "Samples", read: Read) -> float:
    """Seconds of *window* that are done: no more than was written, where somebody speaks behind that."""
    written = read.stretches[-1].end if read.stretches else 0.0
    if written < _LEAST_READ_S or read.upto - written < _UNREAD_S:
        return read.upto
    rest = window[int(written * SPEECH_RATE_HZ) : int(read.upto * SPEECH_RATE_HZ)]
    return written if speech_seconds(rest) >= _UNREAD_SPEECH_S else read.upto


_UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


def joined(segments: Iterable[Segment], language: str) -> str:
    """What was said as one text in *language*."""
    return ("" if language in _UNSPACED else " ").join(one.text for one in segments if one.text)
