"""Which sentences of one report tell of the same occurrence.

Read in order: each happening joins the story it fits best, or founds one. A story has one type
family; other precise dates, other places, "another attack" and background speak against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dateline.link.compare import (
    counts_agree,
    dates_agree,
    places_agree,
    same_actor,
    types_agree,
    width,
)
from dateline.records import (
    COARSE,
    Actor,
    Claim,
    Count,
    CountKind,
    Days,
    IncidentType,
    Modality,
    Place,
    Values,
)

MAX_DAYS = 10  # a vaguer date is lent to no other sentence
STAND = 0.65  # least strength of a story: its strongest clause, and AGAIN for each further one
LEAD = 0.55  # the same for the first story of a report that names a doer or a figure
AGAIN = 0.1
STRONG = 0.9  # strength from which one clause can carry a story alone
NEAR = 400  # characters from which a sentence may lend its place, and
NEAR_DATE = 200  # its date; farther off it speaks of something else too often
JOIN = 0.5  # least score at which a happening joins a story
FAR = 1500  # characters
# What each piece of evidence counts for; a happening joins the best story that reaches JOIN.
WEIGHTS = {
    "reference same": 1.8,
    "reference open": 0.9,
    "reference new": -1.5,
    "type same": 0.2,
    "type near": -0.2,
    "type apart": -1.0,
    "day same": 0.8,
    "days apart": -4.0,
    "town same": 0.2,
    "town near": -0.2,
    "place inside": 0.6,
    "place apart": -2.5,
    "figure same": 0.8,
    "small figure same": 0.0,
    "figure less": -0.2,
    "figure greater": -1.2,
    "doer same": 0.5,
    "doer apart": -1.0,
    "victim same": 0.5,
    "victim apart": -0.3,
    "background": -0.6,
    "background, set apart": -0.8,
    "planned": -2.0,
    "next": 0.4,
    "far": -0.5,
}
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
    claims = sorted(claims, key=lambda c: (c.evidence, c.occurrence, c.id))
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
    stories = [story for n, story in enumerate(stories) if _stands(story, lead=n == 0)]
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
    # Rounded: sums of floats differ between Python versions, and a tie at JOIN must not.
    return round(sum(WEIGHTS[name] for name in _evidence(happening, kind, story, number)), 6)


def _evidence(
    happening: list[Claim[Values]], kind: IncidentType | None, story: _Story, number: int
) -> Iterator[str]:
    """What speaks for and against one happening being the story's occurrence: names in WEIGHTS."""
    new, first = _Story(story.family, happening), happening[0]
    yield f"reference {first.reference.value}"
    if kind is not None and story.types():
        yield from _type_evidence(kind, story)
    yield from _date_evidence(new.dates(), story.dates())
    yield from _place_evidence(_own(new), _own(story))
    for count_kind in CountKind:
        yield from _count_evidence(new.counts(count_kind), story.counts(count_kind))
    yield from _actor_evidence("doer", new.perpetrators(), story.perpetrators())
    yield from _actor_evidence("victim", new.targets(), story.targets())
    if first.background != story.claims[0].background:
        yield "background, set apart" if new.dates() or new.places() else "background"
    if (first.modality in PLANNED) != (story.claims[0].modality in PLANNED):
        yield "planned"
    if story.last == number - 1:
        yield "next"
    elif first.evidence.start - story.claims[-1].evidence.end > FAR:
        yield "far"


def _type_evidence(kind: IncidentType, story: _Story) -> Iterator[str]:
    if kind in story.types():
        yield "type same"
    elif any(types_agree(kind, other) for other in story.types()):
        yield "type near"
    else:
        yield "type apart"


def _date_evidence(new: list[Days], old: list[Days]) -> Iterator[str]:
    verdicts = [(dates_agree(a, b), width(a) <= 2 or width(b) <= 2) for a in new for b in old]
    if (True, True) in verdicts:
        yield "day same"
    elif any(agree is False for agree, _ in verdicts):
        yield "days apart"


def _own(story: _Story) -> list[Place]:
    """The finest places a story names; a country beside a town tells nothing more."""
    places = story.places()
    fine = [p for p in places if p.precision not in COARSE]
    return fine or places


def _place_evidence(new: list[Place], old: list[Place]) -> Iterator[str]:
    pairs = [(a, b) for a in new for b in old]
    if any(_same_town(a, b) for a, b in pairs):
        yield "town same"
    elif any(places_agree(a, b) is True for a, b in pairs):
        coarse = any(p.precision in COARSE for p in (*new, *old))
        yield "place inside" if coarse else "town near"
    elif any(places_agree(a, b) is False for a, b in pairs):
        yield "place apart"


def _same_town(a: Place, b: Place) -> bool:
    if a.precision in COARSE or b.precision in COARSE:
        return False
    return a.name == b.name if a.geonameid is None else a.geonameid == b.geonameid


def _count_evidence(new: list[Count], old: list[Count]) -> Iterator[str]:
    if not new or not old:
        return
    if any(a.best is not None and a.best == b.best for a in new for b in old):
        yield "figure same" if any((a.best or 0) > 2 for a in new) else "small figure same"
    elif not any(counts_agree(a, b) for a in new for b in old):
        most = max((b.best or b.low or 0) for b in old)
        grows = min((a.best or a.low or 0) for a in new) > most
        yield "figure greater" if grows else "figure less"  # less is often a part of the toll


def _actor_evidence(role: str, new: list[Actor], old: list[Actor]) -> Iterator[str]:
    if not new or not old:
        return
    if any(same_actor(a, b) for a in new for b in old):
        yield f"{role} same"
    elif {a.actor_id for a in new if a.actor_id} and {a.actor_id for a in old if a.actor_id}:
        yield f"{role} apart"


def _stands(story: _Story, *, lead: bool) -> bool:
    """Whether a story has something of its own, and is told surely enough.

    Beside the lead, what is told in one clause and not strongly is mostly a mention in passing: it
    needs a town or a figure.
    """
    told = [c for c in story.claims if c.confidence is not None and c.says.type]
    own = any(c.says.date or c.says.perpetrators or c.says.targets for c in story.claims)
    exact = any(
        c.says.counts or (c.says.place is not None and c.says.place.precision not in COARSE)
        for c in story.claims
    )
    if not told or not (own or exact or story.places()):
        return False
    most = max(c.confidence or 0.0 for c in told)
    if len(told) == 1 and most < STRONG and not (lead or exact):
        return False
    plain = any(c.says.counts or c.says.perpetrators for c in told)
    bar = LEAD if lead and plain else STAND
    return most + AGAIN * min(len(told) - 1, 3) >= bar


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
