"""A revaluation as pages and programs see it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hengku.finance.queries.foreign_debts import foreign_debts, standing_revaluation
from hengku.finance.rules.closing import Month
from hengku.finance.rules.revaluation import ForeignDebt, Revalued
from hengku.kernel.quantity import plain
from hengku.masterdata.models import Partner


def _named(debt: ForeignDebt, partners: Mapping[int, Partner]) -> dict[str, str]:
    """The partner, or the fund account."""
    if debt.partner_id is None:
        return {"id": debt.side, "name": debt.name}
    return {"id": str(debt.partner_id), "name": partners[debt.partner_id].name}


def revaluation_json(*, month: Month, found: Sequence[Revalued]) -> dict[str, Any]:
    """Currencies with open debts, whether the month is revalued, and each debt tried."""
    debts = foreign_debts(book_id=month.book_id, last=month.after - timedelta(days=1))
    partners = Partner.objects.in_bulk([one.debt.partner_id for one in found if one.debt.partner_id])
    return {
        "currencies": sorted({one.currency for one in debts}),
        "done": standing_revaluation(month=month) is not None,
        "rows": [
            {
                "side": one.debt.side if one.debt.partner_id else "FUND",
                "partner": _named(one.debt, partners),
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
