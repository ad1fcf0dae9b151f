"""Writes the PDF of each edition of a built site: python tests/make_pdf.py site pdf

None that has a fault (paper_check.py).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from browsers import chromium
from made_once import PROJECT
from selectolax.lexbor import LexborHTMLParser

sys.path.insert(0, str(PROJECT / "hooks"))

from paper_check import Paper, faults_of, number_of_sheets

from base.languages import EDITIONS
from content.library import read_sources
from delivery.outbound import hosts_of
from model.addresses import PAPER
from paper.finish import Unfinished
from paper.pdf import Unsettled, make_pdf


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("target", type=Path, help="folder for the PDFs")
    options = parser.parse_args()
    for root in EDITIONS.values():
        document = options.site / root / PAPER / "index.html"
        if not document.is_file():
            print(f"{document} is not there; run `make build` first", file=sys.stderr)
            return 1
    options.target.mkdir(parents=True, exist_ok=True)
    hosts = hosts_of(read_sources(PROJECT / "docs")[0].library.facts.values())
    with chromium() as browser:
        for edition, root in EDITIONS.items():
            file = options.target / f"guide-{edition}.pdf"
            try:
                made = make_pdf(browser, options.site, root)
            except (Unfinished, Unsettled) as error:
                print(f"{file}: {error}", file=sys.stderr)
                return 1
            page = (options.site / root / PAPER / "index.html").read_text(encoding="utf-8")
            paper = Paper(made, LexborHTMLParser(page))
            if faults := [*number_of_sheets(paper), *faults_of(paper, hosts)]:
                print("\n".join(f"{file}: {fault}" for fault in faults), file=sys.stderr)
                return 1
            file.write_bytes(made)
            print(f"{file}: {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
