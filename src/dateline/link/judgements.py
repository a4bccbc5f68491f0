"""What people decided, replayed over what the program linked.

Incidents are a pure function of the program's incidents and the judgements. Nothing here changes
how the program links: claims that a person discards go, claims that a person adds come, incidents
are cut and joined as told, then every incident that this touches is made anew and the values that
a person set are laid over it. Without a judgement every incident is the program's own.

A judgement speaks of claims as they were when it was made. They are found again by their words: the
report may be coded anew, or stand elsewhere. The page `docs/judging.md` tells the rules.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dateline.link.compare import dates_agree
from dateline.link.voices import order_of_telling
from dateline.records import (
    Anchor,
    Claim,
    Count,
    CountKind,
    Days,
    Decision,
    Field,
    FieldValue,
    Incident,
    IncidentType,
    Judgement,
    Place,
    Report,
    Review,
    Scope,
    Span,
    Standing,
    Status,
    Subject,
    Values,
    Verdict,
    field_value,
)

ADDED = -1  # in an `AnchorKey`: the claim that a person added, not one of a subject
OVERLAP = 0.5  # of the shorter span: a claim that shares fewer of the words tells something else
# Without one of their claims these would lose the incident that they are about, so it is kept.
KEEPING = frozenset({Verdict.VALUE, Verdict.CONFIRM, Verdict.REVIEW, Verdict.ADD_CLAIM})
SETTING = frozenset({Verdict.VALUE, Verdict.CONFIRM})
ADDING = frozenset({Verdict.ADD_CLAIM, Verdict.ADD_INCIDENT})

AnchorKey = tuple[int, int, int]  # judgement, subject (or ADDED), position among its anchors
Make = Callable[[Sequence[Claim[Values]]], Incident]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand now."""

    report_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a judgement: how it stands, and which incident each of its subjects is now.

    None for a subject that is no incident any more. What is added anew has one subject of its own.
    """

    judgement: int
    standing: Standing
    incidents: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Replayed:
    incidents: tuple[Incident, ...]
    fates: tuple[Fate, ...]
    claims: Mapping[AnchorKey, str]  # which claim tells the anchor's words now
    added: Mapping[
        str, tuple[int, Claim[Values]]
    ]  # claims not the program's, and by which judgement


def anchors(judgement: Judgement) -> Iterator[tuple[AnchorKey, Anchor]]:
    """Everything that a judgement rests on."""
    for number, subject in enumerate(judgement.subjects):
        for position, anchor in enumerate(subject.anchors):
            yield (judgement.id, number, position), anchor
    if judgement.added is not None:
        yield (judgement.id, ADDED, 0), judgement.added


def active_ids(judgements: Iterable[Judgement]) -> frozenset[int]:
    """Those not withdrawn. A withdrawal may itself be withdrawn."""
    active: set[int] = set()
    withdrawn: set[int] = set()
    for judgement in sorted(judgements, key=lambda j: -j.id):
        if judgement.id in withdrawn:
            continue
        active.add(judgement.id)
        if judgement.withdraws is not None:
            withdrawn.add(judgement.withdraws)
    return frozenset(active)


def find_words(
    judgements: Iterable[Judgement], texts: Mapping[str, str]
) -> dict[AnchorKey, Spot | None]:
    """Where the words of every anchor stand in the `texts` (by report id) of today.

    Where they stood; else where their quote stands exactly once, in their own report first, then
    in any. None when it stands nowhere, or more than once.
    """
    known: dict[tuple[str, Span, str], Spot | None] = {}
    spots: dict[AnchorKey, Spot | None] = {}
    for judgement in judgements:
        for key, anchor in anchors(judgement):
            words = (anchor.claim.report_id, anchor.claim.evidence, anchor.quote)
            if words not in known:
                known[words] = _find(anchor, texts)
            spots[key] = known[words]
    return spots


def _find(anchor: Anchor, texts: Mapping[str, str]) -> Spot | None:
    claim, own = anchor.claim, texts.get(anchor.claim.report_id)
    if own is not None:
        if own[claim.evidence.start : claim.evidence.end] == anchor.quote:
            return Spot(claim.report_id, claim.evidence)
        if found := _occurrences(anchor.quote, own):
            return Spot(claim.report_id, found[0]) if len(found) == 1 else None
    elsewhere = [
        Spot(report_id, span)
        for report_id, text in texts.items()
        for span in _occurrences(anchor.quote, text)
    ]
    return elsewhere[0] if len(elsewhere) == 1 else None


def _occurrences(quote: str, text: str) -> list[Span]:
    """The first two."""
    first = text.find(quote)
    if first < 0:
        return []
    second = text.find(quote, first + 1)
    starts = [first] if second < 0 else [first, second]
    return [Span(start, start + len(quote)) for start in starts]


def replay(
    incidents: Sequence[Incident],
    judgements: Sequence[Judgement],
    spots: Mapping[AnchorKey, Spot | None],
    reports: Mapping[str, Report],
    *,
    make: Make,
) -> Replayed:
    """The incidents as people want them, and what became of each judgement.

    `incidents` are the program's, `spots` those of `find_words`, `make` makes an incident of claims.
    The result is a function of the sets, and falls apart by the incidents that judgements connect:
    replaying one such part alone gives the same as replaying all.
    """
    judgements = sorted(judgements, key=lambda j: j.id)
    state = _State(judgements, spots)
    _read_claims(state, incidents)
    _revive(state)
    for judgement in state.judgements:
        if judgement.verdict is Verdict.DIFFERENT and judgement.id in state.active:
            gone = (judgement.id, set(state.resolved(judgement, 1)))
            state.left.setdefault(judgement.subjects[0].incident, []).append(gone)
    touched = state.touched = _touched_groups(state, incidents)
    groups = {i.id: i for i in incidents}
    _cut(state, {name: groups[name].claims for name in sorted(touched) if name in groups})
    _decide(state)
    clusters = _clusters(state)
    made = _make_all(state, clusters, groups, reports, make)
    final = [i for i in incidents if i.id not in touched] + made
    fates = _tell_fates(state)
    return Replayed(
        tuple(final),
        tuple(fates),
        {key: claim_id for key, claim_id in state.claims.items() if claim_id is not None},
        state.added,
    )


@dataclass(slots=True)
class _State:
    """What is known so far, while judgements are replayed."""

    judgements: Sequence[Judgement]
    spots: Mapping[AnchorKey, Spot | None]
    active: frozenset[int] = frozenset()
    group_of: dict[str, str] = field(default_factory=dict)  # claim -> incident of the program
    kept: dict[str, list[Claim[Values]]] = field(default_factory=dict)  # revived, by group
    added: dict[str, tuple[int, Claim[Values]]] = field(default_factory=dict)
    claims: dict[AnchorKey, str | None] = field(default_factory=dict)
    discarded: set[str] = field(default_factory=set)
    left: dict[str | None, list[tuple[int, set[str]]]] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    pieces: list[list[Claim[Values]]] = field(default_factory=list)
    piece_of: dict[str, int] = field(default_factory=dict)
    pieces_of_group: list[list[int]] = field(default_factory=list)
    root: list[int] = field(default_factory=list)
    apart: dict[int, set[int]] = field(default_factory=dict)
    made_one: set[frozenset[int]] = field(default_factory=set)  # pieces that a later one joins
    overruled: set[int] = field(default_factory=set)
    moot: set[int] = field(default_factory=set)
    incident_of: dict[str, str] = field(default_factory=dict)  # claim -> incident as judged

    def __post_init__(self) -> None:
        self.active = active_ids(self.judgements)

    def find(self, piece: int) -> int:
        while self.root[piece] != piece:
            piece = self.root[piece]
        return piece

    def may_join(self, a: int, b: int) -> bool:
        return self.find(b) not in self.apart.get(self.find(a), set())

    def join(self, a: int, b: int) -> None:
        keep, gone = sorted((self.find(a), self.find(b)))
        if keep == gone:
            return
        self.root[gone] = keep
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            self.part(keep, other)

    def part(self, a: int, b: int) -> None:
        self.apart.setdefault(self.find(a), set()).add(self.find(b))
        self.apart.setdefault(self.find(b), set()).add(self.find(a))

    def resolved(self, judgement: Judgement, number: int) -> list[str]:
        """The claims of today that a subject speaks of, in the order of its anchors."""
        keys = (
            (judgement.id, number, position)
            for position in range(len(judgement.subjects[number].anchors))
        )
        found = (self.claims.get(key) for key in keys)
        return list(dict.fromkeys(claim_id for claim_id in found if claim_id is not None))

    def live(self, judgement: Judgement, number: int) -> list[str]:
        return [c for c in self.resolved(judgement, number) if c in self.piece_of]

    def home(self, judgement: Judgement, number: int = 0) -> str | None:
        """The claim that says which incident a subject is: the first that is still told and that
        nobody has since told apart from it."""
        live = self.live(judgement, number)
        staying = [c for c in live if c not in self._left(judgement, number)]
        return next(iter(staying or live), None)

    def _left(self, judgement: Judgement, number: int) -> set[str]:
        gone = self.left.get(judgement.subjects[number].incident, ())
        return {claim for later, claims in gone if later > judgement.id for claim in claims}


# --- which claims the judgements speak of ----------------------------------------------------


def _read_claims(state: _State, incidents: Sequence[Incident]) -> None:
    """Find every anchor's claim, and what is added and discarded."""
    wanted = {spot.report_id for spot in state.spots.values() if spot is not None}
    by_report: dict[str, list[Claim[Values]]] = {report_id: [] for report_id in wanted}
    for incident in incidents:
        for claim in incident.claims:
            if claim.report_id in wanted:
                by_report[claim.report_id].append(claim)
                state.group_of[claim.id] = incident.id
    for judgement in state.judgements:
        spot = state.spots.get((judgement.id, ADDED, 0))
        if judgement.added is None or judgement.id not in state.active or spot is None:
            continue
        claim = replace(judgement.added.claim, report_id=spot.report_id, evidence=spot.span)
        state.added[claim.id] = (judgement.id, claim)
        state.claims[judgement.id, ADDED, 0] = claim.id
    for judgement in state.judgements:
        discards = judgement.verdict is Verdict.DISCARD
        for key, anchor in anchors(judgement):
            spot = state.spots.get(key)
            if key[1] == ADDED or spot is None:
                continue
            exact = discards and key[1] == 1
            claim_id: str | None
            if anchor.added_by is None and judgement.verdict is not Verdict.ADD_INCIDENT:
                told = by_report[spot.report_id]
                claim_id = _claim_at(spot.span, anchor.claim, told, exact=exact)
            else:
                claim_id = anchor.claim.id if anchor.claim.id in state.added else None
            state.claims[key] = claim_id
            if exact and claim_id is not None and judgement.id in state.active:
                state.discarded.add(claim_id)


