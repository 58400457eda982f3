"""What people want to know beside the line they are typing: stock, what is on its way, the last price."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from hengku.documents.queries.promise import promises
from hengku.documents.queries.visible import visible
from hengku.documents.rules.execution import is_executed_by_others
from hengku.documents.rules.masks import hides_header_amounts
from hengku.documents.rules.promise import promised_for, whole_kits
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import allowed_ids, within_reach
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.money import round_half_up
from hengku.kernel.quantity import plain
from hengku.ledger.queries.stock import availability
from hengku.ledger.queries.usual_bin import usual_bins
from hengku.masterdata.models import Item, Partner, Warehouse
from hengku.masterdata.queries import prices
from hengku.masterdata.queries.books import BookFacts, default_book, today
from hengku.masterdata.queries.kits import kit_parts
from hengku.masterdata.queries.prices import PriceQuestion
from hengku.masterdata.types import PriceKind, Tracking

_INCOMING = """
SELECT l.item_id, sum(greatest(l.base_quantity - coalesce(p.executed_quantity, 0), 0))
  FROM documents_line l
  JOIN documents_document d ON d.id = l.document_id AND d.state = 'APPROVED' AND d.stopped_at IS NULL
  JOIN masterdata_book b ON b.id = d.book_id
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE coalesce(p.executed_quantity, 0) < l.base_quantity * (1 - b.short_tolerance)
   AND l.item_id = ANY(%s::bigint[]) AND l.type = ANY(%s::text[]) AND d.book_id = %s
   AND (%s::bigint IS NULL OR l.warehouse_id = %s::bigint)
 GROUP BY l.item_id
"""
_LAST_PRICES = """
SELECT x.item_id, last.price, last.document_id
  FROM unnest(%s::bigint[]) AS x(item_id)
 CROSS JOIN LATERAL (
   SELECT l.price * i.factor AS price, d.id AS document_id FROM documents_line l
     JOIN documents_document d ON d.id = l.document_id
    CROSS JOIN LATERAL (SELECT l.factor_denominator::numeric / l.factor_numerator AS factor) i
    WHERE l.item_id = x.item_id AND l.type = ANY(%s::text[]) AND l.price IS NOT NULL AND d.book_id = %s
      AND d.state IN ('APPROVED', 'POSTED') AND d.reverses_id IS NULL
      AND (%s::bigint IS NULL OR d.partner_id = %s::bigint)
    ORDER BY d.business_date DESC, l.id DESC LIMIT 1
 ) last
