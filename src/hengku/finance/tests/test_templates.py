"""Templates: facts in, balanced drafts out. Cases of domain specification 5.8 and of the scenarios."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from hengku.finance.rules.templates import drafts_at_month_end, drafts_of, final_entries, is_balanced
from hengku.finance.rules.templates_money import (
    Money,
    PurchaseInvoiceLine,
    SalesInvoiceLine,
    Settled,
    gain_lines,
    landed_cost_lines,
    loss_lines,
    match_lines,
    money_receipt_lines,
    payment_lines,
    purchase_invoice_lines,
    sales_invoice_lines,
)
from hengku.finance.types import (
    Aux,
    Beside,
    DocumentFacts,
    DraftLine,
    EntryFact,
    LineFact,
    Side,
    VoucherDraft,
    VoucherKind,
)
from hengku.masterdata.types import AccountingStandard, TaxpayerType

DAY = date(2026, 3, 3)
SBE, CAS = AccountingStandard.SBE, AccountingStandard.CAS


def entry(
    document: int = 1,
    amount: str = "0",
    *,
    kind: str = "OWN",
    key: str = "GOODS",
    expensed: str = "0",
    of: int | None = None,
    line: int = 1,
    item: int = 7,
    outward: bool = False,
    quantity: str = "1",
    day: date = DAY,
) -> EntryFact:
    """A cost entry of `document`'s posting; of: the document whose cost it is."""
    return EntryFact(
        entry_id=1,
        posting_id=document * 10,
        caused_by=document,
        document_id=of or document,
        document_type="",
        line_id=line,
        kind=kind,
        key=key,
        item_id=item,
        warehouse_id=None,
        quantity=Decimal(quantity),
        amount=Decimal(amount),
        expensed=Decimal(expensed),
        date=day,
        outward=outward,
    )


def paper(
    kind: str,
    number: int = 1,
    *,
    lines: tuple[DraftLine, ...] = (),
    about: dict[int, LineFact] | None = None,
    joins: tuple[int, ...] = (),
    is_reversal: bool = False,
) -> DocumentFacts:
    """A document; lines: what it brings itself, about: what its lines say of the other side."""
    return DocumentFacts(
        id=number, type=kind, book_id=1, date=DAY, partner_id=5, is_reversal=is_reversal, lines=about or {}, extra=lines,
        joins=joins,
    )  # fmt: skip


def sides(lines: tuple[DraftLine, ...]) -> tuple[dict[str, str], dict[str, str]]:
    """Debits and credits by key, as an accountant reads them."""
    found: tuple[dict[str, Decimal], dict[str, Decimal]] = ({}, {})
    for line in lines:
        side = found[line.side is Side.CREDIT]
        side[line.key] = side.get(line.key, Decimal(0)) + line.amount
    debit, credit = ({key: str(amount) for key, amount in one.items()} for one in found)
    return debit, credit


def only(drafts: list[VoucherDraft]) -> VoucherDraft:
    assert len(drafts) == 1
    assert is_balanced(drafts[0])
    return drafts[0]


GOODS = [
    # type, entry amount, key, debit, credit, template
    ("goods_receipt", "65.50", "GOODS", {"GOODS": "65.50"}, {"AP-EST": "65.50"}, "P1"),
    ("goods_receipt", "-65.50", "GOODS", {"GOODS": "-65.50"}, {"AP-EST": "-65.50"}, "P1"),
    ("shipment", "-795.00", "GOODS", {"COGS": "795.00"}, {"GOODS": "795.00"}, "S1"),
    ("shipment", "-795.00", "RAW", {"OCOGS": "795.00"}, {"RAW": "795.00"}, "S1"),
    ("sales_return", "318.00", "GOODS", {"COGS": "-318.00"}, {"GOODS": "-318.00"}, "S3"),
    ("other_in", "50.00", "RAW", {"RAW": "50.00"}, {"NONOP-IN": "50.00"}, "O1"),
    ("other_out", "-80.00", "GOODS", {"ADMIN": "80.00"}, {"GOODS": "80.00"}, "O2"),
    ("scrap", "-9.00", "GOODS", {"PENDING-PL": "9.00"}, {"GOODS": "9.00"}, "L1"),
    ("count_gain", "12.00", "GOODS", {"GOODS": "12.00"}, {"PENDING-PL": "12.00"}, "L3"),
    ("count_loss", "-24.00", "GOODS", {"PENDING-PL": "24.00"}, {"GOODS": "24.00"}, "L4"),
    ("transit_loss", "-36.00", "GOODS", {"PENDING-PL": "36.00"}, {"GOODS": "36.00"}, "L1"),
    ("material_issue", "-100.00", "RAW", {"WIP-MATERIAL": "100.00"}, {"RAW": "100.00"}, "M1"),
    ("material_return", "10.00", "RAW", {"WIP-MATERIAL": "-10.00"}, {"RAW": "-10.00"}, "M2"),
]


