"""Every command in every format, and what each command promises, run in this process."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from conftest import Cli, text_formats

from aiplans_cli.cli.app import COMMANDS
from aiplans_cli.errors import AiplansError
from aiplans_cli.language import stem_terms
from aiplans_cli.reading import READERS
from aiplans_cli.reading.tables import TABLES
from aiplans_cli.sources.settings import READ_AS

ROOT = Path(__file__).resolve().parents[1]
US, CN = "us-2025-digest", "cn-2025-digest"
PLAN_EN = """# Open plan

We govern AI. Open governance and open data help every open agency.

## Export

Export controls protect American chips. We export, they import governance.
"""
# "Plan. Promote global AI governance. / One, share: the governance of data; open data."
PLAN_ZH = (
    "# 计划\n\n推动人工智能全球治理。治理数据，开放数据。\n\n## 一、共享\n\n开放治理，共享数据。\n"
)


@pytest.fixture
def en(tmp_path: Path) -> str:
    path = tmp_path / "plan-en.md"
    path.write_text(PLAN_EN, encoding="utf-8")
    return str(path)


@pytest.fixture
def zh(tmp_path: Path) -> str:
    path = tmp_path / "plan-zh.md"
    path.write_text(PLAN_ZH, encoding="utf-8")
    return str(path)


LINES = {
    "compare": ["compare", US, CN, "--top", "5"],
    "compare terms": ["compare", US, US, "--by", "term", "--top", "5"],
    "freq": ["freq", "governance", "AI", "-s", US, "-s", CN],
    "keywords": ["keywords", CN, "--top", "5"],
    "tokens": ["tokens", CN],
    "texts list": ["texts", "list"],
    "texts show": ["texts", "show", "us-2025"],
    "texts outline": ["texts", "show", "us-2025", "--outline"],
}


@pytest.mark.parametrize("format_", text_formats())
@pytest.mark.parametrize("line", LINES)
def test_every_command_in_every_format(cli: Cli, line: str, format_: str) -> None:
    first = cli(*LINES[line], "--format", format_)
    assert first.endswith("\n") and "\x1b" not in first
    assert cli(*LINES[line], "--format", format_) == first
    assert not cli.err or format_ in ("tsv", "csv", "jsonl")  # cautions have no place in these
    assert all(told.startswith("aiplans: note: ") for told in cli.err.splitlines())
    cli(*LINES[line], "--format", format_, "-q")
    assert cli.err == ""
    if format_ == "json":
        document = json.loads(first)
        assert document["version"] and document["rows"]
        assert all(set(row) == {c["name"] for c in document["columns"]} for row in document["rows"])
    if format_ == "jsonl":
        assert all(json.loads(one) for one in first.splitlines())
    if format_ == "tsv":
        widths = {one.count("\t") for one in first.splitlines()}
        assert len(widths) == 1


def test_every_command_has_a_line_here_or_elsewhere() -> None:
    tested = {line.split()[0] for line in LINES} | {"count"}
    elsewhere = "".join(
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_cli_*.py")
    )
    assert [name for name in COMMANDS if name not in tested and f'"{name}"' not in elsewhere] == []


def test_formats_to_read_are_those_of_the_readers() -> None:
    assert sorted(READ_AS) == sorted(["auto", *READERS, *TABLES])


def test_compare_has_the_promised_columns_and_sign(cli: Cli, en: str, zh: str) -> None:
    effect = "log_ratio log_ratio_low log_ratio_high at_least g2 p q"
    by_term = cli("compare", US, US, "--by", "term", "--format", "tsv").splitlines()[0]
    expected = f"rank term count_a count_b rate_a rate_b {effect}"
    assert by_term.split("\t")[:13] == expected.split()
    rows = cli.rows("compare", en, zh)
    expected = f"rank concept theme count_a count_b rate_a rate_b share_a share_b {effect}"
    assert list(rows[0])[:16] == expected.split()
    by_concept = {row["concept"]: row for row in rows}
    assert float(by_concept["export"]["log_ratio"]) > 0 > float(by_concept["data"]["log_ratio"])
    # "govern", "governance" twice against 治理 three times: one concept in both languages
    assert by_concept["governance"]["count_a"] == "3"
    assert by_concept["governance"]["count_b"] == "3"
    swapped = {row["concept"]: row for row in cli.rows("compare", zh, en)}
    for concept, row in by_concept.items():
        assert float(swapped[concept]["log_ratio"]) == -float(row["log_ratio"])
        assert float(swapped[concept]["g2"]) == -float(row["g2"])


def test_equal_documents_differ_in_nothing(cli: Cli) -> None:
    for row in cli.rows("compare", US, US):
        assert float(row["log_ratio"]) == float(row["g2"]) == 0
        tested = int(row["count_a"]) + int(row["count_b"]) >= 5
        assert (row["p"], row["q"], row["at_least"]) == (("1.0",) * 3 if tested else ("",) * 3)


def test_terms_across_languages_are_refused_with_the_reason(cli: Cli) -> None:
    with pytest.raises(AiplansError, match=r"share no terms to contrast.*--by concept"):
        cli("compare", US, CN, "--by", "term")


def test_compare_without_sources_takes_the_best_of_each_plan_and_says_so(cli: Cli) -> None:
    document = cli.json("compare", "--top", "1")
    assert [one["id"] for one in document["inputs"]] == ["us-2025", CN]
    told = (
        "no source was named: us-2025 by its official counts, cn-2025 by our digest, a summary in "
        "our own words; these differ in kind, so read differences with care; 'aiplans texts fetch "
        "us-2025 cn-2025' brings the official text"
    )
    assert f"aiplans: note: {told}\n" in cli.err
    assert document["notes"][0] == told
    assert any("not the official text" in note for note in document["notes"])
    cli("compare", "-q", "--top", "1")
    assert cli.err == ""
    lines = cli.json("kwic", "governance", "--lang", "en")  # which need a text
    assert [one["id"] for one in lines["inputs"]] == [US]
    assert "us-2025 by our digest" in cli.err and "differ in kind" not in cli.err


def test_a_plan_that_was_added_is_used_and_the_other_side_is_told(cli: Cli, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    plan.write_text("# 计划\n\n推动人工智能治理，治理数据。\n", encoding="utf-8")  # govern AI, data
    cli("texts", "add", str(plan), "--id", "cn-2025")
    rows = cli.rows("freq", "governance")
    assert [(row["document"], row["count"]) for row in rows] == [("us-2025", "5"), ("cn-2025", "2")]
    assert "us-2025 by its official counts; these differ in kind" in cli.err
    assert "digest" not in cli.err
    cli("freq", "governance", "--lang", "zh")
    assert "no source was named" not in cli.err


OF_DIGESTS = {
    "compare": ["compare", US, CN, "--top", "1"],
    "compare with the rest": ["compare", US, "us-2025", "us-eo-14179-2025", "--top", "1"],
    "freq": ["freq", "governance", "-s", US],
    "keywords": ["keywords", US, "--top", "1"],
    "tokens": ["tokens", US],
    "distance": ["distance", US, CN],
    "collocates": ["collocates", "data", US],
    "themes": ["themes", US],
    "topics": ["topics", US, "-k", "2"],
    "similar": ["similar", US, CN],
    "kwic": ["kwic", "governance", US],
    "explain": ["explain", US, CN, "governance"],
    "calibrate": ["calibrate", US, CN, "--trials", "2"],
    "lexicon coverage": ["lexicon", "coverage", US],
    "lexicon suggest": ["lexicon", "suggest", US],
    "lexicon check": ["lexicon", "check", US],
    "texts show": ["texts", "show", US, "--outline"],
    "quotes": ["quotes", str(ROOT / "README.md"), US],
}


@pytest.mark.parametrize("line", OF_DIGESTS)
def test_what_is_computed_from_a_digest_says_so_once(cli: Cli, line: str) -> None:
    document = cli.json(*OF_DIGESTS[line])
    digests = {source["id"]: source["kind"] == "digest" for source in document["inputs"]}
    told = [note for note in document["notes"] if "not the official text" in note]
    expected = [
        f"{id_} is a digest in this project's own words, not the official text: its numbers "
        "describe the digest."
        for id_, digest in digests.items()
        if digest
    ]
    assert told == expected and expected
    if line == "keywords":
        shown = cli(*OF_DIGESTS[line], "--format", "table", "--notes")
        assert "note: us-2025-digest is a digest" in shown
        assert "digest in" not in cli(*OF_DIGESTS[line], "--format", "tsv")
        assert cli.err.count("digest in this project's own words") == 1


def test_claims_on_a_digest_say_so(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text(
        '[[claim]]\ntext = "It speaks of governance."\n'
        f'check = \'count("governance", "{US}") > 0\'\n',
        encoding="utf-8",
    )
    [told] = [note for note in cli.json("claims", str(file))["notes"] if "a digest" in note]
    assert told.startswith(f"{US} is a digest in this project's own words")


def test_compare_uses_the_official_pair_where_both_are_at_hand(
    cli: Cli, en: str, zh: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIPLANS_DATA", str(tmp_path / "data"))
    cli("texts", "add", zh, "--id", "cn-2025")
    kept = tmp_path / "data" / "texts" / "us-2025.md"
    kept.write_text(PLAN_EN, encoding="utf-8")
    document = cli.json("compare")
    assert [one["id"] for one in document["inputs"]] == ["us-2025", "cn-2025"]
    assert cli.err == ""


def test_coverage_stands_beside_every_concept_table(cli: Cli) -> None:
    document = cli.json("compare", US, CN)
    sides = document["tables"]["documents"]["rows"]
    assert [side["document"] for side in sides] == [US, CN]
    assert all(0.5 < side["coverage"] <= 1 for side in sides)


@pytest.mark.parametrize("columns", ["80", "60", "40"])
@pytest.mark.parametrize("line", ["compare", "distance", "similar"])
def test_coverage_stays_on_a_narrow_screen(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, line: str, columns: str
) -> None:
    sides = cli.json("compare", US, CN)["tables"]["documents"]["rows"]
    monkeypatch.setenv("COLUMNS", columns)
    text = cli(line, US, CN, "--format", "table,wide")
    documents = text.partition("The documents\n")[2].partition("no room")[0]
    assert "coverage" in documents
    assert all(f"{side['coverage']:.2f}" in documents for side in sides)


def test_rows_can_be_told_apart_on_a_narrow_screen(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    text = cli("freq", "governance", "-s", US, "-s", CN, "--format", "table")
    sections = text.partition("Where it stands")[2]
    # Section ten: safety and governance
    assert "section" in sections and "十、安全治理" in sections
    lines = cli("kwic", "governance", US, CN, "--format", "table").splitlines()
    header = next(line for line in lines if "match" in line).split()
    assert header == ["before", "match", "after"]
    assert any("national  governance  bodies" in line for line in lines)


def test_compare_shows_the_lines_under_every_row(cli: Cli, en: str, zh: str) -> None:
    document = cli.json("compare", en, zh, "--evidence", "0")
    lines = document["tables"]["evidence"]["rows"]
    for row in document["rows"]:
        own = [line for line in lines if line["concept"] == row["concept"]]
        assert len(own) == row["count_a"] + row["count_b"]
    one = cli.json("compare", en, zh, "--evidence", "1", "--top", "1")
    assert 1 <= len(one["tables"]["evidence"]["rows"]) <= 2
    document = cli.json("compare", "us-2025", CN, "--evidence", "1", "--top", "2")
    assert any("texts fetch us-2025" in note for note in document["notes"])


def test_what_was_left_out_is_reported(cli: Cli) -> None:
    def sizes(*arguments: str) -> tuple[int, int]:
        [row] = cli.json("freq", "AI", "-s", "us-2025", *arguments)["tables"]["documents"]["rows"]
        return row["tokens"], row["left_out"]

    tokens, left_out = sizes()
    assert left_out > 100 and sizes("--all") == (tokens + left_out, 0)


def test_min_count_and_top(cli: Cli, en: str, zh: str) -> None:
    every = cli.rows("compare", en, zh, "--min-count", "0")
    assert any(row["count_a"] == row["count_b"] == "0" for row in every)
    several = cli.rows("compare", en, zh, "--min-count", "3")
    assert several and all(int(r["count_a"]) + int(r["count_b"]) >= 3 for r in several)
    assert len(cli.rows("compare", en, zh, "--top", "2")) == 2


def test_stop_words_are_left_out_of_the_rows_and_stay_in_the_sizes(
    cli: Cli, en: str, tmp_path: Path
) -> None:
    own = tmp_path / "stop.txt"
    own.write_text("open  # mine\n", encoding="utf-8")

    def found(*arguments: str) -> dict[str, dict[str, str]]:
        return {row["term"]: row for row in cli.rows("compare", en, en, *arguments)}

    usual, every = found(), found("--no-stop-words")
    assert "we" not in usual and every["we"]["count_a"] == "2"
    assert usual["open"]["rate_a"] == every["open"]["rate_a"]
    for line in (["--stop-words", str(own)], [f"--stop-words={own}"]):
        chosen = found(*line)
        assert "we" in chosen and "open" not in chosen
    assert set(found("--stop-words")) == set(usual)


def test_stems_of_stop_words_are_stop_words(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "does.txt"
    path.write_text("It does govern only very openly; it has governed.", encoding="utf-8")
    for line in (["compare", str(path), str(path)], ["keywords", str(path)]):
        found = {row["term"] for row in cli.rows(*line, "--stem")}
        assert found == {"govern", "openly"}, line  # the form that stands there


def test_freq_counts_the_concept_or_the_word(cli: Cli, en: str, zh: str) -> None:
    rows = cli.rows("freq", "governance", "-s", en, "-s", zh)
    assert [(r["concept"], r["count"], r["sentences"], r["sections"]) for r in rows] == [
        ("governance", "3", "3", "2"),
        ("governance", "3", "3", "2"),
    ]
    rows = cli.rows("freq", "governance", "治理", "-s", en, "-s", zh, "--exact")
    assert [r["count"] for r in rows] == ["2", "0", "0", "3"]
    rows = cli.rows("freq", "governance", "--by", "section", "-s", zh)
    assert [(r["section"], r["count"]) for r in rows] == [("计划", "2"), ("一、共享", "1")]


def test_freq_exact_counts_the_stem_that_the_tables_count(cli: Cli, en: str) -> None:
    counted = str(Path(en).with_name("en.counts.tsv"))
    cli("count", en, "-o", counted)
    rows = cli.rows("compare", en, US, "--stem", "--by", "term")
    stems = stem_terms(frozenset(row["term"] for row in rows))
    table = {stems[row["term"]]: row for row in rows}
    for word, stem in (("exports", "export"), ("Govern", "govern"), ("models", "model")):
        expected = table.get(stem, {"count_a": "0", "count_b": "0"})
        options = ["--exact", "--stem"]
        for source, name in ((en, "count_a"), (US, "count_b"), (counted, "count_a")):
            (row,) = cli.rows("freq", word, "-s", source, *options)
            assert row["count"] == expected[name], (word, source)
            if source != counted:
                assert len(cli.rows("kwic", word, source, *options)) == int(row["count"])
    assert int(table["export"]["count_a"]) == 3  # "Export", "Export", "export"
    (phrase,) = cli.rows("freq", "exports controls", "-s", en, *options)
    assert (phrase["count"], phrase["sections"]) == ("1", "1")
    assert len(cli.rows("kwic", "exports controls", en, *options)) == 1
    report = json.loads(cli("freq", "exports", "-s", en, *options, "-f", "json"))
    assert "with all English words of its stem" in report["notes"][0]


def test_a_stem_changes_nothing_in_chinese(cli: Cli, zh: str) -> None:
    # 治理: governance
    assert cli("freq", "治理", "-s", zh, "--exact", "--stem") == cli(
        "freq", "治理", "-s", zh, "--exact"
    )
    assert cli("kwic", "治理", zh, "--exact", "--stem") == cli("kwic", "治理", zh, "--exact")


def test_freq_takes_words_and_sources_in_three_ways(cli: Cli, en: str, zh: str) -> None:
    both = cli("freq", "governance", en, zh)
    assert both == cli("freq", "governance", "-s", en, "-s", zh)
    assert both == cli("freq", "-w", "governance", en, zh)
    assert len(cli.rows("freq", "governance", "data", "-s", en)) == 2
    assert len(cli.rows("freq", "-w", "governance", "-w", "data", en, zh)) == 4
    cli("freq", code=2)
    assert "name a word or a concept to count" in cli.err
    with pytest.raises(AiplansError, match="data: no such file or library id"):
        cli("freq", "governance", "data")


def test_freq_knows_a_source_typed_as_a_word(cli: Cli, en: str) -> None:
    cli("freq", "us-2025", code=2)
    assert "'us-2025' is a text of the library, and here taken for a word: name the word" in cli.err
    cli("freq", en, "--exact", code=2)
    assert "is a file, and here taken for a word" in cli.err
    assert len(cli.rows("freq", "governance", "us-2025", "-s", en)) == 2
    assert "aiplans: note: 'us-2025' is a text of the library" in cli.err
    cli("freq", "governance", "us-2025", "-s", en, "-q")
    assert cli.err == ""


@pytest.mark.parametrize("command", ["freq", "kwic", "collocates"])
def test_a_word_forgotten_is_told(cli: Cli, en: str, command: str) -> None:
    for word, what in (("us-2025", "a text of"), (en, "a file,"), ("no.md", "the name of a file")):
        assert cli(command, word, code=2) == ""
        assert f"is {what}" in cli.err
    assert cli(command, "no.md", "-s", en) if command == "freq" else cli(command, "no.md", en)


def test_freq_shows_as_many_rows_as_asked(cli: Cli, en: str, zh: str) -> None:
    report = cli.json("freq", "-w", "data", "-w", "governance", en, zh, "--top", "3")
    assert len(report["rows"]) == 3
    assert "3 of 4 rows are shown." in report["notes"]


def test_a_folder_is_every_text_below_it(cli: Cli, tmp_path: Path) -> None:
    for name in ("a.txt", "b.md", "below/c.txt"):
        path = tmp_path / "plans" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Governance of open data for all.\n", encoding="utf-8")
    (tmp_path / "plans" / "table.xlsx").write_bytes(b"PK")
    folder = str(tmp_path / "plans")
    assert [row["document"] for row in cli.rows("freq", "governance", folder)] == ["a", "b", "c"]
    assert len(cli.rows("kwic", "governance", folder)) == 3
    assert {row["document"] for row in cli.rows("keywords", folder)} == {"a", "b", "c"}


def test_a_file_that_is_named_like_a_concept_is_a_word(
    cli: Cli, en: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "governance").write_text("AI", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(cli.rows("freq", "governance")) == 2
    assert "taken for a word" not in cli.err


def test_nothing_is_no_field(cli: Cli, en: str) -> None:
    cli("freq", "governance", "-s", en, "--by", " ", code=2)
    assert "it is empty: write document or section or the name of a field" in cli.err


@pytest.mark.parametrize("word", ["", " "])
def test_nothing_is_no_word(cli: Cli, en: str, word: str) -> None:
    for line in (["freq", "governance", word, "-s", en], ["kwic", word, en], ["collocates", word]):
        cli(*line, code=2)
        assert "it is empty: write a word or a concept" in cli.err


@pytest.mark.usefixtures("counts_alone")
def test_freq_exact_is_the_same_from_text_and_from_counts(
    cli: Cli, en: str, zh: str, tmp_path: Path
) -> None:
    counts = str(tmp_path / "c.tsv")
    cli("count", en, zh, "-o", counts)
    assert "2 documents" in cli.err
    columns = ("document", "count", "rate", "sections", "of_sections")
    for word in ("open", "治理", "数据", "nowhere"):  # governance, data
        found = [
            [[row[name] for name in columns] for row in cli.rows("freq", word, "--exact", *sources)]
            for sources in (["-s", en, "-s", zh], ["-s", counts])
        ]
        assert found[0] == found[1]
    [one] = cli.rows("freq", "open", "--exact", "-s", counts)[:1]
    assert one["sentences"] == "2"
    phrase = cli.rows("freq", "export controls", "--exact", "-s", en, "-s", counts)
    assert [row["count"] for row in phrase] == ["1", "", ""]


def test_a_counts_file_compares_like_its_documents(
    cli: Cli, en: str, zh: str, tmp_path: Path
) -> None:
    counts = str(tmp_path / "c.tsv")
    cli("count", en, zh, "-o", counts, "-q")
    assert cli("compare", counts) == cli("compare", en, zh)
    assert cli("keywords", counts) == cli("keywords", en, zh)
    stemmed = cli.rows("compare", counts, "--by", "concept", "--stem")
    assert stemmed == cli.rows("compare", en, zh, "--stem")


def test_counts_made_with_other_concepts_are_not_passed_off_as_ours(
    cli: Cli, en: str, tmp_path: Path
) -> None:
    counts = tmp_path / "c.tsv"
    cli("count", en, "-o", str(counts), "-q")
    text = counts.read_text(encoding="utf-8")
    start = text.index('"concepts": "') + len('"concepts": "')
    first, _, *lines = (text[:start] + "0" * 16 + text[start + 16 :]).split("\n")
    counts.write_text("\n".join([first, *lines]), encoding="utf-8")  # without its digest
    [row] = cli.rows("freq", "governance", "-s", str(counts))
    assert row["count"] == "0"
    made = "its counts were made with another concept list, so its concepts are left out"
    assert f"{made}; count the text again" in cli.err


def test_counts_made_otherwise_say_which_option_to_leave_out(cli: Cli, tmp_path: Path) -> None:
    words, terms = tmp_path / "words.txt", tmp_path / "c.tsv"
    words.write_text("治理\n", encoding="utf-8")  # governance
    terms.write_text(
        "id\ttheme\ten\tzh\tblocks\tnote\nlaw\tlaw\tlaw\t法\t\t\n", encoding="utf-8"
    )  # 法: law
    chinese = "cn-2024-ai-capacity-building-plan"
    for source, options, told in (
        ("us-2025", ["--tokenizer", "treebank"], "another tokenizer; leave --tokenizer out, or"),
        ("us-2025", ["--no-dict-terms"], ""),  # they join Chinese words only
        ("us-2025", ["--user-dict", str(words)], ""),
        (chinese, ["--tokenizer", "treebank"], ""),
        (chinese, ["--user-dict", str(words)], "another dictionary; leave --user-dict out, or"),
        (chinese, ["--no-dict-terms"], "another dictionary; leave --no-dict-terms out, or"),
        (chinese, ["--stop-words", str(words)], "other stop words; leave --stop-words out, or"),
        (chinese, ["--concepts", str(terms)], "are left out; leave --concepts out, or"),
    ):
        cli("keywords", source, "--top", "1", *options)
        if told:
            assert f"{source}: its counts were made with" in cli.err, options
            assert f"{told} count the text again\n" in cli.err, options
        else:
            assert cli.err == "", options


def test_a_list_that_counts_a_form_twice_is_told(cli: Cli, en: str, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(
        "id\ttheme\ten\tzh\tblocks\tnote\n"
        "govern\tx\tgovern\t治\t\t\nrule\ty\trule; govern\t法\t\t\n",  # to rule; law
        encoding="utf-8",
    )
    told = (
        f"aiplans: note: {own}: 1 form of several concepts without the mark & counts for each of "
        "them, such as 'govern' of govern, also a form of rule; "
        f"'aiplans lexicon check --concepts {own}' lists all\n"
    )
    for line in (["compare", en, en, "--by", "concept"], ["freq", "govern", "-s", en]):
        cli(*line, "--concepts", str(own))
        assert cli.err.startswith(told) and cli.err.count(told) == 1
    cli("freq", "govern", "-s", en, "--concepts", str(own), "-q")
    assert cli.err == ""
    own.write_text(own.read_text("utf-8").replace("govern\t治", "govern&\t治"), encoding="utf-8")
    cli("freq", "govern", "-s", en, "--concepts", str(own))
    assert "1 form of" in cli.err  # marked in one place only
    own.write_text(own.read_text("utf-8").replace("; govern", "; govern&"), encoding="utf-8")
    cli("freq", "govern", "-s", en, "--concepts", str(own))
    assert "1 form of" not in cli.err
    assert "is a form of rule, too" in cli.err


def test_keywords(cli: Cli, en: str, zh: str) -> None:
    rows = cli.rows("keywords", en)
    assert rows[0]["term"] == "open" and rows[0]["count"] == "4"
    assert {row["term"] for row in rows} >= {"ai", "export"} and "we" not in {
        row["term"] for row in rows
    }
    grams = {row["term"] for row in cli.rows("keywords", en, "--ngrams", "2-3")}
    assert {"open governance", "governance and open"} <= grams and "open" not in grams
    ranked = cli.rows("keywords", zh, "--measure", "textrank")
    assert {row["term"] for row in ranked} >= {"治理", "数据"}  # governance, data
    tagged = cli.rows("keywords", zh, "--pos", "n", "--min-length", "2")
    assert tagged and all(row["pos"].startswith("n") for row in tagged)
    assert all(len(row["term"]) >= 2 for row in tagged)


def test_one_character_words_are_kept_unless_asked_otherwise(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "law.txt"
    path.write_text("法、权、责。法治。", encoding="utf-8")  # law, right, duty
    assert {"权"} <= {row["term"] for row in cli.rows("keywords", str(path))}
    assert all(len(r["term"]) > 1 for r in cli.rows("keywords", str(path), "--min-length", "2"))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--ngrams", "0-2"], "'0-2' is not within 1-9: write 2 or 1-3"),
        (["--ngrams", "10"], "'10' is not within 1-9"),
        (["--ngrams", "two"], "'two' is no range: write 2 or 1-3"),
        (["--ngrams", "3-1"], "'3-1' is backwards: write 1-3"),
        (["--ngrams", "1-2", "--measure", "textrank"], "ranks single words: leave --ngrams out"),
    ],
)
def test_mistyped_options_of_keywords_are_usage_errors(
    cli: Cli, en: str, arguments: list[str], message: str
) -> None:
    cli("keywords", en, *arguments, code=2)
    assert message in cli.err and cli.err.count("\n") == 1
    cli("keywords", "nowhere.txt", *arguments, code=2)  # nothing is read for a mistyped command


def test_a_tag_that_no_word_has_is_told(cli: Cli, zh: str) -> None:
    assert cli.rows("keywords", zh, "--pos", "zz") == []
    assert "aiplans: note: plan-zh: no tag of a word begins with 'zz'; there are " in cli.err
    assert cli.rows("keywords", zh, "--pos", "n,zz") != []
    assert "begins with 'zz'" in cli.err and "begins with 'n'" not in cli.err


def test_tags_are_for_chinese(cli: Cli, en: str) -> None:
    with pytest.raises(AiplansError, match="it is not Chinese"):
        cli("keywords", en, "--pos", "n")


def test_order_needs_the_text(cli: Cli) -> None:
    for arguments in (["--ngrams", "2"], ["--measure", "textrank"]):
        with pytest.raises(AiplansError, match=r"only its counts are at hand.*texts fetch us-2025"):
            cli("keywords", "us-2025", *arguments)
    with pytest.raises(AiplansError, match="us-2025: only its counts are at hand"):
        cli("tokens", "us-2025")


def test_tokens_one_a_line_or_with_their_place(cli: Cli, en: str, zh: str) -> None:
    assert cli("tokens", en).split("\n")[:4] == ["open", "plan", "we", "govern"]
    rows = cli.rows("tokens", zh)
    texts = "".join(row["text"] for row in rows)
    assert texts.startswith("计划推动人工智能") and rows[0]["kind"] == "heading"
    assert rows[2]["offset"] == "2"  # 推动 (promote) is 0-1 of the body


@pytest.fixture
def namesakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Two files of one name, in folders of their own."""
    monkeypatch.chdir(tmp_path)
    for folder, text in (("a", PLAN_EN), ("b", PLAN_EN.replace("governance", "data"))):
        Path(folder).mkdir()
        Path(folder, "plan.md").write_text(text, encoding="utf-8")
    return "a/plan.md", "b/plan.md"


