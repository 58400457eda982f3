"""What PostgreSQL itself can do: W0, the least a ledger could write, and W1, the very rows our posting writes, as bare SQL."""

import multiprocessing
import random
import time
from dataclasses import dataclass, field
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg
from psycopg import sql

from benchmarks.figures import LINES, Figure, window

W0_TABLES = """
DROP TABLE IF EXISTS w0_ledger, w0_balance, w0_doc;
CREATE TABLE w0_doc (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  number text NOT NULL, kind text NOT NULL, posted_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE w0_ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  doc_id bigint NOT NULL REFERENCES w0_doc, product_id int NOT NULL, location_id int NOT NULL,
  qty numeric NOT NULL, unit_cost numeric NOT NULL, posted_at timestamptz NOT NULL DEFAULT now());
CREATE INDEX ON w0_ledger (product_id, location_id, posted_at);
CREATE INDEX ON w0_ledger (doc_id);
CREATE TABLE w0_balance (product_id int, location_id int, qty numeric NOT NULL,
  PRIMARY KEY (product_id, location_id));
"""


def _w0_document(cursor: psycopg.Cursor[Any], chance: random.Random, number: int) -> None:
    products = sorted(chance.sample(range(1, 1001), LINES))
    quantities = [chance.randint(1, 9) for _ in products]
    places, costs = [1] * LINES, [10] * LINES
    cursor.execute("INSERT INTO w0_doc (number, kind) VALUES (%s, 'receipt') RETURNING id", (f"R{number}",))
    (document,) = cursor.fetchone() or (0,)
    cursor.execute(
        "INSERT INTO w0_ledger (doc_id, product_id, location_id, qty, unit_cost) "
        "SELECT %s, * FROM unnest(%s::int[], %s::int[], %s::numeric[], %s::numeric[])",
        (document, products, places, quantities, costs),
    )
    cursor.execute(
        "INSERT INTO w0_balance AS b (product_id, location_id, qty) "
        "SELECT * FROM unnest(%s::int[], %s::int[], %s::numeric[]) "
        "ON CONFLICT (product_id, location_id) DO UPDATE SET qty = b.qty + EXCLUDED.qty",
        (products, places, quantities),
    )


def _w0_process(dsn: str, documents: int, seed: int, start: Barrier) -> None:
    chance = random.Random(seed)
    with psycopg.connect(dsn) as connection, connection.cursor() as cursor:
        for number in range(20):
            _w0_document(cursor, chance, number)
            connection.commit()
        start.wait()
        for number in range(documents):
            _w0_document(cursor, chance, number)
            connection.commit()


def w0(dsn: str, *, documents: int, processes: int = 1) -> Figure:
    """W0: a header, 20 ledger rows, 20 balance upserts, one commit a document."""
    with psycopg.connect(dsn) as connection:
        connection.execute(W0_TABLES)
    fork = multiprocessing.get_context("fork")
    start = fork.Barrier(processes + 1)
    workers = [fork.Process(target=_w0_process, args=(dsn, documents, 7 + k, start)) for k in range(processes)]
    for worker in workers:
        worker.start()
    start.wait()
    with window(documents * processes) as figure:
        for worker in workers:
            worker.join()
    return figure


@dataclass
class Copied:
    """Rows of one table that a document wrote, with the statement that writes such rows again."""

    table: str
    columns: list[str]
    rows: list[tuple[Any, ...]]
    statement: bytes = b""
    fresh: dict[str, int] = field(default_factory=dict)


OF_DOCUMENT = {
    "documents_document": "id = {document}",
    "documents_line": "document_id = {document}",
    "documents_link": "target_document_id = {document}",
    "documents_line_progress": "document_id = {document}",
    "documents_event": "document_id = {document}",
    "documents_outbox": "document_id = {document}",
    "ledger_posting": "document_id = {document}",
    "ledger_fresh_posting": "posting_id IN (SELECT id FROM ledger_posting WHERE document_id = {document})",
    "ledger_move": "posting_id IN (SELECT id FROM ledger_posting WHERE document_id = {document})",
    "ledger_cost_entry": "posting_id IN (SELECT id FROM ledger_posting WHERE document_id = {document})",
}
"""Every table a posting inserts into, parents first. Rows it updates: UPDATES."""
UPDATES = (
    ("ledger_balance", "quantity = t.quantity + 0.000001, last_date = t.last_date"),
    (
        "ledger_cost_pool",
        "quantity = t.quantity + 0, amount = t.amount + 0, last_unit_quantity = t.last_unit_quantity + 0",
    ),
    ("documents_line_progress", "executed_quantity = t.executed_quantity + 0"),
)
SHIPMENT_UPDATES = (("ledger_reservation", "consumed_quantity = t.consumed_quantity + 0"),)


