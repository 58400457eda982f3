"""Transitions: allowed pairs, guards, effects, history, progress, reversal."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from hengku.documents.models import Document, Event, Line, LineProgress, Outbox
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.transition import transition_documents
from hengku.documents.rules.reversal import line_ids, pairs
from hengku.documents.tests.conftest import HEARD, World
from hengku.documents.types import DocumentState, LineDraft, LoadedDocument, TransitionCommand
from hengku.identity.types import Scope, Viewer
from hengku.kernel.errors import Refusal, Refused


def change(world: World, document: int, transition: str, **more: Any) -> LoadedDocument:
    command = TransitionCommand(document, transition, **more)
    return transition_documents(act=world.act, commands=[command])[0]


def refused(world: World, document: int, transition: str, **more: object) -> Refused:
    with pytest.raises(Refused) as caught:
        change(world, document, transition, **more)
    return caught.value


def ordered(world: World, quantity: str = "10") -> tuple[int, int]:
    """An approved order of one line: document, line."""
    order = create_and_transition(act=world.act, drafts=[world.order(world.bottles(quantity))], transition="approve")[0]
    return order, Line.objects.get(document_id=order).pk


def receive(world: World, line: int, quantity: str, kind: str = "test_receipt", transition: str = "post") -> int:
    draft = world.draft(kind, LineDraft(source_line_id=line, quantity=Decimal(quantity)))
    return create_and_transition(act=world.act, drafts=[draft], transition=transition)[0]


def progress(line: int) -> tuple[int, int, int]:
    found = LineProgress.objects.get(pk=line)
    return int(found.linked_quantity), int(found.executed_quantity), int(found.returned_quantity)


def test_a_draft_goes_its_way_and_leaves_a_trace(world: World) -> None:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("3"))])
    assert change(world, order, "submit").state == DocumentState.SUBMITTED
    assert change(world, order, "reject", reason="价格不对").state == DocumentState.DRAFT
    approved = change(world, order, "approve")
    assert (approved.state, approved.rev) == (DocumentState.APPROVED, 4)
    events = (
        Event.objects.filter(document_id=order).order_by("id").values_list("name", "from_state", "to_state", "reason")
    )
    assert list(events) == [
        ("create", "", "DRAFT", ""),
        ("submit", "DRAFT", "SUBMITTED", ""),
        ("reject", "SUBMITTED", "DRAFT", "价格不对"),
        ("approve", "DRAFT", "APPROVED", ""),
    ]
    kinds = Outbox.objects.filter(document_id=order).order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["test_order.submit", "test_order.reject", "test_order.approve"]
    assert refused(world, order, "approve").refusals[0].code == "state"
    assert refused(world, order, "approve").status == 409
    assert refused(world, order, "unapprove", rev=3).code == "stale_revision"


def test_posting_later_equals_posting_at_once(world: World) -> None:
    _, line = ordered(world)
    [late] = create_documents(
        act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(4)))]
    )
    change(world, late, "post")
    at_once = receive(world, line, "4")
    assert progress(line) == (8, 8, 0)
    heard = [
        documents[0] for code, transition, documents in HEARD.effects if (code, transition) == ("test_receipt", "post")
    ]
    blank = {"id": 0, "number": "", "lines": ()}
    assert replace(heard[0], **blank) == replace(heard[1], **blank)  # type: ignore[arg-type]  # same fields
    first, second = heard[0].lines[0], heard[1].lines[0]
    assert first.is_awaited
    assert not second.is_awaited  # known under the source's lock; a document read later has to ask
    assert replace(first, id=0, is_awaited=False) == replace(second, id=0)
    late_row, row = Document.objects.get(pk=late), Document.objects.get(pk=at_once)
    assert (late_row.state, late_row.posted_at) == (row.state, row.posted_at)
    for document in (late, at_once):
        assert list(Outbox.objects.filter(document_id=document).values_list("kind", flat=True)) == ["test_receipt.post"]


def test_guards_are_all_heard_and_warnings_confirmed(world: World) -> None:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("3"))])
    HEARD.answers[:] = [
        Refusal("price_negative", {"item": "x"}, severity="warn"),
        Refusal("no_lines", {}, severity="warn"),
    ]
    refusal = refused(world, order, "approve")
    assert refusal.code == "confirmation_required"
    assert [reason.code for reason in refusal.refusals] == ["price_negative", "no_lines"]
    assert not [1 for code, *_ in HEARD.effects if code == "test_order"]
    confirmed = frozenset({"price_negative", "no_lines"})
    assert change(world, order, "approve", confirm=confirmed).state == DocumentState.APPROVED


def test_guards_point_at_lines(world: World) -> None:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("3"), world.bottles("4"))])
    second = Line.objects.get(document_id=order, line_no=2).pk
    HEARD.answers[:] = [Refusal("no_lines", {}, ("line", second, "price"))]
    assert refused(world, order, "approve").refusals[0].loc == ("lines", 1, "price")


def test_a_return_counts_on_the_receipt(world: World) -> None:
    _, order_line = ordered(world)
    receipt = receive(world, order_line, "10")
    receipt_line = Line.objects.get(document_id=receipt).pk
    receive(world, receipt_line, "3", kind="test_return")
    assert progress(receipt_line) == (3, 0, 3)
    assert progress(order_line) == (10, 10, 0)
    with pytest.raises(Refused) as caught:
        receive(world, receipt_line, "8", kind="test_return")
    assert (caught.value.code, caught.value.refusals[0].params["remaining"]) == ("exceeds_source", "7")


def test_void_releases_and_keeps_its_number(world: World) -> None:
    _, line = ordered(world)
    [draft] = create_documents(act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line))])
    assert progress(line) == (10, 0, 0)
    change(world, draft, "void")
    assert progress(line) == (0, 0, 0)
    assert Document.objects.get(pk=draft).number == "TRK-202603-0001"
    receive(world, line, "10")


def test_an_order_with_live_receipts_stays_approved(world: World) -> None:
    order, line = ordered(world)
    receipt = receive(world, line, "1")
    refusal = refused(world, order, "unapprove")
    assert refusal.code == "downstream_exists"
    assert "TRK-202603-0001" in refusal.refusals[0].params["documents"]
    change(world, receipt, "reverse", reason="录错")
    assert change(world, order, "unapprove").state == DocumentState.DRAFT


def test_a_stopped_order_takes_nothing_until_reopened(world: World) -> None:
    order, line = ordered(world)
    [draft] = create_documents(
        act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(1)))]
    )
    assert refused(world, order, "stop").code == "reason_required"
    change(world, order, "stop", reason="供应商停产")
    assert refused(world, order, "stop", reason="x").code == "already_stopped"
    assert refused(world, draft, "post").code == "source_stopped"
    with pytest.raises(Refused, match="source_stopped"):
        receive(world, line, "1")
    change(world, order, "reopen", reason="恢复")
    change(world, draft, "post")
    assert Document.objects.get(pk=order).stop_reason == ""


def test_reversal_mirrors_to_the_cent(world: World) -> None:
    order_line = ordered(world)[1]
    receipt = receive(world, order_line, "7")
    change(world, receipt, "reverse", reason="录错", business_date=date(2026, 3, 10))
    original = Document.objects.get(pk=receipt)
    mirror = Document.objects.get(reverses_id=receipt)
    assert (original.state, mirror.state, mirror.number) == ("REVERSED", "POSTED", "TRK-202603-0002")
    assert (mirror.total_quantity, mirror.total_amount) == (-original.total_quantity, -original.total_amount)
    line, mirrored = Line.objects.get(document_id=receipt), Line.objects.get(document_id=mirror.pk)
    for name in ("quantity", "base_quantity", "net", "tax", "total"):
        assert getattr(mirrored, name) == -getattr(line, name)
    assert progress(order_line) == (0, 0, 0)
    [(first, second)] = pairs(next(documents for _, verb, documents in HEARD.effects if verb == "reverse"))
    assert (first.id, second.id, line_ids(second)) == (receipt, mirror.pk, {line.pk: mirrored.pk})
    assert refused(world, receipt, "reverse", reason="x").code == "already_reversed"
    assert refused(world, mirror.pk, "reverse", reason="x").code == "is_reversal"


def test_reversal_names_what_must_go_first(world: World) -> None:
    receipt = receive(world, ordered(world)[1], "7")
    line = Line.objects.get(document_id=receipt).pk
    receive(world, line, "1", kind="test_return")
    receive(world, line, "2", kind="test_return")
    refusal = refused(world, receipt, "reverse", reason="x")
    assert refusal.code == "downstream_exists"
    assert refusal.refusals[0].params["documents"] == "试退货单 TTH-202603-0002、试退货单 TTH-202603-0001"
    early = refused(world, receipt, "reverse", reason="x", business_date=date(2026, 3, 1))
    assert [reason.code for reason in early.refusals] == ["reversal_before_original", "downstream_exists"]


def test_tomorrow_is_not_posted(world: World) -> None:
    draft = world.draft("test_receipt", world.bottles("1"), business_date=date(2026, 3, 11))
    with pytest.raises(Refused, match="future_date"):
        create_and_transition(act=world.act, drafts=[draft], transition="post")
    [saved] = create_documents(act=world.act, drafts=[draft])
    assert refused(world, saved, "post").code == "future_date"


def test_a_batch_stands_or_falls_together(world: World) -> None:
    good, bad = create_documents(
        act=world.act, drafts=[world.order(world.bottles("3")), world.order(world.bottles("4"))]
    )
    change(world, bad, "void")
    with pytest.raises(Refused):
        transition_documents(
            act=world.act, commands=[TransitionCommand(good, "approve"), TransitionCommand(bad, "approve")]
        )
    assert Document.objects.get(pk=good).state == "DRAFT"


def test_the_same_request_twice_is_done_once(world: World) -> None:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("3"))])
    act = replace(world.act, request_id="r-1")
    for _ in range(2):
        [done] = transition_documents(act=act, commands=[TransitionCommand(order, "approve")])
        assert done.state == DocumentState.APPROVED
    assert Event.objects.filter(document_id=order, name="approve").count() == 1


def test_rights_bite_where_people_act(world: World) -> None:
    receipts = create_documents(act=world.act, drafts=[world.draft("test_receipt", world.bottles("1"))])
    everything = Scope(warehouse_ids=frozenset({world.main}))
    elsewhere = Scope(warehouse_ids=frozenset({world.side}))
    reader = Viewer(7, "r", "读", {("test_receipt", "view"): (everything,), ("test_receipt", "post"): (elsewhere,)})
    stranger = Viewer(8, "s", "生", {("test_receipt", "*"): (elsewhere,)})
    for viewer, status in ((reader, 403), (stranger, 404)):
        with pytest.raises(Refused) as caught:
            transition_documents(
                act=replace(world.act, viewer=viewer), commands=[TransitionCommand(receipts[0], "post")]
            )
        assert caught.value.status == status
    keeper = Viewer(9, "k", "管", {("test_receipt", "*"): (everything,)})
    draft = world.draft("test_receipt", world.bottles("1", warehouse_id=world.side))
    with pytest.raises(Refused) as caught:
        create_documents(act=replace(world.act, viewer=keeper), drafts=[draft])
    assert caught.value.status == 403