def _claim_at(
    span: Span, was: Claim[Values], told: Sequence[Claim[Values]], *, exact: bool
) -> str | None:
    """The claim that tells the words of `span` now; with `exact`, only one that says the same."""

    def likeness(claim: Claim[Values]) -> tuple[bool, bool, bool, float, int, str]:
        alike = _agree(claim.says, was.says), claim.says.type is was.says.type
        share = _share(claim.evidence, span)
        return claim.id == was.id, *alike, share, -claim.evidence.start, claim.id

    fits = [
        claim
        for claim in told
        if _share(claim.evidence, span) >= OVERLAP
        and (not exact or claim.id == was.id or all(likeness(claim)[1:3]))
    ]
    best = max(fits, key=likeness, default=None)
    return None if best is None else best.id


def _share(a: Span, b: Span) -> float:
    """How much of the shorter one they share."""
    return (min(a.end, b.end) - max(a.start, b.start)) / min(a.end - a.start, b.end - b.start)


def _agree(a: Values, b: Values) -> bool:
    """No day, place or figure of one is another in the other."""
    if dates_agree(a.date, b.date) is False:
        return False
    if a.place is not None and b.place is not None and a.place.name != b.place.name:
        return False
    return all(a.counts[kind] == b.counts[kind] for kind in set(a.counts) & set(b.counts))


