"""Numbers in English words."""

_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred"))
_ODD_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
LARGEST = 10**15
"""From here on a number is read digit by digit."""


def cardinal(number: int) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 100:
        rest = f"-{_SMALL[number % 10]}" if number % 10 else ""
        return _TENS[number // 10] + rest
    for size, name in _SCALES:
        if number >= size:
            rest = f" {cardinal(number % size)}" if number % size else ""
            return f"{cardinal(number // size)} {name}{rest}"
    raise AssertionError(number)


def ordinal(number: int) -> str:
    words = cardinal(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    if last in _ODD_ORDINALS:
        return words[:at] + _ODD_ORDINALS[last]
    return words[:at] + (last[:-1] + "ieth" if last.endswith("y") else last + "th")


def year(number: int) -> str:
    """1995 -> nineteen ninety-five; 2005 -> two thousand five."""
    high, low = divmod(number, 100)
    if not 1100 <= number < 2100 or 2000 <= number < 2010:
        return cardinal(number)
    if not low:
        return f"{cardinal(high)} hundred"
    return f"{cardinal(high)} {cardinal(low) if low > 9 else 'oh ' + cardinal(low)}"


def digits(text: str) -> str:
    """One by one, whatever stands between them."""
    return " ".join(_SMALL[int(one)] for one in text if one.isdecimal())


def number(text: str) -> str:
    """``1,250.75`` in words; what is too long, or begins with a needless 0, digit by digit."""
    whole, _, fraction = text.replace(",", "").partition(".")
    whole = whole or "0"
    plain = len(whole) < 16 and (whole[0] != "0" or whole == "0")
    words = cardinal(int(whole)) if plain else digits(whole)
    return f"{words} point {digits(fraction)}" if fraction else words


def plural(word: str) -> str:
    """Of a number word: sixth -> sixths, ninety -> nineties."""
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
