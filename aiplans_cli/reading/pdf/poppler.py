"""A second reading, by poppler's ``pdftotext``, of files whose letters PDFium takes for others."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from aiplans_cli.reading.pdf.lines import Line
from aiplans_cli.reading.shape import HAN, tidy

_STRAY = re.compile(
    "[\u0400-\u052f\u0590-\u10ff\u1200-\u1cff\u1dc0-\u1dff\u2c00-\u2dff\ua000-\uabff]"
)
"""Letters of scripts that no Chinese text mixes in; Greek, Hangul and Kana may stand there."""

_WORDS = re.compile("[Ѐ-ԯ]{3,}|[֐-ۿ]{3,}|[ऀ-෿]{3,}|[฀-໿]{3,}|[Ⴀ-ჿ]{3,}")
"""Words of other scripts: names may be given in them; letters taken for others stand singly."""

_FEWEST = 5
_SHARE = 0.002
"""Stray letters to Han characters; a white paper of 2020 made on macOS has 0.07, others none."""

_TIMEOUT = 120.0
_PAGE = re.compile(r'<page width="[\d.]+" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_LINE = re.compile(
    r'<line xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</line>',
    re.DOTALL,
)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" [^>]*>(.*?)</word>', re.DOTALL
)
_GAP = 0.1
"""Words nearer to one another than this share of the type's height are one, with its indices."""


def stray_letters(text: str) -> int:
    """How many letters of a Chinese text are of scripts that it cannot have; 0 where few are.

    >>> stray_letters("ᮠᦞ的安全和交ᦒ使用治理" * 9), stray_letters("治理 AI")  # "governance", …
    (27, 0)
    """
    stray = len(_STRAY.findall(_WORDS.sub("", text)))
    chinese = len(HAN.findall(text))
    if stray < _FEWEST or not _SHARE * chinese < stray < chinese / 2:
        return 0  # else a few foreign words, or a text in another script with a few in Chinese
    return stray if 5 * chinese > sum(map(str.isalpha, text)) else 0


def poppler_pages(data: bytes) -> list[list[Line]] | None:
    """The lines of each page as poppler reads them; ``None`` where it is not installed or fails."""
    command = shutil.which("pdftotext")
    if command is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "document.pdf")
        path.write_bytes(data)
        try:
            done = subprocess.run(
                [command, "-q", "-bbox-layout", str(path), "-"],
                capture_output=True,
                timeout=_TIMEOUT,
                check=True,
            )
        except (OSError, subprocess.SubprocessError):
            return None
    text = done.stdout.decode("utf-8", "replace")
    return [
        _lines(number, float(match[1]), match[2])
        for number, match in enumerate(_PAGE.finditer(text))
    ]


def _lines(page: int, height: float, inner: str) -> list[Line]:
    lines = []
    for found in _LINE.finditer(inner):
        left, high, right, low = (round(float(found[i]), 1) for i in range(1, 5))
        words, last = "", left
        for begins, ends, word in _WORD.findall(found[5]):
            apart = words and float(begins) - last > _GAP * (low - high)
            words += (" " if apart else "") + html.unescape(word)
            last = float(ends)
        text = tidy(words, tight=True)
        if text:
            size = round(0.87 * (low - high), 1)
            lines.append(Line(page, text, left, right, round(height - low, 1), size, False))
    return lines
