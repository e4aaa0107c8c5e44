"""What is installed with the program: the table of docs/supply.md holds what the locks name.

``AIPLANS_GOLDEN=1`` writes the table anew; review the difference.
"""

from __future__ import annotations

import os
import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "supply.md"
LOCKS = {
    "requirements.lock": "all",
    "requirements-report.lock": "charts",
    "requirements-build.lock": "building",
}
"""A lock → for what its packages are installed; the first that names one counts."""

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
_ROW = re.compile(r"^\| ([a-z0-9-]+) \| (\S+) \| (.+) \| ([a-z]+) \|$", re.MULTILINE)


def _pinned() -> dict[str, tuple[str, str]]:
    """A package → its version in the locks, and what it is for."""
    found: dict[str, tuple[str, str]] = {}
    for lock, purpose in LOCKS.items():
        for name, version in _PINNED.findall((ROOT / lock).read_text(encoding="utf-8")):
            key = re.sub(r"[._-]+", "-", name).lower()
            before, use = found.get(key, (version, purpose))
            versions = dict.fromkeys((*before.split("/"), version))  # they differ by Python
            found[key] = ("/".join(versions), use)
    return dict(sorted(found.items()))


def _licence(name: str) -> str:
    """The licence that an installed package states; "" where it is not installed here."""
    try:
        stated: Any = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := stated.get("License-Expression"):
        return str(expression)
    marks = [c.split(" :: ") for c in stated.get_all("Classifier", []) if c.startswith("License")]
    named = sorted(mark[-1] for mark in marks if mark[-1] != "OSI Approved")
    first = (str(stated.get("License") or "").strip().splitlines() or [""])[0]
    return ", ".join(named) or first or "not stated"


def test_the_table_holds_what_the_locks_name() -> None:
    page = PAGE.read_text(encoding="utf-8")
    told = {name: (version, licence, use) for name, version, licence, use in _ROW.findall(page)}
    rows = {}
    for name, (version, use) in _pinned().items():
        known = told.get(name, ("", "not installed where the table was made", ""))[1]
        rows[name] = (version, _licence(name) or known, use)
    if os.environ.get("AIPLANS_GOLDEN"):
        table = "\n".join(f"| {name} | {' | '.join(row)} |" for name, row in rows.items())
        begin, end = page.index("|---|---|---|---|\n") + 18, page.index("\n\n## ")
        PAGE.write_text(f"{page[:begin]}{table}{page[end:]}", encoding="utf-8")
        return
    assert told == rows


@pytest.mark.parametrize("name", sorted(_pinned()))
def test_no_licence_forbids_what_ours_allows(name: str) -> None:
    barred = re.compile(r"(?i)\b(AGPL|GPL-[23]|GNU General|GNU Affero|proprietary)\b")
    assert not all(barred.search(choice) for choice in _licence(name).split(" OR "))


def test_every_lock_has_hashes() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        blocks = re.split(r"\n(?=\S)", lock.read_text(encoding="utf-8").strip())
        assert blocks
        for block in blocks:
            assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]
