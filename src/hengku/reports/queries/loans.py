"""借出未还: what is lent to whom, what of it came back, was sold or lost, and what is overdue."""

from collections.abc import Iterable
from decimal import Decimal

from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.days import today_of
from hengku.reports.queries.explain_rows import by_row
from hengku.reports.queries.explain_trade import LOAN_RULES
from hengku.reports.rules.columns import BUSINESS_DATE, ITEM, LINE_NO, NUMBER, PARTNER, quantity
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row
from hengku.warehousing.queries.loans import LoanLine, loan_lines

BY_ITEM, BY_LINE = "item", "line"
BY = FieldSpec(
    "by", Text("汇总方式", "Rows"), FieldType.ENUM, default=BY_ITEM,
    choices=(Choice(BY_ITEM, Text("按商品", "By item")), Choice(BY_LINE, Text("按借出行", "By line"))),
)  # fmt: skip
LOAN = FieldSpec("document", Text("借出单 ID", "Loan id"), FieldType.INTEGER)
DUE_DATE = FieldSpec("due_date", Text("应还日期", "Due date"), FieldType.DATE)
OVERDUE = FieldSpec("days_overdue", Text("逾期天数", "Days overdue"), FieldType.INTEGER, width=90)
FIGURES = (
    quantity("lent", "借出", "Lent"), quantity("returned", "归还", "Returned"), quantity("sold", "转销售", "Sold"),
    quantity("lost", "损失", "Lost"), quantity("balance", "未还", "Still out"),
)  # fmt: skip
_NAMES = tuple(figure.name for figure in FIGURES)


def columns(parameters: Parameters) -> tuple[FieldSpec, ...]:
    if parameters.get("by") == BY_LINE:
        return (PARTNER, NUMBER, LINE_NO, BUSINESS_DATE, DUE_DATE, ITEM, *FIGURES, OVERDUE)
    return (PARTNER, ITEM, *FIGURES)


def run(question: ReportQuestion) -> ReportResult:
    asked = question.parameters
    lines = loan_lines(
        viewer=question.viewer,
        book_id=question.book_id,
        item_id=asked["item"],
        partner_id=asked["partner"],
        document_id=asked["document"],
    )
    totals = _figures(lines)
    today = today_of(book_id=question.book_id, at=question.at)
    if asked["by"] == BY_LINE:
        rows = [_line(line, late=(today - line.due_date).days if line.due_date else 0) for line in lines]
    else:
        rows = [_item(group) for group in _grouped(lines)]
    page = question.page
    shown = rows[page.offset : None if page.limit is None else page.offset + page.limit]
    return ReportResult(shown, totals, len(rows), has_more=page.offset + len(shown) < len(rows))


def _grouped(lines: Iterable[LoanLine]) -> list[list[LoanLine]]:
    groups: dict[tuple[int, int], list[LoanLine]] = {}
    for line in lines:
        groups.setdefault((line.partner_id, line.item_id), []).append(line)
    return list(groups.values())


def _figures(lines: Iterable[LoanLine]) -> dict[str, Decimal]:
    found = list(lines)
    return {name: sum((getattr(line, name) for line in found), ZERO) for name in _NAMES}


def _of(line: LoanLine) -> dict[str, object]:
    return {
        "partner": {"id": str(line.partner_id), "code": line.partner_code, "name": line.partner_name},
        "item": {"id": str(line.item_id), "code": line.item_code, "name": line.item_name},
    }


def _item(lines: list[LoanLine]) -> Row:
    return {**_of(lines[0]), **_figures(lines), "of_lines": lines}


def _line(line: LoanLine, *, late: int) -> Row:
    return {
        **_of(line),
        **_figures([line]),
        "of_lines": [line],
        "number": line.number,
        "line_no": line.line_no,
        "business_date": line.business_date,
        "due_date": line.due_date,
        "days_overdue": late if late > 0 and line.balance > 0 else None,
        "_drill": {"path": f"/documents/{line.document_id}"},
    }


LOANS = ReportSpec(
    name="loan",
    label=Text("借出未还", "Loans"),
    group="stock",
    help=Text(
        "借出的商品：未还 = 借出 − 归还 − 转销售 − 损失；按借出行查看应还日期和逾期天数",
        "Lent goods: still out = lent − returned − sold − lost; by line with due dates and days overdue",
    ),
    parameters=(PARTNER, ITEM, LOAN, BY),
    columns=columns,
    run=run,
    explain=by_row(run, columns, LOAN_RULES),
    resource="loan_out",
)
