"""What departments asked for and nobody ordered yet."""

from collections.abc import Collection
from typing import Any

from hengku.documents.models import Line
from hengku.documents.queries.open_lines import open_lines, taken_of
from hengku.identity.types import Viewer
from hengku.kernel.money import round_half_up
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Partner

REQUISITION = "purchase_requisition"


def requested_lines(*, viewer: Viewer, line_ids: Collection[int] | None = None, search: str = "") -> list[Line]:
    """Open lines of approved requisitions the viewer may see; only these ids when given."""
    found = open_lines(viewer=viewer, order_type=REQUISITION, partner_id=None, warehouse_id=None, search=search)
    if line_ids is not None:
        found = found.filter(pk__in=line_ids)
    return list(found[:1000])


def requested_json(*, viewer: Viewer, search: str = "") -> list[dict[str, Any]]:
    """Open requested lines, the earliest need first: {line_id, document, item, unit, quantity, remaining, needed_date, department,
    supplier}. supplier: the suggested one."""
    lines = requested_lines(viewer=viewer, search=search)
    suggested = {_id(line.ext.get("suggested_supplier")) for line in lines} - {0}
    partners = Partner.objects.in_bulk(suggested)
    rows = []
    for line in lines:
        left = line.base_quantity - taken_of(line)
        unit = line.unit
        partner = partners.get(_id(line.ext.get("suggested_supplier")))
        rows.append(
            {
                "line_id": str(line.pk),
                "document": {"id": str(line.document_id), "number": line.document.number or ""},
                "line_no": line.line_no,
                "item": {
                    "id": str(line.item_id),
                    "code": line.item.code if line.item else "",
                    "name": line.item_name,
                    "spec": line.item_spec,
                },
                "unit": {"id": str(line.unit_id), "code": unit.code, "name": unit.name} if unit else None,
                "quantity": plain(line.quantity),
                "remaining": plain(round_half_up(left * line.factor_denominator / line.factor_numerator, 6)),
                "needed_date": line.ext.get("needed_date"),
                "department": line.document.ext.get("department", ""),
                "supplier": {"id": str(partner.pk), "code": partner.code, "name": partner.name} if partner else None,
            }
        )
    return sorted(
        rows, key=lambda row: (row["needed_date"] is None, str(row["needed_date"] or ""), int(str(row["line_id"])))
    )


def _id(value: object) -> int:
    return int(str(value)) if value not in (None, "") else 0
