"""Posting of assembly, disassembly, conversion and lot change. Raises kernel.errors.Refused with the ledger's reasons."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from hengku.documents.types import LoadedDocument, LoadedLine
from hengku.identity.types import Act
from hengku.kernel.errors import Refusal
from hengku.kernel.quantity import NotWholeUnit, plain, to_base
from hengku.ledger.operations.post import post
from hengku.ledger.queries.custody import balances
from hengku.ledger.queries.known_cost import unit_costs
from hengku.masterdata.models import Item, Lot
from hengku.masterdata.operations.lots import ensure_lots
from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
from hengku.masterdata.types import PlaceKind, StockStatus
from hengku.warehousing.rules.making import MakingFacts, becoming_problems, making_posting, making_problems

VERDICTS = frozenset({StockStatus.AVAILABLE, StockStatus.REJECTED})
"""What inspected goods become."""


def guard_making(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Products have components and components products."""
    del act
    return [problem for document in documents for problem in making_problems(document)]


def guard_becoming(act: Act, documents: Sequence[LoadedDocument]) -> list[Refusal]:
    """Something changes, and the new quantity fits the new item's unit."""
    del act
    problems = [problem for document in documents for problem in becoming_problems(document)]
    lines = [line for document in documents for line in document.lines if line.extra.get("to_quantity")]
    items = {
        pk: (code, precision)
        for pk, code, precision in Item.objects.filter(pk__in={_to_item(line) for line in lines}).values_list(
            "pk", "code", "base_unit__precision"
        )
    }
    for line in lines:
        code, precision = items[_to_item(line)]
        quantity = Decimal(str(line.extra["to_quantity"]))
        try:
            to_base(quantity, 1, 1, precision)
        except NotWholeUnit:
            params = {"item": code, "quantity": plain(quantity)}
            problems.append(Refusal("not_whole_unit", params, ("line", line.id, "to_quantity")))
    return problems


def post_making_documents(act: Act, documents: Sequence[LoadedDocument]) -> None:
    """Take goods out and bring in what they became."""
    worked = documents[0].type in {"assembly", "disassembly"}
    places = warehouse_place_ids(
        {line.warehouse_id for document in documents for line in document.lines if line.warehouse_id is not None}
    )
    between = outside_place_id(PlaceKind.ASSEMBLY if worked else PlaceKind.ADJUSTMENT)
    lots = {} if worked else _lots(act, documents)
    requests = []
    for document in documents:
        units = _units(document, places) if document.type == "disassembly" else {}
        statuses = _statuses(document, places) if document.type == "lot_change" else {}
        requests.append(making_posting(document, MakingFacts(places, between, lots, statuses, units)))
    post(act=act, requests=requests)


def _to_item(line: LoadedLine) -> int:
    return int(str(line.extra.get("to_item") or line.item_id))


def _lots(act: Act, documents: Sequence[LoadedDocument]) -> dict[int, int]:
    """Lots that goods become, made where unknown; a new one keeps the dates of the old one unless others are given."""
    lines = [line for document in documents for line in document.lines if line.extra.get("to_lot")]
    old = {lot.pk: lot for lot in Lot.objects.filter(pk__in={line.lot_id for line in lines if line.lot_id})}
    numbers = {str(line.extra["to_lot"]) for line in lines}
    known = set(
        Lot.objects.filter(item_id__in={_to_item(line) for line in lines}, number__in=numbers).values_list(
            "item_id", "number"
        )
    )
    keys = []
    for line in lines:
        key = (_to_item(line), str(line.extra["to_lot"]))
        before = old.get(line.lot_id or 0) if key not in known else None
        production = _day(line, "to_production_date") or (before.production_date if before else None)
        expiry = _day(line, "to_expiry_date") or (before.expiry_date if before else None)
        keys.append((*key, production, expiry))
    made = ensure_lots(act=act, lots=keys) if keys else []
    return {line.id: lot_id for line, lot_id in zip(lines, made, strict=True)}


def _day(line: LoadedLine, name: str) -> date | None:
    said = line.extra.get(name)
    return said if isinstance(said, date) else None


def _units(document: LoadedDocument, places: dict[int, int]) -> dict[int, tuple[Decimal, Decimal]]:
    """What each line's item is worth now: (amount, quantity)."""
    keys = {line.id: (line.item_id, places[line.warehouse_id or 0]) for line in document.lines}
    known = unit_costs(book_id=document.book_id, keys=keys.values())
    return {line_id: known[key][::-1] for line_id, key in keys.items() if key in known}


def _statuses(document: LoadedDocument, places: dict[int, int]) -> dict[int, StockStatus]:
    """The status goods are taken from where the line does not say it: where enough of them stand, usable stock first; a verdict of
    an inspection is about what is held. Raises Refused insufficient_stock."""
    open_lines = [line for line in document.lines if line.status is None]
    if not open_lines:
        return {}
    standing = balances(
        book_id=document.book_id,
        place_ids=sorted({places[line.warehouse_id or 0] for line in open_lines}),
        item_ids=sorted({line.item_id for line in open_lines}),
    )
    found: dict[int, StockStatus] = {}
    for line in open_lines:
        stays = not line.extra.get("to_lot")
        rows = [
            row for row in standing
            if (row.item_id, row.place_id) == (line.item_id, places[line.warehouse_id or 0])
            and row.lot_id == line.lot_id and row.bin_id == line.bin_id and row.quantity > 0
            and not (stays and row.status == line.to_status)
        ]  # fmt: skip
        first = StockStatus.HOLD if line.to_status in VERDICTS else StockStatus.AVAILABLE
        rows.sort(key=lambda row: (row.quantity < line.base_quantity, row.status != first, row.status))
        if rows:
            found[line.id] = StockStatus(rows[0].status)
    return found
