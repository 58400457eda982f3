"""Invariant of the reports (domain specification 10: I47, with the tie-out set of 9.5): their totals are one another's and the ledger's.

What single accounts and partners must add up to is looked at elsewhere (I21 work in progress, I23, I24, I34); here the figures people
read are.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from hengku.finance.queries.by_month import figures_by_month
from hengku.finance.queries.goods_lines import uninvoiced
from hengku.finance.queries.tie_out import tie_out, unvouchered_documents
from hengku.identity.types import SYSTEM
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.value_events import pool_amounts
from hengku.masterdata.queries.books import BookFacts, all_books
from hengku.metadata.rules.invariants import CheckWindow, Findings, Invariant
from hengku.reports.queries.answer import answer_report
from hengku.reports.types import Page

_LAST = date(2999, 12, 31)
_OWN = frozenset({None, "TRANSIT"})
_SIDES = {"AR": "ar", "AP": "ap", "ADV-R": "adv_r", "PREPAID": "prepaid"}
Figures = Mapping[str, Decimal]


def _totals(book: BookFacts, name: str, **raw: str) -> Mapping[str, Decimal]:
    """Totals of a report about everything there is."""
    at = datetime(_LAST.year, 1, 1, tzinfo=UTC)
    found = answer_report(viewer=SYSTEM, name=name, raw={"book": str(book.id), **raw}, at=at, page=Page(limit=1))
    return {key: Decimal(str(value or 0)) for key, value in found.totals.items()}


def _stock(book: BookFacts) -> Iterable[tuple[str, Figures]]:
    days = {"from": str(book.start_month), "to": str(_LAST)}
    on_hand = _totals(book, "on_hand", group_by="item")
    moved = _totals(book, "movement_summary", group_by="item", **days)
    pools = pool_amounts(book_id=book.id)
    own = sum((one.amount for one in pools if one.pool_place in _OWN), ZERO)
    ties = tie_out(book_id=book.id)
    outside = sum((one.stock for one in ties), ZERO) - own
    yield "quantity", {
        "on_hand": on_hand["on_hand"] + on_hand["in_transit"], "movement_summary": moved["closing_quantity"],
    }  # fmt: skip
    yield "amount", {
        "on_hand": on_hand["amount"], "movement_summary": moved["closing_amount"],
        "stock_value": _totals(book, "stock_value")["amount"], "cost_pools": own,
        "ledger": sum((one.ledger + one.waiting for one in ties), ZERO) - outside,
    }  # fmt: skip


def _partners(book: BookFacts) -> Iterable[tuple[str, Figures]]:
    balances = _totals(book, "partner_balances")
    for side, column in _SIDES.items():
        aging = _totals(book, "aging", side=side, to=str(_LAST))["total"]
        yield side, {"aging": aging, "partner_balances": balances[column]}


def _results(book: BookFacts) -> Iterable[tuple[str, Figures]]:
    days = {"from": str(book.start_month), "to": str(_LAST)}
    margin = _totals(book, "gross_profit", **days)
    months = figures_by_month(book_id=book.id, months=_months(book.start_month))
    for name in ("revenue", "cost"):
        yield name, {"gross_profit": margin[name], "ledger": sum((getattr(one, name) for one in months), ZERO)}
    waiting = sum((one.amount for one in uninvoiced(book_id=book.id, before=_LAST)), ZERO)
    yield "uninvoiced", {"uninvoiced": _totals(book, "uninvoiced", to=str(_LAST))["total"], "AP-EST": waiting}


def _months(start: date, years: int = 50) -> list[date]:
    return [date(start.year + year, month, 1) for year in range(years) for month in range(1, 13)]


def reports_agree(window: CheckWindow) -> Findings:
    """I47. What waits for its voucher is in the stock and not in the results yet, so results are compared when nothing waits."""
    if not window.full:
        return Findings(0)
    rows, failing = 0, []
    for book in all_books():
        found = [*_stock(book), *_partners(book)]
        if not unvouchered_documents(book_id=book.id):
            found += _results(book)
        for name, figures in found:
            rows += any(figures.values())
            if len(set(figures.values())) > 1:
                shown = {report: str(figure) for report, figure in figures.items()}
                failing.append({"book": book.name, "figure": name, **shown})
    return Findings(rows, tuple(failing))


REPORTS_AGREE = Invariant("I47", Text("各报表的合计一致", "Totals of the reports agree"), reports_agree)
