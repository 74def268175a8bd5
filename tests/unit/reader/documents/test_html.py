"""What of a web page a person would read."""

import pytest

from assistant_gui.reader.documents.html import plain


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<h2>Plan</h2><ul><li>one<li>two</ul>", "## Plan\n\n- one\n- two"),
        ("<head><title>t</title><style>p{}</style></head><p>a &lt; b\n  &nbsp;c", "a < b \xa0c"),
        ("<p>before<script>alert('<p>no</p>')</script>after", "beforeafter"),
        ("<pre>a  b\n  c</pre>", "a  b\n  c"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 | 2 |"),
        ("<head><meta><body>never closed", "never closed"),
        ("no marks at all", "no marks at all"),
    ],
)
def test_words_stay_and_scripts_go(source, text):
    assert plain(source) == text
