"""Scripts of the tools without their comments: a reader's phone need not fetch those.

The comments are for who reads the source, in `docs/assets/javascripts/tools/`.
"""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = "assets/javascripts/tools"
# Only comments that have their lines to themselves, as all of ours do.
COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)


def lighten(site_dir: Path) -> int:
    """Takes the comments out of each script; how many scripts there are."""
    scripts = sorted((site_dir / FOLDER).glob("*.js"))
    for script in scripts:
        source = script.read_text("utf-8")
        script.write_text(COMMENT.sub("", source), "utf-8", newline="\n")
    return len(scripts)
