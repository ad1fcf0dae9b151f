"""What a build costs: the whole of it, beside what it costs without the steps after MkDocs, and
beside the stock theme on the same Markdown, in one run, at several sizes.

    make bench-build        or   python tests/bench/build.py [--pages 47 147 1047] [--rounds 3]

The guide is grown by copies of its real pages, with its real settings and menu (grow.py).
*whole* is a strict build of all that is published; *plain* is MkDocs, the theme, our templates
and the checks of what authors wrote; *stock* is MkDocs and the theme. Medians of rounds, which
go by turns; the largest size is built once. Machines are noisy: quote the ratios.

Reads and writes count how often files of pages are opened between the end of MkDocs and the end
of the build. Then come the seconds of CPU of each step of flow.py, the seconds and bytes of what
is added for those who pass the guide on (cards, replies, feed; an EPUB where the site has one), and
how soon `mkdocs serve` shows a changed page in both editions.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.grow import Grown  # the path is set above

HERE = Path(__file__).resolve().parent
VARIANTS = ("stock", "plain", "whole")
ONCE_FROM = 500
PAGE = "start/is-it-real"
# The same in both scripts.
MARK = "甲乙丙丁一改再改。"


@dataclass(frozen=True)
class Run:
    """One build: seconds and bytes."""

    wall: float
    cpu: float
    memory: int


def run(command: list[str], folder: Path, log: Path) -> Run:
    """Runs a build in a process of its own; ends the benchmark where it fails."""
    environment = {**os.environ, "PYTHONHASHSEED": "0", "NO_MKDOCS_2_WARNING": "1"}
    with log.open("wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}:\n{log.read_text(encoding='utf-8')[-3000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)


def build(variant: str) -> list[str]:
    """The command of a variant."""
    command = [sys.executable, "-m", "mkdocs", "build", "-f", f"mkdocs-{variant}.yml"]
    command += ["--site-dir", f"site-{variant}"]
    # The stock theme knows no markup of ours, and says so.
    return command if variant == "stock" else [*command, "--strict"]


def measure(folder: Path, rounds: int) -> dict[str, Run]:
    """The median build of each variant."""
    runs: dict[str, list[Run]] = {variant: [] for variant in VARIANTS}
    for _ in range(rounds):
        for variant in VARIANTS:
            shutil.rmtree(folder / f"site-{variant}", ignore_errors=True)
            runs[variant].append(run(build(variant), folder, folder / f"{variant}.log"))
    return {
        variant: Run(
            statistics.median(each.wall for each in of),
            statistics.median(each.cpu for each in of),
            max(each.memory for each in of),
        )
        for variant, of in runs.items()
    }


def serving(folder: Path) -> float:
    """Seconds from a change of a page until `mkdocs serve` shows it in both editions."""
    command = [sys.executable, "-m", "mkdocs", "serve", "--dirty", "--no-strict"]
    address = "127.0.0.1:8765"
    command += ["-f", "mkdocs-whole.yml", "--dev-addr", address]
    log = (folder / "serve.log").open("wb")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    server = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)

    def shows(text: str, limit: float) -> float:
        start = time.perf_counter()
        while time.perf_counter() - start < limit:
            try:
                seen = [
                    text
                    in urllib.request.urlopen(f"http://{address}/{edition}{PAGE}/").read().decode()
                    for edition in ("", "zh-hans/")
                ]
            except OSError:
                seen = [False]
            if all(seen):
                return time.perf_counter() - start
            time.sleep(0.02)
        raise SystemExit(f"serve did not show {text}: see {log.name}")

    try:
        shows("<h1", 600)
        # The watcher of files begins after the first build.
        time.sleep(3)
        page = folder / "docs" / f"{PAGE}.md"
        text = page.read_text(encoding="utf-8")
        head, _, tail = text.rpartition("\n[下一步")
        page.write_text(f"{head}\n{MARK}\n\n[下一步{tail}", encoding="utf-8")
        return shows(MARK, 120)
    finally:
        server.terminate()
        server.wait()
        log.close()


def report(pages: int, runs: dict[str, Run]) -> None:
    """A line for each variant, and what counts."""
    plain = runs["plain"]
    for variant, each in runs.items():
        print(
            f"{pages:>6} {variant:6} {each.wall:8.2f} s elapsed {each.cpu:8.2f} s CPU"
            f" {each.memory / 2**20:7.0f} MB   {each.cpu / plain.cpu:5.2f} × plain"
        )


def steps(folder: Path) -> None:
    """Opened files and CPU by step, of a whole build with a watch on it."""
    command = [sys.executable, str(HERE / "watched_build.py"), "mkdocs-whole.yml"]
    output = subprocess.run(
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    ).stdout
    for line in output.splitlines():
        if re.match(r"(pages|step|adds) ", line):
            print(f"        {line}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--pages", type=int, nargs="+", help="default: today's, and 100 and 1,000 more"
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--no-serve", action="store_true")
    options = parser.parse_args()
    today = len(Grown(0).real) - 1
    for pages in options.pages or [today, today + 100, today + 1000]:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            Grown(pages).write(folder)
            report(pages, measure(folder, options.rounds if pages < ONCE_FROM else 1))
            steps(folder)
            if not options.no_serve:
                print(
                    f"        serve: a change shows in both editions after {serving(folder):.2f} s"
                )


if __name__ == "__main__":
    main()
