"""Whether two engines make the same of an adapter, with a scripted second engine."""

from contextlib import nullcontext

import pytest
import torch

from assistant_gui.core.errors import AssistantError
from assistant_gui.tuner import agreement, training
from assistant_gui.tuner.agreement import Closeness
from assistant_gui.tuner.witness import Choice

pytestmark = pytest.mark.filterwarnings("ignore:`is_gradient_checkpointing`:FutureWarning")


@pytest.fixture
def model(tiny):
    """With an adapter that does something."""
    made = tiny()
    torch.manual_seed(3)
    with torch.no_grad():
        for name, each in made.named_parameters():
            if "lora_B" in name:
                each.normal_(std=0.5)
    return made.eval()


def compared(model, prompts, *, serves_the_adapter, silent_every=1000):
    """The second engine is the first, may forget the adapter, and says nothing at some positions."""

    def serve(adapted):
        with nullcontext() if adapted and serves_the_adapter else model.disable_adapter(), torch.no_grad():
            rows = [model(input_ids=torch.tensor([prompt])).logits[0, -1].log_softmax(-1) for prompt in prompts]
        said = [[Choice(int(row.argmax()), float(row.max()))] for row in rows]
        return [choices if number % silent_every else [] for number, choices in enumerate(said, start=1)]

    return agreement.compared(model, training.Head.of(model), prompts, serve, nullcontext)


def test_an_engine_that_serves_the_adapter_agrees(model, some_lessons):
    found = compared(model, agreement.positions(some_lessons(6)), serves_the_adapter=True)

    assert found.good
    assert found.base.same_choice == found.adapter.same_choice == 1.0
    assert found.changed > 0.3


def test_an_engine_that_forgets_the_adapter_does_not(model, some_lessons):
    found = compared(model, agreement.positions(some_lessons(6)), serves_the_adapter=False)

    assert not found.good
    assert found.base.same_choice == 1.0
    assert found.adapter.same_choice < 0.7


def test_positions_of_which_the_engine_tells_nothing_are_left_out(model, some_lessons):
    prompts = agreement.positions(some_lessons(6))

    assert compared(model, prompts, serves_the_adapter=True, silent_every=3).good


def test_an_engine_that_tells_next_to_nothing_has_not_read_the_adapter(model, some_lessons):
    prompts = agreement.positions(some_lessons(6))

    with pytest.raises(AssistantError, match="could not read"):
        compared(model, prompts, serves_the_adapter=True, silent_every=1)


def test_it_is_compared_in_float32_where_there_is_room(model):
    model.bfloat16()

    assert agreement.exactly(model, nullcontext, 0) is nullcontext
    assert next(model.parameters()).dtype is torch.bfloat16
    agreement.exactly(model, nullcontext, 10**9)
    assert next(model.parameters()).dtype is torch.float32


def test_positions_are_spread_over_the_answer(some_lessons):
    (lesson,) = some_lessons(1, shortest=30)

    lengths = [len(prompt) for prompt in agreement.positions([lesson])]

    first = next(at for at, weight in enumerate(lesson.weights) if weight)
    assert lengths[0] == first
    assert lengths[-1] == len(lesson.ids) - 1
    assert len(lengths) == agreement.POSITIONS


def test_half_of_the_probes_are_the_same_for_everybody(some_lessons, letters):
    chosen = agreement.probes(some_lessons(30), letters(), 512)

    assert len(chosen) == agreement.PROBES
    assert sum(each.id.startswith("lesson") for each in chosen) == agreement.OWN_PROBES
    assert sum(each.id.startswith("fixed") for each in agreement.probes(some_lessons(3), letters(), 512)) == 17


@pytest.mark.parametrize(
    ("adapter", "good"),
    [
        (Closeness(0.98, 0.12, sure=60, contradicted=0), True),
        (Closeness(0.98, 0.13, sure=60, contradicted=0), True),  # half as far again as the base is near enough
        (Closeness(0.98, 0.16, sure=60, contradicted=0), False),
        (Closeness(0.99, 0.01, sure=60, contradicted=1), False),  # the tuner was sure of another token
    ],
)
def test_the_base_says_how_near_is_near_enough(adapter, good):
    assert agreement.Agreement(100, Closeness(0.9, 0.09, sure=60), adapter, changed=0.5).good is good


def test_the_adapter_as_it_was_written_is_what_a_folder_serves(model, some_lessons, tmp_path):
    model.save_pretrained(str(tmp_path), save_embedding_layers=False)
    prompts = agreement.positions(some_lessons(4))
    head = training.Head.of(model)

    serve = agreement.from_transformers(model, head, tmp_path, prompts, nullcontext)

    assert agreement.compared(model, head, prompts, serve, nullcontext).good
