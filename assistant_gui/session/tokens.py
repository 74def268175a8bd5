"""How many tokens texts take: asked of the engine once for each, and remembered."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from assistant_gui.core.content import Content, Messages, pictures_of, text_of
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.ports import CannotCount, Counted, Counter
from assistant_gui.core.turn import Turn

BYTES_PER_TOKEN = 3
"""A cautious guess (English is nearer to 4) where nobody counts."""
TEMPLATE_TOKENS = 8
"""What a chat template adds around one message, at most, in the models of the catalogue."""
PICTURE_TOKENS = 600
"""A cautious guess for one picture where nobody counts: most models of the catalogue's size take fewer."""
REMEMBERED = 50_000
"""Texts whose size is kept; each costs some 150 bytes."""
COUNTED_AT_ONCE = 3
"""So many times the model's context is counted exactly, from the end; what is older is guessed."""

_Key = tuple[str, str, int, int]


class Guessing:
    """Stands for an engine that does not count."""

    def count(self, model: str, messages: Messages, turn: Turn) -> Counted:
        raise CannotCount


class IfThere:
    """Counts with an engine that may not be there, which is not worth a word to anybody."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def count(self, model: str, messages: Messages, turn: Turn) -> Counted:
        try:
            return self._counter.count(model, messages, turn)
        except AssistantError as error:
            raise CannotCount from error


@dataclass(frozen=True, slots=True)
class Sizes:
    """In tokens."""

    each: tuple[int, ...]
    lead: int
    """What is around the messages."""
    context: int
    """How many fit, prompt and answer together."""
    exact: bool
    """Counted by the engine, not guessed."""


class Tokens:
    """Safe from any thread, and to be shared by all that count with the same engine."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: OrderedDict[_Key, int] = OrderedDict()
        self._guessed: OrderedDict[_Key, int] = OrderedDict()

    def sizes(self, counter: Counter, model: str, messages: Messages, wanted_context: int, turn: Turn) -> Sizes:
        """The size of each message in a prompt of *model*; only what was never counted is sent to *counter*."""
        keys = [(model, role, hash(content), len(text_of(content))) for role, content in messages]
        with self._lock:
            guesses = [self._guess(key, content) for key, (_, content) in zip(keys, messages, strict=True)]
            first = _first_counted(guesses, COUNTED_AT_ONCE * wanted_context)
            unknown = [place for place in range(first, len(keys)) if keys[place] not in self._known]
        try:
            counted = counter.count(model, [messages[place] for place in unknown], turn)
        except CannotCount:
            return Sizes(tuple(guesses), TEMPLATE_TOKENS, wanted_context, exact=False)
        with self._lock:
            self._known.update(zip([keys[place] for place in unknown], counted.each, strict=True))
            sizes = [self._known.get(key, guessed) for key, guessed in zip(keys, guesses, strict=True)]
            for remembered in (self._known, self._guessed):
                while len(remembered) > REMEMBERED:
                    remembered.popitem(last=False)
        return Sizes(tuple(sizes), counted.lead, counted.context or wanted_context, exact=True)

    def _guess(self, key: _Key, content: Content) -> int:
        if key not in self._guessed:
            self._guessed[key] = guess(text_of(content)) + PICTURE_TOKENS * len(pictures_of(content))
        return self._guessed[key]


def guess(text: str) -> int:
    return len(text.encode("utf-8", "replace")) // BYTES_PER_TOKEN + TEMPLATE_TOKENS


def _first_counted(guesses: Sequence[int], most: int) -> int:
    """Where to begin to count; the first message (the instructions) is forgotten only with the rest."""
    room = most
    for place in range(len(guesses) - 1, -1, -1):
        room -= guesses[place]
        if room < 0:
            return place + 1 if place + 1 < len(guesses) else place
    return 0
