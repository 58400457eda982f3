"""Makes `.venv` and fills it from the hash-pinned locks; standard library only.

In order of preference: a `uv` on PATH or fetched earlier, the standard library's venv with pip, a `uv` fetched with pip
into `.tools/uv` (for systems whose Python comes without venv).
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "hengku-installed.json"
UV_SHELF = ROOT / ".tools" / "uv"
WINDOWS = sys.platform == "win32"
# Built with what the lock brought, so that nothing comes from outside it.
CHECKOUT = ("--no-build-isolation", "--no-deps", "--editable", str(ROOT))


class Tools(Enum):
    """What to install: enough to run the product, or everything to work on it."""

    PRODUCT = "base"
    DEVELOPMENT = "dev"

    @property
    def lock(self) -> Path:
        return ROOT / "requirements" / f"{self.value}.txt"


def program(tools: Path, name: str) -> Path:
    """A program inside the environment."""
    return tools / (f"{name}.exe" if WINDOWS else name)


def run(*command: str | Path, cwd: Path = ROOT, env: dict[str, str] | None = None) -> int:
    """Run a program in front of the user; its exit code."""
    return subprocess.run(
        [str(word) for word in command], cwd=cwd, env=_environment() | (env or {}), check=False
    ).returncode


def hand_over(*command: str | Path) -> int:
    """Become that program where the system can, so that signals reach it directly."""
    words = [str(word) for word in command]
    sys.stdout.flush()
    if not WINDOWS:
        os.execve(words[0], words, _environment())  # noqa: S606 - a list of words, no shell
    return run(*words)


def install(tools: Tools) -> Path:
    """Bring the environment up to the lock if it is not; returns the folder of its programs.

    An environment for development serves the product too, so `run` after `test` installs nothing.
    """
    for enough in (tools, Tools.DEVELOPMENT):
        if _stamp_says(enough):
            return _programs()
    started = time.monotonic()
    print("Installing the packages (first time, or the lock has changed) / 正在安装依赖…", flush=True)
    STAMP.unlink(missing_ok=True)
    uv = _uv()
    if uv is None and _has_venv():
        _install_with_pip(tools)
    else:
        _install_with_uv(uv or _fetch_uv(), tools)
    STAMP.write_text(json.dumps(_fingerprint(tools)), encoding="utf-8")
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)
    return _programs()


def _programs() -> Path:
    return VENV / ("Scripts" if WINDOWS else "bin")


def _python() -> Path:
    return program(_programs(), "python")


def _environment() -> dict[str, str]:
    """The caller's environment with the product's programs (node and npm among them) in front."""
    environment = dict(os.environ)
    environment["PATH"] = os.pathsep.join([str(_programs()), environment.get("PATH", "")])
    environment.pop("PYTHONHOME", None)
    # Compiled modules are kept: without them every process of ours spends seconds on compiling the same files.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def _fingerprint(tools: Tools) -> dict[str, str]:
    digest = hashlib.sha256()
    for file in (tools.lock, ROOT / "pyproject.toml"):
        digest.update(file.read_bytes())
    return {"tools": tools.value, "content": digest.hexdigest(), "place": str(ROOT), "python": sys.version}


def _stamp_says(tools: Tools) -> bool:
    try:
        return bool(json.loads(STAMP.read_text(encoding="utf-8")) == _fingerprint(tools)) and _python().exists()
    except (OSError, ValueError):
        return False


def _must(*command: str | Path, env: dict[str, str] | None = None) -> None:
    code = run(*command, env=env)
    if code != 0:
        words = " ".join(str(word) for word in command)
        sys.exit(f"This step failed (exit code {code}): {words}")


def _uv() -> Path | None:
    fetched = UV_SHELF / "bin" / ("uv.exe" if WINDOWS else "uv")
    found = shutil.which("uv")
    if found:
        return Path(found)
    return fetched if fetched.exists() else None


def _has_venv() -> bool:
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def _fetch_uv() -> Path:
    if importlib.util.find_spec("pip") is None:
        sys.exit(
            "This Python has neither venv nor pip. On Debian or Ubuntu: apt-get install python3-venv\n"
            "这个 Python 既没有 venv 也没有 pip。Debian/Ubuntu 请执行:apt-get install python3-venv"
        )
    _must(sys.executable, "-m", "pip", "install", "--quiet", "--target", str(UV_SHELF), "uv")
    uv = _uv()
    if uv is None:
        sys.exit("uv was installed but cannot be found in .tools/uv.")
    return uv


def _index_of_pip() -> dict[str, str]:
    """uv does not read pip's settings; where pip is pointed at another index, so is uv."""
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL")):
        return {}
    index = os.environ.get("PIP_INDEX_URL", "")
    if not index and importlib.util.find_spec("pip") is not None:
        command = [sys.executable, "-m", "pip", "config", "get", "global.index-url"]
        index = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return {"UV_DEFAULT_INDEX": index} if index else {}


def _install_with_uv(uv: Path, tools: Tools) -> None:
    env = _index_of_pip()
    if not _python().exists():
        _must(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV)
    _must(
        uv,
        "pip",
        "sync",
        "--quiet",
        "--compile-bytecode",
        "--python",
        _python(),
        "--require-hashes",
        tools.lock,
        env=env,
    )
    _must(uv, "pip", "install", "--quiet", "--python", _python(), *CHECKOUT, env=env)


def _install_with_pip(tools: Tools) -> None:
    if not _python().exists():
        _must(sys.executable, "-m", "venv", VENV)
    pip: list[str | Path] = [_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _must(*pip, "--require-hashes", "--requirement", tools.lock)
    _must(*pip, *CHECKOUT)
