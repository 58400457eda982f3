"""Reports of the books of account: 科目余额表, 明细账, 资产负债表, 利润表, 对账."""

from datetime import date, timedelta
from decimal import Decimal

from hengku.finance.models import Account
from hengku.finance.queries.books_of_account import (
    AccountLedger,
    TrialRow,
    account_ledger,
    balance_sheet_lines,
    profit_lines,
    trial_rows,
)
from hengku.finance.queries.tie_rows import tie_rows
from hengku.finance.rules.statements import StatementLine
from hengku.finance.types import Side
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.queries.books import book_facts, today
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.explain_books import explain_balance_sheet, explain_profit, explain_trial
from hengku.reports.queries.explain_money import LEDGER_RULES, TIE_RULES
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.rules.columns import BUSINESS_DATE, COST, FROM, TO
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

GROUP = "finance"
MONTH = FieldSpec("month", Text("期间", "Period"), FieldType.DATE)
ACCOUNT = FieldSpec("account", Text("科目", "Account"), FieldType.REFERENCE, ref="accounts")
LEAVES = FieldSpec("leaves", Text("只看末级", "Leaves only"), FieldType.BOOLEAN, default=False)
CODE = FieldSpec("code", Text("科目编码", "Code"), FieldType.TEXT, width=110)
NAME = FieldSpec("name", Text("科目名称", "Account"), FieldType.TEXT, width=220)
LINE = FieldSpec("line", Text("项目", "Item"), FieldType.TEXT, width=280)


def _amount(name: str, zh: str, en: str, *, total: bool = False) -> FieldSpec:
    return FieldSpec(name, Text(zh, en), FieldType.AMOUNT, mask=COST, total=total)


def month_asked(question: ReportQuestion, name: str = "month") -> date:
    """The month asked for, else this month of the book."""
    asked = question.parameters.get(name)
    if isinstance(asked, date):
        return asked.replace(day=1)
    return today(book_facts(question.book_id), question.at).replace(day=1)


TRIAL_COLUMNS = (
    CODE,
    NAME,
    _amount("opening_debit", "期初借方", "Opening debit", total=True),
    _amount("opening_credit", "期初贷方", "Opening credit", total=True),
    _amount("debit", "本期借方", "Debit", total=True),
    _amount("credit", "本期贷方", "Credit", total=True),
    _amount("closing_debit", "期末借方", "Closing debit", total=True),
    _amount("closing_credit", "期末贷方", "Closing credit", total=True),
)


def _trial_row(row: TrialRow) -> dict[str, object]:
    normal = row.account.side == Side.DEBIT
    return {
        "code": row.account.code,
        "name": f"{'　' * row.depth}{row.account.name}",
        **_split("opening", row.opening, debit_side=normal),
        "debit": row.debit,
        "credit": row.credit,
        **_split("closing", row.closing, debit_side=normal),
        "_drill": {"path": f"/reports/account_ledger?account={row.account.pk}"},
        "_key": {"account": str(row.account.pk)},
    }


def _split(name: str, amount: Decimal, *, debit_side: bool) -> dict[str, object]:
    """On the account's normal side; a balance on the wrong side is negative there."""
    return {f"{name}_debit": amount if debit_side else ZERO, f"{name}_credit": ZERO if debit_side else -amount}


def _months(question: ReportQuestion) -> tuple[date, date]:
    last = month_asked(question, "to")
    first = question.parameters.get("from")
    return (first.replace(day=1) if isinstance(first, date) else last), last


def run_trial(question: ReportQuestion) -> ReportResult:
    first, last = _months(question)
    found = trial_rows(book_id=question.book_id, first=first, last=last)
    shown = [row for row in found if row.is_leaf or not question.parameters["leaves"]]
    leaves = [_trial_row(row) for row in found if row.is_leaf]
    totals = {
        column.name: sum((Decimal(str(row[column.name])) for row in leaves), ZERO)
        for column in TRIAL_COLUMNS
        if column.total
    }
    rows: list[Row] = [_trial_row(row) for row in shown]
    return ReportResult(rows, totals, len(rows))


LEDGER_COLUMNS = (
    BUSINESS_DATE,
    FieldSpec("voucher", Text("凭证号", "Voucher"), FieldType.TEXT, width=90),
    FieldSpec("summary", Text("摘要", "Summary"), FieldType.TEXT, width=240),
    FieldSpec("partner", Text("往来单位", "Partner"), FieldType.TEXT, width=140),
    FieldSpec("item", Text("存货", "Item"), FieldType.TEXT, width=180),
    FieldSpec("quantity", Text("数量", "Quantity"), FieldType.QUANTITY),
    _amount("debit", "借方", "Debit", total=True),
    _amount("credit", "贷方", "Credit", total=True),
    _amount("balance", "余额", "Balance"),
)


