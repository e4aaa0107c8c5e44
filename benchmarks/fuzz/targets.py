"""What is fuzzed: each target takes bytes, and may raise nothing but an error in one line."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aiplans_cli.errors import AiplansError

PAIRS = Path(__file__).resolve().parents[2] / "tests" / "cases" / "pairs"

MARKED = """# Plan

First *words* of the [plan](https://a.gov/b)[^1].

| Year | Data |
|---|---|
| 2025 | 3 |

> Quoted, `code` & <b>bold</b>.

[^1]: A note.
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Plan</title></head><body><nav><a href="/">Home
</a></nav><main><h1>Plan</h1><p>The agency governs data.</p><table><tr><td>One</td></tr></table>
<ul><li>First</li></ul></main><footer>End</footer></body></html>"""
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R
/Resources<</Font<</F1 5 0 R>>>>>>
endobj
4 0 obj<</Length 52>>stream
BT /F1 12 Tf 20 100 Td (The agency governs.) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
QUERIES = (
    '"global south" []{0,3} [concept=governance] | law*',
    "gov(ern|t)",
    "/a+b/",
    "治理 ~数据",
)
CLAIMS = """title = "Claims"
[alternatives]
us-2025 = "us-2025-digest"
[[claim]]
text = "It holds."
check = 'count("data", "us-2025") > 5 and not 1 + 2 * 3 <= -4'
"""
LIBRARY = """[[text]]
id = "plan"
title = "The Plan"
language = "en"
kind = "official"
url = "https://www.example.org/plan"
points = 3
"""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes bytes."""

    take: Callable[[bytes], object]
    """Takes them."""
    seeds: tuple[bytes, ...]
    """With what mutation begins."""
    contained: bool = False
    """Whether its errors are made one line by the process that contains it."""


def _read(name: str) -> Callable[[bytes], object]:
    from aiplans_cli.reading import read_bytes

    return lambda data: read_bytes(data, name=name)


def _table(name: str) -> Callable[[bytes], object]:
    from aiplans_cli.sources.documents import documents_in
    from aiplans_cli.sources.settings import SourceSettings

    return lambda data: documents_in(data, name, SourceSettings())


def _docx() -> bytes:
    import docx

    document = docx.Document()
    document.add_heading("Plan", 1)
    document.add_paragraph("The agency governs data.")
    document.add_table(1, 2).cell(0, 0).text = "One"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _docx_parts(data: bytes) -> object:
    """The XML of a Word file, since mutated bytes of an archive fail its checksums at once."""
    from aiplans_cli.reading import read_bytes

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, part in _PARTS.items():
            made.writestr(name, data if name == _MAIN else part)
    return read_bytes(stream.getvalue(), name="x.docx")


_MAIN = "word/document.xml"
with zipfile.ZipFile(io.BytesIO(_docx())) as _word:
    _PARTS = {name: _word.read(name) for name in _word.namelist()}


def _counts(parquet: bool) -> bytes:
    from aiplans_cli.counting.files import render_counts
    from aiplans_cli.counting.parquet import table_of, write_parquet
    from aiplans_cli.counting.tally import count
    from aiplans_cli.language import tokenize
    from aiplans_cli.model import Document, Section

    text = "The agency governs data, and data govern it."
    document = Document("plan", "Plan", "en", (Section("Plan", 1, "body", "", text),))
    counts = count(tokenize(document))
    if not parquet:
        first, _, rest = render_counts([counts]).partition("\n")
        return f"{first}\n{rest.partition(chr(10))[2]}".encode()  # without the digest
    stream = io.BytesIO()
    write_parquet([table_of([counts])], stream)
    return stream.getvalue()


def _text(take: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: take(data.decode("utf-8", "replace"))


def _library(data: bytes) -> object:
    from aiplans_cli.sources.library.entries import read_entries

    class _Given(type(Path())):  # type: ignore[misc]
        def read_bytes(self) -> bytes:
            return data

    return read_entries(_Given("library.toml"))


def _match(text: str) -> object:
    from aiplans_cli.concepts.listing import load_concepts
    from aiplans_cli.concepts.matching import match

    return [match(text, language, load_concepts()) for language in ("en", "zh")]


def _words(language: str) -> Callable[[str], object]:
    from aiplans_cli.language import sentences, words

    def take(text: str) -> None:
        for _, start, end in words(text, language):
            assert 0 <= start < end <= len(text)
        for start, end in sentences(text, language):
            assert 0 <= start < end <= len(text)

    return take


def _shipped_concepts() -> bytes:
    from aiplans_cli.concepts.listing import shipped_text

    return "".join(shipped_text().splitlines(keepends=True)[:12]).encode()


def _record() -> bytes:
    from aiplans_cli.evidence.provenance import Manifest, render_manifest

    made = Manifest("0.5.0", ("freq", "ai"), {"plan": "ab"}, {"top": 20}, {}, "cd")
    return render_manifest(made).encode()


def _pair() -> Iterable[bytes]:
    return (path.read_bytes()[:400] for path in sorted(PAIRS.glob("*.md"))[1:5])


def targets() -> Mapping[str, Target]:
    """The targets by name."""
    from aiplans_cli.analyses.claims.claims_file import parse_claims
    from aiplans_cli.concepts.listing import load_concepts
    from aiplans_cli.counting.files import parse_counts
    from aiplans_cli.counting.parquet import parse_parquet
    from aiplans_cli.counting.places import read_places
    from aiplans_cli.evidence.provenance import parse_manifest
    from aiplans_cli.language.query import parse
    from aiplans_cli.language.segmenter import parse_user_dict

    prose = tuple(_pair())
    rows = (b'id,text\n1,"The agency governs data."\n2,It grows.\n', b"text\tid\nIt grows.\t1\n")
    objects = (b'{"id": 1, "text": "The agency governs data."}\n{"id": 2, "text": "It."}\n',)
    return {
        "text": Target(_read("x.txt"), (*prose, "数据治理".encode("gb18030"), b"\xff\xfea\0")),
        "markdown": Target(_read("x.md"), (MARKED.encode(), *prose), contained=True),
        "html": Target(_read("x.html"), (PAGE.encode(),), contained=True),
        "pdf": Target(_read("x.pdf"), (PDF,), contained=True),
        "docx": Target(_docx_parts, (_PARTS[_MAIN],), contained=True),
        "csv": Target(_table("x.csv"), rows),
        "jsonl": Target(_table("x.jsonl"), objects),
        "json": Target(_table("x.json"), (b'[{"id": 1, "text": "It grows."}]',)),
        "query": Target(_text(parse), tuple(map(str.encode, QUERIES))),
        "english": Target(_text(_words("en")), prose),
        "chinese": Target(_text(_words("zh")), prose),
        "matcher": Target(_text(_match), prose),
        "counts": Target(_text(lambda text: parse_counts(text, "x.tsv")), (_counts(False),)),
        "parquet": Target(lambda data: parse_parquet(data, "x.parquet"), (_counts(True),)),
        "places": Target(lambda data: read_places(data, "x.parquet", "term"), (_counts(True),)),
        "claims": Target(_text(lambda text: parse_claims(text, "c.toml")), (CLAIMS.encode(),)),
        "library": Target(_library, (LIBRARY.encode(),)),
        "concepts": Target(_text(lambda t: load_concepts(t, "c.tsv")), (_shipped_concepts(),)),
        "dictionary": Target(_text(lambda t: parse_user_dict(t, "d")), ("智能体 5 n\n".encode(),)),
        "record": Target(_text(lambda text: parse_manifest(text, "m.json")), (_record(),)),
    }


ALLOWED = (AiplansError,)
"""What a target may raise, beside the errors of the query language."""
