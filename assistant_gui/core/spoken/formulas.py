"""Short formulas in words; of a long one only that it is there."""

import re

LONGEST = 60
"""Characters of what would be said."""
_NAMED = {"en": "a formula", "zh": "一个公式", "de": "eine Formel", "fr": "une formule", "es": "una fórmula"}
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_DRESS = re.compile(r"\\(?:text|mathrm|mathbf|mathit|operatorname|boldsymbol|left|right|displaystyle)\b\s*")
_SQUARED, _CUBED = re.compile(r"\^\{?2\}?(?!\d)"), re.compile(r"\^\{?3\}?(?!\d)")
_POWER, _INDEX = re.compile(r"\^(?:\{([^{}]*)\}|(\w))"), re.compile(r"_(?:\{([^{}]*)\}|(\w))")
_COMMAND = re.compile(r"\\([a-zA-Z]+)")
_REST = re.compile(r"[\\{}&$]|\\[,;:! ]")
_SPACES = re.compile(r"\s+")
_WORDS = {
    "en": {
        "fraction": "{0} over {1}",
        "root": "the square root of {0}",
        "squared": " squared ",
        "cubed": " cubed ",
        "power": " to the power of {0} ",
        "=": "equals",
        "+": "plus",
        "-": "minus",
        "*": "times",
        "/": "over",
        "<": "is less than",
        ">": "is greater than",
        "times": "times",
        "cdot": "times",
        "div": "divided by",
        "pm": "plus or minus",
        "le": "is at most",
        "leq": "is at most",
        "ge": "is at least",
        "geq": "is at least",
        "ne": "is not",
        "neq": "is not",
        "approx": "is about",
        "infty": "infinity",
        "sum": "the sum of",
        "int": "the integral of",
        "to": "to",
        "rightarrow": "to",
    },
    "zh": {
        "fraction": "{1}分之{0}",
        "root": "根号{0}",
        "squared": "的平方",
        "cubed": "的立方",
        "power": "的{0}次方",
        "=": "等于",
        "+": "加",
        "-": "减",
        "*": "乘",
        "/": "除以",
        "<": "小于",
        ">": "大于",
        "times": "乘",
        "cdot": "乘",
        "div": "除以",
        "pm": "正负",
        "le": "小于等于",
        "leq": "小于等于",
        "ge": "大于等于",
        "geq": "大于等于",
        "ne": "不等于",
        "neq": "不等于",
        "approx": "约等于",
        "infty": "无穷",
        "sum": "求和",
        "int": "积分",
        "to": "到",
        "rightarrow": "到",
    },
}


def formula(latex: str, language: str) -> str:
    """*latex*, or the name of what it is where it is long or the language has no words for it."""
    words, named = _WORDS.get(language), _NAMED.get(language, "")
    if words is None or len(latex) > 3 * LONGEST:
        return named
    text = _DRESS.sub("", latex)
    for _level in range(3):
        text = _ROOT.sub(lambda hit: words["root"].format(hit[1]), text)
        text = _FRACTION.sub(lambda hit: words["fraction"].format(hit[1], hit[2]), text)
    text = _CUBED.sub(words["cubed"], _SQUARED.sub(words["squared"], text))
    text = _POWER.sub(lambda hit: words["power"].format(hit[1] or hit[2]), text)
    text = _INDEX.sub(lambda hit: f" {hit[1] or hit[2]}", text)
    text = _COMMAND.sub(lambda hit: f" {words.get(hit[1], hit[1])} ", text)
    text = "".join(f" {words[one]} " if one in "=+-*/<>" else one for one in text)
    text = _SPACES.sub(" ", _REST.sub(" ", text)).strip()
    return text if len(text) <= LONGEST else named
