"""What people say while another speaks: words that only show that they listen, and words that mean stop."""

import re
from enum import Enum, auto


class Aside(Enum):
    NOTHING = auto()
    """A noise, a laugh, or a sign of listening: the speaker goes on."""
    STOP = auto()
    """The speaker falls silent, and that is all."""
    WORDS = auto()
    """Somebody wants the floor."""


ECHO_WORDS = 2
ECHO_SHARE = 0.7
"""Of the words recognised over an answer, so many are the answer's own: nobody spoke."""

_LISTENING = re.compile(
    r"(?:u+h+|m+|h+m+|a+h+|o+h+|huh|hum|mhm|uhhuh|mmhmm|aha|u+m+|e+r+m*|(?:ha|he|hee|ho|heh|hah|haha|hehe)+|yeah|yea|yep|yup|yes|okay|ok|right|sure|really|wow|cool|nice|good|great|"
    r"i see|i know|got it|of course|exactly|indeed|true|alright|all right|thanks|thank you|嗯+|哦+|啊+|噢+|呃+|哈+|嘿+|呵+|谢谢|是的?|对+|好的?|明白了?|知道了?|原来如此|真的吗?)"
)
_TRAILING = re.compile(r"\W*(?:so|well|and|but|like|you|那个|就是|然后)\W*(?:\.\.\.|…)\W*", re.IGNORECASE)
"""One word that the recogniser lets trail off: a sound between two thoughts, if it was that word at all."""
_NOISE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*[^*]*\*|（[^（）]*）|【[^【】]*】|♪[^♪]*♪?")
"""(coughing), [laughs], *sighs*: what the recogniser writes for a noise."""
_STOP = re.compile(
    r"(?:please |okay |ok |no |hey )?(?:stop(?: it| that| please| talking)?|wait(?: a (?:second|moment|minute))?|hold (?:on|it)|hang on|one (?:second|moment|minute)|quiet|"
    r"be quiet|silence|enough|no more|that s enough|shut up|shush|hush|sh+|pause|cancel|never mind|先?停(?:下来?|止|一下|停)?|(?:先|稍)?等(?:等|一下|会儿?|一会儿?|一等)|慢着|打住|安静|"
    r"别(?:再)?说了|不要(?:再)?说了|够了|好了|行了|闭嘴|暂停)(?: please)?"
)
_APART = re.compile(r"[\W_]+")


def echoes(text: str, answer: str) -> bool:
    """Whether *text* is most likely the answer's own sound, heard again through the microphone."""
    said, answered = (_APART.sub(" ", each.casefold()).split() for each in (text, answer))
    known = set(answered)
    return len(said) >= ECHO_WORDS and sum(word in known for word in said) >= ECHO_SHARE * len(said)


def aside(text: str) -> Aside:
    """What *text*, recognised while an answer sounded, is meant as."""
    words = _APART.sub(" ", _NOISE.sub(" ", text.casefold())).strip()
    if not words or _TRAILING.fullmatch(text):
        return Aside.NOTHING
    if re.fullmatch(rf"{_STOP.pattern}(?: ?{_STOP.pattern})*", words):
        return Aside.STOP
    if re.fullmatch(rf"{_LISTENING.pattern}(?: ?{_LISTENING.pattern}){{0,3}}", words):
        return Aside.NOTHING
    return Aside.WORDS
