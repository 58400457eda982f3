"""What the keeper of a warehouse insists on before anything moves: bins, locks, lots, statuses, freezes (2.6)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.kernel.errors import Refusal
from hengku.kernel.money import round_half_up
from hengku.kernel.quantity import plain
from hengku.masterdata.rules.lots import days_left, share_left
from hengku.masterdata.types import StockStatus
from hengku.warehousing.rules.making import role_of
from hengku.warehousing.rules.scope import Scope
from hengku.warehousing.types import Role


@dataclass(frozen=True, slots=True)
class End:
    """One end of a line inside our warehouses. takes: goods leave it; else they enter it."""

    warehouse_id: int
    bin_id: int | None
    takes: bool
    field: str


@dataclass(frozen=True, slots=True)
class BinFacts:
    code: str
    locked_in: bool
    locked_out: bool
    zone_id: int | None


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot; min_receipt_life: the share of its shelf life its item must still have when it is bought."""

    item_id: int
    number: str
    production_date: date | None = None
    expiry_date: date | None = None
    min_receipt_life: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Freeze:
    """A running static count."""

    plan: str
    scope: Scope


@dataclass(frozen=True, slots=True)
class Noting:
    """An item whose serial numbers are noted only: when goods go out, else when they come in."""

    item: str
    at_issue: bool


@dataclass(slots=True)
class KeepingFacts:
    """Only what can be wrong: warehouses that use bins, bins, lots, partners blocked, warehouses closed, freezes."""

    warehouses: dict[int, str] = field(default_factory=dict)
    with_bins: set[int] = field(default_factory=set)
    closed: set[int] = field(default_factory=set)
    bins: dict[int, BinFacts] = field(default_factory=dict)
    lots: dict[int, LotFacts] = field(default_factory=dict)
    items: dict[int, str] = field(default_factory=dict)
    blocked_partners: dict[int, str] = field(default_factory=dict)
    freezes: list[Freeze] = field(default_factory=list)
    categories: dict[int, frozenset[int]] = field(default_factory=dict)
    brands: dict[int, int | None] = field(default_factory=dict)
    noting: dict[int, Noting] = field(default_factory=dict)
    noted_before: dict[tuple[int, str], str] = field(default_factory=dict)


_MOVE_ENDS = {
    "transfer": (True, True),
    "transfer_out": (True, False),
    "transfer_in": (False, True),
    "bin_move": (True, True),
    "status_change": (True, False),
    "conversion": (True, False),
    "lot_change": (True, False),
}
"""Type → does a line take from `warehouse`, does it put into the other end."""

_NOT_HERE = frozenset({"transit_loss", "cost_adjustment", "consignment_settlement"})
"""What they speak of is not in our warehouses."""

BUYING = frozenset({"goods_receipt"})
"""Receipts that may be refused because goods are too old: from a supplier, who can take them back at the door."""

COUNTING = frozenset({"count_gain", "count_loss"})
"""A count's own documents pass its freeze and the locks of bins: they only say what is there already."""

WORKED = frozenset({"assembly", "disassembly"})
"""Some of their lines take, some bring."""

NOTES_SERIALS = frozenset({"goods_receipt", "opening_stock", "other_in", "shipment", "other_out"})
"""Where serial numbers of goods not managed by them are asked for."""

AVAILABLE_ONLY = frozenset({"other_out", "loan_out", "consignment_out", "assembly", "disassembly", "custody_use"})
"""Issues for use take available stock; scrap, returns to suppliers and moves may take any (2.6). Sales asks for itself."""


def ends_of(document_type: str, direction: str, line: LoadedLine) -> list[End]:
    """The ends of a line that lie in our warehouses."""
    ends = []
    takes, puts = _MOVE_ENDS.get(document_type, (direction == "OUT", False))
    if document_type in _NOT_HERE or (document_type == "scrap" and line.source_line_id is not None):
        return []
    if document_type in WORKED:
        takes = (role_of(line) is Role.COMPONENT) == (document_type == "assembly")
        direction = "OUT" if takes else "IN"
    if direction == "IN" and line.warehouse_id is not None:
        ends.append(End(line.warehouse_id, line.bin_id, takes=False, field="bin"))
    if takes and line.warehouse_id is not None:
        ends.append(End(line.warehouse_id, line.bin_id, takes=True, field="bin"))
    target = line.warehouse_id if document_type == "bin_move" else line.to_warehouse_id
    if puts and target is not None:
        ends.append(End(target, line.to_bin_id, takes=False, field="to_bin"))
    return ends


