"""Only the web and mail, only with the host in sight."""

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QMessageBox, QWidget

from assistant_gui.gui.links import host, open_asking, safe


@pytest.mark.parametrize(
    "address",
    ["https://example.org", "http://example.org:8080/a?b=c#d", "mailto:a@example.org", "HTTPS://Example.org/%20x"],
)
def test_web_and_mail_may_be_opened(address):
    assert safe(address) is not None


@pytest.mark.parametrize(
    "address",
    [
        "", "example.org", "//example.org", "/etc/passwd", "file:///etc/passwd", "FILE:///etc/passwd", "C:\\x",
        "\\\\host\\share", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
        "ftp://example.org", "smb://host/share", "vbscript:x", "about:blank", "http://", "https:///x", "mailto:",
        "mailto:nobody", "http://user@evil.example", "http://a:b@evil.example", "https://example.org/\u202egpj.exe",
        "https://exam\u200bple.org", "https://example.org/\x00", " https://example.org", "ms-msdt:/id", "tel:110",
        "https://example.org/" + "a" * 2_000, "http://[::1", "qrc:/x", "copy:0", "view-source:http://x.example",
    ],
)  # fmt: skip
def test_nothing_else_may(address):
    assert safe(address) is None


def test_a_look_alike_host_is_shown_in_its_true_form():
    url = safe("https://аpple.com/login")  # the first letter is Cyrillic

    assert url is not None
    assert host(url) == "xn--pple-43d.com"


def test_it_asks_first_and_shows_where_it_leads(qtbot, monkeypatch):
    opened = []
    monkeypatch.setattr("assistant_gui.gui.links.QDesktopServices.openUrl", opened.append)  # it would open a browser
    parent = QWidget()
    qtbot.addWidget(parent)

    open_asking(QUrl("https://example.org/a"), parent)
    box = parent.findChild(QMessageBox)

    assert "example.org" in box.text()
    assert "https://example.org/a" in box.informativeText()
    assert opened == []
    box.defaultButton().click()
    assert opened == [QUrl("https://example.org/a")]
