"""Opens the window on a profile: the panes, their view-models and the program, joined."""

import contextlib
import logging
import os
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
from assistant_gui.core.events import ConversationsReplaced, Event, Floor, FloorChanged
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.core.learning import Adapter, Run, RunStatus
from assistant_gui.core.settings import Settings
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.bridge import Bridge
from assistant_gui.gui.chat.around import Around
from assistant_gui.gui.chat.attaching import Attaching
from assistant_gui.gui.chat.closed import ClosedFolders
from assistant_gui.gui.chat.filing import FilingViewModel
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.temporary import TEMPORARY, Temporaries
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.exchange.joining import Exchanging
from assistant_gui.gui.exchange.viewmodel import ExchangeModel
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.keeping import Keeping
from assistant_gui.gui.leaving import Leaving
from assistant_gui.gui.looks import add_looks
from assistant_gui.gui.place import WindowPlace
from assistant_gui.gui.shell import main_window
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.theme import Theme
from assistant_gui.gui.window import CHAT
from assistant_gui.paths import Profile, usual_profile
from assistant_gui.remote.handover import raise_window
from assistant_gui.running import commands_for, holding, opened
from assistant_gui.session.assistant import something_broke
from assistant_gui.store.file import Damaged
from assistant_gui.store.lock import ProfileHeld
from assistant_gui.store.preferences import glimpse

if TYPE_CHECKING:
    from assistant_gui.gui.settings.backups import BackupsModel
    from assistant_gui.gui.settings.general import GeneralModel
    from assistant_gui.gui.settings.models import ModelsModel
    from assistant_gui.gui.settings.shortcuts import ShortcutsModel
    from assistant_gui.gui.settings.tuning import TuningModel
    from assistant_gui.gui.settings.view import SettingsView
    from assistant_gui.gui.voice.viewmodel import VoiceModel
    from assistant_gui.gui.welcome.viewmodel import WelcomeModel

GIVE_WAY_S = 0.0005
"""How soon a thread that works lets another have the interpreter. Python's own 5 ms, each time Qt asks a widget for
something, add up to a window that stutters while an import goes on."""
VOICE, SETTINGS, WELCOME = "voice", "settings", "welcome"

_log = logging.getLogger(__name__)


def open_window(folder: Path | None = None) -> int:
    """Open the window on the profile in *folder* and stay until it is closed; the exit code.

    A second start raises the window of the first and ends.
    """
    scale(glimpse(Profile(folder or usual_profile()).settings).looks.scale)
    sys.setswitchinterval(GIVE_WAY_S)
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
    """Opens it again when the file with the conversations turns out to be damaged while the window is open."""
    damage = ""
    while True:
        code, damage = _stayed_once(application, folder, damage)
        if not damage:
            return code


def _stayed_once(application: QApplication, folder: Path | None, damage: str) -> tuple[int, str]:
    """The exit code, and what is damaged if that was why it ended; *damage* is what is known of it before."""
    profile = opened(folder)
    front = Front()
    try:
        with holding(profile, front.wanted.emit, commands_for) as app:
            damage = damage or damage_of(app)
            if damage and not recovered(app, application, damage, front):
                return 1, ""
            desktop = Desktop(app, application)
            front.wanted.connect(desktop.to_the_front)
            sys.excepthook = desktop.broke
            desktop.show()
            try:
                return application.exec(), desktop.damage
            finally:
                sys.excepthook = sys.__excepthook__
                desktop.close()
    except ProfileHeld as held:
        if held.holder is None:
            raise
        raise_window(held.holder.address, held.holder.key)
        return 0, ""


def damage_of(app: App) -> str:
    """Why the conversations cannot be opened, when it is because their file is damaged or lost."""
    try:
        app.archive  # noqa: B018 - opened here so that what is wrong is known before the window is made
    except Damaged:
        if app.profile.database.exists():
            return _("The file with your conversations is damaged")
        return _("The file with your conversations is not there any more")
    return ""


def recovered(app: App, application: QApplication, damage: str, front: "Front") -> bool:
    """Let the person choose what becomes of a damaged file; whether there is one to go on with."""
    from assistant_gui.gui.recovery.view import RecoveryView
    from assistant_gui.gui.recovery.viewmodel import RecoveryModel

    theme = Theme(application, app.settings.looks)
    speak(app.settings.looks.language)
    tasks = PooledTasks(threads=1)
    model = RecoveryModel(app.backups, damage, tasks, theme)
    view = RecoveryView(model)
    front.wanted.connect(view.activateWindow)
    view.show()
    model.start()
    try:
        application.exec()
    finally:
        tasks.close()
    return model.done is not None


