"""Under a question that was spoken: that it was, and the offer to put right what was heard."""

from assistant_gui.core.conversation import Message, Origin, Wish
from assistant_gui.core.language import translated as _
from assistant_gui.gui.chat.framing import keep_place
from assistant_gui.gui.flow import Flow
from assistant_gui.gui.icons import TextButton
from assistant_gui.gui.pieces import label
from assistant_gui.gui.theme import Space


def was_spoken(message: Message) -> bool:
    return message.origin is Origin.SPOKEN and bool(message.text)


class Heard(Flow):
    """Not there under a question that was typed; the button comes with the pointer or the keyboard."""

    def __init__(self) -> None:
        self.words = label(look="small", wraps=False)
        self.correct = TextButton("microphone", _("Correct what was heard"), look="quiet")
        self.correct.setToolTip(_("The words that you put right are listened for from now on"))
        keep_place(self.correct)
        super().__init__(self.correct, self.words, gap=Space.XS, to_the_right=True)

    def show_message(self, message: Message, *, free: bool) -> None:
        put_right = message.wish is Wish.EDITED
        self.words.setText(_("Spoken, and put right") if put_right else _("Spoken"))
        self.correct.setEnabled(free)
        self.setVisible(was_spoken(message))

    def offer(self, *, shown: bool) -> None:
        self.correct.setVisible(shown)
