"""A whole run on two random layers in a Hugging Face folder."""

import hashlib
import itertools
import json
import math
import shutil

import pytest
import torch
from safetensors.torch import load_file

from assistant_gui.core.models import Format
from assistant_gui.learning import cards, lineage
from assistant_gui.tuner import checkpoints, courtesy, rejudging, role, stopping, training, tuning, writing
from assistant_gui.tuner.events import Diary, events
from assistant_gui.tuner.job import Taught

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


def adapters(tmp_path):
    """The folders that could be taken for adapters."""
    return [each.name for each in tmp_path.glob("adapters/*") if each.is_dir()]


def of_kind(folder, kind):
    return [each for each in events(folder) if each["event"] == kind]


def test_a_run_goes_through_its_stages_and_leaves_an_adapter(folder, tmp_path):
    place = folder()

    role.run(place)

    (end,) = of_kind(place, "end")
    assert (end["status"], end["adapter"], end["reason"]) == ("done", "adapter-run", "")
    assert [each["stage"] for each in of_kind(place, "stage")] == ["prepare", "load", "train", "check", "write"]
    written = tmp_path / "adapters" / "adapter-run"
    assert {each.name for each in written.iterdir()} == {
        "adapter_config.json", "adapter_model.safetensors", "adapter.gguf", "manifest.json",
    }  # fmt: skip
    assert not (place / "checkpoints").exists()
    assert not (place / "examples.jsonl").exists()


def test_every_step_is_told(folder):
    place = folder()

    role.run(place)

    steps = of_kind(place, "step")
    assert [each["step"] for each in steps] == [1, 2, 3, 4, 5, 6]
    assert all(each["steps"] == 6 and each["tokens"] > 0 and each["tokens_per_s"] > 0 for each in steps)
    assert steps[-1]["loss"] < steps[0]["loss"]
    assert steps[-1]["seconds_left"] == 0


def test_it_looks_before_every_layer_of_every_step_whether_somebody_talks(folder, monkeypatch):
    looked: list[courtesy.Courtesy] = []
    monkeypatch.setattr(courtesy.Courtesy, "give_way", looked.append)  # being held takes seconds
    place = folder(agreement=False)

    role.run(place)

    assert len(looked) >= 2 * len(of_kind(place, "step"))


def test_the_manifest_keeps_ids_and_hashes_but_no_text(folder, tmp_path):
    role.run(folder())

    text = (tmp_path / "adapters" / "adapter-run" / "manifest.json").read_text("utf-8")
    manifest = json.loads(text)
    assert [each["id"] for each in manifest["examples"]] == [f"m{number}" for number in range(8)]
    assert manifest["agreement"]["good"]
    assert manifest["name"] == "parrot"
    assert len(manifest["template_sha256"]) == 64
    assert "Arr" not in text


def test_a_wish_to_stop_leaves_no_adapter(folder, tmp_path):
    place = folder()
    (place / "control.json").write_text('{"do": "stop"}')

    role.run(place)

    (end,) = of_kind(place, "end")
    assert (end["status"], end["adapter"]) == ("stopped", "")
    assert not adapters(tmp_path)


def weights(tmp_path):
    return hashlib.sha256((tmp_path / "adapters/adapter-run/adapter_model.safetensors").read_bytes()).hexdigest()


EVERYTHING = {
    "epochs": 12, "dropout": 0.2, "neftune": 5.0, "label_smoothing": 0.1, "schedule": "cosine", "weight_decay": 0.01,
    "checkpointing": "on", "targets": "mlp", "alpha": 12.0, "micro_batch": 3,
}  # fmt: skip


