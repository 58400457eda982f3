"""Years of honest ledger rows behind the company, written as bare SQL: receipts of two, issues of one, always at 10.00 a unit."""

import psycopg

from benchmarks.company import Company
from benchmarks.figures import LINES
from hengku.config.embedded.connection import Connection

FIRST_DOCUMENT = 10**12
_POSTINGS = """
INSERT INTO ledger_posting (id, request_key, content_hash, book_id, document_id, document_type, movement_type, business_date,
                            recorded_at)
SELECT %(base)s + n, 'history:' || n, '', %(book)s, %(first)s + n, CASE n %% 2 WHEN 0 THEN 'goods_receipt' ELSE 'shipment' END,
       CASE n %% 2 WHEN 0 THEN 'PURCHASE' ELSE 'SALE' END,
       date '2026-01-02' + (n * 285 / %(total)s)::int, timestamptz '2026-01-02' + (n * 285.0 / %(total)s) * interval '1 day'
FROM generate_series(%(start)s::bigint, %(end)s::bigint - 1) AS n
"""
_ROWS = """
CREATE TEMP TABLE history AS
SELECT n, %(base)s + n AS posting_id, (n * 20 + line) AS nr, line, (%(items)s::bigint[])[1 + ((n / 2) * 20 + line) %% %(count)s] AS item_id,
       (n / 2) * 20 / %(count)s AS cycle, date '2026-01-02' + (n * 285 / %(total)s)::int AS day,
       timestamptz '2026-01-02' + (n * 285.0 / %(total)s) * interval '1 day' AS at
FROM generate_series(%(start)s::bigint, %(end)s::bigint - 1) AS n, generate_series(0, 19) AS line
"""
_MOVES = """
INSERT INTO ledger_move (id, posting_id, book_id, source_line_id, movement_type, item_id, from_place_id, from_status, to_place_id,
                         to_status, quantity, business_date, recorded_at)
SELECT %(moves)s + nr, posting_id, %(book)s, %(first)s + nr, CASE n %% 2 WHEN 0 THEN 'PURCHASE' ELSE 'SALE' END, item_id,
       CASE n %% 2 WHEN 0 THEN %(supplier)s ELSE %(shelf)s END, 'AVAILABLE',
       CASE n %% 2 WHEN 0 THEN %(shelf)s ELSE %(customer)s END, 'AVAILABLE', CASE n %% 2 WHEN 0 THEN 2 ELSE 1 END, day, at
FROM history
"""
_ENTRIES = """
INSERT INTO ledger_cost_entry (id, posting_id, pool_id, move_id, place_id, source_line_id, kind, basis, method, movement_type,
    quantity, amount, expensed_amount, before_quantity, before_amount, business_date, recorded_at)
SELECT %(entries)s + h.nr, h.posting_id, p.id, %(moves)s + h.nr, %(shelf)s, %(first)s + h.nr,
       CASE n %% 2 WHEN 0 THEN 'OWN' ELSE 'ISSUE' END, CASE n %% 2 WHEN 0 THEN 'GIVEN' ELSE 'POOL' END, 'MOVING_AVERAGE',
       CASE n %% 2 WHEN 0 THEN 'PURCHASE' ELSE 'SALE' END, CASE n %% 2 WHEN 0 THEN 2 ELSE -1 END,
       CASE n %% 2 WHEN 0 THEN 20 ELSE -10 END, 0, 1000000 + cycle + 2 * (n %% 2), 10 * (1000000 + cycle + 2 * (n %% 2)), day, at
FROM history h JOIN ledger_cost_pool p ON p.item_id = h.item_id ORDER BY h.nr
"""
CHUNK = 50_000


def write_history(own: Connection, company: Company, rows: int) -> None:
    """Append `rows` moves with their postings and cost entries, then rebuild every projection."""
    from hengku.ledger.operations.rebuild import rebuild
    from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
    from hengku.masterdata.types import PlaceKind

    total = rows // LINES
    with psycopg.connect(own.owner_dsn) as connection:
        connection.execute("SET search_path = main, public")
        bases = {
            name: connection.execute(f"SELECT nextval('{table}_id_seq')").fetchone()[0]  # type: ignore[index]  # one row always
            for name, table in (("base", "ledger_posting"), ("moves", "ledger_move"), ("entries", "ledger_cost_entry"))
        }
        values = {
            **bases, "book": company.book, "first": FIRST_DOCUMENT + bases["base"], "total": total, "items": company.items,
            "count": len(company.items), "supplier": outside_place_id(PlaceKind.SUPPLIER),
            "customer": outside_place_id(PlaceKind.CUSTOMER), "shelf": warehouse_place_ids([company.warehouse])[company.warehouse],
        }  # fmt: skip
        for start in range(0, total, CHUNK):
            part = {**values, "start": start, "end": min(total, start + CHUNK)}
            for statement in (_POSTINGS, _ROWS, _MOVES, _ENTRIES, "DROP TABLE history"):
                psycopg.ClientCursor(connection).execute(statement, part)
            connection.commit()
        for table in ("ledger_posting", "ledger_move", "ledger_cost_entry"):
            connection.execute(f"SELECT setval('{table}_id_seq', (SELECT max(id) FROM {table}))")  # noqa: S608
    rebuild()
