"""A tokenizer and a chat template, spoken as the engine speaks them."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from assistant_gui.tuner.examples import Messages
from assistant_gui.weights.base import Base, Spoken
from assistant_gui.weights.templates import Template, control_marks

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


class ChatTongue:
    """The Tongue of a base model; what people typed cannot pass for its control tokens."""

    def __init__(self, base: Base | Spoken) -> None:
        self._tokenizer: PreTrainedTokenizerBase = base.tokenizer
        self.stops: Sequence[int] = base.stops
        source = base.tokenizer.get_chat_template() if base.tokenizer.chat_template else ""
        self._template = Template(source, bos=base.tokenizer.bos_token or "", eos=base.tokenizer.eos_token or "")
        special = {str(token): bool(token.special) for token in base.tokenizer.added_tokens_decoder.values()}
        self._marks = control_marks(special, self._template.source)

    @cached_property
    def controls(self) -> frozenset[int]:
        return frozenset(number for number, token in self._tokenizer.added_tokens_decoder.items() if token.special)

    @property
    def template_sha256(self) -> str:
        return hashlib.sha256(self._template.source.encode()).hexdigest()

    def render(self, messages: Messages, *, asking: bool) -> str:
        return self._template.render([(role, self.clean(text)) for role, text in messages], answer=asking)

    def clean(self, text: str) -> str:
        return self._marks.neutralised(text)

    def encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer(text, add_special_tokens=False)["input_ids"]
        return ids

    def decode(self, ids: Sequence[int]) -> str:
        text = self._tokenizer.decode(list(ids), skip_special_tokens=False, clean_up_tokenization_spaces=False)
        return str(text)

    def opening(self) -> list[int]:
        bos = self._tokenizer.bos_token_id
        ids: list[int] = self._tokenizer("x")["input_ids"]
        return [bos] if bos is not None and ids[:1] == [bos] else []
