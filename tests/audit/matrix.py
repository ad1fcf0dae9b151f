"""axe-core on every page of both editions, light and dark, at three widths."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from axe import SCHEMES, WIDTHS, set_up, version, violations
from browsers import chromium
from site_under_audit import Audited
from table import Row

HEAD = ("scheme and width", "pages", "violations")


def rows(site: Audited) -> Iterator[Row]:
    """A row for each violation as it is found, then one for each combination."""
    runs: Counter[tuple[str, int]] = Counter()
    found: Counter[tuple[str, int]] = Counter()
    core = ""
    with chromium() as browser:
        for scheme in SCHEMES:
            page = browser.new_context(
                color_scheme="dark" if scheme == "dark" else "light",
                reduced_motion="reduce",
                service_workers="block",
            ).new_page()
            # Long: the machine may be busy with something else.
            page.set_default_timeout(180_000)
            for address in site.addresses():
                page.goto(site.host + address)
                set_up(page)
                core = version(page)
                for width in WIDTHS:
                    page.set_viewport_size({"width": width, "height": 800})
                    faults = violations(page)
                    runs[scheme, width] += 1
                    found[scheme, width] += len(faults)
                    yield from ((f"  /{address} {scheme} {width}: {fault}",) for fault in faults)
    for (scheme, width), pages in runs.items():
        yield (f"{scheme}, {width} px", str(pages), str(found[scheme, width]))
    yield (f"all, axe-core {core}", str(runs.total()), str(found.total()))
