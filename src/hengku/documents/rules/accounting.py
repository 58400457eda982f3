"""What the books of account must know of a document's line that only its own room knows: usage, cost object, abnormal loss.

The office reads it when it makes vouchers; a type that offers nothing is booked by its own recipe.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class AccountingHint:
    """counter: account key of the other side ("" = the type's own). cost_object: the document that side belongs to (a production
    order). transfer_out_rate: input VAT that leaves with the goods (abnormal loss, welfare), a fraction of their cost. output_tax:
    VAT of goods given away (deemed sale), an amount. credit: what a supplier takes the goods back for, None = the line's net.
    """

    counter: str = ""
    cost_object: int | None = None
    department: str = ""
    transfer_out_rate: Decimal = Decimal(0)
    output_tax: Decimal = Decimal(0)
    credit: Decimal | None = None


Hints = Callable[[Sequence[int]], Mapping[int, AccountingHint]]
"""Document ids of one type -> hints by line id; lines without a hint may be left out."""

HINTS: Registry[Hints] = Registry("accounting hints")


def offer_hints(document_type: str, hints: Hints) -> None:
    """Tell the books more about the lines of a document type."""
    HINTS.offer(document_type, hints)
