"""What happens here after documents took effect elsewhere."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hengku.documents.operations.outbox import OutboxRow, drain
from hengku.integrations.jobs import wake_sender
from hengku.integrations.operations.webhooks import queue_deliveries

CONSUMER = "webhooks"


def tell_webhooks(rows: Sequence[OutboxRow]) -> None:
    """Queue the deliveries of these events and wake the sender; all in the drain's transaction."""
    if queue_deliveries(rows=rows, at=datetime.now(UTC)):
        wake_sender()


def drain_webhooks() -> int:
    """Hand the next events to the webhooks; for the list of outbox consumers."""
    return drain(consumer=CONSUMER, handler=tell_webhooks)
