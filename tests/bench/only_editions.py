"""A MkDocs hook that makes the second edition and nothing else, so that its cost stands alone.

hooks/on_site.py also makes search and links, which the plain build and the peer do not have.
"""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

from editions.rulebook import load_rulebook  # the path is set above
from editions.site import build


def on_post_build(config: MkDocsConfig) -> None:
    """The editions step, as hooks/on_site.py runs it in a build."""
    book, problems = load_rulebook(Path(config.docs_dir) / "_data")
    problems = problems or build(Path(config.site_dir), book, config.site_url or "").problems
    if problems:
        raise PluginError("\n".join(map(str, problems)))
