"""The library as a notebook uses it: the functions behind the commands, and what they refuse."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from conftest import Cli

import aiplans_cli
from aiplans_cli import compare, contrast, count, freq, kwic, read, tokenize
from aiplans_cli.errors import AiplansError, SourceError, UsageError
from aiplans_cli.output.answer import Answer
from aiplans_cli.output.formats import FORMATS
from aiplans_cli.settings import options_of
from aiplans_cli.sources.settings import SourceSettings

US, CN = "us-2025-digest", "cn-2025-digest"

ARTICLE = 'It says "America must lead the world in AI" and "win the race" at once.\n'

PAIRS: dict[str, tuple[tuple[Any, ...], dict[str, Any], list[str]]] = {
    "compare": ((US, CN), {"measures": ["log_ratio"]}, ["compare", US, CN, "-m", "log_ratio"]),
    "explain": ((US, CN, "governance"), {"lines": 2}, ["explain", US, CN, "governance"]),
    "profile": ((US, CN), {}, ["profile", US, CN]),
    "freq": (("governance", US, CN), {}, ["freq", "governance", "-s", US, "-s", CN]),
    "kwic": (("governance", CN), {"sort": "left"}, ["kwic", "governance", CN, "--sort", "left"]),
    "keywords": ((US,), {"ngrams": "1-2", "top": 9}, ["keywords", US, "--ngrams", "1-2", "-n9"]),
    "collocates": (("ai", US), {"measure": "pmi"}, ["collocates", "ai", US, "-m", "pmi"]),
    "themes": ((US, CN), {"by": "section"}, ["themes", US, CN, "--by", "section"]),
    "topics": ((US, CN), {"topics": 3}, ["topics", US, CN, "-k", "3"]),
    "similar": ((US, CN), {"nearest": 1}, ["similar", US, CN, "--nearest", "1"]),
    "distance": ((US, CN), {}, ["distance", US, CN]),
    "matrix": ((US, CN), {"by": "theme"}, ["matrix", US, CN, "--by", "theme"]),
    "calibrate": ((US, CN), {"trials": 2}, ["calibrate", US, CN, "--trials", "2"]),
    "claims": (("mok-2025",), {"lines": 1}, ["claims", "mok-2025", "--lines", "1"]),
    "tokens": ((CN,), {"stem": True}, ["tokens", CN, "--stem"]),
    "texts": ((), {}, ["texts", "list"]),
    "outline": ((US,), {"outline": True}, ["texts", "show", US, "--outline"]),
    "lexicon": (("governance",), {}, ["lexicon", "show", "governance"]),
    "coverage": ((US, CN), {}, ["lexicon", "coverage", US, CN]),
    "suggest": ((US,), {"min_count": 3}, ["lexicon", "suggest", US, "--min-count", "3"]),
    "categories": ((US,), {}, ["lexicon", "tally", US]),
    "report": ((US, CN), {"top": 3}, ["report", US, CN, "--top", "3"]),
    "check_concepts": ((), {}, ["lexicon", "check"]),
    "verify": (
        (),
        {"calibration": US, "halvings": 5, "resamples": 19},
        ["verify", "--calibration", US, "--halvings", "5", "--resamples", "19"],
    ),
}
"""Function → its arguments, and the command that asks the same."""

NOT_QUESTIONS = {"contrast", "count", "plot", "read", "score", "tokenize", "quotes"}
"""What is tested by itself."""


def test_every_function_of_the_library_is_held_to_its_command() -> None:
    assert set(PAIRS) | NOT_QUESTIONS == set(aiplans_cli.__all__)


@pytest.mark.parametrize("name", PAIRS)
def test_a_function_and_its_command_give_the_same_rows(cli: Cli, name: str) -> None:
    named, keywords, arguments = PAIRS[name]
    if name == "explain":
        arguments = [*arguments, "--lines", "2"]
    report: Answer = getattr(aiplans_cli, name)(*named, **keywords)
    code = 3 if name == "claims" else 0
    printed = json.loads(cli(*arguments, "-f", "json", code=code))
    assert report.rows() == printed["rows"]
    assert [table.name for table in report.tables[1:]] == list(printed["tables"])
    for table in report.tables[1:]:
        assert report.rows(table.name) == printed["tables"][table.name]["rows"]
    assert printed["parameters"] == dict(report.parameters)


def test_quotations_by_path(cli: Cli, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    printed = json.loads(cli("quotes", str(article), US, "-f", "json"))
    assert aiplans_cli.quotes(article, US).rows() == printed["rows"]


def test_scores_are_the_flat_object(cli: Cli) -> None:
    [row] = aiplans_cli.score(20, 1000, 5, 1000, k=10).rows()
    assert row == json.loads(cli("score", "20", "1000", "5", "1000", "--k", "10", "-f", "json"))


def test_a_source_may_be_given_as_anything_that_is_one(tmp_path: Path) -> None:
    expected = compare(US, CN).rows()
    document = read(CN)
    assert compare(count(US), document).rows() == expected
    assert compare(count(read(US)), count(tokenize(document))).rows() == expected
    assert contrast(US, CN) == expected
    path = tmp_path / "plan.txt"
    path.write_text("Governance of AI. We need governance.", encoding="utf-8")
    assert [row["count"] for row in freq("governance", path, str(path)).rows()] == [2, 2]


def test_the_library_knows_what_the_user_added(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("# Mine\n\nGovernance of data for all.\n", encoding="utf-8")
    cli("texts", "add", str(path), "--id", "my-plan")
    assert read("my-plan").title == "mine"
    assert freq("governance", "my-plan").rows()[0]["count"] == 1
    assert "my-plan" in {row["id"] for row in aiplans_cli.texts().rows()}


def test_keywords_are_taken_in_more_than_one_spelling() -> None:
    first = compare(US, CN, measures=["log_ratio"], stop_words=False, top=3)
    assert first.rows() == compare(US, CN, measure="log_ratio", stop_words="off", top=3).rows()
    assert len(first.rows()) == 3
    assert kwic("data", US, context=3).rows() == kwic("data", US, context="3").rows()
    assert count(US, all_kinds=True).id == US
    assert freq("data", US, all=True, quiet=True).rows()


REFUSED: list[tuple[Callable[[], object], type[AiplansError], str]] = [
    (lambda: contrast(US, CN, by="zz"), UsageError, "by: 'zz' is not one of auto, term, concept"),
    (lambda: contrast("a", "b"), SourceError, "a: no such file or library id"),
    (lambda: compare(US), UsageError, "SOURCE: compare needs two documents, and got 1"),
    (lambda: compare(US, CN, nonsense=1), UsageError, "nonsense: there is no such setting"),
    (lambda: compare(US, CN, top="x"), UsageError, "top: 'x' is no number"),
    (lambda: compare(US, CN, top=1.5), UsageError, "top: 1.5 is no whole number"),
    (lambda: compare(US, CN, top=-1), UsageError, "top: -1 is not in the range 0<=x"),
    (lambda: compare(US, CN, k=float("nan")), UsageError, "k: nan is not a finite number"),
    (lambda: compare(US, CN, measures=["g3"]), UsageError, "measures: 'g3' is not one of"),
    (lambda: compare(US, CN, measures=[]), UsageError, "measures: [] is no text and no list"),
    (lambda: compare(US, CN, stem="yes"), UsageError, "stem: 'yes' is neither True nor False"),
    (lambda: compare(US, CN, by=None), UsageError, "by: None is no text"),
    (lambda: compare(US, CN, explain=True), UsageError, "--explain takes the divergence apart"),
    (lambda: compare(US, 3), UsageError, "int is no source: give a name or path"),
    (lambda: count(cast("str", 3)), UsageError, "int is no source"),
    (lambda: count("*.nothing"), SourceError, "no file matches this pattern"),
    (lambda: tokenize("us-2025"), SourceError, "us-2025: only its counts are at hand"),
    (lambda: freq("", US), UsageError, "it is empty: write a word or a concept"),
    (lambda: kwic("data", US, context="some"), UsageError, "--context: 'some' is no number"),
    (lambda: aiplans_cli.score(5, 100, -1, 100), UsageError, "'-1' is no whole number"),
    (aiplans_cli.calibrate, UsageError, "PAIRS: 0 documents do not make pairs"),
    (lambda: aiplans_cli.claims("no-such.toml"), SourceError, "name a file of claims, or mok-2025"),
]


@pytest.mark.parametrize(("ask", "kind", "told"), REFUSED, ids=[told for *_, told in REFUSED])
def test_what_cannot_be_is_refused_with_an_error_of_ours(
    ask: Callable[[], object], kind: type[AiplansError], told: str
) -> None:
    with pytest.raises(kind) as caught:
        ask()
    assert told in str(caught.value)


def test_a_report_in_a_notebook(tmp_path: Path) -> None:
    report = compare(US, CN)
    rows = len(report.rows())
    assert len(repr(report)) < 200 and f"contrast {rows} x" in repr(report)
    page = report._repr_html_()
    assert (
        "governance" in page
        and f"{rows - 20} more rows" in page
        and "further tables: themes" in page
    )
    assert len(page) < 60_000 and "<script" not in page
    for made in (read(US), tokenize(US), count(US)):
        assert US in repr(made) and len(repr(made)) < 200
    frame = report.to_pandas()
    assert list(frame.columns) == [column.name for column in report.tables[0].columns]
    assert len(frame) == len(report.to_polars()) == len(report.rows())
    assert report.to_polars("documents")["document"].to_list() == [US, CN]
    with pytest.raises(AiplansError, match="nothing: the report has no such table"):
        report.rows("nothing")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_writes_what_the_command_writes(cli: Cli, tmp_path: Path, form: str) -> None:
    ending = FORMATS[form].suffixes[0]
    ours, theirs = tmp_path / f"ours{ending}", tmp_path / f"theirs{ending}"
    aiplans_cli.distance("us-eo-14179-2025", "us-eo-14318-2025", square=form in _SQUARE).write(ours)
    cli("distance", "us-eo-14179-2025", "us-eo-14318-2025", "-o", str(theirs))
    assert ours.read_bytes() == theirs.read_bytes()


_SQUARE = ("table", "md", "html")


def test_a_report_is_written_whole_or_refused(tmp_path: Path) -> None:
    report = aiplans_cli.texts()
    report.write(tmp_path / "texts", "tsv")
    assert (tmp_path / "texts").read_text("utf-8").startswith("id\tlanguage")
    for path, form, told in (
        (tmp_path / "texts.docx", "", "asks for .docx, which is not written here"),
        (tmp_path / "texts.tsv", "word", "'word' is no format; choose from table"),
        (tmp_path / "no" / "texts.tsv", "", "the folder does not exist"),
    ):
        with pytest.raises(AiplansError, match=told):
            report.write(path, form)
    assert [path.name for path in tmp_path.iterdir()] == ["texts"]


def test_what_a_reader_notes_is_in_the_notes_of_the_report(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("推动人工智能全球治理，共享数据。".encode("gb18030"))  # promote AI governance
    assert any("GB18030" in note for note in freq("governance", path).notes)


def test_functions_describe_themselves() -> None:
    assert set(aiplans_cli.__all__) <= set(dir(aiplans_cli))
    for name in PAIRS:
        function = getattr(aiplans_cli, name)
        assert (function.__doc__ and ">>>" in function.__doc__) or name == "verify"
        shown = inspect.signature(function).parameters
        settings = [field for field in options_of(SourceSettings) if field != "quiet"]
        assert set(settings) <= set(shown), name
        assert "Language of the sources." in function.__doc__
    assert inspect.signature(compare).parameters["measures"].default == ("g2", "log_ratio")
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        _ = aiplans_cli.nothing


def test_a_notebook_never_loads_the_command_line() -> None:
    code = (
        "import sys, aiplans_cli\n"
        "for name in aiplans_cli.__all__:\n    getattr(aiplans_cli, name)\n"
        "aiplans_cli.compare('us-2025-digest', 'cn-2025-digest')._repr_html_()\n"
        "assert not {'typer', 'click', 'rich'} & set(sys.modules)\n"
        "assert not [name for name in sys.modules if name.startswith('aiplans_cli.cli')]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
