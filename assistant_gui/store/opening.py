"""What is done with the file before it is opened to be written."""

import logging
from contextlib import closing
from pathlib import Path

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.paths import Profile
from assistant_gui.store.backups import FileBackups, stored_in
from assistant_gui.store.exchanging import beside, finish
from assistant_gui.store.file import Damaged, damaged, explaining, is_nowhere, open_as_it_is
from assistant_gui.store.schema import MIGRATIONS, version

_log = logging.getLogger(__name__)


def prepare(file: Path) -> None:
    """Finish what a kill cut short, refuse to begin anew where something was lost, keep an old file's backup.

    Only the process that holds the profile may call it.
    """
    if is_nowhere(file):
        return
    profile = Profile(file.parent)
    finish(file, profile.aside)
    refuse_lost(file, profile.backups)
    _keep_before_migrating(file)


def refuse_lost(file: Path, backups: Path) -> None:
    """A new file over the -wal of a lost one would destroy what can still be saved."""
    if file.exists():
        return
    wal = beside(file, "-wal")
    if wal.exists() and wal.stat().st_size:
        raise damaged(file)
    if stored_in(backups):
        raise Damaged(
            N_("The file with your conversations is not there any more: {file}."),
            N_("Open the window to choose what to do, or put the newest backup in place: assistant-gui restore"),
            file=file,
        )


def _keep_before_migrating(file: Path) -> None:
    """A backup that fails stops nothing: a migration happens wholly or not at all."""
    try:
        if _outdated(file):
            FileBackups(file).make()
    except AssistantError as error:
        _log.warning("no backup before the migration: %s", error)


def _outdated(file: Path) -> bool:
    if not file.exists():
        return False
    with explaining(file, opening=True), closing(open_as_it_is(file)) as looking:
        return 0 < version(looking) < len(MIGRATIONS)
