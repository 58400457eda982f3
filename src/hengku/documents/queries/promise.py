"""What may be promised of items, and when: stock now, open purchase and sales orders and goods on the way by their days, claims by
hand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from hengku.documents.models import Link
from hengku.documents.queries.visible import visible
from hengku.documents.rules.execution import moves_stock_in_the_end, passing_types, travelling_types
from hengku.documents.rules.promise import Day, Event, earliest, kit_days, promised_for, timeline, whole_kits
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import LinkKind
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.queries.custody import open_reservations
from hengku.ledger.queries.stock import availability
from hengku.masterdata.queries.books import book_facts
from hengku.masterdata.queries.kits import kit_parts

_OPEN = """
SELECT l.id, l.item_id, l.type, d.id AS document_id, d.business_date, l.base_quantity - coalesce(p.executed_quantity, 0)
  FROM documents_line l
  JOIN documents_document d ON d.id = l.document_id AND d.state = 'APPROVED' AND d.stopped_at IS NULL
  JOIN masterdata_book b ON b.id = d.book_id
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE coalesce(p.executed_quantity, 0) < l.base_quantity * (1 - b.short_tolerance)
   AND l.item_id = ANY(%s::bigint[]) AND l.type = ANY(%s::text[]) AND d.book_id = %s
   AND d.id <> %s AND (%s::bigint IS NULL OR l.warehouse_id = %s::bigint)
UNION ALL
SELECT l.id, l.item_id, l.type, d.id, coalesce((d.ext->>'arrival_date')::date, d.business_date),
       l.base_quantity - coalesce(p.executed_quantity, 0)
  FROM documents_line l
  JOIN documents_document d ON d.id = l.document_id AND d.state = 'POSTED'
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE coalesce(p.executed_quantity, 0) < l.base_quantity AND coalesce(l.status, 'AVAILABLE') = 'AVAILABLE'
   AND l.item_id = ANY(%s::bigint[]) AND l.type = ANY(%s::text[]) AND d.book_id = %s
   AND (%s::bigint IS NULL OR l.to_warehouse_id = %s::bigint)
 ORDER BY 1
"""
"""What is open of orders, and what is on the way between warehouses: due where it is going, on the day it is expected."""
DUE_FIELDS = ("delivery_date", "promised_date")
"""Line fields in which orders keep the day a line is due; without one it is due on the order's own day."""


class _Open(NamedTuple):
    line_id: int
    item_id: int
    type: str
    document_id: int
    day: date
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Promise:
    """The days of one item, from today on, with the events they are made of. usable: what is there and available now; free: of
    that what nobody has reserved."""

    usable: Decimal
    days: Sequence[Day]
    events: Sequence[Event]
    free: Decimal


def promises(
    *,
    viewer: Viewer,
    book_id: int,
    item_ids: Sequence[int],
    warehouse_id: int | None,
    today: date,
    without_document: int = 0,
) -> dict[int, Promise]:
    """The timeline of each item in the warehouses the viewer may see, or the one named. Orders count with what is not carried out
    yet, whether it is reserved or not; what is reserved beside them counts as demand of today. without_document: an order that
    is being written again."""
    if not item_ids:
        return {}
    roles = {
        spec.code: spec.partner_role
        for spec in DOCUMENT_TYPES
        if spec.kind == "order" and spec.partner_role and moves_stock_in_the_end(spec.code)
    }
    goods, here = list(item_ids), (warehouse_id, warehouse_id)
    params = (goods, list(roles), book_id, without_document, *here, goods, travelling_types(), book_id, *here)
    rows = [_Open._make(row) for row in sql.rows(connection, _OPEN, params)]
    stock = availability(viewer=viewer, book_id=book_id, item_ids=item_ids, warehouse_id=warehouse_id)
    held = _held_by([row for row in rows if roles.get(row.type) == "customer"])
    due = due_days({row.line_id: row.type for row in rows if row.type in roles})
    found: dict[int, Promise] = {}
    for item_id in item_ids:
        now = stock[item_id]
        events = [
            Event(
                due.get(row.line_id) or row.day, row.quantity * _sign(roles.get(row.type, "supplier")), row.document_id
            )
            for row in rows
            if row.item_id == item_id
        ]
        others = now.reserved - held.get(item_id, ZERO)
        if others > 0:
            events.append(Event(today, -others))
        usable = now.on_hand - now.unusable
        found[item_id] = Promise(usable, timeline(usable, events, today=today), events, now.available)
    return found


