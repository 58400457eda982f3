"""The usual roles of a trading company, as grants. Duties that must not be in one hand (domain specification 2.8) are apart:
who keeps goods neither approves adjustments nor sees cost; who orders does not receive."""

from collections.abc import Iterable
from dataclasses import dataclass

from hengku.kernel.texts import Text

GOODS = ("items", "item-categories", "units", "brands")
PLACES = ("warehouses", "zones", "bins")
SETTINGS = ("reason-codes", "number-rules", "price-entries", "books")
MASTER = (*GOODS, *PLACES, *SETTINGS, "partners", "lots", "packages")
MONEY = (
    "purchase_invoice",
    "sales_invoice",
    "payment",
    "money_receipt",
    "landed_cost",
    "loss_settlement",
    "variance_run",
    "write_down",
    "opening_due",
    "opening_estimate",
    "opening_ahead",
    "expense",
    "other_income",
    "fund_transfer",
    "method_change",
)
ADJUSTMENTS = ("other_in", "other_out", "scrap", "count_gain", "count_loss")
MOVING = ("transfer", "transfer_out", "transfer_in", "bin_move", "status_change", "count_sheet")
OUTSIDE = ("loan_out", "loan_return", "consignment_out", "consignment_return")
MAKING = ("assembly", "disassembly", "conversion", "lot_change")
CUSTODY = ("custody_in", "custody_return", "borrow", "borrow_return")
MATERIAL = ("material_issue", "material_return")
PAPER = ("view", "print", "export")
DRAFTING = ("create", "update", "delete", "submit", "import")
LOOKING = ("stock", "reports", "dashboard", "print-templates")
ALL_MASKS = ("cost", "purchase_price", "margin")


@dataclass(frozen=True, slots=True)
class Preset:
    """A built-in role: code, name, pairs of (resource, action), classes of values it does not see."""

    code: str
    name: Text
    grants: tuple[tuple[str, str], ...]
    masked: tuple[str, ...] = ()


def _each(resources: Iterable[str], *actions: str) -> tuple[tuple[str, str], ...]:
    return tuple((resource, action) for resource in resources for action in actions)


_BOARDS = (*_each(("dashboards",), "view", "create", "update", "delete"), ("summary-tables", "view"))
_DELEGATING = _each(("delegations",), "view", "create", "update", "delete")
"""Everybody may let somebody act for them while they are away."""
_SEES_MASTER = (*_DELEGATING, *_each((*MASTER, *LOOKING), *PAPER), *_BOARDS)

PRESETS: tuple[Preset, ...] = (
    Preset("owner", Text("老板", "Owner"), (("*", "*"),)),
    Preset(
        "buyer",
        Text("采购员", "Buyer"),
        (
            *_SEES_MASTER,
            *_each((*GOODS, "partners", "price-entries"), "create", "update", "import"),
            *_each(
                ("rfq", "blanket_order", "purchase_order"),
                *PAPER,
                *DRAFTING,
                "approve",
                "unapprove",
                "stop",
                "reopen",
                "void",
                "post",
            ),
            *_each(("purchase_return",), *PAPER, *DRAFTING),
            *_each(("purchase_requisition", "receiving_notice", "incoming_inspection", "goods_receipt"), *PAPER),
            *_each(("purchase_requisition",), "stop", "reopen"),
        ),
        masked=("margin",),
    ),
    Preset(
        "seller",
        Text("销售员", "Seller"),
        (
            *_SEES_MASTER,
            *_each(("partners",), "create", "update"),
            *_each(
                ("quotation", "sales_order", "delivery_notice"),
                *PAPER,
                *DRAFTING,
                "approve",
                "unapprove",
                "stop",
                "reopen",
                "void",
                "post",
            ),
            *_each(("sales_return", "consignment_settlement"), *PAPER, *DRAFTING),
            *_each(("shipment", *OUTSIDE), *PAPER),
            ("credit", "view"),
            ("allocation", "view"),
        ),
        masked=ALL_MASKS,
    ),
    Preset(
        "inspector",
        Text("质检员", "Inspector"),
        (
            *_SEES_MASTER,
            *_each(("purchase_order", "receiving_notice", "goods_receipt"), *PAPER),
            *_each(("incoming_inspection",), *PAPER, *DRAFTING, "approve", "unapprove", "post", "void", "reverse"),
            *_each(("status_change",), *PAPER, *DRAFTING),
        ),
        masked=ALL_MASKS,
    ),
    Preset(
        "warehouse_keeper",
        Text("仓库管理员", "Warehouse keeper"),
        (
            *_SEES_MASTER,
            *_each(("zones", "bins"), "create", "update", "import"),
            *_each(("lots", "packages"), "create", "update"),
            *_each(
                (
                    "purchase_order",
                    "incoming_inspection",
                    "sales_order",
                    "delivery_notice",
                    "production_order",
                    "count_plan",
                    "count_gain",
                    "count_loss",
                    "transit_loss",
                ),
                *PAPER,
            ),
            *_each(
                (
                    "goods_receipt",
                    "purchase_return",
                    "shipment",
                    "sales_return",
                    *MATERIAL,
                    *MOVING,
                    *OUTSIDE,
                    *MAKING,
                    *CUSTODY,
                ),
                *PAPER,
                *DRAFTING,
                "approve",
                "post",
                "void",
                "reverse",
            ),
            *_each(("receiving_notice",), *PAPER, *DRAFTING, "approve", "stop", "reopen", "void"),
            *_each(
                ("purchase_requisition", "other_in", "other_out", "scrap", "opening_stock", "custody_use"),
                *PAPER,
                *DRAFTING,
            ),
        ),
        masked=ALL_MASKS,
    ),
    Preset(
        "accountant",
        Text("会计", "Accountant"),
        (
            *_each(("*",), *PAPER),
            *_BOARDS,
            *_each(("audit-entries",), *PAPER),
            *_DELEGATING,
            *_each(
                (
                    *ADJUSTMENTS,
                    *MONEY,
                    "consignment_settlement",
                    "custody_use",
                    "cost_adjustment",
                    "standard_revision",
                    "opening_stock",
                    "opening_transit",
                    "count_plan",
                    "transit_loss",
                ),
                *DRAFTING,
                "approve",
                "unapprove",
                "reject",
                "post",
                "reverse",
                "void",
            ),
            *_each(("price-entries", "reason-codes"), "create", "update", "import"),
            *_each(
                ("accounts", "account-mappings", "opening-balances", "fund-accounts", "spending-categories"),
                "create",
                "update",
                "delete",
            ),
            ("opening-balances", "import"),
            *_each(("use-limits",), "create", "update", "delete"),
            *_each(("vouchers",), "create", "review", "reverse"),
            *_each(("matches",), "create", "delete"),
            ("credit", "release"),
            *_each(("periods",), "close", "reopen"),
            *_each(("opening",), "view", "open", "reopen"),
            *_each(("books",), "check"),
        ),
    ),
    Preset("read_only", Text("只读", "Read only"), _each(("*",), "view", "print"), masked=ALL_MASKS),
)
