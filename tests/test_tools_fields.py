"""What a phone offers for the fields of the tools: the right keys, and the reader's own name."""

from __future__ import annotations

import re

import pytest
from bench.tools import PAGES
from conftest import HANT, Site
from trees import attribute, first

# Labels of amounts, and of whole numbers. Those of the rows of the budget name what is paid for.
AMOUNT = re.compile(r"元）|多少元")
ROWS = re.compile("budget-")
NUMBER = re.compile(r"幾期|幾日|幾天|第幾天")


@pytest.mark.parametrize("tool", ["budget", "proposal", "call"])
def test_amounts_and_numbers_bring_their_keys(site: Site, tool: str) -> None:
    tree = site.page(HANT, PAGES[tool]).tree
    labels = {attribute(n, "for"): n.text() for n in tree.css("[data-tool] label[for]")}
    wanted = {}
    for field, label in labels.items():
        if AMOUNT.search(label) or ROWS.match(field):
            wanted[field] = "decimal"
        elif NUMBER.search(label):
            wanted[field] = "numeric"
    found = {field: first(tree, f"[id='{field}']").attributes.get("inputmode") for field in wanted}
    assert found
    assert found == wanted


def test_only_the_name_is_filled_in_by_the_phone(site: Site) -> None:
    """Sums and creditors are kept by nobody; the phone knows the reader's name anyway."""
    filled = []
    for tool, page in PAGES.items():
        tree = site.page(HANT, page).tree
        for node in tree.css("[data-tool] input[type=text]"):
            form = node.parent
            while form is not None and form.tag != "form":
                form = form.parent
            inherited = form.attributes.get("autocomplete") if form is not None else None
            kept = node.attributes.get("autocomplete") or inherited
            if kept != "off":
                filled.append((tool, node.attributes["id"], kept))
    assert filled == [("proposal", "proposal-name", "name")]
