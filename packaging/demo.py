"""What is talked about in the pictures, in each language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Talk:
    titles: tuple[str, ...]
    """Conversations at the side, from the oldest to the newest."""
    title: str
    """Of the conversation that is shown."""
    rainbow: tuple[str, str, str]
    """A question, an answer, and the person's better one."""
    code: tuple[str, str]
    poem: str
    moon: tuple[str, str]
    formula: tuple[str, str]
    folders: tuple[str, str]
    sought: str
    """What is searched for; it stands in the talk about the rainbow."""
    adapter: str
    devices: tuple[str, str, str]
    """Headset, microphone, speaker."""


_CODE = '''```python
from collections import Counter

def count_words(text: str) -> Counter[str]:
    """{docstring}"""
    return Counter(text.lower().split())

print(count_words("to be or not to be"))
```'''

ENGLISH = Talk(
    titles=(
        "Trip to Kyoto in autumn",
        "Lentil soup for six",
        "A letter to the landlord",
        "学习计划",
        "Dates in a regular expression",
        "Speech for Aunt Marie",
    ),
    title="Rainbows, and counting words",
    rainbow=(
        "Explain how rainbows come about",
        "Rainbows are light.",
        """Sunlight looks white, but it is a **mixture of colours**.

1. Light enters a raindrop and *fans out*.
2. It is reflected at the back of the drop.
3. On its way out it bends once more, at about 42°.

> You only see a rainbow with the sun behind you.""",
    ),
    code=(
        "Show me a Python function that counts the words in a text",
        f"""Here is one way; `Counter` does the counting:

{_CODE.format(docstring="How often each word occurs.")}

| Text | Words | Time |
|:-----|------:|-----:|
| A letter | 420 | 0.1 ms |
| A novel | 98,000 | 21 ms |""",
    ),
    poem="And now a short poem about them, please",
    moon=(
        "How far away is the moon?",
        "About 384,000 kilometres. Light needs a little more than a second to get there.",
    ),
    formula=(
        "At which angle? And what should I take along to see one?",
        r"""Each colour leaves the drop at its own angle $\theta$. With the index of refraction $n$ it is greatest where

$$\cos^2 i = \frac{n^2 - 1}{3}, \qquad \theta = 4 \arcsin\frac{\sin i}{n} - 2i$$

which for $n = 1.333$ is about **42°**.

- [x] The sun in your back
- [x] Rain in front of you
- [ ] A camera""",
    ),
    folders=("Garden", "Work"),
    sought="rain",
    adapter="friendlier",
    devices=("Headset", "Built-in microphone", "Built-in speaker"),
)

CHINESE = Talk(
    titles=(
        "秋天去京都旅行",
        "六人份的扁豆汤",
        "给房东的一封信",
        "Study plan",
        "用正则表达式匹配日期",
        "给姑妈的生日致辞",
    ),
    title="彩虹与词频统计",
    rainbow=(
        "彩虹是怎么形成的？",
        "彩虹是光。",
        """阳光看起来是白色的，其实是**多种颜色的混合**。

1. 光进入雨滴，*分散*开来。
2. 在雨滴背面反射。
3. 离开时再折射一次，角度约为 42°。

> 背对太阳时才能看到彩虹。""",
    ),
    code=(
        "写一个统计文本词数的 Python 函数",
        f"""可以这样写，由 `Counter` 来计数：

{_CODE.format(docstring="每个词出现的次数。")}

| 文本 | 词数 | 用时 |
|:-----|-----:|-----:|
| 一封信 | 420 | 0.1 毫秒 |
| 一部小说 | 98,000 | 21 毫秒 |""",
    ),
    poem="再写一首关于彩虹的短诗",
    moon=("月亮离我们有多远？", "大约 38.4 万千米。光要走一秒多一点。"),
    formula=(
        "角度是多少？想看彩虹要准备什么？",
        r"""每种颜色以各自的角度 $\theta$ 离开雨滴。折射率为 $n$ 时，角度最大处满足

$$\cos^2 i = \frac{n^2 - 1}{3}, \qquad \theta = 4 \arcsin\frac{\sin i}{n} - 2i$$

当 $n = 1.333$ 时约为 **42°**。

- [x] 背对太阳
- [x] 面向雨幕
- [ ] 带上相机""",
    ),
    folders=("花园", "工作"),
    sought="雨",
    adapter="更亲切",
    devices=("头戴式耳机", "内置麦克风", "内置扬声器"),
)
