"""Who really speaks in each claim of one incident, and in what order they spoke."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.lexicons.disowning import find_disowning
from dateline.lexicons.revisions import Way, find_revisions
from dateline.link.persons import figures_of
from dateline.records import (
    Actor,
    Claim,
    Count,
    CountKind,
    Modality,
    Report,
    SourceKind,
    Values,
)

# Whose figure stands where as many voices give one as another: who counts the dead comes first.
OFFICIAL = (
    SourceKind.MEDICAL,
    SourceKind.INTERGOVERNMENTAL,
    SourceKind.POLICE,
    SourceKind.STATE,
    SourceKind.MILITARY,
    SourceKind.NGO,
    SourceKind.RESIDENT,
    SourceKind.WITNESS,
    SourceKind.MEDIA,
    SourceKind.POLITICAL,
    SourceKind.UNNAMED,
    SourceKind.OTHER,
    SourceKind.NARRATOR,
    SourceKind.REBEL,
)


# What tells of no deed that was done.
UNTOLD = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL, Modality.DENIED})


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim of an incident, who speaks in it, and when."""

    claim: Claim[Values]
    voice: str  # equal for two claims of one speaker, in whatever report
    kind: SourceKind
    text: str  # id of the report, or of the one that it is a copy of
    published: date | None
    is_party: bool = False  # the speaker did it or was hit
    via: tuple[str, ...] = ()  # who passes the words on, nearest first
    counts: Mapping[CountKind, Count] = field(default_factory=dict)  # its single victims told apart
    listed: frozenset[CountKind] = frozenset()  # what of `counts` is a list of single victims
    revises: Mapping[CountKind, Way] = field(default_factory=dict)  # told to have changed since
    disowns: bool = False  # denies that it was the speaker's doing, not that it was done


def listen(
    claims: Iterable[Claim[Values]],
    reports: Mapping[str, Report],
    copies: Mapping[str, str],
) -> tuple[Telling, ...]:
    """Claims in the order they were told, each text once.

    `copies` maps a near copy's report id to that of its representative. Of a text printed by many
    only one print is heard: the representative, or the first where that is not among them.
    """
    told = list(claims)
    prints: dict[str, list[str]] = {}
    for id in sorted({claim.report_id for claim in told}):
        prints.setdefault(copies.get(id, id), []).append(id)
    heard = {text: text if text in ids else ids[0] for text, ids in prints.items()}
    published = {
        text: min((day for id in ids if (day := _published(id, reports))), default=None)
        for text, ids in prints.items()
    }
    parties = {plain_name(w) for c in told for a in _actors(c) for w in (a.name, *a.mentions)}
    tellings = [
        Telling(
            claim,
            voice,
            kind,
            text,
            published[text],
            is_party=voice in parties,
            via=_via(claim),
            revises=_revisions(claim, reports),
            disowns=_disowns(claim, reports),
        )
        for claim in told
        if claim.report_id == heard[text := copies.get(claim.report_id, claim.report_id)]
        for voice, kind in (_speaker(claim, text, reports),)
    ]
    return tuple(sorted(_with_figures(tellings), key=_order))


def _revisions(claim: Claim[Values], reports: Mapping[str, Report]) -> Mapping[CountKind, Way]:
    """Figures of its own that a claim's words say to have changed."""
    report = reports.get(claim.report_id)
    if report is None or not claim.says.counts:
        return {}
    return find_revisions(report.quote(claim.evidence))


def _disowns(claim: Claim[Values], reports: Mapping[str, Report]) -> bool:
    report = reports.get(claim.report_id)
    if report is None or claim.modality is not Modality.DENIED:
        return False
    return find_disowning(report.quote(claim.evidence)) is not None


def _with_figures(tellings: Sequence[Telling]) -> Iterator[Telling]:
    """Tellings with their figures, single victims told apart in each text by itself."""
    texts: dict[str, list[Telling]] = {}
    for telling in tellings:
        texts.setdefault(telling.text, []).append(telling)
    for told in texts.values():
        claims = [t.claim for t in told]
        plain = [c for c in claims if c.modality not in UNTOLD]
        heard = [c for c in plain if not c.background] or plain
        for telling, (counts, listed) in zip(told, figures_of(claims, heard), strict=True):
            yield replace(telling, counts=counts, listed=listed)


def independent_voices(tellings: Iterable[Telling]) -> tuple[str, ...]:
    """Who tells it on their own account, each once: every speaker cited, and the publisher of a
    report that cites none. Who only denies it, or plans it, does not tell it."""
    telling = [t for t in tellings if t.claim.says.type is not None or t.claim.says.counts]
    telling = [t for t in telling if t.claim.modality not in UNTOLD]
    citing = {t.text for t in telling if t.kind is not SourceKind.NARRATOR}
    own = [t.voice for t in telling if t.kind is not SourceKind.NARRATOR or t.text not in citing]
    return tuple(dict.fromkeys(own))


def _actors(claim: Claim[Values]) -> tuple[Actor, ...]:
    return (*claim.says.perpetrators, *claim.says.targets)


def order_of_telling(
    claim: Claim[Values], reports: Mapping[str, Report]
) -> tuple[date, str, int, int, str]:
    """The earliest report first, undated ones last, then as told."""
    day = _published(claim.report_id, reports) or date.max
    return day, claim.report_id, claim.occurrence, claim.evidence.start, claim.id


def _order(telling: Telling) -> tuple[date, str, int, int, str]:
    claim = telling.claim
    day = telling.published or date.max
    return day, telling.text, claim.occurrence, claim.evidence.start, claim.id


def _published(report_id: str, reports: Mapping[str, Report]) -> date | None:
    report = reports.get(report_id)
    return None if report is None else report.published


def plain_name(name: str) -> str:
    """A speaker's name to compare by: without case and article."""
    return name.casefold().removeprefix("the ")


def _via(claim: Claim[Values]) -> tuple[str, ...]:
    return tuple(plain_name(source.name) for source in claim.sources[1:])


def _speaker(
    claim: Claim[Values], text: str, reports: Mapping[str, Report]
) -> tuple[str, SourceKind]:
    """The speaker nearest to the facts; the report's publisher where it speaks for itself."""
    for source in claim.sources[:1]:
        if source.kind is not SourceKind.NARRATOR:
            return plain_name(source.name), source.kind
    report = reports.get(text) or reports.get(claim.report_id)
    outlet = report.publisher if report is not None else None
    return (outlet.casefold() if outlet else text), SourceKind.NARRATOR
