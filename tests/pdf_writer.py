"""A small writer of PDFs for the tests: pages of text at exact places, and what a file can add.

Latin letters are set in Helvetica and Chinese in a song face that no file embeds; ``Mapped`` text
is set in a font of the test's own, whose map to Unicode says what each glyph stands for.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Text = tuple[float, float, float, str]
"""Left, foot and size in points, and the words; a size below 0 means bold type."""

LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}
"""Glyphs that stand for several letters."""


class Placed(NamedTuple):
    """Text that is more than level black words in a face that every reader has."""

    left: float
    foot: float
    size: float
    words: str
    angle: float = 0.0
    """Degrees, anticlockwise."""
    colour: tuple[float, float, float] | None = None
    """Red, green and blue from 0 to 1."""
    means: Mapping[str, str] | None = None
    """Set in the mapped font; what its map makes of characters where that is not themselves."""
    spacing: float = 0.0
    """Points added after each character."""


class Entry(NamedTuple):
    """A bookmark."""

    title: str
    page: int
    """From 0."""
    level: int = 1


@dataclass(slots=True)
class _Font:
    """The mapped font: a code for each pair of a character and its meaning."""

    codes: dict[tuple[str, str], int] = field(default_factory=dict)

    def drawn(self, words: str, means: Mapping[str, str]) -> str:
        pairs = ((char, means.get(char, LIGATURES.get(char, char))) for char in words)
        return "".join(f"{self.codes.setdefault(p, len(self.codes) + 1):04x}" for p in pairs)

    def objects(self, first: int) -> dict[int, str]:
        """Its five objects, numbered from ``first``."""
        widths = " ".join(
            f"{code} [{1000 if char > chr(0x2FFF) and char not in LIGATURES else 500}]"
            for (char, _), code in self.codes.items()
        )
        rows = "\n".join(
            f"<{code:04x}> <{meant.encode('utf-16-be').hex()}>"
            for (_, meant), code in self.codes.items()
        )
        to_unicode = (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
            "/CMapName /Own def /CMapType 2 def\n1 begincodespacerange <0000> <ffff> "
            f"endcodespacerange\n{len(self.codes)} beginbfchar\n{rows}\nendbfchar\n"
            "endcmap CMapName currentdict /CMap defineresource pop end end"
        )
        return {
            first: "<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /Identity-H "
            f"/DescendantFonts [{first + 1} 0 R] /ToUnicode {first + 3} 0 R >>",
            first + 1: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Own /DW 500 "
            f"/W [{widths}] /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) "
            f"/Supplement 0 >> /FontDescriptor {first + 2} 0 R >>",
            first + 2: "<< /Type /FontDescriptor /FontName /Own /Flags 4 /Ascent 880 "
            "/Descent -120 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /CapHeight 880 /StemV 93 >>",
            first + 3: f"<< /Length {len(to_unicode)} >>\nstream\n{to_unicode}\nendstream",
        }


_FONTS = {
    3: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    4: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    7: "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [8 0 R] >>",
    8: "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 9 0 R >>",
    9: "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /Ascent 880 /Descent -120 "
    "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /CapHeight 880 /StemV 93 >>",
}


def pdf(
    pages: Sequence[Sequence[Text | Placed]],
    *,
    entries: Sequence[tuple[str, int] | Entry] = (),
    labels: str = "",
    title: str = "",
    trailer: str = "",
    rotate: int = 0,
) -> bytes:
    """The bytes of a PDF; pages are drawn in the order given.

    ``rotate`` turns every page by so many degrees clockwise, as a viewer shows it.
    """
    count = len(pages)
    font, own = _Font(), 10 + 2 * count + len(entries)
    kids = " ".join(f"{10 + 2 * i} 0 R" for i in range(count))
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {'/Outlines 6 0 R' if entries else ''} {labels} >>",
        2: f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        5: f"<< /Title {_string(title)} >>",
        **_FONTS,
    }
    turned = f"/Rotate {rotate}" if rotate else ""
    for i, page in enumerate(pages):
        objects[10 + 2 * i] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {turned} "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 7 0 R /F4 {own} 0 R >> >> "
            f"/Contents {11 + 2 * i} 0 R >>"
        )
        drawn = "\n".join(_drawn(Placed(*text), font) for text in page)
        objects[11 + 2 * i] = f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream"
    objects |= _outline([Entry(*entry) for entry in entries], 10 + 2 * count)
    objects |= font.objects(own)
    return _written(objects, trailer)


def _outline(entries: Sequence[Entry], first: int) -> dict[int, str]:
    """The objects of the outline, its entries numbered from ``first``, its root 6."""
    if not entries:
        return {}
    above: list[int] = []
    parents = []
    for i, entry in enumerate(entries):
        del above[entry.level - 1 :]
        parents.append(above[-1] if above else -1)
        above.append(i)
    children: dict[int, list[int]] = {}
    for i, parent in enumerate(parents):
        children.setdefault(parent, []).append(i)
    objects = {6: f"<< {_ends(children[-1], first)} >>"}
    for i, entry in enumerate(entries):
        siblings = children[parents[i]]
        place = siblings.index(i) if len(siblings) < 99 else i - siblings[0]
        following = f"/Next {first + siblings[place + 1]} 0 R" if siblings[-1] != i else ""
        parent = first + parents[i] if parents[i] >= 0 else 6
        objects[first + i] = (
            f"<< /Title {_string(entry.title)} /Parent {parent} 0 R {following} "
            f"{_ends(children[i], first) if i in children else ''} "
            f"/Dest [{10 + 2 * entry.page} 0 R /Fit] >>"
        )
    return objects


def _ends(children: Sequence[int], first: int) -> str:
    return f"/First {first + children[0]} 0 R /Last {first + children[-1]} 0 R"


def _string(words: str) -> str:
    if words.isascii():
        return f"({words})"
    return f"<feff{words.encode('utf-16-be').hex()}>"


def _drawn(text: Placed, font: _Font) -> str:
    size = abs(text.size)
    if text.means is not None:
        shown, face = f"<{font.drawn(text.words, text.means)}>", "F4"
    elif any(char > "\u2fff" for char in text.words):
        shown, face = f"<{text.words.encode('utf-16-be').hex()}>", "F3"
    else:
        escaped = text.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown, face = f"({escaped})", "F2" if text.size < 0 else "F1"
    place = f"{text.left} {text.foot} Td"
    if text.angle:
        sine, cosine = math.sin(math.radians(text.angle)), math.cos(math.radians(text.angle))
        turned = " ".join(f"{value:.6f}" for value in (cosine, sine, -sine, cosine))
        place = f"{turned} {text.left} {text.foot} Tm"
    colour = "{:g} {:g} {:g} rg ".format(*text.colour) if text.colour else ""
    spacing = f"{text.spacing:g} Tc " if text.spacing else ""
    drawn = f"{colour}BT /{face} {size} Tf {spacing}{place} {shown} Tj ET"
    return f"q {drawn} Q" if colour or spacing else drawn


def _written(objects: Mapping[int, str], trailer: str) -> bytes:
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = out.tell()
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252"))
    start = out.tell()
    table = "".join(f"{number} 1\n{place:010d} 00000 n \n" for number, place in places.items())
    out.write(f"xref\n0 1\n0000000000 65535 f \n{table}".encode())
    size = max(objects) + 1
    out.write(f"trailer\n<< /Size {size} /Root 1 0 R /Info 5 0 R {trailer} >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF\n".encode())
    return out.getvalue()


# --- text to set --------------------------------------------------------------------------------

_WORDS = (
    "agency plan rule data model risk test report office public service system review safety "
    "measure record standard market energy worker school skill trade power chip network privacy "
    "audit owner budget notice region partner supply export method value design policy growth"
).split()
_HAN = "人工智能治理发展安全数据创新服务应用管理建设推进加强促进完善国家部门机构企业社会公共经济"
# people, work, intelligence, governance, development, safety, data, … : words of any plan


def prose(seed: int, lines: int = 4, letters: int = 72) -> list[str]:
    """Lines of running text, each about so many letters long, no two alike; a full stop ends it."""
    draw = random.Random(seed)
    result = []
    for _ in range(lines):
        line = draw.choice(_WORDS)
        while len(line) < letters - 4:
            line += f" {draw.choice(_WORDS)}"
        result.append(line)
    result[0] = result[0].capitalize()
    result[-1] += "."
    return result


def zh_prose(seed: int, lines: int = 3, count: int = 36) -> list[str]:
    """Lines of Chinese characters that fill their lines; a full stop ends them."""
    draw = random.Random(seed)
    result = ["".join(draw.choice(_HAN) for _ in range(count)) for _ in range(lines)]
    return [*result[:-1], result[-1][:-5] + "。"]


def set_down(
    lines: Iterable[str], *, left: float = 72, top: float = 700, size: float = 11, step: float = 14
) -> list[Text | Placed]:
    """Lines one under the other."""
    return [(left, top - step * i, size, words) for i, words in enumerate(lines)]
