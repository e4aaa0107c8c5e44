"""The ledger: every character of a file is counted, set aside under a name, or told as unread."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Cli
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pdf_reading import Page, read, size
from pdf_writer import Placed, pdf, prose, set_down

from aiplans_cli.errors import SourceError
from aiplans_cli.model import Ledger, LedgerEntry
from aiplans_cli.reading import read_bytes
from aiplans_cli.reading.ledger import ledger_notes

HEAD, STAMP, TITLES = "A Plan for All", "printed by PRESS", ("Aims", "Means", "Ends")


def _pages() -> list[Page]:
    return [
        [
            (72, 765, 9, HEAD),
            Placed(30, 100, 8, STAMP, 90),
            (72, 730, 16, title),
            *set_down(prose(n, 6)),
            (300, 40, 10, str(n + 1)),
        ]
        for n, title in enumerate(TITLES)
    ]


EXPECTED = {
    "body": size(*(line for n in range(3) for line in prose(n, 6))),
    "heading": size(*TITLES),
    "rotated": 3 * size(STAMP),
    "running head": 3 * size(HEAD),
    "page number": 3,
}
WHOLE = sum(EXPECTED.values())


@pytest.fixture
def plan(tmp_path: Path) -> str:
    file = tmp_path / "plan.pdf"
    file.write_bytes(pdf(_pages()))
    return str(file)


# --- what it says -------------------------------------------------------------------------------


def test_a_ledger_has_kinds_characters_pages_and_examples_and_adds_up() -> None:
    ledger = read(_pages()).ledger
    assert ledger.sizes() == EXPECTED
    assert (ledger.visible, ledger.added, ledger.missing) == (WHOLE, 0, 0)
    entries = {entry.name: entry for entry in ledger.entries}
    assert entries["heading"] == LedgerEntry(
        "heading", "counted", size(*TITLES), ("1", "2", "3"), TITLES
    )
    assert entries["rotated"].fate == "set aside"
    assert entries["rotated"].examples == (STAMP,)
    assert all(len(example) <= 60 for entry in ledger.entries for example in entry.examples)


def test_the_ledger_is_printed_a_kind_a_row(cli: Cli, plan: str) -> None:
    rows = cli.rows("texts", "show", plan, "--ledger")
    assert {row["name"]: int(row["characters"]) for row in rows} == {
        **EXPECTED,
        "the whole file": WHOLE,
    }
    assert [row["fate"] for row in rows] == ["counted"] * 2 + ["set aside"] * 3 + [""]
    assert rows[0]["name"] == "body"
    assert sum(float(row["share"]) for row in rows[:-1]) == pytest.approx(1)
    stamp = next(row for row in rows if row["name"] == "rotated")
    assert (stamp["document"], stamp["pages"], stamp["examples"]) == ("plan", "1-3", STAMP)
    found = cli.json("texts", "show", plan, "--ledger")
    assert [row["characters"] for row in found["rows"]] == [int(r["characters"]) for r in rows]
    assert (found["table"], found["inputs"][0]["ledger"]) == ("ledger", EXPECTED)
    assert found["notes"] == []


def test_every_answer_carries_the_ledgers_of_its_documents(
    cli: Cli, plan: str, tmp_path: Path
) -> None:
    record = tmp_path / "record.json"
    out = json.loads(cli("freq", "plan", "-s", plan, "--format", "json", "--manifest", str(record)))
    assert [given["ledger"] for given in out["inputs"]] == [EXPECTED]
    assert json.loads(record.read_text())["ledgers"] == {"plan": EXPECTED}
    assert cli("texts", "show", plan, "--ledger", "--outline", code=2) == ""
    assert "two answers" in cli.err


@pytest.mark.parametrize(("suffix", "ledger"), [("tsv", EXPECTED), ("parquet", {})])
def test_counts_files_of_a_document_carry_the_ledger_and_those_of_a_corpus_do_not(
    cli: Cli, plan: str, tmp_path: Path, suffix: str, ledger: dict[str, int]
) -> None:
    counts = str(tmp_path / f"plan.{suffix}")
    cli("count", plan, "-o", counts, "-j", "1")
    out = json.loads(cli("freq", "plan", "-s", counts, "--format", "json"))
    assert [given["ledger"] for given in out["inputs"]] == [ledger]


# --- what it tells the user ---------------------------------------------------------------------


def test_much_outside_the_body_is_told_once_with_its_kinds() -> None:
    aside = [f"[{n}] A. Author. {prose(n, 1, 50)[0]} J. Tests, {1990 + n}." for n in range(40)]
    page = [(72, 740, 16, "Aims"), *set_down(prose(1, 8), top=715)]
    listed = [(72, 740, 16, "References"), *set_down(aside, top=710, step=16)]
    document = read([page, listed])
    (note,) = document.notes
    share = round(100 * size(*aside) / document.ledger.visible)  # type: ignore[operator]
    told = f"{share} % of its text is outside the body: bibliography {share} %"
    assert note == f"{told}; see 'aiplans texts show FILE --ledger'"


@pytest.mark.parametrize(
    ("body", "note", "visible", "told"),
    [
        (7000, 3000, 10000, False),
        (6000, 4000, 10000, True),  # _USUAL_OUTSIDE
        (600, 900, 1500, True),  # _SHORT
        (2400, 3600, 6000, True),
        (9990, 0, 10000, False),  # _TOLD
        (9900, 0, 10000, True),
        (10100, 0, 10000, True),
        (990, 0, 1000, False),
        (960, 0, 1000, True),
        (978, 0, 1000, True),
        (982, 0, 1000, False),
        (19_950, 0, 20_000, False),  # three in a thousand
        (19_930, 0, 20_000, True),
        (1300, 850, 2150, True),  # _SHORT
        (1150, 750, 1900, False),
        (240, 290, 530, True),  # _VERY_SHORT
        (210, 260, 470, False),
    ],
)
def test_when_a_note_is_given(body: int, note: int, visible: int, told: bool) -> None:
    entries = (LedgerEntry("body", "counted", body), LedgerEntry("footnote", "set aside", note))
    assert bool(ledger_notes(Ledger(entries, visible), "pdf")) == told


def test_more_than_the_file_has_is_told_as_that() -> None:
    double = Ledger((LedgerEntry("body", "counted", 1500),), 1000)
    assert ledger_notes(double, "pdf") == (
        "500 of its 1,000 characters more than it has were read (50 %): "
        "see 'aiplans texts show FILE --ledger'",
    )
    assert ledger_notes(Ledger(), "pdf") == ()


def test_titles_that_run_into_their_text_add_up() -> None:
    page = [
        line
        for n in range(4)
        for line in set_down(
            [f"Sec. {n + 1}. General Rules. {prose(n, 1, 50)[0]}", *prose(n, 3)], top=740 - 80 * n
        )
    ]
    assert read([page]).ledger.missing == 0


# --- nothing is lost ----------------------------------------------------------------------------

ALPHABET = st.sampled_from("abcdef ABC 12 .,:;-()*§ i1 •治理人第一条章、。𝑛𠮷🙂ﬃé –‐¬")
LINES = st.builds(
    Placed,
    st.integers(40, 400),
    st.integers(30, 760),
    st.sampled_from([6, 8, 11, 11, 11, 16, 24]),
    st.text(ALPHABET, min_size=2, max_size=40),
    st.sampled_from([0, 0, 0, 0, 0, 0, 45, 90, 180, 270]),
    st.none(),
    st.just({}),
)
PARAGRAPHS = st.builds(
    lambda seed, lines, top, size_: set_down(prose(seed, lines), top=top, size=size_),
    st.integers(0, 40),
    st.integers(1, 9),
    st.integers(200, 760),
    st.sampled_from([8, 11, 11, 16]),
)


@given(
    st.lists(st.tuples(st.lists(LINES, max_size=7), st.lists(PARAGRAPHS, max_size=3)), max_size=3)
)
@settings(max_examples=150, deadline=None)
def test_no_character_of_a_page_is_lost(parts: list[tuple[list[Placed], list[Page]]]) -> None:
    pages = [[*lines, *(line for page in texts for line in page)] for lines, texts in parts]
    assume(pages)
    try:
        document = read_bytes(pdf(pages), name="x.pdf")
    except SourceError as error:
        assert error.fact in ("has no text, only images", "has no words in it")
        return
    assert document.ledger.missing == 0


@pytest.mark.parametrize(
    ("format", "usual", "much"),
    [
        ("pdf", 3200, 3400),
        ("docx", 4900, 5100),
        ("html", 9100, 9300),  # menus that open: zh-shanxi-1
        ("markdown", 3400, 3600),
        ("text", 900, 1100),
    ],
)
def test_what_is_usual_outside_the_body_is_not_told(format: str, usual: int, much: int) -> None:
    def told(outside: int, name: str = "footnote") -> bool:
        body = LedgerEntry("body", "counted", 10_000 - outside)
        entries = (body, LedgerEntry(name, "set aside", outside))
        return bool(ledger_notes(Ledger(entries, 10_000), format))

    assert (told(usual), told(much)) == (False, True)
    if format in ("pdf", "docx", "html"):
        assert (told(1400, "running head"), told(1600, "running head")) == (False, True)
