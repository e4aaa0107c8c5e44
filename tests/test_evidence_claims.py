"""Claims: the language of checks, its functions, files, verdicts, and manifests."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli.analyses.claims.check import Result, check_claims, claims_report, claims_sentences
from aiplans_cli.analyses.claims.claims_file import Claim, ClaimsFile, parse_claims
from aiplans_cli.analyses.claims.functions import FUNCTIONS, SIGNATURES, usage
from aiplans_cli.analyses.claims.scope import CannotTellError, Lookup, stands_under
from aiplans_cli.analyses.claims.syntax import ExpressionError, parse
from aiplans_cli.concepts.listing import load_concepts
from aiplans_cli.concepts.tallying import add_concepts
from aiplans_cli.counting.tally import count, select
from aiplans_cli.errors import DataError
from aiplans_cli.evidence.provenance import (
    Manifest,
    changes,
    changes_table,
    parse_manifest,
    render_manifest,
)
from aiplans_cli.language import tokenize
from aiplans_cli.model import Counts, Document, Section
from aiplans_cli.reading import read_path
from aiplans_cli.sources.source import Source

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "texts"


def part(number: int, level: int, heading: str, text: str, *parents: str) -> tuple[Section, ...]:
    """A heading and the body under it."""
    return (
        Section(heading, level, "heading", str(number), heading, parents, number),
        Section(heading, level, "body", str(number), text, parents, number),
    )


PLAN = Document(
    "plan",
    "The Plan",
    "en",
    (
        *part(1, 1, "Pillar I: Grow", "Grow trees. Trees give shade; trees give fruit."),
        *part(2, 2, "Water", "Water every tree in the dry season.", "Pillar I: Grow"),
        *part(3, 1, "Pillar II: Trade", "Sell fruit. Do not sell trees."),
        Section("Pillar II: Trade", 1, "note", "3", "Trees: see fruit.", (), 3),
    ),
    pages=4,
)
CHINESE = Document(
    "cn",
    "计划",  # "plan"
    "zh",
    (
        # "one: trees; protect the trees and the forest" / "two: fruit; share the fruit"
        *part(1, 1, "一、树木", "保护树木和森林。"),
        *part(2, 1, "二、水果", "共享水果。"),
    ),
)


def lookup(name: str) -> Source:
    """Two documents, one of them also as counts only, one empty, and one that is not at hand."""
    if name in ("plan", "cn"):
        document = {"plan": PLAN, "cn": CHINESE}[name]
        return Source(body_counts(document), lambda: document)
    if name in ("counts", "cn-counts"):
        document = CHINESE if name == "cn-counts" else PLAN
        return Source(replace(body_counts(document), id=name))
    if name == "known":
        return Source(replace(body_counts(PLAN), id=name), pages=28)
    if name == "digest":
        digest = replace(PLAN, id="digest", kind="digest")
        return Source(body_counts(digest), lambda: digest)
    if name == "bare":
        blank = Section("Bare", 1, "body", "", "—", part=1)
        counted = body_counts(PLAN)
        document = replace(PLAN, id="bare", sections=(blank,))
        sections = (replace(counted.sections[0], heading="Bare", tokens=0),)
        return Source(replace(counted, id="bare", sections=sections, terms={}), lambda: document)
    raise CannotTellError(f"{name} is not at hand; fetch it")


def body_counts(document: Document) -> Counts:
    return select(count(tokenize(document)), lambda section: section.kind == "body")


def one(check: str, source: str = "") -> Result:
    tree = parse(check, SIGNATURES)
    claims = (Claim(1, "It is so.", check, tree, source),)
    [result] = check_claims(
        ClaimsFile("f.toml", "", claims, {"gone": "plan", "far": "digest"}),
        lookup,
        None,
        bring=lambda _: "run `aiplans texts fetch`",
    )
    return result


HOLD = [
    'count("trees", "plan") == 4',
    'count("Trees", "counts") == 4',
    'count("trees", "plan", section = "Pillar I") == 3',
    'count("trees", "plan", section = "pillar ii") == 1',
    'count("give shade", "plan") == 1',
    'count("tree", source = "plan", section = "Water", exact = true) == 1',
    'count("树木", "cn") == 2',  # "trees"
    'rate("trees", "plan", section = "Pillar II") == 1000 / 9',
    'rate("trees", "plan", section = "Pillar II", per = 9) == 1',
    'share("trees", "plan", section = "Pillar I") == 0.75',
    'rank("trees", "plan") == 1 and rank("fruit", "plan") == 2',
    'rank("cars", "plan", section = "Water") > rank("season", "plan", section = "Water")',
    'present("fruit", "plan") and not present("cars", "plan")',
    'together("give", "fruit", "plan") == 1 and together("trees", "fruit", "plan") == 1',
    'together("Grow", "trees", "plan", section = "Pillar I") == 1',
    'together("sell", "trees", "plan", section = "Pillar I") == 0',
    'together("树木", "保护", "cn") == 1 and together("树木", "共享", "cn") == 0',  # trees: protect
    'quote("Water every tree", "plan") and not quote("water every tree", "plan")',
    'quote("water every tree in the wet season", "plan", near = true)',
    'quote("Sell fruit.", "plan", section = "Pillar II")',
    'not quote("Sell fruit.", "plan", section = "Pillar I", near = true)',
    'quote("The Plan", "plan") and not quote("The Plan", "plan", section = "Pillar II")',
    'points("plan") == 2 and points("cn") == 2',
    'sections("plan") == 3 and sections("plan", section = "Pillar I") == 1',
    'sections("plan", level = 1) == 2',
    'pages("plan") == 4',
    'sentences("plan", section = "Pillar II") == 3',
    'tokens("plan", section = "Water") == 8',
    'title("plan") == "The Plan" and title("cn") == "计划"',  # "plan"
    "1 < 2 <= 2 < 3 != 4",
    "2 + 3 * 4 - 6 / 2 == 11 and -(2 - 5) == 3 and 1 - - 1 == 2",
    "(true or false) and not not true and not (false and true)",
    "'a\\'b' == \"a'b\"",
    'count("trees", "gone") == 4',
    'true or count("trees", "nowhere") == 1',
    'count("trees", "nowhere") == 1 or true',
    'not (count("trees", "nowhere") == 1 and false)',
]
FAIL = [
    'count("trees", "plan") == 5',
    'share("trees", "plan", section = "Pillar II") > 0.5',
    'false and count("trees", "nowhere") == 1',
    "1 < 2 < 2",
    'title("plan") != "The Plan"',
]
UNTOLD = [
    ('count("trees", "nowhere") == 1', "nowhere is not at hand; fetch it"),
    ('1 + count("trees", "nowhere") == 1', "nowhere is not at hand"),
    ('count("trees", "nowhere") + 1 == 1', "nowhere is not at hand"),
    ('1 == count("trees", "nowhere")', "nowhere is not at hand"),
    ('true and not present("trees", "nowhere")', "nowhere is not at hand"),
    ('count(title("nowhere"), "plan") == 1', "nowhere is not at hand"),
    ('count("trees", "plan", section = "Pillar IX") == 0', "plan has no heading with 'Pillar IX'"),
    ('pages("counts") == 4', "only the counts of counts are at hand, not its number of pages; run"),
    ('pages("cn") == 4', "cn is in a format without pages"),
    ('quote("trees", "counts")', "only the counts of counts"),
    ('count("give shade", "counts") == 1', "only the counts of counts"),
    ('count("树木", "cn-counts") == 1', "only the counts of cn-counts"),  # "trees"
    ('share("cars", "plan", section = "Water") == 0', "'cars' does not stand in plan"),
    ('rate("trees", "bare") == 0', "bare has no words there"),
    ('together("trees", "fruit", "counts") == 1', "only the counts of counts are at hand, not the"),
    ('together("trees", "fruit", "plan", section = "No") == 1', "plan has no heading with 'No'"),
    ('rate("trees", "plan", per = 2 - 2) == 1', 'rate("trees", "plan", per = 2 - 2): a number abo'),
    ("1 / 0 == 1", "it divides by zero"),
    ('count("trees") == 1', "the claim names no source"),
]


@pytest.mark.parametrize("check", HOLD)
def test_what_holds(check: str) -> None:
    result = one(check)
    assert result.verdict == "holds", result.why


@pytest.mark.parametrize("check", FAIL)
def test_what_fails(check: str) -> None:
    result = one(check)
    assert result.verdict == "fails", result.why


@pytest.mark.parametrize(("check", "reason"), UNTOLD)
def test_what_cannot_be_told(check: str, reason: str) -> None:
    result = one(check)
    needs_text = reason.startswith("only the counts")
    assert result.verdict == ("cannot tell from counts" if needs_text else "cannot tell")
    assert result.why.startswith(reason)


def test_a_text_is_asked_for_once() -> None:
    result = one('quote("trees", "counts") and pages("counts") == 4 and quote("x", "cn-counts")')
    assert result.caveat.count("run `aiplans texts fetch`") == 2
    assert len(result.figures) == 3


def test_what_no_text_would_tell_either_is_said_first() -> None:
    both = 'quote("trees", "counts") and count("trees", "nowhere") == 1'
    assert one(both).verdict == "cannot tell"
    assert one('count("give shade", "counts") == pages("cn")').verdict == "cannot tell"
    assert one('count("give shade", "counts") + 1 == 1').verdict == "cannot tell from counts"
    assert one('quote("trees", "counts") and 1 > 2').verdict == "fails"


QUOTED = [
    ('quote("trees give fruit", "plan")', "Pillar I: Grow", "1", "trees give fruit"),
    ('quote("Do not sell", "plan", section = "Pillar II")', "Pillar II: Trade", "3", "Do not sell"),
    ('quote("water all tree in", "plan", near = true)', "Water", "2", "Water every tree in"),
    ('quote("Grow trees … give fruit", "plan", near = true)', "Pillar I: Grow", "1", "Grow trees"),
    ('quote("The Plan", "plan")', "title", "", "The Plan"),
    ('quote("树木和森林", "cn")', "一、树木", "1", "树木和森林"),  # trees and forest
]


@pytest.mark.parametrize(("check", "section", "page", "found"), QUOTED)
def test_a_quotation_is_shown_with_its_section_and_page(
    check: str, section: str, page: str, found: str
) -> None:
    result = one(check)
    assert result.verdict == "holds"
    [line] = result.lines
    assert (line.section, line.page) == (section, page)
    assert line.match.startswith(found)


def test_a_quotation_that_does_not_stand_has_no_line() -> None:
    assert one('not quote("Sell no fruit", "plan")').lines == ()
    [line] = one('quote("give shade; trees", "plan")').lines
    assert (line.left, line.right) == ("Grow trees. Trees", "give fruit.")
    assert line.sentence == "Trees give shade; trees give fruit."


UNSETTLED = """address = "https://example.org/article"
[[claim]]
text = "It is the better plan."
opinion = "What is better is not in a text."
said = "“by far the better”"
[[claim]]
text = "It was late."
beyond = "The text has no date."
[[claim]]
text = "It speaks of trees."
check = 'present("trees", "plan")'
[[claim]]
text = "It speaks of trees giving shade."
check = 'count("give shade", "counts") == 1'
"""


def test_opinions_and_what_is_beyond_the_texts_are_never_failures() -> None:
    file = parse_claims(UNSETTLED, "f.toml")
    results = check_claims(file, lookup, None)
    assert [(r.verdict, r.figures, r.lines) for r in results[:2]] == [
        ("opinion", (), ()),
        ("beyond the texts", (), ()),
    ]
    report = claims_report(file, results)
    rows = report.tables[0].records()
    assert [row["why"] for row in rows[:2]] == [
        "What is better is not in a text.",
        "The text has no date.",
    ]
    assert [row["said"] for row in rows] == ["“by far the better”", "", "", ""]
    assert report.parameters["address"] == "https://example.org/article"
    assert report.notes == (
        "4 claims: 1 holds, 0 holds in the digest, 0 fails, 0 cannot tell, "
        "1 cannot tell from counts, 1 opinion, 1 beyond the texts",
        "made in https://example.org/article",
    )
    assert report.summary == (
        "Of 2 claims that were checked 1 holds and 1 needs the text itself.",
        "No text settles 2 more: 1 is an opinion and 1 is beyond the texts.",
    )


def test_where_nothing_was_checked_no_claim_holds() -> None:
    file = parse_claims("[[claim]]\ntext = 'x'\nopinion = 'y'", "f.toml")
    assert claims_sentences(check_claims(file, lookup, None)) == (
        "No claim was checked.",
        "No text settles 1 more: 1 is an opinion.",
    )


def test_figures_and_lines_are_kept_once() -> None:
    result = one('count("trees", "plan") >= 3 and count("trees", "plan") < 9')
    assert [(f.call, f.value) for f in result.figures] == [('count("trees", "plan")', 4)]
    assert result.why == 'count("trees", "plan") is 4'
    assert [line.match for line in result.lines] == ["trees", "Trees", "trees", "trees"]
    assert one('count("trees", "counts") == 4').lines == ()
    both = one('together("trees", "fruit", "plan") == 1')
    assert [line.sentence for line in both.lines] == ["Trees give shade; trees give fruit."] * 2
    under = one('count("trees", "plan", section = "Pillar II") == 1')
    assert [line.section for line in under.lines] == ["Pillar II: Trade"]


def test_a_claim_may_name_the_source_once_and_an_alternative_is_owned_up_to() -> None:
    assert one('count("trees") == 4', "plan").verdict == "holds"
    assert one('count("trees", "gone") == 4').why.endswith(
        "computed from plan, which is not gone itself"
    )


IN_DIGEST = [
    ('count("trees", "digest") == 4', "computed from digest, a digest in this project's own words"),
    ('count("trees", "far") == 4', "computed from digest, which is not far itself"),
    ('count("trees", "plan") == 4 and points("digest") == 2', "computed from digest, a digest"),
    ('count("trees", "plan") == 4 or points("far") == 9', "computed from digest, which is not far"),
    ('title("digest") == "The Plan"', "computed from digest, a digest"),
    ('not quote("Sell no fruit.", "digest")', "computed from digest, a digest"),
]


@pytest.mark.parametrize(("check", "caveat"), IN_DIGEST)
def test_what_rests_on_a_digest_holds_in_the_digest(check: str, caveat: str) -> None:
    result = one(check)
    assert result.verdict == "holds in the digest"
    assert result.caveat.startswith(caveat)
    assert result.why.endswith(result.caveat)
    failing = one(f"not ({check})")
    assert (failing.verdict, failing.caveat) == ("fails", result.caveat)


def test_a_digest_that_told_nothing_is_no_ground() -> None:
    assert one('true or count("trees", "digest", section = "Nowhere") == 4').verdict == "holds"
    assert one('pages("digest") == 4 and points("nowhere") == 1').verdict == "cannot tell"


def test_pages_are_told_from_counts_where_the_library_knows_them() -> None:
    assert one('pages("known") == 28').verdict == "holds"
    assert one('pages("known") == 27').verdict == "fails"
    assert one('pages("cn-counts") == 28').verdict == "cannot tell from counts"


BROKEN = [
    ('cont("a", "b") == 1', 1, "there is no function 'cont'"),
    ('zzzzz("a") == 1', 1, "there is no function 'zzzzz'"),
    ('count("", "b") == 1', 7, "there is no word in this text"),
    ('together("a", " ?", "b") == 1', 15, "there is no word in this text"),
    ('quote("…", "b")', 7, "there is no word in this text"),
    ('rate("a", "b", per = 0) == 1', 22, "a number above 0 expected"),
    ('rate("a", "b", per = -3) == 1', 22, "a number above 0 expected"),
    ("1 < count()", 5, "count needs its what"),
    ('count("a" "b") == 1', 7, "this is not one text"),
    ('count("树" "木", "b") == 1', 7, "this is not one text"),  # "tree" "wood"
    ('title("树木") == f"树"', 16, "'f\"树\"' is nothing that a check has"),
    ('title("树木") == b"a"', 16, "this is no number"),
    ('count("a", "b") == "x"', 20, "a number expected, not a text"),
    ("count(1) == 1", 7, "a text expected, not a number"),
    ('count("a", sauce = "b") == 1', 12, "count takes no 'sauce'"),
    ('count("a", source = "b", source = "c") == 1', 26, "'source' again"),
    ('count("a", "b", source = "c") == 1', 17, "'source' again"),
    ('count("a", **"b") == 1', 12, "count takes no '**'"),
    ('count(*"a") == 1', 7, "'*\"a\"' is nothing that a check has"),
    ('points("a", "b") == 1', 13, "points takes no further argument here"),
    ("1 == 9999999999999999", 6, "this is no number"),
    ("1 == 1_0", 6, "this is no number"),
    ("1 == 0x10", 6, "this is no number"),
    ("1 == 1e300", 6, "this is no number"),
    ("  1", 3, "a truth expected, not a number"),
    ('"a" < "b"', 1, "a text has no order"),
    ("true < false", 1, "a truth has no order"),
    ("1 and true", 1, "a truth expected, not a number"),
    ("true or 1", 9, "a truth expected, not a number"),
    ("not 1", 5, "a truth expected, not a number"),
    ("-true", 2, "a number expected, not a truth"),
    ("1 + true == 2", 5, "a number expected, not a truth"),
    ("1 ** 2 == 1", 1, "'1 ** 2' is nothing that a check has"),
    ("1 is 1", 6, "no such comparison"),
    ("1 in 1", 6, "no such comparison"),
    ("trees == 1", 1, "'trees' is nothing that a check has"),
    ("__import__('os').abort()", 1, "\"__import__('os').abo\" is nothing that a check has"),
    ("[1 for x in 1]", 1, "'[1 for x in 1]' is nothing that a check has"),
    ("None", 1, "this is no number"),
    ("not " * 250 + "true", 801, "nested too deeply"),
    ("1" + " + 1" * 250 + " == 1", 1, "nested too deeply"),
]
UNREADABLE = [
    ("1 +", 3),
    ('count("a", "b"', 5),
    ('count(source = "a", "b") == 1', 0),
    ('points "a" == 1', 0),
    ('count("a", \n  \'b\') == "abc', 22),
    ("12a == 1", 0),
    ("1 == 1 ?", 7),
    ('title("a\\d") == "a"', 0),
    ("true true", 0),
    ("   (1 == 1", 3),
    ("(" * 500, 0),
    ("-" * 9999 + "1 == 1", 0),
    ("", 0),
    ("and", 0),
    ("1 == 1; 2 == 2", 0),
    ("x = 1", 0),
    ("1 == \0", 0),
    ("1 == 1)", 6),
]
"""What Python's parser refuses, and the character from 0 before which it cannot point."""


