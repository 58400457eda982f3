"""Fifty processes want the same hundred bottles at the same moment: nobody gets what is not there, nobody sees a deadlock."""

import json
import os
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.db import connection
from tests.world import Company, draft, from_line, line, make_company, stock, tell, value

from hengku.config.directory.connection import tenants
from hengku.config.embedded.connection import Connection
from hengku.documents.models import Line
from hengku.documents.operations.create import create_and_transition
from hengku.kernel.errors import Refused
from hengku.ledger.queries.custody import open_reservations
from hengku.metadata.rules.invariants import INVARIANTS, CheckWindow

BUYERS = 50
EACH = 3
THERE = 100


@dataclass(frozen=True)
class Told:
    """What one process was told: shipped, or why not."""

    code: str
    available: str


def _buy(company: Company, how: str) -> Told:
    """Ship three bottles, after ordering them or right away; or three of the serum, of whichever lot."""
    lines = [line(company.serum if how == "serum" else company.bottle, str(EACH), price="15")]
    try:
        if how == "ordered":
            order = draft(company, "sales_order", *lines)
            (order_id,) = create_and_transition(act=company.act(), drafts=[order], transition="approve")
            lines = [from_line(Line.objects.values_list("pk", flat=True).get(document_id=order_id), str(EACH))]
        shipment = draft(company, "shipment", *lines)
        create_and_transition(act=company.act(), drafts=[shipment], transition="post")
    except Refused as refused:
        first = refused.refusals[0]
        return Told(first.code, str(first.params.get("available", "")))
    return Told("ok", "")


def _child(company: Company, how: str, ready: int, go: int, answer: int) -> None:
    """One process: connect, say so, wait for the start, buy, tell. Leaves at once, without the parent's clean-up."""
    code = 1
    try:
        tenants.set_schema("main")
        connection.ensure_connection()
        os.write(ready, b"r")
        os.read(go, 1)
        told = _buy(company, how)
        os.write(answer, json.dumps([told.code, told.available]).encode() + b"\n")
        connection.close()
        code = 0
    finally:
        os._exit(code)


def race(company: Company, how: str, number: int) -> list[Told]:
    """Let `number` processes begin at the same moment; what each was told."""
    connection.close()
    pipes = [os.pipe() for _ in range(3)]
    (ready_out, ready_in), (go_out, go_in), (answer_out, answer_in) = pipes
    children = []
    for _ in range(number):
        child = os.fork()
        if child == 0:
            _child(company, how, ready_in, go_out, answer_in)
        children.append(child)
    waiting = 0
    while waiting < number:
        waiting += len(os.read(ready_out, number))
    os.write(go_in, b"g" * number)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(answer_in)
    with os.fdopen(answer_out) as answers:
        told = [Told(*json.loads(row)) for row in answers]
    for end in (ready_out, ready_in, go_out, go_in):
        os.close(end)
    tenants.set_schema("main")
    assert codes == [0] * number
    return told


@pytest.mark.parametrize("how", ["direct", "ordered"])
def test_nobody_sells_what_is_not_there(committed_db: Connection, how: str) -> None:
    company = make_company()
    tell(company, "goods_receipt", line(company.bottle, str(THERE), price="10"))
    told = race(company, how, BUYERS)
    shipped = [one for one in told if one.code == "ok"]
    refused = [one for one in told if one.code != "ok"]
    assert (len(told), len(shipped)) == (BUYERS, THERE // EACH)
    assert {one.code for one in refused} == {"insufficient_stock"}
    assert {one.available for one in refused} <= {"0", "1"}
    assert stock(company, company.bottle, company.a) == 1
    assert value(company, company.bottle) == (Decimal(1), Decimal("10.00"))
    orders = list(Line.objects.filter(type="sales_order").values_list("pk", flat=True))
    assert sum(open_reservations(demand_line_ids=orders).values()) <= 1
    failing = {one.id: one.check(CheckWindow()).failing for one in INVARIANTS}
    assert {id_: rows for id_, rows in failing.items() if rows} == {}
