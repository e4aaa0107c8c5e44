"""Counts by section, their sum, their file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli.counting.files import is_counts, parse_counts, render_counts
from aiplans_cli.counting.occurrences import totals
from aiplans_cli.counting.section_blocks import SectionBlocks
from aiplans_cli.counting.tally import (
    add,
    count,
    counted_sections,
    profile,
    restem,
    section_index,
    select,
    sizes,
)
from aiplans_cli.errors import DataError
from aiplans_cli.language import tokenize
from aiplans_cli.model import CountedSection, Counts, Document, Occurrences, Section

DOCUMENT = Document(
    id="plan",
    title="A Plan",
    language="en",
    sha256="ab" * 32,
    sections=(
        Section("", 0, "contents", "ii", "Open AI 1\nShare AI 2"),
        Section("Open AI", 1, "heading", "1", "Open AI", part=1),
        Section("Open AI", 1, "running head", "1", "A PLAN", part=1),
        Section("Open AI", 1, "body", "1", "We open AI. AI opens the market.", part=1),
        Section("Open AI", 1, "note", "1", "See AI 2024.", part=1),
        Section("Share AI", 2, "heading", "2", "Share AI", ("Open AI",), part=2),
        Section("Share AI", 2, "body", "2", "Share it, and share it again.", ("Open AI",), part=2),
    ),
)


@pytest.fixture
def counts() -> Counts:
    return count(tokenize(DOCUMENT))


def test_heading_and_body_are_one_unit_and_furniture_none(counts: Counts) -> None:
    assert section_index(DOCUMENT) == (0, 1, None, 1, 2, 3, 3)
    assert [section.kind for section in counts.sections] == ["contents", "body", "note", "body"]
    body = counts.sections[1]
    assert (body.heading, body.page, body.tokens, body.sentences) == ("Open AI", "1", 9, 3)
    assert body.content_tokens == 7  # open ai open ai ai opens market
    assert body.characters == len("OpenAI" + "WeopenAI.AIopensthemarket.")
    assert counts.sections[3].parents == ("Open AI",)
    assert replace(body, last_page="3").pages == "1-3" and body.pages == "1"


def test_terms_with_their_sentences(counts: Counts) -> None:
    assert counts.terms["ai"] == (
        Occurrences(0, 2, 2),
        Occurrences(1, 3, 3),
        Occurrences(2, 1, 1),
        Occurrences(3, 1, 1),
    )
    assert counts.terms["it"] == (Occurrences(3, 2, 1),)
    assert totals(counts.terms)["share"] == 4
    assert sizes(counts.sections)[0] == sum(totals(counts.terms).values())


def test_select_keeps_only_chosen_sections_and_agrees_with_counted_sections(
    counts: Counts,
) -> None:
    body = select(counts, lambda section: section.kind == "body")
    assert body.terms["ai"] == (Occurrences(0, 3, 3), Occurrences(1, 1, 1))
    assert "2024" not in body.terms
    for all_kinds, chosen in ((False, body), (True, counts)):
        pairs = counted_sections(DOCUMENT, all_kinds)
        assert {index for index, _ in pairs} == set(range(len(chosen.sections)))
        assert all(chosen.sections[index].heading == s.heading for index, s in pairs)


def test_custom_stop_words_change_content_words_only(counts: Counts) -> None:
    other = count(tokenize(DOCUMENT), frozenset({"ai"}))
    assert other.terms == counts.terms
    assert other.sections[1].content_tokens == 6  # we open opens the market open


def test_restem_adds_up_and_stays_within_the_sentences(counts: Counts) -> None:
    stemmed = restem(counts, {"open": "open", "opens": "open"})
    assert stemmed.terms["open"] == (Occurrences(0, 1, 1), Occurrences(1, 3, 3))
    assert sum(totals(stemmed.terms).values()) == sum(totals(counts.terms).values())


def test_profile_sizes(counts: Counts) -> None:
    body = select(counts, lambda section: section.kind == "body")
    with_concepts = replace(body, concepts={"openness": (Occurrences(0, 3, 3),)})
    terms = profile(with_concepts, "term", lambda term: term != "ai")
    assert (terms.size, "ai" in terms.counts) == (17, False)
    concepts = profile(with_concepts, "concept")
    assert (concepts.size, concepts.tokens, concepts.section_sizes) == (3, 17, [3, 0])


def _some_counts(document: str, words: list[list[str]]) -> Counts:
    sections = tuple(
        CountedSection("h", 1, "body", "", (), len(own), len(own), 0, len(own), 0, document)
        for own in words
    )
    terms: dict[str, list[Occurrences]] = {}
    for index, own in enumerate(words):
        for word in sorted(set(own)):
            terms.setdefault(word, []).append(Occurrences(index, own.count(word), own.count(word)))
    frozen = {word: tuple(terms[word]) for word in sorted(terms)}
    return Counts(document, document, "en", "", "text", sections, frozen, {})


WORDS = st.lists(st.lists(st.sampled_from(["ai", "law", "plan", "治理"]), max_size=5), max_size=4)


@given(WORDS, WORDS, WORDS)
def test_counts_are_a_monoid(x: list[list[str]], y: list[list[str]], z: list[list[str]]) -> None:
    a, b, c = (_some_counts(name, words) for name, words in zip("abc", (x, y, z), strict=True))
    assert add([add([a, b]), c]) == add([a, add([b, c])]) == add([a, b, c])
    joined = totals(add([a, b, c]).terms)
    parts = [totals(part.terms) for part in (a, b, c)]
    assert joined == {w: sum(p.get(w, 0) for p in parts) for p in parts for w in p}
    assert add([a]) == a


def test_counts_of_two_languages_have_no_language(counts: Counts) -> None:
    other = replace(counts, language="zh", kind="digest")
    both = add([counts, other])
    assert (both.language, both.kind, both.id) == ("", "digest", "plan+plan")


def test_file_round_trip_and_stable_bytes(counts: Counts) -> None:
    second = replace(_some_counts("二", [["治理", "ai"]]), concepts={"ai": (Occurrences(0, 1, 1),)})
    text = render_counts([counts, second])
    assert parse_counts(text, "x") == [counts, second]
    assert render_counts(parse_counts(text, "x")) == text
    assert is_counts(text.encode()) and not is_counts(b"id,count\n")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    assert all(line.count("\t") == 5 for line in rows)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# aiplans counts 1", "# aiplans counts 9", "not a counts file of version 1"),
        ("# document\t{", "# document\t[", "line 2 is no document or section line"),
        ('"tokens": 9', '"tokens": -9', "line 4 is no document or section line"),
        ('"tokens": 9', '"words": 9', "line 4 is no document or section line"),
        ("document\tsection\tunit", "doc\tsection\tunit", "is not the header"),
        ("plan\t1\tterm\tai\t2\t2", "plan\t1\tterm\tai\t2", "is no row of counts"),
        ("plan\t1\tterm\tai\t2\t2", "plan\t1\tterm\tai\ttwo\t2", "is no row of counts"),
        ("plan\t1\tterm\tai\t2\t2", "plan\t9\tterm\tai\t2\t2", "is no row of counts"),
        ("plan\t1\tterm\tai\t2\t2", "other\t1\tterm\tai\t2\t2", "is no row of counts"),
        ("plan\t1\tterm\tai\t2\t2", "plan\t1\tterm\tai\t2\t3", "is no row of counts"),
        ("plan\t1\tterm\tai\t2\t2", "plan\t1\tterm\t1\t2\t2", "repeats or goes back"),
    ],
)
def test_broken_file_names_the_line(counts: Counts, old: str, new: str, message: str) -> None:
    first, _, *lines = render_counts([counts]).split("\n")
    text = "\n".join([first, *lines])  # made by hand, without a digest
    assert old in text
    with pytest.raises(DataError, match=rf"^x\.tsv: .*{message}") as caught:
        parse_counts(text.replace(old, new, 1), "x.tsv")
    assert "aiplans count" in str(caught.value)


def test_empty_file_and_file_without_documents() -> None:
    with pytest.raises(DataError, match="not a counts file"):
        parse_counts("", "x.tsv")
    text = "# aiplans counts 1\ndocument\tsection\tunit\titem\tcount\tsentences\n"
    with pytest.raises(DataError, match="names no document"):
        parse_counts(text, "x.tsv")
    with pytest.raises(DataError, match="a second time"):
        parse_counts(render_counts([_some_counts("a", [["ai"]])] * 2), "x.tsv")


@pytest.mark.parametrize(
    ("sizes_", "blocks"),
    [
        ((600, *[940] * 10), 2),  # more than a twentieth, such as the recitals of a law
        ((450, *[955] * 10), 0),
        ((8000,), 40),
        ((500,), 10),  # of fifty words
        ((70,), 0),
    ],
)
def test_a_section_is_cut_into_blocks_by_its_part_of_the_document(
    sizes_: tuple[int, ...], blocks: int
) -> None:
    texts = ["\n".join(["Each plan governs its own models."] * (size // 6)) for size in sizes_]
    sections = tuple(Section(str(n), 1, "body", "", text) for n, text in enumerate(texts))
    document = Document("d", "d", "en", sections)
    found = SectionBlocks(tokenize(document), range(len(sections)))
    assert found.number(0) == blocks
