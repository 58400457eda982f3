"""Dashboards: whose they are, who sees them, what they may hold."""

from typing import Any

import pytest
from tests.world import Company, Person, make_company

from hengku.identity.models import Role
from hengku.studio.rules.templates import TEMPLATES, placed
from hengku.studio.rules.widgets import stacked, widget_problems

CARD: dict[str, Any] = {"id": "w1", "kind": "text", "title": "说明", "x": 0, "y": 0, "w": 4, "h": 2, "text": "今天"}


def codes(*widgets: Any) -> list[str]:
    return [one.code for one in widget_problems(list(widgets))]


def test_what_a_dashboard_may_hold() -> None:
    assert codes(CARD, {**CARD, "id": "w2", "x": 8}) == []
    assert codes(CARD, CARD) == ["widget_id_twice"]
    assert codes({**CARD, "kind": "iframe"}) == ["widget_kind_unknown"]
    assert codes({**CARD, "x": 9}) == ["widget_outside"]
    assert codes({**CARD, "w": True}) == ["widget_outside"]
    assert codes({**CARD, "text": "长" * 20_001}) == ["widget_too_large"]
    assert codes(*({**CARD, "id": str(at)} for at in range(41))) == ["widgets_too_many"]
    assert [one.code for one in widget_problems({"w1": CARD})] == ["widgets_malformed"]


def test_widgets_are_placed_row_by_row() -> None:
    assert stacked([(4, 2), (6, 3), (4, 2), (12, 1)]) == [(0, 0), (4, 0), (0, 3), (0, 5)]
    for template in TEMPLATES:
        assert widget_problems(list(placed(template))) == []


@pytest.mark.django_db
def test_made_by_one_seen_by_those_it_is_shared_with(company: Company) -> None:
    owner, buyer, keeper = Person("owner"), Person("buyer"), Person("keeper_a")
    made = owner.post("/dashboards", {"name": "我的看板", "widgets": [CARD]}, status=201)
    path = f"/dashboards/{made['id']}"
    buyer.get(path, status=404)
    role = str(Role.objects.get(code="buyer").pk)
    owner.client.patch(f"/api/v1{path}", {"shared_with": [role], "rev": made["rev"]}, content_type="application/json")
    assert buyer.get(path)["widgets"] == [CARD]
    assert [one["name"] for one in buyer.get("/dashboards")["items"]] == ["我的看板"]
    assert keeper.get("/dashboards")["items"] == []
    # Seeing is not changing.
    answer = buyer.client.patch(f"/api/v1{path}", {"name": "改名"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert buyer.client.delete(f"/api/v1{path}").status_code == 403
    buyer.post("/dashboards", {"name": "乱", "widgets": [{**CARD, "kind": "script"}]}, status=422)


@pytest.mark.django_db
def test_every_template_answers_and_shows_only_what_the_reader_may_see(company: Company) -> None:
    owner = Person("owner")
    told = owner.get("/dashboard-templates")
    assert [one["code"] for one in told] == [template.code for template in TEMPLATES]
    for widget in (widget for one in told for widget in one["widgets"]):
        if "question" in widget:
            owner.post("/datasets/query", widget["question"])
        else:
            owner.post(
                "/datasets/rows", {name: widget[name] for name in ("dataset", "fields", "filters", "sort", "limit")}
            )
    seller = {one["code"] for one in Person("seller").get("/dashboard-templates")}
    assert "debts" not in seller
    assert Person("stranger").get("/dashboard-templates") == []


@pytest.fixture
def company(db: None) -> Company:
    return make_company(people=True)
