"""What can be typed."""

from pathlib import Path

import pytest

from assistant_gui.cli.parser import full_name, parser


@pytest.mark.parametrize(
    "typed",
    [
        "ask hello",
        "talk --from a.wav --to b.wav",
        "toggle-talk --hold-start",
        "transcribe a.wav b.mp3",
        "speak hello --to a.wav",
        "speak hello --to a.wav --voice piper-joe: --speed 1.5 --language en",
        "voices list --language de",
        "import a.jsonl",
        "export",
        "tune --epochs 2",
        "runs list",
        "runs show",
        "runs pause x",
        "adapters list",
        "adapters show x",
        "adapters compare x y",
        "adapters activate x",
        "adapters activate x --strength 50",
        "adapters delete x",
        "adapters export x --form merged-gguf --out y.gguf",
        "adapters import dir --base small",
        "adapters rollback",
        "models list",
        "models get --starter",
        "models verify a",
        "models remove a",
        "conversations list --trash",
        "conversations show x",
        "conversations delete x y --for-good",
        "conversations restore x",
        "search 天气",
        "doctor",
        "bench",
    ],
)
def test_every_command_takes_a_profile_and_json_before_and_after(typed):
    command, *rest = typed.split()

    before = parser().parse_args(["--profile", "p", "--json", command, *rest])
    between = parser().parse_args([command, "--profile", "p", "--json", *rest])
    after = parser().parse_args([command, *rest, "--profile", "p", "--json"])

    assert before.profile == between.profile == after.profile == Path("p")
    assert before.json is between.json is after.json is True
    assert before.command == command


def test_without_a_command_the_window_is_meant():
    assert parser().parse_args([]).command is None


def test_a_command_with_an_action_has_both_in_its_name():
    assert full_name(parser().parse_args(["adapters", "activate", "x"])) == "adapters activate"


@pytest.mark.parametrize("seed", ["1" + 20 * "0", "-1" + 20 * "0", "x"])
def test_a_seed_that_no_engine_takes_is_refused_before_anything_is_asked(seed):
    with pytest.raises(SystemExit):
        parser().parse_args(["ask", "hi", "--seed", seed])