@pytest.mark.parametrize("plan", [{}, EVERYTHING], ids=["plain", "everything"])
def test_a_paused_run_ends_with_the_same_adapter(folder, tmp_path, asked, plan):
    place = folder(plan=plan)
    if plan:
        aside(place)
    shutil.copytree(place, tmp_path / "straight")
    role.run(tmp_path / "straight")
    straight = weights(tmp_path)
    shutil.rmtree(tmp_path / "adapters")
    asked(place, "pause", step=4)

    role.run(place)
    paused = of_kind(place, "end")
    texts = (place / "examples.jsonl").exists()
    role.run(place)

    assert [each["status"] for each in paused] == ["paused"]
    assert texts
    assert of_kind(place, "end")[-1]["status"] == "done"
    assert len(of_kind(place, "resumed")) == 1
    assert weights(tmp_path) == straight
    assert not (place / "checkpoints").exists()
    assert [each["loss"] for each in of_kind(place, "eval")] == [
        each["loss"] for each in of_kind(tmp_path / "straight", "eval")
    ]


def aside(place, answer="Arr! 啊!"):
    """Keep two conversations aside that say when to stop."""
    with (place / "stopping.jsonl").open("w", encoding="utf-8") as file:
        for number in range(2):
            messages = [{"role": "user", "content": f"And {number}?"}, {"role": "assistant", "content": answer}]
            example = {"id": f"s{number}", "conversation": f"s{number}", "signal": "corrected", "weight": 2.0}
            file.write(json.dumps({**example, "messages": messages}, ensure_ascii=False) + "\n")


def test_a_run_that_gets_no_better_stops_and_gives_its_best(folder, tmp_path):
    place = folder(plan={"epochs": 50})
    aside(place, answer="zzzzzzzzzzzz")

    role.run(place)

    looks = of_kind(place, "eval")
    best = min(looks, key=lambda each: each["loss"])
    assert len(of_kind(place, "step")) < 100
    assert looks[-1]["step"] == best["step"] + 30
    assert of_kind(place, "best")[0]["step"] == best["step"]
    assert any("does not get better" in each["message"] for each in of_kind(place, "warning"))


def test_it_goes_on_to_the_end_when_it_is_not_to_stop_early(folder):
    place = folder(plan={"epochs": 50, "early_stopping": False})
    aside(place, answer="zzzzzzzzzzzz")

    role.run(place)

    assert len(of_kind(place, "step")) == 100
    assert len(of_kind(place, "eval")) == 10
    assert of_kind(place, "best") == []


@pytest.mark.parametrize(
    ("plan", "layers"),
    [({"targets": "attention"}, "self_attn"), ({"targets": "mlp"}, "mlp")],
)
def test_only_the_chosen_layers_learn(folder, tmp_path, plan, layers):
    role.run(folder(plan={**plan, "alpha": 5.0}))

    place = tmp_path / "adapters/adapter-run"
    assert {name.split(".")[-4] for name in load_file(place / "adapter_model.safetensors")} == {layers}
    assert json.loads((place / "adapter_config.json").read_text())["lora_alpha"] == 5.0


def test_what_this_machine_cannot_do_is_a_sentence_before_anything_is_loaded(folder):
    place = folder(plan={"optimizer": "adamw8bit"})

    role.run(place)

    (end,) = of_kind(place, "end")
    assert "needs bitsandbytes" in end["reason"]
    assert [each["stage"] for each in of_kind(place, "stage")] == ["prepare"]


def test_a_trial_says_how_long_it_will_take(folder):
    place = folder()

    role.run(place)

    (probe,) = of_kind(place, "probe")
    assert probe["seconds"] > 0 < probe["memory_bytes"]
    assert probe["seconds_total"] > probe["seconds"]


def test_what_was_learned_so_far_is_kept(folder, tmp_path, asked):
    place = folder()
    asked(place, "keep", step=3)

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert len(of_kind(place, "step")) == 3
    assert json.loads((tmp_path / "adapters/adapter-run/manifest.json").read_text())["steps"] == 3


def test_answers_that_are_all_too_long_are_a_sentence(folder):
    place = folder(plan={"max_tokens": 4})

    role.run(place)

    (end,) = of_kind(place, "end")
    assert end["status"] == "failed"
    assert "None of the answers can be learned from" in end["reason"]
    assert "8 examples were left out: too long." in [each["message"] for each in of_kind(place, "warning")]