"""


def line_context(
    *,
    viewer: Viewer,
    item_ids: Sequence[int],
    warehouse_id: int | None,
    partner_id: int | None,
    document_type: str | None,
    at: datetime,
) -> dict[str, dict[str, Any]]:
    """Per item id {on_hand, available, reserved, incoming, last_price} in base units and per base unit.

    last_price comes from documents of the same kind of business (by document_type, else by what the partner is to us), with this
    partner where there is one, else from the purchase price list of the day of `at`;
    left out for viewers who may not know it. Stock is left out for viewers without the right to see it.
    For documents of sales there are `atp` (what may be promised for today) and the price list's `list_price` too.
    In a warehouse kept by bins there is `bin` too: where most of the item lies or last lay, null where it never was.
    Goods managed by lot have `tracking` and `has_expiry`.
    """
    if viewer.narrows("items"):
        left = within_reach(Item.objects.filter(pk__in=item_ids), viewer=viewer, resource="items")
        item_ids = list(left.values_list("pk", flat=True))
    answer: dict[str, dict[str, Any]] = {str(item_id): {} for item_id in item_ids}
    if not item_ids:
        return answer
    book = default_book()
    book_id = book.id
    if viewer.may("stock", "view"):
        for item_id, stock in availability(
            viewer=viewer, book_id=book_id, item_ids=item_ids, warehouse_id=warehouse_id
        ).items():
            answer[str(item_id)] = {
                "on_hand": plain(stock.on_hand),
                "available": plain(stock.available),
                "reserved": plain(stock.reserved),
            }
        _add_bins(answer, viewer, book_id, item_ids, warehouse_id)
    for item_id, quantity in _incoming(viewer, book_id, item_ids, warehouse_id).items():
        answer[str(item_id)]["incoming"] = plain(quantity)
    _add_lot_care(answer, item_ids)
    _add_kits(answer, viewer, book, item_ids, warehouse_id, today(book, at))
    roles = _roles(document_type, partner_id)
    known = last_prices(viewer=viewer, book_id=book_id, item_ids=item_ids, partner_id=partner_id, roles=roles)
    missing = [one for one in item_ids if one not in known]
    known |= _listed_prices(viewer, missing, partner_id, roles, today(book, at))
    for item_id, price in known.items():
        answer[str(item_id)]["last_price"] = plain(round_half_up(price, 6))
    if document_type and roles == {"customer"}:
        _add_selling(answer, viewer, book, item_ids, warehouse_id, partner_id, today(book, at))
    return answer


def _add_selling(
    answer: dict[str, dict[str, Any]],
    viewer: Viewer,
    book: BookFacts,
    item_ids: Sequence[int],
    warehouse_id: int | None,
    partner_id: int | None,
    on: date,
) -> None:
    """atp: what may be promised for today; the list price without and with tax, and whose it is (partner, group, list)."""
    if viewer.may("stock", "view"):
        goods = [item_id for item_id in item_ids if "kit" not in answer[str(item_id)]]
        known = promises(viewer=viewer, book_id=book.id, item_ids=goods, warehouse_id=warehouse_id, today=on)
        for item_id, promise in known.items():
            answer[str(item_id)]["atp"] = plain(promised_for(promise.days, on))
    answers = prices.find(
        questions=[PriceQuestion(item_id, None) for item_id in item_ids],
        kind=PriceKind.SALE,
        partner_id=partner_id,
        on=on,
        book_id=book.id,
    )
    rates = _tax_rates(book, item_ids, partner_id)
    for item_id, found in zip(item_ids, answers, strict=True):
        if found is not None:
            factor = 1 + rates.get(item_id, book.tax_rate)
            net = found.price / factor if found.includes_tax else found.price
            answer[str(item_id)] |= {
                "list_price": plain(round_half_up(net, 6)),
                "list_price_with_tax": plain(round_half_up(net * factor, 6)),
                "price_source": "partner" if found.own else "group" if found.group else "list",
            }


def _add_kits(
    answer: dict[str, dict[str, Any]],
    viewer: Viewer,
    book: BookFacts,
    item_ids: Sequence[int],
    warehouse_id: int | None,
    on: date,
) -> None:
    """Of kits: kit true, and as many as their scarcest component makes."""
    kits = kit_parts(item_ids=item_ids)
    components = sorted({component_id for parts in kits.values() for component_id, _ in parts})
    looks = bool(kits) and viewer.may("stock", "view")
    if not looks:
        for kit_id in kits:
            answer[str(kit_id)]["kit"] = True
        return
    where: dict[str, Any] = {"viewer": viewer, "book_id": book.id, "item_ids": components, "warehouse_id": warehouse_id}
    stock, promise = availability(**where), promises(**where, today=on)
    for kit_id, parts in kits.items():
        answer[str(kit_id)] |= {
            "kit": True,
            "on_hand": plain(min(whole_kits(stock[one].on_hand, per) for one, per in parts)),
            "available": plain(min(whole_kits(stock[one].available, per) for one, per in parts)),
            "reserved": "0",
            "atp": plain(min(whole_kits(promised_for(promise[one].days, on), per) for one, per in parts)),
        }


def _tax_rates(book: BookFacts, item_ids: Sequence[int], partner_id: int | None) -> dict[int, Decimal]:
    """The partner's rate, else the item's, else the book's."""
    of_partner = (
        Partner.objects.filter(pk=partner_id).values_list("tax_rate", flat=True).first() if partner_id else None
    )
    rates = dict(Item.objects.filter(pk__in=item_ids).values_list("pk", "tax_rate"))
    return {
        item_id: next((r for r in (of_partner, rate) if r is not None), book.tax_rate)
        for item_id, rate in rates.items()
    }


def _add_bins(
    answer: dict[str, dict[str, Any]], viewer: Viewer, book_id: int, item_ids: Sequence[int], warehouse_id: int | None
) -> None:
    if warehouse_id is None or not Warehouse.objects.filter(pk=warehouse_id, uses_bins=True).exists():
        return
    known = usual_bins(viewer=viewer, book_id=book_id, item_ids=item_ids, warehouse_id=warehouse_id)
    for item_id in item_ids:
        answer[str(item_id)]["bin"] = known.get(item_id)


