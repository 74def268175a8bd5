"""All that is private in a text: every family is asked, and of what overlaps the first family's word counts."""

from bisect import bisect
from collections.abc import Callable, Iterator

from assistant_gui.learning.private import contact, guesses, machines, money, people, places, secrets
from assistant_gui.learning.private.spans import Span

Family = Callable[[str], Iterator[Span]]

_ANYWHERE: tuple[Family, ...] = (secrets.private_keys, secrets.links, secrets.keys, secrets.passwords, contact.emails)
_WITH_DIGITS: tuple[Family, ...] = (
    money.accounts,
    people.residents,
    machines.hardware,
    machines.internet,
    places.coordinates,
    people.birthdays,
    money.cards,
    people.social_security,
    contact.phones,
)
_GUESSES: tuple[Family, ...] = (guesses.addresses, guesses.names)


def found(text: str) -> list[Span]:
    """In the order of the text; no two overlap."""
    digits = any(sign in text for sign in "0123456789")
    families = (*_ANYWHERE, *(_WITH_DIGITS if digits else ()), *_GUESSES)
    taken: list[Span] = []
    starts: list[int] = []
    for family in families:
        for span in family(text):
            place = bisect(starts, span.start)
            free = not taken[place - 1 : place] or taken[place - 1].end <= span.start
            if free and (place == len(taken) or span.end <= starts[place]):
                starts.insert(place, span.start)
                taken.insert(place, span)
    return taken
