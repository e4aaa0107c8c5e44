"""The faces in which glyphs are set: how large, how heavy."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from aiplans_cli.reading.pdf.glyphs import Glyph

_HEAVY = re.compile(
    "bold|black|heavy|demi|simhei|黑体|xbsjw|小标宋|cmbx|fandolhei|medi$", re.IGNORECASE
)
"""Names of heavy faces; 黑体 (black face) and 小标宋 (display Song) head Chinese documents."""


def type_size(raw_page: Any, index: int, tall: float) -> float:
    """The size in which a glyph is set, which boxes do not tell: they differ from face to face."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    size = pdfium.FPDFText_GetFontSize(raw_page, index)
    if pdfium.FPDFText_GetMatrix(raw_page, index, matrix):
        size *= math.hypot(matrix.c, matrix.d)
    plausible = 0.5 * tall <= size <= 2 * tall
    return round(size if plausible else 0.87 * tall, 1)


def is_bold(raw_page: Any, run: Sequence[Glyph]) -> bool:
    """Whether the first, the last and the middle glyph of a line are set in a heavy face."""
    return all(_heavy(raw_page, run[place][5]) for place in (0, len(run) // 2, -1))


def _heavy(raw_page: Any, index: int) -> bool:
    from ctypes import c_int, create_string_buffer

    import pypdfium2.raw as pdfium

    if pdfium.FPDFText_GetFontWeight(raw_page, index) >= 600:
        return True
    name, flags = create_string_buffer(128), c_int()
    pdfium.FPDFText_GetFontInfo(raw_page, index, name, 128, flags)
    return _heavy_name(name.value)


@cache
def _heavy_name(name: bytes) -> bool:
    return bool(_HEAVY.search(name.decode("utf-8", "replace")))
