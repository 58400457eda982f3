"""What happens here after documents took effect elsewhere."""

from collections.abc import Sequence
from datetime import UTC, datetime

from hengku.documents.operations.approval_notices import tell_people
from hengku.documents.operations.outbox import OutboxRow, drain
from hengku.integrations.jobs import wake_automations, wake_notices, wake_sender
from hengku.integrations.operations.automation_events import transitions_happened
from hengku.integrations.operations.channels import everyones
from hengku.integrations.operations.webhooks import queue_deliveries

CONSUMER = "webhooks"
NOTICES = "notices"
AUTOMATIONS = "automations"


def tell_webhooks(rows: Sequence[OutboxRow]) -> None:
    """Queue the deliveries of these events and wake the sender; all in the drain's transaction."""
    if queue_deliveries(rows=rows, at=datetime.now(UTC)):
        wake_sender()


def drain_webhooks() -> int:
    """Hand the next events to the webhooks; for the list of outbox consumers."""
    return drain(consumer=CONSUMER, handler=tell_webhooks)


def tell_of_approvals(rows: Sequence[OutboxRow]) -> None:
    """Tell people of approvals that concern them, and wake who sends mails and robots; all in the drain's transaction."""
    if any(row.told for row in rows) and tell_people(rows=rows, at=datetime.now(UTC), also=everyones()):
        wake_notices()


def drain_notices() -> int:
    """Hand the next events to the notices; for the list of outbox consumers."""
    return drain(consumer=NOTICES, handler=tell_of_approvals)


def set_off_automations(rows: Sequence[OutboxRow]) -> None:
    """Turn what happened into runs of automations, and wake who runs them; all in the drain's transaction."""
    if transitions_happened(rows, at=datetime.now(UTC)):
        wake_automations()


def drain_automations() -> int:
    """Hand the next events to the automations; for the list of outbox consumers."""
    return drain(consumer=AUTOMATIONS, handler=set_off_automations)
