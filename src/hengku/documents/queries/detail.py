"""One document as people and programs see it: header, lines with progress, what may happen next. A handful of queries."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import orjson
from django.db import connection

from hengku.documents.models import Document
from hengku.documents.queries.approval_gate import Gated
from hengku.documents.queries.figures import add_figures
from hengku.documents.queries.line_lots import add_lots
from hengku.documents.queries.lines import line_rows
from hengku.documents.queries.next_steps import allowed_transitions, push_targets
from hengku.documents.queries.own_values import add_own
from hengku.documents.queries.participants import may_read
from hengku.documents.queries.people import names_of
from hengku.documents.rules.execution import LineProgressFacts, execution_of
from hengku.documents.rules.masks import hidden_header_names, hides_header_amounts, visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES, SETTLEMENTS
from hengku.documents.types import FORM, DocTypeSpec, DocumentState
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.metadata.queries.columns import labels_of
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import FieldSpec, FieldType


class _Header(NamedTuple):
    id: int
    type: str
    number: str | None
    state: str
    rev: int
    business_date: Any
    book_id: int
    book_code: str
    book_name: str
    partner_id: int | None
    partner_code: str | None
    partner_name: str | None
    partner_contact: str | None
    partner_phone: str | None
    partner_address: str | None
    warehouse_id: int | None
    warehouse_code: str | None
    warehouse_name: str | None
    to_warehouse_id: int | None
    to_warehouse_code: str | None
    to_warehouse_name: str | None
    handler: str
    external_number: str
    remarks: str
    currency: str
    price_includes_tax: bool
    total_quantity: Any
    total_net: Any
    total_tax: Any
    total_amount: Any
    created_by_id: int | None
    created_at: Any
    updated_by_id: int | None
    updated_at: Any
    posted_by_id: int | None
    posted_at: Any
    stopped: bool
    stop_reason: str
    print_count: int
    import_run_id: int | None
    ext_text: str
    reverses_id: int | None
    reverses_number: str | None
    reversed_by_id: int | None
    reversed_by_number: str | None
    short_tolerance: Decimal
    version: int
    has_flows: bool
    in_flow: str

    @property
    def ext(self) -> dict[str, Any]:
        """Custom fields, and the type's own values when it has no side table."""
        return {} if self.ext_text == "{}" else dict(orjson.loads(self.ext_text))


_HEADER = """
SELECT d.id, d.type, d.number, d.state, d.rev, d.business_date, d.book_id, b.code, b.name, d.partner_id, p.code, p.name,
       p.contact, p.phone, p.address, d.warehouse_id, w.code, w.name, d.to_warehouse_id, v.code, v.name, d.handler,
       d.external_number, d.remarks, d.currency, d.price_includes_tax, d.total_quantity, d.total_net, d.total_tax,
       d.total_amount, d.created_by_id, d.created_at, d.updated_by_id, d.updated_at, d.posted_by_id, d.posted_at,
       d.stopped_at IS NOT NULL, d.stop_reason, d.print_count, d.import_run_id, d.ext::text, d.reverses_id, o.number, m.id,
       m.number, b.short_tolerance, (SELECT count(*) + 1 FROM documents_version x WHERE x.document_id = d.id),
       EXISTS (SELECT FROM workflow_workflow f WHERE f.document_type = d.type AND f.active),
       coalesce((SELECT r.status FROM workflow_instance r
                  WHERE r.document_id = d.id AND r.status IN ('running', 'returned')), '')
  FROM documents_document d
  JOIN masterdata_book b ON b.id = d.book_id
  LEFT JOIN masterdata_partner p ON p.id = d.partner_id
  LEFT JOIN masterdata_warehouse w ON w.id = d.warehouse_id
  LEFT JOIN masterdata_warehouse v ON v.id = d.to_warehouse_id
  LEFT JOIN documents_document o ON o.id = d.reverses_id
  LEFT JOIN documents_document m ON m.reverses_id = d.id
 WHERE d.id = %s
"""


def document_json(*, viewer: Viewer, document_id: int) -> dict[str, Any]:
    """The Document JSON of the API, without what the viewer's roles hide. Raises Refused not_found (404), also for strangers."""
    if not may_read(viewer, document_id):
        raise refuse("not_found", status=404)
    found = sql.rows(connection, _HEADER, (document_id,))
    if not found:
        raise refuse("not_found", status=404)
    header = _Header._make(found[0])
    spec = DOCUMENT_TYPES.get(header.type)
    lines = line_rows(document_id) if spec.needs_lines or spec.kind != FORM else []
    side_header, side_lines = _side_values(spec, document_id, [line.id for line in lines])
    progress = [
        LineProgressFacts(line.base_quantity, line.linked_quantity, line.executed_quantity, line.returned_quantity)
        for line in lines
    ]
    execution = execution_of(spec, progress, stopped=header.stopped, short_tolerance=header.short_tolerance)
    answer = _header_json(header, viewer, spec)
    answer["execution"] = execution
    answer |= _own(spec.header_fields, {**header.ext, **side_header}, viewer)
    shown = visible_fields(spec.line_fields, viewer)
    answer["lines"] = [
        line.as_json(viewer, spec) | _own(shown, {**line.ext, **side_lines.get(line.id, {})}, viewer) for line in lines
    ]
    add_own(spec.header_fields, [(answer, header.ext)], viewer)
    add_own(spec.line_fields, [(told, line.ext) for told, line in zip(answer["lines"], lines, strict=True)], viewer)
    facts = Document(
        id=header.id, type=header.type, number=header.number, state=header.state, book_id=header.book_id,
        warehouse_id=header.warehouse_id, to_warehouse_id=header.to_warehouse_id, created_by_id=header.created_by_id,
        reverses_id=header.reverses_id,
    )  # fmt: skip
    add_lots(lines, answer["lines"])
    add_figures(viewer, spec, header.book_id, header.state, lines, answer)
    places = {(line.warehouse_id, line.to_warehouse_id) for line in lines}
    gated = Gated(
        header.type, header.number or "", DocumentState(header.state), header.book_id, header.warehouse_id,
        header.reverses_id, header.has_flows, header.in_flow,
    )  # fmt: skip
    answer["allowed_transitions"] = allowed_transitions(
        viewer, facts, spec, places, stopped=header.stopped, gated=gated
    )
    answer["push_targets"] = push_targets(
        viewer, facts, stopped=header.stopped, open_lines=any(line.open for line in lines)
    )
    return answer