def test_a_run_that_diverges_is_tried_again_at_half_the_rate(folder, monkeypatch):
    """Patched, as no plan diverges reliably: no loss is finite at the full rate."""
    place = folder()
    losses, made = training.Head.loss, training.learner
    learners = []

    def remembered(*told, **more):
        learners.append(made(*told, **more))
        return learners[-1]

    def broken(head, lessons, **told):
        return losses(head, lessons, **told) * (math.nan if learners[0].rate == 1 else 1.0)

    monkeypatch.setattr(training, "learner", remembered)
    monkeypatch.setattr(training.Head, "loss", broken)
    role.run(place)

    warnings = [each["message"] for each in of_kind(place, "warning")]
    assert any("half the learning rate" in each for each in warnings)
    assert any("no finite loss" in each for each in warnings)
    assert of_kind(place, "end")[0]["status"] == "done"
    assert max(each["lr"] for each in of_kind(place, "step")) <= 0.5e-2


def test_a_run_that_diverges_again_has_failed(folder, monkeypatch):
    """Patched for the same reason."""
    place = folder()
    losses = training.Head.loss
    monkeypatch.setattr(training.Head, "loss", lambda head, lessons, **told: losses(head, lessons, **told) * math.nan)

    role.run(place)

    (end,) = of_kind(place, "end")
    assert (end["status"], end["reason"]) == ("failed", "The training diverged. Choose a lower learning rate.")


def test_a_full_disk_is_found_before_anything_is_loaded(folder, monkeypatch):
    """Patched, as tests cannot fill a disk."""
    place = folder()
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 2**20})())

    role.run(place)

    (end,) = of_kind(place, "end")
    assert "Only 1 MB are free" in end["reason"]
    assert [each["stage"] for each in of_kind(place, "stage")] == ["prepare"]


def test_an_adapter_the_engine_disagrees_with_is_not_offered(folder, tmp_path, monkeypatch):
    """Patched: the engine is made to forget the adapter, but not the random one that is tried before."""
    from assistant_gui.tuner import agreement

    place = folder(plan={"epochs": 12})
    serve = agreement.from_transformers
    monkeypatch.setattr(
        agreement,
        "from_transformers",
        lambda model, head, adapter, *told: (
            lambda adapted: serve(model, head, adapter, *told)(adapted and adapter.name.startswith("proof-"))
        ),
    )

    role.run(place)

    (end,) = of_kind(place, "end")
    assert end["status"] == "failed"
    assert "not offered" in end["reason"]
    assert not adapters(tmp_path)
    assert json.loads((place / "manifest.json").read_text())["agreement"]["good"] is False


def test_a_judged_run_leaves_a_card_and_no_texts(folder, tmp_path):
    place = folder(scoring=True, plan={"epochs": 8})
    with (place / "judging.jsonl").open("w", encoding="utf-8") as file:
        for number in range(9):
            messages = [
                {"role": "user", "content": f"Another question {number}?"},
                {"role": "assistant", "content": "Arr! 啊!"},
            ]
            example = {"id": f"j{number}", "conversation": f"c{number}", "signal": "corrected", "weight": 2.0}
            file.write(json.dumps({**example, "messages": messages}, ensure_ascii=False) + "\n")

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert "score" in [each["stage"] for each in of_kind(place, "stage")]
    card = cards.of_run(place)
    assert card == cards.of_adapter(tmp_path / "adapters" / "adapter-run")
    assert (card.held_out_examples, card.held_out_conversations, len(card.gains)) == (9, 9, 9)
    nll = next(score for score in card.scores if score.name == "nll")
    assert nll.candidate < nll.base == nll.current
    assert nll.low <= nll.difference <= nll.high < 0
    assert not {"examples.jsonl", "stopping.jsonl", "judging.jsonl"} & {each.name for each in place.iterdir()}


@pytest.fixture
def falls_over(monkeypatch):
    """Have the computer lack memory at chosen calls of a function.

    Patched, as a test must not use up the memory of the machine.
    """

    def armed(holder, name, times, error=torch.OutOfMemoryError):
        real, calls = getattr(holder, name), itertools.count(1)

        def once(*told, **more):
            if next(calls) in times:
                raise error("CUDA out of memory" if error is torch.OutOfMemoryError else "")
            return real(*told, **more)

        monkeypatch.setattr(holder, name, once)

    return armed


