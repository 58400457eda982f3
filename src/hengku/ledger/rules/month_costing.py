"""全月一次加权平均 at the month's end (domain specification 4.3), as pure functions of plain data.

A pool's unit cost is c = (A_open + own-cost amounts) / (Q_open + own-cost quantities); every priced row is HALF_UP(q * c) from the exact
fraction; where nothing is left the last priced row takes what remains. Pools feed each other by transfers: they are taken in the
order of that flow, and pools in a circle are solved together, exactly, by `hengku.ledger.rules.month_loops`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from hengku.kernel.money import ZERO, share
from hengku.ledger.rules.costing import NOTHING, Chain, chain_amounts, split_amounts
from hengku.ledger.rules.month_average import is_priced
from hengku.ledger.rules.month_loops import circles, solve
from hengku.ledger.types import CostBasis, CostKind

FOLLOWING = frozenset({CostBasis.SHARE, CostBasis.CARRY, CostBasis.SPLIT, CostBasis.MIRROR})
ROUNDS = 50
"""Turns in which the rounded amounts of a circle of pools may come to rest."""


class MonthException(StrEnum):
    """Why a pool's month is on the exception list."""

    NONE = ""
    NO_BASE = "no_base"  # 没有可以平均的数量: priced at the previous unit cost
    NEGATIVE_BASE = "negative_base"  # 平均基数的金额为负: priced at the previous unit cost
    NEGATIVE_BALANCE = "negative_balance"  # 负结存: the month cannot close
    NEGATIVE_AMOUNT = "negative_amount"  # 结存金额为负: the month cannot close
    MONEY_ALONE = "money_alone"  # 有金额没有数量: goes to the cost difference


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit cost as an exact fraction; never divided and multiplied back (C3)."""

    amount: Decimal = NOTHING
    quantity: Decimal = ZERO

    def of(self, quantity: Decimal) -> Decimal:
        """What `quantity` costs, rounded once to the fen, with its sign; 0 when the unit is unknown."""
        if not self.quantity:
            return NOTHING
        amount = share(self.amount, abs(quantity), self.quantity)
        return amount if quantity > 0 else -amount


@dataclass(frozen=True, slots=True)
class MonthPool:
    """A pool as the month begins. previous: the unit cost for a month without a base, by what is known best."""

    id: int
    quantity: Decimal
    amount: Decimal
    previous: Unit = Unit()


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A base entry of the month with what the books say of it now, earlier corrections included. gathers: it stands where goods are made
    out of others: what came in there is what leaves again."""

    id: int
    pool: int
    business_date: date
    kind: CostKind
    basis: CostBasis
    quantity: Decimal
    amount: Decimal
    expensed: Decimal = NOTHING
    residual: Decimal = NOTHING
    source_id: int | None = None
    is_return: bool = False
    gathers: bool = False

    @property
    def key(self) -> tuple[date, int]:
        return (self.business_date, self.id)

    @property
    def is_priced(self) -> bool:
        return not self.gathers and is_priced(self.kind, self.basis, self.quantity, is_return=self.is_return)


@dataclass(frozen=True, slots=True)
class Final:
    """What a row costs in the end."""

    amount: Decimal
    expensed: Decimal = NOTHING
    residual: Decimal = NOTHING


@dataclass(frozen=True, slots=True)
class PoolMonth:
    """One pool's month: the base (opening and own-cost rows), its unit cost, what the priced rows took, and what is left. taken: ids
    of the rows that are no base."""

    pool: int
    base_quantity: Decimal
    base_amount: Decimal
    unit: Unit
    issues_quantity: Decimal
    issues_amount: Decimal
    closing_quantity: Decimal
    closing_amount: Decimal
    exception: MonthException = MonthException.NONE
    taken: frozenset[int] = frozenset()


