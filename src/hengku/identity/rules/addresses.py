"""Network addresses: is one inside a list of addresses and networks?"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Network = IPv4Network | IPv6Network


def read_network(text: str) -> Network | None:
    """An address (10.0.0.7) or network (10.0.0.0/8); None for anything else."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def is_within(address: str, networks: Iterable[str]) -> bool:
    """Is the address in one of the networks? The machine itself always is; what is no address never."""
    try:
        here = ip_address(address)
    except ValueError:
        return False
    mapped = getattr(here, "ipv4_mapped", None)
    here = mapped or here
    return here.is_loopback or any(network is not None and here in network for network in map(read_network, networks))
