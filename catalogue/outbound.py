"""The one gate to other hosts: nothing leaves but to origins that the operator named, and nothing is followed blindly.

Sign-in elsewhere, webhooks and mail go through it. There is no other way out of this program.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterable, Mapping
from email.message import EmailMessage
from functools import lru_cache
from urllib.parse import urlsplit

import httpx

from catalogue.errors import OutboundError

SECONDS = 10.0
MOST_BYTES = 1_000_000
_PORTS = {"https": 443, "http": 80, "smtp": 25, "smtps": 465}


def origin(address: str) -> str:
    """Scheme, host and port of an address, the port always written out.

    Raises OutboundError for what is no address of a scheme that is known here, or names a user.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise OutboundError(f"{address!r} is no address to send to.", remedy="Write it as https://host/path.")
    return f"{parts.scheme}://{parts.hostname.lower()}:{port or _PORTS[parts.scheme]}"


def require(address: str, allowed: Iterable[str]) -> str:
    """The origin of an address, when it is among those allowed. Raises OutboundError."""
    wanted = origin(address)
    if wanted not in {origin(one) for one in allowed}:
        raise OutboundError(
            f"{wanted} is not among the hosts that this site may speak to.",
            remedy="An operator can add it to CATALOGUE_OUTBOUND.",
        )
    return wanted


# Whom to trust in TLS: read once, for that takes longer than sending a message. The library of HTTP writes its own
# wishes into what it is given, so mail has another one.
_trusted = lru_cache(maxsize=1)(httpx.create_ssl_context)
_trusted_by_mail = lru_cache(maxsize=1)(ssl.create_default_context)


class Gate(httpx.BaseTransport):
    """A transport of httpx that speaks to allowed origins alone."""

    def __init__(self, allowed: Iterable[str]) -> None:
        self._allowed = tuple(allowed)
        self._inner = httpx.HTTPTransport(verify=_trusted())

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it on. Raises OutboundError for another origin, and for a host of which no name can be looked up."""
        require(str(request.url), self._allowed)
        try:
            return self._inner.handle_request(request)
        except UnicodeError as error:
            raise OutboundError(f"{request.url.host!r} is no name of a host.") from error

    def close(self) -> None:
        """Give up the connections."""
        self._inner.close()


def client(allowed: Iterable[str], *, seconds: float = SECONDS) -> httpx.Client:
    """A client behind the gate, to be closed after use. Redirects are answers, not orders; proxies are not asked."""
    return httpx.Client(transport=Gate(allowed), timeout=seconds, follow_redirects=False, trust_env=False)


def request(
    through: httpx.Client, method: str, address: str, *, content: bytes | str | None, headers: Mapping[str, str]
) -> httpx.Request:
    """A request to be sent. Raises OutboundError for an address that the library cannot read, such as a broken host."""
    try:
        return through.build_request(method, address, content=content, headers=dict(headers))
    except (httpx.InvalidURL, ValueError) as error:
        raise OutboundError(f"{address!r} is no address to send to: {error}.") from error


def status(through: httpx.Client, request: httpx.Request) -> int:
    """Status of an answer, whose body is left unread. Raises OutboundError when there is none."""
    try:
        response = through.send(request, stream=True)
        response.close()
    except httpx.HTTPError as error:
        raise OutboundError(f"{request.url.host} cannot be reached: {type(error).__name__}.") from error
    return response.status_code


def mail(office: str, allowed: Iterable[str], message: EmailMessage, *, seconds: float = SECONDS) -> None:
    """Hand a mail to a server of mail, in TLS where it offers that. Raises OutboundError when it is not taken.

    office: `smtp://host:port`, or `smtps://host:port` for TLS from the first byte.
    """
    parts = urlsplit(require(office, allowed))
    scheme, host, port = parts.scheme, parts.hostname or "", parts.port or 0
    if scheme not in {"smtp", "smtps"}:
        raise OutboundError(f"{office} is no server of mail.", remedy="Write CATALOGUE_SMTP as smtp://host:port.")
    context = _trusted_by_mail()
    try:
        if scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=seconds, context=context)
        else:
            server = smtplib.SMTP(host, port, timeout=seconds)
        with server:
            server.ehlo()
            if scheme == "smtp" and server.has_extn("starttls"):
                server.starttls(context=context)
            server.send_message(message)
    except (OSError, smtplib.SMTPException) as error:
        raise OutboundError(f"The mail server {host} does not take the mail: {type(error).__name__}.") from error


def send(through: httpx.Client, request: httpx.Request, most: int = MOST_BYTES) -> tuple[int, bytes]:
    """Status and body of an answer. Raises OutboundError when there is none, or it is longer than `most` bytes."""
    try:
        response = through.send(request, stream=True)
        try:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > most:
                    raise OutboundError(f"{request.url.host} answers with more than {most} bytes.")
        finally:
            response.close()
    except httpx.HTTPError as error:
        raise OutboundError(f"{request.url.host} cannot be reached: {type(error).__name__}.") from error
    return response.status_code, bytes(body)
