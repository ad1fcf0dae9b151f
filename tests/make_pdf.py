"""Writes the PDF of each edition of a built site: python tests/make_pdf.py site pdf"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from browsers import chromium

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hooks"))

from base.languages import EDITIONS
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
    with chromium() as browser:
        for edition, root in EDITIONS.items():
            file = options.target / f"guide-{edition}.pdf"
            try:
                file.write_bytes(make_pdf(browser, options.site, root))
            except (Unfinished, Unsettled) as error:
                print(f"{file}: {error}", file=sys.stderr)
                return 1
            print(f"{file}: {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
