"""Shows why a query ranks as it does, by asking the engine of a built site itself.

    make build
    python hooks/search/explain.py "催收上門"
    python hooks/search/explain.py --edition zh-hans "停息挂账"

The engine runs in Chromium, as it does for readers; `make test` brings one along.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from search.index import read_index

ASK = """([index, query]) => {
  const why = [], result = guideSearch(index)(query, why)
  return {why, ...result}
}"""
NAMES = ("chromium", "chromium-browser", "google-chrome")


def ask(site_dir: Path, edition: str, query: str) -> dict[str, Any]:
    """What the engine answers: the theme's result, and `why`, the wanted words by variant."""
    # Imported here: the build does not need it.
    from playwright.sync_api import sync_playwright

    root = site_dir / edition if edition else site_dir
    index = read_index(root)
    engine = next((site_dir / "assets/javascripts/workers").glob("engine.*.min.js"))
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=named, args=["--no-sandbox"])
        page = browser.new_page()
        page.add_script_tag(content=engine.read_text(encoding="utf-8"))
        answer: dict[str, Any] = page.evaluate(ASK, [index, query])
        browser.close()
    return answer


def report(answer: dict[str, Any]) -> str:
    """The answer as lines for the terminal."""
    lines = []
    for variant in answer["why"]:
        lines.append(f"read as: {variant['variant']}")
        for wanted in variant["list"]:
            words = ", ".join(f"{word} ×{factor:.2f}" for word, factor in wanted["alternatives"])
            lines.append(f"  weight {wanted['weight']:5.2f}  {words or '(nowhere on the site)'}")
    if answer["weak"]:
        lines.append("nothing fits well: the nearest topics follow")
    for group in answer["items"]:
        best = max(group, key=lambda item: float(item["score"]))
        marks = ", ".join(best["terms"])
        lines.append(f"{best['score']:6.2f}  {best['location']}  [{marks}]")
    return "\n".join(lines)


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("query")
    parser.add_argument("--site", type=Path, default=Path("site"), help="folder of a built site")
    parser.add_argument("--edition", default="", help='"zh-hans" for the Simplified one')
    options = parser.parse_args()
    try:
        print(report(ask(options.site, options.edition, options.query)))
    except FileNotFoundError:
        print(f"{options.site}: no search here; run make build first", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
