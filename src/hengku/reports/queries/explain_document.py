"""Totals of a document with their derivation: lines, quantity × price less discount, tax, and whose paper a price was taken from."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hengku.documents.queries.detail import document_json
from hengku.identity.types import Viewer
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.reports.rules.derivation import Node, Operation, difference, evaluate, total

TOTALS = {"amount": "total_net", "tax": "total_tax", "total": "total_amount"}
"""Column of the lines → the document's figure."""
LABELS = {
    "amount": Text("金额", "Amount"),
    "tax": Text("税额", "Tax"),
    "total": Text("价税合计", "Total with tax"),
}
QUANTITY, PRICE = Text("数量", "Quantity"), Text("单价", "Price")
AFTER_DISCOUNT = Text("折后单价", "Price after discount")
KEPT = Text("1 − 折扣", "1 − discount")
RATE = Text("税率", "Tax rate")
WITH_RATE = Text("1 + 税率", "1 + tax rate")
WITHOUT_TAX = Text("价税合计 ÷ (1 + 税率)", "Total ÷ (1 + tax rate)")
BY_HAND = Text("折扣、赠送与手工改动", "Discounts, gifts and changes by hand")
EXACT = 18
"""Places of what is not rounded before the amount is."""


def explain_document(*, viewer: Viewer, document_id: int, column: str) -> Node:
    """The derivation of a document's amount, tax or total. Raises Refused not_found, and not_explained for figures it does not have or
    that are hidden from the viewer."""
    shown = document_json(viewer=viewer, document_id=document_id)
    name = TOTALS.get(column, "")
    if name not in shown or any(column not in line for line in shown["lines"]):
        raise refuse("not_explained", loc=("column",))
    includes = bool(shown.get("price_includes_tax"))
    lines = [_line(line, column, includes_tax=includes) for line in shown["lines"]]
    return total(str(LABELS[column]), lines, Decimal(shown[name]))


def _line(line: Mapping[str, Any], column: str, *, includes_tax: bool) -> Node:
    item = line.get("item") or {}
    label = f"{line['line_no']} {item.get('name', '')}".strip()
    if column == "total" and not includes_tax:
        parts = [_figure(line, one, includes_tax=includes_tax) for one in ("amount", "tax")]
        return total(label, parts)
    return _relabelled(_figure(line, column, includes_tax=includes_tax), label)


def _figure(line: Mapping[str, Any], column: str, *, includes_tax: bool) -> Node:
    """A figure of a line; what a formula does not give was changed by hand or taken off."""
    says = Decimal(line[column])
    made = _made(line, column, includes_tax=includes_tax)
    label = str(LABELS[column])
    if made is None:
        return Node(label, says)
    given = evaluate(made)
    if given == says:
        return _relabelled(made, label)
    return total(label, [made, Node(str(BY_HAND), says - given)])


def _made(line: Mapping[str, Any], column: str, *, includes_tax: bool) -> Node | None:
    rate = Decimal(line.get("tax_rate") or 0)
    if column == "tax":
        if not includes_tax:
            base = Node(str(LABELS["amount"]), Decimal(line["amount"]))
            return _product(LABELS["tax"], base, Node(str(RATE), rate), 2)
        whole = Node(str(LABELS["total"]), Decimal(line["total"]))
        return difference(str(LABELS["tax"]), whole, _without(whole, rate))
    if includes_tax and column == "amount":
        return _without(Node(str(LABELS["total"]), Decimal(line["total"])), rate)
    if line.get("price") is None or "quantity" not in line:
        return None
    return _product(LABELS[column], Node(str(QUANTITY), Decimal(line["quantity"])), _price(line), 2)


def _price(line: Mapping[str, Any]) -> Node:
    """The price, from the line it was taken from where there is one, less the discount."""
    source = line.get("source") or {}
    taken = int(source["document_id"]) if source else None
    price = Node(str(PRICE), Decimal(line["price"]), document_id=taken)
    kept = 1 - Decimal(line.get("discount") or 0)
    return price if kept == 1 else _product(AFTER_DISCOUNT, price, Node(str(KEPT), kept), EXACT)


def _without(whole: Node, rate: Decimal) -> Node:
    parts = (whole, Node(str(WITH_RATE), 1 + rate))
    node = Node(str(WITHOUT_TAX), ZERO, Operation.QUOTIENT, parts, places=2)
    return _valued(node)


def _product(label: Text, one: Node, other: Node, places: int) -> Node:
    return _valued(Node(str(label), ZERO, Operation.PRODUCT, (one, other), places=places))


def _valued(node: Node) -> Node:
    return Node(node.label, evaluate(node), node.operation, node.parts, places=node.places)


def _relabelled(node: Node, label: str) -> Node:
    return Node(label, node.value, node.operation, node.parts, node.document_id, node.path, node.places)
