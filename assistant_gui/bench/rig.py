"""A private sound server with one virtual microphone and one virtual speaker.

What is said into the microphone and what comes out of the speaker are ordinary
files; the program under test is pointed at them by its environment alone. Works
as root in a container: no session bus, no sound hardware, no kernel module. Needs
(Debian) pulseaudio, pulseaudio-utils, libportaudio2 and libasound2-plugins.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import wave
from array import array
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

RATE_HZ = 48_000
PROGRAMS = ("pulseaudio", "pactl", "paplay", "parec")
_AS_RECORDED = ("--raw", "--format=s16le", f"--rate={RATE_HZ}")
ASOUND = """</usr/share/alsa/alsa.conf>
pcm.!default { type pulse }
ctl.!default { type pulse }
"""


def missing() -> AssistantError | None:
    """Why no virtual devices can be made here, or None when they can."""
    if not sys.platform.startswith("linux"):
        return AssistantError(N_("Virtual sound devices can be made on Linux only."))
    absent = [program for program in PROGRAMS if shutil.which(program) is None]
    if not absent:
        return None
    return AssistantError(
        N_("The virtual sound devices need {programs}."),
        N_("On Debian or Ubuntu: sudo apt install pulseaudio pulseaudio-utils libportaudio2 libasound2-plugins"),
        programs=", ".join(absent),
    )


class Recording:
    """What was recorded of a device, 16-bit at RATE_HZ; with several *channels* their samples take turns."""

    def __init__(self, file: Path, channels: int = 1) -> None:
        self.file = file
        self.channels = channels

    @property
    def samples(self) -> "array[int]":
        samples = array("h")
        data = self.file.read_bytes()
        samples.frombytes(data[: len(data) // 2 * 2])
        return samples

    @property
    def seconds(self) -> float:
        return self.file.stat().st_size // (2 * self.channels) / RATE_HZ

    def loud(self, threshold: int = 300, *, window: float = 0.01) -> list[bool]:
        """Whether each *window* seconds of it hold a sample beyond *threshold* (of 32767)."""
        samples, size = self.samples, round(window * RATE_HZ)
        return [max(map(abs, samples[at : at + size]), default=0) > threshold for at in range(0, len(samples), size)]

    def loud_seconds(self, threshold: int = 300) -> float:
        """How much of it is sound: pauses, also those of a machine that could not keep up, do not count."""
        return sum(self.loud(threshold)) * 0.01

    def save(self, wav: Path) -> Path:
        with wave.open(str(wav), "wb") as out:
            out.setnchannels(self.channels)
            out.setsampwidth(2)
            out.setframerate(RATE_HZ)
            out.writeframes(self.samples.tobytes())
        return wav


class Rig:
    """Start it with ``with``; it ends its server, by process id, however the test went."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="rig-"))  # short: a socket's path may have 107 bytes
        self._server: subprocess.Popen[bytes] | None = None
        self._listeners: list[subprocess.Popen[bytes]] = []
        asound = self._folder / "asound.conf"
        asound.write_text(ASOUND)
        self._common = {
            "PULSE_SERVER": f"unix:{self._folder}/p.sock",
            "PULSE_COOKIE": str(self._folder / "cookie"),
            "ALSA_CONFIG_PATH": str(asound),
        }

    @property
    def env(self) -> dict[str, str]:
        """The environment in which a program hears ``say`` and is recorded by ``record``."""
        return {**os.environ, **self.devices}

    @property
    def devices(self) -> Mapping[str, str]:
        """What :attr:`env` adds to the usual environment."""
        return {**self._common, "PULSE_SINK": "vspk", "PULSE_SOURCE": "mic"}

    def __enter__(self) -> "Rig":
        socket = self._folder / "p.sock"
        modules = [
            f"module-native-protocol-unix auth-anonymous=1 socket={socket}",
            f"module-null-sink sink_name=vmic rate={RATE_HZ} channels=1",
            f"module-null-sink sink_name=vspk rate={RATE_HZ} channels=1",
            "module-remap-source source_name=mic master=vmic.monitor",
        ]
        home = {
            "XDG_RUNTIME_DIR": str(self._folder),
            "HOME": str(self._folder),
            "PULSE_RUNTIME_PATH": str(self._folder),
        }
        self._server = self._run(
            ["pulseaudio", "-n", "--exit-idle-time=-1", "--disable-shm=yes", "--realtime=no", "--daemonize=no"]
            + ["--log-level=error", f"--log-target=file:{self._folder}/log"]
            + [word for module in modules for word in ("-L", module)],
            {**os.environ, **home},
        )
        try:
            self._wait(lambda: socket.exists() and self._answers())
            self.control("set-default-sink", "vspk")
            self.control("set-default-source", "mic")
            for sink in ("vmic", "vspk"):  # an idle null sink would take two seconds to wake
                listener = ["parec", f"--device={sink}.monitor", "--latency-msec=20", "--raw", os.devnull]
                self._listeners.append(self._run(listener, self.env))
            wanted = len(self._listeners) + 1  # the remapped microphone listens as well
            self._wait(lambda: len(self.control("list", "short", "source-outputs").splitlines()) >= wanted)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def control(self, *words: str) -> str:
        """Run ``pactl``; its answer."""
        done = subprocess.run(["pactl", *words], env=self.env, capture_output=True, text=True, timeout=10, check=True)
        return done.stdout.strip()

    def say(self, sound: Path, into: str = "vmic") -> None:
        """Play a sound file, of at most two minutes, into the virtual microphone; returns when it is over."""
        command = ["paplay", f"--device={into}", "--latency-msec=30", str(sound)]
        subprocess.run(command, env=self.env, timeout=120, check=True)

    @contextmanager
    def record(self, source: str = "vspk.monitor", channels: int = 1) -> Iterator[Recording]:
        """Record the virtual speaker (or another source) while the ``with`` block runs; it has begun when the block begins."""
        file = self._folder / f"recorded-{len(list(self._folder.glob('recorded-*')))}.raw"
        file.touch()
        recorder = subprocess.Popen(
            ["parec", *_AS_RECORDED, f"--channels={channels}", f"--device={source}", "--latency-msec=20", str(file)],
            env=self.env,
        )
        try:
            self._grows(file, recorder)
            yield Recording(file, channels)
        finally:
            recorder.send_signal(signal.SIGINT)
            recorder.wait(10)

    @contextmanager
    def echo(
        self, *, percent: int = 63, latency_ms: int = 60, source: str = "vspk.monitor", sink: str = "vmic"
    ) -> Iterator[None]:
        """The virtual speaker is heard in the virtual microphone, as in a room; 63 % are -12 dB."""
        module = self.control(
            "load-module", "module-loopback", f"source={source}", f"sink={sink}", f"latency_msec={latency_ms}"
        )
        try:
            inputs = self.control("list", "short", "sink-inputs").splitlines()
            self.control("set-sink-input-volume", inputs[-1].split()[0], f"{percent}%")
            yield
        finally:
            self.control("unload-module", module)

    def stop(self) -> None:
        """End the server, as if all devices were pulled out at once."""
        processes, self._listeners, self._server = [*self._listeners, self._server], [], None
        for process in processes:
            if process is not None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    @staticmethod
    def _run(command: list[str], env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
        nothing = subprocess.DEVNULL
        if shutil.which("setpriv"):  # of util-linux: it goes with us, even when we are killed
            command = ["setpriv", "--pdeathsig", "TERM", *command]
        return subprocess.Popen(command, env=env, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True)

    def _answers(self) -> bool:
        done = subprocess.run(["pactl", "info"], env=self.env, capture_output=True, timeout=10)
        return done.returncode == 0

    def _wait(self, ready: Callable[[], bool]) -> None:
        assert self._server is not None
        for _ in range(200):
            if ready():
                return
            try:
                self._server.wait(0.05)
            except subprocess.TimeoutExpired:
                continue
            break
        log = self._folder / "log"
        raise RuntimeError(f"pulseaudio did not start: {log.read_text() if log.exists() else 'no log'}")

    @staticmethod
    def _grows(file: Path, recorder: "subprocess.Popen[bytes]") -> None:
        for _ in range(200):
            if file.stat().st_size:
                return
            try:
                recorder.wait(0.02)
            except subprocess.TimeoutExpired:
                continue
            break
        raise RuntimeError("parec did not start recording")
