"""Lines of a document with names, source and progress, in one query."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import orjson
from django.db import connection

from hengku.documents.rules.masks import hidden_line_names
from hengku.documents.types import DocTypeSpec
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain

Named = dict[str, Any] | None


class LineRow(NamedTuple):
    """A saved line with everything that stands around it; the row of a form has no item and no unit (0)."""

    document_id: int
    id: int
    line_no: int
    item_id: int
    item_code: str
    item_name: str
    item_spec: str
    unit_id: int
    unit_code: str
    unit_name: str
    quantity: Decimal
    base_quantity: Decimal
    factor_numerator: int
    factor_denominator: int
    base_unit_id: int
    base_unit_code: str
    base_unit_name: str
    second_quantity: Decimal | None
    price: Decimal | None
    discount: Decimal
    tax_rate: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal
    warehouse_id: int | None
    warehouse_code: str | None
    warehouse_name: str | None
    bin_id: int | None
    bin_code: str | None
    to_warehouse_id: int | None
    to_warehouse_code: str | None
    to_warehouse_name: str | None
    to_bin_id: int | None
    to_bin_code: str | None
    lot_id: int | None
    lot_number: str | None
    production_date: date | None
    expiry_date: date | None
    tracking: str
    second_unit: str | None
    status: str | None
    to_status: str | None
    reason: str
    remarks: str
    ext_text: str
    source_line_id: int | None
    source_document_id: int | None
    source_number: str | None
    source_type: str | None
    source_line_no: int | None
    linked_quantity: Decimal
    executed_quantity: Decimal
    returned_quantity: Decimal

    @property
    def ext(self) -> dict[str, Any]:
        """Custom fields, and a type's own values when it has no side table."""
        return {} if self.ext_text == "{}" else dict(orjson.loads(self.ext_text))

    @property
    def open(self) -> bool:
        """Whether something is left to be made from this line."""
        return self.base_quantity > self.linked_quantity

    def as_json(self, viewer: Viewer, spec: DocTypeSpec) -> dict[str, Any]:
        """The line of the Document JSON, without what the viewer's roles hide. amount = net 金额, total = with tax."""
        if not self.item_id:
            return {"id": str(self.id), "line_no": self.line_no}
        remaining = max(self.base_quantity - self.linked_quantity, ZERO)
        answer: dict[str, Any] = {
            "id": str(self.id),
            "line_no": self.line_no,
            "item": {"id": str(self.item_id), "code": self.item_code, "name": self.item_name, "spec": self.item_spec},
            "unit": {"id": str(self.unit_id), "code": self.unit_code, "name": self.unit_name},
            "quantity": plain(self.quantity),
            "base_quantity": plain(self.base_quantity),
            "factor": {"num": str(self.factor_numerator), "den": str(self.factor_denominator)},
            "base_unit": {"id": str(self.base_unit_id), "code": self.base_unit_code, "name": self.base_unit_name},
            "second_quantity": None if self.second_quantity is None else plain(self.second_quantity),
            "price": None if self.price is None else plain(self.price),
            "discount": plain(self.discount),
            "tax_rate": plain(self.tax_rate),
            "net": f"{self.net:.2f}",
            "tax": f"{self.tax:.2f}",
            "amount": f"{self.net:.2f}",
            "total": f"{self.total:.2f}",
            "warehouse": _named(self.warehouse_id, self.warehouse_code, self.warehouse_name),
            "bin": _named(self.bin_id, self.bin_code, self.bin_code),
            "to_warehouse": _named(self.to_warehouse_id, self.to_warehouse_code, self.to_warehouse_name),
            "to_bin": _named(self.to_bin_id, self.to_bin_code, self.to_bin_code),
            "lot": _named(self.lot_id, self.lot_number, self.lot_number),
            "production_date": self.production_date.isoformat() if self.production_date else None,
            "expiry_date": self.expiry_date.isoformat() if self.expiry_date else None,
            "tracking": self.tracking,
            "second_unit": self.second_unit,
            "status": self.status,
            "to_status": self.to_status,
            "reason": self.reason,
            "remarks": self.remarks,
            "source": self.source_json(),
            "linked_quantity": plain(self.linked_quantity),
            "executed_quantity": plain(self.executed_quantity),
            "returned_quantity": plain(self.returned_quantity),
            "remaining_quantity": plain(remaining),
        }
        for name in hidden_line_names(spec, viewer):
            answer.pop(name, None)
        return answer

    def source_json(self) -> Named:
        """The line this one was made from."""
        if self.source_line_id is None:
            return None
        return {
            "document_id": str(self.source_document_id),
            "type": self.source_type,
            "number": self.source_number or "",
            "line_id": str(self.source_line_id),
            "line_no": self.source_line_no,
        }


def _named(id_: int | None, code: str | None, name: str | None) -> Named:
    return None if id_ is None else {"id": str(id_), "code": code or "", "name": name or ""}


_LINES = """
SELECT l.document_id, l.id, l.line_no, coalesce(l.item_id, 0), i.code, l.item_name, l.item_spec, coalesce(l.unit_id, 0), u.code, u.name, l.quantity, l.base_quantity,
       l.factor_numerator, l.factor_denominator, coalesce(i.base_unit_id, 0), bu.code, bu.name, l.second_quantity, l.price, l.discount,
       l.tax_rate, l.net, l.tax, l.total, l.warehouse_id, w.code, w.name, l.bin_id, b.code, l.to_warehouse_id, v.code,
       v.name, l.to_bin_id, c.code, l.lot_id, t.number, t.production_date, t.expiry_date,
       CASE WHEN i.tracking = 'NONE' AND i.weak_serials <> '' THEN 'WEAK' ELSE coalesce(i.tracking, 'NONE') END, su.name, l.status, l.to_status, l.reason, l.remarks, l.ext::text,
       k.source_line_id, k.source_document_id, sd.number, sd.type, sl.line_no, coalesce(p.linked_quantity, 0),
       coalesce(p.executed_quantity, 0), coalesce(p.returned_quantity, 0)
  FROM documents_line l
  LEFT JOIN masterdata_item i ON i.id = l.item_id
  LEFT JOIN masterdata_unit u ON u.id = l.unit_id
  LEFT JOIN masterdata_unit bu ON bu.id = i.base_unit_id
  LEFT JOIN masterdata_unit su ON su.id = i.second_unit_id
  LEFT JOIN masterdata_warehouse w ON w.id = l.warehouse_id
  LEFT JOIN masterdata_warehouse v ON v.id = l.to_warehouse_id
  LEFT JOIN masterdata_bin b ON b.id = l.bin_id
  LEFT JOIN masterdata_bin c ON c.id = l.to_bin_id
  LEFT JOIN masterdata_lot t ON t.id = l.lot_id
  LEFT JOIN LATERAL (SELECT x.source_line_id, x.source_document_id FROM documents_link x
                      WHERE x.target_line_id = l.id ORDER BY x.id LIMIT 1) k ON true
  LEFT JOIN documents_document sd ON sd.id = k.source_document_id
  LEFT JOIN documents_line sl ON sl.id = k.source_line_id
  LEFT JOIN documents_line_progress p ON p.line_id = l.id
 WHERE l.document_id = ANY(%s::bigint[])
 ORDER BY l.document_id, l.line_no
"""


def line_rows(*document_ids: int) -> list[LineRow]:
    """Lines of documents, in order."""
    return [LineRow._make(row) for row in sql.rows(connection, _LINES, (list(document_ids),))]
