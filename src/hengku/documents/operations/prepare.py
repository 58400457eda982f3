"""Drafts become rows to write: facts read once, every reason to refuse collected with the place it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from hengku.documents.operations.command import NumberWanted
from hengku.documents.operations.kits import name_kit, take_apart
from hengku.documents.operations.lots import number_lots
from hengku.documents.operations.serials import take_serials
from hengku.documents.operations.write import NewLine, NewLink
from hengku.documents.queries.facts import facts_for
from hengku.documents.queries.own_fields import OwnFields, missing_references
from hengku.documents.queries.rights import within_rows
from hengku.documents.rules.currency import RATE
from hengku.documents.rules.facts import Facts, SourceFacts
from hengku.documents.rules.headers import Loc, PreparedHeader, check_required, date_problem, prepare_header
from hengku.documents.rules.kits import KIT, KIT_OF
from hengku.documents.rules.life import agree_on_life
from hengku.documents.rules.lines import (
    DISCOUNT_AMOUNT,
    GIFT_QUANTITY,
    ORDER_DISCOUNT,
    ORDER_DISCOUNT_RATE,
    PreparedLine,
    prepare_line,
    takes_off,
)
from hengku.documents.rules.links import source_problem
from hengku.documents.rules.order_discount import with_discount
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import acting_warehouses, allows, sees
from hengku.documents.rules.states import carries_out
from hengku.documents.types import DRAWING, FORM, DocTypeSpec, DocumentDraft, LineDraft, LinkSpec, ProgressChange
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO, round_amount, round_half_up
from hengku.kernel.quantity import AMOUNT_DIGITS, AMOUNT_LIMIT, QUANTITY_LIMIT, WHOLE_DIGITS, largest


@dataclass(slots=True)
class Prepared:
    """Everything to be written for some drafts; positions in `lines` and `links` count over all of them."""

    facts: Facts
    at: datetime
    specs: list[DocTypeSpec] = field(default_factory=list)
    headers: list[PreparedHeader] = field(default_factory=list)
    lines: list[NewLine] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    line_locs: list[Loc] = field(default_factory=list)
    extras: list[dict[str, object]] = field(default_factory=list)
    lot_dates: list[tuple[date | None, date | None]] = field(default_factory=list)


def prepare(*, act: Act, drafts: Sequence[DocumentDraft], action: str) -> Prepared:
    """Fill and check drafts for which the actor needs the right `action`. Raises Refused with every reason found."""
    for draft in drafts:
        if not draft.lines:
            _anchor(draft)
    take_serials(act, drafts)
    facts = facts_for(drafts, new=action == "create")
    changed = _look_through(drafts, facts)
    if take_apart(drafts, facts) or changed:
        facts = facts_for(drafts, new=action == "create")
    prepared = Prepared(facts, at=act.at)
    refusals: list[Refusal] = []
    for position, draft in enumerate(drafts):
        loc: Loc = ("documents", position) if len(drafts) > 1 else ()
        problem = date_problem(draft.business_date, today=act.at.date(), loc=loc)
        refusals.extend([problem] if problem else [])
        _prepare_one(draft, position, loc, act.viewer, prepared, refusals)
    refusals.extend(missing_references(_told_own(prepared)))
    if refusals:
        raise Refused(refusals)
    require(act.viewer, prepared, action)
    number_lots(act, prepared)
    return prepared


def _anchor(draft: DocumentDraft) -> None:
    """A form without rows has one that says nothing: links run between lines, and others are made from it."""
    spec = DOCUMENT_TYPES.get(draft.type)
    if spec.kind == FORM and not spec.needs_lines:
        draft.lines = [LineDraft()]


def _told_own(prepared: Prepared) -> list[tuple[DocTypeSpec, dict[str, object], bool, Loc]]:
    """Everything stored about own fields, for types that have some; nothing else is looked through."""
    specs = prepared.specs
    if not any(field.key for spec in specs for field in (*spec.header_fields, *spec.line_fields)):
        return []
    several = len(specs) > 1
    headers = [
        (specs[at], header.extra, False, ("documents", at, "header") if several else ("header",))
        for at, header in enumerate(prepared.headers)
    ]
    lines = [
        (specs[new.document], new.ext, True, loc) for new, loc in zip(prepared.lines, prepared.line_locs, strict=True)
    ]
    return [*headers, *lines]


def _look_through(drafts: Sequence[DocumentDraft], facts: Facts) -> bool:
    """Let lines made from what only stands for another line be made from that one; whether there were any."""
    found = False
    for draft in drafts:
        spec = DOCUMENT_TYPES.get(draft.type)
        for link in spec.links:
            if link.stands_for is None:
                continue
            mine = [line for line in draft.lines if _source_type(line, facts) == link.source_type]
            real = link.stands_for([line.source_line_id or 0 for line in mine]) if mine else {}
            for line in mine:
                other = real.get(line.source_line_id or 0)
                found = found or other is not None
                line.source_line_id = line.source_line_id if other is None else other
    return found


def _source_type(line: LineDraft, facts: Facts) -> str:
    source = facts.sources.get(line.source_line_id or 0)
    return source.type if source is not None else ""


def _prepare_one(
    draft: DocumentDraft, position: int, loc: Loc, viewer: Viewer, prepared: Prepared, refusals: list[Refusal]
) -> None:
    spec = DOCUMENT_TYPES.get(draft.type)
    facts = prepared.facts
    header = prepare_header(draft, spec=spec, facts=facts, loc=loc, refusals=refusals)
    own = OwnFields(spec, header, facts, prepared.at, draft.before, viewer)
    header.extra = own.header(loc, refusals)
    own.built_in_header(loc, refusals)
    prepared.specs.append(spec)
    prepared.headers.append(header)
    if spec.closed and draft.before is None:
        refusals.append(Refusal("form_archived", {"form": str(spec.label)}, (*loc, "type")))
    if spec.needs_lines and not draft.lines:
        refusals.append(Refusal("no_lines", {}, (*loc, "lines")))
    mine: list[PreparedLine] = []
    for index, entered in enumerate(draft.lines):
        line_loc = (*loc, "lines", index)
        source = _source(entered.source_line_id, spec, header.book_id, viewer, facts, line_loc, refusals)
        line = prepare_line(
            entered, line_no=index + 1, header=header, spec=spec, facts=facts, loc=line_loc, refusals=refusals
        )
        if line is None:
            continue
        link = spec.link_from(source.type) if source is not None else None
        entered.extra = own.line(entered, line, line_loc, refusals)
        line = own.built_in_line(entered, line, line_loc, refusals)
        name_kit(entered, line, source, spec)
        if source is not None and link is not None:
            prepared.links.append(
                NewLink(len(prepared.lines), source.line_id, source.document_id, link.kind, _drawn(link, line, entered))
            )
        agree_on_life(entered, line.item_id, source, header, spec, facts)
        mine.append(line)
        prepared.lines.append(NewLine(position, line, custom(spec, entered.extra)))
        prepared.line_locs.append(line_loc)
        prepared.extras.append(entered.extra)
        prepared.lot_dates.append((entered.production_date, entered.expiry_date))
    if takes_off(header):
        mine = _take_off(header, mine, prepared, loc, refusals)
    _add_up(header, mine, loc, refusals)
    have = {
        "warehouse": bool(mine) and all(line.warehouse_id for line in mine),
        "to_warehouse": bool(mine) and all(line.to_warehouse_id for line in mine),
    }
    refusals.extend(check_required(header, spec=spec, lines_have=have, loc=loc))


def _drawn(link: LinkSpec, line: PreparedLine, entered: LineDraft) -> Decimal:
    """What a link takes of its source, in base units."""
    if link.draws is None:
        return line.base_quantity
    taken = entered.extra.get(link.draws)
    if not isinstance(taken, Decimal) or taken <= 0:
        return ZERO
    return round_half_up(taken * line.factor_numerator / line.factor_denominator, 6)


def _take_off(
    header: PreparedHeader, mine: list[PreparedLine], prepared: Prepared, loc: Loc, refusals: list[Refusal]
) -> list[PreparedLine]:
    """Share out what is taken off the whole document; the document's lines are the last ones prepared."""
    entered, part = header.extra.get(ORDER_DISCOUNT), header.extra.get(ORDER_DISCOUNT_RATE)
    if entered is None and isinstance(part, Decimal):
        if not 0 <= part <= 1:
            refusals.append(Refusal("fraction_bad", {}, (*loc, "header", ORDER_DISCOUNT_RATE)))
            return mine
        whole = sum((line.total if header.price_includes_tax else line.net for line in mine), ZERO)
        entered = round_amount(whole * part)
    if not isinstance(entered, Decimal) or entered == 0:
        return mine
    found = with_discount(mine, entered, price_includes_tax=header.price_includes_tax)
    if isinstance(found, Refusal):
        refusals.append(replace(found, loc=(*loc, "header", ORDER_DISCOUNT)))
        return mine
    first = len(prepared.lines) - len(mine)
    for index, line in enumerate(found):
        prepared.lines[first + index] = prepared.lines[first + index]._replace(line=line)
    return found


