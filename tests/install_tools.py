"""Makes sure that a Chromium, Chinese fonts and an nginx are there for the tests, and with the
argument `audit` also wrk and Node for `make audit`.

The distribution's, where they can be installed (root and apt); elsewhere Playwright's own
Chromium, and the others are left to you.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from browsers import find_chromium
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


def main() -> int:
    for_audit = FOR_AUDIT if "audit" in sys.argv[1:] else {}
    missing = [] if find_chromium() else ["chromium"]
    if not has_chinese_font():
        missing.append("fonts-noto-cjk")
    if not find_nginx():
        missing.append("nginx-light")
    missing += [package for program, package in for_audit.items() if not shutil.which(program)]
    if not missing:
        return 0
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        install(["apt-get", "update"])
        install(["apt-get", "install", "-y", "--no-install-recommends", *missing])
    elif "chromium" in missing:
        install([sys.executable, "-m", "playwright", "install", "chromium"])
    if not find_chromium():
        print("No Chromium found: install one, or name it in the variable CHROMIUM")
        return 1
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
