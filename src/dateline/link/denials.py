"""Who denies a deed, who tells it as done, and whether the quarrel is over who did it."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.link.compare import counts_agree, names_actor
from dateline.link.voices import Telling
from dateline.records import Modality, SourceKind

# Least strength of a clause that contradicts, swept on training reports: "no word on the motive of the
# attack" does not.
SURE = 0.6
# Ways to tell a deed as done, the firmest first.
TOLD = (Modality.ASSERTED, Modality.CLAIMED, Modality.ALLEGED)
PLANS = (Modality.ATTEMPTED, Modality.PLANNED)  # ways to tell it as not done, or not yet


def of_the_deed(tellings: Sequence[Telling]) -> list[Telling]:
    """Those that tell the deed; a day or place lent by a sentence beside it contradicts nothing."""
    return [t for t in tellings if t.claim.says.type is not None]


def find_denials(tellings: Sequence[Telling], *, of_all: bool = False) -> list[Telling]:
    """Clauses that deny the deed, unsure ones where somebody speaks; one that rejects a figure is heard with
    the figures, and who only saw or suffered it denies a part of it (of 23 witnesses in unread passages 5
    denied the deed). of_all: but one that says that there was none ("no shot, no dead") is heard here too."""
    return [
        t
        for t in of_the_deed(tellings)
        if t.claim.modality is Modality.DENIED
        and (is_sure(t) or t.claim.sources)
        and t.kind is not SourceKind.WITNESS
        and not _has_a_figure_of_its_own(t, tellings, of_all=of_all)
    ]


def _has_a_figure_of_its_own(denial: Telling, tellings: Sequence[Telling], *, of_all: bool) -> bool:
    told = [t.claim.says.counts for t in tellings if t.claim.modality is not Modality.DENIED]
    return any(
        not counts_agree(count, counts[kind])
        for kind, count in denial.claim.says.counts.items()
        for counts in told
        if kind in counts and not (of_all and count.high == 0)
    )


def tell_it(
    tellings: Sequence[Telling], denials: Sequence[Telling], ways: Sequence[Modality] = TOLD
) -> list[Telling]:
    """Those that tell the deed as done, or in other `ways`, by voices that do not deny it.

    What only the report tells and the report denies is no quarrel.
    """
    deny = {t.voice for t in denials}
    return [t for t in of_the_deed(tellings) if t.claim.modality in ways and t.voice not in deny]


def is_of_authorship(denial: Telling, tellings: Sequence[Telling]) -> bool:
    """Whether the denier says only that it was not he; or somebody accuses him, and somebody else tells
    the deed without accusing him."""
    if denial.disowns:
        return True
    told = [t for t in of_the_deed(tellings) if t.claim.modality in TOLD]
    accused = [accuses(t, [denial]) for t in told]
    return any(accused) and not all(accused)


def accuses(telling: Telling, denials: Sequence[Telling]) -> bool:
    return any(
        names_actor(denial.voice, actor)
        for denial in denials
        for actor in telling.claim.says.perpetrators
    )


def is_sure(telling: Telling) -> bool:
    return telling.claim.confidence is None or telling.claim.confidence >= SURE
