"""Creating, archiving and entering account sets."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import urlencode

from django.core.management import call_command
from django.db import connection, transaction

from hengku.config.directory.connection import tenants
from hengku.config.directory.models import AccountSet
from hengku.identity.operations.accounts import issue_setup_token
from hengku.identity.types import Act
from hengku.kernel.errors import refuse

_NAME = re.compile(r"[a-z][a-z0-9]{0,30}")


def create_account_set(*, name: str, label: str, at: datetime) -> AccountSet:
    """Make the schema and all its tables by migrating; the first set comes to be like this. Needs the owner role.

    name: lower-case letters and digits, starts with a letter (it appears in cookies and tokens).
    Raises Refused account_set_name_invalid, account_set_exists.
    """
    if not _NAME.fullmatch(name) or name == "public":
        raise refuse("account_set_name_invalid", loc=("name",))
    with enter("public"):
        with transaction.atomic():
            account_set: AccountSet
            account_set, created = AccountSet.objects.get_or_create(
                schema_name=name, defaults={"label": label, "created_at": at}
            )
            if not created:
                raise refuse("account_set_exists", loc=("name",), name=name)
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE SCHEMA IF NOT EXISTS "{name}"')
        call_command("migrate_schemas", schema_name=name, interactive=False, verbosity=0)
    forget()
    return account_set


def require_free_name(name: str) -> None:
    """Raises Refused account_set_name_invalid, account_set_exists."""
    if not _NAME.fullmatch(name) or name == "public":
        raise refuse("account_set_name_invalid", loc=("name",))
    with enter("public"):
        if AccountSet.objects.filter(schema_name=name).exists():
            raise refuse("account_set_exists", loc=("name",), name=name)


def create_from_serving(*, name: str, label: str, sandbox: bool, act: Act) -> str:
    """Create an account set while serving, where the connection may not make schema: a child process does it as the owner.

    Gives the path of the set-up page with the new set's one-time token. Raises Refused as create_account_set.
    """
    require_free_name(name)
    command = [sys.executable, "-m", "hengku", "account-set", "create", name, "--label", label]
    subprocess.run([*command, "--sandbox"] if sandbox else command, check=True, capture_output=True)
    forget()
    with enter(name):
        token = issue_setup_token(act=act)
    return f"/setup?{urlencode({'token': token, 'account_set': name})}"


def all_account_sets() -> list[AccountSet]:
    """Every account set, archived ones too, oldest first."""
    with enter("public"):
        return list(AccountSet.objects.order_by("created_at", "id"))


def archive_account_set(*, name: str, at: datetime) -> AccountSet:
    """Close a set to sign-in; its data stays. Raises Refused not_found, account_set_is_last."""
    with enter("public"):
        live = AccountSet.objects.filter(archived_at__isnull=True)
        if not live.filter(schema_name=name).exists():
            raise refuse("not_found", status=404)
        if live.count() == 1:
            raise refuse("account_set_is_last")
        live.filter(schema_name=name).update(archived_at=at)
        archived: AccountSet = AccountSet.objects.get(schema_name=name)
    forget()
    return archived


@contextmanager
def enter(name: str) -> Iterator[None]:
    """Work inside the account set `name`; the previous one comes back afterwards."""
    before = tenants.schema_name
    tenants.set_schema(name)
    try:
        yield
    finally:
        tenants.set_schema(before)


_known: dict[str, AccountSet] = {}


def find(name: str) -> AccountSet | None:
    """The live account set called `name`, remembered by this process until something changes here."""
    found = _known.get(name)
    if found is None:
        with enter("public"):
            found = AccountSet.objects.filter(schema_name=name, archived_at__isnull=True).first()
        if found is not None:
            _known[name] = found
    return found


def forget() -> None:
    _known.clear()


def live_names() -> list[str]:
    """Names of all live account sets, oldest first."""
    with enter("public"):
        found = AccountSet.objects.filter(archived_at__isnull=True).order_by("created_at", "id")
        return list(found.values_list("schema_name", flat=True))
