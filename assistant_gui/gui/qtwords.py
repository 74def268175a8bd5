"""The words that Qt says by itself, in menus of entries and in its dialogs, in the language of all others."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator


def speak_qt(application: QCoreApplication, language: str) -> None:
    """Let Qt speak *language*, as far as it is shipped with it; English needs nothing."""
    for before in application.findChildren(QTranslator):
        application.removeTranslator(before)
        before.deleteLater()
    words = QTranslator(application)
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(words)
