"""Holding keys to talk, whichever program is in front."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.anywhere.port import GlobalKey, Hooks
from assistant_gui.gui.combination import can_be_pressed, native
from assistant_gui.gui.preferences import Preferences
from assistant_gui.gui.talk import Talk

SETTING = "keys.talk_anywhere"


class TalkAnywhere(QObject):
    """Holds the talk button while the keys of the settings are held; keys that cannot be had change nothing."""

    changed = Signal()
    failed = Signal(object)
    """The AssistantError for which the keys of the settings are not heard, told at the start."""

    def __init__(
        self,
        key: GlobalKey,
        preferences: Preferences,
        talk: Callable[[], Talk],
        actions: Actions,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._preferences = preferences
        self._talk = talk
        self._actions = actions
        self._held = False
        self._called = ""
        self.trouble = ""
        """Why the keys that were chosen last cannot be had; empty when they can."""

    @property
    def keys(self) -> str:
        """As the settings have them; empty for none."""
        return self._preferences.current().keys.talk_anywhere

    @property
    def shown(self) -> str:
        """What the keys are called here."""
        return self._called or native(self.keys)

    def start(self) -> None:
        """Hear the keys of the settings from now on."""
        if self.keys:
            self._key.take(self.keys, self._hooks(self.keys, self.failed.emit))

    def use(self, keys: str) -> None:
        """Hear *keys* (portable text; empty for none) from now on, and keep them."""
        self._say("")
        owner = self._actions.owner(keys)
        if not keys:
            self._let_go()
            self._key.drop()
            self._keep("", "")
        elif owner is not None:
            self._say(_("{keys} is taken by “{action}”.").format(keys=native(keys), action=_(owner.title)))
        elif not can_be_pressed(keys):
            said = _("{keys} alone is for typing. Add Ctrl or Alt, or take a function key.")
            self._say(said.format(keys=native(keys)))
        else:
            self._let_go()
            self._key.take(keys, self._hooks(keys, self._on_refused))

    def end(self) -> None:
        """Hear nothing any more."""
        self._let_go()
        self._key.drop()

    def _hooks(self, keys: str, refused: Callable[[AssistantError], None]) -> Hooks:
        return Hooks(self._press, self._let_go, lambda called: self._keep(keys, called), refused)

    def _press(self) -> None:
        if not self._held:
            self._held = True
            self._talk().start_talking()

    def _let_go(self) -> None:
        if self._held:
            self._held = False
            self._talk().finish_talking()

    def _keep(self, keys: str, called: str) -> None:
        self._called = called
        try:
            self._preferences.change(SETTING, keys)
        except AssistantError as error:
            self.trouble = str(error)
        self.changed.emit()

    def _on_refused(self, error: AssistantError) -> None:
        self._say(str(error))
        self.start()  # with those before, which were let go for the others

    def _say(self, sentence: str) -> None:
        self.trouble = sentence
        self.changed.emit()
