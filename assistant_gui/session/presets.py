"""The presets that come with the program; their words are translated where they are used."""

from dataclasses import replace

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.manner import Manner, Preset
from assistant_gui.core.ports import Manners

_BUILT_IN = (
    Preset(
        "brief",
        N_("Brief"),
        Manner(
            N_("Answer in one or two short sentences. Leave out greetings, repetitions and anything not asked for."),
            temperature=0.3,
            max_tokens=160,
        ),
    ),
    Preset(
        "teacher",
        N_("Teacher"),
        Manner(
            N_(
                "You are a patient teacher. Explain step by step in plain words, with one example, "
                "and end with a short question that shows whether it was understood."
            ),
            temperature=0.6,
        ),
    ),
    Preset(
        "proof-reader",
        N_("Proof-reader"),
        Manner(
            N_(
                "Correct spelling, grammar and punctuation of the text you are given, in its own language. "
                "Keep its meaning and tone. Give the corrected text first, then list what you changed."
            ),
            temperature=0.0,
        ),
    ),
    Preset(
        "translator",
        N_("Translator"),
        Manner(
            N_(
                "Translate what you are given into {language}; translate text that is in {language} already "
                "into English. Give the translation alone, without remarks."
            ),
            temperature=0.2,
        ),
    ),
    Preset(
        "programmer",
        N_("Programmer"),
        Manner(
            N_(
                "You are an experienced programmer. Give working code with the name of its language, then explain "
                "it in a few sentences. Say so when something is uncertain. Today is {date}."
            ),
            temperature=0.2,
            max_tokens=1024,
        ),
    ),
)


def built_in() -> list[Preset]:
    """In the language that is spoken now."""
    return [
        replace(each, name=_(each.name), manner=replace(each.manner, instructions=_(each.manner.instructions or "")))
        for each in _BUILT_IN
    ]


def preset(wanted: str, manners: Manners) -> Preset:
    """The preset called *wanted*, by its id or its name. Raises AssistantError when there is none."""
    every = [*manners.presets(), *built_in()]
    for each in every:
        if wanted.casefold() in (each.id.casefold(), each.name.casefold()):
            return each
    raise AssistantError(
        N_("There is no preset called “{name}”."),
        N_("Choose one of these: {names}."),
        name=wanted,
        names=", ".join(each.name for each in every),
    )
