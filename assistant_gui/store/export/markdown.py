"""Conversations as Markdown to read: of each, the branch that is shown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from markdown_it import MarkdownIt

from assistant_gui.core.conversation import Conversation, Message, Role
from assistant_gui.core.language import translated as _

_END = "the-end-of-this-message"
_TICKS = re.compile(r"`{3,}")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#])")
LONGEST = 200_000
"""Characters of a message that is parsed as Markdown; a longer one stands between fences, as it is."""


def pieces(threads: Iterable[tuple[Conversation, Sequence[Message]]]) -> Iterator[str]:
    parser = MarkdownIt("commonmark")
    for number, (conversation, messages) in enumerate(threads):
        if number:
            yield "\n---\n\n"
        yield f"# {escaped(conversation.title or _('New chat'))}\n\n*{moment(conversation.created)}*\n"
        for message in messages:
            yield f"\n## {escaped(speaker(message))}\n\n"
            if message.attachments:
                yield escaped(attached(message)) + "\n\n"
            if message.text.strip():
                yield closed(message.text.strip("\n"), parser) + "\n"


def closed(text: str, parser: MarkdownIt) -> str:
    """*text*, so that what comes after it is not swallowed by a block that it leaves open."""
    if len(text) <= LONGEST:
        for end in ("", "\n```", "\n~~~", "\n-->", "\n?>", "\n]]>"):
            last = parser.parse(f"{text}{end}\n\n# {_END}\n")[-3:]
            if [token.type for token in last] == ["heading_open", "inline", "heading_close"] and last[0].level == 0:
                return text + end
    fence = "`" * (1 + max((len(ticks) for ticks in _TICKS.findall(text)), default=2))
    return f"{fence}\n{text}\n{fence}"


def escaped(text: str) -> str:
    """*text* on one line, in which nothing is Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def moment(seconds: float) -> str:
    """A date and time as people read it."""
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M")
    except (OverflowError, OSError, ValueError):
        return ""


def speaker(message: Message) -> str:
    if message.role is Role.SYSTEM:
        return _("System")
    if message.role is Role.PERSON:
        return _("You")
    model = message.generator.model if message.generator else ""
    return _("Assistant ({model})").format(model=model) if model else _("Assistant")


def attached(message: Message) -> str:
    names = ", ".join(each.name for each in message.attachments)
    return _("Attached: {names}").format(names=names)
