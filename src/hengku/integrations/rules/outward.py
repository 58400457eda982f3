"""Which addresses the house speaks to: none inside its own network, unless the installation names them."""

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from hengku.identity.rules.addresses import read_network


def is_outward(address: str, allowed: Iterable[str] = ()) -> bool:
    """May a resolved address be spoken to? Public ones always; others only when a network of `allowed` holds them."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    networks = [network for network in map(read_network, allowed) if network is not None]
    return (found.is_global and not found.is_multicast) or any(found in network for network in networks)


def looks_like_address(url: str) -> bool:
    """A complete web address with a host and nothing of a user in it."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(host) and parts.username is None


def names_inside(url: str, allowed: Iterable[str] = ()) -> bool:
    """Does the address name an inner one outright (by number, or as this very machine)? Names are resolved when something is sent."""
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return not is_outward("127.0.0.1", allowed)
    try:
        ip_address(host)
    except ValueError:
        return False
    return not is_outward(host, allowed)
