"""What a tuner does beside training: adapters written, brought in, judged; which model a base is; what works here.

``python -m assistant_gui tuner --export`` (``--import``, ``--judge``, ``--identity``, ``--able``) reads one
JSON object on stdin and writes JSON lines on stdout: ``{"share": 0.5}`` as it goes
on, and ``{"done": {...}}`` or ``{"failed": {"message", "hint", "facts"}}`` at last; of what nobody foresaw
the desk logs the ``trace`` beside it.
The end of stdin ends it.
"""

import json
import os
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

from assistant_gui import roles
from assistant_gui.core.errors import AssistantError, sent
from assistant_gui.core.forms import AdapterForm
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format
from assistant_gui.weights import shortage

Told = Callable[[float], None]


def main(chore: str) -> None:
    out = roles.claim_stdout()
    orders = roles.orders()
    roles.exit_with_parent()
    os.environ |= {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "TQDM_DISABLE": "1"}

    def tell(line: Mapping[str, object]) -> None:
        out.write(json.dumps(line).encode() + b"\n")

    try:
        tell({"done": _CHORES[chore](orders, lambda share: tell({"share": share}))})
    except AssistantError as error:
        tell({"failed": sent(error)})
    except Exception as error:  # noqa: BLE001 - whatever it is, it ends with a sentence
        tell({"failed": sent(_explained(error)), "trace": traceback.format_exc()})
    os._exit(0)


def _export(orders: Mapping[str, object], told: Told) -> Mapping[str, object]:
    from assistant_gui.tuner.exporting import Export, export

    export(
        Export(
            format=Format(str(orders["format"])),
            base=Path(str(orders["base"])),
            base_id=str(orders["base_id"]),
            adapter=Path(str(orders["adapter"])),
            strength=float(str(orders["strength"])),
            form=AdapterForm(str(orders["form"])),
            out=Path(str(orders["out"])),
        ),
        told,
    )
    return {}


def _import(orders: Mapping[str, object], told: Told) -> Mapping[str, object]:
    from assistant_gui.tuner.importing import Import, bring_in

    bring_in(
        Import(
            source=Path(str(orders["source"])),
            format=Format(str(orders["format"])),
            base=Path(str(orders["base"])),
            base_id=str(orders["base_id"]),
            folder=Path(str(orders["folder"])),
        ),
        told,
    )
    return {}


def _identity(orders: Mapping[str, object], told: Told) -> Mapping[str, object]:
    from assistant_gui.weights.identity import identity

    base, known = Path(str(orders["base"])), Path(str(orders["known"]))
    return asdict(identity(Format(str(orders["format"])), base, known))


def _judge(orders: Mapping[str, object], told: Told) -> Mapping[str, object]:
    from assistant_gui.tuner.rejudging import judge, ordered

    judge(ordered(orders), told)
    return {}


def _able(orders: Mapping[str, object], told: Told) -> Mapping[str, object]:
    from assistant_gui.tuner import able
    from assistant_gui.weights import four_bit

    return {"four_bit": four_bit.found(able.device()).value}


_CHORES: Mapping[str, Callable[[Mapping[str, object], Told], Mapping[str, object]]] = {
    "--export": _export,
    "--import": _import,
    "--identity": _identity,
    "--judge": _judge,
    "--able": _able,
}
CHORES = tuple(_CHORES)


def _explained(error: Exception) -> AssistantError:
    if shortage.ran_out(error):
        return AssistantError(N_("There is not enough memory for that."), N_("Close other programs and try again."))
    return AssistantError(N_("Something broke."), N_("The log says what."))
