"""The tuner role: one training run, from a run folder to an adapter. It outlives the window.

``python -m assistant_gui tuner RUN_FOLDER``. Started again on the same folder
it goes on from the newest checkpoint.
"""

import logging
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import psutil

from assistant_gui import roles
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.learning import TEXTS, Wish
from assistant_gui.tuner import chores
from assistant_gui.tuner.events import Diary

_log = logging.getLogger(__name__)


def main(run_folder: str | None = None) -> None:
    """Train what *run_folder* (or the first argument) says, or answer questions (``--witness``, ``--preview``)."""
    chosen = run_folder or sys.argv[1]
    if chosen == "--witness":
        from assistant_gui.tuner import witness

        witness.main()
        return
    if chosen == "--preview":
        from assistant_gui.tuner import previewing

        previewing.main()
        return
    if chosen in chores.CHORES:
        chores.main(chosen)
        return
    folder = Path(chosen).absolute()
    roles.log_to(folder / "worker.log")
    _be_modest()
    run(folder)


def run(folder: Path) -> None:
    """Train; however it goes, the last event is ``end`` and, unless it is paused, the texts are gone."""
    with Diary(folder) as diary:
        if diary.ended:
            _log.info("this run has ended already")
            return
        if diary.paused:
            diary.go_on()
        status, adapter, reason = _outcome(folder, diary)
        if status != "paused":
            for texts in TEXTS:
                (folder / texts).unlink(missing_ok=True)
            diary.forget()
            shutil.rmtree(folder / "checkpoints", ignore_errors=True)
        shutil.rmtree(folder / "adapter.tmp", ignore_errors=True)
        _log.info("the end: %s %s", status, reason)
        try:
            diary.end(status, run=folder.name, adapter=adapter, reason=reason)
        except OSError:  # no room even for that: the desk finds no process and no end, and writes one when it can
            _log.exception("the end could not be written")


def _outcome(folder: Path, diary: Diary) -> tuple[str, str, str]:
    """(status, adapter id, reason)."""
    from assistant_gui.tuner.job import Job
    from assistant_gui.tuner.training import Diverged, Halted

    try:
        job = Job.read(folder)
        _use_threads(job.threads)
        from assistant_gui.tuner.tuning import tune  # after the threads are set

        return "done", tune(folder, job, diary), ""
    except Halted as halted:
        return "paused" if halted.wish is Wish.PAUSE else "stopped", "", ""
    except Diverged:
        return "failed", "", str(AssistantError(N_("The training diverged."), N_("Choose a lower learning rate.")))
    except AssistantError as error:
        _log.warning("cannot go on", exc_info=True)
        return "failed", "", str(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, the run ends with a sentence
        _log.exception("the run fell over")
        return _fallen(folder, error)


def _fallen(folder: Path, error: Exception) -> tuple[str, str, str]:
    """The run has failed; where only room was missing and something was learned, it waits to be taken up again."""
    from assistant_gui.tuner import checkpoints, memory
    from assistant_gui.weights import shortage

    if not checkpoints.learned(folder / "checkpoints"):
        return "failed", "", str(_explained(error))
    if memory.ran_out(error):
        short = AssistantError(N_("There was not enough memory to go on."), N_("Close other programs, then go on."))
        return "paused", "", str(short)
    if reason := shortage.unwritten(error):
        short = AssistantError(
            N_("The run's files cannot be written or read: {reason}."),
            N_("Look for space on the disk, then go on."),
            reason=reason,
        )
        return "paused", "", str(short)
    return "failed", "", str(_explained(error))


def _explained(error: Exception) -> AssistantError:
    from assistant_gui.tuner import memory
    from assistant_gui.weights import shortage

    if memory.ran_out(error):
        return AssistantError(
            N_("There is not enough memory to train this model."),
            N_("Choose a smaller model, batch or rank, or close other programs."),
        )
    if reason := shortage.unwritten(error):
        return AssistantError(
            N_("The run's files cannot be written or read: {reason}."),
            N_("Look for space on the disk, then start again."),
            reason=reason,
        )
    return AssistantError(N_("Something broke while training."), N_("The run's log says what."))


def _be_modest() -> None:
    """Let everything else on this machine go first, and the network alone."""
    with suppress(psutil.Error, OSError):
        process = psutil.Process()
        process.nice(getattr(psutil, "BELOW_NORMAL_PRIORITY_CLASS", 10))
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "TQDM_DISABLE": "1"}


def _use_threads(wanted: int) -> None:
    threads = wanted or psutil.cpu_count(logical=False) or os.cpu_count() or 1
    # Threads that wait must not spin: beside a chat they would cost four fifths of the speed (measured).
    os.environ |= {"OMP_NUM_THREADS": str(threads), "OMP_WAIT_POLICY": "PASSIVE"}
    import torch

    torch.set_num_threads(threads)