@pytest.mark.parametrize(("check", "character", "fact"), BROKEN)
def test_errors_point_at_the_character(check: str, character: int, fact: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(check, SIGNATURES)
    assert (caught.value.at + 1, caught.value.fact) == (character, fact)


@pytest.mark.parametrize(("check", "least"), UNREADABLE)
def test_what_is_no_expression_is_one_error_with_its_place(check: str, least: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(check, SIGNATURES)
    assert least <= caught.value.at <= len(check)
    assert caught.value.fact and "\n" not in caught.value.fact


@given(st.text(alphabet='ab("),=1 <+-*/not rueand.', max_size=40))
@settings(max_examples=400, deadline=None)
def test_any_check_is_read_or_refused(check: str) -> None:
    try:
        read = parse(check, SIGNATURES)
        assert read.text.strip() == check.strip()
    except ExpressionError as error:
        assert 0 <= error.at <= len(check)


def test_of_a_long_check_only_the_place_is_quoted() -> None:
    with pytest.raises(DataError, match=r"nested.* at ▶ in \.\.\.\(+▶\(+\.\.\.$") as caught:
        parse_claims(f'[[claim]]\ntext = "x"\ncheck = "{"(" * 6000}"', "f.toml")
    assert len(str(caught.value)) < 250
    long = " + ".join(["1"] * 100)
    with pytest.raises(DataError, match=r"in \.\.\.[1 +]{60}▶$"):
        parse_claims(f'[[claim]]\ntext = "x"\ncheck = "{long} +"', "f.toml")


WRONG_FILES = [
    ("[[claim]", "f.toml: is not valid TOML"),
    ("", "f.toml: has no claims"),
    ("claim = 3", "f.toml: has no claims"),
    ("claim = [3]", "f.toml, claim 1: is not a table"),
    ("titel = 'x'", "f.toml: has an unknown key 'titel'"),
    ("title = 3\n[[claim]]", "f.toml: its title is not a text"),
    ("alternatives = 3\n[[claim]]", "f.toml: alternatives must name sources"),
    ("[alternatives]\na = 3\n[[claim]]", "f.toml: alternatives must name sources"),
    ("[[claim]]\ntext = 'x'", "f.toml, claim 1: it has no check"),
    ("[[claim]]\ncheck = '1 < 2'\ntext = ' '", "f.toml, claim 1: it has no text"),
    ("[[claim]]\ntext = 'x'\ncheck = ' '", "f.toml, claim 1: it has no check; add it"),
    ("[[claim]]\ntext = 'x'\nbeyond = ' '", "f.toml, claim 1: it has no beyond; add it"),
    (
        "[[claim]]\ntext = 'x'\nopinion = 'y'\ncheck = '1 < 2'",
        "f.toml, claim 1: it has both check and opinion; keep one of them",
    ),
    ("[[claim]]\ntext = 'x'\nopinion = 3", "f.toml, claim 1: its opinion is not a text"),
    ("address = 3\n[[claim]]", "f.toml: its address is not a text"),
    ("address = 'x.org'\n[[claim]]", "f.toml: has the address 'x.org'; write it in full"),
    ("[[claim]]\ntext = 'x'\ncheck = 3", "f.toml, claim 1: its check is not a text"),
    ("[[claim]]\ntest = 'x'", "f.toml, claim 1: unknown key 'test'"),
    (
        "[[claim]]\ntext = 'x'\ncheck = '1 < 2'\n[[claim]]\ntext = 'x'\ncheck = '1 < (2'",
        "f.toml, claim 2: character 5 of its check: '(' was never closed; "
        "correct it, at ▶ in 1 < ▶(2",
    ),
]


@pytest.mark.parametrize(("text", "message"), WRONG_FILES)
def test_broken_files_are_named(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_claims(text, "f.toml")
    assert str(caught.value).startswith(message)


def test_the_report_has_verdicts_figures_and_lines() -> None:
    file = parse_claims(
        "title = 'T'\n[[claim]]\ntext = 'Trees.'\ncheck = 'count(\"trees\") == 4'\n"
        "source = 'plan'\nnote = 'n'\n"
        "[[claim]]\ntext = 'Cars.'\ncheck = 'present(\"cars\", \"nowhere\")'",
        "f.toml",
    )
    report = claims_report(file, check_claims(file, lookup, None, lines=2))
    claims, figures, lines = (table.records() for table in report.tables)
    assert [row["verdict"] for row in claims] == ["holds", "cannot tell"]
    assert figures[0] == {"claim": 1, "figure": 'count("trees")', "value": "4", "reason": ""}
    assert (figures[1]["value"], len(lines)) == (None, 2)
    assert report.notes == ("2 claims: 1 holds, 0 holds in the digest, 0 fails, 1 cannot tell",)
    assert check_claims(file, lookup, None, lines=0)[0].lines == ()


def test_every_function_is_documented_and_used_here() -> None:
    used = " ".join([*HOLD, *FAIL])
    for name, function in FUNCTIONS.items():
        assert function.description
        assert usage(name).startswith(f"{name}(")
        assert f"{name}(" in used


def test_headings_match_whole_words_in_any_style() -> None:
    section = Section("二、安全治理", 2, "body", "", "", ("America’s Pillar II",))
    assert stands_under(section, "america's  PILLAR")
    assert stands_under(section, "治理")  # "governance"
    assert stands_under(section, "安全")  # "safety"
    assert not stands_under(section, "Pillar I")


@pytest.fixture(scope="module")
def real() -> Lookup:
    """The documents behind the shipped claims, without the official Chinese text."""
    if not SHARED.is_dir():
        pytest.skip("the shared folder with the official texts is not beside the checkout")
    return real_lookup(ROOT, SHARED)


def real_lookup(root: Path, shared: Path) -> Lookup:
    paths = {
        "us-2025": shared / "us" / "us-2025.pdf",
        "cn-2025-digest": root / "texts" / "cn-2025-digest.zh.md",
        "us-eo-14318-2025": next((shared / "us").glob("2025-07-23-accelerating*")),
        "us-eo-14319-2025": next((shared / "us").glob("2025-07-23-preventing*")),
        "us-eo-14320-2025": next((shared / "us").glob("2025-07-23-promoting*")),
    }

    @cache
    def find(name: str) -> Source:
        if name not in paths:
            raise CannotTellError(f"{name} is not at hand; fetch it")
        language = "zh" if name.startswith("cn") else "en"
        kind = "digest" if name.endswith("digest") else "text"
        document = replace(read_path(str(paths[name])), id=name, language=language, kind=kind)
        tokens = tokenize(document)
        counts = add_concepts(count(tokens), tokens, load_concepts())
        body = select(counts, lambda section: section.kind == "body")
        return Source(body, lambda: document)

    return find


IN_THE_DIGEST = (3, 8, 9, 10, 11, 20, 21, 22)
"""Shipped claims that rest on the digest until the Chinese text has been fetched."""


def test_the_shipped_claims_about_the_two_plans(real: Lookup) -> None:
    path = ROOT / "texts" / "claims" / "mok-2025.toml"
    file = parse_claims(path.read_text(encoding="utf-8"), path.name)
    results = check_claims(file, real, load_concepts())
    verdicts = {result.claim.number: result.verdict for result in results}
    assert verdicts == (
        dict.fromkeys(range(1, 23), "holds")
        | {5: "fails"}
        | dict.fromkeys(IN_THE_DIGEST, "holds in the digest")
        | dict.fromkeys((23, 24, 25), "beyond the texts")
        | dict.fromkeys((26, 27, 28), "opinion")
    )
    fifth = results[4]
    assert [figure.value for figure in fifth.figures] == [2, 3, 5, 0.6]
    assert {line.part.partition(":")[0] for line in fifth.lines} == {"Pillar I", "Pillar III"}
    chinese = [results[n - 1] for n in IN_THE_DIGEST]
    assert all("computed from cn-2025-digest" in result.why for result in chinese)
    quoted = {line.match: line.page for line in results[12].lines}
    assert quoted["race to achieve global dominance in artificial intelligence"] == "1"
    assert quoted["Winning the Race"] == "a"


SHARING = (
    ("鼓励开放共享", "鼓励开放"),  # openness and sharing
    ("数据流动和共享", "数据流动"),  # flow and sharing of data
    ("分享应用场景", "介绍应用场景"),  # sharing cases of use
    ("支持开放技术文档和接口", "支持文档和接口"),  # open technical documents and interfaces
)
"""What the Chinese digest has of sharing, and the same without."""


@pytest.mark.parametrize(("shares", "does_not"), SHARING)
def test_one_word_is_not_yet_sharing(real: Lookup, shares: str, does_not: str) -> None:
    def without(name: str) -> Source:
        source = real(name)
        if not name.endswith("digest") or source.text is None:
            return source
        text = source.text()
        sections = [replace(s, text=s.text.replace(shares, does_not)) for s in text.sections]
        assert tuple(sections) != text.sections
        document = replace(text, sections=tuple(sections))
        tokens = tokenize(document)
        body = select(add_concepts(count(tokens), tokens, load_concepts()), is_body)
        return Source(body, lambda: document)

    path = ROOT / "texts" / "claims" / "mok-2025.toml"
    file = parse_claims(path.read_text(encoding="utf-8"), path.name)
    [result] = check_claims(replace(file, claims=file.claims[10:11]), without, load_concepts())
    assert result.verdict == "fails"


def is_body(section: object) -> bool:
    return getattr(section, "kind", "") == "body"


def test_without_the_digest_the_chinese_claims_cannot_be_told(real: Lookup) -> None:
    path = ROOT / "texts" / "claims" / "mok-2025.toml"
    file = replace(parse_claims(path.read_text(encoding="utf-8"), path.name), alternatives={})
    results = check_claims(file, real, load_concepts())
    untold = [r.claim.number for r in results if r.verdict == "cannot tell"]
    assert untold == list(IN_THE_DIGEST)
    assert all("cn-2025 is not at hand" in results[n - 1].why for n in untold)


def test_counts_alone_settle_what_needs_no_text(real: Lookup) -> None:
    def counts_only(name: str) -> Source:
        return replace(real(name), reader=None)

    path = ROOT / "texts" / "claims" / "mok-2025.toml"
    file = parse_claims(path.read_text(encoding="utf-8"), path.name)
    with_text = check_claims(file, real, load_concepts())
    for result, other in zip(
        check_claims(file, counts_only, load_concepts()), with_text, strict=True
    ):
        assert result.lines == ()
        assert result.verdict in (other.verdict, "cannot tell from counts")
        if result.claim.number in (2, 3, 4, 5, 6, 7, 17, 19):
            assert result.figures == other.figures


RUN = Manifest("0.1.0", ("freq", "ai"), {"plan": "ab"}, {"top": 20, "exact": False}, {}, "cd")
WRONG_MANIFESTS = [
    ("{", "m.json: is not JSON"),
    ("[]", "m.json: is not of the form"),
    ('{"schema": "x"}', "m.json: is not of the form"),
    (render_manifest(RUN).replace('"ai"', "3"), "m.json: its command is not a list of words"),
    (render_manifest(RUN).replace('"0.1.0"', "3"), "m.json: its version is not a text"),
    (render_manifest(RUN).replace('"ab"', "3"), "m.json: its inputs are not names with values"),
    (render_manifest(RUN).replace("20", "[]"), "m.json: its parameters are not names with values"),
]


@pytest.mark.parametrize(("text", "message"), WRONG_MANIFESTS)
def test_broken_manifests_are_named(text: str, message: str) -> None:
    with pytest.raises(DataError) as caught:
        parse_manifest(text, "m.json")
    assert str(caught.value).startswith(message)


def test_a_manifest_comes_back() -> None:
    assert parse_manifest(render_manifest(RUN), "m") == RUN


def test_changes_name_the_cause_and_are_silent_where_the_result_is_the_same() -> None:
    assert changes(RUN, replace(RUN, version="0.2.0")) == ()
    after = replace(
        RUN,
        version="0.2.0",
        inputs={"plan": "xy", "more": "zz"},
        lists={"concepts": "1"},
        parameters={"top": 20, "exact": True},
        output="ef",
    )
    table = changes_table(changes(RUN, after)).records()
    assert [(row["what"], row["name"], row["before"], row["after"]) for row in table] == [
        ("version", "", "0.1.0", "0.2.0"),
        ("input", "plan", "ab", "xy"),
        ("input", "more", None, "zz"),
        ("list", "concepts", None, "1"),
        ("parameter", "exact", "False", "True"),
        ("result", "", "cd", "ef"),
    ]