def _revive(state: _State) -> None:
    """Keep the claims of an incident that somebody read or corrected and the program lost."""
    gone = _discarded_before(state)
    for judgement in state.judgements:
        if judgement.id not in state.active or judgement.verdict not in KEEPING:
            continue
        for number, subject in enumerate(judgement.subjects):
            if not state.resolved(judgement, number):
                _keep(state, judgement, number, subject, gone)
    for judgement in state.judgements:
        for key, anchor in anchors(judgement):
            kept = anchor.claim.id in state.added and state.spots.get(key) is not None
            if kept and key[1] != ADDED and state.claims.get(key) is None:
                state.claims[key] = anchor.claim.id


def _keep(
    state: _State, judgement: Judgement, number: int, subject: Subject, gone: set[str]
) -> None:
    for position, anchor in enumerate(subject.anchors):
        key = (judgement.id, number, position)
        spot = state.spots.get(key)
        if spot is None or anchor.claim.id in gone or anchor.added_by is not None:
            continue
        claim = replace(anchor.claim, report_id=spot.report_id, evidence=spot.span)
        if claim.id in state.group_of:  # the id is another's by now
            continue
        if claim.id not in state.added:
            state.added[claim.id] = (judgement.id, claim)
            state.kept.setdefault(subject.incident or "", []).append(claim)
        state.claims[key] = claim.id


