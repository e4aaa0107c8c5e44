"""From a source to a document whose language is known."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aiplans_cli.errors import SourceError, WordlessError
from aiplans_cli.language import LANGUAGES, LEAST, MIXED, detect, expect
from aiplans_cli.model import COUNTED_KINDS
from aiplans_cli.reading.contained import read_contained

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from aiplans_cli.language.detection import Detection
    from aiplans_cli.model import Document, Kind
    from aiplans_cli.sources.library.entries import Entry


def documents_of(
    data: bytes,
    name: str,
    entry: Entry | None = None,
    *,
    lang: str = "auto",
    format: str | None = None,
    encoding: str | None = None,
    id_: str = "",
    whole: bool = False,
    timeout: float | None = None,
    meanwhile: Iterable[object] = (),
) -> list[Document]:
    """The document that the bytes of a file hold, with its language; two of a bilingual one.

    ``name`` is the file's, for its suffix and for errors; ``id_``, or the library's ``entry`` where
    there is one, which also gives the title, names the document. A page in English and Chinese,
    paragraph by paragraph, is a document in each, or that in the language asked for, unless it is
    wanted ``whole``. ``timeout`` is the seconds that reading may take, by default by the size;
    ``meanwhile`` is what may be done while another process reads, step by step. What
    was decided on the way stands in the notes. Raises ``SourceError`` for bytes that cannot be
    read, ``AnalysisError`` for a text with hardly any words in the language asked for, and
    ``WordlessError`` for one without words.
    """
    document = read_contained(
        data, name=name, format=format, encoding=encoding, seconds=timeout, meanwhile=meanwhile
    )
    known = ""
    if id_:
        document = replace(document, id=id_)
    if entry is not None:
        kind = "digest" if entry.kind == "digest" else "text"
        front = (*document.front, entry.title)
        document = replace(document, id=entry.id, title=entry.own_title, kind=kind, front=front)
        known = entry.language
    return in_language(document, name, lang, known, whole=whole)


def in_language(
    document: Document, name: str, lang: str = "auto", known: str = "", *, whole: bool = False
) -> list[Document]:
    """A document that was read, with its language, or the two of a bilingual one.

    The language is the one asked for, or that ``known`` of the file. Raises as ``documents_of``.
    """
    found = _detected(document, COUNTED_KINDS)
    if not found.language:  # where nothing is counted, what is set aside tells
        found = _detected(document, {section.kind for section in document.sections})
    if not found.language:
        raise WordlessError(name, "it has no English or Chinese words", "check the file")
    language = (known or found.language) if lang == "auto" else lang
    if found.minority >= _EACH and not whole and (both := _in_two_languages(document)):
        return _chosen(both, document, known if lang == "auto" else lang)
    expect(found, language, name, 0.0 if lang == "auto" else LEAST)
    own, share = LANGUAGES[language].name, found.share(language)
    notes = document.notes
    # Where the library or the user has said so, only a language that is hardly there is news.
    if share <= (1 - MIXED if lang == "auto" and not known else 0.5):
        notes += (
            f"read as {own}, but {1 - share:.0%} of its words are in the other language; "
            "--lang chooses",
        )
    return [replace(document, language=language, notes=notes)]


def _detected(document: Document, kinds: Collection[Kind]) -> Detection:
    return detect("\n".join(one.text for one in document.sections if one.kind in kinds))


_EACH = 0.1
"""Share of words in the lesser language below which no text is looked at for being bilingual."""


def _in_two_languages(document: Document) -> dict[str, Document]:
    from aiplans_cli.sources.bilingual import in_two_languages

    return in_two_languages(document)


def _chosen(both: dict[str, Document], document: Document, language: str) -> list[Document]:
    """The documents of a bilingual text, or the one in a language, with a note."""
    from aiplans_cli.sources.bilingual import share_of

    if language:
        own, share = LANGUAGES[language].name, share_of(both, language)
        line = f"is in two languages; its {own} paragraphs are read, {share:.0%} of its words"
        return [replace(both[language], notes=(*document.notes, line))]
    first, *others = both.values()
    ids = " and ".join(one.id for one in both.values())
    line = f"is in two languages, paragraph by paragraph: read as {ids}; --lang chooses one"
    return [replace(first, notes=(*document.notes, line)), *others]


def document_of(
    data: bytes, name: str, entry: Entry | None = None, *, lang: str = "auto"
) -> Document:
    """The document that a file is in the library: a bilingual one is there in one language.

    Raises what ``documents_of`` raises, and ``SourceError`` where the language must be chosen.
    """
    found = documents_of(data, name, entry, lang=lang)
    if len(found) > 1:
        raise SourceError(name, "is in two languages", "choose one with --lang")
    return found[0]
