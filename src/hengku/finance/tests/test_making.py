"""From posted documents to vouchers: what is booked, once, and what waits."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import AT, Company, from_line, line, make_company, move_on, tell

from hengku.documents.operations.outbox import sequence
from hengku.finance.models import (
    Account,
    AccountMapping,
    AccountTurnover,
    DeferredEntry,
    PendingEvent,
    TreatedEvent,
    Voucher,
    VoucherSource,
)
from hengku.finance.operations import make_vouchers
from hengku.finance.operations.accounts import create_mapping, delete_mapping, update_mapping
from hengku.finance.operations.close import close_month, month_of
from hengku.finance.operations.make_vouchers import drain_vouchers, try_again, what_waits
from hengku.finance.operations.summaries import make_summaries, make_summaries_of_past_days, try_summing_up
from hengku.finance.queries.standing import keys_by_account
from hengku.finance.queries.tie_out import tie_out
from hengku.kernel.errors import Refused
from hengku.ledger.operations.fold import fold_all
from hengku.masterdata.models import Book
from hengku.masterdata.operations.items import update_item
from hengku.masterdata.operations.partners import create_partner


@pytest.fixture
def company(db: None) -> Company:
    return make_company()


def book(company: Company) -> None:
    """Let the vouchers catch up."""
    sequence()
    while drain_vouchers(at=AT):
        pass
    del company


def told(company: Company) -> list[tuple[str, str, dict[str, str], dict[str, str]]]:
    """All vouchers in order: date, template, debits and credits by key."""
    keys = keys_by_account(book_id=company.book)
    found = []
    for voucher in Voucher.objects.order_by("id"):
        sides: tuple[dict[str, Decimal], dict[str, Decimal]] = ({}, {})
        for one in voucher.lines.order_by("seq"):
            for side, amount in zip(sides, (one.debit, one.credit), strict=True):
                if amount:
                    key = keys[one.account_id]
                    side[key] = side.get(key, Decimal(0)) + amount
        debit, credit = ({key: str(amount) for key, amount in side.items()} for side in sides)
        found.append((voucher.date.isoformat()[5:], voucher.template, debit, credit))
    return found


def ties(company: Company) -> None:
    """Stock = ledger + waiting, per account."""
    assert [one for one in tie_out(book_id=company.book) if one.difference] == []


def test_a_month_of_goods(company: Company) -> None:
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    ties(company)
    sold = tell(company, "shipment", line(company.bottle, "30", price="15"), on=date(2026, 10, 5))
    tell(company, "sales_return", from_line(sold.lines[0].id, "5"), on=date(2026, 10, 6))
    tell(company, "purchase_return", from_line(receipt.lines[0].id, "10"), on=date(2026, 10, 7))
    ties(company)
    book(company)
    assert told(company) == [
        ("10-03", "P1", {"GOODS": "1000.00"}, {"AP-EST": "1000.00"}),
        ("10-05", "S1", {"COGS": "300.00"}, {"GOODS": "300.00"}),
        ("10-05", "S2", {"AR": "508.50"}, {"REV": "450.00", "VAT-OUT-PEND": "58.50"}),
        ("10-06", "S3", {"COGS": "-50.00"}, {"GOODS": "-50.00"}),
        ("10-06", "S4", {"AR": "-84.75"}, {"REV": "-75.00", "VAT-OUT-PEND": "-9.75"}),
        ("10-07", "P4", {"GOODS": "-100.00"}, {"AP-EST": "-100.00"}),
    ]
    ties(company)
    assert list(Voucher.objects.order_by("id").values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]
    stock = next(one for one in tie_out(book_id=company.book) if one.stock)
    assert (stock.stock, stock.ledger, stock.waiting) == (Decimal("650.00"), Decimal("650.00"), 0)


def test_nothing_is_booked_twice(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    book(company)
    before = told(company)
    from hengku.documents.models import Cursor

    Cursor.objects.filter(consumer="vouchers").update(position=0)
    book(company)
    assert told(company) == before
    assert TreatedEvent.objects.count() == 1


def test_a_late_receipt_books_deltas_of_the_documents_it_changes(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 1))
    tell(company, "shipment", line(company.bottle, "60"), on=date(2026, 10, 5))
    book(company)
    tell(company, "goods_receipt", line(company.bottle, "100", price="13"), on=date(2026, 10, 3))
    ties(company)
    book(company)
    assert told(company)[2:] == [
        ("10-03", "P1", {"GOODS": "1300.00"}, {"AP-EST": "1300.00"}),
        ("10-05", "S1", {"COGS": "90.00"}, {"GOODS": "90.00"}),
    ]
    delta = Voucher.objects.order_by("-id")[0]
    assert (delta.kind, delta.document_ids) == ("DELTA", [TreatedEvent.objects.order_by("id")[1].document_id])
    ties(company)


def test_a_reversal_is_red_on_the_same_sides(company: Company) -> None:
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    book(company)
    move_on(company, receipt.id, "reverse", reason="录错")
    ties(company)
    book(company)
    assert told(company)[1][1:] == ("P1", {"GOODS": "-1000.00"}, {"AP-EST": "-1000.00"})
    assert Voucher.objects.order_by("-id")[0].kind == "REVERSAL"
    ties(company)


def test_transfers_and_opening_stock_make_no_voucher(company: Company) -> None:
    tell(company, "opening_stock", line(company.bottle, "40", amount="400"), on=date(2026, 10, 1))
    tell(company, "transfer", line(company.bottle, "10", to_bin_id=company.b1), to_warehouse_id=company.b)
    book(company)
    assert told(company) == []
    assert set(TreatedEvent.objects.values_list("outcome", flat=True)) == {"NONE"}
    ties(company)
    fold_all()
    ties(company)
    held = next(one for one in tie_out(book_id=company.book) if one.stock)
    assert (held.stock, held.ledger) == (Decimal("400.00"), Decimal("400.00"))


def test_the_reason_chooses_the_other_side(company: Company) -> None:
    from hengku.masterdata.operations.coding import create_reason

    create_reason(act=company.act(), values={"code": "LAB", "name": "研发领用", "account_key": "R&D"})
    tell(company, "opening_stock", line(company.bottle, "40", amount="400"), on=date(2026, 10, 1))
    tell(company, "other_out", line(company.bottle, "3", reason="LAB"), line(company.bottle, "2", reason="随手"))
    book(company)
    assert told(company)[0][1:] == ("O2", {"R&D": "30.00", "ADMIN": "20.00"}, {"GOODS": "50.00"})


def test_a_missing_account_stops_nobody_and_waits(company: Company) -> None:
    mapping = AccountMapping.objects.get(book_id=company.book, key="AP-EST")
    account = mapping.account_id
    delete_mapping(act=company.act(), record_id=mapping.pk)
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    tell(company, "shipment", line(company.bottle, "30"))
    book(company)
    assert [one[1] for one in told(company)] == ["S1"]
    waiting = PendingEvent.objects.get()
    assert (waiting.document_id, waiting.keys) == (receipt.id, "AP-EST")
    assert not what_waits().accounts_changed
    ties(company)
    create_mapping(act=company.act(AT.replace(hour=5)), values={"key": "AP-EST", "account": account})
    assert what_waits().accounts_changed
    assert try_again(at=AT.replace(hour=6)) == 1
    assert [one[1] for one in told(company)] == ["S1", "P1"]
    assert not PendingEvent.objects.exists()
    ties(company)


def test_the_most_specific_mapping_wins(company: Company) -> None:
    other = Account.objects.get(book_id=company.book, code="5402")
    create_mapping(
        act=company.act(), values={"key": "COGS", "account": other.pk, "warehouse": company.a, "book_id": company.book}
    )
    tell(company, "opening_stock", line(company.bottle, "40", amount="400"), on=date(2026, 10, 1))
    tell(company, "shipment", line(company.bottle, "4"))
    book(company)
    (voucher,) = Voucher.objects.all()
    assert voucher.lines.get(seq=1).account_id == other.pk


def test_items_of_another_class_stand_on_their_own_account(company: Company) -> None:
    update_item(act=company.act(), record_id=company.flour, values={"account_key": "RAW"})
    tell(company, "goods_receipt", line(company.flour, "2.5", price="4"), line(company.bottle, "1", price="9"))
    book(company)
    assert told(company)[0][2] == {"RAW": "10.00", "GOODS": "9.00"}
    ties(company)


def test_turnover_follows_the_lines(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    tell(company, "shipment", line(company.bottle, "30"))
    book(company)
    rows = {one.account.code: (one.debit, one.credit) for one in AccountTurnover.objects.select_related("account")}
    assert rows == {
        "1405": (Decimal("1000.00"), Decimal("300.00")),
        "220202": (0, Decimal("1000.00")),
        "5401": (Decimal("300.00"), 0),
    }


def test_an_abnormal_loss_takes_its_input_tax_along(company: Company) -> None:
    tell(company, "opening_stock", line(company.bottle, "100", amount="1000"), on=date(2026, 10, 1))
    tell(
        company,
        "scrap",
        line(company.bottle, "3", reason="DAMAGED"),
        line(company.bottle, "1", extra={"abnormal": True, "cause": "THEFT"}),
    )
    tell(company, "scrap", line(company.bottle, "2"), extra={"abnormal": True, "cause": "THEFT"})
    book(company)
    assert [one[2:] for one in told(company)] == [
        ({"PENDING-PL": "41.30"}, {"GOODS": "40.00", "VAT-IN-OUT": "1.30"}),
        ({"PENDING-PL": "22.60"}, {"GOODS": "20.00", "VAT-IN-OUT": "2.60"}),
    ]
    ties(company)


def test_inventory_accounts_are_not_mapped_anew_under_value(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"))
    book(company)
    other = Account.objects.get(book_id=company.book, code="1403")
    mapping = AccountMapping.objects.get(book_id=company.book, key="GOODS")
    with pytest.raises(Refused, match="mapping_moves_value"):
        update_mapping(act=company.act(), record_id=mapping.pk, values={"account": other.pk})
    with pytest.raises(Refused, match="account_key_has_value"):
        update_item(act=company.act(), record_id=company.bottle, values={"account_key": "RAW"})


def test_month_end_methods_are_booked_at_the_close(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """While costs are provisional nothing is booked and stock still ties; the close books the final ones on the last day."""
    monkeypatch.setattr(
        make_vouchers, "provisional", lambda events: [one for one in events if one.kind in {"ISSUE", "DELTA"}]
    )
    monkeypatch.setattr(make_vouchers, "plain_costs", lambda **_: {})
    tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 1))
    tell(company, "shipment", line(company.bottle, "60"), on=date(2026, 10, 5))
    tell(company, "goods_receipt", line(company.bottle, "100", price="13"), on=date(2026, 10, 3))
    book(company)
    assert [one[1] for one in told(company)] == ["P1", "P1"]
    ties(company)
    close_month(
        act=company.act(AT.replace(month=11, day=2)),
        month=month_of(book_id=company.book, month=date(2026, 10, 1)),
        confirm=["receipts_not_invoiced"],
    )
    assert told(company)[2:3] == [("10-31", "S1", {"COGS": "690.00"}, {"GOODS": "690.00"})]
    assert not DeferredEntry.objects.exists()
    ties(company)


def sums_up(company: Company, grouping: str) -> None:
    Book.objects.filter(pk=company.book).update(voucher_grouping=grouping)


def test_documents_of_a_day_share_a_voucher_where_the_book_sums_up(company: Company) -> None:
    sums_up(company, "DAY")
    receipt = tell(company, "goods_receipt", line(company.bottle, "100", price="10"), on=date(2026, 10, 3))
    other = tell(company, "goods_receipt", line(company.bottle, "50", price="10"), on=date(2026, 10, 3))
    tell(company, "shipment", line(company.bottle, "30"), on=date(2026, 10, 5))
    book(company)
    assert told(company) == []
    assert (what_waits(), try_again(at=AT)) == ((False, date(2026, 10, 3)), 0)
    ties(company)
    tried = try_summing_up(act=company.act(), until=date(2026, 10, 5), book_id=company.book)
    assert (tried["count"], tried["documents"]) == (2, 3)
    assert (told(company), PendingEvent.objects.count()) == ([], 3)
    assert make_summaries_of_past_days(at=AT.replace(month=10, day=4), first=date(2026, 10, 3)) == 1
    assert told(company) == [("10-03", "P1", {"GOODS": "1500.00"}, {"AP-EST": "1500.00"})]
    voucher = Voucher.objects.get()
    assert (voucher.number, voucher.document_ids) == (1, [receipt.id, other.id])
    assert set(VoucherSource.objects.values_list("document_id", flat=True)) == {receipt.id, other.id}
    assert VoucherSource.objects.count() == 2
    ties(company)
    october = month_of(book_id=company.book, month=date(2026, 10, 1))
    close_month(act=company.act(AT.replace(month=11)), month=october, confirm={"receipts_not_invoiced"})
    assert [one[:2] for one in told(company)][:2] == [("10-03", "P1"), ("10-05", "S1")]
    assert not PendingEvent.objects.exists()


def test_partners_stay_apart_where_the_book_says_so(company: Company) -> None:
    sums_up(company, "PARTNER")
    values = {"code": "KH09", "name": "城南便利店", "is_customer": True}
    another = create_partner(act=company.act(), values=values).pk
    for partner in (company.customer, company.customer, another):
        tell(company, "opening_stock", line(company.bottle, "10", amount="100"), on=date(2026, 10, 1))
        tell(company, "shipment", line(company.bottle, "1", price="15"), partner_id=partner, on=date(2026, 10, 5))
    book(company)
    make_summaries(at=AT, until=date(2026, 10, 5))
    assert [one[2] for one in told(company)] == [
        {"COGS": "20.00"}, {"AR": "33.90"}, {"COGS": "10.00"}, {"AR": "16.95"},
    ]  # fmt: skip
    ties(company)
