"""What a machine without a GPU refuses, in a sentence each."""

import pytest
import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.plan import Plan
from assistant_gui.tuner import able

pytestmark = pytest.mark.skipif(torch.cuda.is_available(), reason="this machine could")


@pytest.mark.parametrize(
    ("wish", "why"),
    [
        ({"optimizer": "adamw8bit"}, "adamw8bit needs bitsandbytes and a GPU"),
        ({"precision": "float16"}, "float16.* on an NVIDIA or AMD GPU only"),
    ],
)
def test_what_needs_a_gpu_is_refused(wish, why):
    with pytest.raises(AssistantError, match=why):
        able.check(Plan("small", **wish))


def test_all_else_is_possible():
    able.check(Plan("small", optimizer="adafactor", precision="bfloat16", checkpointing="on"))
