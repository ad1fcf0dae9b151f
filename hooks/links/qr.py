"""QR codes of addresses, as PNG and SVG; the same address gives the same bytes."""

from __future__ import annotations

import math
import re
import zlib
from functools import lru_cache

import zxingcpp

# A printed sheet gets folded and stained: 15 % of the code may be lost.
ERROR_LEVEL = "M"
# Pixels of a module: on a phone's screen large enough for another phone's camera.
PIXELS = 8
PNG = b"\x89PNG\r\n\x1a\n"
DARK = re.compile(rb"\0+")


def modules_of(url: str) -> tuple[int, bytes]:
    """The code with its quiet zone: its side, and a byte for each module, 0 for a dark one and 255
    for a light one."""
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level=ERROR_LEVEL)
    # The package's types do not know that its images are buffers.
    modules = code.to_image(scale=1, add_quiet_zones=True)
    pixels = bytes(memoryview(modules))  # type: ignore[arg-type]
    return math.isqrt(len(pixels)), pixels


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return len(content).to_bytes(4, "big") + name + content + check.to_bytes(4, "big")


def _png(side: int, modules: bytes) -> bytes:
    """A bit for each pixel: what stands for a module is eight pixels of a row as they are."""
    size = (side * PIXELS).to_bytes(4, "big")
    rows = (modules[start : start + side] for start in range(0, len(modules), side))
    lines = b"".join((b"\0" + row) * PIXELS for row in rows)
    head = _chunk(b"IHDR", size + size + bytes((1, 0, 0, 0, 0)))
    return PNG + head + _chunk(b"IDAT", zlib.compress(lines, 5)) + _chunk(b"IEND", b"")


def _svg(side: int, dark: bytes) -> str:
    """One path: a line through the middle of each run of dark modules."""
    lines = []
    for y in range(side):
        for run in DARK.finditer(dark[y * side : (y + 1) * side]):
            lines.append(f"M{run.start()} {y}.5h{run.end() - run.start()}")
    size = side * PIXELS
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}">'
        f'<path transform="scale({PIXELS})" stroke="#000" d="{"".join(lines)}"/></svg>\n'
    )


@lru_cache(maxsize=4096)
def qr_files(url: str) -> tuple[bytes, bytes]:
    """The code of an address as (PNG, SVG). Remembered: `mkdocs serve` asks again and again."""
    side, modules = modules_of(url)
    return _png(side, modules), _svg(side, modules).encode()
