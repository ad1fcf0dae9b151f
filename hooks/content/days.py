"""Days that lie ahead.

A build knows no clock, so that the same input gives the same bytes. Who runs the lint says which
day it is; without that only what is far from all that is known is told.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from base.problems import Problem
from base.records import date
from content import facts
from content.library import Sources

# Where a page is written it may be tomorrow already.
AHEAD = datetime.timedelta(days=1)
# Nobody writes years ahead of the last time that the guide was published.
FAR = datetime.timedelta(days=731)
# So many days that lie ahead are one wrong clock.
MANY = 20


def _days(sources: Sources) -> Iterator[tuple[str, int, str, datetime.date]]:
    """File, line, key and day of each record that says one."""
    for page in sources.pages:
        day = page.meta.get("updated")
        # What cannot be a day at all is told by its record.
        if isinstance(day, datetime.date) and not date(day):
            yield page.path, page.meta.lines["updated"], "updated", day
    for fact in sources.library.facts.values():
        yield facts.FILE, fact.lines["checked"], "checked", fact["checked"]


def check_days(
    sources: Sources, published: datetime.date | None, today: datetime.date | None
) -> Iterator[Problem]:
    """Days of pages and facts that cannot have come yet. `published` is the last day of the
    ledger; `today` is None where nobody says it."""
    if today:
        last, why = today + AHEAD, f"today is {today}"
    elif published and published.year < datetime.MAXYEAR - 2:
        last, why = published + FAR, f"the guide was last published on {published}"
    else:
        return
    ahead = [each for each in _days(sources) if each[3] > last]
    for path, line, key, day in ahead[: 1 if len(ahead) > MANY else None]:
        more = f"; so do {len(ahead) - 1} more, is that so?" if len(ahead) > MANY else ""
        yield Problem(path, line, f'"{key}" {day} lies ahead: {why}{more}')
