"""llama.cpp's words in ours."""

import pytest

from assistant_gui.core.errors import AssistantError
from assistant_gui.engine.llm.llama_chunks import told
from assistant_gui.engine.llm.port import Cost, Progress, Written
from assistant_gui.engine.llm.prompt import ContextFull

QUIET = {"text": "", "logprobs": None, "finish_reason": None}


def test_progress_text_and_cost():
    timings = {"prompt_n": 5, "cache_n": 7, "predicted_n": 2, "prompt_ms": 1.5, "predicted_ms": 9.0}

    assert told({"choices": [QUIET], "prompt_progress": {"processed": 3, "total": 9}}, None) == [Progress(3, 9)]
    assert told({"choices": [{**QUIET, "text": "Hi"}]}, None) == [Written("Hi")]
    assert told({"choices": [QUIET]}, None) == []
    assert told({"choices": [{**QUIET, "finish_reason": "length"}], "timings": timings}, None) == [
        Cost("length", 12, 7, 2, 1.5, 9.0)
    ]


def test_likelihoods_are_told_when_wished_for():
    token = {"id": 5, "token": "Hi", "bytes": [72, 105], "logprob": -0.25}
    choice = {**QUIET, "text": "Hi", "logprobs": {"content": [{**token, "top_logprobs": [token, token]}]}}

    ((alone,), (beside,), (without,)) = (told({"choices": [choice]}, wish) for wish in (0, 1, None))

    assert alone.chosen[0].instead == ()
    assert beside.chosen[0].instead[0].content == b"Hi"
    assert without.chosen == ()


def test_a_prompt_that_is_too_long():
    error = {"type": "exceed_context_size_error", "message": "m", "n_prompt_tokens": 400, "n_ctx": 256}

    with pytest.raises(ContextFull, match="400"):
        told({"choices": [], "error": error}, None)


def test_any_other_no():
    with pytest.raises(AssistantError, match="odd"):
        told({"choices": [], "error": {"type": "server_error", "message": "odd"}}, None)
