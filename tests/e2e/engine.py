"""A language engine in its own process, spoken to over HTTP as the desk does; and a small adapter for it."""

import contextlib
import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import psutil

TOKEN = "e2e"
GENEROUS_S = 240
"""For machines on which everything else runs at the same time."""


def served(name: str, path: Path, adapter: Path | None = None, strength: float = 1.0) -> dict[str, object]:
    return {"name": name, "format": "gguf", "path": str(path), "adapter": str(adapter or ""), "strength": strength}


class Engine:
    """``with Engine(log, models) as engine``: started, ready, and ended with the block."""

    def __init__(
        self, log: Path, *models: dict[str, object], env: dict[str, str] | None = None, **orders: object
    ) -> None:
        self._orders = {
            "kind": "language", "token": TOKEN, "log": str(log), "models": models,
            "context": 2048, "threads": 1, "device": "cpu", **orders,
        }  # fmt: skip
        self._env = env

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "assistant_gui", "engine"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=self._env)
        self.process.stdin.write(json.dumps(self._orders).encode() + b"\n")
        self.process.stdin.flush()
        self.port = json.loads(self.process.stdout.readline())["port"]
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    @property
    def listening(self) -> list[int]:
        connections = psutil.Process(self.process.pid).net_connections("tcp")
        return [one.laddr.port for one in connections if one.status == psutil.CONN_LISTEN]

    def ask(self, path: str, body: object = None, **headers: str) -> tuple[int, dict]:
        with contextlib.closing(self._connection()) as connection:
            self._send(connection, path, body, headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())

    def chat(self, said: str | list[dict], model: str = "", **wish: object) -> dict:
        """The whole answer to a greedy question."""
        status, answer = self.ask("/v1/chat/completions", asked(said, model, **wish))
        assert status == 200, answer
        return answer

    @contextlib.contextmanager
    def stream(self, said: str, **wish: object) -> Iterator[Iterator[dict]]:
        """The chunks as they come; leaving the block hangs up."""
        connection = self._connection()
        try:
            self._send(connection, "/v1/chat/completions", asked(said, stream=True, **wish), {})
            response = connection.getresponse()
            assert response.status == 200, response.read()
            yield (json.loads(line[6:]) for line in response if line.startswith(b"data: {"))
        finally:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=GENEROUS_S)

    def _send(self, connection: http.client.HTTPConnection, path: str, body: object, headers: dict[str, str]) -> None:
        content = None if body is None else json.dumps(body)
        connection.request(
            "GET" if body is None else "POST", path, content, {"Authorization": f"Bearer {TOKEN}"} | headers
        )


def asked(said: str | list[dict], model: str = "", **wish: object) -> dict[str, object]:
    messages = [{"role": "user", "content": said}] if isinstance(said, str) else said
    return {"model": model, "messages": messages, "temperature": 0, "max_tokens": 8, **wish}


def text_of(answer: dict) -> str:
    return answer["choices"][0]["message"]["content"]


def adapter(folder: Path, *, seed: int) -> Path:
    """A random but not small LoRA for SmolLM2-135M, in both forms."""
    import gguf
    import numpy as np
    from safetensors.numpy import save_file

    rank, hidden, inner = 4, 576, 1536
    chance = np.random.default_rng(seed)
    folder.mkdir()
    config = {"peft_type": "LORA", "task_type": "CAUSAL_LM", "r": rank, "lora_alpha": 8}
    config |= {"target_modules": ["o_proj", "down_proj"], "base_model_name_or_path": ""}
    (folder / "adapter_config.json").write_text(json.dumps(config))
    tensors = {}
    writer = gguf.GGUFWriter(folder / "adapter.gguf", "llama")
    writer.add_type("adapter")
    writer.add_string("adapter.type", "lora")
    writer.add_float32("adapter.lora.alpha", 8.0)
    for layer in range(30):
        for ours, theirs, width in (
            ("attn_output", "self_attn.o_proj", hidden),
            ("ffn_down", "mlp.down_proj", inner),
        ):
            a = chance.normal(0, 0.2, (rank, width)).astype(np.float32)
            b = chance.normal(0, 0.2, (hidden, rank)).astype(np.float32)
            writer.add_tensor(f"blk.{layer}.{ours}.weight.lora_a", a)
            writer.add_tensor(f"blk.{layer}.{ours}.weight.lora_b", b)
            tensors[f"base_model.model.model.layers.{layer}.{theirs}.lora_A.weight"] = a
            tensors[f"base_model.model.model.layers.{layer}.{theirs}.lora_B.weight"] = b
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(tensors, folder / "adapter_model.safetensors")
    return folder
