"""Which addresses in an answer may be opened, and the question asked before."""

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox, QWidget

from assistant_gui.core.language import translated as _

SCHEMES = ("http", "https", "mailto")
LONGEST = 2_000


def safe(address: str) -> QUrl | None:
    """*address* as something that may be opened, or None.

    Only web pages and mail, nothing relative, no names or passwords before the
    host, no control, invisible or direction-changing characters.
    """
    if len(address) > LONGEST or not address.isprintable():
        return None
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    if not url.isValid() or url.scheme().lower() not in SCHEMES:
        return None
    if url.scheme().lower() == "mailto":
        return url if "@" in url.path() else None
    if not host(url) or url.userName() or url.password():
        return None
    return url


def host(url: QUrl) -> str:
    """Where *url* really leads; a name that is not plain ASCII in its xn-- form, so that look-alikes show."""
    return url.host(QUrl.ComponentFormattingOption.FullyEncoded) or bytes(QUrl.toAce(url.host()).data()).decode()


def open_asking(url: QUrl, parent: QWidget) -> None:
    """Show where *url* leads; open it in the person's own browser if they agree."""
    mail = url.scheme().lower() == "mailto"
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setWindowTitle(_("Open link"))
    box.setTextFormat(Qt.TextFormat.PlainText)
    where = url.path() if mail else host(url)
    box.setText((_("Write a mail to {where}?") if mail else _("Open a page on {where}?")).format(where=where))
    box.setInformativeText(url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
    go = box.addButton(_("Open"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(go)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttonClicked.connect(lambda button: QDesktopServices.openUrl(url) if button is go else None)
    box.open()
