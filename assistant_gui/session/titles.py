"""The title of a conversation, out of its first exchange: at once by rule, then better by a model that can."""

import re

from assistant_gui.core.content import Messages, text_of
from assistant_gui.core.ports import Piece, Sampling, Thinker
from assistant_gui.core.turn import Turn
from assistant_gui.session.reply import Choices

MOST_WORDS = 8
MOST_HAN = 24
MOST_CHARACTERS = 60
RULED_CHARACTERS = 48
"""The longest title by rule; the archive cuts the first question there, too."""
TITLE_TOKENS = 40

REQUEST = (
    "Give our conversation a title of two to six words, in the language it is held in. "
    "Write nothing but the title: no quotes, no full stop."
)
"""Asked after the exchange itself, so that the engine has read all before it already."""
REQUEST_ZH = "请用不超过十二个字给我们的对话起一个标题。只写标题，不要引号，不要句号。"

_HAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_LETTERS = re.compile(r"[^\W_]")
_FENCED = re.compile(r"```.*?(```|\Z)", re.DOTALL)
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\n+")
_MARKS = re.compile(r"^\s*(#+|[-*+>]|\d+[.)])\s+|[*_`]{1,3}")
_FILLER = re.compile(
    r"""^(
      (hi|hello(?!\s+(world|kitty))|hey|greetings|good\s+(morning|afternoon|evening|day))(\s+(there|again|everyone|assistant))?
      | dear\s+assistant | (thank\s+you|thanks|ok(ay)?|so|well|um+)(?=\s*[,.!]) | please | kindly
      | (can|could|would|will)\s+you(\s+(please|kindly))? (\s+(help\s+me(\s+(to|with))?|tell\s+me(\s+about)?))?
      | (i\s+(want|need|would\s+like|wanted)|i['’]d\s+like) (\s+you)? \s+to (\s+(know|ask)(\s+(you\s+)?about)?)?
      | (please\s+)?(help\s+me(\s+(to|with))?|tell\s+me(\s+about)?|let\s+me\s+know|i\s+have\s+a\s+question(\s+about)?)
      | i\s+(was|am)\s+wondering(\s+(if|whether))?
      )(?![^\W_]) [\s,.!?:;—-]*
    | ^(
      你好 | 您好 | 哈喽 | 嗨 | 早上好 | 晚上好 | 下午好 | 请问(一下)? | 麻烦(你|您)?
      | (能不能|能否|可不可以|可以|能)请?(你|您)?(帮(我|忙)|告诉我) | 请?(你|您)?(帮(我|忙)一?下?|告诉我)
      | 我(想|要|想要)(请)?(你|您)?(问|知道|了解)(一下)? | 请(你|您)?(?![你您假客求教柬帖愿\s])
      )[\s，。！？、,.!?:：]*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ASKS = re.compile(
    r"(what|why|how|who|whose|where|when|which|is|are|am|was|were|do|does|did|can|could|should|will|would|has|have)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[\s,.!:;，。！：；、—-]+$|[\s,]+(please|thanks|thank you)[.!]*$", re.IGNORECASE)
_SAYS_NOTHING = re.compile(
    r"(how are you|how['’]?s it going|what['’]?s up|sup|test(ing)?( \d+)*|are you there|who are you|yes|no|"
    r"how (can|may) i (help|assist).*|i['’]?m (doing )?(well|fine|good).*|sure.*|of course.*|certainly.*|here (is|are).*|"
    r"你是谁|在吗|在不在|测试|有什么可以帮.*|很高兴.*|好的|当然.*)[\s?!.。？！]*",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL | re.IGNORECASE)
_CALLED = re.compile(r"^\W*(title|标题|題目|题目)\s*[:：]\s*", re.IGNORECASE)
_AROUND = "\"'`*#“”‘’「」『』《》〈〉 \t.。!！,，:："


def ruled_title(question: str, answer: str) -> str:
    """A title by rule: what was asked, without greetings and fillers, or what was answered when the question
    says nothing. Empty when neither says anything."""
    return _shortened(_told(question) or _told(answer))


def asked_title(said: Messages, choices: Choices, thinker: Thinker, turn: Turn) -> str:
    """The model's title for what was *said*; empty when it is none. Raises what *thinker* does."""
    question = next((text_of(content) for role, content in said if role == "user"), "")
    request = REQUEST_ZH if _in_han(question) else REQUEST
    reply = thinker.reply(
        choices.model, [*said, ("user", request)], Sampling(temperature=0.0, max_tokens=TITLE_TOKENS), turn
    )
    return checked_title("".join(part.text for part in reply if isinstance(part, Piece)), question)


def checked_title(written: str, question: str) -> str:
    """*written* by a model, as a title; empty when it is too long, of several lines, no title, or in another script."""
    lines = [line for line in _THOUGHT.sub("", written).splitlines() if line.strip()]
    if len(lines) != 1 or "<think>" in lines[0]:
        return ""
    title = _CALLED.sub("", lines[0]).strip(_AROUND)
    too_long = len(title.split()) > MOST_WORDS or len(_HAN.findall(title)) > MOST_HAN or len(title) > MOST_CHARACTERS
    strange = _in_han(question) != _in_han(title)
    if too_long or strange or not _says_something(title) or any(mark in title for mark in '"“”「」<>'):
        return ""
    return title


def _told(text: str) -> str:
    """The first sentence of *text* that says something, without what leads up to it."""
    for sentence in _SENTENCES.split(_FENCED.sub("\n", text)):
        bare = _bare(sentence)
        if _says_something(bare):
            return bare
    return ""


def _bare(sentence: str) -> str:
    whole = sentence = " ".join(_MARKS.sub("", sentence).split())
    while (shorter := _FILLER.sub("", sentence, count=1)) != sentence:
        sentence = shorter
    if sentence != whole and not _ASKS.match(sentence):
        sentence = sentence.rstrip("? ")  # "can you explain this?" was a question, "explain this" is none
    while (shorter := _ENDS.sub("", sentence)) != sentence:
        sentence = shorter
    return sentence[:1].upper() + sentence[1:]


def _says_something(bare: str) -> bool:
    return len(_LETTERS.findall(bare)) > 1 and not _SAYS_NOTHING.fullmatch(bare)


def _shortened(title: str) -> str:
    if len(title) <= RULED_CHARACTERS:
        return title
    cut = title[:RULED_CHARACTERS]
    space = cut.rfind(" ")
    return (cut[:space] if space > RULED_CHARACTERS // 2 else cut).rstrip(" ,;:，；：") + "…"


def _in_han(text: str) -> bool:
    """Mostly in a script whose characters are words or syllables."""
    han = len(_HAN.findall(text))
    return han * 2 > len(_LETTERS.findall(text)) - han
