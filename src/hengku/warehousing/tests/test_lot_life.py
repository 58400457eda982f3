"""Goods too old to be bought, and the expiry check that runs every night."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from procrastinate import App
from procrastinate.testing import InMemoryConnector
from tests.world import AT, START, Company, line, make_company, save, stock, tell

from hengku.config.upkeep.schedule import offer
from hengku.documents.models import Document
from hengku.kernel.errors import Refused
from hengku.masterdata.models import Book, Item, ItemCategory, Lot, NumberRule
from hengku.masterdata.operations.lots import LotWanted, delete_lot, ensure_lots, lots_for
from hengku.masterdata.rules.lots import first_day, last_day
from hengku.masterdata.types import LifeUnit, StockStatus
from hengku.warehousing.operations.expiry import check_expiry, check_expiry_today
from hengku.warehousing.rules.keeping import LotFacts, receipt_life_problems


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def lot(company: Company, number: str, expiry: date) -> int:
    (lot_id,) = ensure_lots(act=company.act(), lots=[(company.serum, number, None, expiry)])
    return lot_id


@pytest.mark.parametrize(
    ("production", "life", "unit", "expiry"),
    [
        (date(2026, 1, 1), 365, LifeUnit.DAY, date(2026, 12, 31)),
        (date(2026, 1, 15), 24, LifeUnit.MONTH, date(2028, 1, 14)),
        (date(2026, 1, 31), 1, LifeUnit.MONTH, date(2026, 2, 28)),
        (date(2024, 2, 29), 1, LifeUnit.YEAR, date(2025, 2, 28)),
        (date(2026, 3, 1), 2, LifeUnit.YEAR, date(2028, 2, 29)),
    ],
)
def test_shelf_life_counts_both_days(production: date, life: int, unit: LifeUnit, expiry: date) -> None:
    assert last_day(production, life, unit) == expiry


def test_the_production_date_follows_from_the_expiry_date() -> None:
    assert first_day(date(2026, 12, 31), 365, LifeUnit.DAY) == date(2026, 1, 1)
    assert first_day(date(2028, 1, 14), 24, LifeUnit.MONTH) == date(2026, 1, 15)


def test_what_is_left_at_receipt() -> None:
    made, ends = date(2026, 1, 1), date(2026, 4, 10)  # 100 days
    facts = LotFacts(1, "L", made, ends, Decimal("0.6"))
    assert receipt_life_problems(facts, date(2026, 2, 10), "x", ()) == []  # 60 left
    (short,) = receipt_life_problems(facts, date(2026, 2, 11), "x", ())
    assert (short.code, short.params["left"], short.params["least"]) == ("receipt_life_too_short", "59 %", "60 %")
    (expired,) = receipt_life_problems(facts, date(2026, 4, 11), "x", ())
    assert expired.code == "expired_lot"


def test_a_receipt_brings_its_lot_with_dates(company: Company) -> None:
    Item.objects.filter(pk=company.serum).update(shelf_life=10, min_receipt_life=Decimal("0.5"))
    (fresh,) = ensure_lots(act=company.act(), lots=[(company.serum, "N1", date(2026, 10, 15), None)])
    assert Lot.objects.get(pk=fresh).expiry_date == date(2026, 10, 24)
    with pytest.raises(Refused, match="lot_dates_differ"):
        ensure_lots(act=company.act(), lots=[(company.serum, "N1", None, date(2026, 10, 25))])
    tell(company, "goods_receipt", line(company.serum, "1", price="9", lot_id=fresh), on=date(2026, 10, 20))
    (old,) = ensure_lots(act=company.act(), lots=[(company.serum, "N2", date(2026, 10, 14), None)])
    with pytest.raises(Refused, match="receipt_life_too_short"):
        tell(company, "goods_receipt", line(company.serum, "1", price="9", lot_id=old), on=date(2026, 10, 20))


def test_a_lot_number_tells_day_supplier_and_item(company: Company) -> None:
    """Domain specification 3.5: day, supplier and serial; the serial counts within what stands before it."""
    NumberRule.objects.filter(target="lots").update(pattern="{yyMMdd}-{supplier}-{item}-{seq:2}")
    want = LotWanted(company.serum, "", supplier_id=company.supplier, day=date(2026, 10, 20))
    made = lots_for(act=company.act(), lots=[want, replace(want, day=date(2026, 10, 21)), replace(want)])
    assert [one.number for one in made] == ["261020-SUP-SERUM-01", "261021-SUP-SERUM-01", "261020-SUP-SERUM-02"]
    (bare,) = lots_for(act=company.act(), lots=[LotWanted(company.serum, "", day=date(2026, 10, 20))])
    assert bare.number == "261020--SERUM-01"


def test_the_night_locks_what_expired_and_what_is_near_its_end(company: Company) -> None:
    Item.objects.filter(pk=company.serum).update(near_expiry_days=5)
    gone, near, far = (
        lot(company, number, day)
        for number, day in (("E", date(2026, 10, 19)), ("N", date(2026, 10, 24)), ("F", date(2026, 10, 25)))
    )
    for lot_id in (gone, near, far):
        tell(company, "goods_receipt", line(company.serum, "4", price="9", lot_id=lot_id), on=START)
    checked = check_expiry(act=company.act(), business_date=date(2026, 10, 20))
    assert (len(checked.documents), checked.lines, checked.refused) == (2, 2, {})
    assert {one.state for one in Document.objects.filter(pk__in=checked.documents)} == {"POSTED"}
    for status, quantity in ((StockStatus.EXPIRED, 4), (StockStatus.NEAR_EXPIRY, 4), (StockStatus.AVAILABLE, 4)):
        assert stock(company, company.serum, company.a, status=status) == quantity
    assert check_expiry_today(act=company.act(AT)).documents == []
    later = check_expiry(act=company.act(AT + timedelta(days=5)), business_date=date(2026, 10, 25))
    assert later.lines == 2  # N has expired by now, F is near its end
    assert stock(company, company.serum, company.a, status=StockStatus.EXPIRED) == 8


def test_every_book_has_its_own_midnight(company: Company) -> None:
    """At 16:00 UTC it is 00:00 of the next day in Shanghai, 05:00 the day before in Honolulu."""
    ends = lot(company, "Z", date(2026, 10, 20))
    tell(company, "goods_receipt", line(company.serum, "4", price="9", lot_id=ends), on=START)
    Book.objects.update(timezone="Pacific/Honolulu")
    midnight = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)
    assert check_expiry_today(act=company.act(midnight)).documents == []
    Book.objects.update(timezone="Asia/Shanghai")
    assert check_expiry_today(act=company.act(midnight - timedelta(minutes=1))).documents == []
    assert check_expiry_today(act=company.act(midnight)).lines == 1
    assert check_expiry_today(act=company.act(midnight)).documents == []
    assert stock(company, company.serum, company.a, status=StockStatus.EXPIRED) == 4


def test_the_lock_is_scheduled_at_every_half_hour(company: Company) -> None:
    app = App(connector=InMemoryConnector())
    offer(app)
    (job,) = [one for one in app.periodic_registry.periodic_tasks.values() if one.task.name == "upkeep.check_expiry"]
    assert job.cron == "*/30 * * * *"
    ends = lot(company, "Z", date(2026, 10, 20))
    tell(company, "goods_receipt", line(company.serum, "4", price="9", lot_id=ends), on=START)
    job.task(timestamp=int(datetime(2026, 10, 20, 16, 0, tzinfo=UTC).timestamp()))
    assert stock(company, company.serum, company.a, status=StockStatus.EXPIRED) == 4


def test_a_category_says_when_its_items_are_locked(company: Company) -> None:
    top = ItemCategory.objects.create(code="F", name="F", path="F", near_expiry_days=5, created_at=AT, updated_at=AT)
    below = ItemCategory.objects.create(code="G", name="G", path="F/G", parent=top, created_at=AT, updated_at=AT)
    Item.objects.filter(pk=company.serum).update(category=below)
    tell(
        company,
        "goods_receipt",
        line(company.serum, "4", price="9", lot_id=lot(company, "N", date(2026, 10, 24))),
        on=START,
    )
    assert check_expiry(act=company.act(), business_date=date(2026, 10, 19)).lines == 0
    Item.objects.filter(pk=company.serum).update(near_expiry_days=4)
    assert check_expiry(act=company.act(), business_date=date(2026, 10, 20)).lines == 0
    Item.objects.filter(pk=company.serum).update(near_expiry_days=None)
    assert check_expiry(act=company.act(), business_date=date(2026, 10, 20)).lines == 1


def test_a_lot_that_was_used_stays(company: Company) -> None:
    used, shared, free = (lot(company, number, date(2027, 1, 1)) for number in ("U", "S", "X"))
    tell(company, "goods_receipt", line(company.serum, "4", price="9", lot_id=used), on=START)
    tell(company, "shipment", line(company.serum, "1", price="9"), on=START)
    part = {"lots": [{"lot": shared, "quantity": "1"}]}
    save(company, "shipment", line(company.serum, "1", price="9", extra=part), on=START)
    for lot_id in (used, shared):
        with pytest.raises(Refused, match="in_use"):
            delete_lot(act=company.act(), record_id=lot_id)
    delete_lot(act=company.act(), record_id=free)
    assert not Lot.objects.filter(pk=free).exists()