def _discarded_before(state: _State) -> set[str]:
    return {
        anchor.claim.id
        for judgement in state.judgements
        if judgement.id in state.active and judgement.verdict is Verdict.DISCARD
        for anchor in judgement.subjects[1].anchors
    } | state.discarded


def _touched_groups(state: _State, incidents: Sequence[Incident]) -> set[str]:
    """Incidents of the program that an active judgement speaks of or is named after."""
    touched = {
        state.group_of[claim_id]
        for (judgement, _, _), claim_id in state.claims.items()
        if judgement in state.active and claim_id in state.group_of
    }
    named = {
        subject.incident
        for judgement in state.judgements
        if judgement.id in state.active
        for subject in judgement.subjects
    }
    return touched | {incident.id for incident in incidents if incident.id in named}


# --- what belongs together -----------------------------------------------------------------


def _cut(state: _State, groups: Mapping[str, Sequence[Claim[Values]]]) -> None:
    """Cut the touched incidents into the pieces that no judgement tells apart."""
    labels: dict[str, dict[int, int]] = {}  # claim -> judgement -> the side it is on
    for judgement in state.judgements:
        if judgement.verdict is Verdict.DIFFERENT and judgement.id in state.active:
            for side in (1, 0):  # the first side has it where both do
                for claim_id in state.resolved(judgement, side):
                    labels.setdefault(claim_id, {})[judgement.id] = side
    alone = [("+" + name, [claim]) for name, (_, claim) in sorted(state.added.items())]
    for _, claims in (*groups.items(), *sorted(state.kept.items()), *alone):
        numbers: list[tuple[int, int]] = []
        for piece, rank in _pieces([c for c in claims if c.id not in state.discarded], labels):
            if any(claim.id in state.piece_of for claim in piece):
                continue  # an added claim that is kept with its group
            numbers.append((rank, len(state.pieces)))
            state.piece_of |= {claim.id: len(state.pieces) for claim in piece}
            state.pieces.append(piece)
        state.pieces_of_group.append([number for _, number in sorted(numbers)])
    state.root = list(range(len(state.pieces)))


def _pieces(
    claims: Sequence[Claim[Values]], labels: Mapping[str, Mapping[int, int]]
) -> Iterator[tuple[list[Claim[Values]], int]]:
    """Claims of one report and occurrence go together, unless some were told apart from others.

    With each piece its rank: what stays with the first side, what nobody spoke of, what goes.
    """
    tellings: dict[tuple[str, int], list[Claim[Values]]] = {}
    for claim in claims:
        tellings.setdefault((claim.report_id, claim.occurrence), []).append(claim)
    for told in tellings.values():
        speaking = {j for claim in told for j in labels.get(claim.id, ())}
        sides = {j: {labels[c.id][j] for c in told if j in labels.get(c.id, ())} for j in speaking}
        signed: dict[frozenset[tuple[int, int]], list[Claim[Values]]] = {}
        for claim in told:
            own = labels.get(claim.id, {})
            sign = frozenset((j, own.get(j, min(sides[j]))) for j in speaking)
            signed.setdefault(sign, []).append(claim)
        for sign, piece in signed.items():
            held = {side for _, side in sign}
            yield piece, 0 if 0 in held else 2 if held else 1


