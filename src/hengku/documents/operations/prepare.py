"""Drafts become rows to write: facts read once, every reason to refuse collected with the place it concerns."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from hengku.documents.operations.command import NumberWanted
from hengku.documents.operations.write import NewLine, NewLink
from hengku.documents.queries.facts import facts_for
from hengku.documents.rules.facts import Facts, SourceFacts
from hengku.documents.rules.headers import Loc, PreparedHeader, check_required, prepare_header
from hengku.documents.rules.lines import PreparedLine, prepare_line
from hengku.documents.rules.links import overdrawn, source_problem, tolerance_of
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import acting_warehouses, allows, sees
from hengku.documents.types import DRAWING, DocTypeSpec, DocumentDraft, LinkSpec, ProgressChange
from hengku.identity.types import Act, Viewer
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO


@dataclass(slots=True)
class Prepared:
    """Everything to be written for some drafts; positions in `lines` and `links` count over all of them."""

    facts: Facts
    specs: list[DocTypeSpec] = field(default_factory=list)
    headers: list[PreparedHeader] = field(default_factory=list)
    lines: list[NewLine] = field(default_factory=list)
    links: list[NewLink] = field(default_factory=list)
    line_locs: list[Loc] = field(default_factory=list)
    extras: list[dict[str, object]] = field(default_factory=list)


def prepare(*, act: Act, drafts: Sequence[DocumentDraft], action: str) -> Prepared:
    """Fill and check drafts for which the actor needs the right `action`. Raises Refused with every reason found."""
    prepared = Prepared(facts_for(drafts))
    refusals: list[Refusal] = []
    for position, draft in enumerate(drafts):
        loc: Loc = ("documents", position) if len(drafts) > 1 else ()
        _prepare_one(draft, position, loc, act.viewer, prepared, refusals)
    if refusals:
        raise Refused(refusals)
    require(act.viewer, prepared, action)
    return prepared


def _prepare_one(
    draft: DocumentDraft, position: int, loc: Loc, viewer: Viewer, prepared: Prepared, refusals: list[Refusal]
) -> None:
    spec = DOCUMENT_TYPES.get(draft.type)
    facts = prepared.facts
    header = prepare_header(draft, spec=spec, facts=facts, loc=loc, refusals=refusals)
    prepared.specs.append(spec)
    prepared.headers.append(header)
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
        if source is not None and link is not None:
            prepared.links.append(
                NewLink(len(prepared.lines), source.line_id, source.document_id, link.kind, line.base_quantity)
            )
        mine.append(line)
        prepared.lines.append(NewLine(position, line, custom(spec, entered.extra)))
        prepared.line_locs.append(line_loc)
        prepared.extras.append(entered.extra)
    _add_up(header, mine)
    have = {
        "warehouse": bool(mine) and all(line.warehouse_id for line in mine),
        "to_warehouse": bool(mine) and all(line.to_warehouse_id for line in mine),
    }
    refusals.extend(check_required(header, spec=spec, lines_have=have, loc=loc))


def custom(spec: DocTypeSpec, extra: dict[str, object]) -> dict[str, object]:
    """What of a type's own values is stored in `ext`: custom fields always, the rest when the type has no side table."""
    if not extra or spec.side is None:
        return extra
    return {name: value for name, value in extra.items() if name.startswith("f_")}


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
    if source is None or not _sees_source(viewer, source):
        refusals.append(Refusal("unknown_reference", {"field": "source_line_id", "id": str(line_id)}, where))
        return None
    kind = DOCUMENT_TYPES.get(source.type).kind
    problem = source_problem(source, target=spec, source_kind=kind, book_id=book_id, loc=where)
    if problem:
        refusals.append(problem)
    return source


def _sees_source(viewer: Viewer, source: SourceFacts) -> bool:
    places = (source.warehouse_id, source.document_warehouse_id, source.document_to_warehouse_id)
    warehouses = {place for place in places if place is not None}
    return sees(
        viewer, source.type, book_id=source.book_id, warehouse_ids=warehouses, created_by_id=source.created_by_id
    )


def _add_up(header: PreparedHeader, lines: Sequence[PreparedLine]) -> None:
    header.total_quantity = sum((line.quantity for line in lines), ZERO)
    header.total_net = sum((line.net for line in lines), ZERO)
    header.total_tax = sum((line.tax for line in lines), ZERO)
    header.total_amount = sum((line.total for line in lines), ZERO)
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


def progress_of(prepared: Prepared, *, effective: bool) -> list[ProgressChange]:
    """What the new links take from their sources; `effective`: they are carried out at once."""
    return [
        ProgressChange(
            link.source_line_id,
            link.source_document_id,
            link.kind,
            link.quantity,
            link.quantity if effective else ZERO,
        )
        for link in prepared.links
        if link.kind in DRAWING
    ]


def check_tolerance(prepared: Prepared, linked: dict[int, Decimal]) -> None:
    """Note the tolerance on links that need it. Raises Refused naming what is left when even that is not enough."""
    over = [
        (position, link)
        for position, link in enumerate(prepared.links)
        if link.kind in DRAWING
        and linked[link.source_line_id] > prepared.facts.sources[link.source_line_id].base_quantity
    ]
    if not over:
        return
    allowances = _allowances(prepared, [link for _, link in over])
    taken: dict[int, Decimal] = {}
    for _, link in over:
        taken[link.source_line_id] = taken.get(link.source_line_id, ZERO) + link.quantity
    refusals: list[Refusal] = []
    for position, link in over:
        new = prepared.lines[link.line]
        source = prepared.facts.sources[link.source_line_id]
        rule = prepared.specs[new.document].link_from(source.type)
        item = prepared.facts.items[source.item_id]
        if rule is None:
            continue
        book = prepared.facts.books.get(prepared.headers[new.document].book_id)
        tolerance = allowances.get(source.line_id, tolerance_of(rule, item, book))
        prepared.links[position] = link._replace(tolerance=tolerance)
        problem = overdrawn(
            source=source,
            item=item,
            link=rule,
            tolerance=tolerance,
            linked=linked[link.source_line_id],
            taken=taken[link.source_line_id],
            loc=(*prepared.line_locs[link.line], "quantity"),
        )
        if problem:
            refusals.append(problem)
    if refusals:
        raise Refused(refusals)


def _allowances(prepared: Prepared, links: Sequence[NewLink]) -> dict[int, Decimal]:
    """The source lines' own tolerances, where their type keeps any: one call per kind of link."""
    asked: dict[int, tuple[LinkSpec, list[int]]] = {}
    for link in links:
        source = prepared.facts.sources[link.source_line_id]
        rule = prepared.specs[prepared.lines[link.line].document].link_from(source.type)
        if rule is not None and rule.allowance is not None:
            asked.setdefault(id(rule), (rule, []))[1].append(link.source_line_id)
    found: dict[int, Decimal] = {}
    for rule, line_ids in asked.values():
        if rule.allowance is not None:
            found.update(rule.allowance(line_ids))
    return found


def numbers_of(prepared: Prepared, document_ids: Sequence[int]) -> list[NumberWanted]:
    """The numbers the new documents wait for."""
    return [
        NumberWanted(document_id, *prepared.facts.numbering(spec, header.book_id, header.business_date))
        for document_id, header, spec in zip(document_ids, prepared.headers, prepared.specs, strict=True)
    ]