@pytest.mark.parametrize(("kind", "amount", "key", "debit", "credit", "template"), GOODS)
def test_goods_moved(
    kind: str, amount: str, key: str, debit: dict[str, str], credit: dict[str, str], template: str
) -> None:
    draft = only(drafts_of([paper(kind)], [entry(1, amount, key=key)]))
    assert (*sides(draft.lines), draft.template) == (debit, credit, template)
    assert draft.kind is VoucherKind.NORMAL


@pytest.mark.parametrize("kind", ["opening_stock", "bin_move", "status_change"])
def test_no_voucher(kind: str) -> None:
    assert drafts_of([paper(kind)], [entry(1, "100.00")]) == []


def test_a_voucher_of_nothing_is_none() -> None:
    assert drafts_of([paper("goods_receipt")], [entry(1, "0.00")]) == []


def test_input_tax_leaves_with_an_abnormal_loss() -> None:
    """S13: 36.00 stolen in transit at 13 %; VX-7."""
    lines = {1: LineFact(transfer_out_rate=Decimal("0.13"))}
    draft = only(drafts_of([paper("transit_loss", about=lines)], [entry(1, "-36.00")]))
    assert sides(draft.lines) == ({"PENDING-PL": "40.68"}, {"GOODS": "36.00", "VAT-IN-OUT": "4.68"})


def test_a_gift_is_a_deemed_sale() -> None:
    """VX-5: cost 80.00, market price 100.00 net."""
    lines = {1: LineFact(counter="SELL", output_tax=Decimal("13.00"))}
    draft = only(drafts_of([paper("other_out", about=lines)], [entry(1, "-80.00")]))
    assert sides(draft.lines) == ({"SELL": "93.00"}, {"GOODS": "80.00", "VAT-OUT": "13.00"})


def test_bought_goods_for_the_staff() -> None:
    """VX-6: cost 200.00."""
    lines = {1: LineFact(counter="PAYROLL", transfer_out_rate=Decimal("0.13"))}
    draft = only(drafts_of([paper("other_out", about=lines)], [entry(1, "-200.00")]))
    assert sides(draft.lines) == ({"PAYROLL": "226.00"}, {"GOODS": "200.00", "VAT-IN-OUT": "26.00"})


def test_invoice_with_its_receipt_is_one_voucher() -> None:
    """S01 GRN-1 with PINV-1: P2."""
    invoice = purchase_invoice_lines(
        [PurchaseInvoiceLine(Decimal("1120.00"), Decimal("145.60"), Decimal("1120.00"))], partner_id=5, deductible=True
    )
    papers = [paper("goods_receipt"), paper("purchase_invoice", 2, lines=invoice, joins=(1,))]
    draft = only(drafts_of(papers, [entry(1, "1120.00")]))
    assert sides(draft.lines) == ({"GOODS": "1120.00", "VAT-IN": "145.60"}, {"AP": "1265.60"})
    assert (draft.of, draft.template) == ((1, 2), "P2")


def test_invoice_of_part_of_its_receipt_leaves_the_rest_estimated() -> None:
    invoice = purchase_invoice_lines(
        [PurchaseInvoiceLine(Decimal("600.00"), Decimal("78.00"), Decimal("600.00"))], partner_id=5, deductible=True
    )
    papers = [paper("goods_receipt"), paper("purchase_invoice", 2, lines=invoice, joins=(1,))]
    draft = only(drafts_of(papers, [entry(1, "1000.00")]))
    assert sides(draft.lines) == ({"GOODS": "1000.00", "VAT-IN": "78.00"}, {"AP": "678.00", "AP-EST": "400.00"})


def test_invoices_that_come_by_themselves_do_not_join() -> None:
    papers = [paper("goods_receipt"), paper("goods_receipt", 2)]
    assert [draft.of for draft in drafts_of(papers, [entry(1, "1.00"), entry(2, "2.00")])] == [(1,), (2,)]


