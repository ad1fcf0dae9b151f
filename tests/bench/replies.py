"""Replies of a support desk that goes by keywords, beside the search's first result: the judged
queries, in the script of each edition.

    make bench-replies      or      python tests/bench/replies.py SITE     (built with SITE_URL)

The rule is `reply_to` (hooks/search/replies.py): the first reply of which a word is in the
question. What no word is in, a person answers, who asks the search: "either" is both together.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS), str(TESTS.parent / "hooks")]

from bench.figures import aligned  # noqa: E402
from bench.search_boxes import EngineBox, Result, ask_all  # noqa: E402
from bench.search_figures import PARTS, Intent, read_intents  # noqa: E402
from browsers import chromium  # noqa: E402

from base.languages import EDITIONS  # noqa: E402
from model.addresses import REPLIES  # noqa: E402
from model.site_files import read_guide  # noqa: E402
from search.replies import Reply, reply_to  # noqa: E402

JUDGED = TESTS / "cases/search_judged.yml"
# What the file says of a reply under its own names.
FIELDS = ("id", "section", "danger", "short", "titles", "questions", "texts")
COLUMNS = ("part", "script", "queries", "a word", "reply", "search there", "either", "search")


@dataclass(frozen=True)
class Compared:
    """A judged query: whether the reply is right, None where no word is in it, and whether the
    search's first result is."""

    part: str
    script: str
    reply: bool | None
    search: bool

    @property
    def either(self) -> bool:
        """Whether a desk is right that asks the search where no word is in the query."""
        return self.search if self.reply is None else self.reply


def published(site: Path) -> tuple[list[Reply], dict[str, str]]:
    """The replies of a site that was built with SITE_URL, and the address of each page by its id.
    Raises `OSError` where there are none."""
    told = json.loads((site / REPLIES / "replies.json").read_text(encoding="utf-8"))
    replies = [
        Reply(**{name: each[name] for name in FIELDS}, words=each["keywords"], guide={})
        for each in told["replies"]
    ]
    return replies, {page.id: page.address for page in read_guide(site)[0]}


def compare(
    intents: Iterable[Intent],
    script: str,
    replies: Sequence[Reply],
    addresses: Mapping[str, str],
    found: Mapping[str, Sequence[Result]],
) -> Iterator[Compared]:
    """The queries of a script; `found` is what the search lists for each."""
    for intent in intents:
        query = intent.query(script)
        reply = reply_to(query, replies)
        right = None if reply is None else addresses[reply.id.partition("#")[0]] in intent.want
        first = [result.page for result in found[query][:1]]
        yield Compared(intent.part, script, right, bool(set(first) & set(intent.want)))


def row(part: str, script: str, rows: Sequence[Compared]) -> list[str]:
    """How many of some queries, and shares: all as COLUMNS says."""
    told = [each for each in rows if each.reply is not None]

    def share(values: Iterable[object], many: int) -> str:
        return f"{sum(map(bool, values)) / max(1, many):.3f}"

    return [
        *(part, script, str(len(rows)), str(len(told))),
        share((each.reply for each in told), len(told)),
        share((each.search for each in told), len(told)),
        share((each.either for each in rows), len(rows)),
        share((each.search for each in rows), len(rows)),
    ]


def main() -> int:
    """The command line; 1 where the search alone would be right more often."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="our built site")
    site = parser.parse_args().site.resolve()
    replies, addresses = published(site)
    intents = read_intents(JUDGED)
    all_rows: list[Compared] = []
    with chromium() as browser:
        for script, folder in EDITIONS.items():
            box = EngineBox(browser, site, folder)
            found = ask_all(box, [intent.query(script) for intent in intents])
            all_rows += compare(intents, script, replies, addresses, found)
    table = [[*COLUMNS]]
    for part in PARTS:
        for script in EDITIONS:
            chosen = [each for each in all_rows if (each.part, each.script) == (part, script)]
            table.append(row(part, script, chosen))
    table.append(row("all", "both", all_rows))
    print(aligned(table))
    words = sum(len(reply.words) for reply in replies)
    with_words = sum(bool(reply.words) for reply in replies)
    print(f"{len(replies)} replies, {with_words} of them with {words} words in both scripts")
    return int(sum(r.either for r in all_rows) < sum(r.search for r in all_rows))


if __name__ == "__main__":
    sys.exit(main())
