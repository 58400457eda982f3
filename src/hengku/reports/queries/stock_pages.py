"""Stock as the inquiry page asks for it: on hand by any dimensions, and the book of one item."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.ledger.queries.on_hand import COUNT_MOST, DIMENSIONS, Dimension, OnHandQuestion, on_hand
from hengku.ledger.queries.reading import one_snapshot
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.incoming import incoming_quantities
from hengku.reports.queries.on_hand import AS_OF, KNOWN_AT
from hengku.reports.queries.parameters import resolve
from hengku.reports.queries.stock_filters import STOCK_PARAMETERS, filter_of, sees_cost
from hengku.reports.queries.stock_ledger import STOCK_LEDGER, book_of, ledger_rows
from hengku.reports.rules.columns import BIN, STATUS
from hengku.reports.rules.figures import in_json
from hengku.reports.rules.stock_rows import with_references
from hengku.reports.types import ReportQuestion, ReportSpec

LIMIT_MOST = 500
_FIELDS = {
    **{
        name: FieldSpec(name, STATUS.label, FieldType.QUANTITY)
        for name in ("quantity", "unusable", "in_transit", "reserved", "available", "incoming")
    },
    **{name: FieldSpec(name, STATUS.label, FieldType.QUANTITY) for name in ("in_quantity", "out_quantity", "balance")},
    **{name: FieldSpec(name, STATUS.label, FieldType.AMOUNT) for name in ("amount", "balance_amount")},
    "unit_cost": FieldSpec("unit_cost", STATUS.label, FieldType.COST),
}
_OTHER = FieldSpec("other", STATUS.label)
PAGE = replace(STOCK_LEDGER, parameters=(*STOCK_PARAMETERS, BIN, STATUS, AS_OF, KNOWN_AT))
"""Only its parameters are used: what the page narrows stock by."""


def on_hand_page(*, viewer: Viewer, raw: Mapping[str, str], group_by: str, limit: int, offset: int) -> dict[str, Any]:
    """A page of stock: items with next_cursor, capped count and totals. `incoming` is what purchase orders and transfers will
    bring, for groups of items and warehouses now.

    Raises Refused: permission_denied, bad_value, and what is wrong with the parameters.
    """
    require(viewer, "stock", "view")
    dimensions = dimensions_of(text=group_by)
    asked = resolve(viewer=viewer, spec=PAGE, raw=raw)
    question = OnHandQuestion(
        asked["book"],
        filter_of(asked=asked),
        dimensions,
        as_of=asked["as_of"],
        known_at=asked["known_at"],
        with_amounts=sees_cost(viewer=viewer),
    )
    size = max(1, min(limit, LIMIT_MOST))
    with one_snapshot():
        found = on_hand(viewer=viewer, question=question, limit=size, offset=max(0, offset))
        rows = [_on_hand_row(row, viewer) for row in found.rows]
        if question.as_of is None and question.known_at is None and set(dimensions) <= {"item", "warehouse"}:
            _add_incoming(viewer, question.book_id, rows)
    return {
        "items": [_json(row) for row in rows],
        "next_cursor": str(offset + size) if found.has_more else None,
        "count": min(found.count, COUNT_MOST),
        "count_capped": found.count > COUNT_MOST,
        "totals": _json(_on_hand_row(found.totals, viewer)),
    }


def dimensions_of(*, text: str) -> tuple[Dimension, ...]:
    """ "item,warehouse" as dimensions, in the order of the ledger. Raises Refused bad_value for an unknown one."""
    asked = [part.strip() for part in text.split(",") if part.strip()] or ["item"]
    unknown = [one for one in asked if one not in DIMENSIONS]
    if unknown:
        raise refuse("bad_value", loc=("group_by",), label="group_by", value=unknown[0])
    return tuple(one for one in DIMENSIONS if one in asked)


def _on_hand_row(row: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    shown = with_references(row)
    shown["quantity"] = shown.pop("on_hand")
    return shown if sees_cost(viewer=viewer) else _without_cost(shown)


def _without_cost(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in {"amount", "unit_cost", "balance_amount"}}


def _add_incoming(viewer: Viewer, book_id: int, rows: Sequence[dict[str, Any]]) -> None:
    items = [row["item"]["id"] for row in rows if row.get("item")]
    by_warehouse = bool(rows) and "warehouse" in rows[0]
    expected = incoming_quantities(viewer=viewer, book_id=book_id, item_ids=items, by_warehouse=by_warehouse)
    for row in rows:
        if row.get("item"):
            warehouse = row["warehouse"]["id"] if by_warehouse else None
            row["incoming"] = expected.get((row["item"]["id"], warehouse), 0) + row["in_transit"]


def _json(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: in_json(_FIELDS.get(name, _OTHER), value) for name, value in row.items()}


def ledger_page(*, viewer: Viewer, raw: Mapping[str, str], at: datetime) -> dict[str, Any]:
    """The book of one item over a period: opening, rows with balance, closing."""
    require(viewer, "stock", "view")
    spec: ReportSpec = STOCK_LEDGER
    parameters = resolve(viewer=viewer, spec=spec, raw=raw)
    question = ReportQuestion(viewer=viewer, parameters=parameters, at=at)
    with one_snapshot():
        book = book_of(question=question)
        rows = list(ledger_rows(question=question, book=book))[1:]
    opening, closing = (book.opening_quantity, book.opening_amount), (book.closing_quantity, book.closing_amount)
    answer: dict[str, Any] = {
        "items": [_ledger_row(row, viewer) for row in rows],
        "opening": in_json(_FIELDS["balance"], opening[0]),
        "closing": in_json(_FIELDS["balance"], closing[0]),
    }
    if sees_cost(viewer=viewer):
        answer["opening_amount"] = in_json(_FIELDS["amount"], opening[1])
        answer["closing_amount"] = in_json(_FIELDS["amount"], closing[1])
    return answer


_LEDGER_PARTS = (
    "business_date", "recorded_at", "type_label", "number", "document", "remarks", "warehouse", "lot", "in_quantity",
    "out_quantity",
)  # fmt: skip


def _ledger_row(row: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    shown = {name: row.get(name) for name in _LEDGER_PARTS}
    shown["balance"] = row["balance_quantity"]
    shown["amount"] = row.get("in_amount", 0) - row.get("out_amount", 0)
    shown["balance_amount"] = row["balance_amount"]
    return _json(shown if sees_cost(viewer=viewer) else _without_cost(shown))
