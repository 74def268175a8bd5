"""Training data in the forms that it is published in: Alpaca, DailyDialog, MultiWOZ, and questions with their best answer.

They have no ids and no roles by name: who speaks first is the person.
"""

import re
from collections.abc import Mapping, Sequence

from assistant_gui.core.conversation import Role
from assistant_gui.core.language import N_
from assistant_gui.reader import plain
from assistant_gui.reader.tree import Tree
from assistant_gui.reader.values import Unreadable, items, mapping, number, text

ALPACA, DAILY_DIALOG, MULTIWOZ, HELP_DESK = "Alpaca", "DailyDialog", "MultiWOZ", "questions and answers"

QUESTION = ("question", "query", "prompt", "customer_message", "ticket")
ANSWER = ("answer", "response", "reply", "best_answer", "resolution", "completion")
SCORE = ("score", "pm_score", "votes", "upvotes", "rating")
ACCEPTED = ("accepted", "is_accepted", "selected", "best", "solved")
"""What the columns are called; the first that is there counts."""

_SPEAKERS = {"USER": Role.PERSON, "SYSTEM": Role.ASSISTANT}
_YES = frozenset({"1", "true", "yes", "y", "x", "accepted"})

BY_NAME = re.compile(r'\{\s*"[^"]+\.json"\s*:\s*\{')
"""How a file begins that holds dialogues by their names, as MultiWOZ 2.1 does."""

END_OF_UTTERANCE = "__eou__"
"""Ends each utterance of a line of DailyDialog's own files."""

_Turn = tuple[Role, str]


def conversation(value: Mapping[str, object]) -> tuple[str, Tree] | None:
    """The name of the form, and the dialogue; None when it is none of these. Raises Unreadable."""
    if "instruction" in value and "output" in value:
        return ALPACA, plain.dialogue(_alpaca(value))
    for key in ("dialog", "utterances"):
        said = value.get(key)
        if isinstance(said, list) and said and all(isinstance(each, str) for each in said):
            return DAILY_DIALOG, plain.dialogue(_in_turn(said))
    if isinstance(value.get("turns"), list) and "dialogue_id" in value:
        return MULTIWOZ, plain.dialogue(_multiwoz(items(value, "turns")))
    if isinstance(value.get("log"), list) and all(text(each, "text") for each in items(value, "log")):
        return MULTIWOZ, plain.dialogue(_in_turn([text(each, "text") for each in items(value, "log")]))
    if isinstance(value.get("question"), str) and isinstance(value.get("answers"), list):
        return HELP_DESK, plain.dialogue(_answered(text(value, "question"), items(value, "answers")))
    question, answer = column(value, QUESTION), column(value, ANSWER)
    if isinstance(question, str) and isinstance(answer, str):
        if not question.strip() or not answer.strip():
            raise Unreadable(N_("its question or its answer is empty"))
        return HELP_DESK, plain.dialogue([(Role.PERSON, question), (Role.ASSISTANT, answer)])
    return None


def utterances(line: str) -> dict[str, list[str]]:
    """A dialogue in a line of plain text; empty when it is none."""
    if END_OF_UTTERANCE not in line or line.lstrip().startswith(("{", "[")):
        return {}
    return {"dialog": [each.strip() for each in line.split(END_OF_UTTERANCE) if each.strip()]}


def column(value: Mapping[str, object], names: Sequence[str]) -> object:
    """Of the first of *names* that is there."""
    return next((value[name] for name in names if name in value), None)


def rank(value: Mapping[str, object]) -> tuple[bool, float]:
    """How good an answer is: an accepted one above all others, then by its score."""
    accepted, score = column(value, ACCEPTED), column(value, SCORE)
    yes = accepted is True or (isinstance(accepted, int | str) and str(accepted).strip().lower() in _YES)
    return yes, _number(score)


def _number(score: object) -> float:
    if isinstance(score, str):
        try:
            return float(score)
        except ValueError:
            return 0.0
    return number(score) or 0.0


def _alpaca(value: Mapping[str, object]) -> list[_Turn]:
    turns: list[_Turn] = [(Role.SYSTEM, text(value, "system"))] if text(value, "system") else []
    for each in items(value, "history"):
        if not isinstance(each, list) or len(each) != 2 or not all(isinstance(said, str) for said in each):
            raise Unreadable(N_("its history is no list of questions with their answers"))
        turns += [(Role.PERSON, each[0]), (Role.ASSISTANT, each[1])]
    asked = [text(value, "instruction"), text(value, "input")]
    return [
        *turns,
        (Role.PERSON, "\n\n".join(each for each in asked if each.strip())),
        (Role.ASSISTANT, text(value, "output")),
    ]


def _in_turn(said: Sequence[str]) -> list[_Turn]:
    return [((Role.PERSON, Role.ASSISTANT)[place % 2], each.strip()) for place, each in enumerate(said)]


def _multiwoz(turns: Sequence[object]) -> list[_Turn]:
    told: list[_Turn] = []
    for turn in turns:
        role = _SPEAKERS.get(text(turn, "speaker").upper())
        if role is None:
            raise Unreadable(N_("a message in it is from neither a person, the assistant nor the system"))
        told.append((role, text(turn, "utterance")))
    return told


def _answered(question: str, answers: Sequence[object]) -> list[_Turn]:
    best = max((mapping(each) for each in answers), key=rank, default=None)
    said = text(best, "text") or text(best, "answer") or text(best, "body") if best else ""
    if not said.strip():
        raise Unreadable(N_("none of its answers has any text"))
    return [(Role.PERSON, question), (Role.ASSISTANT, said)]
