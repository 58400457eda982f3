"""Where figures of trade and money come from: open items and their matches, entries of vouchers, estimates and what released them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hengku.finance.models import EstimateReversal
from hengku.finance.queries.behind_items import ItemFact, items_behind, released_behind
from hengku.finance.queries.open_items import bucket_of
from hengku.finance.queries.standing import accounts_of_key
from hengku.finance.queries.tie_out import tie_parts
from hengku.finance.queries.trade import COST_KEYS, REVENUE_KEYS, SIGNS, VAT_KEYS
from hengku.finance.texts import SIDE_LABELS
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text
from hengku.ledger.queries.value_events import value_events
from hengku.masterdata.models import Item
from hengku.reports.queries.explain_books import FIRST_DAY, Accounts
from hengku.reports.queries.explain_rows import (
    Cell,
    Rule,
    document_of,
    facts,
    less,
    percent,
    running,
    shortened,
    stands,
)
from hengku.reports.rules.derivation import Node, difference, negated, total

LAST_DAY = date(9999, 12, 31)
_AMOUNT = Text("原金额", "Amount")
_MATCHED = Text("核销", "Matched")
_DUE = Text("到期", "due")
_INVOICED = Text("已开票", "Invoiced")
_RECEIVED = Text("单据数量", "Quantity of the line")
_RETURNED = Text("已退货", "Returned")
_ESTIMATE = Text("暂估", "Estimate")
_CARRIED = Text("期初往来", "Brought forward")
_REVERSED = Text("月初回冲未转回", "Estimates reversed at the month's start")
_FREE = Text("科目余额", "Balance of the account")
_ON_THE_WAY = Text("生产订单归集", "Gathered on the order")


def item_node(one: ItemFact) -> Node:
    """An open item: its amount less what settled it."""
    sign = 1 if one.amount > 0 else -1
    label = f"{one.day} {_DUE} {one.due_date}"
    amount = Node(str(_AMOUNT), one.amount, document_id=one.document_id)
    if not one.settled:
        return Node(label, one.amount, document_id=one.document_id)
    taken = [
        Node(f"{match.day} {_MATCHED}", match.amount * sign, document_id=match.document_id) for match in one.settled
    ]
    return difference(label, amount, *taken)


def open_balance(label: str, items: list[ItemFact]) -> Node:
    """What is open of some items."""
    return total(label, [item_node(one) for one in items if one.open_amount])


def aged_bucket(bucket: int | None) -> Rule:
    """A column of 账龄: the items so many days overdue; None: all of them."""

    def rule(cell: Cell, column: str) -> Node:
        partner, on, side = cell.row["partner"], cell.row["on"], str(cell.row["side"])
        if not isinstance(partner, Mapping) or not isinstance(on, date):
            raise KeyError(column)
        found = items_behind(book_id=cell.question.book_id, partner_id=int(partner["id"]), sides=[side])
        mine = [one for one in found if bucket is None or bucket_of(one.due_date, on) == bucket]
        return open_balance(cell.label(column), mine)

    return rule


def statement_balance(cell: Cell, column: str) -> Node:
    """对账单: everything the partner was charged and paid up to this row."""
    partner_id, here = int(cell.question.parameters["partner"]), int(str(cell.row["item_id"]))
    first = cell.question.parameters["from"]
    items = items_behind(book_id=cell.question.book_id, partner_id=partner_id, sides=sorted(SIGNS))
    upto = items[: next(at for at, one in enumerate(items) if one.id == here) + 1]
    before = sum((one.amount * SIGNS[one.side] for one in upto if one.day < first), ZERO)
    parts = [
        Node(f"{one.day} {SIDE_LABELS[one.side]}", one.amount * SIGNS[one.side], document_id=one.document_id)
        for one in upto
        if one.day >= first
    ]
    return total(cell.label(column), [Node(str(_CARRIED), before), *shortened(parts)])


def partner_balance(*, book_id: int, partner_id: int, sides: tuple[str, ...], label: str) -> Node:
    """What a partner owes us (receivable +, payable −), or what one side alone says on its normal side."""
    items = items_behind(book_id=book_id, partner_id=partner_id, sides=sides)
    if len(sides) == 1:
        return open_balance(label, items)
    parts = []
    for side in sides:
        whole = open_balance(str(SIDE_LABELS[side]), [one for one in items if one.side == side])
        parts.append(whole if SIGNS[side] > 0 else negated(whole))
    return total(label, parts)


def estimate_figure(figure: str) -> Rule:
    """暂估清单: what came less what invoices charged and released."""

    def rule(cell: Cell, column: str) -> Node:
        line_id, document_id = int(str(cell.row["line_id"])), document_of(cell.row)
        whole = Node(
            str(_RECEIVED if figure == "quantity" else _ESTIMATE),
            Decimal(str(cell.row[f"whole_{figure}"])),
            document_id=document_id,
        )
        done = [
            Node(f"{one.day} {_INVOICED}", getattr(one, figure), document_id=one.document_id)
            for one in released_behind(goods_line_id=line_id)
            if getattr(one, figure)
        ]
        back: Any = cell.row["back"]
        returned = [
            Node(f"{one.row.date} {_RETURNED}", getattr(one, figure), document_id=one.row.document_id) for one in back
        ]
        come = total(whole.label, [whole, *returned]) if returned else whole
        return difference(cell.label(column), come, *done)

    return rule


def _turnover(cell: Cell, label: str, keys: tuple[str, ...], item_id: int | None = None) -> Node:
    book_id, asked = cell.question.book_id, cell.question.parameters
    accounts = Accounts(book_id)
    ids = sorted({account.pk for key in keys for account in accounts_of_key(book_id=book_id, key=key)})
    return accounts.turnover(
        ids, asked["from"], asked["to"], label=Text(label, label), without_kind="CLOSING", item_id=item_id
    )


def revenue(cell: Cell, column: str) -> Node:
    """Revenue of an item from the ledger."""
    return negated(_turnover(cell, cell.label(column), REVENUE_KEYS, int(str(cell.row["item_id"]))))


def cost_of_sales(cell: Cell, column: str) -> Node:
    """Cost of sales of an item from the ledger."""
    return _turnover(cell, cell.label(column), COST_KEYS, int(str(cell.row["item_id"])))


PROFIT_RULES: dict[str, Rule] = {
    "revenue": revenue, "cost": cost_of_sales, "gross_profit": less("revenue", "cost"),
    "margin_percent": percent("gross_profit", "revenue"),
}  # fmt: skip


def vat_amount(cell: Cell, column: str) -> Node:
    """A line of 增值税 from its accounts; payable = output − input + transferred out."""
    lines = {
        name: negated(_turnover(cell, name, keys)) if name != "input" else _turnover(cell, name, keys)
        for name, keys in VAT_KEYS.items()
    }
    name = str(cell.row["name"])
    if name != "payable":
        return lines[name]
    return total(
        cell.label(column), [difference(cell.label(column), lines["output"], lines["input"]), lines["transferred"]]
    )


def landed_to_stock(cell: Cell, column: str) -> Node:
    """What of a landed cost's share went into stock, as the cost books say."""
    line_id, document_id = int(str(cell.row["line_id"])), int(str(cell.row["landed_id"]))
    found = [
        (f"{one.date}", one.amount, one.owner_document_id)
        for one in value_events(document_ids=[document_id])
        if one.kind == "ADJUSTMENT" and one.owner_line_id == line_id
    ]
    return facts(cell.label(column), found)


