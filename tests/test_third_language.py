"""A third language: one record, and every command takes it, with no change elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import aiplans_cli as aiplans
from aiplans_cli.language import LANGUAGES, Language, detect
from aiplans_cli.language.search import find_words

TEXT = "Ο νόμος ισχύει. Ο νόμος και το σχέδιο. Το σχέδιο του νόμου ισχύει.\n"
"""The law applies. The law and the plan. The plan of the law applies."""

OTHER = "Η χώρα έχει σχέδιο. Η χώρα και ο νόμος.\n"
"""The country has a plan. The country and the law."""


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(m[0].lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def _sentences(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\s.][^.\n]*\.?", text)]


GREEK = Language(
    name="Greek",
    fold=str.lower,
    splitter=lambda settings: _words,
    sentences=_sentences,
    words_in=lambda text: len(re.findall("[α-ωά-ώ]+", text.lower())),
    find=find_words,
    spaced=True,
    context=45,
    script=re.compile("[Α-Ωα-ω]"),
)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    monkeypatch.setitem(LANGUAGES, "el", GREEK)
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path, text in zip(paths, (TEXT, OTHER), strict=True):
        path.write_text(text * 30, encoding="utf-8")
    return [str(path) for path in paths]


def test_it_is_read_and_counted(files: list[str]) -> None:
    counts = aiplans.count(files[0])
    assert counts.language == detect(TEXT).language == "el"
    [section] = counts.sections
    assert (section.tokens, section.sentences) == (13 * 30, 3 * 30)
    assert counts.terms["νόμος"][0].count == 60


def test_it_is_searched(files: list[str]) -> None:
    [row] = aiplans.freq("νόμος", files[0], exact=True).rows()
    assert row["count"] == 60
    lines = aiplans.kwic("το ΣΧΈΔΙΟ", files[0], exact=True, limit=2).rows()
    assert [line["match"] for line in lines] == ["το σχέδιο", "Το σχέδιο"]


def test_it_is_compared(files: list[str]) -> None:
    rows = aiplans.compare(*files, by="term", top=0, min_count=1).rows()
    [row] = [row for row in rows if row["term"] == "χώρα"]
    assert (row["count_a"], row["count_b"]) == (0, 60)
    assert aiplans.collocates("νόμος", files[0]).rows()
    assert aiplans.keywords(files[0]).rows()
    assert aiplans.distance(*files).rows()


def test_it_is_counted_in_bulk_by_the_plain_way(
    files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plainly = aiplans.count(files[0])
    monkeypatch.setattr("aiplans_cli.sources.large.LARGE", 10)
    from aiplans_cli.analyses.counting.documents import counted_documents, word_list
    from aiplans_cli.counting.occurrences import totals
    from aiplans_cli.sources.session import Session

    [counts] = counted_documents([files[0]], Session(), 1)
    sums = {term: totals({term: stands}) for term, stands in counts.terms.items()}
    assert sums == {term: totals({term: stands}) for term, stands in plainly.terms.items()}
    assert counts.language == "el"
    assert dict(word_list([files[0]], Session(), 1))["νόμος"] == 60
