"""Hugging Face folders and dequantised GGUF files through transformers, with a loop of our own."""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant_gui.core.content import Picture
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Format, Served
from assistant_gui.core.turn import Turn
from assistant_gui.engine.llm.drawing import Drawing, chosen
from assistant_gui.engine.llm.pieces import Pieces, Stops
from assistant_gui.engine.llm.port import Cost, Limits, Progress, Tell, Weighed, Wish, Written
from assistant_gui.engine.llm.prompt import context_full
from assistant_gui.engine.llm.remembered import Memories, Memory
from assistant_gui.engine.llm.token_bytes import content
from assistant_gui.engine.llm.transformers_seeing import Eyes, Inputs, eyes
from assistant_gui.weights.templates import Marks, Template, control_marks

if TYPE_CHECKING:
    import torch
    from transformers import PreTrainedTokenizerBase

log = logging.getLogger(__name__)

ADAPTER_FILE = "adapter_model.safetensors"

_CHUNK_TOKENS = 64
"""A prompt is read in pieces of this size on a CPU, and may be stopped between them."""
_CHUNK_TOKENS_ON_CARD = 512


class Transformers:
    """One base model in memory, with the adapters that were asked for."""

    def __init__(self, served: Served, limits: Limits) -> None:
        """Raises AssistantError when the model cannot be opened. May take long."""
        import torch
        from transformers.utils import logging as chatter

        from assistant_gui.weights import base

        chatter.disable_progress_bar()  # type: ignore[no-untyped-call]

        if limits.threads:
            torch.set_num_threads(limits.threads)
        self.device = _device(limits.device)
        path = Path(served.path)
        seeing = served.format is Format.FOLDER and base.has_vision(path)
        opened = base.opened(served.format, path, _dtype(self.device, path), seeing=seeing)
        self.model = opened.model
        torch.nn.Module.to(self.model, self.device).train(False)
        self.tokenizer = opened.tokenizer
        self.stops = frozenset(opened.stops)
        self.bos = opened.tokenizer.bos_token or "" if opened.tokenizer.encode("") else ""
        self.eyes = eyes(path, self.bos) if seeing else None
        self.template = _template(opened.tokenizer, self.eyes)
        control = {**_control_tokens(opened.tokenizer), **({self.eyes.mark: True} if self.eyes else {})}
        self.marks = control_marks(control, self.template.source)
        trained = getattr(self.model.config.get_text_config(), "max_position_embeddings", None)
        self.context = min(limits.context, trained or limits.context)
        self.memories = Memories()
        self.busy = threading.Lock()
        """Held while the model works or an adapter is put in."""
        self._adapters: dict[str, str] = {}

    def writer(self, served: Served) -> "TransformersWriter":
        """Puts the adapter of *served* in if it is not there yet, when no answer is being written."""
        if not served.adapter:
            return TransformersWriter(self, "")
        wanted = f"{served.adapter} {served.strength}"
        if wanted not in self._adapters:
            with self.busy:
                self._adapters[wanted] = self._put_in(served)
        return TransformersWriter(self, self._adapters[wanted])

    def close(self) -> None:
        import torch

        self.memories.forget()
        del self.model
        if self.device.type == "cuda":
            torch.cuda.empty_cache()

    def use(self, adapter: str) -> None:
        """Answer with *adapter* from now on, or without any for the empty name. Called while busy."""
        if adapter:
            self.model.enable_adapters()
            self.model.set_adapter(adapter)
        elif self._adapters:
            self.model.disable_adapters()

    def _put_in(self, served: Served) -> str:
        name = f"adapter{len(self._adapters)}"
        if not (Path(served.adapter) / ADAPTER_FILE).is_file():
            raise _no_adapter(served)
        from peft.tuners.lora import LoraLayer
        from safetensors import SafetensorError

        try:
            self.model.load_adapter(served.adapter, adapter_name=name, use_safetensors=True)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
            log.warning("cannot put in %s", served.adapter, exc_info=True)
            raise _no_adapter(served) from error
        for module in self.model.modules():
            if isinstance(module, LoraLayer) and name in module.scaling:
                module.set_scale(name, served.strength)
        return name


