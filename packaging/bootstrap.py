"""From a fresh machine to the open window, or to a finished test run, in one command.

    python3 packaging/bootstrap.py run      open the assistant (in the terminal when there is no display)
    python3 packaging/bootstrap.py test     run the whole test suite
    python3 packaging/bootstrap.py setup    only prepare; "--with piper" adds the Piper voice (GPL-3)

Standard library only. The environment is .venv in the checkout, or ASSISTANT_VENV;
ASSISTANT_TORCH_INDEX names another package index for torch. What follows "run" goes to the assistant.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python reads up to here and says why it will not do
    sys.exit("The assistant needs Python 3.11 or newer. Install one (on Debian: python3) and run this with it.")

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import environment
import suite
import system
from trouble import Trouble, say

ROOT = Path(__file__).resolve().parent.parent


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] not in ("run", "test", "setup"):
        print(__doc__.strip())
        return 0 if arguments and arguments[0] in ("-h", "--help") else 2
    command, rest = arguments[0], list(arguments[1:])
    try:
        if command == "run":
            return run(rest)
        return test(rest) if command == "test" else setup(rest)
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def run(arguments: Sequence[str]) -> int:
    python = _prepared(())
    command = [str(python), "-m", "assistant_gui", *arguments]
    if os.name == "nt":
        return subprocess.call(command)
    sys.stdout.flush()
    return os.execv(command[0], command)  # from here on this process is the assistant


def test(arguments: Sequence[str]) -> int:
    python = _prepared(("dev", "piper"), for_tests=True)
    return suite.run(ROOT, suite.steps(python, arguments))


def setup(arguments: Sequence[str]) -> int:
    if arguments and arguments[0] != "--with":
        raise Trouble(f"setup does not know {arguments[0]}.", 'It takes nothing, or "--with piper".')
    python = _prepared(tuple(arguments[1:]))
    say(f"Ready: {python} -m assistant_gui")
    return 0


def _prepared(extras: Sequence[str], *, for_tests: bool = False) -> Path:
    """The environment's Python, after whatever is missing was installed."""
    folder = environment.folder(ROOT, os.environ)
    if environment.is_ready(folder, ROOT, extras):
        return environment.python_of(folder)
    if sys.platform.startswith("linux"):
        system.install(system.missing(for_tests=for_tests))
    return environment.make(folder, ROOT, extras)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
