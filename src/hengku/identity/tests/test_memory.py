"""What must be remembered and may not change: the audit, keyed requests."""

import threading
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from hengku.config.embedded.connection import Connection
from hengku.identity.api.request import session_lifetime
from hengku.identity.models import AuditEntry, IdempotencyRecord, Role
from hengku.identity.operations.accounts import create_owner
from hengku.identity.operations.audit import record_change, record_changes
from hengku.identity.operations.repeat import KEPT_FOR, claim_key, forget_old, keep_answer
from hengku.identity.operations.roles import seed_roles
from hengku.identity.operations.sign_in import open_session
from hengku.identity.tests.conftest import PASSWORD
from hengku.identity.types import SYSTEM, Act
from hengku.kernel.errors import Refused


def test_the_audit_is_appended_only(act: Act) -> None:
    record_change(act=act, entity="things", entity_id=1, action="update", before={"a": "1"}, after={"a": "2"})
    record_changes(act=act, entity="things", action="create", changes=[(2, None, {"a": "1"}), (3, None, {"a": "1"})])
    assert AuditEntry.objects.count() == 3
    for tamper in ("UPDATE identity_audit_entry SET action = 'x'", "DELETE FROM identity_audit_entry"):
        with pytest.raises(DatabaseError, match=r"append-only|permission denied"), transaction.atomic():
            connection.cursor().execute(tamper)


def test_not_even_the_owner_of_the_tables_changes_the_audit(committed_db: Connection) -> None:
    act = Act(viewer=SYSTEM, at=datetime.now(tz=UTC))
    record_change(act=act, entity="things", entity_id=1, action="update", before=None, after=None)
    with psycopg.connect(committed_db.owner_dsn, autocommit=True) as owner:
        for tamper in ("UPDATE main.identity_audit_entry SET action = 'x'", "TRUNCATE main.identity_audit_entry"):
            with pytest.raises(psycopg.errors.RestrictViolation):
                owner.execute(tamper)


def test_a_key_twice_for_one_person_is_one_request(act: Act) -> None:
    first = claim_key(key="k", actor_id=1, endpoint="POST /a", body=b"{}", at=act.at)
    assert first.answer is None
    assert claim_key(key="k", actor_id=2, endpoint="POST /a", body=b"{}", at=act.at).answer is None
    with pytest.raises(IntegrityError), transaction.atomic():
        IdempotencyRecord.objects.create(key="k", actor_id=1, endpoint="", body_hash="", created_at=act.at)
    assert forget_old(at=act.at + KEPT_FOR + timedelta(seconds=1)) == 2


def test_a_key_that_comes_back_with_other_content_is_refused(act: Act) -> None:
    first = claim_key(key="k", actor_id=1, endpoint="POST /a", body=b"{}", at=act.at)
    keep_answer(record_id=first.record_id, status=201, media_type="application/json", content=b"made")
    again = claim_key(key="k", actor_id=1, endpoint="POST /a", body=b"{}", at=act.at)
    assert again.answer == (201, "application/json", b"made")
    for endpoint, body in (("POST /a", b"{ }"), ("POST /b", b"{}")):
        with pytest.raises(Refused, match="key_reused") as refusal:
            claim_key(key="k", actor_id=1, endpoint=endpoint, body=body, at=act.at)
        assert refusal.value.status == 409


def test_of_two_at_the_same_instant_one_executes(committed_db: Connection) -> None:
    at = datetime.now(tz=UTC)
    act = Act(viewer=SYSTEM, at=at)
    seed_roles(act=act)
    owner_id = create_owner(act=act, username="boss", name="老板", password=PASSWORD)
    opened = open_session(user_id=owner_id, address="", agent="", at=at, lifetime=session_lifetime())
    start = threading.Barrier(6)
    answers: list[tuple[int, bytes, bool]] = []

    def ask() -> None:
        client = Client()
        client.cookies["hengku_session"] = opened.secret
        start.wait()
        answer = client.post(
            "/api/v1/roles", {"code": "twin", "name": "双"}, content_type="application/json",
            headers={"Idempotency-Key": "twins"},
        )  # fmt: skip
        answers.append((answer.status_code, answer.content, "Idempotency-Replayed" in answer))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {(status, content) for status, content, _ in answers} == {(201, answers[0][1])}
    assert sorted(replayed for _, _, replayed in answers) == [False] + [True] * 5
    assert Role.objects.filter(code="twin").count() == 1
