"""The live stream (SSE): tells open pages that something took effect. One listening connection per process, fanned out.

The stream carries positions and kinds only; what happened is read from the feed, where rights are asked row by row.
"""

import asyncio
import json
import logging
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Any

import psycopg
import psycopg.sql
from django.db import connection
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router

from hengku.documents.operations.outbox import CHANNEL
from hengku.identity.api.edge import viewer_of
from hengku.identity.queries.account_set import schema
from hengku.identity.types import Viewer

router = Router()
log = logging.getLogger(__name__)
POLL_S = 3.0
HEARTBEAT_S = 15.0
LIFETIME_S = 600.0
PAUSE_AFTER_ERROR_S = 2.0
QUEUE_LIMIT = 100
Kinds = tuple[int, tuple[str, ...]]
"""Newest position, and the kinds of events since the last message."""
Noticed = frozenset[int]
"""People who were told something since."""


class Listener:
    """One thread with one LISTEN connection for all streams of this process; it ends when nobody listens any more."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._streams: dict[str, set[Stream]] = {}
        self._positions: dict[str, int] = {}
        self._notices: dict[str, int] = {}
        self._thread: threading.Thread | None = None

    def join(self, stream: "Stream", params: dict[str, Any]) -> None:
        """Let a stream hear what happens in its account set."""
        with self._lock:
            self._streams.setdefault(stream.account_set, set()).add(stream)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, args=(params,), name="hengku-stream", daemon=True)
                self._thread.start()

    def leave(self, stream: "Stream") -> None:
        """A page was closed."""
        with self._lock:
            self._streams.get(stream.account_set, set()).discard(stream)
            if not self._streams.get(stream.account_set):
                self._streams.pop(stream.account_set, None)
                self._positions.pop(stream.account_set, None)
                self._notices.pop(stream.account_set, None)

    def _run(self, params: dict[str, Any]) -> None:
        while self._wanted():
            try:
                with psycopg.connect(**params, autocommit=True) as own:
                    own.execute(f"LISTEN {CHANNEL}")
                    while self._wanted():
                        self._look(own)
                        for _ in own.notifies(timeout=POLL_S, stop_after=1):
                            pass
            except psycopg.Error:
                log.warning("The stream's connection was lost; trying again", exc_info=True)
                threading.Event().wait(PAUSE_AFTER_ERROR_S)

    def _wanted(self) -> bool:
        with self._lock:
            if not self._streams:
                self._thread = None
            return bool(self._streams)

    def _look(self, own: psycopg.Connection[Any]) -> None:
        """Tell every stream what is new in its account set."""
        with self._lock:
            streams = {name: tuple(found) for name, found in self._streams.items()}
        for name, found in streams.items():
            news, noticed = self._news(own, name), self._noticed(own, name)
            for stream in found:
                if news is not None:
                    stream.tell(news)
                if stream.person in noticed:
                    stream.tell(noticed)

    def _noticed(self, own: psycopg.Connection[Any], name: str) -> Noticed:
        """Who got notices since the last look. Pages that miss one (it committed behind a younger one) ask by themselves now and then."""
        table = psycopg.sql.SQL("{}.identity_notice").format(psycopg.sql.Identifier(name))
        last = self._notices.get(name)
        if last is None:
            newest = own.execute(psycopg.sql.SQL("SELECT coalesce(max(id), 0) FROM {}").format(table)).fetchone()
            self._notices[name] = newest[0] if newest else 0
            return frozenset()
        rows = own.execute(
            psycopg.sql.SQL("SELECT id, user_id FROM {} WHERE id > %s").format(table), (last,)
        ).fetchall()
        self._notices[name] = max([last, *(pk for pk, _ in rows)])
        return frozenset(person for _, person in rows)

    def _news(self, own: psycopg.Connection[Any], name: str) -> Kinds | None:
        table = psycopg.sql.SQL("{}.documents_outbox").format(psycopg.sql.Identifier(name))
        last = self._positions.get(name)
        if last is None:
            newest = own.execute(psycopg.sql.SQL("SELECT coalesce(max(position), 0) FROM {}").format(table)).fetchone()
            self._positions[name] = newest[0] if newest else 0
            return None
        rows = own.execute(
            psycopg.sql.SQL("SELECT kind, max(position) FROM {} WHERE position > %s GROUP BY kind").format(table),
            (last,),
        ).fetchall()
        if not rows:
            return None
        self._positions[name] = max(position for _, position in rows)
        return self._positions[name], tuple(sorted(kind for kind, _ in rows))


LISTENER = Listener()


class Stream:
    """One open page."""

    def __init__(self, *, account_set: str, viewer: Viewer) -> None:
        self.account_set = account_set
        self.person = viewer.user_id
        self._viewer = viewer
        self._loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Kinds | Noticed] = asyncio.Queue(QUEUE_LIMIT)

    def tell(self, news: Kinds | Noticed) -> None:
        """Hand news over from the listening thread; a page that does not read loses messages, not events."""
        with suppress(RuntimeError):  # the loop is gone: so is the page
            self._loop.call_soon_threadsafe(self._put, news)

    def _put(self, news: Kinds | Noticed) -> None:
        with suppress(asyncio.QueueFull):
            self._queue.put_nowait(news)

    async def messages(self) -> AsyncIterator[str]:
        """Messages in the event stream format, with a heartbeat; ends after LIFETIME_S, so that rights are asked anew."""
        end = self._loop.time() + LIFETIME_S
        yield "retry: 2000\n\n"
        while self._loop.time() < end:
            try:
                news = await asyncio.wait_for(self._queue.get(), HEARTBEAT_S)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            if isinstance(news, frozenset):
                yield "event: notice\ndata: {}\n\n"
                continue
            position, kinds = news
            seen = visible_kinds(self._viewer, kinds)
            if seen:
                data = json.dumps({"position": str(position), "types": seen})
                yield f"id: {position}\nevent: change\ndata: {data}\n\n"


def visible_kinds(viewer: Viewer, kinds: Sequence[str]) -> list[str]:
    """The kinds of events about documents the viewer may see."""
    return [kind for kind in kinds if viewer.may(kind.partition(".")[0], "view")]


async def _messages(account_set: str, viewer: Viewer, params: dict[str, Any]) -> AsyncIterator[bytes]:
    stream = Stream(account_set=account_set, viewer=viewer)
    LISTENER.join(stream, params)
    try:
        async for message in stream.messages():
            yield message.encode()
    finally:
        LISTENER.leave(stream)


@router.get("/stream", include_in_schema=False)
def open_stream(request: HttpRequest) -> StreamingHttpResponse:
    """Server-sent events: `event: change`, data {"position", "types"}; read `/events?after=` for the rest.
    `event: notice`: the viewer was told something; read `/notices`."""
    settings = connection.settings_dict
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    params = {name: settings[key] for key, name in names.items() if settings.get(key)}
    answer = StreamingHttpResponse(_messages(schema(), viewer_of(request), params), content_type="text/event-stream")
    answer["Cache-Control"] = "no-cache, no-transform"
    answer["X-Accel-Buffering"] = "no"
    return answer
