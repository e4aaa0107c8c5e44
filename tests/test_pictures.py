"""Pictures: what is drawn of an answer, and that what draws it is an extra."""

from __future__ import annotations

import os
import re
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import Cli
from test_architecture import loaded_by

import aiplans_cli
from aiplans_cli.errors import AnalysisError, SourceError, UsageError
from aiplans_cli.output.pictures import drawing
from aiplans_cli.output.pictures.pdf_order import in_one_order
from aiplans_cli.output.pictures.registry import CHARTS, picture
from aiplans_cli.output.report import Column, Report, Table

US, CN = "us-2025-digest", "cn-2025-digest"
EO = "us-eo-14179-2025"

LINES: dict[str, tuple[list[str], list[str]]] = {
    "contrast": (
        ["contrast", US, CN],
        ["governance (2 : 11)", "×2", f"more in {CN} (q < 0.05)", "words and fits"],
    ),
    "scatter": (["scatter", US, CN], ["governance", f"per 1,000 concept mentions in {CN}"]),
    "themes": (["themes", US, CN], ["security-defence", US, CN, "10%"]),
    "strips": (
        ["strips", "governance", US, CN],
        ["governance: 11 in 537 words", CN, "Every form of governance counts"],
    ),
    "strips-counts": (["strips", "safety", "us-2025"], ['Where "safety" stands in each document']),
    "heatmap": (["heatmap", US, CN], ["一、把握机遇 · cn-2025-digest", "safety-risk", "79"]),
    "shift": (["shift", US, CN], ["governance (2 : 11)", "share of the whole divergence"]),
    "distance": (["heatmap", US, CN, EO, "--of", "distance"], ["How far apart 3", EO, "0"]),
}
"""Chart → how it is asked for, and labels that it must have. 一、把握机遇: I. Seize the chance."""


@pytest.fixture
def drawn() -> None:
    pytest.importorskip("altair", reason="aiplans[report] is not installed")
    pytest.importorskip("vl_convert", reason="aiplans[report] is not installed")


def texts_of(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter() if one.tag.endswith(("}text", "tspan"))]


def test_every_chart_is_drawn_here() -> None:
    assert {arguments[0] for arguments, _ in LINES.values()} | {"trend"} == set(CHARTS)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize("name", LINES)
def test_a_chart_is_an_svg_with_its_labels(cli: Cli, name: str) -> None:
    arguments, labels = LINES[name]
    svg = cli("plot", *arguments, "-q")
    texts = texts_of(svg)
    assert [label for label in labels if not any(label in text for text in texts)] == []
    assert 'width="482pt"' in svg  # 170 mm
    assert "<script" not in svg and "<image" not in svg
    assert cli("plot", *arguments, "-q", "-o", "-") == svg  # one process counts on: names may not
    assert "NaN" not in svg and "undefined" not in svg


@pytest.mark.usefixtures("drawn")
def test_the_same_bytes_come_from_another_process(tmp_path: Path) -> None:
    files: dict[str, set[bytes]] = {}
    for number in range(2):
        for ending in ("svg", "png", "pdf"):
            path = tmp_path / f"{number}.{ending}"
            words = ["plot", "themes", US, CN, "-q", "-o", str(path)]
            seed = {"PYTHONHASHSEED": str(number)}
            subprocess.run(
                [sys.executable, "-m", "aiplans_cli", *words], check=True, env=os.environ | seed
            )
            files.setdefault(ending, set()).add(path.read_bytes())
    assert {ending: len(found) for ending, found in files.items()} == dict.fromkeys(files, 1)


@pytest.mark.usefixtures("drawn")
def test_a_png_is_wide_enough_for_print_and_a_pdf_is_whole(cli: Cli, tmp_path: Path) -> None:
    png, pdf = tmp_path / "x.png", tmp_path / "x.PDF"
    cli("plot", "contrast", US, CN, "-q", "-o", str(png))
    cli("plot", "contrast", US, CN, "-q", "-o", str(pdf))
    data = png.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert 2000 <= width <= 2016  # 170 mm of 300 dots an inch
    assert height > 1000
    assert pdf.read_bytes()[:5] == b"%PDF-"
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf.read_bytes())
    assert round(document[0].get_size()[0]) == 482
    assert "governance" in document[0].get_textpage().get_text_range()
    document.close()


