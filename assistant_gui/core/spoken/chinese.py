"""Numbers, dates, signs and units of a Chinese text in words."""

import re
from collections.abc import Callable, Iterable
from functools import partial

from assistant_gui.core.spoken.chinese_numbers import cardinal, digits, number
from assistant_gui.core.spoken.traced import Part, Traced

Rule = tuple["re.Pattern[str]", Callable[["re.Match[str]"], str | Iterable[Part]]]

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_MONEY = {
    "¥": "元",
    "￥": "元",
    "$": "美元",
    "US$": "美元",
    "€": "欧元",
    "£": "英镑",
    "HK$": "港元",
    "₩": "韩元",
    "CNY": "元",
    "RMB": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元",
}
_UNITS = {
    "km/h": "公里每小时",
    "m/s": "米每秒",
    "km²": "平方公里",
    "m²": "平方米",
    "m³": "立方米",
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "nm": "纳米",
    "m": "米",
    "kg": "公斤",
    "mg": "毫克",
    "g": "克",
    "℃": "摄氏度",
    "°C": "摄氏度",
    "℉": "华氏度",
    "°F": "华氏度",
    "°": "度",
    "ms": "毫秒",
    "s": "秒",
    "min": "分钟",
    "h": "小时",
    "kHz": "千赫",
    "MHz": "兆赫",
    "GHz": "吉赫",
    "Hz": "赫兹",
    "KB": "K B",
    "MB": "兆字节",
    "GB": "G B",
    "TB": "T B",
    "kWh": "千瓦时",
    "kW": "千瓦",
    "W": "瓦",
    "V": "伏",
    "ml": "毫升",
    "mL": "毫升",
    "L": "升",
    "dB": "分贝",
    "px": "像素",
}
_FRACTIONS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4)}
_MEASURE_WORDS = "个只本张条位天年岁种次块杯件家间辆台部座支把双对层句页小时分钟星期周倍名人万亿行"
_SIGNS = {
    "=": "等于",
    "+": "加",
    "×": "乘",
    "*": "乘",
    "÷": "除以",
    "≈": "约等于",
    "≤": "小于等于",
    "≥": "大于等于",
    "≠": "不等于",
    "<": "小于",
    ">": "大于",
    "→": "到",
}


def said(text: Traced) -> Traced:
    """*text*, which has no marks any more, in words."""
    if any(map(str.isnumeric, text.text)):
        for pattern, words in _RULES:
            text = text.sub(pattern, words)
    return text


def _date(hit: "re.Match[str]", year: int, month: int, day: int) -> str | Iterable[Part]:
    if not (1 <= int(hit[month]) <= 12 and 1 <= int(hit[day]) <= 31):
        return [hit.span()]
    return f"{digits(hit[year])}年{cardinal(int(hit[month]))}月{cardinal(int(hit[day]))}日"


def _time(hit: "re.Match[str]") -> str:
    hour, minute = int(hit[1]), int(hit[2])
    if hour > 24 or minute > 59:
        return f"{cardinal(hour)}比{cardinal(minute)}"
    words = ("两" if hour == 2 else cardinal(hour)) + "点"
    if minute:
        words += ("零" if minute < 10 else "") + cardinal(minute) + "分"
    return words + (cardinal(int(hit[3])) + "秒" if hit[3] else "")


def _money(hit: "re.Match[str]", sign: int, amount: int) -> str:
    return _amount(hit[amount]) + (hit[3] or "") + _MONEY[hit[sign]]


def _amount(written: str) -> str:
    """Before a unit two is 两."""
    return "两" if written == "2" else number(written)


def _percent(hit: "re.Match[str]") -> str:
    to = f"到{number(hit[3])}" if hit[3] else ""
    return ("负" if hit[1] else "") + f"百分之{number(hit[2])}{to}"


def _fraction(hit: "re.Match[str]") -> str:
    whole = f"{number(hit[1])}又" if hit[1] else ""
    return f"{whole}{number(hit[3])}分之{number(hit[2])}"


def _signed_fraction(hit: "re.Match[str]") -> str:
    over, under = _FRACTIONS[hit[2]]
    return (f"{number(hit[1])}又" if hit[1] else "") + f"{cardinal(under)}分之{cardinal(over)}"


def _version(hit: "re.Match[str]") -> str:
    groups = hit[2].split(".")
    if len(groups) == 4 and not hit[1]:
        return "点".join(digits(group) for group in groups)
    return "点".join(number(group) for group in groups)


def _telephone(hit: "re.Match[str]") -> str:
    return "，".join(digits(group, "幺") for group in re.findall(r"\d+", hit[0]))


def _one_of(words: Iterable[str]) -> str:
    return "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))


_RULES: tuple[Rule, ...] = (
    (re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d.])"), partial(_date, year=1, month=2, day=3)),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)"), partial(_date, year=3, month=1, day=2)),
    (re.compile(r"(?<!\d)(\d{2,4})(?=\s?年(?!级|龄|来|前|后|内|间|以))"), lambda hit: digits(hit[1]) if len(hit[1]) == 4 else number(hit[1])),
    (re.compile(r"(?<![\d:.])(\d{1,2})[:：](\d\d)(?:[:：](\d\d))?(?![\d:])"), _time),
    (re.compile(r"(?<![\d:])(\d+)[:：](\d+)(?![\d:])"), lambda hit: f"{number(hit[1])}比{number(hit[2])}"),
    (re.compile(r"(?<![\d.])1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)|(?<![\d.])0\d{2,3}[ -]\d{7,8}(?!\d)"), _telephone),
    (re.compile(r"(?<![a-zA-Z\d.])([vV])?(\d+(?:\.\d+){2,})(?![\d.])"), _version),
    (re.compile(rf"([-−])?(?<![\d.])({_NUMBER})%?\s?[-–—~至到]\s?({_NUMBER})\s?%"), _percent),
    (re.compile(rf"([-−])?(?<![\d.])({_NUMBER})()\s?[%％]"), _percent),
    (re.compile(rf"({_one_of(_MONEY)})\s?({_NUMBER})([万亿])?"), partial(_money, sign=1, amount=2)),
    (re.compile(rf"(?<![\d.])({_NUMBER})\s?({_one_of(_MONEY)})()"), partial(_money, sign=2, amount=1)),
    (re.compile(r"(?<![\d/.])(?:(\d+)\s)?(\d{1,3})/(\d{1,3})(?![\d/])"), _fraction),
    (re.compile(rf"(\d+)?([{''.join(_FRACTIONS)}])"), _signed_fraction),
    (re.compile(rf"(?<=\d)\s?({_one_of(_SIGNS)})\s?(?=\d)"), lambda hit: _SIGNS[hit[1]]),
    (re.compile(r"(?<=\d)\s?[-–—~]\s?(?=\d)"), lambda hit: "到"),
    (re.compile(r"(?<![\w)])[-−](?=\d)"), lambda hit: "负"),
    (re.compile(rf"(?<![\d.])({_NUMBER})\s?({_one_of(_UNITS)})(?![a-zA-Z/²³])"), lambda hit: _amount(hit[1]) + _UNITS[hit[2]]),
    (re.compile(rf"(?<![\d.第])2(?=\s?[{_MEASURE_WORDS}])"), lambda hit: "两"),
    (re.compile(rf"(?<![\d.])(?:{_NUMBER})"), lambda hit: number(hit[0])),
)  # fmt: skip
