"""PDF -> the text of its pages, each under a mark with its number."""

import io
import logging
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from assistant_gui.core.language import N_
from assistant_gui.reader.documents.refusals import Refusal, damaged, password

MOST_PAGES = 2000

_log = logging.getLogger(__name__)
logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every flaw, with words of the document


def pages(content: bytes) -> Iterator[tuple[str, float]]:
    """Raises Refusal when it is damaged as a whole or locked; a single bad page is said in its place."""
    reader, count = _opened(content)
    good = bad = 0
    for number in range(min(count, MOST_PAGES)):
        text = _text(reader, number)
        bad += text is None
        good += bool(text)
        words = "(this page is damaged)" if text is None else text
        yield f"[Page {number + 1}]\n{words}\n\n" if words and (text or good) else "", (number + 1) / count
    if bad and not good:
        raise damaged()
    if count > MOST_PAGES:
        yield f"[Pages {MOST_PAGES + 1} to {count} are left out]", 1.0


def no_text() -> Refusal:
    return Refusal(
        N_("{file} holds pictures of its pages and no text."),
        N_("Run text recognition (OCR) over it, and attach the result."),
    )


def _opened(content: bytes) -> tuple[PdfReader, int]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise password()
        return reader, len(reader.pages)
    except (FileNotDecryptedError, DependencyError):  # a cipher that needs more than pypdf, too
        raise password() from None
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        _log.info("no PDF: %s", type(error).__name__)
        raise damaged() from error


def _text(reader: PdfReader, number: int) -> str | None:
    """The words of a page; None when it is damaged."""
    try:
        page: PageObject = reader.pages[number]
        return page.extract_text().strip()
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - as above; the other pages may be good
        _log.info("page %d: %s", number + 1, type(error).__name__)
        return None
