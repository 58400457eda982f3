"""Names of people who did something to documents."""

from collections.abc import Collection

from hengku.identity.models import User
from hengku.identity.types import SYSTEM


def names_of(user_ids: Collection[int | None]) -> dict[int | None, str]:
    """Names by user id; None is the system itself."""
    known = {user_id for user_id in user_ids if user_id is not None}
    names: dict[int | None, str] = {None: SYSTEM.name}
    if known:
        names.update(User.objects.filter(pk__in=known).values_list("pk", "name"))
    return names
