"""库存价值: what the stock is worth, by category; adds up to the cost pools."""

from typing import Any

from hengku.kernel.money import round_half_up
from hengku.kernel.texts import Text
from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_stock import explain_stock_value, stock_key
from hengku.reports.queries.on_hand import AS_OF
from hengku.reports.queries.stock_filters import filter_of, sees_cost
from hengku.reports.rules.columns import CATEGORY, COST, WAREHOUSE, cost_amount, quantity
from hengku.reports.rules.stock_rows import stock_drill, with_references
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

BY_WAREHOUSE = FieldSpec("by_warehouse", Text("分仓库", "By warehouse"), FieldType.BOOLEAN, default=False)
SHARE_PLACES = 4
SHARE = FieldSpec("share", Text("占比", "Share"), FieldType.RATE, mask=COST)


def columns(parameters: Parameters) -> tuple[FieldSpec, ...]:
    warehouse = (WAREHOUSE,) if parameters["by_warehouse"] else ()
    return (
        CATEGORY,
        *warehouse,
        quantity("on_hand", "现存量", "On hand"),
        cost_amount("amount", "库存金额（含在途）", "Amount (with transit)"),
        SHARE,
    )


def run(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    found = on_hand(
        viewer=question.viewer,
        question=OnHandQuestion(
            question.book_id,
            filter_of(asked=asked),
            ("category", "warehouse") if asked["by_warehouse"] else ("category",),
            as_of=asked["as_of"],
            with_amounts=sees_cost(viewer=question.viewer),
        ),
    )
    whole = found.totals["amount"]
    return ReportResult([_row(row, whole) for row in found.rows], found.totals, found.count)


def _row(row: dict[str, Any], whole: Any) -> Row:
    shown = with_references(row)
    share = round_half_up(shown["amount"] / whole, SHARE_PLACES) if whole and shown["amount"] is not None else None
    return {**shown, "share": share, "_drill": stock_drill(shown), "_key": stock_key(row)}


STOCK_VALUE = ReportSpec(
    name="stock_value",
    label=Text("库存价值", "Stock value"),
    group="stock",
    help=Text(
        "按商品分类的库存数量与金额；金额合计等于成本池合计",
        "Quantity and amount of stock by category; amounts add up to the cost pools",
    ),
    parameters=(BY_WAREHOUSE, WAREHOUSE, CATEGORY, AS_OF),
    columns=columns,
    run=run,
    explain=explain_stock_value,
)
