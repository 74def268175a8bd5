"""Keys that are heard whichever program is in front, as the window needs them of each desktop."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_


@dataclass(frozen=True, slots=True)
class Hooks:
    """What becomes of the keys; called in the window's thread."""

    pressed: Callable[[], None]
    released: Callable[[], None]
    taken: Callable[[str], None]
    """They are heard from now on; with what the desktop calls them, where it may have chosen others, or nothing."""
    refused: Callable[[AssistantError], None]
    """They cannot be had, and nothing is heard."""


class GlobalKey(Protocol):
    """One combination of keys at a time. Called in the window's thread."""

    def take(self, keys: str, hooks: Hooks) -> None:
        """Hear *keys* (portable text) from now on, in place of those before; *hooks* tells what comes of it."""
        ...

    def drop(self) -> None:
        """Hear nothing any more. Safe to call again."""
        ...


def no_such_key(keys: str) -> AssistantError:
    return AssistantError(
        N_("{keys} cannot be heard outside this window."), N_("Take a letter, a digit or a function key."), keys=keys
    )


def taken_already(keys: str) -> AssistantError:
    return AssistantError(N_("Another program has {keys} already."), N_("Choose other keys."), keys=keys)


def not_here(system: str = sys.platform) -> AssistantError:
    if system == "darwin":
        return AssistantError(
            N_("On macOS the window cannot hear keys while another program is in front."),
            N_(
                "Make a shortcut in the Shortcuts app that runs the command “assistant-gui toggle-talk”, and give it keys there."
            ),
        )
    return AssistantError(
        N_("This desktop lets no program hear keys outside its window."),
        N_("Give the command “assistant-gui toggle-talk” a key in the desktop's own shortcut settings."),
    )


class NoGlobalKey:
    """A desktop on which it cannot be done."""

    def take(self, keys: str, hooks: Hooks) -> None:
        hooks.refused(not_here())

    def drop(self) -> None:
        """There is nothing."""
