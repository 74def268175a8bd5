"""Proves that the dependencies can be had for other Pythons, without having those Pythons.

    python packaging/resolve.py 3.12 3.13

pip resolves everything in a dry run. Two are special: openai-whisper is published
as source only, so what it needs is resolved in its place; torch is half a gigabyte
that a dry run would fetch, so its place is taken by an empty wheel with its light
needs, and only its being there for that Python is asked of the index.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from importlib.metadata import requires
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_HEAVY = ("triton", "nvidia", "cuda")
"""Needed by torch's builds for NVIDIA cards only."""


def main(versions: list[str]) -> int:
    project = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["piper"]]
    wanted = [each for each in declared if _name(each) != "openai-whisper"] + _light_needs("openai-whisper")
    failed = [version for version in versions if not _resolves(version, wanted)]
    return 1 if failed else 0


def _resolves(version: str, wanted: list[str]) -> bool:
    torch = next(each for each in wanted if _name(each) == "torch")
    with tempfile.TemporaryDirectory() as folder:
        stand_in = _stand_in(Path(folder), _torch_version(version, torch))
        # fmt: off
        command = [
            sys.executable, "-m", "pip", "install", "--dry-run", "--quiet", "--ignore-installed", "--no-input",
            "--progress-bar", "off", "--target", folder, "--python-version", version, "--only-binary=:all:",
            "--find-links", folder, *(stand_in if _name(each) == "torch" else each for each in wanted),
        ]
        # fmt: on
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode:
        print(f"Python {version}: the dependencies do not resolve\n{told.stderr.strip()}")
        return False
    print(f"Python {version}: all dependencies resolve")
    return True


def _torch_version(version: str, requirement: str) -> str:
    """The newest torch that fits *requirement* and has a wheel for that Python."""
    # fmt: off
    command = [
        sys.executable, "-m", "pip", "index", "versions", "torch", "--python-version", version, "--only-binary=:all:",
    ]
    # fmt: on
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    listed = re.search(r"Available versions: (.*)", told.stdout)
    if listed is None:
        sys.exit(f"Python {version}: the index shows no torch\n{told.stderr.strip()}")
    from packaging.specifiers import SpecifierSet  # comes with transformers; this folder is not a package

    allowed = SpecifierSet(requirement.removeprefix("torch"))
    fitting = [each for each in listed[1].split(", ") if allowed.contains(each.partition("+")[0])]
    if not fitting:
        sys.exit(f"Python {version}: no torch that fits {requirement} (there is {listed[1]})")
    return fitting[0].partition("+")[0]


def _stand_in(folder: Path, version: str) -> str:
    """An empty wheel of torch in *folder*; the requirement that names it alone."""
    marked = f"{version}+resolve"
    info = f"torch-{marked}.dist-info"
    needs = "".join(f"Requires-Dist: {each}\n" for each in _light_needs("torch"))
    with zipfile.ZipFile(folder / f"torch-{marked}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: torch\nVersion: {marked}\n{needs}")
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")
    return f"torch=={marked}"


def _light_needs(package: str) -> list[str]:
    found = requires(package) or []
    return [each for each in found if "extra ==" not in each and not _name(each).startswith(_HEAVY)]


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return found[0].lower() if found else ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
