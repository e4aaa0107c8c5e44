"""The texts that other extractors make of a PDF, kept in a temporary folder."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

EXTRACTORS = ("poppler", "pymupdf", "pdfminer")
"""Those against which words are measured."""

_CODE = {
    "pymupdf": "import pymupdf; text = '\\f'.join(p.get_text() for p in pymupdf.open(path))",
    "pdfminer": "from pdfminer.high_level import extract_text; text = extract_text(path)",
    "pymupdf4llm": "import pymupdf4llm; text = pymupdf4llm.to_markdown(path)",
    "outline": (
        "import pymupdf; text = '\\n'.join(f'{level}\\t' + ' '.join(title.split()) "
        "for level, title, *_ in pymupdf.open(path).get_toc())"
    ),
}
_RUN = (
    "import sys; path, out = sys.argv[1:]; {}; open(out, 'wb').write(text.encode(errors='ignore'))"
)
_MODULES = {"pdfminer": "pdfminer.high_level", "outline": "pymupdf"}


class Others:
    """The other extractors that are at hand."""

    def __init__(self, python: str, without: Iterable[str] = ()) -> None:
        self._python = python
        self._poppler = shutil.which("pdftotext")
        self._here: dict[str, bool] = {"poppler": bool(self._poppler)}
        self._here |= dict.fromkeys(without, False)
        self._folder = Path(tempfile.gettempdir()) / "aiplans-reading"
        self._folder.mkdir(exist_ok=True)

    def has(self, name: str) -> bool:
        """Whether the extractor can be run."""
        if name not in self._here:
            module = _MODULES.get(name, name)
            self._here[name] = bool(self._python) and not self._call(
                [self._python, "-c", f"import {module}"]
            )
        return self._here[name]

    def text(self, path: Path, name: str) -> str | None:
        """What the extractor makes of the file; None where it is missing or fails."""
        if not self.has(name):
            return None
        key = hashlib.sha256(path.read_bytes()).hexdigest()
        kept = self._folder / f"{key}.{name}.txt"
        if not kept.exists():
            fresh = kept.with_suffix(".new")
            command = [self._python, "-c", _RUN.format(_CODE.get(name, "")), str(path), str(fresh)]
            if name == "poppler":
                command = [str(self._poppler), "-enc", "UTF-8", str(path), str(fresh)]
            if self._call(command):
                print(f"{name} fails on {path.name}", file=sys.stderr)
                return None
            fresh.replace(kept)
        return kept.read_text(encoding="utf-8", errors="ignore")

    @staticmethod
    def _call(command: list[str]) -> int:
        try:
            return subprocess.run(command, capture_output=True, check=False).returncode
        except OSError:
            return 1
