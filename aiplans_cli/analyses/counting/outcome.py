"""What came of a piece of a corpus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiplans_cli.counting.corpus import joined
from aiplans_cli.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.counting.corpus import Grouping
    from aiplans_cli.model import Counts


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted of one document in a piece, or of several that are whole in it."""

    document: str
    """Its id before it is named, or that of the first."""
    sha256: str
    """Digest of what was counted of it; "" for several, each of which knows its own."""
    table: Any
    """Their counts, a ``pyarrow.Table``."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a piece."""

    counted: tuple[Counted, ...] = ()
    """What was counted, by document."""
    problem: str = ""
    """Why it was not counted; "" where it was."""
    sha256: str = ""
    """Digest of its bytes."""
    notes: tuple[str, ...] = ()
    """What was decided in reading it."""
    faults: tuple[str, ...] = ()
    """Why rows of it were not counted, the first of them."""
    fault_count: int = 0
    """How many were not."""


def by_document(found: Sequence[Counts], grouping: Grouping) -> tuple[Counted, ...]:
    """The placed counts of texts by document: those of one value together, all others as one."""
    from aiplans_cli.counting.parquet import table_of

    if not found:
        return ()
    if not grouping.field and len(found) > 1:
        return (Counted(found[0].id, "", table_of(found)),)
    of_id: dict[str, list[Counts]] = {}
    for counts in found:
        of_id.setdefault(counts.id, []).append(counts)
    whole = [joined(several, grouping) for several in of_id.values()]
    return tuple(Counted(counts.id, counts.sha256, table_of([counts])) for counts in whole)
