"""What of a base decides how its adapters are written."""

from typing import TYPE_CHECKING, cast

from assistant_gui.weights.gguf_adapter import Shape

if TYPE_CHECKING:
    from peft import PeftModel
    from transformers import PreTrainedModel


def shape(model: "PeftModel") -> Shape:
    config = cast("PreTrainedModel", model.get_base_model()).config
    heads = config.num_attention_heads
    return Shape(
        config.model_type, config.num_hidden_layers, heads, getattr(config, "num_key_value_heads", None) or heads
    )
