"""What is told beside a table, and where the line is drawn: what fits badly, what is sure."""

from __future__ import annotations

from pathlib import Path

import pytest

from aiplans_cli import collocates
from aiplans_cli.analyses.cautions import coverage_cautions
from aiplans_cli.analyses.collocates_screen import Near
from aiplans_cli.analyses.comparison.basis import Basis, Divided, basis_notes
from aiplans_cli.analyses.comparison.resampled import Resampled, floor_notes
from aiplans_cli.model import CountedSection, Counts
from aiplans_cli.statistics.inference import Inference
from aiplans_cli.statistics.resampling import Permutation


def counted(name: str, covered: int) -> Counts:
    """A document of a hundred content words, so many of which the list covers."""
    section = CountedSection("h", 1, "body", "", (), 200, 100, covered, 5, 900, name)
    return Counts(name, name, "en", "", "text", (section,), {}, {})


@pytest.mark.parametrize(("covered", "told"), [(80, False), (60, True)])
def test_a_text_of_another_kind_is_told(covered: int, told: bool) -> None:
    # Every text of the library is covered to 87 % or more; our README, no policy, to 57 %.
    cautions = coverage_cautions([counted("plan", covered)])
    assert [f"only {covered}%" in line for line in cautions] == [True] * told


@pytest.mark.parametrize(("covered", "told"), [(88, False), (83, True)])
def test_a_list_that_fits_one_side_better_is_told(covered: int, told: bool) -> None:
    # Two plans are a few points apart; of a FAQ on software the list covers less than 85 %.
    cautions = coverage_cautions([counted("plan", 95), counted("law", covered)])
    assert ["differ by more than 10 points" in line for line in cautions] == [True] * told


@pytest.mark.parametrize(("q", "sure"), [(0.04, True), (0.06, False), (None, False)])
def test_a_word_may_be_quoted_where_its_q_is_below_the_usual_level(
    q: float | None, sure: bool
) -> None:
    assert Near("law", 9, 20, 3.0, (), q).sure is sure
    assert not Near("law", 2, 20, 3.0, (), q).sure  # rarer than by chance


def test_words_that_stand_beside_the_node_twice_have_no_row(tmp_path: Path) -> None:
    # Near "governance" in the plan of 2025 pmi ranks first what stands in it once or twice.
    path = tmp_path / "plan.txt"
    rest = " The agency reads many other reports on trade and work in all these places." * 20
    said = "Data governance counts. " * 3 + "Quantum governance ends. " * 2
    path.write_text(said + rest, encoding="utf-8")
    words = {row["collocate"] for row in collocates("governance", path).rows()}
    assert "data" in words and "quantum" not in words


@pytest.mark.parametrize(("largest", "told"), [(0.2, False), (0.3, True)])
def test_a_unit_that_holds_much_of_a_side_is_told(largest: float, told: bool) -> None:
    # The recitals of the EU AI Act are 39 % of it in one section.
    side = Divided("sections", 12, largest, ())
    notes = basis_notes(Basis(Inference(900, 900), side, None), 0.95)
    assert any("could not be cut" in note for note in notes) is told


@pytest.mark.parametrize(("q", "aloud"), [(0.04, False), (0.06, True)])
def test_permutations_too_few_for_any_row_to_count_are_told(q: float, aloud: bool) -> None:
    # A hundred permutations of 500 rows: none has a q below the usual level.
    done = Permutation({}, 0.1, 0.01, 100, 0, 100, frozenset(("law",)))
    notes, told = floor_notes(Resampled(done, {"law": q}))
    assert ("more --resamples can tell more" in " ".join(told)) is aloud and notes
