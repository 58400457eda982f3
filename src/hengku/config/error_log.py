"""The file that remembers errors when the terminal is gone: shared by all processes, cut into parts of a few megabytes."""

import logging
from contextlib import suppress
from logging.handlers import WatchedFileHandler
from pathlib import Path
from typing import Any

ERROR_LOG_VARIABLE = "HENGKU_ERROR_LOG"
LARGEST = 5_000_000
PARTS_KEPT = 4


class ErrorLog(WatchedFileHandler):
    """Appends to the file; whoever finds it full moves it aside, the other processes follow to the new one."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        with suppress(OSError):  # what cannot be moved aside just grows
            self._make_room(Path(self.baseFilename))
        super().emit(record)

    def _make_room(self, path: Path) -> None:
        if not path.exists() or path.stat().st_size < LARGEST:
            return
        for number in range(PARTS_KEPT - 1, 0, -1):
            part = path.with_name(f"{path.name}.{number}")
            if part.exists():
                part.replace(path.with_name(f"{path.name}.{number + 1}"))
        path.replace(path.with_name(f"{path.name}.1"))


def handlers_to(path: str | None) -> dict[str, dict[str, Any]]:
    """Logging handlers of a process: the terminal, and the file when there is one."""
    handlers: dict[str, dict[str, Any]] = {"console": {"class": "logging.StreamHandler", "formatter": "line"}}
    if path:
        handlers["file"] = {
            "()": ErrorLog, "filename": path, "encoding": "utf-8", "delay": True, "formatter": "line", "level": "WARNING",
        }  # fmt: skip
    return handlers
