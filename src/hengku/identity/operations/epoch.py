"""A new version of the account set's own descriptions."""

import secrets

from django.db import connection

from hengku.identity.queries.epoch import note
from hengku.kernel import sql


def renew() -> None:
    """Tell every process that descriptions changed, when this transaction commits; this one knows at once."""
    token = secrets.token_hex(16)
    statement = (
        "INSERT INTO identity_epoch (id, token) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token"
    )
    sql.write(connection, statement, (token,))
    note(token)
