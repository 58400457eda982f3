"""What sales does after documents took effect."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hengku.documents.operations.outbox import OutboxRow, drain
from hengku.identity.types import SYSTEM, Act
from hengku.sales.operations.order import release_short_lines

CONSUMER = "sales.short_lines"


def release_what_closed_short(rows: Sequence[OutboxRow]) -> None:
    """Order lines that these shipments carried out but for the short tolerance give back what they still hold."""
    shipped = [row.document_id for row in rows if row.kind == "shipment.post"]
    if shipped:
        release_short_lines(act=Act(SYSTEM, datetime.now(UTC)), shipment_ids=shipped)


def drain_short_lines() -> int:
    """Hand the next events to sales; for the list of outbox consumers."""
    return drain(consumer=CONSUMER, handler=release_what_closed_short)
