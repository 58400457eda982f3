"""A formula added up over all rows of a list, in the database."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from psycopg.errors import QueryCanceled

from hengku.kernel.errors import Refusal, Refused
from hengku.metadata.queries.columns import field_at
from hengku.metadata.queries.ext_sql import own_value
from hengku.metadata.queries.formula_sql import NotInDatabase, formula_sql
from hengku.metadata.rules.formula.check import read_formula
from hengku.metadata.rules.formula.kinds import Kind, Type
from hengku.metadata.rules.formula.nodes import fields_of
from hengku.metadata.rules.formula.parse import FormulaError
from hengku.metadata.rules.formula.types import FIELD_KINDS
from hengku.metadata.rules.values import jsonable
from hengku.metadata.types import FieldSpec, FieldType

SECONDS_MOST = 5
"""A list is looked at: a total that takes longer is left out."""
PLACES = 6
_STORED_AS_TEXT = frozenset({FieldType.DATE, FieldType.DATETIME})


def formula_total(rows: QuerySet[Any, Any], fields: Sequence[FieldSpec], text: str) -> str | None:
    """The sum over every row, however many pages they fill; rows where it comes to nothing add nothing. None when it takes too long.

    fields: what the viewer may read. Raises Refused (400) formula_… with the place in the text.
    """
    known = {spec.name: spec for spec in fields if _is_read(rows, spec)}
    try:
        tree = read_formula(
            text, {name: Type(FIELD_KINDS[spec.type]) for name, spec in known.items()}, gives=Kind.NUMBER
        )
        names = list(dict.fromkeys(fields_of(tree)))
        sum_sql, more = formula_sql(tree, {name: f"found.c{at}" for at, name in enumerate(names)})
    except FormulaError as problem:
        params = {**problem.params, "place": str(problem.position + 1)}
        raise Refused(Refusal(problem.code, params, ("sum",)), status=400) from problem
    except NotInDatabase as problem:
        raise Refused(Refusal("formula_not_added_up", {"name": problem.function}, ("sum",)), status=400) from problem
    columns = {
        f"c{at}": own_value(known[name]) if known[name].key else F(known[name].path) for at, name in enumerate(names)
    }
    try:
        found, values = rows.order_by().values(**(columns or {"c0": F("pk")})).query.sql_with_params()
    except EmptyResultSet:
        return "0"
    return _summed(f"SELECT round(coalesce(sum({sum_sql}), 0), {PLACES}) FROM ({found}) AS found", [*more, *values])  # noqa: S608 (names made here)


def _is_read(rows: QuerySet[Any, Any], spec: FieldSpec) -> bool:
    """Whether each row has one value of the field: lines' own fields in a list of documents have several."""
    if spec.type not in FIELD_KINDS:
        return False
    if spec.key:
        return spec.sortable and spec.type not in _STORED_AS_TEXT
    return field_at(rows.model, spec.path) is not None


def _summed(statement: str, params: Sequence[Any]) -> str | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDS_MOST}s"])
            cursor.execute(statement, list(params))
            [(total,)] = cursor.fetchall()
            cursor.execute("SELECT set_config('statement_timeout', '0', true)")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise
    return str(jsonable(total))
