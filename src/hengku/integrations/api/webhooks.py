"""Webhooks beyond the generated pages: the log of deliveries, sending again."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from hengku.identity.api.edge import act_of, viewer_of
from hengku.identity.queries.restrict import require
from hengku.integrations.jobs import wake_sender
from hengku.integrations.models import WebhookDelivery
from hengku.integrations.operations.webhooks import replay
from hengku.integrations.queries.deliveries import deliveries_of
from hengku.integrations.schemas import DeliveriesOut, DeliveryOut

router = Router()


class ReplayIn(Schema):
    """One delivery, or everything behind a position of the event feed."""

    delivery: str | None = None
    after: str | None = None


class ReplayOut(Schema):
    count: int


@router.get("/webhooks/{int:webhook_id}/deliveries", response=DeliveriesOut)
def read_deliveries(request: HttpRequest, webhook_id: int, before: int | None = None, limit: int = 50) -> DeliveriesOut:
    """The log of a webhook, newest first."""
    require(viewer_of(request), "webhooks", "view")
    return DeliveriesOut(
        items=[_delivery(one) for one in deliveries_of(webhook_id=webhook_id, before=before, limit=limit)]
    )


@router.post("/webhooks/{int:webhook_id}/replay", response=ReplayOut)
def send_again(request: HttpRequest, webhook_id: int, payload: ReplayIn) -> ReplayOut:
    """Send deliveries again."""
    require(viewer_of(request), "webhooks", "update")
    count = replay(
        act=act_of(request), webhook_id=webhook_id, delivery_id=int(payload.delivery) if payload.delivery else None,
        after=int(payload.after) if payload.after else None,
    )  # fmt: skip
    wake_sender()
    return ReplayOut(count=count)


def _delivery(one: WebhookDelivery) -> DeliveryOut:
    return DeliveryOut(
        id=str(one.pk), position=str(one.position), kind=one.kind, state=one.state, attempts=one.attempts,
        response_status=one.response_status, error=one.error, created_at=one.created_at.isoformat(),
        delivered_at=_moment(one.delivered_at), next_attempt_at=_moment(one.next_attempt_at),
    )  # fmt: skip


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
