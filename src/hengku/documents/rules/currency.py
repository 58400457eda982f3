"""Documents in other currencies: their figures are in their own, the ledger and the books of account are in the book's (C2)."""

from collections.abc import Mapping
from decimal import Decimal

from hengku.kernel.money import round_amount

RATE = "rate"
"""Header field: book currency for one unit of the document's currency; absent in book currency."""
ONE = Decimal(1)
RATE_SQL = "coalesce((d.ext->>'rate')::numeric, 1)"
"""The rate of the document `d` in a statement."""


def rate_of(extra: Mapping[str, object]) -> Decimal:
    """The rate a document's own values name; 1 in book currency."""
    rate = extra.get(RATE)
    return ONE if rate in (None, "") else Decimal(str(rate))


def is_foreign(extra: Mapping[str, object]) -> bool:
    """Whether a document is of trade across the border, which carries no domestic VAT unless somebody types it: in another currency,
    or a foreign invoice."""
    return RATE in extra or extra.get("invoice_type") == "FOREIGN"


def in_book(amount: Decimal, rate: Decimal) -> Decimal:
    """An amount of a document in book currency, rounded once (本位币金额)."""
    return amount if rate == ONE else round_amount(amount * rate)
