"""What every command does with its answer: file names, narrow screens, cautions, and -q."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import example, given
from hypothesis import strategies as st

from aiplans_cli.analyses.cautions import coverage_cautions
from aiplans_cli.analyses.themes import themes
from aiplans_cli.errors import DataError, SourceError
from aiplans_cli.model import CountedSection, Counts
from aiplans_cli.output.formats import ENDINGS, FORMATS, wrong_ending
from aiplans_cli.output.layout import lay_out
from aiplans_cli.output.report import Cell, Column, Table
from aiplans_cli.sources.cautions import list_in

US, CN = "us-2025-digest", "cn-2025-digest"
LIST = "id\ttheme\ten\tzh\tblocks\tnote\nlaw\tlaw\tlaw(|s)\t法律\t\t\n"  # law

ANSWERS = {
    "compare": ["compare", US, CN],
    "freq": ["freq", "data", "-s", US],
    "score": ["score", "1", "10", "2", "10"],
    "tokens": ["tokens", US],
    "texts": ["texts", "list"],
    "add": ["texts", "add", "nowhere.txt"],
    "lexicon": ["lexicon", "show"],
    "reproduce": ["reproduce", "nowhere.json"],
    "count": ["count", US],
    "wordlist": ["count", US, "--wordlist"],
    "import": ["lexicon", "import", "nowhere.yml"],
}

# Names of files


@pytest.mark.parametrize("line", ANSWERS)
@pytest.mark.parametrize("name", ["x.xls", "x.PDF", "x.docx", "x.png", "x.tsv.gz", "x.jsom"])
def test_an_ending_that_is_no_format_is_refused_before_the_work(
    cli: Cli, line: str, name: str, tmp_path: Path
) -> None:
    if line == "compare" and name.lower().endswith((".pdf", ".png")):
        name = "x.gif"  # it draws the others
    # nothing is read before: the files that some of these name are not there
    assert cli(*ANSWERS[line], "-o", str(tmp_path / name), code=2) == ""
    assert "'--output'" in cli.err or "--output:" in cli.err
    assert "hoose from .t" in cli.err and cli.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", ["compare", "score", "tokens", "texts"])
def test_a_format_that_is_asked_for_goes_into_any_name(cli: Cli, line: str, tmp_path: Path) -> None:
    bare = tmp_path / "answer"
    cli(*ANSWERS[line], "-o", str(bare), code=2)
    assert "has no ending" in cli.err and "or add --format" in cli.err
    for name in ("answer", "answer.xls"):
        cli(*ANSWERS[line], "-o", str(tmp_path / name), "-f", "csv", "-q")
        assert (tmp_path / name).read_text("utf-8").count(",") > 1
    cli(*ANSWERS[line], "-o", os.devnull)
    assert cli(*ANSWERS[line], "-o", "-", "-q") == cli(*ANSWERS[line], "-q") != ""


def test_every_ending_of_a_format_is_taken_in_any_case(cli: Cli, tmp_path: Path) -> None:
    for ending in ENDINGS:
        path = tmp_path / f"x{ending.upper()}"
        cli("tokens", US, "-o", str(path), "-q")
        written = path.read_bytes()
        cli("tokens", US, "-f", "tsv", "-o", str(path), "-q")
        assert (written == path.read_bytes()) == (ending in FORMATS["tsv"].suffixes)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("jsom", "json"), ("tvs", "tsv"), ("HTLM", "htm"), ("markdwn", "markdown")],
)
def test_a_mistyped_ending_is_guessed(typed: str, meant: str) -> None:
    assert f"did you mean .{meant}?" in wrong_ending(f"x.{typed}")


def test_a_pipe_may_have_any_name(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert wrong_ending(str(tmp_path / "pipe")) == wrong_ending("/dev/fd/9") == ""
    assert wrong_ending("x\0.y")


@pytest.mark.parametrize("name", ["counts", "counts.tsv", "counts.tab", "counts.txt"])
def test_counts_and_lists_are_text_under_such_names(cli: Cli, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    cli("count", CN, "-o", str(path), "-q")
    assert path.read_text("utf-8").startswith("# aiplans counts 1\n")
    cli("count", CN, "--wordlist", "-o", str(path), "-q")
    assert path.read_text("utf-8").startswith("term\tcount\n")


# Narrow screens


def names_at(line: list[str], width: int, cli: Cli, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Names of the columns of the first table that are left out."""
    monkeypatch.setenv("COLUMNS", str(width))
    shown = cli(*line, "--format", "table", "-q", "--wide")
    first = shown.split("─\n", 1)[1].split("\n\n")[0]
    missing = first.partition("no room for ")[2].partition(";")[0]
    return set("".join(missing.split("\n")).replace(",", " ").split())