def told(place):
    return " ".join(each["message"] for each in of_kind(place, "warning"))


@pytest.mark.parametrize("error", [torch.OutOfMemoryError, MemoryError])
def test_a_step_without_memory_takes_half_as_much_at_a_time(folder, tmp_path, falls_over, error):
    place = folder()
    falls_over(training.Head, "loss", {4}, error)

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert "half as many examples at a time" in told(place)
    assert [each["step"] for each in of_kind(place, "step")][-1] == 6


def test_then_it_computes_layers_twice(folder, falls_over):
    place = folder(plan={"micro_batch": 1})
    falls_over(training.Head, "loss", {4})

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert "computes layers twice" in told(place)


def test_then_it_says_so(folder, tmp_path, falls_over):
    place = folder()
    falls_over(training.Head, "loss", set(range(1000)))

    role.run(place)

    (end,) = of_kind(place, "end")
    assert end["status"] == "failed"
    assert "not even one example at a time" in end["reason"]
    assert not adapters(tmp_path)


def test_a_base_that_does_not_fit_is_a_sentence(folder, tmp_path, falls_over):
    place = folder()
    falls_over(tuning.base, "opened", {1}, MemoryError)

    role.run(place)

    assert "not enough memory to train this model" in of_kind(place, "end")[0]["reason"]
    assert not adapters(tmp_path)


def test_an_evaluation_without_memory_is_done_again_with_less(folder, falls_over):
    place = folder(plan={"epochs": 6})
    aside(place)
    falls_over(stopping, "loss", {1})

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert [each["step"] for each in of_kind(place, "eval")] == [10, 12]
    assert "half as many" in told(place)


@pytest.mark.parametrize("error", [MemoryError, OSError])
def test_a_run_that_cannot_write_checkpoints_goes_on(folder, tmp_path, falls_over, error):
    place = folder(checkpoint_s=0)
    falls_over(checkpoints, "save_file", {2, 3}, error)

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert told(place).count("could not be written") == 2
    assert [each["step"] for each in of_kind(place, "checkpoint")] == [3, 4, 5, 6]


@pytest.mark.parametrize("error", [MemoryError, OSError])
def test_an_adapter_that_cannot_be_written_waits_and_is_not_listed(folder, tmp_path, falls_over, error):
    place = folder()
    falls_over(tuning.gguf_adapter, "write", {1}, error)

    role.run(place)

    (end,) = of_kind(place, "end")
    assert end["status"] == "paused"
    assert "then go on" in end["reason"]
    assert not adapters(tmp_path)
    assert not (place / "adapter.tmp").exists()


def test_one_that_waits_is_taken_up_without_learning_again(folder, tmp_path, falls_over):
    place = folder()
    falls_over(tuning.gguf_adapter, "write", {1}, MemoryError)

    role.run(place)
    steps = len(of_kind(place, "step"))
    role.run(place)

    assert of_kind(place, "end")[-1]["status"] == "done"
    assert len(of_kind(place, "step")) == steps
    assert (tmp_path / "adapters" / "adapter-run" / "manifest.json").exists()
    assert not (place / "examples.jsonl").exists()


@pytest.mark.parametrize("error", [torch.OutOfMemoryError, MemoryError])
def test_an_adapter_that_cannot_be_judged_for_lack_of_memory_is_kept(folder, tmp_path, falls_over, error):
    place = folder(scoring=True)
    falls_over(tuning.scoring, "card", {1}, error)

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert "kept without a judgement" in told(place)
    assert cards.of_adapter(tmp_path / "adapters" / "adapter-run") is None


