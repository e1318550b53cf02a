"""Networks and addresses, IPv4 and IPv6: whether an address lies in a network.

Splunk, Search Reference: search (CIDR matching), Comparison and Conditional functions (cidrmatch).
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from functools import lru_cache

_PREFIX = re.compile(r"[0-9A-Fa-f:.]+/[0-9]{1,3}")


@lru_cache(maxsize=4096)
def network(text: str) -> Callable[[str], bool] | None:
    """Return the test whether an address lies in the network *text*, or None when it is none.

    A network is an address, a slash and a number of bits; bits of the address beyond them do not
    matter. A single address is a network of its own.
    """
    try:
        net = ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None
    low, high, version = int(net.network_address), int(net.broadcast_address), net.version

    def holds(value: str) -> bool:
        try:
            address = ipaddress.ip_address(value)
        except ValueError:
            return False
        return address.version == version and low <= int(address) <= high

    return holds


def search_network(literal: str) -> Callable[[str], bool] | None:
    """Return the network that a literal of the search command names, or None.

    Only ``address/bits`` counts: a bare address is compared as text.
    """
    return network(literal) if _PREFIX.fullmatch(literal) else None
