"""One command: run here, or in the process that holds the profile."""

import argparse
import io
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from assistant_gui.app import App
from assistant_gui.cli.commands import run
from assistant_gui.cli.out import Out
from assistant_gui.cli.parser import OF_THE_WINDOW, full_name, parser, writes
from assistant_gui.core.errors import AssistantError, using
from assistant_gui.core.language import N_
from assistant_gui.core.turn import Turn
from assistant_gui.paths import Profile, usual_profile
from assistant_gui.remote.handover import Door, Say, run_there
from assistant_gui.roles import log_to
from assistant_gui.store.lock import ProfileHeld, ProfileLock, holder

ENDED = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Told by who ends a command, or closes its terminal: what it began (roles, sound servers) is ended before it goes."""


def run_command(parsed: argparse.Namespace, typed: Sequence[str]) -> int:
    """Run what was *typed*; a command that writes is handed over when a window holds the profile."""
    profile = opened(parsed.profile)
    make_readable(sys.stdout, as_json=parsed.json)
    out = Out(_to_stdout, _to_stderr, parsed.json, interactive=sys.stderr.isatty() and not parsed.json)
    if full_name(parsed) in OF_THE_WINDOW:
        return done_by_the_window(profile, typed)
    if not writes(parsed):
        return _run_here(parsed, App(profile, to_read=True), out)
    try:
        with holding(profile, _refuse, lambda app: _refuse) as app:
            return _run_here(parsed, app, out)
    except ProfileHeld as held:
        if held.holder is None or parsed.command == "chat":
            raise
        return run_there(held.holder.address, held.holder.key, typed, Path.cwd(), _print)


def done_by_the_window(profile: Profile, typed: Sequence[str]) -> int:
    """Have the window on *profile* do what was *typed*. Raises AssistantError when none is open."""
    held = holder(profile.lock)
    if held is None:
        raise AssistantError(N_("No window is open."), N_("Open the assistant, and try again."))
    return run_there(held.address, held.key, typed, Path.cwd(), _print)


def opened(folder: Path | None) -> Profile:
    """The profile in *folder*, or the usual one, with the log in it. Raises AssistantError when it cannot be."""
    with using(folder or usual_profile()):
        profile = Profile.opened(folder)
        log_to(profile.logs / "desk.log")
    return profile


@contextmanager
def holding(
    profile: Profile, on_raise: Callable[[], None], handed_over: "Callable[[App], Callable[..., int]] | None" = None
) -> Iterator[App]:
    """Hold *profile* and answer those who knock meanwhile. Raises ProfileHeld when somebody else holds it."""
    app = App(profile)
    run_for_others = handed_over(app) if handed_over else commands_for(app)
    with using(profile.root):
        door = Door(on_raise, run_for_others)
    try:
        lock = ProfileLock(profile.lock, door.address, door.key)
        try:
            yield app
        finally:
            door.close()
            app.close()
            lock.release()
    finally:
        door.close()


def commands_for(app: App) -> Callable[[Sequence[str], Path, Say, Turn], int]:
    """Runs commands that others hand over, on *app*."""

    def run_handed_over(typed: Sequence[str], folder: Path, say: Say, turn: Turn) -> int:
        try:
            parsed = parser().parse_args(typed)
        except SystemExit as left:  # argparse has no other way to say no
            return int(left.code or 0)
        for name, value in vars(parsed).items():
            if isinstance(value, Path):
                setattr(parsed, name, folder / value)
            elif isinstance(value, list) and all(isinstance(each, Path) for each in value):
                setattr(parsed, name, [folder / each for each in value])
        return run(parsed, app, Out(lambda text: say("out", text), lambda text: say("err", text), parsed.json), turn)

    return run_handed_over


def _refuse(*asked: object) -> NoReturn:
    """A command is no window: whoever knocks while it runs is told to wait."""
    raise AssistantError(N_("Another command is using this profile."), N_("Wait until it has ended, and try again."))


def _run_here(parsed: argparse.Namespace, app: App, out: Out) -> int:
    for notice in app.preferences.notices:
        out.say(str(notice))
    turn = Turn()
    if parsed.command != "chat":
        signal.signal(signal.SIGINT, lambda *_: turn.cancel() if not turn.cancelled else _leave())
        for ended in ENDED:
            signal.signal(ended, lambda *_: _leave())
    try:
        return run(parsed, app, out, turn)
    finally:
        app.close()


def _leave() -> None:
    raise KeyboardInterrupt


def _print(where: str, text: str) -> None:
    (_to_stdout if where == "out" else _to_stderr)(text)


def make_readable(stream: object, *, as_json: bool) -> None:
    """JSON is UTF-8 wherever it is printed; for people a letter that the place does not know becomes a ?."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8" if as_json else None, errors="replace")


def _to_stdout(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _to_stderr(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()
