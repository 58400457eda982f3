"""Reports on money: 汇兑损益, 进口关税, 现金银行日记账, 单据断号."""

from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.queries.money import imports, money_journal, realised_exchange
from hengku.finance.texts import METHODS
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.masterdata.models import Partner
from hengku.metadata.types import Choice, FieldSpec, FieldType
from hengku.reports.queries.account_reports import MONTH
from hengku.reports.queries.explain_money import JOURNAL_RULES, gaps
from hengku.reports.queries.explain_rows import by_row, stands
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    DOCUMENT,
    DOCUMENT_TYPE,
    FROM,
    NUMBER,
    PARTNER,
    REMARKS,
    TO,
    cost_amount,
)
from hengku.reports.types import ReportQuestion, ReportResult, ReportSpec, Row

GROUP = "finance"
_PAPER = FieldSpec("document", Text("单据 ID", "Document id"), FieldType.INTEGER, in_list=False)


def _span(question: ReportQuestion) -> dict[str, Any]:
    """Book, days and document asked for."""
    asked = question.parameters
    return {
        "book_id": question.book_id, "first": asked["from"], "last": asked["to"], "document_id": asked.get("document"),
    }  # fmt: skip


def _paper(one: Any) -> Row:
    label = str(DOCUMENT_TYPES.get(one.type).label) if one.type in DOCUMENT_TYPES else one.type
    return {
        "business_date": one.date, "document": str(one.document_id), "number": one.number, "type_label": label,
        "_drill": {"path": f"/documents/{one.type}/{one.document_id}"},
    }  # fmt: skip


def run_fx(question: ReportQuestion) -> ReportResult:
    found = realised_exchange(**_span(question))
    partners = _partners({one.partner_id for one in found if one.partner_id})
    rows: list[Row] = [
        {
            **_paper(one),
            "partner": partners.get(one.partner_id or 0),
            "currency": one.currency,
            "realised_gain": one.gain,
        }
        for one in found
    ]
    return ReportResult(rows, {"realised_gain": sum((one.gain for one in found), ZERO)}, len(rows))


FX_COLUMNS = (
    BUSINESS_DATE, NUMBER, DOCUMENT_TYPE, DOCUMENT, PARTNER, FieldSpec("currency", Text("币别", "Currency")),
    cost_amount("realised_gain", "已实现汇兑收益", "Realised gain"),
)  # fmt: skip
FX = ReportSpec(
    name="fx",
    label=Text("汇兑损益", "Exchange gains"),
    group=GROUP,
    help=Text(
        "外币往来结清时，账面本位币与收付款本位币的差额；收益为正", "Book amount less money moved when debts in other currencies are settled; gains are positive"
    ),
    parameters=(FROM, TO, _PAPER),
    columns=lambda _parameters: FX_COLUMNS,
    run=run_fx,
    explain=by_row(run_fx, lambda _parameters: FX_COLUMNS, {"realised_gain": stands}),
    resource="vouchers",
    for_period=True,
)  # fmt: skip


def run_customs(question: ReportQuestion) -> ReportResult:
    found = imports(**_span(question))
    names = ("customs_value", "duty", "import_vat")
    rows: list[Row] = [{**_paper(one), **{name: getattr(one, name) for name in names}} for one in found]
    totals = {name: sum((getattr(one, name) for one in found), ZERO) for name in names}
    return ReportResult(rows, totals, len(rows))


CUSTOMS_COLUMNS = (
    BUSINESS_DATE, NUMBER, DOCUMENT_TYPE, DOCUMENT, cost_amount("customs_value", "完税价格", "Customs value"),
    cost_amount("duty", "关税", "Duty"), cost_amount("import_vat", "进口增值税", "Import VAT"),
)  # fmt: skip
CUSTOMS = ReportSpec(
    name="customs",
    label=Text("进口关税", "Customs"),
    group=GROUP,
    help=Text("关税 = 完税价格 × 关税税率；进口增值税 = (完税价格 + 关税) × 税率", "Duty = customs value × rate; import VAT = (customs value + duty) × rate"),
    parameters=(FROM, TO, _PAPER),
    columns=lambda _parameters: CUSTOMS_COLUMNS,
    run=run_customs,
    explain=by_row(run_customs, lambda _parameters: CUSTOMS_COLUMNS, {"customs_value": stands, "duty": stands, "import_vat": stands}),
    resource="vouchers",
    for_period=True,
)  # fmt: skip

_MONEY_KEYS = ("CASH", "BANK", "OTHER-MONEY")


