"""Which backups are worth keeping: many of the last days, fewer of the time before."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

ALL = timedelta(days=2)
DAILY = timedelta(weeks=2)
WEEKLY = timedelta(days=61)
MONTHLY = timedelta(days=366)


def kept(made: Iterable[datetime], now: datetime) -> set[datetime]:
    """All of the last two days; then the last of each day for two weeks, of each week for two months and of
    each month for a year. The newest is kept however old it is."""
    newest_first = sorted(made, reverse=True)
    keep = set(newest_first[:1])
    spans: set[tuple[int, ...]] = set()
    for each in newest_first:
        span = _span(now - each)
        if span is None:
            continue
        place = span(each)
        if place not in spans:
            spans.add(place)
            keep.add(each)
    return keep


def _span(age: timedelta) -> Callable[[datetime], tuple[int, ...]] | None:
    """What makes two backups of this *age* the same; None for one that is too old."""
    if age <= ALL:
        return lambda made: (0, *made.timetuple()[:6], made.microsecond)
    if age <= DAILY:
        return lambda made: (1, made.toordinal())
    if age <= WEEKLY:
        return lambda made: (2, *made.isocalendar()[:2])
    if age <= MONTHLY:
        return lambda made: (3, made.year, made.month)
    return None
