"""Who has what reserved, and what became of it, with the words people know documents by."""

from collections.abc import Collection, Mapping
from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.people import names_of
from hengku.documents.queries.visible import visible
from hengku.identity.types import Viewer
from hengku.kernel.quantity import plain
from hengku.ledger.queries.reservations import reservation_events, reservation_rows
from hengku.ledger.types import ClaimEvent
from hengku.masterdata.models import Warehouse
from hengku.sales import texts
from hengku.sales.queries.supplies import supplies

Named = Mapping[str, Any]


def reservations_json(
    *, viewer: Viewer, book_id: int, item_id: int | None, document_id: int | None
) -> list[dict[str, Any]]:
    """Open claims. kind: ORDER, NOTICE (of the lot or bin named), LOCK (by hand) or INCOMING (goods to come, with what brings them
    and when)."""
    rows = reservation_rows(viewer=viewer, book_id=book_id, item_id=item_id, document_id=document_id)
    coming = supplies(line_ids=[row["supply_line_id"] for row in rows if row["supply_line_id"] is not None])
    wanted = {row["document_id"] for row in rows} | {one.document_id for one in coming.values()}
    documents = _documents(viewer, wanted)
    lines = Line.objects.in_bulk([row["demand_line_id"] for row in rows])
    names = dict(Warehouse.objects.values_list("pk", "name")) if coming else {}
    found = []
    for row in rows:
        line, supply = lines.get(row["demand_line_id"]), coming.get(row["supply_line_id"] or 0)
        found.append(
            {
                "id": str(row["id"]),
                "kind": _kind(row, line),
                "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"]},
                "warehouse": row["warehouse"] if supply is None else names.get(supply.warehouse_id, ""),
                "bin": row["bin"],
                "lot": row["lot"],
                "quantity": plain(row["open"]),
                "document": documents.get(row["document_id"]),
                "line_no": None if line is None else line.line_no,
                "priority": row["priority"],
                "reason": row["reason"],
                "expires_at": row["expires_at"] and row["expires_at"].isoformat(),
                "created_at": row["created_at"].isoformat(),
                "supply": None if supply is None else documents.get(supply.document_id),
                "due": None if supply is None else supply.due.isoformat(),
            }
        )
    return found


def _kind(row: Named, line: Line | None) -> str:
    if row["supply_line_id"] is not None:
        return "INCOMING"
    if row["demand_line_id"] < 0:
        return "LOCK"
    return "NOTICE" if line is not None and line.type == "delivery_notice" else "ORDER"


def log_json(*, viewer: Viewer, book_id: int, item_id: int | None, document_id: int | None) -> list[dict[str, Any]]:
    """What happened to claims: gained (positive) and lost, by whom and why; the newest first."""
    rows = reservation_events(viewer=viewer, book_id=book_id, item_id=item_id, document_id=document_id)
    documents = _documents(viewer, {row["document_id"] for row in rows})
    people = names_of([row["actor_id"] for row in rows], viewer=viewer)
    return [
        {
            "id": str(row["id"]),
            "at": row["at"].isoformat(),
            "kind": row["kind"],
            "label": str(texts.CLAIM_EVENTS[ClaimEvent(row["kind"])]),
            "item": {"id": str(row["item_id"]), "code": row["item_code"], "name": row["item_name"]},
            "warehouse": row["warehouse"] or "",
            "quantity": plain(row["quantity"]),
            "document": documents.get(row["document_id"]),
            "reason": row["reason"],
            "by": people.get(row["actor_id"], ""),
        }
        for row in rows
    ]


def _documents(viewer: Viewer, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """Documents the viewer may know, with their partner."""
    found = {}
    for one in visible(viewer=viewer).filter(pk__in=ids).select_related("partner"):
        partner = "" if one.partner is None else one.partner.name
        found[one.pk] = {"id": str(one.pk), "type": one.type, "number": one.number or "", "partner": partner}
    return found
