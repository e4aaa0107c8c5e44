"""Time grows with the length of a text and no faster, whatever the text."""

from __future__ import annotations

import gc
import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from pattern_attacks import patterns, slow

from aiplans_cli.analyses.quotations.extract import extract_quotations
from aiplans_cli.errors import WordlessError
from aiplans_cli.language import english
from aiplans_cli.language.addresses import addresses
from aiplans_cli.language.english_sentences import sentences
from aiplans_cli.reading.elements import ElementReader
from aiplans_cli.reading.encoding import decode
from aiplans_cli.reading.marks import is_reference
from aiplans_cli.reading.registry import read_bytes
from aiplans_cli.reading.streamed import ElementParser
from benchmarks.adversarial import TEXTS, text_of

BOUNDED = {
    "aiplans_cli.reading.pdf.file:": "x",
    "aiplans_cli.analyses.glossary._CITED": "reads the glossary that ships",
    "aiplans_cli.language.english_sentences._LAST_WORD": "looks at 40 characters",
    "aiplans_cli.output.pictures.drawing:": "reads what was drawn here",
    "aiplans_cli.output.pictures.pdf_order._ENTRIES": "reads what was drawn here",
    "aiplans_cli.reading.pdf.poppler.": "reads what poppler wrote, where each element ends",
    "aiplans_cli.reading.joining._LEFT": "looks at 300 characters",
    "aiplans_cli.reading.registry._FOREIGN": "looks at 1,024 bytes from the first",
    "aiplans_cli.reading.web.tree._XML": "looks at 2,000 characters",
    "aiplans_cli.sources.library.entries._FILE_PATTERN": "must match all of a word",
}
"""Patterns that may be slow, and why that does no harm."""


def test_each_pattern_is_fast_on_texts_made_from_its_own_parts() -> None:
    found = {}
    tried = 0
    for where, pattern, searched in patterns():
        tried += 1
        if not any(where.startswith(known) for known in BOUNDED):
            growth, text = slow(pattern, searched, most=0.3)
            if growth:
                found[where] = (round(growth, 1), text)
    assert tried > 200
    assert not found


@pytest.mark.parametrize(
    ("pattern", "searched"),
    [(r"\s*;", True), (r"\s*-?\s*x", False), (r"[.!?]+(?=\s)", True), (r"~\{[!-~]*?~\}", True)],
)
def test_a_slow_pattern_is_found(pattern: str, searched: bool) -> None:
    assert slow(re.compile(pattern), searched)[0]


@pytest.fixture(autouse=True, scope="module")
def no_look_for_garbage() -> Iterator[None]:
    """The program looks for it seldom, and among all that tests hold it takes long."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def _grows(work: Callable[[bytes], object], name: str, size: int) -> tuple[float, float]:
    """CPU seconds on a text, and on one four times as long; twice where the first look is poor."""
    took = (0.0, 0.0)
    for _ in range(2):
        took = _seconds(work, text_of(name, size)), _seconds(work, text_of(name, 4 * size))
        if took[1] < _MOST * max(took[0], _LEAST):
            break
    return took


def _seconds(work: Callable[[bytes], object], data: bytes) -> float:
    start = time.process_time()
    work(data)
    return time.process_time() - start


_MOST = 8
"""Times as long that four times the text may take; what grows with the square takes 16."""

_LEAST = 0.02
"""CPU seconds below which none is told from another."""


WORK: dict[str, Callable[[bytes], object]] = {
    "words": lambda data: english.words(data.decode()),
    "addresses": lambda data: list(addresses(data.decode())),
    "sentences": lambda data: sentences(data.decode()),
    "decode": lambda data: decode(data, "x"),
    "quotations": lambda data: extract_quotations(data.decode()),
}


@pytest.mark.parametrize("work", WORK)
@pytest.mark.parametrize("name", [name for name in TEXTS if name.endswith(".txt")])
def test_plain_text_takes_time_by_its_length(name: str, work: str) -> None:
    """Four times the text takes 4 times the time; where time grew with the square it took 16."""
    first, second = _grows(WORK[work], name, 60_000)
    assert second < _MOST * max(first, _LEAST)


@pytest.mark.parametrize("name", [name for name in TEXTS if not name.endswith(".txt")])
def test_pages_and_markdown_take_time_by_their_length(name: str) -> None:
    def work(data: bytes) -> None:
        with suppress(WordlessError):
            read_bytes(data + b"\n\nword", name=name)

    first, second = _grows(work, name, 10_000 if "brackets" in name or "images" in name else 50_000)
    assert second < _MOST * max(first, _LEAST)


@pytest.mark.parametrize("by_line", [False, True])
@pytest.mark.parametrize(
    "unit",
    [
        "<!a",
        "<!--a>",
        "<!--a> ->",
        "<![cdata[a>",
        "<![if a>",
        "<?a",
        "</a ",
        "<a ",
        "<a b='",
        "a > b",
    ],
)
def test_tags_that_are_never_closed_take_time_by_their_length(unit: str, by_line: bool) -> None:
    def work(data: bytes) -> None:
        parser = ElementParser(ElementReader())
        for piece in data.decode().splitlines(keepends=True) if by_line else [data.decode()]:
            parser.feed(piece)
        parser.close()

    texts = [f"{unit}\n".encode() * (size // len(unit)) for size in (25_000, 100_000)]
    first, second = (min(_seconds(work, text) for _ in range(2)) for text in texts)
    assert second < _MOST * max(first, _LEAST)


@pytest.mark.parametrize("tag", ["<![foo[ bar", "<![ x", "<![", "<!DOCTYPE", "<![CDATA[ x", "<!-"])
def test_a_declaration_that_is_none_is_text(tag: str) -> None:
    document = read_bytes(f"# Plan\n\nFirst.\n\n{tag}\n\nlast words\n".encode(), name="x.md")
    assert f"{tag}" in document.sections[1].text
    assert document.sections[1].text.endswith("last words")


def test_the_mark_of_a_note_with_letters_in_a_row_is_told_at_once() -> None:
    start = time.process_time()
    assert not is_reference("i-" * 39 + "é", "word")
    assert is_reference("i-" * 39 + "v", "word")
    assert time.process_time() - start < 0.5