@dataclass(frozen=True, slots=True)
class TransformersWriter:
    """The base with one adapter, or with none: see :class:`~assistant_gui.engine.llm.port.Writer`."""

    owner: Transformers
    adapter: str

    @property
    def context(self) -> int:
        return self.owner.context

    @property
    def template(self) -> Template:
        return self.owner.template

    @property
    def marks(self) -> Marks:
        return self.owner.marks

    @property
    def bos(self) -> str:
        return self.owner.bos

    def tokens(self, text: str, *, add_special: bool) -> list[int]:
        return list(self.owner.tokenizer.encode(text, add_special_tokens=add_special))

    def write(self, prompt: Sequence[int], wish: Wish, turn: Turn, tell: Tell) -> None:
        import torch

        with self.owner.busy, torch.inference_mode():
            self.owner.use(self.adapter)
            memory = self.owner.memories.best(prompt, self.adapter)
            try:
                self._write(prompt, wish, turn, tell, memory)
            finally:
                self.owner.memories.keep(memory)

    @property
    def sees(self) -> bool:
        return self.owner.eyes is not None

    def picture_tokens(self, picture: Picture) -> int:
        assert self.owner.eyes is not None
        return self.owner.eyes.tokens(picture)

    def look(self, prompt: str, pictures: Sequence[Picture], wish: Wish, turn: Turn, tell: Tell) -> None:
        """See :class:`~assistant_gui.engine.llm.port.Writer`. What was read is not remembered for the next question."""
        import torch

        assert self.owner.eyes is not None
        inputs = self.owner.eyes.read(prompt, pictures)
        size = int(inputs["input_ids"].shape[-1])
        if size >= self.context:
            raise context_full(size, self.context)
        with self.owner.busy, torch.inference_mode():
            self.owner.use(self.adapter)
            turn.check()
            memory = Memories().best([0], self.adapter)
            tell(Progress(0, size))
            began = time.perf_counter()
            scores = self._seen(inputs, memory)
            self._go_on(scores, memory, wish, turn, tell, size, 0, began)

    def weigh(self, prompt: Sequence[int], start: int, most: int, turn: Turn, tell: Tell) -> None:
        import torch

        with self.owner.busy, torch.inference_mode():
            self.owner.use(self.adapter)
            memory = self.owner.memories.best(prompt[:start], self.adapter)
            try:
                self._weigh(prompt, start, most, turn, tell, memory)
            finally:
                self.owner.memories.keep(memory)

    def _weigh(self, prompt: Sequence[int], start: int, most: int, turn: Turn, tell: Tell, memory: Memory) -> None:
        scores = self._read(prompt[:start], turn, tell, memory)[None]
        at = start
        while at < len(prompt):
            turn.check()
            pairs = zip(scores, prompt[at:], strict=False)
            tell(Weighed(tuple(chosen(each, token, most, self._named) for each, token in pairs)))
            at += len(scores)
            following = prompt[at - 1 : min(at - 1 + _CHUNK_TOKENS, len(prompt) - 1)]
            if following:
                scores = self._steps(following, memory)

    def _write(self, prompt: Sequence[int], wish: Wish, turn: Turn, tell: Tell, memory: Memory) -> None:
        cached, began = len(memory.tokens), time.perf_counter()
        scores = self._read(prompt, turn, tell, memory)
        self._go_on(scores, memory, wish, turn, tell, len(prompt), cached, began)

    def _go_on(
        self,
        scores: "torch.Tensor",
        memory: Memory,
        wish: Wish,
        turn: Turn,
        tell: Tell,
        size: int,
        cached: int,
        began: float,
    ) -> None:
        """Write after a prompt of *size* tokens, whose last one has these *scores*."""
        first = time.perf_counter()
        room = self.context - size
        most = min(wish.max_tokens or room, room)
        drawing, pieces, stops = Drawing(wish), Pieces(self._text), Stops(wish.stop)
        count, finish = 0, "length"
        while count < most:
            turn.check()
            token = drawing.draw(scores)
            count += 1
            if token in self.owner.stops:
                finish = "stop"
                break
            told = stops.add(pieces.add(token))
            likely = () if wish.logprobs is None else (chosen(scores, token, wish.logprobs, self._named),)
            if told or likely:
                tell(Written(told, likely))
            if stops.reached:
                finish = "stop"
                break
            if count < most:
                scores = self._step([token], memory)
        if not stops.reached and (rest := stops.add(pieces.rest()) + stops.rest()):
            tell(Written(rest))
        seconds = time.perf_counter() - first
        tell(Cost(finish, size, cached, count, 1000 * (first - began), 1000 * seconds))

    def _read(self, prompt: Sequence[int], turn: Turn, tell: Tell, memory: Memory) -> "torch.Tensor":
        """Read what of *prompt* is not remembered; the scores of the token after it."""
        size = _CHUNK_TOKENS if self.owner.device.type == "cpu" else _CHUNK_TOKENS_ON_CARD
        while True:
            turn.check()
            done = len(memory.tokens)
            tell(Progress(done, len(prompt)))
            scores = self._step(prompt[done : done + size], memory)
            if len(memory.tokens) == len(prompt):
                return scores

    def _step(self, tokens: Sequence[int], memory: Memory) -> "torch.Tensor":
        """Read *tokens*; the scores of the token after them."""
        return self._steps(tokens, memory, keep=1)[0]

    def _steps(self, tokens: Sequence[int], memory: Memory, *, keep: int = 0) -> "torch.Tensor":
        """Read *tokens*; the scores after each of the last *keep* of them, or of all."""
        import torch

        given = torch.tensor([list(tokens)], device=self.owner.device)
        result = self.owner.model(input_ids=given, past_key_values=memory.cache, use_cache=True, logits_to_keep=keep)
        memory.tokens.extend(tokens)
        scores: torch.Tensor = result.logits[0]
        return scores

    def _seen(self, inputs: Inputs, memory: Memory) -> "torch.Tensor":
        """Read a prompt with its pictures at once; the scores of the token after it."""
        given = {name: value.to(self.owner.device) for name, value in inputs.items()}
        given = {
            name: value.to(self.owner.model.dtype) if value.is_floating_point() else value
            for name, value in given.items()
        }
        result = self.owner.model(**given, past_key_values=memory.cache, use_cache=True, logits_to_keep=1)
        memory.tokens.extend(given["input_ids"][0].tolist())
        scores: torch.Tensor = result.logits[0][-1]
        return scores

    def _text(self, tokens: Sequence[int]) -> str:
        return str(self.owner.tokenizer.decode(list(tokens), skip_special_tokens=True))

    def _named(self, token: int) -> tuple[str, bytes]:
        text = str(self.owner.tokenizer.decode([token]))
        return text, content(text, lambda: str(self.owner.tokenizer.convert_ids_to_tokens(token)))


