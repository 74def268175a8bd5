"""ask, chat, talk and transcribe."""

import argparse
import os
import queue
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from assistant_gui.cli.attaching import attached
from assistant_gui.cli.fetching import fetch
from assistant_gui.cli.out import Out
from assistant_gui.cli.parts import Parts
from assistant_gui.core.conversation import Message, State
from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.events import (
    Event,
    Failed,
    PromptRead,
    Recognised,
    ReplyEnded,
    ReplyGrew,
    StageTimed,
    TurnEnded,
)
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.manner import Manner, over
from assistant_gui.core.ports import Listened, Transcript
from assistant_gui.core.sound import VOICE_RATE_HZ, Sound
from assistant_gui.core.subtitles import FORMS
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.session.assistant import Assistant
from assistant_gui.session.listened import in_words, progress
from assistant_gui.session.presets import preset


def ask(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    text = arguments.text.strip()
    if not text:
        raise AssistantError(N_("There is no question."), N_('Try: assistant-gui ask "Hello".'))
    if arguments.temporary and arguments.conversation:
        raise AssistantError(
            N_("A temporary question cannot go on in a conversation that is stored."), N_("Leave one of the two out.")
        )
    files = attached(arguments.files, parts.files, out, turn)
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with parts.assistant(told.put, manner=_manner(arguments, parts), temporary=arguments.temporary) as assistant:
        assistant.ask(arguments.conversation, text, files)
        turn.on_cancel(assistant.stop)
        answer = _followed(told, out)
    out.piece("\n")
    made = answer.generator
    out.result(
        {
            "conversation": answer.conversation,
            "message": answer.id,
            "model": made.model if made else "",
            "text": answer.text,
            "tokens": made.tokens if made else 0,
            "tokens_per_s": round(made.tokens_per_s, 1) if made else 0.0,
            "ttft_ms": round(made.ttft_ms, 1) if made else 0.0,
        }
    )
    return 0 if answer.state is State.WHOLE else 130


def _manner(arguments: argparse.Namespace, parts: Parts) -> Manner:
    """What was said of how to answer; a preset is beneath what was named alone."""
    chosen = Manner(
        instructions=arguments.system,
        temperature=arguments.temperature,
        top_p=arguments.top_p,
        max_tokens=arguments.max_tokens,
        seed=arguments.seed,
    )
    return over(chosen, preset(arguments.preset, parts.archive.manners).manner) if arguments.preset else chosen


def chat(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    """Question and answer until an empty line or the end of what is typed."""
    with suppress(EOFError):
        _offer_starters(parts, out)
    out.say(_("Talking to {model}. An empty line or Ctrl-D ends it.").format(model=parts.model_in_use()[1]))
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    conversation = ""
    with parts.assistant(told.put) as assistant, suppress(EOFError, KeyboardInterrupt):
        while text := input("> ").strip():
            assistant.ask(conversation, text)
            try:
                conversation = _followed_or_stopped(told, out, assistant).conversation
                out.piece("\n\n")
            except AssistantError as error:
                out.say(str(error))
            except TurnCancelled:
                out.piece("\n")
    return 0


def talk(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    _must_exist(arguments.source)
    told: queue.SimpleQueue[Event] = queue.SimpleQueue()
    stages: dict[str, float] = {}
    heard: list[str] = []
    unspoken: list[AssistantError] = []

    def note(event: Event) -> None:
        match event:
            case StageTimed(stage=stage, ms=ms):
                stages[stage] = round(ms, 1)
            case Recognised(text=text):
                heard.append(text)
                if not text:
                    event = Failed(event.turn, AssistantError(N_("No words were recognised in the recording.")))
            case Failed(turn=0, error=error):
                unspoken.append(error)
        told.put(event)

    with (
        WavSpeaker(arguments.target) as speaker,
        parts.assistant(note, speaker) as assistant,
    ):
        assistant.attend(arguments.conversation, lambda turn: parts.ears.transcribe_file(arguments.source, turn))
        turn.on_cancel(assistant.stop)
        answer = _followed(told, out)
        if unspoken:
            raise unspoken[0]
        if answer.state is not State.WHOLE:
            raise TurnCancelled
        speaker.keep()
    out.piece("\n")
    out.result({"heard": " ".join(heard), "reply": answer.text, "stages": stages})
    return 0


def transcribe(arguments: argparse.Namespace, parts: Parts, out: Out, turn: Turn) -> int:
    failed = 0
    for file in arguments.files:
        try:
            _must_exist(file)
            made = _written_down(file, arguments.language, parts, out, turn)
            if arguments.save:
                _save(made, file.with_suffix(f".{arguments.save}"), arguments.save)
        except AssistantError as error:
            failed += 1
            out.say(f"{file}: {error}")
            continue
        segments = [{"start": each.start, "end": each.end, "text": each.text} for each in made.segments]
        out.result({"file": str(file), "text": made.text, "language": made.language, "segments": segments}, made.text)
    return 1 if failed else 0


def _written_down(file: Path, language: str, parts: Parts, out: Out, turn: Turn) -> Transcript:
    """What is said in *file*; how far it is, is told aside."""
    began, made = time.monotonic(), Transcript("", "")
    try:
        for heard in parts.ears.follow(file, turn, language):
            match heard:
                case Listened():
                    now = in_words(progress(heard, time.monotonic() - began))
                    out.progress(_("{file}: {progress}").format(file=file.name, progress=now))
                case Transcript():
                    made = heard
                case _:
                    pass
    finally:
        out.done_progressing()
    return made


def _save(made: Transcript, target: Path, form: str) -> None:
    """Beside the recording; what is there already is kept."""
    with using(target):
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(FORMS[form](made.segments))
        except FileExistsError:
            raise AssistantError(N_("{file} is there already."), N_("Move it, and try again."), file=target) from None


class WavSpeaker:
    """A speaker that is a file; it appears, whole, when :meth:`keep` was called."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._partial = file.with_name(file.name + ".partial")
        self._writer: wave.Wave_write | None = None

    def __enter__(self) -> "WavSpeaker":
        with using(self._file):
            self._writer = wave.open(str(self._partial), "wb")
        self._writer.setnchannels(1)
        self._writer.setsampwidth(2)
        self._writer.setframerate(VOICE_RATE_HZ)
        return self

    def __exit__(self, *raised: object) -> None:
        if self._writer is not None:
            with suppress(OSError):  # nobody wants it any more
                self._writer.close()
        self._partial.unlink(missing_ok=True)

    def keep(self) -> None:
        if self._writer is not None:
            with using(self._file):
                self._writer.close()
                os.replace(self._partial, self._file)
            self._writer = None

    def play(self, sound: Sound, turn: Turn, on_played: Callable[[], None] | None = None) -> None:
        turn.check()
        if self._writer is not None:
            with using(self._file):
                self._writer.writeframes(sound.pcm)
        if on_played is not None:
            on_played()

    def flush(self, turn: Turn) -> None:
        """What is written cannot be taken back."""

    def drain(self, turn: Turn) -> None:
        turn.check()


def _followed(told: "queue.SimpleQueue[Event]", out: Out) -> Message:
    """Print the answer as it grows; the finished message. Raises what went wrong with the turn, or TurnCancelled."""
    answer: Message | None = None
    failure: AssistantError | None = None
    while True:
        match told.get():
            case PromptRead(fraction=fraction):
                out.progress(_("Reading… {percent} %").format(percent=round(fraction * 100)))
            case ReplyGrew(piece=piece):
                out.done_progressing()
                out.piece(piece)
            case ReplyEnded(message=message):
                answer = message
            case Failed(turn=0, error=error):
                out.say(str(error))
            case Failed(error=error):
                failure = error
            case TurnEnded():
                break
    if failure is not None:
        if answer is not None and answer.text:
            out.piece("\n")
        raise failure
    if answer is None:
        raise TurnCancelled
    return answer


def _offer_starters(parts: Parts, out: Out) -> None:
    """On a first start there is no model yet: fetch the starters if the person agrees."""
    wanted = [each for each in parts.shelf.models() if each.starter and not each.installed]
    if parts.shelf.model(parts.settings.chat.model).installed or not wanted:
        return
    size = sum(each.download_bytes for each in wanted) / 1e6
    out.say(_("The starter models are not here yet: {size:.0f} MB to download.").format(size=size))
    if input(_("Get them now? [Y/n] ")).strip().lower() in ("", "y", "yes"):
        for each in wanted:
            fetch(each.id, parts.shelf, out, Turn())


def _followed_or_stopped(told: "queue.SimpleQueue[Event]", out: Out, assistant: Assistant) -> Message:
    """Ctrl-C cuts the answer short; a second one leaves."""
    try:
        return _followed(told, out)
    except KeyboardInterrupt:
        assistant.stop()
        return _followed(told, out)


def _must_exist(file: Path) -> None:
    if not file.is_file():
        raise AssistantError(N_("There is no file {file}."), N_("Check the name."), file=file)
