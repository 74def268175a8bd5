"""A vote as a preference that other programs learn from: a prompt, what was chosen, what was rejected."""

from collections.abc import Callable, Mapping

from assistant_gui.core.comparing import Ballot, Vote


def told(ballot: Ballot, cleaned: Callable[[str], str]) -> Mapping[str, object]:
    """In the conversational form that TRL reads, and where it comes from; *cleaned* puts placeholders in."""
    new, old = ballot.answers.new, ballot.answers.old
    won = ballot.vote is Vote.NEW
    chosen, rejected = (new, old) if won else (old, new)
    return {
        "prompt": [{"role": role, "content": cleaned(text)} for role, text in ballot.answers.question.messages],
        "chosen": [{"role": "assistant", "content": cleaned(chosen)}],
        "rejected": [{"role": "assistant", "content": cleaned(rejected)}],
        "source": {
            "kind": "comparison",
            "base": ballot.base,
            "chosen": ballot.adapter if won else ballot.against,
            "rejected": ballot.against if won else ballot.adapter,
            "message": ballot.answers.question.message,
        },
    }
