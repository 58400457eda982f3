"""Where figures of the cost books come from: entries of pools, layers, standards, months."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.models import Line
from hengku.finance.queries.variances import issues_of, item_variances
from hengku.finance.rules.closing import Month
from hengku.finance.rules.variances import ItemVariance
from hengku.kernel.money import ZERO, share, unit_cost
from hengku.kernel.texts import Text
from hengku.ledger.queries.behind import LineFact, line_facts
from hengku.ledger.queries.cost_book import PoolQuestion, cost_ledger
from hengku.ledger.queries.month_costing import costed_month
from hengku.ledger.queries.standards import StandardMonth, standard_months
from hengku.ledger.rules.month_costing import MonthRow
from hengku.reports.queries.explain_rows import Cell, Rule, document_of, facts, per, percent, stands
from hengku.reports.rules.derivation import Node, Operation, difference, negated, total

_ENTRY = Text("成本分录", "Cost entry")
_OPENING = Text("期初", "Opening")
_BEFORE = Text("发出前结存金额", "Amount before")
_TAKEN = Text("发出数量", "Quantity taken")
_STOCK = Text("发出前结存数量", "Quantity before")
_REMAINDER = Text("尾差（归末笔）", "Remainder to the last")
_PREVIOUS_AMOUNT = Text("沿用单价：金额", "Unit cost used: amount")
_PREVIOUS_QUANTITY = Text("沿用单价：数量", "Unit cost used: quantity")
_ISSUED = Text("本月发出", "Issued in the month")
_OWN = Text("自带成本的收发", "Entries with their own cost")
_WRITTEN_OFF = Text("转成本差异", "Written off")
_MONTH_VARIANCE = Text("本月差异", "The month's variance")
_TURNOVER = Text("本月收发", "The month's movements")
_SHARED = Text("已分摊", "Shared out")
_REST = Text("无发出承担的余额", "Borne by no issue")
_WEIGHT = Text("分摊权数", "Weight")
_WEIGHTS = Text("权数合计", "All weights")


def line_cost(label: str, line_ids: list[int], *, move_id: int | None = None, place_id: int | None = None) -> Node:
    """What document lines brought into stock: each entry, and how it was priced where the pool's average did it."""
    return total(label, [_priced(one) for one in line_facts(line_ids=line_ids, move_id=move_id, place_id=place_id)])


def _priced(one: LineFact) -> Node:
    """An entry of a pool's average with the evidence kept with it (A × q ÷ Q); any other as it stands."""
    label = f"{one.business_date} {_ENTRY}"
    fact = Node(label, one.amount, document_id=one.document_id)
    is_average = one.basis == "POOL" and one.quantity < 0 < one.before_quantity and -one.quantity <= one.before_quantity
    if not is_average or share(one.before_amount, -one.quantity, one.before_quantity) != -one.amount:
        return fact
    evidence = (
        Node(str(_BEFORE), one.before_amount, document_id=one.document_id),
        Node(str(_TAKEN), -one.quantity),
        Node(str(_STOCK), one.before_quantity),
    )
    return negated(Node(label, -one.amount, Operation.SHARE, evidence))


def of_move(cell: Cell, column: str) -> Node:
    """Cost of one move at one place (出入库流水)."""
    row = cell.row
    line, move, place = (int(str(row[name])) for name in ("source_line_id", "move_id", "place_id"))
    return line_cost(cell.label(column), [line], move_id=move, place_id=place)


def pool_sum(figure: str) -> Rule:
    """A pool's quantity or amount from its entries (成本池结存)."""

    def rule(cell: Cell, column: str) -> Node:
        pool = cell.row["pool"]
        assert isinstance(pool, PoolQuestion)  # the report's own
        found = cost_ledger(viewer=cell.question.viewer, question=pool, effective=False)
        mine = [one for one in found if one["pool_id"] == cell.row["pool_id"]]
        return facts(cell.label(column), [(str(one["business_date"]), one[figure], one["document_id"]) for one in mine])

    return rule


