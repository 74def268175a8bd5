"""The program as its users start it: a process, a profile of its own, and what it prints."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Said:
    """What one command left behind."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, object]:
        (only,) = self.objects
        return only


@dataclass(frozen=True, slots=True)
class Program:
    profile: Path
    models: Path
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return {**kept, "ASSISTANT_MODELS": str(self.models), "PYTHONUTF8": "1", **self.more}

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "assistant_gui", "--profile", str(self.profile), *arguments]

    def run(self, *arguments: str, timeout: float = 240) -> Said:
        done = subprocess.run(
            self.command(*arguments),
            capture_output=True,
            encoding="utf-8",
            env=self.environment,
            timeout=timeout,
            stdin=subprocess.DEVNULL,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def json(self, *arguments: str, timeout: float = 240) -> Said:
        said = self.run("--json", *arguments, timeout=timeout)
        assert said.code == 0, said.err
        return said
