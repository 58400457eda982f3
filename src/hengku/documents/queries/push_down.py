"""下推: a new document prefilled from one or several sources with what is left of them. Nothing is saved."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hengku.documents.models import Document
from hengku.documents.queries.form_drafts import form_draft
from hengku.documents.queries.lines import LineRow, line_rows
from hengku.documents.queries.own_values import carried
from hengku.documents.queries.visible import visible
from hengku.documents.rules.fieldset import field_set
from hengku.documents.rules.lines import ORDER_DISCOUNT, undiscounted_worth
from hengku.documents.rules.links import in_effect
from hengku.documents.rules.masks import visible_fields
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.types import DRAWING, FORM, DocTypeSpec, LinkKind
from hengku.identity.queries.restrict import require
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.money import ZERO, round_half_up, share
from hengku.kernel.quantity import plain

_LINE_KEYS = (
    "item",
    "unit",
    "warehouse",
    "bin",
    "to_warehouse",
    "to_bin",
    "lot",
    "status",
    "to_status",
    "price",
    "discount",
    "tax_rate",
    "reason",
)


def push_down(*, viewer: Viewer, source_ids: Sequence[int], target: str, at: datetime) -> dict[str, Any]:
    """`{type, header, lines}` of a new document of type `target`, made from these documents.

    Raises Refused: not_found (404) for sources the viewer may not see, permission_denied, no_target, source_not_effective,
    source_stopped, different_partners, different_books, nothing_left.
    """
    require(viewer, target, "create")
    spec = DOCUMENT_TYPES.get(target) if target in DOCUMENT_TYPES else None
    if spec is None:
        raise refuse("not_found", status=404)
    found = (
        visible(viewer=viewer).filter(pk__in=source_ids).select_related("book", "partner", "warehouse", "to_warehouse")
    )
    by_id = {source.pk: source for source in found}
    if not source_ids or len(by_id) != len(set(source_ids)):
        raise refuse("not_found", status=404)
    sources = [by_id[source_id] for source_id in dict.fromkeys(source_ids)]
    _check(sources, spec)
    if any(DOCUMENT_TYPES.get(source.type).kind == FORM for source in sources):
        if len(sources) > 1:
            raise refuse("one_form_at_a_time")
        return form_draft(viewer=viewer, document_id=sources[0].pk, target=target, on=_today(sources[0], at))
    rows = _open_rows(sources, spec)
    if not rows:
        raise refuse("nothing_left", number="、".join(source.number or "" for source in sources))
    by_number = {source.pk: (source.type, source.number or "") for source in sources}
    header = _header(sources[0], spec, _today(sources[0], at)) | _started(sources, spec)
    if len(sources) == 1:
        header |= carried(DOCUMENT_TYPES.get(sources[0].type).header_fields, spec.header_fields, sources[0].ext, viewer)
    discount = sum((_taken_off(row, by_id[row.document_id], spec) for row in rows), ZERO)
    if discount > 0 and ORDER_DISCOUNT in {field.name for field in visible_fields(spec.header_fields, viewer)}:
        header[ORDER_DISCOUNT] = f"{discount:.2f}"
    return {"type": target, "header": header, "lines": [_line(row, viewer, spec, by_number) for row in rows]}


def _taken_off(row: LineRow, source: Document, spec: DocTypeSpec) -> Decimal:
    """What the source's order discount takes off the part of the line that is left."""
    if row.price is None:
        return ZERO
    whole = row.total if source.price_includes_tax else row.net
    undiscounted = undiscounted_worth(row.quantity, row.price, row.discount)
    link = spec.link_from(source.type)
    if undiscounted in (whole, 0) or link is None:
        return ZERO
    left = undiscounted_worth(Decimal(_left(row, link.kind)), row.price, row.discount)
    return left - share(whole, left, undiscounted)


def _today(source: Document, at: datetime) -> date:
    return at.astimezone(ZoneInfo(source.book.timezone)).date()


