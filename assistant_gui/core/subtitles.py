"""What was said in a recording, as text, and as subtitles in the two forms that players read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from assistant_gui.core.ports import Segment


def txt(segments: Iterable[Segment]) -> str:
    """One line for each stretch of speech."""
    return "".join(f"{each.text}\n" for each in segments)


def srt(segments: Iterable[Segment]) -> str:
    """SubRip: numbered, times with a comma."""
    blocks = (
        f"{number}\n{_time(each.start, ',')} --> {_time(each.end, ',')}\n{_one_block(each.text)}\n"
        for number, each in enumerate(segments, start=1)
    )
    return "\n".join(blocks)


def vtt(segments: Iterable[Segment]) -> str:
    """WebVTT: a heading, times with a point; in its texts ``&`` and ``<`` are markup and are escaped."""
    blocks = (
        f"{_time(each.start, '.')} --> {_time(each.end, '.')}\n"
        f"{_one_block(each.text).replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}\n"
        for each in segments
    )
    return "\n".join(["WEBVTT\n", *blocks])


FORMS: Final[Mapping[str, Callable[[Iterable[Segment]], str]]] = {"txt": txt, "srt": srt, "vtt": vtt}


def _time(seconds: float, point: str) -> str:
    ms = round(max(0.0, seconds) * 1000)
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}{point}{ms % 1000:03}"


def _one_block(text: str) -> str:
    """An empty line would end the block."""
    return "\n".join(line for line in text.splitlines() if line.strip())
