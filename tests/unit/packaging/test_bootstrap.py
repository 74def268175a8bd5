"""Preparing a machine and the steps of its test, without preparing one."""

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

FOLDER = Path(__file__).resolve().parents[3] / "packaging"
PROJECT = """
[build-system]
requires = ["hatchling"]
[project]
name = "bird"
dependencies = ["torchaudio", "torch>=2.13,<2.14"]
"""


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, ModuleType]]:
    """The bootstrap's modules, imported the way ``python packaging/bootstrap.py`` does."""
    names = ("trouble", "system", "environment", "suite", "bootstrap")
    monkeypatch.syspath_prepend(str(FOLDER))
    yield {name: importlib.import_module(name) for name in names}
    for name in names:
        del sys.modules[name]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(PROJECT)
    return tmp_path


def test_without_a_word_it_says_what_it_can_do(
    parts: dict[str, ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    assert parts["bootstrap"].main([]) == 2

    assert "bootstrap.py run" in capsys.readouterr().out


def test_trouble_is_one_sentence_and_what_to_do(
    parts: dict[str, ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    assert parts["bootstrap"].main(["setup", "everything"]) == 1

    assert "setup does not know everything." in capsys.readouterr().err


def test_an_older_python_is_told_so() -> None:
    code = (FOLDER / "bootstrap.py").read_text().replace("(3, 11)", "(9, 0)")

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert told.stderr.startswith("The assistant needs Python")


def test_the_environment_lies_in_the_checkout_or_where_it_is_wanted(parts: dict[str, ModuleType]) -> None:
    environment = parts["environment"]

    assert environment.folder(Path("/here"), {}) == Path("/here/.venv")
    assert environment.folder(Path("/here"), {"ASSISTANT_VENV": "/there"}) == Path("/there").absolute()


def test_a_second_run_installs_nothing(parts: dict[str, ModuleType], checkout: Path, tmp_path: Path) -> None:
    environment, folder = parts["environment"], stamped(parts["environment"], checkout, ["dev"])

    assert environment.is_ready(folder, checkout, ())
    assert environment.is_ready(folder, checkout, ["dev"])


def test_a_wanted_extra_is_installed(parts: dict[str, ModuleType], checkout: Path) -> None:
    folder = stamped(parts["environment"], checkout, [])

    assert not parts["environment"].is_ready(folder, checkout, ["piper"])


def test_a_changed_dependency_is_installed(parts: dict[str, ModuleType], checkout: Path) -> None:
    folder = stamped(parts["environment"], checkout, [])
    (checkout / "pyproject.toml").write_text(PROJECT.replace("2.14", "2.15"))

    assert not parts["environment"].is_ready(folder, checkout, ())


def test_a_changed_line_length_is_not_worth_an_installation(parts: dict[str, ModuleType], checkout: Path) -> None:
    folder = stamped(parts["environment"], checkout, [])
    (checkout / "pyproject.toml").write_text(PROJECT + "[tool.ruff]\nline-length = 99\n")

    assert parts["environment"].is_ready(folder, checkout, ())


def test_a_folder_with_other_things_is_left_alone(parts: dict[str, ModuleType], tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(parts["trouble"].Trouble, match="was not made by this program"):
        parts["environment"].fresh(tmp_path)

    assert (tmp_path / "letter.txt").exists()


def test_torch_comes_from_where_it_is_wanted(parts: dict[str, ModuleType]) -> None:
    chosen = {"ASSISTANT_TORCH_INDEX": "https://torch.example/cu"}

    assert parts["environment"].torch_index(chosen, "linux") == "https://torch.example/cu"


def test_a_mac_takes_the_usual_torch(parts: dict[str, ModuleType]) -> None:
    assert parts["environment"].torch_index({}, "darwin") == ""


def test_torch_is_not_mistaken_for_its_relatives(parts: dict[str, ModuleType], checkout: Path) -> None:
    assert parts["environment"]._torch_requirement(checkout) == "torch>=2.13,<2.14"


def test_nothing_is_installed_when_nothing_is_missing(parts: dict[str, ModuleType], apt: list[Sequence[str]]) -> None:
    parts["system"].install([])

    assert apt == []


def test_root_installs_what_is_missing(parts: dict[str, ModuleType], apt: list[Sequence[str]]) -> None:
    parts["system"].install(["espeak-ng"])

    assert apt == [("install", ("espeak-ng",))]


def test_stale_package_lists_are_fetched_anew(
    parts: dict[str, ModuleType], apt: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter([False, True, True])
    system = parts["system"]
    monkeypatch.setattr(system, "_runs", lambda _, verb, packages: apt.append((verb, packages)) or next(answers))

    system.install(["espeak-ng"])

    assert [verb for verb, _ in apt] == ["install", "update", "install"]


def test_without_root_and_sudo_it_says_what_to_type(
    parts: dict[str, ModuleType],
    apt: list[Sequence[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(parts["system"].os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(parts["system"].shutil, "which", lambda name: None if name == "sudo" else f"/bin/{name}")

    parts["system"].install(["espeak-ng", "libegl1"])

    assert apt == []
    assert "sudo apt-get install -y espeak-ng libegl1" in capsys.readouterr().out


@pytest.fixture
def apt(parts: dict[str, ModuleType], monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What apt was asked to do, on a machine of root's that has it: a test installs nothing on the real one."""
    asked: list[Sequence[str]] = []
    system = parts["system"]
    monkeypatch.setattr(system.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(system, "_runs", lambda _, verb, packages: asked.append((verb, tuple(packages))) or True)
    return asked


def stamped(environment: ModuleType, checkout: Path, extras: list[str]) -> Path:
    """An environment that looks as if it had been made for *checkout* with *extras*."""
    folder = checkout / ".venv"
    environment.python_of(folder).parent.mkdir(parents=True)
    environment.python_of(folder).touch()
    made = {"made_for": environment.fingerprint(checkout), "extras": extras}
    (folder / "assistant.json").write_text(environment.json.dumps(made))
    return folder


def tried(folder: Path, body: str) -> Sequence[str]:
    file = folder / "test_of_a_test.py"
    file.write_text(body)
    return (sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "--rootdir", str(folder), str(file))


FAILED = ("--last-failed", "--last-failed-no-failures=none")
SECOND_TIME = """
from pathlib import Path
def test_right(): Path(f"{__file__}.right").open("x")
def test_busy():
    once = Path(f"{__file__}.once")
    known = once.exists()
    once.touch()
    assert known
"""


def test_what_a_busy_machine_made_fail_is_tried_once_more_alone_and_named(
    parts: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = parts["suite"].Step("end to end", tried(tmp_path, SECOND_TIME), second=FAILED)

    assert parts["suite"].run(tmp_path, [step]) == 0

    assert "unsure  end to end" in capsys.readouterr().out


def test_what_fails_twice_is_red(
    parts: dict[str, ModuleType], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    step = parts["suite"].Step("end to end", tried(tmp_path, "def test_wrong(): assert False"), second=FAILED)

    assert parts["suite"].run(tmp_path, [step]) == 1

    assert "FAILED  end to end" in capsys.readouterr().out


def test_a_step_without_a_second_try_is_red_at_once(parts: dict[str, ModuleType], tmp_path: Path) -> None:
    assert parts["suite"].run(tmp_path, [parts["suite"].Step("unit", tried(tmp_path, SECOND_TIME))]) == 1
