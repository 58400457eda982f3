"""Notices on their way out: mails and robots, sent with retries, never twice at once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from hengku.identity.models import NoticeDelivery, User
from hengku.identity.operations.mail import send_mail, site_address
from hengku.identity.operations.notices import CHANNEL, MAIL
from hengku.integrations.models import NoticeChannel
from hengku.integrations.operations.channels import say
from hengku.integrations.rules.robots import Saying
from hengku.integrations.rules.signing import wait_after
from hengku.integrations.texts import FOR_PEOPLE, OPEN_PAGE
from hengku.integrations.types import DeliveryState
from hengku.kernel.errors import Refused
from hengku.kernel.texts import Language, current_language

if TYPE_CHECKING:
    import httpx

SENT_AT_ONCE = 50
CLAIM_FOR = timedelta(minutes=15)


def send_due_notices(*, clock: Callable[[], datetime], client: "httpx.Client") -> int:
    """Send what is due; gives how many were tried. Claimed first, so that two senders never send one twice at once and a sender
    that dies leaves them to the next; nothing is sent inside a transaction."""
    now = clock()
    with transaction.atomic():
        due = NoticeDelivery.objects.select_for_update(skip_locked=True).filter(
            state="PENDING", next_attempt_at__lte=now
        )
        claimed = list(due.order_by("pk")[:SENT_AT_ONCE])
        NoticeDelivery.objects.filter(pk__in=[one.pk for one in claimed]).update(next_attempt_at=now + CLAIM_FOR)
    channels = {f"{CHANNEL}{one.pk}": one for one in NoticeChannel.objects.filter(active=True)} if claimed else {}
    people = User.objects.in_bulk({person for one in claimed for person in one.user_ids})
    site = site_address() if claimed else ""
    for delivery in claimed:
        _finish(delivery, _send(delivery, channels, people, site, clock, client), clock())
    return len(claimed)


def _send(
    delivery: NoticeDelivery,
    channels: Mapping[str, NoticeChannel],
    people: Mapping[int, User],
    site: str,
    clock: Callable[[], datetime],
    client: "httpx.Client",
) -> str:
    """Why it was not sent, "" when it was."""
    link = f"{site}{delivery.path}" if site and delivery.path else ""
    those = [people[one] for one in delivery.user_ids if one in people]
    if delivery.way == MAIL:
        body = "\n\n".join(part for part in (delivery.body or delivery.title, link) if part)
        try:
            for person in those:
                send_mail(to=person.email, subject=delivery.title, body=body)
        except Refused as refused:
            return refused.refusals[0].message(current_language())
        return ""
    channel = channels.get(delivery.way)
    if channel is None:
        return "no such channel"
    language: Language = "en" if delivery.language == "en" else "zh-CN"
    names = FOR_PEOPLE.in_language(language) + "、".join(one.name for one in those)
    saying = Saying(delivery.title, names, delivery.body, link, OPEN_PAGE.in_language(language))
    return say(channel=channel, saying=saying, at=clock(), client=client)


def _finish(delivery: NoticeDelivery, problem: str, at: datetime) -> None:
    attempts = delivery.attempts + 1
    wait = wait_after(attempts) if problem else None
    state = DeliveryState.DELIVERED if not problem else DeliveryState.PENDING if wait else DeliveryState.FAILED
    NoticeDelivery.objects.filter(pk=delivery.pk).update(
        state=state, attempts=attempts, error=problem[:400], delivered_at=None if problem else at,
        next_attempt_at=at + wait if wait else None,
    )  # fmt: skip


def notices_wait() -> bool:
    """Whether something waits for a later attempt."""
    return NoticeDelivery.objects.filter(state="PENDING").exists()
