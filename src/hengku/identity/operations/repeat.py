"""Memory of keyed requests: the same key and body get the first answer, and of two at the same instant one executes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from hengku.identity.models import IdempotencyRecord
from hengku.kernel import sql
from hengku.kernel.errors import refuse

KEPT_FOR = timedelta(days=7)
LONGEST_KEY = 200

_CLAIM = """
INSERT INTO identity_idempotency_record
    (key, actor_id, endpoint, body_hash, media_type, created_at) VALUES (%s, %s, %s, %s, '', %s)
ON CONFLICT (actor_id, key) DO NOTHING
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """A key of ours to fill in, or (answer given) the answer of the first request."""

    record_id: int
    answer: tuple[int, str, bytes] | None = None


def hash_body(*, endpoint: str, body: bytes) -> str:
    return hashlib.sha256(endpoint.encode() + b"\n" + body).hexdigest()


def claim_key(*, key: str, actor_id: int, endpoint: str, body: bytes, at: datetime) -> Claim:
    """Take the key inside the caller's transaction. A twin that arrives meanwhile waits here until that one ends.

    Raises Refused key_reused (409) when the key came with another content, key_too_long.
    """
    if len(key) > LONGEST_KEY:
        raise refuse("key_too_long", status=400)
    body_hash = hash_body(endpoint=endpoint, body=body)
    made = sql.rows(connection, _CLAIM, (key, actor_id, endpoint[:400], body_hash, at))
    if made:
        return Claim(made[0][0])
    first = IdempotencyRecord.objects.get(actor_id=actor_id, key=key)
    if first.body_hash != body_hash:
        raise refuse("key_reused", status=409)
    return Claim(first.pk, (first.status or 200, first.media_type, bytes(first.response or b"")))


def keep_answer(*, record_id: int, status: int, media_type: str, content: bytes) -> None:
    """Remember the answer to a claimed key."""
    IdempotencyRecord.objects.filter(pk=record_id).update(status=status, media_type=media_type, response=content)


def release_key(*, record_id: int) -> None:
    """Do not remember this answer (it holds a secret, or a file)."""
    IdempotencyRecord.objects.filter(pk=record_id).delete()


def forget_old(*, at: datetime, most: int = 5000) -> int:
    """Drop up to `most` records older than KEPT_FOR; gives how many."""
    old = IdempotencyRecord.objects.filter(created_at__lt=at - KEPT_FOR).order_by("created_at").values("pk")[:most]
    return IdempotencyRecord.objects.filter(pk__in=list(old.values_list("pk", flat=True))).delete()[0]