def test_invoice_later_with_part_sold() -> None:
    """S09 PINV-1: est. 3,000, difference 120: 48 to stock, 72 to cost of sales. P3."""
    invoice = purchase_invoice_lines(
        [PurchaseInvoiceLine(Decimal("3120.00"), Decimal("405.60"), Decimal("3000.00"))], partner_id=5, deductible=True
    )
    draft = only(
        drafts_of([paper("purchase_invoice", lines=invoice)], [entry(1, "48.00", kind="ADJUSTMENT", expensed="72.00")])
    )
    expected = {"AP-EST": "3000.00", "GOODS": "48.00", "COGS": "72.00", "VAT-IN": "405.60"}
    assert sides(draft.lines) == (expected, {"AP": "3525.60"})
    assert draft.template == "P3"


def test_cheaper_invoice_is_red_in_stock() -> None:
    """S09 PINV-2."""
    invoice = purchase_invoice_lines(
        [PurchaseInvoiceLine(Decimal("588.00"), Decimal("76.44"), Decimal("600.00"))], partner_id=5, deductible=True
    )
    draft = only(drafts_of([paper("purchase_invoice", lines=invoice)], [entry(1, "-12.00", kind="ADJUSTMENT")]))
    assert sides(draft.lines) == ({"AP-EST": "600.00", "GOODS": "-12.00", "VAT-IN": "76.44"}, {"AP": "664.44"})


def test_return_with_red_invoice() -> None:
    """S02 PRT-1: P4, red figures on the sides of P2."""
    invoice = purchase_invoice_lines(
        [PurchaseInvoiceLine(Decimal("-550.00"), Decimal("-71.50"), Decimal("-550.00"))], partner_id=5, deductible=True
    )
    returned = paper("purchase_return", about={1: LineFact(credit=Decimal("-550.00"))})
    papers = [returned, paper("purchase_invoice", 2, lines=invoice, joins=(1,))]
    draft = only(drafts_of(papers, [entry(1, "-550.00")]))
    assert sides(draft.lines) == ({"GOODS": "-550.00", "VAT-IN": "-71.50"}, {"AP": "-621.50"})
    assert draft.template == "P4"


@pytest.mark.parametrize(
    ("credit", "debit", "payable"),
    [
        (Decimal("-440.00"), {"GOODS": "-430.00", "COGS": "-10.00"}, "-440.00"),  # FF-3
        (Decimal("-316.50"), {"GOODS": "-430.00", "COGS": "113.50"}, "-316.50"),
        (None, {"GOODS": "-430.00"}, "-430.00"),  # no price: at cost
    ],
)
def test_supplier_credits_the_purchase_price(credit: Decimal | None, debit: dict[str, str], payable: str) -> None:
    returned = paper("purchase_return", about={1: LineFact(credit=credit)})
    draft = only(drafts_of([returned], [entry(1, "-430.00")]))
    assert sides(draft.lines) == (debit, {"AP-EST": payable})


def test_residual_beside_the_return_that_made_it() -> None:
    """S02 PRT-2: 5.89 left at quantity 0, and MA-5 the other way round."""
    returned = paper("purchase_return", about={1: LineFact(credit=Decimal("-125.00"))})
    drafts = drafts_of([returned], [entry(1, "-125.00"), entry(1, "-5.89", kind="RESIDUAL", quantity="0")])
    assert [draft.template for draft in drafts] == ["P4", "K2"]
    assert sides(drafts[1].lines) == ({"COGS": "5.89"}, {"GOODS": "5.89"})
    drafts = drafts_of([returned], [entry(1, "-125.00"), entry(1, "0.05", kind="RESIDUAL", quantity="0")])
    assert sides(drafts[1].lines) == ({"GOODS": "0.05"}, {"COGS": "0.05"})


def test_cover_stands_beside_the_receipt() -> None:
    """S03 GRN-1: P1, and K1 for the issue it covers."""
    issue = paper("shipment", 9)
    drafts = drafts_of(
        [paper("goods_receipt")], [entry(1, "65.50"), entry(1, "-5.50", kind="COVER", of=9, quantity="0")], [issue]
    )
    assert [(draft.template, draft.of) for draft in drafts] == [("P1", (1,)), ("K1", (1,))]
    assert sides(drafts[1].lines) == ({"COGS": "5.50"}, {"GOODS": "5.50"})


