"""What warehousing offers the house."""

from dataclasses import replace

from hengku.documents.rules.registry import DOCUMENT_TYPES, offer_document_type, offer_guard
from hengku.documents.types import SideTable
from hengku.kernel.errors import offer_messages
from hengku.warehousing import texts
from hengku.warehousing.operations import details
from hengku.warehousing.operations.guard_moves import guard_moves
from hengku.warehousing.queries import details as read
from hengku.warehousing.rules.specs import STOCK_TYPES
from hengku.warehousing.rules.specs_count import COUNT_TYPES


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(texts.MESSAGES)
    sides = {
        "cost_adjustment": SideTable(
            details.write_cost_adjustments, read.read_cost_adjustments, details.forget_cost_adjustment_lines
        ),
        "count_plan": SideTable(details.write_count_plans, read.read_count_plans),
        "count_sheet": SideTable(details.write_count_sheets, read.read_count_sheets, details.forget_count_lines),
        "count_gain": SideTable(
            details.write_count_adjustments, read.read_count_adjustments, details.forget_count_adjustment_lines
        ),
        "count_loss": SideTable(
            details.write_count_adjustments, read.read_count_adjustments, details.forget_count_adjustment_lines
        ),
    }
    for spec in (*STOCK_TYPES, *COUNT_TYPES):
        offer_document_type(replace(spec, side=sides.get(spec.code)))
    for transition in ("approve", "post"):
        for spec in DOCUMENT_TYPES:
            if spec.movement_type is not None and spec.code != "cost_adjustment":
                offer_guard(spec.code, transition, guard_moves)
