"""Shows why a query ranks as it does, by asking the engine of a built site itself.

    make build
    python hooks/search/explain.py "催收上門"
    python hooks/search/explain.py --edition zh-hans "停息挂账"

The engine runs in Chromium, as it does for readers; `make test` brings one along.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from base.problems import Unusable
from search.asked import Engine, a_page, lead, parts_of

# What the parts of a score come from (engine/rank.js).
KINDS = ("text", "name", "heading", "page", "title", "learned", "exact")


def ask(site_dir: Path, folder: str, query: str, learned: bool = True) -> dict[str, Any]:
    """What the engine answers, with `why`: the wanted words by reading, and how pages scored."""
    with a_page() as page:
        engine = Engine(page, site_dir)
        engine.start("it", parts_of(site_dir, folder, learned))
        return engine.explain("it", query)


def _scores(page: dict[str, Any]) -> str:
    best = max(page["scored"], key=lambda it: float(it["score"]))
    said = zip(KINDS, best["parts"], strict=True)
    return ", ".join(f"{kind} {value:.1f}" for kind, value in said if abs(value) >= 0.05)


def report(answer: dict[str, Any]) -> Iterator[str]:
    """The answer as lines for the terminal."""
    for reading in answer["why"]["readings"]:
        yield f"read as: {reading['variant']}"
        for wanted in reading["list"]:
            words = ", ".join(f"{word} ×{factor:.2f}" for word, factor in wanted["alternatives"])
            yield f"  weight {wanted['weight']:5.2f}  {words or '(nowhere on the site)'}"
    if answer["note"]:
        yield f"the box says: {answer['note']}"
    for group, page in zip(answer["items"], answer["why"]["pages"], strict=False):
        share = max(float(item["score"]) for item in group)
        yield f"{share:6.2f}%  {lead(group)}  [{_scores(page)}]"


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("query")
    parser.add_argument("--site", type=Path, default=Path("site"), help="folder of a built site")
    parser.add_argument("--edition", default="", help='"zh-hans" for the Simplified one')
    parser.add_argument("--text", action="store_true", help="without what was learned")
    options = parser.parse_args()
    folder = f"{options.edition}/" if options.edition else ""
    try:
        answer = ask(options.site, folder, options.query, not options.text)
    except FileNotFoundError:
        print(f"{options.site}: no search here; run make build first", file=sys.stderr)
        return 1
    except Unusable as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(report(answer)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
