"""Which addresses may be fetched: public ones; a name is resolved once, checked, and connected to as checked."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx


class Refused(ValueError):
    """An address that is not fetched, or an answer that is not kept; the text says why."""


def check_address(address: str, allowed: frozenset[str]) -> None:
    """Refuse what is no web address, and addresses written as private numbers. Raises Refused."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(f"not a web address: {error}.") from error
    if parts.scheme not in ("http", "https") or not host:
        raise Refused("only http and https addresses are fetched.")
    if parts.username or parts.password:
        raise Refused("the address holds a password; not fetched.")
    if host not in allowed and _is_number(host):
        _check_number(host, host)


class GuardedTransport(httpx.BaseTransport):
    """Sends requests over connections that lead to public addresses only, whatever a name resolves to."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            network_backend=_GuardedNetwork(allowed),
            max_connections=4,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request. Raises httpx.TransportError and Refused."""
        try:
            response = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=httpcore.URL(
                        scheme=request.url.raw_scheme,
                        host=request.url.raw_host,
                        port=request.url.port,
                        target=request.url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error), request=request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.NetworkError(str(error), request=request) from error
        return httpx.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response.iter_stream()
        except httpcore.TimeoutException as error:
            raise httpx.ReadTimeout(str(error)) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx.ReadError(str(error)) from error

    def close(self) -> None:
        self._response.close()


class _GuardedNetwork(httpcore.NetworkBackend):
    """Resolves a name itself, so that the address that was checked is the one that is connected to."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self._allowed = allowed
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Refused(f"there is no host {host}.") from error
        numbers = list(dict.fromkeys(str(row[4][0]) for row in found))
        if host not in self._allowed:
            for number in numbers:
                _check_number(number, host)
        return self._plain.connect_tcp(numbers[0], port, timeout, local_address, socket_options)


def _check_number(number: str, host: str) -> None:
    """Refuse a number that is not of the public network."""
    ip = ipaddress.ip_address(number.split("%")[0])
    mapped = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None)
    if not (mapped or ip).is_global or ip.is_multicast:
        raise Refused(f"{host} is a private or loopback address; name it with --allow-host to fetch from it.")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.split("%")[0])
    except ValueError:
        return False
    return True
