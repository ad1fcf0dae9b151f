"""What the tools weigh: a cheap phone on a slow network waits for every kilobyte."""

from __future__ import annotations

import gzip

import pytest
from bench.tools import LIMIT, PAGES, modules
from conftest import Site


@pytest.mark.parametrize("tool", PAGES)
def test_the_scripts_of_a_tool_are_small(site: Site, tool: str) -> None:
    files = modules(site.root, PAGES[tool])
    assert any(f"{tool}-page" in file.name for file in files)
    assert sum(len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files) <= LIMIT
