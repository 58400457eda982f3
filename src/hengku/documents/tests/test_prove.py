"""The invariants see what was done behind the application's back, and the rebuild puts progress right."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from hengku.documents.models import Document, Line, LineProgress, Link
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.rebuild import rebuild_progress
from hengku.documents.operations.transition import transition_documents
from hengku.documents.register import INVARIANTS
from hengku.documents.tests.conftest import World
from hengku.documents.types import LineDraft, TransitionCommand
from hengku.metadata.rules.invariants import CheckStatus, CheckWindow, outcome


def red() -> dict[str, tuple[dict[str, str], ...]]:
    results = [outcome(invariant, invariant.check(CheckWindow())) for invariant in INVARIANTS]
    assert all(result.rows > 0 for result in results)
    return {result.id: result.failing for result in results if result.status is CheckStatus.RED}


@pytest.fixture
def busy(world: World) -> World:
    """An order, a receipt against it, one reversed, one voided, a draft with boxes."""
    create_documents(act=world.act, drafts=[world.order(world.bottles("2", "120", unit_id=world.box))])
    order = create_and_transition(act=world.act, drafts=[world.order(world.bottles("10"))], transition="approve")[0]
    line = Line.objects.get(document_id=order).pk
    for quantity, verb in (("3", "post"), ("4", "post"), ("1", "submit"), ("1", "submit")):
        draft = world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(quantity)))
        create_and_transition(act=world.act, drafts=[draft], transition=verb)
    receipts = list(Document.objects.filter(type="test_receipt").order_by("pk").values_list("pk", flat=True))
    commands = [TransitionCommand(receipts[1], "reverse", reason="x"), TransitionCommand(receipts[2], "void")]
    transition_documents(act=world.act, commands=commands)
    return world


def test_everything_agrees_after_work(busy: World) -> None:
    assert red() == {}
    assert rebuild_progress() == 0


MUTATIONS: dict[str, Callable[[], object]] = {
    "I08": lambda: Line.objects.filter(factor_numerator=12).update(base_quantity=23),
    "I26": lambda: Document.objects.filter(type="test_receipt", number__endswith="0003").update(
        number="TRK-202603-0099"
    ),
    "I28d": lambda: Line.objects.filter(document__reverses__isnull=False).update(
        net=Decimal(-1), total=Decimal("-1.13")
    ),
    "I32": lambda: Link.objects.filter(quantity=3).update(quantity=30),
    "I33": lambda: LineProgress.objects.update(linked_quantity=9),
    "I35": lambda: Document.objects.filter(state="APPROVED").update(total_amount=1),
}


@pytest.mark.parametrize("rule", MUTATIONS)
def test_a_change_behind_the_back_is_seen(busy: World, rule: str) -> None:
    MUTATIONS[rule]()
    found = red()
    assert rule in found
    assert found[rule][0]


def test_a_tax_nobody_could_have_typed_is_seen(busy: World) -> None:
    Line.objects.filter(document__state="APPROVED").update(tax=Decimal(99), total=Decimal(199))
    assert "number" in red()["I35"][0]


def test_rebuild_puts_progress_right(busy: World) -> None:
    LineProgress.objects.update(linked_quantity=9, executed_quantity=1)
    assert rebuild_progress() == 1
    assert red() == {}
