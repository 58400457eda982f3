"""Where figures of the books of account come from: accounts, opening balances, entries of vouchers."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from hengku.finance.models import Account, VoucherLine
from hengku.finance.queries.behind import Entries, entries_behind, opening_of
from hengku.finance.queries.carried import CARRY
from hengku.finance.rules.statements import ResultSpec, SheetRow, result_codes, sheet_line_of, sheet_rows
from hengku.finance.types import AccountClass, Side
from hengku.kernel.money import ZERO
from hengku.kernel.texts import Text, current_language
from hengku.ledger.rules.months import month_end
from hengku.masterdata.queries.books import book_facts
from hengku.reports.rules.derivation import Node, difference, negated, total

FIRST_DAY = date(1, 1, 1)
_OPENING = Text("期初余额", "Opening balance")
_OLDER = Text("更早 {count} 笔", "{count} older entries")
_ENTRIES = Text("分录", "Entries")
_DEBIT = Text("借方发生", "Debits")
_CREDIT = Text("贷方发生", "Credits")


class Accounts:
    """The accounts of a book and what stands on them."""

    def __init__(self, book_id: int) -> None:
        self.book_id = book_id
        self.standard = book_facts(book_id).standard
        self.by_id = {one.pk: one for one in Account.objects.filter(book_id=book_id).order_by("code")}

    def below(self, account_id: int) -> list[int]:
        """An account and all below it."""
        found = {account_id}
        while more := {pk for pk, one in self.by_id.items() if one.parent_id in found} - found:
            found |= more
        return sorted(found)

    def leaves(self) -> list[Account]:
        parents = {one.parent_id for one in self.by_id.values()}
        return [one for one in self.by_id.values() if one.pk not in parents]

    def balance(self, ids: Sequence[int], label: str, last: date) -> Node:
        """Debits less credits at the end of a day."""
        opening = Node(str(_OPENING), opening_of(book_id=self.book_id, account_ids=ids))
        return total(label, [opening, self.turnover(ids, FIRST_DAY, last)])

    def turnover(
        self, ids: Sequence[int], first: date, last: date, side: str = "both", label: Text = _ENTRIES, *,
        without_kind: str | None = None, item_id: int | None = None, document_id: int | None = None,
        without_template: str | None = None,
    ) -> Node:  # fmt: skip
        """Entries of a span of days."""
        found = entries_behind(
            account_ids=ids, first=first, last=last, side=side, without_kind=without_kind, item_id=item_id,
            document_id=document_id, without_template=without_template,
        )  # fmt: skip
        return total(str(label), entry_nodes(found))

    def of_vouchers(self, ids: Sequence[int], voucher_ids: Sequence[int], label: str) -> Node:
        """Entries of some vouchers, debits less credits."""
        rows = VoucherLine.objects.filter(account_id__in=ids, voucher_id__in=voucher_ids).order_by("voucher_id", "seq")
        return total(
            label,
            [Node(one.summary, one.debit - one.credit, path=f"/records/vouchers/{one.voucher_id}") for one in rows],
        )


def entry_nodes(found: Entries) -> list[Node]:
    """Entries as facts, older ones as one."""
    nodes = [
        Node(f"{one.date} {one.voucher} {one.summary}".rstrip(), one.amount, path=f"/records/vouchers/{one.voucher_id}")
        for one in found.listed
    ]
    if found.older_count:
        nodes.append(Node(_OLDER.in_language(current_language(), {"count": found.older_count}), found.older))
    return nodes


def _named(account: Account) -> str:
    return f"{account.code} {account.name}"


def explain_trial(book_id: int, first: date, last: date, key: Mapping[str, str], column: str) -> Node:
    """A figure of 科目余额表. first, last: months."""
    accounts = Accounts(book_id)
    account = accounts.by_id[int(key["account"])]
    ids, name = accounts.below(account.pk), _named(account)
    normal = "debit" if account.side == Side.DEBIT else "credit"
    day_before, last_day = first - timedelta(days=1), month_end(last)
    if column in {"debit", "credit"}:
        label = _DEBIT if column == "debit" else _CREDIT
        return accounts.turnover(ids, first, last_day, column, label)
    when, side = column.split("_")
    if side != normal:
        return Node(name, ZERO)
    opening = accounts.balance(ids, str(_OPENING), day_before)
    if when == "closing":
        debits = accounts.turnover(ids, first, last_day, "debit", _DEBIT)
        credits_ = accounts.turnover(ids, first, last_day, "credit", _CREDIT)
        opening = difference(name, total(name, [opening, debits]), credits_)
    return opening if normal == "debit" else negated(opening)


def explain_balance_sheet(book_id: int, month: date, key: Mapping[str, str], column: str) -> Node:
    """A figure of 资产负债表 at the end of the month, or of the year before."""
    last = {"closing": month_end(month), "year_start": date(month.year - 1, 12, 31)}[column]
    accounts = Accounts(book_id)
    lines: dict[int, list[Account]] = {}
    for leaf in accounts.leaves():
        number = sheet_line_of(accounts.standard, leaf.code, AccountClass(leaf.account_class))
        lines.setdefault(number, []).append(leaf)
    rows = sheet_rows(accounts.standard)

    def line(place: SheetRow) -> Node:
        number, (section, *_) = place.line or 0, place.sections
        found = [accounts.balance([one.pk], _named(one), last) for one in lines.get(number, ())]
        found = [one for one in found if one.value or any(part.value for part in one.parts)]
        whole = total(str(place.label), found)
        return whole if section == "A" else negated(whole)

    def section_total(section: str) -> Node:
        (label,) = [str(one.label) for one in rows if one.sections == (section,) and one.line is None]
        if section == "E":
            return difference(label, section_total("A"), section_total("L"))
        return total(label, [line(one) for one in rows if one.sections == (section,) and one.line is not None])

    row = rows[int(key["row"])]
    if row.line is None:
        sections = [section_total(section) for section in row.sections]
        return sections[0] if len(sections) == 1 else total(str(row.label), sections)
    if row.rest:
        equity = [line(one) for one in rows if one.sections == ("E",) and one.line is not None and not one.rest]
        return difference(str(row.label), section_total("A"), section_total("L"), *equity)
    return line(row)


def explain_profit(book_id: int, month: date, key: Mapping[str, str], column: str) -> Node:
    """A figure of 利润表: the month's or the year's so far."""
    first = {"period": month, "year": date(month.year, 1, 1)}[column]
    accounts = Accounts(book_id)
    specs = result_codes(accounts.standard)

    def income(of: ResultSpec) -> Node:
        mine = [
            one for one in accounts.leaves()
            if one.account_class == AccountClass.PROFIT_LOSS and any(one.code.startswith(code) for code in of.codes)
        ]  # fmt: skip
        parts = [
            accounts.turnover(
                [one.pk], first, month_end(month), label=Text(_named(one), _named(one)), without_template=CARRY
            )
            for one in mine
        ]
        return negated(total(str(of.label), [one for one in parts if one.parts]))

    spec = specs[int(key["row"])]
    if not spec.total:
        found = income(spec)
        return found if spec.sign > 0 else negated(found)
    return total(str(spec.label), [income(one) for one in specs[: int(key["row"])] if not one.total])
