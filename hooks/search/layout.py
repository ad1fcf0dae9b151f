"""Which pages stand in which part of the search's data.

A reader waits for the first part. It is of one size however many pages there are: those that are
asked for most, as many as fit. The other parts come after it: all at once in a small guide, and
in a large one those that a query needs.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from search.index import as_json
from search.packed import pack
from search.sections import SearchPage
from search.training_queries import TrainingQuery
from search.vocabulary import Words

# Packed bytes of the first part. docs/_data/limits.yml allows more.
FIRST = 50_000
# Of each further part, in a small guide and in a large one, whose readers fetch a few of them for
# each query; from how many bytes in all a guide is large.
PART, PART_OF_LARGE, LARGE = 48_000, 12_000, 300_000
# A line of readers-*.tsv says what is really asked, and how often.
READER = 6.0


def size(content: bytes) -> int:
    """What a file takes over the wire, from a host that was not told how to pack."""
    return len(zlib.compress(content, 1))


def in_order(
    pages: Iterable[SearchPage],
    words: Words,
    queries: Iterable[TrainingQuery],
    now: Callable[[str], str],
) -> list[SearchPage]:
    """The pages, those first that a person in danger needs, then those to offer when nothing fits,
    then those most asked for; `now` says where the places of queries have gone."""
    urgent = [danger.to for danger in words.dangers] + list(words.nearest)
    place = {name.partition("#")[0]: -number for number, name in enumerate(reversed(urgent))}
    asked: dict[str, float] = defaultdict(float)
    for query in queries:
        share = READER / len(query.places) if query.by_reader else 1.0
        for name in query.places:
            asked[now(name).partition("#")[0]] += share
    return sorted(
        pages,
        key=lambda page: (
            place.get(page.address, 1),
            -round(asked[page.address], 6),
            f"{page.address}index.html".split("/"),
        ),
    )


Rows = Sequence[Sequence[object]]


def _how_many_fit(table: Mapping[str, object], editions: Rows) -> int:
    """How many pages fit into the first part of each edition beside what all queries need."""

    def fits(count: int) -> bool:
        parts = (pack(as_json({**table, "pages": rows[:count]})) for rows in editions)
        return all(size(part) <= FIRST for part in parts)

    low, high = 0, 1
    while high <= len(editions[0]) and fits(high):
        low, high = high, high * 2
    high = min(high, len(editions[0]) + 1)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


def _lots(lengths: Sequence[int], many: int) -> Iterator[range]:
    """The numbers of things of some lengths in so many lots of about one length."""
    most = sum(lengths) / max(many, 1)
    start, length = 0, 0
    for number, own in enumerate(lengths):
        length += own
        if length >= most or number == len(lengths) - 1:
            yield range(start, number + 1)
            start, length = number + 1, 0


def divided(table: Mapping[str, object], editions: Rows, total: int, large: bool) -> list[range]:
    """The numbers of the pages in each part, the first of which holds the table too; `editions`
    are the rows of the pages in each, which take `total` bytes."""
    first = _how_many_fit(table, editions)
    lengths = [len(as_json(row)) for row in editions[0]]
    left = total * sum(lengths[first:]) // max(sum(lengths), 1)
    lots = _lots(lengths[first:], -(-left // (PART_OF_LARGE if large else PART)))
    return [range(first), *(range(lot.start + first, lot.stop + first) for lot in lots)]