@dataclass(slots=True)
class Costing:
    """finals: by row id, every row of the month. months: by pool id. circles: pools that were solved together."""

    finals: dict[int, Final]
    months: dict[int, PoolMonth]
    circles: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """An amount that depends on unit costs: fixed + Σ weight * c of each pool. roots: the priced rows it comes from."""

    weights: Mapping[int, Fraction]
    fixed: Fraction
    roots: frozenset[int]

    def times(self, factor: Fraction) -> "_Term":
        return _Term({pool: weight * factor for pool, weight in self.weights.items()}, self.fixed * factor, self.roots)


def _sum(terms: Sequence[_Term]) -> _Term:
    weights: dict[int, Fraction] = {}
    for term in terms:
        for pool, weight in term.weights.items():
            weights[pool] = weights.get(pool, Fraction(0)) + weight
    roots = frozenset[int]().union(*(term.roots for term in terms))
    return _Term(weights, sum((term.fixed for term in terms), Fraction(0)), roots)


@dataclass(slots=True)
class _PoolWork:
    pool: MonthPool
    rows: list[MonthRow] = field(default_factory=list)
    priced: list[MonthRow] = field(default_factory=list)
    own: list[MonthRow] = field(default_factory=list)
    returning: list[MonthRow] = field(default_factory=list)
    unit: Unit = Unit()
    base_quantity: Decimal = ZERO
    base_amount: Decimal = NOTHING


