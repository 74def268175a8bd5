"""What a model is told before a conversation: whose instructions they are, and the variables in them.

``{date}`` and ``{weekday}`` change once a day, so that the beginning of a prompt,
which the engine need not read twice, stays the same all day. ``{time}`` is to
the minute: with it a conversation is read anew for each question.
"""

import re
from collections.abc import Mapping
from datetime import datetime

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.language import N_, spoken
from assistant_gui.core.language import translated as _
from assistant_gui.core.manner import Manner, over
from assistant_gui.core.ports import Manners

VARIABLES: Mapping[str, str] = {
    "date": N_("today's date"),
    "weekday": N_("the day of the week"),
    "time": N_("the time; the whole conversation is then read anew for each question"),
    "name": N_("your name, from the settings"),
    "language": N_("the language of this program"),
}
"""What may stand in braces, and what it becomes."""

_DAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))
_VARIABLE = re.compile(r"\{(\w+)\}")


def filled(instructions: str, now: datetime, person: str = "") -> str:
    """*instructions* with their variables filled in; one that is not known stays as it is."""
    known = {
        "date": f"{now:%Y-%m-%d}",
        "weekday": _(_DAYS[now.weekday()]),
        "time": f"{now:%H:%M}",
        "name": person.strip() or _("the user"),
        "language": spoken(),
    }
    return _VARIABLE.sub(lambda found: known.get(found[1], found[0]), instructions)


def manner_of(conversation: Conversation, manners: Manners) -> Manner:
    """How *conversation* is to be answered: as it says itself, then as its folder says."""
    return over(conversation.manner, Manner(instructions=manners.instructions(conversation.folder) or None))
