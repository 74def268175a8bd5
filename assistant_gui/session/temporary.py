"""A chat that leaves no trace: its own assistant over an archive that is only in memory."""

from collections.abc import Callable

from assistant_gui.core.conversation import Conversation
from assistant_gui.core.manner import AS_SET, Manner
from assistant_gui.core.ports import Archive, Counter, Emit, Files, Scales
from assistant_gui.session.assistant import Assistant, Engines
from assistant_gui.session.context import Context
from assistant_gui.session.instructions import manner_of
from assistant_gui.session.looking import Looking
from assistant_gui.session.measure import Measure
from assistant_gui.session.reply import Choices
from assistant_gui.session.tokens import Tokens
from assistant_gui.session.weighing import Weighing


class Temporary:
    """Nothing of it is shared with the other conversations but the engines; what was counted is its own too.

    *counter* measures for the meter, and does not start an engine.
    """

    def __init__(
        self,
        archive: Archive,
        engines: Engines,
        choices: Callable[[Manner], Choices],
        counter: Counter,
        scales: Scales,
        files: Callable[[Callable[[], Choices]], Files],
        emit: Emit,
        keep: Callable[[str], Conversation],
        forget: Callable[[], None],
    ) -> None:
        """*files* makes what reads and counts files for the model that answers here.

        *keep* stores a conversation of *archive* where the others are; *forget* lets go of *archive*.
        """
        self.archive = archive
        self.conversation = ""
        """The one on screen; none before something is said."""
        self.drafted = AS_SET
        self.keep = keep
        self._forget = forget
        self._choices = choices
        self.files = files(self._answering)
        tokens = Tokens()
        self.assistant = Assistant(archive, engines, choices, emit, drafted=lambda: self.drafted, tokens=tokens)
        self.weigh = Weighing(archive, scales, engines.counter, choices, engines.eyes).weigh
        context = Context(archive.manners, counter, tokens, Looking(archive, engines.eyes).pictures)
        self.measure = Measure(archive, context, choices, lambda: self.drafted)

    def _answering(self) -> Choices:
        """How the next question would be answered."""
        kept = self.archive.conversation(self.conversation) if self.conversation else None
        return self._choices(manner_of(kept, self.archive.manners) if kept else self.drafted)

    def close(self) -> None:
        """Stop what is being answered; after that nothing of it is anywhere. Waits for both."""
        self.assistant.close()
        self._forget()
