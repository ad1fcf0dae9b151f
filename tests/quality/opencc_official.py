"""Converts with the official OpenCC: a JSON list of texts in, the same list converted out.

Runs in .venv-opencc, started by compare_opencc.py.
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version

import opencc

convert = opencc.OpenCC("tw2s").convert
texts = [convert(text) for text in json.load(sys.stdin)]
json.dump({"version": version("opencc"), "texts": texts}, sys.stdout, ensure_ascii=False)
