"""One document ends no run: others' parsers are held to time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from aiplans_cli.concepts.foreign import _quanteda
from aiplans_cli.errors import DataError, SourceError
from aiplans_cli.reading import contained, registry
from aiplans_cli.reading.contained import begun_reading, read_contained
from aiplans_cli.reading.registry import READERS, read_bytes
from aiplans_cli.reading.web.tree import bare
from aiplans_cli.sources.session import Session
from aiplans_cli.storage.bounded import read_all, read_bounded
from benchmarks.halves import SHARED

HOSTILE = SHARED / "cases" / "hostile"
FORKS = contained._MAY_FORK
needs_fork = pytest.mark.skipif(not FORKS, reason="this system does not fork")


def _pdf(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, end = len(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return out + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, end)


def _stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


def shared_pages(number: int = 100_000) -> bytes:
    """A PDF that names one page many times."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<<>>>>"
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>" % (number, b" ".join([b"3 0 R"] * number))
    return _pdf([b"<</Type/Catalog/Pages 2 0 R>>", pages, page, _stream(b"BT ET")])


def exponential_forms(depth: int = 9, each: int = 10) -> bytes:
    """A PDF whose form draws ten forms, each of which draws ten, and so on."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</XObject<</X 6 0 R>>>>>>",
        _stream(b"/X Do"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for level in range(depth):
        last = level == depth - 1
        resources = b"/Resources<</Font<</F 5 0 R>>/XObject<</X %d 0 R>>>>" % (len(objects) + 2)
        about = b"/Type/XObject/Subtype/Form/BBox[0 0 612 792]" + resources
        drawn = b"BT /F 9 Tf 9 9 Td (a) Tj ET" if last else b"/X Do " * each
        objects.append(_stream(drawn, about))
    return _pdf(objects)


_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def docx(body: Iterator[bytes]) -> bytes:
    """A Word file whose text is given piece by piece."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as parts:
        parts.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="r" Type="{_OFFICE}" Target="word/document.xml"/></Relationships>',
        )
        with parts.open("word/document.xml", "w", force_zip64=True) as stream:
            stream.write(f"<w:document {_WORD}><w:body>".encode())
            for piece in body:
                stream.write(piece)
            stream.write(b"</w:body></w:document>")
    return file.getvalue()


def paragraphs(thousands: int) -> Iterator[bytes]:
    """Paragraphs of a Word file."""
    for _ in range(thousands):
        yield b"<w:p><w:r><w:t>AI rules</w:t></w:r></w:p>" * 1000


def wide_cells() -> Iterator[bytes]:
    """Cells that say they are as wide as a hundred million."""
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr><w:p><w:r><w:t>AI'
    yield b"<w:tbl>" + b"<w:tr>" + cell + b"</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    yield b"<w:p><w:r><w:t>It rules AI.</w:t></w:r></w:p>"


def _many(form: bytes, number: int = 200_000) -> bytes:
    return b" ".join(form % n for n in range(number))


BOMBS: dict[str, Callable[[], bytes]] = {
    "shared pages.pdf": shared_pages,
    "forms.pdf": exponential_forms,
    "large.docx": lambda: docx(paragraphs(3000)),  # 130 MB in 0.4
    "wide.docx": lambda: docx(wide_cells()),
    "attributes.html": lambda: b"<p " + _many(b"a%d=1") + b">AI rules</p>",
    "bodies.html": lambda: b"<p>AI rules" + _many(b"<body a%d=1>"),
    "open quotes.html": lambda: b"<p>AI rules" + b'<a href="x ' * 200_000,
    "attributes.md": lambda: b"AI rules <p " + _many(b"a%d=1") + b">x</p>",
    "bodies.md": lambda: b"AI rules\n\n" + b"<body a=1>" * 200_000,
    "open quotes.md": lambda: b"AI rules " + b'<a href="x ' * 200_000,
}


