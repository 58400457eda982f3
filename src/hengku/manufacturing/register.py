"""What manufacturing offers the house."""

from dataclasses import replace

from hengku.documents.rules.accounting import offer_hints
from hengku.documents.rules.registry import offer_document_type, offer_effect, offer_guard
from hengku.documents.types import SideTable
from hengku.kernel.errors import offer_messages
from hengku.manufacturing import texts
from hengku.manufacturing.operations.details import write_issues, write_returns
from hengku.manufacturing.operations.material import (
    guard_issues,
    guard_returns,
    guard_reversals,
    post_issues,
    post_returns,
    reverse_documents,
)
from hengku.manufacturing.operations.orders import guard_withdrawal
from hengku.manufacturing.queries.material import MATERIAL_ASKED, material_hints, read_material
from hengku.manufacturing.rules import specs
from hengku.manufacturing.schemas import PRODUCTION_ORDERS
from hengku.masterdata.rules.seeds import NumberRuleSeed, ReasonSeed, offer_number_rules, offer_reasons
from hengku.metadata.rules.registry import offer_resource


def register() -> None:
    """Called once at start, after the rooms below and before warehousing, whose keeper is asked about these moves too."""
    offer_messages(texts.MESSAGES)
    offer_document_type(specs.PRODUCTION_ORDER)
    offer_document_type(
        replace(specs.MATERIAL_ISSUE, side=SideTable(write_issues, read_material, asked=MATERIAL_ASKED))
    )
    offer_document_type(
        replace(specs.MATERIAL_RETURN, side=SideTable(write_returns, read_material, asked=MATERIAL_ASKED))
    )
    offer_resource(PRODUCTION_ORDERS)
    offer_guard("production_order", "unapprove", guard_withdrawal)
    for transition in ("approve", "post"):
        offer_guard("material_issue", transition, guard_issues)
        offer_guard("material_return", transition, guard_returns)
    offer_effect("material_issue", "post", post_issues)
    offer_effect("material_return", "post", post_returns)
    for code in ("material_issue", "material_return"):
        offer_guard(code, "reverse", guard_reversals)
        offer_effect(code, "reverse", reverse_documents)
        offer_hints(code, material_hints)
    offer_number_rules(lambda: [NumberRuleSeed(spec.code, spec.prefix) for spec in specs.DOCUMENT_TYPES])
    offer_reasons(lambda: [ReasonSeed(code, name, purpose) for code, purpose, name in texts.REASONS])