def run_journal(question: ReportQuestion) -> ReportResult:
    key = question.parameters.get("method") or "BANK"
    asked = question.parameters
    opening, found = money_journal(book_id=question.book_id, key=key, first=asked["from"], last=asked["to"])
    partners = _partners({one.partner_id for one in found if one.partner_id})
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
    return ReportResult(
        rows, {**totals, "opening": opening, "closing": found[-1].balance if found else opening}, len(rows)
    )


_CARRIED = Text("期初余额", "Carried in")
CASH_JOURNAL_COLUMNS = (
    BUSINESS_DATE, NUMBER.but(label=Text("凭证", "Voucher")), REMARKS, PARTNER, cost_amount("received", "收入", "Received"),
    cost_amount("paid", "支出", "Paid"), cost_amount("balance", "余额", "Balance"),
)  # fmt: skip
CASH_JOURNAL = ReportSpec(
    name="cash_journal",
    label=Text("现金银行日记账", "Cash journal"),
    group=GROUP,
    help=Text("一个资金科目的每笔收付和余额，取自凭证", "Every movement of a money account with its balance, from the vouchers"),
    parameters=(
        FieldSpec(
            "method", Text("账户", "Account"), FieldType.ENUM, default="BANK",
            choices=tuple(Choice(key, METHODS[key]) for key in _MONEY_KEYS),
        ),
        FROM, TO,
    ),
    columns=lambda _parameters: CASH_JOURNAL_COLUMNS,
    run=run_journal,
    explain=by_row(run_journal, lambda _parameters: CASH_JOURNAL_COLUMNS, JOURNAL_RULES),
    resource="vouchers",
    for_period=True,
)  # fmt: skip

_GAPS = """
WITH n AS (
  SELECT d.type, regexp_replace(d.number, '\\d+$', '') AS head, (substring(d.number FROM '\\d+$'))::bigint AS n,
         date_trunc('month', d.business_date)::date AS month
  FROM documents_document d WHERE d.book_id = %s AND d.number ~ '\\d+$'
)
SELECT type, head, max(n) - min(n) + 1 - count(*), max(n), min(n), count(*) FROM n GROUP BY 1, 2
HAVING max(n) - min(n) + 1 <> count(*) AND (%s::date IS NULL OR bool_or(month = %s)) ORDER BY 1, 2
"""
_VOIDS = """
SELECT d.id, d.type, coalesce(d.number, ''), d.business_date FROM documents_document d WHERE d.book_id = %s AND d.state = 'VOID'
   AND (%s::date IS NULL OR date_trunc('month', d.business_date) = %s) ORDER BY d.id
"""


def run_numbering(question: ReportQuestion) -> ReportResult:
    month = question.parameters.get("month")
    asked = [question.book_id, *[month.replace(day=1) if month else None] * 2]
    holes = sql.rows(connection, _GAPS, asked)
    voids = sql.rows(connection, _VOIDS, asked)
    rows: list[Row] = [
        {"type_label": _label(type_), "number": head, "gaps": count, "last": last, "first": low, "count": there}
        for type_, head, count, last, low, there in holes
    ]
    rows += [
        {
            "type_label": _label(type_),
            "number": number,
            "document": str(pk),
            "business_date": day,
            "gaps": 0,
            "_drill": {"path": f"/documents/{type_}/{pk}"},
        }
        for pk, type_, number, day in voids
    ]
    totals = {"gaps": sum((Decimal(count) for _, _, count, *_ in holes), ZERO), "voids": Decimal(len(voids))}
    return ReportResult(rows, totals, len(rows))


def _label(type_: str) -> str:
    return str(DOCUMENT_TYPES.get(type_).label) if type_ in DOCUMENT_TYPES else type_


NUMBERING_COLUMNS = (
    DOCUMENT_TYPE, NUMBER, DOCUMENT, BUSINESS_DATE, FieldSpec("gaps", Text("断号数", "Gaps"), FieldType.INTEGER),
)  # fmt: skip
NUMBERING = ReportSpec(
    name="numbering",
    label=Text("单号连续性", "Numbering"),
    group=GROUP,
    help=Text(
        "每种单据的断号，以及作废而保留的单号；不选期间则为全部",
        "Numbers missing per document type, and numbers of void documents, which stay; of all periods, or of one",
    ),
    parameters=(MONTH,),
    columns=lambda _parameters: NUMBERING_COLUMNS,
    run=run_numbering,
    explain=by_row(run_numbering, lambda _parameters: NUMBERING_COLUMNS, {"gaps": gaps}),
    resource="vouchers",
)  # fmt: skip


def _partners(ids: set[int]) -> dict[int, dict[str, str]]:
    rows = Partner.objects.filter(pk__in=ids).values_list("pk", "code", "name")
    return {pk: {"id": str(pk), "code": code, "name": name} for pk, code, name in rows}


MONEY_REPORTS = (FX, CUSTOMS, CASH_JOURNAL, NUMBERING)
