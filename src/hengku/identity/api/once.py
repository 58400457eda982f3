"""Every write at most once: keyed requests are remembered, lost races of the database are run again."""

import hashlib
import inspect
import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from hengku.identity.api.problems import refused
from hengku.identity.api.request import (
    address_of,
    moment_of,
    path_of,
    refusal_of,
    request_id_of,
    signed_in_of,
    takes_retry,
)
from hengku.identity.operations.audit import record_attempt
from hengku.identity.operations.repeat import Claim, claim_key, keep_answer, release_key
from hengku.identity.types import Act
from hengku.kernel.errors import Refused
from hengku.kernel.texts import current_language

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_ATTEMPTS = 4
_LARGEST_KEPT = 1024 * 1024

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
Run = Callable[..., HttpResponseBase]


def keeps_own_transactions(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint that commits in steps (imports) or must not be rolled back (sign-in): no key is remembered for it."""
    endpoint.hengku_own_transactions = True  # type: ignore[attr-defined]  # read by at_most_once below
    return endpoint


def at_most_once(run: Run) -> Run:
    """Wrap an operation's run: Idempotency-Key inside the write's own transaction, retries of lost races."""
    operation = getattr(inspect.unwrap(run), "__self__", None)
    endpoint = getattr(operation, "view_func", None)
    if getattr(endpoint, "hengku_own_transactions", False) or getattr(operation, "is_async", False):
        return run

    @wraps(run)
    def wrapped(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        if request.method in _SAFE:
            return run(request, **kwargs)
        answer = _again_while_lost(request, lambda: _keyed(request, run, kwargs))
        if answer.status_code >= 400:
            _remember_attempt(request)
        return answer

    return wrapped


def _remember_attempt(request: HttpRequest) -> None:
    """Keep who tried what nobody may, now that the refusal has taken everything else back."""
    refusal, signed_in = refusal_of(request), signed_in_of(request)
    if refusal is None or signed_in is None:
        return
    act = Act(signed_in.viewer, moment_of(request), request_id_of(request), address_of(request))
    detail = " ".join(dict.fromkeys(one.message(current_language()) for one in refusal.refusals))
    record_attempt(act=act, method=str(request.method), path=path_of(request), code=refusal.code, detail=detail)


def _again_while_lost(request: HttpRequest, perform: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    for attempt in range(1, _ATTEMPTS + 1):
        answer = perform()
        lost = takes_retry(request)
        # An upload's body is read only once, so that the caller must send it again.
        if not lost or attempt == _ATTEMPTS or transaction.get_connection().in_atomic_block or request.FILES:
            return answer
        time.sleep(random.uniform(0.01, 0.05) * attempt)  # noqa: S311 (spreads the racers, keeps no secret)
    raise AssertionError("the loop returns")


def _keyed(request: HttpRequest, run: Run, kwargs: dict[str, Any]) -> HttpResponseBase:
    key = request.headers.get("Idempotency-Key", "").strip()
    signed_in = signed_in_of(request) if key else None
    if signed_in is None:
        return run(request, **kwargs)
    with transaction.atomic():
        try:
            claim = claim_key(
                key=key,
                actor_id=signed_in.viewer.user_id or 0,
                endpoint=f"{request.method} {request.get_full_path()}",
                body=_content(request),
                at=moment_of(request),
            )
        except Refused as refusal:
            return refused(refusal)
        if claim.answer is not None:
            return _first_answer(claim.answer)
        answer = run(request, **kwargs)
        if answer.status_code >= 400:
            transaction.set_rollback(True)  # a refusal leaves nothing behind, so it may be tried again
        else:
            _remember(claim, answer)
        return answer


def _content(request: HttpRequest) -> bytes:
    """What identifies the request's content; an upload's files by their bytes, without the random boundary."""
    if not (request.content_type or "").startswith("multipart/"):
        return request.body
    digest = hashlib.sha256(repr(sorted(request.POST.lists())).encode())
    for name, files in sorted(request.FILES.lists()):
        for file in files:
            assert isinstance(file, UploadedFile)
            digest.update(f"{name}={file.name}:{file.size};".encode())
            for chunk in file.chunks():
                digest.update(chunk)
            file.seek(0)
    return digest.digest()


def _first_answer(answer: tuple[int, str, bytes]) -> HttpResponse:
    status, media_type, content = answer
    response = HttpResponse(content, status=status, content_type=media_type or "application/json")
    response["Idempotency-Replayed"] = "true"
    return response


def _remember(claim: Claim, answer: HttpResponseBase) -> None:
    secret = bool(answer.cookies) or "no-store" in answer.get("Cache-Control", "")
    if secret or not isinstance(answer, HttpResponse) or len(answer.content) > _LARGEST_KEPT:
        release_key(record_id=claim.record_id)
    else:
        keep_answer(
            record_id=claim.record_id, status=answer.status_code,
            media_type=answer.get("Content-Type", ""), content=answer.content,
        )  # fmt: skip
