"""One web process: the event stream goes to Django's ASGI side, everything else to its WSGI side in a thread pool."""

import argparse
import asyncio
import contextlib
import gc
import os
import re
import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator, MutableMapping
from typing import Any, cast

import uvicorn

from hengku.config.serving.child import stop_with_parent
from hengku.config.serving.ports import HOSTS_VARIABLE

STREAM_PATH = "/api/v1/stream"
THREADS_DEFAULT = 8
GRACEFUL_SHUTDOWN_S = 5
KEEP_ALIVE_S = 30

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def threads() -> int:
    """Requests one process answers at the same time; each may hold one database connection."""
    return int(os.environ.get("HENGKU_WEB_THREADS", THREADS_DEFAULT))


def create_app() -> Application:
    """The application uvicorn serves. Loading it imports Django and all rooms."""
    os.environ.setdefault("HENGKU_POOL_SIZE", str(threads() + 2))

    from a2wsgi import WSGIMiddleware
    from django.urls import get_resolver

    from hengku.config.applications import asgi, wsgi

    # The first request should not be the one that loads every address.
    _ = get_resolver().url_patterns
    gc.freeze()  # nor look for garbage in all that was loaded
    # Each library has its own spelling of the same protocol's types.
    requests: Any = WSGIMiddleware(cast(Any, wsgi), workers=threads())
    stream: Any = asgi

    hosts = frozenset(os.environ.get(HOSTS_VARIABLE, "*").lower().split(","))

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not is_known_host(hosts, scope["headers"]):
            await _refuse_host(send)
        elif scope["type"] == "http" and scope["path"] == STREAM_PATH:
            await stream(scope, receive, send)
        else:
            await requests(scope, receive, send)

    return application


def is_known_host(hosts: frozenset[str], headers: Iterable[tuple[bytes, bytes]]) -> bool:
    """Whether a request names a host we answer to; `*` stands for any.

    A stranger's page may point its own name at 127.0.0.1 and would then pass for ours in the browser.
    """
    if "*" in hosts:
        return True
    named = next((value for name, value in headers if name == b"host"), b"").decode("latin-1").lower()
    return re.sub(r":\d+$", "", named) in hosts


async def _refuse_host(send: Send) -> None:
    body = f"This name is not known here; see {HOSTS_VARIABLE}. / 未知的主机名。".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Server(uvicorn.Server):
    """uvicorn without signal handlers of its own: `child` decides when to stop."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def main() -> None:
    """Serve on an inherited socket (--fd), or on a host and port where sockets cannot be inherited."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fd", type=int)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    arguments = parser.parse_args()
    config = uvicorn.Config(
        create_app(),
        host=arguments.host,
        port=arguments.port,
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=GRACEFUL_SHUTDOWN_S,
    )
    server = Server(config)

    def stop() -> None:
        server.should_exit = True

    stop_with_parent(stop)
    sockets = None if arguments.fd is None else [socket.socket(fileno=arguments.fd)]
    asyncio.run(server.serve(sockets=sockets))


if __name__ == "__main__":
    main()
