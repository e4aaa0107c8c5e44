"""The concept list on the command line, comparison across languages, themes and answers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli, text_formats

from aiplans_cli.analyses.importing import FOREIGN
from aiplans_cli.concepts.denominators import DENOMINATORS
from aiplans_cli.concepts.foreign import IMPORTERS
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.themes import (
    general_concepts,
    general_themes,
    rolled_up,
    section_concepts,
    theme_weights,
)
from aiplans_cli.errors import AiplansError
from aiplans_cli.model import CountedSection, Counts, Occurrences
from aiplans_cli.sources.session import Session
from aiplans_cli.sources.settings import SourceSettings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "texts"
US, CN = "us-2025-digest", "cn-2025-digest"
HEADER = "id\ttheme\ten\tzh\tblocks\tnote\n"


def concept_file(folder: Path, *rows: str) -> str:
    path = folder / "own.tsv"
    path.write_text(HEADER + "".join(row + "\n" for row in rows), encoding="utf-8")
    return str(path)


LINES = {
    "lexicon show": ["lexicon", "show"],
    "lexicon show concept": ["lexicon", "show", "governance"],
    "lexicon check": ["lexicon", "check", CN],
    "lexicon coverage": ["lexicon", "coverage", US, CN],
    "lexicon suggest": ["lexicon", "suggest", US, CN, "--min-count", "1"],
    "themes": ["themes", US, CN],
    "themes by part": ["themes", US, CN, "--by", "part", "--top", "2"],
    "topics": ["topics", US, CN, "-k", "3"],
    "similar": ["similar", US, CN],
    "calibrate": ["calibrate", US, CN, "--top", "3", "--trials", "2"],
    "robustness": ["compare", US, CN, "--robustness", "--top", "3"],
}


@pytest.mark.parametrize("format_", text_formats())
@pytest.mark.parametrize("line", LINES)
def test_every_command_in_every_format(cli: Cli, line: str, format_: str, tmp_path: Path) -> None:
    asked = [*LINES[line], "--format", format_]
    if line == "lexicon check":  # of a list that takes no two seconds, three times a format
        rows = ("data\trules\tdata\t数据\t\t", "data-rules\trules\tdata rules\t数据治理\t\t")
        own = concept_file(tmp_path, *rows)
        asked += ["--concepts", own]
    first = cli(*asked)
    assert first.endswith("\n") and "\x1b" not in first
    assert cli(*asked) == first
    assert not cli.err or format_ in ("tsv", "csv", "jsonl")  # cautions have no place in these
    assert all(told.startswith("aiplans: note: ") for told in cli.err.splitlines())
    cli(*asked, "-q")
    assert cli.err == ""
    if format_ == "json":
        document = json.loads(first)
        tables = [document, *document.get("tables", {}).values()]
        for table in tables:
            names = {column["name"] for column in table["columns"]}
            assert all(set(row) == names for row in table["rows"])


# The list


def test_the_shipped_list_breaks_no_rule(cli: Cli) -> None:
    assert cli.rows("lexicon", "check") == []


@pytest.mark.parametrize(
    "line",
    [
        ["lexicon", "show", "安全"],  # safety, security
        ["freq", "安全", "-s", CN],
        ["kwic", "安全", CN],
        ["collocates", "安全", CN],
        ["explain", US, CN, "安全"],
    ],
    ids=lambda line: line[0],
)
def test_the_other_concepts_of_a_shared_form_are_named(cli: Cli, line: list[str]) -> None:
    told = "'安全' stands for the concept safety here, but is a form of security, too"  # see above
    assert any(told in note for note in cli.json(*line)["notes"])
    unshared = [word.replace("安全", "治理") for word in line]  # governance
    assert not any("stands for the concept" in note for note in cli.json(*unshared)["notes"])


def test_a_count_of_one_of_two_concepts_is_told_in_a_pipe(cli: Cli) -> None:
    cli("freq", "安全", "-s", CN)  # safety, security
    assert "note: '安全' stands for the concept safety here" in cli.err
    cli("freq", "安全", "-s", CN, "--exact")
    assert "stands for" not in cli.err


@pytest.mark.parametrize("word", ["gov*", "gov?rn", "治?", "治＊"])  # govern...
@pytest.mark.parametrize("line", [["freq", "-s", US, "-s", CN], ["kwic", US], ["collocates", US]])
def test_a_wildcard_is_told(cli: Cli, line: list[str], word: str) -> None:
    cli(line[0], word, *line[1:], *(["--min-count", "1"] if line[0] == "collocates" else []))
    assert f"note: {word!r} is taken for a wildcard pattern, which matches" in cli.err
    assert cli.err.count("pattern") == 1
    cli(line[0], word, *line[1:], "-q")
    assert cli.err == ""


def test_only_wildcards_are_told(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("各位：治理什么？治理人工智能。", encoding="utf-8")  # governing what? AI.
    assert len(cli.rows("kwic", "什么？", str(path), "--exact")) == 1  # what?
    assert cli.err == ""
    notes = cli.json("freq", "gov*", "nowhere", "-s", str(path))["notes"]
    assert len([note for note in notes if "wildcard" in note]) == 1


def test_a_broken_list_ends_in_3(cli: Cli, tmp_path: Path) -> None:
    path = concept_file(tmp_path, "law\tlaw\tact\t\t\t", "deed\tverbs\tact\t行动\t\t")  # action
    rows = cli.rows("lexicon", "check", "--concepts", path, code=3)
    assert {row["check"] for row in rows} == {"shared", "one-sided"}
    assert {row["line"] for row in rows} == {"2"}
    assert all(row["fails"] == "true" for row in rows)


def test_checks_on_documents_fail_nothing(cli: Cli) -> None:
    rows = cli.rows("lexicon", "check", CN)
    assert rows and {row["check"] for row in rows} <= {"overlap", "unmatched"}
    assert {row["fails"] for row in rows} == {"false"}


def test_a_strict_check_lets_what_documents_show_fail(cli: Cli) -> None:
    rows = cli.rows("lexicon", "check", CN, "--strict", code=3)
    assert {row["check"] for row in rows} == {"overlap", "unmatched"}
    assert {row["fails"] for row in rows} == {"true"}
    assert [row["fact"] for row in rows] == [
        row["fact"] for row in cli.rows("lexicon", "check", CN)
    ]
    cli("lexicon", "check", "--strict", code=2)
    assert "--strict is about documents: name some" in cli.err


def test_an_extension_must_name_line_and_column(cli: Cli, tmp_path: Path) -> None:
    path = concept_file(tmp_path, "law\tlaw\tact(\t法\t\t")  # law
    for command in ("show", "check"):
        with pytest.raises(AiplansError, match=r"own\.tsv, line 2, column 3 \(en\)"):
            cli("lexicon", command, "--concepts", path)


def test_show_finds_a_concept_by_any_form(cli: Cli) -> None:
    by_id, by_form = cli("lexicon", "show", "governance"), cli("lexicon", "show", "治理")
    assert by_id == by_form
    rows = cli.rows("lexicon", "show", "governance")
    assert {"en", "zh"} <= {row["language"] for row in rows if row["kind"] == "form"}
    with pytest.raises(AiplansError, match=r"no concept has this id or form; did you mean gover"):
        cli("lexicon", "show", "governanc")
    with pytest.raises(AiplansError, match=r"'aiplans lexicon show' lists all"):
        cli("lexicon", "show", "qqq")


def test_show_names_who_shares_a_form(cli: Cli, tmp_path: Path) -> None:
    # 安全 is both "safety" and "security"
    path = concept_file(
        tmp_path, "safe\ta\tsafety\t安全&\t安全部\tnote", "sure\ta\tsecurity\t安全&\t\t"
    )
    document = cli.json("lexicon", "show", "safe", "--concepts", path)
    shared = {row["form"]: row["shared_with"] for row in document["rows"]}
    assert shared == {"safety": "", "安全": "sure", "安全部": ""}
    assert len(document["notes"]) == 2


def test_every_concept_is_shown(cli: Cli) -> None:
    document = cli.json("lexicon", "show")
    concepts = load_concepts().concepts
    assert len(document["rows"]) == len(concepts) >= 500
    themes = document["tables"]["themes"]["rows"]
    assert sum(row["concepts"] for row in themes) == len(concepts) and len(themes) >= 20


def test_coverage_of_the_digests(cli: Cli) -> None:
    document = cli.json("lexicon", "coverage", US, CN)
    us, cn = document["rows"]
    assert us["coverage"] >= 0.55 and cn["coverage"] >= 0.55
    assert abs(us["coverage"] - cn["coverage"]) <= 0.10
    assert us["coverage"] == us["covered"] / us["content_tokens"]
    lowest = min(us["coverage"], cn["coverage"])
    [told] = [note for note in document["notes"] if "covered" in note or "points" in note]
    assert told.startswith(f"From {lowest:.1%} to ")
    assert not any("points" in note for note in cli.json("lexicon", "coverage", US)["notes"])


def test_suggestions_are_words_of_no_concept(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("We govern. A zyzzyva sings. The zyzzyva sleeps. 1 zyzzyva.", encoding="utf-8")
    [row] = cli.rows("lexicon", "suggest", str(path), "--min-count", "3")
    assert (row["term"], row["count"], row["documents"]) == ("zyzzyva", "3", "1")
    assert row["lines"].startswith("plan: A zyzzyva sings. | plan: The")
    assert cli.rows("lexicon", "suggest", str(path), "--min-count", "4", "--all") == []
    both = cli.rows("lexicon", "suggest", US, CN, "--min-count", "1", "--top", "2")
    assert [row["language"] for row in both] == ["en", "en", "zh", "zh"]


FOREIGN_FILES = {
    "x.yml": "law:\n  rules:\n    - regulat*\n    - 法律\n",  # law
    "x.dic": "%\n1\trules\n%\nregulat*\t1\n法律\t1\n",
    "x.tsv": "rules\tregulat*\nrules\t法律\n",
}


@pytest.mark.parametrize("name", FOREIGN_FILES)
def test_foreign_dictionaries_become_lists(cli: Cli, tmp_path: Path, name: str) -> None:
    if name.endswith("yml"):
        pytest.importorskip("yaml")
    path = tmp_path / name
    path.write_text(FOREIGN_FILES[name], encoding="utf-8")
    made = tmp_path / "made.tsv"
    cli("lexicon", "import", str(path), "--vocabulary", US, "-o", str(made))
    assert "1 concepts" in cli.err
    [concept] = load_concepts(made.read_text(encoding="utf-8")).concepts
    assert concept.forms("zh") == ("法律",) and {"regulation", "regulations"} & {
        *concept.forms("en")
    }
    bare = load_concepts(cli("lexicon", "import", str(path))).concepts[0]
    assert bare.forms("en") == ("regulat",) and "without their endings" in bare.note


@pytest.mark.parametrize("sources", [[CN], [US, CN], [CN, US]])
def test_chinese_wildcards_are_spelled_out(cli: Cli, tmp_path: Path, sources: list[str]) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("rules\t治*\nrules\t國*\nrules\tregulat*\n", encoding="utf-8")
    named = [word for source in sources for word in ("--vocabulary", source)]
    [concept] = load_concepts(cli("lexicon", "import", str(path), *named)).concepts
    # governance; state and international, of a wildcard in traditional script
    assert {"治理", "国家", "国际"} <= {*concept.forms("zh")}
    assert concept.forms("en") == (
        ("regulation", "regulations", "regulatory")[: 3 * (US in sources)] or ("regulat",)
    )


def test_a_chinese_english_dictionary_gives_hints(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "cedict.u8"
    lines = "# CC-CEDICT\n統禦 统御 [tong3 yu4] /to govern/\n貓咪 猫咪 [mao1 mi1] /kitty/\n"
    path.write_text(lines, encoding="utf-8")
    out = cli("lexicon", "import", str(path))
    assert out.splitlines() == ["concept\tenglish\tchinese\tline", "regulation\tgovern\t统御\t2"]


def test_what_cannot_be_imported(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.list"
    path.write_text("rules\tlaw\n", encoding="utf-8")
    with pytest.raises(AiplansError, match=r"x\.list: its ending does not tell its form; add --fr"):
        cli("lexicon", "import", str(path))
    assert "rules" in cli("lexicon", "import", str(path), "--from", "tsv")
    with pytest.raises(AiplansError, match=r"line 1: is no entry of CC-CEDICT"):
        cli("lexicon", "import", str(path), "--from", "cedict")
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(AiplansError, match=r"needs the library yaml; install yaml, or save"):
        cli("lexicon", "import", str(path), "--from", "quanteda")


def test_forms_to_import_are_those_of_the_importers() -> None:
    assert sorted(FOREIGN) == sorted(["auto", "cedict", *IMPORTERS])


# General policy language


def test_general_themes_are_themes_of_the_list() -> None:
    assert general_themes() <= {concept.theme for concept in load_concepts().concepts}


def test_general_concepts_count_but_have_no_rows(cli: Cli) -> None:
    general = general_concepts(load_concepts())
    without = cli.json("compare", US, CN)
    everything = cli.json("compare", US, CN, "--no-stop-words")
    rows = {row["concept"]: row for row in everything["rows"]}
    assert set(rows) & general
    kept = {row["concept"]: row for row in without["rows"]}
    assert set(kept) == set(rows) - general
    for name, row in kept.items():  # the denominators are the same
        assert row["share_a"] == rows[name]["share_a"] and row["g2"] == rows[name]["g2"]
    mentions = sum(row["count_a"] + row["count_b"] for name, row in rows.items() if name in general)
    assert any(note.startswith(f"{mentions:,} mentions of ") for note in without["notes"])
    assert not any("general policy" in note for note in everything["notes"])


# Comparison across languages


def test_every_denominator_has_its_rates_and_ranks(cli: Cli) -> None:
    found = {
        name: cli.rows("compare", US, CN, "--denominator", name, "--sort", "g2")
        for name in DENOMINATORS
    }
    by_name = {
        name: {row["concept"]: row for row in rows if row["concept"]}
        for name, rows in found.items()
    }
    for name, rows in found.items():
        ranks = sorted(int(row[f"rank_{name}"]) for row in rows)
        assert ranks == list(range(1, len(rows) + 1))
        assert [row["rank"] for row in rows] == [row[f"rank_{name}"] for row in rows]
    for concept, row in by_name["share"].items():
        for name in DENOMINATORS:
            other = by_name[name][concept]
            for column in ("count_a", "rate_b", "sentences_b", "content_rate_a", "sentence_rate_a"):
                assert other[column] == row[column]
            assert other[f"rank_{name}"] == row[f"rank_{name}"]
    assert found["share"][0]["g2"] != found["tokens"][0]["g2"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("dirichlet_z",),
        ("dirichlet_z", "--prior", "pooled"),
        ("text_dispersion",),
        ("log_ratio_conservative", "--min-count", "0"),
    ],
)
def test_ranks_are_those_of_the_table(cli: Cli, arguments: tuple[str, ...]) -> None:
    rows = cli.rows("compare", US, CN, "--measure", *arguments)
    assert [row["rank"] for row in rows] == [row["rank_share"] for row in rows]


def test_rates_are_what_their_units_say(cli: Cli) -> None:
    document = cli.json("compare", US, CN)
    sizes = {row["document"]: row for row in document["tables"]["documents"]["rows"]}
    for row in document["rows"]:
        for side, name in (("a", US), ("b", CN)):
            size, count = sizes[name], row[f"count_{side}"]
            assert row[f"share_{side}"] == count / size["concept_mentions"]
            assert row[f"content_rate_{side}"] == 1000 * count / size["content_tokens"]
            held = row[f"sentences_{side}"]
            assert row[f"sentence_rate_{side}"] == 100 * held / size["sentences"]
            assert held <= count


def test_ranks_can_be_sorted_by(cli: Cli) -> None:
    rows = cli.rows("compare", US, CN, "--sort", "rank_sentences")
    ranks = [int(row["rank_sentences"]) for row in rows]
    assert ranks == sorted(ranks)
    rows = cli.rows("compare", US, CN, "--sort", "count_b", "--denominator", "sentences")
    counts = [int(row["count_b"]) for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_calibration_widens_intervals_and_tests_and_nothing_else(cli: Cli) -> None:
    narrow = cli.json("compare", US, CN, "--calibration", "none", "--sort", "g2")
    wide = cli.json("compare", US, CN, "--sort", "g2")
    tests = {"log_ratio_low", "log_ratio_high", "p", "q", "at_least"}
    for before, after in zip(narrow["rows"], wide["rows"], strict=True):
        assert all(after[k] == before[k] for k in after if k not in tests)
        if before["p"] is None:
            assert all(before[k] is after[k] is None for k in tests)
            continue
        assert after["log_ratio_low"] < before["log_ratio_low"]
        assert after["log_ratio_high"] > before["log_ratio_high"]
        assert after["p"] >= before["p"]
    assert narrow["parameters"]["calibration"] == "none"
    assert wide["parameters"]["calibration"] == "shipped"
    assert any("allow for" in note for note in wide["notes"])
    assert any("leave out" in note for note in narrow["notes"])


def test_one_language_is_not_calibrated(cli: Cli) -> None:
    document = cli.json("compare", US, "us-eo-14179-2025", "--by", "concept")
    assert document["rows"] and "calibration" not in document["parameters"]
    assert "themes" not in document["tables"] and "diagnostics" not in document["tables"]


def test_diagnostics_stand_with_every_table_across_languages(cli: Cli) -> None:
    document = cli.json("compare", US, CN)
    rows = {row["diagnostic"]: row for row in document["tables"]["diagnostics"]["rows"]}
    sizes = {row["document"]: row for row in document["tables"]["documents"]["rows"]}
    assert rows["coverage_a"]["value"] == sizes[US]["coverage"]
    one_sided = [row for row in document["rows"] if row["count_a"] and not row["count_b"]]
    assert rows["only_a"]["value"] == len(one_sided)
    assert rows["top_dictionary"]["value"] == rows["top_dictionary"]["of"] == 20
    first = {row["concept"] for row in document["rows"][:20]}
    for name in ("tokens", "sentences"):
        kept = sum(r[f"rank_{name}"] <= 20 for r in document["rows"] if r["concept"] in first)
        assert rows[f"top_denominator_{name}"]["value"] == kept
    assert 0 < rows["top_tenth_left_out"]["value"] <= rows["top_tenth_left_out"]["of"] <= 20


def test_the_dictionary_is_measured_where_it_matters(cli: Cli, tmp_path: Path) -> None:
    rows = cli.json("compare", US, CN, "--denominator", "tokens")["tables"]["diagnostics"]["rows"]
    by_name = {row["diagnostic"]: row for row in rows}
    assert 15 <= by_name["top_dictionary"]["value"] <= 20
    counts = str(tmp_path / "c.tsv")
    cli("count", US, CN, "-q", "-o", counts)
    rows = cli.json("compare", counts, "--denominator", "tokens")["tables"]["diagnostics"]["rows"]
    by_name = {row["diagnostic"]: row for row in rows}
    assert by_name["top_dictionary"]["value"] is None


def test_themes_add_up_their_concepts(cli: Cli) -> None:
    document = cli.json("compare", US, CN)
    for theme in document["tables"]["themes"]["rows"]:
        own = [row for row in document["rows"] if row["theme"] == theme["theme"]]
        assert theme["concepts"] == len(own)
        assert theme["count_a"] == sum(row["count_a"] for row in own)
        assert theme["count_b"] == sum(row["count_b"] for row in own)


def test_several_documents_name_their_contrasts(cli: Cli) -> None:
    document = cli.json("compare", US, CN, "us-eo-14179-2025", "--top", "1")
    for name in ("themes", "diagnostics"):
        rows = document["tables"][name]["rows"]
        assert {row["document"] for row in rows} >= {US, CN}


def test_robustness_gives_each_concept_its_range(cli: Cli) -> None:
    rows = cli.rows("compare", US, CN, "--robustness")
    assert [int(row["rank"]) for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        own = [int(row[name]) for name in ("rank", "rank_tokens", "rank_sentences")]
        best, worst = int(row["rank_best"]), int(row["rank_worst"])
        assert best <= min(own) and worst >= max(own)
    assert rows == cli.rows("compare", US, CN, "--robustness")
    assert rows != cli.rows("compare", US, CN, "--robustness", "--seed", "5")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((US, US, "--denominator", "tokens"), "add --by concept"),
        ((US, US, "--robustness"), "documents in two languages"),
        ((US, CN, "--robustness", "--explain", "--measure", "jsd"), "choose one"),
    ],
)
def test_choices_that_cannot_be(cli: Cli, arguments: tuple[str, ...], message: str) -> None:
    cli("compare", *arguments, code=2)
    assert message in cli.err


# Themes and answers


def test_weights_are_shares_of_what_a_document_says(cli: Cli) -> None:
    for by in ("document", "part", "section"):
        rows = cli.rows("themes", US, CN, "--by", by)
        sums: dict[tuple[str, str], float] = {}
        for row in rows:
            key = (row["document"], row.get(by, "") if by != "document" else "")
            sums[key] = sums.get(key, 0.0) + float(row["weight"])
        assert all(total == pytest.approx(1) for total in sums.values())
        weights = [float(row["weight"]) for row in rows if row["document"] == rows[0]["document"]]
        assert by != "document" or weights == sorted(weights, reverse=True)


def test_the_themes_of_the_two_digests(cli: Cli) -> None:
    rows = cli.rows("themes", US, CN, "--top", "3")
    first = [row["theme"] for row in rows if row["document"] == CN]
    assert {"multilateralism", "development-inclusion"} <= set(first)
    assert "security-defence" in [row["theme"] for row in rows if row["document"] == US]
    assert all(row["concepts"] for row in rows)


def test_the_themes_of_the_two_plans_are_what_readers_say(cli: Cli) -> None:
    rows = cli.rows("themes", "us-2025", CN)
    weights = {(row["document"], row["theme"]): float(row["weight"]) for row in rows}
    american = [row["theme"] for row in rows if row["document"] == "us-2025"]
    for theme in ("governance-regulation", "multilateralism", "cooperation-dialogue"):
        assert weights[CN, theme] > weights["us-2025", theme]
    assert "infrastructure-energy" in american[:7]  # a pillar of the plan
    assert "governance-regulation" not in american[:7]


def test_what_every_section_says_weighs_nothing(cli: Cli, tmp_path: Path) -> None:
    plan = tmp_path / "plan.md"
    subjects = ["energy", "trade", "schools", "weapons", "data"]
    plan.write_text(
        "".join(f"# Part {n}\n\nPublic policy for {subjects[n % 5]}.\n\n" for n in range(12)),
        encoding="utf-8",
    )
    carried = " ".join(row["concepts"] for row in cli.rows("themes", str(plan)))
    assert "energy" in carried and "public" not in carried


def test_general_themes_are_weighed_only_when_asked(cli: Cli) -> None:
    assert not general_themes() & {row["theme"] for row in cli.rows("themes", US)}
    assert general_themes() & {row["theme"] for row in cli.rows("themes", US, "--no-stop-words")}


def test_themes_refuses_what_it_cannot_do(cli: Cli, tmp_path: Path) -> None:
    cli("themes", US, "--discover", "3", "--by", "part", code=2)
    path = tmp_path / "bare.txt"
    path.write_text("Zyzzyva zyzzyva.", encoding="utf-8")
    with pytest.raises(AiplansError, match="no concept that could be weighed stands in it"):
        cli("themes", str(path), "--lang", "en")


# The functions behind


def section(name: str) -> CountedSection:
    return CountedSection(name, 1, "body", "", (), 20, 10, 5, 2, 100, "d")


def small() -> Counts:
    sections = (section("one"), section("two"), section("empty"))
    concepts = {
        "law": (Occurrences(0, 3, 2),),
        "rule": (Occurrences(0, 1, 1), Occurrences(1, 2, 1)),
        "export": (Occurrences(1, 4, 2),),
    }
    return Counts("d", "d", "en", "", "text", sections, {}, concepts)


THEMES = {"law": "norms", "rule": "norms", "export": "trade"}


def test_rolling_up_adds_mentions_and_bounds_sentences() -> None:
    rolled = rolled_up(small(), THEMES)
    assert rolled.concepts == {
        "norms": (Occurrences(0, 4, 2), Occurrences(1, 2, 1)),
        "trade": (Occurrences(1, 4, 2),),
    }


def test_theme_weights_by_hand() -> None:
    # n = 3 sections; idf of law and export ln(4/2)+1, of rule ln(4/3)+1
    rare, common = 1.6931471805599454, 1.2876820724517808
    one = (3 * rare, 1 * common)
    two = (4 * rare, 2 * common)
    lengths = [sum(x * x for x in own) ** 0.5 for own in (one, two)]
    norms = (1 + (two[1] / lengths[1]) ** 2) / 2  # the empty section does not count
    trade = (two[0] / lengths[1]) ** 2 / 2
    found = {own.theme: own for own in theme_weights([small()], THEMES)}
    assert found["norms"].weight == pytest.approx(norms)
    assert found["trade"].weight == pytest.approx(trade)
    assert found["norms"].mentions == 6 and norms + trade == pytest.approx(1)
    assert [name for name, _ in found["norms"].concepts] == ["law", "rule"]
    by_part = theme_weights([small()], THEMES, parts=[["x", "y", "y"]])
    assert {(own.part, own.theme) for own in by_part} == {
        ("x", "norms"),
        ("y", "norms"),
        ("y", "trade"),
    }


def test_left_out_concepts_are_nowhere() -> None:
    left_out = frozenset({"export"})
    assert section_concepts(small(), left_out)[1] == {"rule": 2}
    assert {own.theme for own in theme_weights([small()], THEMES, left_out=left_out)} == {"norms"}


# The mission's sentence

AMERICAN = ("export-controls", "dominance", "deregulation-red-tape", "energy", "defence")


def test_the_missions_sentence_on_the_digests(cli: Cli) -> None:
    document = cli.json("compare", US, CN)
    rows = {row["concept"]: row for row in document["rows"]}
    chinese = [row["concept"] for row in document["rows"] if row["log_ratio"] < 0]
    assert "governance" in chinese[:3]
    assert rows["governance"]["log_ratio_high"] < 0 and rows["governance"]["p"] < 0.05
    themes = document["tables"]["themes"]["rows"]
    assert next(row["theme"] for row in themes if row["g2"] < 0) == "cooperation-dialogue"
    for concept in AMERICAN:
        assert rows[concept]["share_a"] > rows[concept]["share_b"], concept
    assert next(row["theme"] for row in themes if row["g2"] > 0) == "security-defence"


def test_the_missions_sentence_on_official_texts(cli: Cli) -> None:
    american = SHARED / "us" / "us-2025.pdf"
    chinese = SHARED / "zh" / "cn-2024-ai-capacity-building-plan.txt"
    if not (american.is_file() and chinese.is_file()):
        pytest.skip("the shared documents are not here")
    document = cli.json("compare", str(american), str(chinese))
    rows = {row["concept"]: row for row in document["rows"]}
    side = [row["concept"] for row in document["rows"] if row["log_ratio"] < 0]
    assert {"joint-common-together", "global-south", "capacity-building"} <= set(side[:6])
    assert rows["united-nations"]["q"] < 0.05 and rows["united-nations"]["at_least"] > 1
    assert rows["cooperation-partnership"]["share_a"] < rows["cooperation-partnership"]["share_b"]
    assert rows["governance"]["share_a"] < rows["governance"]["share_b"]
    for concept in (*AMERICAN, "lead-leadership", "power-grid", "semiconductor"):
        assert rows[concept]["share_a"] > rows[concept]["share_b"], concept
    themes = {row["theme"]: row for row in document["tables"]["themes"]["rows"]}
    assert themes["cooperation-dialogue"]["log_ratio_high"] < 0
    assert themes["multilateralism"]["log_ratio"] < 0
    for theme in ("security-defence", "competition-leadership", "infrastructure-energy"):
        assert themes[theme]["log_ratio"] > 0, theme


def test_recounting_is_done_with_the_other_dictionary() -> None:
    bare = Session(SourceSettings(dict_terms=False))
    [whole], [split] = Session().sources([CN]), bare.sources([CN])
    assert whole.counts.concepts == split.counts.concepts
    sizes = [sum(s.content_tokens for s in one.counts.sections) for one in (whole, split)]
    assert sizes[0] < sizes[1]