def _check(sources: Sequence[Document], spec: DocTypeSpec) -> None:
    refusals: list[Refusal] = []
    for source in sources:
        kind = DOCUMENT_TYPES.get(source.type)
        number = {"number": source.number or "", "line": ""}
        if spec.link_from(source.type) is None:
            refusals.append(Refusal("no_target", {"type": str(kind.label), "target": str(spec.label)}))
        elif source.stopped_at is not None:
            refusals.append(Refusal("source_stopped", number))
        elif source.reverses_id is not None or not in_effect(source.state, kind.kind):
            refusals.append(Refusal("source_not_effective", number))
    if len({source.partner_id for source in sources}) > 1:
        refusals.append(Refusal("different_partners"))
    if len({source.book_id for source in sources}) > 1:
        refusals.append(Refusal("different_books"))
    if refusals:
        raise Refused(refusals)


def _header(source: Document, spec: DocTypeSpec, today: date) -> dict[str, Any]:
    names = field_set(spec).header
    values: dict[str, Any] = {
        "business_date": today.isoformat(),
        "partner": _named(source.partner),
        "warehouse": _named(source.warehouse),
        "to_warehouse": _named(source.to_warehouse),
        "handler": source.handler,
        "currency": source.currency,
        "price_includes_tax": source.price_includes_tax,
    }
    return {name: value for name, value in values.items() if name in names and value not in (None, "")}


def _started(sources: Sequence[Document], spec: DocTypeSpec) -> dict[str, Any]:
    """What the links of all sources agree on."""
    told = [dict(link.header) for source in sources if (link := spec.link_from(source.type))]
    return told[0] if told and all(one == told[0] for one in told) else {}


def _named(record: Any) -> dict[str, str] | None:
    return None if record is None else {"id": str(record.pk), "code": record.code, "name": record.name}


def _open_rows(sources: Sequence[Document], spec: DocTypeSpec) -> list[LineRow]:
    """Lines of which something is left, in the order of the sources."""
    types = {source.pk: source.type for source in sources}
    order = {source.pk: position for position, source in enumerate(sources)}
    rows = sorted(line_rows(*types), key=lambda row: (order[row.document_id], row.line_no))
    found = []
    for row in rows:
        link = spec.link_from(types[row.document_id])
        if link is not None and (link.kind not in DRAWING or row.open):
            found.append(row)
    return found


def _line(row: LineRow, viewer: Viewer, spec: DocTypeSpec, sources: Mapping[int, tuple[str, str]]) -> dict[str, Any]:
    names = field_set(spec).line | {"item", "unit"}
    source_type, number = sources[row.document_id]
    link = spec.link_from(source_type)
    known = row.as_json(viewer, spec)
    line = {name: known[name] for name in _LINE_KEYS if name in names and known.get(name) not in (None, "")}
    line["quantity"] = _left(row, link.kind if link else LinkKind.REFER)
    line["remaining_quantity"] = known["remaining_quantity"]
    if "gift_quantity" in names and row.linked_quantity == 0 and row.ext.get("gift_quantity"):
        line["gift_quantity"] = plain(Decimal(str(row.ext["gift_quantity"])))
    line |= carried(DOCUMENT_TYPES.get(source_type).line_fields, spec.line_fields, row.ext, viewer)
    line["source_line_id"] = str(row.id)
    line["source"] = {
        "document_id": str(row.document_id),
        "type": source_type,
        "number": number,
        "line_id": str(row.id),
        "line_no": row.line_no,
    }
    return line


def _left(row: LineRow, kind: LinkKind) -> str:
    """What is left of a line, in its own unit."""
    if kind not in DRAWING or row.linked_quantity == 0:
        return plain(row.quantity)
    left = max(row.base_quantity - row.linked_quantity, ZERO)
    return plain(round_half_up(left * row.factor_denominator / row.factor_numerator, 6))
