"""What is said of an example: why it teaches, and what was decided about it."""

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Signal
from assistant_gui.core.lessons import Entry, Mark, Part, Show
from assistant_gui.core.preview import LeftOut

SIGNALS = {
    Signal.CORRECTED: N_("Corrected"),
    Signal.RATED_UP: N_("Rated up"),
    Signal.IMPORTED: N_("Imported"),
    Signal.KEPT: N_("Kept"),
}
SHOWN = {
    Show.ALL: N_("All examples"),
    Show.OPEN: N_("Not looked at yet"),
    Show.APPROVED: N_("Approved"),
    Show.EXCLUDED: N_("Excluded"),
    Show.EDITED: N_("Edited"),
    Show.UNRATED: N_("Unrated answers of the model"),
}
LEFT_OUT = {
    LeftOut.TOO_LONG: N_("It teaches nothing: the answer is longer than what a run takes."),
    LeftOut.EMPTY: N_("It teaches nothing: the answer is empty."),
    LeftOut.UNCLEAR: N_("It teaches nothing: this model's chat template does not show where the answer is."),
}
_PARTS = {
    Part.TEACHES: N_("was learned"),
    Part.STOPS: N_("says when to stop"),
    Part.JUDGES: N_("judges"),
}


def state_of(entry: Entry) -> str:
    """Why it teaches, or that it does not, and what it was used for."""
    said = []
    if entry.mark is Mark.EXCLUDED:
        said.append(_("Excluded"))
    elif entry.signal is None:
        said.append(_("Unrated"))
    else:
        said.append(_("Edited") if entry.edited else _(SIGNALS[entry.signal]))
    if entry.mark is Mark.APPROVED:
        said.append(_("approved"))
    if entry.part is not None and entry.mark is not Mark.EXCLUDED:
        said.append(_(_PARTS[entry.part]))
    return " · ".join(said)


def examples_in_words(count: int) -> str:
    if not count:
        return _("No examples")
    return _("1 example") if count == 1 else _("{count} examples").format(count=f"{count:,}")
