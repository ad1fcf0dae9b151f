"""Writes each edition of a built site as a zip that opens from disk by double click.

python hooks/pack.py site/ site-offline/
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from base.languages import EDITIONS
from base.problems import Unusable
from offline.disk import folder_of, write_zip


def main() -> int:
    """The command line; 1 if there are problems."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("site", type=Path, help="folder of the built site")
    parser.add_argument("target", type=Path, help="folder for the zips")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="folder of the text")
    options = parser.parse_args()
    for edition in EDITIONS:
        name = f"guide-{edition}"
        try:
            files = folder_of(options.site, edition, options.docs)
        except Unusable as error:
            print(error, file=sys.stderr)
            return 1
        size = write_zip(files, options.target / f"{name}.zip", name)
        print(f"{options.target / name}.zip: {len(files)} files, {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
