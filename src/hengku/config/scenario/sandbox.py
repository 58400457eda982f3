"""Sandbox account sets: made from the template, dropped when the story is told."""

from datetime import UTC, datetime

import psycopg
from psycopg import sql

from hengku.config.directory.models import AccountSet
from hengku.config.directory.operations import enter, forget
from hengku.config.directory.template import create_from_template
from hengku.config.embedded.connection import resolve
from hengku.config.scenario.run import FreshSet
from hengku.identity.operations.accounts import issue_setup_token
from hengku.identity.types import SYSTEM, Act


def make_sandbox(*, name: str, label: str) -> FreshSet:
    """A fresh sandbox set waiting for its set-up. Needs the owner role."""
    at = datetime.now(UTC)
    create_from_template(name=name, label=label, at=at, sandbox=True)
    with enter(name):
        return FreshSet(name, issue_setup_token(act=Act(viewer=SYSTEM, at=at)))


def drop_sandbox(*, name: str) -> None:
    """Remove a sandbox set with everything in it; any other set stays (LookupError)."""
    with enter("public"):
        found = AccountSet.objects.filter(schema_name=name, sandbox=True)
        if not found.exists():
            raise LookupError(f"{name} is no sandbox")
        with psycopg.connect(resolve().owner_dsn) as writer:
            writer.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        found.delete()
    forget()
