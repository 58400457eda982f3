"""A real, fresh product for the browser: its own data folder, its own database server, its own port."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import httpx

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "web" / "dist" / "index.html"
NAMED_BY_OTHER_TESTS = (
    "HENGKU_DSN", "HENGKU_OWNER_DSN", "DATABASE_URL", "DATABASE_OWNER_URL", "HENGKU_DATABASE_ROLE", "HENGKU_POOL_SIZE",
    "DJANGO_SETTINGS_MODULE", "HENGKU_HOME", "HENGKU_LANG",
)  # fmt: skip
START_S = 240.0
STOP_S = 60.0
LINK = re.compile(r"http://\S+/setup\?token=\S+")


@dataclass(frozen=True)
class Product:
    """address without a trailing slash; setup_link: the one-time link the terminal shows."""

    address: str
    setup_link: str
    home: Path

    def command(self, *words: str) -> str:
        """What `hengku WORDS` prints in this installation."""
        return subprocess.run(
            _hengku(*words), env=environment(self.home), capture_output=True, text=True, check=True
        ).stdout


@contextmanager
def serving() -> Iterator[Product]:
    """A product started as a new user starts it; stopped, database and all, at the end."""
    if not PAGES.exists():
        raise RuntimeError("The pages are not built: `python start.py test` builds them, or `npm run build` in web/.")
    folder = Path(tempfile.mkdtemp(prefix="hengku-browser-"))
    folder.chmod(0o755)
    home = folder / "home"
    log = folder / "serve.log"
    port = _free_port()
    with log.open("w", encoding="utf-8") as out:
        words = _hengku("serve", "--port", str(port), "--workers", "1")
        process = subprocess.Popen(words, env=environment(home), stdout=out, stderr=out)
    try:
        yield Product(f"http://127.0.0.1:{port}", _started(process, port, log), home)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_S)
        process.kill()
        process.wait(STOP_S)
        subprocess.run(_hengku("stop"), env=environment(home), capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


def _started(process: subprocess.Popen[bytes], port: int, log: Path) -> str:
    """The set-up link, once the product answers."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        link = LINK.search(log.read_text(encoding="utf-8"))
        if link and _answers(port):
            return link.group()
        time.sleep(0.2)
    raise RuntimeError(f"The product did not start:\n{log.read_text(encoding='utf-8')}")


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).is_success
    except httpx.HTTPError:
        return False


def _hengku(*words: str) -> list[str]:
    return [str(Path(sys.executable).with_name("hengku")), *words]


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NAMED_BY_OTHER_TESTS}
    return kept | {"HENGKU_HOME": str(home), "HENGKU_LANG": "zh", "PYTHONUNBUFFERED": "1"}


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
