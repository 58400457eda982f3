"""Whoever follows entries that a month's costing has priced anew: transfers into other pools, later months, reversals."""

from collections.abc import Iterable, Mapping

from hengku.kernel.errors import refuse
from hengku.ledger.operations.pools import EntryRow, LockedPool
from hengku.ledger.operations.valuation import Valuation, Work, corrections
from hengku.ledger.rules.costing import Outcome
from hengku.ledger.rules.replay import DoesNotSettle


def follow_changes(
    *, pools: dict[int, LockedPool], outcomes: Mapping[int, Outcome], settled: Iterable[int]
) -> Valuation:
    """Replay the followers of entries whose outcomes were set elsewhere. pools: locked, in their new states; settled: entries that are
    priced already. Refuses cost_does_not_settle."""
    work = Work(pools, [])
    work.fixed |= outcomes
    work.settled = frozenset(settled)
    work.openings = {pool_id: pool.state for pool_id, pool in pools.items()}
    work.follow(list(outcomes))
    try:
        replayed = work.run()
    except DoesNotSettle as error:
        raise refuse("cost_does_not_settle") from error
    return Valuation([], work.pools, [], replayed, work.facts, list(work.rows.values()), work.openings)


def corrections_under(posting_id: int, valuation: Valuation) -> list[EntryRow]:
    """What a replay of posted rows corrects, under the posting that caused it."""
    return [
        entry
        for change in valuation.replayed.changes
        for entry in corrections(change, posting_id, valuation.real, valuation.facts, valuation)
    ]
