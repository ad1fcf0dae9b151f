"""QR codes of addresses, as PNG and SVG; the same address gives the same bytes."""

from __future__ import annotations

import io
from functools import lru_cache

import segno

# A printed sheet gets folded and stained: 15 % of the code may be lost.
ERROR_LEVEL = "m"
# Pixels of a module: on a phone's screen large enough for another phone's camera.
PIXELS = 8


@lru_cache(maxsize=4096)
def qr_files(url: str) -> tuple[bytes, bytes]:
    """The code of an address as (PNG, SVG). Remembered: `mkdocs serve` asks again and again."""
    code = segno.make(url, error=ERROR_LEVEL, micro=False, boost_error=False)
    png, svg = io.BytesIO(), io.BytesIO()
    code.save(png, kind="png", scale=PIXELS)
    code.save(svg, kind="svg", scale=PIXELS, xmldecl=False, svgclass=None, lineclass=None)
    return png.getvalue(), svg.getvalue()
