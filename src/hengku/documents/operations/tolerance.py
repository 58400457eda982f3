"""More than the source says: allowed within its tolerance, beyond it only by whoever holds the right and has read the warning."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from hengku.documents.operations.prepare import Prepared
from hengku.documents.operations.write import NewLink
from hengku.documents.rules.facts import SourceFacts
from hengku.documents.rules.links import needed_tolerance, overdrawn, tolerance_of
from hengku.documents.rules.registry import DOCUMENT_TYPES
from hengku.documents.rules.rights import allows
from hengku.documents.types import DRAWING, DocTypeSpec, LinkSpec
from hengku.identity.operations.audit import record_changes
from hengku.identity.queries.holders import roles_that_may
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain

EXCEED = "exceed"
"""The right, on the target's type, to go beyond the tolerance."""


class _Over(NamedTuple):
    """A link that makes its source line exceed its quantity: to `linked`, of which this command takes `taken`."""

    position: int
    link: NewLink
    source: SourceFacts
    target: DocTypeSpec
    rule: LinkSpec
    linked: Decimal
    taken: Decimal


def check_tolerance(prepared: Prepared, linked: dict[int, Decimal], *, act: Act, confirm: Collection[str] = ()) -> None:
    """Note on links the tolerance they need. Raises Refused naming what is left when even that is not enough.

    Who may exceed is only warned; with `tolerance_exceeded` in `confirm` the link is made and the audit keeps who let it pass.
    """
    over = _over(prepared, linked)
    if not over:
        return
    allowances = _allowances(over)
    refusals: list[Refusal] = []
    let_pass: list[_Over] = []
    for one in over:
        problem, tolerance = _problem(prepared, one, allowances)
        if problem is not None and one.rule.tolerance is not None:
            problem = _judged(problem, one, prepared, act)
            if problem.severity == "warn" and problem.code in confirm:
                problem, tolerance = None, needed_tolerance(one.source, one.linked)
                let_pass.append(one)
        if problem is not None:
            refusals.append(problem)
        prepared.links[one.position] = one.link._replace(tolerance=tolerance)
    if refusals:
        raise Refused(refusals)
    _tell(act, let_pass)


def _over(prepared: Prepared, linked: dict[int, Decimal]) -> list[_Over]:
    exceeding = [
        (position, link)
        for position, link in enumerate(prepared.links)
        if link.kind in DRAWING
        and linked[link.source_line_id] > prepared.facts.sources[link.source_line_id].base_quantity
    ]
    taken: dict[int, Decimal] = {}
    for _, link in exceeding:
        taken[link.source_line_id] = taken.get(link.source_line_id, ZERO) + link.quantity
    found = []
    for position, link in exceeding:
        source = prepared.facts.sources[link.source_line_id]
        target = prepared.specs[prepared.lines[link.line].document]
        rule = target.link_from(source.type)
        if rule is not None:
            found.append(_Over(position, link, source, target, rule, linked[source.line_id], taken[source.line_id]))
    return found


def _allowances(over: Sequence[_Over]) -> dict[int, Decimal]:
    """The source lines' own tolerances, where their type keeps any: one call per kind of link."""
    asked: dict[int, tuple[LinkSpec, list[int]]] = {}
    for one in over:
        asked.setdefault(id(one.rule), (one.rule, []))[1].append(one.source.line_id)
    found: dict[int, Decimal] = {}
    for rule, line_ids in asked.values():
        if rule.allowance is not None:
            found.update(rule.allowance(line_ids))
    return found


def _problem(prepared: Prepared, one: _Over, allowances: dict[int, Decimal]) -> tuple[Refusal | None, Decimal]:
    """What the tolerance says, and the tolerance."""
    item = prepared.facts.items[one.source.item_id]
    book = prepared.facts.books.get(one.source.book_id)
    tolerance = allowances.get(one.source.line_id, tolerance_of(one.rule, item, book))
    problem = overdrawn(
        source=one.source,
        item=item,
        link=one.rule,
        tolerance=tolerance,
        linked=one.linked,
        taken=one.taken,
        from_task=DOCUMENT_TYPES.get(one.source.type).kind == "task",
        loc=(*prepared.line_locs[one.link.line], "quantity"),
    )
    return problem, tolerance


def _judged(problem: Refusal, one: _Over, prepared: Prepared, act: Act) -> Refusal:
    """A warning for who may exceed, here and now; for the others a refusal that says who may."""
    warehouse_id = prepared.lines[one.link.line].line.warehouse_id
    may = allows(
        act.viewer,
        one.target.code,
        EXCEED,
        book_id=one.source.book_id,
        warehouse_ids=set() if warehouse_id is None else {warehouse_id},
        created_by_id=act.actor_id,
    )
    who = "、".join(roles_that_may(resource=one.target.code, action=EXCEED)) or "–"
    return replace(problem, params={**problem.params, "who": who}, severity="warn" if may else "block")


def _tell(act: Act, let_pass: Sequence[_Over]) -> None:
    """Keep in the audit of the source who let more pass than its tolerance."""
    for source_type in {one.source.type for one in let_pass}:
        record_changes(
            act=act,
            entity=source_type,
            action=EXCEED,
            changes=[
                (
                    one.source.document_id,
                    {"line_no": one.source.line_no, "quantity": plain(one.source.base_quantity)},
                    {"line_no": one.source.line_no, "quantity": plain(one.linked), "by": one.target.code},
                )
                for one in let_pass
                if one.source.type == source_type
            ],
        )
