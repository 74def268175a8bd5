"""The panes beside the chat: a view may be made again, its view-model is made once, when it is first shown."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from assistant_gui.app import App
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.language import N_
from assistant_gui.core.models import Kind
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.keeping import Keeping
from assistant_gui.gui.tasks import Tasks

if TYPE_CHECKING:
    from assistant_gui.core.teaching import Lessons
    from assistant_gui.gui.anywhere.talking import TalkAnywhere
    from assistant_gui.gui.settings.backups import BackupsModel
    from assistant_gui.gui.settings.general import GeneralModel
    from assistant_gui.gui.settings.learning.comparingwindow import ComparingWindow
    from assistant_gui.gui.settings.learning.textsmodel import TextsModel
    from assistant_gui.gui.settings.models import ModelsModel
    from assistant_gui.gui.settings.shortcuts import ShortcutsModel
    from assistant_gui.gui.settings.tuning import TuningModel
    from assistant_gui.gui.settings.view import SettingsView
    from assistant_gui.gui.settings.voices import VoicesModel
    from assistant_gui.gui.trainingdata.checking import CheckingModel
    from assistant_gui.gui.trainingdata.viewmodel import TrainingDataModel
    from assistant_gui.gui.voice.putright import PutRight
    from assistant_gui.gui.voice.recordings import Recordings
    from assistant_gui.gui.voice.setup import SetupModel
    from assistant_gui.gui.voice.viewmodel import VoiceModel
    from assistant_gui.gui.voice.wakeword import WakeWord
    from assistant_gui.gui.welcome.viewmodel import WelcomeModel


class Panes(QObject):
    """Makes them; what the person does in them that concerns the rest of the window is told by signals."""

    settings_changed = Signal(object)
    """The Settings as they are now."""
    models_changed = Signal(object)
    adapter_changed = Signal(object)
    """The Adapter that answers from now on, or None."""
    asked_about = Signal(str, str)
    """The person wants to talk about a text: its name, and the text."""
    visit_wanted = Signal(str, str)
    """The person wants to see a conversation at a message."""
    files_wanted = Signal()
    """The person wants to choose files with conversations to import."""
    files_given = Signal(object)
    """Paths of files with conversations to import."""
    welcomed = Signal()

    def __init__(
        self,
        app: App,
        bridge: Bridge,
        tasks: Tasks,
        long_tasks: Tasks,
        fetching: Fetching,
        keeping: Keeping,
        acts: Actions,
        at_end: Callable[[Callable[[], None]], None],
        parent: QObject,
    ) -> None:
        """*at_end* takes what is to be called when the window has gone."""
        super().__init__(parent)
        self._app = app
        self._bridge = bridge
        self._tasks = tasks
        self._long_tasks = long_tasks
        self._fetching = fetching
        self._keeping = keeping
        self._acts = acts
        self._at_end = at_end

    def voice(self) -> QWidget:
        from assistant_gui.gui.voice.pane import VoicePane
        from assistant_gui.gui.voice.wakeword import WakeSwitch

        pane = VoicePane(self.voice_model, self._put_right, self._recordings)
        pane.talking.check.clicked.connect(self._acts["check-sound"].trigger)
        if self._wake_word.usable:
            pane.talking.add_switch(WakeSwitch(self._wake_word))
        return pane

    @cached_property
    def _wake_word(self) -> "WakeWord":
        from assistant_gui.gui.voice.wakeword import WakeWord

        model = WakeWord(self._app.preferences, parent=self)
        model.changed.connect(self.settings_changed)
        model.notice.connect(self.voice_model.notice)
        self.settings_changed.connect(model.on_settings)
        return model

    @cached_property
    def _put_right(self) -> "PutRight":
        from assistant_gui.gui.voice.putright import PutRight

        def again(conversation: str) -> None:
            self._app.companion.retry(conversation, aloud=True)

        model = PutRight(lambda: self._app.archive.corrections, again, self._tasks, self)
        model.told.connect(self._bridge.arrived)
        self._bridge.arrived.connect(model.on_event)
        return model

    @cached_property
    def _recordings(self) -> "Recordings":
        from assistant_gui.gui.voice.recordings import Recordings

        model = Recordings(lambda: self._app.ears, self._long_tasks, self)
        model.asked_about.connect(self.asked_about)
        self._at_end(model.end)
        return model

    def check_sound(self, window: QWidget) -> None:
        """Try out the microphone and the speaker."""
        from assistant_gui.gui.voice.setupview import SetupDialog

        SetupDialog(self.setup_model, window).open()
        self.setup_model.start()

    @cached_property
    def setup_model(self) -> "SetupModel":
        from assistant_gui.gui.voice.setup import SetupModel

        model = SetupModel(self._app.trial, self._long_tasks, self)
        self._bridge.arrived.connect(model.on_event)
        self._at_end(model.cancel)
        return model

    @cached_property
    def voice_model(self) -> "VoiceModel":
        from assistant_gui.gui.voice.keptturns import KeptTurns
        from assistant_gui.gui.voice.viewmodel import VoiceModel

        model = VoiceModel(self._app.talk, self._app.preferences, self)
        KeptTurns(model, self._app.profile.turns, self._tasks).restore()
        self._bridge.arrived.connect(model.on_event)
        return model

    def settings(self) -> "SettingsView":
        from assistant_gui.gui.settings.view import SettingsView, Tab

        tabs = [
            Tab("general", N_("General"), self._general_tab),
            Tab("models", N_("Models"), self._models_tab),
            Tab("voices", N_("Voices"), self._voices_tab),
            Tab("tuning", N_("Fine-tuning"), self._tuning_tab),
            Tab("data", N_("Training data"), self._data_tab),
            Tab("shortcuts", N_("Shortcuts"), self._shortcuts_tab),
            Tab("backups", N_("Backups"), self._backups_tab),
        ]
        return SettingsView(tabs)

    def _general_tab(self) -> QWidget:
        from assistant_gui.gui.settings.generalview import GeneralView

        return GeneralView(self.general)

    @cached_property
    def general(self) -> "GeneralModel":
        from assistant_gui.gui.settings.general import GeneralModel

        model = GeneralModel(self._app.preferences, self)
        model.changed.connect(self.settings_changed)
        return model

    def _models_tab(self) -> QWidget:
        from assistant_gui.gui.settings.modelsview import ModelsView

        return ModelsView(self._models_model)

    @cached_property
    def _models_model(self) -> "ModelsModel":
        from assistant_gui.gui.settings.models import ModelsModel

        model = ModelsModel(self._app.shelf, self._app.preferences, self._tasks, self._fetching, self)
        model.changed.connect(self.models_changed)
        return model

    def _voices_tab(self) -> QWidget:
        from assistant_gui.gui.settings.voicesview import VoicesView

        return VoicesView(self._voices_model)

    @cached_property
    def _voices_model(self) -> "VoicesModel":
        from assistant_gui.gui.settings.voices import VoicesModel

        model = VoicesModel(self._app.voices, self._app.preferences, self._long_tasks, self._app.try_voice, self)
        model.changed.connect(self.settings_changed)
        self._at_end(model.end)
        return model

    def _tuning_tab(self) -> QWidget:
        from assistant_gui.gui.settings.tuningview import TuningView

        view = TuningView(self._tuning_model, self._texts_model)
        view.files_wanted.connect(self.files_wanted)
        self._bridge.arrived.connect(view.on_event)
        return view

    @cached_property
    def _tuning_model(self) -> "TuningModel":
        from assistant_gui.gui.settings.tuning import TuningModel

        model = TuningModel(
            self._app.school,
            self._app.shelf,
            self._app.preferences,
            self._tasks,
            self._long_tasks,
            self,
            comparing=self._app.comparing,
        )
        model.activated.connect(self.adapter_changed)
        model.compare.connect(self.compare)
        self._at_end(model.end)
        return model

    def compare(self, adapter: str) -> None:
        """Judge *adapter* blind, in a window beside this one."""
        self.comparing.compare(adapter)

    @cached_property
    def comparing(self) -> "ComparingWindow":
        from assistant_gui.gui.settings.learning.comparing import ComparingModel
        from assistant_gui.gui.settings.learning.comparingwindow import ComparingWindow

        model = ComparingModel(self._app.comparing, self._long_tasks, self)
        model.voted.connect(self._tuning_model.on_voted)
        window = ComparingWindow(model, self)
        self._at_end(window.end)
        return window

    @cached_property
    def _texts_model(self) -> "TextsModel":
        from assistant_gui.gui.settings.learning.textsmodel import TextsModel

        tuning = self._tuning_model
        model = TextsModel(
            lambda: self._app.texts,
            lambda kinds: self._app.lessons.confirm(kinds),
            tuning.plan,
            lambda: tuning.lessons.tally.total,
            self._long_tasks,
            self,
        )
        self._at_end(model.stop)
        return model

    def _lessons(self) -> "Lessons":
        return self._app.lessons

    def _data_tab(self) -> QWidget:
        from assistant_gui.gui.trainingdata.page import TrainingDataPage

        page = TrainingDataPage(self._data_model, self._checking_model)
        page.examples.files_wanted.connect(self.files_wanted)
        page.examples.files_dropped.connect(self.files_given)
        return page

    @cached_property
    def _data_model(self) -> "TrainingDataModel":
        from assistant_gui.gui.trainingdata.viewmodel import TrainingDataModel

        model = TrainingDataModel(
            self._lessons, self._app.previews, self._preview_base, self._tasks, self._long_tasks, self
        )
        model.open_wanted.connect(self.visit_wanted)
        self._bridge.arrived.connect(model.on_event)
        return model

    @cached_property
    def _checking_model(self) -> "CheckingModel":
        from assistant_gui.gui.trainingdata.checking import CheckingModel

        model = CheckingModel(self._lessons, self._tasks, self._long_tasks, self)
        self._at_end(model.stop)
        return model

    def _preview_base(self) -> tuple[str, int]:
        """The model whose reading of examples is shown: the one that answers, or another that can learn."""
        from assistant_gui.gui.settings.tuning import LEARNERS

        known = [
            each.id
            for each in self._app.shelf.models()
            if each.kind is Kind.CHAT and each.installed and each.format in LEARNERS
        ]
        if not known:
            raise AssistantError(
                N_("No model that can learn is on this machine yet."), N_("Get one in the models tab.")
            )
        used = self._app.settings.chat.model
        base = used if used in known else known[0]
        return base, self._app.school.default_plan(base).max_tokens

    def _shortcuts_tab(self) -> QWidget:
        from assistant_gui.gui.settings.anywhere import AnywhereCard
        from assistant_gui.gui.settings.shortcutsview import ShortcutsView

        return ShortcutsView(self._shortcuts_model, AnywhereCard(self.anywhere))

    @cached_property
    def anywhere(self) -> "TalkAnywhere":
        from assistant_gui.gui.anywhere.choosing import global_key
        from assistant_gui.gui.anywhere.talking import TalkAnywhere

        made = TalkAnywhere(global_key(self), self._app.preferences, lambda: self._app.talk, self._acts, self)
        self._at_end(made.end)
        return made

    @cached_property
    def _shortcuts_model(self) -> "ShortcutsModel":
        from assistant_gui.gui.settings.shortcuts import ShortcutsModel

        return ShortcutsModel(self._acts, self)

    def _backups_tab(self) -> QWidget:
        from assistant_gui.gui.settings.backupsview import BackupsView

        return BackupsView(self._backups_model)

    @cached_property
    def _backups_model(self) -> "BackupsModel":
        from assistant_gui.gui.settings.backups import BackupsModel

        model = BackupsModel(self._app.backups, self._long_tasks, self)
        self._keeping.made.connect(model.refresh)
        return model

    def welcome(self) -> QWidget:
        from assistant_gui.gui.welcome.view import WelcomeView

        return WelcomeView(self._welcome_model)

    @cached_property
    def _welcome_model(self) -> "WelcomeModel":
        from assistant_gui.gui.welcome.viewmodel import WelcomeModel

        model = WelcomeModel(
            self._app.shelf,
            self._fetching,
            self._app.talk,
            self._app.companion,
            self._app.preferences,
            self._tasks,
            self,
        )
        self._bridge.arrived.connect(model.on_event)
        model.finished.connect(self.welcomed)
        return model
