"""Proves that the site shares no run of Han characters with the article it grew from.

The repository does not carry the article, only the hashes of its runs:

    python tests/copied_runs.py article.txt

writes tests/data/article_runs.txt anew from a copy of the article.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import opencc

RUN = 10  # Han characters
HASHES = Path(__file__).parent / "data" / "article_runs.txt"
HAN = re.compile(r"[㐀-䶿一-鿿]")


def _fold_table() -> dict[int, str]:
    """Each Traditional character to its first Simplified one, so that scripts do not matter."""
    path = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
    pairs = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return {ord(key): targets.split()[0] for key, targets in pairs}


FOLD = _fold_table()


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Each run of `RUN` Han characters within a line, punctuation passed over, with its hash."""
    for line in text.splitlines():
        han = "".join(HAN.findall(line))
        folded = han.translate(FOLD)
        for i in range(len(han) - RUN + 1):
            window = folded[i : i + RUN].encode("utf-8")
            yield han[i : i + RUN], hashlib.blake2b(window, digest_size=6).hexdigest()


def article_hashes() -> frozenset[str]:
    """The hashes of the article's runs."""
    return frozenset(HASHES.read_text("ascii").split())


def shared_runs(text: str, hashes: frozenset[str]) -> list[str]:
    """The runs of `text` that the article has too."""
    return [run for run, code in runs(text) if code in hashes]


if __name__ == "__main__":
    article = Path(sys.argv[1]).read_text(encoding="utf-8")
    codes = sorted({code for _, code in runs(article)})
    HASHES.write_text("\n".join(codes) + "\n", encoding="ascii", newline="\n")
    print(f"{len(codes)} runs of {RUN} Han characters")
