"""Fine-tuning as the window sees it; what a tuner does is in its own tests."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.footprint import Shape
from assistant_gui.core.learning import PLAIN, Example, Run, RunStatus, Tally
from assistant_gui.core.models import Format, Kind
from assistant_gui.core.plan import Plan
from assistant_gui.core.proofs import key
from assistant_gui.core.texts import TextsFound
from assistant_gui.core.turn import Turn, TurnCancelled
from assistant_gui.learning import runs
from assistant_gui.learning.division import Division
from assistant_gui.learning.files import write_json
from assistant_gui.learning.school import School

PLAN = Plan(base="small", name="pirate")


@pytest.fixture
def school(tmp_path, small, example):
    """Make a school with so many answers; keywords change its model."""
    for name in ("runs", "adapters"):
        (tmp_path / name).mkdir(exist_ok=True)

    def made(answers: int = 8, texts: FakeTexts | None = None, **changes: object) -> School:
        return School(
            texts=texts,
            runs=tmp_path / "runs",
            adapters=tmp_path / "adapters",
            examples=lambda: iter([example(number) for number in range(answers)]),
            tally=lambda: Tally(corrected=answers),
            model=lambda _id: small(**changes),
        )

    return made


@pytest.fixture
def left_behind(tmp_path, small, example, school):
    """The folder of a run whose process is gone."""
    folder = tmp_path / "runs" / "old"
    runs.write_examples(folder, Division((example(1),), (), ()))
    runs.write_order(folder, runs.Order("old", PLAN, small(), 1.0, "a", tmp_path / "adapters" / "a"))
    write_json(folder / "status.json", {"pid": 2**30, "born": 5.0})
    return folder


def with_checkpoint(folder):
    """It got as far as its first checkpoint."""
    place = folder / "checkpoints" / "step-3"
    place.mkdir(parents=True)
    (place / "COMPLETE").touch()


def test_too_few_answers_are_refused_with_a_number(school):
    with pytest.raises(AssistantError, match=r"Too few answers to learn from: 7\. Correct or rate up at least 8\."):
        school(7).start(PLAN)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": Kind.VOICE}, "cannot be fine-tuned"),
        ({"format": Format.PIPER}, "cannot be fine-tuned"),
        ({"installed": False, "path": ""}, "not on this machine"),
    ],
)
def test_what_cannot_be_trained_is_refused(school, changes, why):
    with pytest.raises(AssistantError, match=why):
        school(**changes).start(PLAN)


@pytest.mark.parametrize("number", [{"epochs": 0}, {"rank": -3}, {"batch": 0}, {"learning_rate": float("nan")}])
def test_numbers_that_make_no_sense_are_refused(school, number):
    with pytest.raises(AssistantError, match=r"cannot learn with .* Choose something from (1|0\.000001) to "):
        school().start(replace(PLAN, **number))


class FakeTexts:
    """A folder with one text, or with none."""

    def __init__(self, text: str = "Call me Ishmael.") -> None:
        self.text = text

    def write(self, folder: Path, place: Path, turn: Turn, on_progress: Callable[[int], None]) -> TextsFound:
        on_progress(1)
        turn.check()
        for name in PLAIN:
            (place / name).write_text(self.text)
        return TextsFound(str(folder), files=1, passages=len(self.text))

    def size_bytes(self, folder: Path) -> int:
        return 7_000_000


@pytest.fixture
def started(monkeypatch):
    """What stood in the folders of the runs that would have been started. Patched: a real tuner takes it away."""
    found: list[dict[str, str]] = []

    def start(folder: Path) -> int:
        found.append({each.name: each.read_text() for each in folder.iterdir()})
        return 2**30

    monkeypatch.setattr(runs, "start", start)
    return found


READING = replace(PLAN, texts="books", plain_share=0.5)


def test_reading_texts_tells_how_far_it_is_and_can_be_stopped(school, started, tmp_path):
    seen, turn = [], Turn()

    def stop(files: int) -> None:
        seen.append(files)
        turn.cancel()

    with pytest.raises(TurnCancelled):
        school(texts=FakeTexts()).start(READING, turn, stop)

    assert (seen, started) == ([1], [])
    assert not (tmp_path / "runs" / ".texts").exists()


def test_the_texts_of_a_folder_go_into_the_run_and_stay_nowhere_else(school, started, tmp_path):
    school(texts=FakeTexts()).start(READING)

    assert [started[0][name] for name in PLAIN] == ["Call me Ishmael."] * 2
    assert not (tmp_path / "runs" / ".texts").exists()


@pytest.mark.parametrize("answers", [0, 8])
def test_texts_alone_need_no_answers_and_teach_none(school, started, answers):
    school(answers, texts=FakeTexts()).start(replace(READING, plain_share=1.0))

    assert started[0]["examples.jsonl"] == ""
    assert json.loads(started[0]["manifest.json"]) == {"examples": []}


def test_without_a_share_the_folder_is_not_read(school, started):
    school(texts=FakeTexts()).start(replace(READING, plain_share=0.0))

    assert PLAIN[0] not in started[0]


@pytest.mark.parametrize("step", ["write_lines", "write_order", "start"])
def test_a_run_that_cannot_be_begun_leaves_no_texts(school, tmp_path, monkeypatch, step):
    """Patched, as tests cannot fill a disk."""

    def full(*_told: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(runs, step, full)

    with pytest.raises(OSError, match="No space left"):
        school(texts=FakeTexts()).start(replace(READING, replay=0.5))

    assert [each for each in (tmp_path / "runs").iterdir() if each.is_dir()] == []


@pytest.mark.parametrize(
    ("plan", "texts", "why"),
    [
        (replace(READING, texts=""), FakeTexts(), "No folder of texts was chosen"),
        (READING, FakeTexts(""), "nothing to read in books"),
    ],
)
def test_a_share_without_texts_is_refused_and_leaves_nothing(school, tmp_path, plan, texts, why):
    with pytest.raises(AssistantError, match=why):
        school(texts=texts).start(plan)

    assert list((tmp_path / "runs").iterdir()) == []


def test_nothing_is_written_when_it_is_refused(school, tmp_path):
    with pytest.raises(AssistantError):
        school(7).start(PLAN)

    assert list((tmp_path / "runs").iterdir()) == []


def test_when_all_is_left_out_nothing_begins(tmp_path, small, example):
    for name in ("runs", "adapters"):
        (tmp_path / name).mkdir()
    teaching = School(
        runs=tmp_path / "runs",
        adapters=tmp_path / "adapters",
        examples=lambda: iter([example(number) for number in range(12)]),
        tally=lambda: Tally(corrected=12),
        model=lambda _id: small(),
        ready=lambda division: replace(division, teaching=()),
    )

    with pytest.raises(AssistantError, match="None of the 12 answers would be learned"):
        teaching.start(PLAN)

    assert list((tmp_path / "runs").iterdir()) == []


def test_a_run_whose_process_is_gone_has_failed(school, left_behind):
    (run,) = school().runs()

    assert run.status is RunStatus.FAILED
    assert "without a word" in run.reason
    assert not (left_behind / "examples.jsonl").exists()


def test_a_run_whose_process_is_gone_but_left_a_checkpoint_is_paused(school, left_behind):
    with_checkpoint(left_behind)

    (run,) = school().runs()

    assert run.status is RunStatus.PAUSED
    assert run.reason.startswith("The training ended without a word. It can go on where it was")
    assert (left_behind / "examples.jsonl").exists()


def test_one_whose_adapter_appeared_is_done(school, left_behind, tmp_path):
    with_checkpoint(left_behind)
    made = tmp_path / "adapters" / "a"
    made.mkdir()
    write_json(made / "manifest.json", {"id": "a", "run": "old", "examples": []})

    (run,) = school().runs()

    assert (run.status, run.adapter) == (RunStatus.DONE, "a")
    assert not (left_behind / "examples.jsonl").exists()


def test_a_full_disk_hides_no_run(school, left_behind, monkeypatch):
    """Patched, as tests cannot fill a disk."""

    def full(*_told, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(runs, "bury", full)

    assert [run.id for run in school().runs()] == ["old"]


def written_gguf(path, architecture):
    import gguf

    writer = gguf.GGUFWriter(str(path), architecture)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()
    return str(path)


@pytest.mark.parametrize("architecture", ["mamba", "starcoder2"])
def test_an_architecture_without_adapters_is_refused_before_a_run(school, tmp_path, architecture):
    path = written_gguf(tmp_path / "odd.gguf", architecture)

    for act in (school(path=path).start, school(path=path).estimate):
        with pytest.raises(AssistantError, match="cannot be taught here: the engine would not use what it learned"):
            act(PLAN)


@pytest.mark.parametrize(("used", "refused"), [(False, True), (True, False)])
def test_a_base_whose_adapters_the_engine_was_found_not_to_use_is_refused(school, tmp_path, used, refused):
    path = written_gguf(tmp_path / "base.gguf", "llama")
    teaching = school(path=path)
    write_json(tmp_path / "adapters" / "bases.json", {path: {"identity": {"sha256": "abc"}}})
    write_json(tmp_path / "adapters" / "proofs.json", {key("abc", version("xllamacpp")): used})

    if refused:
        with pytest.raises(AssistantError, match="cannot be taught here"):
            teaching.estimate(PLAN)
    else:
        assert teaching.estimate(PLAN) is None  # this file says nothing of its shape


def test_a_paused_run_that_is_stopped_leaves_no_texts(school, left_behind):
    with_checkpoint(left_behind)

    school().stop("old")

    assert school().run("old").status is RunStatus.STOPPED
    assert not (left_behind / "examples.jsonl").exists()
    assert not (left_behind / "checkpoints").exists()


def test_only_a_paused_run_can_be_taken_up_again(school, left_behind):
    with pytest.raises(AssistantError, match="not paused"):
        school().resume("old")


def test_following_a_run_whose_process_is_gone_ends(school, left_behind):
    events = list(school().events("old", Turn()))

    assert [event["event"] for event in events] == ["end"]
    assert events[-1]["status"] == "failed"


def test_an_end_that_was_told_is_believed(school, left_behind):
    end = {"event": "end", "status": "stopped", "reason": "", "adapter": ""}
    (left_behind / "events.jsonl").write_text(json.dumps(end) + "\n")

    assert school().run("old").status is RunStatus.STOPPED


def test_a_run_that_is_not_there_is_a_sentence(school):
    for act in (school().run, school().stop, school().pause, school().resume, school().keep):
        for id in ("none", "../runs", ""):
            with pytest.raises(AssistantError, match="no run"):
                act(id)


@pytest.fixture
def taught(tmp_path):
    """Put an adapter there that learned from these conversations."""

    def made(id: str, created: float, *conversations: str) -> None:
        examples = [{"id": f"m{n}", "conversation": each} for n, each in enumerate(conversations)]
        told = {"id": id, "name": id, "base": "small", "created": created, "examples": examples, "plan": asdict(PLAN)}
        (tmp_path / "adapters" / id).mkdir(parents=True)
        write_json(tmp_path / "adapters" / id / "manifest.json", told)

    return made


def test_adapters_that_learned_from_a_conversation_are_known(school, taught):
    taught("old", 1.0, "tea", "coffee")
    taught("new", 2.0, "tea")
    taught("other", 3.0, "milk")

    assert [each.id for each in school().learned_from(["tea", "water"])] == ["new", "old"]
    assert school().learned_from(["water"]) == ()


def test_one_is_learned_again_with_its_own_plan(school, taught, monkeypatch):
    monkeypatch.setattr(runs, "start", lambda folder: 2**30)  # no tuner is wanted here
    monkeypatch.setattr(runs, "alive", lambda folder: True)
    taught("old", 1.0, "tea")

    assert school().rebuild("old").plan == PLAN


def test_what_is_not_there_cannot_be_learned_again(school):
    with pytest.raises(AssistantError, match="There is no adapter gone"):
        school().rebuild("gone")


@pytest.mark.parametrize("share", [0.0, 0.2])
def test_a_run_that_is_to_forget_less_is_given_answers_of_the_model_itself(school, example, monkeypatch, share):
    given: list[str] = []

    def start(folder: Path) -> int:
        file = folder / "replay.jsonl"
        if file.exists():
            given.extend(json.loads(line)["id"] for line in file.read_text("utf-8").splitlines())
        return 2**22

    monkeypatch.setattr(runs, "start", start)  # what a tuner does is in its own tests
    teaching = school()
    teaching._replays = lambda: [replace(example(99), conversation="elsewhere")]

    teaching.start(replace(PLAN, replay=share))

    assert given == (["m99"] if share else [])


def test_a_run_that_is_still_being_written_is_not_taken_for_a_dead_one(school, started, example):
    teaching = school()
    seen: list[Run] = []

    def looking() -> list[Example]:
        seen.extend(teaching.runs())
        return [replace(example(99), conversation="elsewhere")]

    teaching._replays = looking

    teaching.start(replace(PLAN, replay=0.5))

    assert seen == []
    assert "events.jsonl" not in started[0]
    assert started[0]["examples.jsonl"]


def test_what_does_not_fit_is_refused_before_anything_is_written(school, tmp_path, monkeypatch):
    """Patched, as the shape of a large model is enough."""
    large = Shape(70e9, 2e9, 80, 8192, 28672, 8192, 1024, 128256)
    monkeypatch.setattr("assistant_gui.learning.shapes.shape", lambda _model: large)

    with pytest.raises(AssistantError, match=r"will not fit: about \d+\.\d GB .* Allow fewer tokens"):
        school().start(PLAN)

    assert not school().estimate(PLAN).fits
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_base_that_does_not_say_what_it_is_made_of_has_no_estimate(school):
    assert school().estimate(PLAN) is None


def test_an_estimate_that_goes_wrong_keeps_no_run_from_beginning(school, tmp_path, monkeypatch):
    """Patched, as no tuner is wanted: the base's files hold numbers that no model has."""
    monkeypatch.setattr(runs, "start", lambda _folder: 2**30)
    write_json(tmp_path / "config.json", {"hidden_size": 64, "num_attention_heads": 0})
    teaching = school(format=Format.FOLDER, path=str(tmp_path))

    assert teaching.estimate(PLAN) is None
    assert teaching.start(PLAN).plan.base == "small"
