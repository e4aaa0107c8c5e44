"""The counts files in ``texts/counts``: facts about documents that are not shipped themselves.

Where the documents are present, they are counted again and must give the same bytes;
``make golden`` writes the files anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aiplans_cli.counting.files import parse_counts, render_counts
from aiplans_cli.counting.occurrences import totals
from aiplans_cli.model import Counts
from aiplans_cli.sources.library.documents import document_of
from aiplans_cli.sources.library.entries import load_library
from aiplans_cli.sources.session import Session

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "texts"
US = "us/2025-07-23-"
DOCUMENTS = {
    "us-2025": "us/us-2025.pdf",
    "us-eo-14110-2023": "us/2023-10-30-executive-order-on-the-safe-secure-and-trustworthy-"
    "development-and-use-of-artificial-intelligence.md",
    "us-eo-14179-2025": "us/2025-01-23-removing-barriers-to-american-leadership-in-"
    "artificial-intelligence.md",
    "us-eo-14318-2025": US + "accelerating-federal-permitting-of-data-center-infrastructure.md",
    "us-eo-14319-2025": US + "preventing-woke-ai-in-the-federal-government.md",
    "us-eo-14320-2025": US + "promoting-the-export-of-the-american-ai-technology-stack.md",
    "us-eo-2025-state-laws": "us/2025-12-11-eliminating-state-law-obstruction-of-national-"
    "artificial-intelligence-policy.md",
    "cn-2021-data-security-law": "zh/cn-2021-data-security-law.md",
    "cn-2024-ai-capacity-building-plan": "zh/cn-2024-ai-capacity-building-plan.txt",
    "cn-2024-ai-standards-guide": "zh/cn-2024-ai-standards-guide.txt",
    "cn-2024-government-work-report": "zh/cn-2024-government-work-report.txt",
    "cn-2024-trusted-data-space-draft": "zh/cn-2024-trusted-data-space-draft.txt",
}
DIGESTS = ("us-2025-digest", "cn-2025-digest")


def _source(id_: str) -> Path:
    if id_ in DIGESTS:
        entry = load_library()[id_]
        return entry.folder / entry.text
    path = SHARED / DOCUMENTS[id_]
    if not path.is_file():
        pytest.skip("the shared documents are not here")
    return path


def _counted(id_: str) -> Counts:
    path = _source(id_)
    document = document_of(path.read_bytes(), path.name, load_library()[id_])
    return Session().rules.count(document)


def test_the_library_names_exactly_these_counts() -> None:
    named = {entry.id: entry.counts for entry in load_library().values() if entry.counts}
    assert named == {id_: f"counts/{id_}.tsv" for id_ in (*DOCUMENTS, *DIGESTS)}


@pytest.mark.parametrize("id_", [*DIGESTS, *DOCUMENTS])
def test_counting_the_document_again_gives_the_shipped_counts(id_: str) -> None:
    fresh = render_counts([_counted(id_)])
    path = ROOT / "texts" / "counts" / f"{id_}.tsv"
    if os.environ.get("AIPLANS_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(fresh, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == fresh, "the counts are stale: run 'make golden'"


def test_governance_in_the_american_plan() -> None:
    """The count made independently: 2 in Pillar I, 3 in Pillar III, 1 in contents, 1 in a note.

    The address in that footnote is one token, so the "governance" in it is not an eighth.
    """
    path = ROOT / "texts" / "counts" / "us-2025.tsv"
    [counts] = parse_counts(path.read_text(encoding="utf-8"), path.name)
    found: dict[tuple[str, str], int] = {}
    for o in counts.terms["governance"]:
        section = counts.sections[o.section]
        part = (section.parents or (section.heading,))[0].partition(":")[0]
        found[section.kind, part] = found.get((section.kind, part), 0) + o.count
    body = {part: count for (kind, part), count in found.items() if kind == "body"}
    assert body == {"Pillar I": 2, "Pillar III": 3}
    assert totals(counts.terms)["governance"] == 7
    assert totals(counts.concepts)["governance"] >= 7
