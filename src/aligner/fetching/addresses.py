"""Which machines may be asked: those of the public internet, by the very numbers that are then connected to.

A name may be looked up once for a check and once more for the connection, and lead elsewhere the second time ("DNS
rebinding"); here the address that was checked is the one that is used.
"""

from __future__ import annotations

import ipaddress
import socket

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a translator (RFC 6052)


def public_addresses(host: str, port: int, *, allow_private: bool = False) -> list[str]:
    """The numbers that a name stands for; with any that is not public, `PermissionError`, unless `allow_private`.

    Raises `OSError` for a name that is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not allow_private:
        for number in numbers:
            if not is_public(number):
                raise PermissionError(number)
    return numbers


def is_public(number: str) -> bool:
    """Whether an address is one of the public internet: not loopback, private, link-local, or for other special use.

    Addresses that wrap one of the older protocol are judged by that.

    >>> [is_public(one) for one in ("93.184.215.14", "127.0.0.1", "10.1.2.3", "169.254.169.254", "::ffff:192.168.0.1")]
    [True, False, False, False, False]
    """
    try:
        address: Address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if wrapped is None and address in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    return address.is_global and not special
