"""Lighthouse 12 with its defaults (a phone on slow 4G) on one page of each kind; of `RUNS` runs the
median counts.

Its times are those of this machine's browser, slowed down, by default four times. That makes the
phone it stands for out of a machine with a benchmark index of some 1,500; so each row says which
index the machine had in its runs, and with a slowdown of 0 the machine is measured first and slowed
down as its index asks for (`slowdown`), as Lighthouse's documents on throttling advise.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from axe import KINDS
from browsers import find_chromium
from site_under_audit import Audited
from table import Row

from htmlkit.edit import without
from htmlkit.lexer import parse
from model.page import Page

PROGRAM = Path(__file__).resolve().parent / "node_modules/.bin/lighthouse"
HEAD = ("page", "perf", "a11y", "best", "seo", "LCP", "TBT", "CLS", "bytes", "requests", "index")
RUNS = 3
# Benchmark indices of Lighthouse, and how many times such a machine is faster than the phone: the
# points between which the project's calculator of CPU throttling draws lines.
SPEEDS = ((150, 1.0), (800, 2.0), (1300, 3.0), (1533, 4.0), (2000, 6.0))
# Pages whose text is measured bare too, the longest among them: what the machine takes for any.
BARE = ("", "start/urgent/", "for-agents/links/", "sources/phones/")
BARE_HEAD = (
    '<!doctype html><html lang="zh-Hant"><meta charset="utf-8"><title>bare</title>'
    '<meta name="viewport" content="width=device-width,initial-scale=1">'
)
# Now and then its browser loses the trace of a run (NO_NAVSTART).
TRIES = 3
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


def slowdown(index: float) -> float:
    """How many times a machine of such a benchmark index is slowed down to be the phone that
    Lighthouse stands for; one below the first point is not, one above the last as far as that."""
    for (low, least), (high, most) in pairwise(SPEEDS):
        if index < high:
            return least + (most - least) * max(0.0, index - low) / (high - low)
    return SPEEDS[-1][1]


def _report(site: Audited, address: str, slowed: float) -> dict[str, Any]:
    file = site.folder / "lighthouse.json"
    file.unlink(missing_ok=True)
    command = [
        str(PROGRAM),
        site.host + address,
        "--quiet",
        "--output=json",
        f"--output-path={file}",
        f"--throttling.cpuSlowdownMultiplier={slowed:.2f}",
    ]
    flags = "--chrome-flags=--headless=new --no-sandbox --disable-gpu"
    environment = {**os.environ, "CHROME_PATH": find_chromium() or ""}
    done = subprocess.run(
        [*command, flags], env=environment, capture_output=True, text=True, check=False
    )
    if not file.is_file():
        return {"runtimeError": {"code": done.stderr.strip()[-200:]}}
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return report


def _figures(report: dict[str, Any]) -> list[float]:
    """The scores, a score that was not given as less than all, then the metrics, and the benchmark
    index of the machine."""
    scores = [category["score"] for category in report["categories"].values()]
    audits = report["audits"]
    return [
        *(-1 if score is None else score * 100 for score in scores),
        *(audits[name]["numericValue"] for name, _ in METRICS),
        len(audits["network-requests"]["details"]["items"]),
        report["environment"]["benchmarkIndex"],
    ]


def row(address: str, reports: list[dict[str, Any]]) -> Row:
    """The medians of the runs of a page; one that failed says why."""
    for report in reports:
        if error := report.get("runtimeError"):
            return (f"/{address}", f"failed: {error['code']}")
    figures = [median(values) for values in zip(*map(_figures, reports), strict=True)]
    forms = ("{:.0f}",) * (len(figures) - len(METRICS) - 2)
    forms += (*(form for _, form in METRICS), "{:.0f}", "{:.0f}")
    cells = [form.format(figure) for form, figure in zip(forms, figures, strict=True)]
    return (f"/{address}", *cells)


def _run(site: Audited, address: str, slowed: float) -> dict[str, Any]:
    """The report of a run, of the first try that did not fail if there is one."""
    for _ in range(TRIES):
        report = _report(site, address, slowed)
        if "runtimeError" not in report:
            break
    return report


def _index(site: Audited) -> float:
    """The benchmark index of this machine at this hour."""
    indices = [_run(site, "", 1)["environment"]["benchmarkIndex"] for _ in range(RUNS)]
    return float(median(indices))


def bare(html: str) -> str:
    """The text of a page without styles, scripts and pictures: what the browser needs by itself."""
    tokens = Page.read("index.html", html).article_tokens
    drop = frozenset(("script", "template", "noscript", "svg", "img"))
    text = "".join(without(tokens, lambda token: parse(token).name in drop))
    return f"{BARE_HEAD}{text}</html>"


def rows(site: Audited) -> Iterator[Row]:
    """How much the machine is slowed down; then a row for each page, and below some of them the
    same text bare as the limit."""
    slowed = site.slowdown or slowdown(_index(site))
    yield (f"slowed {slowed:.2f} times",)
    for address in pages():
        yield row(address, [_run(site, address, slowed) for _ in range(RUNS)])
        if address in BARE:
            folder = site.root / "bare"
            folder.mkdir()
            try:
                html = site.file(address).read_text(encoding="utf-8")
                (folder / "index.html").write_text(bare(html), encoding="utf-8")
                figures = row("bare/", [_run(site, "bare/", slowed) for _ in range(RUNS)])
                yield ("  its text bare, the limit", *figures[1:])
            finally:
                shutil.rmtree(folder)
