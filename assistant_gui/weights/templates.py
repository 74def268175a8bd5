"""Chat templates: what a model wants a conversation to look like, rendered within a deadline.

A template comes with a downloaded model and is a program. It runs in Jinja's
immutable sandbox, without access to anything, for a limited time and to a
limited length. What people type can not pass for the model's own marks:
:func:`neutralised` breaks those before the template sees them.
"""

import json
import re
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from types import FrameType
from typing import TYPE_CHECKING

from jinja2 import Template as Compiled
from jinja2 import TemplateError, nodes
from jinja2.ext import Extension, loopcontrols
from jinja2.parser import Parser
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant_gui.core.content import Content, Messages, Pictured, pictured, pictures_of, text_of
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_

if TYPE_CHECKING:
    from _typeshed import TraceFunction

CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
"""For models that bring no template of their own."""

DEADLINE_SECONDS = 2.0
_PROBE_SECONDS = 0.5
LINES = 8
"""Asking what the time is takes longer than most lines of a template."""
LONGEST = 4_000_000
"""Characters of a rendered prompt; far more than any model reads."""

_BREAK = "\u200b"  # a space without width: it is not seen, and no mark has it inside
_BEGINS, _ENDS = "\ufdd0", "\ufdd1"  # no letters and never will be; no template trims or knows them

Part = Mapping[str, str]
"""Of a message that shows pictures, as templates know it: a ``type``, and the text of a text."""


