"""The judgement of a candidate: what it makes of answers that nobody taught it, beside the base and what answers now."""

import json
import re
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp, inf

import torch
from torch.nn import functional

from assistant_gui import assets
from assistant_gui.core.card import Card, Score, Wanted
from assistant_gui.tuner import intervals, scores, writing
from assistant_gui.tuner.batches import micro_batches, tensors
from assistant_gui.tuner.examples import Tongue, lessons, read
from assistant_gui.tuner.intervals import Interval
from assistant_gui.tuner.job import Taught
from assistant_gui.tuner.lesson import Lesson
from assistant_gui.tuner.minds import Minds
from assistant_gui.tuner.spreading import spread
from assistant_gui.tuner.training import Head
from assistant_gui.tuner.verdict import Findings, Habits, verdict

WRITTEN_ANSWERS, WRITTEN_TOKENS = 24, 96
"""So many held-out questions are really answered, in at most so many tokens: what a small machine can do in minutes."""

PROBED_SECRETS, SECRET_TOKENS = 12, 24

_SECRET = re.compile(r"\d(?:[ -]?\d){4,}|[\w.+-]+@[\w-]+\.[\w.]+")
"""Five digits or more, or what looks like an address for mail: nobody says them by chance."""

_FIXED = {"forgetting": "evaluation/general.jsonl", "out_of_domain": "evaluation/elsewhere.jsonl"}


@dataclass(frozen=True, slots=True)
class _Judged:
    """One held-out answer, ready to be judged."""

    taught: Taught
    lesson: Lesson


def card(
    minds: Minds,
    tongue: Tongue,
    judging: Sequence[Taught],
    taught: Sequence[Taught],
    *,
    max_tokens: int,
    thorough: bool = True,
    progress: Callable[[float], None] = lambda share: None,
    halted: Callable[[], None] = lambda: None,
) -> Card:
    """Judge the candidate on *judging*, which it never saw; *taught* is only searched for what it may have by heart.

    *progress* is told a share from 0 to 1; *halted* is called between units of work and may raise.
    One that is not *thorough* compares the likelihoods of the held-out answers and nothing else.
    The model is left with the candidate switched on, and not in training.
    """
    minds.model.eval()
    judged = list(_ready(judging, tongue, max_tokens))
    likely = _likelihoods(minds, judged, halted)
    progress(0.2)
    fixed = {name: _fixed(minds, tongue, place, halted) for name, place in _FIXED.items() if thorough}
    progress(0.4)
    asked = spread(judged, WRITTEN_ANSWERS) if thorough else []
    written = _written(minds, tongue, asked, halted)
    progress(0.9)
    leaks, secrets = _leaks(minds, tongue, taught if thorough else [], halted)
    progress(1.0)
    expected = [each.taught.messages[-1][1] for each in asked]
    habits = {name: _habits(given, expected) for name, given in written.items()} if asked else {}
    gain = likely.interval
    said, reasons = verdict(
        Findings(
            gain=Interval(-gain.estimate, -gain.high, -gain.low),
            conversations=likely.conversations,
            current=habits.get("current"),
            candidate=habits.get("candidate"),
            forgotten=_lost(fixed["forgetting"]) if thorough else 0.0,
            leaks=leaks,
        )
    )
    return Card(
        verdict=said,
        reasons=reasons,
        scores=(
            *_likelihood_scores(likely),
            *(_fixed_score(name, each) for name, each in fixed.items()),
            *_text_scores(asked, written, expected),
            *_habit_scores(habits, len(asked), likely.conversations),
            _score("memorised", Wanted.LOWER, {"base": 0, "current": 0, "candidate": leaks}, None, (secrets, 0)),
        ),
        gains=tuple(likely.gains()),
        held_out=sha256("".join(sorted(each.sha256 for each in judging)).encode()).hexdigest(),
        held_out_examples=len(judged),
        held_out_conversations=likely.conversations,
    )


def reading(
    minds: Minds,
    tongue: Tongue,
    passages: Sequence[tuple[str, str]],
    *,
    max_tokens: int,
    halted: Callable[[], None] = lambda: None,
) -> Score | None:
    """The perplexity of (document, text) *passages* that nobody read to the candidate; None when there are none.

    Its interval is robust for what passages of one document have in common.
    """
    minds.model.eval()
    judged = [
        _Judged(Taught(lesson.id, document, "plain", 1.0, ()), lesson)
        for document, text in passages
        for lesson in read([text], tongue, max_tokens)
    ]
    found = {each.name: each for each in _likelihood_scores(_likelihoods(minds, judged, halted))}
    return replace(found["perplexity"], name="texts") if found else None


