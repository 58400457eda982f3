"""A partner's statement of a span of days as plain text values: what is sent, shown and kept."""

from datetime import date
from decimal import Decimal
from typing import Any

from hengku.finance.queries.trade import statement_lines
from hengku.finance.texts import SIDE_LABELS
from hengku.kernel.money import ZERO
from hengku.masterdata.models import Book, Partner


def statement_paper(*, book_id: int, partner_id: int, first: date, last: date) -> dict[str, Any]:
    """company, partner, currency, days, opening, lines, totals and closing; balances are receivable positive. Lines name both languages'
    kind of item, so that the reader chooses."""
    lines = statement_lines(book_id=book_id, partner_id=partner_id, first=first, last=last)
    charged, paid = sum((one.charged for one in lines), ZERO), sum((one.paid for one in lines), ZERO)
    closing = _closing(book_id, partner_id, last)
    book = Book.objects.get(pk=book_id)
    return {
        "company": book.name,
        "partner": Partner.objects.values_list("name", flat=True).get(pk=partner_id),
        "currency": book.currency,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "opening": f"{closing - charged + paid:.2f}",
        "lines": [
            {
                "date": one.date.isoformat(), "number": one.number, "zh": SIDE_LABELS[one.side].zh,
                "en": SIDE_LABELS[one.side].en, "charged": f"{one.charged:.2f}", "paid": f"{one.paid:.2f}",
                "balance": f"{one.balance:.2f}",
            }
            for one in lines
        ],
        "charged": f"{charged:.2f}",
        "paid": f"{paid:.2f}",
        "closing": f"{closing:.2f}",
    }  # fmt: skip


def _closing(book_id: int, partner_id: int, last: date) -> Decimal:
    everything = statement_lines(book_id=book_id, partner_id=partner_id, first=date.min, last=last)
    return everything[-1].balance if everything else ZERO
