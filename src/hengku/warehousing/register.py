"""What warehousing offers the house."""

from collections.abc import Iterable
from dataclasses import replace

from hengku.documents.rules.accounting import offer_hints
from hengku.documents.rules.registry import DOCUMENT_TYPES, offer_document_type, offer_effect, offer_guard
from hengku.documents.types import SideTable
from hengku.kernel.errors import offer_messages
from hengku.masterdata.rules.seeds import NumberRuleSeed, ReasonSeed, offer_number_rules, offer_reasons
from hengku.metadata.rules.invariants import offer_invariant
from hengku.metadata.rules.registry import offer_resource
from hengku.metadata.types import ResourceSpec
from hengku.warehousing import texts
from hengku.warehousing.models import UseLimit
from hengku.warehousing.operations import (
    adjust,
    confirm,
    cost,
    count,
    custody,
    details,
    limits,
    loans,
    losses,
    making,
    making_details,
    outside,
    standards,
    stock,
    uses,
)
from hengku.warehousing.operations.guard_moves import guard_moves, guard_reversals
from hengku.warehousing.queries import details as read
from hengku.warehousing.queries.prove import INVARIANTS
from hengku.warehousing.rules import specs, specs_count, specs_custody, specs_making, specs_outside
from hengku.warehousing.rules.keeping import WORKED
from hengku.warehousing.rules.limit_fields import LIMIT_FIELDS
from hengku.warehousing.rules.specs_standard import STANDARD_REVISION

TYPES = (
    *specs.STOCK_TYPES,
    *specs_count.COUNT_TYPES,
    *specs_outside.OUTSIDE_TYPES,
    *specs_making.MAKING_TYPES,
    STANDARD_REVISION,
    *specs_custody.CUSTODY_TYPES,
)
USE_LIMITS = ResourceSpec(
    "use-limits", texts.USE_LIMIT, texts.USE_LIMITS, UseLimit, LIMIT_FIELDS,
    code_field="department", title_field="department", default_sort="department", scope={"book": "book_id"},
    create=limits.create_limit, update=limits.update_limit, delete=limits.delete_limit,
)  # fmt: skip
_MOVES = ("approve", "post")
"""A document is asked when it is approved and again when it is posted: the world may have changed between."""


def register() -> None:
    """Called once at start, after the rooms below and after purchasing and sales."""
    offer_messages(texts.MESSAGES)
    _offer_types()
    _offer_stock()
    _offer_outside()
    _offer_making()
    _offer_custody()
    _offer_keeping()
    _offer_counting()
    _offer_standards()
    for invariant in INVARIANTS:
        offer_invariant(invariant)
    offer_number_rules(lambda: [NumberRuleSeed(spec.code, spec.prefix) for spec in TYPES])
    offer_reasons(_reasons)
    offer_resource(USE_LIMITS)


def _reasons() -> Iterable[ReasonSeed]:
    return [ReasonSeed(code, name, purpose) for code, purpose, name in texts.REASONS]


def _offer_types() -> None:
    sides = {
        "cost_adjustment": SideTable(
            details.write_cost_adjustments, read.read_cost_adjustments, details.forget_cost_adjustment_lines
        ),
        "count_plan": SideTable(details.write_count_plans, read.read_count_plans),
        "count_sheet": SideTable(details.write_count_sheets, read.read_count_sheets, details.forget_count_lines),
        "count_gain": SideTable(
            details.write_count_adjustments, read.read_count_adjustments, details.forget_count_adjustment_lines
        ),
        "count_loss": losses.beside(
            SideTable(
                details.write_count_adjustments, read.read_count_adjustments, details.forget_count_adjustment_lines
            )
        ),
        "scrap": losses.SIDE,
        "transit_loss": losses.SIDE,
        "loan_out": loans.SIDE,
        **dict.fromkeys(("other_out", "custody_use"), uses.SIDE),
        **{spec.code: making_details.SIDE for spec in specs_making.MAKING_TYPES},
    }
    for code in ("scrap", "transit_loss", "count_loss"):
        offer_hints(code, losses.loss_hints)
    offer_hints("cost_adjustment", read.cost_adjustment_hints)
    for spec in TYPES:
        offer_document_type(replace(spec, side=sides.get(spec.code)))


