"""代管库存 and 自有库存: goods of others in our warehouses, and how much of each item is ours. Never added up together."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.owners import owned_stock
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_places import in_warehouses
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import ITEM, PARTNER, WAREHOUSE, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

OWNER = PARTNER.but(name="owner", label=Text("货主", "Owner"))
LISTED = FieldSpec("listed", Text("列入自有库存", "Listed as ours"), FieldType.BOOLEAN, width=110)
_QUANTITY = quantity("quantity", "数量", "Quantity")


def custody_columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (OWNER, ITEM, WAREHOUSE, _QUANTITY)


def run_custody(question: ReportQuestion) -> ReportResult:
    """Only goods of others, by owner and item; one row a warehouse when one is asked for."""
    asked = question.parameters
    found = owned_stock(
        viewer=question.viewer,
        book_id=question.book_id,
        item_id=asked["item"],
        owner_id=asked["partner"],
        warehouse_id=asked["warehouse"],
    )
    groups: dict[tuple[int, int], list[Mapping[str, Any]]] = {}
    for row in found:
        if row["owner_id"] is not None and row["quantity"]:
            groups.setdefault((row["owner_id"], row["item_id"]), []).append(row)
    rows = [_of_owner(group) for group in groups.values()]
    return _paged(question, rows)


def _of_owner(group: list[Mapping[str, Any]]) -> Row:
    one = group[0]
    return {
        "owner": _reference(one, "owner"),
        "item": _reference(one, "item"),
        "warehouse": _reference(one, "warehouse") if len(group) == 1 else None,
        "quantity": _sum(group),
    }


def own_columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (ITEM, _QUANTITY, LISTED)


def run_own(question: ReportQuestion) -> ReportResult:
    """Our own goods by item; an item of which only others have something is there with nothing, and not listed as ours."""
    asked = question.parameters
    found = owned_stock(
        viewer=question.viewer, book_id=question.book_id, item_id=asked["item"], warehouse_id=asked["warehouse"]
    )
    groups: dict[int, list[Mapping[str, Any]]] = {}
    for row in found:
        if row["quantity"]:
            groups.setdefault(row["item_id"], []).append(row)
    rows = []
    for group in groups.values():
        ours = [row for row in group if row["owner_id"] is None]
        rows.append({"item": _reference(group[0], "item"), "quantity": _sum(ours), "listed": bool(ours)})
    result = _paged(question, rows)
    listed = any(row["listed"] for row in rows)
    return ReportResult(result.rows, {**result.totals, "listed": listed}, result.count, result.has_more)


def _paged(question: ReportQuestion, rows: list[Row] | list[dict[str, object]]) -> ReportResult:
    page = question.page
    shown = rows[page.offset : None if page.limit is None else page.offset + page.limit]
    totals = {"quantity": sum((Decimal(str(row["quantity"])) for row in rows), ZERO)}
    return ReportResult(shown, totals, len(rows), has_more=page.offset + len(shown) < len(rows))


def _sum(rows: Iterable[Mapping[str, Any]]) -> Decimal:
    return sum((row["quantity"] for row in rows), ZERO)


def _reference(row: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {"id": str(row[f"{name}_id"]), "code": row[f"{name}_code"], "name": row[f"{name}_name"]}


CUSTODY = ReportSpec(
    name="custody",
    label=Text("代管库存", "Goods of others"),
    group="stock",
    help=Text(
        "别人的商品在我们仓库的数量（代管、寄存、借入），按货主和商品；没有金额，不计入自有库存",
        "What others keep with us or lent us, by owner and item; no value, apart from our own stock",
    ),
    parameters=(PARTNER, ITEM, WAREHOUSE),
    columns=custody_columns,
    run=run_custody,
    explain=by_row(run_custody, custody_columns, {"quantity": in_warehouses(ours=False)}),
)
OWN_ON_HAND = ReportSpec(
    name="own_on_hand",
    label=Text("自有库存", "Own stock"),
    group="stock",
    help=Text(
        "每种商品我们自己的数量；只有代管数量的商品数量为零、不列入",
        "How much of each item is ours; items of which only others have something show zero and are not listed",
    ),
    parameters=(ITEM, WAREHOUSE),
    columns=own_columns,
    run=run_own,
    explain=by_row(run_own, own_columns, {"quantity": in_warehouses(ours=True)}),
)
