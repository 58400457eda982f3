"""Everything about the stock of one item on one page: totals, where it stands, who has it reserved, what comes, a year of
movement."""

from datetime import date, datetime
from typing import Any

from hengku.identity.queries.restrict import require, within_reach
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.queries.movement import MovementQuestion, movement_summary
from hengku.ledger.queries.on_hand import OnHandQuestion, on_hand
from hengku.ledger.queries.reading import StockFilter, one_snapshot
from hengku.ledger.queries.reservations import open_claims
from hengku.ledger.rules.movement import IN_GROUPS, OUT_GROUPS
from hengku.masterdata.models import Item
from hengku.reports.queries.days import end_of_month, today_of
from hengku.reports.queries.documents_of import document_labels
from hengku.reports.queries.parameters import first_book_id
from hengku.reports.queries.promised import promised_supply
from hengku.reports.queries.stock_filters import sees_cost
from hengku.reports.rules.stock_rows import with_references

MONTHS = 12


def item_card(*, viewer: Viewer, item_id: int, at: datetime, book_id: int | None = None) -> dict[str, Any]:
    """The stock card. Raises Refused permission_denied, not_found."""
    require(viewer, "stock", "view")
    items = within_reach(Item.objects.select_related("base_unit", "category"), viewer=viewer, resource="items")
    item = items.filter(id=item_id).first()
    if item is None:
        raise refuse("not_found", status=404)
    book = first_book_id(viewer=viewer) if book_id is None else book_id
    with one_snapshot():
        totals, places = _stock(viewer, book, item_id)
        months = _months(viewer, book, item_id, today_of(book_id=book, at=at))
        reserved = _reserved(viewer, book, item_id)
        supply = promised_supply(viewer=viewer, book_id=book, item_id=item_id)
    return {
        "item": {"id": str(item.pk), "code": item.code, "name": item.name, "spec": item.spec},
        "unit": item.base_unit.name,
        "minimum_stock": None if item.minimum_stock is None else plain(item.minimum_stock),
        "totals": totals,
        "places": places,
        "reserved_by": reserved,
        "incoming": supply,
        "months": months,
    }


def _stock(viewer: Viewer, book_id: int, item_id: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    asked = StockFilter(item_ids=(item_id,))
    cost = sees_cost(viewer=viewer)
    whole = on_hand(viewer=viewer, question=OnHandQuestion(book_id, asked, ("item",), with_amounts=cost)).totals
    keys = OnHandQuestion(book_id, asked, ("item", "warehouse", "bin", "lot", "status"), with_amounts=cost)
    places = [
        _figures(with_references(row)) | {"expiry_date": row["expiry_date"] and row["expiry_date"].isoformat()}
        for row in on_hand(viewer=viewer, question=keys).rows
    ]
    return _figures({**whole, "lot": None}), places


def _figures(row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {name: row.get(name) for name in ("lot", "status")}
    for name in ("warehouse", "bin"):
        found[name] = row.get(name) and {**row[name], "id": str(row[name]["id"])}
    for name in ("on_hand", "unusable", "in_transit", "reserved", "available", "unit_cost"):
        found[name] = None if row.get(name) is None else plain(row[name])
    found["amount"] = None if row.get("amount") is None else f"{row['amount']:.2f}"
    return {name: value for name, value in found.items() if value is not None}


def _months(viewer: Viewer, book_id: int, item_id: int, today: date) -> list[dict[str, str]]:
    """The last twelve months, this one included: quantities in and out."""
    first = date(today.year - (today.month < MONTHS), today.month % MONTHS + 1, 1)
    question = MovementQuestion(
        book_id, StockFilter(item_ids=(item_id,)), first, end_of_month(day=today), by_month=True, with_amounts=False
    )
    rows = {row.span.first: row for row in movement_summary(viewer=viewer, question=question).rows}
    found = []
    for span in question.spans:
        row = rows.get(span.first)
        taken, given = (row.side(IN_GROUPS)[0], row.side(OUT_GROUPS)[0]) if row else (0, 0)
        found.append({"month": f"{span.first:%Y-%m}", "in_quantity": f"{taken:f}", "out_quantity": f"{given:f}"})
    return found


def _reserved(viewer: Viewer, book_id: int, item_id: int) -> list[dict[str, Any]]:
    claims = open_claims(viewer=viewer, book_id=book_id, item_id=item_id)
    labels = document_labels(viewer=viewer, document_ids=(claim["document_id"] for claim in claims))
    return [
        {
            "document": {"id": str(label.id), "type": label.type, "number": label.number},
            "partner": label.partner,
            "warehouse": claim["warehouse"],
            "quantity": plain(claim["open"]),
            "path": label.path,
        }
        for claim in claims
        if (label := labels.get(claim["document_id"])) is not None and label.seen
    ]