def landed_share(cell: Cell, column: str) -> Node:
    """A receipt line's share, as the landed cost shared it out."""
    return Node(cell.label(column), cell.figure(column), document_id=int(str(cell.row["landed_id"])))


LANDED_RULES: dict[str, Rule] = {
    "share": landed_share, "on_hand": landed_share, "received": stands, "to_stock": landed_to_stock,
    "to_cogs": less("share", "to_stock"),
}  # fmt: skip


def _account_id(cell: Cell) -> int:
    return int(str(cell.row["account_id"]))


def tie_stock(part: str) -> Rule:
    """对账: what the pools hold of an account, or what waits for its voucher, by item."""

    def rule(cell: Cell, column: str) -> Node:
        sums: dict[int, Decimal] = {}
        for one in tie_parts(cell.question.book_id, []):
            if (one.part, one.account_id) == (part, _account_id(cell)):
                sums[one.item_id] = sums.get(one.item_id, ZERO) + one.amount
        items = Item.objects.in_bulk(list(sums))
        parts = [
            Node(f"{items[pk].code} {items[pk].name}", amount, path=f"/reports/cost_ledger?item={pk}")
            for pk, amount in sums.items()
        ]
        return total(cell.label(column), parts)

    return rule


def tie_ledger(cell: Cell, column: str) -> Node:
    """对账: the account's balance, estimates that are out of the ledger until their invoice comes counted as if they stood there."""
    accounts, account_id = Accounts(cell.question.book_id), _account_id(cell)
    if account_id not in accounts.by_id:
        return total(cell.label(column), [])
    standing = EstimateReversal.objects.filter(book_id=cell.question.book_id, back_voucher_id__isnull=True)
    back = accounts.of_vouchers([account_id], list(standing.values_list("voucher_id", flat=True)), str(_REVERSED))
    balance = accounts.balance([account_id], str(_FREE), LAST_DAY)
    return difference(cell.label(column), balance, back) if back.parts else balance


