"""Summary tables: kept by adding and taking away, built anew, and guarding what must stay true."""

from typing import Any

import pytest
from tests.world import Company, Person, draft, line, make_company, move_on, save, tell

from hengku.documents.models import Document, Line
from hengku.documents.operations.revise import revise_document
from hengku.kernel.errors import Refused
from hengku.kernel.sql import counted
from hengku.metadata.rules.invariants import CheckWindow
from hengku.studio.handlers import drain_summaries
from hengku.studio.models import SummaryRow, SummaryTable, SummaryVersion
from hengku.studio.operations.summaries import create_summary, update_summary
from hengku.studio.operations.summary_build import build_waiting, reconcile
from hengku.studio.queries.summary_records import check_summaries
from hengku.studio.rules.summaries import Figure, Grouped, Part, Shape, folded, refuses
from hengku.studio.types import Aggregate

ISSUED = {
    "code": "issued", "name": "按订单领料", "source": "material_issue:line", "states": ["POSTED"],
    "condition": '{usage} = "PRODUCTION"', "groups": [{"field": "production_order"}],
    "figures": [{"code": "issued", "label": "已领", "agg": "sum", "field": "lines.base_quantity"}],
    "guard": "{issued} <= {production_order.total_quantity}", "message": "领料超过计划",
}  # fmt: skip
BOUGHT: dict[str, Any] = {
    "code": "bought", "name": "采购汇总", "source": "goods_receipt:line", "condition": "{lines.quantity} > 1",
    "groups": [{"field": "lines.item"}, {"field": "business_date", "grain": "month"}],
    "figures": [
        {"agg": "sum", "field": "lines.amount"}, {"agg": "max", "field": "lines.price"},
        {"agg": "min", "field": "business_date"}, {"agg": "count"},
    ],
}  # fmt: skip


def shape(*aggregates: Aggregate) -> Shape:
    figures = tuple(Figure(f"m{at}", "", one, "x") for at, one in enumerate(aggregates))
    return Shape("a", (), "", (Grouped("b"),), figures)


def test_a_row_follows_by_adding_and_taking_away() -> None:
    of = shape(Aggregate.SUM, Aggregate.MIN, Aggregate.MAX)
    row = Part(2, ("10.5", "2", "9"))
    assert folded(of, row, [], [Part(1, ("1.5", "10", "10"))]) == (Part(3, ("12", "2", "10")), ())
    # The greatest went: it must be looked for. One as great came with it: it need not.
    assert folded(of, row, [Part(1, ("9", "9", "9"))], []) == (Part(1, ("1.5", "2", "9")), (2,))
    assert folded(of, row, [Part(1, ("9", "9", "9"))], [Part(1, ("9", "9", "9"))]) == (row, ())
    assert folded(of, row, [Part(2, row.figures)], []) == (Part(0, ("0", None, None)), ())


def test_a_guard_lets_people_mend_what_was_wrong_already() -> None:
    assert refuses(True, False, "post")
    assert refuses(True, False, "reverse")
    assert refuses(False, False, "post")
    assert not refuses(False, False, "reverse")
    assert not refuses(True, None, "post")


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)


def rows(code: str) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    version = SummaryVersion.objects.get(table__code=code, state="LIVE")
    found = SummaryRow.objects.filter(version=version, count__gt=0)
    return {tuple(row.dims): tuple(row.figures) for row in found}


def declare(company: Company, values: dict[str, Any]) -> SummaryTable:
    made = create_summary(act=company.act(), values=values)
    assert build_waiting(at=company.act().at) == 1
    return made


