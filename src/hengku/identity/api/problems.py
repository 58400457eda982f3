"""Errors as people and programs see them: application/problem+json in the reader's language.

Refusals are normal answers and are never logged; only what nobody expected is, with the request's id. Those worth remembering
(rules.attempts) go to the audit when the request is over.
"""

import errno
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import psycopg
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import Error as DatabaseError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from psycopg_pool import PoolTimeout

from hengku.identity.api.request import mark_for_retry, note_refusal, path_of, request_id_of
from hengku.identity.rules.attempts import is_noted
from hengku.kernel.errors import MESSAGES, Refusal, Refused, refuse
from hengku.kernel.quantity import largest
from hengku.kernel.texts import current_language

_log = logging.getLogger("hengku.edge")
_TITLES = {
    400: "malformed",
    401: "unauthenticated",
    403: "permission_denied",
    404: "not_found",
    405: "method_not_allowed",
}

# SQLSTATE -> what to answer. 23xxx: a constraint held the line; the rest: the server could not do it now.
_AGAIN = frozenset({"40001", "40P01", "55P03"})
_BUSY = frozenset({*_AGAIN, "57014", "53300", "57P01", "57P03", "08006", "08001", "08003"})
_TOO_LARGE = frozenset({"22003"})  # sums of many entries, each of which was small enough
_STORAGE = {"53100": "storage_full", "53200": "out_of_memory"}
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
_KEY_DETAIL = re.compile(r"\(([^)]+)\)=\(([^)]*)\)")


def problem(
    *,
    status: int,
    code: str,
    detail: str = "",
    errors: Sequence[Mapping[str, Any]] = (),
    params: Mapping[str, str] | None = None,
) -> HttpResponse:
    """A problem answer; `detail` is a sentence in the reader's language."""
    title = MESSAGES.get(_TITLES.get(status, "refused")).in_language(current_language()) if status != 500 else ""
    body = {
        "type": f"/problems/{code}", "code": code, "title": title or detail, "status": status,
        "detail": detail, "errors": list(errors), "params": dict(params or {}),
    }  # fmt: skip
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")


def refused(exc: Refused) -> HttpResponse:
    """The answer to a refusal: all reasons, each with its place."""
    language = current_language()
    errors = [_error(reason, reason.message(language)) for reason in exc.refusals]
    detail = " ".join(dict.fromkeys(_told(error) for error in errors))
    params = exc.refusals[0].params if exc.refusals else {}
    return problem(status=exc.status, code=exc.code, detail=detail, errors=errors, params=params)


def _told(error: Mapping[str, Any]) -> str:
    """The message; one that speaks of no field by itself gets the field's name before it."""
    code, message = str(error["code"]), str(error["message"])
    nameless = code in _NAMELESS or code.startswith("invalid")
    return f"{'.'.join(str(step) for step in error['loc'])}: {message}" if nameless and error["loc"] else message


_NAMELESS = frozenset({"required", "too_long", "too_short", "too_many", "too_many_places", "unknown_field"})


def _error(reason: Refusal, message: str) -> dict[str, Any]:
    return {
        "loc": list(reason.loc), "code": reason.code, "message": message,
        "params": dict(reason.params), "severity": reason.severity,
    }  # fmt: skip


def offer_handlers(api: NinjaAPI) -> None:
    """Teach the API how to answer every kind of error."""
    api.add_exception_handler(Refused, _on_refused)
    api.add_exception_handler(ValidationError, _on_invalid)
    api.add_exception_handler(HttpError, _on_http_error)
    api.add_exception_handler(Http404, _on_missing)
    api.add_exception_handler(PermissionDenied, _on_denied)
    api.add_exception_handler(RequestDataTooBig, _on_too_big)
    api.add_exception_handler(ProtectedError, _on_protected)
    api.add_exception_handler(DatabaseError, _on_database_error)
    api.add_exception_handler(psycopg.Error, _on_database_error)  # the hot path speaks to the driver itself
    api.add_exception_handler(PoolTimeout, _on_pool_timeout)
    api.add_exception_handler(OSError, _on_os_error)
    api.add_exception_handler(MemoryError, _on_memory_error)
    api.add_exception_handler(Exception, _on_unexpected)


def _on_refused(request: HttpRequest, exc: Refused | type[Refused]) -> HttpResponse:
    assert isinstance(exc, Refused)
    resource = path_of(request).split("/")[0]
    if any(is_noted(one.code, resource) for one in exc.refusals):
        note_refusal(request, exc)
    return refused(exc)


def _on_missing(_: HttpRequest, __: object) -> HttpResponse:
    return refused(refuse("not_found", status=404))


def _on_denied(_: HttpRequest, __: object) -> HttpResponse:
    return refused(refuse("permission_denied", status=403, resource="", action=""))


def _on_too_big(_: HttpRequest, __: object) -> HttpResponse:
    return refused(refuse("request_too_big", status=413))


def _on_http_error(request: HttpRequest, exc: HttpError | type[HttpError]) -> HttpResponse:
    assert isinstance(exc, HttpError)
    codes = {
        400: "malformed",
        401: "unauthenticated",
        403: "permission_denied",
        404: "not_found",
        429: "too_many_requests",
    }
    code = codes.get(exc.status_code, "malformed")
    params = {"resource": "", "action": ""} if code == "permission_denied" else {}
    return refused(Refused(Refusal(code, params), status=exc.status_code))


