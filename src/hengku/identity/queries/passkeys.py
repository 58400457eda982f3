"""One's passkeys."""

from hengku.identity.models import Passkey


def passkeys_of(*, user_id: int) -> list[Passkey]:
    """Somebody's keys, the oldest first."""
    return list(Passkey.objects.filter(user_id=user_id).order_by("id"))
