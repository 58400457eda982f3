"""Real processes post to the ledger at the same moment: nothing lost, nothing twice, nothing oversold, no deadlock shown."""

import json
import os
import time
from collections.abc import Callable
from decimal import Decimal

import psycopg
import pytest
from django.db import connection, transaction

from hengku.config.directory.connection import tenants
from hengku.config.embedded.connection import Connection
from hengku.kernel.errors import Refused
from hengku.kernel.quantity import plain
from hengku.ledger import register
from hengku.ledger.models import CostPool, Move, Posting, Reservation
from hengku.ledger.operations.post import post
from hengku.ledger.operations.reserve import reserve
from hengku.ledger.operations.retry import run_posting
from hengku.ledger.tests.company import Company
from hengku.ledger.types import ReservationRequest
from hengku.metadata.rules.invariants import CheckWindow

D = Decimal
Task = Callable[[int], str]


def _child(task: Task, number: int, ready: int, go: int, answer: int) -> None:
    code = 1
    try:
        tenants.set_schema("main")
        connection.ensure_connection()
        os.write(ready, b"r")
        os.read(go, 1)
        try:
            told = task(number)
        except Refused as refused:
            told = refused.code
        except psycopg.Error as error:
            told = f"database: {error}"
        os.write(answer, json.dumps(told).encode() + b"\n")
        connection.close()
        code = 0
    finally:
        os._exit(code)


def together(task: Task, processes: int) -> list[str]:
    """Run `task` in that many processes that start at the same moment; what each answered."""
    connection.close()
    ready, go, answer = os.pipe(), os.pipe(), os.pipe()
    children = []
    for number in range(processes):
        child = os.fork()
        if child == 0:
            _child(task, number, ready[1], go[0], answer[1])
        children.append(child)
    waiting = 0
    while waiting < processes:
        waiting += len(os.read(ready[0], processes))
    os.write(go[1], b"g" * processes)
    os.close(answer[1])
    with os.fdopen(answer[0]) as answers:
        told = [json.loads(line) for line in answers]
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    for end in (*ready, *go):
        os.close(end)
    assert codes == [0] * processes
    tenants.set_schema("main")
    return told


def require_sound() -> None:
    for invariant in register.INVARIANTS:
        assert not invariant.check(CheckWindow()).failing, invariant.id


def test_two_hundred_posts_on_one_item(committed_db: Connection) -> None:
    """Sixteen processes, 200 documents, receipts and shipments of one item: every quantity and fen is accounted for."""
    company = Company()
    company.opening("HOT", "1000", "12345.67")

    def work(number: int) -> str:
        company.documents = 1000 * (number + 1)
        company.lines = 1000 * (number + 1)
        for turn in range(13 if number % 2 else 12):
            if number % 2:
                move = company.move("HOT", "2", "W1", "CUS")
            else:
                move = company.move("HOT", "1", "SUP", "W1", amount="9.99")
            request = company.request("SALE" if number % 2 else "PURCHASE", "05-01", [move], key=f"hot:{number}:{turn}")
            run_posting(lambda request=request: post(act=company.act, requests=[request]))  # type: ignore[misc]  # loop value bound now
        return "ok"

    assert together(work, 16) == ["ok"] * 16
    assert Posting.objects.count() == 1 + 8 * 12 + 8 * 13
    assert company.on_hand("HOT", "W1") == 1000 + 8 * 12 - 8 * 13 * 2
    require_sound()


def test_nobody_oversells(committed_db: Connection) -> None:
    company = Company()
    company.opening("HOT", "10", "100")

    def work(number: int) -> str:
        company.documents, company.lines = 100 * (number + 1), 100 * (number + 1)
        request = company.request("SALE", "05-01", [company.move("HOT", "1", "W1", "CUS")], key=f"buy:{number}")
        run_posting(lambda: post(act=company.act, requests=[request]))
        return "ok"

    told = together(work, 25)
    assert sorted(told) == ["insufficient_stock"] * 15 + ["ok"] * 10
    assert company.pool("HOT") == (0, 0)
    require_sound()


def test_nobody_over_reserves(committed_db: Connection) -> None:
    company = Company()
    company.opening("HOT", "10", "100")
    item, place, book = company.item("HOT"), company.place["W1"], company.book.pk

    def work(number: int) -> str:
        claim = ReservationRequest(book, item, place, 900 + number, 90, D(3))
        return plain(run_posting(lambda: reserve(act=company.act, requests=[claim], partial=True))[0])

    told = together(work, 8)
    assert sorted(told) == ["0", "0", "0", "0", "1", "3", "3", "3"]
    assert sum(Reservation.objects.values_list("quantity", flat=True), D(0)) == 10
    require_sound()


