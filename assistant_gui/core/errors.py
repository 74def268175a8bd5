"""What can go wrong in a way the person can do something about."""

from assistant_gui.core.language import translated


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


def _rebuilt(kind: type[AssistantError], message: str, hint: str, facts: dict[str, object]) -> AssistantError:
    error = kind.__new__(kind)
    AssistantError.__init__(error, message, hint, **facts)
    return error