_ALWAYS_STORED = frozenset(
    {
        ORDER_DISCOUNT,
        ORDER_DISCOUNT_RATE,
        DISCOUNT_AMOUNT,
        RATE,
        "lots",
        "package",
        "serials",
        "min_life_days",
        GIFT_QUANTITY,
        KIT,
        KIT_OF,
    }
)


def custom(spec: DocTypeSpec, extra: dict[str, object]) -> dict[str, object]:
    """What of a type's own values is stored in `ext`: custom fields, the order discount, the rate and what concerns lots always,
    the rest when the type has no side table."""
    if not extra or spec.side is None:
        return extra
    return {name: value for name, value in extra.items() if name.startswith("f_") or name in _ALWAYS_STORED}


def _source(
    line_id: int | None,
    spec: DocTypeSpec,
    book_id: int,
    viewer: Viewer,
    facts: Facts,
    loc: Loc,
    refusals: list[Refusal],
) -> SourceFacts | None:
    if line_id is None:
        return None
    where = (*loc, "source_line_id")
    source = facts.sources.get(line_id)
    if source is None or not (viewer.all_powerful or _sees_source(viewer, source)):
        refusals.append(Refusal("unknown_reference", {"field": "source_line_id", "id": str(line_id)}, where))
        return None
    problem = source_problem(
        source, target=spec, source_kind=facts.source_kinds[source.type], book_id=book_id, loc=where
    )
    if problem:
        refusals.append(problem)
    return source


