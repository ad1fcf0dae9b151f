"""The lists of requirements: exact, with hashes, and nothing said of where packages come from."""

from __future__ import annotations

import re

import pins
import pytest
from conftest import PROJECT

LISTS = sorted(
    path.relative_to(PROJECT).as_posix()
    for folder in (".", "tests", "tests/bench", "tests/quality")
    for path in (PROJECT / folder).glob("requirements*.txt")
)


def test_every_list_is_made_by_the_same_command() -> None:
    assert sorted(pins.LISTS) == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_every_package_of_a_list_has_one_version_and_hashes(name: str) -> None:
    text = (PROJECT / name).read_text(encoding="utf-8")
    packages = [row for row in pins.read(text) if isinstance(row, pins.Pinned)]
    assert packages
    assert len({package.name for package in packages}) == len(packages)
    for package in packages:
        hashes = rf"{re.escape(package.line)}(?: \\\n    --hash=sha256:[0-9a-f]{{64}})+\n"
        assert re.search(hashes, text), f"{package.line}: run `make pins`"
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links", text)


def test_new_packages_get_their_hashes_and_what_they_need_and_comments_stay() -> None:
    rows = pins.read("# Why.\na==1 \\\n    --hash=sha256:old\n\n# Because.\nB_c==2\n-r other.txt\n")
    output = (
        "a==1 \\\n    --hash=sha256:y \\\n    --hash=sha256:x\nb-c==2 \\\n    --hash=sha256:z\n"
    )
    output += "d==3 ; os_name == 'nt' \\\n    --hash=sha256:w\nbeside==4 \\\n    --hash=sha256:v\n"
    assert pins.written(rows, pins.resolved(output), {"beside"}) == (
        "# Why.\na==1 \\\n    --hash=sha256:x \\\n    --hash=sha256:y\n\n"
        "# Because.\nB_c==2 \\\n    --hash=sha256:z\n-r other.txt\n\n"
        f"{pins.NEEDED}\nd==3 ; os_name == 'nt' \\\n    --hash=sha256:w\n"
    )


@pytest.mark.parametrize("line", ["a>=1", "a", "git+https://a", "--pre"])
def test_what_is_no_pin_is_named_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match=r'2: not a comment, "-r …" or name==version'):
        pins.read(f"# Why.\n{line}\n")
