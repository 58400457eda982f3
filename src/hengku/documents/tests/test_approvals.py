"""Approvals through HTTP: the full Chinese run, absence, and what a running flow keeps from happening."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.utils import DatabaseError

from hengku.documents.operations.approval_handover import pass_tasks_on
from hengku.documents.operations.approval_notices import tell_people
from hengku.documents.operations.approval_timers import watch_approvals
from hengku.documents.operations.outbox import drain
from hengku.documents.tests.conftest import HEARD, World
from hengku.documents.tests.test_api import Api, order_body
from hengku.identity.models import Department, Notice, User
from hengku.identity.operations.accounts import create_owner, create_user
from hengku.identity.operations.roles import create_role, seed_roles
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refusal
from hengku.workflow.models import Event, Instance, Timer, Version, Workflow
from hengku.workflow.operations.workflows import create_workflow, publish_draft, save_draft
from hengku.workflow.queries.runs import replayed, state_of

PASSWORD = "correct horse battery"
MAKER = tuple(
    {"resource": kind, "action": "*"} for kind in ("test_order", "test_receipt", "partners", "items", "warehouses")
)


def ask(id_: str, *approvers: Mapping[str, Any], then: Any = None, **more: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "approve", "name": id_, "approvers": list(approvers), "next": then, **more}


def people(*ids: int) -> dict[str, Any]:
    return {"kind": "member", "ids": [str(one) for one in ids]}


class Office:
    """People with their own browsers: boss (owner), ann (submits), head, fin, law, audit, gm."""

    def __init__(self, world: World) -> None:
        self.world = world
        seed_roles(act=world.act)
        boss = create_owner(act=world.act, username="boss", name="老板", password=PASSWORD)
        create_role(act=world.act, code="maker", name="制单", grants=list(MAKER), masked=[])
        self.ids = {"boss": boss}
        for name in ("ann", "head", "fin", "law", "audit", "gm"):
            made = create_user(
                act=world.act, username=name, name=name, password=PASSWORD, role_codes=["maker"] if name == "ann" else [],
                must_change_password=False,
            )  # fmt: skip
            self.ids[name] = made
        self._apis: dict[str, Api] = {}

    def __getitem__(self, name: str) -> Api:
        if name not in self._apis:
            self._apis[name] = Api()
            self._apis[name].post("/session", {"username": name, "password": PASSWORD})
        return self._apis[name]

    def flow(self, first: Mapping[str, Any], kind: str = "test_order", **more: Any) -> Workflow:
        values = {"name": "采购审批", "document_type": kind, **more}
        flow = create_workflow(act=self.world.act, values=values)
        save_draft(act=self.world.act, workflow_id=flow.pk, tree={"id": "start", "kind": "start", "next": first})
        publish_draft(act=self.world.act, workflow_id=flow.pk, note="", find_problems=lambda *_: [])
        return flow

    def submit(self, name: str = "ann", **more: Any) -> dict[str, Any]:
        order = self[name].post("/documents", order_body(self.world), 201)
        path = f"/documents/{order['id']}/transitions"
        submitted: dict[str, Any] = self[name].post(path, {"transition": "submit", **more})
        return submitted

    def act(self, name: str, document: str, action: str, status: int = 200, **more: Any) -> Any:
        [task] = [one for one in self[name].get("/approval-tasks")["items"] if one["document"]["id"] == document]
        body = {"action": action, "rev": task["rev"], **more}
        return self[name].post(f"/approval-tasks/{task['id']}/actions", body, status)


@pytest.fixture
def office(world: World) -> Office:
    return Office(world)


def test_a_whole_approval(world: World, office: Office) -> None:
    """Over the limit: head, then finance and legal together, then the general manager."""
    ids = office.ids
    User.objects.filter(pk=ids["ann"]).update(
        department=Department.objects.create(
            code="CG", name="采购部", head_id=ids["head"], created_at=world.act.at, updated_at=world.act.at
        )
    )
    top = ask("gm", people(ids["gm"]), dedupe="any")
    both = ask("sign", people(ids["fin"], ids["law"]), then=top)
    chief = ask("head", {"kind": "head", "level": 1}, then=both, fields={"lines.price": "edit"})
    flow = office.flow(
        {
            "id": "g", "kind": "exclusive", "name": "金额", "next": None,
            "branches": [
                {"id": "big", "name": "大额", "condition": "{total_amount} > 200", "next": chief},
                {"id": "else", "name": "其他", "condition": None, "next": None},
            ],
        },
        post_after=False,
    )  # fmt: skip
    order = office.submit()
    assert (order["state"], order["number"]) == ("SUBMITTED", "TDD-202603-0001")
    number = order["id"]
    transition = f"/documents/{number}/transitions"
    for verb in ("approve", "reject", "void"):
        told = office["boss"].post(transition, {"transition": verb, "reason": "x"}, 409)
        assert told["errors"][0]["code"] == "in_approval", verb
    assert office["law"].get("/approval-tasks/counts") == {"todo": 0, "copied_unread": 0}
    office["fin"].get(f"/documents/{number}", 404)
    office.act("head", number, "approve")
    office.act("fin", number, "add_before", people=[ids["audit"]], comment="请先看")
    office.act("audit", number, "approve")
    office.act("fin", number, "approve")
    told = office.act("law", number, "return", 422, target="head", resume="direct")
    assert told["errors"][0]["code"] == "flow_comment_required"
    shown = office.act("law", number, "return", target="head", resume="direct", comment="价格偏高")
    assert [one["state"] for one in shown["nodes"] if one["id"] == "head"] == ["active"]
    line = order["lines"][0]["id"]
    told = office.act("head", number, "approve", 422, edits={"header": {"remarks": "x"}})
    assert told["errors"][0]["code"] == "field_not_open"
    office.act("head", number, "approve", edits={"lines": {line: {"price": "118"}}})
    changed = office["boss"].get(f"/documents/{number}")
    assert (changed["lines"][0]["price"], changed["total_net"], changed["state"]) == ("118", "241.00", "SUBMITTED")
    seen = office["fin"].get(f"/documents/{number}/approval")
    states = [task["state"] for node in seen["nodes"] if node["id"] == "sign" for task in node["tasks"]]
    assert states.count("invalidated") == 2, states
    assert "approve" in seen["actions"]
    office.act("fin", number, "approve")
    office.act("law", number, "approve")
    assert office["ann"].post(f"/documents/{number}/approval/urge", {})["status"] == "running"
    assert office["ann"].post(f"/documents/{number}/approval/urge", {}, 422)["errors"][0]["code"] == "flow_urged_lately"
    done = office.act("gm", number, "approve", comment="同意")
    assert done["status"] == "approved"
    kinds = [event["kind"] for event in done["events"]]
    for kind in ("submitted", "added", "returned", "edited", "changed", "invalidated", "urged", "approved", "finished"):
        assert kind in kinds, kind
    order = office["ann"].get(f"/documents/{number}")
    assert order["state"] == "APPROVED"
    run = Instance.objects.get(document_id=number)
    kept, told_again = state_of(run), replayed(run)
    assert (kept.tasks, kept.tokens, kept.path, kept.status) == (
        told_again.tasks, told_again.tokens, told_again.path, told_again.status,
    )  # fmt: skip
    assert flow.versions.count() == 1


def test_a_receipt_is_posted_after_and_never_withdrawn(
    world: World, office: Office, django_capture_on_commit_callbacks: Any
) -> None:
    office.flow(ask("n", people(office.ids["head"])), "test_receipt", post_after=True, withdraw="final")
    body = {**order_body(world), "type": "test_receipt"}
    told = office["ann"].post("/documents", {**body, "transition": "post"}, 422)
    assert told["errors"][0]["code"] == "needs_approval"
    receipt = office["ann"].post("/documents", {**body, "transition": "submit"}, 201)
    with django_capture_on_commit_callbacks(execute=True):
        office.act("head", receipt["id"], "approve")
    assert office["ann"].get(f"/documents/{receipt['id']}")["state"] == "POSTED"
    told = office["ann"].post(f"/documents/{receipt['id']}/approval/withdraw", {}, 409)
    assert told["errors"][0]["code"] == "posted_not_withdrawn"
    assert "冲销" in told["errors"][0]["message"]


def test_returned_to_the_start_and_submitted_again(world: World, office: Office) -> None:
    office.flow(ask("a", people(office.ids["head"]), then=ask("b", people(office.ids["gm"]))))
    order = office.submit()
    office.act("head", order["id"], "approve")
    office.act("gm", order["id"], "return", comment="缺合同", target="start", resume="direct")
    assert office["ann"].get(f"/documents/{order['id']}")["state"] == "DRAFT"
    again = office["ann"].post(f"/documents/{order['id']}/transitions", {"transition": "submit"})
    assert again["state"] == "SUBMITTED"
    assert Instance.objects.count() == 1
    office.act("gm", order["id"], "reject", comment="不买了")
    assert office["ann"].get(f"/documents/{order['id']}")["state"] == "DRAFT"
    office["ann"].post(f"/documents/{order['id']}/transitions", {"transition": "submit"})
    assert office["ann"].post(f"/documents/{order['id']}/approval/withdraw", {})["status"] == "withdrawn"
    assert office["ann"].get(f"/documents/{order['id']}")["state"] == "DRAFT"
    told: list[int] = []
    drain(consumer="told", handler=lambda rows: told.append(tell_people(rows=rows, at=world.act.at)))
    heard = {
        name: [
            (one.title["zh-CN"], one.body["zh-CN"])
            for one in Notice.objects.filter(user_id=office.ids[name]).order_by("pk")
        ]
        for name in ("ann", "head", "gm")
    }
    waits = ("试订单 TDD-202603-0001 等您审批", "")
    back = [("退回给您修改", "缺合同"), ("被驳回", "不买了")]
    assert heard == {
        "ann": [(f"试订单 TDD-202603-0001 {said}", why) for said, why in back], "head": [waits, waits], "gm": [waits, waits]
    }  # fmt: skip
    assert (told, Notice.objects.filter(path=f"/documents/test_order/{order['id']}").count()) == ([0], 6)


def test_somebody_acts_for_the_absent(world: World, office: Office) -> None:
    """Receipts only, up to 300, for a while; never for what they submitted themselves; and the reader sees both names."""
    ids = office.ids
    for kind in ("test_receipt", "test_order"):
        office.flow(ask("n", people(ids["head"])), kind)
    given: dict[str, Any] = {
        "delegate": str(ids["gm"]),
        "starts_on": "2020-01-01",
        "ends_on": "2099-01-01",
        "max_amount": "300",
    }
    office["head"].post("/delegations", given, 403)
    given |= {"principal": str(ids["head"]), "document_types": ["test_receipt"]}
    office["boss"].post("/delegations", given, 201)
    office["boss"].post("/delegations", {**given, "delegate": str(ids["ann"])}, 201)
    order = office.submit()
    body = {**order_body(world), "type": "test_receipt", "transition": "submit"}
    dear = office["ann"].post("/documents", {**body, "lines": [{**body["lines"][0], "price": "900"}]}, 201)
    small = office["ann"].post("/documents", body, 201)
    assert [one["document"]["id"] for one in office["gm"].get("/approval-tasks")["items"]] == [small["id"]]
    assert office["ann"].get("/approval-tasks")["items"] == []
    theirs = {one["document"]["id"]: one["id"] for one in office["head"].get("/approval-tasks")["items"]}
    assert set(theirs) == {order["id"], dear["id"], small["id"]}
    own = office["ann"].post(f"/approval-tasks/{theirs[small['id']]}/actions", {"action": "approve"}, 422)
    assert own["errors"][0]["code"] == "flow_own_document"
    office["gm"].post(f"/approval-tasks/{theirs[dear['id']]}/actions", {"action": "approve"}, 404)
    done = office.act("gm", small["id"], "approve")
    [task] = done["nodes"][-1]["tasks"]
    assert (task["assignee"]["name"], task["on_behalf_of"]["name"]) == ("gm", "head")
    [said] = [event["text"] for event in done["events"] if event["kind"] == "approved"]
    assert said == "同意（代 head）"
    results = office["head"].post("/approval-tasks/batch", {"ids": list(theirs.values()), "action": "approve"})["items"]
    assert {one["id"]: one["code"] for one in results} == {
        theirs[order["id"]]: None, theirs[dear["id"]]: None, theirs[small["id"]]: "flow_over",
    }  # fmt: skip


def test_flows_are_drawn_checked_published_and_tried(world: World, office: Office) -> None:
    flow = create_workflow(act=world.act, values={"name": "收货审批", "document_type": "test_receipt"})
    path = f"/workflows/{flow.pk}"
    tree = {
        "id": "start",
        "kind": "start",
        "next": ask("n", people(office.ids["gm"]), then=ask("n", {"kind": "role", "code": ""})),
    }
    told = office["boss"].call("PUT", f"{path}/draft", {"tree": tree})
    assert {(one["node"], one["code"]) for one in told["problems"]} == {
        ("n", "flow_id_twice"),
        ("n", "flow_people_incomplete"),
    }
    assert office["boss"].post(f"{path}/publish", {}, 422)["errors"][0]["loc"] == ["nodes", "n"]
    big = {
        "id": "x",
        "name": "",
        "condition": "{total_amount} > 1",
        "next": ask("n", {"kind": "role", "code": "owner"}),
    }
    gate = {
        "id": "g",
        "kind": "exclusive",
        "name": "",
        "branches": [big, {"id": "e", "condition": None, "next": None}],
        "next": None,
    }
    office["boss"].call("PUT", f"{path}/draft", {"tree": {**tree, "next": gate}})
    made = office["boss"].post("/documents", {**order_body(world), "type": "test_receipt"}, 201)
    tried = office["boss"].post(f"{path}/simulate", {"last": 100})
    assert [row["document"]["number"] for row in tried["rows"]] == [made["number"]]
    assert tried["counts"] == {"n": 1}
    assert office["boss"].post(f"{path}/publish", {"note": "上线"})["items"][0]["status"] == "active"
    office["ann"].call("PUT", f"{path}/draft", {"tree": tree}, 403)
    office["boss"].call("PUT", f"{path}/draft", {"tree": tree})
    assert [row["status"] for row in office["boss"].get(f"{path}/versions")["items"]] == ["draft", "active"]
    assert office["boss"].get(f"{path}/versions/1")["tree"]["next"]["id"] == "g"


@pytest.mark.parametrize("model", [Version, Event])
def test_what_was_published_and_what_happened_stays(world: World, office: Office, model: type[Any]) -> None:
    office.flow(ask("a", people(office.ids["head"])))
    office.submit()
    change: dict[str, Any] = {"tree": {}} if model is Version else {"info": {}}
    with pytest.raises(DatabaseError):
        model.objects.update(**change)
    connection.needs_rollback = False


def test_time_people_and_stock_may_fail(world: World, office: Office, django_capture_on_commit_callbacks: Any) -> None:
    """Nobody acts in time: it comes back. A leaver's tasks go to the successor. What cannot be posted stays approved, with a task."""
    node = ask("n", people(office.ids["head"]), limit={"minutes": 60, "action": "return"})
    office.flow(node, "test_receipt", post_after=True)
    body = {**order_body(world), "type": "test_receipt", "transition": "submit"}
    receipt = office["ann"].post("/documents", body, 201)
    path = f"/documents/{receipt['id']}"
    verbs = {one["name"]: [why["code"] for why in one["reasons"]] for one in receipt["allowed_transitions"]}
    assert list(verbs.values()) == [["in_approval"]] * 4, verbs
    due = Timer.objects.get().fire_at
    assert watch_approvals(act=Act(SYSTEM, due - timedelta(minutes=1))) == 0
    assert watch_approvals(act=Act(SYSTEM, due + timedelta(minutes=1))) == 1
    shown = office["ann"].get(path)
    assert (shown["state"], Timer.objects.count()) == ("DRAFT", 0)
    verbs = {one["name"]: [why["code"] for why in one["reasons"]] for one in shown["allowed_transitions"]}
    assert (verbs["submit"], verbs["post"]) == ([], ["needs_approval"])
    office["ann"].post(f"{path}/transitions", {"transition": "submit"})
    assert pass_tasks_on(act=world.act, from_id=office.ids["head"], to_id=office.ids["gm"]) == 1
    HEARD.answers.append(Refusal("check_failed", {"name": "库存", "message": "库存不足", "number": ""}))
    with django_capture_on_commit_callbacks(execute=True):
        office.act("gm", receipt["id"], "approve")
    assert office["ann"].get(path)["state"] == "APPROVED"
    approval = office["ann"].get(f"{path}/approval")
    assert (approval["status"], approval["post_error"]["code"], "retry" in approval["actions"]) == (
        "approved",
        "check_failed",
        True,
    )
    told: list[int] = []
    drain(consumer="told", handler=lambda rows: told.append(tell_people(rows=rows, at=world.act.at)))
    assert Notice.objects.filter(user_id=office.ids["ann"], title__en__endswith="could not be posted").exists()
    [task] = office["ann"].get("/approval-tasks")["items"]
    assert (task["id"], task["actions"]) == (f"post-{approval['id']}", ["retry"])
    office["ann"].post(f"{path}/approval/retry", {})
    assert office["ann"].get(path)["state"] == "APPROVED"
    HEARD.answers.clear()
    office["ann"].post(f"{path}/approval/retry", {})
    assert office["ann"].get(path)["state"] == "POSTED"
    assert office["ann"].get("/approval-tasks")["items"] == []
