"""`make audit`: what a reader gets, in figures, without network.

Lighthouse 12 (mobile defaults) on page types, axe-core on every page, the weight of a first
view, and wrk on all pages, all under the nginx of deploy/nginx/. The figures are printed, not
judged: what must hold is in the tests.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from axe_playwright_python.base import AXE_FILE_PATH  # noqa: E402
from browsers import ARGUMENTS, find_chromium  # noqa: E402
from conftest import build  # noqa: E402
from hosts import PROJECT, nginx_serving  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

KINDS = ("", "start/urgent/", "tools/agreement-checklist/", "glossary/", "sources/")
WIDTHS = (320, 390, 1280)
METRICS = {
    "LCP": "largest-contentful-paint",
    "TBT": "total-blocking-time",
    "CLS": "cumulative-layout-shift",
}


def addresses(root: Path) -> Iterator[str]:
    """All pages of both editions, without short links."""
    for file in sorted(root.rglob("*.html")):
        address = file.relative_to(root).as_posix().removesuffix("index.html")
        if not address.startswith("s/"):
            yield address


def lighthouse(host: str, folder: Path) -> None:
    """Prints scores and times of page types in both editions."""
    program = HERE / "node_modules/.bin/lighthouse"
    chromium = find_chromium() or ""
    for address in [*KINDS, *(f"zh-hans/{kind}" for kind in KINDS)]:
        file = folder / "lighthouse.json"
        subprocess.run(
            [
                *(program, host + address, "--quiet", "--output=json", f"--output-path={file}"),
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            ],
            env={**os.environ, "CHROME_PATH": chromium},
            check=False,
        )
        report = json.loads(file.read_text(encoding="utf-8"))
        if report.get("runtimeError"):
            print(f"lighthouse  /{address}: {report['runtimeError']['code']}")
            continue
        scores = "/".join(
            "-" if c["score"] is None else str(round(c["score"] * 100))
            for c in report["categories"].values()
        )
        audits = report["audits"]
        times = " ".join(f"{n} {audits[key]['numericValue']:.2f}" for n, key in METRICS.items())
        sent = round(audits["total-byte-weight"]["numericValue"])
        print(f"lighthouse  /{address}: {scores} {times} {sent} bytes", flush=True)


def axe(root: Path, host: str) -> None:
    """Prints what axe-core finds on every page, light and dark, at three widths."""
    rules, found, runs = AXE_FILE_PATH.read_text(encoding="utf-8"), 0, 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=[*ARGUMENTS])
        for scheme in ("light", "dark"):
            page = browser.new_context(color_scheme=scheme).new_page()  # type: ignore[arg-type]
            for address in addresses(root):
                page.goto(host + address)
                page.evaluate(rules)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    runs += 1
                    for fault in page.evaluate("axe.run().then(r => r.violations)"):
                        found += len(fault["nodes"])
                        print(f"axe  /{address} {scheme} {width}: {fault['id']}")
        browser.close()
    print(f"axe  {runs} runs, {found} violations", flush=True)


def weights(root: Path) -> None:
    """Prints the heaviest first view: HTML, styles and scripts, packed."""
    views = []
    for address in addresses(root):
        file = root / address
        html = (file if file.suffix else file / "index.html").read_bytes()
        parts = re.findall(rb'(?:href|src)="[^"]*(assets/hashed/[^"]+)"', html)
        packed = [gzip.compress((root / part.decode()).read_bytes(), 6) for part in parts]
        views.append((len(gzip.compress(html, 6)) + sum(map(len, packed)), address))
    views.sort()
    for name, (size, address) in (("median", views[len(views) // 2]), ("most", views[-1])):
        print(f"first view  {name} {size} bytes packed (/{address})")


def load(root: Path, host: str, folder: Path) -> None:
    """Prints what wrk measures over all pages, and on one bare static file as the limit."""
    program = shutil.which("wrk")
    if not program:
        print("load  wrk is missing (Debian: apt-get install wrk)")
        return
    paths = ",".join(f'"/{address}"' for address in addresses(root) if address[-8:] != "404.html")
    script = folder / "pages.lua"
    script.write_text(
        f"local paths, n = {{{paths}}}, 0\n"
        "request = function() n = n % #paths + 1\n"
        '  return wrk.format("GET", paths[n], {["Accept-Encoding"] = "gzip"}) end\n'
        "done = function(s, latency) local e = s.errors\n"
        '  print(string.format("%.0f requests/s, 99%% within %.1f ms, %d errors",\n'
        "    s.requests / s.duration * 1e6, latency:percentile(99) / 1e3,\n"
        "    e.connect + e.read + e.write + e.status + e.timeout)) end\n",
        encoding="utf-8",
    )
    (root / "bare.txt").write_text("x" * 1000, encoding="utf-8")
    bare = folder / "bare.lua"
    text = script.read_text(encoding="utf-8").replace(paths, '"/bare.txt"')
    bare.write_text(text, encoding="utf-8")
    for name, lua in (("all pages", script), ("one bare file of 1000 bytes", bare)):
        command = [program, "-t2", "-c64", "-d30s", "-s", str(lua), host]
        answer = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"load  {name}: {answer.stdout.strip().splitlines()[-1]}", flush=True)


def main() -> int:
    """Builds the site in a folder of its own and prints all figures."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        root = folder / "site"
        built = build(PROJECT, root, "--strict")
        if built.returncode:
            print(built.stdout)
            return 1
        for file in [f for f in root.rglob("*") if f.suffix in (".html", ".css", ".js", ".json")]:
            (file.parent / f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), 9))
        server = folder / "nginx"
        server.mkdir()
        with nginx_serving(root, root / "redirects.map", server, workers=2) as host:
            weights(root)
            if "--no-lighthouse" not in sys.argv:
                lighthouse(host, folder)
            if "--no-axe" not in sys.argv:
                axe(root, host)
            load(root, host, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
