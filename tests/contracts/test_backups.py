"""Owners see the backups, ask for one more, and say how many to keep."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from tests.contracts.conftest import SignIn

from hengku.config.embedded.home import Home
from hengku.config.upkeep import schedule
from hengku.config.upkeep.backup import backup_name
from hengku.identity.models import AuditEntry


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(tmp_path)
    made.backups.mkdir()
    monkeypatch.setenv("HENGKU_HOME", str(tmp_path))
    return made


def test_owners_list_ask_and_choose(boss: Client, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    at = datetime(2026, 11, 22, 18, 40, tzinfo=UTC)
    for days in range(5):
        (home.backups / backup_name("daily", at - timedelta(days=days))).write_bytes(b"zip")
    (home.backups / backup_name("before-upgrade", at)).write_bytes(b"zip")
    told = boss.get("/api/v1/backups").json()
    assert told["retention"] == {"daily": 7, "weekly": 4}
    assert [one["kind"] for one in told["items"]].count("daily") == 5
    assert {one["kind"] for one in told["items"]} == {"daily", "before-upgrade"}
    body = json.dumps({"daily": 2, "weekly": 0})
    assert boss.put("/api/v1/backups/retention", body, content_type="application/json").status_code == 200
    monkeypatch.setattr(schedule, "resolve", lambda: None)
    monkeypatch.setattr(schedule, "back_up_into_home", lambda kind, **_: home.backups / backup_name(kind, at))
    schedule.run_daily_backup(at=at)
    assert [one["name"] for one in boss.get("/api/v1/backups").json()["items"] if one["kind"] == "daily"] == [
        "hengku-daily-20261122-184000.zip", "hengku-daily-20261121-184000.zip",
    ]  # fmt: skip
    for _ in range(2):
        assert boss.post("/api/v1/backups").status_code == 202
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM public.procrastinate_jobs WHERE task_name = 'upkeep.back_up_now'")
        assert cursor.fetchone() == (1,), "one that waits is enough"


def test_a_backup_is_downloaded_by_its_name_and_nothing_else_is(boss: Client, home: Home) -> None:
    name = backup_name("manual", datetime(2026, 11, 22, 18, 40, tzinfo=UTC))
    (home.backups / name).write_bytes(b"the whole company")
    (home.path / "secret.zip").write_bytes(b"not this")
    answer = boss.get(f"/api/v1/backups/files/{name}")
    assert b"".join(answer.streaming_content) == b"the whole company"  # type: ignore[attr-defined]  # a streamed answer
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert boss.get("/api/v1/backups/files/secret.zip").status_code == 404
    assert AuditEntry.objects.filter(entity="backups", action="download").count() == 1


def test_nobody_else_does(sign_in: SignIn, home: Home) -> None:
    keeper = sign_in("keeper")
    body = json.dumps({"daily": 2, "weekly": 0})
    assert keeper.get("/api/v1/backups").status_code == 403
    assert keeper.get("/api/v1/backups/files/hengku-manual-20261122-184000.zip").status_code == 403
    assert keeper.post("/api/v1/backups").status_code == 403
    assert keeper.put("/api/v1/backups/retention", body, content_type="application/json").status_code == 403
    assert not list(home.backups.iterdir())


def test_nonsense_is_refused(boss: Client, home: Home) -> None:
    answer = boss.put("/api/v1/backups/retention", '{"daily": 0, "weekly": 900}', content_type="application/json")
    assert answer.status_code == 422
    assert {error["loc"][-1] for error in answer.json()["errors"]} == {"daily", "weekly"}
