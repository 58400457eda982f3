"""Many people at work while somebody changes forms, fields and flows: the longest any of them waited."""

import http.client
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

PEOPLE = 30
PAUSE_S = 0.15
"""A person looks at what came before asking again."""
LIST = "/api/v1/documents?type=goods_receipt&limit=50"
ASKED = (
    LIST,
    LIST + "&sort=-business_date",
    LIST + "&filter=%5B%5B%22state%22%2C%22eq%22%2C%22DRAFT%22%5D%5D",
    "/api/v1/meta",
    "/api/v1/items?limit=50",
)


@dataclass
class Load:
    """What the people at work saw. longest_s, slowest: of all requests; troubles: answers that were no success."""

    requests: int = 0
    longest_s: float = 0.0
    slowest: str = ""
    troubles: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, seconds: float, status: int) -> None:
        with self.lock:
            self.requests += 1
            if seconds > self.longest_s:
                self.longest_s, self.slowest = seconds, what
            if status >= 300:
                self.troubles.append(f"{what}: {status}")


class Door:
    """One person's connection to the product."""

    def __init__(self, host: str, port: int, headers: Mapping[str, str]) -> None:
        self.connection = http.client.HTTPConnection(host, port, timeout=120)
        self.headers = {**headers, "Content-Type": "application/json"}

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        headers = {**self.headers, "Idempotency-Key": str(uuid.uuid4())}
        self.connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()

    def do(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON of an answer that must be a success."""
        status, text = self.ask(method, f"/api/v1{path}", body)
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {text[:300].decode(errors='replace')}")
        return json.loads(text) if text else None


@contextmanager
def people_at_work(
    door: Callable[[], Door], draft: Callable[[], dict[str, Any]], people: int = PEOPLE
) -> Iterator[Load]:
    """Let people read lists and write drafts (every fifth request) until the block ends; what they saw."""
    load, stop = Load(), threading.Event()

    def person(number: int) -> None:
        mine = door()
        turn = number
        while not stop.is_set():
            write = turn % 5 == 4
            method, path = ("POST", "/api/v1/documents") if write else ("GET", ASKED[turn % len(ASKED)])
            started = time.perf_counter()
            status, _ = mine.ask(method, path, draft() if write else None)
            load.note(f"{method} {path}", time.perf_counter() - started, status)
            turn += 1
            stop.wait(PAUSE_S)
        mine.connection.close()

    threads = [threading.Thread(target=person, args=(number,)) for number in range(people)]
    for one in threads:
        one.start()
    try:
        yield load
    finally:
        stop.set()
        for one in threads:
            one.join()


FLOW = {
    "id": "start",
    "kind": "start",
    "next": {"id": "n1", "kind": "approve", "name": "主管", "approvers": [{"kind": "role", "code": "owner"}]},
}


def change_everything(door: Door, build: Callable[[], None]) -> None:
    """Ten own fields, indexes of three of them, two flows published, one field of another kind. build: waits until the indexes stand."""
    made = []
    for number in range(10):
        field_ = {
            "target": "goods_receipt", "code": f"x_new{number}", "label": f"新字段{number}",
            "kind": "number" if number < 9 else "text", "accelerated": number < 3,
        }  # fmt: skip
        made.append(door.do("POST", "/custom-fields", field_))
    build()
    for number in range(2):
        flow = door.do(
            "POST", "/workflows", {"name": f"流程{number}", "document_type": "purchase_order", "priority": number}
        )
        door.do("PUT", f"/workflows/{flow['id']}/draft", {"tree": FLOW})
        door.do("POST", f"/workflows/{flow['id']}/publish", {"note": ""})
    door.do("PATCH", f"/custom-fields/{made[9]['id']}", {"kind": "multiline", "rev": made[9]["rev"]})
    door.connection.close()
