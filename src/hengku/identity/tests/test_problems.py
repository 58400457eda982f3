"""Troubles of the database as answers people can act on, and lost races run again."""

import errno
import logging
from types import SimpleNamespace
from typing import Any

import orjson
import psycopg
import pytest
from django.db import DataError, IntegrityError, OperationalError
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from ninja.errors import HttpError

from hengku.identity.api.edge import create_api
from hengku.identity.api.once import at_most_once
from hengku.identity.api.request import mark_for_retry
from hengku.kernel.errors import Refusal, Refused
from hengku.kernel.texts import speak

API = create_api()


def _answer(exc: Exception) -> tuple[int, dict[str, Any]]:
    speak("en")
    answer = API.on_exception(RequestFactory().post("/api/v1/x"), exc)
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, orjson.loads(answer.content)


def _caused(kind: type[Exception], state: str, **diagnosis: str) -> Exception:
    cause = RuntimeError("from the driver")
    cause.sqlstate = state  # type: ignore[attr-defined]  # as the driver does
    cause.diag = SimpleNamespace(**diagnosis)  # type: ignore[attr-defined]  # as the driver does
    exc = kind("failed")
    exc.__cause__ = cause
    return exc


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (_caused(IntegrityError, "23505", message_detail="Key (code)=(A1) already exists."), 422, "not_unique"),
        (
            _caused(IntegrityError, "23503", message_detail="Key (item_id)=(9) is not present."),
            409,
            "still_used_or_missing",
        ),
        (_caused(IntegrityError, "23502", column_name="name"), 422, "required"),
        (_caused(IntegrityError, "23514", constraint_name="quantity_is_positive"), 422, "rule_of_the_data"),
        (_caused(IntegrityError, "23001"), 409, "append_only"),
        (_caused(DataError, "22003"), 422, "result_too_large"),
        (psycopg.errors.NumericValueOutOfRange("numeric field overflow"), 422, "result_too_large"),
        (_caused(OperationalError, "40001"), 503, "busy"),
        (_caused(OperationalError, "40P01"), 503, "busy"),
        (_caused(OperationalError, "55P03"), 503, "busy"),
        (_caused(OperationalError, "57014"), 503, "busy"),
        (OperationalError("the connection is lost"), 503, "busy"),
        (psycopg.errors.QueryCanceled("canceling statement"), 503, "busy"),
        (psycopg.OperationalError("the connection is closed"), 503, "busy"),
        (psycopg.errors.RestrictViolation("append-only"), 409, "append_only"),
        (ValueError("A string literal cannot contain NUL (0x00) characters."), 422, "invalid_characters"),
        (psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"), 422, "invalid_characters"),
        (ProtectedError("", set()), 409, "still_used_or_missing"),
        (HttpError(404, ""), 404, "not_found"),
        (HttpError(403, ""), 403, "permission_denied"),
        (Refused([Refusal("busy", severity="warn")]), 422, "confirmation_required"),
    ],
)
def test_expected_troubles_are_answered_and_not_logged(
    exc: Exception, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    got_status, body = _answer(exc)
    assert (got_status, body["code"]) == (status, code)
    assert body["detail"]
    assert caplog.records == []


def test_the_value_that_is_taken_is_named() -> None:
    _, body = _answer(_caused(IntegrityError, "23505", message_detail="Key (book_id, code)=(1, A1) already exists."))
    assert body["errors"][0]["loc"] == ["code"]
    assert "A1" in body["detail"]


@pytest.mark.parametrize(("state", "status", "code"), [("53100", 507, "storage_full"), ("53200", 503, "out_of_memory")])
def test_a_full_disk_is_said_and_logged(state: str, status: int, code: str, caplog: pytest.LogCaptureFixture) -> None:
    got_status, body = _answer(_caused(OperationalError, state))
    assert (got_status, body["code"]) == (status, code)
    assert len(caplog.records) == 1


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, "storage_full"),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), 507, "storage_full"),
        (OSError(errno.EACCES, "Permission denied"), 500, "internal_error"),
        (MemoryError(), 503, "out_of_memory"),
    ],
)
def test_so_is_a_file_without_room_and_a_process_without_memory(
    exc: Exception, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    got_status, body = _answer(exc)
    assert (got_status, body["code"]) == (status, code)
    assert len(caplog.records) == 1


def test_the_unexpected_is_logged_under_the_number_the_user_sees(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        status, body = _answer(ZeroDivisionError("boom"))
    assert (status, body["code"]) == (500, "internal_error")
    assert body["params"]["request_id"] in caplog.text
    assert "boom" not in str(body), "nothing of the inside is told"


def _run(lost: int) -> tuple[int, int]:
    """How often a write that loses its race `lost` times is run, and the status of the answer."""
    ran = 0

    def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        nonlocal ran
        ran += 1
        if ran <= lost:
            mark_for_retry(request)
            return HttpResponse(status=503)
        return HttpResponse(status=200)

    answer = at_most_once(run)(RequestFactory().post("/x", "{}", content_type="application/json"))
    return ran, answer.status_code


@pytest.mark.parametrize(("lost", "expected"), [(0, (1, 200)), (1, (2, 200)), (3, (4, 200)), (9, (4, 503))])
def test_lost_races_are_run_again_a_few_times(lost: int, expected: tuple[int, int]) -> None:
    assert _run(lost) == expected


def test_reads_are_never_wrapped() -> None:
    ran: list[HttpRequest] = []

    def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        ran.append(request)
        mark_for_retry(request)
        return HttpResponse(status=503)

    at_most_once(run)(RequestFactory().get("/x"))
    assert len(ran) == 1
