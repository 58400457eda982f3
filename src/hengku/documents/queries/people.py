"""Names of people who did something to documents."""

from collections.abc import Collection

from django.db import connection

from hengku.identity.types import SYSTEM, Viewer
from hengku.kernel import sql


def names_of(user_ids: Collection[int | None], *, viewer: Viewer | None = None) -> dict[int | None, str]:
    """Names by user id; None is the system itself. The viewer is not asked for their own."""
    names: dict[int | None, str] = {None: SYSTEM.name}
    if viewer is not None and viewer.user_id is not None:
        names[viewer.user_id] = viewer.name
    unknown = sorted({user_id for user_id in user_ids if user_id is not None and user_id not in names})
    if unknown:
        names.update(
            sql.rows(connection, "SELECT id, name FROM identity_user WHERE id = ANY(%s::bigint[])", (unknown,))
        )
    return names
