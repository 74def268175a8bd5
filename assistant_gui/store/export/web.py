"""Conversations as one HTML page to read, print and keep: no scripts, nothing is fetched, everything is escaped."""

import html
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from markdown_it import MarkdownIt

from assistant_gui.core.conversation import Conversation, Message
from assistant_gui.core.language import translated as _
from assistant_gui.store.export.markdown import LONGEST, attached, moment, speaker

_SCHEMES = frozenset({"http", "https", "mailto"})
_MOST_MARKS = 20_000
"""Signs that may mean something; with more of them parsing takes too long."""

_STYLE = """
:root { color-scheme: light dark; --text: #1d2124; --muted: #5c6266; --ground: #fbfbf9; --card: #ffffff;
  --line: #e0e0da; --soft: #dff0ec; --code: #f2f2ee; --link: #0a6480; }
@media (prefers-color-scheme: dark) { :root { --text: #e9eae8; --muted: #a6adb2; --ground: #1b1d1f; --card: #25282b;
  --line: #34383c; --soft: #1f3b37; --code: #141618; --link: #6cc5e0; } }
* { box-sizing: border-box; }
body { display: flex; flex-direction: column; margin: 0 auto; max-width: 48rem; padding: 2rem 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.6 system-ui, "Noto Sans", "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; }
nav { order: -1; border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; margin-bottom: 2rem; }
nav ol { margin: 0; padding-left: 1.5rem; }
section + section { margin-top: 3rem; border-top: 1px solid var(--line); padding-top: 1rem; }
.when, .files { color: var(--muted); font-size: .875rem; margin: 0; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem;
  margin: 1rem 0; overflow-wrap: anywhere; }
article.user { background: var(--soft); }
article h2 { font-size: .875rem; color: var(--muted); margin: 0 0 .25rem; }
.text > :first-child { margin-top: 0; } .text > :last-child { margin-bottom: 0; }
pre { background: var(--code); border-radius: 6px; padding: .75rem; overflow-x: auto; }
pre.plain { white-space: pre-wrap; } code { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .9em; }
:not(pre) > code { background: var(--code); border-radius: 4px; padding: .1em .3em; }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid var(--line); color: var(--muted); }
table { border-collapse: collapse; } th, td { border: 1px solid var(--line); padding: .25rem .5rem; }
@media print { body { max-width: none; padding: 0; background: none; } nav { display: none; }
  article { border-color: #999; } article, pre { break-inside: avoid-page; } pre { white-space: pre-wrap; } }
"""


def pieces(threads: Iterable[tuple[Conversation, Sequence[Message]]]) -> Iterator[str]:
    parser = _parser()
    yield _head()
    titles: list[str] = []
    for number, (conversation, messages) in enumerate(threads, 1):
        title = conversation.title or _("New chat")
        titles.append(title)
        yield f'<section id="c{number}">\n<h1>{html.escape(title)}</h1>\n'
        yield f'<p class="when">{html.escape(moment(conversation.created))}</p>\n'
        for message in messages:
            yield _article(message, parser)
        yield "</section>\n"
    if len(titles) > 1:
        listed = "".join(f'<li><a href="#c{n}">{html.escape(title)}</a></li>\n' for n, title in enumerate(titles, 1))
        yield f"<nav>\n<ol>\n{listed}</ol>\n</nav>\n"
    yield "</body>\n</html>\n"


def _head() -> str:
    policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        '<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(_('Conversations'))}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
    )


def _article(message: Message, parser: MarkdownIt) -> str:
    files = f'<p class="files">{html.escape(attached(message))}</p>\n' if message.attachments else ""
    return (
        f'<article class="{message.role.value}">\n<h2>{html.escape(speaker(message))}</h2>\n{files}'
        f'<div class="text">{_text(message.text, parser)}</div>\n</article>\n'
    )


def _text(text: str, parser: MarkdownIt) -> str:
    text = text.encode("utf-8", "replace").decode()
    if len(text) > LONGEST or sum(map(text.count, "[]*_`<&!")) > _MOST_MARKS:
        return f'<pre class="plain">{html.escape(text)}</pre>\n'
    return str(parser.render(text))


def _parser() -> MarkdownIt:
    """Escapes all HTML, and has no pictures."""
    return _Careful("commonmark", {"html": False, "maxNesting": 12}).enable(["table", "strikethrough"]).disable("image")


class _Careful(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's name
        """Links only where a browser may go without asking."""
        try:
            return urlsplit(url.strip()).scheme.lower() in _SCHEMES
        except ValueError:
            return False
