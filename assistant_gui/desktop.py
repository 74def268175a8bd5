"""Opens the window on a profile: the panes, their view-models and the program, joined."""

import logging
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QLocale, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from assistant_gui import assets, languages
from assistant_gui.app import App
from assistant_gui.core.errors import AssistantError
from assistant_gui.core.events import Event, Floor, FloorChanged
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run, RunStatus
from assistant_gui.core.settings import Settings
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.leaving import Leaving
from assistant_gui.gui.place import WindowPlace
from assistant_gui.gui.shell import main_window
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.theme import Theme
from assistant_gui.gui.window import CHAT
from assistant_gui.remote.handover import raise_window
from assistant_gui.running import commands_for, holding, opened
from assistant_gui.session.assistant import something_broke
from assistant_gui.store.lock import ProfileHeld

if TYPE_CHECKING:
    from assistant_gui.gui.settings.general import GeneralModel
    from assistant_gui.gui.settings.models import ModelsModel
    from assistant_gui.gui.settings.tuning import TuningModel
    from assistant_gui.gui.settings.view import SettingsView
    from assistant_gui.gui.voice.viewmodel import VoiceModel
    from assistant_gui.gui.welcome.viewmodel import WelcomeModel

VOICE, SETTINGS, WELCOME = "voice", "settings", "welcome"

_log = logging.getLogger(__name__)


def open_window(folder: Path | None = None) -> int:
    """Open the window on the profile in *folder* and stay until it is closed; the exit code.

    A second start raises the window of the first and ends.
    """
    application = QApplication(sys.argv[:1])
    application.setApplicationName("assistant_gui")
    application.setWindowIcon(QIcon(str(assets.path("assistant.svg"))))
    try:
        return _stayed(application, folder)
    except AssistantError as error:  # there is no window yet that could show it
        if application.platformName() != "offscreen":  # where nobody could close it
            QMessageBox.critical(None, _("The assistant cannot open"), str(error))
        raise


def _stayed(application: QApplication, folder: Path | None) -> int:
    profile = opened(folder)
    front = _Front()
    try:
        with holding(profile, front.wanted.emit, commands_for) as app:
            desktop = Desktop(app, application)
            front.wanted.connect(desktop.to_the_front)
            sys.excepthook = desktop.broke
            desktop.show()
            try:
                return application.exec()
            finally:
                sys.excepthook = sys.__excepthook__
                desktop.close()
    except ProfileHeld as held:
        if held.holder is None:
            raise
        raise_window(held.holder.address, held.holder.key)
        return 0


def speak(wanted: str) -> None:
    """Speak the language *wanted*; "system" is what the desktop says, which the environment may not know."""
    languages.speak(wanted, (QLocale.system().uiLanguages() or [""])[0])


class _Front(QObject):
    """Somebody started the program again; emitted from the thread that answers the door."""

    wanted = Signal()


