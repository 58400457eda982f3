"""The exception desk as pages and programs read it."""

from datetime import date
from decimal import Decimal
from typing import Any

from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.finance.queries.odd_costs import OddCost, odd_costs
from hengku.finance.texts import ODD_ADVICE, ODD_CAUSES
from hengku.kernel.money import unit_cost
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Item


def odd_json(*, book_id: int, day: date) -> list[dict[str, Any]]:
    """Every odd cost of a book, worst first."""
    found = odd_costs(book_id=book_id, day=day)
    unnamed = {one.item_id for one in found if not one.item_code}
    names = {
        pk: (code, name) for pk, code, name in Item.objects.filter(pk__in=unnamed).values_list("pk", "code", "name")
    }
    return [_row(one, *names.get(one.item_id, (one.item_code, one.item_name))) for one in found]


def _row(one: OddCost, code: str, name: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "cause": one.cause.value,
        "cause_label": str(ODD_CAUSES[one.cause]),
        "advice": str(ODD_ADVICE[one.cause]),
        "item": {"id": str(one.item_id), "code": code, "name": name},
        "place": one.place,
        "quantity": plain(one.quantity),
        "amount": f"{one.amount:.2f}",
        "unit": _unit(one.amount, one.quantity),
        "known_unit": _unit(one.known_amount, one.known_quantity),
        "document": _document(one),
        "path": one.path,
        "fix": _fix(one),
    }


def _unit(amount: Decimal, quantity: Decimal) -> str | None:
    unit = unit_cost(amount, quantity)
    return None if unit is None else f"{unit:.6f}"


def _document(one: OddCost) -> dict[str, str] | None:
    if one.document_id is None:
        return None
    return {"id": str(one.document_id), "type": one.document_type, "number": one.document_number}


def _fix(one: OddCost) -> dict[str, Any] | None:
    if one.fix is None:
        return None
    about_pool = one.document_id is None
    quantity = one.quantity + one.fix.quantity if about_pool else one.fix.quantity
    amount = one.amount + one.fix.amount if about_pool else one.fix.amount
    return {
        "type": one.fix.type,
        "label": str(DOCUMENT_TYPES.get(one.fix.type).label),
        "quantity": plain(one.fix.quantity),
        "amount": f"{one.fix.amount:.2f}",
        "quantity_after": plain(quantity),
        "amount_after": f"{amount:.2f}",
        "unit_after": _unit(amount, quantity),
    }