# pydantic's error types -> our codes; what is not named here is simply "invalid".
_INVALID = {
    "missing": "required",
    "string_too_long": "too_long",
    "string_too_short": "too_short",
    "too_long": "too_many",
    "extra_forbidden": "unknown_field",
    "enum": "invalid_choice",
    "literal_error": "invalid_choice",
    "decimal_max_digits": "number_too_large",
    "decimal_whole_digits": "number_too_large",
    "less_than": "number_too_large",
    "less_than_equal": "number_too_large",
}
_NUMBER = re.compile(r"^(decimal|int|float|greater|less|finite)")
_DATE = re.compile(r"^(date|datetime|timezone)")


def _on_invalid(_: HttpRequest, exc: ValidationError | type[ValidationError]) -> HttpResponse:
    assert isinstance(exc, ValidationError)
    reasons = [_reason(error) for error in exc.errors]
    source = str(exc.errors[0]["loc"][0]) if exc.errors else "body"
    status = {"path": 404, "body": 422, "form": 422, "file": 422}.get(source, 400)
    if status == 404:
        return refused(refuse("not_found", status=404))
    return refused(Refused(reasons, status=status))


def _reason(error: Mapping[str, Any]) -> Refusal:
    kind = str(error["type"])
    place = list(error["loc"])
    if place and place[0] in ("body", "form"):
        place = place[2:]  # "body" and the endpoint's own name for it
    elif place:
        place = place[1:]
    code = _INVALID.get(kind) or (
        "invalid_number" if _NUMBER.match(kind) else "invalid_date" if _DATE.match(kind) else "invalid"
    )
    context = error.get("ctx") or {}
    params = {"max": str(context["max_length"])} if code == "too_long" else {}
    if code == "number_too_large":
        params = {"max": _most(context)}
    return Refusal(code, params, tuple(place))


def _most(context: Mapping[str, Any]) -> str:
    """The largest number of a described value, in words."""
    digits = context.get("whole_digits") or context.get("max_digits")
    return largest(int(digits)) if digits else str(context.get("le", context.get("lt", "")))


def _on_protected(_: HttpRequest, exc: ProtectedError | type[ProtectedError]) -> HttpResponse:
    assert isinstance(exc, ProtectedError)
    return refused(refuse("still_used_or_missing", status=409))


def _on_database_error(request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
    assert isinstance(exc, DatabaseError | psycopg.Error)
    cause = exc if isinstance(exc, psycopg.Error) else exc.__cause__
    state = str(getattr(cause, "sqlstate", None) or "")
    if state in _AGAIN:
        mark_for_retry(request)
    if state.startswith("23"):
        return refused(_constraint(state, cause))
    if state in _STORAGE:
        _log.error("the database answered %s: %s", state, cause)
        return refused(refuse(_STORAGE[state], status=507 if state == "53100" else 503))
    if state in _TOO_LARGE:
        return refused(refuse("result_too_large"))
    if state in _BUSY or (not state and "connection" in str(exc)):
        answer = refused(refuse("busy", status=503))
        answer["Retry-After"] = "1"
        return answer
    return _on_unexpected(request, exc)


def _constraint(state: str, cause: object) -> Refused:
    """A constraint refused the write: say which value, by the column names of the message where there are any."""
    diagnosis = getattr(cause, "diag", None)
    name = str(getattr(diagnosis, "constraint_name", None) or "")
    found = _KEY_DETAIL.search(str(getattr(diagnosis, "message_detail", None) or ""))
    columns = found[1].replace('"', "").split(", ") if found else []
    value = found[2] if found else ""
    if name in MESSAGES:
        return refuse(name)
    loc = (columns[-1].removesuffix("_id"),) if columns else ()
    if state == "23505":
        return refuse("not_unique", loc=loc, value=value)
    if state == "23503":
        return refuse("still_used_or_missing", loc=loc, status=409)
    if state == "23502":
        column = str(getattr(diagnosis, "column_name", None) or "")
        return refuse("required", loc=(column,))
    if state == "23001":
        return refuse("append_only", status=409)
    return refuse("rule_of_the_data", rule=name.replace("_", " "))


def _on_pool_timeout(_: HttpRequest, __: object) -> HttpResponse:
    answer = refused(refuse("busy", status=503))
    answer["Retry-After"] = "1"
    return answer


def _on_os_error(request: HttpRequest, exc: OSError | type[OSError]) -> HttpResponse:
    """A file could not be written: no room is said as such, whoever notices it first, the database or we."""
    assert isinstance(exc, OSError)
    if exc.errno not in _NO_ROOM:
        return _on_unexpected(request, exc)
    _log.error("no room for a file: %s", exc)
    return refused(refuse("storage_full", status=507))


def _on_memory_error(_: HttpRequest, __: object) -> HttpResponse:
    _log.error("this process is out of memory")
    return refused(refuse("out_of_memory", status=503))


def _on_unexpected(request: HttpRequest, exc: object) -> HttpResponse:
    if isinstance(exc, ValueError | DatabaseError | psycopg.Error) and "NUL (0x00)" in str(exc):
        return refused(refuse("invalid_characters"))  # in an upload; the edge looks at everything else
    request_id = request_id_of(request)
    _log.error("request %s %s %s failed", request_id, request.method, request.path, exc_info=exc)  # type: ignore[arg-type]  # an exception instance
    return refused(refuse("internal_error", status=500, request_id=request_id))
