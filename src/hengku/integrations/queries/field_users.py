"""Webhooks whose messages hold a field."""

from collections.abc import Sequence

from hengku.integrations.models import Webhook
from hengku.kernel.texts import Text
from hengku.metadata.rules.configuration import offer_field_users
from hengku.metadata.rules.field_uses import FieldUse


def _hearing(asked: FieldUse) -> Sequence[str]:
    """Webhooks that hear of documents of the field's type."""
    kind = asked.target.split(":")[0]
    rows = Webhook.objects.filter(active=True).order_by("id")
    return [row.name for row in rows if {one.split(".")[0] for one in row.events} & {kind, "*"}]


def offer_users() -> None:
    """Called once at start."""
    offer_field_users(Text("Webhook", "Webhooks"), _hearing)
