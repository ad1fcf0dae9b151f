"""The theme's own markup with a word of ours in it.

The theme is not copied: templates take what it writes and change a few attributes. When a
new version of the theme writes something else, nothing is guessed and the build stops.
"""

from __future__ import annotations


class ThemeChanged(Exception):
    """The theme does not write what a template of ours wants to change."""


def swapped(markup: str, old: str, new: str, times: int | None = 1) -> str:
    """The markup with `new` for `old`, which must stand in it `times` times (None: ever so often,
    but not never). Raises `ThemeChanged`.
    """
    found = markup.count(old)
    if found != times and (times is not None or not found):
        wanted = "at least once" if times is None else f"{times}×"
        raise ThemeChanged(
            f"overrides/main.html wants to change {old!r}, which the theme should write {wanted},"
            f" and it stands there {found}×: look at what the theme writes now"
        )
    return markup.replace(old, new)
