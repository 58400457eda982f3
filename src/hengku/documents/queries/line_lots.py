"""The lots of lines: those somebody chose by name, and those the posting took."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from hengku.documents.queries.lines import LineRow
from hengku.kernel.quantity import plain
from hengku.ledger.queries.line_lots import lots_of_lines
from hengku.masterdata.models import Lot
from hengku.masterdata.types import Tracking


def add_lots(rows: Sequence[LineRow], lines: Sequence[dict[str, Any]]) -> None:
    """`lots` with names, and `lot_parts` [{lot, expiry_date, base_quantity}] of posted lines that name no single lot. Asks only
    where goods are managed by lot."""
    open_ = [row.id for row in rows if row.lot_id is None and row.tracking not in {Tracking.NONE, "WEAK"}]
    if not open_:
        return
    parts = lots_of_lines(line_ids=open_)
    chosen = {int(part["lot"]) for line in lines for part in line.get("lots") or ()}
    names = _names(chosen)
    for row, line in zip(rows, lines, strict=True):
        if line.get("lots"):
            line["lots"] = [_named(part, names) for part in line["lots"]]
        if row.id in parts:
            line["lot_parts"] = [
                {
                    "lot": {"id": str(part.lot_id), "code": part.number, "name": part.number},
                    "expiry_date": part.expiry_date.isoformat() if part.expiry_date else None,
                    "base_quantity": plain(part.quantity),
                }
                for part in parts[row.id]
            ]


def _names(lot_ids: Collection[int]) -> dict[int, tuple[str, str | None]]:
    """Numbers of lots, and of the lots that serial numbers belong to."""
    if not lot_ids:
        return {}
    found = Lot.objects.filter(pk__in=lot_ids).values_list("pk", "number", "parent__number")
    return {pk: (number, parent) for pk, number, parent in found}


def _named(part: Mapping[str, Any], names: Mapping[int, tuple[str, str | None]]) -> dict[str, Any]:
    number, parent = names.get(int(part["lot"]), ("", None))
    of = {} if parent is None else {"of": parent}
    return {**part, "lot": {"id": str(part["lot"]), "code": number, "name": number}, **of}
