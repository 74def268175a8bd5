"""What became of an import, in sentences for people."""

from assistant_gui.core.exchange import Import, Skipped, Unit
from assistant_gui.core.language import translated as _

_NO_PRODUCT = ("", "messages", "assistant_gui")
"""What needs no name: it is no product, or it is this one."""


def sentences(made: Import) -> list[str]:
    """The counts; each only when it says something."""
    said = [_came(made)] if made.conversations or not (made.grown or made.duplicates) else []
    if made.grown:
        words = _("Conversations that were here already and got new messages: {count}.")
        said.append(words.format(count=made.grown))
    if made.duplicates:
        said.append(_("Conversations that were here already: {count}.").format(count=made.duplicates))
    if made.trashed:
        said.append(_("Of these, in the trash: {count}.").format(count=made.trashed))
    lines = sum(each.unit is Unit.LINE for each in made.skipped)
    if lines:
        said.append(_("Lines that could not be read: {count}.").format(count=lines))
    others = len(made.skipped) - lines + made.unnamed
    if others:
        said.append(_("Left out: {count}.").format(count=others))
    if made.stopped:
        said.append(_("It was stopped; importing the file again brings the rest."))
    return said


def _came(made: Import) -> str:
    if made.product in _NO_PRODUCT:
        words = _("Conversations imported: {conversations}, with messages: {messages}.")
    else:
        words = _("Conversations imported from {product}: {conversations}, with messages: {messages}.")
    return words.format(conversations=made.conversations, messages=made.messages, product=made.product)


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
