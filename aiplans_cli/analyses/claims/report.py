"""Sentences about documents, and whether they are so."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from aiplans_cli.analyses.claims.check import check_claims, claims_report
from aiplans_cli.analyses.claims.claims_file import parse_claims
from aiplans_cli.analyses.claims.scope import CannotTellError
from aiplans_cli.analyses.question import question
from aiplans_cli.analyses.tables import input_of
from aiplans_cli.errors import SourceError
from aiplans_cli.output.report import Report
from aiplans_cli.records import dataclass
from aiplans_cli.settings import Option
from aiplans_cli.sources.journal import STDIN
from aiplans_cli.sources.rules import read_settings
from aiplans_cli.sources.source import Source, named_apart
from aiplans_cli.storage.bounded import MOST_MEGABYTES

if TYPE_CHECKING:
    import os

    from aiplans_cli.analyses.claims.scope import Lookup
    from aiplans_cli.sources.session import Session


@dataclass(frozen=True, slots=True)
class ClaimSettings:
    """How much is shown beside the verdicts."""

    lines: Annotated[int, Option("Lines to show for each figure.", minimum=0)] = 5
    brief: bool = False
    """Let the reasons not repeat the figures, which have a table of their own."""


@question
def claims(file: str | os.PathLike[str], *, settings: ClaimSettings, session: Session) -> Report:
    """The verdict on every claim of a file, with the figures and lines behind: table ``claims``.

    ``file`` is a file of claims, or ``mok-2025``, ours. Each claim holds, holds in the digest
    that was counted, fails, or cannot be told, with the reason; an opinion, or what is beyond the
    texts, is told as such. Raises ``AiplansError`` for a file
    that is none and for sources that cannot be read.

    >>> len(claims("mok-2025", lines=0).rows()) > 5
    True
    """
    name = str(file)
    parsed = parse_claims(_read(name, session), name)
    used: list[Source] = []
    results = check_claims(
        parsed,
        _lookup(session, used),
        session.concept_list,
        lines=settings.lines,
        bring=session.bringing,
    )
    report = claims_report(parsed, results, brief=settings.brief)
    return replace(report, inputs=tuple(dict.fromkeys(input_of(source.counts) for source in used)))


def _lookup(session: Session, used: list[Source]) -> Lookup:
    """Finds the sources that claims name; ``used`` gathers what was found.

    A text of the library that is not on this machine is no error, but a reason. Any other name
    that cannot be read raises ``SourceError``. What the library knows of a file, its pages and
    that it is a digest, it knows by the file's sha256, whatever the name.
    """
    entries = session.library.values()
    pages = {entry.sha256: entry.pages for entry in entries if entry.sha256}
    texts = [entry.folder / entry.text for entry in entries if entry.kind == "digest"]
    digests = {sha256(path.read_bytes()).hexdigest() for path in texts if path.is_file()}

    def look(name: str) -> Source:
        try:
            found = session.sources([name])
        except SourceError as error:
            if name not in session.library:
                raise
            raise CannotTellError(str(error)) from None
        if len(found) > 1:
            raise SourceError(name, "a claim takes one document at a time", "name one of them")
        source = named_apart([*used, *found])[-1]
        source = replace(source, pages=pages.get(source.counts.sha256, 0))
        if source.counts.sha256 in digests:
            source = replace(source, counts=replace(source.counts, kind="digest"))
        used.append(source)
        return source

    return look


def _read(file: str, session: Session) -> str:
    """A file of claims; a name without a file may be one of those we ship."""
    from aiplans_cli.sources.library.entries import shipped_folder

    if file == STDIN:
        data = session.journal.stdin("a file of claims", MOST_MEGABYTES)
        session.journal.read(STDIN, sha256(data).hexdigest())
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise SourceError(STDIN, "is not UTF-8 text", "save it as UTF-8") from None
    shipped = {path.stem: path for path in sorted((shipped_folder() / "claims").glob("*.toml"))}
    if file in shipped and not Path(file).exists():
        return read_settings(str(shipped[file]), session.journal, name=file)
    try:
        return read_settings(file, session.journal)
    except SourceError as error:
        remedy = f"name a file of claims, or {' or '.join(shipped)}"
        raise SourceError(file or '""', error.fact, remedy) from None
