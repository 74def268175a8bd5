"""Asking which files to import, and where and in what form to export to."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from assistant_gui.core.exchange import SUFFIX, Form
from assistant_gui.core.language import N_
from assistant_gui.core.language import translated as _

_FORMS = {
    Form.OWN: N_("Everything, to import again"),
    Form.MARKDOWN: N_("Markdown, to read"),
    Form.HTML: N_("Web page, to read and print"),
    Form.JSON: N_("JSON, every branch"),
    Form.MESSAGES: N_("Training data, messages"),
    Form.SHAREGPT: N_("Training data, ShareGPT"),
}
_UNFIT = re.compile(r'[\x00-\x1f<>:"/\\|?*]+')
_NAME_CHARACTERS = 60


def ask_for_files(parent: QWidget, then: Callable[[Sequence[Path]], None]) -> QFileDialog:
    """Call *then* with the files that the person chooses."""
    dialog = _dialog(parent, _("Import conversations"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(
        [_("Exports of conversations") + " (*.zip *.json *.jsonl *.csv *.tsv *.txt)", _("All files") + " (*)"]
    )
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()
    return dialog


def ask_for_folder(parent: QWidget, then: Callable[[Sequence[Path]], None]) -> QFileDialog:
    """The same for a folder, as Jan and LM Studio keep them."""
    dialog = _dialog(parent, _("Import a folder of conversations"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()
    return dialog


def ask_where(parent: QWidget, title: str, then: Callable[[Form, Path], None]) -> QFileDialog:
    """Call *then* with the form and the file; *title* is what the file is called if the person does not mind."""
    dialog = _dialog(parent, _("Export conversations"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    filters = {f"{_(words)} (*{SUFFIX[form]})": form for form, words in _FORMS.items()}
    dialog.setNameFilters(list(filters))

    def suffix() -> str:
        return SUFFIX[filters.get(dialog.selectedNameFilter(), Form.OWN)]

    def chosen(name: str) -> None:
        form = filters.get(dialog.selectedNameFilter(), Form.OWN)
        then(form, Path(name if Path(name).suffix == SUFFIX[form] else name + SUFFIX[form]))

    dialog.filterSelected.connect(lambda _filter: dialog.setDefaultSuffix(suffix()))
    dialog.fileSelected.connect(chosen)
    dialog.setDefaultSuffix(suffix())
    dialog.selectFile(file_name(title))
    dialog.open()
    return dialog


def file_name(title: str) -> str:
    """*title* as every system takes it for a file, without a suffix."""
    fit = _UNFIT.sub(" ", title)
    return " ".join(fit.split())[:_NAME_CHARACTERS].strip(" .") or "conversations"


def _dialog(parent: QWidget, title: str) -> QFileDialog:
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
    dialog = QFileDialog(parent, title, place)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