def _side_values(
    spec: DocTypeSpec, document_id: int, line_ids: Sequence[int]
) -> tuple[dict[str, object], dict[int, dict[str, object]]]:
    if spec.side is None:
        return {}, {}
    headers, lines = spec.side.read([document_id], line_ids)
    return headers.get(document_id, {}), lines


def named(id_: int | None, code: str | None, name: str | None, **more: object) -> dict[str, Any] | None:
    """A reference as it goes over the wire."""
    return None if id_ is None else {"id": str(id_), "code": code or "", "name": name or "", **more}


def _header_json(header: _Header, viewer: Viewer, spec: DocTypeSpec) -> dict[str, Any]:
    people = names_of([header.created_by_id, header.updated_by_id, header.posted_by_id], viewer=viewer)
    answer: dict[str, Any] = {
        "id": str(header.id),
        "type": header.type,
        "type_label": str(spec.label),
        "number": header.number or "",
        "state": header.state,
        **_settlement_json(header, viewer, spec),
        "rev": header.rev,
        "version": header.version if spec.kind == "order" else None,
        "business_date": header.business_date.isoformat(),
        "book": named(header.book_id, header.book_code, header.book_name),
        "partner": named(
            header.partner_id,
            header.partner_code,
            header.partner_name,
            contact=header.partner_contact,
            phone=header.partner_phone,
            address=header.partner_address,
        ),
        "warehouse": named(header.warehouse_id, header.warehouse_code, header.warehouse_name),
        "to_warehouse": named(header.to_warehouse_id, header.to_warehouse_code, header.to_warehouse_name),
        "handler": header.handler,
        "external_number": header.external_number,
        "remarks": header.remarks,
        "currency": header.currency,
        "price_includes_tax": header.price_includes_tax,
        "total_quantity": plain(header.total_quantity),
        "created_by": _person(header.created_by_id, people),
        "created_at": header.created_at.isoformat(),
        "updated_by": _person(header.updated_by_id, people),
        "updated_at": header.updated_at.isoformat(),
        "posted_by": _person(header.posted_by_id, people) if header.posted_at else None,
        "posted_at": header.posted_at.isoformat() if header.posted_at else None,
        "stopped": header.stopped,
        "stop_reason": header.stop_reason,
        "print_count": header.print_count,
        "reverses": {"id": str(header.reverses_id), "number": header.reverses_number} if header.reverses_id else None,
        "reversed_by": {"id": str(header.reversed_by_id), "number": header.reversed_by_number}
        if header.reversed_by_id
        else None,
    }
    answer["total_net"] = f"{header.total_net:.2f}"
    answer["total_tax"] = f"{header.total_tax:.2f}"
    answer["total_amount"] = f"{header.total_amount:.2f}"
    for name in hidden_header_names(spec, viewer):
        answer.pop(name, None)
    return answer


def _settlement_json(header: _Header, viewer: Viewer, spec: DocTypeSpec) -> dict[str, Any]:
    """How far the document is settled; the amount only for who may see its amounts."""
    if spec.code not in SETTLEMENTS:
        return {"settlement": "NONE" if spec.has_prices and spec.partner_role else None}
    settled = SETTLEMENTS.get(spec.code)([header.id]).get(header.id)
    if settled is None:
        return {"settlement": None}
    shown = {} if hides_header_amounts(spec, viewer) else {"open_amount": f"{settled.open:.2f}"}
    return {"settlement": settled.state.value, **shown}


def _person(user_id: int | None, names: dict[int | None, str]) -> dict[str, Any]:
    return {"id": str(user_id or ""), "name": names.get(user_id, "")}


def _own(fields: Sequence[FieldSpec], values: dict[str, Any], viewer: Viewer) -> dict[str, Any]:
    """The type's own fields; references with their names."""
    own: dict[str, Any] = {}
    for spec in fields:
        if spec.name not in values or spec.hidden_from(viewer):
            continue
        value = values[spec.name]
        if spec.type is FieldType.REFERENCE and spec.ref and value is not None and not isinstance(value, dict):
            value = labels_of(spec.ref, [str(value)]).get(str(value), {"id": str(value), "code": "", "name": ""})
        elif spec.rows and isinstance(value, list):
            value = _named_rows(spec.rows, value)
        own[spec.name] = jsonable(value)
    return own


def _named_rows(fields: Sequence[FieldSpec], rows: Sequence[Any]) -> list[Any]:
    """The rows of a list with the names of what they refer to, where they were sent as ids."""
    found = [dict(row) if isinstance(row, dict) else row for row in rows]
    for field in fields:
        if field.type is not FieldType.REFERENCE or not field.ref:
            continue
        plain_ids = [row for row in found if isinstance(row, dict) and isinstance(row.get(field.name), str | int)]
        labels = labels_of(field.ref, {str(row[field.name]) for row in plain_ids}) if plain_ids else {}
        for row in plain_ids:
            key = str(row[field.name])
            row[field.name] = labels.get(key, {"id": key, "code": "", "name": ""})
    return found
