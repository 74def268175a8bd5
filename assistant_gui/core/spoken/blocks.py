"""What stands in blocks: code is summed up, tables are read row by row, formulas in words."""

import re
from collections.abc import Iterator, Mapping

from assistant_gui.core.spoken.formulas import formula
from assistant_gui.core.spoken.traced import Part, Traced

MOST_ROWS = 8
"""Of a table that is read; of a longer one only the heads of its columns."""

_FENCED = re.compile(
    r"^[ \t]*(?P<fence>```+|~~~+)[ \t]*(?P<kind>[\w+#.-]*)[^`\n]*(?:\n(?P<code>.*?))?"
    r"(?:^[ \t]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
_TABLE = re.compile(
    r"^(?P<head>[ \t]*\|?[^\n|]+\|[^\n]*)\n[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*$(?P<rows>(?:\n[^\n]*\|[^\n]*)*)",
    re.MULTILINE,
)
_ROW = re.compile(r"[^\n]+")
_CELL = re.compile(r"(?:\\\||[^|\n])+")
_FORMULA = re.compile(
    r"\$\$(?P<a>[^$]{1,2000}?)\$\$|\\\[(?P<b>[^$]{1,2000}?)\\\]|\\\((?P<c>[^$\n]{1,500}?)\\\)"
    r"|\$(?P<d>[^\s$](?:[^$\n]{0,200}[^\s$])?)\$(?![\w$])"
)
_LOOKS_LIKE_A_FORMULA = re.compile(r"[\\^_=]|^[a-zA-Z]$|^[a-zA-Z] ?[+<>/-] ?\w$")
_KINDS = {
    "py": "Python",
    "python": "Python",
    "js": "JavaScript",
    "javascript": "JavaScript",
    "ts": "TypeScript",
    "typescript": "TypeScript",
    "sh": "shell",
    "bash": "shell",
    "shell": "shell",
    "zsh": "shell",
    "console": "shell",
    "c": "C",
    "cpp": "C plus plus",
    "c++": "C plus plus",
    "cs": "C sharp",
    "csharp": "C sharp",
    "java": "Java",
    "go": "Go",
    "rust": "Rust",
    "rs": "Rust",
    "ruby": "Ruby",
    "rb": "Ruby",
    "php": "PHP",
    "sql": "SQL",
    "html": "HTML",
    "css": "CSS",
    "json": "JSON",
    "yaml": "YAML",
    "yml": "YAML",
    "toml": "TOML",
    "xml": "XML",
    "kotlin": "Kotlin",
    "swift": "Swift",
    "r": "R",
    "lua": "Lua",
    "markdown": "Markdown",
    "md": "Markdown",
}
_NAMELESS = re.compile(r"(?<=段) +| (?=[ ,，])|(?<= )-")
"""What is left over in a sentence about code of no known kind."""
_PLAIN = {"", "text", "txt", "plain", "plaintext", "output", "none"}
_CODE: Mapping[str, tuple[str, str]] = {
    "en": ("A block of {kind} code, {lines} line.", "A block of {kind} code, {lines} lines."),
    "zh": ("一段 {kind} 代码，共{lines}行。", "一段 {kind} 代码，共{lines}行。"),
    "de": ("Ein Block {kind}-Code, {lines} Zeile.", "Ein Block {kind}-Code, {lines} Zeilen."),
    "fr": ("Un bloc de code {kind}, {lines} ligne.", "Un bloc de code {kind}, {lines} lignes."),
    "es": ("Un bloque de código {kind}, {lines} línea.", "Un bloque de código {kind}, {lines} líneas."),
    "it": ("Un blocco di codice {kind}, {lines} riga.", "Un blocco di codice {kind}, {lines} righe."),
    "pt": ("Um bloco de código {kind}, {lines} linha.", "Um bloco de código {kind}, {lines} linhas."),
    "nl": ("Een blok {kind}-code, {lines} regel.", "Een blok {kind}-code, {lines} regels."),
    "ru": ("Блок кода {kind}, строк: {lines}.", "Блок кода {kind}, строк: {lines}."),
    "ja": ("{kind} のコード、{lines} 行。", "{kind} のコード、{lines} 行。"),
}
"""One line, and several; a language that is not here hears nothing of code."""
_LARGE_TABLE = {
    "en": "A table with {rows} rows: ",
    "zh": "一个{rows}行的表格：",
    "de": "Eine Tabelle mit {rows} Zeilen: ",
    "fr": "Un tableau de {rows} lignes : ",
    "es": "Una tabla de {rows} filas: ",
    "it": "Una tabella di {rows} righe: ",
    "pt": "Uma tabela de {rows} linhas: ",
    "nl": "Een tabel met {rows} rijen: ",
    "ru": "Таблица, строк: {rows}: ",
    "ja": "{rows} 行の表：",
}


def said(text: Traced, language: str) -> Traced:
    """*text* without code, tables and formulas: in their places stands what is said of them."""
    short = language.partition("-")[0].lower()
    if "```" in text.text or "~~~" in text.text:
        text = text.sub(_FENCED, lambda hit: f"\n{_code(hit, short)}\n")
    if "|" in text.text:
        text = text.sub(_TABLE, lambda hit: _table(hit, short))
    if "$" in text.text or "\\" in text.text:
        text = text.sub(_FORMULA, lambda hit: _formula(hit, short))
    return text


def _code(hit: "re.Match[str]", language: str) -> str:
    lines = sum(bool(line.strip()) for line in (hit["code"] or "").splitlines())
    one, several = _CODE.get(language, ("", ""))
    if not lines:
        return ""
    kind = hit["kind"].lower()
    named = "" if kind in _PLAIN else _KINDS.get(kind, hit["kind"])
    sentence = (one if lines == 1 else several).format(kind=named, lines=lines)
    return sentence if named else _NAMELESS.sub("", sentence)


def _table(hit: "re.Match[str]", language: str) -> Iterator[Part]:
    heads = _cells(hit, *hit.span("head"))
    rows = [found.span() for found in _ROW.finditer(hit.string, *hit.span("rows"))]
    comma, stop, colon = ("，", "。", "：") if language in ("zh", "ja") else (", ", ". ", ": ")
    if len(rows) > MOST_ROWS:
        yield _LARGE_TABLE.get(language, "").format(rows=len(rows))
        for number, head in enumerate(heads):
            yield from ([comma] if number else []) + [head]
        yield stop
        return
    names = [hit.string[a:b] for a, b in heads]
    for row in rows:
        told = False
        for number, cell in enumerate(_cells(hit, *row)):
            if cell[0] == cell[1]:
                continue
            yield comma if told else ""
            if number and number < len(names) and names[number]:
                yield names[number] + colon
            yield cell
            told = True
        yield stop + "\n"
    if not rows:
        for head in heads:
            yield from (head, stop)


def _cells(hit: "re.Match[str]", start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of the row from *start* to *end* are; the first column names the row and needs no head."""
    found = []
    whole = hit.string[start:end]
    first = start + len(whole) - len(whole.lstrip(" \t|"))
    last = start + len(whole.rstrip(" \t"))
    last -= hit.string[first:last].endswith("|")
    at = first
    for border in [*(at for at in range(first, last) if hit.string[at] == "|" and hit.string[at - 1] != "\\"), last]:
        cell = hit.string[at:border]
        begins = at + len(cell) - len(cell.lstrip())
        found.append((begins, max(begins, at + len(cell.rstrip()))))
        at = border + 1
    return found


def _formula(hit: "re.Match[str]", language: str) -> Iterator[Part]:
    body = next(group for group in hit.groups() if group is not None)
    if hit["d"] is not None and not _LOOKS_LIKE_A_FORMULA.search(body):
        yield hit.span()  # money
        return
    yield f" {formula(body, language)} "
