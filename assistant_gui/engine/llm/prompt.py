"""From a conversation to the tokens a model reads."""

from assistant_gui.core.language import N_
from assistant_gui.engine.errors import Refused
from assistant_gui.engine.llm.port import Writer
from assistant_gui.weights.templates import Messages


class ContextFull(Refused):
    """The conversation is longer than the model's memory."""

    type = "context_full"


def rendered(writer: Writer, messages: Messages) -> str:
    """*messages* as the model's template has them; nobody's words can pass for the template's marks."""
    safe = [(role, writer.marks.neutralised(text)) for role, text in messages]
    return writer.template.render(safe)


def prompt(writer: Writer, messages: Messages) -> list[int]:
    """Raises :exc:`ContextFull` when there is no room left for an answer."""
    tokens = tokens_of(writer, messages)
    if len(tokens) >= writer.context:
        raise context_full(len(tokens), writer.context)
    return tokens


def tokens_of(writer: Writer, messages: Messages) -> list[int]:
    """The tokens of the prompt for *messages*, however many there are."""
    text = rendered(writer, messages)
    if writer.bos and text.startswith(writer.bos):
        text = text[len(writer.bos) :]  # added below, once
    return writer.tokens(text, add_special=True)


def context_full(tokens: int, context: int) -> ContextFull:
    return ContextFull(
        N_("The conversation is too long for this model: {tokens} tokens, and {context} fit."),
        N_("Start a new conversation, or give the model a longer context in the settings."),
        tokens=tokens,
        context=context,
    )
