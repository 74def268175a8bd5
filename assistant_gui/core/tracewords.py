"""Which adapters still hold what was deleted, in words."""

from collections.abc import Sequence

from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter

MOST_NAMES = 3


def learned_in_words(adapters: Sequence[Adapter], conversations: int) -> str:
    """Which adapters learned from so many *conversations*; nothing when none did."""
    if not adapters:
        return ""
    one = _("An adapter learned from it and does not forget it: {names}.")
    many = _("Adapters learned from it and do not forget it: {names}.")
    if conversations > 1:
        one = _("An adapter learned from them and does not forget them: {names}.")
        many = _("Adapters learned from them and do not forget them: {names}.")
    return (one if len(adapters) == 1 else many).format(names=_names(adapters))


def _names(adapters: Sequence[Adapter]) -> str:
    named = _(", ").join(_("“{name}”").format(name=each.name) for each in adapters[:MOST_NAMES])
    left = len(adapters) - MOST_NAMES
    return named if left <= 0 else _("{names} and {count} more").format(names=named, count=left)
