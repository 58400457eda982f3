"""Automations: set off, run once, whole or not at all, with somebody's rights, never in circles."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from hengku.documents.models import Cursor, Document, Line
from hengku.identity.models import Notice, Role, User, UserRole
from hengku.identity.types import Act
from hengku.integrations.handlers import AUTOMATIONS, drain_automations
from hengku.integrations.models import Automation, AutomationRun, Webhook, WebhookDelivery
from hengku.integrations.operations.automation_events import hear_clocks
from hengku.integrations.operations.run_automations import run_next
from hengku.integrations.rules.automation import last_time, parent_of, read_trigger, too_deep
from hengku.integrations.rules.wording import worded
from hengku.integrations.tests.test_http import owner, send, stranger
from hengku.masterdata.models import Brand
from hengku.metadata.rules.configuration import CONFIGURATION

__all__ = ["owner", "stranger"]
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # a Monday, 11:00 in Shanghai


@pytest.mark.parametrize(
    ("trigger", "strikes"),
    [
        ({"every": "day", "at": "08:30"}, "2026-11-23 08:30"), ({"every": "day", "at": "11:30"}, "2026-11-22 11:30"),
        ({"every": "week", "weekday": 1, "at": "09:00"}, "2026-11-23 09:00"), ({"every": "week", "weekday": 2, "at": "09:00"}, "2026-11-17 09:00"),
        ({"every": "month", "day": 23, "at": "12:00"}, "2026-10-23 12:00"), ({"every": "month", "day": 31, "at": "00:00"}, "2026-10-31 00:00"),
    ],
)  # fmt: skip
def test_when_a_clock_strikes(trigger: dict[str, Any], strikes: str) -> None:
    told = last_time(read_trigger({"kind": "time", **trigger}), NOW, SHANGHAI)
    assert told.strftime("%Y-%m-%d %H:%M") == strikes


def test_what_sets_off_and_what_is_said() -> None:
    trigger = read_trigger({"kind": "document", "type": "x", "on": ["any"]})
    assert [trigger.hears(verb) for verb in ("post", "approve", "create", "edit", "revise")] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert read_trigger({"kind": "document", "type": "x", "on": ["edit"]}).hears("revise")
    assert (parent_of("automation:12"), parent_of("import:3"), too_deep(5), too_deep(6)) == (12, None, False, True)
    values = {"n": Decimal("3.50"), "at": NOW, "l": ["a", None], "no": None}
    assert worded("{n} {at} {l} {no}.", values, SHANGHAI) == "3.5 2026-11-23 11:00 a、 ."
    for bad in (
        {},
        {"kind": "x"},
        {"kind": "time", "at": "25:00"},
        {"kind": "time", "every": "hour"},
        {"kind": "time", "weekday": 8},
    ):
        with pytest.raises((ValueError, KeyError)):
            read_trigger(bad)


class Shop:
    """A firm with two articles, and automations that its owner makes."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.ids = {"boss": User.objects.get(username="boss").pk}
        self.make("/units", code="U1", name="个")
        for code in ("A1", "A2"):
            self.make("/items", code=code, name=code, base_unit="code:U1")
        self.make("/partners", code="S1", name="甲", is_supplier=True)

    def make(self, path: str, status: int = 201, **values: Any) -> dict[str, Any]:
        answer = send(self.client, "post", path, values)
        assert answer.status_code == status, answer.json()
        return dict(answer.json()) if answer.content else {}

    def rule(self, trigger: dict[str, Any], *actions: dict[str, Any], status: int = 201, **more: Any) -> dict[str, Any]:
        values = {
            "name": f"规则{Automation.objects.count()}",
            "active": True,
            "trigger": trigger,
            "actions": list(actions),
            **more,
        }
        return self.make("/automations", status, **values)

    def order(self, *quantities: int, transition: str = "approve") -> dict[str, Any]:
        lines = [{"item": f"code:A{n + 1}", "quantity": str(one), "price": "10"} for n, one in enumerate(quantities)]
        header = {
            "business_date": datetime.now(SHANGHAI).date().isoformat(),
            "partner": "code:S1",
            "warehouse": "code:CK01",
        }
        return self.make("/documents", type="purchase_order", header=header, lines=lines, transition=transition)

    def runs(self, rule: dict[str, Any]) -> list[dict[str, Any]]:
        return list(self.client.get(f"/api/v1/automations/{rule['id']}/runs").json()["items"])


