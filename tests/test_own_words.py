"""The guide is in our own words, and says each thing once."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from conftest import PROJECT
from copied_runs import RUN, article_hashes, runs, shared_runs

from content.prose import HAN, NEXT_STEP, plain_text
from content.source_pages import HEADING, read_pages

TEXTS = sorted(
    path
    for folder in ("docs", "overrides", "hooks")
    for path in (PROJECT / folder).rglob("*")
    if path.suffix in {".md", ".yml", ".html", ".py", ".js"}
)
SENTENCE = 14  # Han characters: shorter ones are common turns of phrase
SHINGLE = 4
ALIKE = 0.5


def paragraphs() -> list[tuple[str, int, str]]:
    """(path, line, text) of every paragraph and list item of every page, but for those in simple
    words: they say again what a full page says, and each stands alone, so that its reader needs
    no other."""
    found = []
    for page in read_pages(PROJECT / "docs")[0]:
        if page.meta["section"] == "easy":
            continue
        for number, line in page.body():
            if not HEADING.match(line) and not NEXT_STEP.match(line):
                # A link names the page it leads to: that is not saying the thing again.
                text = plain_text(re.sub(r"\[[^\]]*\]\([^)]*\)", " ", line)).strip()
                if len(HAN.findall(text)) >= SENTENCE:
                    found.append((page.path, number, text))
    return found


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_run_of_ten_han_characters_is_shared_with_the_article(path: Path) -> None:
    assert shared_runs(path.read_text(encoding="utf-8"), article_hashes()) == []


def test_the_hashes_of_the_article_are_there() -> None:
    assert len(article_hashes()) > 2000


def test_a_shared_run_would_be_found_in_either_script_and_across_punctuation() -> None:
    hashes = frozenset(code for _, code in runs("「還款之前，先把對方是誰問清楚。」"))
    assert shared_runs("还款之前先把对方是谁，问清楚", hashes)
    assert not shared_runs("還款以前先把對方是誰問明白", hashes)
    assert RUN == 10


def test_no_sentence_stands_on_two_pages() -> None:
    places = defaultdict(set)
    for path, _, text in paragraphs():
        for sentence in re.split("[。！？；]", text):
            key = "".join(HAN.findall(sentence))
            if len(key) >= SENTENCE:
                places[key].add(path)
    assert {key: paths for key, paths in places.items() if len(paths) > 1} == {}


def test_no_paragraph_says_again_what_another_page_says() -> None:
    shingled: list[tuple[str, str, set[str]]] = []
    # Which of those before say a shingle: only what they share is looked at.
    said: defaultdict[str, list[int]] = defaultdict(list)
    alike = []
    for path, number, text in paragraphs():
        han = "".join(HAN.findall(text))
        shingles = {han[i : i + SHINGLE] for i in range(len(han) - SHINGLE + 1)}
        shared = Counter(other for shingle in shingles for other in said[shingle])
        for other, times in shared.items():
            place, page, others = shingled[other]
            if page != path and times / min(len(shingles), len(others)) > ALIKE:
                alike.append((place, f"{path}:{number}"))
        for shingle in shingles:
            said[shingle].append(len(shingled))
        shingled.append((f"{path}:{number}", path, shingles))
    assert alike == []
