"""Where stories are performed: in this process, or at a running product's address."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from hengku.config.scenario.door import Door, Unexpected
from hengku.config.scenario.run import FreshSet, Result, perform
from hengku.config.scenario.story import Story

TIMEOUT_S = 60.0
POLL_S = 0.1


def door_here(settle: Callable[[Door], None]) -> Door:
    """A door into this very process: the same application the server runs, without a socket."""
    from django.db import connections

    from hengku.config.applications import wsgi

    # The application is called in this thread, so that it shares what the thread has open.
    transport = httpx.WSGITransport(app=wsgi)
    client = httpx.Client(transport=transport, base_url="http://localhost", timeout=TIMEOUT_S)
    return Door(client, settle, leave_thread=connections.close_all)


def drain_here(account_set: str) -> Callable[[Door], None]:
    """Settling without a consumer process: drain everything here and now."""

    def settle(door: Door) -> None:
        del door
        from hengku.config.directory.operations import enter
        from hengku.config.wiring import drains

        with enter(account_set):
            for drain in drains():
                while drain():
                    pass

    return settle


def prove_here(account_set: str) -> list[dict[str, Any]]:
    """The product's full check of an account set, in this process."""
    from hengku.config.directory.operations import enter
    from hengku.ledger.operations.prove import as_rows, run_check

    with enter(account_set):
        return as_rows(run_check(full=True, now=lambda: datetime.now(UTC)))


def perform_here(stories: Iterator[Story], *, keep: bool) -> Iterator[Result]:
    """Perform stories in fresh sandbox sets of this database; needs the owner role. keep: leave the sets behind."""
    from hengku.config.directory import operations as directory
    from hengku.config.scenario.sandbox import drop_sandbox, make_sandbox

    taken = set(directory.live_names())
    names = (f"story{number}" for number in count(1) if f"story{number}" not in taken)
    for story in stories:
        fresh = make_sandbox(name=next(names), label=story.name)
        try:
            yield perform(story, door_here(drain_here(fresh.name)), fresh, partial(prove_here, fresh.name))
        finally:
            if not keep:
                drop_sandbox(name=fresh.name)


def perform_at(url: str, token: str, stories: Iterator[Story], *, keep: bool) -> Iterator[Result]:
    """Perform stories in fresh sandbox sets of a running product, whose owner's token makes them.

    They are archived afterwards, since the public API removes nothing. keep: leave them open.
    """
    with httpx.Client(base_url=url.rstrip("/"), timeout=TIMEOUT_S) as client:
        owner = Door(client, wait_there, {"owner": token})
        for story in stories:
            fresh = _ask_for_set(owner, story)
            door = Door(client, wait_there)
            try:
                yield perform(story, door, fresh, partial(_prove_there, door))
            finally:
                if not keep:
                    owner.send("POST", f"/account-sets/{fresh.name}/archive")


def _ask_for_set(door: Door, story: Story) -> FreshSet:
    name = f"story{datetime.now(UTC):%H%M%S%f}"
    made = door.send("POST", "/account-sets", {"name": name, "label": story.name, "sandbox": True})
    asked = parse_qs(urlsplit(made["setup_path"]).query)
    return FreshSet(name, asked["token"][0])


def wait_there(door: Door) -> None:
    """Wait until the running product has caught up with everything posted."""
    if "owner" in door.tokens:
        door.get("/status", after="latest")


def _prove_there(door: Door) -> list[dict[str, Any]]:
    """The light after a full check."""
    door.send("POST", "/books/check")
    light = door.get("/books/light")
    while light["running"]:
        time.sleep(POLL_S)
        light = door.get("/books/light")
    if light["status"] not in {"green", "red"}:
        raise Unexpected(f"the light is {light['status']}")
    return [{"id": one["id"], "status": "red", "failing": one["rows"]} for one in light["failures"]]


@contextmanager
def quiet_hashes() -> Iterator[None]:
    """Passwords of a sandbox that lives for seconds need no slow hash."""
    from django.contrib.auth.hashers import Argon2PasswordHasher

    kept = (Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost)
    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 64
    try:
        yield
    finally:
        Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = kept
