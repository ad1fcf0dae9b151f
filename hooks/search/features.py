"""What the learned part of the search sees of a query: its characters, pairs and words.

The engine does the same (docs/assets/javascripts/search/engine/learned.js).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from math import sqrt
from operator import add

RUNS = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]+")
# How much a single character counts beside a pair of neighbours or a word.
SINGLE = 0.9
# The length to which what is known of a query is brought.
LENGTH = 4.0


def pairs(text: str) -> Iterator[str]:
    """Each character of a text with the next one."""
    return map(add, text, text[1:])


def features(text: str) -> set[str]:
    """The features of canonical text: Latin words and numbers whole, of other stretches each
    character and each pair of neighbours."""
    found: set[str] = set()
    for run in RUNS.findall(text):
        if run[0] < "{":
            found.add(run)
            continue
        found.update(run)
        found.update(pairs(run))
    return found


def weight(feature: str) -> float:
    """How much a feature counts before all of a query are brought to one length."""
    return SINGLE if len(feature) == 1 and feature > "{" else 1.0


def weights(text: str, known: Collection[str]) -> dict[str, float]:
    """What is known of a text, with how much each feature counts."""
    found = sorted(feature for feature in features(text) if feature in known)
    length = sqrt(sum(weight(feature) ** 2 for feature in found))
    return {feature: LENGTH * weight(feature) / length for feature in found}


def is_pair(feature: str) -> bool:
    """Two characters that are neither Latin letters nor digits."""
    return len(feature) == 2 and feature > "{"