class Desktop(QObject):
    """The window and everything behind it. Panes other than the chat are made when first shown."""

    def __init__(self, app: App, application: QApplication) -> None:
        super().__init__()
        self.app = app
        self.theme = Theme(application, app.settings.looks)
        speak(app.settings.looks.language)
        self.bridge = Bridge(self)
        self.tasks = PooledTasks(self)
        self.long_tasks = PooledTasks(self, threads=4)
        self.downloads = PooledTasks(self)
        self.floor = Floor.OFF
        self._language = app.settings.looks.language
        self._ending: list[Callable[[], None]] = []
        app.listen(self.bridge.carry)

        self.chat = ChatViewModel(app.companion, app.archive, self.tasks, self)
        self.fetching = Fetching(app.shelf, self.downloads, parent=self)
        self._ending.append(self.fetching.end)
        self.window = main_window(
            self.chat, {VOICE: self._voice, SETTINGS: self._settings}, before_close=lambda: self.leaving.may_close()
        )
        self.leaving = Leaving(self.window, app.school, self.long_tasks, self)
        self.place = WindowPlace(self.window, app.profile.window)
        self.place.restore()

        self.window.closed.connect(self.place.remember)
        application.commitDataRequest.connect(self.leaving.leave)
        self.bridge.arrived.connect(self.window.on_event)
        self.bridge.arrived.connect(self.chat.on_event)
        self.bridge.arrived.connect(self._on_event)
        self.chat.opened.connect(self._on_opened)
        self.chat.stored.connect(self._on_opened)
        self.fetching.arrived.connect(self._on_models_changed)
        self.window.pane_shown.connect(self._on_pane_shown)

    def show(self) -> None:
        """Show the window; whatever takes time begins after it is there."""
        self.window.show()
        QTimer.singleShot(0, self._begin)

    def close(self) -> None:
        """End what was begun; the parts are closed by who opened them."""
        for end in reversed(self._ending):
            end()
        self.app.companion.stop()
        for pool in (self.tasks, self.long_tasks, self.downloads):
            pool.close()

    @Slot()
    def to_the_front(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def broke(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A slot raised what nobody expected: keep it in the log, and say so."""
        _log.error("the window broke", exc_info=(kind, error, trace))
        self.window.notices.show_error(something_broke())

    # -- beginning

    @Slot()
    def _begin(self) -> None:
        self.chat.start()
        for notice in self.app.preferences.notices:
            self.window.notices.show_error(notice)
        self.tasks.run(self.app.adapter_changed)
        self.tasks.run(self.app.school.runs, self._on_runs)
        if self.app.settings.welcomed:
            self._warm_up()
        else:
            self._welcome()

    def _on_runs(self, runs: list[Run]) -> None:
        if any(run.status is RunStatus.RUNNING for run in runs):
            self.window.notices.say(_("Fine-tuning is going on."), _("Show it"), self._show_tuning)

    def _warm_up(self) -> None:
        """Load the model that answers before it is asked; without one, say where to get it."""
        self.long_tasks.run(self.app.warm_up, None, self._on_not_warm)

    def _on_not_warm(self, error: AssistantError) -> None:
        self.window.notices.show_error(error, _("Models"), self._show_models)

    def _show_models(self) -> None:
        self._show_tab("models")

    def _show_tuning(self) -> None:
        self._show_tab("tuning")

    def _show_tab(self, name: str) -> None:
        self.window.show_pane(SETTINGS)
        cast("SettingsView", self.window.stack.currentWidget()).show_tab(name)

    def _welcome(self) -> None:
        self.window.add_pane(WELCOME, self._welcome_view)
        self.window.show_pane(WELCOME)

    @Slot()
    def _on_welcomed(self) -> None:
        self.window.show_pane(CHAT)
        self._warm_up()

    # -- panes: a view may be made again, its view-model is made once

    def _voice(self) -> QWidget:
        from assistant_gui.gui.voice.view import VoiceView

        return VoiceView(self._voice_model)

    @cached_property
    def _voice_model(self) -> "VoiceModel":
        from assistant_gui.gui.voice.viewmodel import VoiceModel

        model = VoiceModel(self.app.talk, self.app.preferences, self)
        self.bridge.arrived.connect(model.on_event)
        return model

    def _settings(self) -> "SettingsView":
        from assistant_gui.gui.settings.view import SettingsView, Tab

        return SettingsView(
            [
                Tab("general", N_("General"), self._general_tab),
                Tab("models", N_("Models"), self._models_tab),
                Tab("tuning", N_("Fine-tuning"), self._tuning_tab),
            ]
        )

    def _general_tab(self) -> QWidget:
        from assistant_gui.gui.settings.generalview import GeneralView

        return GeneralView(self.general)

    @cached_property
    def general(self) -> "GeneralModel":
        from assistant_gui.gui.settings.general import GeneralModel

        model = GeneralModel(self.app.preferences, self)
        model.changed.connect(self._on_settings_changed)
        return model

    def _models_tab(self) -> QWidget:
        from assistant_gui.gui.settings.modelsview import ModelsView

        return ModelsView(self._models_model)

    @cached_property
    def _models_model(self) -> "ModelsModel":
        from assistant_gui.gui.settings.models import ModelsModel

        model = ModelsModel(self.app.shelf, self.app.preferences, self.tasks, self.fetching, self)
        model.changed.connect(self._on_models_changed)
        return model

    def _tuning_tab(self) -> QWidget:
        from assistant_gui.gui.settings.tuningview import TuningView

        return TuningView(self._tuning_model)

    @cached_property
    def _tuning_model(self) -> "TuningModel":
        from assistant_gui.gui.settings.tuning import TuningModel

        model = TuningModel(self.app.school, self.app.shelf, self.app.preferences, self.tasks, self.long_tasks, self)
        model.activated.connect(self._on_adapter_changed)
        self._ending.append(model.end)
        return model

    def _welcome_view(self) -> QWidget:
        from assistant_gui.gui.welcome.view import WelcomeView

        return WelcomeView(self._welcome_model)

    @cached_property
    def _welcome_model(self) -> "WelcomeModel":
        from assistant_gui.gui.welcome.viewmodel import WelcomeModel

        model = WelcomeModel(
            self.app.shelf, self.fetching, self.app.talk, self.app.companion, self.app.preferences, self.tasks, self
        )
        self.bridge.arrived.connect(model.on_event)
        model.finished.connect(self._on_welcomed)
        return model

    # -- what happens

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        if isinstance(event, FloorChanged):
            self.floor = event.floor

    @Slot(str)
    def _on_opened(self, conversation: str) -> None:
        self.app.conversation = conversation
        if self.window.pane in (VOICE, SETTINGS) and self.sender() is self.chat and self.floor is Floor.OFF:
            self.window.show_pane(CHAT)

    @Slot(str)
    def _on_pane_shown(self, name: str) -> None:
        """Away from the voice pane, with nobody listening, the microphone's process is not needed."""
        if name not in (VOICE, WELCOME) and self.floor is Floor.OFF:
            self.long_tasks.run(self.app.end_sound)

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self.theme.use(settings.looks)
        self.tasks.run(self.app.use_devices)
        if settings.looks.language != self._language:
            self._language = settings.looks.language
            speak(self._language)
            QTimer.singleShot(0, self.window.translate)  # not under the hand of the entry that it takes away

    @Slot(object)
    def _on_models_changed(self, changed: object) -> None:
        self.tasks.run(self.app.adapter_changed, None, self._on_not_warm)

    @Slot(object)
    def _on_adapter_changed(self, adapter: Adapter | None) -> None:
        self.tasks.run(lambda: self.app.adapter_changed(adapter), None, self._on_not_warm)