def _template(tokenizer: "PreTrainedTokenizerBase", seeing: Eyes | None) -> Template:
    source = tokenizer.chat_template
    if isinstance(source, dict):
        source = source.get("default", "")
    bos, eos = tokenizer.bos_token or "", tokenizer.eos_token or ""
    if seeing is not None:
        return seeing.template(source or "", bos=bos, eos=eos)
    return Template(source or "", bos=bos, eos=eos)


def _control_tokens(tokenizer: "PreTrainedTokenizerBase") -> dict[str, bool]:
    """Text -> whether it is a control token, of every token that is more than a piece of text."""
    added = {token.content: token.special for token in tokenizer.added_tokens_decoder.values()}
    return {**added, **dict.fromkeys(tokenizer.all_special_tokens, True)}


def _device(wanted: str) -> "torch.device":
    import torch

    if wanted != "auto":
        return torch.device(wanted)
    if torch.cuda.is_available():  # ROCm says cuda too
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def _dtype(device: "torch.device", path: Path) -> "torch.dtype":
    """Half the size where the hardware likes it, and on a CPU where whole numbers would not fit."""
    import psutil
    import torch

    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16
    if device.type == "mps":
        return torch.float16
    files = path.glob("*.safetensors") if path.is_dir() else [path]
    on_disk = sum(file.stat().st_size for file in files)
    fits = 4 * on_disk < int(psutil.virtual_memory().available)
    return torch.float32 if fits else torch.bfloat16


def _no_adapter(served: Served) -> AssistantError:
    return AssistantError(
        N_("The adapter of “{name}” cannot be used with this model."), N_("Train it again."), name=served.name
    )
