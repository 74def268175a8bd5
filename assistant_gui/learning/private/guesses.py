"""Names of people and postal addresses, which no format tells: found by the words around them, and not always."""

import re
from collections.abc import Iterator

from assistant_gui.core.lessons import Private
from assistant_gui.learning.private.spans import Span, spans

_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]{1,30}"
_FULL = rf"{_CAPITAL}(?:\s+(?:(?:van|von|de|der|den|del|da|bin|al|la)\s+)*{_CAPITAL}){{0,2}}"
_NAME = re.compile(
    rf"(?:(?i:my name is|my name's|name:|i am called|this is|mein name ist|regards,\s|sincerely,\s|yours,\s|contact|dear|attn:?)\s+"
    rf"|\b(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.?\s+)(?P<it>{_FULL})"
)
_NO_NAME = frozenset(
    [
        "The",
        "A",
        "An",
        "It",
        "This",
        "That",
        "Not",
        "My",
        "Your",
        "Our",
        "Sir",
        "Madam",
        "All",
        "Team",
        "Customer",
        "Support",
        "I",
        "What",
        "How",
        "Why",
        "Is",
        "Are",
        "Monday",
        "Sunday",
        "English",
        "Chinese",
        "Python",
        "Just",
        "Only",
        "Some",
        "One",
        "Still",
        "Where",
        "When",
        "Because",
        "Customers",
        "Friends",
        "Everyone",
        "Hiring",
        "Us",
    ]
)
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
_CHINESE_NAME = re.compile(
    rf"(?:我叫|名叫|名字[是叫]|姓名[:：]\s*|我是|联系人[:：]?\s*|收件人[:：]?\s*)(?P<it>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})(?=[，。,.\s！!；;、的和（(]|$)"
    rf"|(?P<titled>(?<![\u4e00-\u9fff])[{_SURNAMES}][\u4e00-\u9fff]{{0,2}}(?:先生|女士|小姐|经理|医生|教授))"
)
_STREET = r"(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Place|Pl|Terrace|Way|Parkway|Pkwy|Circle|Highway|Hwy)"
_ADDRESS = re.compile(
    rf"(?<![A-Za-z0-9.])\d{{1,5}}[A-Za-z]?\s+(?:(?:[NSEW]|North|South|East|West)\.?\s+)?(?:{_CAPITAL}\s+|\d+(?:st|nd|rd|th)\s+){{1,3}}{_STREET}\b\.?"
    rf"(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Floor|#)\.?\s*\w+)?(?:,\s*{_CAPITAL}(?:\s{_CAPITAL})?)?(?:,?\s+[A-Z]{{2}}\s+\d{{5}}(?:-\d{{4}})?|,?\s+[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}})?"
    rf"|{_CAPITAL}(?:straße|strasse|weg|platz|allee|gasse)\s+\d{{1,4}}[a-z]?(?:,\s*\d{{5}}\s+{_CAPITAL})?"
)
_CHINESE_ADDRESS = re.compile(
    r"(?:[\u4e00-\u9fff]{2,7}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,6}?市)?(?:[\u4e00-\u9fff]{1,6}?[区县])?[\u4e00-\u9fff]{1,8}?(?:路|街|大道|巷|胡同|弄)[东西南北中]?[一二三段]*\d{1,5}号"
    r"(?:[\u4e00-\u9fff]{0,8}\d{1,4}[号栋幢楼座单元室层]+)*"
)


def names(text: str) -> Iterator[Span]:
    yield from spans(Private.NAME, _NAME, text, lambda match: match["it"].split()[0] not in _NO_NAME)
    for match in _CHINESE_NAME.finditer(text):
        yield Span(Private.NAME, *match.span("it" if match["it"] else "titled"))


def addresses(text: str) -> Iterator[Span]:
    yield from spans(Private.ADDRESS, _ADDRESS, text)
    if "号" in text:
        yield from spans(Private.ADDRESS, _CHINESE_ADDRESS, text)
