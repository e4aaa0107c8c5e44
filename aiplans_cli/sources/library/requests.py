"""One https request: where it may go, how far it may be sent on, how much it may bring."""

from __future__ import annotations

import http.client
import ssl
import threading
from collections.abc import Callable
from email.message import Message
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from aiplans_cli import __version__
from aiplans_cli.records import dataclass

_CHUNK = 65_536
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class RefusalError(Exception):
    """Why an answer is not taken, worded to follow the name of the host."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer."""

    body: bytes
    """Its bytes."""
    media_type: str
    """Its content type without parameters, lower-case."""


def host_of(address: str) -> str:
    """The host an address names, without "www.".

    >>> host_of("https://www.mfa.gov.cn/web/")
    'mfa.gov.cn'
    """
    return (urlsplit(address).hostname or "").removeprefix("www.")


def download(
    address: str,
    hosts: frozenset[str],
    timeout: float,
    limit_bytes: int,
    allow_loopback: bool,
    stop: threading.Event,
) -> Answer:
    """Ask ``address``, following redirects that stay on ``hosts`` and on https.

    ``timeout`` bounds each wait of the socket in seconds; ``stop`` ends the reading early.
    Raises ``RefusalError``.
    """

    def check(target: str) -> None:
        _check_target(target, hosts, allow_loopback)

    check(address)
    opener = build_opener(_Redirects(check))
    headers = {"User-Agent": f"aiplans/{__version__}", "Accept-Encoding": "identity"}
    try:
        with opener.open(Request(address, headers=headers), timeout=timeout) as response:
            return _read(response, limit_bytes, stop)
    except HTTPError as error:
        error.close()
        if 300 <= error.code < 400:
            raise RefusalError("redirects without end, or to no address of the web") from None
        raise RefusalError(f"answered {error.code} {error.reason}".rstrip()) from None
    except URLError as error:
        raise RefusalError(_reason(error.reason)) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise RefusalError(_reason(error)) from None


class _Redirects(HTTPRedirectHandler):
    """Redirects checked before they are followed."""

    max_redirections = 5
    max_repeats = 2

    def __init__(self, check: Callable[[str], None]) -> None:
        self.check = check

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> Request | None:
        """The request that follows a redirect. Raises ``RefusalError`` where it leads elsewhere."""
        self.check(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: http.client.HTTPMessage
    ) -> object:
        """Follow a redirect, closing the answer that sent us on wherever that fails."""
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except BaseException:
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def _check_target(address: str, hosts: frozenset[str], allow_loopback: bool) -> None:
    parts = urlsplit(address)
    local = allow_loopback and parts.hostname in _LOOPBACK
    if parts.scheme != "https" and not (local and parts.scheme == "http"):
        raise RefusalError(
            f"leads to an address that is not https ({parts.scheme}://{parts.hostname})"
        )
    if host_of(address) not in hosts:
        raise RefusalError(f"leads to another host ({parts.hostname})")


def _read(response: http.client.HTTPResponse, limit_bytes: int, stop: threading.Event) -> Answer:
    if response.status != 200:  # 206 is a part that nobody asked for
        raise RefusalError(f"answered {response.status} {response.reason}".rstrip())
    headers: Message = response.headers
    stated = headers.get("Content-Length", "")
    length = int(stated) if stated.isascii() and stated.isdigit() else None
    if length is not None and length > limit_bytes:
        raise RefusalError(f"offers {length:,} bytes, more than the limit of {limit_bytes:,}")
    parts: list[bytes] = []
    total = 0
    while chunk := response.read1(_CHUNK):
        parts.append(chunk)
        total += len(chunk)
        if total > limit_bytes:
            raise RefusalError(f"sends more than the limit of {limit_bytes:,} bytes")
        if stop.is_set():
            raise RefusalError("was given up")
    if length is not None and total != length:
        raise RefusalError(f"broke off after {total:,} of {length:,} bytes")
    return Answer(b"".join(parts), headers.get_content_type())


def _reason(cause: object) -> str:
    """One short clause for any failure below us."""
    if isinstance(cause, TimeoutError):
        return "did not answer in time"
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted ({cause.verify_message})"
    if isinstance(cause, http.client.IncompleteRead):
        return "broke off in the middle"
    text = getattr(cause, "strerror", None) or str(cause) or type(cause).__name__
    return f"could not be read ({text})"
