"""The main window with the chat in it, joined to its view-model."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from assistant_gui.core.errors import AssistantError, NoModel
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _
from assistant_gui.gui.actions import Actions
from assistant_gui.gui.chat.filing import FilingViewModel
from assistant_gui.gui.chat.filingactions import add_actions as add_filing_actions
from assistant_gui.gui.chat.list import MessageList
from assistant_gui.gui.chat.offers import add_actions
from assistant_gui.gui.chat.search import SearchViewModel
from assistant_gui.gui.chat.sidebar import Sidebar
from assistant_gui.gui.chat.view import ChatView
from assistant_gui.gui.chat.viewmodel import ChatViewModel
from assistant_gui.gui.window import CHAT, MainWindow, PaneMaker

TELL_THEMSELVES = frozenset({"voice", "welcome"})
"""Panes that say what went wrong where it happened; told above them as well it would be told twice."""


def main_window(
    model: ChatViewModel,
    filing: FilingViewModel,
    search: SearchViewModel,
    panes: Mapping[str, QWidget | PaneMaker],
    before_close: Callable[[], bool] | None = None,
    actions: Actions | None = None,
    chat: PaneMaker | None = None,
    to_models: Callable[[], None] | None = None,
) -> MainWindow:
    """The window, not shown yet; *panes* as :class:`MainWindow` takes them.

    What goes wrong in the chat is told above the panes, with "Try again" where
    that helps or the way *to_models* where one is missing, and what was done to
    conversations with "Undo". Which pane is shown when is for the caller to decide.
    """
    window = MainWindow(
        chat or (lambda: ChatView(model)),
        panes,
        sidebar=lambda: Sidebar(filing, search),
        before_close=before_close,
        actions=actions,
    )

    def tell(error: AssistantError) -> None:
        if window.pane in TELL_THEMSELVES:
            return
        if isinstance(error, NoModel) and to_models is not None:
            window.notices.show_error(error, _("Models"), to_models)
        elif model.can_retry:
            window.notices.show_error(error, _("Try again"), model.retry)
        else:
            window.notices.show_error(error)

    def offer_undo(done: str, undo: Callable[[], None]) -> None:
        window.notices.offer(done, _("Undo"), undo)

    def retitle(title: str) -> None:
        window.setWindowTitle(f"{title} — {_('Assistant')}" if title else _("Assistant"))

    def mark(pane: str) -> None:
        for sidebar in window.findChildren(Sidebar):
            sidebar.on_pane_shown(pane)

    def start_search() -> None:
        window.show_sidebar()
        for sidebar in window.sidebar.findChildren(Sidebar):
            sidebar.start_search()

    stop = window.acts.add("stop", N_("Stop the answer"), model.stop, "Esc")

    def show_whether_to_stop() -> None:
        stop.setEnabled(model.busy or bool(model.aloud.reading) or window.pane == "voice")

    show_whether_to_stop()
    model.busy_changed.connect(show_whether_to_stop)
    window.pane_shown.connect(show_whether_to_stop)

    def rename() -> None:
        window.show_sidebar()
        for sidebar in window.sidebar.findChildren(Sidebar):
            sidebar.rename_shown()

    def choose_several() -> None:
        window.show_sidebar()
        for sidebar in window.sidebar.findChildren(Sidebar):
            sidebar.choose_button.toggle()

    add_filing_actions(window.acts, filing, window, rename)
    window.acts.add("choose-several", N_("Choose several conversations"), choose_several)
    window.acts.add("search", N_("Search all conversations"), start_search, "Ctrl+Shift+F")
    window.acts.add("attach-files", N_("Attach files"), model.attaching.choose, "Ctrl+Shift+A", pane=CHAT)

    def current() -> str:
        return next((each.current() for each in window.findChildren(MessageList) if each.model is model), "")

    def tell_of_removal() -> None:
        window.notices.offer(_("The message was deleted."), _("Undo"), model.versions.undo)

    add_actions(window.acts, model, current)
    model.aloud.changed.connect(show_whether_to_stop)
    model.versions.removed.connect(tell_of_removal)
    model.failed.connect(tell)
    model.attaching.refused.connect(tell)
    filing.told.connect(offer_undo)
    model.retitled.connect(retitle)
    model.opened.connect(window.leave_sidebar)
    window.new_chat_wanted.connect(model.new)
    window.pane_shown.connect(mark)
    window.translated.connect(lambda: retitle(model.title))
    return window
