"""Lots for lines that name none, chosen while the stock is locked, so that two shipments never take the same goods (3.5)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db import connection

from hengku.kernel import sql
from hengku.kernel.errors import Refusal
from hengku.kernel.money import ZERO
from hengku.kernel.quantity import plain
from hengku.ledger.operations.balances import Locked, later_changes
from hengku.ledger.operations.shortfall import item_names
from hengku.ledger.operations.world import World
from hengku.ledger.rules.allocation import (
    NO_LOT,
    Choice,
    LotFacts,
    Part,
    Shelf,
    choose,
    consumes,
    in_parts,
    life_problem,
)
from hengku.ledger.rules.packing import Contents, Manner, manner_of
from hengku.ledger.rules.stock import (
    BIN,
    LOT,
    OWNER,
    PLACE,
    PROJECT,
    STATUS,
    Claim,
    ItemPlace,
    Key,
    Planned,
    Shortage,
    free_from,
    item_place,
    rekeyed,
    shelf,
)
from hengku.ledger.types import MovementType, MoveRequest
from hengku.masterdata.types import SERIALS, StockStatus, Tracking

_LOTS = """
SELECT t.id, t.number, t.expiry_date, coalesce(f.business_date, '9999-12-31'), coalesce(f.posting_id, 0)
FROM masterdata_lot t
LEFT JOIN LATERAL (SELECT m.business_date, m.posting_id FROM ledger_move m WHERE m.lot_id = t.id
                   ORDER BY m.business_date, m.id LIMIT 1) f ON true
WHERE t.id = ANY(%s::bigint[])
"""
_WENT = """
SELECT m.source_line_id, m.lot_id, m.quantity - coalesce((
           SELECT sum(back.quantity) FROM ledger_move back
           WHERE back.returns_line_id = m.source_line_id AND back.lot_id = m.lot_id AND back.reverses_id IS NULL
             AND NOT EXISTS (SELECT FROM ledger_move undone WHERE undone.reverses_id = back.id)), 0)
FROM (SELECT source_line_id, lot_id, sum(quantity) AS quantity, min(id) AS id FROM ledger_move
      WHERE source_line_id = ANY(%s::bigint[]) AND lot_id IS NOT NULL AND reverses_id IS NULL GROUP BY 1, 2) m
