"""Webhooks: who hears of what, signed, tried again, sent again."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from hengku.documents.operations.outbox import OutboxRow
from hengku.identity.types import Act
from hengku.integrations.models import Webhook, WebhookDelivery
from hengku.integrations.operations import webhooks
from hengku.integrations.rules.signing import ATTEMPTS, signature, wait_after, wants
from hengku.integrations.types import DeliveryState
from hengku.kernel.errors import Refused

AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


class Receiver:
    """The other side: answers as told and remembers what it got."""

    def __init__(self, *answers: int) -> None:
        self.answers = list(answers)
        self.got: list[httpx.Request] = []
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.got.append(request)
        status = self.answers.pop(0) if self.answers else 200
        if status == 0:
            raise httpx.ConnectError("nobody there")
        return httpx.Response(status, text="no" if status >= 300 else "")


def row(position: int, kind: str = "goods_receipt.post") -> OutboxRow:
    return OutboxRow(position, kind, 7, kind.partition(".")[0], AT)


@pytest.fixture
def hook(db: None, act: Act) -> Webhook:
    made = webhooks.create_webhook(
        act=act, values={"name": "财务", "url": "https://example.org/hook", "events": ["goods_receipt.*"]}
    )
    assert made.shown_once["secret"] == Webhook.objects.get().secret
    return Webhook.objects.get(pk=made.record_id)


@pytest.mark.parametrize(
    ("events", "heard"),
    [(["*"], True), (["goods_receipt.post"], True), (["goods_receipt.*"], True), (["*.post"], True), (["shipment.*"], False), (["goods_receipt"], False)],
)  # fmt: skip
def test_who_hears_of_what(events: list[str], heard: bool) -> None:
    assert wants(events, "goods_receipt.post") is heard


def test_waiting_grows_and_ends() -> None:
    waits = [wait_after(attempts) for attempts in range(1, ATTEMPTS + 1)]
    assert waits[:3] == [timedelta(seconds=10), timedelta(seconds=30), timedelta(seconds=90)]
    assert max(wait for wait in waits if wait) == timedelta(hours=6)
    assert waits[-1] is None


def test_a_delivery_is_signed_and_told_once(hook: Webhook) -> None:
    assert webhooks.queue_deliveries(rows=[row(1), row(2, "shipment.post")], at=AT) == 1
    receiver = Receiver()
    assert webhooks.send_due(clock=lambda: AT, client=receiver.client) == 1
    (request,) = receiver.got
    stamp = request.headers["X-Hengku-Timestamp"]
    expected = hmac.new(hook.secret.encode(), f"{stamp}.".encode() + request.content, hashlib.sha256).hexdigest()
    assert request.headers["X-Hengku-Signature"] == f"sha256={expected}"
    assert signature(secret="other", timestamp=stamp, body=request.content) != f"sha256={expected}"
    assert json.loads(request.content)["type"] == "goods_receipt.post"
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.response_status) == (DeliveryState.DELIVERED, 1, 200)
    assert webhooks.send_due(clock=lambda: AT, client=receiver.client) == 0


def test_failures_are_tried_again_later(hook: Webhook) -> None:
    webhooks.queue_deliveries(rows=[row(1)], at=AT)
    receiver = Receiver(500, 0)
    webhooks.send_due(clock=lambda: AT, client=receiver.client)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.response_status, delivery.error, delivery.next_attempt_at) == (
        DeliveryState.PENDING,
        500,
        "no",
        AT + timedelta(seconds=10),
    )
    assert webhooks.send_due(clock=lambda: AT + timedelta(seconds=9), client=receiver.client) == 0
    webhooks.send_due(clock=lambda: AT + timedelta(seconds=10), client=receiver.client)
    delivery.refresh_from_db()
    assert (delivery.attempts, delivery.response_status) == (2, None)
    assert delivery.error.startswith("ConnectError")
    assert webhooks.is_waiting()
    webhooks.send_due(clock=lambda: AT + timedelta(minutes=5), client=receiver.client)
    assert not webhooks.is_waiting()


def test_it_gives_up_in_the_end_and_can_be_sent_again(act: Act, hook: Webhook) -> None:
    webhooks.queue_deliveries(rows=[row(1), row(3)], at=AT)
    receiver = Receiver(*[500] * 2 * ATTEMPTS)
    for attempt in range(ATTEMPTS):
        webhooks.send_due(clock=lambda attempt=attempt: AT + timedelta(days=attempt), client=receiver.client)  # type: ignore[misc]  # default in a lambda
    assert set(WebhookDelivery.objects.values_list("state", "attempts")) == {(DeliveryState.FAILED, ATTEMPTS)}
    assert webhooks.replay(act=act, webhook_id=hook.pk, after=1) == 1
    webhooks.send_due(clock=lambda: act.at, client=receiver.client)
    assert list(WebhookDelivery.objects.order_by("position").values_list("state", flat=True)) == [
        DeliveryState.FAILED,
        DeliveryState.DELIVERED,
    ]
    with pytest.raises(Refused, match="not_found"):
        webhooks.replay(act=act, webhook_id=hook.pk, after=3)


def test_a_silent_webhook_hears_nothing(act: Act, hook: Webhook) -> None:
    webhooks.update_webhook(act=act, record_id=hook.pk, values={"active": False}, rev=1)
    assert webhooks.queue_deliveries(rows=[row(1)], at=AT) == 0
    with pytest.raises(Refused, match="stale_revision"):
        webhooks.update_webhook(act=act, record_id=hook.pk, values={"active": True}, rev=1)
    webhooks.delete_webhook(act=act, record_id=hook.pk)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    ("values", "code"),
    [({"url": "ftp://x"}, "webhook_url_bad"), ({"url": "https://x", "events": []}, "webhook_events_missing")],
)
def test_webhooks_are_checked(db: None, act: Act, values: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as caught:
        webhooks.create_webhook(act=act, values={"name": "x", **values})
    assert [refusal.code for refusal in caught.value.refusals] == [code]
