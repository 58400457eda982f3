"""The log of a webhook."""

from collections.abc import Sequence

from hengku.integrations.models import WebhookDelivery

MOST = 200


def deliveries_of(*, webhook_id: int, before: int | None, limit: int) -> Sequence[WebhookDelivery]:
    """Deliveries of a webhook, newest first; `before` goes on behind an id."""
    found = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    return list(found.order_by("-pk")[: max(1, min(limit, MOST))])