def test_a_pdf_of_another_make_is_left_as_it_is() -> None:
    for data in (b"", b"%PDF-1.7\n", b"%PDF-1.4\ntrailer <<>> startxref\n9\n%%EOF"):
        assert in_one_order(data) == data


@pytest.mark.usefixtures("drawn")
def test_text_of_documents_is_escaped(cli: Cli, tmp_path: Path) -> None:
    payload = '<script>alert(1)</script> & "x" ]]> \x0b\ud83d'
    text = "The law gives safety & order to all. " * 9
    for name in ("a&<b>.md", "c.md"):
        path = tmp_path / name
        body = f"# {payload.replace(chr(0xD83D), '')}\n\n{text}\n\n# Two {payload[:8]}\n\n{text}\n"
        path.write_text(body, encoding="utf-8")
    names = [str(tmp_path / "a&<b>.md"), str(tmp_path / "c.md")]
    for words in (
        ["strips", "<script>", "safety", "-s", names[0], "-s", names[1], "--exact"],
        ["heatmap", *names, "--by", "section"],
        ["themes", *names],
        ["scatter", *names],
    ):
        svg = cli("plot", *words, "-q")
        assert "<script" not in svg
        assert any("a&<b>" in text for text in texts_of(svg))
    assert drawing.plain("a\x00\x0b\ud800b\nc") == "a b c"


@pytest.mark.usefixtures("drawn")
def test_chinese_is_drawn_or_the_font_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["plot", "strips", "治理", CN, "-q"]  # governance
    svg = cli(*words)
    assert "治理: 11 in 537 words" in "".join(texts_of(svg))
    assert "Noto Sans CJK SC" in svg and "PingFang SC" in svg
    for ending in ("png", "pdf"):
        path = tmp_path / f"x.{ending}"
        monkeypatch.setattr(drawing, "_has_chinese", lambda: False)
        with pytest.raises(SourceError, match="install one, such as Noto Sans CJK SC"):
            cli(*words, "-o", str(path))
        assert not path.exists()
        monkeypatch.setattr(drawing, "_has_chinese", lambda: True)
        cli(*words, "-o", str(path))
        assert path.stat().st_size > 1000


def test_a_missing_extra_is_named(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for library in ("altair", "vl_convert"):
        with monkeypatch.context() as without:
            without.setitem(sys.modules, library, None)
            with pytest.raises(SourceError, match=r"run pip install 'aiplans\[report\]'$"):
                cli("plot", "contrast", US, CN, "-o", str(tmp_path / "x.svg"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["contrast", US, CN, "-o", "x.jpg"], "x.jpg asks for .jpg, which is not written here"),
        (["contrast", US, CN, "-o", "x.html"], "choose from .svg, .png, .pdf"),
        (["contrast", US, CN, "-o", "x"], "x has no ending"),
        (["contrast", US, CN, "-o", "x.pgn"], "did you mean .png?"),
        (["contrst", US, CN], "did you mean contrast?"),
        (["strips"], "name the word or concept"),
        (["themes", US, "--by", "part"], "part is nothing that themes is drawn by: leave it out"),
        (["heatmap", US, "--by", "term"], "choose from part, section, document"),
        (["themes", US, "--of", "distance"], "--of is for the heatmap"),
        (["themes", US, "--exact"], "takes no word"),
        (["themes", US, "-w", "safety"], "takes no word"),
    ],
)
def test_what_cannot_be_drawn_so_is_a_usage_error(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("plot", *words, code=2) == ""
    assert said in cli.err and cli.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["contrast", US, CN, EO], "drawn of two documents, not of 3"),
        (["strips", "zebra", US], "it stands in none of the documents"),
    ],
)
def test_what_has_no_picture_says_so(cli: Cli, words: list[str], said: str) -> None:
    with pytest.raises(AnalysisError, match=said):
        cli("plot", *words, "-q")


