"""What tests of faults share: a folder of texts, one place of it changed, messages compared."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes texts by their paths."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def change(folder: Path, edit: Mapping[str, Any]) -> None:
    """Changes the file `in`: what stands in `from`, exactly once, becomes `to`. Without `from`
    the file becomes `to`; with `gone` it goes."""
    file = folder / edit["in"]
    if edit.get("gone"):
        file.unlink()
    elif "from" in edit:
        text = file.read_text(encoding="utf-8")
        assert text.count(edit["from"]) == 1, "the case must change exactly one place"
        file.write_text(text.replace(edit["from"], edit["to"]), encoding="utf-8")
    else:
        write(folder, {edit["in"]: edit["to"]})


def assert_said(found: Sequence[object], expected: Sequence[str]) -> None:
    """The messages, in order; "…" stands for any text."""
    messages = [str(each) for each in found]
    assert len(messages) == len(expected), messages
    for message, wanted in zip(messages, expected, strict=True):
        pattern = ".*".join(map(re.escape, wanted.split("…")))
        assert re.fullmatch(pattern, message), f"{message!r} instead of {wanted!r}"
