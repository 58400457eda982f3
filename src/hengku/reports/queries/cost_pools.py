"""成本池结存: quantity, amount and unit cost of an item per costing scope, lot and place outside."""

from collections.abc import Mapping
from typing import Any

from hengku.kernel.money import unit_cost
from hengku.kernel.texts import Text
from hengku.ledger.queries.cost_book import cost_pools as pools_of
from hengku.masterdata.texts import COST_METHODS
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.cost_ledger import PLACE, pool_question
from hengku.reports.queries.explain_costs import POOL_RULES
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import ITEM, LOT, PARTNER, SCOPE, WAREHOUSE, cost_amount, quantity
from hengku.reports.rules.columns import unit_cost as unit_cost_column
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

METHOD = FieldSpec(
    "method", Text("计价方法", "Cost method"), FieldType.ENUM, width=140,
    choices=tuple(Choice(str(value), label) for value, label in COST_METHODS.items()),
)  # fmt: skip


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        SCOPE, LOT, PLACE, METHOD, quantity("quantity", "数量", "Quantity"), cost_amount("amount", "金额", "Amount"),
        unit_cost_column("unit_cost", "单位成本", "Unit cost"),
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    found = pools_of(viewer=question.viewer, question=pool_question(question))
    totals = {name: sum(row[name] for row in found) for name in ("quantity", "amount")}
    asked = pool_question(question)
    return ReportResult([{**_row(row), "pool": asked, "pool_id": row["pool_id"]} for row in found], totals, len(found))


def _row(row: Mapping[str, Any]) -> Row:
    return {
        **{name: row[name] for name in ("scope", "lot", "method", "quantity", "amount")},
        "place": row["place_kind"],
        "unit_cost": unit_cost(row["amount"], row["quantity"]),
    }


COST_POOLS = ReportSpec(
    name="cost_pools",
    label=Text("成本池结存", "Cost pools"),
    group="stock",
    help=Text(
        "商品在每个核算范围、批号、在外地点的数量、金额和单位成本",
        "Quantity, amount and unit cost per scope, lot and place outside",
    ),
    parameters=(ITEM.but(required=True), WAREHOUSE, LOT, PLACE, PARTNER),
    columns=columns,
    run=run,
    explain=by_row(run, columns, POOL_RULES),
)
