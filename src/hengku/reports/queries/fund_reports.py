"""资金日报 and 资金日记账: what stands and moves on the fund accounts, from the general ledger."""

from decimal import Decimal

from hengku.finance.queries.funds import fund_journal, fund_standings
from hengku.finance.rules.keys import KEYS
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.models import Partner
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_money import JOURNAL_RULES
from hengku.reports.queries.explain_rows import Cell, Rule, by_row, shortened, stands
from hengku.reports.queries.money_reports import CASH_JOURNAL_COLUMNS
from hengku.reports.rules.columns import FROM, TO, cost_amount
from hengku.reports.rules.derivation import Node, difference, total
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

GROUP = "finance"
_FUND = FieldSpec(
    "fund_account", Text("资金账户", "Fund account"), FieldType.REFERENCE, ref="fund-accounts", required=True, width=180
)
_MOVES = (
    cost_amount("opening", "期初", "Opening"), cost_amount("received", "收入", "Received"), cost_amount("paid", "支出", "Paid"),
    cost_amount("closing", "余额", "Balance"),
)  # fmt: skip
_CARRIED = Text("期初余额", "Carried in")


def run_standings(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    found = fund_standings(book_id=question.book_id, first=asked["from"], last=asked["to"])
    rows: list[Row] = [
        {
            "fund_account": {"id": str(one.fund.pk), "code": one.fund.code, "name": one.fund.name},
            "fund_id": one.fund.pk,
            "kind": str(KEYS[one.fund.kind]),
            **{name: getattr(one, name) for name in ("opening", "received", "paid", "closing")},
            "_drill": {
                "path": f"/reports/fund_journal?fund_account={one.fund.pk}&from={asked['from']}&to={asked['to']}"
            },
        }
        for one in found
    ]
    totals: dict[str, Decimal | None] = {
        name: sum((getattr(one, name) for one in found), ZERO) for name in ("opening", "received", "paid", "closing")
    }
    return ReportResult(rows, totals, len(rows))


def _moved(cell: Cell, column: str) -> Node:
    """What came in or went out: the entries of the account."""
    asked, fund_id = cell.question.parameters, int(str(cell.row["fund_id"]))
    _, found = fund_journal(
        book_id=cell.question.book_id, fund_id=fund_id, first=asked["from"], last=asked["to"]
    )  # fmt: skip
    parts = [
        Node(f"{one.date} {one.label}", getattr(one, column), path=f"/vouchers/{one.voucher_id}")
        for one in found
        if getattr(one, column)
    ]
    return total(cell.label(column), shortened(parts))


def _closing(cell: Cell, column: str) -> Node:
    """Opening and what came in, less what went out."""
    came = total(cell.label("received"), [cell.derived("opening"), cell.derived("received")])
    return difference(cell.label(column), came, cell.derived("paid"))


_BALANCE_RULES: dict[str, Rule] = {"opening": stands, "received": _moved, "paid": _moved, "closing": _closing}
FUND_BALANCE_COLUMNS = (_FUND, FieldSpec("kind", Text("类型", "Kind"), width=120), *_MOVES)
FUND_BALANCE = ReportSpec(
    name="fund_balance",
    label=Text("资金日报", "Fund balances"),
    group=GROUP,
    help=Text("每个资金账户的期初、收入、支出、余额（本位币），取自总账", "Opening, received, paid and balance of each fund account in book currency, from the ledger"),
    parameters=(FROM, TO),
    columns=lambda _parameters: FUND_BALANCE_COLUMNS,
    run=run_standings,
    explain=by_row(run_standings, lambda _parameters: FUND_BALANCE_COLUMNS, _BALANCE_RULES),
    resource="vouchers",
    for_period=True,
)  # fmt: skip


def run_journal(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    opening, found = fund_journal(
        book_id=question.book_id, fund_id=asked["fund_account"], first=asked["from"], last=asked["to"]
    )
    named = Partner.objects.filter(pk__in={one.partner_id for one in found if one.partner_id})
    partners = {
        pk: {"id": str(pk), "code": code, "name": name} for pk, code, name in named.values_list("pk", "code", "name")
    }
    rows: list[Row] = [{"business_date": asked["from"], "remarks": str(_CARRIED), "balance": opening}]
    rows += [
        {
            "business_date": one.date,
            "number": one.label,
            "remarks": one.summary,
            "partner": partners.get(one.partner_id or 0),
            "received": one.received,
            "paid": one.paid,
            "balance": one.balance,
            "_drill": {"path": f"/vouchers/{one.voucher_id}"},
        }
        for one in found
    ]
    totals: dict[str, Decimal | None] = {
        name: sum((getattr(one, name) for one in found), ZERO) for name in ("received", "paid")
    }
    closing = found[-1].balance if found else opening
    return ReportResult(rows, {**totals, "opening": opening, "closing": closing}, len(rows))


FUND_JOURNAL = ReportSpec(
    name="fund_journal",
    label=Text("资金日记账", "Fund journal"),
    group=GROUP,
    help=Text("一个资金账户的每笔收付和余额，取自凭证", "Every movement of a fund account with its balance, from the vouchers"),
    parameters=(_FUND, FROM, TO),
    columns=lambda _parameters: CASH_JOURNAL_COLUMNS,
    run=run_journal,
    explain=by_row(run_journal, lambda _parameters: CASH_JOURNAL_COLUMNS, JOURNAL_RULES),
    resource="vouchers",
    for_period=True,
)  # fmt: skip

FUND_REPORTS = (FUND_BALANCE, FUND_JOURNAL)
