"""Which documents are asked about, and which of them are one."""

from __future__ import annotations

from collections import Counter
from math import fsum, log2, sqrt
from pathlib import Path
from random import Random

import pytest

from aiplans_cli import collocates, compare, distance, freq, keywords, plot, themes
from aiplans_cli.analyses.counting.corpus import count_corpus
from aiplans_cli.analyses.counting.settings import CorpusSettings
from aiplans_cli.counting.tally import section_index
from aiplans_cli.errors import AiplansError, AnalysisError, UsageError
from aiplans_cli.sources.conditions import Condition, condition
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings
from aiplans_cli.statistics.profiles import Profile, weighed_alike
from aiplans_cli.statistics.section_influence import left_out_each

SAID = {"US": "Safety needs markets. Markets need chips.", "CN": "Safety needs states and laws."}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve texts of two countries and three years, told by front matter, folder and name."""
    top = tmp_path_factory.mktemp("corpus")
    for number in range(12):
        country, year = ("US", "CN")[number % 2], 2020 + number % 3
        path = top / str(year) / f"{country}-{year}-{number}.md"
        path.parent.mkdir(exist_ok=True)
        head = (
            f"---\ncountry: {country}\nissuer: Department {number % 4}\ndate: {year}-01-02\n---\n"
        )
        path.write_text(f"{head}\n# Plan {number}\n\n{SAID[country]}\n", encoding="utf-8")
    return top


def counted(source: Path, folder: Path) -> str:
    output = str(folder / "x.parquet")
    session = Session(SourceSettings(all_kinds=True))
    count_corpus([str(source)], output, session, CorpusSettings(), 1)
    return output


def ids(folder: Path | str, **settings: object) -> list[str]:
    return [str(row["document"]) for row in freq("safety", str(folder), **settings).rows()]


def test_a_condition_is_a_field_with_a_value_or_a_text() -> None:
    assert condition(" issuer ~ Commerce ") == Condition("issuer", "Commerce", within=True)
    assert condition("url=a=b").value == "a=b"
    for wrong in ("year", "=2024", "year=", "~x", ""):
        with pytest.raises(UsageError, match="FIELD=VALUE"):
            condition(wrong)


@pytest.mark.parametrize(
    ("where", "number"),
    [
        (["country=US"], 6),
        (["year=2021"], 4),
        (["folder=2021"], 4),
        (["issuer~department 1"], 3),
        (["country=US", "year=2020"], 2),
        (["n=7"], 1),
        (["language=en"], 12),
    ],
)
def test_documents_are_chosen_by_what_is_known_of_them(
    folder: Path, where: list[str], number: int
) -> None:
    assert len(ids(folder, where=where, pattern=r"-(?P<n>\d+)\.md")) == number


def test_what_no_document_is_is_an_error_that_names_what_there_is(folder: Path) -> None:
    with pytest.raises(AiplansError, match="country is CN, US"):
        ids(folder, where=["country=Peru"])
    with pytest.raises(AiplansError, match=r"no document has a contry.*fields are country"):
        ids(folder, where=["contry=US"])
    with pytest.raises(UsageError, match="no regular expression"):
        ids(folder, where=["n=1"], pattern="(")


def test_the_documents_of_a_value_are_one_whose_counts_are_their_sum(folder: Path) -> None:
    alone = freq("safety", str(folder)).rows()
    grouped = freq("safety", str(folder), group_by="country").rows()
    assert [row["document"] for row in grouped] == ["CN", "US"]
    assert sum(int(row["count"] or 0) for row in grouped) == len(alone) == 12
    pooled = freq("safety", str(folder), pool=True).rows()
    assert [(row["document"], row["count"], row["sections"]) for row in pooled] == [("all", 12, 12)]


def test_every_command_over_documents_takes_groups(folder: Path) -> None:
    name = str(folder)
    groups = {"group": "country=US", "against": "country=CN"}
    rows = compare(name, **groups).rows()
    by_term = {row["term"]: (row["count_a"], row["count_b"]) for row in rows}
    assert by_term["markets"] == (12, 0)
    assert by_term["laws"] == (0, 6)
    keyed = {row["document"] for row in keywords(name, **groups).rows()}
    assert keyed == {"country=US", "country=CN"}
    [pair] = distance(name, group_by="country").rows()
    assert (pair["a"], pair["b"]) == ("CN", "US")
    assert {row["document"] for row in themes(name, group_by="year").rows()} <= {
        "2020",
        "2021",
        "2022",
    }
    rest = compare(name, group="country=US", against="rest").rows()
    assert {row["term"]: row["count_b"] for row in rest}["laws"] == 6


def test_groups_of_ten_documents_are_tested_by_document(tmp_path: Path) -> None:
    """Each text is one short section, so that nothing could be tested without."""
    for number in range(24):
        said = "markets" if number % 2 else "laws"
        path = tmp_path / f"{'ab'[number % 2]}{number}.txt"
        path.write_text(f"The plan of {said} and {said} is number words.", encoding="utf-8")
    report = compare(str(tmp_path), pattern="(?P<side>[ab])", group_by="side")
    assert report.parameters["inference"] == "documents"
    assert {row["term"]: row["q"] for row in report.rows()}["laws"] < 0.05


def test_groups_must_part_the_documents(folder: Path) -> None:
    with pytest.raises(AiplansError, match="in both groups"):
        ids(folder, group="country=US", against="year=2020")
    with pytest.raises(AiplansError, match="every document is in the group"):
        ids(folder, group="language=en", against="rest")
    with pytest.raises(UsageError, match="needs --group"):
        ids(folder, against="rest")
    with pytest.raises(UsageError, match="choose one"):
        ids(folder, group_by="year", pool=True)


def test_a_sample_is_the_same_for_a_seed(folder: Path) -> None:
    drawn = ids(folder, sample_documents=4)
    assert len(drawn) == 4
    assert drawn == ids(folder, sample_documents=4)
    assert drawn == sorted(drawn, key=ids(folder).index)
    assert any(ids(folder, sample_documents=4, sample_seed=seed) != drawn for seed in (1, 2, 3))
    assert len(ids(folder, sample_documents=99)) == 12


def test_the_text_of_a_group_has_the_sections_of_its_counts(folder: Path) -> None:
    session = Session(SourceSettings(group_by="country"))
    for source in session.sources([str(folder)]):
        document = session.text_of(source)
        counted = [index for index in section_index(document) if index is not None]
        assert max(counted) + 1 == len(source.counts.sections) == 6
        assert session.rules.count(document).terms.keys() == source.counts.terms.keys()


def test_a_counts_file_keeps_what_is_known_of_its_documents(folder: Path, tmp_path: Path) -> None:
    output = str(tmp_path / "x.parquet")
    count_corpus(
        [str(folder)], output, Session(SourceSettings(all_kinds=True)), CorpusSettings(), 1
    )
    assert len(ids(output, where=["country=US", "year=2020"])) == 2
    assert ids(output, group_by="issuer") == [f"Department {number}" for number in range(4)]
    assert ids(output, where=["folder=2021"]) == ids(output, where=["year=2021"])


def test_a_counts_file_of_two_languages_gives_the_one_that_is_asked_for(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text(
        "id,text\na,AI needs safety and laws.\nb,人工智能治理很重要。\n", encoding="utf-8"
    )
    output = str(tmp_path / "x.parquet")  # b: "AI governance matters"
    count_corpus([str(table)], output, Session(SourceSettings(all_kinds=True)), CorpusSettings(), 1)
    assert ids(output, lang="en") == ["t::a"]
    assert ids(output, lang="zh") == ["t::b"]


def test_a_corpus_is_counted_whole(folder: Path, tmp_path: Path) -> None:
    session = Session(SourceSettings(where=("country=US",)))
    with pytest.raises(UsageError, match="counted whole"):
        count_corpus([str(folder)], str(tmp_path / "x.parquet"), session, CorpusSettings(), 1)


def test_a_group_has_the_mean_of_its_documents_rates_beside_the_pooled_rate(
    tmp_path: Path,
) -> None:
    for name, text in {"a": "safety first " * 50, "b": "states make laws and rules " * 60}.items():
        (tmp_path / f"{name}.txt").write_text(f"{text}.\n", encoding="utf-8")
    [pooled] = freq("safety", str(tmp_path), pool=True, exact=True).rows()
    assert pooled["rate"] == pytest.approx(1000 * 50 / 400)
    assert pooled["mean_rate"] == pytest.approx((500 + 0) / 2)
    assert "mean_rate" not in freq("safety", str(tmp_path)).rows()[0]
    both = compare(str(tmp_path), group="document=a", against="rest", by="term", min_count=1).rows()
    [row] = [row for row in both if row["term"] == "safety"]
    assert (row["mean_rate_a"], row["mean_rate_b"]) == (pytest.approx(500), 0)


def test_keywords_collocates_and_themes_of_a_group_have_the_mean_rate(tmp_path: Path) -> None:
    said = {"a": "safety matters most. " * 50, "b": "governance of safety makes rules. " * 60}
    for name, text in said.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    mean = pytest.approx((1000 / 3 + 1000 / 5) / 2)
    pooled = keywords(str(tmp_path), pool=True).rows()
    assert [row["mean_rate"] for row in pooled if row["term"] == "safety"] == [mean]
    assert "mean_rate" not in keywords(str(tmp_path)).rows()[0]
    pairs = keywords(str(tmp_path), pool=True, ngrams="2").rows()
    assert {row["mean_rate"] for row in pairs} == {None}
    near = collocates("rules", str(tmp_path), pool=True, exact=True).rows()
    assert [row["mean_rate"] for row in near if row["collocate"] == "safety"] == [mean]
    assert "mean_rate" not in collocates("rules", str(tmp_path), exact=True).rows()[0]
    weights = themes(str(tmp_path), pool=True).rows()
    [governance] = freq("governance", str(tmp_path), pool=True).rows()
    assert sum(row["mean_rate"] for row in weights) >= governance["mean_rate"] > 0
    assert "mean_rate" not in themes(str(tmp_path)).rows()[0]
    assert "mean_rate" not in themes(str(tmp_path), pool=True, by="section").rows()[0]


def _plain(weights: list[dict[str, float]], name: str) -> float:
    """A distance of two vectors as its formula says, with a half added to each for the last."""
    p, q = weights
    terms = {*p, *q}
    rates = [{t: side.get(t, 0) / sum(side.values()) for t in terms} for side in (p, q)]
    if name == "cosine":
        lengths = [sqrt(fsum(x * x for x in side.values())) for side in rates]
        return fsum(rates[0][t] * rates[1][t] for t in terms) / (lengths[0] * lengths[1])
    if name == "hellinger":
        return sqrt(1 - fsum(sqrt(rates[0][t] * rates[1][t]) for t in terms))
    if name == "kullback_leibler_ab":
        smooth = [{t: side.get(t, 0) + 0.5 for t in terms} for side in (p, q)]
        x, y = ({t: n / fsum(side.values()) for t, n in side.items()} for side in smooth)
        return fsum(x[t] * log2(x[t] / y[t]) for t in terms)
    middle = {t: (rates[0][t] + rates[1][t]) / 2 for t in terms}
    parts = (x * log2(x / middle[t]) / 2 for side in rates for t, x in side.items() if x)
    return fsum(parts)


def test_distances_of_groups_go_by_the_mean_of_rates_or_by_all_words(tmp_path: Path) -> None:
    random, words = Random(5), [f"word{number}" for number in range(9)]
    held: dict[str, list[Counter[str]]] = {"a": [], "b": []}
    for number in range(24):
        side, length = "ab"[number % 2], random.choice((8, 40, 300))
        own = random.choices(words, [random.random() ** 2 for _ in words], k=length)
        held[side].append(Counter(own))
        (tmp_path / f"{side}-{number}.txt").write_text(" ".join(own) + ".\n", encoding="utf-8")
    names = ("jensen_shannon_divergence", "cosine", "hellinger", "kullback_leibler")
    asked = {"by": "term", "pattern": "(?P<side>[ab])-", "measures": names, "lang": "en"}
    for mean in (False, True):
        vectors: list[dict[str, float]] = []
        for several in held.values():
            whole = sum(several, Counter[str]())
            vectors.append({**whole})
            if mean:
                rates = [{t: n / own.total() for t, n in own.items()} for own in several]
                of_each = {t: [one.get(t, 0) for one in rates] for t in words}
                vectors[-1] = {t: whole.total() * fsum(x) / len(x) for t, x in of_each.items()}
        report = distance(str(tmp_path), group_by="side", mean=mean, **asked)
        [row] = report.rows()
        for name in (*names[:3], "kullback_leibler_ab"):
            assert row[name] == pytest.approx(_plain(vectors, name), abs=1e-12)
        assert report.parameters["rates"] == ("mean_rate" if mean else "rate")
        assert any("mean_rate, the mean of its documents'" in note for note in report.notes) is mean
    # the units are documents then, so that leaving one out is the mean of the others
    low, high = row["cosine_low"], row["cosine_high"]
    assert 0 <= low < row["cosine"] < high <= 1
    alone = distance(*map(str, sorted(tmp_path.iterdir())), group_by="document", **asked)
    same = distance(str(tmp_path), group_by="document", mean=True, **asked)
    assert [list(one.values()) for one in same.rows()] == [
        [*list(one.values())[:2], *map(pytest.approx, list(one.values())[2:])]
        for one in alone.rows()
    ]
    [near, _] = distance(
        str(tmp_path), group_by="side", mean=True, nearest=1, **{**asked, "measures": names[:3]}
    ).rows()
    assert [near[name] for name in names[:3]] == [pytest.approx(row[name]) for name in names[:3]]


def test_the_mean_of_rates_is_asked_for_where_there_is_one(folder: Path, tmp_path: Path) -> None:
    for settings, message in (
        ({}, "--mean is of groups: add --group-by FIELD"),
        ({"group_by": "country", "unit": "paragraph"}, "leave --unit out"),
    ):
        with pytest.raises(UsageError, match=message):
            distance(str(folder), mean=True, **settings)
    output = str(tmp_path / "x.parquet")
    session = Session(SourceSettings(all_kinds=True))
    count_corpus([str(folder)], output, session, CorpusSettings(by="country", totals=True), 1)
    with pytest.raises(AnalysisError, match=r"CN: its counts .* do not tell its documents apart"):
        distance(output, mean=True)


@pytest.mark.parametrize("seed", range(8))
def test_documents_that_share_no_word_have_no_corrected_length(seed: int) -> None:
    random = Random(seed)
    sections = [{f"{at} {n}": random.randint(1, 99) for n in range(5)} for at in range(9)]
    # in another order, so that sums of the same products differ in their last digit
    stands = {term: [(at, n)] for at in range(8, -1, -1) for term, n in sections[at].items()}
    counts = {term: own[0][1] for term, own in stands.items()}
    side = weighed_alike(Profile(sum(counts.values()), counts, stands), range(9))
    assert left_out_each(side, side) is None


def test_totals_do_not_know_the_mean_of_the_rates(folder: Path, tmp_path: Path) -> None:
    output = str(tmp_path / "x.parquet")
    session = Session(SourceSettings(all_kinds=True))
    count_corpus([str(folder)], output, session, CorpusSettings(by="country", totals=True), 1)
    found = freq("safety", output).rows()
    assert [row["mean_rate"] for row in found] == [None, None]
    assert all(row["rate"] for row in found)


def test_years_are_those_that_front_matter_columns_and_paths_tell(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    for name, head in {"a": "year: 2024", "b": "date: 2025-03-01", "c": "year: 2025"}.items():
        text = f"---\n{head}\n---\n\nGovernance of data needs care {name}.\n"
        (notes / f"{name}.md").write_text(text, encoding="utf-8")
    (notes / "d.md").write_text("Governance without a year.\n", encoding="utf-8")
    table = tmp_path / "t.csv"
    table.write_text(
        "id,year,text\n1,2024,Governance needs care today.\n2,2025,Governance and governance.\n",
        encoding="utf-8",
    )
    session = Session(SourceSettings(all_kinds=True))
    output = str(tmp_path / "x.parquet")
    count_corpus([str(notes)], output, session, CorpusSettings(), 1)
    for source, counts in ((str(notes), [1, 2]), (output, [1, 2]), (str(table), [1, 2])):
        found = freq("governance", source, by="year", exact=True).rows()
        assert [row["year"] for row in found] == ["2024", "2025"]
        assert [row["count"] for row in found] == counts
    [row] = freq("governance", str(notes), by="year", where=("year=2025",), exact=True).rows()
    assert (row["year"], row["count"]) == ("2025", 2)
    drawn = plot("trend", str(notes), words=("governance",), exact=True)
    assert [row["count"] for row in drawn.rows()] == [1, 2]
    with pytest.raises(AnalysisError, match="--by month: no document has a month"):
        freq("governance", str(notes), by="month")


def test_groups_of_few_long_texts_are_tested_though_they_were_counted_by_group(
    tmp_path: Path,
) -> None:
    rng, own = Random(4), {"us": "tariffs", "cn": "harmony"}
    for number in range(6):
        side = "us" if number % 2 else "cn"
        lines = [
            " ".join(rng.choice(("power", "data", "rules", own[side], "care")) for _ in range(90))
            + "."
            for _ in range(14)
        ]
        text = "\n\n".join(f"# Part {at}\n\n{line}" for at, line in enumerate(lines))
        (tmp_path / f"{side}-{number}.md").write_text(text, encoding="utf-8")
    output = str(tmp_path / "x.parquet")
    session = Session(SourceSettings(all_kinds=True, pattern="^(?P<side>us|cn)-"))
    count_corpus([str(tmp_path)], output, session, CorpusSettings(by="side"), 2)
    report = compare(output, by="term", min_count=1)
    assert not any("are not shown" in note for note in report.notes)
    rows = {row["term"]: row for row in report.rows()}
    assert all(float(rows[word]["p"]) < 0.001 for word in own.values())
    assert float(rows["data"]["p"]) > 0.001
    for source in session.sources([output]):
        counts = source.counts
        assert len(counts.sections) == 3
        for section in counts.sections:
            assert 10 <= len(section.blocks) <= 40
            assert sum(block.tokens for block in section.blocks) == section.tokens
        for stands in counts.terms.values():
            for o in stands:
                assert sum(part.count for part in o.blocks) == o.count
    short = tmp_path / "short"
    short.mkdir()
    (short / "us-1.md").write_text("# A\n\nOne rule.\n\n# B\n\nTwo rules.\n", "utf-8")
    count_corpus([str(short)], output, session, CorpusSettings(by="side"), 1)
    [source] = session.sources([output])
    assert not any(section.blocks for section in source.counts.sections)
