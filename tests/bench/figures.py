"""From measured runs to the figures that are printed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

VARIANTS = ("plain", "ours", "peer")

TARGET = 0.15
"""Most CPU time that making our copies may take, as a share of the single-edition build's …"""
TARGET_PAGES = 1000
"""… of this many pages."""


COPIES = re.compile(r"^CPU seconds of making the copies: ([\d.]+)$", re.M)
"""What the hook of our build says (only_editions.py)."""


@dataclass(frozen=True)
class Run:
    """One whole process: seconds of wall clock and of CPU, bytes of memory at the peak; and of the
    CPU seconds those that went into copies, where the build says so."""

    variant: str
    pages: int
    wall: float
    cpu: float
    peak: int
    copies: float = 0.0


class Figures:
    """Medians of repeated runs. A pair (variant, pages) that was never run is a KeyError."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self.runs: dict[tuple[str, int], list[Run]] = {}
        for run in runs:
            self.runs.setdefault((run.variant, run.pages), []).append(run)

    @property
    def sizes(self) -> list[int]:
        return sorted({pages for _, pages in self.runs})

    def variants(self, pages: int) -> list[str]:
        """Variants that were run with this many pages, in the order of their first run."""
        return [variant for variant, size in self.runs if size == pages]

    def median(self, measure: str, variant: str, pages: int) -> float:
        """Median of `wall`, `cpu`, `peak` or `copies`."""
        return float(median(getattr(run, measure) for run in self.runs[variant, pages]))

    def added(self, measure: str, variant: str, pages: int) -> float:
        """(variant - plain) / plain, of the medians."""
        plain = self.median(measure, "plain", pages)
        return (self.median(measure, variant, pages) - plain) / plain

    def share(self, pages: int) -> float:
        """CPU time of making our copies / CPU time of the plain build, of the medians."""
        return self.median("copies", "ours", pages) / self.median("cpu", "plain", pages)

    def spread(self, variant: str, pages: int) -> tuple[float, float]:
        """Least and greatest added share of CPU time of any one round."""
        rounds = zip(self.runs["plain", pages], self.runs[variant, pages], strict=True)
        shares = [run.cpu / plain.cpu - 1 for plain, run in rounds]
        return min(shares), max(shares)

    def missed(self) -> bool:
        """Whether the target was measured and missed."""
        measured = ("ours", TARGET_PAGES) in self.runs
        return measured and self.share(TARGET_PAGES) > TARGET


def costs(figures: Figures) -> list[list[str]]:
    """One row for each variant at each size; the first row holds the headings."""
    head = "pages|build|rounds|CPU s|wall s|peak MiB|adds (CPU)|rounds from … to|adds (wall)|copies"
    table = [head.split("|")]
    for pages in figures.sizes:
        for variant in figures.variants(pages):
            row = [
                f"{pages:,}",
                variant,
                str(len(figures.runs[variant, pages])),
                f"{figures.median('cpu', variant, pages):.2f}",
                f"{figures.median('wall', variant, pages):.2f}",
                f"{figures.median('peak', variant, pages) / 2**20:.0f}",
            ]
            if variant != "plain":
                low, high = figures.spread(variant, pages)
                row += [
                    f"{figures.added('cpu', variant, pages):+.2f}",
                    f"{low:+.2f} … {high:+.2f}",
                    f"{figures.added('wall', variant, pages):+.2f}",
                ]
            if variant == "ours":
                row.append(f"{figures.share(pages):.2f}")
            table.append(row + [""] * (len(table[0]) - len(row)))
    return table


def growth(figures: Figures) -> list[list[str]]:
    """How the CPU time grows from one size to the next, whole and of the second edition alone."""
    table = [["pages", "growth", "build", "CPU", "second edition", "ms more a page"]]
    for small, large in zip(figures.sizes, figures.sizes[1:], strict=False):
        for variant in figures.variants(large):
            if variant not in figures.variants(small):
                continue
            before, after = (figures.median("cpu", variant, pages) for pages in (small, large))
            row = [f"{small:,} → {large:,}", f"× {large / small:.0f}", variant]
            row.append(f"× {after / before:.1f}")
            if variant != "plain":
                before -= figures.median("cpu", "plain", small)
                after -= figures.median("cpu", "plain", large)
                # On a few pages the difference can be less than the noise.
                row.append(f"× {after / before:.1f}" if before > 0 else "?")
                row.append(f"{1000 * (after - before) / (large - small):.2f}")
            table.append(row + [""] * (len(table[0]) - len(row)))
    return table


def verdict(figures: Figures) -> str:
    """One sentence on the target."""
    if ("ours", TARGET_PAGES) not in figures.runs:
        return f"target: not measured, it is for {TARGET_PAGES:,} pages"
    share = figures.share(TARGET_PAGES)
    met = "missed" if figures.missed() else "met"
    return (
        f"target {met}: at {TARGET_PAGES:,} pages making the copies takes {share:.3f} of the CPU"
        f" time of the single-edition build; at most {TARGET} is allowed"
    )


def aligned(table: list[list[str]]) -> str:
    """The table as text, columns flush right."""
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    return "\n".join(
        "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    )
