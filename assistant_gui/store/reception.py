"""How the model's answers were taken: rated down, asked for again, or left in peace."""

from typing import cast

from assistant_gui.core.aftermath import Reception
from assistant_gui.store.reading import Reading, Row

BEFORE_S = 28 * 24 * 3600.0
"""An adapter's answers are compared with those of so long before it."""

_RECEIVED = """
    SELECT
      json_extract(generator, '$.adapter') = ?1 AS own,
      count(*),
      sum(rating IS 'down' OR EXISTS (
        SELECT 1 FROM messages AS other WHERE other.instead = m.id AND other.wish IN ('another', 'shorter', 'longer')
      ))
    FROM messages AS m
    WHERE role = 'assistant' AND origin = 'model' AND state = 'whole' AND generator IS NOT NULL
      AND created >= ?2 - ?3 AND (created >= ?2) = (json_extract(generator, '$.adapter') = ?1)
    GROUP BY own
"""


def reception(reading: Reading, adapter: str, since: float) -> tuple[Reception, Reception]:
    """Of the answers of *adapter* from *since* on, and of all others in the four weeks before."""
    found = dict(reading.all(_received, _RECEIVED, (adapter, since, BEFORE_S)))
    return found.get(True, Reception()), found.get(False, Reception())


def _received(row: Row) -> tuple[bool, Reception]:
    own, answers, unwelcome = cast(tuple[int, int, int], row)
    return bool(own), Reception(answers, unwelcome)