def test_it_is_judged_later(folder, tmp_path, falls_over, base):
    place = folder(scoring=True, plan={"epochs": 8})
    falls_over(tuning.scoring, "card", {1}, MemoryError)
    role.run(place)
    adapter = tmp_path / "adapters" / "adapter-run"
    answers = [
        Taught(f"j{n}", f"c{n}", "corrected", 2.0, (("user", f"Another {n}?"), ("assistant", "Arr! 啊!")))
        for n in range(9)
    ]
    shares: list[float] = []

    rejudging.judge(rejudging.Rejudging(Format.FOLDER, base, adapter, None, answers, (), max_tokens=512), shares.append)

    card = cards.of_adapter(adapter)
    assert card is not None
    nll = next(score for score in card.scores if score.name == "nll")
    assert nll.candidate < nll.base == nll.current
    assert (card.held_out_conversations, shares[-1]) == (9, 1.0)


def test_a_run_that_was_ended_after_its_adapter_appeared_is_done(folder, tmp_path, falls_over):
    place = folder()
    shutil.copytree(place, tmp_path / "before")
    role.run(place)
    shutil.rmtree(place)
    (tmp_path / "before").rename(place)

    role.run(place)

    (end,) = of_kind(place, "end")
    assert (end["status"], end["adapter"]) == ("done", "adapter-run")
    assert of_kind(place, "step") == []


def test_what_answers_now_is_not_written_into_the_new_adapter(folder, tmp_path):
    place = folder(scoring=True, thorough=False)
    shutil.copytree(place, tmp_path / "again")
    now = learned(place, tmp_path, "now")
    spec = json.loads((tmp_path / "again/spec.json").read_text())
    (tmp_path / "again/spec.json").write_text(json.dumps({**spec, "current_folder": str(now)}))

    made = learned(tmp_path / "again", tmp_path, "made")

    assert {each.name for each in made.iterdir()} == {each.name for each in now.iterdir()}


TEXTS = ("The ship sails at dawn. " * 4, "Rum and parrots, rum and parrots.", "海上生明月，天涯共此时。")


def with_plain(place):
    lines = (json.dumps({"id": str(n), "text": text}, ensure_ascii=False) + "\n" for n, text in enumerate(TEXTS))
    (place / "plain.jsonl").write_text("".join(lines), encoding="utf-8")


def losses(place, *, plain):
    return [each["loss"] for each in of_kind(place, "step") if each["plain"] is plain]


def apart(one, other):
    """How far two adapters are apart at most."""
    ours, theirs = (load_file(each / "adapter_model.safetensors") for each in (one, other))
    return max(float((ours[name] - theirs[name]).abs().max()) for name in ours)


def learned(place, tmp_path, name):
    """Run *place*; where its adapter is put aside."""
    role.run(place)
    assert of_kind(place, "end")[-1]["status"] == "done", of_kind(place, "end")
    return (tmp_path / "adapters/adapter-run").rename(tmp_path / name)


def test_plain_texts_and_answers_alternate_and_both_losses_are_told(folder):
    place = folder(plan={"plain_share": 0.5})
    with_plain(place)

    role.run(place)

    steps = of_kind(place, "step")
    assert [each["plain"] for each in steps] == [True, False] * 6
    assert all(each["loss"] > 0 for each in steps)
    assert not (place / "plain.jsonl").exists()


def test_no_share_is_the_run_without_plain_texts(folder, tmp_path):
    place = folder(plan={"plain_share": 0.0})
    shutil.copytree(place, tmp_path / "without")
    with_plain(place)

    assert apart(learned(place, tmp_path, "a"), learned(tmp_path / "without", tmp_path, "b")) <= 1e-6
    assert losses(place, plain=False) == pytest.approx(losses(tmp_path / "without", plain=False), abs=1e-6)
    assert losses(place, plain=True) == []


def test_the_whole_share_is_the_run_of_plain_texts_alone(folder, tmp_path):
    place = folder(plan={"plain_share": 1.0, "max_tokens": 64})
    with_plain(place)
    shutil.copytree(place, tmp_path / "alone")
    (tmp_path / "alone/examples.jsonl").write_text("")

    assert apart(learned(place, tmp_path, "a"), learned(tmp_path / "alone", tmp_path, "b")) <= 1e-6
    assert losses(place, plain=True) == pytest.approx(losses(tmp_path / "alone", plain=True), abs=1e-6)
    assert losses(place, plain=False) == []


