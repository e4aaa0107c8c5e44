"""The library: entries, sources, adding, and the shipped digests."""

from __future__ import annotations

import hashlib
import re
import threading
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aiplans_cli.errors import AiplansError, DataError, SourceError
from aiplans_cli.model import Document, Section
from aiplans_cli.reading.numbering import zh_number
from aiplans_cli.sources.library import entries as entries_module
from aiplans_cli.sources.library.adding import _toml, add
from aiplans_cli.sources.library.entries import (
    Entry,
    fault_of,
    load_library,
    read_entries,
    shipped_folder,
)
from aiplans_cli.sources.library.resolution import read_resolved, read_small_text, resolve
from aiplans_cli.sources.library.wholeness import points_in, shortfalls, whole_if, zh_written
from aiplans_cli.storage.files import keep

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

OFFICIAL_FILES = {
    "us-2025": "us/us-2025.pdf",
    "us-omb-m-25-21": "en/OMB-M-25-21-AI-Governance-Apr-2025.pdf",
    "us-nist-ai-600-1": "en/NIST-AI-600-1-GenAI-Profile-Jul-2024.pdf",
    "uk-2025-ai-opportunities": "en/AI-Opportunities-Action-Plan-Jan-2025.pdf",
}


def shared(name: str) -> Path:
    path = SHARED / "texts" / name
    if not path.is_file():
        pytest.skip(f"no {path.name} in a shared folder beside the checkout")
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty user data directory."""
    return tmp_path / "data"


def one_line(error: AiplansError) -> str:
    line = str(error)
    assert "\n" not in line
    return line


# --- what the library knows ---------------------------------------------------------------------


def test_the_shipped_library_is_sound(home: Path) -> None:
    library = load_library(home)
    assert list(library)[:2] == ["us-2025", "cn-2025"]
    for id, entry in library.items():
        assert entry.id == id
        assert bool(entry.sha256) == bool(entry.size)
        assert all(address.startswith("https://") for address in entry.addresses)
        assert entry.counts in ("", f"counts/{id}.tsv")
        assert (entry.kind == "digest") == bool(entry.text)
        assert entry.language == "en" or entry.title_zh, "a Chinese text has a Chinese title"


def test_digests_are_shipped_and_official_texts_are_not(home: Path) -> None:
    shipped = {path.name for path in shipped_folder().iterdir() if path.is_file()}
    digests = {entry.text for entry in load_library(home).values() if entry.kind == "digest"}
    assert shipped == {"library.toml"} | digests


@pytest.mark.parametrize("id", OFFICIAL_FILES)
def test_recorded_digests_are_those_of_the_official_files(id: str, home: Path) -> None:
    data = shared(OFFICIAL_FILES[id]).read_bytes()
    entry = load_library(home)[id]
    assert (entry.sha256, entry.size) == (hashlib.sha256(data).hexdigest(), len(data))


def test_titles_come_in_the_language_of_the_text(home: Path) -> None:
    library = load_library(home)
    assert library["cn-2025"].own_title == "人工智能全球治理行动计划"  # Global AI Governance …
    assert library["cn-2025-en"].own_title == "Global AI Governance Action Plan"
    assert library["us-2025"].own_title == "America's AI Action Plan"


GOOD = '[[text]]\nid = "x"\ntitle = "X"\nlanguage = "en"\nkind = "added"\n'

BROKEN = [
    ("not toml at all", "line 1 is not TOML"),
    (GOOD + 'title = "again"\n', "line 6 is not TOML"),
    (GOOD + "date = ", "line 6 is not TOML"),
    ("x = 1\n", "something other than"),
    ("text = 3\n", "something other than"),
    ("text = [3]\n", "something other than"),
    ("\n" + GOOD + GOOD, "line 7 gives the id x a second time"),
    (GOOD + 'colour = "red"\n', "line 1 has the unknown key colour"),
    (GOOD + "size = true\n", "size that is not of type int"),
    (GOOD + "issuer = 3\n", "issuer that is not of type str"),
    (GOOD.replace("title", "issuer"), "has no title"),
    (GOOD.replace('"X"', '""'), "has no title"),
    (GOOD.replace('"en"', '"fr"'), "language 'fr', not one of en, zh"),
    (GOOD.replace('"added"', '"stolen"'), "kind 'stolen'"),
    (GOOD + 'format = "docx"\n', "format 'docx'"),
    (GOOD.replace('"x"', '"../x"'), "malformed id '../x'"),
    (GOOD.replace('"x"', '"-x"'), "malformed id"),
    (GOOD + 'date = "yesterday"\n', "malformed date"),
    (GOOD + 'sha256 = "abc"\n', "malformed sha256"),
    (GOOD + 'text = "../../etc/passwd"\n', "malformed text"),
    (GOOD + 'counts = "/etc/passwd"\n', "malformed counts"),
    (GOOD + 'url = "http://example.org"\n', "does not begin with https://"),
    (GOOD + 'alternatives = ["ftp://example.org"]\n', "does not begin with https://"),
    (GOOD + "alternatives = [3]\n", "does not begin with https://"),
    (GOOD + "size = -1\n", "negative size"),
    (GOOD + "pages = -1\n", "negative pages"),
    (GOOD + "points = -1\n", "negative points"),
    (GOOD + "characters = 'all'\n", "a characters that is not of type int"),
    (GOOD + "passages = ['']\n", "the passage '', which is no text"),
    (GOOD + "point = 'Article'\n", "the point 'Article', without one {} for its number"),
    (GOOD + 'pages = "28"\n', "a pages that is not of type int"),
]


@pytest.mark.parametrize(("source", "expected"), BROKEN)
def test_a_broken_library_file_names_its_line(source: str, expected: str, home: Path) -> None:
    path = home / "texts" / "mine.toml"
    keep(path, source.encode())
    with pytest.raises(DataError) as caught:
        load_library(home)
    line = one_line(caught.value)
    assert line.startswith("mine.toml line ")
    assert expected in line.replace(": ", " ", 1)
    assert str(path) in line


def test_a_library_file_in_the_wrong_encoding_names_its_line(home: Path) -> None:
    keep(home / "texts" / "mine.toml", GOOD.encode() + 'issuer = "计划"'.encode("gbk"))  # plan
    with pytest.raises(DataError, match=r"mine\.toml line 6: is not UTF-8"):
        load_library(home)


def test_an_unreadable_library_file(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_entries(tmp_path)


def test_header_lines_are_found_however_the_table_is_written(tmp_path: Path) -> None:
    path = tmp_path / "inline.toml"
    path.write_text('text = [{id = "x"}]\n', encoding="utf-8")
    with pytest.raises(DataError, match=r"inline\.toml line 1: has no title"):
        read_entries(path)


def test_an_installation_without_texts_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entries_module, "__file__", str(tmp_path / "a" / "b" / "c" / "entries.py"))
    with pytest.raises(DataError, match="install aiplans again"):
        shipped_folder()
    inside = tmp_path / "a" / "texts" / "library.toml"
    keep(inside, b"")
    assert shipped_folder() == inside.parent


# --- what a source means ------------------------------------------------------------------------


def test_an_existing_file_wins_over_an_id(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert resolve("us-2025-digest", home)[0].entry is not None
    Path("us-2025-digest").write_text("mine", encoding="utf-8")
    (found,) = resolve("us-2025-digest", home)
    assert (found.entry, found.form, read_resolved(found)) == (None, "text", b"mine")


def test_a_pattern_gives_its_files_sorted(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("b.txt", "a.txt", "c.tsv", ".hidden.txt", "sub/d.txt"):
        keep(tmp_path / name, b"# aiplans counts 1\n")
    assert [found.id for found in resolve("*.txt", home)] == ["a", "b"]
    assert [found.id for found in resolve(f"{tmp_path}/[bc].*", home)] == ["b", "c"]
    assert [str(found.path) for found in resolve("**/d.*", home)] == ["sub/d.txt"]
    assert [found.form for found in resolve("c*", home)] == ["counts"]
    Path("[ab].txt").write_text("a name that looks like a pattern", encoding="utf-8")
    assert [found.id for found in resolve("[ab].txt", home)] == ["[ab]"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("us-2O25", "no such file or library id; did you mean us-2025?"),
        ("US-2025-DIGEST", "did you mean us-2025-digest?"),
        ("notes.tx", "did you mean notes.txt?"),
        ("folder/deep.md", "did you mean folder/deeper.md?"),
        ("zzzzzzzzzz", "`aiplans texts list` shows the library"),
        ("nowhere/at/all.txt", "no such file or library id"),
        ("empty", "empty: is a folder without a text in it; name another"),
        ("", '"": no such file or library id'),
        ("*.pdf", "*.pdf: no file matches this pattern"),
        ("fold*", "no file matches this pattern"),
        ("x" * 5000, "no such file or library id"),
        ("nul\0l", "no such file or library id"),
        ("nul\0l*", "no file matches this pattern"),
        ("../../etc/passwd-", "no such file or library id"),
        ("cn-2025", "run `aiplans texts fetch cn-2025`, or use cn-2025-digest"),
        (
            "cn-2023-ai-governance-initiative-en",
            "download it and run `aiplans texts add FILE --id cn-2023-ai-governance-initiative-en`",
        ),
    ],
)
def test_a_source_that_is_none_says_what_to_type(
    source: str, expected: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "notes.txt", b"x")
    keep(tmp_path / "folder" / "deeper.md", b"x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError) as caught:
        resolve(source, home)
    assert expected in one_line(caught.value)


def test_a_folder_stands_for_the_texts_below_it(home: Path, tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "below/c.csv", "x.png", ".hidden.txt", ".git/d.txt"):
        keep(tmp_path / "plans" / name, b"x")
    (tmp_path / "plans" / "again").symlink_to(tmp_path / "plans")
    problems: list[SourceError] = []
    found = resolve(str(tmp_path / "plans"), home, problems=problems)
    assert [place.path.name for place in found] == ["a.md", "b.txt", "c.csv"]
    assert [problem.fact for problem in problems] == [
        "is a link to a folder, which is not followed"
    ]


def test_a_folder_that_may_not_be_entered(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(SourceError, match="check the permissions of its folder"):
        resolve("locked/plan.txt", home)


def test_an_id_gives_the_fetched_file_before_the_digest_or_the_counts(home: Path) -> None:
    keep(home / "texts" / "us-2025.html", b"<p>later")
    keep(home / "texts" / "us-2025.pdf", b"%PDF")
    (found,) = resolve("us-2025", home)
    assert (found.path, found.form) == (home / "texts" / "us-2025.pdf", "text")
    assert found.entry is not None
    assert found.entry.title == "America's AI Action Plan"


def test_shipped_counts_stand_in_for_an_official_text(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = tmp_path / "pkg" / "texts"
    row = GOOD.replace('"added"', '"official"')
    keep(texts / "library.toml", (row + 'counts = "counts/x.tsv"\n').encode())
    monkeypatch.setattr(
        entries_module, "__file__", str(tmp_path / "pkg" / "sources" / "library" / "entries.py")
    )
    with pytest.raises(SourceError, match="not on this machine"):
        resolve("x", home)
    keep(texts / "counts" / "x.tsv", b"term\tcount\n")
    (found,) = resolve("x", home)
    assert (found.form, read_resolved(found)) == ("counts", b"term\tcount\n")


def test_an_unreadable_file_is_an_error_in_one_line(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("x", encoding="utf-8")
    (found,) = resolve(str(path), home)
    path.unlink()
    with pytest.raises(SourceError, match="cannot be read"):
        read_resolved(found)


def test_a_settings_file_is_utf8_with_or_without_its_mark(tmp_path: Path) -> None:
    path = tmp_path / "words.txt"
    path.write_bytes("\ufeff治理\n".encode())  # governance
    assert read_small_text(str(path)) == "治理\n"
    path.write_bytes("治理".encode("gbk"))
    with pytest.raises(SourceError, match="is not UTF-8 text; save it as UTF-8"):
        read_small_text(str(path))
    for name in (str(tmp_path / "none.txt"), str(tmp_path), "nul\0l"):
        with pytest.raises(SourceError, match=r"cannot be read|is a directory; name a file in it"):
            read_small_text(name)


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_no_source_whatever_ends_in_a_traceback(source: str) -> None:
    try:
        found = resolve(source, Path("/nonexistent/aiplans"))
    except AiplansError as error:
        one_line(error)
    else:
        assert found


# --- adding -------------------------------------------------------------------------------------


def test_an_added_file_is_copied_and_found_by_its_id(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "Plan (final)_v2.TXT"
    source.write_bytes(b"one two three")
    entry = add(str(source), title='A "plan"\n\x7f', language="en", date="2026-01", data_dir=home)
    assert (entry.id, entry.kind, entry.title) == ("plan-final-v2", "added", 'A "plan"\n\x7f')
    source.unlink()
    (found,) = resolve("plan-final-v2", home)
    assert found.entry == entry == load_library(home)["plan-final-v2"]
    assert read_resolved(found) == b"one two three"
    assert sorted(path.name for path in (home / "texts").iterdir()) == [
        "plan-final-v2.toml",
        "plan-final-v2.txt",
    ]


def test_a_chinese_name_makes_a_chinese_id(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "行动计划.md"  # action plan
    source.write_text("治理", encoding="utf-8")  # governance
    entry = add(str(source), data_dir=home)
    assert (entry.id, entry.language) == ("行动计划", "zh")
    assert resolve("行动计划", home)[0].path.suffix == ".md"


def test_adding_the_same_file_twice_changes_nothing(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "plan.txt"
    source.write_bytes(b"one")
    first = add(str(source), data_dir=home)
    assert add(str(source), data_dir=home) == first
    assert add(str(source), title="plan", data_dir=home) == first
    source.write_bytes(b"two")
    with pytest.raises(SourceError, match="the id plan is taken; choose another with --id"):
        add(str(source), data_dir=home)
    assert add(str(source), id="plan-2", data_dir=home).id == "plan-2"
    assert read_resolved(resolve("plan", home)[0]) == b"one"


def test_adding_the_same_file_again_changes_what_is_given(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "plan.txt"
    source.write_bytes(b"one")
    first = add(str(source), issuer="Congress", data_dir=home)
    changed = add(str(source), title="A plan", date="2024-02-29", data_dir=home)
    assert changed == replace(first, title="A plan", date="2024-02-29")
    assert load_library(home)["plan"] == changed
    with pytest.raises(SourceError, match="has the date '2023-02-29', which does not exist"):
        add(str(source), date="2023-02-29", data_dir=home)
    assert load_library(home)["plan"] == changed


def test_an_official_text_keeps_what_the_library_tells_of_it(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "saved page.html"
    page.write_text("<p>计划", encoding="utf-8")  # plan
    told: list[str] = []
    for _ in range(2):
        entry = add(str(page), id="cn-2025", title="Mine", data_dir=home, tell=told.append)
        assert entry.title != "Mine" and "cn-2025 keeps the title, issuer and date" in told[0]
        told.clear()


def test_what_is_not_the_whole_official_text_is_added_with_a_warning(
    home: Path, tmp_path: Path
) -> None:
    page = tmp_path / "half.html"
    page.write_text("<h1>人工智能全球治理行动计划</h1><p>一、未来。<p>二、契约。", encoding="utf-8")
    told: list[str] = []
    add(str(page), id="cn-2025", data_dir=home, tell=told.append)
    [line] = [line for line in told if line.startswith("may not be the whole text of cn-2025")]
    assert "it has 2 of 13 points and lacks '未来契约', '" in line  # Pact for the Future
    assert "has 22 characters, not 2,500 or more" in line


def test_a_whole_official_text_is_added_without_one(home: Path) -> None:
    told: list[str] = []
    law = shared("zh/cn-2021-data-security-law.md")
    add(str(law), id="cn-2021-data-security-law", data_dir=home, tell=told.append)
    assert not [line for line in told if "whole" in line]


PLAN = Entry("plan", "The Plan", "en", "official", points=3)
LAW = Entry(
    "law", "Law", "zh", "official", title_zh="数据法", points=21, point="第{}条"
)  # data law
RESOLUTION = replace(LAW, points=12, point="行动{}")  # action
COUNTED = [
    (PLAN, "1. Trees 2. Fruit 3. Water", 3),
    (PLAN, "In 2021. And 1.5 trees", 0),
    (PLAN, "1. Trees 3. Water", 1),
    (PLAN, "3. Water 2. Fruit 1. Trees", 1),
    (
        replace(PLAN, point="Article {}"),
        "ARTICLE 1 Trees\nArticle 2: see Article 3\nArticle  30",
        3,
    ),
    (replace(PLAN, point="Article {}"), "Article 1 Article 2 Article 30", 2),
    (replace(LAW, point="", points=13), "".join(f"{n}、" for n in "一二三四五六七八九十"), 10),
    (replace(LAW, point="", points=3), "十一、二、三、", 0),
    (LAW, "".join(f"第{n}条" for n in "一二三四五六七八九十"), 10),
    (LAW, "".join(f" 第 {n} 条" for n in range(1, 22)), 21),
    (RESOLUTION, "".join(f"行动 {n}. 我们\n" for n in range(1, 13)), 12),
    (RESOLUTION, "行动10 行动11 行动12", 0),
]


@pytest.mark.parametrize(("entry", "text", "number"), COUNTED)
def test_points_are_counted_in_their_order(entry: Entry, text: str, number: int) -> None:
    assert points_in(text, entry) == number


def test_chinese_numbers_are_those_that_are_read() -> None:
    assert all(zh_number(zh_written(number)) == number for number in range(1, 200))


def test_what_is_missing_of_a_text_is_told() -> None:
    def lacks(text: str, entry: Entry, data: bytes = b"") -> list[str]:
        body = Section("", 0, "body", "", text)
        # as an entry's document is read: with the library's titles, which prove nothing
        return shortfalls(
            Document("plan", "The Plan", "en", (body,), front=("The Plan",)), entry, data
        )

    whole = replace(PLAN, passages=("Red Fruit",), characters=30)
    text = "The plan: 1. Trees give shade. 2. Red fruit. 3. Water."
    assert lacks(text, whole) == []
    assert lacks(text.replace("The p", "A p"), whole) == ["lacks the title 'The Plan'"]
    assert lacks(text.replace("The p", "A p"), whole, b"<h1>The <b>Plan</b></h1>") == []
    assert lacks(text.replace("Red", "Ripe"), whole) == ["lacks 'Red Fruit'"]
    nested = b"<ol><li>a<li>b<ol><li>x<li>y<li>z</ol></ol></ol><ol><li>p<li>q<li>r"
    assert lacks("The plan.", PLAN, nested) == []
    assert lacks("The plan.", PLAN, nested.replace(b"<li>z", b"")) == ["has 2 of 3 points"]
    assert lacks("The plan. Red fruit.", whole, b"<OL><li>a<li>b<li class=x>c</OL>") == [
        "has 17 characters, not 30 or more"
    ]
    assert lacks("The plan 树木给人树荫，水果是红色的", replace(PLAN, points=0)) == [
        "is in Chinese, not in English"
    ]


def test_where_the_whole_text_is_known_the_library_says_how(home: Path) -> None:
    library = load_library(home)
    for id in ("cn-2025", "cn-2025-en", "un-2024-pact-en", "un-2024-pact-zh"):
        assert len(library[id].addresses) > 1
        assert library[id].points and library[id].passages and library[id].characters
        assert "points" in whole_if(library[id])
    for entry in library.values():
        assert not (entry.sha256 and entry.has_whole), "a sha256 says it all"
        assert entry.kind != "translation" or (entry.has_whole and entry.characters > 5000)
    assert whole_if(library["us-2025"]) == ""


def test_an_added_file_that_is_gone_can_be_put_back(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "plan.txt"
    source.write_bytes(b"one")
    add(str(source), data_dir=home)
    (home / "texts" / "plan.txt").unlink()
    with pytest.raises(SourceError, match="its file is gone"):
        resolve("plan", home)
    add(str(source), data_dir=home)
    assert read_resolved(resolve("plan", home)[0]) == b"one"


def test_a_file_may_be_added_as_an_official_text(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "saved page.html"
    page.write_text("<p>计划", encoding="utf-8")  # plan
    assert add(str(page), id="cn-2025", data_dir=home).kind == "official"
    assert resolve("cn-2025", home)[0].path == home / "texts" / "cn-2025.html"
    with pytest.raises(SourceError, match="not the file recorded for us-2025: sha256"):
        add(str(page), id="us-2025", data_dir=home)
    with pytest.raises(SourceError, match="taken"):
        add(str(page), id="us-2025-digest", data_dir=home)


def test_a_damaged_file_does_not_become_an_official_text(home: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    page.write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    with pytest.raises(SourceError, match=r"page\.pdf: "):
        add(str(page), id="cn-2025", data_dir=home)
    assert not home.exists()


def test_adding_tells_what_the_reader_notes(home: Path, tmp_path: Path) -> None:
    source = tmp_path / "mixed.txt"
    # AI governance, data security
    source.write_text("人工智能治理 governance of AI 数据安全 data security", encoding="gb18030")
    told: list[str] = []
    add(str(source), data_dir=home, tell=told.append)
    assert "gb18030" in told[0].lower() and "in the other language" in told[1]


@pytest.mark.parametrize(
    ("name", "data", "options", "expected"),
    [
        ("plan.txt", None, {}, "cannot be read (No such file or directory)"),
        ("plan.txt", b"", {}, "is empty"),
        ("plan.txt", b" \n", {}, "is empty"),
        ("plan.txt", b"-- 12 --\n...", {}, "it has no English or Chinese words"),
        ("plan.txt", b"... --\n", {}, "has no words in it"),
        ("plan.pdf", b"%PDF-1.7\n1 0 obj\n<<", {}, "damaged"),
        ("plan.docx", b"PK\x03\x04 and no more", {}, "damaged"),
        ("plan.txt", b"plain English", {"language": "zh"}, "it has no Chinese words"),
        ("plan.exe", b"x", {}, "has no suffix that tells its format"),
        ("plan", b"x", {}, "has no suffix"),
        ("---.txt", b"x", {}, "has no id"),
        ("plan.txt", b"x", {"id": "a/b"}, "malformed id 'a/b'"),
        ("plan.txt", b"x", {"language": "fr"}, "language 'fr'"),
        ("plan.txt", b"x", {"date": "soon"}, "malformed date 'soon'"),
        ("plan.txt", b"x", {"date": "2024-13"}, "the date '2024-13', which does not exist"),
        ("plan.txt", b"x", {"date": "2024-13-45"}, "the date '2024-13-45', which does not exist"),
        ("nul\0l.txt", None, {}, "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_added(
    name: str,
    data: bytes | None,
    options: dict[str, str],
    expected: str,
    home: Path,
    tmp_path: Path,
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(AiplansError) as caught:
        add(str(path), data_dir=home, **options)  # type: ignore[arg-type]
    assert expected in one_line(caught.value)
    assert not home.exists()


def test_a_directory_cannot_be_added(home: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a directory"):
        add(str(tmp_path), data_dir=home)


def test_a_data_directory_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way", encoding="utf-8")
    source = tmp_path / "plan.txt"
    source.write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match="AIPLANS_DATA"):
        add(str(source), data_dir=blocked)
    (tmp_path / "d" / "texts" / "plan.txt").mkdir(parents=True)
    with pytest.raises(DataError, match="AIPLANS_DATA"):
        add(str(source), data_dir=tmp_path / "d")


def test_many_may_add_at_once(home: Path, tmp_path: Path) -> None:
    names = [f"plan-{n}.txt" for n in range(12)]
    for name in names:
        (tmp_path / name).write_text(name, encoding="utf-8")
    threads = [
        threading.Thread(target=add, args=(str(tmp_path / name),), kwargs={"data_dir": home})
        for name in names
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    added = [entry for entry in load_library(home).values() if entry.kind == "added"]
    assert sorted(entry.text for entry in added) == sorted(names)


@given(st.dictionaries(st.sampled_from(["title", "issuer", "id"]), st.text(), min_size=1))
def test_an_entry_survives_being_written(record: dict[str, str]) -> None:
    (read,) = tomllib.loads(_toml(record))["text"]
    assert read == {key: re.sub(r"[\ud800-\udfff]", "?", value) for key, value in record.items()}


def test_adding_uses_the_folder_of_the_user_unless_told(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AIPLANS_DATA", str(home))
    source = tmp_path / "plan.txt"
    source.write_bytes(b"one")
    add(str(source))
    assert "plan" in load_library()
    assert resolve("plan")[0].path == home / "texts" / "plan.txt"


# --- the digests --------------------------------------------------------------------------------


def words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:[-'][a-z0-9]+)*", text.lower().replace("’", "'"))


def digest(id: str, home: Path) -> str:
    return read_resolved(resolve(id, home)[0]).decode("utf-8")


def test_the_american_digest_is_short_and_keeps_the_plan_in_proportion(home: Path) -> None:
    text = digest("us-2025-digest", home)
    tokens = words(text)
    assert 1400 <= len(tokens) <= 1800
    assert text.count("\n## Pillar ") == 3
    assert text.count("\n### ") == 30
    assert tokens.count("governance") <= 2
    assert "governance" not in words(text[: text.index("## Pillar III")])
    assert "not an official text" in text


def test_the_american_digest_copies_no_sentence(home: Path) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(shared("us/us-2025.pdf"))
    plan = words(" ".join(page.get_textpage().get_text_range() for page in document))
    runs = {tuple(plan[n : n + 8]) for n in range(len(plan))}
    prose = [line for line in digest("us-2025-digest", home).splitlines() if line[:1] != "#"]
    for line in prose:
        tokens = words(line.replace("National Institute of Standards and Technology", "X"))
        copied = [tokens[n : n + 8] for n in range(len(tokens)) if tuple(tokens[n : n + 8]) in runs]
        assert not copied


def test_the_chinese_digest_has_thirteen_points(home: Path) -> None:
    points = re.findall(r"(?m)^## ([一二三十四五六七八九]+)、", digest("cn-2025-digest", home))
    assert points == "一 二 三 四 五 六 七 八 九 十 十一 十二 十三".split()  # 1 to 13
    assert "不是官方文本" in digest("cn-2025-digest", home)  # not an official text


def test_fault_of_a_sound_row_is_nothing() -> None:
    row = {"id": "x", "title": "X", "language": "", "kind": "added", "size": 0}
    assert fault_of(row) == ""
    assert Entry("x", "X", "", "added").addresses == ()
