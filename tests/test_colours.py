"""The palette: every text and every meaningful edge can be seen, in both schemes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

COLOURS = Path(__file__).parent.parent / "docs/assets/stylesheets/colours.css"
TOKEN = re.compile(
    r"--([a-z-]+): var\(--on-light, (#[0-9a-f]{6})\) var\(--on-dark, (#[0-9a-f]{6})\);"
)

# WCAG 2.2: 7 for text (1.4.6, level AAA), 3 for what tells a control from its ground (1.4.11).
TEXT, EDGE = 7.0, 3.0
PAIRS = [
    (TEXT, "ink", ("paper", "card", "shade", "pine-wash", "amber-wash", "seal-wash")),
    (TEXT, "ink-soft", ("paper", "card", "shade", "pine-wash", "amber-wash", "seal-wash")),
    (TEXT, "pine", ("paper", "card", "shade", "pine-wash", "amber-wash", "seal-wash")),
    (TEXT, "pine-deep", ("paper", "card", "shade", "pine-wash", "amber-wash")),
    (TEXT, "on-pine", ("pine", "pine-deep")),
    (TEXT, "amber-ink", ("amber-wash",)),
    (TEXT, "seal", ("paper", "card", "shade", "seal-wash")),
    (EDGE, "edge", ("paper", "card", "shade", "pine-wash", "amber-wash")),
    (EDGE, "amber", ("paper", "amber-wash")),
]


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", [1, 2], ids=["light", "dark"])
def test_text_and_edges_stand_out_from_every_ground_they_stand_on(scheme: int) -> None:
    colours = {m[1]: m[1 + scheme] for m in TOKEN.finditer(COLOURS.read_text("utf-8"))}
    weak = [
        f"{front} on {ground}: {ratio:.2f}, wanted {least}"
        for least, front, grounds in PAIRS
        for ground in grounds
        if (ratio := _contrast(colours[front], colours[ground])) < least
    ]
    assert not weak
