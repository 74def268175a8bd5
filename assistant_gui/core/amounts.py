"""How much is stored, in words."""

from assistant_gui.core.language import translated as _


def conversations(count: int) -> str:
    return _("1 conversation") if count == 1 else _("{count} conversations").format(count=count)


def messages(count: int) -> str:
    return _("1 message") if count == 1 else _("{count} messages").format(count=count)


def contents(talks: int, said: int) -> str:
    """``42 conversations with 900 messages``."""
    return _("{conversations} with {messages}").format(conversations=conversations(talks), messages=messages(said))
