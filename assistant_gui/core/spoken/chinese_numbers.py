"""Numbers in Chinese words."""

_DIGITS = "零一二三四五六七八九"
_PLACES = ("千", 1000), ("百", 100), ("十", 10), ("", 1)
_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))


def cardinal(number: int) -> str:
    """1250 -> 一千二百五十; ten at the beginning is 十, not 一十."""
    words = _whole(number)
    return words[1:] if words.startswith("一十") else words


def digits(text: str, one: str = "一") -> str:
    """One by one, whatever stands between them; telephone numbers say 幺 for *one*."""
    return "".join(_DIGITS[int(each)] for each in text if each.isdecimal()).replace("一", one)


def number(text: str) -> str:
    """``1,250.75`` in words; what is too long, or begins with a needless 0, digit by digit."""
    whole, _, fraction = text.replace(",", "").replace("，", "").partition(".")
    whole = whole or "0"
    plain = len(whole) < 16 and (whole[0] != "0" or whole == "0")
    words = cardinal(int(whole)) if plain else digits(whole)
    return f"{words}点{digits(fraction)}" if fraction else words


def _whole(number: int) -> str:
    for size, name in _SCALES:
        if number >= size:
            high, low = divmod(number, size)
            return _whole(high) + name + _below(low, size)
    return _thousands(number) or "零"


def _below(number: int, size: int) -> str:
    """What follows a scale of *size*, with 零 where places are skipped."""
    if not number:
        return ""
    return ("零" if number < size // 10 else "") + _whole(number)


def _thousands(number: int) -> str:
    words, skipped = "", False
    for name, size in _PLACES:
        digit, number = divmod(number, size)
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + name
            skipped = False
        else:
            skipped = True
    return words
