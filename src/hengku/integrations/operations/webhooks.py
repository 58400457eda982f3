"""Webhooks: make, change, remove, queue deliveries, send them with retries, send again."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from hengku.documents.models import Document
from hengku.documents.operations.outbox import OutboxRow
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act
from hengku.integrations.models import Webhook, WebhookDelivery
from hengku.integrations.rules.outward import names_inside
from hengku.integrations.rules.signing import signature, wait_after, wants
from hengku.integrations.types import DeliveryState
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.operations.bulk import insert_many
from hengku.metadata.types import Created

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 10.0
SENT_AT_ONCE = 50
CLAIM_FOR = timedelta(minutes=5)
_SECRET_BYTES = 24


@transaction.atomic
def create_webhook(*, act: Act, values: Mapping[str, object]) -> Created:
    """Make a webhook; its signing secret is shown once. Refuses webhook_url_bad, address_inside, webhook_events_missing."""
    _check(values, fresh=True)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    webhook = Webhook.objects.create(
        name=str(values.get("name") or ""), url=str(values.get("url") or ""), secret=secret,
        events=values.get("events") or ["*"], active=values.get("active") is not False,
        created_by_id=act.actor_id, created_at=act.at, updated_by_id=act.actor_id, updated_at=act.at,
    )  # fmt: skip
    record_change(act=act, entity="webhooks", entity_id=webhook.pk, action="create", before=None, after=_told(webhook))
    return Created(webhook.pk, {"secret": secret})


@transaction.atomic
def update_webhook(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> Webhook:
    """Change a webhook; the secret stays. Refuses as create_webhook does, and stale_revision."""
    webhook = _locked(record_id)
    if rev is not None and rev != webhook.rev:
        raise refuse(
            "stale_revision",
            status=409,
            changed_by=str(webhook.updated_by_id or ""),
            changed_at=webhook.updated_at.isoformat(timespec="seconds"),
            fields="",
        )
    _check(values, fresh=False)
    before = _told(webhook)
    for name in ("name", "url", "events", "active"):
        if name in values:
            setattr(webhook, name, values[name])
    webhook.rev += 1
    webhook.updated_by_id, webhook.updated_at = act.actor_id, act.at
    webhook.save()
    record_change(
        act=act, entity="webhooks", entity_id=webhook.pk, action="update", before=before, after=_told(webhook)
    )
    return webhook


@transaction.atomic
def delete_webhook(*, act: Act, record_id: int) -> None:
    """Remove a webhook with its log."""
    webhook = _locked(record_id)
    record_change(act=act, entity="webhooks", entity_id=webhook.pk, action="delete", before=_told(webhook), after=None)
    webhook.delete()


def _locked(record_id: int) -> Webhook:
    webhook = Webhook.objects.select_for_update().filter(pk=record_id).first()
    if webhook is None:
        raise refuse("not_found", status=404)
    return webhook


def _told(webhook: Webhook) -> dict[str, object]:
    return {"name": webhook.name, "url": webhook.url, "events": webhook.events, "active": webhook.active}


def _check(values: Mapping[str, object], *, fresh: bool) -> None:
    found: list[Refusal] = []
    if (fresh or "url" in values) and not str(values.get("url") or "").startswith(("https://", "http://")):
        found.append(Refusal("webhook_url_bad", {}, ("url",)))
    elif "url" in values and names_inside(str(values["url"]), settings.INTERNAL_TARGETS):
        found.append(Refusal("address_inside", {}, ("url",)))
    events = values.get("events", ["*"] if fresh else None)
    if (fresh or "events" in values) and not (
        isinstance(events, list) and events and all(isinstance(one, str) for one in events)
    ):
        found.append(Refusal("webhook_events_missing", {}, ("events",)))
    if found:
        raise Refused(found)


def queue_deliveries(*, rows: Sequence[OutboxRow], at: datetime) -> int:
    """One delivery per event and webhook that wants it, in the caller's transaction; gives how many."""
    webhooks = list(Webhook.objects.filter(active=True))
    if not webhooks:
        return 0
    numbers = dict(Document.objects.filter(pk__in={row.document_id for row in rows}).values_list("pk", "number"))
    fresh = [
        WebhookDelivery(
            webhook=webhook, position=row.position, kind=row.kind, payload=_payload(row, numbers.get(row.document_id)),
            state=DeliveryState.PENDING, next_attempt_at=at, created_at=at,
        )
        for row in rows
        for webhook in webhooks
        if wants(webhook.events, row.kind)
    ]  # fmt: skip
    insert_many(rows=fresh)
    return len(fresh)


