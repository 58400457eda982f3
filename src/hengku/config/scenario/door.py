"""The door to the product: its public HTTP API, in this process or at an address, at the moment the story is in."""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

API = "/api/v1"
TO_CONFIRM = "confirmation_required"
"""A warning: a person would read it and go on, and so does the runner."""
NEVER_CONFIRMED = frozenset({"tolerance_exceeded", "credit_exceeded", "credit_overdue", "below_floor_price"})
"""Limits that only a special permission lifts: the runner is nobody who has it."""


class NotOffered(Exception):
    """The product does not know this address, field or value: not implemented, which is a failure."""


class Unexpected(Exception):
    """The product refused or failed where the story goes on; carries its own words."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason of a refused request."""

    code: str
    message: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """status and body; refusals when it was refused."""

    status: int
    body: Any
    refusals: tuple[Refusal, ...] = ()

    @property
    def ok(self) -> bool:
        return self.status < httpx.codes.BAD_REQUEST


@dataclass(slots=True)
class Door:
    """client speaks to the product. settle waits until everything posted so far has reached vouchers and reports.
    tokens: API token by user name; the one of `who` signs a request. leave_thread: called by a thread that asked, when
    it ends."""

    client: httpx.Client
    settle: Callable[["Door"], None]
    tokens: dict[str, str] = field(default_factory=dict)
    now: datetime | None = None
    leave_thread: Callable[[], None] = lambda: None

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        params: Mapping[str, str] | None = None,
        who: str = "owner",
        key: str | None = None,
    ) -> Answer:
        """One request. The key makes it happen once; a fresh one is made for writes."""
        headers = {"Accept-Language": "en"}
        if who in self.tokens:
            headers["Authorization"] = f"Bearer {self.tokens[who]}"
        if self.now is not None:
            headers["X-HengKu-Now"] = self.now.isoformat()
        if method != "GET":
            key = key or secrets.token_hex(8)
            headers["Idempotency-Key"] = key
        sent = None if body is None else json.dumps(body)
        if sent is not None:
            headers["Content-Type"] = "application/json"
        answer = _answer(self.client.request(method, API + path, content=sent, params=params, headers=headers))
        if isinstance(body, dict) and isinstance(answer.body, dict) and answer.body.get("code") == TO_CONFIRM:
            codes = sorted({*body.get("confirm", []), *(one.code for one in answer.refusals)})
            if NEVER_CONFIRMED.isdisjoint(codes) and codes != body.get("confirm"):
                # Another request, so another key; the same one again when the same question is asked again.
                return self.ask(
                    method, path, {**body, "confirm": codes}, params=params, who=who, key=f"{key}-confirmed"
                )
        return answer

    def get(self, path: str, **params: object) -> Any:
        """What the product says; lists of a resource are read to their end. Raises NotOffered, Unexpected."""
        given = {name: str(value) for name, value in params.items() if value is not None}
        return self._good(self.ask("GET", path, params=given), f"GET {path}")

    def every(self, path: str, **params: object) -> list[dict[str, Any]]:
        """All records of a list, page by page."""
        found: list[dict[str, Any]] = []
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(path, **params, limit=200, **({"cursor": cursor} if cursor else {}))
            found += page["items"]
            cursor = page["next_cursor"]
        return found

    def send(self, method: str, path: str, body: Any = None, *, who: str = "owner") -> Any:
        """Write, and give the answer's body. Raises NotOffered, Unexpected."""
        return self._good(self.ask(method, path, body, who=who), f"{method} {path}")

    def _good(self, answer: Answer, what: str) -> Any:
        if answer.ok:
            return answer.body
        words = "; ".join(f"{one.code}: {one.message}" for one in answer.refusals) or str(answer.body)[:400]
        unknown = {"unknown_field", "invalid_choice", "report_unknown", "unknown_parameter"}
        if answer.status in (404, 405) or any(one.code in unknown for one in answer.refusals):
            raise NotOffered(f"{what}: {words}")
        raise Unexpected(f"{what} -> {answer.status}: {words}")


def _answer(response: httpx.Response) -> Answer:
    kind = response.headers.get("Content-Type", "")
    body = response.json() if "json" in kind and response.content else response.text
    if response.status_code < httpx.codes.BAD_REQUEST or not isinstance(body, dict):
        return Answer(response.status_code, body)
    errors = body.get("errors") or [
        {"code": body.get("code", ""), "message": body.get("detail") or body.get("title", "")}
    ]
    refusals = tuple(
        Refusal(str(one.get("code", "")), str(one.get("message", "")), one.get("params") or {}) for one in errors
    )
    return Answer(response.status_code, body, refusals)
