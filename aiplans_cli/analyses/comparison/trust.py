"""What tests between languages allow for, and whether the concept list fits the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.settings import NO_CALIBRATION, SHIPPED
from aiplans_cli.concepts.spreads import (
    ALL,
    DOMAIN,
    FITS,
    IN_PART,
    LAWS,
    OWN,
    UNFIT,
    false_flags,
    shipped_calibration,
)

if TYPE_CHECKING:
    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.concepts.listing import ConceptList
    from aiplans_cli.concepts.spreads import Calibration
    from aiplans_cli.sources.session import Session


def calibration_of(choice: str, session: Session) -> Calibration | None:
    """What tests between languages allow for: what was asked for by --calibration.

    Raises ``AiplansError`` for a file that is no table of spreads.
    """
    from aiplans_cli.concepts.spreads import parsed
    from aiplans_cli.sources.rules import read_settings

    if choice in (SHIPPED, NO_CALIBRATION):
        return shipped_calibration() if choice == SHIPPED else None
    return parsed(choice, read_settings(choice, session.journal, "--calibration"))


def calibration_notes(one: Contrasted, concept_list: ConceptList) -> list[str]:
    """What tests of a contrast across languages allow for, and whether it is this list's."""
    known = one.calibration
    if known is None:
        return ["Tests and intervals leave out how far translations differ by the list alone."]
    kinds = {DOMAIN: "texts of the domain", LAWS: "laws", OWN: "texts"}
    pairs = " and ".join(
        f"{some['concept', ALL].pairs:,} {kinds[name]}" for name, some in known.spreads.items()
    )
    return [
        f"Tests and intervals of concepts and themes allow for a spread of each, learnt from "
        f"{pairs} with their translations (docs/concepts.md). --calibration none leaves it out.",
        *list_notes(known, concept_list),
    ]


def list_notes(known: Calibration, concept_list: ConceptList) -> list[str]:
    """What to say where the spreads were learnt with another list; none where they were not."""
    if known.concept_list == concept_list.sha256[:16]:
        return []
    return ["The spreads between translations were learnt with another concept list than this one."]


def fit_sentence(one: Contrasted) -> str:
    """Whether the list fits two texts, and how often it misleads where it does so."""
    fit = one.fit
    if fit is None:
        return ""
    covered = f"{fit.coverage[0]:.0%} and {fit.coverage[1]:.0%} of the words covered"
    false = false_flags()[fit.verdict].flagged
    return (
        f"The concept list {fit.verdict} ({covered}){_ASKED[fit.verdict]}; {false:.1%} of concepts "
        "come out different between such texts and their translations."
    )


_ASKED = {
    FITS: "",
    IN_PART: ", so more is asked of a difference",
    UNFIT: ", so much more is asked of a difference",
}
"""What a verdict means for the rows: spreads are the wider the worse the list fits."""
