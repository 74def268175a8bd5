"""What listening costs while nobody speaks: the audio role, and the desk beside it.

A quiet room (noise at -58 dBFS, the louder the lower it is) comes out of a virtual
microphone. The desk is the real talk and pipe, with ``--window`` also the voice pane
(drawn without a screen). What is counted is the processor time of the two processes.
Run: ``python -m tests.bench.bench_listening [--window] [seconds]``.
"""

import json
import os
import subprocess
import sys
import threading
import wave
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import psutil

from assistant_gui.bench.rig import RATE_HZ, Rig
from assistant_gui.core.events import Event
from assistant_gui.core.ports import Emit
from assistant_gui.core.sound import Sound
from assistant_gui.core.turn import Turn
from assistant_gui.remote.audio import AudioPipe
from assistant_gui.session.assistant import Attempt
from assistant_gui.session.talk import Talk
from tests.fakes import FakeArchive, FakePreferences, FakeTalk

ROOM_DBFS = -58.0
SETTLES_S = 4.0


def room(wav: Path, seconds: float) -> Path:
    rng = np.random.default_rng(4)
    count = round(seconds * RATE_HZ) // 2 * 2
    spectrum = np.fft.rfft(rng.standard_normal(count)) / np.sqrt(np.arange(1, count // 2 + 2))
    noise = np.fft.irfft(spectrum, count)
    noise *= 32768 * 10 ** (ROOM_DBFS / 20) / np.sqrt(np.mean(noise**2))
    with wave.open(str(wav), "wb") as out:
        out.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        out.writeframes(noise.round().astype("<i2").tobytes())
    return wav


class Nobody:
    """Is not asked anything: in this room nobody speaks."""

    def hear(self, conversation: str, sound: Sound, text: str = "") -> Attempt:
        raise AssertionError("somebody was heard")

    def glimpse(self, sound: Sound) -> Turn:
        raise AssertionError("somebody was heard")

    def say(self, text: str) -> Turn:
        raise AssertionError("nothing is to be said")

    def stop(self) -> None: ...


def listen(log: Path, emit: Emit) -> None:
    """Hands-free, until stdin ends."""
    pipe = AudioPipe(log, emit=emit, echo=lambda: "cancel")
    talk = Talk(Nobody(), pipe, lambda: "none", emit)
    talk.hands_free(True)
    sys.stdin.read()
    talk.close()
    pipe.close()


def listen_in_the_window(log: Path) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from assistant_gui.gui.bridge import Bridge
    from assistant_gui.gui.tasks import InlineTasks
    from assistant_gui.gui.voice.putright import PutRight
    from assistant_gui.gui.voice.view import VoiceView
    from assistant_gui.gui.voice.viewmodel import VoiceModel

    app = QApplication([])
    bridge, model = Bridge(), VoiceModel(FakeTalk(), FakePreferences())
    bridge.arrived.connect(model.on_event)
    put_right = PutRight(lambda: FakeArchive().corrections, lambda _conversation: None, InlineTasks())
    view = VoiceView(model, put_right)
    view.resize(900, 640)
    view.show()

    listening = threading.Thread(target=listen, args=(log, bridge.carry))
    listening.start()
    over = QTimer(interval=500)
    over.timeout.connect(lambda: listening.is_alive() or app.quit())
    over.start()
    app.exec()
    listening.join()


def main(seconds: float, *, window: bool) -> None:
    with TemporaryDirectory() as folder, Rig() as rig:
        desk = subprocess.Popen(
            [sys.executable, "-m", __spec__.name, "--desk", str(Path(folder) / "log"), *["--window"] * window],
            env={**rig.env, "QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
        )
        noise = room(Path(folder) / "room.wav", seconds + SETTLES_S + 10)
        threading.Thread(target=rig.say, args=(noise,), daemon=True).start()
        processes = {"desk": psutil.Process(desk.pid)}
        pause = threading.Event()
        while "audio" not in processes:
            pause.wait(0.5)
            for child in processes["desk"].children():
                processes["audio"] = child
        pause.wait(SETTLES_S)
        before = {name: sum(process.cpu_times()[:2]) for name, process in processes.items()}
        pause.wait(seconds)
        told: dict[str, object] = {
            f"{name}_percent": round(100 * (sum(process.cpu_times()[:2]) - before[name]) / seconds, 2)
            for name, process in processes.items()
        }
        told |= {"window": window, "load": round(os.getloadavg()[0], 1)}
        desk.communicate(timeout=20)
    sys.stdout.write(json.dumps(told) + "\n")


def nothing(_event: Event) -> None: ...


if __name__ == "__main__":
    in_window = "--window" in sys.argv
    if "--desk" in sys.argv:
        where = Path(sys.argv[sys.argv.index("--desk") + 1])
        if in_window:
            listen_in_the_window(where)
        else:
            listen(where, nothing)
    else:
        numbers = [word for word in sys.argv[1:] if word.isdigit()]
        main(float(numbers[0]) if numbers else 20.0, window=in_window)
