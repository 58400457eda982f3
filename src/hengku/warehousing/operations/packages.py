"""Packing where goods stand, and moving a package with all that stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from hengku.documents.operations.create import create_and_transition
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import Act
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.operations import packing
from hengku.ledger.operations.packing import Portion
from hengku.ledger.queries.packages import package_contents
from hengku.ledger.rules.stock import Key
from hengku.masterdata.models import Package
from hengku.masterdata.queries.places import warehouse_place_ids
from hengku.masterdata.types import StockStatus
from hengku.warehousing.operations.record import Recorded, record_count
from hengku.warehousing.types import EntryMode, Scan


@dataclass(frozen=True, slots=True)
class PackLine:
    """Loose goods to put into a package, in base units."""

    item_id: int
    warehouse_id: int
    quantity: Decimal
    bin_id: int | None = None
    lot_id: int | None = None
    status: StockStatus = StockStatus.AVAILABLE
    owner_id: int | None = None


@transaction.atomic
def pack_goods(*, act: Act, book_id: int, package: Package, lines: Sequence[PackLine]) -> None:
    """Put loose goods into the package where they stand. Raises Refused not_enough_loose, package_in_two_places."""
    places = warehouse_place_ids({line.warehouse_id for line in lines})
    portions = [
        Portion(
            (book_id, line.item_id, places[line.warehouse_id], line.bin_id, line.lot_id, line.status.value, line.owner_id, None),
            line.quantity,
        )
        for line in lines
    ]  # fmt: skip
    packing.pack(act=act, package_id=package.pk, portions=portions)


@transaction.atomic
def unpack_goods(*, act: Act, book_id: int, package: Package, portions: Sequence[tuple[int, Decimal]]) -> None:
    """Take goods out of the package where they stand: (content, quantity), none = everything. Raises Refused package_holds_less."""
    rows = {row["id"]: row for row in package_contents(viewer=act.viewer, book_id=book_id, package_ids=[package.pk])}
    if any(content_id not in rows for content_id, _ in portions):
        raise refuse("not_found", status=404)
    own = [(row["id"], row["quantity"]) for row in rows.values() if row["package_id"] == package.pk]
    wanted = [Portion(_key(book_id, rows[content_id]), quantity) for content_id, quantity in portions or own]
    if not wanted:
        raise refuse("package_empty", package=package.number)
    packing.unpack(act=act, package_id=package.pk, portions=wanted)


def move_package(
    *, act: Act, book_id: int, package: Package, business_date: date, warehouse_id: int, bin_id: int | None
) -> list[int]:
    """Move a package with all that stands in it: a bin move inside its warehouse, else a transfer; gives the posted document."""
    rows = package_contents(viewer=act.viewer, book_id=book_id, package_ids=[package.pk])
    if not rows:
        raise refuse("package_empty", package=package.number)
    source = rows[0]["warehouse_id"]
    if rows[0]["place_kind"] != "WH" or source is None:
        raise refuse("package_elsewhere", package=package.number, place=rows[0]["place_code"])
    inside = source == warehouse_id
    draft = DocumentDraft(
        type="bin_move" if inside else "transfer", business_date=business_date, book_id=book_id, warehouse_id=source,
        to_warehouse_id=None if inside else warehouse_id, lines=[_moved(row, bin_id) for row in rows], remarks=package.number,
    )  # fmt: skip
    return create_and_transition(act=act, drafts=[draft], transition="post")


def count_package(
    *, act: Act, book_id: int, package: Package, sheet_id: int, key: str, round_number: int
) -> list[Recorded]:
    """A counter found the package whole: everything in it is counted on top of what was counted before."""
    rows = package_contents(viewer=act.viewer, book_id=book_id, package_ids=[package.pk])
    if not rows:
        raise refuse("package_empty", package=package.number)
    with transaction.atomic():
        return [
            record_count(
                act=act,
                scan=Scan(
                    sheet_id=sheet_id, key=f"{key}:{row['id']}", text=plain(row["quantity"]), counted_at=act.at,
                    item_id=row["item_id"], warehouse_id=row["warehouse_id"], bin_id=row["bin_id"], lot_id=row["lot_id"],
                    status=StockStatus(row["status"]), round=round_number, mode=EntryMode.ADD,
                ),
            )
            for row in rows
        ]  # fmt: skip


def _key(book_id: int, row: dict[str, Any]) -> Key:
    return (
        book_id, row["item_id"], row["place_id"], row["bin_id"], row["lot_id"], row["status"], row["owner_id"],
        row["project_id"],
    )  # fmt: skip


def _moved(row: dict[str, Any], bin_id: int | None) -> LineDraft:
    extra: dict[str, object] = {"package": row["package_id"]}
    if row["owner_id"] is not None:
        extra["owner"] = row["owner_id"]
    return LineDraft(
        item_id=row["item_id"], quantity=row["quantity"], unit_id=row["unit_id"], bin_id=row["bin_id"], to_bin_id=bin_id,
        lot_id=row["lot_id"], status=row["status"], extra=extra,
    )  # fmt: skip