def _add_lot_care(answer: dict[str, dict[str, Any]], item_ids: Sequence[int]) -> None:
    """Goods managed by lot say so, for the columns that only matter to them."""
    tracked = Item.objects.filter(pk__in=item_ids).exclude(tracking=Tracking.NONE, weak_serials="")
    for item_id, tracking, has_expiry in tracked.values_list("pk", "tracking", "has_expiry"):
        told = "WEAK" if tracking == Tracking.NONE else tracking
        answer[str(item_id)] |= {"tracking": told, "has_expiry": has_expiry}
    doubled = Item.objects.filter(pk__in=item_ids, second_unit__isnull=False).values_list("pk", "second_unit__name")
    for item_id, second_unit in doubled:
        answer[str(item_id)]["second_unit"] = second_unit


def _incoming(viewer: Viewer, book_id: int, item_ids: Sequence[int], warehouse_id: int | None) -> dict[int, Decimal]:
    """What approved purchase orders still bring (采购在途)."""
    types = [
        spec.code
        for spec in DOCUMENT_TYPES
        if spec.kind == "order" and spec.partner_role == "supplier" and is_executed_by_others(spec.code)
        and allowed_ids(viewer, spec.code, "view", "warehouse") is None and not viewer.narrows(spec.code)
    ]  # fmt: skip
    if not types:
        return {}
    found: dict[int, Decimal] = dict(
        sql.rows(connection, _INCOMING, (list(item_ids), types, book_id, warehouse_id, warehouse_id))
    )
    return found


def _roles(document_type: str | None, partner_id: int | None) -> set[str]:
    """Buying, selling or both: what the document is for, else what the partner is to us."""
    if document_type and document_type in DOCUMENT_TYPES:
        return {DOCUMENT_TYPES.get(document_type).partner_role or ""}
    partner = (
        Partner.objects.filter(pk=partner_id).values_list("is_supplier", "is_customer").first() if partner_id else None
    )
    supplier, customer = partner or (False, False)
    return {role for role, yes in (("supplier", supplier), ("customer", customer)) if yes}


def _listed_prices(
    viewer: Viewer, item_ids: Sequence[int], partner_id: int | None, roles: Collection[str], on: date
) -> dict[int, Decimal]:
    """What the purchase price list says today, per base unit, for goods that were never bought from this partner."""
    if not item_ids or set(roles) != {"supplier"} or "purchase_price" in viewer.masked:
        return {}
    answers = prices.find(
        questions=[PriceQuestion(item_id, None) for item_id in item_ids],
        kind=PriceKind.PURCHASE,
        partner_id=partner_id,
        on=on,
    )
    return {item_id: one.price for item_id, one in zip(item_ids, answers, strict=True) if one is not None}


def last_prices(
    *, viewer: Viewer, book_id: int, item_ids: Sequence[int], partner_id: int | None, roles: Collection[str]
) -> dict[int, Decimal]:
    """The newest price per base unit in documents of these partner roles."""
    found = last_priced(viewer=viewer, book_id=book_id, item_ids=item_ids, partner_id=partner_id, roles=roles)
    return {item_id: price for item_id, (price, _) in found.items()}


def last_priced(
    *, viewer: Viewer, book_id: int, item_ids: Sequence[int], partner_id: int | None, roles: Collection[str]
) -> dict[int, tuple[Decimal, int]]:
    """The same with the id of the document it stands in."""
    types = [
        other.code
        for other in DOCUMENT_TYPES
        if other.has_prices and other.partner_role in roles
        and viewer.may(other.code, "view") and not hides_header_amounts(other, viewer)
    ]  # fmt: skip
    if not types:
        return {}
    params = (list(item_ids), types, book_id, partner_id, partner_id)
    rows = sql.rows(connection, _LAST_PRICES, params)
    if any(viewer.narrows(code) for code in types):
        ids = [document_id for *_, document_id in rows]
        seen = set(visible(viewer=viewer, types=types).filter(pk__in=ids).values_list("pk", flat=True))
        rows = [row for row in rows if row[-1] in seen]
    return {item_id: (price, document_id) for item_id, price, document_id in rows}