POOL_RULES: dict[str, Rule] = {
    "quantity": pool_sum("quantity"),
    "amount": pool_sum("amount"),
    "unit_cost": per("amount", "quantity"),
}
ENTRY_RULES: dict[str, Rule] = {"quantity": stands, "amount": stands, "unit_cost": per("amount", "quantity")}


def month_figure(figure: str) -> Rule:
    """A figure of 全月平均: base = opening + own-cost rows; issues: what took at the month's unit cost; closing: everything."""

    def rule(cell: Cell, column: str) -> Node:
        return _Month(cell).figure(cell.label(column), figure)

    return rule


class _Month:
    """One pool's month as it is costed now."""

    def __init__(self, cell: Cell) -> None:
        month, item_id = cell.row["month"], int(str(cell.row["item_id"]))
        assert isinstance(month, date)  # the report's own, always given
        self.loaded = costed_month(book_id=cell.question.book_id, month=month, item_ids=[item_id])
        pool_id = int(str(cell.row["pool_id"]))
        self.pool, self.month = self.loaded.pools[pool_id], self.loaded.costing.months[pool_id]
        self.rows = [row for row in self.loaded.rows.values() if row.pool == pool_id]
        lines = {self.loaded.facts[row.id].line_id for row in self.rows}
        self.documents = dict(Line.objects.filter(pk__in=lines).values_list("pk", "document_id"))

    def figure(self, label: str, figure: str) -> Node:
        kind, _, unit = figure.partition("_")
        opening = Node(str(_OPENING), getattr(self.pool, unit))
        taken = [row for row in self.rows if row.id in self.month.taken]
        base = [row for row in self.rows if row.id not in self.month.taken]
        if kind == "base":
            return total(label, [opening, self._sum(str(_OWN), base, unit)])
        if kind == "issues":
            return negated(self._sum(label, taken, unit))
        everything = [opening, self._sum(str(_OWN), base, unit), self._sum(str(_ISSUED), taken, unit)]
        if unit == "amount":
            everything.append(self._sum(str(_WRITTEN_OFF), self.rows, "residual"))
        return total(label, everything)

    def _sum(self, label: str, rows: Sequence[MonthRow], figure: str) -> Node:
        finals = self.loaded.costing.finals
        values = {row.id: row.quantity if figure == "quantity" else getattr(finals[row.id], figure) for row in rows}
        documents = {row.id: self.documents.get(self.loaded.facts[row.id].line_id) for row in rows}
        return facts(
            label, [(str(row.business_date), values[row.id], documents[row.id]) for row in rows if values[row.id]]
        )


def month_unit(cell: Cell, column: str) -> Node:
    """The month's unit cost: of its base, or the one it went on with where there was none."""
    months = _Month(cell)
    amount, quantity = (
        months.figure(cell.label("base_amount"), "base_amount"),
        months.figure(cell.label("base_quantity"), "base_quantity"),
    )
    unit = months.month.unit
    if (unit.amount, unit.quantity) != (amount.value, quantity.value):
        told = unit_cost(unit.amount, unit.quantity)
        if told is None:
            raise KeyError(column)
        amount, quantity = (
            Node(str(_PREVIOUS_AMOUNT), Decimal(unit.amount)),
            Node(str(_PREVIOUS_QUANTITY), Decimal(unit.quantity)),
        )
    return Node(cell.label(column), cell.figure(column), Operation.QUOTIENT, (amount, quantity), places=6)


MONTH_RULES: dict[str, Rule] = {
    **{name: month_figure(name) for name in (
        "base_quantity", "base_amount", "issues_quantity", "issues_amount", "closing_quantity", "closing_amount",
    )},
    "unit": month_unit, "closing_unit": per("closing_amount", "closing_quantity"),
}  # fmt: skip


def _standard(cell: Cell) -> tuple[StandardMonth, ItemVariance, Decimal]:
    """An item's month at standard, its variance, and what was brought into the month."""
    month, item_id = cell.row["month"], int(str(cell.row["item_id"]))
    assert isinstance(month, Month)  # the report's own
    (found,) = standard_months(book_id=month.book_id, first=month.first, after=month.after, item_ids=[item_id])
    (variance,) = item_variances(month=month, item_ids=[item_id])
    turned = sum((one.variance for one in found.turned), ZERO)
    return found, variance, variance.pool - turned