@needs_fork
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_within_the_time(name: str) -> None:
    data = BOMBS[name]()
    before = os.times()
    try:
        document = read_contained(data, name=name)
    except SourceError as error:
        assert str(error).startswith(f"{name}: ")
        assert "\n" not in str(error)
    else:
        assert any("rules" in section.text for section in document.sections)
    after = os.times()
    took = after.user + after.system + after.children_user + after.children_system
    assert took - before.user - before.system - before.children_user - before.children_system < 15


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared hostile files are not here")
@needs_fork
def test_the_known_hostile_files_end_a_line_and_no_run(tmp_path: Path) -> None:
    for file in HOSTILE.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "plan.txt").write_text("It governs AI for the good of all.", "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "aiplans_cli", "count", str(tmp_path), "-o", "-"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0
    assert '"id": "plan"' in ran.stdout
    assert "flate-flate.pdf: takes more than" in ran.stderr
    assert "Traceback" not in ran.stderr


def _reader(monkeypatch: pytest.MonkeyPatch, read: Callable[[], object]) -> None:
    """Have Markdown read by a function that stands for a parser that goes wrong."""

    def wrong(data: bytes, name: str, encoding: str | None) -> object:
        return read()

    reader = READERS["markdown"]
    known = registry.Reader(reader.name, reader.suffixes, reader.matches, wrong)  # type: ignore[arg-type]
    monkeypatch.setitem(READERS, "markdown", known)


def _fill() -> object:
    held = [bytes(10**8) for _ in range(40)]
    return len(held)


def _spin() -> object:
    while True:
        pass


def _raise() -> object:
    raise ZeroDivisionError("by nothing")


def _sink(depth: int = 0) -> object:
    return _sink(depth + 1) if depth >= 0 else depth


@needs_fork
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (_fill, "takes more than 1.5 GB of memory"),
        (_spin, "takes more than 1 seconds to read"),
        (lambda: time.sleep(60), "takes more than 1 seconds to read"),
        (_raise, "is damaged, or its reader is (ZeroDivisionError: by nothing)"),
        (_sink, "is nested too deeply"),
        (lambda: os.kill(os.getpid(), 11), "what reads it ended by SIGSEGV"),
        (lambda: os._exit(3), "what reads it ended by code 3"),
    ],
)
def test_what_goes_wrong_in_a_reader_is_one_line(
    monkeypatch: pytest.MonkeyPatch, wrong: Callable[[], object], told: str
) -> None:
    _reader(monkeypatch, wrong)
    with pytest.raises(SourceError) as caught:
        read_contained(b"# AI", name="x.md", seconds=1.0)
    assert str(caught.value).startswith("x.md: ")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_large_document_may_take_more() -> None:
    limit = contained._limit_of(bytes(10_000_000), None)
    assert limit.too_long == "takes more than 77 seconds to read"
    assert limit.too_much == "takes more than 1.7 GB of memory to read"


def test_small_markdown_is_read_here_and_still_fails_in_one_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def never(*_: object) -> object:
        raise AssertionError("a process was made")

    monkeypatch.setattr(contained, "_Fork", never)
    monkeypatch.setattr(contained, "_spawned", never)
    assert read_contained(b"# AI rules", name="x.md").title == "AI rules"
    with pytest.raises(AssertionError):
        read_contained(b"# AI rules\n\n" + b"a" * contained._HARMLESS, name="x.md")
    for wrong, told in ((_raise, "is damaged, or its reader is"), (_sink, "nested too deeply")):
        _reader(monkeypatch, wrong)
        with pytest.raises(SourceError, match=told):
            read_contained(b"# AI", name="x.md")


@needs_fork
def test_the_child_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    open_files = len(list(Path("/dev/fd").iterdir()))
    for _ in range(3):
        read_contained(b"# AI rules", name="x.md")
    _reader(monkeypatch, _spin)
    with pytest.raises(SourceError):
        read_contained(b"# AI", name="x.md", seconds=0.5)
    assert len(list(Path("/dev/fd").iterdir())) == open_files
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@needs_fork
def test_what_is_begun_is_read_once_and_what_nobody_asks_for_is_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[bytes] = []

    class Counted(contained._Fork):
        def __init__(self, request: dict[str, object], limit: contained._Limit) -> None:
            made.append(bytes(request["data"]))  # type: ignore[call-overload]
            super().__init__(request, limit)

    monkeypatch.setattr(contained, "_Fork", Counted)
    open_files = len(list(Path("/dev/fd").iterdir()))
    pages = {name: _page(name) for name in ("a.html", "b.html", "c.html")}
    with begun_reading(pages.items()):
        assert made == list(pages.values())
        assert [read_contained(pages[n], name=n).title for n in ("b.html", "a.html")] == [
            "b.html",
            "a.html",
        ]
        again = bytes(bytearray(pages["a.html"]))
        assert read_contained(again, name="a.html").title == "a.html"
    assert made == [*pages.values(), again], "what was begun is not read again"
    twice = [*pages.items(), *pages.items()]
    with pytest.raises(ZeroDivisionError), begun_reading(twice):
        raise ZeroDivisionError
    assert not contained._begun
    assert len(list(Path("/dev/fd").iterdir())) == open_files
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def _page(title: str) -> bytes:
    return f"<html><head><title>{title}</title></head><body><p>It governs AI.</html>".encode()


