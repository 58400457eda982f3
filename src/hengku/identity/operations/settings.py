"""Settings of the account set that are not business data: the mail server and the like."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from hengku.identity.models import SystemSetting
from hengku.identity.operations.audit import record_change
from hengku.identity.types import Act

_SECRET_KEYS = frozenset({"password", "secret", "token"})


def read_setting(key: str) -> dict[str, Any]:
    """The stored values, {} when nothing was set."""
    found = SystemSetting.objects.filter(key=key).values_list("value", flat=True).first()
    return dict(found) if found else {}


@transaction.atomic
def write_setting(*, act: Act, key: str, value: Mapping[str, Any]) -> None:
    """Replace a setting; the audit shows what changed, but no secrets."""
    before = read_setting(key)
    SystemSetting.objects.update_or_create(
        key=key, defaults={"value": dict(value), "updated_by_id": act.actor_id, "updated_at": act.at}
    )
    record_change(
        act=act, entity="system", entity_id=key, action="update", before=_hidden(before), after=_hidden(value)
    )


def _hidden(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: "***" if key in _SECRET_KEYS and part else part for key, part in value.items()}
