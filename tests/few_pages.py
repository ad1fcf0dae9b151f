"""The built site with few of its pages, so that a browser has kept it soon, and its worker."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from base.languages import EDITIONS
from offline.precache import assets_named, precached
from offline.worker_file import PUBLISHED as WORKER
from offline.worker_file import worker_file

FEW = (
    *("", "start/", "start/urgent/", "about/", "topics/", "glossary/", "for-agents/links/"),
    *("print/", "principles/", "channels/", "pitfalls/", "tools/"),
    *("tools/budget-worksheet/", "tools/repayment-proposal/", "tools/call-script/"),
    *("tools/evidence-log/", "tools/agreement-checklist/", "tools/sms-check/"),
)
SHORT = ("home", "start", "urgent", "about", "agent-links")
# Besides pages.
ALWAYS = ("assets", "search", "zh-hans/search")


def write_worker(root: Path) -> None:
    """The worker of a site as its files are now, as the build writes it (hooks/flow.py)."""
    files = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    contents = {path: file.read_bytes() for path, file in files.items()}
    asks = any(b"data-offline-size" in contents[path] for path in files if path.endswith(".html"))
    editions = EDITIONS if asks else {}

    def names(path: str) -> set[str]:
        return assets_named(path, contents[path])

    lists = {language: precached(folder, files, names) for language, folder in editions.items()}
    worker = worker_file(lists, lambda path: hashlib.sha256(contents[path]).hexdigest())
    (root / WORKER).write_text(worker, encoding="utf-8")


def copy_few(site: Path, root: Path) -> None:
    """Fills a folder with few pages of a site, and all that they need."""
    for folder in ALWAYS:
        shutil.copytree(site / folder, root / folder)
    for file in site.glob("*.*"):
        shutil.copy(file, root)
    folders = [f"{edition}{address}" for edition in EDITIONS.values() for address in FEW]
    for folder in [*folders, *(f"s/{name}/" for name in SHORT)]:
        (root / folder).mkdir(parents=True, exist_ok=True)
        for file in (site / folder).glob("*.*"):
            shutil.copy(file, root / folder)
    write_worker(root)