@pytest.fixture
def shop(owner: Client) -> Shop:
    return Shop(owner)


def clock() -> datetime:
    return datetime.now(UTC)


def run_all(at: Callable[[], datetime] = clock) -> list[str]:
    states = []
    while (done := run_next(clock=at)) is not None:
        states.append(str(done.state))
        assert len(states) < 30
    return states


ON_APPROVAL = {"kind": "document", "type": "purchase_order", "on": ["approve"]}
REQUEST = {
    "kind": "create", "type": "purchase_requisition", "header": {"remarks": '{number} & " 补货"'},
    "lines": {"from": "lines", "when": "{lines.quantity} > 2", "fields": {"item": "{lines.item.code}", "quantity": "{lines.quantity} * 2"}},
}  # fmt: skip


def test_an_order_sets_off_what_follows_from_it_once(shop: Shop) -> None:
    """Condition, lines one by one, a notice, a signed call, a record; the events read again, and nothing happens twice."""
    hook = shop.make("/webhooks", name="外部", url="https://example.org/x", events=["x.y"])
    rule = shop.rule(
        ON_APPROVAL, REQUEST,
        {"kind": "notify", "people": [str(shop.ids["boss"])], "title": "订单 {number} 已批 {total_quantity}", "text": "{partner.name}"},
        {"kind": "webhook", "webhook": hook["id"], "values": {"amount": "{total_amount}"}},
        {"kind": "record", "resource": "brands", "mode": "save", "match": '"B-" & {partner.code}', "values": {"name": "{partner.name}"}},
        condition="{total_quantity} >= 4",
    )  # fmt: skip
    order = shop.order(3, 1)
    shop.order(1)
    before = (Document.objects.count(), Notice.objects.count(), WebhookDelivery.objects.count(), Brand.objects.count())
    tried = shop.make(f"/automations/{rule['id']}/try", 200, subject=order["id"])
    assert (tried["state"], [one["ok"] for one in tried["results"]]) == ("DONE", [True] * 4), tried
    assert tried["results"][0]["document"]["number"].startswith("CGSQ")
    assert before == (
        Document.objects.count(),
        Notice.objects.count(),
        WebhookDelivery.objects.count(),
        Brand.objects.count(),
    )
    drain_automations()
    assert run_all() == ["DONE", "SKIPPED"]
    Cursor.objects.filter(consumer=AUTOMATIONS).update(position=0)
    drain_automations()
    assert (run_all(), AutomationRun.objects.count()) == ([], 2)
    made = Document.objects.get(type="purchase_requisition")
    assert (made.state, made.remarks, made.created_by_id) == ("DRAFT", f"{order['number']} 补货", shop.ids["boss"])
    assert list(Line.objects.filter(document=made).values_list("item__code", "quantity")) == [("A1", Decimal(6))]
    told = Notice.objects.get()
    assert (told.title["zh-CN"], told.body["en"], told.path) == (
        f"订单 {order['number']} 已批 4",
        "甲",
        f"/documents/purchase_requisition/{made.pk}",
    )
    call = WebhookDelivery.objects.get()
    assert (call.webhook_id, json.loads(call.payload)["values"]) == (Webhook.objects.get().pk, {"amount": "40"})
    assert Brand.objects.get(code="B-S1").name == "甲"
    [second, first] = shop.runs(rule)
    assert (second["state"], first["state"], first["subject"]["number"], first["results"][0]["document"]["number"]) == (
        "SKIPPED", "DONE", order["number"], made.number,
    )  # fmt: skip
    shop.make(f"/automations/{rule['id']}/runs/{first['id']}/retry", 409)
    event = Document.objects.get(pk=made.pk)
    assert event.number, "the draft has its number"