def scale(percent: int) -> None:
    """Draw everything that much larger, on top of what the screen and the person's environment ask for.

    Qt reads it once, when the application is made.
    """
    asked = os.environ.get("QT_SCALE_FACTOR", "")
    with contextlib.suppress(ValueError):
        os.environ["QT_SCALE_FACTOR"] = f"{float(asked or 1) * percent / 100:g}"


def speak(wanted: str) -> None:
    """Speak the language *wanted*; "system" is what the desktop says, which the environment may not know."""
    languages.speak(wanted, (QLocale.system().uiLanguages() or [""])[0])


class Front(QObject):
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
        self.counting = PooledTasks(self, threads=1)
        self.floor = Floor.OFF
        self._language = app.settings.looks.language
        self._ending: list[Callable[[], None]] = []
        self.damage = ""
        """What was found wrong with the file; the window was closed for it."""
        app.listen(self.bridge.carry)

        self.readings = PooledTasks(self, threads=2)
        self.attaching = Attaching(app.files, self.readings, self)
        self._ending.append(self.attaching.end)
        self.chat = ChatViewModel(
            app.companion,
            app.archive,
            self.tasks,
            self,
            attaching=self.attaching,
            weigh=app.weigh,
            slow=self.long_tasks,
        )
        self._ending.append(self.chat.weighing.close)
        self.around = Around(
            self.chat, app.archive, app, app.measure, self.tasks, self.bridge, self, counting=self.counting
        )
        self._ending.append(self.around.end)
        self.filing = FilingViewModel(self.chat, app.archive.filing, app.archive.rename, app, self)
        self.fetching = Fetching(app.shelf, self.downloads, parent=self)
        self._ending.append(self.fetching.end)
        self.exchange = ExchangeModel(app, self.long_tasks, self)
        self._ending.append(self.exchange.end)
        self.keeping = Keeping(app.backups, app.look_through, self.long_tasks, self)
        self._ending.append(self.keeping.stop)
        self.window = main_window(
            self.chat,
            self.filing,
            SearchViewModel(self.chat, app.archive, self),
            {VOICE: self._voice, SETTINGS: self._settings},
            before_close=lambda: self.temporary.may_close_window() and self.leaving.may_close(),
            actions=Actions(app.preferences, self),
            chat=lambda: self.around.pane(),
        )
        self.around.join(self.window)
        self.temporary = Temporaries(
            app,
            self.window,
            self.chat,
            app.archive.manners,
            self.tasks,
            self.counting,
            self.long_tasks,
            self.bridge,
            self,
        )
        self._ending.append(self.temporary.end)
        self.exchanging = Exchanging(self.exchange, self.window, lambda: (self.chat.shown, self.chat.title))
        self._accept_drops()
        self._add_actions()
        self.leaving = Leaving(self.window, app.school, self.long_tasks, self)
        self.place = WindowPlace(self.window, app.profile.window)
        self.place.restore()

        self.closed_folders = ClosedFolders(self.chat.conversations, app.profile.closed_folders)
        self.closed_folders.restore()

        self.window.closed.connect(self.place.remember)
        self.window.closed.connect(self.closed_folders.remember)
        application.commitDataRequest.connect(self.temporary.end)
        application.commitDataRequest.connect(self.leaving.leave)
        self.bridge.arrived.connect(self.window.on_event)
        self.bridge.arrived.connect(self.chat.on_event)
        self.filing.happened.connect(self.bridge.arrived)
        self.bridge.arrived.connect(self.attaching.on_event)
        self.bridge.arrived.connect(self._on_event)
        self.chat.opened.connect(self._on_opened)
        self.chat.stored.connect(self._on_opened)
        self.around.temporary_wanted.connect(self.temporary.open)
        self.temporary.changed.connect(self.around.show_temporary)
        self.temporary.kept.connect(self.chat.open)
        self.temporary.failed.connect(self.window.notices.show_error)
        self.fetching.arrived.connect(self._on_models_changed)
        self.window.pane_shown.connect(self._on_pane_shown)
        self.window.translated.connect(self.exchanging.translate)
        self.window.translated.connect(self._accept_drops)
        self.chat.opened.connect(self.exchanging.on_opened)
        self.chat.stored.connect(self.exchanging.on_opened)
        self.filing.import_wanted.connect(self.exchanging.ask_for_files)
        self.filing.import_folder_wanted.connect(self.exchanging.ask_for_folder)
        self.filing.export_wanted.connect(self._on_export_wanted)
        self.keeping.failed.connect(self.window.notices.show_error)
        self.keeping.damaged.connect(self._on_damaged)

    def show(self) -> None:
        """Show the window; whatever takes time begins after it is there."""
        self.window.show()
        QTimer.singleShot(0, self._begin)

    def close(self) -> None:
        """End what was begun; the parts are closed by who opened them."""
        for end in reversed(self._ending):
            end()
        self.app.companion.stop()
        self.app.backups.close()
        for pool in (self.tasks, self.readings, self.long_tasks, self.downloads, self.counting):
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

    def _add_actions(self) -> None:
        """What no pane adds for itself; the palette, the keys and their settings are made from it."""
        acts = self.window.acts
        acts.add("show-models", N_("Show the models"), lambda: self._show_tab("models"))
        acts.add("show-tuning", N_("Show fine-tuning"), lambda: self._show_tab("tuning"))
        acts.add("show-shortcuts", N_("Show the keyboard shortcuts"), lambda: self._show_tab("shortcuts"), "F1")
        self.exchanging.add_actions(acts)
        add_looks(acts, self.app.preferences, lambda key, value: self.general.change(key, value))
        acts.add("quit", N_("Quit"), self.window.close, "Ctrl+Q")

    # -- beginning

    @Slot()
    def _begin(self) -> None:
        self.chat.start()
        for notice in self.app.preferences.notices:
            self.window.notices.show_error(notice)
        self.tasks.run(self.app.adapter_changed)
        self.tasks.run(self.app.school.runs, self._on_runs)
        self.keeping.start()
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
                Tab("shortcuts", N_("Shortcuts"), self._shortcuts_tab),
                Tab("backups", N_("Backups"), self._backups_tab),
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

    def _shortcuts_tab(self) -> QWidget:
        from assistant_gui.gui.settings.shortcutsview import ShortcutsView

        return ShortcutsView(self._shortcuts_model)

    @cached_property
    def _shortcuts_model(self) -> "ShortcutsModel":
        from assistant_gui.gui.settings.shortcuts import ShortcutsModel

        return ShortcutsModel(self.window.acts, self)

    def _backups_tab(self) -> QWidget:
        from assistant_gui.gui.settings.backupsview import BackupsView

        return BackupsView(self._backups_model)

    @cached_property
    def _backups_model(self) -> "BackupsModel":
        from assistant_gui.gui.settings.backups import BackupsModel

        model = BackupsModel(self.app.backups, self.long_tasks, self)
        self.keeping.made.connect(model.refresh)
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
        elif isinstance(event, ConversationsReplaced):
            self.chat.new()
            self.chat.start()

    @Slot(str)
    def _on_opened(self, conversation: str) -> None:
        self.app.conversation = conversation
        if self.window.pane in (VOICE, SETTINGS, TEMPORARY) and self.sender() is self.chat and self.floor is Floor.OFF:
            self.window.show_pane(CHAT)

    @Slot()
    def _accept_drops(self) -> None:
        """Also after the sidebar was made again."""
        self.exchanging.accept_drops(self.window.sidebar)

    @Slot(object)
    def _on_export_wanted(self, ids: list[str]) -> None:
        chosen = self.filing.conversations.of(ids)
        self.exchanging.export(ids, chosen[0].title if len(chosen) == 1 else "")

    @Slot(str)
    def _on_pane_shown(self, name: str) -> None:
        """Away from the voice pane, with nobody listening, the microphone's process is not needed."""
        if name == VOICE:
            self.long_tasks.run(self.app.warm_up_talking, None, _say_it_when_it_is_wanted)
        if name not in (VOICE, WELCOME) and self.floor is Floor.OFF:
            self.long_tasks.run(self.app.end_sound)

    @Slot(str)
    def _on_damaged(self, what: str) -> None:
        words = AssistantError(N_("The file with your conversations is damaged."), "{what}", what=what)
        self.window.notices.show_error(words, _("What can be done"), self._recover)

    def _recover(self) -> None:
        """Close everything and begin again with the page that says what can be done."""
        self.damage = _("The file with your conversations is damaged")
        self.leaving.leave()

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self.theme.use(settings.looks)
        self.tasks.run(self.app.use_devices)
        self.around.manner.read()
        if settings.looks.language != self._language:
            self._language = settings.looks.language
            speak(self._language)
            QTimer.singleShot(
                0, self.window, self.window.translate
            )  # not under the hand of the entry that it takes away

    @Slot(object)
    def _on_models_changed(self, changed: object) -> None:
        self.tasks.run(self.app.adapter_changed, None, self._on_not_warm)

    @Slot(object)
    def _on_adapter_changed(self, adapter: Adapter | None) -> None:
        self.tasks.run(lambda: self.app.adapter_changed(adapter), None, self._on_not_warm)


def _say_it_when_it_is_wanted(error: AssistantError) -> None:
    """What cannot be loaded ahead of time is told when somebody talks."""
    _log.info("not loaded ahead of time: %s", error)