@dataclass(frozen=True, slots=True)
class _Likelihoods:
    """Nats of each held-out answer under the three, and how many tokens it has."""

    answers: Sequence[_Judged]
    base: Sequence[float]
    current: Sequence[float]
    candidate: Sequence[float]

    @property
    def conversations(self) -> int:
        return len({each.taught.conversation for each in self.answers})

    @property
    def interval(self) -> Interval:
        """Of candidate - current, in nats per token."""
        by_conversation: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
        for each, now, then in zip(self.answers, self.current, self.candidate, strict=True):
            tokens = each.lesson.learned
            by_conversation[each.taught.conversation].append(((then - now) / tokens, tokens))
        clusters = list(by_conversation.values())
        return intervals.cluster_robust(
            [[each for each, _ in cluster] for cluster in clusters],
            [[tokens for _, tokens in cluster] for cluster in clusters],
        )

    def per_token(self, nats: Sequence[float]) -> float:
        return sum(nats) / max(1, sum(each.lesson.learned for each in self.answers))

    def minds(self) -> dict[str, Sequence[float]]:
        return {"base": self.base, "current": self.current, "candidate": self.candidate}

    def gains(self) -> Iterator[tuple[str, float]]:
        sums: defaultdict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        for each, now, then in zip(self.answers, self.current, self.candidate, strict=True):
            one = sums[each.taught.conversation]
            one[0] += now - then
            one[1] += each.lesson.learned
        for conversation, (nats, tokens) in sums.items():
            yield conversation, round(nats / tokens, 5)


def _ready(examples: Sequence[Taught], tongue: Tongue, max_tokens: int) -> Iterator[_Judged]:
    """Each alone and at its plain weight, so that an answer counts as its tokens do."""
    for each in examples:
        for lesson in lessons([replace(each, weight=1.0)], tongue, max_tokens).lessons:
            yield _Judged(each, lesson)


def _likelihoods(minds: Minds, judged: Sequence[_Judged], halted: Callable[[], None]) -> _Likelihoods:
    nats = minds.each(lambda: _nats(minds.head, [each.lesson for each in judged], halted))
    return _Likelihoods(judged, nats["base"], nats["current"], nats["candidate"])


def _nats(head: Head, answers: Sequence[Lesson], halted: Callable[[], None]) -> list[float]:
    """Of each of *answers*; those of like length are read at once."""
    found: dict[int, float] = {}
    places = {id(each): at for at, each in enumerate(answers)}
    for some in micro_batches(answers):
        halted()
        found.update(zip((places[id(each)] for each in some), _nats_at_once(head, some), strict=True))
    return [found[at] for at in range(len(answers))]


def _nats_at_once(head: Head, answers: Sequence[Lesson]) -> list[float]:
    ids, weights = (each.to(head.projection.weight.device) for each in tensors(answers))
    learned = weights[:, 1:] != 0
    with torch.inference_mode():
        nats = functional.cross_entropy(head.logits(ids, learned).float(), ids[:, 1:][learned], reduction="none")
        sums = torch.zeros(len(answers), device=nats.device).index_add_(0, learned.nonzero()[:, 0], nats)
    return [float(each) for each in sums]


def _fixed(minds: Minds, tongue: Tongue, place: str, halted: Callable[[], None]) -> _Likelihoods:
    """On texts that are the same for everybody, each for itself."""
    lines = [json.loads(line) for line in assets.text(place).splitlines()]
    texts = [
        Taught(str(n), str(n), "fixed", 1.0, (("user", line["question"]), ("assistant", line["answer"])))
        for n, line in enumerate(lines)
    ]
    return _likelihoods(minds, list(_ready(texts, tongue, max_tokens=512)), halted)


def _lost(likely: _Likelihoods) -> float:
    """Nats per token, against the base."""
    return likely.per_token(likely.candidate) - likely.per_token(likely.base)


def _written(
    minds: Minds, tongue: Tongue, asked: Sequence[_Judged], halted: Callable[[], None]
) -> Mapping[str, list[writing.Written]]:
    prompts = [each.taught.messages[:-1] for each in asked]
    return minds.each(lambda: writing.answers(minds.model, tongue, prompts, most_tokens=WRITTEN_TOKENS, halted=halted))


