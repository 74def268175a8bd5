"""What llama.cpp would say next, asked in a process of its own, so that its faults are not the tuner's.

``python -m assistant_gui tuner --witness`` reads one JSON question on stdin,
``{"model", "adapter", "threads", "prompts": [[token, ...], ...]}``, and writes
one JSON answer on stdout: ``[[[token, log-probability], ...], ...]``, the
likeliest first. With ``"weigh": start`` beside a single prompt it writes the
log-probability of each of its tokens from that one on: ``[number, ...]``.
"""

import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import assistant_gui
from assistant_gui import roles
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

LIKELIEST = 5
PATIENCE_S = 1800.0
"""Ten seconds on a machine that has nothing else to do; a busy one takes a hundred times as long."""
_LOOK_S = 0.25

_KILLED = -9
"""The exit code of a process that the system ended, which it does for lack of memory."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One token the engine might say next."""

    token: int
    log_probability: float


def asked(
    model: Path,
    adapter: Path | None,
    prompts: Sequence[Sequence[int]],
    *,
    threads: int,
    check: Callable[[], None],
) -> list[list[Choice]]:
    """Ask for the likeliest next tokens after each prompt; none where the likeliest is only a part of a letter.

    *check* is called while waiting and may raise.
    """
    said = _said(_question(model, adapter, prompts, threads), check)
    try:
        return [[Choice(int(token), float(likely)) for token, likely in one] for one in json.loads(said)]
    except ValueError as error:
        raise _silent() from error


def weighed(
    model: Path,
    adapter: Path | None,
    tokens: Sequence[int],
    start: int,
    *,
    threads: int,
    check: Callable[[], None],
) -> list[float]:
    """The log-probability of each of *tokens* from the one at *start* on, after those before it."""
    said = _said({**_question(model, adapter, [tokens], threads), "weigh": start}, check)
    try:
        return [float(each) for each in json.loads(said)]
    except ValueError as error:
        raise _silent() from error


def _question(model: Path, adapter: Path | None, prompts: Sequence[Sequence[int]], threads: int) -> dict[str, object]:
    return {"model": str(model), "adapter": str(adapter or ""), "threads": threads, "prompts": prompts}


def _silent() -> AssistantError:
    return AssistantError(N_("The engine could not read the new adapter."), N_("The run's log says more; train again."))


def _said(question: dict[str, object], check: Callable[[], None]) -> bytes:
    """What the other process answers; nothing when it died. MemoryError when the system killed it."""
    home = str(Path(assistant_gui.__file__).parent.parent)
    with tempfile.TemporaryFile() as orders, tempfile.TemporaryFile() as answer:
        orders.write(json.dumps(question).encode())
        orders.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant_gui", "tuner", "--witness"],
            stdin=orders,
            stdout=answer,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, [home, os.environ.get("PYTHONPATH")]))},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            _wait(process, check)
            code = process.poll()
        finally:
            process.kill()
            process.wait()
        answer.seek(0)
        said = answer.read()
    if code == _KILLED:
        raise MemoryError("the engine was killed")
    return said


def _wait(process: "subprocess.Popen[bytes]", check: Callable[[], None]) -> None:
    for _ in range(int(PATIENCE_S / _LOOK_S)):
        check()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_S)
            return


def main() -> None:
    out = roles.claim_stdout()
    question = json.loads(sys.stdin.buffer.read())
    with tempfile.TemporaryDirectory(prefix="witness-") as folder:
        said = _answers(question, folder)
        out.write(json.dumps(said).encode())
        out.flush()
    os._exit(0)  # the server's threads need no farewell


def _answers(question: dict[str, object], folder: str) -> list[list[tuple[int, float]]] | list[float]:
    import xllamacpp

    prompts = question["prompts"]
    assert isinstance(prompts, list)
    params = xllamacpp.CommonParams()
    params.model.path = str(question["model"])
    params.n_ctx = max(len(prompt) for prompt in prompts) + 16
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cache_ram_mib = 0
    params.warmup = False
    params.verbosity = 0
    params.cpuparams.n_threads = int(str(question["threads"]))
    params.cpuparams_batch.n_threads = int(str(question["threads"]))
    params.cpuparams.poll = params.cpuparams_batch.poll = 0  # threads that wait sleep: others work here too
    params.api_keys = [secrets.token_urlsafe()]
    params.ui = params.endpoint_slots = params.endpoint_props = False
    if os.name == "posix":
        params.hostnames = [f"{folder}/server.sock"]  # no TCP port; the folder is private
    if adapter := str(question["adapter"]):
        lora = xllamacpp.CommonAdapterLoraInfo()
        lora.path, lora.scale = adapter, 1.0
        params.lora_adapters = [lora]
    server = xllamacpp.Server(params)
    start = question.get("weigh")
    if isinstance(start, int):
        return _weighed(server.handle_completions, prompts[0], start)
    return [_next(server.handle_completions, prompt) for prompt in prompts]


def _weighed(complete: Callable[[dict[str, object]], dict[str, object]], tokens: list[int], start: int) -> list[float]:
    """It is made to write just these tokens: what it tells of each is from before the grammar forbade all others."""
    wanted = tokens[start:]
    grammar = "root ::= " + " ".join(f"<[{token}]>" for token in (*wanted, wanted[-1]))  # must never come to its end
    asked = {"prompt": tokens[:start], "n_predict": len(wanted), "n_probs": 1, "temperature": 0, "grammar": grammar}
    choices = complete(asked)["choices"]
    assert isinstance(choices, list)
    return [each["logprob"] for each in choices[0]["logprobs"]["content"]]


def _next(complete: Callable[[dict[str, object]], dict[str, object]], prompt: list[int]) -> list[tuple[int, float]]:
    said = complete({"prompt": prompt, "n_predict": 1, "n_probs": LIKELIEST, "temperature": 0, "cache_prompt": False})
    choices = said["choices"]
    assert isinstance(choices, list)
    logprobs = choices[0]["logprobs"]
    if logprobs is None:  # the token is only a part of a letter (an emoji begins), of which llama.cpp tells nothing
        return []
    return [(each["id"], each["logprob"]) for each in logprobs["content"][0]["top_logprobs"]]
