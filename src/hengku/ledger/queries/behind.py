"""The moves and cost entries that a figure of stock stands on, newest first; older ones as one sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.ledger.rules.turnover import SIDE

MOST = 50


@dataclass(frozen=True, slots=True)
class Fact:
    """What one document did on one day: a quantity or an amount with its sign."""

    document_id: int
    business_date: date
    kind: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Facts:
    """The newest facts, and the sum of the older ones that are not listed."""

    listed: list[Fact]
    older: Decimal
    older_count: int


@dataclass(frozen=True, slots=True)
class Moved:
    """Which moves: of our own stock of an item at some places in days first..last.

    movement_types: only these (None: all). without_types: all but these. unusable: only what is not AVAILABLE.
    """

    book_id: int
    item_id: int
    place_ids: Sequence[int]
    first: date
    last: date
    movement_types: Sequence[str] | None = None
    without_types: Sequence[str] = ()
    unusable: bool = False


_MOVES = """
SELECT document_id, business_date, movement_type, net, sum(net) OVER (), count(*) OVER () FROM (
  SELECT p.document_id, m.business_date, m.movement_type, m.id,
         CASE WHEN m.to_place_id = ANY(w.places) AND (NOT w.unusable OR m.to_status <> 'AVAILABLE') THEN m.quantity ELSE 0 END
         - CASE WHEN m.from_place_id = ANY(w.places) AND (NOT w.unusable OR m.from_status <> 'AVAILABLE') THEN m.quantity ELSE 0 END
         AS net
  FROM (SELECT %s::bigint[] AS places, %s::boolean AS unusable, %s::text[] AS types, %s::text[] AS without) w
  CROSS JOIN ledger_move m JOIN ledger_posting p ON p.id = m.posting_id
  WHERE m.book_id = %s AND m.item_id = %s AND m.owner_id IS NULL AND m.business_date BETWEEN %s AND %s
    AND (m.to_place_id = ANY(w.places) OR m.from_place_id = ANY(w.places))
    AND (w.types IS NULL OR m.movement_type = ANY(w.types)) AND NOT m.movement_type = ANY(w.without)
) legs WHERE net <> 0 ORDER BY business_date DESC, id DESC LIMIT %s
"""


def moves_behind(asked: Moved) -> Facts:
    """What came to the places less what left them."""
    which = [list(asked.place_ids), asked.unusable, _listed(asked.movement_types), list(asked.without_types)]
    where = [asked.book_id, asked.item_id, asked.first, asked.last, MOST]
    return facts_of(sql.rows(connection, _MOVES, [*which, *where]))


_ENTRIES = f"""
SELECT document_id, business_date, kind, figure, sum(figure) OVER (), count(*) OVER () FROM (
  SELECT p.document_id, e.business_date, e.kind, e.id, e.{{figure}} AS figure
  FROM (SELECT %s::text[] AS types, %s::text[] AS without, %s::boolean AS inward) w
  CROSS JOIN ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id {SIDE}
  WHERE e.pool_id = ANY(%s) AND e.business_date BETWEEN %s AND %s AND e.{{figure}} <> 0
    AND (w.types IS NULL OR e.movement_type = ANY(w.types)) AND NOT e.movement_type = ANY(w.without)
    AND (w.inward IS NULL OR side.inward = w.inward)
) entries ORDER BY business_date DESC, id DESC LIMIT %s
"""  # noqa: S608 (constants only)


def entries_behind(
    *, pool_ids: Sequence[int], first: date, last: date, movement_types: Sequence[str] | None = None,
    without_types: Sequence[str] = (), inward: bool | None = None, figure: Literal["amount", "quantity"] = "amount",
) -> Facts:  # fmt: skip
    """What the pools took in less what they gave. inward: only what counts as taken in, or as given."""
    asked = [_listed(movement_types), list(without_types), inward, list(pool_ids), first, last, MOST]
    return facts_of(sql.rows(connection, _ENTRIES.format(figure=figure), asked))


def _listed(types: Sequence[str] | None) -> list[str] | None:
    return None if types is None else list(types)


_CLAIMS = """
SELECT document_id, current_date, 'RESERVED', open, sum(open) OVER (), count(*) OVER () FROM (
  SELECT id, document_id, quantity - consumed_quantity - released_quantity AS open FROM ledger_reservation
  WHERE book_id = %s AND item_id = %s AND place_id = ANY(%s) AND quantity > consumed_quantity + released_quantity
) claims ORDER BY id DESC LIMIT %s
"""


def reservations_behind(*, book_id: int, item_id: int, place_ids: Sequence[int]) -> Facts:
    """Open reservations of an item at some places; their date says nothing."""
    return facts_of(sql.rows(connection, _CLAIMS, [book_id, item_id, list(place_ids), MOST]))


def facts_of(rows: Sequence[tuple[object, ...]]) -> Facts:
    """Rows as the statements here select them: document, day, kind, amount, sum and number of all."""
    listed = [Fact(*row[:4]) for row in rows]  # type: ignore[arg-type]  # as the statements select them
    whole, count = (Decimal(str(rows[0][4])), int(str(rows[0][5]))) if rows else (ZERO, 0)
    return Facts(listed, whole - sum((one.amount for one in listed), ZERO), count - len(listed))


_OF_LINES = """
SELECT p.document_id, e.business_date, e.kind, e.amount, e.basis, e.quantity, e.before_quantity, e.before_amount
FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.source_line_id = ANY(%s::bigint[]) AND e.kind <> 'RESIDUAL' AND (%s::bigint IS NULL OR (e.move_id = %s AND e.place_id = %s))
ORDER BY e.id
"""


@dataclass(frozen=True, slots=True)
class LineFact:
    """One cost entry of a document line, with the evidence kept when it was priced."""

    document_id: int
    business_date: date
    kind: str
    amount: Decimal
    basis: str
    quantity: Decimal
    before_quantity: Decimal
    before_amount: Decimal


def line_facts(*, line_ids: Sequence[int], move_id: int | None = None, place_id: int | None = None) -> list[LineFact]:
    """What document lines brought into our stock or took from it, corrections included; of one move at one place, if named."""
    asked = [list(line_ids), move_id, move_id, place_id]
    return [LineFact(*row) for row in sql.rows(connection, _OF_LINES, asked)]
