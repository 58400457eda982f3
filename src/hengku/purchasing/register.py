"""What purchasing offers the house."""

from dataclasses import replace

from hengku.documents.rules.registry import offer_document_type, offer_effect, offer_guard
from hengku.documents.types import LinkSpec, SideTable
from hengku.kernel.errors import offer_messages
from hengku.masterdata.rules.seeds import NumberRuleSeed, ReasonSeed, offer_number_rules, offer_reasons
from hengku.purchasing import texts
from hengku.purchasing.operations.arrive import release_notices, reopen_notices, take_back_notices
from hengku.purchasing.operations.inspect import (
    guard_inspections,
    guard_reversals,
    post_inspections,
    reverse_inspections,
)
from hengku.purchasing.operations.inspection_details import forget_inspection_lines, write_inspection_lines
from hengku.purchasing.operations.order import guard_purchase_orders
from hengku.purchasing.operations.order_details import forget_order_lines, write_order_details
from hengku.purchasing.operations.receive import guard_receipts, post_goods_receipts
from hengku.purchasing.operations.return_goods import post_purchase_returns
from hengku.purchasing.operations.reverse import reverse_documents
from hengku.purchasing.queries.inspecting import notice_lines_of
from hengku.purchasing.queries.inspection_details import read_inspection_lines
from hengku.purchasing.queries.order_details import over_receipt_allowed, read_order_details
from hengku.purchasing.rules.document_types import DOCUMENT_TYPES


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(texts.MESSAGES)
    _offer_types()
    _offer_behaviour()
    offer_number_rules(lambda: [NumberRuleSeed(spec.code, spec.prefix) for spec in DOCUMENT_TYPES])
    offer_reasons(
        lambda: [
            ReasonSeed("PURCHASE_GIFT", texts.REASON_GIFT, "goods_receipt"),
            ReasonSeed("PURCHASE_DEFECT", texts.REASON_DEFECT, "purchase_return"),
            ReasonSeed("PURCHASE_SURPLUS", texts.REASON_SURPLUS, "purchase_return"),
            ReasonSeed("INSPECTION_BROKEN", texts.REASON_BROKEN, "incoming_inspection"),
            ReasonSeed("INSPECTION_WRONG", texts.REASON_WRONG_GOODS, "incoming_inspection"),
        ]
    )


def _offer_types() -> None:
    sides = {
        "purchase_order": SideTable(write_order_details, read_order_details, forget_order_lines),
        "incoming_inspection": SideTable(write_inspection_lines, read_inspection_lines, forget_inspection_lines),
    }
    for spec in DOCUMENT_TYPES:
        offer_document_type(replace(spec, side=sides.get(spec.code), links=tuple(map(_agreed, spec.links))))


def _agreed(link: LinkSpec) -> LinkSpec:
    """The link with what only the room's tables know."""
    if link.source_type == "purchase_order":
        return replace(link, allowance=over_receipt_allowed)
    if link.source_type == "incoming_inspection":
        return replace(link, stands_for=notice_lines_of)
    return link


def _offer_behaviour() -> None:
    offer_guard("purchase_order", "approve", guard_purchase_orders)
    for transition in ("approve", "post"):
        offer_guard("goods_receipt", transition, guard_receipts)
        offer_guard("incoming_inspection", transition, guard_inspections)
    offer_guard("incoming_inspection", "reverse", guard_reversals)
    offer_effect("receiving_notice", "approve", release_notices)
    offer_effect("receiving_notice", "stop", take_back_notices)
    offer_effect("receiving_notice", "void", take_back_notices)
    offer_effect("receiving_notice", "reopen", reopen_notices)
    offer_effect("incoming_inspection", "post", post_inspections)
    offer_effect("incoming_inspection", "reverse", reverse_inspections)
    offer_effect("goods_receipt", "post", post_goods_receipts)
    offer_effect("goods_receipt", "reverse", reverse_documents)
    offer_effect("purchase_return", "post", post_purchase_returns)
    offer_effect("purchase_return", "reverse", reverse_documents)
