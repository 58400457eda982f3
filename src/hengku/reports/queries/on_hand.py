"""即时库存 as a report: by item, warehouse, bin, lot, status; now, at the end of a day, or as known at a moment."""

from typing import Any

from hengku.kernel.texts import Text
from hengku.ledger.queries.on_hand import Dimension, OnHandQuestion, on_hand
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.explain_stock import explain_on_hand, stock_key
from hengku.reports.queries.stock_filters import STOCK_PARAMETERS, filter_of, sees_cost
from hengku.reports.rules.columns import (
    BIN,
    CATEGORY,
    ITEM,
    LOT,
    STATUS,
    UNIT,
    WAREHOUSE,
    cost_amount,
    quantity,
    unit_cost,
)
from hengku.reports.rules.stock_rows import stock_drill, with_references
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

GROUPINGS: dict[str, tuple[Dimension, ...]] = {
    "item": ("item",),
    "item,warehouse": ("item", "warehouse"),
    "item,warehouse,bin": ("item", "warehouse", "bin"),
    "item,warehouse,bin,lot,status": ("item", "warehouse", "bin", "lot", "status"),
    "item,lot": ("item", "lot"),
    "item,status": ("item", "status"),
    "warehouse": ("warehouse",),
    "category": ("category",),
    "category,warehouse": ("category", "warehouse"),
}
_GROUPING_LABELS = (
    Text("商品", "Item"),
    Text("商品 × 仓库", "Item × warehouse"),
    Text("商品 × 仓库 × 库位", "Item × warehouse × bin"),
    Text("全部明细", "Every stock key"),
    Text("商品 × 批号", "Item × lot"),
    Text("商品 × 状态", "Item × status"),
    Text("仓库", "Warehouse"),
    Text("商品分类", "Category"),
    Text("商品分类 × 仓库", "Category × warehouse"),
)
GROUP_BY = FieldSpec(
    "group_by",
    Text("汇总方式", "Group by"),
    FieldType.ENUM,
    default="item,warehouse",
    choices=tuple(Choice(value, label) for value, label in zip(GROUPINGS, _GROUPING_LABELS, strict=True)),
)
AS_OF = FieldSpec("as_of", Text("截止日期", "As of date"), FieldType.DATE)
KNOWN_AT = FieldSpec("known_at", Text("当时已过账", "As known at"), FieldType.DATETIME)
_DIMENSION_COLUMNS: dict[str, tuple[FieldSpec, ...]] = {
    "item": (ITEM, UNIT),
    "category": (CATEGORY,),
    "warehouse": (WAREHOUSE,),
    "bin": (BIN,),
    "lot": (LOT, FieldSpec("expiry_date", Text("有效期至", "Expiry date"), FieldType.DATE)),
    "status": (STATUS,),
}


def columns(parameters: Parameters) -> tuple[FieldSpec, ...]:
    by = GROUPINGS[parameters["group_by"]]
    found = [column for dimension in by for column in _DIMENSION_COLUMNS[dimension]]
    found += [quantity("on_hand", "现存量", "On hand"), quantity("unusable", "不可用", "Unusable")]
    found.append(quantity("in_transit", "调拨在途", "In transit"))
    if parameters["as_of"] is None and parameters["known_at"] is None and {"bin", "lot", "status"}.isdisjoint(by):
        found += [quantity("reserved", "预留", "Reserved"), quantity("available", "可用量", "Available")]
    if "item" in by:
        found.append(unit_cost("unit_cost", "单位成本", "Unit cost"))
    return (*found, cost_amount("amount", "库存金额（含在途）", "Amount (with transit)"))


def run(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    found = on_hand(
        viewer=question.viewer,
        question=OnHandQuestion(
            question.book_id,
            filter_of(asked=asked),
            GROUPINGS[asked["group_by"]],
            as_of=asked["as_of"],
            known_at=asked["known_at"],
            with_amounts=sees_cost(viewer=question.viewer),
        ),
        limit=question.page.limit,
        offset=question.page.offset,
    )
    return ReportResult((_row(row) for row in found.rows), found.totals, found.count, has_more=found.has_more)


def _row(row: dict[str, Any]) -> Row:
    shown = with_references(row)
    return {**shown, "_drill": stock_drill(shown), "_key": stock_key(row)}


ON_HAND = ReportSpec(
    name="on_hand",
    label=Text("即时库存", "Stock on hand"),
    group="stock",
    help=Text(
        "现存量 = 仓库内自有库存；可用量 = 现存量 − 不可用 − 预留；可查任一历史日期或当时已过账的库存",
        "On hand = own stock in warehouses; available = on hand − unusable − reserved; for any past day or as known at a moment",
    ),
    parameters=(GROUP_BY, *STOCK_PARAMETERS, STATUS, AS_OF, KNOWN_AT),
    columns=columns,
    run=run,
    explain=explain_on_hand,
)
