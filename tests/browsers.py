"""The Chromium for the tests: where it is, and how it is started."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same engine without all that a window brings: a page costs a third of the time.
SHELLS = ("chromium-headless-shell", "chrome-headless-shell")

# Nothing but the loopback is reachable or wanted.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _downloaded(*, shell: bool) -> str | None:
    """What Playwright downloaded; it brings both."""
    with sync_playwright() as playwright:
        full = Path(playwright.chromium.executable_path)
    if not shell:
        return str(full) if full.is_file() else None
    number = full.parents[1].name.rpartition("-")[2]
    found = full.parents[2].glob(f"chromium_headless_shell-{number}/*/*headless*shell*")
    return next((str(file) for file in sorted(found) if os.access(file, os.X_OK)), None)


def _find(names: tuple[str, ...], *, shell: bool) -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return named if Path(named).is_file() else None
    return next(filter(None, map(shutil.which, names)), None) or _downloaded(shell=shell)


def find_chromium() -> str | None:
    """The path of a Chromium: $CHROMIUM, the system's, or the one Playwright downloaded."""
    return _find(NAMES, shell=False)


def find_shell() -> str | None:
    """The path of a Chromium that only knows pages (`SHELLS`), likewise."""
    return _find(SHELLS, shell=True)


@contextmanager
def chromium(*arguments: str, shell: bool = False) -> Iterator[Browser]:
    """A Chromium without a window, with further arguments, while the context lasts; with `shell`
    the quick one, where it is there.

    Raises `FileNotFoundError`.
    """
    # First: asking Playwright for its own starts Playwright, which does not start twice.
    path = (find_shell() if shell else None) or find_chromium() or find_shell()
    if path is None:
        raise FileNotFoundError("no Chromium: run `python tests/install_tools.py`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *arguments])
        yield browser
        browser.close()
