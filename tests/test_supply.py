"""What is installed with the program: the table of docs/supply.md holds what the locks name.

``AIPLANS_GOLDEN=1`` writes the table anew; review the difference. Months of releases, which no
package tells of itself, are kept: write that of a new package by hand.
"""

from __future__ import annotations

import os
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "supply.md"
LOCKS = {
    "requirements.lock": "all",
    "requirements-report.lock": "charts",
    "requirements-semantic.lock": "sentences",
    "requirements-build.lock": "building",
    "requirements-dev.lock": "cluster",  # of which only what the extra of that name needs
}
"""A lock → for what its packages are installed; the first that names one counts."""

UNKNOWN = "not known"
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ \\;]+)", re.MULTILINE)
_ROW = re.compile(
    r"^\| ([a-z0-9-]+) \| (\S+) \| (.+) \| (\d{4}-\d\d|not known) \| ([a-z]+) \|$", re.MULTILINE
)


def _plain(name: str) -> str:
    return re.sub(r"[._-]+", "-", name).lower()


def _needed(name: str, known: set[str]) -> set[str]:
    """A package, and all that it needs, added to what is known."""
    if name not in known:
        known.add(name)
        for text in requires(name) or ():
            needed = Requirement(text)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                _needed(_plain(needed.name), known)
    return known


def _of_cluster() -> set[str]:
    """What the extra ``cluster`` needs; it has no lock of its own."""
    pytest.importorskip("distributed")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    known: set[str] = set()
    for text in project["optional-dependencies"]["cluster"]:
        _needed(_plain(Requirement(text).name), known)
    return known


def _pinned() -> dict[str, tuple[str, str]]:
    """A package → its version in the locks, and what it is for."""
    found: dict[str, tuple[str, str]] = {}
    for lock, purpose in LOCKS.items():
        for name, version in _PINNED.findall((ROOT / lock).read_text(encoding="utf-8")):
            key = _plain(name)
            if purpose == "cluster" and (key in found or key not in _of_cluster()):
                continue
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
    told = {name: tuple(cells) for name, *cells in _ROW.findall(page)}
    rows = {}
    for name, (version, use) in _pinned().items():
        _, known, released, _ = told.get(
            name, ("", "not installed where the table was made", "", "")
        )
        rows[name] = (version, _licence(name) or known, released or UNKNOWN, use)
    if os.environ.get("AIPLANS_GOLDEN"):
        table = "\n".join(f"| {name} | {' | '.join(row)} |" for name, row in rows.items())
        begin, end = page.index("|---|---|---|---|---|\n") + 22, page.index("\n\n## ")
        PAGE.write_text(f"{page[:begin]}{table}{page[end:]}", encoding="utf-8")
        return
    assert told == rows


def test_no_last_release_is_older_than_what_is_installed() -> None:
    rows = _ROW.findall(PAGE.read_text(encoding="utf-8"))
    dated = 0
    for name, version, _, released, _ in rows:
        if match := re.match(r"(20\d\d)\.(\d{1,2})(?:\.|$)", version):  # numbered by the calendar
            dated += 1
            assert released >= f"{match[1]}-{int(match[2]):02}", name
    assert dated >= 5
    assert sum(released == UNKNOWN for *_, released, _ in rows) <= 3


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
