"""What sales offers the house."""

from dataclasses import replace

from hengku.documents.rules.registry import offer_document_type, offer_effect, offer_guard
from hengku.documents.types import SideTable
from hengku.kernel.errors import offer_messages
from hengku.masterdata.rules.seeds import NumberRuleSeed, ReasonSeed, offer_number_rules, offer_reasons
from hengku.metadata.rules.registry import offer_rights
from hengku.sales import texts
from hengku.sales.operations.floor import guard_floor
from hengku.sales.operations.incoming import goods_arrived, supply_changed, supply_withdrawn
from hengku.sales.operations.notice import give_reservations_back, take_reservations
from hengku.sales.operations.order import guard_quotations, guard_sales_orders, release_orders, reserve_orders
from hengku.sales.operations.order_details import forget_order_lines, write_order_details
from hengku.sales.operations.reverse import reverse_documents
from hengku.sales.operations.ship import guard_shipments, post_shipments
from hengku.sales.operations.take_back import guard_sales_returns, post_sales_returns
from hengku.sales.queries.order_details import over_shipment_allowed, read_order_details
from hengku.sales.rules import specs


def register() -> None:
    """Called once at start, after the rooms below."""
    offer_messages(texts.MESSAGES)
    details = SideTable(write=write_order_details, read=read_order_details, forget=forget_order_lines)
    offer_document_type(specs.QUOTATION)
    offer_document_type(replace(specs.SALES_ORDER, side=details))
    offer_document_type(specs.DELIVERY_NOTICE)
    agreed = tuple(
        replace(link, allowance=over_shipment_allowed) if link.source_type == "sales_order" else link
        for link in specs.SHIPMENT.links
    )
    offer_document_type(replace(specs.SHIPMENT, links=agreed))
    offer_document_type(specs.SALES_RETURN)
    _offer_behaviour()
    offer_number_rules(lambda: [NumberRuleSeed(spec.code, spec.prefix) for spec in specs.DOCUMENT_TYPES])
    offer_reasons(
        lambda: [
            ReasonSeed("SALES_UNWANTED", texts.REASON_UNWANTED, "sales_return"),
            ReasonSeed("SALES_DAMAGED", texts.REASON_DAMAGED, "sales_return"),
        ]
    )


def _offer_behaviour() -> None:
    offer_rights("floor-price", ("release",))
    offer_rights("allocation", ("view", "apply"))
    offer_rights("reservations", ("release",))
    offer_rights("stock-locks", ("create", "delete"))
    for code, transition in (("quotation", "approve"), ("sales_order", "approve"), ("shipment", "post")):
        offer_guard(code, transition, guard_floor)
    offer_guard("quotation", "approve", guard_quotations)
    offer_guard("sales_order", "approve", guard_sales_orders)
    for transition in ("approve", "reopen"):
        offer_effect("delivery_notice", transition, take_reservations)
    for transition in ("stop", "void"):
        offer_effect("delivery_notice", transition, give_reservations_back)
    for arrival in ("goods_receipt", "transfer_in"):
        offer_effect(arrival, "post", goods_arrived)
    for transition in ("unapprove", "stop"):
        offer_effect("purchase_order", transition, supply_withdrawn)
    offer_effect("purchase_order", "revise", supply_changed)
    offer_effect("transfer_out", "reverse", supply_withdrawn)
    offer_effect("sales_order", "approve", reserve_orders)
    offer_effect("sales_order", "reopen", reserve_orders)
    for transition in ("unapprove", "stop"):
        offer_effect("sales_order", transition, release_orders)
    for transition in ("approve", "post"):
        offer_guard("shipment", transition, guard_shipments)
        offer_guard("sales_return", transition, guard_sales_returns)
    offer_effect("shipment", "post", post_shipments)
    offer_effect("shipment", "reverse", reverse_documents)
    offer_effect("sales_return", "post", post_sales_returns)
    offer_effect("sales_return", "reverse", reverse_documents)
