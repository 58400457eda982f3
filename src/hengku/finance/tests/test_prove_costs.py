"""I17, I18, I21 say what was changed behind the application's back."""

from datetime import date
from decimal import Decimal

import pytest
from tests.world import Company, from_line, line, make_company, tell

from hengku.finance.queries.prove_costs import INVARIANTS
from hengku.finance.tests.test_making import book
from hengku.finance.tests.test_prove import tamper
from hengku.metadata.rules.invariants import CheckWindow

D = Decimal
FREIGHT = {"cost": "FREIGHT", "basis": "QUANTITY", "amount": "30.00", "tax_rate": "0.09"}


@pytest.fixture
def company(as_owner: None) -> Company:
    """100 kg at 10, 60 of them used by an order; freight of 30 that came later: 12 to stock, 18 expensed; late papers after it."""
    made = make_company()
    receipt = tell(made, "goods_receipt", line(made.flour, "100", price="10"), on=date(2026, 10, 3))
    order = tell(made, "production_order", line(made.bottle, "5"), on=date(2026, 10, 3))
    extra = {"usage": "PRODUCTION", "production_order": order.id}
    tell(made, "material_issue", line(made.flour, "60"), on=date(2026, 10, 5), extra=extra)
    freight = {"charges": [FREIGHT], "invoice_type": "SPECIAL"}
    tell(made, "landed_cost", from_line(receipt.lines[0].id), on=date(2026, 10, 6), to="post", extra=freight)
    tell(made, "other_out", line(made.flour, "20", reason="USE"), on=date(2026, 10, 4))
    book(made)
    return made


def failing() -> dict[str, int]:
    found = {one.id: one.check(CheckWindow()) for one in INVARIANTS}
    assert all(one.rows for one in found.values())
    return {name: len(one.failing) for name, one in found.items() if one.failing}


def test_what_adds_up_is_green_and_a_cent_is_not(company: Company) -> None:
    assert failing() == {}
    tamper("finance_landed_share", "UPDATE finance_landed_share SET share = share + 0.01")
    assert failing() == {"I17": 1}
    tamper("finance_landed_share", "UPDATE finance_landed_share SET share = share - 0.01")
    tamper(
        "ledger_cost_entry",
        "UPDATE ledger_cost_entry k SET expensed_amount = k.expensed_amount + 0.01 FROM ledger_cost_entry e"
        " WHERE e.id = k.corrects_id AND e.kind = 'ADJUSTMENT'",
    )
    assert failing() == {"I18": 1}
    tamper(
        "ledger_cost_entry",
        "UPDATE ledger_cost_entry SET amount = amount - 0.01 WHERE movement_type = 'MATERIAL_ISSUE'",
    )
    assert failing() == {"I18": 1, "I21": 1}
