"""The words of training data: what is learned, what a person decided about it, and what is wrong with it."""

from dataclasses import dataclass
from enum import StrEnum

from assistant_gui.core.language import N_
from assistant_gui.core.learning import Signal


class Mark(StrEnum):
    """What the person decided about one answer."""

    APPROVED = "approved"
    EXCLUDED = "excluded"
    """It teaches nothing, whatever it was rated."""


class Part(StrEnum):
    """What a conversation was for in the runs so far."""

    TEACHES = "teaches"
    STOPS = "stops"
    """Validation: when it no longer gets better there, the run ends early."""
    JUDGES = "judges"


class Show(StrEnum):
    """Which answers are listed."""

    ALL = "all"
    """Those that carry a signal or a mark."""
    OPEN = "open"
    """Those of them that nobody has looked at."""
    APPROVED = "approved"
    EXCLUDED = "excluded"
    EDITED = "edited"
    UNRATED = "unrated"
    """The model's own answers without a signal; approving one makes it teach."""


@dataclass(frozen=True, slots=True)
class Wanted:
    show: Show = Show.ALL
    text: str = ""
    """Words that stand in the question or the answer; empty is any."""
    signal: Signal | None = None
    """None is any."""


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer in the list of training data."""

    id: str
    """The id of the answer's message."""
    conversation: str
    title: str
    question: str
    answer: str
    """What is learned: the edited text where there is one."""
    signal: Signal | None
    """None when it teaches nothing: it is excluded, or nobody rated it."""
    created: float
    mark: Mark | None = None
    edited: bool = False
    part: Part | None = None
    """None before its conversation was in a run."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list; the newest answers come first."""

    entries: tuple[Entry, ...]
    total: int
    """So many there are on all pages."""


@dataclass(frozen=True, slots=True)
class Decision:
    """All that the person decided about one answer; what undo puts back."""

    id: str
    mark: Mark | None = None
    text: str | None = None
    """Learned instead of the answer; None: the answer itself."""


class Private(StrEnum):
    """A kind of personal data or secret."""

    EMAIL = "email"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    RESIDENT_ID = "resident_id"
    SSN = "ssn"
    IP = "ip"
    MAC = "mac"
    URL = "url"
    API_KEY = "api_key"
    PRIVATE_KEY = "private_key"
    PASSWORD = "password"  # noqa: S105 - a word, and no password
    GPS = "gps"
    BIRTHDAY = "birthday"
    NAME = "name"
    ADDRESS = "address"


GUESSED = frozenset({Private.NAME, Private.ADDRESS})
"""Kinds that no format tells; they are replaced only when the person confirmed it."""

TITLES = {
    Private.EMAIL: N_("E-mail addresses"),
    Private.PHONE: N_("Telephone numbers"),
    Private.IBAN: N_("Bank accounts"),
    Private.CARD: N_("Payment cards"),
    Private.RESIDENT_ID: N_("Chinese identity numbers"),
    Private.SSN: N_("US social security numbers"),
    Private.IP: N_("Internet addresses of machines"),
    Private.MAC: N_("Hardware addresses"),
    Private.URL: N_("Links with a password or token in them"),
    Private.API_KEY: N_("Keys of online services"),
    Private.PRIVATE_KEY: N_("Private keys and login tokens"),
    Private.PASSWORD: N_("Passwords"),
    Private.GPS: N_("Coordinates of places"),
    Private.BIRTHDAY: N_("Dates of birth"),
    Private.NAME: N_("Names of people"),
    Private.ADDRESS: N_("Postal addresses"),
}


@dataclass(frozen=True, slots=True)
class Leak:
    """Personal data or a secret in an example."""

    example: str
    message: int
    """Which of the example's messages, from 0."""
    start: int
    end: int
    """Where in that message's text."""
    kind: Private
    text: str
    """What stands there."""
    placeholder: str
    """What is learned instead, ``[EMAIL_1]``; the same for the same thing throughout a run."""
    confirmed: bool = False
    """The person agreed to replace this kind."""
    left: str = ""
    """Why the person leaves it as it is; empty: it is replaced, when its kind is one that is."""


@dataclass(frozen=True, slots=True)
class Repeat:
    """An example that says the same as another one, or nearly; it is left out of a run."""

    example: str
    of: str
    """The example that stays."""
    exact: bool


@dataclass(frozen=True, slots=True)
class Findings:
    """What is wrong with what would be learned now."""

    examples: int
    """So many were looked at..."""
    teaching: int
    """...and so many would teach after all that is left out."""
    leaks: tuple[Leak, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    crowded: tuple[str, ...] = ()
    """Examples whose question was asked in the same form three times before; they are left out."""
    judged: tuple[str, ...] = ()
    """Examples so near to one that judges that they would spoil the judgement; they are left out."""
    too_long: tuple[str, ...] = ()
    """Examples whose answer alone is probably longer than what a run takes; they are left out."""
    unnamed: int = 0
    """So many leaks more than are told here."""

    @property
    def aside(self) -> int:
        """So many teach nothing, as they judge what was learned or say when to stop."""
        out = len(self.repeats) + len(self.crowded) + len(self.judged) + len(self.too_long)
        return self.examples - self.teaching - out

    @property
    def kinds(self) -> dict[Private, int]:
        """How many leaks of each kind there are, left ones not counted."""
        count: dict[Private, int] = {}
        for leak in self.leaks:
            if not leak.left:
                count[leak.kind] = count.get(leak.kind, 0) + 1
        return count
