"""Which address to listen on, and how others reach it."""

import io
import os
import socket
import sys

import segno

PORT_VARIABLE = "HENGKU_PORT"
HOSTS_VARIABLE = "HENGKU_HOSTS"
PORT_DEFAULT = 8765
PORTS_TRIED = 50
BACKLOG = 512
LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - only when the user asks for --lan


class PortTaken(Exception):
    """The port the user asked for is in use."""


def asked_port(wanted: int | None) -> int:
    """The port somebody named, on the command line or as HENGKU_PORT; 0 when nobody did."""
    return wanted or int(os.environ.get(PORT_VARIABLE) or 0)


def listen(*, wanted: int | None, lan: bool) -> socket.socket:
    """A listening socket on `wanted`, else HENGKU_PORT, else the first free port from 8765 on.

    Raises PortTaken when a port that was asked for is in use.
    """
    host = EVERYWHERE if lan else LOOPBACK
    asked = asked_port(wanted)
    candidates = [asked] if asked else range(PORT_DEFAULT, PORT_DEFAULT + PORTS_TRIED)
    for port in candidates:
        listener = socket.socket()
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
            continue
        listener.listen(BACKLOG)
        return listener
    raise PortTaken(str(asked or PORT_DEFAULT))


def lan_address() -> str | None:
    """This machine's address in the local network; None when it has none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing: it only asks which interface would be used.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = str(probe.getsockname()[0])
    return None if address.startswith("127.") else address


def qr_code(text: str) -> str:
    """A QR code drawn with characters."""
    drawn = io.StringIO()
    segno.make(text, error="l").terminal(out=drawn, compact=True)
    return drawn.getvalue()
