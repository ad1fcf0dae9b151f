"""Writes replies for support desks, made of a built site and of what people ask.

    make replies      or      python hooks/replies.py site [--to replies]

For each page: the words that ask for it, and texts for SMS, WeChat and WhatsApp with its short
link, as replies.zh-Hant.csv, replies.zh-Hans.csv and replies.json. Words of danger come first, and
answer with whom to call before any link. SITE_URL must be right: the short links begin with it.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from base.languages import EDITIONS
from base.problems import Unusable
from content.facts import hotlines
from content.library import read_sources
from model.guide import EXAMPLE
from search.replies import as_csv, as_json, make_replies
from search.training_queries import read_queries
from search.vocabulary import read_words


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--to", type=Path, default=Path("replies"))
    options = parser.parse_args()
    sources, problems = read_sources(options.docs)
    library = sources.library
    words, faults = read_words(options.docs / "_data", library.glossary)
    queries, more = read_queries(options.docs / "_data")
    if problems := [*problems, *faults, *more]:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    try:
        text = (options.site / "links.json").read_text(encoding="utf-8")
        numbers = hotlines(library.facts)
        convert = sources.settings.convert
        replies = make_replies(json.loads(text), queries, words.dangers, numbers, convert)
    except (Unusable, OSError, ValueError) as error:
        print(f"{options.site}: {error}", file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    files = {f"replies.{language}.csv": as_csv(replies, language) for language in EDITIONS}
    for name, content in {**files, "replies.json": as_json(replies)}.items():
        (options.to / name).write_text(content, encoding="utf-8", newline="")
    print(f"{options.to}/: {len(replies)} replies, {sum(r.danger for r in replies)} for danger")
    if any(reply.short.startswith(EXAMPLE) for reply in replies):
        print(f"their links begin with {EXAMPLE}: build with SITE_URL=https://… first")
    return 0


if __name__ == "__main__":
    sys.exit(main())
