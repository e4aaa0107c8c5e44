"""What tests between languages allow for, and whether the concept list fits the texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiplans_cli.analyses.settings import NO_CALIBRATION, SHIPPED
from aiplans_cli.analyses.wording import listed
from aiplans_cli.concepts.spreads import (
    ALL,
    DOMAIN,
    FEW,
    FITS,
    IN_PART,
    LAWS,
    NEAR,
    OWN,
    UNFIT,
    VERDICTS,
    WELL,
    false_flags,
    shipped_calibration,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiplans_cli.analyses.comparison.analysis import Contrasted
    from aiplans_cli.concepts.concept import ConceptList
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
    """What to say of spreads of another list, or of few pairs; none where there is nothing."""
    told = []
    if known.concept_list != concept_list.sha256[:16]:
        told.append("The spreads between translations were learnt with another concept list.")
    pairs = known.spreads[OWN]["concept", ALL].pairs if OWN in known.spreads else FEW
    if pairs < FEW:
        few = "one pair" if pairs == 1 else f"{pairs} pairs"
        told.append(f"The spreads of {known.name} were learnt from {few}: too few to trust.")
    return told


def fits_sentence(done: Sequence[Contrasted]) -> str:
    """How many of several contrasts the list fits; "" within one language."""
    found = [one.fit.verdict for one in done if one.fit]
    told = [f"{verdict} {found.count(verdict)}" for verdict in VERDICTS if verdict in found]
    return f"Of {len(found)} contrasts the concept list {listed(told)}." if found else ""


def fit_sentence(one: Contrasted, measured: bool = True) -> str:
    """Whether the list fits two texts, and how often it misleads where it does so.

    Without ``measured`` the tests are not those of which it is known how often they mislead.
    """
    fit = one.fit
    if fit is None:
        return ""
    why = f"{fit.coverage[0]:.0%} and {fit.coverage[1]:.0%} of the words covered"
    if min(fit.coverage) >= WELL and min(fit.nearness) < NEAR:
        why += ", but of other matters than it was made for"
    verdict = f"The concept list {fit.verdict} ({why})"
    if not measured or one.calibration is None or one.calibration.name != SHIPPED:
        return f"{verdict}."
    false = false_flags()[fit.verdict].flagged
    return (
        f"{verdict}{_ASKED[fit.verdict]}; {false:.1%} of frequent concepts come out different "
        "between such texts and their translations."
    )


_ASKED = {
    FITS: "",
    IN_PART: ", so more is asked of a difference",
    UNFIT: ", so much more is asked of a difference",
}
"""What a verdict means for the rows: spreads are the wider the worse the list fits."""
