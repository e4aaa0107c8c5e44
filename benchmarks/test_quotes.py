"""An article of 2,000 words checked against a source of 600 kB, the size of the EU AI Act."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from random import Random
from typing import Any

import pytest

from aiplans_cli.analyses.quotations.extract import extract_quotations
from aiplans_cli.analyses.quotations.search import check_quotations
from aiplans_cli.model import Document, Section
from benchmarks.conftest import corpus

CHARACTERS = {"en": 600_000, "zh": 200_000}
"""Characters in 600 kB of UTF-8."""

CORPUS = {"en": "en-whitehouse.txt.xz", "zh": "zh-laws.txt.xz"}
QUOTATIONS = 40
ARTICLE = 2_000


def _document(id_: str, text: str, language: str) -> Document:
    return Document(id_, id_, language, (Section("", 0, "body", "", text),))


def _pair(language: str) -> tuple[Document, Document]:
    """An article with quotations, a third exact, a third with a changed word, a third invented."""
    random = Random(0)
    text = corpus(CORPUS[language], CHARACTERS[language]).replace('"', "'")
    pieces = text.split() if language == "en" else list("".join(text.split()))
    glue, length = (" ", 15) if language == "en" else ("", 30)
    other = random.sample(pieces, len(pieces))
    sentences = []
    for number in range(QUOTATIONS):
        at = random.randrange(len(pieces) - length)
        quoted = pieces[at : at + length]
        if number % 3 == 1:
            quoted[length // 2] = other[at]
        elif number % 3 == 2:
            quoted = other[at : at + length]
        filling = ["word"] * (ARTICLE // QUOTATIONS - 15)
        sentences.append(f"“{glue.join(quoted)}” {' '.join(filling)}.")
    article = _document("article", "\n".join(sentences), language)
    return article, _document("source", text, language)


def _ours(article: Document, source: Document) -> Callable[[], object]:
    return lambda: check_quotations(article, [source])


def _partial_ratio(article: Document, source: Document) -> Callable[[], object]:
    """The one line that users of rapidfuzz write; it tells no place, no difference, no page."""
    from rapidfuzz.fuzz import partial_ratio

    quoted = [q.text for q in extract_quotations(article.sections[0].text)]
    text = source.sections[0].text
    return lambda: [partial_ratio(each, text) for each in quoted]


def _difflib(article: Document, source: Document) -> Callable[[], object]:
    """The same with the standard library: the longest block that a quotation shares."""
    quoted = [q.text for q in extract_quotations(article.sections[0].text)]
    matcher = SequenceMatcher(None, b=source.sections[0].text, autojunk=False)

    def work() -> list[int]:
        sizes = []
        for each in quoted[:2]:  # two of forty are enough to wait for
            matcher.set_seq1(each)
            sizes.append(matcher.find_longest_match().size)
        return sizes

    return work


WAYS = {
    "difflib, 2 of 40": _difflib,
    "rapidfuzz.partial_ratio": _partial_ratio,
    "aiplans": _ours,
}


@pytest.mark.benchmark(group="quotations")
@pytest.mark.parametrize("language", CORPUS)
@pytest.mark.parametrize("way", WAYS)
def test_quotations(benchmark: Any, way: str, language: str) -> None:
    work = WAYS[way](*_pair(language))
    benchmark.pedantic(work, rounds=3)
    if way == "aiplans":
        assert benchmark.stats.stats.median < 2


LONG = 2_000
MISSPELT = {"en": ("the", "teh"), "zh": ("的", "地")}
"""A frequent word and what stands for it: 的 is "of", and 地 is mistaken for it."""


@pytest.mark.benchmark(group="long quotation")
@pytest.mark.parametrize("language", CORPUS)
def test_a_long_quotation_with_a_change_in_every_line(benchmark: Any, language: str) -> None:
    text = corpus(CORPUS[language], CHARACTERS[language]).translate(
        dict.fromkeys(map(ord, '"“”[]…'))
    )
    pieces = text.split() if language == "en" else list("".join(text.split()))
    word, slip = MISSPELT[language]
    at = len(pieces) // 2
    glue = " " if language == "en" else ""
    quoted = glue.join(slip if each == word else each for each in pieces[at : at + LONG])
    article = _document("article", f"“{quoted}”", language)
    source = _document("source", glue.join(pieces), language)
    findings, _ = benchmark.pedantic(lambda: check_quotations(article, [source]), rounds=3)
    assert findings[0].status == "near"  # further ones stand inside it
    assert benchmark.stats.stats.median < 2
