"""Counting 盘点 as arithmetic: rounds, roll-forward, differences, thresholds, accuracy (domain specification 2.4 CPL/CTS)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from hengku.kernel.money import ZERO, round_half_up, share
from hengku.warehousing.types import Counted, CountKey, CountReport, Difference, Entry, EntryMode, Leg, Thresholds

Pool = tuple[Decimal, Decimal]
"""Quantity and amount whose fraction is the current unit cost."""


def results(entries: Iterable[Entry]) -> dict[CountKey, Counted]:
    """What each key was counted to. In a round a SET replaces what came before it and an ADD adds to it; the highest round
    that was counted has the last word. Entries in the order in which they were recorded."""
    quantities: dict[CountKey, dict[int, Decimal]] = defaultdict(dict)
    last: dict[tuple[CountKey, int], Entry] = {}
    counters: dict[CountKey, dict[int, set[int | None]]] = defaultdict(lambda: defaultdict(set))
    for entry in entries:
        before = quantities[entry.key].get(entry.round, ZERO)
        quantities[entry.key][entry.round] = entry.quantity + (before if entry.mode == EntryMode.ADD else ZERO)
        last[entry.key, entry.round] = entry
        counters[entry.key][entry.round].add(entry.counted_by_id)
    found = {}
    for key, rounds in quantities.items():
        final = max(rounds)
        word = last[key, final]
        found[key] = Counted(
            quantity=rounds[final],
            counted_at=word.counted_at,
            counted_by_id=word.counted_by_id,
            rounds=dict(sorted(rounds.items())),
            counters={number: frozenset(people) for number, people in counters[key].items()},
        )
    return found


def rolled_back(balance: Decimal, legs: Sequence[Leg], until: datetime) -> Decimal:
    """The book quantity at `until`: what it is now without what was recorded afterwards."""
    return balance - sum((leg.quantity for leg in legs if leg.recorded_at > until), ZERO)


def difference_of(
    key: CountKey,
    *,
    counted: Decimal,
    counted_at: datetime,
    snapshot: Decimal,
    balance: Decimal,
    legs: Sequence[Leg],
    pool: Pool | None,
) -> Difference:
    """Difference = counted − (snapshot + moves between snapshot and count). The book at the moment of counting is worked out
    backwards from the balance, so that a move recorded just before the snapshot but committed after it is not lost."""
    book = rolled_back(balance, legs, counted_at)
    found = Difference(key, snapshot, book - snapshot, counted)
    if pool is None or found.difference == 0:
        return found
    return Difference(key, snapshot, book - snapshot, counted, worth(found.difference, pool))


def worth(quantity: Decimal, pool: Pool) -> Decimal | None:
    """What a quantity is worth at a pool's current unit cost; None when the pool knows none."""
    whole, amount = pool
    return None if whole == 0 else share(amount, quantity, whole)


def above(found: Difference, limits: Thresholds) -> bool:
    """Whether the difference calls for a second count."""
    size = abs(found.difference)
    if size == 0:
        return False
    if limits.quantity is not None and size > limits.quantity:
        return True
    if limits.percent is not None and (found.book == 0 or size > abs(found.book) * limits.percent):
        return True
    return limits.amount is not None and found.amount is not None and abs(found.amount) > limits.amount


def needs_recount(found: Difference, counted: Counted, limits: Thresholds) -> bool:
    """Above a limit and counted once only."""
    return len(counted.rounds) < 2 and above(found, limits)


def legs_by_key(legs: Iterable[Leg]) -> Mapping[CountKey, list[Leg]]:
    grouped: dict[CountKey, list[Leg]] = defaultdict(list)
    for leg in legs:
        grouped[leg.key].append(leg)
    return grouped


def report_of(differences: Sequence[Difference]) -> CountReport:
    """盘点差异: lines and quantities that were right. Percentages to two places; None when nothing was in the books."""
    book = sum((abs(found.book) for found in differences), ZERO)
    absolute = sum((abs(found.difference) for found in differences), ZERO)
    right = sum(1 for found in differences if found.difference == 0)
    amounts = [found.amount for found in differences if found.amount is not None]
    return CountReport(
        lines=len(differences),
        lines_without_difference=right,
        book_quantity=book,
        absolute_difference=absolute,
        net_difference=sum((found.difference for found in differences), ZERO),
        net_amount=sum(amounts, Decimal("0.00")),
        absolute_amount=sum((abs(amount) for amount in amounts), Decimal("0.00")),
        quantity_error_percent=round_half_up(absolute * 100 / book, 2) if book else None,
        line_accuracy_percent=round_half_up(Decimal(right * 100) / len(differences), 2) if differences else None,
    )
