"""Documents against terms, concepts or themes, for other programs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from aiplans_cli import analyses, freq, matrix
from aiplans_cli.analyses.matrix import matrix_market, parquet_bytes
from aiplans_cli.cli.app import run
from aiplans_cli.errors import AiplansError

PAIR = ("us-2025-digest", "cn-2025-digest")


def test_a_number_is_that_of_freq() -> None:
    found = {(row["document"], row["item"]): row for row in matrix(*PAIR, by="concept").rows()}
    for word in ("governance", "data-governance", "chips"):
        for row in freq(word, *PAIR).rows():
            if row["concept"] and row["count"]:
                cell = found[row["document"], row["concept"]]
                assert (cell["count"], cell["rate"]) == (row["count"], row["rate"])


def test_themes_add_up_the_mentions_of_their_concepts() -> None:
    sums = [
        {
            document: sum(
                int(row["count"] or 0)
                for row in matrix(*PAIR, by=by).rows()
                if row["document"] == document
            )
            for document in PAIR
        }
        for by in ("concept", "theme")
    ]
    assert sums[0] == sums[1]


@pytest.mark.parametrize("values", ["count", "rate", "mean_rate"])
def test_every_layout_holds_the_same_numbers(values: str) -> None:
    from pyarrow.parquet import read_table
    from scipy.io import mmread

    settings = {"by": "concept", "values": values, "min_documents": 2}
    long, wide = matrix(*PAIR, **settings), matrix(*PAIR, layout="wide", **settings)
    cells = {(row["document"], row["item"]): row[values] for row in long.rows()}
    assert len(cells) > 100
    for row in wide.rows():
        for item in wide.tables[0].columns[2:]:
            assert row[item.name] == cells[row["document"], item.name]
    table = read_table(BytesIO(parquet_bytes(long)))
    assert table.to_pylist() == long.rows()
    text = matrix_market(long)
    places = mmread(BytesIO(text)).tocsr()
    remarks = [line.split("\t") for line in text.decode().splitlines() if line.startswith("%row")]
    remarks += [line.split("\t") for line in text.decode().splitlines() if line[:4] == "%col"]
    rows = {name: int(at) - 1 for what, at, name in remarks if what == "%row"}
    columns = {name: int(at) - 1 for what, at, name in remarks if what == "%column"}
    assert places.nnz == len(cells)
    for (document, item), value in cells.items():
        assert places[rows[str(document)], columns[str(item)]] == pytest.approx(value)


def test_groups_have_the_pooled_rate_and_the_mean_of_their_documents(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Markets need markets and chips.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Chips need safety and laws. " * 9, encoding="utf-8")
    rows = {row["item"]: row for row in matrix(str(tmp_path), pool=True).rows()}
    assert rows["markets"]["rate"] == pytest.approx(1000 * 2 / 50)
    assert rows["markets"]["mean_rate"] == pytest.approx(1000 * (2 / 5 + 0 / 45) / 2)
    alone = matrix(str(tmp_path)).rows()
    assert all(row["rate"] == pytest.approx(row["mean_rate"]) for row in alone)


def test_rare_items_and_stop_words_are_left_out() -> None:
    every = {str(row["item"]) for row in matrix(PAIR[0]).rows()}
    assert "the" not in every
    assert "the" in {str(row["item"]) for row in matrix(PAIR[0], stop_words=False).rows()}
    few = matrix(PAIR[0], min_count=5).rows()
    assert 0 < len(few) < len(every)
    assert all(int(row["count"] or 0) >= 5 for row in few)
    with pytest.raises(AiplansError, match="lower --min-count"):
        matrix(PAIR[0], min_count=10_000)


def test_a_wide_table_that_nobody_opens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analyses.matrix, "MOST_CELLS", 100)
    with pytest.raises(AiplansError, match=r"-o FILE\.mtx"):
        matrix(*PAIR, layout="wide")


@pytest.mark.parametrize(("ending", "start"), [("parquet", b"PAR1"), ("mtx", b"%%MatrixMarket")])
def test_a_file_is_written_by_its_ending(tmp_path: Path, ending: str, start: bytes) -> None:
    path = tmp_path / f"x.{ending}"
    assert run(["matrix", *PAIR, "--layout", "wide", "-o", str(path), "-q"]) == 0
    assert path.read_bytes().startswith(start)
