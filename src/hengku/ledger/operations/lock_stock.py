"""锁库: stock kept back by hand, with a reason and, usually, a day on which it is free again (domain specification 3.4)."""

from collections.abc import Iterable

from django.db import connection, transaction

from hengku.identity.operations.audit import record_changes
from hengku.identity.types import Act
from hengku.kernel import sql
from hengku.kernel.errors import refuse
from hengku.kernel.quantity import plain
from hengku.ledger.models import Reservation
from hengku.ledger.operations.reserve import lock_usable, release, reserve
from hengku.ledger.rules.stock import ItemPlace
from hengku.ledger.types import ReservationRequest, StockLock

ENTITY = "stock-locks"
_NEXT = "SELECT nextval('ledger_reservation_id_seq')"
_EXPLAIN = "UPDATE ledger_reservation SET reason = %s, made_by_id = %s WHERE demand_line_id = %s"


def hold_still(*, places: Iterable[ItemPlace]) -> None:
    """Keep the usable stock of these items at these places as it is until the caller's transaction ends."""
    lock_usable(set(places))


@transaction.atomic
def lock_stock(*, act: Act, lock: StockLock) -> int:
    """Keep a quantity back; gives the lock's id. Raises Refused lock_reason_missing, nothing_to_reserve (with what is available)."""
    if not lock.reason.strip():
        raise refuse("lock_reason_missing")
    lock_id = int(sql.rows(connection, _NEXT)[0][0])
    request = ReservationRequest(
        book_id=lock.book_id,
        item_id=lock.item_id,
        place_id=lock.place_id,
        demand_line_id=-lock_id,
        document_id=0,
        quantity=lock.quantity,
        bin_id=lock.bin_id,
        lot_id=lock.lot_id,
        priority=0,
        expires_at=lock.until,
    )
    reserve(act=act, requests=[request], partial=False)
    sql.write(connection, _EXPLAIN, (lock.reason.strip(), act.actor_id, -lock_id))
    told = {"item": str(lock.item_id), "quantity": plain(lock.quantity), "reason": lock.reason}
    record_changes(act=act, entity=ENTITY, action="create", changes=[(lock_id, None, told)])
    return lock_id


@transaction.atomic
def unlock_stock(*, act: Act, lock_id: int) -> None:
    """Give back what a lock still keeps. Raises Refused not_found (404) when it keeps nothing any more."""
    if release(act=act, demand_line_ids=[-lock_id]) == 0:
        raise refuse("not_found", status=404)
    row = Reservation.objects.filter(demand_line_id=-lock_id).values("item_id", "quantity", "reason")[0]
    told = {"item": str(row["item_id"]), "quantity": plain(row["quantity"]), "reason": row["reason"]}
    record_changes(act=act, entity=ENTITY, action="delete", changes=[(lock_id, told, None)])
