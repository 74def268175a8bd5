"""Text as it is written -> text as it is said: no marks, links or emoji, and numbers, dates and signs in words.

The rules are compiled at the first text, not at the start of the program.
"""

from assistant_gui.core.spoken.traced import Traced


def spoken(text: str, language: str = "") -> str:
    """What a voice should say of *text*, which may be Markdown; empty when nothing of it can be said.

    Lines become sentences, so that a list is heard as one. *language* is a code such as ``en`` or
    ``en-GB``; empty finds it out. Of a language without rules of its own only the marks are taken.
    """
    return traced(text, language).text


def unmarked(text: str, language: str = "") -> str:
    """*text* without what only guides the eye; for a screen reader, which reads numbers in its own way."""
    return _unmarked(text, language or _written_in(text)).text


def traced(text: str, language: str = "") -> Traced:
    """What :func:`spoken` gives, and where in *text* each character of it comes from."""
    language = language or _written_in(text)
    said = _unmarked(text, language)
    match language.replace("_", "-").partition("-")[0].lower():
        case "en":
            from assistant_gui.core.spoken import english

            return english.said(said, day_first=language.lower() not in ("en", "en-us"))
        case "zh" | "cmn" | "yue":
            from assistant_gui.core.spoken import chinese

            return chinese.said(said)
        case _:
            return said


def prepare(language: str = "") -> None:
    """Compile the rules now, so that the first sentence does not wait for it."""
    traced("1", language)


def _unmarked(text: str, language: str) -> Traced:
    from assistant_gui.core.spoken import blocks, marks

    return marks.taken(blocks.said(Traced.of(text.replace("\r", "\n")), language), language)


def _written_in(text: str) -> str:
    from assistant_gui.core.spoken.written import written_in

    return written_in(text) or "en"
