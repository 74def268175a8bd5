"""What became of an import, in sentences for people."""

from assistant_gui.core.exchange import Import, Skipped, Unit
from assistant_gui.core.language import translated as _


def sentences(made: Import) -> list[str]:
    """The counts; each only when it says something."""
    said = [_came(made)] if made.conversations or not (made.grown or made.duplicates) else []
    if made.grown:
        said.append(_("{count} conversations that were here already got new messages.").format(count=made.grown))
    if made.duplicates:
        said.append(_("{count} were here already.").format(count=made.duplicates))
    if made.trashed:
        said.append(_("{count} of them are in the trash.").format(count=made.trashed))
    lines = sum(each.unit is Unit.LINE for each in made.skipped)
    if lines:
        said.append(_("{count} lines could not be read.").format(count=lines))
    others = len(made.skipped) - lines + made.unnamed
    if others:
        said.append(_("{count} things were left out.").format(count=others))
    if made.stopped:
        said.append(_("It was stopped; importing the file again brings the rest."))
    return said


def _came(made: Import) -> str:
    if made.product in ("", "messages", "assistant_gui"):
        return _("{conversations} conversations with {messages} messages were imported.").format(
            conversations=made.conversations, messages=made.messages
        )
    return _("{conversations} conversations with {messages} messages were imported from {product}.").format(
        conversations=made.conversations, messages=made.messages, product=made.product
    )


def why(skipped: Skipped) -> str:
    """Which thing was left out, and why."""
    reason = _(skipped.why)
    match skipped.unit:
        case Unit.LINE:
            said = _("Line {number} was left out: {why}")
        case Unit.CONVERSATION if skipped.number:
            said = _("Conversation {number} was left out: {why}")
        case Unit.CONVERSATION:
            said = _("Something in a conversation was left out: {why}")
        case Unit.FILE:
            return _("{name} was left out: {why}").format(name=skipped.name, why=reason)
        case Unit.ATTACHMENT:
            return _("The attached file {name} was left out: {why}").format(name=skipped.name, why=reason)
    told = said.format(number=skipped.number, why=reason)
    return _("{file}: {sentence}").format(file=skipped.name, sentence=told) if skipped.name else told