def test_late_receipt_changes_what_others_cost() -> None:
    """S04 GRN-1: deltas are vouchers of the corrected documents, dated as they are."""
    late = date(2026, 4, 12)
    others = [paper("shipment", 8), paper("material_issue", 9, about={4: LineFact(cost_object=77)})]
    drafts = drafts_of(
        [paper("goods_receipt")],
        [
            entry(1, "1300.00"),
            entry(1, "-90.00", kind="DELTA", of=8, quantity="0"),
            entry(1, "-15.00", kind="DELTA", of=9, line=4, quantity="0", day=late),
        ],
        others,
    )
    assert [(draft.of, draft.kind.value, draft.date) for draft in drafts] == [
        ((1,), "NORMAL", DAY),
        ((8,), "DELTA", DAY),
        ((9,), "DELTA", late),
    ]
    assert sides(drafts[1].lines) == ({"COGS": "90.00"}, {"GOODS": "90.00"})
    assert sides(drafts[2].lines) == ({"WIP-MATERIAL": "15.00"}, {"GOODS": "15.00"})
    assert drafts[2].lines[0].aux.document_id == 77


def test_freight_partly_sold() -> None:
    """S10 LCB-1."""
    freight = landed_cost_lines(net=Decimal("500.00"), tax=Decimal("45.00"), partner_id=5, expensed=Decimal(0))
    entries = [
        entry(1, "226.19", kind="ADJUSTMENT", expensed="142.86"),
        entry(1, "0.00", kind="ADJUSTMENT", expensed="130.95", item=8),
    ]
    draft = only(drafts_of([paper("landed_cost", lines=freight)], entries))
    assert sides(draft.lines) == ({"GOODS": "226.19", "COGS": "273.81", "VAT-IN": "45.00"}, {"AP": "545.00"})


def test_freight_of_a_small_trader_is_expense() -> None:
    """VX-12."""
    freight = landed_cost_lines(net=Decimal("100.00"), tax=Decimal("9.00"), partner_id=5, expensed=Decimal("100.00"))
    assert sides(freight) == ({"SELL": "100.00", "VAT-IN": "9.00"}, {"AP": "109.00"})


def test_adjustment_by_reason() -> None:
    """S05 CADJ-1 credits payables; without a reason cost of sales stands against it."""
    draft = only(
        drafts_of([paper("cost_adjustment", about={1: LineFact(counter="AP")})], [entry(1, "45.00", kind="ADJUSTMENT")])
    )
    assert sides(draft.lines) == ({"GOODS": "45.00"}, {"AP": "45.00"})


def test_transfer_between_accounts_and_its_mirror() -> None:
    entries = [entry(1, "-372.00", outward=True, key="RAW"), entry(1, "372.00")]
    draft = only(drafts_of([paper("transfer")], entries))
    assert sides(draft.lines) == ({"GOODS": "372.00"}, {"RAW": "372.00"})
    mirror = [entry(1, "372.00", outward=True, key="RAW"), entry(1, "-372.00")]
    draft = only(drafts_of([paper("transfer", is_reversal=True)], mirror))
    assert sides(draft.lines) == ({"GOODS": "-372.00"}, {"RAW": "-372.00"})
    assert draft.kind is VoucherKind.REVERSAL


def test_assembly_with_a_fee() -> None:
    entries = [entry(1, "-100.00", outward=True, key="RAW"), entry(1, "130.00")]
    draft = only(drafts_of([paper("assembly")], entries))
    assert sides(draft.lines) == ({"GOODS": "130.00"}, {"RAW": "100.00", "AP": "30.00"})


def test_small_taxpayer_sells() -> None:
    """VX-1: 1,515.00 gross at 1 %."""
    lines = sales_invoice_lines(
        [SalesInvoiceLine(7, Decimal("1500.00"), Decimal("15.00"))], partner_id=5, taxpayer=TaxpayerType.SMALL_SCALE
    )
    assert sides(lines) == ({"AR": "1515.00"}, {"REV": "1500.00", "VAT-SMALL": "15.00"})


def test_red_sales_invoice() -> None:
    """VX-8, S4."""
    lines = sales_invoice_lines(
        [SalesInvoiceLine(7, Decimal("-500.00"), Decimal("-65.00"))], partner_id=5, taxpayer=TaxpayerType.GENERAL
    )
    assert sides(lines) == ({"AR": "-565.00"}, {"REV": "-500.00", "VAT-OUT": "-65.00"})


def test_cash_discount() -> None:
    """VX-2: 2 % of 1,130.00."""
    money = Money(Decimal("1107.40"), 5, discount=Decimal("22.60"))
    assert sides(money_receipt_lines(money, standard=SBE)) == (
        {"BANK": "1107.40", "FIN": "22.60"},
        {"AR": "1130.00"},
    )
    debit, credit = sides(money_receipt_lines(money, standard=CAS))
    assert (debit, credit) == ({"BANK": "1107.40"}, {"REV": "-22.60", "AR": "1130.00"})


