"""Pages in English and Chinese, paragraph by paragraph: two documents, and texts that are one."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from conftest import Cli, read_corpus

import aiplans_cli
from aiplans_cli.errors import AiplansError, SourceError
from aiplans_cli.model import Document, Section
from aiplans_cli.reading import read_bytes
from aiplans_cli.reading.shape import Block, assemble
from aiplans_cli.sources.bilingual import (
    _both,
    _Piece,
    _pieces,
    _runs,
    _words,
    in_two_languages,
)
from aiplans_cli.sources.documents import documents_in
from aiplans_cli.sources.settings import SourceSettings

PAIRS = Path(__file__).parent / "cases" / "pairs"
SHARED = Path(__file__).resolve().parents[2] / "shared"

EN = [
    "The plan supports the governance of artificial intelligence in all countries.",
    "Governance needs open data, and rules that everyone can read.",
    "Each agency reports to the public once a year.",
]
ZH = [  # the same
    "本计划支持各国的人工智能治理。",
    "治理需要开放数据，以及人人可读的规则。",
    "各机构每年向公众报告一次。",
]


def _pair(name: str) -> tuple[list[str], list[str]]:
    """The paragraphs of a text and of its translation, as many of each."""
    both = [
        [
            line.strip()
            for line in (PAIRS / f"{name}.{code}.md").read_text(encoding="utf-8").split("\n\n")
            if line.strip()
        ]
        for code in ("en", "zh")
    ]
    length = min(map(len, both))
    return both[0][:length], both[1][:length]


NAMES = sorted({path.name.split(".")[0] for path in PAIRS.glob("*.en.md")})


def _woven(en: list[str], zh: list[str], way: str) -> str:
    if way == "blocks":
        return "\n\n".join([*zh, *en])
    if way == "chapters":
        parts = [[*zh[at : at + 4], *en[at : at + 4]] for at in range(0, len(zh), 4)]
        return "\n\n".join(line for part in parts for line in part)
    if way == "lines":
        pairs = zip(zh, en, strict=True)
        return "\n\n".join(f"{a} {re.sub('^#+ ', '', b)}" for a, b in pairs)
    return "\n\n".join(line for pair in zip(en, zh, strict=True) for line in pair)


def _letters(documents: dict[str, Document], code: str) -> tuple[int, int]:
    text = "\n".join(section.text for section in documents[code].sections)
    return len(re.findall("[A-Za-z]+", text)), len(re.findall("[一-鿿]", text))


@pytest.mark.parametrize("way", ["paragraphs", "blocks", "chapters", "lines"])
@pytest.mark.parametrize("name", NAMES)
def test_woven_translations_are_parted_again(name: str, way: str) -> None:
    en, zh = _pair(name)
    document = read_bytes(_woven(en, zh, way).encode(), name="x.md")
    both = in_two_languages(document)
    assert list(both) == ["en", "zh"]
    words, characters = _letters({"": document}, "")
    assert _letters(both, "en")[0] >= 0.98 * words and _letters(both, "en")[1] <= 0.02 * characters
    assert _letters(both, "zh")[1] >= 0.98 * characters and _letters(both, "zh")[0] <= 0.02 * words


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("code", ["en", "zh"])
def test_a_text_in_one_language_is_one(name: str, code: str) -> None:
    data = (PAIRS / f"{name}.{code}.md").read_bytes()
    assert in_two_languages(read_bytes(data, name="x.md")) == {}


LONG_ZH, LONG_EN = ZH * 12, EN * 12
# each more English than Chinese or the other way round, and none of them mostly: commissions and
# their short names, governance and what it is called in full
GLOSSES = ["national security commission 国安委", "governance 人工智能治理"]
ONE: dict[str, list[str]] = {
    "names": [line.replace("治理", " Google DeepMind 治理 (AI governance)") for line in LONG_ZH],
    "terms": [line.replace("governance", "governance (治理, zhili)") for line in LONG_EN],
    "quoted": [*LONG_EN, "The plan says: “本计划支持各国的人工智能治理。”", *LONG_EN],
    "abstract": [*EN, *LONG_ZH],
    "references": [*LONG_ZH * 2, *(f"[{n}] A. Author. {EN[0]}" for n in range(20))],
    "glossary": [*GLOSSES, *GLOSSES] * 9,
    "glossary with a preface": [*EN[:2], *GLOSSES * 9, *ZH[:2], *GLOSSES * 9],
}
"""Documents with words of the other language, 治理 (governance) above all."""


@pytest.mark.parametrize("kind", ONE)
def test_names_terms_and_references_are_no_second_language(kind: str) -> None:
    document = read_bytes("\n\n".join(ONE[kind]).encode(), name="x.txt")
    assert in_two_languages(document) == {}


def test_a_short_summary_after_each_paragraph_is_a_second_language() -> None:
    text = "\n\n".join(line for en in LONG_EN for line in (f"{en} {en}", "治理需要开放数据。"))
    assert in_two_languages(read_bytes(text.encode(), name="x.txt"))  # "governance needs open data"


LONG = " ".join(EN * 3)
RUNS = [
    ("Article 1 Scope 第一条 范围", True, ["Article 1 Scope", "第一条 范围"]),
    ("目标 (Aims)", True, ["目标", "(Aims)"]),  # aims
    ("AI 治理", True, ["AI 治理"]),  # AI governance
    ("OECD与治理", True, ["OECD与治理"]),  # OECD and governance
    (f"{EN[0]} {ZH[0]}", False, [EN[0], ZH[0]]),
    (f"{ZH[0]} “{EN[0]}”", False, [ZH[0], f"“{EN[0]}”"]),
    (f"{EN[0]} (治理)", False, [f"{EN[0]} (治理)"]),  # governance
    # nine parts in ten are English: what follows is a reference, no translation
    (
        f"{' '.join(EN * 3)} 见本计划第三条规定。",
        False,
        [f"{' '.join(EN * 3)} 见本计划第三条规定。"],
    ),
    # neither side is in one language: "We and ... cooperate on governance"
    (
        "我们与 Google DeepMind and Open Society 合作治理 with all of the 各国 agencies there",
        False,
        ["我们与 Google DeepMind and Open Society 合作治理 with all of the 各国 agencies there"],
    ),
]


@pytest.mark.parametrize(("text", "heading", "parts"), RUNS)
def test_a_paragraph_changes_its_language_once_or_not(
    text: str, heading: bool, parts: list[str]
) -> None:
    assert [text[start:end] for start, end in _runs(text, heading)] == parts


def test_headings_pages_lines_kinds_and_quotations_stay() -> None:
    blocks = [
        Block("heading", "Aims of the plan / 计划目标", 1, "1", lines=((0, 1),)),
        Block("body", EN[0], 0, "1", lines=((0, 2), (9, 3))),
        Block("body", ZH[0], 0, "1", lines=((0, 4),)),
        Block("heading", "Rules", 2, "1", lines=((0, 5),)),
        Block("heading", "规则", 2, "1", lines=((0, 6),)),  # rules
        Block("body", EN[1], 0, "1", ((11, "2"),), ((0, 7),), True),
        Block("body", ZH[1], 0, "2", ((5, "3"),), ((0, 8),), True),
        Block("note", EN[2], 0, "3"),
        Block("note", ZH[2], 0, "3"),
        Block("heading", "3", 1, "3"),
        Block("body", f"{EN[2]} {ZH[2]}", 0, "3", ((60, "4"),)),
        Block("running head", "Action Plan", 0, "4"),
    ]
    document = Document("d", "Action Plan 行动计划", "", assemble(blocks))
    both = in_two_languages(document)
    en, zh = both["en"], both["zh"]
    assert (en.title, zh.title) == ("Action Plan", "行动计划")
    assert [(s.kind, s.heading, s.level, s.parents) for s in en.sections if s.kind != "note"] == [
        ("heading", "Aims of the plan", 1, ()),
        ("body", "Aims of the plan", 1, ()),
        ("heading", "Rules", 2, ("Aims of the plan",)),
        ("body", "Rules", 2, ("Aims of the plan",)),
        ("heading", "3", 1, ()),
        ("body", "3", 1, ()),
        ("running head", "3", 1, ()),
    ]
    assert [s.heading for s in zh.sections if s.kind == "heading"] == ["计划目标", "规则", "3"]
    first, second, _ = (s for s in en.sections if s.kind == "body")
    assert first.text == EN[0] and first.line_at(0) == 2 and first.line_at(9) == 3
    assert second.page_at(0) == "1" and second.page_at(11) == "2" and second.quoted
    chinese = [s for s in zh.sections if s.kind == "body"]
    assert [s.text for s in chinese] == [ZH[0], ZH[1], ZH[2]]
    assert chinese[1].page_at(0) == "2" and chinese[1].page_at(5) == "3"
    assert chinese[1].line_at(0) == 8 and chinese[1].quoted == ((0, len(ZH[1])),)
    assert chinese[2].page_at(0) in ("3", "4") and "furniture" not in {s.kind for s in zh.sections}
    notes = [s.text for one in (en, zh) for s in one.sections if s.kind == "note"]
    assert notes == [EN[2], ZH[2]]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.md"
    lines = ["# Plan 计划", *_woven(EN, ZH, "paragraphs").split("\n\n")]  # plan
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def test_by_default_it_is_two_documents(cli: Cli, page: Path) -> None:
    rows = cli.rows("freq", "governance", str(page))
    assert [(r["document"], r["language"], r["count"]) for r in rows] == [
        ("page::en", "en", "2"),
        ("page::zh", "zh", "2"),
    ]
    assert "page.md: is in two languages, paragraph by paragraph: read as page::en and" in cli.err
    assert "page::zh; --lang chooses one" in cli.err
    assert [r["document"] for r in cli.rows("freq", "governance", str(page))] == [
        "page::en",
        "page::zh",
    ]  # from the cache, with the same note
    assert "read as page::en and page::zh" in cli.err
    for code in ("en", "zh"):
        chosen = cli.rows("freq", "governance", str(page), "--lang", code)
        assert [row["document"] for row in chosen] == [f"page::{code}"]
        assert "its" in cli.err and "of its words" in cli.err
        named = cli.rows("freq", "governance", f"{page}::{code}")
        assert [row["document"] for row in named] == [f"page::{code}"]
        assert chosen[0]["rate"] == named[0]["rate"]
        assert aiplans_cli.read(f"{page}::{code}").language == code
    with pytest.raises(SourceError, match="it has no part 'fr'; choose from en, zh"):
        cli("freq", "governance", f"{page}::fr")
    with pytest.raises(SourceError, match="stands for page::en and page::zh; read them one by"):
        aiplans_cli.read(str(page))


def test_a_page_is_a_comparison_and_a_pair_by_itself(cli: Cli, page: Path) -> None:
    rows = cli.rows("compare", str(page))
    assert {row["concept"] for row in rows} >= {"governance"}
    [pair] = cli.rows("calibrate", str(page), "--trials", "2")
    assert (pair["a"], pair["b"]) == ("page::en", "page::zh")
    first, second, _ = cli.rows(
        "calibrate", str(page), f"{page}::en", f"{page}::zh", "--trials", "2"
    )
    assert (first["a"], second["b"]) == ("page::en", "page::zh")
    cli("calibrate", str(page), f"{page}::en", code=2)
    assert "3 documents do not make pairs" in cli.err


def test_lines_are_those_of_the_file(cli: Cli, page: Path) -> None:
    rows = cli.rows("kwic", "governance", str(page))
    assert {row["document"] for row in rows} == {"page::en", "page::zh"}
    lines = page.read_text(encoding="utf-8").splitlines()
    documents, _ = documents_in(page.read_bytes(), "page.txt", SourceSettings())
    for document in documents:
        for section in document.sections:
            for start, number in section.lines:
                assert section.text[start : start + 9] in lines[number - 1]


def test_a_corpus_holds_both(cli: Cli, page: Path, tmp_path: Path) -> None:
    output = tmp_path / "x.parquet"
    (page.parent / "plain.txt").write_text(EN[0], encoding="utf-8")
    cli("count", f"{page.parent}/*.[mt][dx]*", "-o", str(output))
    assert [c.id for c in read_corpus(output)] == ["page::en", "page::zh", "plain"]
    assert "read as page::en and page::zh" in cli.err
    cli("count", f"{page}::zh", "-o", str(output))
    assert [c.id for c in read_corpus(output)] == ["page::zh"]
    folders = ["--by", "side", "--pattern", "(?P<side>page)"]
    cli("count", str(page), "-o", str(output), *folders)
    assert [c.id for c in read_corpus(output)] == ["page en", "page zh"]


def test_a_row_of_a_table_may_be_in_both(cli: Cli, tmp_path: Path) -> None:
    import json

    path = tmp_path / "t.jsonl"
    text = _woven(EN, ZH, "paragraphs")
    path.write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    ids = [row["document"] for row in cli.rows("freq", "governance", str(path))]
    assert ids == ["t::a::en", "t::a::zh"]
    [row] = cli.rows("freq", "governance", f"{path}::a::zh")
    assert row["document"] == "t::a::zh"


def test_an_article_that_quotes_both_is_one(cli: Cli, page: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    quotes = [f"It says “{en}” and “{zh}” there." for en, zh in zip(EN, ZH, strict=True)]
    article.write_text("\n\n".join([*quotes, *EN, *ZH]), encoding="utf-8")
    rows = cli.rows("quotes", str(article), f"{page}::en", f"{page}::zh")
    assert {row["status"] for row in rows} == {"exact"} and len(rows) == 6


def test_standard_input_and_the_library(
    cli: Cli, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page.read_bytes())))
    ids = [row["document"] for row in cli.rows("freq", "governance", "-")]
    assert ids == ["stdin::en", "stdin::zh"]
    with pytest.raises(SourceError, match="is in two languages; choose one with --lang"):
        cli("texts", "add", str(page))
    cli("texts", "add", str(page), "--lang", "zh", "--id", "mine")
    [row] = cli.rows("freq", "governance", "mine")
    assert (row["language"], row["count"]) == ("zh", "2")


def test_a_document_without_words_or_parts() -> None:
    empty = Document("d", "", "", (Section("", 0, "body", "", "2024\n1.5"),))
    assert in_two_languages(empty) == {}
    with pytest.raises(SourceError, match=r"plan\.txt::zz: the file is one document; name it"):
        documents_in(EN[0].encode(), "plan.txt", SourceSettings(), part="zz")


def test_a_part_of_a_text_of_the_library(cli: Cli) -> None:
    with pytest.raises(SourceError, match="the file is one document; name it: "):
        cli("freq", "governance", "us-2025-digest::en")
    with pytest.raises(AiplansError, match=r"cn-2025-digest\.zh\.md: "):
        cli("freq", "governance", "cn-2025-digest::en")
    with pytest.raises(SourceError, match="it has no part 'en'; choose from us-2025"):
        cli("freq", "governance", "us-2025::en")


REAL = {
    "texts/pairs/off-debian-faq.zh.txt": False,
    "texts/pairs/moz-privacy-other.zh.md": False,
    "real/pdf/zh-llm-survey.pdf": False,
    "real/pdf/zh-flex-whitepaper.pdf": False,
    "real/html/bi-clreq.html": True,
}
"""Documents as people have them → whether they are in two languages."""


@pytest.mark.parametrize("name", REAL)
def test_real_documents(name: str) -> None:
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the documents beside the project are not here")
    document = read_bytes(path.read_bytes(), name=path.name)
    assert bool(in_two_languages(document)) == REAL[name]


# --- both sides of each share that was tuned ----------------------------------------------------


def both(*words: tuple[str, float], rest: float = 0) -> bool:
    """Whether paragraphs of a language and so many words, and a rest in none, are in both."""
    pieces = [_Piece(0, 0, 0, language, number, True) for language, number in words]
    return _both([*pieces, _Piece(0, 0, 0, "en", rest, False)])


HALVES = (("en", 15), ("zh", 15)) * 2


@pytest.mark.parametrize(("rest", "found"), [(50, True), (70, False)])
def test_half_of_a_text_is_in_paragraphs_of_one_language(rest: float, found: bool) -> None:
    assert both(*HALVES, rest=rest) == found


@pytest.mark.parametrize(("english", "found"), [(65, False), (75, True), (180, True), (200, False)])
def test_a_text_and_its_translation_are_about_as_long(english: float, found: bool) -> None:
    half = english / 2
    assert both(("en", half), ("en", half), ("zh", 50), ("zh", 50)) == found


@pytest.mark.parametrize(("chinese", "found"), [(13, False), (17, True)])
def test_summaries_that_go_all_along_are_a_second_language(chinese: float, found: bool) -> None:
    assert both(*(("en", 100 - chinese), ("zh", chinese)) * 10) == found


@pytest.mark.parametrize(("parts", "found"), [(5, False), (7, True)])
def test_a_bibliography_in_the_other_language_is_no_second_one(parts: int, found: bool) -> None:
    mixed = (("en", 60.0), ("zh", 20.0), ("zh", 20.0)) * parts
    assert both(*mixed, *((("en", 100.0),) * (10 - parts))) == found


@pytest.mark.parametrize(("english", "han", "pure"), [(17, 5, True), (12, 6, False)])
def test_a_paragraph_with_a_few_terms_is_in_one_language(
    english: int, han: int, pure: bool
) -> None:
    text = f"{'word ' * english}{'治' * han}"  # 治: govern
    assert [p.pure for p in _pieces(0, Section("", 0, "body", "", text))] == [pure]


def test_seventeen_characters_are_ten_words() -> None:
    assert _words("治" * 17) == (0, 10)


CHINESE = "我们共享数据并且治理人工智能"  # "we share data and govern AI"


@pytest.mark.parametrize(
    ("english", "parted"),
    [
        ("We share all of the data 的 that we have", True),  # a slip inside a run
        ("We share 数据 of all 资料 here", False),  # terms: data, material
        (f"{'word ' * 24}{CHINESE[:0]}", True),
    ],
)
def test_each_run_of_a_paragraph_is_nearly_all_in_its_language(english: str, parted: bool) -> None:
    assert (len(_runs(f"{english} {CHINESE}", False)) == 2) == parted


@pytest.mark.parametrize(("words", "parted"), [(24, True), (40, False)])
def test_a_long_paragraph_with_a_name_at_its_end_is_one(words: int, parted: bool) -> None:
    text = f"{'word ' * words}{CHINESE[:7]}"
    assert (len(_runs(text, False)) == 2) == parted