def test_texts_alone_are_judged_by_what_was_held_back_of_them(folder, tmp_path):
    place = folder(plan={"plain_share": 1.0, "max_tokens": 64}, scoring=True, thorough=False)
    (place / "examples.jsonl").write_text("")
    with_plain(place)
    held = [{"document": f"{n}.txt", "text": TEXTS[n % 2]} for n in range(3)]
    (place / "plain-judging.jsonl").write_text("".join(json.dumps(each) + "\n" for each in held))
    sha256 = hashlib.sha256((place / "plain.jsonl").read_bytes()).hexdigest()

    adapter = learned(place, tmp_path, "a")

    *_, score = cards.of_adapter(adapter).scores
    assert (score.name, score.answers, score.conversations) == ("texts", 5, 3)
    assert score.candidate < score.base
    assert lineage.of_adapter(adapter).texts_sha256 == sha256
    assert not list(place.glob("plain*"))


def test_a_share_without_texts_is_a_sentence(folder):
    place = folder(plan={"plain_share": 0.5})

    role.run(place)

    assert "no plain texts" in of_kind(place, "end")[0]["reason"]


def test_own_answers_are_replayed(folder, tmp_path, monkeypatch):
    """Patched: random weights never end an answer."""
    place = folder(plan={"replay": 0.5})
    monkeypatch.setattr(
        writing, "answers", lambda _model, _tongue, prompts, **_told: [writing.Written("A.", ended=True)] * len(prompts)
    )

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert len(of_kind(place, "step")) == 12
    assert not (place / "replay.jsonl").exists()


def test_replay_takes_the_answers_it_was_given_first(folder):
    place = folder(plan={"replay": 0.2})
    shutil.copy(place / "examples.jsonl", place / "replay.jsonl")

    role.run(place)

    assert of_kind(place, "end")[0]["status"] == "done"
    assert told(place) == ""
    assert len(of_kind(place, "step")) == 9


def test_three_learning_rates_are_tried_and_the_best_is_used(folder):
    place = folder(plan={"search": True, "epochs": 20, "learning_rate": 1e-3})
    aside(place)

    role.run(place)

    tried = of_kind(place, "search")
    best = min(tried, key=lambda each: each["loss"])
    assert [each["learning_rate"] for each in tried] == pytest.approx([1e-3 / 3, 1e-3, 3e-3])
    assert best["learning_rate"] == pytest.approx(3e-3)
    assert max(each["lr"] for each in of_kind(place, "step")) == pytest.approx(3e-3)


def test_a_search_leaves_nothing_behind_but_the_rate(folder, tmp_path):
    searching = folder(plan={"search": True, "dropout": 0.1, "neftune": 3.0, "learning_rate": 1e-3})
    shutil.copytree(searching, tmp_path / "straight")
    found = learned(searching, tmp_path, "a")
    best = min(of_kind(searching, "search"), key=lambda each: each["loss"])["learning_rate"]
    spec = json.loads((tmp_path / "straight/spec.json").read_text())
    spec["plan"] |= {"search": False, "learning_rate": best}
    (tmp_path / "straight/spec.json").write_text(json.dumps(spec))

    assert apart(found, learned(tmp_path / "straight", tmp_path, "b")) == 0


@pytest.mark.parametrize("checkpointing", ["on", "off"])
def test_it_shows_what_it_would_answer_until_it_ends(folder, monkeypatch, checkpointing):
    place = folder(checkpoint_s=0, plan={"checkpointing": checkpointing})
    tell, seen = Diary.tell, []
    monkeypatch.setattr(
        Diary, "tell", lambda diary, event, **facts: (seen.append((event, facts)), tell(diary, event, **facts))[1]
    )

    role.run(place)

    samples = [facts for event, facts in seen if event == "sample"]
    assert samples[0]["question"] == "Question 0?"
    assert samples[0]["step"] == 1
    assert [each["question"] for each in of_kind(place, "sample")] == [""] * len(samples)


def test_curves_are_written_for_tensorboard_too(folder):
    place = folder()

    role.run(place)

    (file,) = (place / "tensorboard").iterdir()
    assert file.read_bytes().count(b"train/loss") == 6
