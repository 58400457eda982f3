"""A client for what leaves the house: it connects to checked addresses only."""

import socket
from collections.abc import Iterable

import httpcore
import httpx
from django.conf import settings

from hengku.integrations.rules.outward import is_outward


class InsideRefused(httpx.ConnectError):
    """The address leads into the house's own network."""


class _Checked(httpcore.NetworkBackend):
    """Resolves a name once, looks at every address it stands for, and connects to what was looked at: a name that changes its
    mind between look and connection gains nothing."""

    def __init__(self) -> None:
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        return self._plain.connect_tcp(checked(host, port), port, timeout, local_address, socket_options)


def checked(host: str, port: int) -> str:
    """The address to connect to for a host. Raises InsideRefused, httpx.ConnectError."""
    try:
        found = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as failure:
        raise httpx.ConnectError(str(failure)) from failure
    if not all(is_outward(address, settings.INTERNAL_TARGETS) for address in found):
        raise InsideRefused(f"{host} leads into the internal network")
    return found[0]


def outward_client() -> httpx.Client:
    """A client that follows no redirects and never connects to the house's own network."""
    transport = httpx.HTTPTransport()
    transport._pool = httpcore.ConnectionPool(ssl_context=httpx.create_ssl_context(), network_backend=_Checked())
    return httpx.Client(transport=transport, follow_redirects=False)