TIE_RULES: dict[str, Rule] = {
    "stock": tie_stock("stock"), "ledger": tie_ledger, "waiting": tie_stock("waiting"),
    "difference": less("stock", "ledger", "waiting"),
}  # fmt: skip


def ledger_balance(cell: Cell, column: str) -> Node:
    """明细账: the balance brought in, and every entry up to this row, on the account's normal side."""
    first = cell.rows[0]
    accounts, account_id, day = Accounts(cell.question.book_id), int(str(first["account_id"])), first["day_before"]
    assert isinstance(day, date)  # the report's own
    opening = accounts.balance(accounts.below(account_id), str(first["summary"]), day)
    is_debit = accounts.by_id[account_id].side == "D"
    moved = running(["debit"], ["credit"]) if is_debit else running(["credit"], ["debit"])
    parts = list(moved(cell, column).parts) if cell.at else []
    entries = [one for one in parts if one.label != str(first["summary"])]
    return total(cell.label(column), [opening if is_debit else negated(opening), *entries[_FIRST_ENTRY:]])


_FIRST_ENTRY = 1
"""A running balance begins with what was brought forward, which stands here with what it came from."""


def order_element(key: str) -> Rule:
    """Labour or overhead of a production order from the ledger."""

    def rule(cell: Cell, column: str) -> Node:
        book_id = int(str(cell.row["book_id"]))
        ids = [account.pk for account in accounts_of_key(book_id=book_id, key=key)]
        order_id = int(cell.question.parameters["document"])
        return Accounts(book_id).turnover(ids, FIRST_DAY, LAST_DAY, label=_ON_THE_WAY, document_id=order_id)

    return rule


STATEMENT_RULES: dict[str, Rule] = {"charged": stands, "paid": stands, "balance": statement_balance}
JOURNAL_RULES: dict[str, Rule] = {"received": stands, "paid": stands, "balance": running(["received"], ["paid"])}
LEDGER_RULES: dict[str, Rule] = {"quantity": stands, "debit": stands, "credit": stands, "balance": ledger_balance}


def gaps(cell: Cell, column: str) -> Node:
    """断号: numbers there should be less numbers there are."""
    if cell.row.get("last") is None:
        return stands(cell, column)
    last, first, count = (Decimal(str(cell.row[name])) for name in ("last", "first", "count"))
    should = difference(str(_SHOULD), Node(str(_LAST), last), Node(str(_BEFORE_FIRST), first - 1))
    return difference(cell.label(column), should, Node(str(_THERE), count))


_SHOULD = Text("应有号数", "Numbers there should be")
_LAST = Text("最大号", "Highest number")
_BEFORE_FIRST = Text("最小号 − 1", "Lowest number − 1")
_THERE = Text("实有号数", "Numbers there are")
UNINVOICED_RULES: dict[str, Rule] = {"quantity": estimate_figure("quantity"), "amount": estimate_figure("amount")}
