"""批号库存与近效期: what lies there by lot, how long it lasts, the shortest first."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hengku.kernel.money import ZERO, round_half_up, share
from hengku.kernel.texts import Text
from hengku.ledger.queries.lot_stock import daily_sales, lot_stock, sales_behind
from hengku.masterdata.queries.books import book_facts, today
from hengku.masterdata.rules.expiry_tiers import STANDARD, parse_tiers, tier_of
from hengku.masterdata.rules.lots import days_left as left_of
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.explain_places import at_place, days_left
from hengku.reports.queries.explain_rows import Cell, by_row, facts
from hengku.reports.queries.stock_places import DAYS_LEFT
from hengku.reports.rules.columns import ITEM, LOT, STATUS, UNIT, WAREHOUSE, quantity
from hengku.reports.rules.derivation import Node, Operation, difference, total
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

EXPIRED, FINE, UNDATED = "EXPIRED", "FINE", "UNDATED"
SALES_DAYS = 90
"""Days over which sales are averaged for the forecast."""
_RANKS = ("一档", "二档", "三档", "四档", "五档")
TIER = FieldSpec(
    "tier", Text("效期档", "Tier"), FieldType.ENUM, width=100,
    choices=(
        Choice(EXPIRED, Text("已过期", "Expired"), "red"),
        *(Choice(f"TIER{rank}", Text(f"近效期{name}", f"Tier {rank}"), "amber") for rank, name in enumerate(_RANKS, start=1)),
        Choice(FINE, Text("正常", "Fine"), "green"),
        Choice(UNDATED, Text("无效期", "No expiry")),
    ),
    help=Text("一档最紧；分档在商品、分类或账簿上设置", "Tier 1 is the tightest; tiers are set on the item, its category or the book"),
)  # fmt: skip
LIMIT = FieldSpec(
    "tier_limit", Text("档界", "Limit"), FieldType.TEXT, width=80,
    help=Text("天数，或占保质期的份额", "Days left, or a share of the shelf life"),
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
        ITEM, UNIT, WAREHOUSE, LOT, SUPPLIER_LOT, PRODUCED, EXPIRES, DAYS_LEFT, TIER, LIMIT, STATUS,
        quantity("quantity", "数量", "Quantity"), quantity("daily_sales", "日均销量", "Sold a day"),
        quantity("forecast_unsold", "预计卖不完", "Forecast unsold"),
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    day = today(book_facts(question.book_id), question.at)
    asked = question.parameters
    within = asked.get("within")
    found = lot_stock(
        viewer=question.viewer, book_id=question.book_id, item_id=asked.get("item"), warehouse_id=asked.get("warehouse"),
        lot=asked.get("lot"), expires_by=None if within is None else day + timedelta(days=int(within) - 1),
    )  # fmt: skip
    sold = daily_sales(
        book_id=question.book_id, item_ids=sorted({row["item_id"] for row in found}),
        first=day - timedelta(days=SALES_DAYS - 1), last=day,
    )  # fmt: skip
    rows = [_row(row, day, sold.get(row["item_id"], ZERO)) for row in found]
    tier = asked.get("tier")
    shown = [row for row in rows if tier in {None, row["tier"]}]
    return ReportResult(shown, {}, len(shown))


def _row(row: Mapping[str, Any], day: date, sold: Decimal) -> Row:
    left = None if row["expiry_date"] is None else left_of(row["expiry_date"], day)
    tier, limit = _tier(row, left, day)
    unsold = None if left is None else max(ZERO, row["quantity"] - sold * max(left, 0))
    return {
        "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"], "spec": row["item_spec"]},
        "warehouse": {"id": str(row["warehouse_id"]), "code": row["warehouse_code"], "name": row["warehouse_name"]},
        **{name: row[name] for name in ("unit", "lot", "supplier_number", "production_date", "expiry_date", "status", "quantity")},
        "lot_family": row["lot"], "today": day, "expires": row["expiry_date"], "place_kind": "WH", "place": "WH", "owner": None, "days_left": left, "tier": tier, "tier_limit": limit, "daily_sales": round_half_up(sold, 2),
        "forecast_unsold": None if unsold is None else round_half_up(unsold, 2),
        "_drill": {"path": f"/reports/lot_trace?item={row['item_id']}&lot={row['lot']}"},
    }  # fmt: skip


def _tier(row: Mapping[str, Any], left: int | None, day: date) -> tuple[str, str]:
    """The tier a row of lot stock belongs to, and where that tier begins."""
    if left is None:
        return UNDATED, ""
    if left <= 0:
        return EXPIRED, ""
    tiers = parse_tiers(row["tiers"] or STANDARD)
    found = tier_of(tiers, production=row["production_date"], expiry=row["expiry_date"], on=day)
    return (FINE, "") if found is None else (f"TIER{found.rank}", found.limit)


def _sold(cell: Cell, column: str) -> Node:
    """What was sold of the item over the days the average is taken of, returns taken off."""
    item: Any = cell.row["item"]
    last: Any = cell.row["today"]
    found = sales_behind(
        book_id=cell.question.book_id, item_id=int(item["id"]), first=last - timedelta(days=SALES_DAYS - 1), last=last
    )
    return facts(cell.label(column), [(str(one.business_date), one.amount, one.document_id) for one in found])


def _a_day(cell: Cell, column: str) -> Node:
    parts = (_sold(cell, column), Node(str(_DAYS), Decimal(SALES_DAYS)))
    return Node(cell.label(column), cell.figure(column), Operation.QUOTIENT, parts, places=2)


def _unsold(cell: Cell, column: str) -> Node:
    """What is there less what sells until it expires."""
    quantity, left = cell.derived("quantity"), cell.figure("days_left")
    sold = _sold(cell, column)
    if left <= 0 or sold.value <= 0:
        return total(cell.label(column), [quantity])
    until = share(sold.value, left, Decimal(SALES_DAYS))
    sells = Node(
        str(_UNTIL), until, Operation.SHARE, (sold, cell.derived("days_left"), Node(str(_DAYS), Decimal(SALES_DAYS)))
    )
    node = difference(cell.label(column), quantity, sells)
    rest = cell.figure(column) - node.value
    return total(cell.label(column), [node, Node(str(_ROUNDING), rest)]) if rest else node


_DAYS = Text("天数", "Days")
_UNTIL = Text("到期前可售", "Sells until it expires")
_ROUNDING = Text("尾差", "Rounding remainder")
RULES = {
    "quantity": at_place("place_kind", "warehouse", "owner", "lot_family", "status"), "days_left": days_left,
    "daily_sales": _a_day, "forecast_unsold": _unsold,
}  # fmt: skip
LOT_STOCK = ReportSpec(
    name="lot_stock",
    label=Text("批号库存与近效期", "Stock by lot and expiry"),
    group="stock",
    help=Text(
        "按批号的现存量、生产日期、有效期和剩余天数（含到期当日），先到期的在前；按近效期分档；预计卖不完 = 数量 − 近 90 天日均销量 × 剩余天数",
        "On hand by lot with dates and days left (counting the expiry day), the shortest first; tiers of near expiry; forecast unsold = quantity − sold a day over 90 days × days left",
    ),
    parameters=(ITEM, WAREHOUSE, LOT, WITHIN, TIER),
    columns=columns,
    run=run,
    explain=by_row(run, columns, RULES),
)
