"""How likely given tokens are to llama.cpp, which has no call for that.

It is made to write just these tokens again, by a grammar that allows nothing else:
what it tells of each is from before the grammar. That does not work for tokens that
are a part of a letter: their likelihoods are looked up among those of all others.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from assistant_gui.engine.llm.llama_chunks import Chunk, told
from assistant_gui.engine.llm.port import Chosen, Progress, Tell, Weighed, Written

Complete = Callable[[Mapping[str, object], Callable[[Chunk], None]], None]
"""Hands every chunk of the answer to a request on."""

_LIKELY = 1_000
_ALL = 1_000_000
"""More than there are tokens in any vocabulary. Slow: 0.4 s with 49,000."""


def weigh(
    prompt: Sequence[int], start: int, most: int, complete: Complete, harmless: int, is_part: Callable[[int], bool]
) -> Iterator[Callable[[Tell], None]]:
    """Steps that tell all of ``prompt[start:]``; *harmless* is any token that is whole letters."""
    at = start
    for part, run in groupby(prompt[start:], is_part):
        tokens = list(run)
        if part:
            for token in tokens:
                yield _looked_up(prompt[:at], token, most, complete, harmless)
                at += 1
        else:
            yield _written_again(prompt[:at], tokens, most, complete)
            at += len(tokens)


def _written_again(
    prompt: Sequence[int], tokens: Sequence[int], most: int, complete: Complete
) -> Callable[[Tell], None]:
    # The last token is there twice, as llama.cpp must never come to the end of a grammar.
    grammar = "root ::= " + " ".join(f"<[{token}]>" for token in (*tokens, tokens[-1]))

    def step(tell: Tell) -> None:
        def hear(chunk: Chunk) -> None:
            for each in told(chunk, most):
                if isinstance(each, Written) and each.chosen:
                    tell(Weighed(each.chosen))
                elif isinstance(each, Progress):
                    tell(each)

        complete({**_asked(prompt, len(tokens), most), "grammar": grammar}, hear)

    return step


def _looked_up(
    prompt: Sequence[int], token: int, most: int, complete: Complete, harmless: int
) -> Callable[[Tell], None]:
    def step(tell: Tell) -> None:
        for among in (_LIKELY, _ALL):
            heard: list[Chosen] = []

            def hear(chunk: Chunk, among: int = among, heard: list[Chosen] = heard) -> None:
                for each in told(chunk, among):
                    if isinstance(each, Written):
                        heard.extend(each.chosen)

            complete({**_asked(prompt, 1, among), "logit_bias": {str(harmless): 100}}, hear)
            likelihoods = heard[0].instead if heard else ()
            found = next((each for each in likelihoods if each.id == token), None)
            if found is not None:
                tell(Weighed((Chosen(found, likelihoods[:most]),)))
                return

    return step


def _asked(prompt: Sequence[int], tokens: int, logprobs: int) -> dict[str, object]:
    return {
        "prompt": list(prompt),
        "stream": True,
        "return_progress": True,
        "max_tokens": tokens,
        "temperature": 0,
        "logprobs": max(logprobs, 1),
    }
