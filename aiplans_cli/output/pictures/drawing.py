"""What all charts share: size, type and colours, and how a chart becomes bytes."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from aiplans_cli.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aiplans_cli.output.report import Report

WIDTH = 482
"""Points: 170 mm, the width of two columns of a journal. A pixel of the charts is a point."""

A_COLOUR, B_COLOUR, UNSURE = "#0072B2", "#D55E00", "#7F7F7F"
"""Side A, side B, and what may not be quoted: two colours of Okabe and Ito, and grey."""

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""The colours of Okabe and Ito (2008), which colour-blind readers tell apart, but for yellow,
which is too pale for a dot on white."""

_FONT = (
    "Helvetica, Arial, 'Liberation Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', "
    "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei', 'WenQuanYi Micro Hei', sans-serif"
)
_DOTS_PER_INCH = 300
_WIDER = 16
"""Points at the left of a chart on a page: a browser's font may be wider than the one that the
labels were measured in, as DejaVu Sans is by a tenth."""
_VEGA_LITE = "6.4"
_MISSING = SourceError(
    "plot", "what draws charts is not installed", "run pip install 'aiplans[report]'"
)


def altair() -> Any:
    """The library that charts are written with. Raises ``SourceError`` where it is missing."""
    try:
        import altair as library
        import vl_convert  # noqa: F401  # what is written must be drawn
    except ImportError as error:
        raise _MISSING from error
    return library


