"""Which sentences of one report tell of the same occurrence.

Read in order: each happening joins the story it fits best, or founds one. A story has one type
family; other precise dates, other places, "another attack" and background speak against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from dateline.link.compare import (
    COARSE,
    counts_agree,
    dates_agree,
    places_agree,
    same_actor,
    types_agree,
    width,
)
from dateline.records import (
    Actor,
    Claim,
    Count,
    CountKind,
    Days,
    IncidentType,
    Modality,
    Place,
    Reference,
    Values,
)

MAX_DAYS = 10  # a vaguer date is lent to no other sentence
STAND = 0.65  # least strength of a story: its strongest clause, and AGAIN for each further one
AGAIN = 0.1
NEAR = 700  # characters from which a sentence may lend its place, and
NEAR_DATE = 350  # its date; farther off it speaks of something else too often
JOIN = 0.5  # least score at which a happening joins a story
PLANNED = frozenset({Modality.PLANNED, Modality.HYPOTHETICAL})


@dataclass(slots=True)
class _Story:
    """What has been said of one occurrence so far."""

    family: str
    claims: list[Claim[Values]] = field(default_factory=list)
    last: int = 0  # number of the happening that joined last

    def types(self) -> set[IncidentType]:
        return {c.says.type for c in self.claims if c.says.type is not None}

    def dates(self) -> list[Days]:
        return [c.says.date for c in self.claims if c.says.date is not None]

    def places(self) -> list[Place]:
        return [c.says.place for c in self.claims if c.says.place is not None]

    def perpetrators(self) -> list[Actor]:
        return [a for c in self.claims for a in c.says.perpetrators]

    def targets(self) -> list[Actor]:
        return [a for c in self.claims for a in c.says.targets]

    def counts(self, kind: CountKind) -> list[Count]:
        return [c.says.counts[kind] for c in self.claims if kind in c.says.counts]


def group_claims(
    claims: Sequence[Claim[Values]], families: dict[IncidentType, str]
) -> list[Claim[Values]]:
    """The claims of one report, numbered by occurrence; claims of setting go where they are needed.

    Claims that share an `occurrence` on arrival (one happening of one sentence) stay together.
    `families` says which types may be wordings of one occurrence.
    """
    stories: list[_Story] = []
    settings = [c for c in claims if _is_setting(c)]
    for number, happening in enumerate(_happenings(claims)):
        story = _home(happening, stories, families, number)
        if story is None:
            kind = next((c.says.type for c in happening if c.says.type is not None), None)
            if kind is None:
                continue  # harm with nothing that caused it: told of no occurrence we know
            story = _Story(families[kind])
            stories.append(story)
        story.claims += happening
        story.last = number
    stories = [story for story in stories if _stands(story)]
    _give_settings(stories, settings)
    return [
        replace(claim, occurrence=number)
        for number, story in enumerate(stories)
        for claim in sorted(story.claims, key=lambda c: (c.evidence, c.id))
    ]


def _is_setting(claim: Claim[Values]) -> bool:
    """A claim that gives only when or where, of nothing in particular."""
    says = claim.says
    return says.type is None and not says.counts and not says.perpetrators and not says.targets


def _happenings(claims: Sequence[Claim[Values]]) -> Iterable[list[Claim[Values]]]:
    groups: dict[int, list[Claim[Values]]] = {}
    for claim in claims:
        if not _is_setting(claim):
            groups.setdefault(claim.occurrence, []).append(claim)
    return sorted(groups.values(), key=lambda group: (group[0].evidence, group[0].occurrence))


def _home(
    happening: list[Claim[Values]],
    stories: list[_Story],
    families: dict[IncidentType, str],
    number: int,
) -> _Story | None:
    kind = next((c.says.type for c in happening if c.says.type is not None), None)
    family = families[kind] if kind is not None else None
    fits = [
        (_score(happening, kind, story, number), i, story)
        for i, story in enumerate(stories)
        if family is None or family == story.family
    ]
    if not fits:
        return None
    score, _, best = max(fits, key=lambda fit: (fit[0], fit[1]))
    return best if score >= JOIN else None


def _score(
    happening: list[Claim[Values]], kind: IncidentType | None, story: _Story, number: int
) -> float:
    """Evidence that a happening is the story's occurrence; 0 is none either way."""
    new = _Story(story.family, happening)
    first = happening[0]
    score = 1.0
    score += {Reference.SAME: 0.6, Reference.NEW: -1.5, Reference.OPEN: 0.0}[first.reference]
    if kind is not None and story.types():
        agreeing = any(types_agree(kind, other) for other in story.types())
        score += 0.2 if agreeing else -1.0
    score += _agreement(
        [dates_agree(a, b) for a in new.dates() for b in story.dates()
         if width(a) <= 2 or width(b) <= 2 or not dates_agree(a, b)], 0.8, -4.0
    )  # fmt: skip
    score += _agreement([places_agree(a, b) for a in _own(new) for b in _own(story)], 0.6, -2.5)
    for count_kind in CountKind:
        score += _count_score(new.counts(count_kind), story.counts(count_kind))
    score += _actor_score(new.perpetrators(), story.perpetrators(), apart=-1.0)
    score += _actor_score(new.targets(), story.targets(), apart=-0.3)
    if first.background != story.claims[0].background:
        score -= 1.2 if new.dates() or new.places() else 0.6
    if (first.modality in PLANNED) != (story.claims[0].modality in PLANNED):
        score -= 2.0
    score += 0.4 if story.last == number - 1 else 0.0
    return score