def test_files_of_one_name_are_told_apart(cli: Cli, namesakes: tuple[str, str]) -> None:
    a, b = namesakes
    rows = cli.rows("freq", "governance", "-s", a, "-s", b, "-s", US)
    assert [row["document"] for row in rows] == ["a/plan", "b/plan", US]
    assert {row["document"] for row in cli.rows("compare", a, b, US)} == {"a/plan", "b/plan", US}
    assert {row["document"] for row in cli.rows("kwic", "governance", a, b)} == {"a/plan", "b/plan"}
    (pair,) = cli.rows("distance", a, b)
    assert (pair["a"], pair["b"]) == ("a/plan", "b/plan")
    assert {row["document"] for row in cli.rows("tokens", a, b)} == {"a/plan", "b/plan"}
    inputs = cli.json("quotes", a, b)["inputs"]
    assert [own["id"] for own in inputs] == ["a/plan", "b/plan"]
    twice = cli.rows("freq", "governance", "-s", a, "-s", f"./{a}")
    assert [row["document"] for row in twice] == ["plan", "plan"]


def test_counts_and_references_are_told_apart_from_files(
    cli: Cli, namesakes: tuple[str, str]
) -> None:
    cli("count", *namesakes, "-o", "both.tsv")
    cli("count", namesakes[1], "-o", "b/plan.tsv")
    sources = [word for own in ("both.tsv", *namesakes) for word in ("-s", own)]
    rows = cli.rows("freq", "governance", *sources)
    assert [row["document"] for row in rows] == ["a/plan", "b/plan", "a/plan.md", "b/plan.md"]
    inputs = cli.json("compare", namesakes[0], "--reference", "b/plan.tsv")["inputs"]
    assert [own["id"] for own in inputs] == ["plan", "plan.tsv"]


