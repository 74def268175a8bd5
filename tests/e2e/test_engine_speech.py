"""The speech engine as the desk runs it: real models, real voices, over HTTP."""

import csv
import io
import json
import re
import subprocess
import sys
import threading
import wave
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import jiwer
import numpy as np
import psutil
import pytest
import soundfile
import soxr

from assistant_gui.core.corrections import Correction
from assistant_gui.remote.launch import role_environment
from assistant_gui.session.vocabulary import prompt

DATA = Path(__file__).parent.parent / "data"
TABLE = (DATA / "transcripts.tsv").read_text(encoding="utf-8")
SPOKEN = {row["file"]: row["text"] for row in csv.DictReader(TABLE.splitlines(), delimiter="\t")}
NUMBERS = {"10": "ten", "4": "four"}


@dataclass
class Engine:
    process: subprocess.Popen[bytes]
    client: httpx.Client

    def transcribe(self, content: bytes, model: str = "whisper-tiny.en", **fields: str) -> httpx.Response:
        form = {"model": model, "response_format": "verbose_json", **fields}
        return self.client.post("/v1/audio/transcriptions", files={"file": ("a.wav", content)}, data=form)

    def speak(self, text: str, model: str = "system-voice", **fields: object) -> httpx.Response:
        return self.client.post("/v1/audio/speech", json={"model": model, "input": text, **fields})


def started(models: Path, folder: Path, *, voices: bool = True) -> Engine:
    served = [
        {"name": id, "format": "ct2-whisper", "path": str(models / id / "model.bin")}
        for id in ("whisper-tiny.en", "whisper-base")
    ]
    if voices:
        piper = models / "piper-joe" / "en_US-joe-medium.onnx"
        served.append({"name": "system-voice", "format": "system", "path": ""})
        served.append({"name": "piper-joe", "format": "piper", "path": str(piper)})
    orders = {"kind": "speech", "token": "secret", "log": str(folder / "speech.log"), "models": served, "threads": 0}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "assistant_gui", "engine"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=role_environment(),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(orders).encode() + b"\n")
    process.stdin.flush()
    ready = json.loads(process.stdout.readline())
    client = httpx.Client(
        base_url=f"http://127.0.0.1:{ready['port']}",
        headers={"Authorization": "Bearer secret"},
        trust_env=False,
        timeout=120,
    )
    return Engine(process, client)


def ended(engine: Engine) -> None:
    engine.client.close()
    engine.process.stdin.close()
    engine.process.wait(10)
    engine.process.stdout.close()


@pytest.fixture(scope="module")
def engine(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = started(models, tmp_path_factory.mktemp("engine"))
    yield engine
    ended(engine)


def words(text: str) -> str:
    plain = " ".join(re.sub(r"[^a-z0-9 ]", " ", text.lower().replace("-", "")).split())
    return " ".join(NUMBERS.get(word, word) for word in plain.split())


def wav(samples: np.ndarray, rate_hz: int = 16_000) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate_hz, format="WAV", subtype="PCM_16")
    return file.getvalue()


def recording(name: str) -> np.ndarray:
    """Mono at 16 kHz."""
    samples, rate_hz = soundfile.read(DATA / name, always_2d=True, dtype="float32")
    return soxr.resample(samples.mean(axis=1), rate_hz, 16_000)


def test_it_is_ready_at_once_and_healthy_when_the_model_is_warm(engine):
    states = []
    while (state := engine.client.get("/health").json()["status"]) == "loading":
        states.append(state)

    assert state == "ok"


@pytest.mark.parametrize("model", ["whisper-tiny.en", "whisper-base"])
def test_real_speech_is_recognised(engine, model):
    heard = {name: engine.transcribe((DATA / name).read_bytes(), model).json() for name in SPOKEN}

    errors = jiwer.wer([words(text) for text in SPOKEN.values()], [words(heard[name]["text"]) for name in SPOKEN])
    assert errors <= 0.06, {name: one["text"] for name, one in heard.items()}
    assert {one["language"] for one in heard.values()} == {"en"}


@pytest.mark.parametrize("model", ["whisper-tiny.en", "whisper-base"])
def test_a_sentence_sounds_more_like_the_end_of_all_when_nobody_cut_it_off(engine, model):
    whole = recording("jfk.flac")
    quiet = np.random.default_rng(0).normal(0, 0.001, 2_000).astype(np.float32)

    def ending(seconds: float) -> float:
        return engine.transcribe(wav(np.concatenate((whole[: round(seconds * 16_000)], quiet))), model).json()["ending"]

    assert ending(len(whole) / 16_000) > ending(6.9)


def test_a_long_recording_is_transcribed_whole_with_segments_in_order(engine):
    noise = np.random.default_rng(0).normal(0, 0.001, 16_000 * 12).astype(np.float32)
    names = ["jfk.flac", "librivox-0890.wav", "jfk.flac", "librivox-0930.wav"]
    whole = np.concatenate([part for name in names for part in (recording(name), noise)])

    heard = engine.transcribe(wav(whole)).json()

    assert jiwer.wer(words(" ".join(SPOKEN[name] for name in names)), words(heard["text"])) <= 0.1, heard["text"]
    assert heard["duration"] == pytest.approx(len(whole) / 16_000, abs=0.1)
    starts = [segment["start"] for segment in heard["segments"]]
    assert starts == sorted(starts)
    assert len(starts) >= 4
    assert all(segment["start"] <= segment["end"] <= heard["duration"] for segment in heard["segments"])