def _decide(state: _State) -> None:
    """Join and part pieces: the latest judgement first, the program's own linking last."""
    for judgement in reversed(state.judgements):
        if judgement.id not in state.active:
            continue
        match judgement.verdict:
            case Verdict.SAME:
                _join(state, judgement, state.home(judgement, 0), state.home(judgement, 1))
                one, two = ([state.piece_of[c] for c in state.live(judgement, n)] for n in (0, 1))
                state.made_one |= {frozenset((a, b)) for a in one for b in two}
            case Verdict.ADD_CLAIM:
                added = state.claims.get((judgement.id, ADDED, 0))
                _join(state, judgement, state.home(judgement, 0), added)
            case Verdict.DIFFERENT:
                _part(state, judgement)
    for numbers in state.pieces_of_group:
        held: list[int] = []
        for number in numbers:
            home = next((h for h in held if state.may_join(h, number)), None)
            if home is None:
                held.append(number)
            else:
                state.join(home, number)


def _join(state: _State, judgement: Judgement, one: str | None, other: str | None) -> None:
    if one is None or other is None or one not in state.piece_of or other not in state.piece_of:
        state.moot.add(judgement.id)
    elif state.may_join(state.piece_of[one], state.piece_of[other]):
        state.join(state.piece_of[one], state.piece_of[other])
    else:
        state.overruled.add(judgement.id)


def _part(state: _State, judgement: Judgement) -> None:
    first, second = ([state.piece_of[c] for c in state.live(judgement, n)] for n in (0, 1))
    pairs = {(a, b) for a in first for b in second if a != b}
    if not pairs:
        state.moot.add(judgement.id)
    apart = [
        (a, b)
        for a, b in sorted(pairs)
        if state.find(a) != state.find(b) and frozenset((a, b)) not in state.made_one
    ]
    if pairs and not apart:
        state.overruled.add(judgement.id)
    for a, b in apart:
        state.part(a, b)


def _clusters(state: _State) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for number in range(len(state.pieces)):
        found.setdefault(state.find(number), []).append(number)
    return [found[root] for root in sorted(found)]


# --- incidents -------------------------------------------------------------------------------


def _make_all(
    state: _State,
    clusters: Sequence[Sequence[int]],
    groups: Mapping[str, Incident],
    reports: Mapping[str, Report],
    make: Make,
) -> list[Incident]:
    """Make the touched incidents anew, name them, and lay over them what people set."""
    made: list[Incident] = []
    for cluster in clusters:
        claims = _in_order([c for number in cluster for c in state.pieces[number]], state, groups)
        incident = _make(claims, state, groups, make)
        if incident is not None:
            made.append(incident)
    ids = _name(state, made, groups, reports)
    made = [replace(incident, id=ids[n]) for n, incident in enumerate(made)]
    for incident in made:
        state.incident_of |= {claim.id: incident.id for claim in incident.claims}
    about: dict[str, list[Judgement]] = {}
    for judgement in state.judgements:
        if judgement.id in state.active:
            for name in dict.fromkeys(_incidents_of(state, judgement)):
                about.setdefault(name or "", []).append(judgement)
    return [_lay_over(state, incident, about.get(incident.id, ())) for incident in made]


def _in_order(
    claims: list[Claim[Values]], state: _State, groups: Mapping[str, Incident]
) -> Sequence[Claim[Values]]:
    """As the program has them where they are just those of one of its incidents."""
    names = {state.group_of.get(claim.id) for claim in claims}
    whole = groups.get(next(iter(names)) or "") if len(names) == 1 else None
    if whole is not None and {c.id for c in claims} == {c.id for c in whole.claims}:
        return whole.claims
    return sorted(claims, key=lambda c: (c.report_id, c.occurrence, c.evidence, c.id))


def _make(
    claims: Sequence[Claim[Values]], state: _State, groups: Mapping[str, Incident], make: Make
) -> Incident | None:
    """An incident, or None when nothing is left of it that tells a deed."""
    if any(claim.says.type is not None for claim in claims):
        return make(claims)
    names = (state.group_of.get(claim.id, "") for claim in claims)
    of = [groups[name] for name in names if name in groups]
    if not of or any(c.id in state.discarded for i in of for c in i.claims if c.says.type):
        return None
    # What was told apart from a deed is as much of that kind as it was before.
    first = replace(claims[0], says=replace(claims[0].says, type=of[0].type))
    incident = make([first, *claims[1:]])
    rules = dict(incident.rules) | {"type": "as that of the incident it was told apart from"}
    return replace(incident, claims=tuple(claims), rules=rules)


