"""Clock times are the book's: in files, in filters by day."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client

from hengku.identity.models import AuditEntry
from hengku.metadata.queries import clock

LATE = datetime(2026, 3, 9, 17, 5, 6, tzinfo=UTC)  # already the tenth in Shanghai


@pytest.fixture
def shanghai(owner: Client) -> Iterator[Client]:
    before = list(clock._offered)
    clock.offer_zone(lambda: "Asia/Shanghai")
    AuditEntry.objects.create(at=LATE, actor_name="p", entity="things", entity_id="1", action="x")
    yield owner
    clock._offered[:] = before


def _filtered(client: Client, day: str) -> int:
    clauses = json.dumps([["entity", "eq", "things"], ["at", "eq", day]])
    return int(client.get("/api/v1/audit-entries", {"filter": clauses}).json()["count"])


def test_a_day_is_a_day_of_the_book(shanghai: Client) -> None:
    assert (_filtered(shanghai, "2026-03-10"), _filtered(shanghai, "2026-03-09")) == (1, 0)


def test_files_tell_the_time_of_the_book(shanghai: Client) -> None:
    only = json.dumps([["entity", "eq", "things"]])
    csv = shanghai.get("/api/v1/audit-entries/export", {"filter": only, "fields": "at", "format": "csv"})
    assert csv.content.decode("utf-8-sig").splitlines()[1] == "2026-03-10 01:05:06"
    xlsx = shanghai.get("/api/v1/audit-entries/export", {"filter": only, "fields": "at"})
    sheet = zipfile.ZipFile(io.BytesIO(xlsx.content)).read("xl/worksheets/sheet1.xml").decode()
    days = (datetime(2026, 3, 10, 1, 5, 6) - datetime(1899, 12, 30)).total_seconds() / 86_400  # noqa: DTZ001 (what a spreadsheet counts)
    assert f"<v>{days:.4f}"[:-1] in sheet


def test_before_there_are_books_it_is_utc() -> None:
    before = list(clock._offered)
    clock._offered.clear()
    try:
        assert str(clock.book_zone()) == "UTC"
    finally:
        clock._offered[:] = before
