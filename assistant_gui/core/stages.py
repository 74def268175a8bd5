"""What a training run is doing, in words."""

from typing import Final

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import RunStatus

STAGES: Final = {
    "": N_("Getting ready"),
    "prepare": N_("Reading what is to be learned"),
    "load": N_("Loading the model"),
    "probe": N_("Trying the longest examples"),
    "search": N_("Trying learning rates"),
    "train": N_("Learning"),
    "score": N_("Comparing it with what answers now"),
    "check": N_("Checking what was learned"),
    "write": N_("Writing the adapter"),
}
STATUSES: Final = {
    RunStatus.RUNNING: N_("running"),
    RunStatus.PAUSED: N_("paused"),
    RunStatus.DONE: N_("done"),
    RunStatus.STOPPED: N_("stopped"),
    RunStatus.FAILED: N_("failed"),
}


def stage_in_words(stage: str) -> str:
    """A stage of a later version is called what it calls itself."""
    return _(STAGES.get(stage, stage))


def status_in_words(status: RunStatus) -> str:
    return _(STATUSES[status])
