"""What of a plan this machine cannot do, said before anything is loaded."""

from importlib.util import find_spec

import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fourbit import FourBit, refusal
from assistant_gui.core.language import N_
from assistant_gui.core.plan import Plan
from assistant_gui.weights import four_bit


def check(plan: Plan) -> None:
    """Raises AssistantError for the first wish that cannot be fulfilled here."""
    if plan.four_bit and (found := four_bit.found(device())) is not FourBit.WORKS:
        raise refusal(found)
    gpu = torch.cuda.is_available()
    small = gpu and find_spec("bitsandbytes") is not None
    if plan.optimizer == "adamw8bit" and not small:
        raise AssistantError(
            N_("The optimizer adamw8bit needs bitsandbytes and a GPU, and this machine lacks one of them."),
            N_("Choose adamw, or adafactor to save memory."),
        )
    if plan.precision == "float16" and not gpu:
        raise AssistantError(
            N_("Half precision (float16) learns on an NVIDIA or AMD GPU only, and this machine has none."),
            N_("Choose auto, bfloat16 or float32."),
        )
    if plan.precision == "bfloat16" and gpu and not torch.cuda.is_bf16_supported():
        raise AssistantError(N_("This GPU does not compute in bfloat16."), N_("Choose auto, float16 or float32."))


def device() -> str:
    """Where it learns here."""
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"
