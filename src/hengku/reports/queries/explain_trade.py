"""Where figures of buying and selling come from: order lines, the documents that carried them out, loans, counts, lots."""

from decimal import Decimal

from django.db.models import F

from hengku.documents.models import Link
from hengku.documents.types import DocumentState, LinkKind
from hengku.kernel.money import ZERO, share
from hengku.kernel.texts import Text
from hengku.ledger.queries.lot_flow import lot_flows
from hengku.purchasing.queries.performance import due_lines, inspections
from hengku.reports.queries.explain_rows import Cell, Rule, document_of, facts, less, per, percent, stands
from hengku.reports.rules.derivation import Node, Operation, difference, total

_THROUGH = Text("经通知单", "Through notices")
_AGREED = Text("约定金额", "Agreed amount")
_AGREED_QUANTITY = Text("约定数量", "Agreed quantity")
_LIVE = frozenset({DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED, DocumentState.POSTED})
_SNAPSHOT = Text("盘点时点账面", "Book when the sheet was made")
_MOVED = Text("盘点期间收发", "Moved while counting")
_ONE = Decimal(1)


def _line_id(cell: Cell) -> int:
    return int(str(cell.row["line_id"]))


def _targets(cell: Cell, label: str, *, posted: bool) -> Node:
    """Links of an order line; what was carried out through a notice is told apart."""
    links = Link.objects.filter(
        source_line_id=_line_id(cell), kind=LinkKind.EXECUTE, target_line__document__reverses=None,
        target_line__document__state__in=[DocumentState.POSTED] if posted else sorted(_LIVE),
    )  # fmt: skip
    rows = links.order_by("target_line__document__business_date", "pk").values_list(
        "target_line__document__business_date", "quantity", "target_line__document_id"
    )
    node = facts(label, [(str(day), amount, document) for day, amount, document in rows])
    rest = Decimal(str(cell.row["executed" if posted else "linked"])) - node.value
    return total(label, [*node.parts, Node(str(_THROUGH), rest)]) if rest else node


def done(cell: Cell, column: str) -> Node:
    """What posted documents carried out."""
    return _targets(cell, cell.label(column), posted=True)


def drafted(cell: Cell, column: str) -> Node:
    """What live documents hold less what posted ones carried out."""
    label = cell.label(column)
    return difference(label, _targets(cell, label, posted=False), done(cell, "done_quantity"))


def remaining(cell: Cell, column: str) -> Node:
    """Ordered less what live documents hold; nothing once the line is done or closed."""
    if not cell.figure(column):
        return stands(cell, column)
    linked = _targets(cell, cell.label("done_quantity"), posted=False)
    return difference(cell.label(column), cell.derived("ordered_quantity"), linked)


def _carried(figure: str, places: int) -> Rule:
    """Each target's figure by the part of it that stands for this line."""

    def rule(cell: Cell, column: str) -> Node:
        field = "target_line__net" if figure == "net" else "target_line__progress__returned_quantity"
        links = Link.objects.filter(
            source_line_id=_line_id(cell), kind=LinkKind.EXECUTE, target_line__document__state=DocumentState.POSTED,
            target_line__document__reverses=None,
        )  # fmt: skip
        rows = links.order_by("pk").annotate(carried=F(field)).values_list(
            "target_line__document__business_date", "carried", "quantity", "target_line__base_quantity",
            "target_line__document_id",
        )  # fmt: skip
        parts = []
        for day, carried, quantity, whole, document in rows:
            amount = carried or ZERO
            fact = Node(str(day), amount, document_id=document)
            if quantity != whole and amount:
                of = (fact, Node(str(_PART), quantity), Node(str(_WHOLE), whole))
                fact = Node(str(day), share(amount, quantity, whole), Operation.SHARE, of, places=places)
            parts.append(fact)
        node = total(cell.label(column), parts)
        rest = cell.figure(column) - node.value
        return total(cell.label(column), [*parts, Node(str(_ROUNDING), rest)]) if rest else node

    return rule


_PART = Text("对应本行", "Of this line")
_WHOLE = Text("整行数量", "Whole line")
_ROUNDING = Text("尾差", "Rounding remainder")
ORDER_RULES: dict[str, Rule] = {
    "overdue_days": stands, "ordered_quantity": stands, "done_quantity": done, "returned_quantity": _carried("returned", 6),
    "drafted_quantity": drafted, "remaining_quantity": remaining, "ordered_net": stands, "done_net": _carried("net", 2),
}  # fmt: skip


