"""What who publishes the guide says of himself, and how a true copy is told from a false one."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from small_guide import SmallGuide, text
from sums import SIGNATURE, SUMS, sign, verify

from base.problems import Unusable
from links.told import SECURITY, Told, told_by

PAGES = {"index.md": "---\nid: home\ntitle: 首頁\n---\n"}


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({}, Told()),
        ({"CONTACT": " mailto:a@b.example "}, Told("mailto:a@b.example")),
        ({"CONTACT": "https://b.example/write"}, Told("https://b.example/write")),
        (
            {"MIRRORS": "https://a.example/ https://b.example/x/"},
            Told("", ("https://a.example/", "https://b.example/x/")),
        ),
    ],
)
def test_the_environment_says_who_publishes(environment: dict[str, str], told: Told) -> None:
    assert told_by(environment) == told


@pytest.mark.parametrize(
    "environment",
    [
        {"CONTACT": "a@b.example"},
        {"CONTACT": "mailto:a@b.example\nExpires: never"},
        {"CONTACT": "javascript:alert(1)"},
        {"MIRRORS": "http://a.example/"},
        {"MIRRORS": "https://a.example"},
        {"MIRRORS": "https://a@b.example/"},
        {"MIRRORS": "https://[a/"},
    ],
)
def test_what_is_no_address_is_told(environment: dict[str, str]) -> None:
    with pytest.raises(Unusable, match=r"must be (mailto|https):"):
        told_by(environment)


def test_a_contact_is_published_and_nothing_without_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CONTACT", raising=False)
    small = SmallGuide(tmp_path, PAGES)
    assert SECURITY not in small.build().files
    monkeypatch.setenv("CONTACT", "mailto:a@b.example")
    assert text(small.build(site_url="https://c.example/"), SECURITY).splitlines() == [
        "Contact: mailto:a@b.example",
        "Expires: 2027-11-22T00:00:00Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://c.example/.well-known/security.txt",
    ]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A signed copy of a site, with the signer's key beside it."""
    site = tmp_path / "site"
    (site / "start").mkdir(parents=True)
    (site / "index.html").write_text("首頁", "utf-8")
    (site / "start/index.html").write_text("打110", "utf-8")
    key = tmp_path / "key"
    arguments = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)]
    subprocess.run(arguments, check=True)
    public = (tmp_path / "key.pub").read_text()
    (tmp_path / "signers").write_text(f"guide {public}")
    assert sign(site, key).endswith("2 files, signed")
    return site


def test_a_true_copy_is_known_by_anybody(copy: Path) -> None:
    assert verify(copy, copy.parent / "signers").endswith("2 files as listed, signed")
    subprocess.run(["sha256sum", "--quiet", "-c", SUMS], cwd=copy, check=True)


def test_a_false_copy_is_told(copy: Path) -> None:
    signers = copy.parent / "signers"
    (copy / "start/index.html").write_text("打12345", "utf-8")
    (copy / "new.html").write_text("先付錢", "utf-8")
    with pytest.raises(Unusable) as told:
        verify(copy, signers)
    assert str(told.value).splitlines()[1:] == [
        "start/index.html: changed",
        "new.html: not in the list",
    ]
    # Who changes the list too has no key.
    old = (copy / SIGNATURE).read_bytes()
    sign(copy, None)
    (copy / SIGNATURE).write_bytes(old)
    assert "NOT checked" in verify(copy, None)
    with pytest.raises(Unusable, match="ssh-keygen"):
        verify(copy, signers)
