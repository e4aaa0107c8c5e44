"""kwic, quotes, claims, explain, --manifest and reproduce, as they are typed."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from aiplans_cli import __version__
from aiplans_cli.analyses.claims.functions import FUNCTIONS, SIGNATURES, usage
from aiplans_cli.analyses.comparison.report import compare
from aiplans_cli.analyses.concordance import UNITS
from aiplans_cli.cli.app import COMMANDS, run
from aiplans_cli.cli.reproduce import REPEATABLE
from aiplans_cli.errors import AiplansError
from aiplans_cli.evidence.concordance import CONTEXTS
from aiplans_cli.evidence.provenance import parse_manifest
from aiplans_cli.output.width import display_width
from aiplans_cli.statistics.measures import MEASURES

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "texts"
PAGE = ROOT / "docs" / "evidence.md"
EN, ZH = "us-2025-digest", "cn-2025-digest"
COUNTS_ONLY = "us-2025"

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(capfdbinary: Any, monkeypatch: pytest.MonkeyPatch) -> Call:
    """Run the program in this process: its exit code, standard output, and error."""

    def made(*arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        complaint = ""
        try:
            code = run([*arguments])
        except AiplansError as error:
            code, complaint = 1, str(error)
        sys.stdout.flush()
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode() + complaint

    return made


def rows(tsv: str) -> list[dict[str, str]]:
    header, *lines = (line.split("\t") for line in tsv.splitlines())
    return [dict(zip(header, line, strict=True)) for line in lines]


def write(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


# --- kwic


def test_choices_are_those_of_the_evidence_room() -> None:
    assert {*UNITS, "sentence"} == set(CONTEXTS)


# 治理: governance; 安全: safety; 人工智能: AI
@pytest.mark.parametrize(
    "word", ["governance", "allies", "AI", "治理", "安全", "人工智能", "export"]
)
@pytest.mark.parametrize("exact", [True, False])
def test_there_are_as_many_lines_as_freq_counts(call: Call, word: str, exact: bool) -> None:
    more = ["--exact"] if exact else []
    for source in (EN, ZH):
        _, counted, _ = call("freq", word, "-s", source, "-q", *more)
        _, shown, _ = call("kwic", word, source, "-q", *more)
        assert len(rows(shown)) == int(rows(counted)[0]["count"])


def test_lines_are_clean_in_every_machine_format(call: Call) -> None:
    code, tsv, complaint = call("kwic", "治理", ZH, "--exact", "-q")  # governance
    assert (code, complaint) == (0, "")
    header = tsv.splitlines()[0].split("\t")
    assert header == ["left", "match", "right", "page", "section", "part", "document"]
    _, jsonl, _ = call("kwic", "治理", ZH, "--exact", "-q", "-f", "jsonl")
    assert [json.loads(line) for line in jsonl.splitlines()] == rows(tsv)
    _, whole, _ = call("kwic", "治理", ZH, "--exact", "-q", "-f", "json")
    found = json.loads(whole)
    assert found["rows"] == rows(tsv)
    assert found["tables"]["totals"]["rows"] == [{"document": ZH, "lines": len(rows(tsv))}]
    assert found["inputs"][0]["sha256"]
    assert "\x1b" not in tsv + jsonl + whole


def test_options_of_kwic(call: Call) -> None:
    def lines(*more: str, word: str = "allies", source: str = EN) -> list[dict[str, str]]:
        code, out, _ = call("kwic", word, source, "-q", "--exact", *more)
        assert code == 0
        return rows(out)

    everything = lines()
    assert len(lines("--limit", "2")) == 2
    assert lines("--limit", "0") == everything
    by_right = [line["right"].casefold() for line in lines("--sort", "right")]
    assert by_right == sorted(by_right)
    assert lines("--context", "0")[0]["left"] == ""
    assert all(len(line["right"]) <= 5 for line in lines("-C", "5", "--unit", "characters"))
    sentence = lines("--context", "sentence", "--sort", "position")[1]
    assert (sentence["left"] + " allies " + sentence["right"]).rstrip().endswith(".")
    assert len(lines(word="治理", source=ZH)) >= len(lines("--tokens", word="治理", source=ZH))


def test_notes_are_lines_only_where_asked(call: Call, tmp_path: Path) -> None:
    page = write(tmp_path, "p.html", "<p>One tree in the park here.</p>")
    text = write(tmp_path, "p.md", "# Plan\n\nOne tree.[^1]\n\n[^1]: Another tree.\n")
    for source in (page, text):
        counted = rows(call("freq", "tree", "-s", source, "-q", "--exact", "--all")[1])[0]["count"]
        shown = rows(call("kwic", "tree", source, "-q", "--exact", "--all")[1])
        assert len(shown) == int(counted)


def test_traditional_script_and_standard_input(call: Call) -> None:
    text = "各國應當加強全球治理，促進貿易。\n" * 2  # countries should strengthen global governance
    code, out, _ = call("kwic", "贸易", "-", "-q", stdin=text.encode())  # trade, simplified
    assert code == 0
    assert [line["match"] for line in rows(out)] == ["貿易", "貿易"]


def test_nothing_found_is_a_result(call: Call) -> None:
    assert call("kwic", "zyzzyva", EN, "-q")[:2] == (
        0,
        "left\tmatch\tright\tpage\tsection\tpart\tdocument\n",
    )


FEW = "It sees “a race for global dominance” and “clean coal for every village”, says “so”.\n"

WRONG: list[tuple[list[str], str]] = [
    (
        ["kwic", "governance", COUNTS_ONLY, "-q"],
        "us-2025: only its counts are at hand; its lines need `aiplans texts fetch us-2025`",
    ),
    (
        ["kwic", "governance", "cn-2024-ai-capacity-building-plan", "-q"],
        "`aiplans texts add FILE --id cn-2024-ai-capacity-building-plan`",
    ),
    (["claims", "-"], "-: standard input is empty; pipe a file of claims into the command"),
    (["score", "-"], "-: standard input is empty; pipe rows of COUNT_A SIZE_A COUNT_B SIZE_B"),
    (["kwic", "ai", "no-such-plan"], "no-such-plan: no such file or library id"),
    (["quotes", EN, COUNTS_ONLY], "us-2025: only its counts are at hand; its lines need"),
    (["quotes", "nowhere.md", EN], "nowhere.md: no such file"),
    (["quotes", str(ROOT / "texts" / "*.md"), EN], "an article is one document"),
    (["claims", "nowhere.toml"], "(No such file or directory); name a file of claims, or mok-2025"),
    (["claims", ""], '"": cannot be read'),
    (["claims", str(ROOT)], "is a directory; name a file of claims"),
    (["claims", "x" * 5000], "cannot be read"),
    (["explain", EN, ZH, "zyzzyva"], "zyzzyva: no concept of the list has this form"),
    (["explain", EN, str(ROOT / "texts" / "*.md"), "ai"], "they are 3 documents; name two"),
    (["reproduce", "nowhere.json"], "nowhere.json: cannot be read"),
    (["reproduce", str(ROOT / "texts" / "library.toml")], "library.toml: is not JSON"),
    (["freq", "ai", "-s", EN, "--manifest", "no/such/folder/m.json"], "the folder does not exist"),
]


@pytest.mark.parametrize(("arguments", "message"), WRONG, ids=lambda item: str(item)[:60])
def test_bad_input_is_one_line(call: Call, arguments: list[str], message: str) -> None:
    code, _, complaint = call(*arguments)
    assert code == 1
    assert message in complaint
    assert "\n" not in complaint


@pytest.mark.parametrize(
    "arguments",
    [
        ["kwic"],
        ["kwic", "ai", EN, "--sort", "middle"],
        ["kwic", "ai", EN, "--context", "lots"],
        ["kwic", "ai", EN, "--context", "٣"],  # an Arabic-Indic three
        ["kwic", "ai", EN, "--unit", "pages"],
        ["kwic", "ai", EN, "--limit", "-1"],
        ["quotes", EN],
        ["quotes", EN, EN, "--min-words", "0"],
        ["claims"],
        ["explain", EN, ZH],
        ["reproduce"],
    ],
    ids=" ".join,
)
def test_a_mistyped_command_is_told_so(call: Call, arguments: list[str]) -> None:
    code, out, complaint = call(*arguments)
    assert (code, out) == (2, "")
    assert complaint.startswith("aiplans: ")


def test_counts_of_a_text_unknown_to_the_library(call: Call, tmp_path: Path) -> None:
    plan = write(tmp_path, "garden.txt", "Trees give shade to the whole village in summer.")
    counted = str(tmp_path / "garden.tsv")
    assert call("count", plan, "-o", counted, "-q")[0] == 0
    assert call("kwic", "trees", counted)[0] == 0
    Path(plan).unlink()
    code, _, complaint = call("kwic", "trees", counted)
    assert code == 1
    needed = "its lines need garden.txt as it was counted, beside the counts file"
    assert complaint == f"garden: only its counts are at hand; {needed}"


# --- quotes


def test_quotations_of_an_article(call: Call) -> None:
    code, out, _ = call("quotes", "-", EN, stdin=FEW.encode())
    assert code == 0
    header = out.splitlines()[0].split("\t")
    assert header[:6] == ["quotation", "status", "source", "section", "page", "found"]
    assert [row["status"] for row in rows(out)] == ["exact", "absent"]
    assert rows(out)[0]["source"] == EN
    found = json.loads(call("quotes", "-", EN, "-f", "json", stdin=FEW.encode())[1])
    assert [row["quotation"] for row in found["tables"]["short"]["rows"]] == ["so"]
    assert [each["id"] for each in found["inputs"]] == ["stdin", EN]


def test_pages_strike_out_and_underline_what_differs(call: Call) -> None:
    text = "It sees “a race <for> global dominance & b”, “a race against global dominance”.\n"
    _, page, _ = call("quotes", "-", EN, "-f", "html", stdin=text.encode())
    assert "a race <del>for</del><ins>against</ins> global" in page
    assert "<ins>&amp; b</ins>" in page
    assert "&lt;for&gt;" in page
    for format_ in ("tsv", "csv", "md", "json", "table"):
        _, out, _ = call("quotes", "-", EN, "-f", format_, stdin=text.encode())
        assert "<del>" not in out
        assert "{+against+}" in out
    code, page, _ = call("quotes", "-", EN, "-f", "html", stdin="“[-a-] {+b [-c+} -] d”\n".encode())
    assert (code, page.count("<del>"), page.count("<ins>")) == (
        0,
        page.count("</del>"),
        page.count("</ins>"),
    )


def test_strict_fails_where_a_quotation_is_absent(call: Call, tmp_path: Path) -> None:
    code, out, _ = call("quotes", "-", EN, "--strict", stdin=FEW.encode())
    assert (code, len(rows(out))) == (3, 2)
    right = write(tmp_path, "right.md", "It sees “a race for global dominance”.\n")
    assert call("quotes", right, EN, "--strict")[0] == 0
    # two Chinese characters are one word: "open sharing and bold experiments"
    both = write(
        tmp_path, "both.md", "It wants “开放共享和大胆试验”, a “race for global dominance”.\n"
    )
    code, out, _ = call("quotes", both, EN, ZH, "--strict", "--lang", "auto")
    assert (code, [row["source"] for row in rows(out)]) == (0, [ZH, EN])
    assert len(rows(call("quotes", both, EN, ZH, "--min-words", "9")[1])) == 0


def test_a_quotation_over_the_lines_of_plain_text_is_looked_for(call: Call, tmp_path: Path) -> None:
    text = 'Intro.\nIt sees "a race for\nglobal dominance and\nfree ice cream".\nOk.\n'
    code, out, _ = call("quotes", write(tmp_path, "q.txt", text), EN, "--strict")
    assert (code, [(row["status"], row["line"]) for row in rows(out)]) == (3, [("absent", "2")])
    chinese = "它说：“开放共享\n和大胆试验”。\n"  # it says: "open sharing and bold experiments"
    _, out, _ = call("quotes", write(tmp_path, "z.txt", chinese), ZH)
    assert [(row["status"], row["line"]) for row in rows(out)] == [("exact", "1")]


def test_marks_without_a_quotation_are_told(call: Call, tmp_path: Path) -> None:
    text = "One.\n\nIt sees “a race for global dominance and ended.\n\nClean coal” it says.\n"
    article = write(tmp_path, "q.txt", text)
    code, out, told = call("quotes", article, EN)
    assert (code, rows(out)) == (0, [])
    assert told.splitlines()[:-1] == [
        "aiplans: note: q, line 3: “ is never closed, beside 'a race for global dominance and'",
        "aiplans: note: q, line 5: ” closes nothing, beside 'Clean coal'",
    ]
    assert call("quotes", article, EN, "-q")[2] == ""
    _, out, told = call("quotes", article, EN, "-f", "json")
    assert told == ""
    assert [row["line"] for row in json.loads(out)["tables"]["marks"]["rows"]] == [3, 5]
    assert "is never closed" in call("quotes", article, EN, "-f", "table")[1]
    many = write(tmp_path, "many.html", "<p>A “slip.</p>" * 9)
    told = call("quotes", many, EN)[2]
    assert "many: “ is never closed" in told
    assert "many: 4 more marks like these\n" in told


LEFT_OUT = [
    (["compare", EN, ZH, "--evidence", "1"], "table evidence has"),
    (["quotes", "-", EN], "table short has"),
    (["explain", EN, ZH, "ai"], "tables measures, ranks, dispersion, sections, forms, lines have"),
]


@pytest.mark.parametrize("format_", ["tsv", "csv", "jsonl"])
@pytest.mark.parametrize(("arguments", "message"), LEFT_OUT, ids=lambda item: str(item)[:20])
def test_a_format_of_one_table_says_what_it_leaves_out(
    call: Call, arguments: list[str], message: str, format_: str
) -> None:
    told = call(*arguments, "-f", format_, stdin=FEW.encode())[2]
    assert told.endswith(
        f"aiplans: note: {format_.upper()} holds one table, so the {message} no place in it; "
        "-f json, md, html and xlsx hold all\n"
    )
    assert call(*arguments, "-f", format_, "-q", stdin=FEW.encode())[2] == ""
    assert call(*arguments, "-f", "json", stdin=FEW.encode())[2] == ""


def test_what_was_not_asked_for_is_not_missed(call: Call, tmp_path: Path) -> None:
    assert "no place" not in call("compare", EN, ZH)[2]
    right = write(tmp_path, "right.md", "It sees “a race for global dominance”.\n")
    assert "no place" not in call("quotes", right, EN)[2]


def test_lines_that_need_the_text_are_told_of_in_a_pipe(call: Call) -> None:
    told = call("compare", COUNTS_ONLY, EN, "--evidence", "1", "-n", "3")[2].splitlines()
    assert told[0] == (
        "aiplans: note: us-2025: only its counts are at hand; its lines need "
        "`aiplans texts fetch us-2025`."
    )
    assert "holds one table" in told[-1]


def test_a_quotation_across_the_lines_of_a_pdf(call: Call) -> None:
    plan = SHARED / "us" / "us-2025.pdf"
    if not plan.exists():
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    text = "It warns of “a lack of clear governance and risk mitigation standards”.\n"
    [row] = rows(call("quotes", "-", str(plan), stdin=text.encode())[1])
    assert (row["status"], row["page"]) == ("exact", "5")


# --- claims

HOLDS = '[[claim]]\ntext = "It is short."\ncheck = \'tokens("us-2025-digest") < 9000\'\n'


def test_the_shipped_claims(call: Call) -> None:
    code, out, _ = call("claims", "mok-2025", "-q", "-f", "json")
    found = json.loads(out)
    verdicts = {row["claim"]: row["verdict"] for row in found["rows"]}
    assert code == 3  # the fifth fails
    assert verdicts == (
        dict.fromkeys(range(1, 20), "holds")
        | {5: "fails"}
        | dict.fromkeys((3, 8, 9, 10, 11, 20, 21, 22), "holds in the digest")
        | dict.fromkeys((12, 13, 14, 15, 16, 18), "cannot tell from counts")
        | dict.fromkeys((23, 24, 25), "beyond the texts")
        | dict.fromkeys((26, 27, 28), "opinion")
    )
    tally = "28 claims: 7 holds, 8 holds in the digest, 1 fails, 0 cannot tell, 6 cannot tell from"
    assert any(note.startswith(tally) for note in found["notes"])
    assert found["summary"][0].startswith("Of 22 claims that were checked 7 hold, 8 hold in the")
    assert found["summary"][1].startswith("No text settles 6 more: 3 are opinions and 3 are beyond")
    for format_ in ("tsv", "table", "csv", "md", "html"):
        shown = " ".join(call("claims", "mok-2025", "-q", "-f", format_)[1].split())
        assert "holds in the digest" in shown
    figures = [row["value"] for row in found["tables"]["figures"]["rows"] if row["claim"] == 5]
    assert figures == ["2", "3", "5", "0.6"]
    lines = found["tables"]["lines"]["rows"]
    assert lines
    assert {line["document"] for line in lines} == {ZH}  # of counts there are none
    assert ZH in [each["id"] for each in found["inputs"]]
    without = json.loads(call("claims", "mok-2025", "-q", "-f", "json", "--lines", "0")[1])
    assert without["tables"]["lines"]["rows"] == []
    assert without["rows"] == found["rows"]


def test_claims_with_the_text_at_hand(call: Call) -> None:
    plan = SHARED / "us" / "us-2025.pdf"
    if not plan.exists():
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    assert call("texts", "add", str(plan), "--id", COUNTS_ONLY)[0] == 0
    found = json.loads(call("claims", "mok-2025", "-q", "-f", "json")[1])
    assert {row["claim"]: row["verdict"] for row in found["rows"]}[1] == "holds"
    parts = [line["part"] for line in found["tables"]["lines"]["rows"] if line["claim"] == 5]
    assert {part.partition(":")[0] for part in parts} == {"Pillar I", "Pillar III"}


def test_a_file_wins_over_a_shipped_name(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "mok-2025", HOLDS)
    monkeypatch.chdir(tmp_path)
    code, out, _ = call("claims", "mok-2025")
    assert (code, [row["verdict"] for row in rows(out)]) == (0, ["holds in the digest"])


def test_claims_tell_files_of_one_name_apart(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for folder, text in (("a", "Open data."), ("b", "Data and open data.")):
        Path(folder).mkdir()
        Path(folder, "plan.txt").write_text(text, encoding="utf-8")
    check = "count('data', 'a/plan.txt') < count('data', 'b/plan.txt')"
    Path("c.toml").write_text(f'[[claim]]\ntext = "b has more"\ncheck = "{check}"\n')
    _, out, _ = call("claims", "c.toml", "-f", "json")
    assert [own["id"] for own in json.loads(out)["inputs"]] == ["plan", "b/plan"]


def test_claims_are_read_from_standard_input(call: Call, tmp_path: Path) -> None:
    record = str(tmp_path / "m.json")
    code, out, _ = call("claims", "-", "-q", "--manifest", record, stdin=HOLDS.encode())
    assert (code, [row["verdict"] for row in rows(out)]) == (0, ["holds in the digest"])
    assert call("reproduce", record, stdin=HOLDS.encode())[0] == 0
    assert "is not UTF-8 text" in call("claims", "-", stdin=b"\xff\xfe")[2]
    assert call("claims", "-", stdin=b"claim = 3")[2].startswith("-: has no claims")


CHECKS = [
    ('pages("us-2025-digest") == 1', 0, "cannot tell"),
    ('pages("us-2025") == 28', 0, "holds"),
    ('pages("us-2025") == 26', 3, "fails"),
    ('pages("us-eo-14318-2025") == 28', 0, "cannot tell from counts"),
    ('tokens("us-2025-digest") > 9', 0, "holds in the digest"),
    ('tokens("us-2025-digest") < 9', 3, "fails"),
    ('tokens("cn-2025") > 1', 0, "cannot tell"),
    ('count("governance", "us-2025", exact = true) == 5', 0, "holds"),
    ('count("governance", "us-2025", exact = true) == 6', 3, "fails"),
]


@pytest.mark.parametrize(("check", "code", "verdict"), CHECKS)
def test_verdicts_and_exit_codes(
    call: Call, tmp_path: Path, check: str, code: int, verdict: str
) -> None:
    file = write(tmp_path, "c.toml", f"[[claim]]\ntext = 'It is so.'\ncheck = '{check}'\n")
    ended, out, _ = call("claims", file, "-q")
    assert (ended, [row["verdict"] for row in rows(out)]) == (code, [verdict])


def test_a_digest_is_known_by_its_words(call: Call, tmp_path: Path) -> None:
    text = (ROOT / "texts" / "us-2025-digest.en.md").read_text(encoding="utf-8")
    for name, content, verdict in (
        ("plan.md", text, "holds in the digest"),
        ("mine.md", text + "More.\n", "holds"),
    ):
        check = (
            f"[[claim]]\ntext = 'So.'\ncheck = 'tokens(\"{write(tmp_path, name, content)}\") > 9'\n"
        )
        _, out, _ = call("claims", write(tmp_path, "c.toml", check), "-q")
        assert [row["verdict"] for row in rows(out)] == [verdict]


def test_pages_are_those_of_the_file_that_was_counted(call: Call, tmp_path: Path) -> None:
    shipped = (ROOT / "texts" / "counts" / "us-2025.tsv").read_text(encoding="utf-8")
    for name, text, verdict in (
        ("copy.tsv", shipped, "holds"),
        ("us-2025.tsv", shipped.replace("91d56ab3", "00000000", 1), "cannot tell from counts"),
    ):
        unsealed = re.sub(r"^# digest.*\n", "", text, flags=re.MULTILINE)
        counts = write(tmp_path, name, unsealed)
        check = f"[[claim]]\ntext = 'So.'\ncheck = 'pages(\"{counts}\") == 28'\n"
        _, out, _ = call("claims", write(tmp_path, "c.toml", check), "-q")
        assert [row["verdict"] for row in rows(out)] == [verdict]


def test_counts_made_with_another_list_cannot_tell_of_concepts(call: Call, tmp_path: Path) -> None:
    own = write(
        tmp_path, "own.tsv", "id\ttheme\ten\tzh\tblocks\tnote\ntree\tp\tgovernance\t树\t\t\n"
    )
    check = 'present("tree", "us-2025")'
    file = write(tmp_path, "c.toml", f"[[claim]]\ntext = 'Trees.'\ncheck = '{check}'\n")
    code, out, _ = call("claims", file, "-q", "--concepts", own)
    assert (code, rows(out)[0]["verdict"]) == (0, "cannot tell")
    assert "without concepts" in rows(out)[0]["why"]


BROKEN = [
    ("claim = 3", "has no claims"),
    ("[[claim]", "is not valid TOML"),
    ("[[claim]]\ntext = 'x'\ncheck = 'cuont(\"a\") == 1'", "there is no function 'cuont'"),
    ("[[claim]]\ntext = 'x'\ncheck = '1 +'", "character 4 of its check"),
    ("[[claim]]\ntext = 'x'\ncheck = '__import__(\"os\") == 1'", "there is no function"),
    ("[[claim]]\ntext = 'x'\ncheck = 'points(\"no-such\") == 1'", "no-such: no such file or"),
    (f"[[claim]]\ntext = 'x'\ncheck = 'points(\"{ROOT}/texts/*.md\") == 1'", "one document at a"),
]


@pytest.mark.parametrize(("text", "message"), BROKEN, ids=[message for _, message in BROKEN])
def test_broken_claims_are_named(call: Call, tmp_path: Path, text: str, message: str) -> None:
    code, out, complaint = call("claims", write(tmp_path, "c.toml", text))
    assert (code, out) == (1, "")
    assert message in complaint


# --- explain


def test_one_page_about_one_row(call: Call) -> None:
    code, out, _ = call("explain", EN, ZH, "全球南方", "-q", "-f", "json")  # Global South
    assert code == 0
    found = json.loads(out)
    assert found["table"] == "summary"
    assert list(found["tables"]) == [
        "measures",
        "ranks",
        "dispersion",
        "sections",
        "forms",
        "lines",
    ]
    counted = rows(call("freq", "global-south", "-s", ZH, "-q")[1])[0]["count"]
    forms = [row for row in found["tables"]["forms"]["rows"] if row["document"] == ZH]
    assert sum(row["count"] for row in forms) == int(counted) == found["rows"][1]["count"]


AGREEING = [
    ("governance", []),
    ("global-south", []),  # on one side only
    ("open-source", ["--calibration", "none"]),
    ("artificial-intelligence", ["--no-stop-words", "--all"]),
]


@pytest.mark.parametrize(("concept", "options"), AGREEING)
def test_a_row_laid_open_is_the_row_of_the_comparison(
    call: Call, concept: str, options: list[str]
) -> None:
    page = json.loads(call("explain", EN, ZH, concept, *options, "-q", "-f", "json")[1])
    measures = {row["measure"]: row for row in page["tables"]["measures"]["rows"]}

    def compared(*names: str) -> tuple[dict[str, Any], dict[str, Any]]:
        chosen = [argument for name in names for argument in ("-m", name)]
        found = json.loads(call("compare", EN, ZH, *chosen, *options, "-q", "-f", "json")[1])
        assert len(found["rows"]) == page["parameters"]["ranked"]
        return found, next(row for row in found["rows"] if row["concept"] == concept)

    whole, row = compared(*MEASURES)
    for name in MEASURES:
        own = measures[name]
        ends = (row.get(f"{name}_low"), row.get(f"{name}_high"))
        assert (own["value"], own["low"], own["high"]) == (row[name], *ends)
    for name in ("fisher_p", "log_ratio", "jsd", "mann_whitney"):
        own, (_, row) = measures[name], compared(name)
        assert own["rank"] == (None if own["value"] is None else row["rank"])
        assert own["p"] is None or name == "mann_whitney"  # a p over mentions claims too much
    shared = [note for note in page["notes"] if "is a digest" in note]
    assert len(shared) == 2
    assert set(shared) <= set(whole["notes"])


@pytest.mark.parametrize("concept", ["governance", "global-south", "promote"])
def test_ranks_move_as_in_the_comparison(call: Call, concept: str) -> None:
    page = json.loads(call("explain", EN, ZH, concept, "-q", "-f", "json")[1])
    more = ["--no-stop-words"] if concept == "promote" else []  # of general policy language
    for own in page["tables"]["ranks"]["rows"]:
        name = own["denominator"]
        arguments = ["compare", EN, ZH, "--denominator", name, "--sort", "g2", *more]
        arguments += ["-q", "-f", "json"]
        found = json.loads(call(*arguments)[1])["rows"]
        row = next(row for row in found if row["concept"] == concept)
        assert own["concepts"] == len(found)
        assert (own["log_ratio"], own["rank_g2"]) == (row["log_ratio"], row["rank"])
        found = json.loads(call(*arguments, "--robustness")[1])["rows"]
        row = next(row for row in found if row["concept"] == concept)
        assert (own["rank_best"], own["rank_worst"]) == (row["rank_best"], row["rank_worst"])
        found = json.loads(call(*arguments, "-m", "log_ratio", "--sort", "log_ratio")[1])["rows"]
        row = next(row for row in found if row["concept"] == concept)
        assert own["rank_log_ratio"] == row["rank"]


def test_the_page_says_what_its_numbers_rest_on(call: Call) -> None:
    page = json.loads(call("explain", EN, ZH, "ai", "-q", "-f", "json")[1])["notes"]
    assert any("sections" in note and "p" in note for note in page)
    assert not any("independent draw" in note for note in page)
    shown = call("explain", EN, ZH, "ai", "-q", "-f", "table")[1]
    [spread] = [line for line in shown.splitlines() if line.startswith("range ")]
    assert "." not in spread


def test_a_row_from_counts_has_no_lines_but_says_why(call: Call) -> None:
    found = json.loads(call("explain", COUNTS_ONLY, ZH, "ai", "-q", "-f", "json")[1])
    assert any("`aiplans texts fetch us-2025` brings the text" in note for note in found["notes"])
    without = json.loads(call("explain", EN, ZH, "ai", "-q", "-f", "json", "--lines", "0")[1])
    assert without["tables"]["lines"]["rows"] == []


def test_explain_counts_notes_where_asked(call: Call, tmp_path: Path) -> None:
    first = write(tmp_path, "a.md", "# Plan\n\nTrade is free.[^1]\n\n[^1]: Trade again.\n")
    second = write(tmp_path, "b.md", "# Plan\n\nTrade and aid go to every village.\n")
    few, many = (
        json.loads(call("explain", first, second, "trade", "-q", "-f", "json", *more)[1])
        for more in ([], ["--all"])
    )
    counts = [found["rows"][0]["count"] for found in (few, many)]
    assert counts[0] <= counts[1]
    assert sum(row["count"] for row in many["tables"]["forms"]["rows"]) == sum(
        row["count"] for row in many["rows"]
    )


# --- manifests

RUNS: dict[str, list[str]] = {
    "freq": ["freq", "governance", "-s", EN, "-s", ZH, "-q"],
    "kwic": ["kwic", "allies", EN, "--exact"],
    "keywords": ["keywords", EN, "--measure", "textrank"],
    "tokens": ["tokens", EN],
    "count": ["count", ZH],
    "texts": ["texts", "list"],
    "quotes": ["quotes", EN, ZH],
    "claims": ["claims", "mok-2025", "-q"],
    "explain": ["explain", EN, ZH, "ai", "-f", "html"],
    "defaults": ["kwic", "治理"],  # governance
}


@pytest.mark.parametrize("name", RUNS)
def test_every_command_can_be_recorded_and_made_again(
    call: Call, tmp_path: Path, name: str
) -> None:
    record = str(tmp_path / "m.json")
    arguments = RUNS[name]
    plain = call(*arguments)
    code, out, complaint = (
        call(*arguments[:1], f"--manifest={record}", *arguments[1:])
        if (name != "texts")
        else call(*arguments, "--manifest", record)
    )
    assert (code, out, complaint) == plain
    made = parse_manifest(Path(record).read_text(encoding="utf-8"), record)
    assert made.command == tuple(arguments)
    assert made.version == __version__
    assert "jieba" in made.lists
    assert name == "texts" or made.inputs
    assert call("reproduce", record) == (0, "what\tname\tbefore\tafter\n", "")
    assert call("reproduce", record, "-f", "json")[0] == 0


def test_a_changed_input_is_named(call: Call, tmp_path: Path) -> None:
    plan = write(tmp_path, "plan.txt", "Trees give shade to every village.")
    record = str(tmp_path / "m.json")
    result = tmp_path / "out.tsv"
    call("kwic", "trees", plan, "-o", str(result), "--manifest", record)
    first = result.read_bytes()
    write(tmp_path, "plan.txt", "Trees give fruit. Trees give shade to every village.")
    code, out, _ = call("reproduce", record)
    assert code == 3
    assert [(row["what"], row["name"]) for row in rows(out)] == [("input", plan), ("result", "")]
    assert result.read_bytes() == first  # making it again writes nothing
    Path(plan).unlink()
    assert call("reproduce", record) == (
        1,
        "",
        f"{record}: its input {plan} cannot be read again (no such file or library id); bring "
        f"{plan} back, or record the command anew with --manifest",
    )
    made = json.loads(Path(record).read_text())
    Path(record).write_text(json.dumps(made | {"command": ["kwic", "trees", "other.txt"]}))
    assert call("reproduce", record)[2].startswith("other.txt: no such file")


def test_a_changed_version_is_named_only_with_a_changed_result(call: Call, tmp_path: Path) -> None:
    record = tmp_path / "m.json"
    call("kwic", "allies", EN, "--manifest", str(record))
    made = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps(made | {"version": "0.0.1"}))
    assert call("reproduce", str(record))[0] == 0
    record.write_text(json.dumps(made | {"version": "0.0.1", "output": "ab"}))
    code, out, _ = call("reproduce", str(record))
    assert (code, [row["what"] for row in rows(out)]) == (3, ["version", "result"])


def test_lists_and_settings_are_inputs_too(call: Call, tmp_path: Path) -> None:
    stops = write(tmp_path, "stops.txt", "the of and")
    record = tmp_path / "m.json"
    call("tokens", EN, "--stop-words", stops, "--manifest", str(record))
    made = parse_manifest(record.read_text(encoding="utf-8"), "m")
    assert stops in made.inputs
    assert made.parameters["stop_words"] == stops
    write(tmp_path, "stops.txt", "the of and to")
    code, out, _ = call("reproduce", str(record))
    assert (code, [row["name"] for row in rows(out)]) == (3, [stops, ""])


def test_standard_input_must_come_again(call: Call, tmp_path: Path) -> None:
    record = str(tmp_path / "m.json")
    text = b"Trees give shade to every village."
    call("count", "-", "-q", "--manifest", record, stdin=text)
    assert call("reproduce", record, stdin=text)[0] == 0
    code, out, _ = call("reproduce", record, stdin=b"Trees give fruit to every village.")
    assert (code, [row["name"] for row in rows(out)]) == (3, ["-", ""])
    assert "standard input is empty" in call("reproduce", record)[2]


def test_words_piped_in_without_a_name_are_recorded(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "aiplans_cli"]
    text = b"Trees give shade to every village."
    record = tmp_path / "m.json"

    def once(*more: str, stdin: bytes) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([*command, *more], input=stdin, capture_output=True, check=False)

    first = once("tokens", "--manifest", str(record), stdin=text)
    assert first.stdout.startswith(b"trees\ngive\n")
    again = once("reproduce", str(record), stdin=text)
    assert (again.returncode, again.stderr) == (0, b"")
    assert once("reproduce", str(record), stdin=b"Other words.").returncode == 3


def test_what_a_terminal_showed_is_made_again_in_a_pipe(call: Call, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    record = tmp_path / "m.json"
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "aiplans_cli", "kwic", "allies", EN, "--manifest", str(record)]
    with subprocess.Popen(command, stdout=follower, env=os.environ | {"COLUMNS": "72"}) as process:
        os.close(follower)
        shown = b""
        while True:
            try:
                part = os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
    os.close(leader)
    assert process.returncode == 0
    assert b"\x1b[1;38;5;162mallies\x1b[0m" in shown
    assert parse_manifest(record.read_text(), "m").parameters["screen.terminal"] is True
    assert call("reproduce", str(record))[0] == 0


def test_a_closed_standard_output_is_told() -> None:
    words = f"'{sys.executable}' -m aiplans_cli kwic allies {EN} -q >&-"
    done = subprocess.run(["sh", "-c", words], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (
        1,
        "aiplans: standard output: it is closed; use --output FILE\n",
    )


def test_what_is_not_made_again(call: Call, tmp_path: Path) -> None:
    plan = write(tmp_path, "garden.txt", "Trees give shade to every village.")
    record = str(tmp_path / "m.json")
    assert call("texts", "add", plan, "--id", "my-garden", "--manifest", record)[0] == 0
    assert "is not one that is repeated; run it yourself" in call("reproduce", record)[2]
    made = json.loads(Path(record).read_text())
    commands: tuple[list[str], ...] = (
        *(["reproduce", record], ["texts", "fetch", "us-2025"], ["texts"], [], ["no-such-command"]),
        *(["--version"], ["--install-completion"], ["--install-completion", "bash", "freq", "ai"]),
    )
    for command in commands:  # a record may be of anyone's making
        Path(record).write_text(json.dumps(made | {"command": command}))
        code, _, complaint = call("reproduce", record)
        assert code == 1
        assert "is not one that is repeated; run it yourself" in complaint
    for command in (["freq"], ["freq", "--help"], ["freq", "--install-completion"]):
        Path(record).write_text(json.dumps(made | {"command": command}))
        code, _, complaint = call("reproduce", record)
        assert code == 1
        assert "wrote nothing" in complaint


def test_a_difference_names_both_versions_and_its_causes(call: Call, tmp_path: Path) -> None:
    plan = write(tmp_path, "plan.txt", "Trees give shade to every village. Trees grow.")
    record = tmp_path / "m.json"
    assert call("freq", "shade", "-s", plan, "--manifest", str(record))[0] == 0
    made = json.loads(record.read_text())
    record.write_text(json.dumps(made | {"version": "0.0.1"}))
    code, out, _ = call("reproduce", str(record), "-f", "json")
    assert (code, json.loads(out)["rows"]) == (0, [])  # the same bytes, whatever made them
    write(tmp_path, "plan.txt", "Trees give shade to every village and shade to all. Trees grow.")
    code, out, _ = call("reproduce", str(record), "-f", "json")
    [told] = json.loads(out)["notes"]
    assert code == 3
    assert f"by aiplans 0.0.1; it differs because of: version 0.0.1, now {__version__}" in told
    assert told.endswith(", input.")
    record.write_text(json.dumps(made | {"output": "ab"}))
    write(tmp_path, "plan.txt", "Trees give shade to every village. Trees grow.")
    code, out, _ = call("reproduce", str(record), "-f", "json")
    assert (code, json.loads(out)["notes"][0].endswith("nothing recorded tells why.")) == (3, True)


def test_repeated_commands_are_those_that_answer() -> None:
    answering = {name for name in COMMANDS if name != "reproduce"}
    assert set(REPEATABLE) == answering
    for group in ("lexicon", "texts"):
        module = import_module(f"aiplans_cli.cli.{group}")
        known = set(typer.main.get_command(module.app).commands)  # type: ignore[attr-defined]
        assert known - set(REPEATABLE[group]) == ({"fetch", "add"} if group == "texts" else set())


def test_a_failed_run_leaves_no_manifest(call: Call, tmp_path: Path) -> None:
    record = tmp_path / "m.json"
    assert call("kwic", "ai", "no-such-plan", "--manifest", str(record))[0] == 1
    assert not record.exists()


def test_the_manifest_option_may_stand_anywhere(call: Call, tmp_path: Path) -> None:
    record = tmp_path / "m.json"
    for words in (
        ["kwic", "--manifest", str(record), "allies", EN],
        ["kwic", f"--manifest={record}", "--", "allies", EN],
    ):
        call(*words)
        made = parse_manifest(record.read_text(encoding="utf-8"), "m")
        assert [word for word in made.command if word != "--"] == ["kwic", "allies", EN]


# --- screens and pages

SCREENS = [
    ["kwic", "ai", EN, ZH, "-n", "9"],
    ["kwic", "zyzzyva", EN],
    ["quotes", "-", EN],
    ["claims", "mok-2025", "--lines", "1"],
    ["explain", EN, ZH, "全球南方"],  # Global South
]


@pytest.mark.parametrize("arguments", SCREENS, ids=" ".join)
@pytest.mark.parametrize("width", [60, 100])
def test_tables_keep_to_the_screen(
    call: Call, monkeypatch: pytest.MonkeyPatch, arguments: list[str], width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    quiet = [] if arguments[0] == "reproduce" else ["-q"]
    _, out, _ = call(*arguments, *quiet, "-f", "table", stdin=FEW.encode())
    assert out
    assert max(map(display_width, out.splitlines())) <= width


def _reference() -> str:
    """The functions of a check, as the documentation shows them."""
    lines = ["| function | gives | |", "|---|---|---|"]
    for name, function in FUNCTIONS.items():
        description = function.description.replace("``", "`")
        lines.append(f"| `{usage(name)}` | {SIGNATURES[name].gives} | {description} |")
    return "\n".join(lines)


def test_the_reference_of_functions_is_current() -> None:
    text = PAGE.read_text(encoding="utf-8")
    pattern = r"(<!-- functions -->\n).*?(\n?<!-- end of functions -->)"
    fresh = re.sub(pattern, lambda m: f"{m[1]}{_reference()}\n{m[2].lstrip()}", text, flags=re.S)
    if os.environ.get("AIPLANS_GOLDEN"):
        PAGE.write_text(fresh, encoding="utf-8")
    assert fresh == PAGE.read_text(encoding="utf-8"), "run 'make golden'"


def test_the_claims_file_of_the_page_is_read(call: Call, tmp_path: Path) -> None:
    [example] = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.S)
    code, out, _ = call("claims", write(tmp_path, "c.toml", example), "-q")
    assert (code, [row["verdict"] for row in rows(out)]) == (
        0,
        [
            *("holds", "holds in the digest", "cannot tell from counts"),
            *("opinion", "beyond the texts"),
        ],
    )


# --- lines under the rows of a comparison


@pytest.mark.parametrize("by", ["concept", "term"])
def test_every_row_of_a_comparison_opens_into_its_lines(
    call: Call, tmp_path: Path, by: str
) -> None:
    plan = write(tmp_path, "plan.md", "# Plan\n\nTrade is open. Trade unions stand. Aid helps.\n")
    report = compare(plan, EN, by=by, evidence=0)
    found = report.table("evidence")
    counted = {
        str(row[by]): int(str(row["count_a"])) + int(str(row["count_b"]))
        for row in report.tables[0].records()
    }
    shown = Counter(str(row[by]) for row in found.records())
    assert shown == counted
    few = compare(plan, EN, by=by, evidence=1)
    lines = Counter((row[by], row["document"]) for row in few.tables[1].records())
    assert set(lines.values()) == {1}
    assert few.tables[1].records()[0][by] == report.tables[0].records()[0][by]


def test_rows_of_counts_alone_open_into_a_note() -> None:
    found = compare(COUNTS_ONLY, EN, by="term", evidence=2)
    assert {row["document"] for row in found.tables[1].records()} == {EN}
    assert found.told[-1] == found.notes[-1]
    assert found.notes[-1].endswith("its lines need `aiplans texts fetch us-2025`.")


def test_quotes_takes_the_choice_and_the_bounds_of_sources(call: Call, tmp_path: Path) -> None:
    quoted = "the governance of artificial intelligence needs care"
    article = write(tmp_path, "article.txt", f'He said "{quoted}" today.')
    head, other = "---\nyear: {}\n---\n\n", "Data centers need power, land and water."
    right = write(tmp_path, "a.md", head.format(2024) + f"Indeed {quoted}.\n")
    wrong = write(tmp_path, "b.md", head.format(2025) + other)
    for chosen, status in (("2024", "exact"), ("2025", "absent")):
        code, out, _ = call("quotes", article, right, wrong, "--where", f"year={chosen}")
        assert code == 0
        assert f"{quoted}\t{status}\t" in out
    code, _, complaint = call("quotes", article, right, wrong, "--where", "year=1999")
    assert code == 1
    assert "year is 2024, 2025" in complaint
    large = write(tmp_path, "large.txt", f"{other} " * 60)
    code, _, complaint = call("quotes", article, large, "--max-size", "0.001")
    assert code == 1
    assert "has more than 0.001 MB" in complaint
    code, _, complaint = call("quotes", article, right, "--timeout", "0")
    assert code == 2
