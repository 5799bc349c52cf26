"""Network addresses of writers: where a request comes from, and the network it belongs to."""

from ipaddress import ip_address, ip_network

from django.http import HttpRequest

from core.origins import client_address

NETWORK_BITS = {4: 24, 6: 64}


def address_of(request: HttpRequest) -> str | None:
    """Return the writer's address as it is stored; None when a proxy says something that is none."""
    try:
        found = ip_address(client_address(request))
    except ValueError:
        return None
    # What came over IPv4 stays IPv4, or every such writer would have an address of two kinds.
    return str(getattr(found, "ipv4_mapped", None) or found)


def network_of(address: str | None) -> str:
    """Return the network of an address, /24 or /64: what one household or one rented machine has. "" without one."""
    if not address:
        return ""
    return str(ip_network((address, NETWORK_BITS[ip_address(address).version]), strict=False))


def networks_around(address: str | None) -> list[str]:
    """Return an address and all networks that hold it, as a ban may name them."""
    if not address:
        return []
    found = ip_address(address)
    return [address, *(str(ip_network((address, bits), strict=False)) for bits in range(found.max_prefixlen, 7, -1))]
