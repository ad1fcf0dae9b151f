"""A MkDocs hook that makes the second edition and nothing else, so that its cost stands alone.

hooks/flow.py also makes search and links, which the plain build and the peer do not have.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

from collecting import take_in

from conversion.settings import load_settings  # the path is set above
from editions.second_edition import second_edition
from editions.sitemap import sitemaps
from model.addresses import site_of
from model.guide import public_address

# figures.py reads what follows.
COPIES = "CPU seconds of making the copies: "


def on_post_build(config: MkDocsConfig) -> None:
    """Takes the pages in, copies them and writes the copies, as a build does.

    Says how much CPU time the copies took: a build takes its pages in for other steps too.
    """
    site_dir = Path(config.site_dir)
    pages, files = take_in(site_dir)
    start = time.process_time()
    settings, problems = load_settings(Path(config.docs_dir) / "_data")
    address = public_address(pages, config.site_url or "")
    site = site_of((*files, *(page.file for page in pages)), address)
    copies, faults = second_edition(pages, site, settings)
    if problems or faults:
        raise PluginError("\n".join(map(str, [*problems, *faults])))
    made = {copy.path: "".join(copy.tokens).encode() for copy in copies}
    made |= sitemaps((site_dir / "sitemap.xml").read_text(encoding="utf-8"), site)
    for path, content in made.items():
        (site_dir / path).parent.mkdir(parents=True, exist_ok=True)
        (site_dir / path).write_bytes(content)
    print(f"{COPIES}{time.process_time() - start:.3f}")
