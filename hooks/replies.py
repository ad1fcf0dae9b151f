"""Writes replies for support desks, made of a built site and of what people ask.

    make replies      or      python hooks/replies.py site [--to replies]

For each page: the words that ask for it, and texts for SMS, WeChat and WhatsApp with its short
link, as files for Zendesk, Intercom, WeCom and spreadsheets (search/reply_files.py). Words of
danger come first, and answer with whom to call before any link. A build that knows the site's
address, SITE_URL, publishes the same below replies/.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from base.problems import Unusable
from content.library import read_sources
from model.guide import EXAMPLE, public_address
from model.site_files import read_guide
from search.published_replies import material
from search.replies import check_replies, make_replies
from search.reply_files import reply_files


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("--docs", type=Path, default=Path("docs"))
    parser.add_argument("--to", type=Path, default=Path("replies"))
    options = parser.parse_args()
    sources, problems = read_sources(options.docs)
    try:
        pages, faults = read_guide(options.site)
        base = public_address([page.hant for page in pages])
        replies = make_replies(pages, base, material(sources, options.docs / "_data"))
    except (Unusable, OSError) as error:
        print(f"{options.site}: {error}", file=sys.stderr)
        return 1
    problems += [*faults, *check_replies(replies, sources.settings.leaks)]
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    for name, content in reply_files(replies).items():
        (options.to / name).write_text(content, encoding="utf-8", newline="")
    print(f"{options.to}/: {len(replies)} replies, {sum(r.danger for r in replies)} for danger")
    if base == EXAMPLE:
        print(f"their links begin with {EXAMPLE}: build with SITE_URL=https://… first")
    return 0


if __name__ == "__main__":
    sys.exit(main())