ORDER BY m.id
"""
"""What went out (or came in) on a line by lot, in the order in which it was taken, less what was taken back."""
_BINS = "SELECT id, code FROM masterdata_bin WHERE id = ANY(%s::bigint[])"
_EXACT = frozenset({MovementType.BIN_MOVE, MovementType.COUNT_LOSS})
"""Movements that mean the bin they name, also when they name none: everybody else may take from any bin then."""


_FIELDS = {"min_life_not_met": "min_life_days", "insufficient_stock": "quantity"}
"""Which field of the line a refusal is about; the others are about the lot."""


@dataclass(slots=True)
class Settled:
    """Moves that all name their lots; refusals about those that could not. split: some line became several moves or got a lot.
    contents: of packages, where any are concerned."""

    moves: list[Planned]
    refusals: list[Refusal] = field(default_factory=list)
    split: bool = False
    contents: Contents | None = None


def settle_lots(
    *,
    world: World,
    moves: Sequence[Planned],
    locked: Mapping[Key, Locked],
    claims: Mapping[ItemPlace, list[Claim]],
    may_be_negative: Callable[[Key], bool],
    contents: Contents | None = None,
) -> Settled:
    """Choose lots and bins for the moves that lack them, and judge lots that somebody named: expired, too short a life, not of the
    line that is taken back. Costs nothing where no goods are managed by lot and enough lies where lines take from."""
    bare = [move for move in moves if _is_bare(move, locked)]
    named = [move for move in moves if move.request.lot_id is not None and move.reverses_id is None]
    if not bare and not named:
        return Settled(list(moves), contents=contents)
    work = _Choosing(world, moves, locked, claims, bare, named, may_be_negative, contents)
    return work.settle()


def _is_bare(move: Planned, locked: Mapping[Key, Locked]) -> bool:
    """The lot, the status it is in or the bin is still to be chosen."""
    request, key = move.request, move.source_key or move.target_key
    if key is None or move.reverses_id is not None:
        return False
    if lacks_lot(move, locked):
        return True
    if request.package_id is not None and request.lot_id is None and _names_no_bin(move):
        return True
    short = move.source_key is not None and (
        move.source_key not in locked or locked[move.source_key].quantity < request.quantity
    )
    return short and (request.any_status or _lies_in_bins(move, locked))


def _names_no_bin(move: Planned) -> bool:
    return move.source_key is not None and move.source_key[BIN] is None and move.movement_type not in _EXACT


def _lies_in_bins(move: Planned, locked: Mapping[Key, Locked]) -> bool:
    """The line names no bin, and what it wants lies in some."""
    source = move.source_key
    if source is None or not _names_no_bin(move):
        return False
    return any(
        key[BIN] is not None and locked[key].quantity > 0 and key[LOT] == source[LOT] and key[STATUS] == source[STATUS]
        for key in locked
        if item_place(key) == item_place(source)
    )


def lacks_lot(move: Planned, locked: Mapping[Key, Locked]) -> bool:
    """The item is managed by lot and the move names none. Balances without a lot are never made for such items."""
    if move.request.lot_id is not None:
        return False
    key = move.source_key or move.target_key
    return key is not None and (key not in locked or locked[key].tracking != Tracking.NONE)


class _Choosing:
    def __init__(
        self,
        world: World,
        moves: Sequence[Planned],
        locked: Mapping[Key, Locked],
        claims: Mapping[ItemPlace, list[Claim]],
        bare: Sequence[Planned],
        named: Sequence[Planned],
        may_be_negative: Callable[[Key], bool],
        contents: Contents | None,
    ) -> None:
        self.world, self.moves, self.locked, self.claims = world, moves, locked, claims
        self.may_be_negative, self.contents = may_be_negative, contents
        self.bare, self.named = {id(move) for move in bare}, {id(move) for move in named}
        self.by_place: dict[ItemPlace, list[Key]] = defaultdict(list)
        for key in locked:
            self.by_place[item_place(key)].append(key)
        self.bins: dict[int | None, str] = _bins({key[BIN] for key in locked} - {None}) if bare else {}
        self.lots = self._facts(bare, named)
        linked = {move.request.returns_line_id for move in (*bare, *named)} - {None}
        self.went = _went(linked) if linked else {}
        self.free = self._free(bare)
        self.refusals: list[Refusal] = []
        self.chosen: dict[tuple[int, int, int, Decimal], list[Part]] = {}

    def settle(self) -> Settled:
        made: list[Planned] = []
        for move in self.moves:
            if id(move) in self.bare:
                made += self._choose(move)
            else:
                if id(move) in self.named:
                    self._judge(move)
                made.append(move)
        return Settled(made, self.refusals, bool(self.bare), self.contents)

    def _facts(self, bare: Iterable[Planned], named: Iterable[Planned]) -> dict[int, LotFacts]:
        wanted = {move.request.lot_id for move in named if self._asks_for_life(move)} - {None}
        for move in bare:
            if move.source_key is not None:
                wanted |= {key[LOT] for key in self.by_place[item_place(move.source_key)]} - {None}
        if not wanted:
            return {0: NO_LOT}
        rows = sql.rows(connection, _LOTS, [sorted(one for one in wanted if one is not None)])
        return {0: NO_LOT} | {
            pk: LotFacts(pk, number, expiry, (day, posting)) for pk, number, expiry, day, posting in rows
        }

    def _consumes(self, move: Planned) -> bool:
        return consumes(self.world.place(move.request.target.place_id).kind, move.movement_type)

    def _asks_for_life(self, move: Planned) -> bool:
        taken_back = move.request.returns_line_id is not None
        return (
            move.source_key is not None and not taken_back and (self._consumes(move) or move.request.min_life_days > 0)
        )

    def _free(self, bare: Sequence[Planned]) -> dict[tuple[Key, date], Decimal]:
        """What may be taken of each shelf from a day on, before anybody in this batch takes anything."""
        days = {move.business_date for move in bare}
        late: dict[Key, date] = {}
        for move in bare:
            if move.source_key is None:
                continue
            for key in self.by_place[item_place(move.source_key)]:
                if move.business_date < self.locked[key].last_date:
                    late[key] = min(move.business_date, late.get(key, date.max))
        later = later_changes(late) if late else {}
        shelves: dict[Key, list[Key]] = defaultdict(list)
        for keys in self.by_place.values():
            for key in keys:
                shelves[shelf(key)].append(key)
        free: dict[tuple[Key, date], Decimal] = {}
        for keys in shelves.values():
            changes = [one for key in keys for one in later.get(key, ())]
            for day in days:
                here = {key: max(self.locked[key].quantity, ZERO) for key in keys}
                # What the shelf can spare on that day is taken from where goods lie now.
                over = sum(here.values(), ZERO) - free_from(
                    sum((self.locked[key].quantity for key in keys), ZERO), changes, day
                )
                for key in reversed(keys):
                    kept = min(here[key], max(over, ZERO))
                    free[key, day] = here[key] - kept
                    over -= kept
        for move in self.moves:
            if id(move) not in self.bare and move.source_key is not None:
                self._take(free, move.source_key, move.request.quantity)
        return free

    def _take(self, free: dict[tuple[Key, date], Decimal], key: Key, quantity: Decimal) -> None:
        for name in free:
            if name[0] == key:
                free[name] -= quantity

    def _choose(self, move: Planned) -> list[Planned]:
        request = move.request
        if request.returns_line_id is not None and request.returns_line_id in self.went:
            return self._follow(move)
        passed_on = self._passed_on(move)
        if passed_on:
            return passed_on
        if move.source_key is None or self._is_serial(move):
            self._refuse(move, "serials_required" if self._is_serial(move) else "lot_required")
            return []
        shelves = self._shelves(move)
        choice = choose(
            request.quantity, shelves, on=move.business_date, consumes=self._consumes(move),
            min_life_days=request.min_life_days,
        )  # fmt: skip
        if choice.short > 0 and not lacks_lot(move, self.locked) and self._may_stay(move):
            return [move]
        if choice.short > 0:
            self._refuse_short(move, choice)
            return []
        self.chosen[move.posting, request.line_id, request.item_id, request.quantity] = list(choice.parts)
        return self._parts(move, choice.parts)

    def _may_stay(self, move: Planned) -> bool:
        """The line goes on as it is: its stock may be negative, or its package is asked what it holds."""
        return move.request.package_id is not None or (
            move.source_key is not None and self.may_be_negative(move.source_key)
        )

    def _passed_on(self, move: Planned) -> list[Planned]:
        """Goods that go through several hands in one line (代管消耗: from their owner to us into use) keep the lots chosen first."""
        request = move.request
        if request.lot_id is not None:
            return []
        parts = self.chosen.get((move.posting, request.line_id, request.item_id, request.quantity), [])
        return self._parts(move, [replace(part, status=request.source.status, bin_id=None) for part in parts])

    def _is_serial(self, move: Planned) -> bool:
        """Nobody chooses serial numbers but who holds the goods in hand."""
        keys = self.by_place[item_place(move.source_key)] if move.source_key is not None else []
        return any(self.locked[key].tracking in SERIALS for key in keys)

    def _shelves(self, move: Planned) -> list[Shelf]:
        request, source = move.request, move.source_key
        assert source is not None  # asked by the caller
        place = item_place(source)
        found = []
        for key in self.by_place[place]:
            if (key[OWNER], key[PROJECT]) != (source[OWNER], source[PROJECT]):
                continue
            if key[BIN] != source[BIN] and not _names_no_bin(move):
                continue
            if (key[STATUS] != source[STATUS] and not request.any_status) or request.lot_id not in {None, key[LOT]}:
                continue
            named = [one for one in self.claims.get(place, ()) if one.lot_id is not None or one.bin_id is not None]
            held = [claim for claim in named if claim.covers(key)]
            others = sum((one.open for one in held if one.demand_line_id != request.demand_line_id), ZERO)
            own = sum((one.open for one in held if one.demand_line_id == request.demand_line_id), ZERO)
            free = self._outside_packages(move, key, self.free[key, move.business_date]) - others
            lot, bin_ = self.lots[key[LOT] or 0], self.bins.get(key[BIN], "")
            shelf = Shelf(lot, StockStatus(key[STATUS]), key[BIN], free - min(own, free), bin=bin_)
            found += [shelf, replace(shelf, free=min(own, free), own=True)]
        return found

    def _outside_packages(self, move: Planned, key: Key, free: Decimal) -> Decimal:
        """Of what is free at a key: what stands in the named package, else what stands in none, unless goods stay in theirs."""
        if self.contents is None:
            return free
        if move.request.package_id is not None:
            return min(free, self.contents.get((move.request.package_id, key), ZERO))
        kind = self.world.place(key[PLACE]).kind
        packed = self.locked[key].packed if manner_of(move, kind) is Manner.REFUSE else ZERO
        return min(free, self.locked[key].quantity - packed)

    def _parts(self, move: Planned, parts: Sequence[Part]) -> list[Planned]:
        def rekey(request: MoveRequest) -> Planned:
            return rekeyed(move, request)

        made = in_parts(move, parts, rekey)
        for one in made:
            if one.source_key is not None:
                self._take(self.free, one.source_key, one.request.quantity)
        return made

    def _follow(self, move: Planned) -> list[Planned]:
        """The lots of the line that is taken back or carried on: into our places the last taken comes back first."""
        went = self.went[move.request.returns_line_id or 0]
        lots = list(reversed(went)) if move.source_key is None else list(went)
        parts: list[Part] = []
        rest = move.request.quantity
        for lot_id in lots:
            part = min(rest, went[lot_id])
            if part > 0:
                parts.append(Part(lot_id, move.request.source.status, part))
                went[lot_id] -= part
                rest -= part
        if rest > 0:
            left = plain(move.request.quantity - rest)
            params = {"requested": plain(move.request.quantity), "remaining": left}
            self.refusals.append(Refusal("exceeds_source", params, ("line", move.request.line_id)))
            return []
        return self._parts(move, parts)

    def _judge(self, move: Planned) -> None:
        request = move.request
        went = self.went.get(request.returns_line_id or 0)
        if went is not None and request.lot_id is not None:
            left = went.get(request.lot_id, ZERO)
            went[request.lot_id] = left - request.quantity
            if left < request.quantity:
                number = _number(request.lot_id)
                self._refuse(move, "lot_not_of_source", remaining=plain(max(left, ZERO)), lot=number)
        lot = self.lots.get(request.lot_id or 0)
        if lot is not None and self._asks_for_life(move):
            problem = life_problem(
                lot, on=move.business_date, consumes=self._consumes(move), min_life_days=request.min_life_days
            )
            if problem:
                self._refuse(move, problem, [lot])

    def _refuse_short(self, move: Planned, choice: Choice) -> None:
        """Not enough: why what is there was passed over, then what could go."""
        could_go = plain(move.request.quantity - choice.short)
        if choice.expired:
            self._refuse(move, "expired_lot", choice.expired, available=could_go)
        if choice.short_lived:
            self._refuse(move, "min_life_not_met", choice.short_lived, available=could_go)
        self._refuse_status(move)
        self._refuse(move, "insufficient_stock", available=could_go, requested=plain(move.request.quantity))

    def _refuse_status(self, move: Planned) -> None:
        code = held_by_status(move, self.by_place, self.locked) if self._has_lots(move) else None
        if code:
            self._refuse(move, code)

    def _has_lots(self, move: Planned) -> bool:
        keys = self.by_place[item_place(move.source_key)] if move.source_key is not None else ()
        return any(key[LOT] is not None for key in keys)

    def _refuse(self, move: Planned, code: str, lots: Sequence[LotFacts] = (), **params: str) -> None:
        item, name = item_names([move.request.item_id])[move.request.item_id]
        words = {
            "item": item, "name": name, "lot": "、".join(one.number for one in lots) or "–",
            "expiry": "、".join(str(one.expiry_date) for one in lots if one.expiry_date is not None) or "–",
            "days": str(move.request.min_life_days), "status": move.request.source.status.value, **params,
        }  # fmt: skip
        where: tuple[str | int, ...] = ("line", move.request.line_id, _FIELDS.get(code, "lot"))
        self.refusals.append(Refusal(code, words, where))


def held_by_status(
    move: Planned, by_place: Mapping[ItemPlace, Sequence[Key]], locked: Mapping[Key, Locked]
) -> str | None:
    """Why stock of the lot that lies in the place may not go: its status. None when there is none in another status."""
    source = move.source_key
    if source is None:
        return None
    others = {
        key[STATUS]
        for key in by_place.get(item_place(source), ())
        if key[STATUS] != source[STATUS] and locked[key].quantity > 0 and key[OWNER] == source[OWNER]
        and (move.request.lot_id is None or key[LOT] == move.request.lot_id)
    }  # fmt: skip
    if not others:
        return None
    return "recalled_lot" if StockStatus.RECALL in others else "status_not_available"


def status_refusals(shortages: Sequence[Shortage], locked: Mapping[Key, Locked]) -> list[Refusal]:
    """What is short of a lot that lies in the place in another status: the status forbids the move."""
    by_place: dict[ItemPlace, list[Key]] = defaultdict(list)
    for key in locked:
        if key[LOT] is not None:
            by_place[item_place(key)].append(key)
    refusals: list[Refusal] = []
    for short in shortages:
        move = short.planned
        code = held_by_status(move, by_place, locked) if move.request.lot_id is not None else None
        if code:
            item, name = item_names([move.request.item_id])[move.request.item_id]
            params = {"item": item, "name": name, "status": move.request.source.status.value, "lot": "–"}
            refusals.append(Refusal(code, params, ("line", move.request.line_id, "lot")))
    return refusals


def _bins(wanted: Iterable[int | None]) -> dict[int | None, str]:
    ids = sorted(one for one in wanted if one is not None)
    return dict(sql.rows(connection, _BINS, [ids])) if ids else {}


def _number(lot_id: int) -> str:
    ((number,),) = sql.rows(connection, "SELECT number FROM masterdata_lot WHERE id = %s", [lot_id])
    return str(number)


def _went(line_ids: Iterable[int | None]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    wanted = sorted(line_id for line_id in line_ids if line_id is not None)
    for line_id, lot_id, left in sql.rows(connection, _WENT, [wanted]):
        found.setdefault(line_id, {})[lot_id] = left
    return found


def exploded(move: Planned) -> list[Planned]:
    """The move as one per lot that somebody chose for its line. Raises nothing: what does not add up is refused by the caller."""
    parts = [Part(one.lot_id, move.request.source.status, one.quantity) for one in move.request.lots]
    return in_parts(move, parts, lambda request: rekeyed(move, request)) if parts else [move]
