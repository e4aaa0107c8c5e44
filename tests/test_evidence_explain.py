"""One row laid open: every table of ``explain``, on made texts and on the real pair."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import aiplans_cli
from aiplans_cli.analyses.comparison.explanation import ExplainSettings, explain
from aiplans_cli.concepts.concept import ConceptList
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.errors import AnalysisError
from aiplans_cli.evidence.concordance import ConcordanceLine
from aiplans_cli.evidence.pairing import _paired
from aiplans_cli.language import Settings
from aiplans_cli.model import Counts, Document, Section
from aiplans_cli.output.report import Cell, Report
from aiplans_cli.sources.rules import Rules
from aiplans_cli.sources.session import Named, Session
from aiplans_cli.sources.settings import SourceSettings
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.inference import RATIOS
from aiplans_cli.statistics.measures import MEASURES

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT.parent / "shared" / "texts" / "us" / "us-2025.pdf"

LIST = load_concepts(
    "id\ttheme\ten\tzh\tblocks\tnote\n"
    "tree\tplants\ttree(|s)\t树木; 树\t\t\n"  # "trees", "tree"
    "water\tplants\twater\t水\t\t\n"  # "water"
    "sun\tplants\tsun\t太阳\t\t\n"  # "sun"
    "moon\tplants\tmoon\t月亮\t\t\n",  # "moon"
    "small.tsv",
)


def body(number: int, heading: str, text: str) -> Section:
    return Section(heading, 1, "body", str(number), text, (), number)


GARDEN = Document(
    "garden",
    "Garden",
    "en",
    (
        body(1, "One", "A tree wants water. The sun shines on trees and trees. The moon rests."),
        body(2, "Two", "Nothing grows here. The sun burns."),
        Section("Two", 1, "note", "2", "More trees.", (), 2),
    ),
)
CHINESE = Document(
    "zh",
    "zh",
    "zh",
    (
        # "trees need the sun. trees stand. trees drink water." / "water flows"
        body(1, "一", "树木需要太阳。树木站立。树喝水。"),
        body(2, "二", "水流动。"),
    ),
    kind="digest",
)


def explained(
    a: Named, b: Named, word: str, concepts: ConceptList = LIST, *, stops: bool = True, **given: Any
) -> Report:
    """A page made with a list of concepts of the test's own."""
    session = Session(SourceSettings(stop_words="on" if stops else "off"))
    words = replace(session.words, dict_terms=frozenset())
    vars(session)["rules"] = Rules(concepts, words, None)
    return explain(a, b, word, settings=ExplainSettings(**given), session=session)


def counts_alone(document: Document) -> Counts:
    return Rules(LIST, Settings(), None).count(document)


def tables(report: Report) -> dict[str, list[dict[str, Cell]]]:
    return {table.name: table.records() for table in report.tables}


def test_every_table_of_a_page() -> None:
    report = explained(GARDEN, CHINESE, "trees", lines=5)
    found = tables(report)
    assert [(row["side"], row["count"], row["sentences"]) for row in found["summary"]] == [
        ("A", 3, 2),
        ("B", 3, 3),
    ]
    assert [row["rank"] for row in found["summary"]] == [1, 1]
    assert [row["measure"] for row in found["measures"]] == list(MEASURES)
    assert [row["measure"] for row in found["dispersion"]] == list(DISPERSION)
    assert [row["denominator"] for row in found["ranks"]] == list(DENOMINATORS)
    assert [(row["document"], row["section"], row["count"]) for row in found["sections"]] == [
        ("garden", "One", 3),
        ("zh", "一", 3),
    ]
    assert [(row["form"], row["count"]) for row in found["forms"]] == [
        ("trees", 2),
        ("tree", 1),
        ("树木", 2),  # "trees"
        ("树", 1),  # "tree"
    ]
    assert [(each.id, each.kind) for each in report.inputs] == [
        ("garden", "text"),
        ("zh", "digest"),
    ]


def test_lines_are_paired_by_what_else_they_speak_of() -> None:
    found = tables(explained(GARDEN, CHINESE, "tree", lines=5))["lines"]
    assert [(row["sentence_a"], row["sentence_b"], row["shared"]) for row in found] == [
        ("A tree wants water.", "树喝水。", "water"),
        ("The sun shines on trees and trees.", "树木需要太阳。", "sun"),
        (None, "树木站立。", ""),
    ]
    assert [row["nearness"] for row in found] == [1.0, 1.0, None]
    found = tables(explained(CHINESE, GARDEN, "tree"))["lines"]
    assert found[-1]["sentence_a"] == "树木站立。"
    assert len(tables(explained(GARDEN, CHINESE, "tree", lines=1))["lines"]) == 1


def test_a_long_sentence_that_names_everything_is_not_the_nearest() -> None:
    # A recital that lists nine concepts shares two of three with any sentence on those two.
    def line(sentence: str) -> ConcordanceLine:
        return ConcordanceLine("d", "en", "", "s", "", "", "", "", sentence, 0, 0, 0)

    left = [(line("short"), {"sun", "water", "soil"})]
    recital = {"sun", "water", *(f"other{n}" for n in range(7))}
    right = [(line("recital"), recital), (line("near"), {"sun", "rain"})]
    first, *_ = _paired(left, right, 2)
    assert first[5] == "near" and first[-1] == pytest.approx(1 / 6**0.5)