def _name(
    state: _State,
    made: Sequence[Incident],
    groups: Mapping[str, Incident],
    reports: Mapping[str, Report],
) -> list[str]:
    """Ids that stay: of the judgements on an incident, else the program's, each only once."""
    number_of = {claim.id: n for n, incident in enumerate(made) for claim in incident.claims}
    wanted: dict[int, list[str]] = {}
    for judgement in state.judgements:
        if judgement.id not in state.active:
            continue
        for number, subject in enumerate(judgement.subjects):
            home = state.home(judgement, number)
            if subject.incident is not None and home in number_of:
                wanted.setdefault(number_of[home], []).append(subject.incident)
    ids: dict[int, str] = {}
    natural = [_natural_id(incident, state, groups, reports) for incident in made]
    for named in (True, False):
        for n, incident in enumerate(made):
            names = wanted.get(n, [])
            if n in ids or bool(names) is not named:
                continue
            first = [natural[n]] if natural[n] in names or not names else []
            options = [*first, *names, natural[n], incident.id]
            taken = set(ids.values())
            ids[n] = next((o for o in options if o not in taken), _another_id(incident, taken))
    return [ids[n] for n in range(len(made))]


def _natural_id(
    incident: Incident,
    state: _State,
    groups: Mapping[str, Incident],
    reports: Mapping[str, Report],
) -> str:
    """The id of the program's incident that told it first."""
    founding = min(incident.claims, key=lambda claim: order_of_telling(claim, reports))
    group = groups.get(state.group_of.get(founding.id, ""))
    if group is None:
        return incident.id
    first = min(group.claims, key=lambda claim: order_of_telling(claim, reports))
    return group.id if first.id == founding.id else incident.id


def _another_id(incident: Incident, taken: set[str]) -> str:
    name = incident.id
    while name in taken:
        name = "i" + hashlib.sha256(f"{name} told apart".encode()).hexdigest()[:12]
    return name


def _incidents_of(state: _State, judgement: Judgement) -> list[str | None]:
    """Which incident each subject is now."""
    claims = [state.home(judgement, n) for n in range(len(judgement.subjects))]
    if judgement.verdict is Verdict.DISCARD:
        claims = claims[:1]
    if judgement.verdict is Verdict.ADD_CLAIM and claims == [None]:
        claims = [state.claims.get((judgement.id, ADDED, 0))]
    return [None if c is None else state.incident_of.get(c) for c in claims]


def _lay_over(state: _State, incident: Incident, about: Sequence[Judgement]) -> Incident:
    """Set the values that people decided on, the later over the earlier."""
    values: dict[Field, FieldValue] = {}
    by: dict[Field, Judgement] = {}
    review: Judgement | None = None
    for judgement in about:
        if judgement.verdict in SETTING:
            values |= judgement.values
            by |= dict.fromkeys(judgement.values, judgement)
        elif judgement.verdict is Verdict.REVIEW:
            review = judgement
    settled = set_fields(incident, values)
    judged = {
        name: Decision(
            judgement=judgement.id,
            author=judgement.author,
            at=judgement.at,
            reason=judgement.reason,
            confirmed=judgement.verdict is Verdict.CONFIRM,
            program=field_value(incident, name),
            rule=incident.rules.get(name.value),
        )
        for name, judgement in by.items()
    }
    holding = {j.id for j in by.values()} | ({review.id} if review is not None else set())
    for judgement in about:
        if judgement.verdict in SETTING | {Verdict.REVIEW} and judgement.id not in holding:
            state.overruled.add(judgement.id)
    return replace(
        settled,
        rules={k: v for k, v in incident.rules.items() if not _is_set(k, by)}
        | {name.value: rule_of(decision) for name, decision in judged.items()},
        confidence={k: v for k, v in incident.confidence.items() if not _is_set(k, by)},
        judged=judged,
        review=None if review is None else _review(review, settled),
        judgements=tuple(
            j.id for j in about if j.id not in state.overruled and j.id not in state.moot
        ),
    )


