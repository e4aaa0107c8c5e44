"""Whether a downloaded answer is the document that was asked for."""

from __future__ import annotations

import html
import re
from hashlib import sha256

from aiplans_cli.sources.library.entries import Entry
from aiplans_cli.sources.library.published import PUBLISHED
from aiplans_cli.sources.library.requests import Answer, RefusalError

_TAIL = 4096


def check_form(answer: Answer, form: str) -> None:
    """Raise ``RefusalError`` unless the answer has the content type, the beginning and the end.

    >>> check_form(Answer(b"<html><p>Not found", "text/html", True), "pdf")
    Traceback (most recent call last):
    aiplans_cli.sources.library.requests.RefusalError: sent text/html, not pdf
    """
    expected = PUBLISHED[form]
    if answer.media_type not in expected.media_types:
        raise RefusalError(f"sent {answer.media_type}, not {form}")
    if not expected.begins.match(answer.body):
        raise RefusalError(f"sent something that only claims to be {form}")
    if not answer.measured and expected.ends not in answer.body[-_TAIL:].lower():
        raise RefusalError(f"broke off: the end of the {form} is missing")


def check_identity(answer: Answer, entry: Entry) -> None:
    """Raise ``RefusalError`` unless it is the recorded file or, with none recorded, names itself.

    A page that greets robots, or says that the text has moved, does not hold the text's title.
    """
    if entry.sha256:
        digest = sha256(answer.body).hexdigest()
        if digest != entry.sha256:
            raise RefusalError(
                f"sent a file with sha256 {digest} ({len(answer.body):,} bytes), "
                f"not the recorded {entry.sha256} ({entry.size:,} bytes)"
            )
    elif entry.format != "pdf" and _squeezed(entry.own_title) not in _squeezed(_text(answer.body)):
        raise RefusalError(f"sent a page without the title {entry.own_title!r}")


def _text(body: bytes) -> str:
    try:
        decoded = body.decode("utf-8")
    except UnicodeDecodeError:
        decoded = body.decode("gb18030", "replace")
    return html.unescape(decoded)


def _squeezed(text: str) -> str:
    """For finding a title whatever its capitals, its spaces and the tags inside it."""
    return "".join(re.sub(r"<[^<>]*>", "", text).casefold().split())
