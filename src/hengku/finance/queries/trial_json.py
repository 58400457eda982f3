"""A trial of a month as it goes over the wire."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from hengku.documents.models import Document
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.models import Account
from hengku.finance.queries.period_json import Look, checks_json
from hengku.finance.queries.standing import keys_by_account
from hengku.finance.rules.closing import Month
from hengku.finance.rules.resolve import ResolvedLine
from hengku.finance.types import Side, VoucherKind
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO, unit_cost
from hengku.kernel.quantity import plain
from hengku.ledger.queries.month_costing import LoadedMonth
from hengku.ledger.rules.month_costing import PoolMonth
from hengku.masterdata.models import Item


class Draft(Protocol):
    """A voucher that is not made yet."""

    @property
    def day(self) -> date: ...
    @property
    def kind(self) -> VoucherKind: ...
    @property
    def template(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def of(self) -> Sequence[int]: ...
    @property
    def lines(self) -> Sequence[ResolvedLine]: ...


class Tried(Protocol):
    """What a trial found."""

    @property
    def month(self) -> Month: ...
    @property
    def checks(self) -> Sequence[Look]: ...
    @property
    def costs(self) -> LoadedMonth: ...
    @property
    def vouchers(self) -> Sequence[Draft]: ...
    @property
    def missing(self) -> Sequence[Refusal]: ...


SUMS = ("base_amount", "issues_amount", "closing_amount")


def trial_json(tried: Tried, *, viewer: Viewer) -> dict[str, Any]:
    """Without what the viewer's roles hide."""
    sees_cost = "cost" not in viewer.masked
    sees_vouchers = sees_cost and viewer.may("vouchers", "view")
    return {
        "month": tried.month.first,
        "checks": checks_json(tried.checks, viewer=viewer),
        "costs": costs_json(tried.costs) if sees_cost else {},
        "vouchers": drafts_json(tried.month.book_id, tried.vouchers) if sees_vouchers else [],
        "missing": [refusal.message(viewer.language) for refusal in tried.missing],
    }


def costs_json(costs: LoadedMonth) -> dict[str, Any]:
    """Sums of the month over all pools inside the warehouses, and its exceptions, each with its item."""
    months = [costs.costing.months[pk] for pk, pool in costs.pools.items() if pool.place_id is None]
    odd = [month for month in months if month.exception]
    items = Item.objects.in_bulk({costs.pools[month.pool].item_id for month in odd})
    return {
        "pools": len(months),
        **{name: f"{sum((getattr(month, name) for month in months), ZERO):.2f}" for name in SUMS},
        "exceptions": [_exception(month, items[costs.pools[month.pool].item_id]) for month in odd],
    }


def _exception(month: PoolMonth, item: Item) -> dict[str, Any]:
    unit = unit_cost(month.unit.amount, month.unit.quantity)
    return {
        "item": {"id": str(item.pk), "code": item.code, "name": item.name},
        "exception": str(month.exception),
        "unit": None if unit is None else f"{unit:.6f}",
        "closing_quantity": plain(month.closing_quantity),
        "closing_amount": f"{month.closing_amount:.2f}",
    }


def drafts_json(book_id: int, drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """Vouchers that are not made yet, in the shape of those that are; without numbers."""
    keys = keys_by_account(book_id=book_id)
    accounts = Account.objects.in_bulk({line.account_id for draft in drafts for line in draft.lines})
    documents = Document.objects.in_bulk({pk for draft in drafts for pk in draft.of})
    return [
        {
            "date": draft.day.isoformat(),
            "kind": str(draft.kind),
            "template": draft.template,
            "summary": draft.summary,
            "documents": [_document(documents[pk]) for pk in draft.of],
            "lines": [_line(line, accounts[line.account_id], keys.get(line.account_id, "")) for line in draft.lines],
        }
        for draft in drafts
    ]


def _document(document: Document) -> dict[str, str]:
    label = str(DOCUMENT_TYPES.get(document.type).label) if document.type in DOCUMENT_TYPES else document.type
    return {"id": str(document.pk), "type": document.type, "label": label, "number": document.number or ""}


def _line(line: ResolvedLine, account: Account, key: str) -> dict[str, Any]:
    debit = line.amount if line.side is Side.DEBIT else Decimal(0)
    return {
        "account": {"id": str(account.pk), "code": account.code, "name": account.name},
        "key": key,
        "debit": f"{debit:.2f}",
        "credit": f"{line.amount - debit:.2f}",
    }