def _sees_source(viewer: Viewer, source: SourceFacts) -> bool:
    places = (source.warehouse_id, source.document_warehouse_id, source.document_to_warehouse_id)
    warehouses = {place for place in places if place is not None}
    return sees(
        viewer, source.type, book_id=source.book_id, warehouse_ids=warehouses, created_by_id=source.created_by_id
    ) and within_rows(viewer, source.type, [source.document_id])


def _add_up(header: PreparedHeader, lines: Sequence[PreparedLine], loc: Loc, refusals: list[Refusal]) -> None:
    header.total_quantity = sum((line.quantity for line in lines), ZERO)
    header.total_net = sum((line.net for line in lines), ZERO)
    header.total_tax = sum((line.tax for line in lines), ZERO)
    header.total_amount = sum((line.total for line in lines), ZERO)
    too_much = max(abs(header.total_net), abs(header.total_amount)) >= AMOUNT_LIMIT
    if not refusals and (too_much or header.total_quantity >= QUANTITY_LIMIT):  # else the line says it
        most = {"quantity": largest(WHOLE_DIGITS), "amount": largest(AMOUNT_DIGITS, 2)}
        refusals.append(Refusal("document_too_large", most, (*loc, "lines")))
    if header.warehouse_id is None:
        places = {line.warehouse_id for line in lines}
        header.warehouse_id = places.pop() if len(places) == 1 else None


def require(viewer: Viewer, prepared: Prepared, action: str) -> None:
    """Raises Refused permission_denied when the viewer lacks `action` for some of the new documents where they act."""
    if viewer.all_powerful:
        return
    lines: list[list[PreparedLine]] = [[] for _ in prepared.headers]
    for new in prepared.lines:
        lines[new.document].append(new.line)
    for spec, header, mine in zip(prepared.specs, prepared.headers, lines, strict=True):
        places = acting_warehouses(
            spec,
            [header.warehouse_id, *(line.warehouse_id for line in mine)],
            [header.to_warehouse_id, *(line.to_warehouse_id for line in mine)],
        )
        if not allows(
            viewer, spec.code, action, book_id=header.book_id, warehouse_ids=places, created_by_id=viewer.user_id
        ):
            raise Refused(Refusal("permission_denied", {"resource": str(spec.label), "action": action}), status=403)


def progress_of(prepared: Prepared, *, transition: str = "") -> list[ProgressChange]:
    """What the new links take from their sources; with a `transition` that carries them out, that too."""
    done = [carries_out(spec.kind, transition) for spec in prepared.specs]
    return [
        ProgressChange(
            link.source_line_id,
            link.source_document_id,
            link.kind,
            link.quantity,
            link.quantity if done[prepared.lines[link.line].document] else ZERO,
        )
        for link in prepared.links
        if link.kind in DRAWING
    ]


def numbers_of(prepared: Prepared, document_ids: Sequence[int]) -> list[NumberWanted]:
    """The numbers the new documents wait for."""
    return [
        NumberWanted(document_id, *prepared.facts.numbering(spec, header.book_id, header.business_date))
        for document_id, header, spec in zip(document_ids, prepared.headers, prepared.specs, strict=True)
    ]
