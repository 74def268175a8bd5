"""What the figures of a sound check mean, in words: how good it is, and what can be done."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.setup import SetupChecked
from assistant_gui.core.sound import Sound

FRAME_BYTES = 1024
"""32 ms at 16 kHz."""
LOUDEST = 32_700
"""From here on a sample is as loud as can be."""


class Grade(IntEnum):
    GOOD = 0
    FAIR = 1
    POOR = 2


GRADES = {Grade.GOOD: N_("Good"), Grade.FAIR: N_("Fair"), Grade.POOR: N_("Poor")}
OVERALL = {
    Grade.GOOD: N_("All is well"),
    Grade.FAIR: N_("It works, and could be better"),
    Grade.POOR: N_("Something should be changed"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the result; the words are translated."""

    what: str
    grade: Grade
    words: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """How the person's voice arrived."""

    level_dbfs: float
    """Of its louder parts."""
    clipped: float
    """The part of the samples, 0 to 1, that were as loud as can be."""


def spoken(sound: Sound) -> Spoken:
    """Takes some 20 ms for 3 s of sound; not for the window's thread."""
    levels = sorted(
        Sound(sound.pcm[at : at + FRAME_BYTES], sound.rate_hz).level for at in range(0, len(sound.pcm), FRAME_BYTES)
    )
    loud = levels[len(levels) * 9 // 10] if levels else 0.0
    samples = memoryview(sound.pcm[: len(sound.pcm) // 2 * 2]).cast("h")
    clipped = sum(abs(sample) >= LOUDEST for sample in samples) / max(1, len(samples))
    return Spoken(20 * math.log10(max(loud, 1e-6)), clipped)


def verdicts(said: Spoken, checked: SetupChecked) -> Sequence[Verdict]:
    return [_voice(said), *_room(said, checked), _echo(checked), *_delay(checked)]


def worst(found: Sequence[Verdict]) -> Grade:
    return max((each.grade for each in found), default=Grade.GOOD)


def _voice(said: Spoken) -> Verdict:
    what = _("Your voice")
    if said.level_dbfs < -55:
        return Verdict(
            what, Grade.POOR, _("Nothing was heard of you. Choose another microphone, or see whether it is muted.")
        )
    if said.clipped > 0.005:
        return Verdict(what, Grade.POOR, _("It is too loud and cut off. Turn the microphone down."))
    if said.level_dbfs < -40:
        return Verdict(what, Grade.FAIR, _("It is rather quiet. Come nearer, or turn the microphone up."))
    return Verdict(what, Grade.GOOD, _("It is heard loud and clear."))


def _room(said: Spoken, checked: SetupChecked) -> Iterator[Verdict]:
    above = said.level_dbfs - checked.noise_dbfs
    what = _("Noise in the room")
    if said.level_dbfs < -55:  # there is nothing to compare it with
        return
    if above < 12:
        yield Verdict(
            what, Grade.POOR, _("It is nearly as loud as you are. Use a headset, or look for a quieter place.")
        )
    elif above < 22:
        yield Verdict(what, Grade.FAIR, _("There is some. A microphone nearer to you hears less of it."))
    else:
        yield Verdict(what, Grade.GOOD, _("It is quiet."))


def _echo(checked: SetupChecked) -> Verdict:
    what = _("The speaker in the microphone")
    if not checked.heard:
        return Verdict(
            what,
            Grade.GOOD,
            _("The microphone does not hear it, as with headphones. If you heard nothing either, turn the speaker up."),
        )
    if not checked.cancelling:
        return Verdict(
            what, Grade.POOR, _("It is heard and cannot be taken out on this machine. Use headphones to interrupt.")
        )
    if checked.left_dbfs <= checked.noise_dbfs + 6 or checked.removed_db >= 25:
        return Verdict(what, Grade.GOOD, _("It is taken out well: you can interrupt at any time."))
    if checked.removed_db >= 12:
        return Verdict(
            what, Grade.FAIR, _("Most of it is taken out. Turn the speaker down a little to interrupt more easily.")
        )
    return Verdict(
        what,
        Grade.POOR,
        _("Much of it is left, so the answer may interrupt itself. Use headphones, or turn the speaker down."),
    )


def _delay(checked: SetupChecked) -> Iterator[Verdict]:
    if not checked.heard:
        return
    what = _("Delay")
    facts = {"ms": round(checked.delay * 1000)}
    if checked.delay > 0.35:
        words = _("{ms} ms pass between speaker and microphone. Bluetooth is often why: use a cable.")
        yield Verdict(what, Grade.POOR, words.format(**facts))
    elif checked.delay > 0.2:
        words = _("{ms} ms pass between speaker and microphone. Answers come a little later for it.")
        yield Verdict(what, Grade.FAIR, words.format(**facts))
    else:
        yield Verdict(what, Grade.GOOD, _("{ms} ms pass between speaker and microphone.").format(**facts))
