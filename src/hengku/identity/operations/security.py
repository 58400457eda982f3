"""From where one may sign in."""

from collections.abc import Sequence

from django.db import transaction

from hengku.identity.models import SystemSetting
from hengku.identity.operations.audit import record_change
from hengku.identity.rules.addresses import is_within, read_network
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_ALLOWED = "sign_in_addresses"


def allowed_addresses() -> list[str]:
    """Addresses and networks from which one may sign in; none = from anywhere."""
    kept = SystemSetting.objects.filter(key=_ALLOWED).values_list("value", flat=True).first()
    return list(kept or [])


def address_allowed(address: str) -> bool:
    """May one sign in from here? This machine itself always may."""
    networks = allowed_addresses()
    return not networks or is_within(address, networks)


@transaction.atomic
def set_allowed_addresses(*, act: Act, networks: Sequence[str]) -> None:
    """Replace the list. Raises Refused address_invalid, address_locks_out (the one who saves is not on it)."""
    wanted = [one.strip() for one in networks if one.strip()]
    for one in wanted:
        if read_network(one) is None:
            raise refuse("address_invalid", loc=("addresses",), value=one[:60])
    if wanted and not is_within(act.address, wanted):
        raise refuse("address_locks_out", loc=("addresses",), address=act.address)
    before = allowed_addresses()
    SystemSetting.objects.update_or_create(
        key=_ALLOWED, defaults={"value": wanted, "updated_by_id": act.actor_id, "updated_at": act.at}
    )
    record_change(
        act=act, entity="system", entity_id=_ALLOWED, action="update",
        before={"addresses": before}, after={"addresses": wanted},
    )  # fmt: skip
