"""The two editions of the guide: their language tags, and the folder of the second one."""

from __future__ import annotations

TRADITIONAL, SIMPLIFIED = "zh-Hant", "zh-Hans"
FOLDER = "zh-hans/"
# Language -> folder below the root of the site.
EDITIONS = {TRADITIONAL: "", SIMPLIFIED: FOLDER}
