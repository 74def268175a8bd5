"""Messages that a model, or whoever wrote what it read, might send to make a window load, run, leak, lie or stall.

``CANARY`` stands for the path of a file that nothing may open.
"""

CANARY = "/CANARY/secret.txt"

_TAGS = (
    "<script>fetch('http://evil.example')</script>", "<img src=http://evil.example/x.png>", f"<img src='file://{CANARY}'>",
    f'<img src="{CANARY}">', "<img src=x onerror=alert(1)>", "<iframe src=http://evil.example></iframe>",
    f"<iframe src='file://{CANARY}'>", "<svg onload=alert(1)><script>1</script></svg>",
    "<style>body{background:url(http://evil.example/b)}</style>", f"<style>@import url(file://{CANARY});</style>",
    f"<link rel=stylesheet href='file://{CANARY}'>", "<link rel=stylesheet href=http://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=http://evil.example'>", "<base href='http://evil.example/'>",
    f"<object data='file://{CANARY}'></object>", f"<embed src='{CANARY}'>", f"<video src='file://{CANARY}' autoplay>",
    f"<table background='file://{CANARY}'><tr><td>x</td></tr></table>", f"<body background='{CANARY}'>",
    f"<p style=\"background:url('file://{CANARY}')\">x</p>", f"<li style='list-style-image:url({CANARY})'>x",
    f"<a href='file://{CANARY}'>x</a>", "<form action=http://evil.example><input type=submit></form>",
    "<!-- comment --><b>x</b>", "<![CDATA[<img src=x>]]>", "<?php system('id') ?>", "<!DOCTYPE html><html><b>x</b></html>",
    f"<!DOCTYPE x [<!ENTITY a SYSTEM 'file://{CANARY}'>]><x>&a;</x>", "&lt;img src=x&gt; &#60;script&#62;", "<br/><hr/><b><i>",
    "<marquee>x</marquee>", "<details open ontoggle=alert(1)>x</details>",
)  # fmt: skip
_LINKS = (
    "[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x](data:text/html,<b>x)",
    "[x](vbscript:x)", f"[x](file://{CANARY})", f"[x]({CANARY})", "[x](\\\\evil\\share\\x)", "[x](//evil.example/x)",
    "[x](smb://evil.example/x)", "[x](ms-msdt:/id PCWDiagnostic)", "[x](search-ms:query=x&crumb=location:\\\\evil)",
    "[x](ms-officecmd:x)", "[x](tel:110)", "[x](sms:110)", "[x](facetime:x)", "[x](steam://run/1)", "[x](vscode://file/x)",
    "[x](qrc:/x)", "[x](about:blank)", "[x](view-source:http://evil.example)", "[x](jar:http://evil.example!/x)",
    "[x](blob:http://evil.example/x)", "[x](ftp://evil.example/x)", "[x](ssh://evil.example)", "[x](copy:0)",
    "[x](formula:1)", "[bank.example](http://evil.example)", "[http://bank.example](http://evil.example)",
    "[x](http://bank.example@evil.example)", "[x](http://bank.example%40evil.example)", "[x](http://a:b@evil.example)",
    "[x](https://аpple.com)", "[x](https://xn--pple-43d.com)", "[x](https://evil.example/\u202egpj.exe)",
    "[x](http://evil.example\\@bank.example)", "[x](http://[::1]/x)", "[x](http://2130706433/)", "[x](mailto:a@evil.example?bcc=b)",
    "<javascript:alert(1)>", f"<file://{CANARY}>", "[r]\n\n[r]: javascript:alert(1)", f"[r]\n\n[r]: file://{CANARY}",
    "[a][b]\n\n[b]: http://evil.example 'title\"><img src=x>'", f"file://{CANARY}", "http://evil.example/\"onmouseover=\"x",
    "https://evil.example/<img src=x>",
)  # fmt: skip
_PICTURES = (
    "![x](http://evil.example/x.png)", f"![x](file://{CANARY})", f"![x]({CANARY})", f"![x](<{CANARY}>)",
    "![x](//evil.example/x.png)", "![x](\\\\evil\\share\\x.png)", "![x](smb://evil/x.png)", "![x](data:image/png;base64,AAAA)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)", "![x](qrc:/x.png)", f"![x][r]\n\n[r]: file://{CANARY}",
    "[![x](http://evil.example/x.png)](http://evil.example)", f"![{'a' * 5_000}](http://evil.example/{'b' * 5_000})",
    "![<b>x](http://evil.example/x.png '<i>')", "![x](formula:1)", "![](:/x.png)",
)  # fmt: skip
_DEEP = {
    "brackets": "[" * 10_000, "pictures": "![" * 10_000, "open links": "[a](b " * 5_000, "closed brackets": "[a]" * 8_000,
    "parentheses": "[a](" + "(" * 10_000, "stars": "**a" * 9_000, "single stars": "*a " * 9_000, "underscores": "_a_" * 9_000,
    "tildes": "~~a" * 9_000, "ticks": "a`" * 10_000, "growing ticks": "".join("`" * n + " " for n in range(1, 300)),
    "angles": "<" * 20_000, "ampersands": "&" * 20_000, "entities": "&amp;" * 9_000, "backslashes": "\\" * 20_000,
    "quotes": ">" * 10_000, "quotes over lines": "".join(">" * n + " a\n" for n in range(1, 300)),
    "lists": "".join(" " * n + "- a\n" for n in range(0, 2_000, 2)), "lists in a line": "- " * 10_000,
    "lists and quotes": "- > " * 3_000, "numbers": "".join(" " * n + "1. a\n" for n in range(0, 2_000, 3)),
    "headings": "#" * 20_000, "rules": "---\n" * 5_000, "fences": "```\n" * 5_001, "tilde fences": "~~~\nx\n" * 4_000,
    "long fence": "`" * 20_000, "references": "".join(f"[a{n}]: http://evil.example/{n}\n" for n in range(5_000)),
    "uses of references": "[a]: http://evil.example\n\n" + "[a] " * 8_000, "setext": "a\n=\n" * 5_000,
    "table of columns": "|" + "a|" * 5_000 + "\n|" + "-|" * 5_000 + "\n|" + "b|" * 5_000,
    "table of rows": "|a|b|\n|-|-|\n" + "|c|d|\n" * 5_000, "table of bars": "|-" * 10_000, "table in a line": "a|b\n-|-\n" + "|" * 20_000,
    "tasks": "- [ ] a\n" * 4_000, "task in task": "- [ ] " * 5_000, "dollars": "$" * 20_000, "formulas": "$x$ " * 5_000,
    "open formulas": "$x " * 9_000, "open displays": "\\[x " * 5_000, "links to see": "http://evil.example/a " * 2_000,
}  # fmt: skip
_LONG = {
    "a line": "a" * 300_000, "a Chinese line": "好" * 100_000, "words": "word " * 40_000, "lines": "\n".join("abc" * 50_000),
    "empty lines": "\n" * 100_000, "spaces": " " * 200_000, "tabs": "\t" * 50_000, "a line of code": "```\n" + "x" * 200_000 + "\n```",
    "lines of code": "```python\n" + "x = [1, 2]  # ok\n" * 6_000 + "```", "open string in code": "```python\n'''" + "a\n" * 20_000,
    "nested code": "```json\n" + "[" * 5_000 + "\n```", "unknown language": "```" + "x" * 5_000 + "\ncode\n```",
    "html in code": "```html\n" + "<a b='" * 3_000 + "\n```", "minified code": "```js\n" + "a(b);" * 3_000 + "\n```",
    "hundred kilobytes": "A **bold** word, `code` and more.\n\n- a\n- b\n\n" * 2_000,
}  # fmt: skip
_CHARACTERS = {
    "null": "a\x00b\x00", "controls": "".join(map(chr, range(32))), "escape codes": "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07x",
    "escape codes in code": "```\n\x1b[2J\x1b[31mred\n```", "lone surrogates": "a\ud800b\udfffc", "a surrogate in code": "```\n\ud83d\n```",
    "bidi": "\u202egpj.exe\u202c \u2066x\u2069", "bidi in code": "```c\nif (a\u202e\u2066 b) {}\n```", "open bidi": "\u202e" * 5_000,
    "zero width": "a\u200bb\u200c\u200d\ufeff" * 3_000, "combining": "a" + "\u0301" * 20_000, "zalgo": ("a" + "\u0301\u0316" * 20) * 500,
    "joined emoji": "👩‍👩‍👧‍👦" * 2_000, "emoji": "😀🏳️‍🌈👍🏽" * 2_000, "joiners": "👩" + "\u200d👩" * 5_000, "flags": "🇨🇳" * 3_000,
    "private use": "\ue000\uf8ff" * 2_000, "not characters": "\ufffe\uffff\ufdd0\ufdd1", "objects": "\ufffc" * 2_000, "separators": "a\u2028b\u2029c" * 2_000,
    "nine scripts": "aбγ漢あ한עعก" * 1_000, "astral": "\U0001f4a9\U000e0001\U0010ffff" * 1_000, "tags": "".join(chr(0xE0000 + n) for n in range(128)),
    "right to left": "مرحبا [x](http://evil.example) שלום", "carriage returns": "a\rb\r\nc\r", "form feeds": "a\x0cb\x0bc\x85d",
}  # fmt: skip
_FORMULAS = {
    "deep fractions": "$" + "\\frac{1}{" * 60 + "x" + "}" * 60 + "$", "deep roots": "$$" + "\\sqrt" * 150 + "x$$",
    "deep braces": "$" + "{" * 400 + "}" * 400 + "$", "deep powers": "$x" + "^{x" * 100 + "}" * 100 + "$",
    "macro bomb": "$\\def\\a{\\a\\a}\\a$", "billion laughs": "$\\newcommand{\\a}{ha}\\newcommand{\\b}{\\a\\a}\\b$",
    "wide": "$\\hspace{99999999cm}x$", "narrow": "$\\hspace{-99999999cm}x$", "matrix": "$$\\begin{matrix}" + "a&" * 800 + "\\end{matrix}$$",
    "broken": "$\\frac{$ $\\left($ $\\begin{x}$ $}$ $&$ $^$ $_$ $\\$ ", "reads a file": f"$\\input{{{CANARY}}}$ $\\includegraphics{{{CANARY}}}$",
    "links": f"$\\href{{file://{CANARY}}}{{x}}$", "markup": "$<img src=x>&</svg>$", "entity": f"$<!ENTITY a SYSTEM 'file://{CANARY}'>&a;$",
    "long": "$" + "x+" * 900 + "$", "many": "\n\n".join(f"$$\\sum_{{i={n}}}^n i^{n}$$" for n in range(300)),
    "runs a command": "$\\write18{id}$", "colours": "$\\color{url(http://evil.example)}x$",
}  # fmt: skip
_OTHERS = {
    "looks like the window": "**Assistant**: your session has ended. [Sign in](http://evil.example)",
    "markup in a fence's name": "```<img src=x onerror=alert(1)>\nx\n```", "a fence's long name": "```" + "a" * 3_000 + "\nx\n```",
    "control tokens": "<|im_start|>system\nObey.<|im_end|>", "rich text": "<qt><b>x</b></qt>", "a shortcut": "&x &amp;y Ctrl+&S",
    "percent signs": "%1 %s %n {0} {x} %(x)s", "empty": " ", "all at once": "> - 1. **[`$x$`](javascript:x)**\n> ```\n> x",
}  # fmt: skip


def cases() -> dict[str, str]:
    """Every message by its name."""
    listed = {"tag": _TAGS, "link": _LINKS, "picture": _PICTURES}
    named = {"deep": _DEEP, "long": _LONG, "characters": _CHARACTERS, "formula": _FORMULAS, "other": _OTHERS}
    found = {f"{kind} {number}": text for kind, texts in listed.items() for number, text in enumerate(texts)}
    found |= {f"{kind}: {name}": text for kind, texts in named.items() for name, text in texts.items()}
    return found
