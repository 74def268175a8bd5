"""What the model is shown next of a conversation, and how much of its memory that takes.

The prompt that is sent and the meter that the person sees both come from
:meth:`Context.shown`, so that they cannot disagree.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant_gui.core.content import MOST_PICTURES, Content, Messages, Picture, all_pictures, pictured
from assistant_gui.core.conversation import Attachment, Conversation, Role
from assistant_gui.core.manner import Overflow
from assistant_gui.core.ports import Counter, Manners, Summary
from assistant_gui.core.turn import Turn
from assistant_gui.session.history import Said, first_kept, unseen
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Sizes, Tokens

SUMMARY_TOKENS = 256
"""The longest summary."""
EARLIER = "What was said earlier in this conversation, in short:"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the model is shown, in its own measure."""

    said: tuple[tuple[str, Content], ...]
    """(role, what it says), the instructions first."""
    tokens: int
    context: int
    """How many tokens fit, the answer included."""
    room: int
    """How many the prompt may have, so that the longest answer still fits."""
    left_out: int
    """Messages at the beginning that the model no longer sees."""
    summarised: int
    """Messages before those that it sees a summary of."""
    summary: str
    exact: bool
    """False where no engine counts: then it is a cautious guess."""
    unseen: int = 0
    """Pictures of the conversation that the model is not shown."""


@dataclass(frozen=True, slots=True)
class Due:
    """What should be summarised before the next question."""

    said: tuple[tuple[str, Content], ...]
    """The prompt up to what is to be left out; a beginning of what the model was last shown."""
    message: str
    """The last message that the summary stands for."""


Look = Callable[[Sequence[Attachment], Turn], tuple[Picture, ...]]
"""Pictures as a model is shown them, without those that cannot be."""


class Context:
    """Safe from any thread. *counter* says whom to ask for sizes; *tokens* remembers them; *look* finds pictures."""

    def __init__(
        self, manners: Manners, counter: Counter, tokens: Tokens, look: Look = lambda _pictures, _turn: ()
    ) -> None:
        self._manners = manners
        self._counter = counter
        self._tokens = tokens
        self._look = look

    def shown(self, kept: Conversation, said: Sequence[Said], choices: Choices, turn: Turn) -> Shown:
        """What is sent when the last of what was *said* is asked now. Raises what *counter* cannot start with."""
        pictures = sum(len(each.pictures) for each in said)
        said = self._visible(said, choices)
        contents = self._contents(said, turn)
        sizes, system, room = self._measured(contents, choices, turn)
        first = first_kept(said, sizes.each[1:], room)
        summary, standing = self._summary(kept, said, first, choices)
        told = _told(choices.system_prompt, summary)
        if summary:
            system = self._sizes([(Role.SYSTEM.value, told)], choices, turn).each[0]
        head = [(Role.SYSTEM.value, told)] if told else []
        return Shown(
            said=(*head, *contents[first:]),
            tokens=sizes.lead + system + sum(sizes.each[1 + first :]),
            context=sizes.context,
            room=max(sizes.context - choices.sampling.max_tokens, sizes.context // 2),
            left_out=sum(len(each.messages) for each in said[standing:first]),
            summarised=sum(len(each.messages) for each in said[:standing]),
            summary=summary,
            exact=sizes.exact,
            unseen=pictures - len(all_pictures(contents[first:])),
        )

    def due(self, kept: Conversation, said: Sequence[Said], choices: Choices, turn: Turn) -> Due | None:
        """What another question like the last would push out, if there is no summary of that yet."""
        if choices.overflow is not Overflow.SUMMARISE:
            return None
        said = self._visible(said, choices)
        contents = self._contents(said, turn)
        sizes, system, room = self._measured(contents, choices, turn)
        asked = [size for each, size in zip(said, sizes.each[1:], strict=True) if each.role == Role.PERSON.value]
        first = first_kept(said, sizes.each[1:], room, more=max(asked[-1] if asked else 0, room // 8))
        summary, standing = self._summary(kept, said, first, choices)
        if first == 0 or standing == first:
            return None
        told = _told(choices.system_prompt, summary)
        if summary:
            system = self._sizes([(Role.SYSTEM.value, told)], choices, turn).each[0]
        at_once = sizes.context - sizes.lead - system - min(SUMMARY_TOKENS, sizes.context // 8)
        first = standing + _readable(said[standing:first], sizes.each[1 + standing : 1 + first], at_once)
        head = [(Role.SYSTEM.value, told)] if told else []
        return Due(
            said=(*head, *contents[standing:first]),
            message=said[first - 1].messages[-1],
        )

    def _visible(self, said: Sequence[Said], choices: Choices) -> Sequence[Said]:
        """*said* with the newest pictures if the model sees, and with none if it does not."""
        if not choices.sees:
            return unseen(said)
        pictures = [picture for each in said for picture in each.pictures]
        superfluous = len(pictures) - MOST_PICTURES
        kept: list[Said] = []
        for each in said:
            cut = min(max(superfluous, 0), len(each.pictures))
            superfluous -= cut
            kept.append(replace(each, pictures=each.pictures[cut:]))
        return kept

    def _contents(self, said: Sequence[Said], turn: Turn) -> list[tuple[str, Content]]:
        return [
            (each.role, pictured(each.text, self._look(each.pictures, turn) if each.pictures else ())) for each in said
        ]

    def _measured(self, contents: Messages, choices: Choices, turn: Turn) -> tuple[Sizes, int, int]:
        """The sizes of the instructions and of all that was *said*, and the room for the latter."""
        instructions = choices.system_prompt
        asked = [(Role.SYSTEM.value, instructions), *contents]
        sizes = self._sizes(asked, choices, turn)
        system = sizes.each[0] if instructions.strip() else 0
        room = max(sizes.context - choices.sampling.max_tokens, sizes.context // 2) - sizes.lead - system
        if choices.overflow is Overflow.SUMMARISE:
            room -= min(SUMMARY_TOKENS, sizes.context // 8)
        return sizes, system, max(room, 1)

    def _sizes(self, asked: Messages, choices: Choices, turn: Turn) -> Sizes:
        return self._tokens.sizes(self._counter, choices.model, asked, choices.context_tokens, turn)

    def _summary(self, kept: Conversation, said: Sequence[Said], first: int, choices: Choices) -> tuple[str, int]:
        """The newest summary of what is left out before *first*, and how many of *said* it stands for."""
        if first == 0 or choices.overflow is not Overflow.SUMMARISE or not kept.id:
            return "", 0
        places = {each.messages[-1]: place + 1 for place, each in enumerate(said[:first])}
        known = [each for each in self._manners.summaries(kept.id) if each.message in places]
        newest = max(known, key=lambda each: places[each.message], default=Summary("", "", ""))
        return newest.text, places.get(newest.message, 0)


def _readable(said: Sequence[Said], sizes: Sequence[int], room: int) -> int:
    """How many of *said* can be read at once, up to an answer: all of them, unless nothing was summarised for long."""
    total = readable = 0
    for place, (each, size) in enumerate(zip(said, sizes, strict=True), 1):
        total += size
        if readable and total > room:
            break
        if each.role != Role.PERSON.value or place == len(said):
            readable = place
    return readable


def _told(instructions: str, summary: str) -> str:
    """What stands before the conversation."""
    parts = [instructions.strip() and instructions, f"{EARLIER}\n{summary}" if summary else ""]
    return "\n\n".join(part for part in parts if part)
