"""Which of the shared texts the concept list was mended on, and which were held back."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parent.parent.parent / "shared"

DOMAIN_HELD = ("cn-algo", "own-eo14179")
"""Pairs about artificial intelligence that no form was taken from."""

OTHER_HELD = ("tw-fintech", "tw-intl-coop")
"""Pairs about other matters that no form was taken from."""

_BLOCK = 200_000


@dataclass(frozen=True, slots=True)
class Law:
    """A law in two languages."""

    id: str
    """Its number in the collection."""
    english: tuple[str, ...]
    """Its articles."""
    chinese: tuple[str, ...]
    """The same, in traditional characters."""


def held(key: str) -> bool:
    """Whether what has the key was held back: about half, by a digest."""
    return sha256(key.encode()).digest()[0] % 2 == 1


def law_records() -> Iterator[dict[str, Any]]:
    """The shared laws as they are stored, in the file's order."""
    with lzma.open(SHARED / "parallel" / "tw-laws.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def laws(half: str) -> Iterator[Law]:
    """The laws of the half "mended" or "held", in the file's order."""
    for record in law_records():
        if held(record["id"]) == (half == "held"):
            articles = [a for a in record["articles"] if a["en"] and a["zh"]]
            english = tuple(a["en"] for a in articles)
            yield Law(record["id"], english, tuple(a["zh"] for a in articles))


def corpus(name: str, half: str) -> Iterator[str]:
    """Blocks of whole lines, some 200,000 characters each, of a half of a shared corpus."""
    block: list[str] = []
    size = number = 0
    with lzma.open(SHARED / "corpora" / f"{name}.txt.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            block.append(line)
            size += len(line)
            if size >= _BLOCK:
                if held(f"{name} {number}") == (half == "held"):
                    yield "".join(block)
                block, size, number = [], 0, number + 1


def main() -> None:
    """Write the aligned articles of a half as TSV: law, number of the article, en, zh."""
    import csv
    import sys

    rows = csv.writer(sys.stdout, dialect="excel-tab", lineterminator="\n")
    rows.writerow(("id", "en", "zh"))
    for law in laws(sys.argv[1]):
        for number, texts in enumerate(zip(law.english, law.chinese, strict=True), start=1):
            rows.writerow((f"{law.id} {number}", *(" ".join(text.split()) for text in texts)))


if __name__ == "__main__":
    main()