def _previous_price(cell: Cell, column: str) -> Node:
    amount, quantity = (Decimal(str(cell.row[name])) for name in ("previous_net", "previous_quantity"))
    parts = (Node(cell.label("amount"), amount), Node(cell.label("quantity"), quantity))
    return Node(cell.label(column), cell.figure(column), Operation.QUOTIENT, parts, places=6)


def _change(cell: Cell, column: str) -> Node:
    before = cell.derived("previous_price")
    risen = difference(cell.label(column), cell.derived("price"), before)
    return Node(cell.label(column), cell.figure(column), Operation.PERCENT, (risen, before))


PRICE_RULES: dict[str, Rule] = {
    "quantity": stands, "amount": stands, "price": per("amount", "quantity"), "previous_price": _previous_price,
    "change_percent": _change,
}  # fmt: skip


def _lines(which: str) -> Rule:
    """How many order lines: each counts one. which: a mark of DueLine; "" = all of them."""

    def rule(cell: Cell, column: str) -> Node:
        asked = cell.row["asked"]
        assert isinstance(asked, dict)  # the report's own
        found = [one for one in due_lines(**asked) if not which or getattr(one, which)]
        return facts(cell.label(column), [(f"{one.day} #{one.line_no}", _ONE, one.document_id) for one in found])

    return rule


def _inspections(figure: str) -> Rule:
    def rule(cell: Cell, column: str) -> Node:
        asked = cell.row["asked"]
        assert isinstance(asked, dict)  # the report's own
        found = inspections(**{name: value for name, value in asked.items() if name != "today"})
        return facts(cell.label(column), [(str(one.day), getattr(one, figure), one.document_id) for one in found])

    return rule


PERFORMANCE_RULES: dict[str, Rule] = {
    "lines": _lines(""), "on_time": _lines("is_on_time"), "on_time_percent": percent("on_time", "lines"),
    "short": _lines("is_short"), "short_percent": percent("short", "lines"), "inspected": _inspections("inspected"),
    "passed": _inspections("passed"), "pass_percent": percent("passed", "inspected"),
}  # fmt: skip


def expected(cell: Cell, column: str) -> Node:
    """The agreed amount for the invoiced quantity."""
    agreed = int(str(cell.row["agreed_id"]))
    amount = Node(str(_AGREED), Decimal(str(cell.row["agreed_net"])), document_id=agreed)
    whole = Node(str(_AGREED_QUANTITY), Decimal(str(cell.row["agreed_quantity"])), document_id=agreed)
    return Node(cell.label(column), cell.figure(column), Operation.SHARE, (amount, cell.derived("quantity"), whole))


MATCH_RULES: dict[str, Rule] = {
    "quantity": stands, "expected": expected, "invoiced": stands, "difference": less("invoiced", "expected"),
    "percent": percent("difference", "expected"),
}  # fmt: skip


def _book(cell: Cell, column: str) -> Node:
    snapshot, moved = (Decimal(str(cell.row[name] or 0)) for name in ("snapshot_quantity", "moved_quantity"))
    document = document_of(cell.row)
    return total(
        cell.label(column),
        [Node(str(_SNAPSHOT), snapshot, document_id=document), Node(str(_MOVED), moved, document_id=document)],
    )


COUNT_RULES: dict[str, Rule] = {
    "book_quantity": _book, "counted_quantity": stands, "difference": less("counted_quantity", "book_quantity"), "amount": stands,
}  # fmt: skip
_LOAN = ("lent", "returned", "sold", "lost")


def _loan(name: str) -> Rule:
    """A quantity of loans: of one line, or of the lines of a partner and item."""

    def rule(cell: Cell, column: str) -> Node:
        found = cell.row["of_lines"]
        assert isinstance(found, list)  # the report's own
        return facts(
            cell.label(column),
            [(f"{one.business_date} #{one.line_no}", getattr(one, name), one.document_id) for one in found],
        )

    return rule


LOAN_RULES: dict[str, Rule] = {
    **{name: _loan(name) for name in _LOAN}, "balance": less(*_LOAN), "days_overdue": stands,
}  # fmt: skip


def tie_of_lot(name: str) -> Rule:
    """A quantity of 批号平衡: the moves that count for it."""

    def rule(cell: Cell, column: str) -> Node:
        found = lot_flows(book_id=cell.question.book_id, lot_id=int(str(cell.row["lot_id"])))
        return facts(
            cell.label(column),
            [(str(one.date), one.amounts[name], one.document_id) for one in found if one.amounts[name]],
        )

    return rule
