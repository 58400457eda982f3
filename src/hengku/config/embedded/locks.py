"""Locks that die with their process: the operating system drops them even after kill -9."""

import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from hengku.config.embedded.errors import HeldByAnother

POLL_S = 0.05


@dataclass(frozen=True)
class Holder:
    """Who holds a lock, as written beside it for people to read."""

    pid: int
    host: str
    started_at: str
    purpose: str

    @classmethod
    def myself(cls, purpose: str) -> Self:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        return cls(pid=os.getpid(), host=socket.gethostname(), started_at=now, purpose=purpose)

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The holder named in the file; None when there is none to read."""
        try:
            return cls(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def __str__(self) -> str:
        return f"{self.purpose} (pid {self.pid}, {self.host}, {self.started_at})"


class FileLock:
    """An exclusive lock on a file; its holder's name lies in a second file, since a locked one can be unreadable."""

    def __init__(self, path: Path, purpose: str) -> None:
        self.path = path
        self.purpose = purpose
        self.name_file = path.with_suffix(".holder.json")
        self.descriptor: int | None = None

    def try_acquire(self) -> bool:
        """Take the lock if it is free; never waits."""
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(descriptor):
            os.close(descriptor)
            return False
        self.descriptor = descriptor
        self.name_file.write_text(json.dumps(Holder.myself(self.purpose).__dict__), encoding="utf-8")
        return True

    def acquire(self, *, patience_s: float) -> None:
        """Take the lock, waiting up to `patience_s`. Raises HeldByAnother, naming the holder."""
        deadline = time.monotonic() + patience_s
        while not self.try_acquire():
            if time.monotonic() >= deadline:
                raise self.refusal()
            time.sleep(POLL_S)

    def refusal(self) -> HeldByAnother:
        """The sentence for whoever came second."""
        holder = Holder.read(self.name_file) or "?"
        folder = self.path.parent.parent
        return HeldByAnother(
            f"{folder} is already in use by: {holder}. Stop that process first, or choose another HENGKU_HOME.",
            f"{folder} 正在被使用：{holder}。请先停止那个进程，或另选一个 HENGKU_HOME。",
        )

    def release(self) -> None:
        """Let go; nothing happens when it is not held."""
        if self.descriptor is not None:
            os.close(self.descriptor)
            self.descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def held(path: Path, purpose: str, *, patience_s: float) -> Iterator[FileLock]:
    """Hold a lock for a block. Raises HeldByAnother after `patience_s`."""
    with FileLock(path, purpose) as lock:
        lock.acquire(patience_s=patience_s)
        yield lock


def register_user(folder: Path) -> Path:
    """Note that this process uses the server, so that whoever leaves last can stop it."""
    me = psutil.Process()
    note = folder / f"{me.pid}-{int(me.create_time() * 1000)}"
    note.touch(mode=0o600)
    return note


def living_users(folder: Path) -> list[Path]:
    """Notes of processes that still live; those of dead ones are removed."""
    living = []
    for note in folder.iterdir():
        pid, _, created_ms = note.name.partition("-")
        try:
            alive = int(psutil.Process(int(pid)).create_time() * 1000) == int(created_ms)
        except (psutil.NoSuchProcess, ValueError):
            alive = False
        if alive:
            living.append(note)
        else:
            note.unlink(missing_ok=True)
    return living