def _offer_stock() -> None:
    for spec in (*specs.STOCK_TYPES, specs_count.COUNT_GAIN, specs_count.COUNT_LOSS):
        posts = stock.post_cost_adjustments if spec.code == "cost_adjustment" else stock.post_stock_documents
        offer_effect(spec.code, "post", posts)
        offer_effect(spec.code, "reverse", stock.reverse_stock_documents)


def _offer_outside() -> None:
    for spec in specs_outside.OUTSIDE_TYPES:
        offer_effect(spec.code, "post", outside.post_outside_documents)
        offer_effect(spec.code, "reverse", stock.reverse_stock_documents)
        if spec.links:
            for transition in _MOVES:
                offer_guard(spec.code, transition, outside.guard_sources)


def _offer_making() -> None:
    for spec in specs_making.MAKING_TYPES:
        offer_effect(spec.code, "post", making.post_making_documents)
        offer_effect(spec.code, "reverse", stock.reverse_stock_documents)
        guard = making.guard_making if spec.code in WORKED else making.guard_becoming
        for transition in _MOVES:
            offer_guard(spec.code, transition, guard)


def _offer_custody() -> None:
    for spec in specs_custody.CUSTODY_TYPES:
        offer_effect(spec.code, "post", custody.post_custody_documents)
        offer_effect(spec.code, "reverse", stock.reverse_stock_documents)
    for code in ("other_out", "custody_use"):
        offer_hints(code, uses.use_hints)
    for transition in _MOVES:
        offer_guard("custody_use", transition, custody.guard_custody_use)
        offer_guard("custody_use", transition, uses.guard_limits)
        offer_guard("other_out", transition, uses.guard_usage)
        offer_guard("other_out", transition, uses.guard_limits)


def _offer_keeping() -> None:
    # The keeper is asked about every trade's moves, those of purchasing and sales included.
    moving = [spec.code for spec in DOCUMENT_TYPES if spec.movement_type and spec.code != "cost_adjustment"]
    for code in moving:
        offer_guard(code, "reverse", guard_reversals)
    for transition in _MOVES:
        for code in moving:
            offer_guard(code, transition, guard_moves)
        offer_guard("scrap", transition, losses.guard_reasons)
        offer_guard("transit_loss", transition, losses.guard_reasons)
        for code in ("opening_stock", "opening_transit"):
            offer_guard(code, transition, cost.guard_own_cost)
            offer_guard(code, transition, cost.guard_opening)
        offer_guard("other_in", transition, cost.guard_own_cost)
        offer_guard("cost_adjustment", transition, cost.guard_cost_adjustments)
        offer_guard("count_gain", transition, adjust.guard_count_adjustments)
        offer_guard("count_loss", transition, adjust.guard_count_adjustments)


def _offer_standards() -> None:
    for transition in _MOVES:
        offer_guard(STANDARD_REVISION.code, transition, standards.guard_revisions)
    offer_effect(STANDARD_REVISION.code, "post", standards.post_revisions)


def _offer_counting() -> None:
    offer_guard("count_plan", "approve", count.guard_release)
    offer_effect("count_plan", "approve", count.release_plans)
    offer_guard("count_plan", "post", count.guard_finish)
    offer_effect("count_plan", "post", count.finish_plans)
    offer_guard("count_plan", "void", count.guard_cancel)
    offer_effect("count_plan", "void", count.finish_plans)
    offer_guard("count_sheet", "approve", confirm.guard_confirm)
    offer_effect("count_sheet", "approve", confirm.confirm_sheets)
    for code in ("count_gain", "count_loss"):
        offer_guard(code, "reverse", adjust.guard_reverse_adjustments)
