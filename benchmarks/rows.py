"""Many receipts at once, for looking through and changing forms over: rows only, no honest ledger."""

from datetime import date

import psycopg

FILL = """
INSERT INTO {schema}.documents_document (type, number, state, book_id, warehouse_id, business_date, currency, price_includes_tax, handler,
       external_number, remarks, total_quantity, total_net, total_tax, total_amount, rev, ext, created_at, updated_at, stop_reason, print_count)
SELECT 'goods_receipt', 'BENCH' || n, 'DRAFT', %(book)s, (%(warehouses)s::bigint[])[1 + n %% cardinality(%(warehouses)s::bigint[])],
       %(first)s::date + (n %% 3000), 'CNY', false, '', '', '', n %% 1000, 1, 0, n %% 7919, 1,
       CASE WHEN %(key)s = '' THEN '{{}}'::jsonb ELSE jsonb_build_object(%(key)s::text, n) END, now(), now(), '', 0
  FROM generate_series(1, %(rows)s) n
"""


def fill(dsn: str, *, rows: int, book: int, warehouses: list[int], key: str = "", schema: str = "main") -> None:
    """`rows` receipts over 3,000 days; key: of an own number field, which holds the row's number."""
    values = {"rows": rows, "book": book, "warehouses": warehouses, "first": date(2018, 1, 1), "key": key}
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(FILL.format(schema=schema), values)
        connection.execute(f"VACUUM ANALYZE {schema}.documents_document")


def clear(dsn: str, *, schema: str = "main") -> None:
    """Take the rows away again."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(
            f"DELETE FROM {schema}.documents_document WHERE type = 'goods_receipt' AND number LIKE 'BENCH%'"  # noqa: S608 (schema of ours)
        )
