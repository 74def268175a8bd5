"""Two models asked the same, by the engine that serves them: for somebody who judges without knowing which is which."""

import math
import random
from collections.abc import Callable, Iterable, Sequence

from assistant_gui.core.comparing import (
    Answers,
    Ballot,
    Match,
    Proven,
    Question,
    Side,
    Tallied,
    Vote,
    Votes,
)
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.fingerprint import PROBE, TOLERANCE_NATS, Print, Proof, Recorded, proven
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Example
from assistant_gui.core.ports import Piece, Reading, Sampling, Scales, Thinker
from assistant_gui.core.turn import Turn
from assistant_gui.session.choosing import Choosing

MOST_QUESTIONS = 12
"""Few enough to sit through; what is left comes the next time."""

ANSWER_TOKENS = 300
"""Both are cut at the same length."""

GREEDY = Sampling(temperature=0.0, top_p=1.0, max_tokens=ANSWER_TOKENS, seed=0)
"""The likeliest word each time: what differs is the weights alone."""

ALTERNATIVES = 1
_LEAST = 1e-300
"""A probability that is 0 when it comes as a number has a logarithm all the same."""


class Comparing:
    """See :class:`assistant_gui.core.comparing.Comparing`."""

    def __init__(
        self,
        choosing: Choosing,
        thinker: Thinker,
        scales: Scales,
        adapters: Callable[[], Sequence[Adapter]],
        held_out: Callable[[], Iterable[Example]],
        recorded: Callable[[str], Recorded | None],
        votes: Callable[[], Votes],
        chance: random.Random | None = None,
    ) -> None:
        """*held_out* are answers that no adapter learned from; *recorded* is the fingerprint of an adapter."""
        self._choosing = choosing
        self._thinker = thinker
        self._scales = scales
        self._adapters = adapters
        self._held_out = held_out
        self._recorded = recorded
        self._votes = votes
        self._chance = chance or random.SystemRandom()

    def matches(self, adapter: str) -> tuple[Match, ...]:
        known = self._adapters()
        tried = next((each for each in known if each.id == adapter), None)
        if tried is None:
            raise AssistantError(N_("There is no adapter {id}."), N_("Choose one of the list."), id=adapter)
        base = self._choosing.usable(tried.base)
        others = [each for each in known if each.base == tried.base and each.id != adapter]
        old = [Side(self._choosing.served_as(base.id), base.title)]
        old += [self._side(each) for each in others if not each.active]
        now = [self._side(each) for each in others if each.active]
        return tuple(Match(base.id, self._side(tried), each) for each in (*now, *old))

    def questions(self, match: Match) -> Sequence[Question]:
        asked = self._votes().asked(match.new.adapter, match.old.adapter)
        left = [each for each in self._held_out() if each.id not in asked]
        self._chance.shuffle(left)
        return [Question(each.messages[:-1], each.id) for each in _one_of_each(left)[:MOST_QUESTIONS]]

    def typed(self, match: Match, text: str) -> Question:
        instructions = self._choosing.choices().system_prompt.strip()
        told = (("system", instructions),) if instructions else ()
        return Question((*told, ("user", text)))

    def ask(self, match: Match, question: Question, turn: Turn) -> Answers:
        return Answers(question, self._answer(match.new, question, turn), self._answer(match.old, question, turn))

    def prove(self, match: Match, turn: Turn) -> tuple[Proven, Proven]:
        new, old = self._measured(match.new, turn), self._measured(match.old, turn)
        known = [self._recorded(side.adapter) if side.adapter else None for side in (match.new, match.old)]
        base = next((each.base for each in known if each is not None), None)
        tolerance = max((each.tolerance for each in known if each is not None), default=TOLERANCE_NATS)
        named_new = _named(match.new, known[0])
        named_old = _named(match.old, known[1]) if match.old.adapter else base
        beside = [base] if base is not None else []
        return (
            _proven(match.new, new, named_new, [named_old or old, *beside], tolerance),
            _proven(match.old, old, named_old, [named_new or new, *beside], tolerance),
        )

    def vote(self, match: Match, answers: Answers, vote: Vote) -> None:
        self._votes().add(Ballot(match.new.adapter, match.old.adapter, match.base, answers, vote))

    def tallied(self, adapter: str) -> tuple[Tallied, ...]:
        names = {each.id: each.name for each in self._adapters()}
        return tuple(
            Tallied(against, names.get(against, _("a deleted adapter")) if against else _("the base"), count)
            for against, count in self._votes().counts(adapter).items()
        )

    def _side(self, adapter: Adapter) -> Side:
        model = self._choosing.served_as(adapter.base, adapter.id)
        return Side(model, adapter.name, adapter.id, adapter.strength)

    def _answer(self, side: Side, question: Question, turn: Turn) -> str:
        told = self._thinker.reply(side.model, question.messages, GREEDY, turn)
        return "".join(each.text for each in told if isinstance(each, Piece)).strip()

    def _measured(self, side: Side, turn: Turn) -> Print:
        tokens = self._scales.weigh(side.model, PROBE, ALTERNATIVES, turn)
        return Print(tuple(math.log(max(each.probability, _LEAST)) for each in tokens if not isinstance(each, Reading)))


def _one_of_each(examples: Sequence[Example]) -> list[Example]:
    """One of each conversation first, then another of each: ten questions of one talk are hardly more than one."""
    rounds: dict[str, int] = {}
    placed: list[tuple[int, Example]] = []
    for each in examples:
        rounds[each.conversation] = rounds.get(each.conversation, -1) + 1
        placed.append((rounds[each.conversation], each))
    return [each for _round, each in sorted(placed, key=lambda pair: pair[0])]


def _named(side: Side, known: Recorded | None) -> Print | None:
    """What was written down was taken at full strength; less of it has another fingerprint."""
    return known.adapter if known is not None and side.strength == 1.0 else None


def _proven(side: Side, measured: Print, named: Print | None, others: Sequence[Print], tolerance: float) -> Proven:
    proof = proven(measured, named, others, tolerance)
    shown = named if named is not None and proof is Proof.SAME else measured
    return Proven(side, shown.code, proof)