def line_problems(document: LoadedDocument, direction: str, line: LoadedLine, facts: KeepingFacts) -> list[Refusal]:
    """Everything the keeper has against one line."""
    loc = ("line", line.id)
    problems: list[Refusal] = []
    for end in ends_of(document.type, direction, line):
        problems.extend(_end_problems(document.type, end, line, facts))
    noting = facts.noting.get(line.item_id)
    if noting is not None and document.type in NOTES_SERIALS and (direction == "OUT") == noting.at_issue:
        problems.extend(noting_problems(line, noting, facts.noted_before))
    lot = facts.lots.get(line.lot_id) if line.lot_id is not None else None
    if lot is not None and lot.item_id != line.item_id:
        params = {"lot": lot.number, "item": facts.items.get(line.item_id, "")}
        problems.append(Refusal("lot_of_another_item", params, (*loc, "lot")))
    elif lot is not None and document.type in BUYING:
        problems.extend(
            receipt_life_problems(lot, document.business_date, facts.items.get(line.item_id, ""), (*loc, "lot"))
        )
    if document.type in AVAILABLE_ONLY and line.status not in {None, StockStatus.AVAILABLE}:
        problems.append(Refusal("only_available", {}, (*loc, "status")))
    if document.type in {"transfer", "transfer_out"} and line.warehouse_id == line.to_warehouse_id:
        problems.append(Refusal("same_warehouse", {}, (*loc, "to_warehouse")))
    if document.type == "bin_move" and line.bin_id == line.to_bin_id:
        problems.append(Refusal("same_bin", {}, (*loc, "to_bin")))
    if document.type == "status_change" and (line.status or StockStatus.AVAILABLE) == line.to_status:
        problems.append(Refusal("same_status", {}, (*loc, "to_status")))
    return problems


def serials_of(line: LoadedLine) -> list[str]:
    """The serial numbers noted on a line of goods that are not managed by them."""
    told = line.extra.get("serials")
    return [str(one) for one in told] if isinstance(told, list) else []


def noting_problems(line: LoadedLine, noting: Noting, before: Mapping[tuple[int, str], str]) -> list[Refusal]:
    """Warnings: not as many serial numbers as goods, and numbers another document of this type has noted."""
    loc = ("line", line.id, "serials")
    numbers = serials_of(line)
    problems = []
    if len(numbers) != line.base_quantity:
        params = {"item": noting.item, "count": str(len(numbers)), "quantity": plain(line.base_quantity)}
        problems.append(Refusal("serials_incomplete", params, loc, "warn"))
    seen = [(number, before[line.item_id, number]) for number in numbers if (line.item_id, number) in before]
    if seen:
        params = {"item": noting.item, "serial": "、".join(one for one, _ in seen[:5]), "number": seen[0][1]}
        problems.append(Refusal("serials_noted_before", params, loc, "warn"))
    return problems


def receipt_life_problems(lot: LotFacts, on: date, item: str, loc: tuple[str | int, ...]) -> list[Refusal]:
    """Bought goods have not expired, and have the share of their shelf life left that the item asks for (3.5)."""
    if lot.expiry_date is None:
        return []
    params = {"item": item, "name": "", "lot": lot.number, "expiry": lot.expiry_date.isoformat()}
    if days_left(lot.expiry_date, on) <= 0:
        return [Refusal("expired_lot", params, loc)]
    if lot.min_receipt_life is None or lot.production_date is None:
        return []
    left = share_left(lot.production_date, lot.expiry_date, on)
    if left >= lot.min_receipt_life:
        return []
    shares = {"left": percent(left), "least": percent(lot.min_receipt_life)}
    return [Refusal("receipt_life_too_short", {**params, **shares}, loc)]


def percent(share: Decimal) -> str:
    """A share as people read it."""
    return f"{plain(round_half_up(share * 100, 1))} %"


def _end_problems(document_type: str, end: End, line: LoadedLine, facts: KeepingFacts) -> list[Refusal]:
    where = ("line", line.id, end.field)
    warehouse = facts.warehouses.get(end.warehouse_id, "")
    problems: list[Refusal] = []
    if end.warehouse_id in facts.closed:
        problems.append(Refusal("warehouse_not_active", {"warehouse": warehouse}, ("line", line.id, "warehouse")))
    if document_type in COUNTING:
        return problems
    bin_ = facts.bins.get(end.bin_id) if end.bin_id is not None else None
    if end.bin_id is None and end.warehouse_id in facts.with_bins and not (document_type == "bin_move" and end.takes):
        # Goods that came before the warehouse had bins may be put away; everything else says where it is.
        problems.append(Refusal("bin_needed", {"warehouse": warehouse}, where))
    if bin_ is not None and end.takes and bin_.locked_out:
        problems.append(Refusal("bin_locked_out", {"bin": bin_.code}, where))
    if bin_ is not None and not end.takes and bin_.locked_in:
        problems.append(Refusal("bin_locked_in", {"bin": bin_.code}, where))
    for freeze in facts.freezes:
        if freeze.scope.covers(
            warehouse_id=end.warehouse_id,
            bin_id=end.bin_id,
            zone_id=bin_.zone_id if bin_ else None,
            item_id=line.item_id,
            category_ids=facts.categories.get(line.item_id, frozenset()),
            brand_id=facts.brands.get(line.item_id),
        ):
            params = {"warehouse": warehouse, "plan": freeze.plan}
            problems.append(Refusal("count_frozen", params, ("line", line.id, "warehouse")))
    return problems


def document_problems(
    documents: Sequence[LoadedDocument], directions: Mapping[str, str], facts: KeepingFacts
) -> list[Refusal]:
    """Everything the keeper has against these documents."""
    problems: list[Refusal] = []
    for document in documents:
        if document.partner_id in facts.blocked_partners:
            partner = facts.blocked_partners[document.partner_id or 0]
            problems.append(Refusal("partner_blocked", {"partner": partner}, ("header", "partner")))
        for line in document.lines:
            problems.extend(line_problems(document, directions[document.type], line, facts))
    return problems
