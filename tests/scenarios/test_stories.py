"""Stories run through the public API and the runner sees what is wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from hengku.config.directory import operations as directory
from hengku.config.directory.models import AccountSet
from hengku.config.scenario.places import door_here, drain_here, prove_here
from hengku.config.scenario.run import FreshSet, Result, perform
from hengku.config.scenario.shelf import all_stories
from hengku.config.scenario.story import Story
from hengku.identity.operations.accounts import issue_setup_token
from hengku.identity.types import SYSTEM, Act
from hengku.metadata.rules.invariants import INVARIANTS, CheckWindow
from hengku.reports.queries.prove import REPORTS_AGREE

ALL = list(all_stories())
SET = "main"


@pytest.fixture
def fresh(db: None) -> Iterator[FreshSet]:
    """This test's own account set, turned into a sandbox that nobody has set up; everything is rolled back."""
    with directory.enter("public"):
        AccountSet.objects.filter(schema_name=SET).update(sandbox=True)
    directory.forget()
    # As Django's own test client does: a request must not close the connection that holds the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield FreshSet(SET, issue_setup_token(act=Act(SYSTEM, datetime.now(UTC))))
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    directory.forget()


def told(story: Story, fresh: FreshSet) -> Result:
    return perform(story, door_here(drain_here(SET)), fresh, partial(prove_here, SET))


@pytest.mark.parametrize("story", ALL, ids=[story.name for story in ALL])
def test_story(story: Story, fresh: FreshSet, monkeypatch: pytest.MonkeyPatch) -> None:
    # A dozen reports after every step would take longer than the steps; what they disagree about stays, and is asked at the end.
    monkeypatch.delitem(INVARIANTS._offers, REPORTS_AGREE.id)
    result = told(story, fresh)
    assert result.differences == []
    assert result.steps == len(story.steps)
    if story.prove:
        with directory.enter(SET):
            assert REPORTS_AGREE.check(CheckWindow()).failing == ()


def test_a_wrong_number_is_named(fresh: FreshSet) -> None:
    story = next(one for one in ALL if one.name == "late-receipt/in-time")
    wrong = replace(story, final={"balances": [{"item": "D", "qty": "120", "amount": "1380.01"}]})
    (step, difference), *others = told(wrong, fresh).differences
    assert (step, difference.check, difference.where) == ("final", "balances", "D amount")
    assert (difference.expected, difference.found, others) == ("1380.01", "1380.00", [])


def test_what_the_product_cannot_do_is_a_failure(fresh: FreshSet) -> None:
    story = next(one for one in ALL if one.name == "late-receipt/in-time")
    strange = replace(story, steps=[{"id": "X-1", "date": "2026-04-02", "action": "levitate"}], final={"auras": []})
    found = {(step, one.check) for step, one in told(strange, fresh).differences}
    assert found == {("X-1", "not implemented"), ("final", "auras")}


def test_an_accepted_step_that_should_be_refused_is_named(fresh: FreshSet) -> None:
    story = next(one for one in ALL if one.name == "late-receipt/in-time")
    first = {**story.steps[0], "expect": {"refused": "period_closed"}}
    result = told(replace(story, steps=[first], final={}), fresh)
    assert [(step, one.expected, one.found) for step, one in result.differences] == [
        ("SI-1", "refused: period_closed", "accepted")
    ]


def test_only_a_sandbox_takes_a_simulated_clock(fresh: FreshSet) -> None:
    with directory.enter("public"):
        AccountSet.objects.filter(schema_name=SET).update(sandbox=False)
    directory.forget()
    door = door_here(drain_here(SET))
    door.now = datetime(2026, 4, 1, tzinfo=UTC)
    answer = door.ask("GET", "/meta")
    assert (answer.status, [one.code for one in answer.refusals]) == (400, ["clock_refused"])
