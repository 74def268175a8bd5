"""What can go wrong in a way the person can do something about."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant_gui.core.language import N_, translated


class AssistantError(Exception):
    """One sentence that says what happened, and one that says what to do next.

    Both are marked with :func:`~assistant_gui.core.language.N_` where they are
    written and translated when they are shown; ``{name}`` places are filled from
    *facts* afterwards. Anything else that is raised is a bug: it is logged with
    its traceback and shown as "something broke".
    """

    def __init__(self, message: str, hint: str = "", **facts: object) -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint
        self.facts = facts

    def __str__(self) -> str:
        parts = (translated(part).format(**self.facts) for part in (self.message, self.hint) if part)
        return " ".join(parts)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuilt, (type(self), self.message, self.hint, self.facts))


class NoModel(AssistantError):
    """What should be done needs a model that is not on this machine; it can be got, trying again is in vain."""


def sent(error: AssistantError) -> dict[str, object]:
    """*error* on its way to another process, its facts as text."""
    facts = {name: str(fact) for name, fact in error.facts.items()}
    return {"message": error.message, "hint": error.hint, "facts": facts}


def received(told: object) -> AssistantError:
    """The error that another process :func:`sent`."""
    told = told if isinstance(told, Mapping) else {}
    facts = told.get("facts")
    return AssistantError(
        str(told.get("message", "")), str(told.get("hint", "")), **(facts if isinstance(facts, Mapping) else {})
    )


@contextmanager
def using(place: Path) -> Iterator[None]:
    """Within it, what the system says against *place*, a file or folder, becomes a sentence."""
    try:
        yield
    except OSError as error:
        raise AssistantError(
            N_("{place} cannot be used: {reason}."),
            N_("Check that it is yours and that the disk is neither full nor read-only, or choose another place."),
            place=place,
            reason=error.strerror or error,
        ) from error


def _rebuilt(kind: type[AssistantError], message: str, hint: str, facts: dict[str, object]) -> AssistantError:
    error = kind.__new__(kind)
    AssistantError.__init__(error, message, hint, **facts)
    return error
