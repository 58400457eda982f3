"""The history tells in words who changed what."""

from decimal import Decimal

from hengku.documents.models import Line
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.edit import update_document
from hengku.documents.queries.history import events_of
from hengku.documents.tests.conftest import World
from hengku.kernel.texts import speak


def changes_of(world: World, document_id: int) -> list[str]:
    event = events_of(viewer=world.act.viewer, document_id=document_id)[0]
    assert event["transition"] == "edit"
    return list(event["changes"])


def test_an_edit_is_told_field_by_field(world: World) -> None:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("1"), world.bottles("2"))])
    first, second = Line.objects.filter(document_id=order).order_by("line_no").values_list("pk", flat=True)
    draft = world.order(
        world.bottles("5", "11", line_id=first), world.bottles("2", line_id=second), warehouse_id=world.side
    )
    update_document(act=world.act, document_id=order, draft=draft, rev=1)
    speak("zh-CN")
    told = changes_of(world, order)
    assert "第 1 行 数量 1 → 5" in told
    assert "仓库 主仓 → 副仓" in told
    assert "第 1 行 单价" in told
    assert not any("11" in sentence for sentence in told), "money is named, not told"
    assert not any(sentence.startswith("第 2 行") for sentence in told)
    speak("en")
    assert "Line 1 Quantity 1 → 5" in changes_of(world, order)
    speak("zh-CN")


def test_lines_that_come_and_go_are_told_by_goods_and_quantity(world: World) -> None:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("1"))])
    first = Line.objects.get(document_id=order).pk
    draft = world.order(world.bottles("1", line_id=first), world.bottles("7"))
    update_document(act=world.act, document_id=order, draft=draft, rev=1)
    assert changes_of(world, order) == ["第 2 行 商品 （空） → 酱油", "第 2 行 数量 （空） → 7"]
    draft = world.order(world.bottles(str(Decimal(1)), line_id=first))
    update_document(act=world.act, document_id=order, draft=draft, rev=2)
    assert changes_of(world, order) == ["第 2 行 商品 酱油 → （空）", "第 2 行 数量 7 → （空）"]
