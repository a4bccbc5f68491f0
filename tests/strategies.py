"""Hypothesis strategies for reports and incidents that any program may be handed."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st
from tests.makers import report

from dateline.records import (
    Actor,
    ActorKind,
    Anchor,
    Claim,
    Conflict,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Decision,
    Field,
    Incident,
    IncidentType,
    Judgement,
    Modality,
    Place,
    PlacePrecision,
    Position,
    Reference,
    Review,
    Scope,
    Source,
    SourceKind,
    Span,
    Status,
    Subject,
    Values,
    Verdict,
)

# any code point that UTF-8 can hold
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
maybe_words = st.none() | words
figures = st.none() | st.integers(0, 100_000)
shares = st.floats(0, 1)


@st.composite
def day_ranges(draw):
    start = draw(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
    length = timedelta(days=draw(st.integers(1, 400)))
    return Days(start, start + length, draw(st.sampled_from(DatePrecision)), draw(words))


@st.composite
def counts(draw):
    low, best, high = (draw(figures) for _ in range(3))
    known = iter(sorted(n for n in (low, best, high) if n is not None))
    return Count(*(None if n is None else next(known) for n in (low, best, high)))


@st.composite
def places(draw):
    point = draw(st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)))
    lat, lon = point or (None, None)
    return Place(
        name=draw(words),
        country=draw(st.none() | st.sampled_from(["IQ", "ML", "MM", "CO"])),
        admin1=draw(maybe_words),
        lat=lat,
        lon=lon,
        geonameid=draw(st.none() | st.integers(1, 13_000_000)),
        precision=draw(st.sampled_from(PlacePrecision)),
        radius_km=draw(st.none() | st.floats(0, 2000)),
    )


actors = st.builds(
    Actor,
    name=words,
    kind=st.sampled_from(ActorKind),
    actor_id=maybe_words,
    country=st.none() | st.sampled_from(["IQ", "ML", "MM", "CO"]),
    mentions=st.lists(words, max_size=2).map(tuple),
)
sources = st.builds(Source, name=words, kind=st.sampled_from(SourceKind), cue=maybe_words)
count_maps = st.dictionaries(st.sampled_from(CountKind), counts(), max_size=3)
actor_lists = st.lists(actors, max_size=2).map(tuple)
weapons = st.lists(words, max_size=2).map(tuple)
values = st.builds(
    Values,
    type=st.none() | st.sampled_from(IncidentType),
    date=st.none() | day_ranges(),
    place=st.none() | places(),
    perpetrators=actor_lists,
    targets=actor_lists,
    weapons=weapons,
    counts=count_maps,
)
reports = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=1500).map(
    lambda text: report(text, origin="any.txt")
)


@st.composite
def claims(draw, of, number):
    start = draw(st.integers(0, len(of.text) - 1))
    return Claim(
        id=f"{of.id}-{number}",
        report_id=of.id,
        evidence=Span(start, draw(st.integers(start + 1, min(len(of.text), start + 1200)))),
        says=draw(values),
        sources=draw(st.lists(sources, max_size=2).map(tuple)),
        modality=draw(st.sampled_from(Modality)),
        background=draw(st.booleans()),
        occurrence=draw(st.integers(0, 9)),
        reference=draw(st.sampled_from(Reference)),
        scope=draw(st.sampled_from(Scope)),
        confidence=draw(st.none() | shares),
    )


moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
# What a field of each kind may hold
FIELD_VALUES = {
    Field.TYPE: st.sampled_from(IncidentType),
    Field.STATUS: st.sampled_from(Status),
    Field.SCOPE: st.sampled_from(Scope),
    Field.DATE: st.none() | day_ranges(),
    Field.PLACE: st.none() | places(),
    Field.PERPETRATORS: actor_lists,
    Field.TARGETS: actor_lists,
    Field.WEAPONS: weapons,
}
fields_set = st.fixed_dictionaries(
    {}, optional={name: FIELD_VALUES.get(name, st.none() | counts()) for name in Field}
)
signatures = {
    "judgement": st.integers(1, 999),
    "author": words,
    "at": moments,
    "reason": maybe_words,
}


@st.composite
def decisions(draw):
    return {
        name: draw(
            st.builds(
                Decision,
                **signatures,
                confirmed=st.booleans(),
                program=st.just(value),
                rule=maybe_words,
            )
        )
        for name, value in draw(fields_set).items()
    }


reviews = st.builds(
    Review,
    **signatures,
    changed=st.lists(st.sampled_from(Field), max_size=2).map(tuple),
)


@st.composite
def judgements(draw):
    of = draw(reports)

    def anchor(number):
        claim = draw(claims(of, number))
        return Anchor(claim, of.quote(claim.evidence), "00", draw(st.none() | st.integers(1, 9)))

    return Judgement(
        id=draw(st.integers(1, 999)),
        verdict=draw(st.sampled_from(Verdict)),
        author=draw(words),
        at=draw(moments),
        reason=draw(maybe_words),
        subjects=tuple(
            Subject(draw(maybe_words), tuple(anchor(n) for n in range(draw(st.integers(0, 2)))))
            for _ in range(draw(st.integers(0, 2)))
        ),
        values=draw(fields_set),
        added=anchor(9) if draw(st.booleans()) else None,
        withdraws=draw(st.none() | st.integers(1, 999)),
    )


@st.composite
def incidents_with_report(draw):
    """An incident and the one report that tells of it."""
    of = draw(reports)
    told = [draw(claims(of, number)) for number in range(draw(st.integers(1, 3)))]
    position = st.builds(Position, value=words, claims=st.just((told[0].id,)))
    incident = Incident(
        id=draw(words),
        type=draw(st.sampled_from(IncidentType)),
        status=draw(st.sampled_from(Status)),
        date=draw(st.none() | day_ranges()),
        place=draw(st.none() | places()),
        perpetrators=draw(actor_lists),
        targets=draw(actor_lists),
        weapons=draw(weapons),
        counts=draw(count_maps),
        claims=tuple(told),
        conflicts=tuple(
            Conflict(draw(words), tuple(draw(st.lists(position, min_size=2, max_size=2))))
            for _ in range(draw(st.integers(0, 1)))
        ),
        reports=(of.id,),
        scope=draw(st.sampled_from(Scope)),
        rules=draw(st.dictionaries(words, words, max_size=2)),
        confidence=draw(st.dictionaries(words, shares, max_size=2)),
        judged=draw(decisions()) if draw(st.booleans()) else {},
        review=draw(st.none() | reviews),
        judgements=tuple(draw(st.lists(st.integers(1, 999), max_size=2))),
    )
    return incident, of
