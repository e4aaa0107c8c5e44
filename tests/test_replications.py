"""What the page of replications says beside its examples, which test_docs runs."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from aiplans_cli import score
from aiplans_cli.statistics.correction import CORRECTIONS
from aiplans_cli.statistics.published import published_numbers

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "replications.md").read_text("utf-8")
SHARED = Path(__file__).resolve().parents[2] / "shared" / "published" / "hine.tsv"
HINE = {one.id: one for one in published_numbers() if one.id.startswith("hine.")}


def test_twenty_values_are_told_and_stand_on_the_page_as_printed() -> None:
    assert len(HINE) == 20
    if not SHARED.is_file():
        pytest.skip("the printed values are not here")
    with SHARED.open(encoding="utf-8") as file:
        printed = [row["expected"] for row in csv.DictReader(file, delimiter="\t")]
    assert len(printed) == 20
    assert [value for value in printed if f"\t{float(value):.7g}\n" not in PAGE] == []


def test_what_corrections_leave_of_them() -> None:
    names, values = list(HINE), [float(one.expected) for one in HINE.values()]
    assert sum(q < 0.05 for q in CORRECTIONS["fdr_bh"](values)) == 20
    left = {n for n, q in zip(names, CORRECTIONS["holm"](values), strict=True) if q >= 0.05}
    assert left == {
        *(f"hine.t1.{word}" for word in "development economy lead leadership partnership".split()),
        *(f"hine.t2.{word}" for word in ("innovation", "system")),
    }


def test_no_other_test_gives_them() -> None:
    [row] = score(1, 21483, 35, 28145).rows()
    assert f"{row['chi2_p']:.7g}" == "9.228449e-07"
    assert all(f"{row[f'{name}_p']:.7g}" != "9.228449e-07" for name in ("g2", "chi2_yates"))