def test_notes_say_what_compare_says_of_the_row() -> None:
    said = " ".join(explained(GARDEN, CHINESE, "tree").notes)
    # sides too short for a test: no column of 'compare', and no option that this command lacks
    assert "no test in 'aiplans compare'" in said and "--inference" not in said
    report = aiplans_cli.explain("us-2025-digest", "cn-2025-digest", "governance")
    row = next(
        row
        for row in aiplans_cli.compare("us-2025-digest", "cn-2025-digest").rows()
        if row["concept"] == "governance"
    )
    numbers = f"p = {row['p']:.2g}, q = {row['q']:.2g} and at_least = {row['at_least']:.2f}"
    assert any(numbers in note for note in report.notes)


def test_counts_alone_give_the_numbers_but_no_lines() -> None:
    full = explained(GARDEN, CHINESE, "tree")
    bare = explained(counts_alone(GARDEN), CHINESE, "tree")
    assert bare.tables[:5] == full.tables[:5]
    assert bare.notes[0].startswith("garden: only its counts are at hand")
    assert {row["document"] for row in tables(bare)["forms"]} == {"zh"}


def test_a_concept_on_one_side_only() -> None:
    found = tables(explained(GARDEN, CHINESE, "moon"))
    assert [(row["count"], row["rank"]) for row in found["summary"]] == [(1, 3), (0, 4)]
    assert [row["b"] for row in found["dispersion"] if row["measure"] == "dp_norm"] == [None]
    assert found["lines"][0]["sentence_b"] is None


WRONG = [
    ("cars", "cars: no concept of the list has this form"),
    ("moon", "moon: it does not stand in zh and zh"),
]


@pytest.mark.parametrize(("word", "message"), WRONG)
def test_what_has_no_page_says_why(word: str, message: str) -> None:
    with pytest.raises(AnalysisError) as caught:
        explained(CHINESE, CHINESE, word)
    assert str(caught.value).startswith(message)


def many(document: Document) -> Document:
    """A document of enough sections for tests."""
    parts = (replace(document.sections[0], part=part) for part in range(1, 13))
    return replace(document, sections=tuple(parts))


def test_intervals_are_widened_across_languages_only_and_only_if_wanted() -> None:
    def ends(other: Document, calibration: bool) -> dict[Cell, tuple[Cell, Cell]]:
        choice = "shipped" if calibration else "none"
        report = explained(many(GARDEN), many(other), "sun", calibration=choice)
        spread = report.parameters["spread"]
        assert isinstance(spread, float) and (spread > 0) is (across and calibration)
        notes = [note for note in report.notes if note.startswith(("Tests and", "The spread"))]
        # the made list is not the one that the spreads were learnt with
        assert len(notes) == (calibration + 1 if across else 0)
        return {row["measure"]: (row["low"], row["high"]) for row in tables(report)["measures"]}

    for other, across in ((CHINESE, True), (GARDEN, False)):
        wide, narrow = ends(other, True), ends(other, False)
        changed = {name for name, own in wide.items() if own != narrow[name]}
        assert changed == (set(RATIOS) if across else set())


def test_general_policy_language_is_ranked_where_it_is_asked_for() -> None:
    general = load_concepts(
        "id\ttheme\ten\tzh\tblocks\tnote\n"
        "tree\tplants\ttree(|s)\t树木; 树\t\t\n"  # "trees", "tree"
        "shine\tpolicy-verbs\tshine(|s)\t站立\t\t\n"  # "stand" in place of "shine"
        "sun\tplants\tsun\t太阳\t\t\n",  # "sun"
        "general.tsv",
    )

    def ranked(word: str, stop_words: bool = True) -> tuple[Cell, str]:
        sides = (GARDEN, CHINESE)
        report = explained(*sides, word, general, stops=stop_words)
        number = report.parameters["ranked"]
        assert {row["concepts"] for row in tables(report)["ranks"]} == {number}
        titles = [table.title for table in report.tables[:3]]
        assert all(title.endswith(f"among {number} concepts") for title in titles)
        return number, next(note for note in report.notes if note.startswith("Ranks are"))

    number, note = ranked("tree")
    assert number == 2
    assert "--by concept'; 1 of general policy language" in note
    for number, note in (ranked("tree", stop_words=False), ranked("shine")):
        assert number == 3
        assert note.endswith(
            "the 3 concepts with a row in 'aiplans compare --by concept --no-stop-words'."
        )


def test_governance_in_the_two_plans() -> None:
    if not PLAN.exists():
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    sides = [str(PLAN), str(ROOT / "texts" / "cn-2025-digest.zh.md")]
    found = tables(explain(sides[0], sides[1], "governance"))
    by_side = {
        side: sum(int(str(row["count"])) for row in found["sections"] if row["document"] == side)
        for side in ("us-2025", "cn-2025-digest.zh")
    }
    assert [row["count"] for row in found["summary"]] == list(by_side.values())
    forms = sum(int(str(row["count"])) for row in found["forms"])
    assert forms == sum(by_side.values())
    ratio = next(row for row in found["measures"] if row["measure"] == "log_ratio")
    assert float(str(ratio["value"])) < -1
