"""A header as entered becomes a header to save: filled from its sources, then from the book; checked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hengku.documents.rules.currency import RATE
from hengku.documents.rules.facts import BookFacts, Facts, PartnerFacts, SourceFacts
from hengku.documents.rules.fieldset import field_set
from hengku.documents.types import DocTypeSpec, DocumentDraft, LinkKind
from hengku.kernel.errors import Refusal

ZERO = Decimal(0)
YEARS_BACK, YEARS_AHEAD = 30, 5
Loc = tuple[str | int, ...]


@dataclass(slots=True)
class PreparedHeader:
    """A header ready to be written; totals are added up from the lines afterwards."""

    type: str
    book_id: int
    partner_id: int | None
    warehouse_id: int | None
    to_warehouse_id: int | None
    business_date: date
    currency: str
    price_includes_tax: bool
    handler: str
    external_number: str
    remarks: str
    import_run_id: int | None
    total_quantity: Decimal = ZERO
    total_net: Decimal = ZERO
    total_tax: Decimal = ZERO
    total_amount: Decimal = ZERO
    extra: dict[str, object] = field(default_factory=dict)


def prepare_header(
    draft: DocumentDraft, *, spec: DocTypeSpec, facts: Facts, loc: Loc, refusals: list[Refusal]
) -> PreparedHeader:
    """Fill and check a header. Appends every reason to refuse it to `refusals`."""
    names = field_set(spec).header
    named = (facts.sources[line.source_line_id] for line in draft.lines if line.source_line_id in facts.sources)
    sources = [source for source in named if source.item_id]  # a form fills by its mapping, not by its columns
    first = sources[0] if sources else None
    book = facts.books.get(draft.book_id)
    if book is None:
        refusals.append(Refusal("required", {"field": "book"}, (*loc, "header", "book")))
    partner_id = draft.partner_id if draft.partner_id is not None else first and first.partner_id
    # What only refers to goods (freight on a receipt) is charged in a currency of its own.
    link = spec.link_from(first.type) if first is not None else None
    follows = None if link is not None and link.kind is LinkKind.REFER else first
    inherited = _places_of(first, draft, names)
    header = PreparedHeader(
        type=draft.type,
        book_id=draft.book_id,
        partner_id=partner_id if "partner" in names or draft.partner_id is not None else None,
        warehouse_id=draft.warehouse_id if draft.warehouse_id is not None else inherited[0],
        to_warehouse_id=draft.to_warehouse_id if draft.to_warehouse_id is not None else inherited[1],
        business_date=draft.business_date,
        currency=draft.currency or (follows.currency if follows else book.currency if book else "CNY"),
        price_includes_tax=_includes_tax(
            draft, first, facts.partners.get(partner_id or 0), book_default=book.price_includes_tax if book else False
        ),
        handler=draft.handler or (first.handler if first else ""),
        external_number=draft.external_number,
        remarks=draft.remarks,
        import_run_id=draft.import_run_id,
        extra={**field_set(spec).header_defaults, **draft.extra},
    )
    if RATE in names:
        _fill_rate(header, follows, book, loc, refusals)
    _check_partner(header, spec, facts, sources, loc, refusals)
    _check_warehouse(header, header.warehouse_id, "warehouse", facts, loc, refusals)
    _check_warehouse(header, header.to_warehouse_id, "to_warehouse", facts, loc, refusals)
    return header


def _fill_rate(
    header: PreparedHeader, first: SourceFacts | None, book: BookFacts | None, loc: Loc, refusals: list[Refusal]
) -> None:
    """A document in another currency than the book's says its rate, or has its source's."""
    if book is None or header.currency == book.currency:
        header.extra = {name: value for name, value in header.extra.items() if name != RATE}
        return
    rate = header.extra.get(RATE)
    if rate is None and first is not None and first.currency == header.currency:
        rate = first.rate
    if rate is None or not isinstance(rate, Decimal) or rate <= 0:
        refusals.append(Refusal("rate_missing", {"currency": header.currency}, (*loc, "header", RATE)))
        return
    header.extra = {**header.extra, RATE: rate}


def date_problem(business_date: date, *, today: date, loc: Loc) -> Refusal | None:
    """Why nobody can mean this date: orders may lie ahead and papers behind, but not by decades."""
    first, last = date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    if first <= business_date <= last or business_date == date.min:  # a missing date is told as missing
        return None
    params = {"date": str(business_date), "first": str(first), "last": str(last)}
    return Refusal("date_out_of_reach", params, (*loc, "header", "business_date"))


def _places_of(first: SourceFacts | None, draft: DocumentDraft, names: frozenset[str]) -> tuple[int | None, int | None]:
    if first is None:
        return None, None
    return (
        first.document_warehouse_id if "warehouse" in names else None,
        first.document_to_warehouse_id if "to_warehouse" in names else None,
    )


def _includes_tax(
    draft: DocumentDraft, first: SourceFacts | None, partner: PartnerFacts | None, *, book_default: bool
) -> bool:
    """As entered, as the source says, as agreed with the partner, as the book says."""
    if draft.price_includes_tax is not None:
        return draft.price_includes_tax
    if first:
        return first.price_includes_tax
    if partner is not None and partner.price_includes_tax is not None:
        return partner.price_includes_tax
    return book_default


def _check_partner(
    header: PreparedHeader,
    spec: DocTypeSpec,
    facts: Facts,
    sources: Sequence[SourceFacts],
    loc: Loc,
    refusals: list[Refusal],
) -> None:
    where = (*loc, "header", "partner")
    for source in sources:
        link = spec.link_from(source.type)
        if link is not None and link.kind is LinkKind.REFER:
            continue
        if source.partner_id is not None and header.partner_id is not None and source.partner_id != header.partner_id:
            refusals.append(Refusal("partner_differs", {"number": source.number}, where))
            break
    if header.partner_id is None:
        return
    partner = facts.partners.get(header.partner_id)
    if partner is None:
        refusals.append(Refusal("unknown_reference", {"field": "partner", "id": str(header.partner_id)}, where))
        return
    if partner.blocked:
        refusals.append(Refusal("partner_blocked", {"partner": partner.name}, where))
    if spec.partner_role == "supplier" and not partner.is_supplier:
        refusals.append(Refusal("not_a_supplier", {"partner": partner.name}, where))
    if spec.partner_role == "customer" and not partner.is_customer:
        refusals.append(Refusal("not_a_customer", {"partner": partner.name}, where))


def _check_warehouse(
    header: PreparedHeader, warehouse_id: int | None, name: str, facts: Facts, loc: Loc, refusals: list[Refusal]
) -> None:
    if warehouse_id is not None:
        problem = warehouse_problem(
            warehouse_id, book_id=header.book_id, field=name, facts=facts, loc=(*loc, "header", name)
        )
        if problem:
            refusals.append(problem)


def warehouse_problem(warehouse_id: int, *, book_id: int, field: str, facts: Facts, loc: Loc) -> Refusal | None:
    """Why this warehouse cannot be used by this book, if so."""
    warehouse = facts.warehouses.get(warehouse_id)
    if warehouse is None:
        return Refusal("unknown_reference", {"field": field, "id": str(warehouse_id)}, loc)
    if not warehouse.active:
        return Refusal("warehouse_not_active", {"warehouse": warehouse.name}, loc)
    if book_id not in (warehouse.in_book_ids or ()):
        return Refusal("warehouse_not_in_book", {"warehouse": warehouse.name}, loc)
    return None


def check_required(
    header: PreparedHeader, *, spec: DocTypeSpec, lines_have: dict[str, bool], loc: Loc
) -> list[Refusal]:
    """Refusals for header fields that the type needs; a warehouse named in every line is named."""
    values: dict[str, object] = {
        "partner": header.partner_id,
        "warehouse": header.warehouse_id or lines_have.get("warehouse"),
        "to_warehouse": header.to_warehouse_id or lines_have.get("to_warehouse"),
        "handler": header.handler,
        "remarks": header.remarks,
        "currency": header.currency,
        "price_includes_tax": True,
        "external_number": header.external_number,
    }
    labels = {field.name: str(field.label) for field in spec.header_fields}
    return [
        Refusal("required", {"field": labels[name]}, (*loc, "header", name))
        for name in field_set(spec).required_header
        if values.get(name, header.extra.get(name)) in (None, "", False)
    ]
