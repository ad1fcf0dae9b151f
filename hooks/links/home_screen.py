"""What a phone needs to put the guide on its home screen: a manifest of each edition, and icons.

It opens in the browser, with the address to be seen, and asks nobody to install anything. Its name
there is short and says nothing of debts: others look at the same screen.
"""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from functools import lru_cache

from PIL import Image

from links.pictures import MARK, PAPER, PINE, drawing
from model.guide import HOME, GuidePage, by_id, site_name

FILE = "manifest.webmanifest"
ICONS = "assets/icons/"
TOUCH = f"{ICONS}touch.png"
# The same in both scripts.
SHORT_NAME = "指南"
# Pixels of each icon; iOS asks for 180. Android cuts a ring off, so that the mark is smaller.
SIDES = {TOUCH: 180, f"{ICONS}192.png": 192, f"{ICONS}512.png": 512}
SHARE_OF_MARK = 0.62
COLOURS = 16


@lru_cache(maxsize=8)
def icon(side: int) -> bytes:
    """The mark on its ground, to the edges: phones round the corners themselves."""
    mark = round(side * SHARE_OF_MARK)
    image = Image.new("RGB", (side, side), PINE)
    at = ((side - mark) // 2, (side - mark) // 2)
    image.paste(PAPER, at, drawing(MARK, mark, 1.9))
    file = io.BytesIO()
    image.quantize(COLOURS).save(file, "PNG", optimize=True)
    return file.getvalue()


def manifest(pages: Sequence[GuidePage], place: int) -> str:
    """The manifest of the edition at `place`."""
    language, folder, edition = by_id(pages).get(HOME, pages[0]).editions[place]
    up = "../" * folder.count("/")
    icons = [
        {"src": up + path, "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for path, side in SIDES.items()
        if path != TOUCH
        for purpose in ("any", "maskable")
    ]
    told = {
        **{"name": site_name(edition), "short_name": SHORT_NAME, "lang": language},
        **{"id": "./", "start_url": "./", "scope": "./", "display": "browser"},
        **{"background_color": PAPER, "theme_color": PAPER, "icons": icons},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def icons() -> dict[str, bytes]:
    """The icons, by their file."""
    return {path: icon(side) for path, side in SIDES.items()}


def head(page: GuidePage, folder: str) -> list[str]:
    """What a page of the edition in `folder` says of them."""
    up = "../" * page.address.count("/")
    root = up + "../" * folder.count("/")
    return [
        f'<link rel="manifest" href="{up}{FILE}">',
        f'<link rel="apple-touch-icon" href="{root}{TOUCH}">',
    ]