def _is_set(key: str, by: Mapping[Field, Judgement]) -> bool:
    return key in {name.value for name in by}


def rule_of(decision: Decision) -> str:
    """What stands for a rule beside a value that a person set or confirmed."""
    how = "confirmed" if decision.confirmed else "set"
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{how} by {decision.author} on {decision.at:%Y-%m-%d}{reason}"


def _review(judgement: Judgement, incident: Incident) -> Review:
    changed = tuple(
        name for name, value in judgement.values.items() if field_value(incident, name) != value
    )
    return Review(judgement.id, judgement.author, judgement.at, judgement.reason, changed)


def set_fields(incident: Incident, values: Mapping[Field, FieldValue]) -> Incident:
    """The incident with these values in place of its own. TypeError for a value of another field."""
    counts = dict(incident.counts)
    changed: dict[str, object] = {}
    for name, value in values.items():
        check_value(name, value)
        if name.value not in set(CountKind):
            changed[name.value] = value
        elif value is None:
            counts.pop(CountKind(name.value), None)
        else:
            assert isinstance(value, Count)
            counts[CountKind(name.value)] = value
    ordered = {kind: counts[kind] for kind in CountKind if kind in counts}
    return replace(incident, counts=ordered, **changed)  # type: ignore[arg-type]


REQUIRED = {Field.TYPE: IncidentType, Field.STATUS: Status, Field.SCOPE: Scope}
OPTIONAL = {Field.DATE: Days, Field.PLACE: Place}
LISTS = frozenset({Field.PERPETRATORS, Field.TARGETS, Field.WEAPONS})


def check_value(name: Field, value: FieldValue) -> None:
    """TypeError when a field cannot hold such a value."""
    if name in REQUIRED:
        fits = isinstance(value, REQUIRED[name])
    elif name in LISTS:
        fits = isinstance(value, tuple)
    else:
        fits = value is None or isinstance(value, OPTIONAL.get(name, Count))
    if not fits:
        raise TypeError(f"{name.value} cannot be {value!r}")


# --- fates -----------------------------------------------------------------------------------


def _tell_fates(state: _State) -> Iterator[Fate]:
    for claim_id, group in state.group_of.items():
        if group not in state.touched:
            state.incident_of[claim_id] = group
    fates: dict[int, Fate] = {}
    for judgement in state.judgements:
        if judgement.withdraws is not None:
            of = fates.get(judgement.withdraws)
            incidents = of.incidents if of is not None else ()
        else:
            incidents = tuple(_incidents_now(state, judgement))
        fates[judgement.id] = Fate(judgement.id, _standing(state, judgement, incidents), incidents)
    yield from fates.values()


def _incidents_now(state: _State, judgement: Judgement) -> list[str | None]:
    """As `_incidents_of`, of judgements that are withdrawn too."""
    if judgement.id in state.active:
        return _incidents_of(state, judgement)
    found: list[str | None] = []
    for number in range(1 if judgement.verdict is Verdict.DISCARD else len(judgement.subjects)):
        names = (state.incident_of.get(c) for c in state.resolved(judgement, number))
        found.append(next((name for name in names if name is not None), None))
    return found


def _standing(state: _State, judgement: Judgement, incidents: Sequence[str | None]) -> Standing:
    if judgement.id not in state.active:
        return Standing.WITHDRAWN
    if judgement.verdict is Verdict.WITHDRAW:
        return Standing.APPLIED
    if not _is_anchored(state, judgement):
        return Standing.UNANCHORED
    if judgement.id in state.overruled:
        return Standing.OVERRULED
    if judgement.verdict is Verdict.DISCARD:
        acts = bool(state.resolved(judgement, 1))
    else:
        acts = judgement.id not in state.moot and all(name is not None for name in incidents)
    return Standing.APPLIED if acts else Standing.MOOT


def _is_anchored(state: _State, judgement: Judgement) -> bool:
    """Whether of everything that it speaks of some words are still there."""
    needed: list[int] = list(range(len(judgement.subjects)))
    if judgement.verdict in ADDING:
        needed = [ADDED]
    elif judgement.verdict is Verdict.DISCARD:
        needed = [1]
    held = {key[1] for key, _ in anchors(judgement) if state.spots.get(key) is not None}
    return set(needed) <= held
