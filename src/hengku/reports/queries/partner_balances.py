"""往来余额: what every partner owes us and we owe them, as open items say; each figure down to documents and what settled them."""

from decimal import Decimal

from django.db.models import Sum

from hengku.finance.models import OpenItem
from hengku.finance.queries.trade import SIGNS
from hengku.finance.texts import SIDE_LABELS
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.models import Partner
from hengku.reports.queries.explain_money import partner_balance
from hengku.reports.queries.explain_rows import Cell, Rule, by_row
from hengku.reports.rules.columns import PARTNER, cost_amount
from hengku.reports.rules.derivation import Node
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

SIDES = ("AR", "PREPAID", "AP", "ADV-R")
_FIELDS = {side: side.lower().replace("-", "_") for side in SIDES}
COLUMNS = (
    PARTNER, *(cost_amount(name, SIDE_LABELS[side].zh, SIDE_LABELS[side].en) for side, name in _FIELDS.items()),
    cost_amount("net", "净额（应收为正）", "Net (receivable +)"),
)  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    """Open amounts as they stand now, partners with something open only."""
    rows = OpenItem.objects.filter(book_id=question.book_id).exclude(open_amount=0)
    if question.parameters["partner"] is not None:
        rows = rows.filter(partner_id=question.parameters["partner"])
    sums: dict[int, dict[str, Decimal]] = {}
    for partner_id, side, amount in rows.values_list("partner_id", "side").annotate(total=Sum("open_amount")):
        sums.setdefault(partner_id, dict.fromkeys(SIDES, ZERO))[side] = amount
    partners = Partner.objects.in_bulk(list(sums))
    found: list[Row] = []
    for partner in sorted(partners.values(), key=lambda one: one.code):
        mine = sums[partner.pk]
        found.append(
            {
                "partner": {"id": str(partner.pk), "code": partner.code, "name": partner.name},
                **{name: mine[side] for side, name in _FIELDS.items()},
                "net": sum((mine[side] * SIGNS[side] for side in SIDES), ZERO),
                "_drill": {"path": f"/reports/statement?partner={partner.pk}"},
                "partner_id": partner.pk,
            }
        )
    names = (*_FIELDS.values(), "net")
    totals = {name: sum((Decimal(str(row[name])) for row in found), ZERO) for name in names}
    return ReportResult(found, totals, len(found))


def _balance(*sides: str) -> Rule:
    def rule(cell: Cell, column: str) -> Node:
        partner_id = int(str(cell.row["partner_id"]))
        return partner_balance(
            book_id=cell.question.book_id, partner_id=partner_id, sides=sides, label=cell.label(column)
        )

    return rule


RULES = {**{name: _balance(side) for side, name in _FIELDS.items()}, "net": _balance(*SIDES)}
PARTNER_BALANCES = ReportSpec(
    name="partner_balances",
    label=Text("往来余额", "Partner balances"),
    group="finance",
    help=Text(
        "每个往来单位未结的应收、预付、应付、预收和净额；点数字看到每张单据及核销",
        "What is open with every partner: receivable, prepaid, payable, advances, net; click a figure for its documents and matches",
    ),
    parameters=(PARTNER,),
    columns=lambda _parameters: COLUMNS,
    run=run,
    explain=by_row(run, lambda _parameters: COLUMNS, RULES),
    resource="vouchers",
)
