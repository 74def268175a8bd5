"""Texts as they can be written down anywhere."""


def clean(text: str) -> str:
    """*text* as it can be stored: halves of surrogate pairs (bad JSON and strange arguments hold them) become U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
