"""What only who publishes the guide knows: how to reach them (CONTACT), and where else the same
guide lies (MIRRORS). Without these the site says nothing of either.

    CONTACT=mailto:guide@example.org MIRRORS="https://a.example/ https://b.example/x/" make build
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from base.problems import Unusable
from content.facts import HOST
from model.guide import GuidePage

SECURITY = ".well-known/security.txt"
MAIL = re.compile(r"mailto:[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.ASCII)
# RFC 9116 wants less than a year; the day of the build nobody knows here.
HOLDS = datetime.timedelta(days=364)


@dataclass(frozen=True)
class Told:
    """An address to write to, "mailto:…" or "https://…", and those of copies of the site."""

    contact: str = ""
    mirrors: tuple[str, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts of the copies, to which pages may link."""
        return frozenset(urlsplit(mirror).hostname or "" for mirror in self.mirrors)


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(HOST.fullmatch(parts.netloc))
    except ValueError:
        return False


def told_by(environment: Mapping[str, str]) -> Told:
    """What the environment says. Raises `Unusable`."""
    contact = environment.get("CONTACT", "").strip()
    mirrors = tuple(environment.get("MIRRORS", "").split())
    if contact and not (MAIL.fullmatch(contact) or _is_address(contact)):
        raise Unusable(f"CONTACT={contact!r} must be mailto:name@host or https://host/path")
    for mirror in mirrors:
        if not _is_address(mirror) or not mirror.endswith("/"):
            raise Unusable(f"MIRRORS: {mirror!r} must be https://host/ or https://host/path/")
    return Told(contact, mirrors)


def security_files(told: Told, pages: Sequence[GuidePage], base: str) -> dict[str, str]:
    """Whom to tell of a fault that puts readers at risk (RFC 9116)."""
    if not told.contact:
        return {}
    last = datetime.date.fromisoformat(max(page.updated for page in pages))
    lines = {
        "Contact": told.contact,
        "Expires": f"{last + HOLDS}T00:00:00Z",
        "Preferred-Languages": "zh, en",
        "Canonical": base + SECURITY,
    }
    return {SECURITY: "".join(f"{name}: {value}\n" for name, value in lines.items())}
