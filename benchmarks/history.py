"""Fourteen months of honest ledger rows behind the company, written as bare SQL: many goods, few of them busy, in four warehouses
that share their cost pools.

Every item has its price for ever, so that any average is exact. Of eight documents two receive, one moves goods to the item's
other warehouse, one uses them up and four sell; every thirty-third is entered five days late.
"""

from collections.abc import Mapping
from typing import Any

import psycopg

from benchmarks.company import Company
from benchmarks.figures import LINES
from hengku.config.embedded.connection import Connection

FIRST_DOCUMENT = 10**12
ROWS_AN_ITEM = 50
WAREHOUSES = 4
STARTED = "date '2025-08-31'"
DAYS = 410
"""From the first of September 2025 to the middle of October 2026."""

_ITEMS = """
INSERT INTO masterdata_item SELECT made.* FROM generate_series(%(known)s::int, %(count)s::int - 1) AS n,
    (SELECT to_jsonb(i) AS facts FROM masterdata_item i ORDER BY id LIMIT 1) one,
    jsonb_populate_record(NULL::masterdata_item, one.facts || jsonb_build_object(
        'id', nextval('masterdata_item_id_seq'), 'code', 'H' || lpad(n::text, 6, '0'), 'name', '物料' || n)) AS made
"""
_GOODS = """
CREATE TEMP TABLE goods AS
SELECT n, item_id, CASE WHEN item_id = ANY(%(items)s::bigint[]) THEN 10 ELSE (100 + n %% 9973) / 100.0 END::numeric(18, 2) AS price,
       NOT EXISTS (SELECT FROM ledger_move m WHERE m.item_id = x.item_id AND m.business_date = {started}) AS is_new
FROM (SELECT row_number() OVER (ORDER BY id) - 1 AS n, id AS item_id FROM masterdata_item) x WHERE n < %(count)s;
CREATE UNIQUE INDEX ON goods (n);
INSERT INTO ledger_cost_pool (book_id, scope_id, item_id, method, quantity, amount, last_date, last_unit_quantity, last_unit_amount)
SELECT %(book)s, %(scope)s, item_id, 'MOVING_AVERAGE', 0, 0, {started}, 0, 0 FROM goods ON CONFLICT DO NOTHING;
CREATE TEMP TABLE history (n bigint, nr bigint, item bigint, item_id bigint, price numeric(18, 2), kind smallint, source bigint,
                           target bigint, quantity bigint, day date, at timestamptz)
""".replace("{started}", STARTED)
_OPENINGS = """
INSERT INTO history
SELECT %(start)s + (dense_rank() OVER (ORDER BY n * 2 + half)) / %(lines)s, 0, n, item_id, price, 8, %(opening)s,
       (%(shelves)s::bigint[])[1 + (n + half) %% %(shelf_count)s], 1000000, {started}, {started}::timestamptz + interval '9 hours'
FROM goods, generate_series(0, 1) AS half WHERE is_new
""".replace("{started}", STARTED)
_DOCUMENTS = """
INSERT INTO history
SELECT y.n, 0, item, item_id, price, kind, CASE kind WHEN 0 THEN %(supplier)s ELSE shelf END,
       CASE WHEN kind = 0 THEN shelf WHEN kind = 1 THEN (%(shelves)s::bigint[])[1 + (w + 1 - 2 * other + %(shelf_count)s) %% %(shelf_count)s]
            WHEN kind = 2 THEN %(expense)s ELSE %(customer)s END,
       CASE kind WHEN 0 THEN 6 + y.n %% 7 ELSE 1 + y.n %% 5 END, at::date - CASE WHEN y.n %% 33 = 0 THEN 5 ELSE 0 END, at
FROM (SELECT n, w, other, kind, at, (%(shelves)s::bigint[])[1 + w] AS shelf,
             busy - busy %% %(shelf_count)s + (w - other + %(shelf_count)s) %% %(shelf_count)s AS item
      FROM (SELECT n, line, (n / 8 %% %(shelf_count)s)::int AS w, ((n + line) %% 2)::int AS other,
                   CASE WHEN n %% 8 < 2 THEN 0 WHEN n %% 8 < 4 THEN n %% 8 - 1 ELSE 3 END AS kind,
                   timestamptz '2025-09-06' + (n - %(start)s) * {days}.0 / (%(end)s - %(start)s) * interval '1 day' AS at,
                   floor(%(count)s * power((n * %(lines)s + line) * 2654435761 %% 4294967296 / 4294967296.0, 2))::int AS busy
            FROM generate_series(%(start)s::bigint, %(end)s::bigint - 1) AS n, generate_series(0, %(lines)s - 1) AS line) x) y
JOIN goods ON goods.n = y.item
""".replace("{days}", str(DAYS - 5))
_TYPES = "ARRAY['PURCHASE', 'TRANSFER', 'OTHER_OUT', 'SALE', '', '', '', '', 'OPENING']"
_DOCUMENT_TYPES = "ARRAY['goods_receipt', 'transfer', 'other_out', 'shipment', '', '', '', '', 'opening_stock']"
_NUMBERED = (
    "CREATE TEMP TABLE numbered AS SELECT *, row_number() OVER (ORDER BY n) AS pk FROM history; ANALYZE numbered"
)
_POSTINGS = f"""
INSERT INTO ledger_posting (id, request_key, content_hash, book_id, document_id, document_type, movement_type, business_date,
                            recorded_at)
SELECT %(postings)s + n, 'history:' || %(postings)s + n, '', %(book)s, %(first)s + n, ({_DOCUMENT_TYPES})[1 + min(kind)],
       ({_TYPES})[1 + min(kind)], min(day), min(at)
FROM numbered GROUP BY n ORDER BY n
"""  # noqa: S608 (constants only)
_PERIODS = """
INSERT INTO ledger_stock_period (book_id, month) SELECT DISTINCT %(book)s, date_trunc('month', day)::date FROM numbered ON CONFLICT DO NOTHING
"""
_MOVES = f"""
INSERT INTO ledger_move (id, posting_id, book_id, source_line_id, movement_type, item_id, from_place_id, from_status, to_place_id,
                         to_status, quantity, business_date, recorded_at)
SELECT %(moves)s + pk, %(postings)s + n, %(book)s, %(first)s + pk, ({_TYPES})[1 + kind], item_id, source, 'AVAILABLE', target,
       'AVAILABLE', quantity, day, at
FROM numbered ORDER BY pk
"""  # noqa: S608 (constants only)
_ENTRIES = f"""
INSERT INTO ledger_cost_entry (id, posting_id, pool_id, move_id, place_id, source_line_id, kind, basis, method, movement_type,
    quantity, amount, expensed_amount, before_quantity, before_amount, business_date, recorded_at)
SELECT %(entries)s + pk, %(postings)s + n, pool_id, %(moves)s + pk, place, %(first)s + pk,
       CASE WHEN change > 0 THEN 'OWN' ELSE 'ISSUE' END, CASE WHEN change > 0 THEN 'GIVEN' ELSE 'POOL' END, 'MOVING_AVERAGE',
       ({_TYPES})[1 + kind], change, change * price, 0, before, before * price, day, at
FROM (SELECT c.*, p.id AS pool_id, p.quantity + sum(change) OVER (PARTITION BY p.id ORDER BY day, pk) - change AS before
      FROM (SELECT *, CASE WHEN kind IN (0, 8) THEN quantity ELSE -quantity END AS change,
                   CASE WHEN kind IN (0, 8) THEN target ELSE source END AS place FROM numbered WHERE kind <> 1) c
      JOIN ledger_cost_pool p ON p.item_id = c.item_id) e ORDER BY pk
"""  # noqa: S608 (constants only)


