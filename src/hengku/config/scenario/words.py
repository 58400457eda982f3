"""The format's words and the product's: document types, fields, reasons, statuses, places."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paper:
    """A document code of the format in the product: its type, the transition that lets it take effect, and the names of
    header and line fields. Fields that are not named here and not common are not implemented."""

    type: str
    effect: str
    header: Mapping[str, str] = field(default_factory=dict)
    line: Mapping[str, str] = field(default_factory=dict)


_SUPPLIER = {"supplier": "partner"}
_CUSTOMER = {"customer": "partner"}
_INVOICE = {"invoice_type": "invoice_type", "red": "red", "match": "matches"}
_MONEY = {"amount": "amount", "purpose": "purpose", "match": "matches", "credit": "method"}
_LOSS = {"cause": "cause", "abnormal": "abnormal"}

_BECOMES = {"to_lot": "to_lot", "production_date": "to_production_date", "expiry": "to_expiry_date"}

PAPERS: Mapping[str, Paper] = {
    "PR": Paper("purchase_requisition", "approve"),
    "RFQ": Paper("rfq", "approve"),
    "PO": Paper("purchase_order", "approve", _SUPPLIER),
    "RN": Paper("receiving_notice", "approve", {**_SUPPLIER, "delivery_note": "external_number"}),
    "IQC": Paper(
        "incoming_inspection",
        "post",
        _SUPPLIER,
        {"accepted_qty": "quantity", "refused_qty": "refused_quantity", "reason": "reason"},
    ),
    "GRN": Paper("goods_receipt", "post", {**_SUPPLIER, "delivery_note": "external_number"}),
    "PRT": Paper("purchase_return", "post", _SUPPLIER),
    "PINV": Paper("purchase_invoice", "post", {**_SUPPLIER, **_INVOICE, "credit": "credit"}),
    "PPAY": Paper("payment", "post", {**_SUPPLIER, **_MONEY}),
    "LCB": Paper(
        "landed_cost",
        "post",
        {
            **_SUPPLIER,
            "invoice_type": "invoice_type",
            "targets": "targets",
            "credit": "credit",
            "customs_value_of": "customs_value_of",
            "duty_rate": "duty_rate",
            "import_vat_rate": "import_vat_rate",
        },
        {"cost": "cost", "basis": "basis"},
    ),
    "SQ": Paper("quotation", "approve", _CUSTOMER),
    "SO": Paper("sales_order", "approve", _CUSTOMER, {"min_life_days": "min_life_days"}),
    "DN": Paper("delivery_notice", "approve", _CUSTOMER),
    "SI": Paper("shipment", "post", _CUSTOMER, {"min_life_days": "min_life_days"}),
    "SRT": Paper("sales_return", "post", _CUSTOMER, {"standard_cost": "return_cost"}),
    "SINV": Paper("sales_invoice", "post", {**_CUSTOMER, **_INVOICE}),
    "RCPT": Paper("money_receipt", "post", {**_CUSTOMER, **_MONEY}),
    "TRD": Paper("transfer", "post", {"to_warehouse": "to_warehouse"}),
    "TRO": Paper("transfer_out", "post", {"to_warehouse": "to_warehouse"}),
    "TRI": Paper("transfer_in", "post"),
    "BINM": Paper("bin_move", "post"),
    "ASM": Paper("assembly", "post", {"fee": "fee", "fee_partner": "partner"}),
    "DSM": Paper("disassembly", "post", {"fee": "fee", "fee_partner": "partner"}),
    "FCV": Paper("conversion", "post", {}, {"to_item": "to_item", "to_qty": "to_quantity", **_BECOMES}),
    "OIN": Paper("other_in", "post"),
    "OOUT": Paper("other_out", "post", {"usage": "usage"}),
    "SCR": Paper("scrap", "post", _LOSS, _LOSS),
    "LOUT": Paper("loan_out", "post", {"partner": "partner"}),
    "LRET": Paper("loan_return", "post", {"partner": "partner"}),
    "CSO": Paper("consignment_out", "post", _CUSTOMER),
    "CSR": Paper("consignment_return", "post", _CUSTOMER),
    "CSS": Paper("consignment_settlement", "post", _CUSTOMER),
    "BOR": Paper("borrow", "post", {"partner": "partner"}),
    "BRT": Paper("borrow_return", "post", {"partner": "partner"}),
    "VMI-IN": Paper("custody_in", "post", {"owner": "partner"}),
    "VMI-OUT": Paper("custody_return", "post", {"owner": "partner"}),
    "VMI-USE": Paper("custody_use", "post", {"owner": "partner", "usage": "usage"}),
    "CGN": Paper("count_gain", "post"),
    "CLS": Paper("count_loss", "post", _LOSS),
    "CADJ": Paper("cost_adjustment", "post", {**_SUPPLIER, "credit": "credit"}),
    "LOTC": Paper("lot_change", "post", {}, _BECOMES),
    "OPEN": Paper("opening_stock", "post"),
    "MO": Paper("production_order", "approve"),
    "MI": Paper("material_issue", "post", {"usage": "usage", "mo": "production_order", "kind": "kind"}),
    "MRT": Paper("material_return", "post", {"mo": "production_order", "kind": "kind"}),
}
"""Count plans and sheets are told through the counting addresses (see counting)."""

COMMON_HEADER = {"warehouse": "warehouse", "currency": "currency", "rate": "rate", "reason": "remarks"}
COMMON_LINE = {
    "qty": "quantity", "unit": "unit", "warehouse": "warehouse", "to_warehouse": "to_warehouse", "lot": "lot",
    "production_date": "production_date", "expiry": "expiry_date", "tax_rate": "tax_rate", "tax": "tax", "amount": "amount",
    "owner": "owner", "gift_qty": "gift_quantity",
}  # fmt: skip

CONDITIONS = {"good": "AVAILABLE", "damaged": "REJECTED", "hold": "HOLD", "scrap": "SCRAP"}
"""Condition of returned goods -> what the product calls it. What is scrap takes a scrap document of its own."""

REASONS: Mapping[str, frozenset[str]] = {
    "period_closed": frozenset({"period_closed", "period_not_last"}),
    "open_documents": frozenset({"open_documents", "open_orders"}),
    "price_missing": frozenset({"price_missing", "price_required"}),
    "cost_missing": frozenset({"cost_missing", "cost_required", "standard_missing", "return_cost_missing"}),
    "backdate_not_allowed": frozenset({"backdate_not_allowed", "standard_changed_since"}),
    "second_person_required": frozenset({"second_person_required", "same_person"}),
    "lot_required": frozenset(
        {
            "lot_required",
            "expiry_required",
            "serials_required",
            "lot_dates_differ",
            "lot_from_the_future",
            "lot_expires_before_production",
        }
    ),
    "min_life_not_met": frozenset({"min_life_not_met", "receipt_life_too_short"}),
    "status_not_available": frozenset(
        {"status_not_available", "only_available", "ships_available_only", "count_frozen"}
    ),
    "credit_exceeded": frozenset({"credit_exceeded", "credit_overdue"}),
    "exceeds_source": frozenset(
        {"exceeds_source", "match_exceeds", "quantity_exceeds_source", "nothing_left", "lot_not_of_source"}
    ),
}
"""A reason of the format -> the product's codes, where they are not the same word."""

