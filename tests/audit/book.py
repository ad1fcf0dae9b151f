"""Ace by DAISY, the checker for accessible books, on the book of each edition."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from browsers import find_chromium
from site_under_audit import Audited
from table import Row

from base.languages import EDITIONS

HEAD = ("book", "documents", "violations")
ACE = Path(__file__).parent / "node_modules/@daisy/ace-cli/bin/ace.js"


def rows(site: Audited) -> Iterator[Row]:
    """A row for each violation, then one for each book. Raises `RuntimeError` without a report."""
    total = 0
    for language in EDITIONS:
        book, target = site.root / f"books/guide-{language}.epub", site.folder / f"ace-{language}"
        done = subprocess.run(
            ["node", str(ACE), "--silent", "--outdir", str(target), str(book)],
            env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": find_chromium() or ""},
            capture_output=True,
            text=True,
            check=False,
        )
        if not (report := target / "report.json").is_file():
            raise RuntimeError(f"Ace gave no report of {book.name}: {done.stdout}{done.stderr}")
        documents = json.loads(report.read_text(encoding="utf-8"))["assertions"]
        faults = [
            f"  {document['earl:testSubject']['url']}: {fault['earl:test']['dct:title']}"
            for document in documents
            for fault in document["assertions"]
        ]
        total += len(faults)
        yield from ((fault,) for fault in faults)
        yield (book.name, str(len(documents)), str(len(faults)))
    yield ("both", "", str(total))
