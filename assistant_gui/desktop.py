"""The window and the program behind it, joined: what is built, and what happens."""

import logging
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication, QLocale, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from assistant_gui import languages
from assistant_gui.app import App
from assistant_gui.core.aftermath import Regret
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
from assistant_gui.gui.chat.visiting import Visiting
from assistant_gui.gui.exchange.joining import Exchanging
from assistant_gui.gui.exchange.viewmodel import ExchangeModel
from assistant_gui.gui.fetching import Fetching
from assistant_gui.gui.keeping import Keeping
from assistant_gui.gui.leaving import Leaving
from assistant_gui.gui.looks import add_looks
from assistant_gui.gui.place import WindowPlace
from assistant_gui.gui.qtwords import speak_qt
from assistant_gui.gui.regretting import Regretting, regret_in_words
from assistant_gui.gui.shell import main_window
from assistant_gui.gui.tasks import PooledTasks
from assistant_gui.gui.theme import Theme
from assistant_gui.gui.window import CHAT
from assistant_gui.panes import Panes
from assistant_gui.session.assistant import something_broke

if TYPE_CHECKING:
    from assistant_gui.gui.settings.view import SettingsView

VOICE, SETTINGS, WELCOME = "voice", "settings", "welcome"
NOBODY_TALKS = (Floor.OFF, Floor.ARMED)

_log = logging.getLogger(__name__)


def speak(wanted: str) -> None:
    """Speak the language *wanted*; "system" is what the desktop says, which the environment may not know."""
    spoken = languages.speak(wanted, (QLocale.system().uiLanguages() or [""])[0])
    if (application := QCoreApplication.instance()) is not None:
        speak_qt(application, spoken)


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
        self.filing = FilingViewModel(
            self.chat, app.archive.filing, app.archive.rename, app, self, remembering=app.school
        )
        self.fetching = Fetching(app.shelf, self.downloads, parent=self)
        self._ending.append(self.fetching.end)
        self.exchange = ExchangeModel(app, self.long_tasks, self)
        self._ending.append(self.exchange.end)
        self.keeping = Keeping(app.backups, app.look_through, self.long_tasks, self)
        self._ending.append(self.keeping.stop)
        self.regretting = Regretting(app.aftermath, self.long_tasks, self)
        self._ending.append(self.regretting.stop)
        acts = Actions(app.preferences, self)
        self.panes = Panes(
            app,
            self.bridge,
            self.tasks,
            self.long_tasks,
            self.fetching,
            self.keeping,
            acts,
            self._ending.append,
            self,
        )
        self.window = main_window(
            self.chat,
            self.filing,
            SearchViewModel(self.chat, app.archive, self),
            {VOICE: self.panes.voice, SETTINGS: self.panes.settings},
            before_close=lambda: self.temporary.may_close_window() and self.leaving.may_close(),
            actions=acts,
            chat=lambda: self.around.pane(),
            to_models=lambda: self._show_models(),
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
        self.panes.settings_changed.connect(self._on_settings_changed)
        self.panes.models_changed.connect(self._on_models_changed)
        self.panes.adapter_changed.connect(self._on_adapter_changed)
        self.panes.welcomed.connect(self._on_welcomed)
        self.panes.asked_about.connect(self._on_asked_about)
        self.visiting = Visiting(self.chat, app.archive, self)
        self.panes.visit_wanted.connect(self.visiting.visit)
        self.panes.files_wanted.connect(self.exchanging.ask_for_files)
        self.panes.files_given.connect(self._on_files_given)
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
        self.regretting.proposed.connect(self._on_regret)
        self.filing.traces.rebuilding.connect(self._on_rebuilding)

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
        acts.add("show-data", N_("Show the training data"), lambda: self._show_tab("data"))
        acts.add("show-shortcuts", N_("Show the keyboard shortcuts"), lambda: self._show_tab("shortcuts"), "F1")
        acts.add("check-sound", N_("Check microphone and speaker"), lambda: self.panes.check_sound(self.window))
        acts.add("toggle-talk", N_("Begin or end talking"), lambda: self.app.talk.toggle_talking(), "Ctrl+Shift+Space")
        self.exchanging.add_actions(acts)
        add_looks(acts, self.app.preferences, lambda key, value: self.panes.general.change(key, value))
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
        self.regretting.start()
        if self.app.settings.keys.talk_anywhere:
            self.panes.anywhere.failed.connect(self.window.notices.show_error)
            self.panes.anywhere.start()
        if self.app.settings.welcomed:
            self._warm_up()
            self.tasks.run(self.app.wait_for_wake_word)
            if self.app.settings.hearing.wake_word != "off":
                self.long_tasks.run(self.app.warm_up_talking, None, _say_it_when_it_is_wanted)
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
        self.window.add_pane(WELCOME, self.panes.welcome)
        self.window.show_pane(WELCOME)

    @Slot()
    def _on_welcomed(self) -> None:
        self.window.show_pane(CHAT)
        self._warm_up()

    @Slot(str, str)
    def _on_asked_about(self, name: str, text: str) -> None:
        """A text goes with the next question of the conversation that is open."""
        self.attaching.add_text(name, text)
        self.window.show_pane(CHAT)

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
        if (
            self.window.pane in (VOICE, SETTINGS, TEMPORARY)
            and self.sender() is self.chat
            and self.floor in NOBODY_TALKS
        ):
            self.window.show_pane(CHAT)

    @Slot()
    def _accept_drops(self) -> None:
        """Also after the sidebar was made again."""
        self.exchanging.accept_drops(self.window.sidebar)

    @Slot(object)
    def _on_files_given(self, names: list[str]) -> None:
        self.exchange.take_in([Path(name) for name in names])

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

    @Slot(object)
    def _on_regret(self, regret: Regret) -> None:
        self.window.notices.say(regret_in_words(regret), _("Go back"), self._go_back)

    @Slot(object)
    def _on_rebuilding(self, run: Run) -> None:
        words = _("“{name}” is being learned again without what was deleted.").format(name=run.plan.name)
        self.window.notices.say(words, _("Show it"), self._show_tuning)

    def _go_back(self) -> None:
        """Answer with what was active before the last activation."""
        self.tasks.run(self.app.school.rollback, self._on_adapter_changed, self.window.notices.show_error)

    def _recover(self) -> None:
        """Close everything and begin again with the page that says what can be done."""
        self.damage = _("The file with your conversations is damaged")
        self.leaving.leave()

    @Slot(object)
    def _on_settings_changed(self, settings: Settings) -> None:
        self.theme.use(settings.looks)
        self.tasks.run(self.app.use_devices)
        self.tasks.run(self.app.wait_for_wake_word)
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
