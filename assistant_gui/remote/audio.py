"""The pipe to the audio role: a speaker and a microphone as the session sees them."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from assistant_gui.core.errors import AssistantError, received
from assistant_gui.core.events import (
    DevicesListed,
    Event,
    Failed,
    LevelMeasured,
    MicrophoneKept,
    RoleChanged,
    RoleState,
    SoundWasLate,
)
from assistant_gui.core.language import N_
from assistant_gui.core.packets import packed, packets
from assistant_gui.core.ports import Emit, Frame
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.remote import said
from assistant_gui.remote.listening import Listener
from assistant_gui.remote.notices import Notices
from assistant_gui.remote.playing import Playing, SpeakerStuck
from assistant_gui.remote.process import RoleProcess
from assistant_gui.remote.said import Header
from assistant_gui.remote.stutter import Stutter
from assistant_gui.remote.waiting import unless_cut_short

PIECE = 0.5
"""Longer sound is sent in pieces of so many seconds, so that little is ever on its way."""
READY_SECONDS = 120.0
"""So long the microphone is kept ready after a press of the talk button: another one often follows."""
ANSWER_WITHIN = 10.0
CHECKED_WITHIN = 20.0
REVIVED_ONCE_IN = 30.0
"""A device that goes away is tried again with a fresh audio role, at most once in so many seconds."""


class AudioPipe:
    """Starts the audio role at the first wish to hear or to play; :meth:`close` ends it.

    While it is ended no microphone is open, whatever else happens. It may be used again
    after :meth:`close`. *devices* gives the (microphone, speaker) of the settings, empty
    for the system's default; *volume* is 1.0 for sound as it comes, up to 1.5. *emit* is
    told levels, devices, failures that no call can raise and the role's state; it and what
    is to be called when sound was heard run on a thread of the pipe, in order.
    *on_sounding* is told the number of a turn when the first of it can be heard. *keep* says for how many
    seconds the microphone is kept ready when that is wanted.
    """

    def __init__(
        self,
        log: Path,
        devices: Callable[[], tuple[str, str]] = lambda: ("", ""),
        emit: Emit = lambda _: None,
        *,
        echo: Callable[[], str] = lambda: "turns",
        volume: Callable[[], float] = lambda: 1.0,
        keep: Callable[[], float] = lambda: 0.0,
        on_sounding: Callable[[int], None] = lambda _: None,
        launch: Callable[..., RoleProcess] = RoleProcess,
    ) -> None:
        self._devices = devices
        self._echo = echo
        self._volume = volume
        self._keep = keep
        self._keeping = False
        """The role has the microphone open, though nobody listens."""
        self._emit = emit
        self._on_sounding = on_sounding
        self._process = launch(
            "audio", self._orders, log, self._on_change, keep_alive=True, on_ready=self._on_ready, ready_within=30.0
        )
        self._up = False
        """The role is ready, as far as we know."""
        self._playing = Playing()
        self._sending = threading.Lock()
        self._listener: Listener | None = None
        self._listed = threading.Condition()
        self._lists = 0
        self._names: DevicesListed = DevicesListed((), ())
        self._levels = (0.0, 0.0)
        self._frames = 0
        self._warned: set[str] = set()
        self._stutter = Stutter()
        self._checked: queue.SimpleQueue[SetupChecked | AssistantError] = queue.SimpleQueue()
        self._reviving = False
        self._revived_at = float("-inf")
        self._reader: threading.Thread | None = None
        self._notices = Notices("audio notices")

    # -- the speaker

    def play(self, sound: Sound, turn: Turn, on_played: Callable[[], None] | None = None) -> None:
        """Queue *sound*; blocks while two seconds are on their way.

        Raises TurnCancelled, or AssistantError when it cannot be heard.
        """
        self._started_for(turn)
        pieces = list(_pieces(sound))
        for number, piece in enumerate(pieces, start=1):
            self._waited(turn, self._playing.wait_for_room)
            with self._sending:
                turn.check()  # after a flush nothing of a cancelled turn may follow
                mark = self._playing.add(turn, piece.seconds, on_played if number == len(pieces) else None)
                header = {"do": "play", "turn": turn.number, "rate": piece.rate_hz, "mark": mark}
                self._send(header, piece.pcm)

    def flush(self, turn: Turn) -> None:
        """Drop what is queued of *turn* and fall silent at once."""
        with self._sending:
            self._playing.drop(turn)
            if self._process.alive:
                with contextlib.suppress(AssistantError):  # it has just died, and is silent
                    self._send({"do": "flush", "turn": turn.number})

    def drain(self, turn: Turn) -> None:
        """Wait until all of *turn* was heard."""
        self._waited(turn, self._playing.wait_for_all)

    def duck(self) -> None:
        """Make what is played quieter."""
        self._loudness("duck")

    def hold(self) -> None:
        """Keep what is played silent where it is."""
        self._loudness("hold")

    def restore(self) -> None:
        """Play as loud as before, from where it is."""
        self._loudness("restore")

    def _loudness(self, wanted: str) -> None:
        if self._process.alive:
            with contextlib.suppress(AssistantError):  # it has just died, and is silent; the next one is loud
                self._send({"do": wanted})

    # -- the microphone

    def frames(self, turn: Turn, word: str = "") -> Iterator[Frame]:
        """Open the microphone and yield frames until *turn* is cancelled; then close it.

        With a wake *word* nothing leaves the audio role before it was said.
        """
        listener = Listener(word)
        turn.on_cancel(listener.end)
        if turn.cancelled:
            return
        self._started_for(turn)
        try:
            with self._sending:  # nobody's closing may come after our opening
                self._listener = listener
                self._open_microphone(listener)
            yield from listener.frames()
        finally:
            with self._sending:
                if self._listener is listener:
                    self._listener = None
                    with contextlib.suppress(AssistantError):
                        self._send({"do": "close_microphone"})

    def _open_microphone(self, listener: Listener) -> None:
        self._send({"do": "open_microphone", **({"word": listener.word} if listener.word else {})})

    def keep_ready(self, *, on: bool) -> None:
        """When nobody listens any more, have the microphone stay open for a while, or not.

        What it hears then stays in the audio role, and of that only the last half second.
        """
        if self._process.alive:
            with contextlib.suppress(AssistantError):  # it has just died; the next one keeps nothing
                self._send({"do": "keep_microphone", "seconds": self._keep() if on else 0.0})

    # -- devices

    def devices(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The names of the microphones and of the speakers, looked up now; also told as DevicesListed."""
        self._start()
        with self._listed:
            before = self._lists
            self._send({"do": "devices"})
            if not self._listed.wait_for(lambda: self._lists > before, ANSWER_WITHIN):
                raise AssistantError(
                    N_("The sound devices could not be listed."), N_("Try again, or restart the program.")
                )
            return self._names.microphones, self._names.speakers

    def use(self, microphone: str, speaker: str) -> None:
        """Listen and play there from now on; at its next start the role asks the settings."""
        if self._process.alive:
            self._send({"do": "use", "microphone": microphone, "speaker": speaker, **self._manner()})

    def check(self, turn: Turn) -> SetupChecked:
        """Play our own sound and find it in the microphone, for some five seconds.

        Meanwhile nothing else is heard. Raises AssistantError when a device cannot be used,
        TurnCancelled when nobody waits any more.
        """
        self._started_for(turn)
        answer: queue.SimpleQueue[SetupChecked | AssistantError] = queue.SimpleQueue()
        self._checked = answer
        self._send({"do": "check"})
        checked = unless_cut_short(lambda: _answered(answer), turn, "checking the sound")
        if isinstance(checked, AssistantError):
            raise checked
        return checked

    def test_tone(self) -> None:
        """Play a short tone."""
        self._start()
        self._send({"do": "test_tone"})

    def close(self) -> None:
        """End the role: the microphone is off, what was playing is silent, whoever waits is told."""
        self._process.stop()
        reader, self._reader = self._reader, None
        if reader is not None and reader is not threading.current_thread():
            reader.join()
        self._notices.end()

    # -- the role

    def _orders(self) -> Header:
        microphone, speaker = self._devices()
        return {"microphone": microphone, "speaker": speaker, **self._manner()}

    def _manner(self) -> Header:
        return {"echo": self._echo(), "volume": self._volume()}

    def _start(self) -> None:
        self._process.start()

    def _started_for(self, turn: Turn) -> None:
        """Start the role; whoever is cut short meanwhile does not wait for it, and it goes on starting."""
        if self._up:
            self._start()
        else:
            unless_cut_short(self._start, turn, "reaching the audio role")

    def _send(self, header: Header, payload: bytes = b"") -> None:
        self._process.send(packed(header, payload))

    def _waited(self, turn: Turn, wait: Callable[[Turn], None]) -> None:
        try:
            wait(turn)
        except SpeakerStuck as error:
            self._playing.fail(error)
            self._notices.put(self._revive)
            raise

    def _on_ready(self, _facts: Header) -> None:
        """The role is there, for the first time or again: read what it says, go on listening."""
        if self._reader is not None:
            self._reader.join()  # what it read from has ended
        reader = threading.Thread(target=self._read, args=(self._process.stdout,), name="audio pipe", daemon=True)
        reader.start()
        self._reader = reader
        self._notices.begin()
        self._up = True
        if self._listener is not None:
            self._open_microphone(self._listener)

    def _on_change(self, state: RoleState, detail: str) -> None:
        if state is not RoleState.READY:
            self._up = False
            self._on_kept(on=False)
        self._emit(RoleChanged("audio", state, detail))
        if state is RoleState.ENDED:
            self._playing.fail(AssistantError(N_("Sound was turned off."), N_("Turn it on again to go on.")))
            if self._listener is not None and not self._reviving:
                self._listener.end()
        elif state in (RoleState.RESTARTING, RoleState.FAILED):
            error = AssistantError("{why}", why=detail)
            self._playing.fail(error)
            if self._listener is not None and state is RoleState.FAILED:
                self._listener.fail(error)

    def _revive(self) -> None:
        """Start the role afresh: PortAudio does not get over a device that went away."""
        self._reviving = True
        try:
            self._process.stop()
        finally:
            self._reviving = False
        if self._listener is not None:
            with contextlib.suppress(AssistantError):  # _on_change told it
                self._start()

    # -- what the role says

    def _read(self, stdout: BinaryIO) -> None:
        try:
            for header, payload in packets(stdout):
                self._on_packet(header, payload)
        except (OSError, ValueError):  # it was ended, or died in the middle of a packet
            return

    def _on_packet(self, header: Header, payload: bytes) -> None:
        match header.get("event"):
            case "frame":
                self._on_frame(header, payload)
            case "waiting" if self._listener is not None:
                self._listener.wait_on()
            case "woken" if self._listener is not None:
                self._listener.woken()
            case "played":
                mark = int(str(header["mark"]))
                self._notices.put(lambda: self._playing.played(mark))
            case "sounding":
                turn = int(str(header["turn"]))
                self._notices.put(lambda: self._on_sounding(turn))
            case "level":
                self._level(self._levels[0], float(str(header["speaker"])))
            case "xruns":
                self._on_late(said.late(header))
            case "devices":
                names = said.devices(header)
                with self._listed:
                    self._names, self._lists = names, self._lists + 1
                    self._listed.notify_all()
                self._told(names)
            case "checked":
                self._checked.put(said.checked(header))
            case "kept":
                self._on_kept(on=header["on"] is True)
            case "unkept" if header["loss"] == "gone":
                self._revived_at = time.monotonic()
                self._notices.put(self._revive)
            case "failed":
                self._on_failed(header)

    def _on_frame(self, header: Header, payload: bytes) -> None:
        listener = self._listener
        if listener is not None:
            for frame in said.frames(header, payload):
                listener.put(frame)
        self._frames += 1
        if self._frames % 2 or len(payload) > said.FRAME_BYTES:  # at most some 15 times a second
            self._level(float(str(header["level"])), self._levels[1])

    def _on_kept(self, *, on: bool) -> None:
        if on != self._keeping:
            self._keeping = on
            self._emit(MicrophoneKept(on))

    def _on_late(self, late: SoundWasLate) -> None:
        self._told(late)
        if error := self._stutter.noticed(late.output, time.monotonic()):
            self._told(Failed(0, error))

    def _on_failed(self, header: Header) -> None:
        error = received(header)
        loss, listener = header["loss"], self._listener
        if loss == "worse":
            if str(error) not in self._warned:
                self._warned.add(str(error))
                self._told(Failed(0, error))
            return
        again = loss == "gone" and time.monotonic() > self._revived_at + REVIVED_ONCE_IN
        told = False
        if loss != "other" and header["what"] == "speaker":
            told = self._playing.fail(error)
        elif loss != "other" and listener is not None and not again:
            told = True
            listener.fail(error)
        if not told:
            self._told(Failed(0, error))
        if again:
            self._revived_at = time.monotonic()
            self._notices.put(self._revive)

    def _level(self, microphone: float, speaker: float) -> None:
        self._levels = (microphone, speaker)
        self._told(LevelMeasured(microphone, speaker))

    def _told(self, event: Event) -> None:
        self._notices.put(lambda: self._emit(event))


def _pieces(sound: Sound) -> Iterator[Sound]:
    size = max(1, round(PIECE * sound.rate_hz)) * 2
    for at in range(0, max(1, len(sound.pcm)), size):
        yield Sound(sound.pcm[at : at + size], sound.rate_hz)


def _answered(answer: queue.SimpleQueue[SetupChecked | AssistantError]) -> SetupChecked | AssistantError:
    try:
        return answer.get(timeout=CHECKED_WITHIN)
    except queue.Empty:
        return AssistantError(
            N_("The sound could not be checked."), N_("Try again, or choose another one in the settings.")
        )