def test_what_is_refused_leaves_nothing_and_can_be_done_again(shop: Shop, stranger: Client) -> None:
    """With the rights of the runner only; the run is told, undone as a whole, and done again when the rights are there."""
    person = User.objects.get(username="nobody")
    save = {"kind": "record", "resource": "brands", "values": {"code": '"B1"', "name": '"牌"'}}
    rule = shop.rule(ON_APPROVAL, save, REQUEST, runner=str(person.pk))
    role = Role.objects.create(code="auto", name="自动", created_at=NOW, updated_at=NOW)
    UserRole.objects.create(user=person, role=role)
    for resource, action in (
        ("purchase_order", "view"),
        ("brands", "create"),
        ("brands", "view"),
        ("automations", "*"),
        ("users", "view"),
    ):
        role.grants.create(resource=resource, action=action)
    shop.order(3)
    drain_automations()
    assert run_all() == ["FAILED"]
    assert (Brand.objects.count(), Document.objects.filter(type="purchase_requisition").count()) == (0, 0)
    [run] = shop.runs(rule)
    assert (run["results"][0]["undone"], run["results"][1]["ok"]) == (True, False)
    assert "(Purchase requisition)" in run["error"]
    assert set(Notice.objects.values_list("user_id", flat=True)) == {person.pk, shop.ids["boss"]}
    role.grants.create(resource="purchase_requisition", action="create")
    assert send(stranger, "post", f"/automations/{rule['id']}/runs/{run['id']}/retry").status_code == 204
    assert run_all() == ["DONE"]
    assert (Brand.objects.count(), Document.objects.get(type="purchase_requisition").created_by_id) == (1, person.pk)
    lent = {"name": "借权", "trigger": ON_APPROVAL, "actions": [save], "runner": str(shop.ids["boss"])}
    assert send(stranger, "post", "/automations", lent).json()["errors"][0]["code"] == "automation_runner"
    shop.make(f"/automations/{rule['id']}/runs/{run['id']}/retry", 409)


def test_circles_end_and_an_hour_has_its_limit(shop: Shop) -> None:
    """A rule that sets itself off runs six times in a chain; then the seventh is kept and not run. What is changed keeps its lines."""
    rule = shop.rule(
        {"kind": "document", "type": "purchase_requisition", "on": ["create"]},
        {"kind": "create", "type": "purchase_requisition", "header": {"remarks": '"又一张"'},
         "lines": {"from": "lines", "fields": {"item": "{lines.item.code}", "quantity": "{lines.quantity}"}}},
    )  # fmt: skip
    header = {"business_date": datetime.now(SHANGHAI).date().isoformat()}
    shop.make("/documents", type="purchase_requisition", header=header, lines=[{"item": "code:A1", "quantity": "1"}])
    assert run_all() == ["DONE"] * 6
    assert Document.objects.count() == 7
    assert [(one["depth"], one["state"]) for one in shop.runs(rule)] == [
        (6, "STOPPED"),
        *((n, "DONE") for n in range(5, -1, -1)),
    ]
    limit = send(shop.client, "patch", f"/automations/{rule['id']}", {"active": False, "rev": rule["rev"]})
    assert limit.status_code == 200
    draft = shop.rule(
        {"kind": "document", "type": "purchase_order", "on": ["create"]},
        {"kind": "change", "header": {"remarks": '"改"'}},
        hourly_limit=1,
    )
    orders = [shop.make("/documents", type="purchase_order", header={**header, "partner": "code:S1", "warehouse": "code:CK01"},
                        lines=[{"item": "code:A1", "quantity": "5", "price": "7"}]) for _ in range(2)]  # fmt: skip
    assert run_all() == ["DONE", "PENDING"], "the second waits for its hour"
    told = shop.client.get(f"/api/v1/documents/{orders[0]['id']}").json()
    assert (told["remarks"], told["lines"][0]["price"], told["state"]) == ("改", "7", "DRAFT")
    later = datetime.now(UTC) + timedelta(hours=1, minutes=6)
    assert run_all(lambda: later) == ["DONE"]
    assert {one["state"] for one in shop.runs(draft)} == {"DONE"}