class Marks:
    """The texts a model reads as control tokens, and how to keep people's words from being read so."""

    def __init__(self, texts: Collection[str]) -> None:
        longest_first = sorted((text for text in texts if len(text) > 1), key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def neutralised(self, text: str) -> str:
        """*text* with every mark broken after its first character; anything else is left as it is."""
        while self._pattern is not None:
            text, broken = self._pattern.subn(_broken, text)
            if not broken:
                break
        return text


def control_marks(special: Mapping[str, bool], template: str) -> Marks:
    """The marks among a vocabulary's *special* tokens (text -> whether it is a control token).

    Tokens that were merely added to a vocabulary (spaces, HTML tags) are marks
    only if the template builds conversations from them.
    """
    return Marks([text for text, control in special.items() if control or (text.strip() and text in template)])


class Template:
    """One model's chat template. Safe from any thread."""

    def __init__(self, source: str, *, bos: str = "", eos: str = "", picture: str = "") -> None:
        """*picture* is what stands for one in the prompt; without it the template has a mark of its own."""
        self.source = source or CHATML
        self._picture = picture
        self._words = {"bos_token": bos, "eos_token": eos}

    def render(self, messages: Messages, *, answer: bool = True, seconds: float = DEADLINE_SECONDS) -> str:
        """The prompt for *messages*, with the beginning of an answer if *answer*.

        A model that knows no system message finds it at the head of the first
        question. Raises AssistantError when the template fails or takes too long.
        """
        try:
            return self._rendered(messages, answer, seconds, typed=self._typed)
        except _TemplateFailed:
            merged = _without_system(messages)
            if merged == list(messages):
                raise
            return self._rendered(merged, answer, seconds, typed=self._typed)

    def render_open(self, messages: Messages) -> tuple[str, int]:
        """The prompt for *messages* with the last one still open, and where in it that one's text begins.

        Whatever the template trims, all of that text is there and nothing after it.
        """
        *before, (role, content) = messages
        rendered = self.render([*before, (role, f"{_BEGINS}{text_of(content)}{_ENDS}")], answer=False)
        head, begun, rest = rendered.rpartition(_BEGINS)
        said, ended, _closing = rest.rpartition(_ENDS)
        if not begun or not ended:
            raise AssistantError(
                N_("The model's chat template does not let an answer go on."), N_("Choose another model.")
            )
        return head + said, len(head)

    @cached_property
    def _typed(self) -> bool:
        """It knows no message that is plain text: some that were made for pictures do not."""
        probe = f"{_BEGINS}x{_ENDS}"
        for typed in (False, True):
            try:
                if probe in self._rendered([("user", probe)], True, _PROBE_SECONDS, typed=typed):
                    return typed
            except AssistantError:  # told when it is rendered in earnest
                continue
        return False

    def _told(self, content: Content, typed: bool) -> str | list[Part]:
        text = text_of(content)
        if isinstance(content, Pictured) and not self._picture:
            return [*({"type": "image"} for _ in content.pictures), *([{"type": "text", "text": text}] if text else [])]
        if isinstance(content, Pictured):
            text = self._picture * len(content.pictures) + text
        return [{"type": "text", "text": text}] if typed else text

    def _rendered(self, messages: Messages, answer: bool, seconds: float, *, typed: bool) -> str:
        pieces: list[str] = []
        length = 0
        try:
            with _deadline(seconds):
                for piece in self._compiled.generate(
                    messages=[{"role": role, "content": self._told(content, typed)} for role, content in messages],
                    add_generation_prompt=answer,
                    enable_thinking=False,  # a spoken answer must not wait for it
                    tools=None,
                    documents=None,
                    **self._words,
                ):
                    pieces.append(piece)
                    length += len(piece)
                    if length > LONGEST:
                        raise _too_much()
        except (
            TemplateError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
        ) as e:
            raise _TemplateFailed(
                N_("The model's chat template cannot be used: {reason}"),
                N_("Choose another model."),
                reason=str(e).strip() or type(e).__name__,
            ) from e
        return "".join(pieces)

    @cached_property
    def _compiled(self) -> Compiled:
        return _environment().from_string(self.source)


_FAILURES = (
    TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError,
)  # fmt: skip


class _TemplateFailed(AssistantError):
    """The template itself said no, or is broken."""


class _TimeOver(BaseException):
    """Not an Exception: no template may catch it on its way out."""


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Leave the block when it worked for *seconds*, whatever Python code it is in.

    A thread cannot be killed, so the lines the block executes look at the clock, one in :data:`LINES`: its own,
    so that a machine with other work to do does not cut short what is no loop.
    """
    last = time.thread_time() + seconds
    lines = 0

    def look(frame: FrameType, event: str, argument: object, /) -> "TraceFunction":
        nonlocal lines
        lines += 1
        if lines % LINES == 0 and time.thread_time() > last:
            raise _TimeOver
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    except _TimeOver:
        raise _too_much() from None
    finally:
        sys.settrace(before)


def _too_much() -> AssistantError:
    return AssistantError(
        N_("The model's chat template does not come to an end."), N_("Choose another model: this one cannot be used.")
    )


def _broken(match: re.Match[str]) -> str:
    return match[0][0] + _BREAK + match[0][1:]


def _without_system(messages: Messages) -> list[tuple[str, Content]]:
    if len(messages) > 1 and messages[0][0] == "system" and messages[1][0] == "user":
        question = messages[1][1]
        told = f"{text_of(messages[0][1])}\n\n{text_of(question)}"
        return [("user", pictured(told, pictures_of(question))), *messages[2:]]
    return list(messages)


class _Sandbox(ImmutableSandboxedEnvironment):
    """Repeating and powers are done here, so that one expression cannot fill the memory."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        return attr not in _PADDING and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        for one, other in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple | bytes) and isinstance(other, int) and len(one) * other > LONGEST:
                raise TemplateError("it repeats something far too often")
        if operator == "%" and isinstance(left, str):
            raise TemplateError("it uses a kind of formatting that is not allowed")
        if operator == "**" and (abs(_size(left)) > 1e6 or abs(_size(right)) > 64):
            raise TemplateError("it calculates with numbers that are far too large")
        return self.binop_table[operator](left, right)


_PADDING = frozenset({"ljust", "rjust", "center", "zfill", "expandtabs", "format", "format_map"})


def _size(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("inf")


class _GenerationTag(Extension):
    """``{% generation %}`` marks answers for training; here it changes nothing."""

    tags = {"generation"}

    def parse(self, parser: Parser) -> list[nodes.Node]:
        next(parser.stream)
        return parser.parse_statements(("name:endgeneration",), drop_needle=True)


def _environment() -> ImmutableSandboxedEnvironment:
    """As transformers sets it up, so that templates written for it render to the same letter."""
    made = _Sandbox(trim_blocks=True, lstrip_blocks=True, extensions=[_GenerationTag, loopcontrols])
    made.filters["tojson"] = _as_json
    made.filters.pop("format", None)
    made.filters.pop("center", None)
    made.filters.pop("indent", None)
    made.globals["raise_exception"] = _refuse
    made.globals["strftime_now"] = lambda form: datetime.now().strftime(form)
    return made


def _as_json(
    value: object,
    ensure_ascii: bool = False,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
    sort_keys: bool = False,
) -> str:
    return json.dumps(value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def _refuse(message: str) -> str:
    raise TemplateError(message)