def variance_pool(cell: Cell, column: str) -> Node:
    """What there is to share out: brought forward, and what the month's receipts cost beyond their standard."""
    month, _, brought = _standard(cell)
    turned = [(f"{one.date}", one.variance, one.document_id) for one in month.turned if one.variance]
    return total(cell.label(column), [Node(str(_OPENING), brought), facts(str(_MONTH_VARIANCE), turned)])


def _closing(cell: Cell, label: str, figure: str) -> Node:
    month, _, _ = _standard(cell)
    turned = [(f"{one.date}", getattr(one, figure), one.document_id) for one in month.turned if getattr(one, figure)]
    return total(label, [Node(str(_OPENING), getattr(month, figure)), facts(str(_TURNOVER), turned)])


def _issued(variance: ItemVariance, month: StandardMonth, label: str) -> Node:
    amounts: dict[int, Decimal] = {}
    for one in issues_of(month.turned):
        amounts[one.document_id] = one.amount
    return facts(label, [(str(_ISSUED), amount, document) for document, amount in amounts.items()])


def variance_base(cell: Cell, column: str) -> Node:
    """Value at standard the variance belongs to: what is left and what was used up."""
    month, variance, _ = _standard(cell)
    return total(
        cell.label(column),
        [_closing(cell, cell.label("closing_standard"), "amount"), _issued(variance, month, str(_ISSUED))],
    )


def variance_left(cell: Cell, column: str) -> Node:
    """What stays with the goods on hand."""
    _, variance, _ = _standard(cell)
    shared = [(str(_SHARED), sum(lines.values(), ZERO), document) for document, lines in variance.shares.items()]
    return difference(
        cell.label(column),
        variance_pool(cell, "variance_pool"),
        facts(str(_SHARED), shared),
        Node(str(_REST), variance.rest),
    )


def variance_share(cell: Cell, column: str) -> Node:
    """What one document bears: its issues at standard × variance ÷ base; the last one takes the remainder when nothing is left."""
    month, variance, _ = _standard(cell)
    document = document_of(cell.row)
    pool, base = variance_pool(cell, "variance_pool"), variance_base(cell, "base")
    if document is None:
        bears = [
            Node(str(_SHARED), sum(lines.values(), ZERO), document_id=one) for one, lines in variance.shares.items()
        ]
        return difference(cell.label(column), pool, total(str(_SHARED), bears))
    issue = next(one for one in issues_of(month.turned) if one.document_id == document)
    issued = Node(str(_ISSUED), issue.amount, document_id=document)
    borne = share(pool.value, issued.value, base.value)
    part = Node(cell.label(column), borne, Operation.SHARE, (pool, issued, base))
    rest = cell.figure(column) - borne
    return total(cell.label(column), [part, Node(str(_REMAINDER), rest)]) if rest else part


VARIANCE_RULES: dict[str, Rule] = {
    "variance_pool": variance_pool, "base": variance_base, "rate_percent": percent("variance_pool", "base", 4),
    "closing_quantity": lambda cell, column: _closing(cell, cell.label(column), "quantity"),
    "closing_standard": lambda cell, column: _closing(cell, cell.label(column), "amount"),
    "closing_variance": variance_left, "share": variance_share,
}  # fmt: skip


def split_share(cell: Cell, column: str) -> Node:
    """A component's part of what a product cost: its weight of all weights."""
    weight, whole = cell.row["weight"], cell.row["weights"]
    if weight is None:
        return stands(cell, column)
    parts = (Node(str(_WEIGHT), Decimal(str(weight))), Node(str(_WEIGHTS), Decimal(str(whole))))
    return Node(cell.label(column), cell.figure(column), Operation.QUOTIENT, parts, places=6)


def of_line(cell: Cell, column: str) -> Node:
    """Cost of the row's document line."""
    return line_cost(cell.label(column), [int(str(cell.row["line_id"]))])


SPLIT_RULES: dict[str, Rule] = {"quantity": stands, "amount": of_line, "share": split_share}
