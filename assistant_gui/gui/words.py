"""Sizes, spans and days in words for people."""

import time

from assistant_gui.core.language import translated as _


def bytes_in_words(count: int) -> str:
    """As download pages say it: 98 MB, 1.3 GB."""
    if count >= 1e9:
        return f"{count / 1e9:.1f} GB"
    return f"{max(1, round(count / 1e6))} MB" if count else _("nothing")


def file_size_in_words(count: int) -> str:
    """As file managers say it: 812 B, 14 KB, 1.3 MB."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1e3:.0f} KB" if count < 999_500 else f"{count / 1e6:.1f} MB"


def seconds_in_words(seconds: float) -> str:
    """As one says it: 40 s, 3 min, 1 h 20 min."""
    if seconds < 60:
        return _("{count} s").format(count=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("{count} min").format(count=minutes)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)


def short_day(when: float, now: float) -> str:
    """No more of it than is needed *now*: 14:05, 03-01, 2025-03-01."""
    then, today = time.localtime(when), time.localtime(now)
    if then[:3] == today[:3]:
        return time.strftime("%H:%M", then)
    return time.strftime("%m-%d" if then.tm_year == today.tm_year else "%Y-%m-%d", then)


def day_in_words(when: float) -> str:
    """The day and time, as the person's system writes numbers: 2026-03-01 14:05."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(when))
