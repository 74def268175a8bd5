"""In which language a text is written, as far as its letters and its smallest words show it."""

import re
from functools import cache
from itertools import chain

SCRIPTS = (
    (0x4E00, 0x9FFF, "zh"),
    (0x3040, 0x30FF, "ja"),
    (0xAC00, 0xD7A3, "ko"),
    (0x0400, 0x04FF, "ru"),
    (0x0370, 0x03FF, "el"),
    (0x0900, 0x097F, "hi"),
    (0x0600, 0x06FF, "ar"),
    (0x0590, 0x05FF, "he"),
    (0x0E00, 0x0E7F, "th"),
)
"""Letters, from first to last, that one language is mostly written in."""
_SMALL_WORDS = {
    "en": "the a an and of to in is it that you was for are with this have not be what i can your how they we there",
    "de": "der die das und ist nicht ein eine ich du sie es zu den mit von auf für wie wir kann sind im dem auch",
    "fr": "le la les et est une un je vous ne pas que de des du dans pour avec il elle nous sur ce qui au c'est",
    "es": "el la los las y es una un que de en por para con no se lo como más está pero su yo del al qué",
    "it": "il la gli e è una un che di in per con non si lo come più sono ma questo del della ciao anche",
    "pt": "o a os as e é uma um que de em por para com não se como mais está mas você do da eu ao também",
    "nl": "de het een en is niet ik je van dat in op te met voor zijn we hij er maar ook wat deze",
    "sv": "och att det som en är jag inte på för med av den till har du vi ett om hur kan",
    "pl": "i w nie na się jest to z do że jak co ale tak czy o po jestem dla",
    "tr": "ve bir bu için ile de da çok ne var ben sen değil gibi daha en nasıl",
    "vi": "và là của có không được cho một các tôi bạn với này trong người",
    "id": "yang dan di ini itu dengan untuk tidak dari saya adalah ke pada apa bisa",
}
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_CODE = re.compile(r"(```|~~~).*?(?:\1|\Z)", re.DOTALL)
_ENOUGH = 1200
"""Characters; more say nothing new."""


def written_in(text: str) -> str:
    """The code of the language of *text*; empty when it does not show, as in ``OK`` or ``42``."""
    text = _CODE.sub("", text)[:_ENOUGH]
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str:
    letters = sum(map(str.isalpha, text))
    if text.isascii() or not letters:
        return ""
    counts = {language: sum(low <= ord(one) <= high for one in text) for low, high, language in SCRIPTS}
    if counts["ja"] and counts["ja"] * 10 > counts["zh"]:
        counts["ja"] += counts["zh"]  # kanji among kana
    language = max(counts, key=lambda one: counts[one])
    if counts[language] * 3 < letters:
        return ""
    if language == "ru" and any(one in "іїєґ" for one in text.lower()):
        return "uk"
    return language


def _by_words(text: str) -> str:
    """The language with the most of its small words in *text*, if it leads by enough."""
    known = _known()
    counts: dict[str, int] = {}
    for language in chain.from_iterable(known.get(word, ()) for word in _WORD.findall(text.lower())):
        counts[language] = counts.get(language, 0) + 1
    if not counts:
        return ""
    (best, most), *others = sorted(counts.items(), key=lambda one: -one[1])
    return best if most >= 2 and (not others or most > others[0][1]) else ""


@cache
def _known() -> dict[str, list[str]]:
    """Small word -> the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in _SMALL_WORDS.items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return found
