"""Where data, settings, models and logs live; every folder is made private (0700)."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "assistant_gui"


def private_folder(path: Path) -> Path:
    """Make *path* (and what leads to it) and keep other users out of it."""
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o700)
    return path


def models_folder() -> Path:
    """:func:`models_place`, made if need be."""
    return private_folder(models_place())


def models_place() -> Path:
    """One folder for all profiles, or ``ASSISTANT_MODELS``."""
    chosen = os.environ.get("ASSISTANT_MODELS")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir(APP, False)) / "models"


def usual_profile() -> Path:
    return Path(platformdirs.user_data_dir(APP, False)) / "profile"


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything of one person, in one folder."""

    root: Path

    @classmethod
    def opened(cls, root: Path | None = None) -> "Profile":
        """The profile at *root*, or the usual one; its folder is made if need be."""
        return cls(private_folder(root or usual_profile()).absolute())

    @property
    def database(self) -> Path:
        return self.root / "assistant.sqlite3"

    @property
    def settings(self) -> Path:
        return self.root / "settings.toml"

    @property
    def lock(self) -> Path:
        return self.root / "lock"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def aside(self) -> Path:
        """Where files go in whose place something else was put."""
        return self.root / "aside"

    @property
    def window(self) -> Path:
        """Where the window was when it was closed."""
        return self.root / "window"

    @property
    def pauses(self) -> Path:
        """How long the person pauses in mid-sentence."""
        return self.root / "pauses.json"

    @property
    def turns(self) -> Path:
        """How quickly the last spoken questions were answered; nothing of what was said."""
        return self.root / "turns.json"

    @property
    def endings(self) -> Path:
        """How the person's sentences end."""
        return self.root / "endings.json"

    @property
    def closed_folders(self) -> Path:
        """Which folders of conversations were closed when the window was."""
        return self.root / "closed-folders"

    @property
    def runs(self) -> Path:
        return private_folder(self.root / "runs")

    @property
    def adapters(self) -> Path:
        return private_folder(self.root / "adapters")

    @property
    def logs(self) -> Path:
        return private_folder(self.root / "logs")
