"""A third language: one record, and every command takes it, with no change elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Cli

import aiplans_cli as aiplans
from aiplans_cli.language import LANGUAGES, Language, detect
from aiplans_cli.language.search import find_words

TEXT = "Ο νόμος ισχύει. Ο νόμος και το σχέδιο. Το σχέδιο του νόμου ισχύει.\n"
"""The law applies. The law and the plan. The plan of the law applies."""

OTHER = "Η χώρα έχει σχέδιο. Η χώρα και ο νόμος.\n"
"""The country has a plan. The country and the law."""


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(m[0].lower(), m.start(), m.end()) for m in re.finditer(r"\w+", text)]


def _sentences(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^\s.][^.\n]*\.?", text)]


GREEK = Language(
    name="Greek",
    fold=str.lower,
    splitter=lambda settings: _words,
    sentences=_sentences,
    words_in=lambda text: len(re.findall("[α-ωά-ώ]+", text.lower())),
    find=find_words,
    spaced=True,
    context=45,
    script=re.compile("[Α-Ωα-ω]"),
)


LIST = (
    "id\ttheme\ten\tel\tblocks\tnote\n"
    "law\trules\tlaw(|s)\tνόμος; νόμου\t\t\n"
    "plan\trules\tplan(|s)\tσχέδιο\tκαι το σχέδιο\t\n"
    "apply\trules\tappl(y|ies)\tισχύει\t\t\n"
    "country\tplaces\tcountr(y|ies)\tχώρα\t\t\n"
    "have\tplaces\thas\tέχει\t\t\n"
    "part\tplaces\tpart(|s)\tμέρος\t\t\n"
)
"""Six concepts in the toy language and in English; "and the plan" is no plan."""

ENGLISH = "The law applies. The country has a plan, and the law. "


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    monkeypatch.setitem(LANGUAGES, "el", GREEK)
    paths = [tmp_path / name for name in ("a.txt", "b.txt")]
    for path, text in zip(paths, (TEXT, OTHER), strict=True):
        path.write_text(text * 30, encoding="utf-8")
    return [str(path) for path in paths]


@pytest.fixture
def folder(files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Three documents of twelve parts, two of them in the toy language, its list and claims."""
    named = (("νόμοι.md", "Μέρος", TEXT * 6), ("χώρες.md", "Μέρος", OTHER * 6))
    for name, heading, text in (*named, ("laws.md", "Part", ENGLISH * 6)):
        parts = f"\n\n## {heading}\n\n{text}" * 12
        (tmp_path / name).write_text(f"# {heading}{parts}", encoding="utf-8")
    (tmp_path / "six.tsv").write_text(LIST, encoding="utf-8")
    check = "count('νόμος', 'νόμοι.md') == 216"
    claim = f'[[claim]]\ntext = "The law stands there."\ncheck = "{check}"\n'
    (tmp_path / "claims.toml").write_text(claim, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_it_is_read_and_counted(files: list[str]) -> None:
    counts = aiplans.count(files[0])
    assert counts.language == detect(TEXT).language == "el"
    [section] = counts.sections
    assert (section.tokens, section.sentences) == (13 * 30, 3 * 30)
    assert counts.terms["νόμος"][0].count == 60


QUERIES = [
    ("νόμος", 90),  # a form of the concept, which is meant
    ("law", 90),
    ("[concept=law] ισχύει", 60),
    ("[theme=rules]", 90 + 30 + 60),
    ("νόμ*", 90),
    ("/νόμ.ς/", 60),
    ("ο|το νόμος|σχέδιο", 90),  # "and the plan" is no plan
    ("νόμος [] το", 30),
    ("σχέδιο ~{0,1} νόμου", 30),
]
"""What is asked for in ``TEXT``, thirty times, and how often it stands there."""


@pytest.mark.parametrize(("typed", "count"), QUERIES)
def test_what_is_asked_is_counted_and_shown(
    typed: str, count: int, files: list[str], tmp_path: Path
) -> None:
    (tmp_path / "six.tsv").write_text(LIST, encoding="utf-8")
    own = str(tmp_path / "six.tsv")
    [row] = aiplans.freq(typed, files[0], concepts=own).rows()
    assert row["count"] == count
    assert len(aiplans.kwic(typed, files[0], limit=0, concepts=own).rows()) == count


def test_it_is_searched_as_typed(files: list[str]) -> None:
    [row] = aiplans.freq("νόμος", files[0], exact=True).rows()
    assert row["count"] == 60
    lines = aiplans.kwic("το ΣΧΈΔΙΟ", files[0], exact=True, limit=2).rows()
    assert [line["match"] for line in lines] == ["το σχέδιο", "Το σχέδιο"]


def test_it_is_compared(files: list[str]) -> None:
    rows = aiplans.compare(*files, by="term", top=0, min_count=1).rows()
    [row] = [row for row in rows if row["term"] == "χώρα"]
    assert (row["count_a"], row["count_b"]) == (0, 60)


PAIR = ["νόμοι.md", "χώρες.md"]
ACROSS = ["νόμοι.md", "laws.md"]
OWN = ["--concepts", "six.tsv"]
COMMANDS = [
    ["calibrate", *ACROSS, *OWN],
    ["claims", "claims.toml", *OWN],
    ["collocates", "νόμος", PAIR[0], *OWN],
    ["compare", *PAIR, *OWN],
    ["compare", *PAIR, "--by", "term"],
    ["compare", *ACROSS, *OWN],
    ["count", *PAIR, *OWN],
    ["distance", *PAIR],
    ["distance", *ACROSS, *OWN],
    ["explain", *PAIR, "law", *OWN],
    ["freq", "law", *ACROSS, *OWN],
    ["keywords", PAIR[0]],
    ["keywords", PAIR[0], "--ngrams", "2"],
    ["kwic", "law", *ACROSS, *OWN],
    ["lexicon", "coverage", *ACROSS, *OWN],
    ["lexicon", "show", "law", *OWN],
    ["lexicon", "tally", *PAIR, *OWN],
    ["matrix", *PAIR],
    ["plot", "contrast", *PAIR, *OWN, "-o", "contrast.svg"],
    ["profile", PAIR[0]],
    ["quotes", *PAIR],
    ["report", PAIR[0], *OWN],
    ["report", *PAIR, *OWN],
    ["report", *ACROSS, *OWN],
    ["report", *ACROSS, PAIR[1], *OWN],
    ["similar", *PAIR, *OWN],
    ["similar", *ACROSS, *OWN],
    ["texts", "show", PAIR[0]],
    ["themes", *PAIR, *OWN],
    ["tokens", PAIR[0], "--query", "νόμ*"],
    ["topics", *PAIR],
]


@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda arguments: " ".join(arguments)[:40])
def test_every_command_takes_it(arguments: list[str], folder: Path, cli: Cli) -> None:
    assert cli(*arguments).strip() or (folder / arguments[-1]).stat().st_size