class _Month:
    def __init__(self, pools: Iterable[MonthPool], rows: Sequence[MonthRow], chains: Mapping[int, Chain]) -> None:
        self.rows = {row.id: row for row in rows}
        self.chains = chains
        self.terms: dict[int, _Term] = {}
        self.finals: dict[int, Final] = {}
        self.works = {pool.id: _PoolWork(pool) for pool in pools}
        self.followers: dict[int, list[MonthRow]] = {pool: [] for pool in self.works}
        self.roots: set[int] = set()
        self.returned: set[int] = set()
        self.gathered: dict[int, list[MonthRow]] = {}
        ordered = sorted(rows, key=lambda one: one.key)
        self._gather(ordered)
        for row in ordered:
            self._sort_in(row)

    def _gather(self, ordered: Sequence[MonthRow]) -> None:
        """What each making takes out of its place: everything that came in there since the making before."""
        came: dict[int, list[MonthRow]] = {}
        for row in ordered:
            if row.gathers and row.basis is not CostBasis.MIRROR:
                if row.kind is CostKind.ISSUE:
                    self.gathered[row.id] = came.pop(row.pool, [])
                else:
                    came.setdefault(row.pool, []).append(row)

    def _sort_in(self, row: MonthRow) -> None:
        work = self.works[row.pool]
        work.rows.append(row)
        term = self.term(row)
        if row.is_priced:
            work.priced.append(row)
            return
        returns = set(term.weights) == {row.pool}
        (work.returning if returns else work.own).append(row)
        for pool in term.weights:
            self.followers[pool].append(row)
        self.roots |= term.roots
        if row.pool in term.weights:
            self.returned |= {root for root in term.roots if self.rows[root].pool == row.pool}

    def term(self, row: MonthRow) -> _Term:
        """What the row's amount depends on."""
        if row.id not in self.terms:
            self.terms[row.id] = self._term(row)
        return self.terms[row.id]

    def _term(self, row: MonthRow) -> _Term:
        if row.is_priced:
            return _Term({row.pool: Fraction(row.quantity)}, Fraction(0), frozenset({row.id}))
        if row.id in self.gathered:
            return _sum([self.term(one) for one in self.gathered[row.id]]).times(Fraction(-1))
        source = self.rows.get(row.source_id) if row.source_id is not None else None
        if source is None or not self._follows(row):
            whole = row.amount + row.expensed if row.kind is CostKind.ADJUSTMENT else row.amount
            return _Term({}, Fraction(whole), frozenset())
        return self.term(source).times(-self._part(row, source))

    def _follows(self, row: MonthRow) -> bool:
        return row.basis in FOLLOWING and (row.kind is not CostKind.ADJUSTMENT or row.basis is not CostBasis.SHARE)

    def _part(self, row: MonthRow, source: MonthRow) -> Fraction:
        if row.basis is CostBasis.SHARE:
            return Fraction(abs(row.quantity)) / Fraction(abs(source.quantity))
        if row.basis is CostBasis.SPLIT:
            weights = dict(self.chains[source.id].parts)
            return Fraction(weights[row.id]) / Fraction(sum(weights.values(), ZERO))
        return Fraction(1)

    def flows(self, pool: int) -> set[int]:
        """Pools whose unit cost decides what comes into this one; itself where that goes round through others."""
        return {source for row in self.works[pool].own for source in self.term(row).weights}

    def final(self, row: MonthRow) -> Final:
        """What a row that follows others costs, from what its source costs; set already for priced rows."""
        found = self.finals.get(row.id)
        if found is None:
            found = self.finals[row.id] = self._follow(row)
        return found

    def _follow(self, row: MonthRow) -> Final:
        if row.id in self.gathered:
            return Final(-sum((self.final(one).amount for one in self.gathered[row.id]), NOTHING))
        source = self.rows.get(row.source_id) if row.source_id is not None else None
        if source is None or not self._follows(row):
            return Final(row.amount, row.expensed)
        above = self.final(source)
        if row.basis is CostBasis.MIRROR:
            return Final(-above.amount - above.residual, -above.expensed)
        if row.basis is CostBasis.CARRY:
            return Final(-above.amount)
        if row.basis is CostBasis.SPLIT:
            return Final(split_amounts(above.amount, self.chains[source.id])[row.id])
        if self.term(source).weights:
            return Final(chain_amounts(above.amount, self.chains[source.id])[row.id])
        return Final(row.amount, row.expensed)

    def forget(self, pools: Iterable[int]) -> None:
        """Let what follows these pools' unit costs be computed anew, wherever it stands."""
        for pool in pools:
            for row in self.followers[pool]:
                self.finals.pop(row.id, None)

    def set_base(self, work: _PoolWork) -> None:
        """Opening and own-cost rows; amounts that are expensed while there is no base join it as soon as there is one."""
        work.base_quantity = work.pool.quantity + sum((row.quantity for row in work.own), ZERO)
        if work.base_quantity:
            for row in work.own:
                final = self.final(row)
                if row.kind is CostKind.ADJUSTMENT and final.expensed:
                    self.finals[row.id] = Final(final.amount + final.expensed)
        work.base_amount = work.pool.amount + sum((self.final(row).amount for row in work.own), NOTHING)
        sound = work.base_quantity > 0 and work.base_amount >= 0
        work.unit = Unit(work.base_amount, work.base_quantity) if sound else work.pool.previous

    def price(self, work: _PoolWork) -> None:
        for row in work.priced:
            self.finals[row.id] = Final(work.unit.of(row.quantity))

    def settle(self, work: _PoolWork, *, within: bool = False) -> None:
        """Where nothing is left, the last priced row takes the rest (4.3); not one that the pool has back, nor, within a circle, one that
        others follow. Without a priced row it is a cost difference (R4)."""
        rest = NOTHING if self.closing_quantity(work) else self.closing_amount(work)
        if not rest:
            return
        barred = self.roots if within else self.returned
        last = next((row for row in reversed(work.priced) if row.id not in barred), None)
        if last is not None:
            self.finals[last.id] = Final(self.finals[last.id].amount - rest)
        elif work.rows:
            final = self.final(work.rows[-1])
            self.finals[work.rows[-1].id] = Final(final.amount, final.expensed, final.residual - rest)

    def closing_quantity(self, work: _PoolWork) -> Decimal:
        return work.pool.quantity + sum((row.quantity for row in work.rows), ZERO)

    def closing_amount(self, work: _PoolWork) -> Decimal:
        finals = (self.final(row) for row in work.rows)
        return work.pool.amount + sum((final.amount + final.residual for final in finals), NOTHING)

    def run_alone(self, pool: int) -> None:
        work = self.works[pool]
        self.set_base(work)
        self.price(work)
        self.settle(work)

    def run_circle(self, pools: Sequence[int]) -> None:
        """Unit costs of pools that feed each other: exactly first, then in turns with the rounded amounts until nothing moves."""
        works = [self.works[pool] for pool in pools]
        for work, unit in zip(works, self._solve(works), strict=True):
            work.unit = unit
        before: list[Decimal] = []
        for _ in range(ROUNDS):
            for work in works:
                self.price(work)
            self.forget(pools)
            moved = [self.final(row).amount for work in works for row in work.own]
            for work in works:
                self.set_base(work)
            if moved == before:
                break
            before = moved
        for work in works:
            self.settle(work, within=True)

    def _solve(self, works: Sequence[_PoolWork]) -> list[Unit]:
        inside = {work.pool.id: place for place, work in enumerate(works)}
        matrix = [[Fraction(0)] * len(works) for _ in works]
        right = [Fraction(0)] * len(works)
        for place, work in enumerate(works):
            fixed, quantity = Fraction(work.pool.amount), Fraction(work.pool.quantity)
            for row in work.own:
                quantity += Fraction(row.quantity)
                term = self.term(row)
                fixed += term.fixed
                for pool, weight in term.weights.items():
                    if pool in inside:
                        matrix[place][inside[pool]] -= weight
                    else:
                        unit = self.works[pool].unit
                        fixed += weight * Fraction(unit.amount) / Fraction(unit.quantity) if unit.quantity else 0
            matrix[place][place] += quantity
            right[place] = fixed
        solved = solve(matrix, right)
        if solved is None or any(unit < 0 for unit in solved):
            return [work.pool.previous for work in works]
        return [_as_unit(unit) for unit in solved]

    def month(self, pool: int) -> PoolMonth:
        work = self.works[pool]
        taken = [*work.priced, *work.returning]
        closing_quantity, closing_amount = self.closing_quantity(work), self.closing_amount(work)
        return PoolMonth(
            pool, work.base_quantity, work.base_amount, work.unit,
            -sum((row.quantity for row in taken), ZERO), -sum((self.final(row).amount for row in taken), NOTHING),
            closing_quantity, closing_amount, self._exception(work, closing_quantity, closing_amount),
            frozenset(row.id for row in taken),
        )  # fmt: skip

    def _exception(self, work: _PoolWork, quantity: Decimal, amount: Decimal) -> MonthException:
        if quantity < 0:
            return MonthException.NEGATIVE_BALANCE
        if quantity > 0 and amount < 0:
            return MonthException.NEGATIVE_AMOUNT
        if any(self.final(row).residual for row in work.rows):
            return MonthException.MONEY_ALONE
        if work.base_quantity <= 0 and work.priced:
            return MonthException.NO_BASE
        return MonthException.NEGATIVE_BASE if work.base_amount < 0 else MonthException.NONE


_DIGITS = Decimal(10) ** 20
"""A solved unit cost as a fraction of decimals: more digits than rounding to the fen can feel."""


def _as_unit(unit: Fraction) -> Unit:
    return Unit(Decimal(round(unit * 10**20)), _DIGITS)


def cost_month(*, pools: Sequence[MonthPool], rows: Sequence[MonthRow], chains: Mapping[int, Chain]) -> Costing:
    """Final amounts of every row of a month. rows: all base entries of these pools in the month, any order. chains: of sources whose
    amount is shared, by source id."""
    month = _Month(pools, rows, chains)
    flows: Callable[[int], set[int]] = month.flows
    groups = circles(sorted(month.works), flows)
    for group in groups:
        if len(group) == 1 and group[0] not in flows(group[0]):
            month.run_alone(group[0])
        else:
            month.run_circle(group)
    finals = {row.id: month.final(row) for row in rows}
    return Costing(
        finals, {pool: month.month(pool) for pool in month.works}, tuple(group for group in groups if len(group) > 1)
    )