def write_history(own: Connection, company: Company, rows: int) -> None:
    """Append `rows` moves with their postings and cost entries, then rebuild every projection."""
    from hengku.ledger.operations.rebuild import rebuild

    values = _values(company, rows)
    with psycopg.connect(own.owner_dsn) as connection:
        connection.execute("SET search_path = main, public")
        connection.execute("SET work_mem = '256MB'")
        cursor = psycopg.ClientCursor(connection)
        values |= _ids(cursor)
        for statement in (_ITEMS, _GOODS, _OPENINGS):
            cursor.execute(statement, values)
        opened = _one(cursor, "SELECT count(*), coalesce(max(n), 0) + 1 FROM history")
        values |= {"start": opened[1], "end": opened[1] + (rows - opened[0]) // LINES}
        for statement in (
            _DOCUMENTS,
            _NUMBERED,
            _PERIODS,
            _POSTINGS,
            _MOVES,
            _ENTRIES,
            "DROP TABLE history, numbered, goods",
        ):
            cursor.execute(statement, values)
        for table in ("ledger_posting", "ledger_move", "ledger_cost_entry"):
            cursor.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608
    rebuild()


def _values(company: Company, rows: int) -> dict[str, Any]:
    from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
    from hengku.masterdata.queries.scopes import scope_ids
    from hengku.masterdata.types import PlaceKind

    warehouses = [company.warehouse, *_more_warehouses(company)]
    shelves = warehouse_place_ids(warehouses)
    return {
        "book": company.book,
        "scope": scope_ids(company.book)[company.warehouse],
        "items": company.items,
        "count": max(rows // ROWS_AN_ITEM, len(company.items)) // WAREHOUSES * WAREHOUSES,
        "lines": LINES,
        "shelves": [shelves[one] for one in warehouses],
        "shelf_count": WAREHOUSES,
        "start": 1,
        "supplier": outside_place_id(PlaceKind.SUPPLIER),
        "customer": outside_place_id(PlaceKind.CUSTOMER),
        "expense": outside_place_id(PlaceKind.ADJUSTMENT),
        "opening": outside_place_id(PlaceKind.OPENING),
    }


def _more_warehouses(company: Company) -> list[int]:
    """The second warehouse and the following ones; made at the first call."""
    from hengku.masterdata.models import Warehouse
    from hengku.masterdata.operations.warehouses import create_warehouse

    known = dict(Warehouse.objects.values_list("code", "pk"))
    codes = [f"H{number}" for number in range(2, WAREHOUSES + 1)]
    return [
        known.get(code) or create_warehouse(act=company.act, values={"code": code, "name": code}).pk for code in codes
    ]


def _ids(cursor: psycopg.ClientCursor[Any]) -> Mapping[str, int]:
    """Where the numbers of new rows start."""
    tables = {"postings": "ledger_posting", "moves": "ledger_move", "entries": "ledger_cost_entry"}
    found = {name: _one(cursor, f"SELECT nextval('{table}_id_seq')")[0] for name, table in tables.items()}
    known = _one(cursor, "SELECT count(*) FROM masterdata_item")[0]
    return {**found, "first": FIRST_DOCUMENT + found["moves"], "known": known}


def _one(cursor: psycopg.ClientCursor[Any], statement: str) -> tuple[Any, ...]:
    row = cursor.execute(statement).fetchone()
    assert row is not None
    return tuple(row)
