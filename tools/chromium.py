"""Finds a Chromium and a Chinese font for the browser tests; as root on Debian it installs what is missing."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find_browser() -> str | None:
    """The path of a Chromium, HENGKU_CHROMIUM first."""
    chosen = os.environ.get("HENGKU_CHROMIUM")
    if chosen:
        return chosen
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def has_chinese_font() -> bool:
    """Whether a page in Chinese would show characters rather than boxes."""
    if shutil.which("fc-list") is None:
        return False
    listed = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def prepare_browser() -> str | None:
    """Chromium's path, after installing it and a font where this is possible; None when there is none."""
    missing = []
    if find_browser() is None:
        missing.append("chromium")
    if not has_chinese_font():
        missing += ["fontconfig", "fonts-wqy-microhei"]
    if missing and sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing for the browser tests: {' '.join(missing)}", flush=True)
        env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", *command], env=env, stdout=subprocess.DEVNULL, check=False)
    return find_browser()