def run_ledger(question: ReportQuestion) -> ReportResult:
    account_id = question.parameters["account"]
    if account_id is None:
        found = Account.objects.filter(book_id=question.book_id, parent__isnull=True).order_by("code").first()
        if found is None:
            raise refuse("not_found", status=404)
        account_id = found.pk
    month = month_asked(question)
    first = question.parameters["from"] or month
    last = question.parameters["to"] or (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    book = account_ledger(book_id=question.book_id, account_id=account_id, first=first, last=last)
    rows = list(_ledger_rows(book, first))
    rows[0] = {**rows[0], "account_id": account_id, "day_before": first - timedelta(days=1)}
    totals = {
        "debit": sum((row.debit for row in book.rows), ZERO),
        "credit": sum((row.credit for row in book.rows), ZERO),
    }
    return ReportResult(rows, totals, len(rows))


def _ledger_rows(book: AccountLedger, first: date) -> list[Row]:
    rows: list[Row] = [
        {"business_date": first, "voucher": "", "summary": str(Text("期初余额", "Opening")), "balance": book.opening}
    ]
    rows += [
        {
            "business_date": row.date,
            "voucher": row.voucher,
            "summary": row.summary,
            "partner": row.partner,
            "item": row.item,
            "quantity": row.quantity,
            "debit": row.debit,
            "credit": row.credit,
            "balance": row.balance,
            "_drill": {"path": f"/records/vouchers/{row.voucher_id}"},
        }
        for row in book.rows
    ]
    return rows


def _statement(lines: list[StatementLine], first: str, second: str) -> ReportResult:
    rows: list[Row] = [
        {
            "line": f"{'　' if line.level else ''}{line.label}",
            first: line.amounts[0],
            second: line.amounts[1],
            "_key": {"row": str(number)},
        }
        for number, line in enumerate(lines)
    ]
    return ReportResult(rows, {}, len(rows))


def run_balance_sheet(question: ReportQuestion) -> ReportResult:
    lines = balance_sheet_lines(book_id=question.book_id, month=month_asked(question))
    return _statement(lines, "closing", "year_start")


def run_profit(question: ReportQuestion) -> ReportResult:
    return _statement(profit_lines(book_id=question.book_id, month=month_asked(question)), "period", "year")


def run_tie_out(question: ReportQuestion) -> ReportResult:
    rows: list[Row] = [
        {
            "account_id": row["account"]["id"] if row["account"] else 0,
            "code": row["account"]["code"] if row["account"] else "–",
            "name": row["account"]["name"] if row["account"] else str(Text("未设科目", "No account")),
            **{name: Decimal(row[name]) for name in ("stock", "ledger", "waiting", "difference")},
        }
        for row in tie_rows(book_id=question.book_id)
    ]
    totals = {
        name: sum((Decimal(str(row[name])) for row in rows), ZERO)
        for name in ("stock", "ledger", "waiting", "difference")
    }
    return ReportResult(rows, totals, len(rows))


TRIAL_BALANCE = ReportSpec(
    name="trial_balance",
    label=Text("科目余额表", "Trial balance"),
    group=GROUP,
    help=Text(
        "每个科目的期初、本期发生、期末；上级科目为下级之和；末级科目借贷合计相等（试算平衡）",
        "Opening, turnover and closing of every account; parents add up; debits equal credits over the leaves",
    ),
    parameters=(FROM.but(label=Text("开始期间", "From")), TO.but(label=Text("结束期间", "To")), LEAVES),
    columns=lambda _parameters: TRIAL_COLUMNS,
    run=run_trial,
    explain=lambda question, key, column: explain_trial(question.book_id, *_months(question), key, column),
    resource="vouchers",
)
ACCOUNT_LEDGER = ReportSpec(
    name="account_ledger",
    label=Text("明细账", "Account ledger"),
    group=GROUP,
    help=Text(
        "科目及其下级的逐笔分录和余额，点击查看凭证", "Every entry on an account and those below, with the balance"
    ),
    parameters=(ACCOUNT, FROM, TO),
    columns=lambda _parameters: LEDGER_COLUMNS,
    run=run_ledger,
    explain=by_row(run_ledger, lambda _parameters: LEDGER_COLUMNS, LEDGER_RULES),
    resource="vouchers",
)
BALANCE_SHEET = ReportSpec(
    name="balance_sheet",
    label=Text("资产负债表", "Balance sheet"),
    group=GROUP,
    help=Text(
        "按账簿的会计准则；未结转的损益计入未分配利润",
        "By the book's standard; results not carried forward are in retained earnings",
    ),
    parameters=(MONTH,),
    columns=lambda _parameters: (
        LINE,
        _amount("closing", "期末余额", "Closing"),
        _amount("year_start", "年初余额", "Beginning of year"),
    ),
    run=run_balance_sheet,
    explain=lambda question, key, column: explain_balance_sheet(question.book_id, month_asked(question), key, column),
    resource="vouchers",
)
PROFIT_STATEMENT = ReportSpec(
    name="profit_statement",
    label=Text("利润表", "Profit statement"),
    group=GROUP,
    help=Text("按账簿的会计准则，本期与本年累计", "By the book's standard: this period and the year so far"),
    parameters=(MONTH,),
    columns=lambda _parameters: (
        LINE,
        _amount("period", "本期金额", "This period"),
        _amount("year", "本年累计", "Year to date"),
    ),
    run=run_profit,
    explain=lambda question, key, column: explain_profit(question.book_id, month_asked(question), key, column),
    resource="vouchers",
)
TIE_COLUMNS = (
    CODE,
    NAME,
    _amount("stock", "库存金额", "Stock", total=True),
    _amount("ledger", "总账余额", "Ledger", total=True),
    _amount("waiting", "未生成凭证", "Not vouchered", total=True),
    _amount("difference", "相差", "Difference", total=True),
)
TIE_OUT = ReportSpec(
    name="tie_out",
    label=Text("存货对账表", "Stock tie-out sheet"),
    group=GROUP,
    help=Text(
        "每个存货科目：库存金额 = 总账余额 + 尚未生成凭证的业务；任何时刻相差都应为 0.00",
        "Per inventory account: stock = ledger + events not yet vouchered; the difference is 0.00 at every instant",
    ),
    parameters=(),
    columns=lambda _parameters: TIE_COLUMNS,
    run=run_tie_out,
    explain=by_row(run_tie_out, lambda _parameters: TIE_COLUMNS, TIE_RULES),
    resource="vouchers",
)
ACCOUNT_REPORTS = (TRIAL_BALANCE, ACCOUNT_LEDGER, BALANCE_SHEET, PROFIT_STATEMENT, TIE_OUT)