def test_prepayment_and_its_match() -> None:
    """VX-3."""
    prepaid = Money(Decimal("500.00"), 5, owed="PREPAID")
    assert sides(payment_lines(prepaid)) == ({"PREPAID": "500.00"}, {"BANK": "500.00"})
    matched = match_lines(Decimal("500.00"), debit="AP", credit="PREPAID", partner_id=5)
    assert sides(matched) == ({"AP": "500.00"}, {"PREPAID": "500.00"})
    assert sides(payment_lines(Money(Decimal("630.00"), 5))) == ({"AP": "630.00"}, {"BANK": "630.00"})


def test_losses_and_gains_are_settled_by_the_standard() -> None:
    """VX-7, S13."""
    loss = [Settled("OTHER-R", Decimal("600.00")), Settled("BANK", Decimal("113.00"))]
    settled = {"OTHER-R": "600.00", "BANK": "113.00"}
    pending = {"PENDING-PL": "1130.00"}
    amount = Decimal("1130.00")
    assert sides(loss_lines(amount, loss, standard=SBE)) == ({**settled, "NONOP-OUT": "417.00"}, pending)
    assert sides(loss_lines(amount, loss, standard=CAS)) == ({**settled, "ADMIN": "417.00"}, pending)
    assert sides(loss_lines(amount, (), standard=CAS, disaster=True))[0] == {"NONOP-OUT": "1130.00"}
    assert sides(gain_lines(Decimal("12.00"), standard=SBE)) == ({"PENDING-PL": "12.00"}, {"NONOP-IN": "12.00"})
    assert sides(gain_lines(Decimal("12.00"), standard=CAS)) == ({"PENDING-PL": "12.00", "ADMIN": "-12.00"}, {})


def test_a_month_that_is_made_final_states_each_document_once() -> None:
    """Corrections are part of what they correct; a residual stands on a voucher of its own, unless it was taken back."""
    issue = entry(1, "-100.00", kind="ISSUE")._replace(entry_id=11)
    later = entry(1, "-3.00", kind="DELTA")._replace(entry_id=12, corrects=11)
    again = entry(1, "1.00", kind="DELTA")._replace(entry_id=13, corrects=11)
    rest = entry(1, "0.05", kind="RESIDUAL")._replace(entry_id=14, corrects=11)
    more = entry(1, "0.02", kind="RESIDUAL")._replace(entry_id=15, corrects=11)
    gone = [
        entry(2, amount, kind="RESIDUAL")._replace(entry_id=16 + at, corrects=21)
        for at, amount in enumerate(("0.01", "-0.01"))
    ]
    other = entry(2, "-20.00", kind="ISSUE")._replace(entry_id=21)
    told = final_entries([issue, other, later, again, rest, more, *gone])
    assert [(one.document_id, one.kind, one.amount) for one in told] == [
        (1, "ISSUE", Decimal("-102.00")), (2, "ISSUE", Decimal("-20.00")), (1, "RESIDUAL", Decimal("0.07")),
    ]  # fmt: skip
    papers = [paper("shipment", 1), paper("shipment", 2, is_reversal=True)]
    drafts = drafts_at_month_end(papers, [issue, other, later, again, rest, more, *gone], date(2026, 3, 31))
    assert [(one.of, one.template, one.kind, one.date.day, sides(one.lines)) for one in drafts] == [
        ((1,), "S1", VoucherKind.NORMAL, 31, ({"COGS": "102.00"}, {"GOODS": "102.00"})),
        ((1,), "K2", VoucherKind.NORMAL, 31, ({"GOODS": "0.07"}, {"COGS": "0.07"})),
        ((2,), "S1", VoucherKind.REVERSAL, 31, ({"COGS": "20.00"}, {"GOODS": "20.00"})),
    ]  # fmt: skip


def test_a_month_made_final_again_states_the_difference() -> None:
    change = entry(1, "-3.00", kind="DELTA", expensed="1.00")._replace(entry_id=12, corrects=11)
    (draft,) = drafts_at_month_end([paper("shipment", 1)], [change], date(2026, 3, 31))
    assert (draft.kind, sides(draft.lines)[1]) == (VoucherKind.DELTA, {"GOODS": "3.00"})
    base = entry(1, "10.00", expensed="2.00")._replace(entry_id=11, apart=Decimal("4.00"))
    (told,) = final_entries([base, change._replace(apart=Decimal("0.50"))])
    assert (told.amount, told.expensed, told.apart) == (Decimal("7.00"), Decimal("3.00"), Decimal("4.50"))


