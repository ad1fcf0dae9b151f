"""A whole strict build, watched: how often files of pages are opened behind MkDocs, how much CPU
each step of flow.py takes, and what is added for those who pass the guide on: CPU and bytes.

    python watched_build.py mkdocs.yml
"""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "hooks"))

# What is called by flow.py, in its order.
STEPS = (
    *("take_in", "check_theme", "second_edition", "guide_pages", "check_links", "make_search"),
    *("sitemaps", "bind", "transform", "link_files", "deliver", "keep", "weigh"),
)
# What is added: where it is made, and its files.
ADDED = {
    "cards": ("collecting.make_cards", r"s/.*/card.*\.png"),
    "replies": ("collecting.publish_replies", r"replies/.*"),
    "feed": ("links.link_files.feed", r"(?:.*/)?feed\.xml"),
    "texts": ("links.link_files.page_text", r".*\.md|(?:.*/)?llms.*\.txt"),
    "previews": ("collected.drawn", r"assets/previews/.*"),
    "epub": ("collecting.books_of", r"books/.*\.epub"),
}


def main() -> None:
    """The command line."""
    import collected  # the path is set above
    import collecting
    import flow
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    import links.link_files

    spent: Counter[str] = Counter()
    read: Counter[str] = Counter()
    written: Counter[str] = Counter()
    watching = [False]

    def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            start = time.process_time()
            result = function(*args, **kwargs)
            # What is made one by one counts where it is made.
            result = list(result) if name == "transform" else result
            spent[name] += int((time.process_time() - start) * 1e6)
            return result

        return call

    for name in STEPS:
        for module in (flow, collecting):
            if hasattr(module, name):
                setattr(module, name, timed(name, getattr(module, name)))
    modules = {
        "collected": collected,
        "collecting": collecting,
        "links.link_files": links.link_files,
    }
    for name, (place, _) in ADDED.items():
        module_name, _, function = place.rpartition(".")
        made_by = getattr(modules[module_name], function)
        setattr(modules[module_name], function, timed(name, made_by))
    whole = flow.make_site

    def watched(given: Any) -> Any:
        watching[0] = True
        start = time.process_time()
        made = whole(given)
        spent["make_site"] = int((time.process_time() - start) * 1e6)
        return made

    # The hook takes it from there when MkDocs loads it, which is below.
    flow.make_site = watched

    def audit(event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and watching[0] and str(args[0]).endswith(".html"):
            mode = str(args[1] or "r")
            (written if set(mode) & set("wax+") else read)[str(args[0])] += 1

    sys.addaudithook(audit)
    # Replies need an address.
    config = load_config(sys.argv[1], strict=True, site_url="https://guide.test/")
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    pages = len(read) or 1
    print(
        f"pages {len(read)} read {sum(read.values()) / pages:.2f} times each"
        f" (most {max(read.values(), default=0)}),"
        f" {len(written)} written (most {max(written.values(), default=0)} times)"
    )
    for name in (*STEPS, "make_site"):
        print(f"step  {name:16}{spent[name] / 1e6:7.2f} s CPU")
    site = Path(config.site_dir)
    files = {file.relative_to(site).as_posix(): file for file in site.rglob("*") if file.is_file()}
    for name, (_, pattern) in ADDED.items():
        sizes = [file.stat().st_size for path, file in files.items() if re.fullmatch(pattern, path)]
        cpu = f"{spent[name] / 1e6:7.2f} s CPU"
        print(f"adds  {name:16}{cpu}  {sum(sizes):>11,} bytes in {len(sizes)} files")


if __name__ == "__main__":
    main()
