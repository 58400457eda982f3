"""批号库存与近效期: what lies there by lot, how long it lasts, the shortest first."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from hengku.kernel.texts import Text
from hengku.ledger.queries.lot_stock import lot_stock
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.rules.lots import days_left
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.stock_places import DAYS_LEFT
from hengku.reports.rules.columns import ITEM, LOT, STATUS, UNIT, WAREHOUSE, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

TIERS = (30, 90, 180)
"""Days left up to which stock belongs to a tier (domain specification 8.1: 180 days is the usual first warning)."""
EXPIRED, FINE, UNDATED = "EXPIRED", "FINE", "UNDATED"
TIER = FieldSpec(
    "tier", Text("效期档", "Tier"), FieldType.ENUM, width=100,
    choices=(
        Choice(EXPIRED, Text("已过期", "Expired"), "red"),
        *(Choice(f"D{days}", Text(f"{days} 天内", f"Within {days} days"), "amber") for days in TIERS),
        Choice(FINE, Text("正常", "Fine"), "green"),
        Choice(UNDATED, Text("无效期", "No expiry")),
    ),
)  # fmt: skip
WITHIN = FieldSpec(
    "within", Text("多少天内到期", "Expiring within days"), FieldType.INTEGER,
    help=Text("含到期当日；留空看全部批号", "Counting the expiry day; empty shows every lot"),
)  # fmt: skip
PRODUCED = FieldSpec("production_date", Text("生产日期", "Produced"), FieldType.DATE, width=110)
EXPIRES = FieldSpec("expiry_date", Text("有效期至", "Expires"), FieldType.DATE, width=110)
SUPPLIER_LOT = FieldSpec("supplier_number", Text("供应商批号", "Supplier's lot"), FieldType.TEXT, width=120)


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        ITEM, UNIT, WAREHOUSE, LOT, SUPPLIER_LOT, PRODUCED, EXPIRES, DAYS_LEFT, TIER, STATUS,
        quantity("quantity", "数量", "Quantity"),
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    day = today(book_facts(question.book_id), question.at)
    asked = question.parameters
    within = asked.get("within")
    found = lot_stock(
        viewer=question.viewer, book_id=question.book_id, item_id=asked.get("item"), warehouse_id=asked.get("warehouse"),
        lot=asked.get("lot"), expires_by=None if within is None else day + timedelta(days=int(within) - 1),
    )  # fmt: skip
    rows = [_row(row, day) for row in found]
    return ReportResult(rows, {}, len(rows))


def tier_of(left: int | None) -> str:
    """The tier of a number of days left."""
    if left is None:
        return UNDATED
    if left <= 0:
        return EXPIRED
    return next((f"D{days}" for days in TIERS if left <= days), FINE)


def _row(row: Mapping[str, Any], day: date) -> Row:
    left = None if row["expiry_date"] is None else days_left(row["expiry_date"], day)
    return {
        "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"], "spec": row["item_spec"]},
        "warehouse": {"id": str(row["warehouse_id"]), "code": row["warehouse_code"], "name": row["warehouse_name"]},
        **{name: row[name] for name in ("unit", "lot", "supplier_number", "production_date", "expiry_date", "status", "quantity")},
        "days_left": left, "tier": tier_of(left),
        "_drill": {"path": f"/reports/lot_trace?item={row['item_id']}&lot={row['lot']}"},
    }  # fmt: skip


LOT_STOCK = ReportSpec(
    name="lot_stock",
    label=Text("批号库存与近效期", "Stock by lot and expiry"),
    group="stock",
    help=Text(
        "按批号的现存量、生产日期、有效期和剩余天数（含到期当日），先到期的在前；分 30、90、180 天三档",
        "On hand by lot with dates and days left (counting the expiry day), the shortest first; tiers of 30, 90 and 180 days",
    ),
    parameters=(ITEM, WAREHOUSE, LOT, WITHIN),
    columns=columns,
    run=run,
)
