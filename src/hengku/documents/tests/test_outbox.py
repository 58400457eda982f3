"""The outbox: nothing skipped, nothing twice, failures come again."""

from collections.abc import Sequence

import psycopg
import pytest

from hengku.config.embedded.connection import Connection
from hengku.documents.models import Outbox
from hengku.documents.operations.draft import create_documents
from hengku.documents.operations.outbox import OutboxRow, drain, sequence
from hengku.documents.operations.transition import transition_documents
from hengku.documents.queries.feed import events_after
from hengku.documents.tests.conftest import AT, World
from hengku.documents.types import TransitionCommand
from hengku.identity.types import SYSTEM, Viewer


def three_events(world: World) -> int:
    [order] = create_documents(act=world.act, drafts=[world.order(world.bottles("1"))])
    for verb in ("submit", "approve", "unapprove"):
        transition_documents(act=world.act, commands=[TransitionCommand(order, verb)])
    return order


def test_a_consumer_sees_everything_once_in_order(world: World) -> None:
    three_events(world)
    seen: list[OutboxRow] = []
    assert drain(consumer="tester", handler=seen.extend, limit=2) == 2
    assert drain(consumer="tester", handler=seen.extend, limit=2) == 1
    assert drain(consumer="tester", handler=seen.extend) == 0
    assert [row.kind for row in seen] == ["test_order.submit", "test_order.approve", "test_order.unapprove"]
    assert [row.position for row in seen] == sorted({row.position for row in seen})
    again: list[OutboxRow] = []
    drain(consumer="other", handler=again.extend)
    assert again == seen


def test_a_failing_handler_gets_the_same_rows_again(world: World) -> None:
    three_events(world)

    def fail(_: Sequence[OutboxRow]) -> None:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        drain(consumer="tester", handler=fail)
    seen: list[OutboxRow] = []
    drain(consumer="tester", handler=seen.extend)
    assert len(seen) == 3


def test_a_row_that_commits_late_is_not_skipped(committed_db: Connection) -> None:
    insert = "INSERT INTO main.documents_outbox (kind, document_id, document_type, created_at) VALUES ('x.post', %s, 'x', %s)"
    seen: list[OutboxRow] = []
    with psycopg.connect(committed_db.dsn) as early, psycopg.connect(committed_db.dsn) as late:
        late.execute(insert, (1, AT))
        early.execute(insert, (2, AT))
        early.commit()
        drain(consumer="tester", handler=seen.extend)
        assert [row.document_id for row in seen] == [2]
        late.commit()
    drain(consumer="tester", handler=seen.extend)
    assert [row.document_id for row in seen] == [2, 1]
    assert [row.position for row in seen] == [1, 2]


def test_the_feed_shows_only_what_the_viewer_may_see(world: World) -> None:
    order = three_events(world)
    sequence()
    mine = [event.type for event in events_after(viewer=SYSTEM, after=0) if event.document_id == order]
    assert mine == ["test_order.submit", "test_order.approve", "test_order.unapprove"]
    first = Outbox.objects.filter(document_id=order).order_by("position").first()
    assert first is not None
    rest = events_after(viewer=SYSTEM, after=first.position or 0)
    assert [event.type for event in rest] == ["test_order.approve", "test_order.unapprove"]
    assert rest[0].number == "TDD-202603-0001"
    assert events_after(viewer=Viewer(5, "x", "x"), after=0) == []
