"""Which sides the value of each document type goes to (domain specification 5.3). Styles say how entries become lines."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """IN: Dr inventory, Cr counter. OUT: Dr counter, Cr inventory. MOVE: Dr where it came in, Cr where it left. ADJUST: Dr inventory
    and what was expensed, Cr counter (if any). RETURN: IN at cost, the counter at the supplier's credit, the rest to cost of
    sales. REVALUE: Dr inventory, Cr cost variance. USE: IN for what was
    bought, and OUT in a voucher of its own for its use. NONE: no voucher."""

    IN = "IN"
    OUT = "OUT"
    MOVE = "MOVE"
    ADJUST = "ADJUST"
    RETURN = "RETURN"
    REVALUE = "REVALUE"
    USE = "USE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Recipe:
    """template: its code; counter: the key of the other side; red: a MOVE that takes another one back, in red on its sides."""

    template: str
    style: Style
    counter: str = ""
    red: bool = False


RECIPES: dict[str, Recipe] = {
    "opening_stock": Recipe("", Style.NONE),
    "opening_transit": Recipe("", Style.NONE),
    "opening_due": Recipe("", Style.NONE),
    "opening_estimate": Recipe("", Style.NONE),
    "opening_ahead": Recipe("", Style.NONE),
    "bin_move": Recipe("", Style.NONE),
    "status_change": Recipe("", Style.NONE),
    "goods_receipt": Recipe("P1", Style.IN, "AP-EST"),
    "purchase_return": Recipe("P4", Style.RETURN, "AP-EST"),
    "custody_use": Recipe("P1", Style.USE, "AP-EST"),
    "purchase_invoice": Recipe("P3", Style.ADJUST),
    "landed_cost": Recipe("P8", Style.ADJUST),
    "shipment": Recipe("S1", Style.OUT, "COGS"),
    "sales_return": Recipe("S3", Style.OUT, "COGS"),
    "sales_invoice": Recipe("S2", Style.NONE),
    "payment": Recipe("P5", Style.NONE),
    "money_receipt": Recipe("S5", Style.NONE),
    "transfer": Recipe("T1", Style.MOVE),
    "transfer_out": Recipe("T1", Style.MOVE),
    "transfer_in": Recipe("T1", Style.MOVE),
    "transit_loss": Recipe("L1", Style.OUT, "PENDING-PL"),
    "other_in": Recipe("O1", Style.IN, "NONOP-IN"),
    "other_out": Recipe("O2", Style.OUT, "ADMIN"),
    "scrap": Recipe("L1", Style.OUT, "PENDING-PL"),
    "count_gain": Recipe("L3", Style.IN, "PENDING-PL"),
    "count_loss": Recipe("L4", Style.OUT, "PENDING-PL"),
    "loss_settlement": Recipe("L2", Style.NONE),
    "cost_adjustment": Recipe("K1", Style.ADJUST, "COGS"),
    "standard_revision": Recipe("K3", Style.REVALUE),
    "expense": Recipe("E1", Style.NONE),
    "other_income": Recipe("E2", Style.NONE),
    "fund_transfer": Recipe("F1", Style.NONE),
    "method_change": Recipe("K6", Style.REVALUE),
    "variance_run": Recipe("K4", Style.NONE),
    "write_down": Recipe("K5", Style.NONE),
    "material_issue": Recipe("M1", Style.OUT, "WIP-MATERIAL"),
    "material_return": Recipe("M2", Style.OUT, "WIP-MATERIAL"),
    "completion": Recipe("M4", Style.IN, "WIP-MATERIAL"),
    "assembly": Recipe("A1", Style.MOVE, "PAYROLL"),
    "disassembly": Recipe("A1", Style.MOVE, "PAYROLL"),
    "conversion": Recipe("A1", Style.MOVE),
    "lot_change": Recipe("A1", Style.MOVE),
    "loan_out": Recipe("C1", Style.MOVE),
    "loan_return": Recipe("C1", Style.MOVE, red=True),
    "consignment_out": Recipe("C1", Style.MOVE),
    "consignment_return": Recipe("C1", Style.MOVE, red=True),
    "consignment_settlement": Recipe("C2", Style.OUT, "COGS"),
}
"""By document type. A type that is not here moves value the way its entries say, against PENDING-PL, so that nothing is lost."""

UNKNOWN = Recipe("K1", Style.ADJUST, "PENDING-PL")
MATERIAL_KEYS = frozenset({"RAW"})
"""Sold, their cost is other cost of sales (OCOGS)."""


def recipe_of(document_type: str) -> Recipe:
    """The recipe of a document type."""
    return RECIPES.get(document_type, UNKNOWN)


def counter_of(recipe: Recipe, inventory_key: str) -> str:
    """The counter key for goods of this inventory key: raw material sold goes to other cost of sales."""
    if recipe.counter == "COGS" and recipe.style is Style.OUT and inventory_key in MATERIAL_KEYS:
        return "OCOGS"
    return recipe.counter