@pytest.mark.parametrize("width", [40, 60, 80, 100, 120])
@pytest.mark.parametrize(
    ("line", "ranked"),
    [
        (["compare", US, CN], "at_least"),
        (["compare", US, CN, "-m", "log_ratio"], "log_ratio"),
        (["compare", US, CN, "--sort", "q"], "q"),
        (["compare", US, CN, "--sort", "sentence_rate_b"], "sentence_rate_b"),
        (["compare", US, US, "--sort", "count_b"], "count_b"),
        (["compare", US, CN, US], "at_least"),
        (["similar", US, CN], "csls"),
        (["calibrate", US, CN, "--by", "deviation", "--trials", "2"], "log_ratio"),
        (["themes", US, "--by", "part"], "weight"),
        (["keywords", US], "weight"),
        (["collocates", "data", US, "-m", "pmi"], "pmi"),
        (["explain", US, CN, "governance"], ""),
    ],
    ids=lambda item: " ".join(item)[:30],
)
def test_pairs_stay_together_and_the_ranking_column_stays(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, line: list[str], ranked: str, width: int
) -> None:
    few = [] if line[0] in ("explain", "similar") else ["--top", "2"]
    missing = names_at([*line, *few], width, cli, monkeypatch)
    assert ranked not in missing
    for name in missing:
        for one, other in (("_a", "_b"), ("_low", "_high")):
            if name.endswith(one):
                assert name.removesuffix(one) + other in missing
            if name.endswith(other):
                assert name.removesuffix(other) + one in missing


STEMS = ("rate", "share", "page", "log_ratio", "rank")
PAIRED = st.lists(st.sampled_from(STEMS), max_size=5, unique=True)


@example(["rate", "share", "page", "log_ratio"], 25, True, 0, 6)  # its ranking column is the ninth
@given(PAIRED, st.integers(1, 120), st.booleans(), st.integers(0, 30), st.integers(0, 12))
def test_no_width_parts_a_pair(
    stems: list[str], width: int, sided_label: bool, wide: int, at: int
) -> None:
    label = ["section_a", "section_b"] if sided_label else ["term"]
    ends = {"log_ratio": ("low", "high"), "rank": ("best", "worst")}
    others = [f"{stem}_{end}" for stem in stems for end in ends.get(stem, ("a", "b"))]
    names = [*label, *others, "q"]
    ranked = [*others, "q"][at % (len(others) + 1)]
    row: tuple[Cell, ...] = (*("w" * wide for _ in label), *range(len(names) - len(label)))
    columns = [Column(name, "text" if name in label else "integer") for name in names]
    whole = Table("t", tuple(columns), (row,), "", ranked)
    dropped = set(lay_out(whole, width).dropped)

    def fits(*wanted: str) -> bool:
        kept = [names.index(name) for name in wanted]
        part = Table("t", tuple(columns[i] for i in kept), (tuple(row[i] for i in kept),))
        drawn = lay_out(part, width)
        return (
            not drawn.dropped and sum(c.width for c in drawn.columns) + 2 * len(kept) - 2 <= width
        )

    assert label[0] not in dropped
    assert ranked not in dropped or not fits(label[0], ranked)
    for stem in stems:
        pair = {f"{stem}_{end}" for end in ends.get(stem, ("a", "b"))}
        parted = len(pair & dropped) == 1
        assert not parted or (ranked in pair and not fits(label[0], *sorted(pair)))
    if sided_label and "section_b" in dropped:
        assert not fits("section_a", "section_b", *(sorted(names[2:]) if others else ["q"]))


