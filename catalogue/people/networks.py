"""For whom attempts and questions are counted: an address of IPv4, or what one household has of IPv6."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

# What one household or office has of the addresses of IPv6.
PREFIX = 64


def network(address: str) -> str:
    """An address of IPv4, however it is written, or the network of one of IPv6; other texts stay as they are."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    # A server that listens for both kinds sees IPv4 inside IPv6, where all of it is one network.
    return str(found.ipv4_mapped or ip_network((found, PREFIX), strict=False))
