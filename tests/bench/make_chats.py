"""Writes ``data/chats.jsonl``: 64 invented chats of very different lengths, always the same ones.

How long real answers are is close to log-normal: many short ones, a few long.
The words are put together from the lists below, so the file holds nobody's text.

    python tests/bench/make_chats.py
"""

import json
import random
from pathlib import Path

CHATS = 64
LONGEST_CHARACTERS = 2000
"""So that no chat is longer than 512 tokens, and neither side has to cut any."""
FILE = Path(__file__).parent / "data" / "chats.jsonl"

TOPICS = {
    "the garden": ("tomatoes", "the soil", "a watering can", "the seedlings", "the compost", "slugs", "the south wall"),
    "cooking": ("the dough", "a sharp knife", "the onions", "the stock", "a heavy pan", "fresh herbs", "the oven"),
    "a bicycle": ("the chain", "the rear wheel", "the brake pads", "a multi-tool", "the gears", "the saddle", "grease"),
    "a budget": ("the rent", "a spreadsheet", "the savings", "the yearly bills", "the groceries", "a buffer", "the card"),
    "learning guitar": ("the chords", "a metronome", "the left hand", "bar chords", "the strings", "a slow song", "scales"),
    "a hiking trip": ("the map", "water", "the weather report", "good boots", "the summit", "a light tent", "the last bus"),
    "writing": ("the first draft", "the opening line", "the editor", "an outline", "the dialogue", "the ending", "a deadline"),
    "a small computer": ("the power supply", "the memory card", "a fan", "the log files", "a backup", "the network", "the fuse"),
}  # fmt: skip
QUESTIONS = (
    "How do I start with {topic}?",
    "I have trouble with {a} when it comes to {topic}. What can I do?",
    "Somebody told me that {a} matters more than {b}. Is that true for {topic}?",
    "Can you explain {topic} to me, and what {a} has to do with {b}?",
    "Quick question about {topic}: {a} or {b} first?",
)
CONTEXT = (
    "I tried it twice last month, and both times {a} gave up before I did.",
    "My neighbour swears by {b}, but I never saw it work.",
    "I only have about an hour in the evening, and not much money to spend on {a}.",
    "What I have so far is {a}, {b} and a lot of questions.",
)
ANSWERS = (
    "Begin with {a}, because everything else depends on it.",
    "If {a} is in good order, {b} will hardly ever be a problem.",
    "Most people spend too much on {b} and forget about {a} until it is too late.",
    "Take your time: a week with {a} teaches you more than a shelf of books.",
    "I would check {b} first, then {a}, and only then worry about the rest.",
    "Write down what you changed, so that you can go back if {b} gets worse.",
    "There is no hurry with {b}; it can wait until the weekend.",
    "Ask somebody who has done it before to look at {a} with you.",
    "A simple test is to leave {a} alone for a day and see whether {b} still behaves.",
    "In my experience, {topic} is mostly a matter of patience and of {a}.",
    "Do not throw {b} away, even if it looks worn: it can be repaired with a little care.",
    "Once {a} works, set a reminder to look at {b} every other month.",
    "The usual mistake is to begin with {b}, which looks easy but hides the real trouble.",
    "You will notice quickly whether {a} suits you, and nothing is lost if it does not.",
)


def chats() -> list[dict[str, object]]:
    dice = random.Random("chats")
    drawn = (_chat(dice) for _ in range(10 * CHATS))
    short = [chat for chat in drawn if sum(len(each["content"]) for each in chat) <= LONGEST_CHARACTERS]
    return [{"id": f"chat-{number}", "messages": chat} for number, chat in enumerate(short[:CHATS])]


def _chat(dice: random.Random) -> list[dict[str, str]]:
    topic = dice.choice(list(TOPICS))
    messages: list[dict[str, str]] = []
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3))):
        question = [dice.choice(CONTEXT) for _ in range(dice.choice((0, 0, 0, 1, 2)))] + [dice.choice(QUESTIONS)]
        answer = [dice.choice(ANSWERS) for _ in range(min(18, max(1, round(dice.lognormvariate(1.1, 0.8)))))]
        messages.append({"role": "user", "content": _filled(question, topic, dice)})
        messages.append({"role": "assistant", "content": _filled(answer, topic, dice)})
    return messages


def _filled(sentences: list[str], topic: str, dice: random.Random) -> str:
    filled = []
    for sentence in sentences:
        a, b = dice.sample(TOPICS[topic], 2)
        text = sentence.format(topic=topic, a=a, b=b)
        filled.append(text[0].upper() + text[1:])
    return " ".join(filled)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text("".join(json.dumps(chat) + "\n" for chat in chats()), encoding="utf-8")