@needs_fork
def test_what_is_done_meanwhile_stops_when_the_answer_is_there() -> None:
    done: list[int] = []

    def steps() -> Iterator[None]:
        for number in range(1000):
            done.append(number)
            time.sleep(0.05)
            yield

    assert read_contained(_page("AI"), name="x.html", meanwhile=steps()).title == "AI"
    assert 1 <= len(done) < 1000


@needs_fork
def test_two_pages_at_once_are_what_they_are_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = [tmp_path / "a.html", tmp_path / "b.html"]
    for path in paths:
        path.write_bytes(_page(path.name))
    begun: list[int] = []
    begin = contained.begun_reading

    def counted(named: list[tuple[str, bytes]], **asked: Any) -> Any:
        begun.append(len(named))
        return begin(named, **asked)

    monkeypatch.setattr(contained, "begun_reading", counted)
    monkeypatch.setenv("AIPLANS_CACHE", str(tmp_path / "one"))
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    one_by_one = [source.counts for source in Session().sources(paths)]
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for folder, times in (("two", [2]), ("two", [2]), ("three", [2, 2])):  # kept, then not
        monkeypatch.setenv("AIPLANS_CACHE", str(tmp_path / folder))
        assert [source.counts for source in Session().sources(paths)] == one_by_one
        assert begun == times


def test_a_document_comes_as_it_is_read_here() -> None:
    data = "# Plan\n\nIt governs AI.[^1]\n\n[^1]: A note.\n\n## 二\n\n治理。".encode()  # govern
    assert read_contained(data, name="x.md") == read_bytes(data, name="x.md")
    with pytest.raises(SourceError, match=r"x\.pdf: is damaged or no PDF"):
        read_contained(b"%PDF-1.7 nothing", name="x.pdf")


def test_where_nothing_forks_a_new_python_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "_MAY_FORK", False)
    assert read_contained(b"# AI\n\nIt rules.", name="x.md").title == "AI"
    with pytest.raises(SourceError, match="is damaged or no PDF"):
        read_contained(b"%PDF-1.7 nothing", name="x.pdf")
    with pytest.raises(SourceError, match="takes more than"):
        read_contained(b"# AI", name="x.md", seconds=0.001)


def test_attributes_go_only_where_there_are_thousands() -> None:
    drawn = '<path d="' + "M 1 2 " * 5000 + '">'
    assert bare(drawn) == drawn
    assert bare("<p " + "a=1 " * 9000) == "<p>"


def test_what_has_no_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is a device, not a file"):
        read_bounded(Path("/dev/zero"))
    large = tmp_path / "large.txt"
    large.write_bytes(b"AI " * 1000)
    with pytest.raises(SourceError, match=r"large\.txt: has more than 0\.001 MB"):
        read_bounded(large, 0.001)
    with pytest.raises(SourceError, match="--max-size"):
        read_all(BytesIO(bytes(1 << 25)), "-", 20)
    assert read_bounded(large) == b"AI " * 1000


@contextmanager
def _pipe(folder: Path) -> Iterator[Path]:
    pipe = folder / "pipe.txt"
    os.mkfifo(pipe)
    yield pipe


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_a_pipe_is_waited_for_but_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _pipe(tmp_path) as pipe:
        late = Thread(target=lambda: pipe.write_bytes(b"AI " * 99_999))
        late.start()
        assert read_bounded(pipe) == b"AI " * 99_999
        late.join()
        with pytest.raises(SourceError, match="is a pipe, not a file"):
            read_bounded(pipe, waits=False)
        monkeypatch.setattr("aiplans_cli.storage.bounded._PATIENCE", 0.2)
        with pytest.raises(SourceError, match="is a pipe that nobody writes to"):
            read_bounded(pipe)


def test_aliases_of_yaml_are_not_read() -> None:
    lines = ["a: &a [x, x]"] + [f"{c}: &{c} [{p}, {p}]" for p, c in (("*a", "b"), ("*b", "c"))]
    with pytest.raises(DataError, match=r"line 2: has an alias"):
        list(_quanteda("\n".join(lines), "x.yml"))