def promise_of(*, viewer: Viewer, book_id: int, item_id: int, warehouse_id: int | None, today: date) -> Promise:
    """The timeline of one item; of a kit as many as its scarcest component makes."""
    parts = kit_parts(item_ids=[item_id]).get(item_id)
    wanted = [item_id] if parts is None else [component_id for component_id, _ in parts]
    known = promises(viewer=viewer, book_id=book_id, item_ids=wanted, warehouse_id=warehouse_id, today=today)
    if parts is None:
        return known[item_id]
    made = [(known[component_id], per) for component_id, per in parts]
    return Promise(
        min(whole_kits(one.usable, per) for one, per in made),
        kit_days([(one.days, per) for one, per in made]),
        [event for one, _ in made for event in one.events],
        min(whole_kits(one.free, per) for one, per in made),
    )


def promise_json(
    *,
    viewer: Viewer,
    book_id: int,
    item_id: int,
    warehouse_id: int | None,
    quantity: Decimal,
    on: date,
    today: date,
) -> dict[str, Any]:
    """When `quantity` can be promised, from `on`, and why: every day with what is due then. Base units, text."""
    one = promise_of(viewer=viewer, book_id=book_id, item_id=item_id, warehouse_id=warehouse_id, today=today)
    first = earliest(one.days, quantity, on=on)
    seen = _numbers(viewer, {event.document_id for event in one.events if event.document_id})
    return {
        "usable": plain(one.usable),
        "sellable": plain(one.free - book_facts(book_id).safety_buffer),
        "atp": plain(promised_for(one.days, on)),
        "enough": promised_for(one.days, on) >= quantity,
        "promised_date": None if first is None else first.isoformat(),
        "days": [
            {
                "date": day.day.isoformat(),
                "change": plain(day.change),
                "projected": plain(day.projected),
                "atp": plain(day.atp),
                "sources": [
                    {"quantity": plain(event.quantity), "document": seen.get(event.document_id or 0)}
                    for event in one.events
                    if max(event.day, today) == day.day
                ],
            }
            for day in one.days
        ],
    }


def _sign(role: str | None) -> int:
    return 1 if role == "supplier" else -1


def due_days(types: Mapping[int, str]) -> dict[int, date]:
    """The day each line is due, where its type keeps one. types: of the lines' documents, by line."""
    by_type: dict[str, list[int]] = defaultdict(list)
    for line_id, code in types.items():
        by_type[code].append(line_id)
    found: dict[int, date] = {}
    for code, line_ids in by_type.items():
        side = DOCUMENT_TYPES.get(code).side
        if side is None:
            continue
        for line_id, values in side.read([], line_ids)[1].items():
            day = next((values[name] for name in DUE_FIELDS if values.get(name)), None)
            if isinstance(day, date):
                found[line_id] = day
    return found


def _held_by(rows: Sequence[_Open]) -> dict[int, Decimal]:
    """What these order lines and the notices made from them hold, by item."""
    items = {row.line_id: row.item_id for row in rows}
    notices = Link.objects.filter(
        source_line_id__in=items, kind=LinkKind.EXECUTE, target_line__type__in=passing_types()
    ).values_list("target_line_id", "source_line_id")
    items |= {target: items[source] for target, source in notices}
    held: dict[int, Decimal] = defaultdict(Decimal)
    for line_id, quantity in open_reservations(demand_line_ids=list(items)).items():
        held[items[line_id]] += quantity
    return held


def _numbers(viewer: Viewer, document_ids: set[int]) -> Mapping[int, dict[str, str]]:
    """Documents the viewer may see, by id."""
    rows = visible(viewer=viewer).filter(pk__in=document_ids).values_list("pk", "type", "number")
    return {pk: {"id": str(pk), "type": type_, "number": number or ""} for pk, type_, number in rows}