def test_clocks_and_outside_systems_set_off_too(shop: Shop, act: Act) -> None:
    made = shop.rule(
        {"kind": "webhook", "fields": [{"name": "sku", "kind": "text"}, {"name": "lines.n", "kind": "number"}]},
        {"kind": "notify", "roles": ["owner"], "people": [str(shop.ids["boss"])], "title": "{sku}: {lines.n}"},
        condition='{sku} <> ""',
    )  # fmt: skip
    key = shop.make(f"/automations/{made['id']}/key", 200)["key"]
    body = json.dumps({"sku": "A1", "lines": [{"n": 2}, {"n": 3}]})
    caller = Client(headers={"Authorization": f"Bearer {key}", "Idempotency-Key": "7"})
    for _ in range(2):
        assert caller.post("/api/v1/public/automation", body, content_type="application/json").status_code == 202
    wrong = Client(headers={"Authorization": f"Bearer {key[:-1]}x"})
    assert wrong.post("/api/v1/public/automation", body, content_type="application/json").status_code == 404
    assert (run_all(), Notice.objects.get().title["en"]) == (["DONE"], "A1: 2、3")
    weekly = shop.rule({"kind": "time", "every": "week", "weekday": 1, "at": "09:00", "type": "purchase_order"}, REQUEST, condition="SUM({lines.quantity}) > 3")  # fmt: skip
    [small, big] = [shop.order(one, transition="approve") for one in (1, 4)]
    monday = datetime.now(SHANGHAI) + timedelta(days=7 - datetime.now(SHANGHAI).weekday())
    at = monday.replace(hour=9, minute=1)
    assert hear_clocks(at=at - timedelta(minutes=2)) == 0
    assert (hear_clocks(at=at), hear_clocks(at=at)) == (2, 0)
    assert sorted(run_all(lambda: at)) == ["DONE", "SKIPPED"]
    states = {one["subject"]["number"]: one["state"] for one in shop.runs(weekly)}
    assert states == {small["number"]: "SKIPPED", big["number"]: "DONE"}


def test_automations_travel_without_ids(shop: Shop, act: Act) -> None:
    hook = shop.make("/webhooks", name="外部", url="https://example.org/x", events=["x.y"])
    rule = shop.rule(
        ON_APPROVAL, {"kind": "notify", "people": [str(shop.ids["boss"])], "title": "x"}, {"kind": "webhook", "webhook": hook["id"]},
        condition="{total_amount} > 1",
    )  # fmt: skip
    part = CONFIGURATION.get("automations")
    key, piece = next(iter(part.read().items()))
    assert (piece["runner"], piece["actions"][0]["people"], piece["actions"][1]["webhook"]) == (
        "code:boss",
        ["code:boss"],
        "code:外部",
    )
    assert [use.name for use in part.uses(key, piece)] == ["total_amount"]
    part.apply(act, key, None)
    assert not Automation.objects.exists()
    part.apply(act, key, piece)
    made = Automation.objects.get()
    assert (made.actions, made.active, part.read()) == (rule["actions"], True, {key: piece})


def test_what_does_not_fit_is_told_at_its_place(shop: Shop) -> None:
    refused = shop.rule(
        {"kind": "document", "type": "purchase_order", "on": ["approve"]},
        {"kind": "create", "type": "purchase_requisition", "header": {"state": '"POSTED"', "remarks": "{nope}"}},
        {"kind": "record", "resource": "users", "values": {"name": '"x"'}},
        {"kind": "post"},
        {"kind": "notify", "title": "{nope}", "people": ["999999"]},
        status=422, condition="{total_amount} + 1",
    )  # fmt: skip
    assert [(one["code"], *one["loc"]) for one in refused["errors"]] == [
        ("formula_kind", "condition"), ("unknown_field", "actions", 0, "header", "state"),
        ("formula_unknown_field", "actions", 0, "header", "remarks"), ("invalid_choice", "actions", 1, "resource"),
        ("invalid_choice", "actions", 2, "kind"), ("invalid_choice", "actions", 3, "people"),
        ("formula_unknown_field", "actions", 3, "title"),
    ]  # fmt: skip
    twenty_one = [{"kind": "submit"}] * 21
    assert shop.rule(ON_APPROVAL, *twenty_one, status=422)["errors"][0]["code"] == "automation_actions"
