"""生产订单成本: what a production order cost so far, by element: material from the ledger, labour and overhead from the vouchers."""

from decimal import Decimal

from hengku.documents.queries.history import document_seen_by
from hengku.finance.queries.balance_of_key import balance_of_key
from hengku.finance.queries.followed import differences_of_order
from hengku.finance.queries.standing import accounts_of_key
from hengku.finance.queries.variances import shares_of_order, variances_of_order
from hengku.kernel.errors import refuse
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.cost import line_values
from hengku.manufacturing.queries.material import MaterialLine, material_lines
from hengku.metadata.types import FieldSpec, FieldType
from hengku.reports.queries.documents_of import DocumentLabel, document_labels
from hengku.reports.queries.explain_costs import line_cost
from hengku.reports.queries.explain_money import order_element
from hengku.reports.queries.explain_rows import Cell, by_row, facts, stands
from hengku.reports.rules.columns import (
    BUSINESS_DATE,
    DOCUMENT,
    DOCUMENT_TYPE,
    ITEM,
    LINE_NO,
    NUMBER,
    cost_amount,
    quantity,
)
from hengku.reports.rules.derivation import Node, negated, total
from hengku.reports.types import Parameters, ReportQuestion, ReportResult, ReportSpec, Row

ORDER = FieldSpec("document", Text("生产订单", "Production order"), FieldType.REFERENCE, ref="production_order")
VARIANCES = Text("材料成本差异", "Cost variances")
DIFFERENCES = Text("发票差额", "Invoice differences")
ELEMENTS = {
    "labour": ("WIP-LABOUR", Text("直接人工", "Labour")),
    "overhead": ("WIP-OVERHEAD", Text("制造费用", "Overhead")),
}
"""Element → account key and name of what vouchers, not the stock, bring to an order."""


def columns(_parameters: Parameters) -> tuple[FieldSpec, ...]:
    return (
        BUSINESS_DATE, DOCUMENT_TYPE, NUMBER, LINE_NO, DOCUMENT, ITEM, quantity("quantity", "数量", "Quantity"),
        cost_amount("material", "直接材料", "Material"), cost_amount("labour", "直接人工", "Labour"),
        cost_amount("overhead", "制造费用", "Overhead"), cost_amount("total", "合计", "Total"),
    )  # fmt: skip


def run(question: ReportQuestion) -> ReportResult:
    """Nothing is asked without an order. Raises Refused not_found for what is no order, or not the viewer's to see."""
    order_id = question.parameters["document"]
    if order_id is None:
        return ReportResult([], dict.fromkeys(("material", "labour", "overhead", "total"), ZERO))
    order = document_seen_by(question.viewer, order_id)
    if order.type != "production_order":
        raise refuse("not_found", status=404)
    lines = material_lines(order_id=order_id)
    costs = {line_id: -value for line_id, value in line_values(line_ids=[line.id for line in lines]).items()}
    labels = document_labels(viewer=question.viewer, document_ids=[line.document_id for line in lines])
    rows: list[Row] = [
        {**_row(line, labels[line.document_id], costs.get(line.id, ZERO)), "line_id": line.id} for line in lines
    ]
    totals = {"material": sum(costs.values(), ZERO)}
    variances = variances_of_order(order_id=order_id)
    if variances:
        rows.append({"type_label": str(VARIANCES), "material": variances, "total": variances, "variances": order_id})
        totals["material"] += variances
    for day, invoice, amount in differences_of_order(book_id=order.book_id, order_id=order_id):
        rows.append(
            {
                "business_date": day, "type_label": str(DIFFERENCES), "material": amount, "total": amount, "followed": order_id,
                "document": str(invoice), **document_labels(viewer=question.viewer, document_ids=[invoice])[invoice].drill,
            }
        )  # fmt: skip
        totals["material"] += amount
    for element, (key, name) in ELEMENTS.items():
        amount = _on_account(order.book_id, key, order_id)
        totals[element] = amount
        if amount:
            rows.append({"type_label": str(name), element: amount, "total": amount, "book_id": order.book_id})
    totals["total"] = sum(totals.values(), ZERO)
    return ReportResult(rows, totals, len(rows))


def _row(line: MaterialLine, label: DocumentLabel, cost: Decimal) -> Row:
    return {
        "business_date": line.business_date,
        "type_label": label.type_label,
        "number": label.number,
        "line_no": line.line_no,
        "document": str(line.document_id),
        "item": {"id": str(line.item_id), "code": line.item_code, "name": line.item_name},
        "quantity": line.quantity,
        "material": cost,
        "total": cost,
        **label.drill,
    }


def _on_account(book_id: int, key: str, order_id: int) -> Decimal:
    """What stands on the key for this order; nothing where the book has no such account."""
    if not accounts_of_key(book_id=book_id, key=key):
        return ZERO
    return balance_of_key(book_id=book_id, key=key, document_id=order_id)


def _material(cell: Cell, column: str) -> Node:
    """Issues less returns from the cost books; cost variances from what was shared out."""
    if cell.row.get("line_id") is not None:
        return negated(line_cost(cell.label(column), [int(str(cell.row["line_id"]))]))
    if cell.row.get("followed") is not None:
        return stands(cell, column)
    order = cell.row.get("variances")
    shared = [] if order is None else shares_of_order(order_id=int(str(order)))
    return facts(cell.label(column), [(f"{month:%Y-%m}", amount, document) for month, document, amount in shared])


def _total(cell: Cell, column: str) -> Node:
    names = [name for name in ("material", *ELEMENTS) if cell.row.get(name) is not None]
    return total(cell.label(column), [cell.derived(name) for name in names])


RULES = {
    "quantity": stands, "material": _material, "total": _total,
    **{element: order_element(key) for element, (key, _) in ELEMENTS.items()},
}  # fmt: skip
MO_COST = ReportSpec(
    name="mo_cost",
    label=Text("生产订单成本", "Production order cost"),
    group="manufacturing",
    help=Text(
        "归集到一张生产订单的成本：材料＝领料减退料（含后来的成本更正），人工和制造费用取自凭证",
        "What gathered on a production order: material = issues less returns, later corrections of cost included; labour and "
        "overhead from the vouchers",
    ),
    parameters=(ORDER,),
    columns=columns,
    run=run,
    explain=by_row(run, columns, RULES),
    resource="production_order",
)
