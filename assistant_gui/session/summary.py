"""The beginning of a long conversation in short, written by the model that leads it."""

from assistant_gui.core.ports import Piece, Sampling, Summary, Thinker
from assistant_gui.core.turn import Turn
from assistant_gui.session.context import SUMMARY_TOKENS, Due
from assistant_gui.session.reply import Choices

REQUEST = (
    "Summarise our conversation up to here in at most 120 words, in the language it is held in. Keep names, "
    "numbers, decisions and what is still open. Write nothing but the summary."
)
"""Asked after what is to be left out, so that the engine has read all before it already."""


def summarised(due: Due, choices: Choices, thinker: Thinker, turn: Turn) -> Summary:
    """Ask for the summary that is *due*; empty when the model has nothing to say. Raises what *thinker* does."""
    asked = [*due.said, ("user", REQUEST)]
    reply = thinker.reply(choices.model, asked, Sampling(temperature=0.0, max_tokens=SUMMARY_TOKENS), turn)
    text = "".join(part.text for part in reply if isinstance(part, Piece))
    return Summary(due.message, text.strip(), choices.model)