class W1:
    """Writes again, with new ids, the rows a document of ours wrote: same tables, indexes, triggers and constraints, one
    INSERT … SELECT unnest per table and one UPDATE per projection; no checks, no locks beyond those, no thinking."""

    def __init__(self, connection: psycopg.Connection[Any], document: int, *, reserves: bool) -> None:
        self.connection = connection
        self.copies = [self._copy(table, where.format(document=document)) for table, where in OF_DOCUMENT.items()]
        self.updates = [(table, sets) for table, sets in (*UPDATES, *(SHIPMENT_UPDATES if reserves else ()))]
        self.keys = {
            table: [
                pk
                for (pk,) in connection.execute(
                    f"SELECT {'line_id' if 'progress' in table else 'id'} FROM {table} LIMIT 1000"  # noqa: S608 (constants only)
                )
            ]
            for table, _ in self.updates
        }
        self.number = time.time_ns() // 1000  # ids of their own at every run

    def _copy(self, table: str, where: str) -> Copied:
        found = self.connection.execute(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (table,),
        ).fetchall()
        columns, types = [name for name, _ in found], [kind for _, kind in found]
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        rows = self.connection.execute(
            sql.SQL("SELECT {}::text[] FROM {} WHERE ").format(
                sql.SQL("ARRAY[{}]").format(
                    sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(one)) for one in columns)
                ),
                sql.Identifier(table),
            )
            + sql.SQL(where)
        ).fetchall()
        arrays = ", ".join(f"${position}::{kind}[]" for position, kind in enumerate(types, start=1))
        statement = f"INSERT INTO {table} ({names.as_string(self.connection)}) SELECT * FROM unnest({arrays})"  # noqa: S608
        return Copied(table, columns, [tuple(row[0]) for row in rows], statement.encode())

    def document(self, chance: random.Random) -> None:
        """Write one document's rows and commit."""
        offset = self.number = self.number + 1000
        cursor = psycopg.RawCursor(self.connection)
        for copied in self.copies:
            if copied.rows:
                cursor.execute(copied.statement, self._renumbered(copied, offset), prepare=True)
        for table, sets in self.updates:
            chosen = sorted(chance.sample(self.keys[table], LINES))
            name = "line_id" if "progress" in table else "id"
            cursor.execute(
                f"UPDATE {table} t SET {sets} FROM unnest($1::bigint[]) AS u(id) WHERE t.{name} = u.id".encode(),  # noqa: S608
                (f"{{{','.join(map(str, chosen))}}}",),
                prepare=True,
            )
        cursor.execute(
            b"UPDATE documents_number_counter SET value = value + 1 WHERE id = (SELECT min(id) FROM documents_number_counter)"
        )
        self.connection.commit()

    def _renumbered(self, copied: Copied, offset: int) -> list[str]:
        """Columns as array texts; ids move by `offset`, keys that point at the document's own rows with them."""
        own = {
            "id",
            "document_id",
            "posting_id",
            "line_id",
            "target_line_id",
            "target_document_id",
            "source_line_id",
            "move_id",
        }
        columns: list[str] = []
        for index, name in enumerate(copied.columns):
            moves = name in own and not (copied.table == "documents_link" and name == "source_line_id")
            values = [
                "NULL" if row[index] is None or name == "position"
                else str(int(row[index]) + offset) if moves
                else f'"{self._unique(copied.table, name, row[index], offset)}"'
                for row in copied.rows
            ]  # fmt: skip
            columns.append(f"{{{','.join(values)}}}")
        return columns

    def _unique(self, table: str, name: str, value: str, offset: int) -> str:
        if (table, name) in {("documents_document", "number"), ("ledger_posting", "request_key")}:
            return f"W1-{offset}"
        return value.replace("\\", "\\\\").replace('"', '\\"')


def w1(dsn: str, *, document: int, documents: int, reserves: bool) -> Figure:
    """W1 with one process. Run it last: what it writes is no honest ledger."""
    chance = random.Random(3)
    with psycopg.connect(dsn) as connection:
        connection.execute("SET search_path = main, public")
        writer = W1(connection, document, reserves=reserves)
        for _ in range(20):
            writer.document(chance)
        with window(documents) as figure:
            for _ in range(documents):
                writer.document(chance)
    return figure