def test_it_can_be_chosen(folder: Path) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from test_third_language import GREEK\n"
        "from aiplans_cli.language import LANGUAGES\n"
        "LANGUAGES['el'] = GREEK\n"
        "from aiplans_cli.cli.app import run\n"
        "sys.exit(run(['keywords', '--lang', 'el', 'νόμοι.md']))"
    )
    told = [sys.executable, "-c", program, str(Path(__file__).parent)]
    ran = subprocess.run(told, capture_output=True, check=False, cwd=folder, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert "νόμος" in ran.stdout


def test_a_command_that_is_new_is_tried_with_it() -> None:
    from aiplans_cli.cli.app import COMMANDS as EVERY

    tried = {arguments[0] for arguments in COMMANDS}
    others = {
        "plot",
        "reproduce",
        "score",
        "verify",
    }  # of records and of numbers
    assert tried | others == set(EVERY)


def test_across_languages_its_concepts_meet(folder: Path) -> None:
    rows = aiplans.compare(*ACROSS, concepts="six.tsv", min_count=1, top=0).rows()
    counts = {row["concept"]: (row["count_a"], row["count_b"]) for row in rows}
    # headings count; "and the plan" stands in one of two places of the plan in the toy language
    assert counts["law"] == (3 * 72, 2 * 72)
    assert counts["plan"] == (72, 72)
    assert counts["country"] == (0, 72)
    assert counts["part"] == (13, 13)


def test_counts_files_keep_it(folder: Path, cli: Cli) -> None:
    for name in ("x.tsv", "x.parquet"):
        cli("count", *PAIR, *OWN, "-o", name)
        [row, _] = aiplans.freq("law", name, concepts="six.tsv").rows()
        assert (row["document"], row["count"]) == ("νόμοι", 216)


def test_it_is_counted_in_bulk_by_the_plain_way(
    files: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plainly = aiplans.count(files[0])
    monkeypatch.setattr("aiplans_cli.sources.large.LARGE", 10)
    from aiplans_cli.analyses.counting.documents import counted_documents, word_list
    from aiplans_cli.counting.occurrences import totals
    from aiplans_cli.sources.session import Session

    [counts] = counted_documents([files[0]], Session(), 1)
    sums = {term: totals({term: stands}) for term, stands in counts.terms.items()}
    assert sums == {term: totals({term: stands}) for term, stands in plainly.terms.items()}
    assert counts.language == "el"
    assert dict(word_list([files[0]], Session(), 1))["νόμος"] == 60
