"""Counting a database, so that a restored one can be compared with the one that was saved."""

from collections.abc import Iterable, Mapping

import psycopg
from psycopg import sql

Totals = dict[str, dict[str, str]]
"""Table -> {"rows": count, column: sum}, all as strings: exact and the same in JSON."""
SUMMED_PREFIXES = ("ledger_", "documents_")


def account_set_names(connection: psycopg.Connection) -> list[str]:
    """All account sets, archived ones too, oldest first; none in a database that was never prepared."""
    found = connection.execute("SELECT to_regclass('public.directory_account_set')").fetchone()
    if found is None or found[0] is None:
        return []
    rows = connection.execute("SELECT schema_name FROM public.directory_account_set ORDER BY id").fetchall()
    return [str(row[0]) for row in rows]


def totals_of(connection: psycopg.Connection, schema: str) -> Totals:
    """Rows of every table, and the sums of the quantities and amounts in ledger and documents."""
    counted: Totals = {}
    for table, columns in _tables(connection, schema).items():
        wanted: list[sql.Composable] = [sql.SQL("count(*)")]
        wanted += [sql.SQL("coalesce(sum({}), 0)").format(sql.Identifier(column)) for column in columns]
        statement = sql.SQL("SELECT {} FROM {}").format(sql.SQL(", ").join(wanted), sql.Identifier(schema, table))
        row = connection.execute(statement).fetchone() or ()
        counted[table] = dict(zip(["rows", *columns], map(_plain, row), strict=True))
    return counted


def _plain(value: object) -> str:
    """`1.50` and `1.5` are the same sum; sums depend on no order, so they must be equal as text."""
    text = str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _tables(connection: psycopg.Connection, schema: str) -> Mapping[str, list[str]]:
    rows = connection.execute(
        """
        SELECT c.relname, coalesce(array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.atttypid = 'numeric'::regtype), '{}')
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE n.nspname = %s AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        GROUP BY c.relname ORDER BY c.relname
        """,
        [schema],
    ).fetchall()
    return {name: list(columns) if name.startswith(SUMMED_PREFIXES) else [] for name, columns in rows}


def append_only_tables(connection: psycopg.Connection, schema: str, role: str) -> list[str]:
    """Tables whose rows `role` may add but not change: this right travels in the manifest, not in the dump."""
    rows = connection.execute(
        """
        SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = %s AND c.relkind IN ('r', 'p')
          AND has_table_privilege(%s, c.oid, 'INSERT') AND NOT has_table_privilege(%s, c.oid, 'UPDATE')
        ORDER BY c.relname
        """,
        [schema, role, role],
    ).fetchall()
    return [str(row[0]) for row in rows]


def differences(saved: Mapping[str, Totals], found: Mapping[str, Totals]) -> Iterable[str]:
    """One sentence per figure that differs."""
    for schema, tables in saved.items():
        for table, figures in tables.items():
            now = found.get(schema, {}).get(table, {})
            for figure, value in figures.items():
                if now.get(figure) != value:
                    yield f"{schema}.{table} {figure}: {value} -> {now.get(figure, '-')}"
