"""The disk fills up, or the memory ends, in the middle of a posting: people are told, and nothing is half written."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import pytest
from tests.world import Person, line, make_company, stock, tell

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document, NumberCounter
from hengku.metadata.rules.invariants import INVARIANTS, CheckWindow

AT = datetime.now(tz=UTC)
LATE_TABLES = ("ledger_balance", "documents_outbox")
"""Written early and late in a posting."""


@pytest.mark.parametrize(("state", "status", "code"), [("53100", 507, "storage_full"), ("53200", 503, "out_of_memory")])
def test_nothing_is_half_written(committed_db: Connection, state: str, status: int, code: str) -> None:
    start = (AT.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    company = make_company(at=AT, start=start, people=True)
    today = AT.astimezone(ZoneInfo("Asia/Shanghai")).date()
    tell(company, "goods_receipt", line(company.bottle, "5", price="10"), on=today, at=AT)
    owner = Person("owner")
    body = {
        "type": "goods_receipt",
        "header": {"partner": str(company.supplier), "warehouse": str(company.a), "business_date": today.isoformat()},
        "lines": [{"item": str(company.bottle), "quantity": "3", "price": "10"}],
        "transition": "post",
    }
    before = (Document.objects.count(), list(NumberCounter.objects.order_by("key").values_list("key", "value")))
    for table in LATE_TABLES:
        with psycopg.connect(committed_db.owner_dsn, autocommit=True) as database:
            database.execute(
                f"CREATE FUNCTION main.no_room() RETURNS trigger LANGUAGE plpgsql AS $$ "
                f"BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{state}'; END $$"
            )
            database.execute(
                f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON main.{table} EXECUTE FUNCTION main.no_room()"
            )
            told = owner.post("/documents", body, status=status)
            assert (told["code"], bool(told["detail"])) == (code, True)
            database.execute("DROP FUNCTION main.no_room() CASCADE")
        after = (Document.objects.count(), list(NumberCounter.objects.order_by("key").values_list("key", "value")))
        assert after == before, table
        assert stock(company, company.bottle, company.a) == 5
    owner.post("/documents", body, status=201)
    assert stock(company, company.bottle, company.a) == 8
    red = [one.id for one in INVARIANTS if one.check(CheckWindow(full=True)).failing]
    assert red == []
