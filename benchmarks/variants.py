"""Posting of other kinds beside the plain one, in the same run: FIFO goods, goods with lots, reserving an order; and a receipt that
comes late, before a hundred thousand issues of its item."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from benchmarks.company import AT, TODAY, Company
from benchmarks.figures import Figure, window
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import SYSTEM, Act
from hengku.masterdata.types import CostMethod, Tracking

LATE_LINES = 500
"""Lines of each of the documents that use the late item up."""


def with_goods(company: Company, name: str, items: int, *, quantity: int = 1_000_000, **values: object) -> Company:
    """The same company dealing in goods of its own with these values, a lot each where they keep lots; `quantity` of each to begin
    with."""
    from hengku.documents.operations.create import create_and_transition
    from hengku.masterdata.models import Unit
    from hengku.masterdata.operations.items import create_items
    from hengku.masterdata.operations.lots import ensure_lots
    from hengku.masterdata.types import ItemDraft

    act = Act(SYSTEM, AT)
    unit = Unit.objects.order_by("pk").values_list("pk", flat=True)[0]
    known = {"base_unit_id": unit, **values}
    drafts = [ItemDraft({"code": f"{name}{n:06}", "name": f"{name}{n}", **known}) for n in range(items)]
    ids = create_items(act=act, drafts=drafts)
    lots: dict[int, int] = {}
    if values.get("tracking") == Tracking.LOT:
        lots = dict(zip(ids, ensure_lots(act=act, lots=[(item, "L1", None, None) for item in ids]), strict=True))
    for start in range(0, items, 500):
        lines = [
            LineDraft(item_id=item, quantity=Decimal(quantity), amount=Decimal(quantity * 10), lot_id=lots.get(item))
            for item in ids[start : start + 500]
        ]
        opening = DocumentDraft(
            type="opening_stock",
            business_date=date(2026, 1, 1),
            book_id=company.book,
            lines=lines,
            warehouse_id=company.warehouse,
        )
        create_and_transition(act=act, drafts=[opening], transition="post")
    return replace(company, items=ids, lots=lots)


def reserving(company: Company, documents: int) -> Figure:
    """Sales orders of twenty lines approved one by one: each reserves what it promises. A transaction each, as posting is."""
    from hengku.documents.operations.create import create_and_transition

    drafts = [company.draft("sales_order", company.lines()) for _ in range(documents)]
    create_and_transition(act=company.act, drafts=[company.draft("sales_order", company.lines())], transition="approve")
    _drain()
    with window(documents) as figure:
        for draft in drafts:
            create_and_transition(act=company.act, drafts=[draft], transition="approve")
        _drain()
    return figure


def _drain() -> None:
    from hengku.config.wiring import drains

    for work in drains():
        while work():
            pass


def late_receipt(company: Company, method: CostMethod, issues: int, tell: Callable[[str], None]) -> float:
    """Seconds of a receipt dated before all these issues of its item, its cost corrected in every one of them."""
    from hengku.documents.operations.create import create_and_transition

    one = with_goods(company, f"LATE-{method}-", 1, quantity=1_000, cost_method=method)
    line = LineDraft(item_id=one.items[0], quantity=Decimal(1), price=Decimal(15))
    soon = one.draft("goods_receipt", [replace(line, quantity=Decimal(issues), price=Decimal("9.73"))])
    soon.business_date = date(TODAY.year, TODAY.month, 10)
    create_and_transition(act=one.act, drafts=[soon], transition="post")
    began = time.perf_counter()
    for start in range(0, issues, LATE_LINES):
        lines = [replace(line) for _ in range(min(LATE_LINES, issues - start))]
        create_and_transition(act=one.act, drafts=[one.draft("shipment", lines)], transition="post")
    _drain()
    tell(f"{issues} issues of one {method} item in {time.perf_counter() - began:.0f} s")
    late = one.draft("goods_receipt", [replace(line, quantity=Decimal(500_000), price=Decimal("10.37"))])
    late.business_date = date(TODAY.year, TODAY.month, 1)
    began = time.perf_counter()
    create_and_transition(act=one.act, drafts=[late], transition="post")
    return time.perf_counter() - began