def test_crossing_transfers_never_deadlock(committed_db: Connection) -> None:
    company = Company("WAREHOUSE")
    for code in ("A", "B", "C"):
        company.opening(code, "500", "5000")
        company.opening(code, "500", "6000", warehouse="W2")

    def work(number: int) -> str:
        company.documents, company.lines = 1000 * (number + 1), 1000 * (number + 1)
        there, back = ("W1", "W2") if number % 2 else ("W2", "W1")
        codes = ("A", "B", "C") if number % 3 else ("C", "B", "A")
        for turn in range(8):
            moves = [company.move(code, "1", there, back) for code in codes]
            request = company.request("TRANSFER", "05-01", moves, key=f"cross:{number}:{turn}")
            run_posting(lambda request=request: post(act=company.act, requests=[request]))  # type: ignore[misc]  # loop value bound now
        return "ok"

    assert together(work, 12) == ["ok"] * 12
    require_sound()


def test_the_same_key_at_the_same_instant_posts_once(committed_db: Connection) -> None:
    company = Company()
    company.opening("HOT", "10", "100")
    request = company.request("SALE", "05-01", [company.move("HOT", "1", "W1", "CUS")], key="shipment:1:post")

    def work(_number: int) -> str:
        (result,) = run_posting(lambda: post(act=company.act, requests=[request]))
        return f"{result.posting_id} {result.line_amounts}"

    told = together(work, 10)
    assert len(set(told)) == 1
    assert Move.objects.count() == 2
    assert company.on_hand("HOT", "W1") == 9


def test_new_keys_at_the_same_instant(committed_db: Connection) -> None:
    """The first receipts of an item race to make its balance and its pool."""
    company = Company()
    company.item("NEW")

    def work(number: int) -> str:
        company.documents, company.lines = 100 * (number + 1), 100 * (number + 1)
        request = company.request(
            "PURCHASE", "05-01", [company.move("NEW", "1", "SUP", "W1", amount="1.01")], key=f"n:{number}"
        )
        run_posting(lambda: post(act=company.act, requests=[request]))
        return "ok"

    assert together(work, 12) == ["ok"] * 12
    assert company.pool("NEW") == (12, D("12.12"))
    require_sound()


def test_deadlocks_are_retried_unseen(committed_db: Connection) -> None:
    """Processes that lock two pools by hand in opposite order make real deadlocks around the posting; nobody hears of them."""
    company = Company("WAREHOUSE")
    company.opening("A", "100", "1000")
    company.opening("A", "100", "1000", warehouse="W2")
    pools = list(CostPool.objects.order_by("pk").values_list("pk", flat=True))

    def work(number: int) -> str:
        company.documents, company.lines = 100 * (number + 1), 100 * (number + 1)
        first = pools[number % 2]
        request = company.request("TRANSFER", "05-01", [company.move("A", "1", "W1", "W2")], key=f"dead:{number}")
        attempts = 0

        def command() -> None:
            nonlocal attempts
            attempts += 1
            CostPool.objects.select_for_update().get(pk=first)
            time.sleep(0.05)
            post(act=company.act, requests=[request])

        run_posting(command)
        return str(attempts)

    told = together(work, 6)
    assert all(one.isdigit() for one in told), told
    assert max(int(one) for one in told) > 1, "a deadlock really happened"
    assert company.on_hand("A", "W2") == 106
    require_sound()


def test_serialisation_failures_are_retried_unseen(committed_db: Connection) -> None:
    company = Company()
    company.opening("HOT", "100", "1000")

    def work(number: int) -> str:
        company.documents, company.lines = 100 * (number + 1), 100 * (number + 1)
        request = company.request("SALE", "05-01", [company.move("HOT", "1", "W1", "CUS")], key=f"ser:{number}")
        attempts = 0

        def command() -> None:
            nonlocal attempts
            attempts += 1
            with connection.cursor() as cursor:
                if attempts < 4:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute("SELECT count(*) FROM ledger_balance")
            time.sleep(0.03)
            post(act=company.act, requests=[request])

        run_posting(command)
        return str(attempts)

    told = together(work, 6)
    assert all(one.isdigit() for one in told), told
    assert max(int(one) for one in told) > 1, "a serialisation failure really happened"
    assert company.on_hand("HOT", "W1") == 94
    require_sound()


def test_a_refused_posting_leaves_no_trace(committed_db: Connection) -> None:
    company = Company()
    company.opening("A", "5", "50")
    request = company.request(
        "SALE", "05-01", [company.move("A", "2", "W1", "CUS"), company.move("A", "9", "W1", "CUS")]
    )
    with pytest.raises(Refused), transaction.atomic():
        post(act=company.act, requests=[request])
    assert Posting.objects.count() == 1
    assert company.on_hand("A", "W1") == 5
    assert company.pool("A") == (5, 50)
