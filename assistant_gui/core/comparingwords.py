"""What votes came to and which weights answered, in words for people who never heard of either."""

from assistant_gui.core.comparing import Count, Proven, Tallied
from assistant_gui.core.fingerprint import Proof
from assistant_gui.core.language import translated as _

HALF = 0.5


def outcome(count: Count, old: str) -> str:
    """The decisive sentence; *old* is what it was compared with."""
    if not count.asked:
        return _("There are no votes yet.")
    if not count.decided:
        return _("Each time both were equally good, or equally bad.")
    low, high = count.interval
    if low > HALF:
        words = _("{wins} of {times} times you preferred the new one to {old}; that is hardly chance.")
    elif high < HALF:
        words = _("Only {wins} of {times} times you preferred the new one to {old}; that is hardly chance.")
    else:
        words = _("{wins} of {times} times you preferred the new one to {old}; that could still be chance.")
    return words.format(wins=count.new, times=count.decided, old=old)


def certainty(count: Count) -> str:
    """From where to where it is; empty where nothing was decided."""
    if not count.decided:
        return ""
    low, high = count.interval
    words = _("Asked for ever, you would prefer it {low} to {high} of the times, with 95 % certainty.")
    return words.format(low=_percent(low), high=_percent(high))


def ties(count: Count, same: int = 0) -> str:
    """How often nothing was decided; empty when it always was. *same* times both said the same."""
    parts = (
        (_("Both good: {n}."), count.good),
        (_("Both bad: {n}."), count.bad),
        (_("Not asked, as both said the same: {n}."), same),
    )
    return " ".join(words.format(n=n) for words, n in parts if n)


def weights(proven: Proven) -> str:
    """Which weights answered for a side, as was measured."""
    if proven.side.adapter:
        title = _("adapter {name}").format(name=proven.side.title)
    else:
        title = _("base {name}").format(name=proven.side.title)
    sentence = {
        Proof.SAME: _("{title} · {code}: these weights answered, as was measured at the engine."),
        Proof.OTHER: _("{title} · {code}: other weights answered than these! The votes say nothing about it."),
        Proof.UNKNOWN: _("{title} · {code}: measured, but nothing was written down to hold it against."),
    }[proven.proof]
    return sentence.format(title=title, code=proven.code)


def so_far(tallied: Tallied) -> str:
    return _("Compared blind: {outcome}").format(outcome=outcome(tallied.count, tallied.title))


def _percent(share: float) -> str:
    return f"{share * 100:.0f}\N{NO-BREAK SPACE}%"