def test_names_may_be_as_long_as_paths_and_no_longer() -> None:
    from aiplans_cli.sources.source import told_apart

    deep = ["a/x/plan.md", "b/x/plan.md", "plan.md"]
    assert told_apart(["plan"] * 3, deep) == ["a/x/plan", "b/x/plan", "plan"]
    assert told_apart(["plan", "plan"], ["", "plan.md"]) == ["plan", "plan.md"]
    assert told_apart(["v1.2", "v1.2"], ["a.tsv", "b.tsv"]) == ["a/v1.2", "b/v1.2"]
    # 'a/plan' is another document's name already
    ids = ["plan", "plan", "a/plan"]
    assert told_apart(ids, ["a/plan.md", "b/plan.md", ""]) == ["a/plan.md", "b/plan.md", "a/plan"]


def test_a_parquet_file_that_is_none_is_refused(cli: Cli, tmp_path: Path) -> None:
    junk = tmp_path / "junk.parquet"
    junk.write_text("words of a text")
    for command in (["freq", "data", "-s"], ["tokens"], ["count"]):
        with pytest.raises(AiplansError, match=r"junk\.parquet: is no Parquet file"):
            cli(*command, str(junk))


def test_count_refuses_a_document_named_twice(cli: Cli, en: str) -> None:
    with pytest.raises(AiplansError, match="plan-en: it is named twice; leave one out"):
        cli("count", en, en)


