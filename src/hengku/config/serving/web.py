"""One web process: the event stream goes to Django's ASGI side, everything else to its WSGI side in a thread pool."""

import argparse
import asyncio
import contextlib
import os
import socket
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from typing import Any, cast

import uvicorn

from hengku.config.serving.child import stop_with_parent

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
    # Each library has its own spelling of the same protocol's types.
    requests: Any = WSGIMiddleware(cast(Any, wsgi), workers=threads())
    stream: Any = asgi

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == STREAM_PATH:
            await stream(scope, receive, send)
        else:
            await requests(scope, receive, send)

    return application


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