def _own(story: _Story) -> list[Place]:
    """The finest places a story names; a country beside a town tells nothing more."""
    places = story.places()
    fine = [p for p in places if p.precision not in COARSE]
    return fine or places


def _agreement(verdicts: list[bool | None], yes: float, no: float) -> float:
    if any(v is True for v in verdicts):
        return yes
    return no if any(v is False for v in verdicts) else 0.0


def _count_score(new: list[Count], old: list[Count]) -> float:
    if not new or not old:
        return 0.0
    if any(a.best is not None and a.best == b.best for a in new for b in old):
        large = any((a.best or 0) > 2 for a in new)
        return 0.8 if large else 0.2
    if any(counts_agree(a, b) for a in new for b in old):
        return 0.1
    most = max((b.best or b.low or 0) for b in old)
    grows = min((a.best or a.low or 0) for a in new) > most
    return -0.8 if grows else -0.2  # a smaller figure is often a part of the toll


def _actor_score(new: list[Actor], old: list[Actor], *, apart: float) -> float:
    if not new or not old:
        return 0.0
    if any(same_actor(a, b) for a in new for b in old):
        return 0.5
    named = {a.actor_id for a in new if a.actor_id}, {a.actor_id for a in old if a.actor_id}
    return apart if all(named) else 0.0


def _stands(story: _Story) -> bool:
    """Whether a story has something of its own, and is told surely enough."""
    own = any(
        c.says.date or c.says.place or c.says.perpetrators or c.says.targets or c.says.counts
        for c in story.claims
    )
    told = [c.confidence for c in story.claims if c.confidence is not None and c.says.type]
    if not own or not told:
        return False
    return max(told) + AGAIN * min(len(told) - 1, 3) >= STAND


def _give_settings(stories: list[_Story], settings: list[Claim[Values]]) -> None:
    """Where and when told in a sentence beside the deed, for stories that lack it.

    The nearest sentence before wins, then the nearest after; background stories take none.
    """
    told = [(story, c) for story in stories for c in story.claims if not c.background]
    for story in stories:
        own = tuple(story.claims)
        if own[0].background:
            continue
        others = [c for owner, c in told if owner is not story]
        donors = [c for c in (*settings, *others) if _fits(c, own)]
        wheres = [c for c in donors if c.says.place is not None]
        whens = [c for c in donors if c.says.date is not None and width(c.says.date) <= MAX_DAYS]
        where = None if story.places() else _nearest(wheres, own, NEAR)
        when = None if story.dates() else _nearest(whens, own, NEAR_DATE)
        for donor in _distinct(where, when):
            story.claims.append(
                _setting(donor, where=donor is where, when=donor is when, like=own[0])
            )


def _distinct(*donors: Claim[Values] | None) -> list[Claim[Values]]:
    return list({c.id: c for c in donors if c is not None}.values())


def _nearest(
    donors: Sequence[Claim[Values]], own: Sequence[Claim[Values]], reach: int
) -> Claim[Values] | None:
    near = [c for c in donors if _distance(c, own)[0] <= reach]
    return min(near, key=lambda c: _distance(c, own), default=None)


def _fits(donor: Claim[Values], own: Sequence[Claim[Values]]) -> bool:
    """A setting must not contradict what the story says itself."""
    says = donor.says
    if donor.background or donor.modality in PLANNED:
        return False
    return not any(
        places_agree(c.says.place, says.place) is False
        or dates_agree(c.says.date, says.date) is False
        for c in own
    )


def _distance(donor: Claim[Values], own: Sequence[Claim[Values]]) -> tuple[int, int]:
    """Characters to the nearest sentence of the story; before counts half."""
    gaps = []
    for claim in own:
        ahead = claim.evidence.start - donor.evidence.end
        gaps.append(ahead if ahead >= 0 else 2 * (donor.evidence.start - claim.evidence.end) + 1)
    return max(0, min(gaps)), donor.evidence.start


def _setting(
    donor: Claim[Values],
    *,
    where: bool,
    when: bool,
    like: Claim[Values],
) -> Claim[Values]:
    """The donor's place, day or both as a claim of the story that `like` begins."""
    return replace(
        donor,
        id=f"{donor.id}-{like.id}",
        says=Values(
            date=donor.says.date if when else None, place=donor.says.place if where else None
        ),
        modality=like.modality,
        background=like.background,
        scope=like.scope,
    )