def test_a_recording_that_is_followed_gives_the_same_with_the_right_times(engine):
    noise = np.random.default_rng(0).normal(0, 0.001, 16_000 * 7).astype(np.float32)
    names = ["jfk.flac", "librivox-0890.wav", "jfk.flac", "librivox-0930.wav", "jfk.flac"]
    parts = [part for name in names for part in (recording(name), noise)]
    content = wav(np.concatenate(parts))
    begins = np.cumsum([0, *(len(part) for part in parts)])[:-1:2] / 16_000

    whole = engine.transcribe(content).json()
    events = [
        json.loads(line.removeprefix("data: "))
        for line in engine.transcribe(content, stream="true").text.splitlines()
        if line.startswith("data: {")
    ]

    segments = [event for event in events if event["type"] == "transcript.text.segment"]
    assert [(each["start"], each["text"]) for each in segments] == [
        (each["start"], each["text"]) for each in whole["segments"] if each["text"]
    ]
    assert events[-1]["text"] == whole["text"]
    assert events[-2]["processed"] == pytest.approx(whole["duration"], abs=0.5)
    asked = [each["start"] for each in segments if "my fellow americans" in each["text"].lower()]
    assert asked == pytest.approx([begins[0], begins[2], begins[4]], abs=1.0)


@pytest.mark.parametrize("model", ["whisper-tiny.en", "whisper-base"])
def test_noise_is_no_speech(engine, model):
    rng = np.random.default_rng(1)
    at = np.arange(16_000 * 4) / 16_000
    sounds = {
        "faint noise": rng.normal(0, 0.003, 16_000 * 3),
        "loud noise": rng.normal(0, 0.03, 16_000 * 2),
        "hum": 0.05 * np.sin(2 * np.pi * 50 * at),
        "clicks": np.where(np.arange(len(at)) % 8000 == 0, 0.8, 0.0),
        "half a minute": rng.normal(0, 0.01, 16_000 * 31),
    }

    heard = {name: engine.transcribe(wav(sound), model).json()["text"] for name, sound in sounds.items()}

    assert heard == dict.fromkeys(sounds, "")


def test_every_voice_is_listed_and_can_be_named(engine):
    listed = engine.client.get("/v1/audio/voices", params={"wait": 1}).json()
    german = next(voice for voice in listed["data"] if voice["language"] == "de")
    said = {len(engine.speak("Guten Morgen.", **fields).content) for fields in ({}, {"voice": german["id"]})}

    assert listed["complete"]
    assert {voice["model"] for voice in listed["data"]} == {"system-voice", "piper-joe"}
    assert len(said) == 2
    assert engine.speak("Hello", pitch=1.2).status_code == 200
    assert engine.speak("Hello", voice="nobody").status_code == 400
    assert engine.speak("Hello", "piper-joe", pitch=1.2).status_code == 400


VOCABULARY = "Vocabulary: Themisto, Kallichore, Ananke, Praxidike, <|endoftext|><|notimestamps|> thank you."


def test_words_to_listen_for_are_not_read_back_out_of_noise(engine):
    rng = np.random.default_rng(2)
    sounds = {level: rng.normal(0, level, 16_000 * 3) for level in (0.0005, 0.003, 0.03)}

    heard = {level: engine.transcribe(wav(sound), prompt=VOCABULARY).json()["text"] for level, sound in sounds.items()}

    assert heard == dict.fromkeys(sounds, "")


@pytest.mark.parametrize("times", [1, 40])
def test_words_to_listen_for_leave_other_speech_as_it_is(engine, times):
    prompt = VOCABULARY * times
    heard = {name: engine.transcribe((DATA / name).read_bytes(), prompt=prompt).json()["text"] for name in SPOKEN}

    errors = jiwer.wer([words(text) for text in SPOKEN.values()], [words(heard[name]) for name in SPOKEN])
    assert errors <= 0.1, heard


def test_a_name_is_written_as_it_was_told(engine):
    said = wav(np.frombuffer(engine.speak("My sister is called Catelyn.").content, "<i2") / 32768, 24_000)

    heard = {prompt: engine.transcribe(said, prompt=prompt).json()["text"] for prompt in ("", "Catelyn, Maisie.")}

    assert "Catelyn" in heard["Catelyn, Maisie."], heard
    assert "Catelyn" not in heard[""]


def silent_wav(seconds: float) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 16_000, 0, "NONE", ""))
        writer.writeframes(bytes(int(seconds * 32_000)))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (silent_wav(1.0), "There is no sound at all in this recording."),
        (silent_wav(0.0), "There is no sound at all in this recording."),
        (b"", "There is no sound at all in this recording."),
        (b"certainly no sound" * 50, "This file holds no sound that can be read."),
    ],
)
def test_a_bad_recording_is_one_sentence(engine, content, sentence):
    response = engine.transcribe(content)

    assert response.status_code == 400
    assert response.json()["error"]["message"] == sentence


