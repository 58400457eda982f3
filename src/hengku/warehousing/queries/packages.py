"""Packages as their page, the scanner and the documents show them."""

from collections.abc import Mapping, Sequence
from typing import Any

from hengku.documents.queries.people import names_of
from hengku.documents.queries.visible import visible
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.queries.packages import loose_stock, package_contents, package_history, packages_of_lot
from hengku.masterdata.models import Package
from hengku.masterdata.types import StockStatus

AVAILABLE = StockStatus.AVAILABLE.value


def package_page(*, viewer: Viewer, book_id: int, package_id: int) -> dict[str, Any]:
    """What stands in the package and where, the packages in it, and its history. Raises Refused not_found, permission_denied."""
    package = package_of(viewer=viewer, package_id=package_id)
    rows = package_contents(viewer=viewer, book_id=book_id, package_ids=[package_id])
    inside = Package.objects.filter(parent_id=package_id).order_by("number").values_list("pk", "number")
    history = package_history(viewer=viewer, book_id=book_id, package_id=package_id)
    return {
        "package": _reference(package.pk, package.number),
        "place": _place(rows[0]) if rows else None,
        "contents": [_content(row) for row in rows],
        "inside": [_reference(pk, number) for pk, number in inside],
        "history": _events(viewer, history),
    }


def package_of(*, viewer: Viewer, package_id: int, action: str = "view") -> Package:
    """The package, for somebody who may. Raises Refused not_found, permission_denied."""
    require(viewer, "packages", action)
    require(viewer, "stock", "view")
    package = Package.objects.filter(pk=package_id).first()
    if package is None:
        raise refuse("not_found", status=404)
    return package


def packages_with(*, viewer: Viewer, book_id: int, lot_id: int) -> list[dict[str, Any]]:
    """Packages in which a lot stands, with how much of it and where."""
    require(viewer, "stock", "view")
    if not viewer.may("packages", "view"):
        return []
    rows = packages_of_lot(viewer=viewer, book_id=book_id, lot_id=lot_id)
    return [{**_content(row), "place": _place(row)} for row in rows]


def loose_for(*, viewer: Viewer, book_id: int, package_id: int, item_id: int) -> list[dict[str, Any]]:
    """Loose stock of an item that could be put into the package: where it stands, or anywhere while it is empty."""
    package_of(viewer=viewer, package_id=package_id)
    inside = package_contents(viewer=viewer, book_id=book_id, package_ids=[package_id])[:1]
    rows = loose_stock(viewer=viewer, book_id=book_id, item_id=item_id)
    spots = {(row["warehouse_id"], row["bin_id"]) for row in inside}
    return [
        {
            "warehouse": _reference(row["warehouse_id"], row["warehouse_code"], row["warehouse_name"]),
            "bin": _reference(row["bin_id"], row["bin_code"]) if row["bin_id"] else None,
            "lot": _reference(row["lot_id"], row["lot_number"]) if row["lot_id"] else None,
            "expiry_date": row["expiry_date"].isoformat() if row["expiry_date"] else None,
            "status": row["status"],
            "owner": _reference(row["owner_id"], row["owner_name"]) if row["owner_id"] else None,
            "quantity": plain(row["quantity"]),
            "unit": row["unit"],
        }
        for row in rows
        if not spots or (row["warehouse_id"], row["bin_id"]) in spots
    ]


def package_lines(
    *, viewer: Viewer, book_id: int, package_id: int, document_type: str, warehouse_id: int | None
) -> dict[str, Any]:
    """Lines of a document of that type about all that stands in the package, in base units, with the fields the type has, and the
    warehouse it stands in; no lines where goods come in.

    Raises Refused package_elsewhere when it stands in another warehouse than the document's, package_empty."""
    package = package_of(viewer=viewer, package_id=package_id)
    rows = package_contents(viewer=viewer, book_id=book_id, package_ids=[package_id])
    spec = DOCUMENT_TYPES.get(document_type)
    if spec.direction == "IN":
        return {"lines": [], "warehouse": None}
    if not rows:
        raise refuse("package_empty", package=package.number)
    if warehouse_id is not None and any(
        row["warehouse_id"] != warehouse_id or row["place_kind"] != "WH" for row in rows
    ):
        raise refuse("package_elsewhere", package=package.number, place=_place(rows[0])["name"])
    names = {field.name for field in spec.line_fields}
    lines = [{name: value for name, value in _line(row).items() if name in names or name == "unit"} for row in rows]
    return {"lines": lines, "warehouse": _place(rows[0])["warehouse"]}


def _line(row: Mapping[str, Any]) -> dict[str, Any]:
    found = _content(row)
    return {
        "item": found["item"], "unit": found["unit"], "quantity": found["quantity"], "lot": found["lot"], "bin": found["bin"],
        "status": None if row["status"] == AVAILABLE else row["status"], "package": found["package"],
        "owner": _reference(row["owner_id"], row["owner_name"]) if row["owner_id"] else None,
        "warehouse": _reference(row["warehouse_id"], row["warehouse_code"], row["warehouse_name"]),
    }  # fmt: skip


def _content(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "package": _reference(row["package_id"], row["package_number"]),
        "item": _reference(row["item_id"], row["item_code"], row["item_name"]),
        "unit": _reference(row["unit_id"], row["unit"]),
        "quantity": plain(row["quantity"]),
        "lot": _reference(row["lot_id"], row["lot_number"]) if row["lot_id"] else None,
        "lot_of": row["lot_of"] or "",
        "expiry_date": row["expiry_date"].isoformat() if row["expiry_date"] else None,
        "bin": _reference(row["bin_id"], row["bin_code"]) if row["bin_id"] else None,
        "status": row["status"],
        "owner": row["owner_name"] or "",
    }


def _place(row: Mapping[str, Any]) -> dict[str, Any]:
    """Where it stands: kind of place, warehouse and bin."""
    name = row["warehouse_name"] or row["place_code"]
    return {
        "kind": row["place_kind"],
        "warehouse": _reference(row["warehouse_id"], row["warehouse_code"], row["warehouse_name"])
        if row["warehouse_id"]
        else None,
        "bin": _reference(row["bin_id"], row["bin_code"]) if row["bin_id"] else None,
        "name": f"{name} {row['bin_code']}" if row["bin_code"] else name,
    }


def _reference(pk: int | None, code: str | None, name: str | None = None) -> dict[str, str]:
    return {"id": str(pk), "code": code or "", "name": name or code or ""}


def _events(viewer: Viewer, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    people = names_of({row["actor_id"] for row in rows}, viewer=viewer)
    wanted = {row["document_id"] for row in rows if row["document_id"] is not None}
    seen = dict(visible(viewer=viewer).filter(pk__in=wanted).values_list("pk", "number"))
    return [
        {
            "at": row["at"].isoformat(),
            "who": people.get(row["actor_id"], ""),
            "package": _reference(row["package_id"], row["package_number"]),
            "item": f"{row['item_code']} {row['item_name']}",
            "lot": row["lot_number"] or "",
            "status": row["status"],
            "place": f"{row['warehouse_name'] or row['place_kind']} {row['bin_code'] or ''}".strip(),
            "quantity": plain(row["quantity"]),
            "unit": row["unit"],
            "document": {
                "id": str(row["document_id"]), "type": row["document_type"], "number": seen[row["document_id"]] or "",
                "label": str(DOCUMENT_TYPES.get(row["document_type"]).label),
            }
            if row["document_id"] in seen
            else None,
        }
        for row in rows
    ]  # fmt: skip