# Cautions


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


PROSE = "# One\n\nThe plan of the law for data and safety.\n\n# Two\n\nThe nation trains workers.\n"
CHAT = "The cat sat upon a velvet mat, purring, while rain drummed softly over slates. "


@pytest.mark.parametrize("format_", ["tsv", "csv", "jsonl"])
def test_a_test_over_words_is_cautioned_of_beside_data(cli: Cli, format_: str) -> None:
    words = ["--inference", "words"]
    data = cli("compare", US, CN, CN, US, *words, "-f", format_)
    assert cli.err.count("take every word as an independent draw") == 1
    assert "note" not in data.splitlines()[0]
    assert cli("compare", US, CN, CN, US, *words, "-f", format_, "-q") == data
    assert cli.err == ""
    cli("compare", US, CN, *words, "-f", "json")
    assert cli.err == ""
    cli("compare", US, CN, "-f", format_)
    assert "independent" not in cli.err  # what rests on sections claims no more than it may


@pytest.mark.parametrize("line", [["-m", "jsd", "--explain"], ["--robustness"]])
def test_no_test_no_caution(cli: Cli, line: list[str]) -> None:
    cli("compare", US, CN, *line, "-f", "tsv")
    assert "independent" not in cli.err


def test_plain_results_say_nothing(cli: Cli, tmp_path: Path) -> None:
    plan = write(tmp_path, "plan.md", PROSE)
    for line in (
        ["freq", "data", "-s", plan],
        ["themes", plan],
        ["keywords", plan],
        ["tokens", plan, "-f", "tsv"],
        ["lexicon", "check"],
        ["distance", plan, write(tmp_path, "other.md", PROSE + "\nMore data.\n")],
    ):
        cli(*line, "-f", "tsv")
        assert cli.err == ""


def test_digests_are_one_line(cli: Cli) -> None:
    cli("distance", US, CN, "-f", "tsv")
    assert cli.err.count("\n") == cli.err.count(f"{US} and {CN} are digests") == 1
    cli("freq", "data", "-s", US, "-f", "csv")
    assert cli.err.count("\n") == cli.err.count(f"{US} is a digest in this project's") == 1


def test_poor_coverage_is_cautioned_of(cli: Cli, tmp_path: Path) -> None:
    cat = write(tmp_path, "cat.md", f"# One\n\n{CHAT * 3}\n\n# Two\n\nA law for data.\n")
    for line in (
        ["compare", US, cat, "--by", "concept"],
        ["distance", US, cat, "--by", "concept"],
        ["themes", US, cat],
        ["explain", US, cat, "data"],
        ["calibrate", US, cat, "--trials", "2"],
        ["similar", US, cat, "--min-mentions", "1"],
    ):
        cli(*line, "-f", "tsv")
        assert cli.err.count("of the content words of cat") == 1, line
        assert cli.err.count("differ by more than 10 points") == 1, line
        notes = cli.json(*line)["notes"]
        assert any("content words of cat: do not" in note for note in notes)
    cli("compare", US, cat, "--by", "term", "-f", "tsv")
    assert "content words" not in cli.err  # words need no list


