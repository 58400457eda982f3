"""试算: what the close would make of a month as things stand, on any day of it. Nothing is posted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from hengku.finance.models import DeferredEntry
from hengku.finance.operations.close import Checked, look
from hengku.finance.operations.month_end import facts_of_entries, month_end_vouchers
from hengku.finance.operations.write_vouchers import NewVoucher
from hengku.finance.rules.closing import Month
from hengku.finance.types import EntryFact
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.ledger.queries.month_costing import LoadedMonth, costed_month


@dataclass(frozen=True, slots=True)
class Trial:
    """checks: the close's list as it stands; costs: the month under the month-end average; vouchers: those the close would make;
    missing: why some cannot be made."""

    month: Month
    checks: list[Checked]
    costs: LoadedMonth
    vouchers: list[NewVoucher]
    missing: list[Refusal]


def try_month(*, act: Act, month: Month) -> Trial:
    """Cost an open month and draft its vouchers; the vouchers of what was posted so far catch up first."""
    checks = look(act=act, month=month)
    costs = costed_month(book_id=month.book_id, month=month.first)
    kept = DeferredEntry.objects.filter(book_id=month.book_id, month__lt=month.after).values_list("pk", flat=True)
    missing: list[Refusal] = []
    vouchers = month_end_vouchers(month, _facts(list(kept), costs), missing, [])
    return Trial(month, checks, costs, vouchers, missing)


def _facts(kept: Sequence[int], costs: LoadedMonth) -> list[EntryFact]:
    """What waits for the close, with the corrections its costing would write."""
    changed = {
        pk: final
        for pk, final in costs.costing.finals.items()
        if (final.amount, final.expensed, final.residual)
        != (costs.rows[pk].amount, costs.rows[pk].expensed, costs.rows[pk].residual)
    }
    facts = {fact.entry_id: fact for fact in facts_of_entries([*kept, *changed])}
    wanted = set(kept)
    waiting = [fact for pk, fact in facts.items() if pk in wanted]
    return [*waiting, *_corrections(facts, changed, costs)]


def _corrections(
    facts: Mapping[int, EntryFact], changed: Mapping[int, object], costs: LoadedMonth
) -> Iterator[EntryFact]:
    for number, pk in enumerate(changed, start=1):
        row, final, about = costs.rows[pk], costs.costing.finals[pk], facts[pk]
        parts = (
            ("DELTA", final.amount - row.amount, final.expensed - row.expensed),
            ("RESIDUAL", final.residual - row.residual, Decimal(0)),
        )
        for kind, amount, expensed in parts:
            if amount or expensed:
                yield about._replace(
                    entry_id=-number, kind=kind, amount=amount, expensed=expensed, quantity=Decimal(0), corrects=pk
                )
