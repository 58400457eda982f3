"""A revaluation as pages and programs see it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from hengku.finance.queries.foreign_debts import foreign_debts, standing_revaluation
from hengku.finance.rules.closing import Month
from hengku.finance.rules.revaluation import Revalued
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Partner


def revaluation_json(*, month: Month, found: Sequence[Revalued]) -> dict[str, Any]:
    """Currencies with open debts, whether the month is revalued, and each debt tried."""
    debts = foreign_debts(book_id=month.book_id, last=month.after - timedelta(days=1))
    partners = Partner.objects.in_bulk([one.debt.partner_id for one in found])
    return {
        "currencies": sorted({one.currency for one in debts}),
        "done": standing_revaluation(month=month) is not None,
        "rows": [
            {
                "side": one.debt.side,
                "partner": {"id": str(one.debt.partner_id), "name": partners[one.debt.partner_id].name},
                "currency": one.debt.currency,
                "foreign": f"{one.debt.foreign:.2f}",
                "carried": f"{one.debt.carried:.2f}",
                "rate": plain(one.rate),
                "worth": f"{one.worth:.2f}",
                "gain": f"{one.gain:.2f}",
            }
            for one in found
        ],
    }
