"""Code and documents that stood beside an answer, as parts of it in Markdown."""

import re

_TICKS = re.compile(r"`{3,}")
_LANGUAGE = re.compile(r"[A-Za-z0-9+#.-]{1,30}")


def fenced(code: str, language: str = "") -> str:
    """*code* between fences that nothing in it can end; empty when there is none."""
    longest = max((len(ticks) for ticks in _TICKS.findall(code)), default=2)
    fence = "`" * (longest + 1)
    known = language if _LANGUAGE.fullmatch(language) else ""
    return f"{fence}{known}\n{code.strip(chr(10))}\n{fence}" if code.strip() else ""


def beside(title: str, content: str, language: str) -> str:
    """What was shown in a pane of its own, under its title; a document (no *language*) stays text."""
    written = fenced(content, language) if language else content.strip("\n")
    name = " ".join(title[:300].replace("*", " ").split())
    return f"**{name}**\n\n{written}" if name and written.strip() else written