def _payload(row: OutboxRow, number: str | None) -> str:
    return json.dumps(
        {
            "position": str(row.position),
            "type": row.kind,
            "document": {"id": str(row.document_id), "type": row.document_type, "number": number or ""},
            "created_at": row.created_at.isoformat(),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def send_due(*, clock: Callable[[], datetime], client: "httpx.Client") -> int:
    """Send what is due, oldest event first per webhook; gives how many were tried.

    Deliveries are claimed before sending (their next attempt is moved on), so two senders never send one twice at once and a
    sender that dies leaves them to the next. The request is outside any transaction.
    """
    now = clock()
    with transaction.atomic():
        due = WebhookDelivery.objects.select_for_update(skip_locked=True).filter(
            state=DeliveryState.PENDING, next_attempt_at__lte=now
        )
        claimed = list(due.order_by("position", "pk")[:SENT_AT_ONCE])
        WebhookDelivery.objects.filter(pk__in=[one.pk for one in claimed]).update(next_attempt_at=now + CLAIM_FOR)
    webhooks = Webhook.objects.in_bulk({one.webhook_id for one in claimed})
    for delivery in claimed:
        webhook = webhooks.get(delivery.webhook_id)
        if webhook is not None:
            _send(delivery, webhook, client, clock)
    return len(claimed)


def _send(delivery: WebhookDelivery, webhook: Webhook, client: "httpx.Client", clock: Callable[[], datetime]) -> None:
    body = delivery.payload.encode()
    timestamp = str(int(clock().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Hengku-Event": delivery.kind,
        "X-Hengku-Delivery": str(delivery.pk),
        "X-Hengku-Timestamp": timestamp,
        "X-Hengku-Signature": signature(secret=webhook.secret, timestamp=timestamp, body=body),
    }
    import httpx  # 20 MB that only the sender needs

    status, error = None, ""
    try:
        answer = client.post(webhook.url, content=body, headers=headers, timeout=TIMEOUT_S)
        status = answer.status_code
        error = "" if answer.is_success else answer.text[:400]
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        error = f"{type(failure).__name__}: {failure}"[:400]
    attempts, at = delivery.attempts + 1, clock()
    delivered = status is not None and 200 <= status < 300
    wait = None if delivered else wait_after(attempts)
    state = DeliveryState.DELIVERED if delivered else DeliveryState.FAILED if wait is None else DeliveryState.PENDING
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        state=state, attempts=attempts, response_status=status, error=error,
        delivered_at=at if delivered else None, next_attempt_at=at + wait if wait else None,
    )  # fmt: skip


def is_waiting() -> bool:
    """Whether deliveries wait for a later attempt."""
    return WebhookDelivery.objects.filter(state=DeliveryState.PENDING).exists()


@transaction.atomic
def replay(*, act: Act, webhook_id: int, delivery_id: int | None = None, after: int | None = None) -> int:
    """Send a delivery again, or every one behind position `after`; gives how many. Refuses not_found."""
    _locked(webhook_id)
    found = WebhookDelivery.objects.filter(webhook_id=webhook_id)
    found = found.filter(pk=delivery_id) if delivery_id is not None else found.filter(position__gt=after or 0)
    count = found.update(state=DeliveryState.PENDING, attempts=0, next_attempt_at=act.at, error="", delivered_at=None)
    if count == 0:
        raise refuse("not_found", status=404)
    record_change(
        act=act, entity="webhooks", entity_id=webhook_id, action="replay", before=None, after={"count": count}
    )
    return count
