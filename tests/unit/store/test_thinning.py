"""Which backups stay, with fixed dates."""

from datetime import UTC, datetime, timedelta

from assistant_gui.store.thinning import kept

NOW = datetime(2026, 11, 29, 18, 0, tzinfo=UTC)
HALF_HOURS_OF_A_YEAR_AND_A_HALF = [NOW - timedelta(minutes=30 * step) for step in range(48 * 550)]


def test_all_of_the_last_two_days_stay():
    recent = {each for each in HALF_HOURS_OF_A_YEAR_AND_A_HALF if NOW - each <= timedelta(days=2)}

    assert recent <= kept(HALF_HOURS_OF_A_YEAR_AND_A_HALF, NOW)
    assert len(recent) == 97


def test_of_older_days_weeks_and_months_the_last_stays():
    keep = sorted(kept(HALF_HOURS_OF_A_YEAR_AND_A_HALF, NOW))
    older = [each for each in keep if NOW - each > timedelta(days=2)]

    days = [each for each in older if NOW - each <= timedelta(weeks=2)]
    weeks = [each for each in older if timedelta(weeks=2) < NOW - each <= timedelta(days=61)]
    months = [each for each in older if timedelta(days=61) < NOW - each]
    assert [each.day for each in days] == [15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27]
    assert {each.time() for each in days[:-1]} == {datetime(2026, 1, 1, 23, 30).time()}
    assert {each.weekday() for each in weeks[:-1]} == {6}
    assert len(weeks) == 7
    assert [(each.year, each.month) for each in months] == [(2025, 11), (2025, 12), *((2026, n) for n in range(1, 10))]


def test_what_is_older_than_a_year_goes():
    assert min(kept(HALF_HOURS_OF_A_YEAR_AND_A_HALF, NOW)) >= NOW - timedelta(days=366)


def test_the_newest_stays_however_old_it_is():
    ancient = NOW - timedelta(days=3000)

    assert kept([ancient, ancient - timedelta(hours=1)], NOW) == {ancient}


def test_thinning_as_time_passes_leaves_what_thinning_at_once_would():
    stored: set[datetime] = set()
    for step in reversed(HALF_HOURS_OF_A_YEAR_AND_A_HALF[: 48 * 100]):
        stored = kept({*stored, step}, step)

    assert len(stored) < 97 + 14 + 10 + 5
    assert min(stored) < NOW - timedelta(days=61)


def test_a_clock_that_was_wrong_deletes_nothing_of_the_future():
    later = NOW + timedelta(days=400)

    assert kept([NOW, later], NOW) == {NOW, later}
