"""Lighthouse 12 with its defaults (a phone on slow 4G) on one page of each kind."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from axe import KINDS
from browsers import find_chromium
from site_under_audit import Audited
from table import Row

PROGRAM = Path(__file__).resolve().parent / "node_modules/.bin/lighthouse"
HEAD = ("page", "perf", "a11y", "best", "seo", "LCP", "TBT", "CLS", "bytes", "requests")
METRICS = (
    ("largest-contentful-paint", "{:.0f} ms"),
    ("total-blocking-time", "{:.0f} ms"),
    ("cumulative-layout-shift", "{:.3f}"),
    ("total-byte-weight", "{:.0f}"),
)


def pages() -> list[str]:
    """One of each kind in both editions; a page that says "not found" is for nobody to find."""
    kinds = [kind for kind in KINDS if kind != "404.html"]
    return [*kinds, *(f"zh-hans/{kind}" for kind in kinds)]


def _report(site: Audited, address: str) -> dict[str, Any]:
    file = site.folder / "lighthouse.json"
    file.unlink(missing_ok=True)
    command = [PROGRAM, site.host + address, "--quiet", "--output=json", f"--output-path={file}"]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    done = subprocess.run(
        [*command, flags], env=environment, capture_output=True, text=True, check=False
    )
    if not file.is_file():
        return {"runtimeError": {"code": done.stderr.strip()[-200:]}}
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def row(address: str, report: dict[str, Any]) -> Row:
    """Scores and times of a report; a run that failed says why."""
    if error := report.get("runtimeError"):
        return (f"/{address}", f"failed: {error['code']}")
    scores = [category["score"] for category in report["categories"].values()]
    audits = report["audits"]
    return (
        f"/{address}",
        *("-" if score is None else f"{score * 100:.0f}" for score in scores),
        *(form.format(audits[name]["numericValue"]) for name, form in METRICS),
        str(len(audits["network-requests"]["details"]["items"])),
    )


def rows(site: Audited) -> Iterator[Row]:
    for address in pages():
        report = _report(site, address)
        # Now and then its browser loses the trace of a run (NO_NAVSTART).
        if "runtimeError" in report:
            report = _report(site, address)
        yield row(address, report)
