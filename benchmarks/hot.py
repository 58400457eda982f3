"""One hot item: sixteen clients ship it at once, against plain SQL that takes the same row lock and writes the same rows."""

import multiprocessing
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from multiprocessing.synchronize import Barrier
from typing import Any

import psycopg

from benchmarks.company import Company

CLIENTS = 16
_PLAIN = (
    "INSERT INTO hot_posting (document_id) VALUES (%s)",
    "SELECT quantity FROM hot_balance WHERE item_id = 1 FOR UPDATE",
    "SELECT quantity, amount FROM hot_pool WHERE item_id = 1 FOR UPDATE",
    "INSERT INTO hot_move (item_id, quantity, business_date) VALUES (1, %s, '2026-10-20')",
    "UPDATE hot_balance SET quantity = quantity - %s WHERE item_id = 1 AND quantity >= %s",
    "UPDATE hot_pool SET quantity = quantity - 1, amount = amount - 10 WHERE item_id = 1",
    "INSERT INTO hot_entry (item_id, quantity, amount) VALUES (1, %s, 10)",
)
_TABLES = """
CREATE TABLE IF NOT EXISTS hot_posting (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, document_id bigint);
CREATE TABLE IF NOT EXISTS hot_move (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item_id bigint, quantity numeric, business_date date);
CREATE TABLE IF NOT EXISTS hot_entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, item_id bigint, quantity numeric, amount numeric);
CREATE TABLE IF NOT EXISTS hot_balance (item_id bigint PRIMARY KEY, quantity numeric CHECK (quantity >= 0));
CREATE TABLE IF NOT EXISTS hot_pool (item_id bigint PRIMARY KEY, quantity numeric, amount numeric);
INSERT INTO hot_balance VALUES (1, 1000000) ON CONFLICT DO NOTHING;
INSERT INTO hot_pool VALUES (1, 1000000, 10000000) ON CONFLICT DO NOTHING;
"""


def _race(task: Callable[[int, int], None], each: int) -> float:
    """Documents per second of CLIENTS processes doing `task` `each` times."""
    fork = multiprocessing.get_context("fork")
    start, told = fork.Barrier(CLIENTS), fork.Queue()

    def work(number: int, start: Barrier, told: Any) -> None:
        task(number, -1)
        start.wait()
        began = time.perf_counter()
        for turn in range(each):
            task(number, turn)
        told.put((began, time.perf_counter()))

    workers = [fork.Process(target=work, args=(number, start, told)) for number in range(CLIENTS)]
    for worker in workers:
        worker.start()
    times = [told.get(timeout=300) for _ in workers]
    for worker in workers:
        worker.join()
    return CLIENTS * each / float(max(end for _, end in times) - min(begin for begin, _ in times))


def plain(dsn: str, each: int) -> float:
    """Documents per second of the plain SQL."""
    with psycopg.connect(dsn) as connection:
        connection.execute(_TABLES)
    connections: dict[int, psycopg.Connection[Any]] = {}

    def task(number: int, _turn: int) -> None:
        connection = connections.get(number) or connections.setdefault(number, psycopg.connect(dsn))
        for statement in _PLAIN:
            connection.execute(statement.encode(), [1] * statement.count("%s"))
        connection.commit()

    return _race(task, each)


def ours(company: Company, each: int) -> float:
    """Documents per second of ledger postings that ship one of the hot item."""
    from django.db import connection

    from hengku.identity.types import SYSTEM, Act
    from hengku.ledger.operations.post import post
    from hengku.ledger.operations.retry import run_posting
    from hengku.ledger.types import MovementType, MoveRequest, PostingRequest, Spot
    from hengku.masterdata.queries.places import outside_place_id, warehouse_place_ids
    from hengku.masterdata.types import PlaceKind

    shelf = Spot(warehouse_place_ids([company.warehouse])[company.warehouse])
    customer = Spot(outside_place_id(PlaceKind.CUSTOMER))
    act = Act(SYSTEM, datetime(2026, 10, 20, 4, tzinfo=UTC))
    base = time.time_ns()
    connection.close()

    def task(number: int, turn: int) -> None:
        name = base + number * 1_000_000 + turn + 1
        move = MoveRequest(name, company.items[0], Decimal(1), shelf, customer)
        request = PostingRequest(
            f"hot:{name}", company.book, name, "shipment", MovementType.SALE, date(2026, 10, 20), moves=(move,)
        )
        run_posting(lambda: post(act=act, requests=[request]))

    return _race(task, each)
