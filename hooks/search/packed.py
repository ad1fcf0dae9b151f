"""The bytes of an index: one for each of its commonest characters, two for each of the rest.

UTF-8 takes three bytes for a Chinese character and hides from gzip which one it is. In one
or two bytes, made for this very text, an index weighs a fifth less after gzip.

Bytes that are no text stand in front, behind their number: the lists of a shard (shards.py).
Then comes the alphabet: how many units of UTF-16 there are, then for each, ascending, its
distance from the one before, doubled, and one more if it has a byte of its own. These numbers
are written seven bits at a time, the low ones first; the eighth says that more follow. Then
the text: a byte below the number of single units is one of these, any other is the high part
of the place of a rarer one. `unpacked` in docs/assets/javascripts/search/engine/packed.js is the
other side.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Iterator

BYTE = 256
AT_ONCE = 65536
# UTF-16 as this machine holds it in an array; what is published is the same everywhere.
NATIVE = f"utf-16-{sys.byteorder[0]}e"


def _units(text: str) -> array[int]:
    return array("H", text.encode(NATIVE, "surrogatepass"))


def _number(value: int) -> Iterator[int]:
    while value > 0x7F:
        yield value & 0x7F | 0x80
        value >>= 7
    yield value


def _singles(counts: Counter[int]) -> set[int]:
    """The commonest units, as many as leave room for the high parts of the rest."""
    common = sorted(counts, key=lambda unit: (-counts[unit], unit))
    many = BYTE
    while many + -(-(len(common) - many) // BYTE) > BYTE:
        many -= 1
    return set(common[:many])


def pack(text: str, raw: bytes = b"") -> bytes:
    """The bytes of a text, with `raw` in front.

    Raises `ValueError` for a text of more different units than two bytes tell apart.
    """
    units = _units(text)
    counts = Counter(units)
    if len(counts) > BYTE * (BYTE - 1):
        raise ValueError(f"{len(counts)} different units are more than two bytes can tell apart")
    single = _singles(counts)
    packed = bytearray(_number(len(raw)))
    packed += raw
    packed += bytes(_number(len(counts)))
    codes: dict[int, bytes] = {}
    before = rare = 0
    alone = iter(range(BYTE))
    for unit in sorted(counts):
        packed += bytes(_number((unit - before) * 2 + (unit in single)))
        before = unit
        if unit in single:
            codes[unit] = bytes([next(alone)])
        else:
            codes[unit] = bytes([len(single) + rare // BYTE, rare % BYTE])
            rare += 1
    # By and by: to join takes a list of all that is joined, eight bytes for each of one or two.
    for start in range(0, len(units), AT_ONCE):
        packed += b"".join(map(codes.__getitem__, units[start : start + AT_ONCE]))
    return bytes(packed)


def unpack(packed: bytes) -> tuple[str, bytes]:
    """The text of what `pack` has written, and the bytes in front of it."""
    left = iter(packed)

    def number() -> int:
        value = shift = 0
        for byte in left:
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                break
        return value

    raw = bytes(next(left) for _ in range(number()))
    single: list[int] = []
    rare: list[int] = []
    unit = 0
    for _ in range(number()):
        step = number()
        unit += step >> 1
        (single if step & 1 else rare).append(unit)
    units = array("H")
    for byte in left:
        many = len(single)
        units.append(single[byte] if byte < many else rare[(byte - many) * BYTE + next(left)])
    return units.tobytes().decode(NATIVE, "surrogatepass"), raw
