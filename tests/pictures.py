"""Pictures and a projector for the tests, made of nothing."""

import base64
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

Colour = tuple[int, int, int]


def png(width: int, height: int, colour: Callable[[int, int], Colour] = lambda x, y: (255, 0, 0)) -> bytes:
    """A PNG picture whose every pixel is *colour* of its place."""
    rows = b"".join(b"\0" + b"".join(bytes(colour(x, y)) for x in range(width)) for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


RED = png(64, 64)
STRIPES = png(40, 90, lambda x, y: (x * 7 % 256, y * 5 % 256, 128))


def address(content: bytes = RED, media: str = "image/png") -> str:
    return f"data:{media};base64,{base64.b64encode(content).decode()}"


def shown(*pictures: bytes) -> list[dict[str, object]]:
    """*pictures* as parts of a message."""
    return [{"type": "image_url", "image_url": {"url": address(each)}} for each in pictures]


def said(text: str, *pictures: bytes) -> list[dict[str, object]]:
    """One question about *pictures*."""
    return [{"role": "user", "content": [*shown(*pictures), {"type": "text", "text": text}]}]


PROJECTOR_TOKENS = 16
"""That a picture takes through :func:`projector`."""


def projector(file: Path, *, width: int = 32, out: int = 576, layers: int = 2, seed: int = 1) -> Path:
    """A random CLIP of LLaVA's kind, for 64 x 64 pixels, that fits a language model *out* wide (SmolLM2 135M)."""
    import gguf
    import numpy as np

    size, patch, inner, heads = 64, 16, 64, 2
    chance = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(file, "clip")
    writer.add_type("mmproj")
    writer.add_string("clip.projector_type", "mlp")
    writer.add_bool("clip.has_vision_encoder", True)
    writer.add_bool("clip.use_gelu", True)
    numbers = {
        "image_size": size, "patch_size": patch, "embedding_length": width, "feed_forward_length": inner,
        "block_count": layers, "attention.head_count": heads, "projection_dim": out,
    }  # fmt: skip
    for key, value in numbers.items():
        writer.add_uint32(f"clip.vision.{key}", value)
    writer.add_float32("clip.vision.attention.layer_norm_epsilon", 1e-6)
    writer.add_array("clip.vision.image_mean", [0.5] * 3)
    writer.add_array("clip.vision.image_std", [0.5] * 3)

    def random(name: str, *shape: int, spread: float = 0.2) -> None:
        writer.add_tensor(name, (chance.standard_normal(shape) * spread).astype(np.float32))

    def norm(name: str) -> None:
        writer.add_tensor(f"{name}.weight", np.ones(width, np.float32))
        writer.add_tensor(f"{name}.bias", np.zeros(width, np.float32))

    random("v.patch_embd.weight", width, 3, patch, patch)
    random("v.patch_embd.bias", width)
    random("v.position_embd.weight", (size // patch) ** 2, width)
    norm("v.post_ln")
    for layer in range(layers):
        block = f"v.blk.{layer}"
        for part in ("q", "k", "v", "out"):
            random(f"{block}.attn_{part}.weight", width, width)
            random(f"{block}.attn_{part}.bias", width)
        norm(f"{block}.ln1")
        norm(f"{block}.ln2")
        random(f"{block}.ffn_up.weight", inner, width)
        random(f"{block}.ffn_up.bias", inner)
        random(f"{block}.ffn_down.weight", width, inner)
        random(f"{block}.ffn_down.bias", width)
    random("mm.0.weight", out, width)
    random("mm.0.bias", out)
    random("mm.2.weight", out, out, spread=0.05)
    random("mm.2.bias", out)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return file
