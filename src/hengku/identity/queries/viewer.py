"""Who a session, a token or a name stands for, with all rights, in one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from hengku.identity.queries import epoch
from hengku.identity.queries.account_set import schema
from hengku.identity.rules.field_rights import RoleRights, denied_by, fields_together, rows_of
from hengku.identity.rules.grants import read_grants, together, within_token, within_warehouses
from hengku.identity.rules.secrets import hash_secret, read_token, same_hash
from hengku.identity.types import Viewer
from hengku.kernel import sql
from hengku.kernel.texts import current_language

_PERSON = """
    u.id, u.username, u.name, u.is_owner, u.must_change_password, u.warehouse_ids,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(r.code, r.masked, (
        SELECT coalesce(jsonb_agg(jsonb_build_array(
            g.resource, g.action, g.book_ids, g.warehouse_ids, g.own, g.department,
            CASE WHEN r.row_rules = '[]' THEN '' ELSE r.code END)), '[]')
        FROM identity_grant g WHERE g.role_id = r.id), r.field_rights, r.row_rules, r.denied, r.second_factor) ORDER BY r.code), '[]')
     FROM identity_role r
     WHERE r.id IN (SELECT ur.role_id FROM identity_user_role ur WHERE ur.user_id = u.id)
        OR (u.department_id IS NOT NULL AND r.department_ids <> '[]' AND EXISTS (
            WITH RECURSIVE above AS (
                SELECT d.id, d.parent_id FROM identity_department d WHERE d.id = u.department_id
                UNION SELECT d.id, d.parent_id FROM identity_department d JOIN above a ON d.id = a.parent_id)
            SELECT FROM above a WHERE r.department_ids @> to_jsonb(a.id)))),
    CASE WHEN u.department_id IS NOT NULL AND EXISTS (SELECT FROM identity_grant g WHERE g.department) THEN (
        WITH RECURSIVE below AS (
            SELECT u.department_id AS id UNION SELECT d.id FROM identity_department d JOIN below b ON d.parent_id = b.id)
        SELECT jsonb_agg(m.id) FROM identity_user m JOIN below b ON m.department_id = b.id) END,
    (SELECT d.code FROM identity_department d WHERE d.id = u.department_id),
    (SELECT p.code FROM identity_position p WHERE p.id = u.position_id),
    EXISTS (SELECT FROM identity_second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL)
        OR EXISTS (SELECT FROM identity_passkey k WHERE k.user_id = u.id)
"""
_EPOCH = "(SELECT e.token FROM identity_epoch e)"
_BY_SESSION = f"""
SELECT {_PERSON}, s.id, s.last_seen_at, {_EPOCH}
FROM identity_session s JOIN identity_user u ON u.id = s.user_id
WHERE s.secret_hash = %s AND s.expires_at > %s AND s.session_version = u.session_version AND u.is_active
"""  # noqa: S608 (built from constants)
_BY_TOKEN = f"""
SELECT {_PERSON}, t.secret_hash, t.scope, t.last_used_at, {_EPOCH}
FROM identity_api_token t JOIN identity_user u ON u.id = t.user_id
WHERE t.id = %s AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > %s) AND u.is_active
"""  # noqa: S608 (built from constants)
_BY_NAME = f"SELECT {_PERSON} FROM identity_user u WHERE u.username = %s AND u.is_active"  # noqa: S608 (constants)
_BY_ID = f"SELECT {_PERSON}, {_EPOCH} FROM identity_user u WHERE u.id = %s AND u.is_active"  # noqa: S608 (constants)
_PERSON_COLUMNS = 11


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A viewer and how they came in: session_id or token_id; seen_at: when that was last noted."""

    viewer: Viewer
    session_id: int | None = None
    token_id: int | None = None
    seen_at: datetime | None = None
    must_change_password: bool = False
    must_set_second_factor: bool = False


def by_session(*, secret: str, at: datetime) -> SignedIn | None:
    """Who the session cookie's secret belongs to; None when it is unknown, over, or the person was shut out."""
    found = sql.rows(connection, _BY_SESSION, (hash_secret(secret), at))
    if not found:
        return None
    person, (session_id, seen_at, token) = found[0][:_PERSON_COLUMNS], found[0][_PERSON_COLUMNS:]
    epoch.note(token)
    return SignedIn(
        _viewer(person), session_id=session_id, seen_at=seen_at, must_change_password=person[4],
        must_set_second_factor=not person[10] and any(one[-1] for one in orjson.loads(person[6])),
    )  # fmt: skip


def by_token(*, token: str, at: datetime) -> SignedIn | None:
    """Who an API token acts for, with rights narrowed to the token's scope. The account set is already entered."""
    parts = read_token(token)
    if parts is None or parts.account_set != schema():
        return None
    found = sql.rows(connection, _BY_TOKEN, (parts.token_id, at))
    if not found:
        return None
    person, (secret_hash, scope, used_at, token_now) = found[0][:_PERSON_COLUMNS], found[0][_PERSON_COLUMNS:]
    epoch.note(token_now)
    if not same_hash(secret_hash, hash_secret(parts.secret)):
        return None
    return SignedIn(_viewer(person, token_scope=orjson.loads(scope)), token_id=parts.token_id, seen_at=used_at)


def by_name(*, username: str) -> Viewer | None:
    """The active person called `username`, for commands and tests."""
    found = sql.rows(connection, _BY_NAME, (username,))
    return _viewer(found[0]) if found else None


def within_scope(*, user_id: int, scope: Sequence[str]) -> Viewer | None:
    """An active person with the rights inside `scope` ("resource:action" each), for what outsiders do in their name."""
    found = sql.rows(connection, _BY_ID, (user_id,))
    if not found:
        return None
    epoch.note(found[0][_PERSON_COLUMNS])
    return _viewer(found[0][:_PERSON_COLUMNS], token_scope=scope)


def _viewer(person: Sequence[Any], token_scope: Sequence[str] | None = None) -> Viewer:
    user_id, username, name, is_owner, _, warehouse_json, roles_json, colleagues_json, department, position, _ = person
    warehouse_ids, roles = orjson.loads(warehouse_json or "null"), orjson.loads(roles_json)
    grants = read_grants(row for _, _, rows, *_ in roles for row in rows)
    if is_owner:
        grants = read_grants([("*", "*", None, None, False, False, "")])
    elif warehouse_ids is not None:
        grants = within_warehouses(grants, frozenset(warehouse_ids))
    narrowed = token_scope is not None and "*:*" not in token_scope
    return Viewer(
        user_id=user_id,
        username=username,
        name=name,
        grants=within_token(grants, token_scope or ()) if narrowed else grants,
        masked=frozenset() if is_owner else together([masks for _, masks, *_ in roles]),
        language=current_language(),
        roles=tuple(code for code, *_ in roles),
        all_powerful=is_owner and not narrowed,
        colleagues=frozenset(orjson.loads(colleagues_json or "[]")),
        about={"username": username, "name": name, "department": department or "", "position": position or ""},
        **({} if is_owner else _narrowings(roles)),
    )


def _narrowings(roles: Sequence[Any]) -> dict[str, Any]:
    """Rights on fields and rows, and denials; nothing to work out where no role says any."""
    if not any(fields or rows or denied for *_, fields, rows, denied, _ in roles):
        return {}
    told = [
        RoleRights(code, {(one[0], one[1]) for one in grants}, fields, rows, denied)
        for code, _, grants, fields, rows, denied, _ in roles
    ]
    only, never = rows_of(told)
    return {"fields": fields_together(told), "rows": only, "except_rows": never, "denied": denied_by(told)}
