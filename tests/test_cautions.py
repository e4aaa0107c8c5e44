"""What is told before a table of documents that the concept list fits badly, or not alike."""

from __future__ import annotations

import pytest

from aiplans_cli.analyses.cautions import coverage_cautions
from aiplans_cli.model import CountedSection, Counts


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
