"""A Hugging Face folder that is shown pictures, through the processor that comes with it.

The processors that work on Pillow's pictures are used: those that want torchvision
are not, and a model that has no other cannot see here.
"""

import io
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from assistant_gui.core.content import Picture, Pictured
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.weights.templates import Template

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image
    from transformers import ProcessorMixin

Inputs = Mapping[str, "torch.Tensor"]
"""What the model is given: ``input_ids``, and of the pictures whatever it wants."""

log = logging.getLogger(__name__)


class Eyes:
    """Turns a rendered prompt and its pictures into what the model reads."""

    def __init__(self, processor: "ProcessorMixin", mark: str, bos: str) -> None:
        self._processor = processor
        self._bos = bos
        self.mark = mark
        """What stands for a picture where the template has no mark of its own."""

    def read(self, prompt: str, pictures: Sequence[Picture]) -> Inputs:
        """Raises AssistantError when a picture is damaged or the processor does not take it."""
        try:
            opened = [_opened(each) for each in pictures]
            made = self._processor(images=opened, text=[prompt.removeprefix(self._bos)], return_tensors="pt")
        except (OSError, ValueError, SyntaxError, RuntimeError, IndexError, TypeError) as error:
            log.warning("a picture cannot be looked at", exc_info=True)
            raise AssistantError(N_("The picture cannot be looked at."), N_("Send another one.")) from error
        return cast(Inputs, {name: value for name, value in made.items() if name != "attention_mask"})

    def tokens(self, picture: Picture) -> int:
        """How many *picture* takes."""
        return int(self.read(self.mark, [picture])["input_ids"].shape[-1]) - int(self._around)

    @property
    def _around(self) -> int:
        """What is put around every prompt."""
        return len(self._processor.tokenizer.encode(""))

    def template(self, source: str, *, bos: str, eos: str) -> Template:
        """The model's template, which marks pictures itself or is helped to."""
        own = str(self._processor.chat_template or source or "")
        alone = Template(own, bos=bos, eos=eos)
        shown = Pictured("x", (Picture("image/png", b""),))
        try:
            marks = self.mark in alone.render([("user", shown)])
        except AssistantError:
            marks = False
        return alone if marks else Template(own, bos=bos, eos=eos, picture=self.mark)


def eyes(folder: Path, bos: str) -> Eyes | None:
    """Those of the model in *folder*; None when it has none that work here."""
    from transformers import AutoProcessor

    try:
        load = AutoProcessor.from_pretrained
        processor = load(folder, local_files_only=True, trust_remote_code=False)  # type: ignore[no-untyped-call]
        mark = getattr(processor, "image_token", "")
        return Eyes(processor, str(mark), bos) if mark else None
    except (OSError, ValueError, ImportError, AttributeError, KeyError, TypeError, RuntimeError):
        log.warning("%s cannot see here", folder.name, exc_info=True)
        return None


def _opened(picture: Picture) -> "Image":
    from PIL import Image

    form = picture.media.removeprefix("image/").upper()
    return Image.open(io.BytesIO(picture.content), formats=(form,)).convert("RGB")
