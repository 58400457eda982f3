"""Every figure of every report of an account set, computed again from the facts its derivation names."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from hengku.documents.models import Document
from hengku.finance.models import Account, FundAccount, VoucherLine
from hengku.identity.types import SYSTEM
from hengku.masterdata.models import Book, Item, Lot, Partner
from hengku.metadata.types import FieldType
from hengku.reports.queries.answer import answer_report
from hengku.reports.queries.explain_rows import ByRow
from hengku.reports.rules.derivation import evaluate
from hengku.reports.rules.registry import REPORTS
from hengku.reports.types import Page, ReportAnswer, ReportSpec, Row

NUMBERS = {
    FieldType.QUANTITY, FieldType.AMOUNT, FieldType.COST, FieldType.PRICE, FieldType.RATE, FieldType.DECIMAL, FieldType.INTEGER,
}  # fmt: skip
NAMES = frozenset({"line_no", "of_line_no", "piece"})
"""Numbers that name something."""
Raw = dict[str, str]
_DOCUMENTS = {"mo_cost": "production_order", "cost_split": "disassembly"}


def figures_of(name: str, raw: Raw, at: datetime) -> list[tuple[dict[str, str], str, Decimal]]:
    """Key, column and value of every figure of a report."""
    return figures_in(answer_report(viewer=SYSTEM, name=name, raw=raw, at=at, page=Page()))


def figures_in(answer: ReportAnswer) -> list[tuple[dict[str, str], str, Decimal]]:
    """The same of an answer."""
    columns = [column.name for column in answer.columns if column.type in NUMBERS and column.name not in NAMES]
    found: list[tuple[dict[str, str], str, Decimal]] = []
    for row in answer.rows:
        told: Any = row
        found += [(told["_key"], one, Decimal(told[one])) for one in columns if told.get(one) is not None]
    return found


def wrong_figures(at: datetime, *, only: frozenset[str] | None = None) -> list[str]:
    """Figures that do not follow from their facts, or that nobody explains. Zeros need no reason."""
    wrong = []
    for spec in REPORTS:
        for raw in questions(spec, at) if only is None or spec.name in only else ():
            answer = answer_report(viewer=SYSTEM, name=spec.name, raw=raw, at=at, page=Page())
            by_row = spec.explain if isinstance(spec.explain, ByRow) else None
            rows = None if by_row is None else list(by_row.run(answer.question).rows)
            for key, column, value in figures_in(answer):
                if value and (told := _wrong(answer, rows, key, column, value)):
                    wrong.append(f"{spec.name} {raw} {key} {told}")
    return wrong


def _wrong(answer: ReportAnswer, rows: list[Row] | None, key: dict[str, str], column: str, value: Decimal) -> str:
    """rows: of a listing, read once for all its figures."""
    explain = answer.spec.explain
    if explain is None:
        return f"{column}: nobody explains"
    try:
        if isinstance(explain, ByRow) and rows is not None and "row" in key:
            tree = explain.derived(answer.question, rows, int(key["row"]), column)
        else:
            tree = explain(answer.question, key, column)
    except KeyError as unknown:
        return f"{column}: not explained ({unknown})"
    found = evaluate(tree)
    return "" if found == tree.value == value else f"{column}: {value} told as {tree.value} gives {found}"


_ITEMS = frozenset(
    {
        "cost_ledger",
        "cost_pools",
        "cost_layers",
        "stock_places",
        "lot_tie",
        "stock_ledger",
        "selling_price",
        "purchase_price",
    }
)


def questions(spec: ReportSpec, at: datetime) -> Iterator[Raw]:
    """What to ask a report so that every figure of the set is among its answers."""
    names = {one.name: one for one in spec.parameters}
    days: Raw = {"from": "2000-01-01", "to": f"{at.date()}"} if {"from", "to"} <= set(names) else {}
    if spec.name == "trial_balance":
        days = {"from": f"{at.date()}", "to": f"{at.date()}"}
    for book_id in Book.objects.order_by("pk").values_list("pk", flat=True):
        base = {**days, "book": str(book_id)}
        yield from ({**base, **named} for named in _named(spec.name, book_id))
        for name, value in (("by_warehouse", "true"), ("by", "line")):
            if name in names:
                yield {**base, name: value}
        if "group_by" in names:
            yield from ({**base, "group_by": choice.value} for choice in names["group_by"].choices)


def _named(name: str, book_id: int) -> Iterator[Raw]:
    """What a report must be told: each record it could be asked about."""
    if name in _ITEMS:
        yield from ({"item": str(pk)} for pk in Item.objects.values_list("pk", flat=True))
    elif name == "lot_trace":
        yield from ({"item": str(item), "lot": number} for item, number in Lot.objects.values_list("item_id", "number"))
    elif name == "serial_history":
        yield from ({"serial": number} for number in Lot.objects.values_list("number", flat=True).distinct())
    elif name == "fund_journal":
        yield from (
            {"fund_account": str(pk)} for pk in FundAccount.objects.filter(book_id=book_id).values_list("pk", flat=True)
        )
    elif name == "statement":
        yield from ({"partner": str(pk)} for pk in Partner.objects.values_list("pk", flat=True))
    elif name == "account_ledger":
        used = VoucherLine.objects.values_list("account_id", flat=True).distinct()
        yield from (
            {"account": str(pk)}
            for pk in Account.objects.filter(book_id=book_id, pk__in=used).values_list("pk", flat=True)
        )
    elif name in {"cost_consumption", *_DOCUMENTS}:
        documents = Document.objects.filter(book_id=book_id, state__in=["POSTED", "APPROVED"])
        kind = _DOCUMENTS.get(name)
        documents = documents.filter(type=kind) if kind else documents
        yield from ({"document": str(pk)} for pk in documents.values_list("pk", flat=True))
    else:
        yield {}