def test_usage_errors_have_exit_code_2(cli: Cli, en: str) -> None:
    cli("compare", en, code=2)
    assert cli.err.startswith("aiplans: ") and "needs two documents" in cli.err
    cli("compare", US, CN, "--by", "nothing", code=2)
    assert "is not one of auto, term, concept" in cli.err
    cli("compare", US, CN, "--sort", "conut_a", code=2)
    assert "known: did you mean count_a" in cli.err and len(cli.err) < 200
    cli("compare", US, CN, "--sort", "zyx", code=2)
    assert "known: such as term, concept, theme;" in cli.err
    cli("freq", code=2)
    cli("nothing", code=2)
    assert cli.err.count("\n") == 1


def test_an_unreadable_choice_file_is_named(cli: Cli, en: str, tmp_path: Path) -> None:
    missing = str(tmp_path / "none.txt")
    for option in ("--concepts", "--user-dict"):
        with pytest.raises(AiplansError, match=r"none\.txt: cannot be read"):
            cli("compare", en, en, option, missing)
    for option in ("--concepts", "--user-dict", "--stop-words"):
        with pytest.raises(AiplansError, match=rf"^{option} .*: is a directory; name a file in it"):
            cli("compare", en, en, f"{option}={tmp_path}")
    with pytest.raises(AiplansError, match=r"^--stop-words nosuch: no such file; name a file of"):
        cli("keywords", "--stop-words", "nosuch", en)
    with pytest.raises(AiplansError, match=r"^nosuch: no such file or library id"):
        cli("keywords", "--stop-words", en, "nosuch")
    own = tmp_path / "stop.txt"
    own.write_text("open", encoding="utf-8")
    cli("tokens", "--stop-words", str(own))
    assert f"{own} is taken for the stop words of --stop-words, not for a document" in cli.err
    binary = tmp_path / "binary.txt"
    binary.write_bytes(b"\xff\xfe\x00\x81")
    with pytest.raises(AiplansError, match=r"binary\.txt: is not UTF-8"):
        cli("tokens", en, "--stop-words", str(binary))


