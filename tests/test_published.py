"""Published numbers, and independent code, against ours."""

from __future__ import annotations

import sys

import pytest

from aiplans_cli.statistics.association import ASSOCIATIONS
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.crosscheck import OTHERS, cross_checks
from aiplans_cli.statistics.dispersion import DISPERSION
from aiplans_cli.statistics.measures import MEASURES
from aiplans_cli.statistics.published import (
    RECOMPUTE,
    Check,
    Published,
    published_numbers,
    recompute,
    verify,
)

NUMBERS = published_numbers()


@pytest.mark.parametrize("number", NUMBERS, ids=lambda number: number.id)
def test_published_number(number: Published) -> None:
    check = recompute(number)
    assert check.passed, check


def test_rows_are_well_formed() -> None:
    assert len({number.id for number in NUMBERS}) == len(NUMBERS) >= 80
    for number in NUMBERS:
        assert number.kind in RECOMPUTE
        assert number.source
        # A tolerance as wide as the number would let anything pass.
        assert number.tolerance < max(0.05, abs(number.expected) / 100)


def test_a_wrong_number_fails() -> None:
    right = NUMBERS[0]
    wrong = Published(
        right.id,
        right.kind,
        right.origin,
        right.measure,
        right.inputs,
        right.parameters,
        right.expected + 1,
        right.tolerance,
        right.source,
    )
    assert not recompute(wrong).passed


def test_an_undefined_value_fails() -> None:
    empty = Published("x", "keyness", "published", "g2", "0 0 0 0", {}, 0.0, 1.0, "nowhere")
    check = recompute(empty)
    assert check.ours is None
    assert not check.passed


def test_verify_lists_every_number_in_order() -> None:
    assert [check.id for check in verify()] == [number.id for number in NUMBERS]


def test_what_is_called_published_was_printed_so() -> None:
    """A number with a fitted input, or worked out anew, is derived, and its source says so."""
    told = ("recovered", "recomputed", " / ", " - ", " times ", "to the power")
    for number in NUMBERS:
        worked_out = any(word in number.source for word in told)
        assert worked_out is (number.origin == "derived"), number.id
    assert {number.origin for number in NUMBERS} == {"published", "derived"}


def test_most_measures_have_a_published_number() -> None:
    covered = {number.measure for number in NUMBERS if number.origin == "published"}
    # No worked example with its inputs was found for these; other code checks them.
    uncovered = {
        *("risk_ratio", "simple_maths", "bic", "ell", "jsd"),
        *("text_dispersion", "mann_whitney"),
    }
    assert set(MEASURES) - covered == uncovered


def test_every_measure_is_checked(others: list[Check]) -> None:
    checked = {check.measure for check in (*verify(), *others)}
    assert {*MEASURES, *DISPERSION, *ASSOCIATIONS, *CORRECTIONS} - checked == {"none"}


@pytest.fixture(scope="module")
def others() -> list[Check]:
    return cross_checks(seed=1)


@pytest.mark.parametrize("package", OTHERS)
def test_agrees_with_other_code(package: str, others: list[Check]) -> None:
    module = {"scipy-sections": "scipy", "exact": "fractions"}.get(package, package)
    pytest.importorskip(module)
    mine = [check for check in others if check.id.startswith(f"{package}.")]
    assert mine
    assert all(check.passed for check in mine), mine


def test_a_package_that_is_missing_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "aiplans_cli.statistics.crosscheck.OTHERS", {"statsmodels": OTHERS["statsmodels"]}
    )
    monkeypatch.setitem(sys.modules, "statsmodels.stats.contingency_tables", None)
    assert cross_checks() == []
