"""期末调汇: figures worked out by hand; vouchers, their red ones of the next month, and doing it again."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from tests.world import Company, make_company

from hengku.finance.models import Match, OpenItem, Voucher, VoucherLine
from hengku.finance.operations.close import month_of
from hengku.finance.operations.revalue import revalue, try_revaluation
from hengku.finance.queries.balance_of_key import balance_of_key
from hengku.finance.queries.foreign_debts import not_revalued
from hengku.finance.rules.revaluation import ForeignDebt, lines_of, revalued
from hengku.finance.types import Side
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refused

AT = datetime(2026, 10, 31, 9, tzinfo=UTC)
OCTOBER, LAST = date(2026, 10, 1), date(2026, 10, 31)


def test_a_debt_is_worth_its_currency_at_the_rate() -> None:
    """USD 1,000 carried at 7,000.00 → 7.2345 → 7,234.50 (+234.50); a payable of USD 500 carried at 3,550.00 → 3,617.25 (−67.25); EUR 0.10
    at 7.85 → 0.785 → 0.79."""
    debts = [
        ForeignDebt("AR", 1, "USD", Decimal(1000), Decimal(7000)), ForeignDebt("AP", 2, "USD", Decimal(500), Decimal(3550)),
        ForeignDebt("AR", 1, "EUR", Decimal("0.10"), Decimal("0.80")),
    ]  # fmt: skip
    found = revalued(debts, {"USD": Decimal("7.2345"), "EUR": Decimal("7.85")})
    assert [(one.worth, one.gain) for one in found] == [
        (Decimal("7234.50"), Decimal("234.50")), (Decimal("3617.25"), Decimal("-67.25")), (Decimal("0.79"), Decimal("-0.01")),
    ]  # fmt: skip
    assert [(one.side, one.key, one.amount) for one in lines_of(found)] == [
        (Side.DEBIT, "AR", Decimal("234.50")), (Side.CREDIT, "AP", Decimal("67.25")), (Side.DEBIT, "AR", Decimal("-0.01")),
        (Side.CREDIT, "FIN", Decimal("234.50")), (Side.DEBIT, "FIN", Decimal("67.26")),
    ]  # fmt: skip


@pytest.fixture
def company(db: None) -> Company:
    """USD 1,000 receivable at 7.00, of which USD 400 (2,800.00) are paid in October and USD 100 in November; a payable, an advance, and
    one in book currency that nothing happens to."""
    company = make_company()

    def item(document: int, side: str, partner: int, amount: str, foreign: str, on: date = OCTOBER) -> OpenItem:
        return OpenItem.objects.create(
            book_id=company.book, side=side, partner_id=partner, document_id=document, date=on, due_date=on, amount=Decimal(amount),
            currency="USD" if foreign else "", foreign_amount=Decimal(foreign or 0),
        )  # fmt: skip

    owed = item(1, "AR", company.customer, "7000.00", "1000")
    item(2, "AP", company.supplier, "3550.00", "500")
    item(3, "ADV-R", company.customer, "700.00", "100")
    item(4, "AR", company.customer, "99.00", "")
    for document, day, foreign, amount in (
        (5, date(2026, 10, 20), "400", "2800"),
        (6, date(2026, 11, 2), "100", "700"),
    ):
        paid = item(document, "AR", company.customer, f"-{amount}", f"-{foreign}", on=day)
        Match.objects.create(
            book_id=company.book,
            debit=owed,
            credit=paid,
            amount=Decimal(amount),
            foreign=Decimal(foreign),
            date=day,
            made_at=AT,
        )
    return company


def revalue_at(company: Company, rate: str) -> list[Decimal]:
    month = month_of(book_id=company.book, month=OCTOBER)
    return [one.gain for one in revalue(act=Act(SYSTEM, AT), month=month, rates={"USD": Decimal(rate)})]


def balances(company: Company, upto: date | None) -> tuple[Decimal, Decimal, Decimal]:
    ar, ap, fin = (balance_of_key(book_id=company.book, key=key, upto=upto) for key in ("AR", "AP", "FIN"))
    return ar, ap, fin


def test_the_month_ends_at_the_last_rate_and_the_next_begins_at_the_old_one(company: Company) -> None:
    """AR: USD 600 carried at 4,200.00 → 4,320.00 (+120); AP: USD 500 at 3,550.00 → 3,600.00 (−50); FIN −70."""
    month = month_of(book_id=company.book, month=OCTOBER)
    assert not_revalued(month) == [{"currencies": "USD", "count": "2"}]
    assert sorted(revalue_at(company, "7.20")) == [Decimal("-50.00"), Decimal("120.00")]
    assert balances(company, LAST) == (Decimal("120.00"), Decimal("50.00"), Decimal("-70.00"))
    assert balances(company, None) == (Decimal(0), Decimal(0), Decimal(0))
    assert not_revalued(month) == []
    first, red = Voucher.objects.filter(template="FXR").order_by("pk")
    assert (first.date, red.date, red.reverses_id) == (LAST, date(2026, 11, 1), first.pk)
    assert not VoucherLine.objects.filter(voucher=first, account__code__startswith="2203").exists()


def test_another_rate_takes_the_place_of_the_first(company: Company) -> None:
    revalue_at(company, "7.20")
    assert sorted(revalue_at(company, "6.90")) == [Decimal("-60.00"), Decimal("100.00")]
    assert balances(company, LAST) == (Decimal("-60.00"), Decimal("-100.00"), Decimal("-40.00"))
    assert balances(company, None) == (Decimal(0), Decimal(0), Decimal(0))
    assert Voucher.objects.filter(template="FXR").count() == 6


def test_every_currency_needs_a_rate(company: Company) -> None:
    month = month_of(book_id=company.book, month=OCTOBER)
    for rates, code in (({}, "closing_rate_missing"), ({"USD": Decimal(0)}, "bad_value")):
        with pytest.raises(Refused) as refused:
            try_revaluation(month=month, rates=rates)
        assert refused.value.refusals[0].code == code
    assert not Voucher.objects.filter(template="FXR").exists()