def _leaks(minds: Minds, tongue: Tongue, taught: Sequence[Taught], halted: Callable[[], None]) -> tuple[int, int]:
    """(private details that only the candidate goes on to say, how many were tried)."""
    telling = array("I", (at for at, each in enumerate(taught) if _SECRET.search(each.messages[-1][1])))
    tried = [
        (each.messages[:-1], answer[: found.start()], found.group())
        for each in (taught[at] for at in spread(telling, PROBED_SECRETS))
        for answer in [each.messages[-1][1]]
        for found in [_SECRET.search(answer)]
        if found
    ]
    if not tried:
        return 0, 0

    def said() -> list[bool]:
        given = writing.answers(
            minds.model,
            tongue,
            [prompt for prompt, _start, _secret in tried],
            most_tokens=SECRET_TOKENS,
            beginnings=[start for _prompt, start, _secret in tried],
            halted=halted,
        )
        return [secret in each.text for (_p, _s, secret), each in zip(tried, given, strict=True)]

    with minds.candidate():
        then = said()
    if not any(then):  # whatever the base says: nothing is known by heart
        return 0, len(tried)
    with minds.base():
        before = said()
    return sum(now and not was for was, now in zip(before, then, strict=True)), len(tried)


def _habits(given: Sequence[writing.Written], expected: Sequence[str]) -> Habits:
    count = len(given)
    lengths = sum(len(scores.words(each)) for each in expected)
    return Habits(
        stop_rate=sum(each.ended for each in given) / count,
        length=sum(len(scores.words(each.text)) for each in given) / max(1, lengths),
        repetition=sum(scores.repetition(each.text) for each in given) / count,
        in_form=sum(scores.in_form(each.text, wanted) for each, wanted in zip(given, expected, strict=True)) / count,
    )


def _likelihood_scores(likely: _Likelihoods) -> Iterator[Score]:
    if not likely.answers:
        return
    nats = {mind: likely.per_token(each) for mind, each in likely.minds().items()}
    interval, counts = likely.interval, (len(likely.answers), likely.conversations)
    yield _score("nll", Wanted.LOWER, nats, interval, counts)
    now = nats["current"]
    ends = (_exp(now + each) - _exp(now) for each in (interval.estimate, interval.low, interval.high))
    yield _score("perplexity", Wanted.LOWER, {mind: _exp(each) for mind, each in nats.items()}, Interval(*ends), counts)


def _fixed_score(name: str, likely: _Likelihoods) -> Score:
    nats = {mind: likely.per_token(each) for mind, each in likely.minds().items()}
    return _score(name, Wanted.LOWER, nats, likely.interval, (len(likely.answers), likely.conversations))


def _text_scores(
    asked: Sequence[_Judged], written: Mapping[str, Sequence[writing.Written]], expected: Sequence[str]
) -> Iterator[Score]:
    if not asked:
        return
    texts = {mind: [each.text for each in given] for mind, given in written.items()}
    conversations = [each.taught.conversation for each in asked]
    counts = (len(asked), len(set(conversations)))
    for name, whole in (("bleu", scores.bleu), ("chrf", scores.chrf)):
        values = {mind: whole(given, expected) for mind, given in texts.items()}
        yield _score(name, Wanted.HIGHER, values, None, counts)
    for name, one in (("rouge_l", scores.rouge_l), ("token_f1", scores.token_f1), ("exact", scores.exact)):
        each = {mind: [one(a, b) for a, b in zip(given, expected, strict=True)] for mind, given in texts.items()}
        values = {mind: sum(found) / len(asked) for mind, found in each.items()}
        yield _score(name, Wanted.HIGHER, values, _paired(each["current"], each["candidate"], conversations), counts)


def _habit_scores(habits: Mapping[str, Habits], answers: int, conversations: int) -> Iterator[Score]:
    if not habits:
        return
    for name, wanted in (
        ("stop_rate", Wanted.HIGHER),
        ("length", Wanted.NEITHER),
        ("repetition", Wanted.LOWER),
        ("in_form", Wanted.HIGHER),
    ):
        values = {mind: float(getattr(each, name)) for mind, each in habits.items()}
        yield _score(name, wanted, values, None, (answers, conversations))


def _score(
    name: str, wanted: Wanted, values: Mapping[str, float], interval: Interval | None, counts: tuple[int, int]
) -> Score:
    """*interval* is of candidate - current; without one nothing is said about how sure it is."""
    found = interval or Interval(values["candidate"] - values["current"], -inf, inf)
    return Score(
        name,
        wanted,
        values["base"],
        values["current"],
        values["candidate"],
        found.estimate,
        found.low,
        found.high,
        *counts,
    )


def _paired(now: Sequence[float], then: Sequence[float], conversations: Sequence[str]) -> Interval:
    clusters: defaultdict[str, list[float]] = defaultdict(list)
    for before, after, conversation in zip(now, then, conversations, strict=True):
        clusters[conversation].append(after - before)
    return intervals.cluster_robust(list(clusters.values()), [[1.0] * len(each) for each in clusters.values()])


def _exp(nats: float) -> float:
    return exp(min(nats, 700.0)) if nats != inf else inf
