"""Places that partners hold for us: goods lent to them, goods on consignment with them. Made when first needed."""

from collections.abc import Iterable

from django.db import connection

from hengku.kernel import sql
from hengku.masterdata.types import PlaceKind

_MAKE = """
INSERT INTO masterdata_place (code, kind, partner_id)
SELECT %s || ':' || t.id, %s, t.id FROM unnest(%s::bigint[]) AS t(id) ORDER BY t.id
ON CONFLICT DO NOTHING
"""
_FIND = "SELECT partner_id, id FROM masterdata_place WHERE kind = %s AND partner_id = ANY(%s::bigint[])"


def partner_places(*, kind: PlaceKind, partner_ids: Iterable[int]) -> dict[int, int]:
    """Place of this kind of each partner; those that do not exist yet are made. Never remembered: a transaction may give up."""
    wanted = sorted(set(partner_ids))
    if not wanted:
        return {}
    found = dict(sql.rows(connection, _FIND, [kind.value, wanted]))
    missing = [partner_id for partner_id in wanted if partner_id not in found]
    if missing:
        sql.write(connection, _MAKE, [kind.value, kind.value, missing])
        found = dict(sql.rows(connection, _FIND, [kind.value, wanted]))
    return found
