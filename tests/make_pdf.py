"""Writes the PDF of each edition of a built site: python tests/make_pdf.py site pdf"""

from __future__ import annotations

import sys
from pathlib import Path

from browsers import chromium

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "hooks"))

from offline.kept import EDITIONS
from paper.pdf import make_pdf


def main() -> int:
    site, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    with chromium() as browser:
        for edition, root in EDITIONS.items():
            file = folder / f"guide.{edition}.pdf"
            file.write_bytes(make_pdf(browser, site, root))
            print(f"{file}: {file.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
