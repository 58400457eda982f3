"""Indexes of custom fields, made and dropped on demand while everybody goes on working.

One at a time, CONCURRENTLY, by the role that owns the tables. What failed is dropped and tried again; what still fails is said
with the field.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg
from psycopg import sql

from hengku.identity.operations import epoch
from hengku.identity.operations.queueing import queue_once
from hengku.kernel.registry import NotOffered
from hengku.metadata.models import CustomField
from hengku.metadata.queries.ext_sql import value_sql
from hengku.metadata.queries.field_rows import row_of
from hengku.metadata.rules.custom_fields import spec_of_row
from hengku.metadata.rules.own_targets import OWN_TARGETS, OwnTarget

TASK = "metadata.build_indexes"
TRIES = 3
PATIENCE = "15min"
"""How long one index may take, waiting for old transactions included."""
NONE, BUILDING, READY, FAILED = "none", "building", "ready", "failed"

Connect = Callable[[], psycopg.Connection]
_owner: list[Connect] = []


def offer_owner(connect: Connect) -> None:
    """Called once at start: how to reach the database as the role that owns its tables, without a transaction."""
    _owner[:] = [connect]


def queue_indexes() -> None:
    """Let a worker bring the indexes of this account set to what is wished for; one waiting job is enough."""
    queue_once(TASK, queue="upkeep")


@dataclass(frozen=True, slots=True)
class _Wish:
    field_id: int
    name: str
    statement: str
    table: str


def build_indexes(*, account_set: str) -> list[int]:
    """Make what is wished for and drop what no longer is; gives the fields whose index is ready."""
    wished = [_wish(field) for field in CustomField.objects.filter(accelerated=True, hidden=False).order_by("id")]
    wishes = [wish for wish in wished if wish is not None]
    before = _states()
    ready: list[int] = []
    with _owner[0]() as owner:
        owner.execute(sql.SQL("SET search_path TO {}, public").format(sql.Identifier(account_set)))
        owner.execute(f"SET statement_timeout TO '{PATIENCE}'")
        _drop_others(owner, account_set, [wish.name for wish in wishes])
        for wish in wishes:
            error = _build(owner, account_set, wish)
            state = FAILED if error else READY
            CustomField.objects.filter(pk=wish.field_id).update(index_state=state, index_error=error[:300])
            if not error:
                ready.append(wish.field_id)
    CustomField.objects.exclude(pk__in=[wish.field_id for wish in wishes]).exclude(index_state=NONE).update(
        index_state=NONE, index_error=""
    )
    if _states() != before:
        epoch.renew()  # lists tell which fields they sort fast
    return ready


def _states() -> list[tuple[int, str]]:
    return list(CustomField.objects.order_by("id").values_list("pk", "index_state"))


def _wish(field: CustomField) -> _Wish | None:
    try:
        target = OWN_TARGETS.get(field.target)
    except NotOffered:
        return None
    name = index_name(field.pk)
    return _Wish(field.pk, name, index_sql(field, target), target.table)


def index_name(field_id: int) -> str:
    """What the index of a field is called; ids are never used again."""
    return f"own_field_{field_id}_idx"


def index_sql(field: CustomField, target: OwnTarget) -> str:
    """The statement that makes a field's index: on the very expression lists filter and sort by, rows without a value left out."""
    value = value_sql(spec_of_row(row_of(field)))
    kept = f"{value} IS NOT NULL"
    if target.kept_for is not None:
        column, only = target.kept_for
        kept = f"{column} = '{only}' AND {kept}"
    return f'CREATE INDEX CONCURRENTLY "{index_name(field.pk)}" ON "{target.table}" (({value}), id) WHERE {kept}'


def _drop_others(owner: psycopg.Connection, account_set: str, wished: Sequence[str]) -> None:
    for name, _ in _present(owner, account_set):
        if name not in wished:
            _drop(owner, name)


def _present(owner: psycopg.Connection, account_set: str) -> list[tuple[str, bool]]:
    """The indexes of custom fields that are there, and whether they are whole."""
    return owner.execute(
        "SELECT c.relname, x.indisvalid FROM pg_class c JOIN pg_index x ON x.indexrelid = c.oid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = %s AND c.relname ~ '^own_field_[0-9]+_idx$'",
        (account_set,),
    ).fetchall()


def _drop(owner: psycopg.Connection, name: str) -> None:
    owner.execute(sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(name)))


def _build(owner: psycopg.Connection, account_set: str, wish: _Wish) -> str:
    """Make one index unless it is there; gives why it could not be made, in the database's words."""
    error = ""
    for _ in range(TRIES):
        state = dict(_present(owner, account_set)).get(wish.name)
        if state:
            return ""
        try:
            if state is False:
                _drop(owner, wish.name)
            owner.execute(wish.statement.encode())
            owner.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(wish.table)))
        except psycopg.Error as problem:
            error = str(problem).splitlines()[0]
    if error and dict(_present(owner, account_set)).get(wish.name) is False:
        _drop(owner, wish.name)
    return "" if dict(_present(owner, account_set)).get(wish.name) else error