def test_kept_by_the_outbox_and_built_anew_when_declared_anew(company: Company) -> None:
    first = tell(company, "goods_receipt", line(company.bottle, "10", price="3"), line(company.flour, "4", price="5"))
    save(company, "goods_receipt", line(company.bottle, "99", price="9"))
    made = declare(company, BOUGHT)
    month = "2026-10-01"
    assert rows("bought") == {
        (company.bottle, month): ("30", "3", "2026-10-10", "1"),
        (company.flour, month): ("20", "5", "2026-10-10", "1"),
    }
    second = tell(company, "goods_receipt", line(company.bottle, "2", price="7"), line(company.flour, "1", price="50"))
    assert rows("bought")[company.bottle, month][0] == "30"
    while drain_summaries():
        pass
    assert rows("bought")[company.bottle, month] == ("44", "7", "2026-10-10", "2")
    assert rows("bought")[company.flour, month] == ("20", "5", "2026-10-10", "1")
    move_on(company, second.id, "reverse", reason="错")
    move_on(company, first.id, "reverse", reason="错")
    while drain_summaries():
        pass
    assert rows("bought") == {}
    tell(company, "goods_receipt", line(company.flour, "3", price="5"))
    update_summary(act=company.act(), record_id=made.pk, values={"groups": [{"field": "warehouse"}]})
    assert rows("bought") == {}  # the table as declared before is in force until the new one is built
    build_waiting(at=company.act().at)
    assert rows("bought") == {(company.a,): ("15", "5", "2026-10-10", "1")}
    assert check_summaries(CheckWindow()).failing == ()
    while drain_summaries():
        pass
    SummaryRow.objects.filter(count__gt=0).update(figures=["99", "5", "2026-10-10", "1"])
    [wrong] = check_summaries(CheckWindow()).failing
    assert (wrong["documents"], wrong["summary"]) == ("1: 15, 5, 2026-10-10, 1", "1: 99, 5, 2026-10-10, 1")
    # Asked like any dataset, and never more than of the documents themselves.
    question = {
        "dataset": "summary:bought",
        "dimensions": [{"field": "warehouse"}],
        "measures": [{"field": "m2", "agg": "max"}],
    }
    assert Person("owner").post("/datasets/query", question)["rows"][0]["m0"] == "5"
    Person("keeper_b").post("/datasets/query", question, status=400)
    count = {**question, "measures": [{"agg": "count"}]}
    assert Person("keeper_b").post("/datasets/query", count)["rows"] == []
    assert len(Person("keeper_a").post("/datasets/query", count)["rows"]) == 1


def order_of(company: Company, planned: str) -> int:
    return tell(company, "production_order", line(company.flour, planned)).id


def issue(company: Company, order: int, quantity: str) -> int:
    return tell(
        company,
        "material_issue",
        line(company.bottle, quantity),
        extra={"usage": "PRODUCTION", "production_order": order},
    ).id


def rev_of(document_id: int) -> int:
    return Document.objects.values_list("rev", flat=True).get(pk=document_id)


def test_a_guard_holds_in_the_transaction(company: Company) -> None:
    tell(company, "goods_receipt", line(company.bottle, "100", price="1"))
    order, other = order_of(company, "10"), order_of(company, "3")
    declare(company, ISSUED)
    issue(company, order, "6")
    with pytest.raises(Refused) as caught:
        issue(company, order, "5")
    refusal = caught.value.refusals[0]
    assert refusal.code == "summary_guard_failed"
    assert refusal.message("zh-CN") == "领料超过计划（汇总表：按订单领料，已领 11）"
    last = issue(company, order, "4")
    issue(company, other, "3")
    assert rows("issued") == {(order,): ("10",), (other,): ("3",)}
    less = draft(company, "production_order", line(company.flour, "9"))
    less.lines[0].line_id = Line.objects.values_list("pk", flat=True).get(document_id=order)
    with pytest.raises(Refused) as caught:
        revise_document(act=company.act(), document_id=order, draft=less, rev=rev_of(order), reason="减产")
    assert caught.value.refusals[0].code == "summary_guard_failed"
    move_on(company, last, "reverse", reason="退")
    revise_document(act=company.act(), document_id=order, draft=less, rev=rev_of(order), reason="减产")
    assert rows("issued")[order,] == ("6",)
    with counted() as statements:
        tell(company, "goods_receipt", line(company.bottle, "1", price="1"))
    assert not [one for one in statements if "studio_" in one]
    assert reconcile() == 0
    assert check_summaries(CheckWindow()).failing == ()


def test_what_does_not_fit_is_told(company: Company) -> None:
    def refused(**changes: Any) -> list[tuple[str, Any]]:
        with pytest.raises(Refused) as caught:
            create_summary(act=company.act(), values={**ISSUED, **changes})
        return [(one.code, one.loc[0]) for one in caught.value.refusals]

    assert refused(guard="{issued} <= {production_order.nothing}") == [("formula_unknown_field", "guard")]
    assert refused(message="") == [("required", "message")]
    assert refused(states=["DRAFT"]) == [("invalid_choice", "states")]
    assert refused(figures=[{"agg": "avg", "field": "lines.quantity"}]) == [("aggregate_unknown", "figures")]
    assert refused(groups=[{"field": "number"}]) == [("summary_field_moves", "groups")]
    assert refused(condition="{lines.quantity}") == [("formula_kind", "condition")]
    assert refused(source="items") == [("summary_source_unknown", "source")]