def test_standard_input_may_be_named_once(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    class Piped:
        buffer = io.BytesIO(PLAN_EN.encode())

    monkeypatch.setattr("sys.stdin", Piped())
    with pytest.raises(AiplansError, match="named twice"):
        cli("compare", "-", "-")


def test_a_mixed_document_is_noted(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "mixed.txt"
    path.write_text("人工智能治理 governance of AI 数据安全 data security", encoding="utf-8")
    cli("tokens", str(path))
    assert "of its words are in the other language" in cli.err
    cli("tokens", str(path), "--lang", "zh")
    assert cli.err == ""


def test_a_language_that_is_not_there_is_refused_and_one_that_hardly_is_noted(
    cli: Cli, en: str, tmp_path: Path
) -> None:
    with pytest.raises(AiplansError, match="it has no Chinese words; leave --lang out"):
        cli("tokens", en, "--lang", "zh")
    path = tmp_path / "stray.txt"
    # promote global governance of AI, share data, open governance
    path.write_text("推动人工智能全球治理，共享数据，开放治理。AI", encoding="utf-8")
    for line in (["keywords", str(path)], ["freq", "AI", "-s", str(path)], ["tokens", str(path)]):
        with pytest.raises(
            AiplansError, match=r"stray\.txt: it has hardly any English words; leave"
        ):
            cli(*line, "--lang", "en")
    path = tmp_path / "mostly.txt"
    path.write_text("推动人工智能全球治理 (AI)", encoding="utf-8")  # promote AI governance
    cli("tokens", str(path), "--lang", "en")
    assert "read as English, but" in cli.err


def test_an_added_text_is_listed_with_its_language(cli: Cli, zh: str) -> None:
    cli("texts", "add", zh)
    listed = {row["id"]: row["language"] for row in cli.rows("texts", "list")}
    assert listed["plan-zh"] == "zh"


def test_output_file_takes_its_format_from_its_name(cli: Cli, tmp_path: Path) -> None:
    for suffix, start in (("json", "{"), ("csv", "\ufeffrank,"), ("html", "<!"), ("md", "")):
        path = tmp_path / f"out.{suffix}"
        assert cli("compare", US, CN, "-o", str(path)) == ""
        assert path.read_text(encoding="utf-8").startswith(start)
    assert len(list(tmp_path.iterdir())) == 4


def test_fetch_reports_each_failure_and_exits_1(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    from aiplans_cli.errors import FetchError

    def refuse(id_: str, **_: object) -> None:
        raise FetchError(id_, "no answer", "try again later")

    monkeypatch.setattr("aiplans_cli.sources.library.fetching.fetch", refuse)
    cli("texts", "fetch", "us-2025", "cn-2025", code=1)
    assert cli.err.splitlines() == [
        "aiplans: us-2025: no answer; try again later",
        "aiplans: cn-2025: no answer; try again later",
    ]
