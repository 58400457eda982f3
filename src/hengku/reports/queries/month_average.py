"""全月平均成本计算表: of each item under the month-end average its base, unit cost, issues and closing stock of a month."""

from collections.abc import Sequence
from typing import Any

from hengku.kernel.money import ZERO, unit_cost
from hengku.kernel.texts import Text
from hengku.ledger.queries.month_costing import month_costs
from hengku.ledger.rules.month_costing import MonthException, PoolMonth
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.account_reports import MONTH, month_asked
from hengku.reports.queries.explain_costs import MONTH_RULES
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import ITEM, SCOPE, WAREHOUSE, cost_amount, quantity
from hengku.reports.rules.columns import unit_cost as unit_cost_column
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

EXCEPTIONS = {
    MonthException.NO_BASE: Text("没有平均基数，按上期单位成本", "No base: priced at the previous unit cost"),
    MonthException.NEGATIVE_BASE: Text(
        "基数金额为负，按上期单位成本", "Negative base: priced at the previous unit cost"
    ),
    MonthException.NEGATIVE_BALANCE: Text("负结存", "Negative balance"),
    MonthException.NEGATIVE_AMOUNT: Text("结存金额为负", "Negative amount"),
    MonthException.MONEY_ALONE: Text("有金额没有数量，转成本差异", "Money without goods: goes to the cost difference"),
}
EXCEPTION = FieldSpec(
    "exception", Text("异常", "Exception"), FieldType.ENUM, width=160,
    choices=tuple(Choice(str(code), label) for code, label in EXCEPTIONS.items()),
)  # fmt: skip
SUMS = ("base_quantity", "base_amount", "issues_quantity", "issues_amount", "closing_quantity", "closing_amount")


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        ITEM, SCOPE,
        quantity("base_quantity", "基数数量", "Base quantity"), cost_amount("base_amount", "基数金额", "Base amount"),
        unit_cost_column("unit", "月平均单价", "Month's unit cost"),
        quantity("issues_quantity", "发出数量", "Issued"), cost_amount("issues_amount", "发出成本", "Cost of issues"),
        quantity("closing_quantity", "期末数量", "Closing quantity"), cost_amount("closing_amount", "期末金额", "Closing amount"),
        unit_cost_column("closing_unit", "期末单价", "Closing unit cost"), EXCEPTION,
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    found = month_costs(
        viewer=question.viewer, book_id=question.book_id, month=month_asked(question), item_id=question.parameters["item"],
        warehouse_id=question.parameters["warehouse"],
    )  # fmt: skip
    page = question.page
    shown = found[page.offset : None if page.limit is None else page.offset + page.limit]
    first = month_asked(question)
    return ReportResult(
        [{**_row(pool, month), "month": first, **{name: pool[name] for name in ("item_id", "pool_id")}} for pool, month in shown], _totals([month for _, month in found]), len(found),
        has_more=page.offset + len(shown) < len(found),
    )  # fmt: skip


def _totals(months: Sequence[PoolMonth]) -> dict[str, object]:
    """Sums, and where one pool is asked for its unit cost; of several the average."""
    totals: dict[str, Any] = {name: sum((getattr(month, name) for month in months), ZERO) for name in SUMS}
    alone = months[0].unit if len(months) == 1 else None
    totals["unit"] = (
        unit_cost(alone.amount, alone.quantity)
        if alone is not None
        else unit_cost(totals["base_amount"], totals["base_quantity"])
    )
    totals["exception"] = next((str(month.exception) for month in months if month.exception), None)
    return totals


def _row(pool: dict[str, Any], month: PoolMonth) -> Row:
    return {
        "item": {"id": str(pool["item_id"]), "code": pool["item_code"], "name": pool["item_name"], "spec": pool["item_spec"]},
        "scope": pool["scope"] if pool["place_kind"] is None else f"{pool['scope']} · {pool['place_kind']}",
        **{name: getattr(month, name) for name in SUMS},
        "unit": unit_cost(month.unit.amount, month.unit.quantity),
        "closing_unit": unit_cost(month.closing_amount, month.closing_quantity),
        "exception": str(month.exception) or None,
        "_drill": {"path": f"/reports/cost_ledger?item={pool['item_id']}&view=effective"},
    }  # fmt: skip


MONTH_AVERAGE = ReportSpec(
    name="month_average",
    label=Text("全月平均成本计算表", "Month-end average"),
    group="stock",
    help=Text(
        "单价＝（期初＋本期自带成本的入库－采购退货±成本调整）÷相应数量；发出和销售退货按它计价。未结账的期间为试算，不写账",
        "Unit cost = (opening + receipts − purchase returns ± adjustments) ÷ their quantity; issues and returns are priced with it. "
        "Of an open month this is a trial and writes nothing",
    ),
    parameters=(MONTH, ITEM, WAREHOUSE),
    columns=columns,
    run=run,
    explain=by_row(run, columns, MONTH_RULES),
)