def test_a_document_compared_with_itself_is_told(cli: Cli, tmp_path: Path) -> None:
    plan = write(tmp_path, "plan.md", PROSE)
    twin = write(tmp_path, "twin.md", PROSE)
    other = write(tmp_path, "other.md", PROSE.replace("law", "act"))
    for command in (["compare"], ["distance"], ["similar", "--min-mentions", "1"], ["calibrate"]):
        for names, told in (
            ((plan, plan), "plan is compared with itself"),
            ((plan, twin), "plan and twin are the same, word for word"),
        ):
            cli(command[0], *names, *command[1:], "-f", "tsv")
            assert cli.err.count(f"{told}, so that they agree says nothing") == 1
            assert any(told in note for note in cli.json(command[0], *names, *command[1:])["notes"])
    cli("calibrate", plan, other, plan, other, "--trials", "2", "-f", "tsv")
    assert "agree says nothing" not in cli.err  # a text may stand in two pairs
    assert cli.err.count("are not tested") == 1
    cli("distance", plan, other, "-f", "tsv")
    assert cli.err == ""
    cli("distance", plan, plan, twin, "-f", "tsv")
    assert "(and 2 more such pairs)" in cli.err and cli.err.count("\n") == 1


def test_intervals_that_are_not_widened_are_cautioned_of(cli: Cli, tmp_path: Path) -> None:
    cli("compare", US, CN, "--calibration", "none", "-f", "tsv")
    assert "leave out how far translations differ" in cli.err
    added = write(
        tmp_path,
        "more.tsv",
        "# extend = true\n" + LIST.replace("law\tlaw\tlaw(|s)", "zoo\tlaw\tzoo"),
    )
    cli("compare", US, CN, "--concepts", added, "-f", "tsv")
    assert cli.err.count("learnt with another concept list") == 1
    cli("compare", US, CN, "-f", "tsv")
    assert "leave out" not in cli.err and "another concept list" not in cli.err


