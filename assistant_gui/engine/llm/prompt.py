"""From a conversation to the tokens a model reads."""

from enum import Enum

from assistant_gui.core.content import Messages, all_pictures, pictured, pictures_of, text_of
from assistant_gui.core.language import N_
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.llm.port import Writer


class ContextFull(Refused):
    """The conversation is longer than the model's memory."""

    type = "context_full"


class Ending(Enum):
    """How a prompt ends."""

    ANSWER = "an answer is about to begin"
    CLOSED = "the last message is over"
    OPEN = "the last message goes on"


def rendered(writer: Writer, messages: Messages, ending: Ending = Ending.ANSWER) -> str:
    """*messages* as the model's template has them; nobody's words can pass for the template's marks."""
    if ending is Ending.OPEN:
        return writer.template.render_open(_safe(writer, messages))[0]
    return writer.template.render(_safe(writer, messages), answer=ending is Ending.ANSWER)


def prompt(writer: Writer, messages: Messages, ending: Ending = Ending.ANSWER) -> list[int]:
    """Raises :exc:`ContextFull` when there is no room left for an answer."""
    return _fitting(writer, _tokens(writer, rendered(writer, messages, ending)))


def open_prompt(writer: Writer, messages: Messages) -> tuple[list[int], int]:
    """The tokens of *messages* with the last one still open, and which of them is its first."""
    text, begins = writer.template.render_open(_safe(writer, messages))
    before, tokens = _tokens(writer, text[:begins]), _tokens(writer, text)
    pairs = enumerate(zip(before, tokens, strict=False))
    return _fitting(writer, tokens), next((n for n, (one, other) in pairs if one != other), len(before))


def must_be_seen(writer: Writer, messages: Messages) -> None:
    """Raises :exc:`Refused` when there are pictures in *messages* that *writer* cannot see."""
    if all_pictures(messages) and not writer.sees:
        raise Refused(N_("This model cannot see pictures."), N_("Choose one that sees, or ask without the picture."))


def tokens_of(writer: Writer, messages: Messages) -> list[int]:
    """The tokens of the prompt for *messages*, however many there are."""
    return _tokens(writer, rendered(writer, messages))


def context_full(tokens: int, context: int) -> ContextFull:
    return ContextFull(
        N_("The conversation is too long for this model: {tokens} tokens, and {context} fit."),
        N_("Start a new conversation, or give the model a longer context in the settings."),
        tokens=tokens,
        context=context,
    )


def _safe(writer: Writer, messages: Messages) -> Messages:
    return [
        (role, pictured(writer.marks.neutralised(text_of(content)), pictures_of(content))) for role, content in messages
    ]


def _tokens(writer: Writer, text: str) -> list[int]:
    if writer.bos and text.startswith(writer.bos):
        text = text[len(writer.bos) :]  # added below, once
    return writer.tokens(text, add_special=True)


def _fitting(writer: Writer, tokens: list[int]) -> list[int]:
    if len(tokens) >= writer.context:
        raise context_full(len(tokens), writer.context)
    return tokens
