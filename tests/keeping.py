"""What tests of the kept guide share: a site of their own, and a reader who keeps it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from browser_fixtures import OpenPage, press
from conftest import HANT
from few_pages import write_worker
from misbehaving import Host, hosted
from playwright.sync_api import Error, Page, expect

from offline.worker_file import PUBLISHED as WORKER

# No other page has these words.
OLD, NEW = "剛收到逾期短信？先做這五步", "這一頁改過了"
CHANGED = "start/index.html"
LINE = "[data-offline]"
# How long the next worker waits until the page that brought it has come whole (answers.js).
QUIET, QUIET_HERE = "QUIET=3e3", "QUIET=1e3"


@dataclass(frozen=True)
class Own:
    """A copy of the site that a test may change, below a path of its host."""

    root: Path
    host: Host

    @property
    def address(self) -> str:
        return f"{self.host.address}some/path/"

    def rebuild(self, old: str = OLD, new: str = NEW) -> None:
        """The next build of the site: a page and an asset of fixed name that it asks for."""
        page = self.root / CHANGED
        page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        for name in ("search/search_index.json", "zh-hans/search/search_index.json"):
            stub = self.root / name
            stub.write_text(stub.read_text(encoding="utf-8") + " ", encoding="utf-8")
        self.new_worker()

    def new_worker(self) -> None:
        """The worker of the site as it is now, which takes over sooner than that of the build."""
        write_worker(self.root)
        file = self.root / WORKER
        script = file.read_text(encoding="utf-8")
        assert script.count(QUIET) == 1
        file.write_text(script.replace(QUIET, QUIET_HERE), encoding="utf-8")

    def version(self, edition: str = HANT) -> str:
        """What the worker calls the version of a build."""
        lists = (self.root / WORKER).read_text(encoding="utf-8").splitlines()[1]
        return str(json.loads(lists)[edition]["version"])


@pytest.fixture
def own(few: Path, tmp_path: Path) -> Iterator[Own]:
    """A site of the test's own: few pages, as to keep them all takes time and shows no more."""
    root = tmp_path / "some/path"
    shutil.copytree(few, root)
    for lost in (root / "404.html", root / "zh-hans/404.html"):
        # As MkDocs writes it for a site below a path.
        html = lost.read_text(encoding="utf-8")
        lost.write_text(below(html, "/some/path/"), encoding="utf-8")
    write_worker(root)
    shutil.copy(root / "404.html", tmp_path)
    with hosted(tmp_path) as host:
        yield Own(root, host)


def below(html: str, path: str) -> str:
    """A page for lost readers, whose addresses begin at the root, for a site below a path."""
    for before in ('href="', 'src="', '"base": "', '"search": "'):
        html = html.replace(f"{before}/", f"{before}{path}")
    return html.replace(f"{path}/", f"{path.rstrip('/')}//")


def state(page: Page, name: str) -> None:
    """Until the page says this about what is kept."""
    expect(page.locator(LINE).locator(f"[data-offline-state={name}]")).to_be_visible()


def kept(open_page: OpenPage, address: str, **options: object) -> Page:
    """A reader whose browser keeps the guide; `lost`, as the host will be gone."""
    page = open_page(address, service_workers="allow", lost=True, **options)
    state(page, "offer")
    press(page, f"{LINE} button")
    state(page, "kept")
    return page


def cut_off(page: Page) -> None:
    page.context.set_offline(True)


def caches(page: Page) -> list[str]:
    """The editions of the versions that are kept."""
    names = page.evaluate("caches.keys()")
    return sorted(name.rsplit(" ", 2)[1] for name in names if not name.endswith("pins"))


def until(page: Page, condition: str, seconds: int = 60) -> None:
    """Until an async function of the page says yes: `wait_for_function` does not wait for the
    answer of one, and goes on at once whatever that is."""
    page.evaluate(
        f"""async () => {{
            const condition = {condition}
            for (const end = Date.now() + {seconds * 1000}; Date.now() < end;) {{
                if (await condition()) return
                await new Promise(done => setTimeout(done, 50))
            }}
            throw new Error("waited in vain")
        }}"""
    )


def until_kept(page: Page, own: Own) -> None:
    """Until the build is kept, whole, and its worker answers."""
    condition = f"""async () => {{
        const {{ installing, waiting, active }} =
            await navigator.serviceWorker.getRegistration()
        return (await caches.keys()).some(name => name.endsWith(" {own.version()}"))
            && !installing && !waiting && active.state === "activated"
    }}"""
    try:
        until(page, condition, seconds=20)
    except Error:
        # An attempt may fail, on a busy machine too. The reader's next page makes another.
        page.reload()
        until(page, condition)


# Nothing is kept, and nothing keeps.
GONE = """async () => !(await caches.keys()).length
    && !(await navigator.serviceWorker.getRegistrations()).length"""

# Ends the attempt of the browser to take the next version, if that is what it was.
UPDATE = """async () => {
    const registration = await navigator.serviceWorker.getRegistration()
    const found = await registration.update().catch(() => {})
    const worker = found && registration.installing
    const end = Date.now() + 60000
    while (worker && !["redundant", "activated"].includes(worker.state) && Date.now() < end) {
        await new Promise(done => setTimeout(done, 20))
    }
    return worker ? worker.state : "none"
}"""
