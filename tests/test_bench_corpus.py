"""The benchmark's pages and figures; its timings are asserted nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from bench.corpus import HAN, PROJECT, Corpus, read_shapes, write
from bench.figures import COPIES, Figures, Run, costs, growth, verdict
from conftest import contents

pytestmark = pytest.mark.slow

PAGES = 10


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    write(folder, PAGES)
    return folder


def test_the_same_corpus_is_written_twice(generated: Path, tmp_path: Path) -> None:
    write(tmp_path, PAGES)
    assert contents(tmp_path) == contents(generated)


def test_the_peer_gets_the_same_pages_and_a_simplified_copy_of_each(generated: Path) -> None:
    ours = {
        path: text for path, text in contents(generated / "docs").items() if "_data" not in path
    }
    peers = contents(generated / "peer-docs")
    assert len(ours) == PAGES
    assert {path: peers.get(path) for path in ours} == ours
    copies = {path.replace(".md", ".zh-Hans.md") for path in ours}
    assert set(peers) == set(ours) | copies
    assert "时" in "".join(peers[path].decode() for path in copies)


def test_a_generated_page_has_the_shape_and_length_of_a_real_one() -> None:
    corpus = Corpus(PROJECT / "docs", 1000)
    shapes = read_shapes(PROJECT / "docs")
    for number in range(len(shapes), 2 * len(shapes)):
        page, shape = corpus.page(number), corpus.shape(number)
        assert all(f"{{#{anchor}}}" in page for anchor in shape.anchors)
        body = page.split("---\n", 2)[2]
        assert body.count("\n") == shape.body.count("\n")
        wanted = len(HAN.findall(shape.body))
        assert len(HAN.findall(body)) == pytest.approx(wanted, rel=0.25, abs=20)


def test_lines_of_generated_pages_hardly_ever_repeat() -> None:
    """Otherwise a converter that remembers what it has converted would look too good."""
    corpus = Corpus(PROJECT / "docs", 300)
    lines = [line for n in range(300) for line in corpus.page(n).splitlines() if HAN.search(line)]
    assert len(set(lines)) > 0.95 * len(lines)


@pytest.mark.parametrize("variant", ["plain", "ours"])
def test_the_generated_site_builds(generated: Path, variant: str) -> None:
    build = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", f"mkdocs-{variant}.yml"],
        cwd=generated,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
    )
    assert build.returncode == 0, build.stderr
    # What the hook says is what the benchmark reads.
    assert bool(COPIES.search(build.stdout)) is (variant == "ours")
    site = generated / f"site-{variant}"
    second = list((site / "zh-hans").rglob("index.html"))
    assert len(second) == (PAGES if variant == "ours" else 0)
    assert len(list(site.rglob("index.html"))) == PAGES + len(second)


def runs(variant: str, pages: int, *seconds: float, copies: float = 0.0) -> list[Run]:
    return [Run(variant, pages, 2 * each, each, peak=2**20, copies=copies) for each in seconds]


def test_costs_are_shares_of_the_plain_build_in_cpu_time() -> None:
    figures = Figures(
        [
            *runs("plain", 100, 1.0, 1.0, 1.0),
            *runs("ours", 100, 1.1, 1.1, 9.0),
            *runs("plain", 1000, 9.0, 10.0, 11.0),
            *runs("ours", 1000, 11.0, 11.0, 11.0, copies=1.0),
        ]
    )
    assert figures.added("cpu", "ours", 1000) == pytest.approx(0.1)
    assert figures.share(1000) == pytest.approx(0.1)
    assert not figures.missed()
    assert verdict(figures).startswith("target met")
    assert [row[6] for row in costs(figures)[1:]] == ["", "+0.10", "", "+0.10"]
    assert [row[9] for row in costs(figures)[1:]] == ["", "0.00", "", "0.10"]
    assert growth(figures)[1:] == [
        ["100 → 1,000", "× 10", "plain", "× 10.0", "", ""],
        ["100 → 1,000", "× 10", "ours", "× 10.0", "× 10.0", "1.00"],
    ]


def test_a_missed_target_is_said() -> None:
    figures = Figures([*runs("plain", 1000, 10.0), *runs("ours", 1000, 13.0, copies=3.1)])
    assert figures.missed()
    assert verdict(figures).startswith("target missed")
