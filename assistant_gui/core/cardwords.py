"""What a result card says, in words for people who never trained anything."""

import math
from typing import Final

from assistant_gui.core.card import Card, Score, Verdict
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _

VERDICTS: Final = {
    Verdict.BETTER: N_("Better than what answered before"),
    Verdict.WORSE: N_("Worse than what answered before"),
    Verdict.UNSURE: N_("Not enough evidence"),
}
IN_ONE_WORD: Final = {Verdict.BETTER: N_("better"), Verdict.WORSE: N_("worse"), Verdict.UNSURE: N_("not proven")}
ADVICE: Final = {
    Verdict.BETTER: N_("Use it; one click goes back if you change your mind."),
    Verdict.WORSE: N_("Keep what you have. More or other answers may help; nothing of the old is lost."),
    Verdict.UNSURE: N_("It may be better or not. Rate and correct more answers, or compare the two yourself."),
}
SCORES: Final = {
    "nll": (N_("Surprise"), N_("How unexpected each word of your wanted answers is to it, in nats. Lower is better.")),
    "perplexity": (
        N_("Perplexity"),
        N_("Among how many words it hesitates at each word of your wanted answers. Lower is better."),
    ),
    "bleu": (N_("BLEU"), N_("Runs of words that its own answers share with yours, 0 to 100. Higher is better.")),
    "chrf": (N_("chrF"), N_("The same for runs of letters, 0 to 100. Higher is better.")),
    "rouge_l": (N_("ROUGE-L"), N_("The longest row of words that both answers share, 0 to 1. Higher is better.")),
    "token_f1": (N_("Words in common"), N_("The share of words that both answers have, 0 to 1. Higher is better.")),
    "exact": (N_("Word for word"), N_("The share of answers that are exactly yours. Higher is better.")),
    "stop_rate": (N_("Comes to an end"), N_("The share of its answers that it ends by itself. Higher is better.")),
    "length": (N_("Length"), N_("How long its answers are against yours; 1 is as long.")),
    "repetition": (N_("Repeats itself"), N_("The share of runs of four words that it said before. Lower is better.")),
    "in_form": (
        N_("Keeps the form"),
        N_("Lists where you wanted lists, code where you wanted code, 0 to 1. Higher is better."),
    ),
    "forgetting": (N_("General knowledge"), N_("Its surprise at a fixed set of general texts. Lower is better.")),
    "out_of_domain": (N_("Other subjects"), N_("Its surprise at texts of quite another kind. Lower is better.")),
    "texts": (
        N_("Your texts"),
        N_(
            "Among how many words it hesitates at each word of passages of your texts that it never saw. Lower is better."
        ),
    ),
    "memorised": (
        N_("Private details"),
        N_("How many details of your conversations it says word for word. 0 is what it should be."),
    ),
}
"""(title, what it is in one line) of every score."""


def title(score: Score) -> str:
    return _(SCORES[score.name][0]) if score.name in SCORES else score.name


def explanation(score: Score) -> str:
    return _(SCORES[score.name][1]) if score.name in SCORES else ""


def basis(card: Card) -> str:
    """What the verdict rests on."""
    if card.held_out_conversations == 0:
        return _("None of your answers judged it.")
    if card.held_out_conversations == 1:
        words = _("Judged by {answers} of your answers from 1 conversation that it never saw.")
    else:
        words = _("Judged by {answers} of your answers from {conversations} conversations that it never saw.")
    return words.format(answers=card.held_out_examples, conversations=card.held_out_conversations)


def gain(card: Card) -> str:
    """The gain in words that need no nats; empty where it was not measured."""
    score = next((one for one in card.scores if one.name == "nll"), None)
    if score is None or not math.isfinite(score.difference):
        return ""
    changed = _percent(-score.difference)
    if not (math.isfinite(score.low) and math.isfinite(score.high)):
        return _("The likelihood of each word that you wanted changes by {percent}.").format(percent=changed)
    return _(
        "The likelihood of each word that you wanted changes by {percent} (with 95 % certainty between {low} and {high})."
    ).format(percent=changed, low=_percent(-score.high), high=_percent(-score.low))


def texts(card: Card) -> str:
    """What reading the person's texts has brought; empty when none were read, or none held back."""
    score = next((one for one in card.scores if one.name == "texts"), None)
    if score is None:
        return ""
    words = _(
        "At each word of your texts it hesitates among {new} words, where what answers now hesitates among {now}. "
        "Passages that it never saw tell this: {count}."
    )
    _base, now, new = values(score)
    return words.format(new=new, now=now, count=score.answers)


def values(score: Score) -> tuple[str, str, str]:
    """Base, the one now and the new one, with as many digits as can be compared at a glance."""
    digits = _digits(score)
    return _number(score.base, digits), _number(score.current, digits), _number(score.candidate, digits)


def difference(score: Score) -> str:
    return _number(score.difference, _digits(score, finer=True), signed=True)


def interval(score: Score) -> str:
    """From where to where the difference is with 95 % certainty; empty where that is not known."""
    if not (math.isfinite(score.low) and math.isfinite(score.high)):
        return ""
    digits = _digits(score, finer=True)
    return _("{low} to {high}").format(
        low=_number(score.low, digits, signed=True), high=_number(score.high, digits, signed=True)
    )


def _digits(score: Score, *, finer: bool = False) -> int:
    if score.name == "memorised":  # it is counted
        return 0
    largest = max(abs(score.base), abs(score.current), abs(score.candidate))
    return (0 if largest >= 1000 else 1 if largest >= 100 else 2) + finer


def _number(value: float, digits: int, *, signed: bool = False) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:+.{digits}f}" if signed else f"{value:.{digits}f}"


def _percent(nats: float) -> str:
    return f"{math.expm1(min(nats, 10)) * 100:+.0f}\N{NO-BREAK SPACE}%"
