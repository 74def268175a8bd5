"""Numbers, dates, signs and abbreviations of an English text in words."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from assistant_gui.core.spoken.english_numbers import cardinal, digits, number, ordinal, plural, year
from assistant_gui.core.spoken.traced import Part, Traced

Rule = tuple["re.Pattern[str]", Callable[["re.Match[str]"], str | Iterable[Part]]]

_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?|" + "|".join(_MONTHS)
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SCALE = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "b": "billion",
    "bn": "billion",
    "B": "billion",
    "T": "trillion",
}
_MONEY = {
    "$": ("dollar", "cent"),
    "US$": ("dollar", "cent"),
    "€": ("euro", "cent"),
    "£": ("pound", "penny"),
    "¥": ("yen", ""),
    "￥": ("yuan", ""),
    "₹": ("rupee", "paisa"),
    "₽": ("rouble", "kopek"),
    "USD": ("dollar", "cent"),
    "EUR": ("euro", "cent"),
    "GBP": ("pound", "penny"),
    "JPY": ("yen", ""),
    "CNY": ("yuan", ""),
    "RMB": ("yuan", ""),
}
_INVARIABLE = {"yen", "yuan"}
_UNITS = {
    "km/h": "kilometre per hour",
    "m/s": "metre per second",
    "mph": "mile per hour",
    "km²": "square kilometre",
    "m²": "square metre",
    "m³": "cubic metre",
    "km": "kilometre",
    "cm": "centimetre",
    "mm": "millimetre",
    "µm": "micrometre",
    "nm": "nanometre",
    "m": "metre",
    "kg": "kilogram",
    "mg": "milligram",
    "g": "gram",
    "lbs": "pound",
    "lb": "pound",
    "oz": "ounce",
    "ft": "foot",
    "°C": "degree Celsius",
    "°F": "degree Fahrenheit",
    "℃": "degree Celsius",
    "℉": "degree Fahrenheit",
    "°": "degree",
    "ms": "millisecond",
    "µs": "microsecond",
    "ns": "nanosecond",
    "min": "minute",
    "hrs": "hour",
    "sec": "second",
    "s": "second",
    "h": "hour",
    "kHz": "kilohertz",
    "MHz": "megahertz",
    "GHz": "gigahertz",
    "Hz": "hertz",
    "KB": "kilobyte",
    "kB": "kilobyte",
    "MB": "megabyte",
    "GB": "gigabyte",
    "TB": "terabyte",
    "KiB": "kibibyte",
    "MiB": "mebibyte",
    "GiB": "gibibyte",
    "Mbps": "megabit per second",
    "Gbps": "gigabit per second",
    "Mbit/s": "megabit per second",
    "kWh": "kilowatt hour",
    "kW": "kilowatt",
    "MW": "megawatt",
    "W": "watt",
    "mAh": "milliampere hour",
    "V": "volt",
    "ml": "millilitre",
    "mL": "millilitre",
    "L": "litre",
    "kcal": "kilocalorie",
    "dB": "decibel",
    "px": "pixel",
    "fps": "frame per second",
}
_FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅛": (1, 8)}
_ABBREVIATIONS = {
    "Mr.": "Mister",
    "Mrs.": "Missus",
    "Ms.": "Miz",
    "Prof.": "Professor",
    "Jr.": "Junior",
    "Sr.": "Senior",
    "e.g.": "for example",
    "E.g.": "For example",
    "i.e.": "that is",
    "I.e.": "That is",
    "vs.": "versus",
    "approx.": "approximately",
    "Approx.": "Approximately",
    "incl.": "including",
    "excl.": "excluding",
    "dept.": "department",
    "est.": "estimated",
    "max.": "maximum",
    "min.": "minimum",
    "ca.": "about",
    "cf.": "compare",
    "w/": "with",
    "w/o": "without",
    "a.k.a.": "also known as",
    "U.S.": "U S",
    "U.K.": "U K",
    "U.S.A.": "U S A",
    "Ph.D.": "P H D",
}
_BEFORE_NUMBERS = {
    "no.": "number",
    "nos.": "numbers",
    "fig.": "figure",
    "figs.": "figures",
    "p.": "page",
    "pp.": "pages",
    "vol.": "volume",
    "ch.": "chapter",
    "sec.": "section",
    "eq.": "equation",
    "#": "number",
    "№": "number",
}
_SIGNS = {
    "=": "equals",
    "==": "equals",
    "+": "plus",
    "×": "times",
    "*": "times",
    "÷": "divided by",
    "≈": "about",
    "~": "about",
    "≤": "at most",
    "≥": "at least",
    "<=": "at most",
    ">=": "at least",
    "≠": "is not",
    "!=": "is not",
    "<": "is less than",
    ">": "is more than",
    "±": "plus or minus",
    "→": "to",
    "->": "to",
    "=>": "to",
    "&": "and",
}
_LETTERS_SPELLED = {
    "API",
    "CPU",
    "GPU",
    "URL",
    "USA",
    "UK",
    "EU",
    "UN",
    "AI",
    "UI",
    "IDE",
    "IP",
    "ID",
    "IT",
    "OS",
    "USB",
}
_LETTERS_SPELLED |= {"FAQ", "ATM", "CEO", "DIY", "IBM", "AWS", "IEEE", "ISO", "EOF", "PR", "UX", "FBI", "CIA", "BBC"}
_MONARCHS = (
    "King|Queen|Pope|Emperor|Louis|Henry|Edward|George|Charles|James|Richard|William|Elizabeth|Napoleon|Frederick"
)
_COUNTED = "World War|Chapter|Part|Volume|Book|Act|Phase|Stage|Type|Title|Article|Appendix|Grade|Class|Mark"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_NAMED_VERSION = (
    r"[vV]ersions?|[rR]eleases?|Python|Java|Node|Qt|PySide|iOS|Android|macOS|Ubuntu|Debian|Fedora|CUDA|Rust|Go"
)


def said(text: Traced, *, day_first: bool) -> Traced:
    """*text*, which has no marks any more, in words. ``3/4/2026`` begins with the month unless *day_first*."""
    for pattern, words in _WITHOUT_NUMBERS:
        text = text.sub(pattern, words)
    if any(map(str.isnumeric, text.text)):
        for pattern, words in (_SLASHED[day_first], *_WITH_NUMBERS):
            text = text.sub(pattern, words)
    return text


# -- dates and times


def _date(day: int, month: int, named_year: str = "") -> str:
    words = f"{_MONTHS[month - 1]} {ordinal(day)}"
    return f"{words}, {year(int(named_year))}" if named_year else words


def _iso(hit: "re.Match[str]") -> str | Iterable[Part]:
    month, day = int(hit[2]), int(hit[3])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return [hit.span()]
    return _date(day, month, hit[1]) + (" at " if hit[4] else "")


def _slashed(hit: "re.Match[str]", *, day_first: bool) -> str | Iterable[Part]:
    first, second = int(hit[1]), int(hit[2])
    day, month = (first, second) if (day_first and second <= 12) or first > 12 else (second, first)
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return [hit.span()]
    return _date(day, month, hit[3])


def _month_first(hit: "re.Match[str]") -> Iterator[Part]:
    yield _month(hit[1])
    yield (hit.end(1), hit.start(2))
    yield ordinal(int(hit[2]))
    if hit[3]:
        yield f", {year(int(hit[3]))}"


def _day_first(hit: "re.Match[str]") -> str:
    return _date(int(hit[1]), _number_of(hit[2]), hit[3] or "")


def _month(written: str) -> str:
    return _MONTHS[_number_of(written) - 1]


def _number_of(month: str) -> int:
    return next(at for at, name in enumerate(_MONTHS, 1) if name.startswith(month[:3]))


def _time(hit: "re.Match[str]") -> str | Iterable[Part]:
    hour, minute, half = int(hit[1]), int(hit[2]), (hit[4] or "").replace(".", "").upper()
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)} to {cardinal(minute)}"
    words = cardinal(hour)
    if minute:
        words += f" {'oh ' if minute < 10 else ''}{cardinal(minute)}"
    elif not half:
        words += " o'clock" if hour <= 12 else " hundred"
    if hit[3]:
        words += f" and {_counted(int(hit[3]), 'second')}"
    return f"{words} {half}" if half else words


def _half_day(hit: "re.Match[str]") -> str:
    return f"{cardinal(int(hit[1]))} {hit[2].replace('.', '').upper()}"


# -- amounts


def _money(hit: "re.Match[str]", sign: int, amount: int, scale: int) -> str:
    one, hundredth = _MONEY[hit[sign]]
    if hit[scale]:
        return f"{number(hit[amount])} {_SCALE.get(hit[scale], hit[scale])} {_several(one)}"
    whole, _, fraction = hit[amount].replace(",", "").partition(".")
    if len(fraction) == 2 and hundredth:
        units = [_counted(int(whole), one)] if int(whole) or not int(fraction) else []
        return " and ".join([*units, *([_counted(int(fraction), hundredth)] if int(fraction) else [])])
    return f"{number(hit[amount])} {one if hit[amount] == '1' else _several(one)}"


def _several(unit: str) -> str:
    if unit in _INVARIABLE or unit.endswith("hertz"):
        return unit
    if unit == "penny":
        return "pence"
    first, _, rest = unit.partition(" per ")
    if first == "foot":
        return "feet"
    head, blank, tail = first.partition(" ") if first.startswith("degree") else ("", "", first)
    several = f"{head}s{blank}{tail}" if head else f"{first}s"
    return f"{several} per {rest}" if rest else several


def _counted(count: int, unit: str) -> str:
    return f"{cardinal(count)} {unit if count == 1 else _several(unit)}"


def _unit(hit: "re.Match[str]") -> str:
    unit = _UNITS[hit[2]]
    return f"{number(hit[1])} {unit if hit[1] == '1' else _several(unit)}"


def _fraction(over: int, under: int) -> str:
    if under == 2:
        return "one half" if over == 1 else f"{cardinal(over)} halves"
    if under == 4:
        return "one quarter" if over == 1 else f"{cardinal(over)} quarters"
    if under > 100:
        return f"{cardinal(over)} over {cardinal(under)}"
    named = ordinal(under)
    return f"{cardinal(over)} {named if over == 1 else plural(named)}"


def _written_fraction(hit: "re.Match[str]") -> str | Iterable[Part]:
    over, under = int(hit[2]), int(hit[3])
    if (over, under) == (24, 7):
        return "twenty-four seven"
    if not under or over >= under or under > 100:
        return (f"{number(hit[1])} and " if hit[1] else "") + f"{number(hit[2])} over {number(hit[3])}"
    return _mixed(hit[1], over, under)


def _mixed(whole: str | None, over: int, under: int) -> str:
    words = _fraction(over, under)
    return f"{number(whole)} and {words.replace('one ', 'a ', 1) if over == 1 else words}" if whole else words


def _signed_fraction(hit: "re.Match[str]") -> str:
    return _mixed(hit[1], *_FRACTIONS[hit[2]])


def _ordinal(hit: "re.Match[str]") -> str:
    return ordinal(int(hit[1].replace(",", "")))


def _decade(hit: "re.Match[str]") -> str:
    return plural(year(int(hit[1])) if len(hit[1]) == 4 else cardinal(int(hit[1])))


def _version(hit: "re.Match[str]") -> str:
    groups = hit[2].split(".")
    if len(groups) == 4 and all(int(group) < 256 for group in groups) and not hit[1]:
        return " dot ".join(digits(group) for group in groups)  # an address
    return ("version " if hit[1] else "") + " point ".join(number(group) for group in groups)


def _named_version(hit: "re.Match[str]") -> Iterator[Part]:
    yield hit.span(1)
    yield " point ".join(number(group) for group in hit[2].split("."))


def _digits_in_groups(hit: "re.Match[str]") -> str:
    said = ", ".join(digits(group) for group in re.findall(r"\d+", hit[0]))
    return ("plus " if hit[0].startswith("+") else "") + said


def _year(hit: "re.Match[str]") -> str:
    return year(int(hit[0]))


def _number(hit: "re.Match[str]") -> str:
    return number(hit[0])


# -- words


def _abbreviation(hit: "re.Match[str]") -> str:
    return _ABBREVIATIONS[hit[0]]


def _doctor(hit: "re.Match[str]") -> str:
    return {"Dr": "Doctor", "St": "Saint"}[hit[1]]


def _roman(hit: "re.Match[str]") -> Iterator[Part]:
    yield hit.span(1)
    values = [_ROMAN[one] for one in hit[2]]
    value = sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))
    yield cardinal(value) if re.fullmatch(_COUNTED, hit[1].strip()) else f"the {ordinal(value)}"


def _letters(hit: "re.Match[str]") -> str | Iterable[Part]:
    word, several = hit[1], hit[2]
    if word in _LETTERS_SPELLED or (not set(word) & set("AEIOUY") and set(word) - set("IVXLCDM")):
        return " ".join(word) + ("'s" if several else "")
    return [hit.span()]


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


_WITHOUT_NUMBERS: tuple[Rule, ...] = (
    (re.compile(rf"(?<![\w.])(?:{_one_of(_ABBREVIATIONS)})(?!\w)"), _abbreviation),
    (re.compile(r"\b(Dr|St)\.(?=\s+[A-Z])"), _doctor),
    (re.compile(r"(?<![\w.])([A-HJ-Z])\.(?=\s+[A-Z])"), lambda hit: [hit.span(1)]),  # an initial ends nothing
    (re.compile(r"(?<!/)\betc\.(?=\s+[a-z]|[,;:)])"), lambda hit: "et cetera"),
    (re.compile(r"(?<!/)\betc\b"), lambda hit: "et cetera"),
    (re.compile(rf"\b((?:{_MONARCHS}|{_COUNTED})\s+)([IVX]+)\b(?!['’.]\w)"), _roman),
    (re.compile(r"\b([A-Z]{2,5})(s)?\b"), _letters),
    (re.compile(r"(?<=\S)@(?=\w+\.\w)"), lambda hit: " at "),
    (re.compile(rf"(?<=[\w)%])\s+({_one_of(_SIGNS)})\s+(?=[\w($-])"), lambda hit: f" {_SIGNS[hit[1]]} "),
)
_SLASHED: tuple[Rule, Rule] = (
    (re.compile(r"(?<![\w/])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\w/])"), partial(_slashed, day_first=False)),
    (re.compile(r"(?<![\w/])(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?![\w/])"), partial(_slashed, day_first=True)),
)
_WITH_NUMBERS: tuple[Rule, ...] = (
    (re.compile(r"\b(\d{4})-(\d\d)-(\d\d)(?:(T)(?=\d)|\b)"), _iso),
    (re.compile(rf"\b({_MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}})\b)?(?![:.]\d)"), _month_first),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+({_MONTH})\b(?:,?\s+(\d{{4}})\b)?"), _day_first),
    (re.compile(r"(?<![\w:.])(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)?(?:\s?([aApP]\.?[mM]\b\.?))?(?![\w:])"), _time),
    (re.compile(r"\b(\d{1,2})\s?([aApP]\.?[mM]\.?)(?!\w)"), _half_day),
    (re.compile(r"(?<![\w:.])(\d+):(\d+)(?![\w:])"), lambda hit: f"{number(hit[1])} to {number(hit[2])}"),
    (
        re.compile(
            r"(?<![\w+])(?:\+\d{1,3}(?:[ .-]?\(?\d{2,5}\)?){2,5}|\(\d{3}\)\s?\d{3}[ .-]\d{4}|\d{3}-\d{3}-\d{4}|\d{3}-\d{4})(?![\w-])"
        ),
        _digits_in_groups,
    ),
    (re.compile(r"(?<![\w.])([vV])?(\d+(?:\.\d+){2,})(?![\w])"), _version),
    (re.compile(r"(?<![\w.])([vV])(\d+(?:\.\d+)?)(?![\w])"), _version),
    (re.compile(rf"\b((?:{_NAMED_VERSION})\s)(\d+\.\d+)(?![\w.]\d)"), _named_version),
    (
        re.compile(rf"({_one_of(_MONEY)})\s?({_NUMBER})(?:\s?(k|K|M|m|B|bn|T|thousand|million|billion|trillion)\b)?(?!\d)"),
        partial(_money, sign=1, amount=2, scale=3),
    ),
    (
        re.compile(rf"(?<![\w.])({_NUMBER})\s?(thousand|million|billion|trillion)?\s?({_one_of(_MONEY)})(?!\w)"),
        partial(_money, sign=3, amount=1, scale=2),
    ),
    (re.compile(r"(?<![\w/.])(?:(\d+)\s)?(\d{1,3})/(\d{1,3})(?![\w/])"), _written_fraction),
    (re.compile(rf"(\d+)?\s?([{''.join(_FRACTIONS)}])"), _signed_fraction),
    (re.compile(rf"\b({_one_of(_BEFORE_NUMBERS)})\s?(?=\d)", re.IGNORECASE), lambda hit: _BEFORE_NUMBERS[hit[1].lower()] + " "),
    (re.compile(r"(?<![\w])[#№]\s?(?=\d)"), lambda hit: "number "),
    (re.compile(r"(?<=[\d%°])\s?[–—]\s?(?=[\d$€£])"), lambda hit: " to "),
    (re.compile(rf"(?<![\w.-])((?:{_NUMBER})%?)-(?=\d[\d,.]*%?(?![\d-]))"), lambda hit: [hit.span(1), " to "]),
    (re.compile(r"(?<=\d) - (?=\d)"), lambda hit: " minus "),
    (re.compile(r"(?<![\w)\]-])[-−](?=[\d.])"), lambda hit: "minus "),
    (re.compile(r"(?<!\w)[~≈]\s?(?=\d)"), lambda hit: "about "),
    (re.compile(r"(?<!\w)\+(?=\d)"), lambda hit: "plus "),
    (re.compile(r"(?<!\w)±\s?(?=\d)"), lambda hit: "plus or minus "),
    (re.compile(r"(?<!\w)([<>≤≥])\s?(?=\d)"), lambda hit: {"<": "less than", ">": "more than"}.get(hit[1], _SIGNS[hit[1]]) + " "),
    (re.compile(r"\b(\d{1,3}(?:,\d{3})+|\d+)(?:st|nd|rd|th)\b"), _ordinal),
    (re.compile(r"(?<![\w.,])['’]?(\d0|1[5-9]\d0|20\d0)['’]?s\b"), _decade),
    (re.compile(rf"(?<![\w.])({_NUMBER})\s?%"), lambda hit: f"{number(hit[1])} percent"),
    (re.compile(rf"(?<![\w.])({_NUMBER})\s?[x×](?!\w)"), lambda hit: f"{number(hit[1])} times"),
    (re.compile(rf"(?<![\w.])({_NUMBER})\s?({_one_of(_UNITS)})(?![\w²³/])"), _unit),
    (re.compile(rf"(?<![\w.])(?<!\w-)({_NUMBER})(k|K|M|B)\b"), lambda hit: f"{number(hit[1])} {_SCALE[hit[2]]}"),
    (re.compile(r"(?<![\w.,])(?:1[1-9]\d\d|20[1-9]\d)(?![\w,]\d|\w|\.\d|\s+(?!(?:is|was|has|as)\b)(?:[a-z]+s|people|men|women|children)\b)"), _year),
    (re.compile(rf"(?<![\w.])(?<!\w-)(?:{_NUMBER})(?!\w)"), _number),
    (re.compile(r"(?<![\w.])\.(\d+)(?!\w)"), lambda hit: f"point {digits(hit[1])}"),
)  # fmt: skip
