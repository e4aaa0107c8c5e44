"""From the bytes of a PDF to a draft of its document, with all that is not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from aiplans_cli.errors import WordlessError
from aiplans_cli.reading import numbering
from aiplans_cli.reading.ledger import visible
from aiplans_cli.reading.pdf import flow, layout, outline
from aiplans_cli.reading.pdf.blocks import Pages, blocks_of, without_gaps
from aiplans_cli.reading.pdf.file import File, read_file, second_reading
from aiplans_cli.reading.pdf.furniture import folded, printed_numbers
from aiplans_cli.reading.pdf.headings import headings
from aiplans_cli.reading.pdf.initials import with_initials
from aiplans_cli.reading.pdf.titles import Measure
from aiplans_cli.reading.shape import HAN, Aside, Draft

_FILE_NAME = re.compile(r"\.(?:docx?|pdf|indd|qxd|rtf|tmp)$|^(?:microsoft word|untitled)", re.I)


def read_pdf(data: bytes, name: str, encoding: str | None = None) -> Draft:
    """Read a PDF; ``encoding`` does not matter, as a PDF names its own.

    Raises:
        SourceError: the file is encrypted or damaged, or has no text.
    """
    file = read_file(data, name)
    if not any(line.text for page in file.lines for line in page):
        fact = "has no text, only images"
        raise WordlessError(
            name, fact, "run text recognition (OCR) on it first: 'ocrmypdf FILE NEW.pdf'"
        )
    notes = second_reading(data, file)
    pages = _classified(file)
    entries = file.bookmarks
    if len(entries) < 3:
        entries = outline.contents_entries(pages.lines, pages.kinds, pages.labels)
    named = list(outline.located(entries, pages.lines, pages.kinds, pages.measure))
    found, complete = headings(named, pages.lines, pages.kinds, pages.measure)
    for one in found:
        of_page = pages.kinds[one.page]
        for index in range(one.first, one.first + one.count):
            of_page[index] = "body" if of_page[index] == "running head" else of_page[index]
    blocks = without_gaps(
        numbering.number_headings(
            blocks_of(pages, found), pages.asides, strong=complete, run_in=False
        )
    )
    title = "" if _FILE_NAME.search(file.title) or not _says(file.title) else file.title
    return Draft(
        tuple(blocks),
        title or _display_title(pages),
        len(pages.lines),
        (*notes, *_notes(pages, file)),
        asides=(*pages.asides, *_beside(file, pages.labels)),
        visible=sum(map(visible, file.drawn)) + sum(file.unread),
    )


def _classified(file: File) -> Pages:
    file.lines = with_initials(file.lines)
    every = [line for page in file.lines for line in page if not line.slant]
    size = layout.body_size(every)
    running = [line for line in every if line.size == size]
    heavy = sum(len(line.text) for line in running if line.bold)
    widths = sorted(line.right - line.left for line in every)
    measure = Measure(
        size or 1.0,
        widths[len(widths) * 19 // 20] if widths else 0.0,  # the widest may span two columns
        flow.leading(every, size),
        2 * heavy > sum(len(line.text) for line in running),
    )
    outlined = {(entry.page, folded(entry.title)) for entry in file.bookmarks}
    kinds = layout.classify(file.lines, measure.size, measure.step, outlined)
    labels = [
        printed or named or str(number + 1)
        for number, (printed, named) in enumerate(
            zip(printed_numbers(file.lines, kinds), file.labels, strict=True)
        )
    ]
    body = [
        line
        for lines, of_page in zip(file.lines, kinds, strict=True)
        for line, kind in zip(lines, of_page, strict=True)
        if kind == "body"
    ]
    return Pages(file.lines, kinds, labels, flow.vocabulary(body), measure)


def _says(title: str) -> bool:
    """Whether the title of the metadata can be one; some are the initials of a form."""
    return len(title.split()) > 1 or len(HAN.findall(title)) > 3


def _display_title(pages: Pages) -> str:
    """The largest type of the first page that has text, where it is larger than the body's."""
    for lines, kinds in zip(pages.lines, pages.kinds, strict=True):
        first = [line for line, kind in zip(lines, kinds, strict=True) if kind == "body"]
        if first:
            break
    else:
        return ""
    largest = max(line.size for line in first)
    if largest < 1.3 * pages.measure.size:
        return ""
    start = next(index for index, line in enumerate(first) if line.size == largest)
    title = [first[start]]
    for line in first[start + 1 :]:
        if line.size != largest or not 0 <= title[-1].foot - line.foot < 3 * largest:
            break
        title.append(line)
    return " ".join(line.text for line in title)


def _beside(file: File, labels: Sequence[str]) -> Iterator[Aside]:
    """Line numbers of the margins, and what could not be read."""
    if file.fields:
        yield Aside("values of form fields", "", unread=True)
    for number, label in enumerate(labels):
        for line in file.numbers[number]:
            yield Aside("margin line number", line.text, label)
        if file.unread[number]:
            yield Aside(
                "characters without Unicode",
                "\N{REPLACEMENT CHARACTER}" * file.unread[number],
                label,
                unread=True,
            )
        if not file.lines[number]:
            yield Aside("page without text", "", label, unread=True)


def _notes(pages: Pages, file: File) -> Iterator[str]:
    """What the user should know beyond what the sections themselves tell."""
    empty = [pages.labels[number] for number, lines in enumerate(pages.lines) if not lines]
    if empty:
        yield f"no text on {_spoken(empty)}; images are not read"
    if file.fields:
        how = "print it to PDF to have them as text"
        yield f"it has {file.fields:,} form fields, whose values are not read; {how}"
    unread = sum(file.unread)
    if unread > max(10, 0.002 * sum(map(len, file.drawn))):
        yield f"{unread:,} characters have no Unicode in the file and were not read"


def _spoken(labels: Sequence[str]) -> str:
    return f"page{'s' if len(labels) > 1 else ''} {', '.join(labels)}"
