"""The same documents through HTTP: two server processes, four clients with a key each, one request a document."""

import http.client
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import pairwise

from benchmarks.company import Company
from benchmarks.figures import Figure, window

SERVERS = 2
CLIENTS = 4


@contextmanager
def servers() -> Iterator[int]:
    """Two web processes on one socket, as the product starts them; gives the port."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    os.set_inheritable(listening.fileno(), True)
    command = [sys.executable, "-m", "hengku.config.serving.web", "--fd", str(listening.fileno())]
    children = [subprocess.Popen(command, pass_fds=[listening.fileno()], stdin=subprocess.PIPE) for _ in range(SERVERS)]
    try:
        port = int(listening.getsockname()[1])
        _wait(port)
        yield port
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait()
        listening.close()


def _wait(port: int) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the server does not answer")


def make_token() -> str:
    """A key of an owner."""
    from hengku.identity.operations.accounts import create_owner
    from hengku.identity.operations.roles import seed_roles
    from hengku.identity.operations.tokens import create_token
    from hengku.identity.types import SYSTEM, Act

    act = Act(SYSTEM, datetime.now(UTC))
    seed_roles(act=act)
    owner = create_owner(act=act, username="bench", name="Bench", password="Correct-Horse-9")  # noqa: S106 (scratch database)
    return create_token(act=act, name="bench", scope=["*:*"], user_id=owner)[1]


def bodies(company: Company, kind: str, documents: int) -> list[bytes]:
    """Request bodies: receipts or shipments against approved orders, to be posted at once."""
    found: list[bytes] = []
    for draft in company.ready(kind, documents):
        lines = [{"source_line_id": str(line.source_line_id), "quantity": f"{line.quantity:f}"} for line in draft.lines]
        header = {
            "business_date": datetime.now(UTC).date().isoformat(), "book": str(draft.book_id), "partner": str(draft.partner_id),
            "warehouse": str(draft.warehouse_id),
        }  # fmt: skip
        found.append(json.dumps({"type": kind, "header": header, "lines": lines, "transition": "post"}).encode())
    return found


def _client(port: int, token: str, work: Sequence[bytes], wrong: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    for body in work:
        connection.request("POST", "/api/v1/documents", body=body, headers=headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            wrong.append(f"{answer.status} {text[:300].decode(errors='replace')}")


def through_http(company: Company, port: int, token: str, documents: int) -> Figure:
    """Receipts and shipments, half and half. The servers' own processor time is not counted."""
    work = [body for kind in ("goods_receipt", "shipment") for body in bodies(company, kind, documents // 2)]
    work = work[::2] + work[1::2]
    cuts = [len(work) * number // CLIENTS for number in range(CLIENTS + 1)]
    wrong: list[str] = []
    threads = [
        threading.Thread(target=_client, args=(port, token, work[start:end], wrong)) for start, end in pairwise(cuts)
    ]
    with window(len(work)) as figure:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if wrong:
        raise RuntimeError(f"{len(wrong)} of {len(work)} requests failed: {wrong[0]}")
    return figure
