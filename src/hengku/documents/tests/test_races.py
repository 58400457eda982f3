"""Real processes against the database: numbers without gaps, no order taken twice, no deadlock shown to anybody."""

import subprocess
import sys
from decimal import Decimal

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document, Line, LineProgress
from hengku.documents.operations.create import create_and_transition
from hengku.documents.queries.prove import check_numbers, check_progress, check_tolerances
from hengku.documents.tests.conftest import World, make_world, offer_test_types
from hengku.metadata.rules.invariants import CheckWindow

_WORKER = """
import sys
import django; django.setup()
from decimal import Decimal
from django.db import connection
connection.set_schema("main")
from hengku.documents.tests import conftest
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.types import DocumentDraft, LineDraft
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refused
conftest.offer_test_types()
act = Act(SYSTEM, conftest.AT)
book, supplier, warehouse, seed, rounds = (int(part) for part in sys.argv[1:6])
lines = [int(part) for part in sys.argv[6].split(",")]
taken = refused = 0
for turn in range(rounds):
    order = lines if (turn + seed) % 2 else lines[::-1]
    draft = DocumentDraft(type="test_receipt", business_date=conftest.TODAY, book_id=book, partner_id=supplier,
                          warehouse_id=warehouse, lines=[LineDraft(source_line_id=one, quantity=Decimal(1)) for one in order])
    try:
        if turn % 3:
            create_and_transition(act=act, drafts=[draft], transition="post")
        else:
            create_documents(act=act, drafts=[draft, draft])
        taken += 1 if turn % 3 else 2
    except Refused as refusal:
        assert refusal.code == "tolerance_exceeded", refusal
        refused += 1
print(taken, refused)
"""
_PROCESSES, _ROUNDS, _ORDERED = 3, 9, 30


def _order(world: World) -> list[int]:
    lines = [world.bottles(str(_ORDERED)) for _ in range(5)]
    order = create_and_transition(act=world.act, drafts=[world.order(*lines)], transition="approve")[0]
    return list(Line.objects.filter(document_id=order).values_list("pk", flat=True))


def test_processes_draw_on_the_same_lines_in_crossing_orders(committed_db: Connection) -> None:
    assert committed_db.dsn
    offer_test_types()
    world = make_world()
    lines = _order(world)
    numbers = [world.book, world.supplier, world.main]
    workers = [
        subprocess.Popen(
            [
                sys.executable, "-W", "ignore", "-c", _WORKER, *map(str, numbers), str(seed), str(_ROUNDS),
                ",".join(map(str, lines)),
            ],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for seed in range(_PROCESSES)
    ]  # fmt: skip
    taken = refused = 0
    for worker in workers:
        out, err = worker.communicate(timeout=120)
        assert worker.returncode == 0, err
        mine, lost = (int(part) for part in out.split())
        taken, refused = taken + mine, refused + lost
    receipts = Document.objects.filter(type="test_receipt")
    assert receipts.count() == taken
    assert taken <= _ORDERED
    assert refused > 0
    assert {int(one.linked_quantity) for one in LineProgress.objects.filter(pk__in=lines)} == {taken}
    serials = sorted(int((number or "").rsplit("-", 1)[1]) for number in receipts.values_list("number", flat=True))
    assert serials == list(range(1, taken + 1))
    for check in (check_numbers, check_progress, check_tolerances):
        assert check(CheckWindow()).failing == ()
    assert Line.objects.filter(document__type="test_receipt", quantity=Decimal(1)).count() == taken * len(lines)
