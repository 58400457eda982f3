"""Real processes against the database: numbers without gaps, no order taken twice, no deadlock shown to anybody."""

import multiprocessing
from decimal import Decimal
from multiprocessing.queues import Queue

from django.db import connection
from tests.races import meanwhile

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Document, Line, LineProgress
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.prove import check_numbers, check_progress, check_tolerances
from hengku.documents.tests.conftest import HEARD, World, make_world, offer_test_types
from hengku.documents.types import LineDraft, TransitionCommand
from hengku.kernel.errors import Refused
from hengku.metadata.rules.invariants import CheckWindow

_PROCESSES, _ROUNDS, _ORDERED = 4, 9, 40


def _order(world: World) -> list[int]:
    lines = [world.bottles(str(_ORDERED)) for _ in range(5)]
    order = create_and_transition(act=world.act, drafts=[world.order(*lines)], transition="approve")[0]
    return list(Line.objects.filter(document_id=order).values_list("pk", flat=True))


def _draw(world: World, lines: list[int], seed: int, answers: "Queue[tuple[int, list[str]]]") -> None:
    """Take one of every line, again and again, forwards and backwards; tell how many receipts were made, and what refused."""
    connection.set_schema("main")  # type: ignore[attr-defined]  # django-tenants adds it to the connection
    taken, codes = 0, []
    for turn in range(_ROUNDS):
        order = lines if (turn + seed) % 2 else lines[::-1]
        draft = world.draft("test_receipt", *(LineDraft(source_line_id=one, quantity=Decimal(1)) for one in order))
        try:
            if turn % 3:
                taken += len(create_and_transition(act=world.act, drafts=[draft], transition="post"))
            else:
                taken += len(create_documents(act=world.act, drafts=[draft, draft]))
        except Refused as refused:
            codes.append(refused.refusals[0].code)
    connection.close()
    answers.put((taken, codes))


def test_processes_draw_on_the_same_lines_in_crossing_orders(committed_db: Connection) -> None:
    assert committed_db.dsn
    offer_test_types()
    world = make_world()
    lines = _order(world)
    connection.close()
    context = multiprocessing.get_context("fork")
    answers: Queue[tuple[int, list[str]]] = context.Queue()
    workers = [context.Process(target=_draw, args=(world, lines, seed, answers)) for seed in range(_PROCESSES)]
    for worker in workers:
        worker.start()
    told = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(timeout=10)
    taken, codes = sum(count for count, _ in told), {code for _, refused in told for code in refused}
    receipts = Document.objects.filter(type="test_receipt")
    assert receipts.count() == taken
    assert taken <= _ORDERED
    assert codes == {"tolerance_exceeded"}
    assert {int(one.linked_quantity) for one in LineProgress.objects.filter(pk__in=lines)} == {taken}
    serials = sorted(int((number or "").rsplit("-", 1)[1]) for number in receipts.values_list("number", flat=True))
    assert serials == list(range(1, taken + 1))
    for check in (check_numbers, check_progress, check_tolerances):
        assert check(CheckWindow()).failing == ()
    assert Line.objects.filter(document__type="test_receipt", quantity=Decimal(1)).count() == taken * len(lines)


def test_an_order_stays_approved_while_somebody_receives_against_it(committed_db: Connection) -> None:
    """Who withdraws the approval waits for the receipt that is being made, and then sees it."""
    assert committed_db.dsn
    offer_test_types()
    world = make_world()
    line_id, *_ = _order(world)
    order_id = Line.objects.get(pk=line_id).document_id
    receipt = world.draft("test_receipt", LineDraft(source_line_id=line_id, quantity=Decimal(1)))
    refused = meanwhile(
        lambda: create_documents(act=world.act, drafts=[receipt]),
        lambda: transition_documents(act=world.act, commands=[TransitionCommand(order_id, "unapprove")]),
    )
    assert refused == "downstream_exists"
    assert Document.objects.get(pk=order_id).state == "APPROVED"


def test_a_document_posted_twice_at_once_takes_effect_once(committed_db: Connection) -> None:
    assert committed_db.dsn
    offer_test_types()
    world = make_world()
    (draft_id,) = create_documents(act=world.act, drafts=[world.draft("test_receipt", world.bottles("1"))])
    HEARD.effects.clear()

    def post() -> None:
        transition_documents(act=world.act, commands=[TransitionCommand(draft_id, "post")])

    assert meanwhile(post, post) == "state"
    assert len(HEARD.effects) == 1
