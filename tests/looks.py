"""How typical pages look, as small pictures in git: `make looks` makes them anew.

A picture is the first screen, drawn small and blurred, so that another version of the browser
or of a font is the same look, and a lost rule of a style sheet is not.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from browser_fixtures import ROOTS, SIZES
from browsers import chromium
from conftest import PROJECT, build
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page
from static_host import served

FOLDER = Path(__file__).resolve().parent / "looks"
PAGES = {
    "home": "",
    "article": "start/urgent/",
    "form": "tools/agreement-checklist/",
    "terms": "glossary/",
    "sources": "sources/",
}
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
# Screen pixels to one of the picture.
SCALE = 6
BLUR = 1.2
# How much a channel may differ, of 255, and how large a part of the picture may differ more.
CHANNEL = 26
PART = 0.02


@dataclass(frozen=True)
class Look:
    """One page in one edition, size and scheme."""

    page: str
    edition: str
    size: str
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.page}.{self.edition}.{self.size}.{self.scheme}"

    @property
    def address(self) -> str:
        return ROOTS[self.edition] + PAGES[self.page]

    @property
    def file(self) -> Path:
        return FOLDER / f"{self}.png"


LOOKS = [
    Look(page, edition, size, scheme)
    for page in PAGES
    for edition in ROOTS
    for size in SIZES
    for scheme in SCHEMES
]


def picture(page: Page) -> Image.Image:
    """The first screen of an open page, small."""
    full = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    small = full.resize((full.width // SCALE, full.height // SCALE), Image.Resampling.BOX)
    return small.filter(ImageFilter.GaussianBlur(BLUR))


def difference(kept: Image.Image, seen: Image.Image) -> tuple[float, Image.Image]:
    """The part that differs, 0 to 1, and a picture of where: kept, seen, what differs."""
    if kept.size != seen.size:
        return 1.0, seen
    red, green, blue = ImageChops.difference(kept, seen).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    differing = most.point([255 * (value > CHANNEL) for value in range(256)])
    part = differing.histogram()[255] / (differing.width * differing.height)
    shown = Image.new("RGB", (kept.width * 3, kept.height))
    for place, image in enumerate((kept, seen, differing.convert("RGB"))):
        shown.paste(image, (place * kept.width, 0))
    return part, shown


def drawn(browser: Browser, host: str, looks: list[Look]) -> Iterator[tuple[Look, Page]]:
    """Opens each look; without scripts, which only add what comes and goes."""
    context = browser.new_context(java_script_enabled=False, base_url=host)
    page = context.new_page()
    # One page after the other in all sizes and schemes.
    for look in sorted(looks, key=lambda look: look.address):
        if page.url != host + look.address:
            page.goto(look.address)
        page.emulate_media(color_scheme=look.scheme)
        page.set_viewport_size(SIZES[look.size])
        yield look, page
    context.close()


def main() -> int:
    """Builds the site and writes all pictures."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        built = build(PROJECT, root, "--strict")
        if built.returncode:
            print(built.stdout)
            return 1
        with served(root) as host, chromium() as browser:
            for look, page in drawn(browser, host, LOOKS):
                # 64 colours are enough for what is compared.
                picture(page).quantize(64).save(look.file, optimize=True)
    print(f"{len(LOOKS)} pictures in {FOLDER.relative_to(PROJECT)}: look at them before a commit")
    return 0


if __name__ == "__main__":
    sys.exit(main())
