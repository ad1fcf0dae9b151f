"""Zips: the same files give the same bytes, whenever and wherever they are packed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Mapping

# The earliest time that a zip can name.
TIME = (1980, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes], unpacked: Collection[str] = ()) -> bytes:
    """A zip of files by their path, in their order; those `unpacked` lie in it as they are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, TIME)
            if path not in unpacked:
                entry.compress_type = zipfile.ZIP_DEFLATED
            # As from Unix, whatever wrote it: plain files that all may read.
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, content)
    return made.getvalue()
