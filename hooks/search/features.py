"""What the learned part of the search sees of a query: its characters, pairs and words.

The engine does the same (`features` in engine.js).
"""

from __future__ import annotations

import re

RUNS = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]+")
# How much a single character counts beside a pair of neighbours or a word.
SINGLE = 0.9


def features(text: str) -> set[str]:
    """The features of canonical text: Latin words and numbers whole, of other stretches each
    character and each pair of neighbours."""
    found: set[str] = set()
    for run in RUNS.findall(text):
        if run[0] < "{":
            found.add(run)
            continue
        found.update(run)
        found.update(run[at : at + 2] for at in range(len(run) - 1))
    return found


def weight(feature: str) -> float:
    """How much a feature counts before all of a query are brought to length 1."""
    return SINGLE if len(feature) == 1 and feature > "{" else 1.0