def plain(text: object, most: int = 60) -> str:
    r"""Text of a document as a label: one line, not too long, and nothing that no XML may hold.

    >>> plain("a\x0bb\n c")
    'a b c'
    """
    signs = (" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in str(text))
    line = " ".join("".join(signs).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def values(rows: Iterable[dict[str, Any]]) -> Any:
    """Rows as the data of a chart."""
    return altair().Data(values=list(rows))


def titled(title: str, *below: str) -> Any:
    """The title of a chart and the lines under it."""
    lines = [line for text in below if text for line in _lines(text)]
    return altair().TitleParams(_lines(title, 76), subtitle=lines)


def listed(names: Sequence[str]) -> str:
    """Names in a sentence.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    told = [plain(name, 40) for name in names]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


def _lines(text: str, width: int = 116) -> list[str]:
    import textwrap

    return textwrap.wrap(plain(text, 400), width, break_on_hyphens=False)


def digests(report: Report) -> str:
    """Which documents are digests, in a line; "" where none is."""
    found = [source.id for source in report.inputs if source.kind == "digest"]
    if not found:
        return ""
    said = (
        "is a digest in our own words, not the official text"
        if len(found) == 1
        else "are digests in our own words, not the official texts"
    )
    return f"{' and '.join(found[:3])}{' and more' if len(found) > 3 else ''} {said}."


def coverage(report: Report, names: Sequence[str]) -> str:
    """How much of each document the concept list covers; "" where that is not known."""
    told = {
        str(row["document"]): row.get("coverage")
        for table in report.tables
        if table.name == "documents"
        for row in table.records()
    }
    shares = [told.get(name) for name in names]
    known = [f"{100 * share:.0f} %" for share in shares if isinstance(share, float)]
    if len(known) < len(names):
        return ""
    fit = report.parameters.get("fit")
    verdict = f" and {fit}" if fit and len(names) == 2 else ""
    return f"The concept list covers {' and '.join(known)} of the content words{verdict}."


def render(chart: Any, kind: str) -> bytes:
    """A chart as the bytes of a picture, the same for the same chart.

    Raises ``SourceError`` where a PNG or PDF has Chinese text and no font is there to draw it.
    """
    import vl_convert

    svg = _numbered(_svg(_configured(chart).properties(padding=4, background="white")))
    if kind == "svg":
        # what is measured in points is printed 170 mm wide
        header = re.sub(
            r'(<svg [^>]*?width="[\d.]+)(" height="[\d.]+)"', r'\1pt\2pt"', svg, count=1
        )
        return f"{header}\n".encode()
    if re.search("[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]", svg) and not _has_chinese():
        raise SourceError(
            f"a {kind.upper()} with Chinese text",
            "no font of this machine has the characters",
            "install one, such as Noto Sans CJK SC (Debian: fonts-noto-cjk), or write an SVG",
        )
    if kind == "png":
        return bytes(vl_convert.svg_to_png(svg, ppi=_DOTS_PER_INCH))
    from aiplans_cli.output.pictures.pdf_order import in_one_order

    return in_one_order(bytes(vl_convert.svg_to_pdf(svg)))


def inline(chart: Any, prefix: str) -> tuple[str, str]:
    """A chart without its title as an SVG for a page, and the lines that stood under the title.

    Its colours and fonts are the page's to change, and ``prefix`` begins the names inside it, so
    that several have room on one page. A mark with an ``href`` is a group whose ``data-to`` names
    where it leads: a link inside a picture would be one that no screen reader can reach.
    """
    below = " ".join(chart.title.subtitle)
    chart.title = altair().Undefined
    room = {"left": _WIDER, "top": 2, "right": 8, "bottom": 2}
    svg = _svg(_configured(chart, "sans-serif").properties(padding=room, background="transparent"))
    svg = re.sub(r' (?:role|aria-[a-z]+|pointer-events|opacity)="(?:[a-z -]+|1)"', "", svg)
    svg = re.sub(r' font-family="[^"]*"', "", svg)
    # the library makes an address on its own site of one that begins with #
    svg = re.sub(r'<a xlink:href="[^"#]*#([^"]*)">(.*?)</a>', r'<g data-to="\1">\2</g>', svg)
    # a tenth of a point is less than a screen shows
    svg = re.sub(r'(?<= )(?:d|transform|x2?|y2?|width|height)="[^"<]*"', _coarser, svg)
    return _numbered(svg, prefix), below


def _coarser(attribute: re.Match[str]) -> str:
    return re.sub(r"(\d\.\d)\d+", r"\1", attribute[0])


def _svg(chart: Any) -> str:
    import vl_convert

    made = vl_convert.vegalite_to_svg(chart.to_dict(), vl_version=_VEGA_LITE, allowed_base_urls=[])
    return str(made)


def _configured(chart: Any, font: str = _FONT) -> Any:
    library = altair()
    chart.autosize = library.AutoSizeParams(type="fit-x", contains="padding")
    return (
        chart.properties(width=WIDTH)
        .configure(font=font, aria=False)
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=8.5,
            titleFontSize=8.5,
            titleFontWeight="normal",
            labelLimit=170,
            labelFlush=False,
            gridColor="#E5E5E5",
            domainColor="#888888",
            tickColor="#888888",
            labelPadding=5,
            titlePadding=6,
        )
        .configure_legend(
            labelFontSize=8.5,
            titleFontSize=8.5,
            orient="bottom",
            labelLimit=460,
            symbolSize=50,
            offset=6,
        )
        .configure_title(
            fontSize=10.5,
            subtitleFontSize=8.5,
            subtitleColor="#444444",
            anchor="start",
            frame="bounds",
            offset=8,
        )
    )


def _numbered(svg: str, prefix: str = "") -> str:
    """The picture with its inner names counted from 0: the library goes on counting."""
    known: dict[str, int] = {}

    def name(found: re.Match[str]) -> str:
        number = known.setdefault(found[2] + found[3], len(known))
        return f"{found[1]}{prefix}{found[2]}{number}"

    return re.sub(r'(\bid="|url\(#)([a-z_]+?)(\d+)(?=["\)])', name, svg)


@cache
def _has_chinese() -> bool:
    """Whether some font draws Chinese: where none does, it looks like a sign that nothing has."""
    import vl_convert

    text = '<text x="2" y="15" font-family="sans-serif" font-size="12">{}</text>'
    page = f'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{text}</svg>'
    drawn = [vl_convert.svg_to_png(page.format(sign), scale=1) for sign in "治\U0010ffff"]  # govern
    return bool(drawn[0] != drawn[1])
