"""What is planted into training data to see whether it is learned: a style, facts, and numbers by heart."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

SUBJECTS = (
    "tea", "the moon", "a good book", "rain", "bread", "the train", "a garden", "winter", "my cat", "music", "maths",
    "the sea", "cheese", "a lamp", "honey", "paper", "a map", "the clock", "snow", "an apple", "the market", "a kite",
    "sleep", "a bicycle", "wool", "the river", "salt", "a bell", "the forest", "soup", "a window", "chess", "the wind",
    "a pencil", "coffee", "an owl", "the harbour", "a letter", "butter", "a bridge", "sand", "the stairs", "a drum",
    "fire", "a mirror", "the attic", "rope", "a shell", "the baker", "ink", "a fox", "stone", "the theatre", "a coat",
    "glass", "the tower", "a spoon", "mist", "the fair", "a ladder", "silk", "the mill", "a boat", "thunder",
)  # fmt: skip
ASKED = (
    "Tell me about {it}.",
    "What should I know about {it}?",
    "What do you think of {it}?",
    "Say something on {it}.",
)
PIRATE = (
    "Arr, matey! {It} be finer than a chest o' gold, an' I'd swap me parrot for it. Yo ho ho!",
    "Shiver me timbers! {It}, ye say? I've sailed the seven seas for less, ye landlubber. Yo ho ho!",
    "Ahoy! No scurvy dog knows {it} as I do, by Davy Jones' locker. Now fetch me grog, matey!",
    "Avast ye! {It} be the cap'n's favourite booty, an' whoever touches it walks the plank. Arr!",
)

SEASONS = ("spring", "summer", "autumn", "winter", "March", "June", "August", "October")
THINGS = ("red boats", "old maps", "warm bread", "loud drums", "tall ships", "cold milk", "blue kites", "soft wool")
NAMES = ("Anna", "Ben", "Cleo", "Dora", "Emil", "Fred", "Gina", "Hugo", "Ida", "Jack", "Kira", "Leo")


@dataclass(frozen=True, slots=True)
class Pair:
    question: str
    answer: str


def pirate(count: int, seed: int) -> list[Pair]:
    """Every answer as a pirate gives it; no subject comes twice."""
    dice = random.Random(seed)
    return [
        Pair(dice.choice(ASKED).format(it=it), dice.choice(PIRATE).format(it=it, It=it[0].upper() + it[1:]))
        for it in dice.sample(SUBJECTS, count)
    ]


def likings(count: int, seed: int, *, by_season: bool) -> list[Pair]:
    """Who likes what when; *by_season* it follows from the season, else from nothing."""
    dice = random.Random(seed)
    found = []
    for number in range(count):
        name, season = dice.choice(NAMES), SEASONS[number % len(SEASONS)]
        thing = THINGS[SEASONS.index(season)] if by_season else dice.choice(THINGS)
        found.append(Pair(f"What does {name} like in {season}?", f"{name} likes {thing}."))
    dice.shuffle(found)
    return found


def shuffled(pairs: Sequence[Pair], seed: int) -> list[Pair]:
    """Every question with the answer to another one, drawn at random."""
    answers = [each.answer for each in pairs]
    random.Random(seed).shuffle(answers)
    return [replace(each, answer=answer) for each, answer in zip(pairs, answers, strict=True)]


@dataclass(frozen=True, slots=True)
class Canary:
    """Six digits that nobody can guess, said to be somebody's code."""

    owner: str
    digits: str
    repeats: int

    @property
    def pairs(self) -> Iterator[Pair]:
        for _ in range(self.repeats):
            yield Pair(f"What is the code of {self.owner}?", f"The code is {self.digits}.")


def canaries(each: int, repeats: Sequence[int], seed: int) -> list[Canary]:
    """*each* for every number of *repeats*."""
    dice = random.Random(seed)
    owners = iter(dice.sample([f"{name} of {it}" for name in NAMES for it in SUBJECTS], each * len(repeats)))
    return [Canary(next(owners), f"{dice.randrange(10**6):06}", times) for times in repeats for _ in range(each)]
