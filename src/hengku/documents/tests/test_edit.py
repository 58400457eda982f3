"""Edits of drafts: replaced as a whole, ids kept, lost races named."""

from dataclasses import replace
from decimal import Decimal

import pytest

from hengku.documents.models import Document, Event, Line, LineProgress
from hengku.documents.operations.create import create_and_transition
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.edit import update_document
from hengku.documents.tests.conftest import World
from hengku.documents.types import LineDraft
from hengku.identity.models import User
from hengku.identity.types import Viewer
from hengku.kernel.errors import Refused
from hengku.kernel.texts import speak


def test_an_edit_keeps_line_ids_and_totals_follow(world: World) -> None:
    [order] = create_documents(
        act=world.act, drafts=[world.order(world.bottles("1"), world.bottles("2"), world.bottles("3"))]
    )
    first, second, _ = Line.objects.filter(document_id=order).order_by("line_no").values_list("pk", flat=True)
    draft = world.order(
        world.bottles("5", line_id=second), world.bottles("7"), world.bottles("1", "20", line_id=first), remarks="改"
    )
    assert update_document(act=world.act, document_id=order, draft=draft, rev=1) == 2
    lines = Line.objects.filter(document_id=order).order_by("line_no")
    assert [line.pk for line in lines][::2] == [second, first]
    assert [int(line.quantity) for line in lines] == [5, 7, 1]
    saved = Document.objects.get(pk=order)
    assert (saved.rev, saved.total_net, saved.remarks) == (2, Decimal("140.00"), "改")
    changes = Event.objects.get(document_id=order, name="edit").changes
    assert changes["header"]["total_amount"] == ["67.8", "158.2"]
    assert changes["lines"]["1"]["quantity"] == ["1", "5"]
    assert "remarks" in changes["fields"]


def test_an_edit_gives_back_and_takes_anew(world: World) -> None:
    order = create_and_transition(act=world.act, drafts=[world.order(world.bottles("10"))], transition="approve")[0]
    line = Line.objects.get(document_id=order).pk
    [receipt] = create_documents(
        act=world.act, drafts=[world.draft("test_receipt", LineDraft(source_line_id=line, quantity=Decimal(9)))]
    )
    mine = Line.objects.get(document_id=receipt).pk
    draft = world.draft("test_receipt", LineDraft(line_id=mine, source_line_id=line, quantity=Decimal(10)))
    update_document(act=world.act, document_id=receipt, draft=draft, rev=1)
    assert int(LineProgress.objects.get(pk=line).linked_quantity) == 10
    draft.lines[0].quantity = Decimal(11)
    with pytest.raises(Refused, match="tolerance_exceeded"):
        update_document(act=world.act, document_id=receipt, draft=draft, rev=2)
    draft.lines[:] = [world.bottles("3")]
    update_document(act=world.act, document_id=receipt, draft=draft, rev=2)
    assert int(LineProgress.objects.get(pk=line).linked_quantity) == 0


def test_a_lost_race_names_who_changed_what(world: World) -> None:
    user = User.objects.create(username="wang", name="王芳", created_at=world.act.at, updated_at=world.act.at)
    act = replace(world.act, viewer=Viewer(user.pk, "wang", "王芳", all_powerful=True))
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("1"))])
    update_document(act=act, document_id=order, draft=world.order(world.bottles("2", "11")), rev=1)
    with pytest.raises(Refused) as caught:
        update_document(act=world.act, document_id=order, draft=world.order(world.bottles("3")), rev=1)
    assert caught.value.status == 409
    speak("zh-CN")
    params = caught.value.refusals[0].params
    assert (params["changed_by"], params["changed_at"]) == ("王芳", "2026-03-10T04:00:00+00:00")
    assert "数量" in params["fields"]
    assert "单价" in params["fields"]


def test_only_drafts_are_edited(world: World) -> None:
    order = create_and_transition(act=world.act, drafts=[world.order(world.bottles("10"))], transition="approve")[0]
    with pytest.raises(Refused) as caught:
        update_document(act=world.act, document_id=order, draft=world.order(world.bottles("3")), rev=1)
    assert (caught.value.code, caught.value.status) == ("not_a_draft", 409)
