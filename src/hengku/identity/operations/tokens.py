"""API tokens: keys for programs, shown once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from hengku.identity.models import ApiToken, User
from hengku.identity.operations.audit import record_change
from hengku.identity.queries.account_set import schema
from hengku.identity.rules.grants import is_scope_entry
from hengku.identity.rules.secrets import hash_secret, new_secret, shown_prefix, write_token
from hengku.identity.types import Act
from hengku.kernel.errors import refuse


@transaction.atomic
def create_token(
    *, act: Act, name: str, scope: Sequence[str], user_id: int | None = None, expires_at: datetime | None = None
) -> tuple[int, str]:
    """A key that may do what its user may, narrowed to `scope` ("resource:action", "*" for any); gives id and secret text.

    user_id None = for oneself; for somebody else only an owner may. Raises Refused token_scope_invalid, token_expired,
    owner_only, not_found.
    """
    owner_id = user_id or act.actor_id
    if owner_id != act.actor_id and not act.viewer.all_powerful:
        raise refuse("owner_only", status=403, loc=("user",))
    if owner_id is None or not User.objects.filter(pk=owner_id).exists():
        raise refuse("not_found", status=404, loc=("user",))
    if not scope or not all(is_scope_entry(entry) for entry in scope):
        raise refuse("token_scope_invalid", loc=("scope",))
    if expires_at is not None and expires_at <= act.at:
        raise refuse("token_expired", loc=("expires_at",))
    secret = new_secret()
    token = ApiToken.objects.create(
        name=name, user_id=owner_id, prefix="", secret_hash=hash_secret(secret), scope=list(scope), expires_at=expires_at,
        created_at=act.at, created_by_id=act.actor_id, updated_at=act.at, updated_by_id=act.actor_id,
    )  # fmt: skip
    account_set = schema()
    token.prefix = shown_prefix(account_set=account_set, token_id=token.pk, secret=secret)
    ApiToken.objects.filter(pk=token.pk).update(prefix=token.prefix)
    record_change(
        act=act, entity="api-tokens", entity_id=token.pk, action="create", before=None,
        after={"name": name, "user_id": owner_id, "scope": list(scope), "prefix": token.prefix},
    )  # fmt: skip
    return token.pk, write_token(account_set=account_set, token_id=token.pk, secret=secret)


@transaction.atomic
def revoke_token(*, act: Act, token_id: int) -> None:
    """End a token for good; it stays listed. Raises Refused not_found."""
    changed = ApiToken.objects.filter(pk=token_id, revoked_at__isnull=True).update(
        revoked_at=act.at, rev=F("rev") + 1, updated_at=act.at, updated_by_id=act.actor_id
    )
    if not changed:
        raise refuse("not_found", status=404)
    record_change(act=act, entity="api-tokens", entity_id=token_id, action="revoke", before=None, after=None)
