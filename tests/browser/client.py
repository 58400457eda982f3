"""A person's session over HTTP: prepares what a story starts from, and reads figures to compare the pages with."""

import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

API = "/api/v1"


def today() -> str:
    """The only today there is: the book's."""
    return datetime.now(UTC).astimezone(ZoneInfo("Asia/Shanghai")).date().isoformat()


class Client:
    """Signed in; `send` and `read` fail loudly."""

    def __init__(self, address: str, username: str, password: str, account_set: str = "main") -> None:
        self.http = httpx.Client(base_url=address, timeout=120)
        self._csrf = self.http.get(f"{API}/session").json()["csrf_token"]
        self.send("POST", "/session", {"username": username, "password": password, "account_set": account_set})
        self._csrf = self.http.get(f"{API}/session").json()["csrf_token"]

    def close(self) -> None:
        self.http.close()

    def cookies(self) -> list[dict[str, str]]:
        """This session's cookies, as a browser takes them."""
        address = str(self.http.base_url)
        return [{"name": one.name, "value": one.value or "", "url": address} for one in self.http.cookies.jar]

    def send(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """The JSON a write answers with."""
        answer = self.ask(method, path, body)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    def refused(self, method: str, path: str, body: dict[str, Any]) -> list[tuple[str, list[Any]]]:
        """Code and place of everything a write is refused for."""
        answer = self.ask(method, path, body)
        assert answer.status_code == 422, f"{method} {path}: {answer.status_code} {answer.text}"
        return [(error["code"], error["loc"]) for error in answer.json()["errors"]]

    def ask(self, method: str, path: str, body: dict[str, Any] | None) -> httpx.Response:
        """What the server answers, whatever it is."""
        headers = {
            "X-CSRFToken": self._csrf,
            "Referer": str(self.http.base_url),
            "Idempotency-Key": str(uuid.uuid4()),
        }
        return self.http.request(method, API + path, json=body, headers=headers)

    def make(self, path: str, **body: Any) -> Any:
        """The record made by POST."""
        return self.send("POST", path, body)

    def read(self, path: str, **params: str) -> Any:
        """The JSON of GET."""
        answer = self.http.get(API + path, params=params)
        assert answer.is_success, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    def id_of(self, resource: str, code: str) -> str:
        """The id of the record with this code."""
        hits = self.read(f"/{resource}/lookup", q=code)
        return next(str(hit["id"]) for hit in hits if hit["code"] == code)

    def document(self, kind: str, header: dict[str, Any], lines: list[dict[str, Any]], transition: str = "") -> Any:
        """A document made (and carried to an effect) at once."""
        wish = {"transition": transition} if transition else {}
        dated = {"business_date": today()} | header
        return self.make("/documents", type=kind, header=dated, lines=lines, **wish)
