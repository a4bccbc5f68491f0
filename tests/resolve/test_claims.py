"""Phrases of a claim to values: which place is the scene, what figures add up, who owns a thing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.makers import days, report

from dateline.records import (
    ActorKind,
    Claim,
    Count,
    CountKind,
    CountPhrase,
    IncidentType,
    Modality,
    Phrases,
    Place,
    PlacePrecision,
    Reference,
    Source,
    SourceKind,
    Span,
)
from dateline.resolve.actor import load_registry
from dateline.resolve.claims import add_up, choose_scene, resolve_claims

EXACT, ADMIN1, COUNTRY, NEAR = (
    PlacePrecision.EXACT,
    PlacePrecision.ADMIN1,
    PlacePrecision.COUNTRY,
    PlacePrecision.NEAR,
)


def place(name, country="ML", admin1=None, precision=EXACT):
    return Place(name, country, admin1, 1.0, 2.0, 1, precision)


MALI, GAO_REGION = place("Mali", precision=COUNTRY), place("Gao", admin1="Gao", precision=ADMIN1)
ANSONGO, KIDAL = place("Ansongo", admin1="Gao"), place("Kidal", admin1="Kidal")
NIGER, NIAMEY = place("Niger", "NE", precision=COUNTRY), place("Niamey", "NE")
SOMEWHERE = place("Mali", precision=PlacePrecision.UNKNOWN)
NEAR_GAO = place("Gao", admin1="Gao", precision=NEAR)


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ([], None),
        ([ANSONGO], ANSONGO),
        ([ANSONGO, KIDAL], ANSONGO),  # the likeliest comes first
        ([ANSONGO, MALI], ANSONGO),
        ([MALI, ANSONGO], ANSONGO),  # a town inside the country named before it
        ([GAO_REGION, ANSONGO], ANSONGO),
        ([SOMEWHERE], None),  # only the country of it is known
        ([SOMEWHERE, GAO_REGION], GAO_REGION),
        ([GAO_REGION, KIDAL], GAO_REGION),  # a town of another province is no closer reading
        ([GAO_REGION, KIDAL, ANSONGO], ANSONGO),
        ([MALI, NIAMEY], MALI),
        ([MALI, NIGER], MALI),
        ([MALI, NIGER, NEAR_GAO], NEAR_GAO),
    ],
)
def test_choose_scene(candidates, expected):
    assert choose_scene(candidates) == expected


def killed(low, best=..., high=..., *, kind=CountKind.KILLED, **flags):
    best, high = (low if best is ... else best), (low if high is ... else high)
    return CountPhrase(kind, Span(0, 1), Count(low, best, high), **flags)


@pytest.mark.parametrize(
    ("phrases", "expected"),
    [
        ([], {}),
        ([killed(12)], {"killed": (12, 12, 12)}),
        ([killed(2), killed(3)], {"killed": (5, 5, 5)}),  # "two soldiers and three civilians"
        ([killed(12), killed(3, subset=True)], {"killed": (12, 12, 12)}),
        ([killed(42, cumulative=True)], {}),
        ([killed(2), killed(42, cumulative=True)], {"killed": (2, 2, 2)}),
        ([killed(12, 12, None), killed(3)], {"killed": (15, 15, None)}),  # an open end stays open
        ([killed(24, None, None), killed(3)], {"killed": (27, None, None)}),
        ([killed(12, 12, 15), killed(1)], {"killed": (13, 13, 16)}),
        ([killed(None, 30, 30), killed(2)], {"killed": (None, 32, 32)}),
        (
            [killed(4), killed(9, kind=CountKind.INJURED)],
            {"killed": (4, 4, 4), "injured": (9, 9, 9)},
        ),
        ([killed(0)], {"killed": (0, 0, 0)}),
    ],
)
def test_add_up(phrases, expected):
    sums = {kind.value: (c.low, c.best, c.high) for kind, c in add_up(phrases).items()}
    assert sums == expected


figures = st.lists(st.integers(0, 1000), min_size=1, max_size=5)


@given(figures, figures)
def test_parts_and_totals_never_change_the_sum(groups, parts):
    whole = add_up([killed(n) for n in groups])
    with_parts = [killed(n) for n in groups]
    with_parts += [killed(n, subset=True) for n in parts]
    with_parts += [killed(n, cumulative=True) for n in parts]
    assert add_up(with_parts) == whole == {CountKind.KILLED: Count(*[sum(groups)] * 3)}


TEXT = (
    "Nigerian soldiers shot dead two herders near Ansongo on Monday and burned an army truck,"
    " a clinic and a radio station, using AK-47\nrifles."
)


def span(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def resolve(says, places=None, **other):
    claim = Claim(
        id="c1",
        report_id="r1",
        evidence=Span(0, len(TEXT)),
        says=says,
        sources=(),
        modality=Modality.ASSERTED,
        background=False,
        occurrence=3,
        reference=Reference.NEW,
    )
    of = report(TEXT, published=date(2024, 5, 15), **other)
    (resolved,) = resolve_claims(of, [claim], places or {}, load_registry())
    return claim, resolved


def test_every_phrase_gets_its_value():
    says = Phrases(
        type=IncidentType.ARMED_ATTACK,
        trigger=span("shot dead"),
        time=span("on Monday"),
        places=(span("Ansongo"),),
        perpetrators=(span("Nigerian soldiers"),),
        targets=(span("two herders"),),
        weapons=(span("AK-47\nrifles"),),
        counts=(killed(2),),
    )
    claim, resolved = resolve(says, {span("Ansongo"): ANSONGO})
    values = resolved.says
    assert values.type is IncidentType.ARMED_ATTACK
    assert values.date is not None and values.date.start == days("2024-05-13").start
    assert values.place == ANSONGO
    assert values.counts == {CountKind.KILLED: Count(2, 2, 2)}
    (doer,), (hit,) = values.perpetrators, values.targets
    assert (doer.kind, doer.country) == (ActorKind.EXTERNAL_FORCES, "NG")  # abroad
    assert (hit.kind, hit.mentions) == (ActorKind.CIVILIANS, ("two herders",))
    kept = ("id", "report_id", "evidence", "sources", "modality", "occurrence", "reference")
    assert [getattr(resolved, k) for k in kept] == [getattr(claim, k) for k in kept]


def test_what_is_not_said_or_not_understood_stays_empty():
    _, resolved = resolve(Phrases(places=(span("Ansongo"),), time=span("army truck")))
    values = resolved.says
    assert (values.type, values.date, values.place) == (None, None, None)
    assert (values.perpetrators, values.targets, values.weapons, values.counts) == ((), (), (), {})


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("an army truck", "military", ActorKind.STATE_FORCES),
        ("a radio station", "media", ActorKind.MEDIA),
        ("a clinic", "medical", ActorKind.CIVILIANS),
        ("a clinic", "aid", ActorKind.ORGANISATION),
    ],
)
def test_things_stand_for_their_owners(words, kind, expected):
    _, resolved = resolve(Phrases(objects=((span(words), kind),)))
    (thing,) = resolved.says.targets
    assert (thing.name, thing.kind, thing.mentions) == (words, expected, (words,))


def test_the_same_weapon_worded_twice_is_one():
    _, resolved = resolve(Phrases(weapons=(span("AK-47\nrifles"), span("AK-47\nrifles"))))
    assert len(resolved.says.weapons) == 1


def test_without_a_day_of_publication_a_weekday_gives_no_date():
    claim = Phrases(time=span("on Monday"))
    of = report(TEXT, published=None)
    told = Claim("c", "r", Span(0, 9), claim, (), Modality.ASSERTED, False, 0)
    (resolved,) = resolve_claims(of, [told], {}, load_registry())
    assert resolved.says.date is None


@pytest.mark.parametrize(
    ("publisher", "source", "body"),
    [
        ("Hamas Media Office", None, "hamas"),
        ("Reuters", "a Hamas commander", "hamas"),
        ("Hamas Media Office", "a driver", None),
        ("Reuters", None, None),
    ],
)
@pytest.mark.parametrize(("words", "own"), [("Our fighters", True), ("Our enemies", False)])
def test_our_men_are_those_of_whom_the_speaker_speaks_for(publisher, source, body, words, own):
    of = report(f"{words} shelled the post.", publisher=publisher)
    says = Phrases(type=IncidentType.SHELLING, perpetrators=(Span(0, len(words)),))
    sources = (Source(source, SourceKind.OTHER, "said"),) if source else ()
    told = Claim("c", "r", Span(0, 30), says, sources, Modality.ASSERTED, False, 0)
    (resolved,) = resolve_claims(of, [told], {}, load_registry())
    (doer,) = resolved.says.perpetrators
    assert (doer.actor_id, doer.mentions) == (body if own else None, (words,))


@pytest.mark.parametrize(
    ("text", "source", "body"),
    [
        ("Hamas said that its troops shot two.", "Hamas", "hamas"),
        ("Hamas said on Friday in a statement that its troops shot two.", "Hamas", "hamas"),
        ("Hamas said that Israel came and its troops shot two.", "Hamas", "military-ml"),
        ("Hamas said that the enemy and its troops shot two.", "Hamas", "military-ml"),
        ("Hamas said the army and its troops shot two.", "Hamas", "military-ml"),
        ("The mayor said that its troops shot two.", "The mayor", "military-ml"),
    ],
)
def test_its_troops_are_of_an_armed_speaker_of_no_state(text, source, body):
    at = text.index("its troops")
    says = Phrases(type=IncidentType.KILLING, perpetrators=(Span(at, at + 10),), places=(HERE,))
    sources = (Source(source, SourceKind.OTHER, "said"),)
    told = Claim("c", "r", Span(0, len(text)), says, sources, Modality.ASSERTED, False, 0)
    (resolved,) = resolve_claims(report(text), [told], {HERE: ANSONGO}, load_registry())
    assert [doer.actor_id for doer in resolved.says.perpetrators] == [body]


HERE = Span(0, 1)


def test_a_claim_without_a_place_takes_the_country_of_the_report_for_its_actors():
    text = "Rebels left Ansongo. The army came."
    of = report(text)
    army = Span(text.index("The army"), text.index(" came"))
    here = Span(text.index("Ansongo"), text.index("Ansongo") + 7)
    told = [
        Claim("c1", "r", Span(0, 20), Phrases(places=(here,)), (), Modality.ASSERTED, False, 0),
        Claim("c2", "r", Span(21, 35), Phrases(perpetrators=(army,)), (), Modality.ASSERTED, False, 1),
    ]  # fmt: skip
    _, second = resolve_claims(of, told, {here: ANSONGO}, load_registry())
    assert [a.country for a in second.says.perpetrators] == ["ML"]


@pytest.mark.parametrize(
    ("text", "modality", "wanted"),
    [
        ("The march is planned for [Saturday].", Modality.PLANNED, 18),
        ("On [Saturday] the clerks mean to march.", Modality.PLANNED, 18),
        ("On [Wednesday] the clerks mean to march.", Modality.PLANNED, 15),  # the report's own day
        ("The march of [12 May] is forbidden.", Modality.PLANNED, 12),  # a told day stays
        ("They would have broken the glass on [Saturday].", Modality.PLANNED, 11),
        ("By [Saturday] the mill was in their hands.", Modality.ASSERTED, 11),
        ("On [Saturday] the glass went, and who will pay for it?", Modality.ASSERTED, 11),
    ],
)
def test_how_a_deed_is_told_says_which_saturday(text, modality, wanted):
    start, end = text.index("["), text.index("]") - 1
    told = report(text.replace("[", "").replace("]", ""), published=date(2024, 5, 15))
    says = Phrases(type=IncidentType.PROTEST, time=Span(start, end))
    claim = Claim("c1", "r", Span(0, end), says, (), modality, False, 0)
    [resolved] = resolve_claims(told, [claim], {}, load_registry())
    assert (resolved.says.date.start.day, resolved.says.date.last.day) == (wanted, wanted)


def test_what_is_to_come_sets_no_scene():
    told = report("The bridge will open on Saturday.", published=date(2024, 5, 15))
    says = Phrases(time=Span(24, 32))
    claim = Claim("c1", "r", Span(0, 33), says, (), Modality.ASSERTED, False, 0)
    [resolved] = resolve_claims(told, [claim], {}, load_registry())
    assert resolved.says.date is None


@pytest.mark.parametrize(
    ("since", "wanted"),
    [
        ("Saturday", (date(2024, 5, 11), date(2024, 5, 15))),
        ("yesterday", (date(2024, 5, 14), date(2024, 5, 15))),
        ("January", None),  # what began so long ago does not date a deed
    ],
)
def test_since_goes_on_to_the_day_of_publication(since, wanted):
    text = f"Since {since} shells have hit the port."
    says = Phrases(type=IncidentType.SHELLING, time=Span(6, 6 + len(since)))
    claim = Claim("c1", "r", Span(0, len(text)), says, (), Modality.ASSERTED, False, 0)
    of = report(text, published=date(2024, 5, 15))
    [resolved] = resolve_claims(of, [claim], {}, load_registry())
    days = resolved.says.date
    assert (days and (days.start, days.last)) == wanted


@pytest.mark.parametrize(("deed", "last"), [("shells", 11), ("raid", 15)])
def test_what_was_done_when_it_began_was_done_that_day(deed, last):
    text = "It is the second raid since Saturday, when shells hit the port."
    at, day = text.index(deed), text.index("Saturday")
    says = Phrases(
        type=IncidentType.SHELLING, trigger=Span(at, at + len(deed)), time=Span(day, day + 8)
    )
    claim = Claim("c1", "r", Span(0, len(text)), says, (), Modality.ASSERTED, False, 0)
    of = report(text, published=date(2024, 5, 15))
    [resolved] = resolve_claims(of, [claim], {}, load_registry())
    days = resolved.says.date
    assert days and (days.start, days.last) == (date(2024, 5, 11), date(2024, 5, last))


def test_a_weapon_told_over_two_lines_is_told_in_one():
    of = report("They fired an\nautomatic rifle.")
    says = Phrases(type=IncidentType.KILLING, weapons=(Span(11, 29),))
    claim = Claim("c1", "r", Span(0, 31), says, (), Modality.ASSERTED, False, 0)
    [resolved] = resolve_claims(of, [claim], {}, load_registry())
    assert resolved.says.weapons == ("an automatic rifle",)


def test_who_is_missing_since_a_day_was_taken_on_it():
    of = report("Since Saturday two herders are missing.", published=date(2024, 5, 15))
    says = Phrases(type=IncidentType.ABDUCTION, time=Span(6, 14))
    claim = Claim("c1", "r", Span(0, 39), says, (), Modality.ASSERTED, False, 0)
    [resolved] = resolve_claims(of, [claim], {}, load_registry())
    days = resolved.says.date
    assert days and (days.start, days.last) == (date(2024, 5, 11), date(2024, 5, 11))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Mali: Gao, Kidal, Menaka. In Austin the army fired.", None),  # a namesake, perhaps
        ("Mali: Gao, Kidal, Menaka. In Austin, Texas, the army fired.", "US"),
        ("Mali: Gao, Kidal, Menaka. In Ansongo the army fired.", "ML"),
    ],
)
def test_no_army_is_accused_for_one_name_in_a_country_of_which_nothing_else_is_told(text, country):
    known = {
        "Mali": MALI,
        "Menaka": place("Menaka"),
        "Gao": GAO_REGION,
        "Kidal": KIDAL,
        "Ansongo": ANSONGO,
        "Austin": place("Austin", "US"),
        "Texas": place("Texas", "US", precision=ADMIN1),
    }
    places = {Span(text.index(n), text.index(n) + len(n)): p for n, p in known.items() if n in text}
    scene = next(s for s in places if text[s.start - 3 : s.start] == "In ")
    doer = Span(text.index("the army"), text.index(" fired"))
    says = Phrases(places=(scene,), perpetrators=(doer,))
    told = Claim("c1", "r", Span(0, len(text)), says, (), Modality.ASSERTED, False, 0)
    (resolved,) = resolve_claims(report(text), [told], places, load_registry())
    assert [a.country for a in resolved.says.perpetrators] == [country]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("AUSTIN. Rebels left Ansongo. The army came.", "ML"),  # a deed's town counts for more
        (
            "AUSTIN. Rebels left Ansongo, said Texas and Ohio. The army came.",
            None,
        ),  # nobody is ahead
        ("AUSTIN. Rebels left Texas. The army came.", "US"),
    ],
)
def test_the_country_of_a_report_is_well_ahead_by_all_its_names(text, country):
    known = {
        "Ansongo": ANSONGO,
        "AUSTIN": place("Austin", "US"),
        "Texas": place("Texas", "US"),
        "Ohio": place("Ohio", "US"),
    }
    places = {Span(text.index(n), text.index(n) + len(n)): p for n, p in known.items() if n in text}
    (scene,) = [s for s in places if text[s.start - 5 : s.start] == "left "]
    doer = Span(text.index("The army"), text.index(" came"))
    told = [
        Claim("c1", "r", Span(0, 20), Phrases(places=(scene,)), (), Modality.ASSERTED, False, 0),
        Claim("c2", "r", Span(21, 35), Phrases(perpetrators=(doer,)), (), Modality.ASSERTED, False, 1),
    ]  # fmt: skip
    _, second = resolve_claims(report(text), told, places, load_registry())
    assert [a.country for a in second.says.perpetrators] == [country]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("JNIM (Group for Support) fighters came.", "jnim"),
        ("Rice (price for a bag) fighters came.", None),
    ],
)
def test_a_name_before_a_bracket_is_read_with_what_follows(text, body):
    doer = Span(text.index("fighters"), text.index(" came"))
    told = Claim("c", "r", Span(0, 20), Phrases(perpetrators=(doer,)), (), Modality.ASSERTED, False, 0)  # fmt: skip
    (claim,) = resolve_claims(report(text), [told], {}, load_registry())
    assert [a.actor_id for a in claim.says.perpetrators] == [body]
