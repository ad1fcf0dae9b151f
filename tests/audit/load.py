"""wrk on the loopback: all pages in turn, and one bare file as the limit of this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence

from site_under_audit import Audited
from table import Row

SECONDS, CONNECTIONS, THREADS = 30, 64, 2
HEAD = ("asked for", "req/s", "99 %", "errors")
BARE = "bare.txt"
SCRIPT = """
local paths, n = {%s}, 0
request = function()
  n = n %% #paths + 1
  return wrk.format("GET", paths[n], {["Accept-Encoding"] = "gzip"})
end
done = function(summary, latency)
  local e = summary.errors
  print(string.format("%%.0f %%.1f %%d", summary.requests / summary.duration * 1e6,
    latency:percentile(99) / 1e3, e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def _measure(site: Audited, name: str, paths: Sequence[str]) -> Row:
    program = shutil.which("wrk")
    if not program:
        raise RuntimeError("wrk is missing: run `python tests/install_tools.py audit`")
    script = site.folder / "paths.lua"
    script.write_text(SCRIPT % ",".join(json.dumps(f"/{path}") for path in paths), encoding="utf-8")
    command = [program, f"-t{THREADS}", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script)]
    answer = subprocess.run([*command, site.host], capture_output=True, text=True, check=True)
    rate, latency, errors = answer.stdout.strip().splitlines()[-1].split()
    return (name, rate, f"{latency} ms", errors)


def rows(site: Audited) -> Iterator[Row]:
    pages = [address for address in site.addresses() if not address.endswith("404.html")]
    (site.root / BARE).write_text("x" * 1000, encoding="utf-8")
    yield _measure(site, f"all {len(pages)} pages, packed", pages)
    yield _measure(site, "one bare file of 1,000 bytes", [BARE])
