"""存货跌价准备: what stood at the beginning of a month, what was provided, taken back and carried out, what is left."""

from decimal import Decimal

from hengku.finance.operations.close import month_of
from hengku.finance.queries.provisions import CHARGE, RELEASE, ProvisionMonth, provision_months, provision_rows
from hengku.finance.rules.closing import Month
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.models import Item
from hengku.metadata.types import FieldSpec
from hengku.reports.queries.account_reports import MONTH, month_asked
from hengku.reports.queries.explain_rows import Cell, Rule, by_row, facts, stands
from hengku.reports.rules.columns import ITEM, cost_amount, quantity
from hengku.reports.rules.derivation import Node, difference, total
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

TOTALS = ("cost", "realisable", "opening", "charged", "taken_back", "carried_out", "closing")


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        ITEM, quantity("quantity", "测试数量", "Quantity tested"), cost_amount("cost", "成本", "Cost"),
        cost_amount("realisable", "可变现净值", "Net realisable value"), cost_amount("opening", "期初准备", "Opening"),
        cost_amount("charged", "本期计提", "Provided"), cost_amount("taken_back", "本期转回", "Taken back"),
        cost_amount("carried_out", "随销售结转", "Carried out"), cost_amount("closing", "期末准备", "Closing"),
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    """One row per item that was tested or has something provided."""
    month = month_of(book_id=question.book_id, month=month_asked(question))
    asked = question.parameters["item"]
    found = [one for one in provision_months(month=month) if asked is None or one.item_id == asked]
    items = {item.pk: item for item in Item.objects.filter(pk__in=[one.item_id for one in found])}
    rows: list[Row] = [
        {
            "item": {"id": str(one.item_id), "code": items[one.item_id].code, "name": items[one.item_id].name},
            "quantity": one.quantity,
            "month": month,
            "item_id": one.item_id,
            **{name: _figure(one, name) for name in TOTALS},
        }
        for one in found
    ]
    totals = {name: sum((_figure(one, name) for one in found), ZERO) for name in TOTALS}
    return ReportResult(rows, totals, len(rows))


def _figure(one: ProvisionMonth, name: str) -> Decimal:
    figure: Decimal = getattr(one, name)
    return figure


def _provided(kind: str, sign: int) -> Rule:
    """Rows of write-downs of a kind in the month: with this sign, told without it; kind "": everything before the month."""

    def rule(cell: Cell, column: str) -> Node:
        month, item_id = cell.row["month"], int(str(cell.row["item_id"]))
        assert isinstance(month, Month)  # the report's own
        rows = provision_rows(
            book_id=cell.question.book_id, item_id=item_id, after=month.after if kind else month.first
        )
        mine = [
            one for one in rows
            if not kind or (one.kind == kind and one.date >= month.first and (kind == RELEASE or one.amount * sign > 0))
        ]  # fmt: skip
        return facts(cell.label(column), [(str(one.date), one.amount * sign, one.document_id) for one in mine])

    return rule


RULES: dict[str, Rule] = {
    "quantity": stands, "cost": stands, "realisable": stands, "opening": _provided("", 1), "charged": _provided(CHARGE, 1),
    "taken_back": _provided(CHARGE, -1), "carried_out": _provided(RELEASE, -1),
    "closing": lambda cell, column: difference(
        cell.label(column), total(cell.label(column), [cell.derived("opening"), cell.derived("charged")]),
        cell.derived("taken_back"), cell.derived("carried_out"),
    ),
}  # fmt: skip
WRITE_DOWN = ReportSpec(
    name="write_down",
    label=Text("存货跌价准备", "Inventory write-downs"),
    group="finance",
    help=Text(
        "期初＋本期计提－本期转回－随销售结转＝期末；成本与可变现净值为本月最近一次测试的数",
        "Opening + provided − taken back − carried out = closing; cost and net realisable value as tested last in the month",
    ),
    parameters=(ITEM, MONTH),
    columns=columns,
    run=run,
    explain=by_row(run, columns, RULES),
    resource="vouchers",
)
