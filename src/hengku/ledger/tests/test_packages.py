"""Packages (LPN): what they hold is part of what lies there, goes along, and never more than that."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hengku.kernel.errors import Refused
from hengku.ledger.models import Balance, Move, PackageContent, PackageEvent
from hengku.ledger.operations.packing import Portion, pack, unpack
from hengku.ledger.operations.reverse import reverse
from hengku.ledger.queries.check_lots import packages_hold_what_is_there
from hengku.ledger.rules.stock import Key
from hengku.ledger.tests.company import Company, D, refusal_of, tamper
from hengku.ledger.types import MoveRequest, ReversalRequest
from hengku.masterdata.models import Package
from hengku.masterdata.operations.packages import create_package, update_package
from hengku.masterdata.rules.numbering import check_digit, frame
from hengku.masterdata.rules.packages import package_number
from hengku.masterdata.types import Tracking
from hengku.metadata.rules.invariants import CheckWindow

pytestmark = pytest.mark.usefixtures("as_owner", "_ledger_alone")


def packed_goods() -> tuple[Company, int]:
    """Twenty pieces of A in W1, twelve of them in a package."""
    company = Company()
    company.receive("A", "20", "200", "03-02")
    package = named(company)
    pack(act=company.act, package_id=package, portions=[Portion(key(company), D(12))])
    return company, package


def named(company: Company, **more: Any) -> int:
    return create_package(act=company.act, values={"number": f"P{Package.objects.count() + 1}", **more}).pk


def key(
    company: Company, item: str = "A", place: str = "W1", status: str = "AVAILABLE", bin_id: int | None = None
) -> Key:
    return (
        company.book.pk,
        company.item(item),
        company.place[place],
        bin_id,
        company.usual_lots.get(item),
        status,
        None,
        None,
    )


def move(company: Company, quantity: str, target: str, package: int | None = None, **more: Any) -> MoveRequest:
    return replace(company.move("A", quantity, "W1", target, **more), package_id=package)


def holds(package: int) -> dict[str, Decimal]:
    """By status what a package holds."""
    rows = PackageContent.objects.filter(package_id=package).values_list("balance_id", "quantity")
    status = dict(Balance.objects.values_list("pk", "status"))
    return {status[balance]: quantity for balance, quantity in rows}


def test_loose_goods_go_first_and_packed_ones_only_by_their_package() -> None:
    company, package = packed_goods()
    company.post("SALE", "03-03", move(company, "8", "CUS"))
    with pytest.raises(Refused) as refused, transaction.atomic():
        company.post("SALE", "03-03", move(company, "1", "CUS"))
    ((code, params, _),) = refusal_of(refused.value)
    assert (code, params["available"], params["package"]) == ("goods_are_packed", "0", "P1")
    company.post("SALE", "03-04", move(company, "5", "CUS", package))
    assert holds(package) == {"AVAILABLE": D(7)}
    company.receive("A", "3", "30", "03-04")
    with pytest.raises(Refused) as refused, transaction.atomic():
        company.post("SALE", "03-04", move(company, "8", "CUS", package))
    assert refusal_of(refused.value)[0][0] == "package_holds_less"
    company.post("SALE", "03-05", move(company, "7", "CUS", package))
    assert (holds(package), company.on_hand("A", "W1")) == ({}, 3)
    assert [(one.quantity, one.move_id is None) for one in PackageEvent.objects.order_by("pk")] == [
        (D(12), True), (D(-5), False), (D(-7), False),
    ]  # fmt: skip


def test_only_loose_goods_can_be_packed_and_only_packed_ones_taken_out() -> None:
    company, package = packed_goods()
    other = named(company)
    with pytest.raises(Refused) as refused, transaction.atomic():
        pack(act=company.act, package_id=other, portions=[Portion(key(company), D(9))])
    assert refusal_of(refused.value)[0][:1] == ("not_enough_loose",)
    unpack(act=company.act, package_id=package, portions=[Portion(key(company), D(2))])
    pack(act=company.act, package_id=other, portions=[Portion(key(company), D(9))])
    with pytest.raises(Refused) as refused, transaction.atomic():
        unpack(act=company.act, package_id=package, portions=[Portion(key(company), D(11))])
    assert refusal_of(refused.value)[0][0] == "package_holds_less"
    unpack(act=company.act, package_id=package)
    assert (holds(package), holds(other)) == ({}, {"AVAILABLE": D(9)})


def test_a_package_comes_with_its_receipt_travels_whole_and_a_reversal_takes_it_back() -> None:
    company = Company()
    package = named(company)
    company.post("PURCHASE", "03-02", replace(company.move("A", "10", "SUP", "W1", amount="100"), package_id=package))
    assert holds(package) == {"AVAILABLE": D(10)}
    with pytest.raises(Refused) as refused, transaction.atomic():
        company.post("TRANSFER", "03-03", move(company, "4", "W2", package))
    assert refusal_of(refused.value)[0][0] == "package_in_two_places"
    company.post("TRANSFER", "03-03", move(company, "10", "W2", package))
    content = PackageContent.objects.get()
    assert Balance.objects.get(pk=content.balance_id).place_id == company.place["W2"]
    request = ReversalRequest("test:9:reverse", company.book.pk, company.documents, 99, "test", date(2026, 3, 4), {})
    with transaction.atomic():
        reverse(act=company.act, requests=[request])
    assert Balance.objects.get(pk=PackageContent.objects.get().balance_id).place_id == company.place["W1"]


def test_packed_goods_change_their_status_where_they_stand_and_a_count_takes_missing_ones_out() -> None:
    company, package = packed_goods()
    company.post("STATUS_CHANGE", "03-03", move(company, "20", "W1", statuses=("AVAILABLE", "BLOCKED")))
    assert holds(package) == {"BLOCKED": D(12)}
    loss = company.move("A", "15", "W1", "ADJ", statuses=("BLOCKED", "AVAILABLE"))
    company.post("COUNT_LOSS", "03-04", loss)
    assert (holds(package), company.on_hand("A", "W1")) == ({"BLOCKED": D(5)}, 5)


def test_what_names_only_a_package_is_taken_from_its_lots_in_their_order() -> None:
    company = Company()
    company.item("P", tracking=Tracking.LOT)
    package = named(company)
    lots = [company.lot("P", number) for number in ("L1", "L2", "L3")]
    for day, lot in enumerate(lots, start=2):
        company.post("PURCHASE", f"03-0{day}", company.move("P", "5", "SUP", "W1", amount="50", lot=lot))
    portions = [Portion((*key(company, "P")[:4], lot, *key(company, "P")[5:]), D(5)) for lot in lots[:2]]
    pack(act=company.act, package_id=package, portions=portions)
    line = replace(company.move("P", "6", "W1", "CUS"), package_id=package)
    company.post("SALE", "03-09", line)
    loose = company.move("P", "5", "W1", "CUS")
    company.post("SALE", "03-09", loose)
    taken = Move.objects.filter(source_line_id__in=[line.line_id, loose.line_id]).order_by("pk")
    assert [(one.lot_id, one.quantity) for one in taken] == [(lots[0], D(5)), (lots[1], D(1)), (lots[2], D(5))]


def test_a_package_stands_where_the_one_it_is_in_stands() -> None:
    company, package = packed_goods()
    pallet, elsewhere = named(company, kind="PALLET"), named(company, kind="PALLET")
    company.receive("A", "3", "30", "03-02", warehouse="W2")
    pack(act=company.act, package_id=elsewhere, portions=[Portion(key(company, place="W2"), D(3))])
    update_package(act=company.act, record_id=package, values={"parent": pallet})
    for parent, code in ((elsewhere, "package_in_two_places"), (package, "package_loop")):
        with pytest.raises(Refused) as refused, transaction.atomic():
            update_package(act=company.act, record_id=pallet, values={"parent": parent})
        assert refusal_of(refused.value)[0][0] == code


def test_the_database_and_the_prover_watch_what_is_packed() -> None:
    _, package = packed_goods()
    sound = packages_hold_what_is_there(CheckWindow())
    assert (sound.rows, sound.failing) == (2, ())
    with pytest.raises(IntegrityError), transaction.atomic():
        Balance.objects.filter(packed_quantity__gt=0).update(packed_quantity=21)
    tamper(f"UPDATE ledger_package_content SET quantity = 11 WHERE package_id = {package}")
    (failing,) = packages_hold_what_is_there(CheckWindow()).failing
    assert (failing["packed"], failing["contents"]) == ("12", "11")


def test_numbers_of_packages() -> None:
    assert check_digit("34012345123456789") == "5"
    rule = frame("{prefix}{seq:9}{check}", prefix="06901234", on=datetime(2026, 3, 1, tzinfo=UTC).date())
    assert rule.number(1) == "069012340000000016"
    assert [package_number(one) for one in ("(00)069012340000000016", "00069012340000000016", " LPN1 ")] == [
        "069012340000000016", "069012340000000016", "LPN1",
    ]  # fmt: skip
