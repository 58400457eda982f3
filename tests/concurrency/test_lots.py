"""Forty processes ship from three lots at the same moment without naming one: no lot is sold twice, nobody sees a deadlock."""

from datetime import date
from decimal import Decimal

from tests.concurrency.test_oversell import race
from tests.world import line, make_company, stock, tell

from hengku.config.embedded.connection import Connection
from hengku.ledger.models import Balance, Move
from hengku.masterdata.operations.lots import ensure_lots
from hengku.metadata.rules.invariants import INVARIANTS, CheckWindow

BUYERS = 40
EACH = 3


def test_no_lot_is_sold_twice(committed_db: Connection) -> None:
    company = make_company()
    dates = (date(2027, 1, 31), date(2026, 12, 31), date(2027, 6, 30))
    lots = ensure_lots(
        act=company.act(), lots=[(company.serum, f"L{number}", None, day) for number, day in enumerate(dates)]
    )
    for lot_id in lots:
        tell(company, "goods_receipt", line(company.serum, "20", price="10", lot_id=lot_id))
    told = race(company, "serum", BUYERS)
    shipped = sum(1 for one in told if one.code == "ok")
    assert (len(told), shipped) == (BUYERS, 60 // EACH)
    assert {one.code for one in told if one.code != "ok"} == {"insufficient_stock"}
    assert stock(company, company.serum, company.a) == 0
    sold = Move.objects.filter(movement_type="SALE").values_list("lot_id", "quantity")
    by_lot = {lot_id: sum((q for one, q in sold if one == lot_id), Decimal(0)) for lot_id in lots}
    assert by_lot == dict.fromkeys(lots, Decimal(20))
    assert set(Balance.objects.filter(item_id=company.serum).values_list("quantity", flat=True)) == {Decimal(0)}
    failing = {one.id: one.check(CheckWindow()).failing for one in INVARIANTS}
    assert {id_: rows for id_, rows in failing.items() if rows} == {}