@pytest.mark.usefixtures("drawn")
def test_more_documents_than_colours_are_refused(cli: Cli, tmp_path: Path) -> None:
    for number in range(8):
        (tmp_path / f"{number}.md").write_text("Safety and order. Laws for trade.\n" * 9)
    with pytest.raises(AnalysisError, match="no more than 7 can be told apart by colour"):
        cli("plot", "themes", str(tmp_path), "-q")
    assert cli("plot", "heatmap", str(tmp_path), "--by", "document", "-q").startswith("<svg")


def test_nothing_is_drawn_on_a_terminal(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    cli("plot", "contrast", US, CN, code=2)
    assert "name a file, such as chart.svg" in cli.err


@pytest.mark.usefixtures("drawn")
def test_a_notebook_draws_what_the_command_draws(cli: Cli, tmp_path: Path) -> None:
    report: Any = aiplans_cli.plot("strips", US, CN, words=("governance",), exact=True)
    report.write(tmp_path / "x.svg")
    printed = cli("plot", "strips", "governance", US, CN, "--exact", "-q")
    assert (tmp_path / "x.svg").read_text(encoding="utf-8") == printed
    report.write(tmp_path / "x.tsv")
    assert (tmp_path / "x.tsv").read_text(encoding="utf-8").startswith("word\tconcept\tdocument\t")
    with pytest.raises(UsageError, match="did you mean strips"):
        aiplans_cli.plot("strip", US)


def test_places_of_a_word_are_those_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# One\n\nWater is safe. Safe water.\n\n# Two\n\nWater\n", encoding="utf-8")
    report: Any = aiplans_cli.plot("strips", str(path), words=("water",), exact=True)
    assert [row["place"] for row in report.rows("occurrences")] == [1, 5, 7]
    assert [(row["tokens"], row["count"]) for row in report.rows()] == [(6, 2), (2, 1)]


@pytest.fixture
def years(tmp_path: Path, cli: Cli) -> str:
    """A corpus counted by year."""
    for year, times in ((2021, 1), (2022, 2), (2024, 4)):
        text = "Safety and order. " * times + "Laws for trade and rivers. " * (6 - times)
        (tmp_path / f"{year}-plan.md").write_text(text, encoding="utf-8")
    made = str(tmp_path / "years.parquet")
    pattern = "(?P<year>[0-9]{4})-"
    cli("count", str(tmp_path), "--by", "year", "--pattern", pattern, "-q", "-o", made)
    return made


@pytest.mark.usefixtures("drawn")
def test_a_trend_has_a_line_for_each_word(cli: Cli, years: str) -> None:
    svg = cli("plot", "trend", "safety", "trade", "-s", years, "-q")
    texts = texts_of(svg)
    for label in (
        'How often "safety" and "trade" stand, by year',
        "2021",
        "2023",
        "per 1,000 words",
    ):
        assert any(label in text for text in texts), label
    one = cli("plot", "trend", "safety", years, "--by", "year", "-q")
    assert any('How often "safety" stands, by year' in text for text in texts_of(one))
    with pytest.raises(AnalysisError, match="it cannot be shown by month"):
        cli("plot", "trend", "safety", years, "--by", "month")
    with pytest.raises(AnalysisError, match="no more than 7 lines"):
        words = [f"-w{word}" for word in "safety order law trade river and for the".split()]
        cli("plot", "trend", *words, years)


@pytest.mark.usefixtures("drawn")
@pytest.mark.parametrize(
    ("words", "chart"),
    [
        (["compare", US, CN], "contrast"),
        (["compare", US, EO, "-m", "jsd", "--explain"], "shift"),
        (["themes", US, CN], "themes"),
        (["themes", US, CN, "--by", "part"], "heatmap"),
        (["distance", US, CN], "heatmap --of distance"),
    ],
)
def test_the_ending_of_a_picture_draws_an_answer(
    cli: Cli, tmp_path: Path, words: list[str], chart: str
) -> None:
    path = tmp_path / "x.svg"
    assert cli(*words, "-q", "-o", str(path)) == ""
    sources = [word for word in words[1:] if word in (US, CN, EO)]
    assert path.read_text(encoding="utf-8") == cli("plot", *chart.split(), *sources, "-q")
    report: Any = aiplans_cli.themes(US, CN)
    report.write(tmp_path / "y.svg")
    assert (tmp_path / "y.svg").exists()


def test_an_answer_without_a_chart_is_not_drawn(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    for command in ("freq", "kwic"):
        cli(command, "safety", US, "-o", str(path), code=2)
        assert "asks for .svg, which is not written here" in cli.err
    with pytest.raises(AnalysisError, match="no chart draws this answer"):
        aiplans_cli.kwic("safety", US).write(path)
    assert not path.exists()


def test_an_empty_report_has_no_picture() -> None:
    report = Report("plot", (Table("t", (Column("a"),), ()),), parameters={"chart": "themes"})
    with pytest.raises(AnalysisError, match="there is nothing to draw"):
        picture(report)


@pytest.mark.usefixtures("drawn")
def test_a_record_repeats_a_picture(cli: Cli, tmp_path: Path) -> None:
    record = str(tmp_path / "run.json")
    cli("plot", "themes", US, CN, "-q", "-o", str(tmp_path / "x.svg"), "--manifest", record)
    assert "is the same, byte for byte" in cli("reproduce", record, "-f", "json")


@pytest.mark.usefixtures("drawn")
def test_what_draws_is_loaded_by_plot_alone() -> None:
    libraries = {"altair", "vl_convert"}
    assert loaded_by("plot", "themes", US, CN) >= libraries
    for words in (["themes", US, CN], ["compare", US, CN], ["plot", "--help"]):
        assert not loaded_by(*words) & libraries


@pytest.mark.usefixtures("drawn")
def test_what_is_more_in_a_stands_first_and_what_may_not_be_quoted_is_hollow() -> None:
    chart = CHARTS["contrast"].draw(aiplans_cli.plot("contrast", US, CN), 6).to_dict()
    rows = chart["layer"][-1]["data"]["values"]
    ratios = [row["ratio"] for row in rows]
    assert len(rows) == 6 and ratios[:3] == [abs(one) for one in ratios[:3]]
    assert ratios[3:] == [-abs(one) for one in ratios[3:]]
    assert rows[-1]["label"] == "governance (2 : 11)"
    assert [row["sure"] for row in rows] == [False] * 5 + [True]
    assert all(row["low"] <= row["ratio"] <= row["high"] for row in rows)
    assert all(row["cut_high"] for row in rows[:3])


def luminance(colour: str) -> float:
    """Relative luminance of a colour, as WCAG 2.2 defines it."""
    if not colour.startswith("rgb"):
        return {"white": 1.0, "#000000": 0.0}[colour]
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.usefixtures("drawn")
def test_every_number_of_a_heatmap_can_be_read_on_its_cell(cli: Cli) -> None:
    """The digests have cells of nearly every shade."""
    svg = cli("plot", "heatmap", US, CN, "-q")
    cells = re.findall(r'<path d="[^"]*" fill="(rgb\([^)]*\))" stroke="white"', svg)
    inks = re.findall(r'<text [^>]*font-size="8px" fill="([^"]*)"(?:/>|>(\d*)<)', svg)
    assert len(cells) == len(inks) > 200
    for cell, (ink, number) in zip(cells, inks, strict=True):
        light, dark = sorted((luminance(cell), luminance(ink)), reverse=True)
        assert not number or (light + 0.05) / (dark + 0.05) >= 4.5, (cell, ink, number)
