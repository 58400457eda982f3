"""Where a number comes from: formula with values, then the rows behind it (architecture idea 16)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import connection

from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.money import round_half_up, unit_cost
from hengku.kernel.quantity import plain
from hengku.ledger.queries.stock import availability

_CLAIMS = """
SELECT demand_line_id, document_id, quantity - consumed_quantity - released_quantity, expires_at
FROM ledger_reservation
WHERE book_id = %s AND item_id = %s AND quantity > consumed_quantity + released_quantity AND supply_line_id IS NULL ORDER BY priority, id
"""
_ENTRY = """
SELECT e.kind, e.basis, e.method, e.quantity, e.amount, e.expensed_amount, e.before_quantity, e.before_amount, p.document_id,
       p.document_type, e.source_entry_id
FROM ledger_cost_entry e JOIN ledger_posting p ON p.id = e.posting_id
WHERE e.source_line_id = %s ORDER BY e.id
"""


@dataclass(frozen=True, slots=True)
class Derivation:
    """formula in symbols, the same with values, the result, and the rows it stands on (readable keys and values)."""

    formula: str
    values: str
    result: str
    rows: tuple[dict[str, str], ...] = ()


def explain_available(*, viewer: Viewer, book_id: int, item_id: int, warehouse_id: int | None = None) -> Derivation:
    """Available = OH - U - R, with the open reservations."""
    stock = availability(viewer=viewer, book_id=book_id, item_ids=[item_id], warehouse_id=warehouse_id)[item_id]
    claims = sql.rows(connection, _CLAIMS, [book_id, item_id])
    return Derivation(
        "OH - U - R",
        f"{plain(stock.on_hand)} - {plain(stock.unusable)} - {plain(stock.reserved)}",
        plain(stock.available),
        tuple(
            {"line": str(line), "document": str(document), "reserved": plain(open_)}
            for line, document, open_, _ in claims
        ),
    )


def explain_line_cost(*, line_id: int) -> list[Derivation]:
    """How each cost entry of a document line was computed, from the evidence kept with it (R8)."""
    return [_derivation(row) for row in sql.rows(connection, _ENTRY, [line_id])]


def _derivation(row: Sequence[object]) -> Derivation:
    kind, basis, method, quantity, amount, expensed, before_quantity, before_amount = row[:8]
    numbers = [Decimal(str(one)) for one in (quantity, amount, expensed, before_quantity, before_amount)]
    quantity_, amount_, expensed_, q0, a0 = numbers
    about = {
        "kind": str(kind), "basis": str(basis), "method": str(method), "document": str(row[8]), "document_type": str(row[9]),
        "before": f"{plain(q0)} / {round_half_up(a0, 2)}", "source_entry": str(row[10] or ""),
    }  # fmt: skip
    if basis == "POOL" and q0 > 0:
        unit = unit_cost(a0, q0)
        return Derivation("A * q / Q", f"{a0} * {plain(-quantity_)} / {plain(q0)} ({unit})", str(amount_), (about,))
    if expensed_ != 0:
        return Derivation("x - expensed", f"{amount_ + expensed_} - {expensed_}", str(amount_), (about,))
    return Derivation(str(basis), str(amount_), str(amount_), (about,))
