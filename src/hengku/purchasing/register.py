"""What purchasing offers the house."""

from dataclasses import replace

from hengku.documents.rules.registry import offer_document_type, offer_effect, offer_guard
from hengku.documents.types import SideTable
from hengku.kernel.errors import offer_messages
from hengku.masterdata.rules.seeds import NumberRuleSeed, ReasonSeed, offer_number_rules, offer_reasons
from hengku.purchasing import texts
from hengku.purchasing.operations.order import guard_purchase_orders
from hengku.purchasing.operations.order_details import forget_order_lines, write_order_details
from hengku.purchasing.operations.receive import guard_receipts, post_goods_receipts
from hengku.purchasing.operations.return_goods import post_purchase_returns
from hengku.purchasing.operations.reverse import reverse_documents
from hengku.purchasing.queries.order_details import over_receipt_allowed, read_order_details
from hengku.purchasing.rules import specs


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(texts.MESSAGES)
    details = SideTable(write=write_order_details, read=read_order_details, forget=forget_order_lines)
    offer_document_type(replace(specs.PURCHASE_ORDER, side=details))
    (from_order,) = specs.GOODS_RECEIPT.links
    agreed = replace(from_order, allowance=over_receipt_allowed)
    offer_document_type(replace(specs.GOODS_RECEIPT, links=(agreed,)))
    offer_document_type(specs.PURCHASE_RETURN)
    offer_guard("purchase_order", "approve", guard_purchase_orders)
    offer_guard("goods_receipt", "approve", guard_receipts)
    offer_guard("goods_receipt", "post", guard_receipts)
    offer_effect("goods_receipt", "post", post_goods_receipts)
    offer_effect("goods_receipt", "reverse", reverse_documents)
    offer_effect("purchase_return", "post", post_purchase_returns)
    offer_effect("purchase_return", "reverse", reverse_documents)
    offer_number_rules(lambda: [NumberRuleSeed(spec.code, spec.prefix) for spec in specs.DOCUMENT_TYPES])
    offer_reasons(
        lambda: [
            ReasonSeed("PURCHASE_GIFT", texts.REASON_GIFT, "goods_receipt"),
            ReasonSeed("PURCHASE_DEFECT", texts.REASON_DEFECT, "purchase_return"),
            ReasonSeed("PURCHASE_SURPLUS", texts.REASON_SURPLUS, "purchase_return"),
        ]
    )
