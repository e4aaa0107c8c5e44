"""Whether a downloaded answer is the document that was asked for."""

from __future__ import annotations

from hashlib import sha256

from aiplans_cli.errors import AiplansError
from aiplans_cli.sources.library.documents import document_of
from aiplans_cli.sources.library.entries import Entry
from aiplans_cli.sources.library.published import PUBLISHED
from aiplans_cli.sources.library.requests import Answer, RefusalError
from aiplans_cli.sources.library.wholeness import page_text, shortfalls, squeezed

_TAIL = 4096


def check_form(answer: Answer, form: str) -> None:
    """Raise ``RefusalError`` unless the answer has the content type, the beginning and the end.

    >>> check_form(Answer(b"<html><p>Not found", "text/html"), "pdf")
    Traceback (most recent call last):
    aiplans_cli.sources.library.requests.RefusalError: sent text/html, not pdf
    """
    expected = PUBLISHED[form]
    if answer.media_type not in expected.media_types:
        raise RefusalError(f"sent {answer.media_type}, not {form}")
    if not expected.begins.match(answer.body):
        raise RefusalError(f"sent something that only claims to be {form}")
    if expected.ends not in answer.body[-_TAIL:].lower():
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
    elif entry.format != "pdf" and squeezed(entry.own_title) not in squeezed(
        page_text(answer.body)
    ):
        raise RefusalError(f"sent a page without the title {entry.own_title!r}")


def check_whole(answer: Answer, entry: Entry) -> None:
    """Raise ``RefusalError`` where the library knows what the whole text has, and this has less.

    A page about the text, or its first half, holds its title too.
    """
    if entry.sha256 or not entry.has_whole:
        return
    name = entry.id + PUBLISHED[entry.format].suffix
    try:
        document = document_of(answer.body, name, entry)
    except AiplansError as error:
        raise RefusalError(f"sent a text that cannot be read ({error.fact})") from None
    lacks = shortfalls(document, entry, answer.body)
    if lacks:
        raise RefusalError(f"sent less than the whole text: it {' and '.join(lacks)}")
