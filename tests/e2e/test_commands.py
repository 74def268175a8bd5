"""The command line with the real starter models: what it prints for programs is an interface."""

import json
import re
import wave
from pathlib import Path

import pytest

from tests.e2e.program import Program

DATA = Path(__file__).parent.parent / "data"
ONE_SENTENCE = 300
"""Characters; what a failure says fits in it."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Program:
    """A profile whose path has a space and Chinese letters, and a proxy that leads nowhere."""
    profile = tmp_path_factory.mktemp("own files") / "我的 助手"
    dead = "http://127.0.0.1:9"
    return Program(profile, models, {"HTTP_PROXY": dead, "http_proxy": dead, "ALL_PROXY": dead, "NO_PROXY": ""})


def test_ask_answers_and_goes_on_where_it_left_off(program):
    first = program.json("ask", "My name is Anna. Say hello.").object
    second = program.json("ask", "What is my name?", "--conversation", str(first["conversation"])).object

    assert set(first) == {"conversation", "message", "model", "text", "tokens", "tokens_per_s", "ttft_ms"}
    assert first["text"]
    assert first["tokens"] > 0
    assert first["tokens_per_s"] > 0
    assert first["ttft_ms"] > 0
    assert second["conversation"] == first["conversation"]
    lines = [json.loads(line) for line in program.run("export").out.splitlines()]
    assert [m["role"] for m in lines[0]["messages"]] == ["user", "assistant", "user", "assistant"]


def test_ask_prints_just_the_answer_for_people(program):
    said = program.run("ask", "Say hello.")

    assert said.code == 0
    assert said.out.strip()
    assert not said.out.startswith("{")


def test_transcribe_tells_of_each_file_and_of_those_it_cannot_read(program, tmp_path):
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFFnothing")
    said = program.run("--json", "transcribe", str(DATA / "cards-001.wav"), str(broken), str(DATA / "jfk.flac"))

    assert said.code == 1
    assert "broken.wav" in said.err
    assert "Traceback" not in said.err
    cards, jfk = said.objects
    assert set(cards) == {"file", "text", "language", "segments"}
    assert "clubs" in cards["text"].lower()
    assert "ask what you can do for your country" in jfk["text"].lower().replace(",", "")
    assert set(jfk["segments"][0]) == {"start", "end", "text"}


def test_speak_writes_a_sound_file_that_is_understood(program, tmp_path):
    target = tmp_path / "said.wav"
    program.json("speak", "My name is John and I live in London with my family.", "--to", str(target))

    with wave.open(str(target)) as file:
        assert file.getframerate() == 24000
        assert file.getnframes() > 24000
    heard = program.json("transcribe", str(target)).object["text"].lower()
    assert {"name", "london", "family"} <= set(re.findall(r"\w+", heard))


def test_talk_answers_a_recorded_question_aloud(program, tmp_path):
    target = tmp_path / "answer.wav"
    told = program.json("talk", "--from", str(DATA / "librivox-0930.wav"), "--to", str(target)).object

    assert set(told) == {"heard", "reply", "stages"}
    assert "amiable" in told["heard"].lower()
    assert told["reply"]
    assert {"recognise", "first_token", "first_sound"} <= set(told["stages"])
    with wave.open(str(target)) as file:
        assert file.getnframes() > 0


def test_import_takes_what_it_can_names_what_it_cannot_and_takes_nothing_twice(program, tmp_path):
    file = tmp_path / "old.jsonl"
    good = {"messages": [{"role": "user", "content": "Hi"}, {"role": "assistant", "content": "你好"}]}
    other = {"conversations": [{"from": "human", "value": "Hey"}, {"from": "gpt", "value": "Ahoy"}]}
    file.write_text("\n".join([json.dumps(good), "{broken", json.dumps(other)]), encoding="utf-8")

    told = program.json("import", str(file)).object
    again = program.json("import", str(file)).object

    assert (told["conversations"], told["messages"]) == (2, 4)
    assert [each["line"] for each in told["skipped"]] == [2]
    assert (again["conversations"], again["duplicates"]) == (0, 2)


def test_conversations_are_searched_read_put_into_the_trash_and_restored(program, tmp_path):
    file = tmp_path / "weather.jsonl"
    messages = [{"role": "user", "content": "今天天气?"}, {"role": "assistant", "content": "Hailstones."}]
    file.write_text(json.dumps({"title": "Weather", "messages": messages}), encoding="utf-8")
    program.json("import", str(file))

    hit = program.json("search", "气").object
    listed = {str(each["conversation"]) for each in program.json("conversations", "list").objects}
    read = program.json("conversations", "show", str(hit["conversation"])).objects
    program.json("conversations", "delete", str(hit["conversation"]))
    unfound = program.run("--json", "search", "hail")
    in_trash = program.json("conversations", "list", "--trash").object
    program.json("conversations", "restore", str(hit["conversation"]))

    assert (hit["title"], hit["role"], hit["snippet"]) == ("Weather", "user", "今天天气?")
    assert hit["conversation"] in listed
    assert [each["text"] for each in read] == ["今天天气?", "Hailstones."]
    assert (unfound.code, unfound.out) == (1, "")
    assert in_trash["conversation"] == hit["conversation"]
    assert program.json("search", "hail").object["message"]


def test_models_lists_and_verifies(program):
    listed = {str(each["id"]): each for each in program.json("models", "list").objects}

    assert listed["smollm2-135m"]["installed"] is True
    assert listed["smollm2-135m"]["licence"] == "Apache-2.0"
    assert program.json("models", "verify", "smollm2-135m").object == {"model": "smollm2-135m", "ok": True}


@pytest.mark.parametrize(
    "typed",
    [
        ["ask", "Hi", "--conversation", "nowhere"],
        ["ask", " "],
        ["transcribe", "nowhere.wav"],
        ["talk", "--from", "nowhere.wav", "--to", "out.wav"],
        ["speak", "...", "--to", "out.wav"],
        ["import", "nowhere.jsonl"],
        ["export", "--conversation", "nowhere"],
        ["tune", "--base", "nowhere"],
        ["adapters", "activate", "nowhere"],
        ["conversations", "show", "nowhere"],
        ["conversations", "delete", "nowhere"],
        ["search", " "],
        ["models", "get", "nowhere"],
        ["models", "verify", "nowhere"],
    ],
    ids=" ".join,
)
def test_a_failure_is_an_exit_code_and_one_sentence(program, typed):
    said = program.run(*typed)

    assert said.code != 0
    assert said.out == ""
    assert "Traceback" not in said.err
    assert 0 < len(said.err.strip()) < ONE_SENTENCE
    assert len(said.err.strip().splitlines()) == 1


def test_doctor_looks_at_everything_and_names_what_is_missing(program):
    said = program.run("--json", "doctor")

    checks = {str(each["check"]): each for each in said.objects}
    assert checks["torch"]["ok"] is True
    assert checks["answers"]["ok"] is True
    assert checks["engine"]["detail"] in ("speech: openai-whisper", "speech: faster-whisper")  # the last of the engines
    assert all(each["ok"] or each["detail"] for each in checks.values())
