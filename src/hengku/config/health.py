"""Health of the installation: each check answers ok, warn or bad with one sentence that says what to do."""

import shutil
from typing import Any

import psutil
from django.conf import settings
from django.db import connection

from hengku import __version__
from hengku.config import job_queue
from hengku.kernel.texts import Text

_DISK_WARN = 2 * 1024**3
_DISK_BAD = 512 * 1024**2
_LABELS = {
    "database": Text("数据库", "Database"),
    "disk": Text("磁盘空间", "Disk space"),
    "memory": Text("内存", "Memory"),
    "jobs": Text("后台任务", "Background jobs"),
    "outbox": Text("事件队列", "Event queue"),
}


def report() -> dict[str, Any]:
    """All checks of this process's machine and database, for the health page."""
    checks = [_database(), _disk(), _memory(), _jobs(), _outbox()]
    return {"version": __version__, "checks": checks}


def _check(key: str, status: str, detail: Text, **params: object) -> dict[str, str]:
    return {"key": key, "label": str(_LABELS[key]), "status": status, "detail": str(detail).format_map(params)}


def _scalar(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row[0] if row else None


def _database() -> dict[str, str]:
    version = _scalar("SHOW server_version")
    size = _scalar("SELECT pg_size_pretty(pg_database_size(current_database()))")
    return _check(
        "database",
        "ok",
        Text("PostgreSQL {version}，占用 {size}", "PostgreSQL {version}, {size} used"),
        version=version,
        size=size,
    )


def _disk() -> dict[str, str]:
    folder = settings.FILES_FOLDER
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    status = "bad" if free < _DISK_BAD else "warn" if free < _DISK_WARN else "ok"
    text = Text(
        "剩余 {free} GB；低于 0.5 GB 时将无法过账，请清理磁盘",
        "{free} GB free; below 0.5 GB nothing can be posted, make room",
    )
    return _check("disk", status, text, free=round(free / 1024**3, 1))


def _memory() -> dict[str, str]:
    memory = psutil.virtual_memory()
    status = "warn" if memory.percent > 92 else "ok"
    return _check(
        "memory", status, Text("可用 {free} GB", "{free} GB available"), free=round(memory.available / 1024**3, 1)
    )


def _jobs() -> dict[str, str]:
    failed = job_queue.failed_count()
    text = Text("{failed} 个失败任务，可在下方重试", "{failed} failed jobs; retry them below")
    return _check("jobs", "warn" if failed else "ok", text, failed=failed)


def _outbox() -> dict[str, str]:
    waiting = _scalar(
        "SELECT count(*) FROM documents_outbox WHERE position IS NULL "
        "OR position > (SELECT coalesce(min(position), 0) FROM documents_cursor)"
    )
    text = Text("{waiting} 条事件待处理", "{waiting} events waiting")
    return _check("outbox", "warn" if waiting > 5000 else "ok", text, waiting=waiting)