BOOK_FIELDS = {"standard": "standard", "taxpayer": "taxpayer", "currency": "currency", "scope": "costing_scope",
               "business": "business", "tax_rate": "tax_rate"}  # fmt: skip
BOOK_WORDS = {"general": "GENERAL", "small_scale": "SMALL_SCALE", "book": "BOOK", "warehouse": "WAREHOUSE",
              "manufacturer": "MANUFACTURER", "trader": "TRADER"}  # fmt: skip
SETTING_DEFAULTS = {
    "estimate_mode": "reverse_on_invoice", "invoice_difference": "on_hand_share", "unlinked_return_cost": "current_average",
    "backdating": "replay", "backdate_days": 31, "negative_stock": "forbid", "gift_cost": "spread",
    "revenue_timing": "at_issue", "uncounted_lines": "keep_book", "bom_scrap": "multiply", "close_warnings": "confirm",
    "completion_cost": "plan_until_close", "wip_method": "none", "safety_buffer": "0", "unpaid_minutes": 30,
}  # fmt: skip
SETTING_WORDS = {"follow_consumption": "FOLLOW_USE"}
"""Values of settings that the product calls otherwise."""
COST_METHODS = {
    "moving_average": "MOVING_AVERAGE", "month_average": "MONTH_AVERAGE", "fifo": "FIFO", "lot": "SPECIFIC",
    "standard": "STANDARD",
}  # fmt: skip
NEGATIVE = {"forbid": "FORBID", "allow": "ALLOW", "warn": "WARN"}
ROLES = {
    "finance_manager": "owner", "general_manager": "owner", "manager": "owner", "finance": "accountant",
    "warehouse": "warehouse_keeper", "keeper": "warehouse_keeper", "purchaser": "buyer", "purchasing": "buyer",
    "sales": "seller", "quality": "inspector", "quality_head": "inspector",
}  # fmt: skip
"""Roles a story names -> built-in roles; others are taken by their own name."""


def reasons(word: str | list[str]) -> frozenset[str]:
    """The product's codes for one reason, or for any of several."""
    words = [word] if isinstance(word, str) else word
    return frozenset().union(*(REASONS.get(one, frozenset({one})) for one in words))
