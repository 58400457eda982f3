"""Channels of notices: made, changed and removed by an administrator, tried with a test message."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from hengku.identity.models import NoticeDelivery
from hengku.identity.operations.audit import record_change
from hengku.identity.operations.notices import CHANNEL
from hengku.identity.types import NOTICE_KINDS, Act
from hengku.integrations.models import NoticeChannel
from hengku.integrations.rules.outward import looks_like_address, names_inside
from hengku.integrations.rules.robots import HOSTS, Saying, hint_of, refusal_of, request_of
from hengku.integrations.texts import TEST_BODY, TEST_TITLE
from hengku.integrations.types import ChannelKind
from hengku.kernel.errors import Refusal, Refused, refuse
from hengku.masterdata.operations import records

if TYPE_CHECKING:
    import httpx

ENTITY = "notice-channels"
TIMEOUT_S = 10.0
_SECRETS = ("url", "secret")


@transaction.atomic
def create_channel(*, act: Act, values: Mapping[str, object]) -> NoticeChannel:
    """Add a robot. Refuses required fields, channel_address_bad, address_inside, code_taken, invalid_choice."""
    fresh = records.columns(NoticeChannel, values)
    _check(fresh, creating=True)
    records.ensure_unique(model=NoticeChannel, value=str(fresh["name"]), field="name")
    channel = NoticeChannel(**fresh, hint=hint_of(str(fresh["url"])))
    records.stamp_new(act=act, record=channel)
    channel.save(force_insert=True)
    record_change(act=act, entity=ENTITY, entity_id=channel.pk, action="create", before=None, after=_told(channel))
    return channel


@transaction.atomic
def update_channel(*, act: Act, record_id: int, values: Mapping[str, object], rev: int | None = None) -> NoticeChannel:
    """Change a robot; an address or secret that is left empty stays as it is. Refuses what create_channel refuses."""
    channel = records.locked(model=NoticeChannel, record_id=record_id, rev=rev)
    changes = records.columns(NoticeChannel, values)
    changes = {name: value for name, value in changes.items() if name not in _SECRETS or value}
    _check(changes, creating=False)
    if "name" in changes:
        records.ensure_unique(model=NoticeChannel, value=str(changes["name"]), field="name", besides=record_id)
    before = _told(channel)
    for name, value in changes.items():
        setattr(channel, name, value)
    channel.hint = hint_of(channel.url)
    channel.rev += 1
    channel.updated_by_id, channel.updated_at = act.actor_id, act.at
    channel.save()
    record_change(act=act, entity=ENTITY, entity_id=channel.pk, action="update", before=before, after=_told(channel))
    return channel


@transaction.atomic
def delete_channel(*, act: Act, record_id: int) -> None:
    """Remove a robot with what still waits to be sent through it."""
    channel = records.locked(model=NoticeChannel, record_id=record_id)
    NoticeDelivery.objects.filter(way=f"{CHANNEL}{channel.pk}", state="PENDING").delete()
    record_change(act=act, entity=ENTITY, entity_id=channel.pk, action="delete", before=_told(channel), after=None)
    channel.delete()


def _told(channel: NoticeChannel) -> dict[str, object]:
    """What the audit may say: neither the address, which holds a key, nor the secret."""
    return {"name": channel.name, "kind": channel.kind, "hint": channel.hint, "everyone": channel.everyone, "active": channel.active}  # fmt: skip


def _check(values: Mapping[str, object], *, creating: bool) -> None:
    found = [Refusal("required", {}, (name,)) for name in ("name", "kind", "url") if creating and not values.get(name)]
    url = str(values.get("url") or "")
    if url and not (looks_like_address(url) and url.startswith("https://")):
        found.append(Refusal("channel_address_bad", {"hosts": "、".join(HOSTS.values())}, ("url",)))
    elif url and names_inside(url, settings.INTERNAL_TARGETS):
        found.append(Refusal("address_inside", {}, ("url",)))
    everyone = values.get("everyone")
    if everyone is not None and not (isinstance(everyone, list) and NOTICE_KINDS.issuperset(everyone)):
        found.append(Refusal("invalid_choice", {}, ("everyone",)))
    if found:
        raise Refused(found)


def everyones() -> dict[str, Sequence[str]]:
    """Channels in use that hear of kinds of notices whoever is concerned."""
    return {
        f"{CHANNEL}{pk}": kinds
        for pk, kinds in NoticeChannel.objects.filter(active=True).values_list("pk", "everyone")
        if kinds
    }


def say(*, channel: NoticeChannel, saying: Saying, at: datetime, client: "httpx.Client") -> str:
    """Let the robot say it; gives why it did not, "" when it did."""
    import httpx  # 20 MB that only senders need

    url, body = request_of(
        ChannelKind(channel.kind), url=channel.url, secret=channel.secret, saying=saying, at_seconds=int(at.timestamp())
    )
    try:
        answer = client.post(url, json=body, timeout=TIMEOUT_S)
        if not answer.is_success:
            return f"{answer.status_code}: {answer.text[:200]}"
        return refusal_of(answer.json())[:300]
    except (httpx.HTTPError, httpx.InvalidURL) as failure:
        return f"{type(failure).__name__}: {failure}"[:300]
    except ValueError:
        return "not a robot's answer"


def try_channel(*, act: Act, record_id: int, client: "httpx.Client") -> None:
    """Send a test message now. Raises Refused: not_found (404), channel_failed with what the robot said."""
    channel = NoticeChannel.objects.filter(pk=record_id).first()
    if channel is None:
        raise refuse("not_found", status=404)
    saying = Saying(str(TEST_TITLE), "", str(TEST_BODY), "", "")
    problem = say(channel=channel, saying=saying, at=act.at, client=client)
    if problem:
        raise refuse("channel_failed", reason=problem)
