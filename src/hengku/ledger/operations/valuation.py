"""From moves to cost entries: which pools a move touches, what its rows cost, and what a late row changes elsewhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.kernel.quantity import plain
from hengku.ledger.operations import layers as shelves
from hengku.ledger.operations import pools as store
from hengku.ledger.operations import standards
from hengku.ledger.operations.planned import FIRST_NEW_ID, PlannedEntry
from hengku.ledger.operations.planning import merged
from hengku.ledger.operations.pools import EntryFacts, EntryRow, LockedPool, PoolKey
from hengku.ledger.operations.shortfall import item_names
from hengku.ledger.rules.costing import NOTHING, Chain, ChainMember, NoKnownCost, Outcome, Pool, Row, chain_left
from hengku.ledger.rules.layers import Layers
from hengku.ledger.rules.replay import CHAINED, FOLLOWING, Change, DoesNotSettle, Replayed, replay
from hengku.ledger.rules.standard import NoStandard
from hengku.ledger.types import CostBasis, CostKind, MovementType
from hengku.masterdata.queries.books import book_facts
from hengku.masterdata.types import Backdating, CostMethod


@dataclass(slots=True)
class Valuation:
    """Everything the money layer will write, pools locked. rows, openings: of the whole run, older rows included. real: ids given to
    new rows, where other rows refer to them."""

    planned: list[PlannedEntry]
    pools: dict[int, LockedPool]
    new_rows: list[Row]
    replayed: Replayed
    facts: dict[int, EntryFacts] = field(default_factory=dict)
    rows: Sequence[Row] = ()
    openings: Mapping[int, Pool] = field(default_factory=dict)
    real: dict[int, int] = field(default_factory=dict)

    @property
    def has_layers(self) -> bool:
        """Some pool of the run is a FIFO pool."""
        return any(pool.state.layers is not None for pool in self.pools.values())

    def weights(self) -> dict[int, Decimal]:
        """By what weight new entries take their part of what they split; of amounts about a part of a receipt, that part."""
        return {
            self.real[row.id]: entry.weight if entry.basis is CostBasis.SPLIT else entry.linked_quantity
            for entry, row in zip(self.planned, self.new_rows, strict=True)
            if entry.basis is CostBasis.SPLIT or entry.is_about_a_part
        }

    def line_amounts(self) -> dict[int, dict[int, Decimal]]:
        """By posting and document line: value taken from (negative) or brought into (positive) our pools."""
        amounts: dict[int, dict[int, Decimal]] = {}
        for entry, row in zip(self.planned, self.new_rows, strict=True):
            amount = self.replayed.outcomes[row.id].amount
            mine = amounts.setdefault(entry.posting, {})
            mine[entry.line_id] = mine.get(entry.line_id, NOTHING) + amount
        return amounts


def value(
    planned: list[PlannedEntry], found: Sequence[tuple[Any, ...]] | None = None, *, split: bool = False
) -> Valuation:
    """Lock the pools, price the new rows, and replay whatever stands after them. found: what their locks gave already.
    split: some line moves in several parts.

    Refuses cost_required, exceeds_source, cost_does_not_settle, value_below_zero.
    """
    by_key = store.lock_pools((entry.pool_key for entry in planned), found)
    if split:
        planned = merged(planned, {key: pool.id for key, pool in by_key.items()})
    planned = _without_idle(planned, by_key)
    frozen = _never_replays(planned, by_key)
    rows = [
        Row(
            FIRST_NEW_ID + number, by_key[entry.pool_key].id, entry.business_date, entry.kind, entry.basis, entry.quantity,
            entry.amount, entry.linked_quantity,
            FIRST_NEW_ID + entry.carries if entry.carries is not None else entry.source.id if entry.source else None,
            from_customer=entry.movement_type in _RETURNS[by_key[entry.pool_key].state.method is CostMethod.MONTH_AVERAGE],
            is_opening=entry.movement_type == MovementType.OPENING,
            standard=entry.standard,
            as_posted=frozen(entry.pool_key[0]),
        )
        for number, entry in enumerate(planned)
    ]  # fmt: skip
    _require_standard_costing(planned, by_key)
    _note_turned(by_key.values(), rows)
    work = Work({pool.id: pool for pool in by_key.values()}, rows)
    work.chain_new_rows(planned)
    work.reach_back()
    try:
        replayed = work.run()
    except NoKnownCost as error:
        raise _cost_required(planned, rows, error) from error
    except DoesNotSettle as error:
        raise refuse("cost_does_not_settle") from error
    _require_worth(planned, rows, replayed)
    return Valuation(planned, work.pools, rows, replayed, work.facts, list(work.rows.values()), work.openings)


def _never_replays(planned: Sequence[PlannedEntry], pools: Mapping[PoolKey, LockedPool]) -> Callable[[int], bool]:
    """Books that leave history alone; they are asked only where history would be touched."""
    asked = {
        entry.pool_key[0]
        for entry in planned
        if entry.business_date < pools[entry.pool_key].last_date or pools[entry.pool_key].state.quantity < 0
    }
    found = {book_id for book_id in asked if book_facts(book_id).backdating == Backdating.NO_REPLAY}
    return found.__contains__


_RETURNS = (
    frozenset({MovementType.SALE_RETURN}),
    frozenset({MovementType.SALE_RETURN, MovementType.MATERIAL_RETURN}),
)
"""What counts as coming back from a customer, and under the month-end average, where any return is a negative issue (4.3)."""


def _note_turned(pools: Iterable[LockedPool], rows: Sequence[Row]) -> None:
    """An amount without goods still joins a month in which goods were there (4.3)."""
    empty = {
        pool.id: pool.state
        for pool in pools
        if pool.state.method is CostMethod.MONTH_AVERAGE and not pool.state.quantity
    }
    asked = {
        row.pool: row.business_date.replace(day=1)
        for row in rows
        if row.kind is CostKind.ADJUSTMENT and row.pool in empty
    }
    for pool_id in store.turned_pools(asked):
        empty[pool_id].turned = True


def _without_idle(planned: list[PlannedEntry], by_key: Mapping[PoolKey, LockedPool]) -> list[PlannedEntry]:
    """Without goods that leave a pool and enter it again at the same value (another lot under an average): nothing happens to it."""
    idle: set[int] = set()
    for number, entry in enumerate(planned):
        if entry.carries is None or entry.basis is not CostBasis.CARRY:
            continue
        source = planned[entry.carries]
        same = by_key[entry.pool_key].id == by_key[source.pool_key].id and entry.quantity == -source.quantity
        if same and source.kind is CostKind.ISSUE:
            idle |= {number, entry.carries}
    if not idle:
        return planned
    place = {number: at for at, number in enumerate(one for one in range(len(planned)) if one not in idle)}
    for number in place:
        carries = planned[number].carries
        planned[number].carries = place[carries] if carries is not None else None
    return [planned[number] for number in place]


def _cost_required(planned: Sequence[PlannedEntry], rows: Sequence[Row], error: NoKnownCost) -> Refused:
    row_id = error.args[0]
    entry = next(entry for entry, row in zip(planned, rows, strict=True) if row.id == row_id)
    code, name = item_names([entry.pool_key[2]])[entry.pool_key[2]]
    needed = "standard_missing" if isinstance(error, NoStandard) else "cost_required"
    return refuse(needed, loc=("line", entry.line_id), item=code, name=name)


def _require_standard_costing(planned: Sequence[PlannedEntry], pools: Mapping[PoolKey, LockedPool]) -> None:
    """Only goods that stand at a standard cost can get another one."""
    refusals: dict[int, Refusal] = {}
    for entry in planned:
        if entry.standard is not None and pools[entry.pool_key].state.method is not CostMethod.STANDARD:
            code, name = item_names([entry.pool_key[2]])[entry.pool_key[2]]
            refusals[entry.line_id] = Refusal(
                "not_standard_costed", {"item": code, "name": name}, ("line", entry.line_id, "item")
            )
    if refusals:
        raise Refused(list(refusals.values()))


def _require_worth(planned: Sequence[PlannedEntry], rows: Sequence[Row], replayed: Replayed) -> None:
    """Nobody writes goods down to less than nothing. Documents that carry goods are left to the exceptions (R4)."""
    refusals: list[Refusal] = []
    for entry, row in zip(planned, rows, strict=True):
        given = entry.amount or NOTHING
        outcome, pool = replayed.outcomes[row.id], replayed.pools[row.pool]
        if entry.movement_type != MovementType.COST_ADJUSTMENT or given >= 0:
            continue
        if pool.method is CostMethod.MONTH_AVERAGE:
            continue  # what its goods are worth is known at the close
        worth = [outcome.before_amount + outcome.amount] if outcome.before_quantity > 0 else []
        worth += [pool.amount] if pool.quantity > 0 else []
        least = min(worth, default=NOTHING)
        if least < 0:
            code, name = item_names([entry.pool_key[2]])[entry.pool_key[2]]
            largest = max(least - given, NOTHING)
            params = {"item": code, "name": name, "largest": f"{largest:.2f}"}
            refusals.append(Refusal("value_below_zero", params, ("line", entry.line_id, "amount")))
    if refusals:
        raise Refused(refusals)


class Work:
    """The pools and rows one valuation touches, growing along transfers, returns and reversals."""

    def __init__(self, pools: dict[int, LockedPool], new_rows: list[Row]) -> None:
        self.pools = pools
        self.new_rows = new_rows
        self.openings: dict[int, Pool] = {}
        self.tails: dict[int, date] = {}
        self.rows: dict[int, Row] = {row.id: row for row in new_rows}
        self.facts: dict[int, EntryFacts] = {}
        self.chains: dict[int, Chain] = {}
        self.fixed: dict[int, Outcome] = {}
        self.settled: frozenset[int] = frozenset()
        self.layered = {pool_id: pool.state for pool_id, pool in pools.items() if pool.state.layers is not None}
        if self.layered:
            shelves.load_open(self.layered)

    def chain_new_rows(self, planned: Sequence[PlannedEntry]) -> None:
        """Join linked returns and transfers in to the chains of their sources. Refuses exceeds_source, all lines at once."""
        sharing = [
            (entry, row, entry.source)
            for entry, row in zip(planned, self.new_rows, strict=True)
            if entry.basis is CostBasis.SHARE and entry.source is not None
        ]
        self.chains = store.load_chains(
            {source.id for _, _, source in sharing}, {source.id: source.quantity for _, _, source in sharing}
        )
        refusals: list[Refusal] = []
        for entry, row, source in sharing:
            chain = self.chains[source.id]
            left = chain_left(chain)
            if abs(row.quantity) > left:
                params = {"requested": plain(abs(row.quantity)), "remaining": plain(left)}
                refusals.append(Refusal("exceeds_source", params, ("line", entry.line_id)))
            members = (*chain.members, ChainMember(row.id, row.quantity))
            self.chains[source.id] = Chain(chain.whole, members, chain.extras)
        if refusals:
            raise Refused(refusals)
        for entry, row in zip(planned, self.new_rows, strict=True):
            if entry.basis is CostBasis.SPLIT and row.source_id is not None:
                before = self.chains.get(row.source_id, Chain(NOTHING, ()))
                self.chains[row.source_id] = Chain(before.whole, (), (), (*before.parts, (row.id, entry.weight)))

    def reach_back(self) -> None:
        """Load what stands after the new rows, and all of a pool that is covered from below zero."""
        tails: dict[int, date] = {}
        for row in self.new_rows:
            pool = self.pools[row.pool]
            if pool.state.method is CostMethod.MONTH_AVERAGE:
                continue
            uncovers = pool.state.quantity < 0 and row.quantity > 0
            uncovers = uncovers or (pool.state.quantity < 0 and row.pool in self.layered)
            if (row.business_date < pool.last_date and not row.as_posted) or uncovers:
                day = date.min if uncovers else row.business_date
                tails[row.pool] = min(day, tails.get(row.pool, date.max))
        for pool_id, pool in self.pools.items():
            self.openings.setdefault(pool_id, pool.state)
        self.load(tails)

    def load(self, tails: dict[int, date]) -> None:
        """Take the rows after these dates into the run; the opening state is what stands before them. Layers are built from the
        first row on."""
        if not tails:
            return
        tails = {pool_id: date.min if pool_id in self.layered else day for pool_id, day in tails.items()}
        loaded, facts = store.load_tail(tails)
        whole = {row.pool: date.min for row in loaded if row.as_posted and tails[row.pool] > date.min}
        if whole:
            tails |= whole
            loaded, facts = store.load_tail(tails)
        again: dict[int, date] = {}
        by_pool: dict[int, list[Row]] = {pool_id: [] for pool_id in tails}
        for row in loaded:
            by_pool[row.pool].append(row)
        for pool_id, day in tails.items():
            mine = by_pool[pool_id]
            opening = _before(self.pools[pool_id].state, mine)
            if opening.quantity <= 0 and day > date.min and opening.method is not CostMethod.MONTH_AVERAGE:
                again[pool_id] = date.min  # provisional prices need the last average before, and who is uncovered
                continue
            self.openings[pool_id], self.tails[pool_id] = opening, day
            self.rows |= {row.id: row for row in mine}
        self.facts |= facts
        self._find_standards({pool_id: day for pool_id, day in tails.items() if pool_id not in again})
        self.load(again)

    def _find_standards(self, tails: Mapping[int, date]) -> None:
        """What goods cost by the standard when these tails began. Refuses standard_changed_since for goods that a later change could
        not revalue, because their pool was made after it."""
        standing = [pool_id for pool_id in tails if self.pools[pool_id].state.method is CostMethod.STANDARD]
        for pool_id, known in (standards.history_of(standing) if standing else {}).items():
            day = tails[pool_id]
            self.openings[pool_id].standard = next(
                (one.unit_cost for one in reversed(known) if one.valid_from <= day), None
            )
            later = [one for one in known if one.valid_from > day]
            found = sum(
                row.pool == pool_id and row.standard is not None and row.stored is not None
                for row in self.rows.values()
            )
            if found < len(later):
                code, name = item_names([self.pools[pool_id].key[2]])[self.pools[pool_id].key[2]]
                raise refuse("standard_changed_since", item=code, name=name, date=str(later[0].valid_from))

    def run(self) -> Replayed:
        """Replay until nobody outside the run follows a row that changed."""
        while True:
            self._load_sources()
            replayed = replay(
                openings=self.openings, rows=list(self.rows.values()), fixed=self.fixed, chains=self.chains
            )
            if not self.follow([change.row.id for change in replayed.changes] + self._mapped_again()):
                return replayed

    def _mapped_again(self) -> list[int]:
        """Issues whose consumption map was made anew: returns elsewhere take their pieces even where the amount stayed."""
        again = {pool_id for pool_id in self.layered if pool_id in self.tails}
        return [row.id for row in self.rows.values() if again and row.pool in again and row.quantity < 0 and row.stored]

    def _load_sources(self) -> None:
        missing = {
            row.source_id
            for row in self.rows.values()
            if row.basis in FOLLOWING and row.source_id is not None
            and row.source_id not in self.rows and row.source_id not in self.fixed
        }  # fmt: skip
        if missing:
            self.fixed |= store.load_outcomes(missing)
            if self.layered:
                self._load_maps(missing)
        unchained = {
            row.source_id
            for row in self.rows.values()
            if row.basis in CHAINED and row.source_id is not None and row.source_id not in self.chains
        }
        self.chains |= store.load_chains(unchained, {})

    def _load_maps(self, sources: set[int]) -> None:
        """What sources outside the run took from which layers; a reversal puts it back there."""
        pieces = shelves.load_pieces(sources)
        for source_id, taken in pieces.items():
            self.fixed[source_id].pieces = taken
        keys = {piece.layer for taken in pieces.values() for piece in taken if piece.layer is not None}
        current = {pool_id: self.openings[pool_id] for pool_id in self.layered if pool_id not in self.tails}
        shelves.load_known(keys, current)

    def follow(self, changed: Sequence[int]) -> bool:
        """Bring in followers of changed rows; True when there were any."""
        tails: dict[int, date] = {}
        strangers: set[int] = set()
        for _, follower, pool_id, day in store.followers_of(changed) if changed else ():
            if follower not in self.rows and follower not in self.settled:
                tails[pool_id] = min(
                    day - timedelta(days=1), tails.get(pool_id, date.max), self.tails.get(pool_id, date.max)
                )
                if pool_id not in self.pools:
                    strangers.add(pool_id)
        if strangers:
            found = store.lock_pools_by_id(strangers)
            self.pools |= found
            self.openings |= {pool_id: pool.state for pool_id, pool in found.items()}
            self.layered |= {pool_id: pool.state for pool_id, pool in found.items() if pool.state.layers is not None}
        self.load(tails)
        return bool(tails)


def _before(state: Pool, tail: Sequence[Row]) -> Pool:
    """State before the rows of the tail."""
    quantity = state.quantity - sum((row.quantity for row in tail), Decimal(0))
    amount = state.amount - sum((row.stored.total for row in tail if row.stored), NOTHING)
    if state.method is CostMethod.MONTH_AVERAGE:
        return Pool(quantity, amount, state.last_amount, state.last_quantity, state.method, turned=True)
    if quantity > 0:
        return Pool(quantity, amount, amount, quantity, state.method)
    return Pool(quantity, amount, method=state.method, layers=None if state.layers is None else Layers())


def entries_of(valuation: Valuation, posting_ids: Sequence[int], move_ids: Sequence[int]) -> list[EntryRow]:
    """Cost entries to append: the new base rows, and what the replay corrects."""
    outcomes = valuation.replayed.outcomes
    refers = (
        bool(valuation.replayed.changes)
        or valuation.has_layers
        or any(
            entry.carries is not None or entry.is_about_a_part or outcomes[row.id].covers or outcomes[row.id].residual
            for entry, row in zip(valuation.planned, valuation.new_rows, strict=True)
        )
    )
    ids: list[int | None] = [None] * len(valuation.planned)
    if refers:
        ids = list(store.next_entry_ids(len(ids)))
    real = {row.id: pk for row, pk in zip(valuation.new_rows, ids, strict=True) if pk is not None}
    valuation.real = real
    facts = dict(valuation.facts)
    entries: list[EntryRow] = []
    for entry, row, pk in zip(valuation.planned, valuation.new_rows, ids, strict=True):
        if pk is not None:
            facts[pk] = EntryFacts(entry.line_id, entry.movement_type, entry.place_id)
        outcome = outcomes[row.id]
        entries.append(
            EntryRow(
                pk, posting_ids[entry.posting], row.pool, move_ids[entry.move] if entry.move is not None else None,
                entry.place_id, entry.line_id, entry.kind.value, entry.basis.value,
                valuation.pools[row.pool].state.method.value, entry.movement_type, entry.quantity, outcome.amount,
                outcome.expensed, outcome.before_quantity, outcome.before_amount, entry.business_date,
                source_entry_id=real.get(row.source_id, row.source_id) if row.source_id is not None else None,
            )
        )  # fmt: skip
    for entry, row in zip(valuation.planned, valuation.new_rows, strict=True):
        outcome = outcomes[row.id]
        if outcome.covers or outcome.residual:
            change = Change(row, outcome, NOTHING, NOTHING, outcome.covers, outcome.residual)
            entries.extend(corrections(change, posting_ids[entry.posting], real, facts, valuation))
    if valuation.replayed.changes:
        cause = posting_ids[_cause(valuation)]
        for change in valuation.replayed.changes:
            entries.extend(corrections(change, cause, real, facts, valuation))
    return entries


def _cause(valuation: Valuation) -> int:
    """The posting that deltas are booked under: the one with the earliest new row."""
    first = min(range(len(valuation.new_rows)), key=lambda number: valuation.new_rows[number].key)
    return valuation.planned[first].posting


def corrections(
    change: Change, posting_id: int, real: dict[int, int], facts: dict[int, EntryFacts], valuation: Valuation
) -> list[EntryRow]:
    row, outcome = change.row, change.outcome
    origin = real.get(row.id, row.id)
    parts: list[tuple[CostKind, int, Decimal, Decimal]] = []
    if change.amount or change.expensed:
        parts.append((CostKind.DELTA, origin, change.amount, change.expensed))
    for entry_id, amount in change.covers.items():
        parts.append((CostKind.COVER, real.get(entry_id, entry_id), amount, NOTHING))
    if change.residual:
        parts.append((CostKind.RESIDUAL, origin, change.residual, NOTHING))
    entries: list[EntryRow] = []
    for kind, corrects, amount, expensed in parts:
        about = facts[corrects]
        movement = MovementType.COST_ADJUSTMENT.value if kind is CostKind.RESIDUAL else about.movement_type
        entries.append(
            EntryRow(
                None, posting_id, row.pool, None, about.place_id, about.line_id, kind.value, CostBasis.SYSTEM.value,
                valuation.pools[row.pool].state.method.value, movement, Decimal(0), amount, expensed,
                outcome.before_quantity, outcome.before_amount, row.business_date, origin, corrects,
            )
        )  # fmt: skip
    return entries