def _line(side: Side, key: str, amount: str) -> DraftLine:
    return DraftLine(side, key, Decimal(amount), Aux(partner_id=5))


def test_an_invoice_takes_over_what_its_shipment_brought() -> None:
    """With the shipment the revenue never gets there; later the pending tax leaves its account on the debit side."""
    debit, credit = Side.DEBIT, Side.CREDIT
    brought = (_line(debit, "AR", "113.00"), _line(credit, "REV", "100.00"), _line(credit, "VAT-OUT-PEND", "13.00"))
    back = tuple(line._replace(amount=-line.amount) for line in brought)
    charged = (_line(debit, "AR", "113.00"), _line(credit, "REV", "100.00"), _line(credit, "VAT-OUT", "13.00"))
    shipped = replace(paper("shipment", 1), beside=(Beside("S2", brought),))
    invoice = replace(paper("sales_invoice", 2, lines=charged), gives_back={1: back})
    together = drafts_of([shipped, invoice], [])
    assert [(one.of, one.template, sides(one.lines)) for one in together] == [
        ((2,), "S2", ({"AR": "113.00"}, {"REV": "100.00", "VAT-OUT": "13.00"})),
    ]
    (later,) = drafts_of([invoice], [])
    assert sides(later.lines) == ({"VAT-OUT-PEND": "13.00"}, {"VAT-OUT": "13.00"})
    (first,) = drafts_of([shipped], [])
    assert (first.kind, sides(first.lines)[1]) == (VoucherKind.NORMAL, {"REV": "100.00", "VAT-OUT-PEND": "13.00"})
    (mirror,) = drafts_of([replace(shipped, is_reversal=True)], [])
    assert mirror.kind is VoucherKind.REVERSAL


def test_exchange_gains_and_losses() -> None:
    """A debt carried at 730.00 settled for 700.00 is a gain of 30.00; the other way round, in red, and inside one account."""
    amount, gain = Decimal("700.00"), Decimal("30.00")
    assert sides(payment_lines(Money(amount, 5, exchange=gain))) == (
        {"AP": "730.00"},
        {"BANK": "700.00", "FIN": "30.00"},
    )
    assert sides(payment_lines(Money(amount, 5, exchange=-gain))) == (
        {"AP": "670.00", "FIN": "30.00"},
        {"BANK": "700.00"},
    )
    back = payment_lines(Money(-amount, 5, discount=Decimal("-1.00"), exchange=-gain))
    assert sides(back) == ({"AP": "-731.00"}, {"BANK": "-700.00", "FIN": "-31.00"})
    got = money_receipt_lines(Money(amount, 5, exchange=gain), standard=SBE)
    assert sides(got) == ({"BANK": "700.00"}, {"FIN": "30.00", "AR": "670.00"})
    assert sides(money_receipt_lines(Money(-amount, 5, exchange=gain), standard=SBE)) == (
        {"BANK": "-700.00", "FIN": "-30.00"},
        {"AR": "-730.00"},
    )
    matched = match_lines(amount, debit="AP", credit="PREPAID", partner_id=5, exchange=gain)
    assert sides(matched) == ({"AP": "730.00"}, {"PREPAID": "700.00", "FIN": "30.00"})
    assert sides(match_lines(amount, debit="AR", credit="AR", partner_id=5, exchange=gain)) == (
        {"AR": "30.00"},
        {"FIN": "30.00"},
    )
    assert sides(match_lines(amount, debit="AR", credit="AR", partner_id=5, exchange=-gain)) == (
        {"FIN": "30.00"},
        {"AR": "30.00"},
    )


def test_only_payables_are_kept_by_partner() -> None:
    line = PurchaseInvoiceLine(Decimal("10.00"), Decimal("1.30"))
    for pay, partner in (("AP", 5), ("BANK", None)):
        told = purchase_invoice_lines([line], partner_id=5, deductible=True, pay=pay)
        assert [one.aux.partner_id for one in told if one.side is Side.CREDIT] == [partner]
        freight = landed_cost_lines(
            net=Decimal("10.00"), tax=Decimal("0.90"), partner_id=5, expensed=Decimal("0.00"), pay=pay
        )
        assert [one.aux.partner_id for one in freight if one.side is Side.CREDIT] == [partner]
