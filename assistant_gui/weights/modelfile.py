"""An Ollama Modelfile: its template, in Ollama's own language, found by looking at what a chat template writes.

Ollama's templates are Go's. What a chat template puts around each message is seen
by rendering messages with marks in their place; a template that does more than put
something around messages has no such form.
"""

from collections.abc import Sequence

from assistant_gui.core.content import Messages
from assistant_gui.weights.templates import Template

_ROLES = ("system", "user", "assistant")
_MARKS = {role: f"\ufdd0{role}\ufdd1" for role in _ROLES}  # no letters and never will be
_SAMPLES: Sequence[Messages] = (
    (("user", "one"),),
    (("system", "zero"), ("user", "one")),
    (("user", "one"), ("assistant", "two"), ("user", "three")),
    (("system", "zero"), ("user", "one"), ("assistant", "two"), ("user", "three"), ("assistant", "4"), ("user", "5")),
)


def modelfile(lines: Sequence[str], template: Template, stops: Sequence[str]) -> str:
    """*lines* (FROM, ADAPTER), the template where it has a form there, and what ends an answer."""
    parts = Around.seen(template)
    found = [*lines]
    if parts is not None:
        found.append(f'TEMPLATE """{parts.in_go()}"""')
        stops = [*stops, parts.after["assistant"].strip()]
    found += [f'PARAMETER stop "{_quoted(stop)}"' for stop in dict.fromkeys(stops) if stop]
    return "\n".join(found) + "\n"


class Around:
    """What a template writes around the messages of each role."""

    def __init__(self, template: Template) -> None:
        """Raises ValueError when it cannot be told."""
        talk = [(role, _MARKS[role]) for role in _ROLES]
        begin, first, second, _ = _cut(template.render(talk, answer=False), _ROLES)
        _, _, third, asking = _cut(template.render([*talk[1:], talk[1]]), ("user", "assistant", "user"))
        alone, after_user = _cut(template.render(talk[1:2], answer=False), ("user",))
        _, _, after_assistant = _cut(template.render(talk[1:], answer=False), ("user", "assistant"))
        self.before = {
            "user": third.removeprefix(after_assistant),
            "assistant": second.removeprefix(after_user),
        }
        self.after = {
            "system": first.removesuffix(self.before["user"]),
            "user": after_user,
            "assistant": after_assistant,
        }
        head = alone.removesuffix(self.before["user"])
        self.opens = _common_begin(begin, head)
        self.before["system"] = begin.removeprefix(self.opens)
        self.unasked = head.removeprefix(self.opens)
        """What is told when there is no system message."""
        self.asks = asking.removeprefix(after_user)

    @classmethod
    def seen(cls, template: Template) -> "Around | None":
        """None when the template does more than put something around messages."""
        try:
            found = cls(template)
            honest = all(found.rendered(each) == template.render(each) for each in _SAMPLES)
        except Exception:  # noqa: BLE001 - a template is a program; whatever it raises, it has no such form
            return None
        return found if honest and '"""' not in found.in_go() else None

    def rendered(self, messages: Messages) -> str:
        """What :meth:`in_go` makes of *messages*."""
        said = [f"{self.before[role]}{text}{self.after[role]}" for role, text in messages]
        unasked = "" if messages[0][0] == "system" else self.unasked
        return self.opens + unasked + "".join(said) + self.asks

    def in_go(self) -> str:
        cases = [
            f'{{{{- {"if" if at == 0 else "else if"} eq .Role "{role}" }}}}'
            f"{_text(self.before[role])}{{{{ .Content }}}}{_text(self.after[role])}"
            for at, role in enumerate(_ROLES)
        ]
        unasked = f"{{{{- if not .System }}}}{_text(self.unasked)}{{{{- end }}}}" if self.unasked else ""
        body = "{{- range .Messages }}" + "".join(cases) + "{{- end }}{{- end }}"
        return f"{_text(self.opens)}{unasked}{body}{_text(self.asks)}"


def _text(text: str) -> str:
    """*text* as Go writes it: as it is, whatever braces and line breaks it has."""
    escaped = "".join(_ESCAPES.get(letter, letter) for letter in text)
    return f'{{{{ "{escaped}" }}}}' if text else ""


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _cut(rendered: str, roles: Sequence[str]) -> list[str]:
    """What stands before, between and after the marks of *roles*. Raises ValueError when one is missing."""
    found = []
    for role in roles:
        before, mark, rendered = rendered.partition(_MARKS[role])
        if not mark:
            raise ValueError(f"no {role}")
        found.append(before)
    return [*found, rendered]


def _common_begin(one: str, other: str) -> str:
    size = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:size]
