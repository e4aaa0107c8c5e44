"""Dictionaries of users: their formats, categories each by itself, weights, two lists crossed."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli, count_corpus, read_corpus

from aiplans_cli import categories, freq
from aiplans_cli.concepts.compiled import compiled, pack, unpack
from aiplans_cli.concepts.importing import import_concepts, render_concepts
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.matching import match
from aiplans_cli.errors import AiplansError

SHARED = Path(__file__).resolve().parents[2] / "shared" / "cases" / "text"
OVERLAP = "ni\tnational\nns\tnational security\n"

WORDSTAT = """GOALS
\tCLIMATE
\t\tEMISSION* (1)
\t\tNET_ZERO (2)
\tJOBS
\t\tWORK (0.5)
"""
LEXICODER = """<?xml version="1.0" encoding="UTF-16"?>
<!-- exported -->
<dictionary style="Lexicoder" name="mine"><cnode name="GOALS">
<cnode name="CLIMATE"><pnode name="emission*"/><pnode name="net zero "></pnode></cnode>
<cnode name="JOBS"><pnode name="work"/></cnode></cnode></dictionary>
"""


def _list(folder: Path, text: str, name: str = "x.tsv", form: str = "tsv") -> str:
    path = folder / f"list-of-{name}.tsv"
    path.write_text(render_concepts(import_concepts(text, name, form)), encoding="utf-8")
    return str(path)


def _text(folder: Path, text: str) -> str:
    path = folder / "plan.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_longer_form_of_one_category_hides_none_of_another(cli: Cli, tmp_path: Path) -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared cases are not here")
    made = tmp_path / "made.tsv"
    cli("lexicon", "import", str(SHARED / "ov.tsv"), "-o", str(made))
    rows = freq(["ni", "ns"], str(SHARED / "ov.txt"), concepts=str(made)).rows()
    assert [row["count"] for row in rows] == [2, 1]


@pytest.mark.parametrize("overlap", [False, True])
def test_only_where_the_list_says_so(overlap: bool) -> None:
    text = "id\ttheme\ten\tzh\tblocks\tnote\nni\tx\tnational; national plan\t国家\t\t\n"
    text += "ns\tx\tnational security\t国家安全; 安全\t\t\n"  # nation, national security, safety
    listed = load_concepts("# overlap = true\n" * overlap + text)
    assert listed.overlap is overlap
    found = [(m.concept, m.form) for m in match("A national security plan.", "en", listed)]
    assert found == [("ns", "national security"), ("ni", "national")][: 1 + overlap]
    # within one category the longest form counts, once
    assert [m.form for m in match("The national plan.", "en", listed)] == ["national plan"]
    chinese = [(m.concept, m.form) for m in match("国家安全", "zh", listed)]
    assert chinese == [("ns", "国家安全"), ("ni", "国家")][: 1 + overlap]


def test_covered_words_are_counted_once_where_categories_overlap(tmp_path: Path) -> None:
    listed = _list(tmp_path, "a\tnational security policy\nb\tsecurity\nc\tpolicy plan\n")
    from aiplans_cli import coverage

    plan = _text(tmp_path, "National security policy plan. Ships sail.\n")
    [row] = coverage(plan, concepts=listed).rows()
    assert (row["covered"], row["content_tokens"], row["concept_mentions"]) == (4, 6, 3)


def test_a_corpus_counts_the_same(tmp_path: Path) -> None:
    listed, plan = (
        _list(tmp_path, OVERLAP),
        _text(tmp_path, "National security. The national plan.\n"),
    )
    out = tmp_path / "counts.parquet"
    assert count_corpus(plan, "-o", out, "--concepts", listed) == 0
    [counts] = read_corpus(out)
    sums = {c: sum(o.count for o in stands) for c, stands in counts.concepts.items()}
    assert sums == {"ni": 2, "ns": 1}


def test_what_is_kept_of_a_list_tells_overlap_and_weights() -> None:
    listed = load_concepts(render_concepts(import_concepts("a\tgood\t2.5\n", "x", "tsv")))
    back = unpack(pack(compiled(listed)))
    assert back is not None and back.concepts.overlap
    assert back.concepts.concepts[0].weights == {"good": 2.5}
    plain = load_concepts("id\ttheme\ten\tzh\tblocks\tnote\na\tx\tgood\t\t\t\n")
    assert plain.sha256 != listed.sha256


def test_overlap_and_extend_do_not_go_together(tmp_path: Path) -> None:
    header = "id\ttheme\ten\tzh\tblocks\tnote\na\tx\tgood\t\t\t\n"
    with pytest.raises(AiplansError, match="leave '# extend = true' or '# overlap = true' out"):
        load_concepts("# extend = true\n# overlap = true\n" + header)
    with pytest.raises(AiplansError, match="overlap is 'yes'"):
        load_concepts("# overlap = yes\n" + header)


@pytest.mark.parametrize(("form", "text"), [("wordstat", WORDSTAT), ("lexicoder", LEXICODER)])
def test_wordstat_and_lexicoder(form: str, text: str) -> None:
    vocabulary = frozenset({"emission", "emissions", "other"})
    found = {c.id: c for c in import_concepts(text, "x", form, vocabulary)}
    assert list(found) == ["climate", "jobs"] and found["jobs"].theme == "goals"
    assert [f.lower() for f in found["climate"].forms("en")] == [
        "emission",
        "emissions",
        "net zero",
    ]
    weights = {"NET ZERO": 2.0} if form == "wordstat" else {}
    assert found["climate"].weights == weights
    assert found["jobs"].weights == ({"WORK": 0.5} if weights else {})


BROKEN = [
    ("wordstat", "\tWORD (1)\n", "line 1: is set in deeper than its category"),
    ("wordstat", "WORD (1)\n", "line 1: a word without a category"),
    ("wordstat", "A\n\tWORD (x)\n", "line 2: 'x' is no weight"),
    ("wordstat", "A\n\t@NEAR [a] (1)\n", "line 2: is a rule, which no list has"),
    ("lexicoder", "<dictionary><cnode", "is not XML"),
    ("lexicoder", "<dictionary><cnode name='a'/></dictionary>", "has no words for a list"),
    ("tsv", "a\tgood\t1\t2\n", "line 1: has 4 columns instead of 2 or 3"),
    ("tsv", "a\tgood\tnan\n", "line 1: 'nan' is no weight"),
    ("tsv", "a\t\t1\n", "line 1: an empty cell"),
]


@pytest.mark.parametrize(("form", "text", "told"), BROKEN)
def test_a_broken_dictionary_is_refused_by_line(form: str, text: str, told: str) -> None:
    with pytest.raises(AiplansError, match=told):
        import_concepts(text, "x", form)


def test_entities_of_xml_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    text = f'<!DOCTYPE d [<!ENTITY e SYSTEM "{secret.as_uri()}">]><d><cnode name="a">'
    text += '<pnode name="good"/>&e;</cnode></d>'
    [concept] = import_concepts(text, "x", "lexicoder")
    assert concept.forms("en") == ("good",)


@pytest.mark.parametrize("cell", ["good", "good=x", "good=inf", "=;="])
def test_broken_weights_are_refused_with_their_place(cell: str) -> None:
    header = "id\ttheme\ten\tzh\tblocks\tweights\tnote\n"
    with pytest.raises(AiplansError, match=r"line 2, column 6 \(weights\): .* is no weight"):
        load_concepts(f"{header}a\tx\tgood\t\t\t{cell}\t\n")


HOW = "tax\ttax credit\t2\ntax\ttax\nrule\tban\t-1.5\nrule\tunused\n"
WHY = "climate\temissions\njobs\twork\njobs\tnowhere\n"
PLAN = "A tax credit for work. A tax on emissions. A ban on emissions, and no TAX.\nNothing.\n"


def test_weights_are_added_up(tmp_path: Path) -> None:
    how = _list(tmp_path, HOW)
    report = categories(_text(tmp_path, PLAN), concepts=how)
    rows = {row["concept"]: row for row in report.rows()}
    assert (rows["tax"]["count"], rows["tax"]["weighted"], rows["tax"]["sentences"]) == (3, 4.0, 3)
    assert (rows["rule"]["count"], rows["rule"]["weighted"]) == (1, -1.5)
    assert {row["of_sentences"] for row in report.rows()} == {4}


def test_two_lists_are_crossed_by_sentence(cli: Cli, tmp_path: Path) -> None:
    how, why = _list(tmp_path, HOW), _list(tmp_path, WHY, "why")
    plan = _text(tmp_path, PLAN)
    rows = cli.rows("lexicon", "tally", plan, "--concepts", how, "--across", why)
    found = {(r["concept"], r["across"]): (int(r["sentences"]), float(r["expected"])) for r in rows}
    assert found == {
        ("tax", "climate"): (2, 3 * 2 / 4),
        ("tax", "jobs"): (1, 3 * 1 / 4),
        ("rule", "climate"): (1, 1 * 2 / 4),
        ("rule", "jobs"): (0, 1 * 1 / 4),
    }
    assert [int(r["sentences"]) for r in rows] == [2, 1, 1, 0]
    with pytest.raises(AiplansError, match=r"--across .*none\.tsv: cannot be read"):
        cli("lexicon", "tally", plan, "--across", str(tmp_path / "none.tsv"))
    with pytest.raises(AiplansError, match="us-2025: only its counts are at hand"):
        cli("lexicon", "tally", "us-2025")


def test_counts_are_those_of_freq() -> None:
    rows = categories("cn-2025-digest").rows()
    for row in rows[:5]:
        [same] = freq(str(row["concept"]), "cn-2025-digest").rows()
        assert (row["count"], row["sentences"]) == (same["count"], same["sentences"])
        assert row["weighted"] == row["count"]
