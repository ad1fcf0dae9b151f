"""QR codes of addresses, as PNG and SVG; the same address gives the same bytes."""

from __future__ import annotations

import io
import math
import re
from functools import lru_cache

import zxingcpp
from PIL import Image

# A printed sheet gets folded and stained: 15 % of the code may be lost.
ERROR_LEVEL = "M"
# Pixels of a module: on a phone's screen large enough for another phone's camera.
PIXELS = 8
DARK = re.compile(rb"\0+")


def modules_of(url: str) -> Image.Image:
    """The code with its quiet zone, a pixel for each module, 0 for a dark one."""
    code = zxingcpp.create_barcode(url, zxingcpp.BarcodeFormat.QRCode, ec_level=ERROR_LEVEL)
    # The package's types do not know that its images are buffers.
    modules = code.to_image(scale=1, add_quiet_zones=True)
    pixels = bytes(memoryview(modules))  # type: ignore[arg-type]
    side = math.isqrt(len(pixels))
    return Image.frombytes("L", (side, side), pixels)


def _png(modules: Image.Image) -> bytes:
    size = (modules.width * PIXELS, modules.height * PIXELS)
    file = io.BytesIO()
    modules.convert("1").resize(size, Image.Resampling.NEAREST).save(file, "PNG")
    return file.getvalue()


def _svg(modules: Image.Image) -> str:
    """One path: a line through the middle of each run of dark modules."""
    side, dark = modules.width, modules.tobytes()
    lines = []
    for y in range(modules.height):
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
    modules = modules_of(url)
    return _png(modules), _svg(modules).encode()
