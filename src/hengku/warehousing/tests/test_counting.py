"""Counting, told as stories: snapshot, roll-forward, two counters, thresholds, gains and losses, freezes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.world import HOLD, Company, draft, line, make_company, move_on, stock, tell, value

from hengku.documents.models import Document
from hengku.documents.queries.load import load_documents
from hengku.identity.types import SYSTEM, Act, Viewer
from hengku.kernel.errors import Refused
from hengku.masterdata.types import StockStatus
from hengku.metadata.rules.invariants import CheckWindow
from hengku.warehousing.operations.adjust import redraft_adjustments
from hengku.warehousing.operations.confirm import confirm_count
from hengku.warehousing.operations.count import start_count
from hengku.warehousing.operations.record import record_count
from hengku.warehousing.queries.prove import check_counts
from hengku.warehousing.types import CountMethod, CountStart, EntryMode, Scan, Thresholds, Uncounted

DAY = date(2026, 10, 10)
ANNA = Viewer(101, "anna", "Anna", all_powerful=True)
BERT = Viewer(102, "bert", "Bert", all_powerful=True)


def at(hour: int, minute: int = 0) -> datetime:
    """A time of the count's day in the book's zone."""
    return datetime(2026, 10, 10, hour - 8, minute, tzinfo=UTC)


NINE, ELEVEN, TWELVE = at(9), at(11), at(12)


@pytest.fixture
def company(db: None) -> Company:
    made = make_company(at=at(8))
    tell(made, "opening_stock", line(made.bottle, "70", amount="840.00"), on=date(2026, 10, 1), at=at(8))
    tell(
        made, "opening_stock", line(made.bottle, "47", amount="564.00", bin_id=made.b1), on=date(2026, 10, 1), at=at(8),
        warehouse_id=made.b,
    )  # fmt: skip
    return made


def begin(company: Company, *warehouses: int, when: datetime = NINE, **rules: object) -> tuple[int, int]:
    start = CountStart(company.book, DAY, warehouses or (company.a, company.b), **rules)  # type: ignore[arg-type]  # by name
    return start_count(act=Act(SYSTEM, when), start=start)


def count(
    company: Company,
    sheet: int,
    text: str,
    *,
    key: str = "",
    who: Viewer = ANNA,
    when: datetime = ELEVEN,
    **more: object,
) -> Decimal:
    values: dict[str, object] = {"item_id": company.bottle, "warehouse_id": company.a, **more}
    name = key or f"{who.username}-{text}-{values}"
    scan = Scan(sheet, name, text, when, **values)  # type: ignore[arg-type]  # by name
    return record_count(act=Act(who, when), scan=scan).counted.quantity


def confirm(sheet: int, *, post: bool = True, when: datetime = TWELVE, on: date | None = None) -> tuple[int, ...]:
    return confirm_count(act=Act(SYSTEM, when), sheet_id=sheet, post=post, business_date=on).document_ids


def code(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.refusals[0].code


def test_live_count_with_moves_between(company: Company) -> None:
    # Scenario S13 rows 4-7.
    plan, sheet = begin(company)
    tell(company, "shipment", line(company.bottle, "5", price="15"), on=DAY, at=at(10))
    count(company, sheet, "63")
    count(company, sheet, "48", warehouse_id=company.b, bin_id=company.b1)
    tell(company, "shipment", line(company.bottle, "20", price="15"), on=DAY, at=at(11, 30))
    made = confirm(sheet)
    found = {one.type: one for one in load_documents(made)}
    assert {kind: one.lines[0].base_quantity for kind, one in found.items()} == {"count_gain": 1, "count_loss": 2}
    assert {one.state for one in found.values()} == {"POSTED"}
    assert (stock(company, company.bottle, company.a), stock(company, company.bottle, company.b)) == (43, 48)
    assert value(company, company.bottle) == (91, Decimal("1092.00"))
    lines = {one.warehouse_id: one.extra for one in load_documents([sheet])[0].lines}
    assert [lines[company.a][name] for name in ("snapshot_quantity", "moved_quantity", "difference")] == [70, -5, -2]
    assert [lines[company.b][name] for name in ("snapshot_quantity", "moved_quantity", "difference")] == [47, 0, 1]
    move_on(company, plan, "post", at=at(13))
    findings = check_counts(CheckWindow())
    assert (findings.rows, findings.failing) == (2, ())


def test_a_scan_sent_twice_is_recorded_once(company: Company) -> None:
    _, sheet = begin(company, company.a)
    assert count(company, sheet, "3", key="s1", mode=EntryMode.ADD) == 3
    assert count(company, sheet, "3", key="s1", mode=EntryMode.ADD) == 3
    assert count(company, sheet, "2", key="s2", mode=EntryMode.ADD) == 5
    with pytest.raises(Refused) as error:
        count(company, sheet, "4", key="s1", mode=EntryMode.ADD)
    assert (code(error), error.value.status) == ("key_reused", 409)


def test_scanning_bins_barcodes_and_units(company: Company) -> None:
    _, sheet = begin(company, company.b)
    here: dict[str, Any] = {"item_id": None, "warehouse_id": None, "bin_code": "B-01"}
    assert count(company, sheet, "3箱+2瓶", barcode="6901234567892", **here) == 38
    assert count(company, sheet, "3", barcode="16901234567899", **here) == 36  # the carton's own barcode
    for text, barcode, bin_code, expected in (
        ("3", "999", "B-01", "unknown_barcode"),
        ("3", "6901234567892", "Z-99", "unknown_bin"),
        ("drei", "6901234567892", "B-01", "count_text_bad"),
        ("3托", "6901234567892", "B-01", "count_unit_unknown"),
        ("1.5", "6901234567892", "B-01", "count_not_whole"),
    ):
        with pytest.raises(Refused) as error:
            count(company, sheet, text, item_id=None, warehouse_id=None, barcode=barcode, bin_code=bin_code)
        assert code(error) == expected


def test_a_large_difference_needs_another_person(company: Company) -> None:
    _, sheet = begin(company, company.a, limits=Thresholds(amount=Decimal("20.00")))
    with pytest.raises(Refused) as error:
        count(company, sheet, "60", round=2)
    assert code(error) == "recount_without_first"
    count(company, sheet, "60")
    with pytest.raises(Refused) as error:
        confirm(sheet)
    first = error.value.refusals[0]
    assert (first.code, first.params["difference"]) == ("recount_needed", "-10")
    assert not load_documents([sheet])[0].lines  # nothing was written
    with pytest.raises(Refused) as error:
        count(company, sheet, "61", round=2)
    assert code(error) == "same_counter"
    count(company, sheet, "68", round=2, who=BERT)
    (loss,) = load_documents(confirm(sheet))
    assert loss.lines[0].base_quantity == 2


def test_a_sheet_handed_in_takes_no_more_scans_but_is_confirmed_with_them(company: Company) -> None:
    _, sheet = begin(company, company.a)
    count(company, sheet, "68")
    move_on(company, sheet, "submit", at=at(11))
    with pytest.raises(Refused, match="count_sheet_closed"):
        count(company, sheet, "67")
    with pytest.raises(Refused, match="count_nothing"):
        move_on(company, sheet, "approve", at=at(12))
    confirm(sheet)
    assert stock(company, company.bottle, company.a) == 68


def test_what_nobody_counted_keeps_its_book_or_counts_as_nothing(company: Company) -> None:
    _, sheet = begin(company)
    count(company, sheet, "70")
    assert confirm(sheet) == ()
    assert stock(company, company.bottle, company.b) == 47
    _, sheet = begin(company, uncounted=Uncounted.ZERO)
    count(company, sheet, "70")
    (loss,) = load_documents(confirm(sheet))
    assert (loss.type, loss.lines[0].base_quantity, loss.warehouse_id) == ("count_loss", 47, company.b)
    assert stock(company, company.bottle, company.b) == 0


def test_unknown_goods_may_be_found(company: Company) -> None:
    _, sheet = begin(company, company.a)
    count(company, sheet, "4", item_id=company.flour)
    with pytest.raises(Refused, match="cost_required"):
        confirm(sheet)
    (gain_id,) = confirm(sheet, post=False)
    (gain,) = load_documents([gain_id])
    assert (gain.type, gain.state, gain.lines[0].base_quantity) == ("count_gain", "DRAFT", 4)


def test_statuses_are_counted_apart(company: Company) -> None:
    tell(company, "status_change", line(company.bottle, "10", to_status=HOLD, reason="QUALITY_HOLD"), on=DAY, at=at(8))
    _, sheet = begin(company, company.a)
    count(company, sheet, "60")
    count(company, sheet, "9", status=StockStatus(HOLD))
    confirm(sheet)
    assert stock(company, company.bottle, company.a, status=HOLD) == 9


def test_a_static_count_freezes_its_scope_until_it_is_finished(company: Company) -> None:
    shipped = tell(company, "shipment", line(company.bottle, "1", price="15"), on=DAY, at=at(8))
    plan, sheet = begin(company, company.a, method=CountMethod.STATIC, item_ids=(company.bottle,))
    with pytest.raises(Refused, match="count_frozen"):
        move_on(company, shipped.id, "reverse", at=at(10), reason="错")
    with pytest.raises(Refused) as error:
        tell(company, "shipment", line(company.bottle, "1", price="15"), on=DAY, at=at(10))
    first = error.value.refusals[0]
    assert (first.code, first.params["warehouse"]) == ("count_frozen", "A仓")
    with pytest.raises(Refused, match="count_frozen"):
        tell(
            company, "transfer", line(company.bottle, "1", bin_id=company.b1), on=DAY, at=at(10),
            warehouse_id=company.b, to_warehouse_id=company.a,
        )  # fmt: skip
    tell(company, "goods_receipt", line(company.flour, "1", price="5"), on=DAY, at=at(10))  # outside the scope
    count(company, sheet, "68")
    with pytest.raises(Refused, match="count_sheets_open"):
        move_on(company, plan, "post", at=at(12))
    confirm(sheet)
    with pytest.raises(Refused, match="count_frozen"):
        tell(company, "shipment", line(company.bottle, "1", price="15"), on=DAY, at=at(12))
    move_on(company, plan, "post", at=at(12))
    tell(company, "shipment", line(company.bottle, "1", price="15"), on=DAY, at=at(13))


def test_a_cancelled_count_lets_the_goods_go(company: Company) -> None:
    plan, sheet = begin(company, company.a, method=CountMethod.STATIC)
    with pytest.raises(Refused, match="count_sheets_open"):
        move_on(company, plan, "void", at=at(10))
    move_on(company, sheet, "void", at=at(10))
    move_on(company, plan, "void", at=at(10))
    tell(company, "shipment", line(company.bottle, "1", price="15"), on=DAY, at=at(10))
    with pytest.raises(Refused) as error:
        count(company, sheet, "1")
    assert code(error) == "count_sheet_closed"


def test_differences_are_posted_once_and_as_they_were_found(company: Company) -> None:
    plan, sheet = begin(company, company.a)
    count(company, sheet, "68")
    (loss_id,) = confirm(sheet, post=False)
    with pytest.raises(Refused, match="count_differences_open"):
        move_on(company, plan, "post", at=at(12))
    move_on(company, loss_id, "post", at=at(12))
    move_on(company, loss_id, "reverse", at=at(12), reason="错")
    assert stock(company, company.bottle, company.a) == 70
    (again,) = redraft_adjustments(act=Act(SYSTEM, at(12)), sheet_id=sheet)
    move_on(company, again, "post", at=at(12))
    assert redraft_adjustments(act=Act(SYSTEM, at(12)), sheet_id=sheet) == []
    move_on(company, plan, "post", at=at(12))
    with pytest.raises(Refused, match="count_plan_finished"):
        move_on(company, again, "reverse", at=at(13), reason="错")


def test_gains_and_losses_are_never_typed(company: Company) -> None:
    with pytest.raises(Refused, match="count_adjustment_without_sheet"):
        tell(company, "count_loss", line(company.bottle, "1"), on=DAY, at=at(9))
    _, sheet = begin(company, company.a)
    count(company, sheet, "68")
    confirm(sheet, post=False)
    sheet_line = load_documents([sheet])[0].lines[0].id
    more = draft(company, "count_loss", line(company.bottle, "3", extra={"sheet_line": sheet_line}), on=DAY)
    with pytest.raises(Refused, match="count_difference_changed"):
        tell(company, "count_loss", *more.lines, on=DAY, at=at(12), extra={"sheet": sheet})


def test_a_sheet_filled_in_by_hand(company: Company) -> None:
    _, sheet_id = begin(company, company.a)
    from hengku.documents.operations.edit import update_document

    sheet = load_documents([sheet_id])[0]
    typed = replace(
        draft(company, "count_sheet", line(company.bottle, "66"), on=DAY), extra={"plan": sheet.extra["plan"]}
    )
    update_document(act=Act(SYSTEM, at(11)), document_id=sheet_id, draft=typed, rev=sheet.rev)
    tell(company, "shipment", line(company.bottle, "5", price="15"), on=DAY, at=at(11, 30))
    move_on(company, sheet_id, "approve", at=at(12))
    (loss,) = Document.objects.filter(type="count_loss")
    assert load_documents([loss.pk])[0].lines[0].base_quantity == 4


def test_the_same_goods_are_confirmed_once_per_plan(company: Company) -> None:
    from hengku.warehousing.operations.count import add_sheet

    plan, sheet = begin(company, company.a)
    second = add_sheet(act=Act(SYSTEM, at(9)), plan=load_documents([plan])[0])
    count(company, sheet, "68")
    count(company, second, "67", key="other")
    confirm(sheet)
    with pytest.raises(Refused, match="count_key_confirmed"):
        confirm(second)


def test_a_tampered_loss_turns_the_light_red(company: Company) -> None:
    _, sheet = begin(company, company.a)
    count(company, sheet, "68")
    (loss,) = confirm(sheet)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE documents_line SET base_quantity = 1 WHERE document_id = %s", [loss])
    (failing,) = check_counts(CheckWindow()).failing
    assert (failing["difference"], failing["posted"]) == ("-2", "-1")


def test_a_count_beyond_all_bounds_is_refused_at_the_quantity(company: Company) -> None:
    _, sheet = begin(company)
    with pytest.raises(Refused) as refused:
        count(company, sheet, "999999999999999")
    assert (code(refused), refused.value.refusals[0].loc) == ("number_too_large", ("quantity",))
    assert "999,999,999,999" in refused.value.refusals[0].message("zh-CN")