def test_cautions_that_nobody_hears_cost_no_answer() -> None:
    program = f"'{sys.executable}' -m aiplans_cli compare {US} {CN}"
    for line in (f"{program} -q", f"{program} 2>&-", f"{program} 2>/dev/full"):
        done = subprocess.run(["sh", "-c", line], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.startswith(b"rank\tconcept\t")


@pytest.mark.parametrize(
    ("covered", "told"),
    [((71, 79), 0), ((69, 71), 1), ((71, 80), 0), ((71, 82), 1)],
)
def test_a_list_that_fits_badly_or_better_here_than_there_is_told(
    covered: tuple[int, int], told: int
) -> None:
    counts = [
        Counts(str(n), "", "en", "", "text", (section,), {}, {})
        for n in covered
        for section in [CountedSection("", 1, "body", "", (), 200, 100, n, 9, 900)]
    ]
    assert len(coverage_cautions(counts)) == told


# -q


def _commands() -> list[list[str]]:
    from aiplans_cli.cli.reproduce import REPEATABLE

    further = {"texts": ("list", "show", "fetch", "add")}
    return [
        [name, *([part] if part else [])]
        for name, parts in {**REPEATABLE, **further, "reproduce": ()}.items()
        for part in parts or ("",)
    ]


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_every_command_can_be_quiet(cli: Cli, words: list[str]) -> None:
    assert cli(*words, "--help").count("-q, --quiet") == 1


# Lists where documents should be

LISTS = {
    "concepts.tsv": (LIST, "concept list", "aiplans lexicon check"),
    "few.tsv": (
        "\ufeffid\ttheme\ten\tzh\nlaw\tlaw\tlaw\t法\n",
        "concept list",
        "--concepts",
    ),  # law
    "excel.csv": ('"id","theme","en","zh"\nlaw,law,law,法\n', "concept list", "--concepts"),  # law
    "extends.txt": (f"# extend = true\n\n{LIST}", "concept list", "--concepts"),
    "words.tsv": ("term\tcount\nlaw\t7\nai\t2\n", "word list", "--reference"),
    "bare.txt": ("law\t7\n人工智能\t2\n", "word list", "--reference"),  # AI
    "liwc.dic": ("%\n1\tlaw\n%\nban\t1\n", "LIWC dictionary", "lexicon import"),
    "quanteda.yml": ("law:\n  - ban*\n  - act\nrest: [a, b]\n", "quanteda dictionary", "import"),
    "cedict.u8": ("# CC\n法 法 [fa3] /law/\n", "CC-CEDICT dictionary", "lexicon import"),  # law
}

TEXTS = {
    "empty": "",
    "prose.tsv": "The law\tof 1999 is old.\nA second line.\n",
    "one.txt": "law\t7\n",
    "years.txt": "1999\t7\n2000\t9\n",
    "plan.yml": "The plan: a text.\nIt goes on, without any list, over several lines of prose.\n",
    "percent.txt": "% of all\nlaw\n",
    "id.txt": "id theme en zh\n",
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "line",
    [
        *(["compare", "LIST", US], ["compare", US, "LIST"], ["freq", "law", "-s", "LIST"]),
        *(["lexicon", "coverage", "LIST"], ["lexicon", "suggest", "LIST"], ["count", "LIST"]),
        *(["tokens", "LIST"], ["quotes", "LIST", US], ["keywords", "LIST"]),
    ],
    ids=" ".join,
)
def test_a_list_is_no_document(cli: Cli, tmp_path: Path, name: str, line: list[str]) -> None:
    text, kind, remedy = LISTS[name]
    path = write(tmp_path, name, text)
    words = [path if word == "LIST" else word for word in line]
    with pytest.raises(SourceError) as refused:
        cli(*words)
    assert f"{path}: is a {kind}, not a document; " in str(refused.value)
    assert remedy in str(refused.value)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_in_utf_16_or_with_other_line_ends_is_one_too(name: str) -> None:
    text, kind, _ = LISTS[name]
    assert list_in(text.lstrip("\ufeff").encode("utf-16"), name) == kind
    assert list_in(text.replace("\n", "\r\n").encode(), name) == kind


@pytest.mark.parametrize("name", TEXTS)
def test_what_only_looks_like_a_list_is_a_text(name: str) -> None:
    assert list_in(TEXTS[name].encode(), name) == ""


def test_a_long_list_is_known_by_its_beginning() -> None:
    rows = "".join(f"word{chr(97 + number % 26)}\t{number}\n" for number in range(20_000))
    assert list_in(rows.encode()) == "word list"


def test_a_list_is_read_as_a_text_where_that_is_said(cli: Cli, tmp_path: Path) -> None:
    path = write(tmp_path, "words.tsv", LISTS["words.tsv"][0])
    assert cli("tokens", path, "--from", "text") == "term\ncount\nlaw\n7\nai\n2\n"


def test_a_concept_list_is_checked_where_it_is_named(cli: Cli, tmp_path: Path) -> None:
    path = write(tmp_path, "mine.tsv", LIST.replace("法律", ""))
    rows = cli.rows("lexicon", "check", path, code=3)
    assert f"{path} is taken for the list to check" in cli.err
    assert rows == cli.rows("lexicon", "check", "--concepts", path, code=3)
    assert cli.rows("lexicon", "check", path, US, "-q", code=3) == cli.rows(
        "lexicon", "check", US, "--concepts", path, "-q", code=3
    )
    for more in ([path], ["--concepts", path]):
        cli("lexicon", "check", path, *more, code=2)
        assert "check one at a time" in cli.err
    broken = write(tmp_path, "broken.tsv", "id\ttheme\ten\tzh\nlaw\tlaw\tlaw\t法\n")  # law
    with pytest.raises(DataError, match="line 1: its columns are id, theme, en, zh"):
        cli("lexicon", "check", broken)


# Themes


def test_a_share_does_not_follow_how_a_text_is_cut(tmp_path: Path) -> None:
    line = "The law protects data. Workers train for jobs. The economy grows by trade.\n\n"
    once = write(tmp_path, "once.md", "# One\n\n" + line * 4)
    often = write(tmp_path, "often.md", "".join(f"# Part {n}\n\n{line}" for n in "abcd"))
    for path in (once, often):
        rows = themes(path).rows()
        assert [row["weight"] for row in rows] == pytest.approx(
            [row["weight"] for row in themes(once).rows()]
        )
    units = {column.name: column.unit for column in themes(US).table().columns}
    assert [name for name, unit in units.items() if unit == "bar"] == ["weight"]