def test_what_cannot_be_honoured_is_refused(engine):
    speech = (DATA / "cards-001.wav").read_bytes()

    assert engine.transcribe(speech, language="de").status_code == 400
    assert engine.transcribe(speech, language="klingon").status_code == 400
    assert engine.transcribe(speech, response_format="srt").status_code == 400
    assert engine.transcribe(speech, timestamp_granularities="word").status_code == 400
    assert engine.transcribe(speech, "no-such-model").status_code == 404
    assert engine.speak("Hello", response_format="mp3").status_code == 400
    assert engine.speak("Hello", speed=100).status_code == 400
    assert engine.speak("Hello", instructions="Whisper.").status_code == 400
    assert engine.speak("Hello", "no-such-model").status_code == 404


@pytest.mark.parametrize("model", ["system-voice", "piper-joe"])
def test_what_a_voice_says_is_understood(engine, model):
    response = engine.speak("**My name is John** and I live in `London` with my family. 😀", model)
    assert response.status_code == 200, response.text

    samples = np.frombuffer(response.content, "<i2").astype(np.float32) / 32768
    heard = engine.transcribe(wav(samples, 24_000)).json()["text"]
    assert jiwer.wer("my name is john and i live in london with my family", words(heard)) <= 0.2, heard


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Anneke Vandermeer", "Please call Anneke Vandermeer tomorrow morning."),
        ("QGIS", "Open the map in QGIS and save it."),
    ],
)
def test_a_name_that_was_put_right_once_is_heard_right_from_then_on(engine, name, text):
    samples = np.frombuffer(engine.speak(text, "piper-joe").content, "<i2").astype(np.float32) / 32768
    heard = engine.transcribe(wav(samples, 24_000)).json()["text"]

    again = engine.transcribe(wav(samples, 24_000), prompt=prompt("", [Correction(heard, text)])).json()["text"]

    assert name not in heard
    assert name in again


@pytest.mark.parametrize("model", ["system-voice", "piper-joe"])
def test_speed_is_honoured_both_ways(engine, model):
    text = "One two three four five six seven."

    slow, usual, quick, again = (len(engine.speak(text, model, speed=s).content) for s in (0.5, 1.0, 2.0, 1.0))

    assert slow > 1.4 * usual
    assert quick < 0.75 * usual
    assert again == pytest.approx(usual, rel=0.1)


def test_the_first_sentence_sounds_before_the_last_is_made(engine):
    text = " ".join(f"This is sentence number {number}." for number in range(30))

    with engine.client.stream("POST", "/v1/audio/speech", json={"model": "piper-joe", "input": text}) as response:
        first = next(response.iter_bytes())

    assert 0 < len(first) < 24_000 * 2 * 20  # of about a minute


def test_the_models_are_listed_with_what_they_miss(engine):
    listed = {one["id"]: one for one in engine.client.get("/v1/models").json()["data"]}

    assert {id: one["kind"] for id, one in listed.items()} == {
        "whisper-tiny.en": "hearing",
        "whisper-base": "hearing",
        "system-voice": "voice",
        "piper-joe": "voice",
    }
    assert {one["missing"] for one in listed.values()} == {""}


def test_a_short_utterance_is_heard_while_a_long_recording_is_transcribed(engine):
    long = wav(np.tile(recording("jfk.flac"), 6))
    answers = []
    busy = threading.Thread(target=lambda: answers.append(engine.transcribe(long)), name="long recording")
    busy.start()

    short = engine.transcribe((DATA / "cards-001.wav").read_bytes()).json()["text"]
    was_first = busy.is_alive()
    busy.join()

    assert words(short) == "ten of clubs"
    assert was_first
    assert answers[0].json()["text"].count("country") >= 10


def test_a_client_that_goes_away_leaves_the_engine_idle(engine):
    long = wav(np.tile(recording("jfk.flac"), 60))
    form = {"model": "whisper-base"}

    with pytest.raises(httpx.ReadTimeout):
        engine.client.post("/v1/audio/transcriptions", files={"file": ("a.wav", long)}, data=form, timeout=3)

    for _ in range(20):
        before = engine_seconds(engine)
        engine.client.get("/health")
        threading.Event().wait(0.5)
        if engine_seconds(engine) - before < 0.1:
            break
    else:
        pytest.fail("the engine still works on a recording that nobody waits for")


def engine_seconds(engine: Engine) -> float:
    times = psutil.Process(engine.process.pid).cpu_times()
    return times.user + times.system


def test_nothing_is_left_when_the_engine_is_killed(models, tmp_path):
    engine = started(models, tmp_path)
    engine.speak("Hello.")
    engine.speak("Hello.", "piper-joe")
    workers = psutil.Process(engine.process.pid).children()

    engine.process.kill()
    engine.process.wait()

    assert len(workers) == 2
    _gone, alive = psutil.wait_procs(workers, timeout=10)
    assert [worker for worker in alive if worker.status() != psutil.STATUS_ZOMBIE] == []
    ended(engine)
