"""The whole way of one report: what is claimed, in which words, by whom."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.makers import report, sha256

from dateline.errors import LexiconError
from dateline.pipeline import code_report, link_claims, load_tools
from dateline.records import CountKind, Modality, Span

PUBLISHED = date(2024, 5, 15)  # a Wednesday
TOOLS = load_tools()
MAX_QUOTE = 1200


def told(text, **other):
    values = {"title": None, "publisher": None, "published": PUBLISHED} | other
    of = report(text, id="r" + sha256(text)[:12], **values)
    return of, code_report(of, TOOLS)


def typed(claims):
    return [c for c in claims if c.says.type is not None]


def quote(of, claim):
    return of.quote(claim.evidence)


RAID = (
    "GAO, Mali - Gunmen on motorcycles shot dead at least 12 farmers near Ansongo on Monday,"
    " residents said."
)


def test_one_sentence_gives_its_whole_claim():
    of, claims = told(RAID)
    (claim,) = typed(claims)
    says = claim.says
    assert says.type.value == "armed_attack"
    assert says.date is not None and says.date.start == date(2024, 5, 13)
    assert says.place is not None and (says.place.name, says.place.country) == ("Ansongo", "ML")
    assert [a.mentions[0] for a in says.perpetrators] == ["Gunmen on motorcycles"]
    assert [a.mentions[0].split()[-1] for a in says.targets] == ["farmers"]
    count = says.counts[CountKind.KILLED]
    assert (count.low, count.high) == (12, None)
    assert [s.name.lower() for s in claim.sources] == ["residents"]
    assert claim.modality is Modality.ASSERTED
    assert quote(of, claim) in of.text


REPORTS = [
    RAID,
    "A car bomb killed nine people at a market in Quetta on Tuesday, police said.",
    "Rebels kidnapped two nurses near Goma, the army said. Residents said they took five.",
    "Police arrested 30 protesters in Minsk on Sunday.\n\nA rights group said 45 people were arrested.",
    "TERRORISTS MURDERED THE MAYOR OF AYACUCHO LAST NIGHT, POLICE REPORTED.",
    "The military has denied that its planes bombed a clinic in Idlib on Monday, killing four.",
    "Clashes between soldiers and rebels in Walikale left 11 dead and forced 4,000 people to flee.",
    "According to Radio Kivu, citing hospital sources, militiamen hacked eight villagers to death near Beni.",
    "In April 2019 gunmen killed 20 worshippers in Djibo. On Monday a mine hit a bus there and killed two.",
    "Car bomb kills nine in Quetta\n\nA bomb in a parked car went off near a court in Quetta on Tuesday.",
]


@pytest.mark.parametrize("text", REPORTS, ids=lambda text: text[:30])
def test_the_quotes_of_a_report_hold_the_wording_of_every_value(text):
    """Trigger words apart: every mention of an actor or weapon stands in the quote of its claim."""
    of, claims = told(text)
    assert typed(claims)
    for claim in claims:
        words = " ".join(quote(of, claim).split())
        for actor in (*claim.says.perpetrators, *claim.says.targets):
            assert all(mention in words for mention in actor.mentions)
        assert all(" ".join(w.split()) in words for w in claim.says.weapons)


NUMERALS = {2: "two", 4: "four", 5: "five", 8: "eight", 9: "nine", 11: "11", 12: "12", 20: "20", 30: "30", 45: "45", 4000: "4,000"}  # fmt: skip


@pytest.mark.parametrize("text", REPORTS, ids=lambda text: text[:30])
def test_figures_stand_in_the_quote(text):
    of, claims = told(text)
    assert any(claim.says.counts for claim in claims)
    for claim in claims:
        for count in claim.says.counts.values():
            number = count.best or count.low
            assert number == 1 or NUMERALS[number] in quote(of, claim).lower()


@pytest.mark.parametrize(
    ("text", "chains"),
    [
        (RAID, [["residents"]]),
        ("Gunmen killed four herders near Yola.", [[]]),
        ("Gunmen killed four herders near Yola, the police said, citing villagers.", [["villagers", "police"]]),
        ("According to police, gunmen killed four herders near Yola.", [["police"]]),
        ("A spokesman for the army said rebels had killed six soldiers near Goma.", [["A spokesman for the army"]]),
        ("Reuters reported, citing residents, that militants executed 58 people in Mosul.", [["residents", "Reuters"]]),
    ],
)  # fmt: skip
def test_chains_of_speakers(text, chains):
    _, claims = told(text)
    found = [[s.name for s in c.sources] for c in typed(claims)]
    strip = [[n.lower().removeprefix("the ").removeprefix("a ") for n in chain] for chain in found]
    wanted = [[n.lower().removeprefix("the ").removeprefix("a ") for n in c] for c in chains]
    assert strip == wanted


def voices(claims, kind=CountKind.KILLED):
    """Who is nearest to each figure."""
    return {
        (c.sources[0].name.lower().removeprefix("the "), c.says.counts[kind].best)
        for c in claims
        if kind in c.says.counts and c.sources
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Shells hit a market in Taiz on Monday. The army said 12 people were killed. Residents said 40 people were killed.",
            {("army", 12), ("residents", 40)},
        ),
        (
            "Rebels attacked Beni. Police said nine villagers were killed; the mayor said 14 had been killed.",
            {("police", 9), ("mayor", 14)},
        ),
    ],
)  # fmt: skip
def test_each_voice_has_a_claim_of_its_own_for_its_figure(text, expected):
    _, claims = told(text)
    assert voices(claims) == expected


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("Gunmen killed four herders near Yola.", "asserted"),
        ("Gunmen allegedly killed four herders near Yola.", "alleged"),
        ("The army denied that its soldiers had killed four herders near Yola.", "denied"),
        ("Rebels plan to attack the town of Goma next week.", "planned"),
        ("Police foiled a plan to bomb the market in Lahore.", "attempted"),
        ("The rebels claimed that they had killed four soldiers near Yola.", "claimed"),
        ("Al-Shabaab said its fighters killed four soldiers near Baidoa.", "claimed"),
    ],
)
def test_modality_reaches_the_claim(text, modality):
    _, claims = told(text)
    assert modality in {c.modality.value for c in typed(claims)}


@pytest.mark.parametrize(
    "text",
    [
        "The council will vote on its budget in May. Traders said fuel was scarce.",
        "The striker scored twice and the home side won the cup.",
        "Nobody was hurt when a bus slid off the road near Gao.",
        "",
        " \n ",
    ],
)
def test_reports_of_other_things_claim_no_incident(text):
    _, claims = told(text)
    assert typed(claims) == []


@pytest.mark.parametrize(
    ("text", "n"),
    [
        (RAID, 1),
        ("Car bomb kills nine in Quetta\n\nA car bomb killed nine people at a court in Quetta on Tuesday. The blast wounded 20 others, police said.", 1),
        ("Gunmen killed a judge in Cali on Monday. In Pasto, a bomb wounded two policemen on Tuesday.", 2),
        ("Rebels attacked Palma on Monday, killing nine. The attack lasted two hours, residents said.", 1),
    ],
)  # fmt: skip
def test_how_many_incidents_a_report_tells_of(text, n):
    of, claims = told(text)
    assert len(link_claims(claims, [of])) == n


def test_a_place_that_a_quoted_speaker_names_is_his_to_tell():
    _, claims = told(
        'Gunmen shot dead four traders on Monday. "The road is bad. It runs through Ansongo, and'
        ' nobody guards it there," said the mayor, Oumar Maiga.'
    )
    (setting,) = [c for c in claims if c.says.type is None]
    assert setting.says.place is not None and setting.says.place.name == "Ansongo"
    assert [s.name for s in setting.sources] == ["mayor, Oumar Maiga"]


def test_harm_to_nobody_denies_nothing():
    _, claims = told("A bomb went off at a court in Quetta on Tuesday. No one was hurt.")
    assert "denied" not in {c.modality.value for c in typed(claims)}


def test_who_speaks_of_no_losses_gives_a_figure_and_denies_no_deed():
    _, claims = told(
        "Rebels ambushed a convoy near Goma on Monday and killed twelve soldiers, a rebel spokesman said."
        ' The army spoke of "no losses".'
    )
    (army,) = (c for c in typed(claims) if [s.name for s in c.sources] == ["army"])
    assert (army.modality.value, army.says.counts[CountKind.KILLED].best) == ("asserted", 0)


def test_the_first_sentence_of_a_news_report_is_no_background():
    _, claims = told(
        "A raid by gunmen on Djibo, the third such attack, killed nine. The town is calm."
    )
    assert [c.background for c in typed(claims)][:1] == [False]


def test_an_older_incident_told_as_background_is_marked():
    text = f"{RAID} In April 2019, gunmen killed 20 worshippers in Djibo."
    _, claims = told(text)
    assert [c.background for c in typed(claims)] == [False, True]


def same_shape(claims):
    """What does not hang on who is named: type, days, place, how sure."""
    return [(c.says.type, c.says.date, c.says.place, c.modality, c.background) for c in claims]


@pytest.mark.parametrize(
    ("one", "other"), [("soldiers", "rebels"), ("gunmen", "policemen"), ("militants", "troops")]
)
@pytest.mark.parametrize(
    "frame",
    [
        "The {a} attacked the {b} near Goma on Monday.",
        "On Monday the {b} were ambushed by the {a} near Goma.",
        "The {a} kidnapped nine {b} in Goma on 3 May, residents said.",
    ],
)
def test_swapping_the_sides_swaps_the_roles_and_nothing_else(frame, one, other):
    """A side may be missed, but is never taken for the other."""
    for a, b in ((one, other), (other, one)):
        (claim,) = typed(told(frame.format(a=a, b=b))[1])
        doers = [w for actor in claim.says.perpetrators for w in actor.mentions]
        hit = [w for actor in claim.says.targets for w in actor.mentions]
        assert doers or hit
        assert all(a in words and b not in words for words in doers)
        assert all(b in words and a not in words for words in hit)
    (_, first), (_, second) = told(frame.format(a=one, b=other)), told(frame.format(a=other, b=one))
    assert same_shape(typed(first)) == same_shape(typed(second))


def check(of, claims):
    for claim in claims:
        assert 0 <= claim.evidence.start < claim.evidence.end <= len(of.text)
        assert len(quote(of, claim)) <= MAX_QUOTE and quote(of, claim).strip()
        assert claim.report_id == of.id and claim.occurrence >= 0
    assert len({claim.id for claim in claims}) == len(claims)


pieces = st.sampled_from(
    [
        "Gunmen", "killed", "12", "at least", "soldiers", "near", "Goma", "on Monday", ",", ".", "\n\n", "“", "”",
        "the army", "said", "that", "no one", "was hurt", "a bomb", "exploded", "and", "wounded", "30 others",
        "including", "three children", "abducted", "protesters", "in Mali", "denied", "—", "between", "rebels", "(", ")",
        "attack", "by", "were", "who", "claimed responsibility for", "blamed on", "of", "the", "’s", "last week", "death toll",
    ]
)  # fmt: skip
wordy = st.lists(pieces, min_size=1, max_size=60).map(" ".join)
anything = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=400)
relaxed = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])


@given(wordy | anything)
@relaxed
def test_any_text_gives_claims_that_lie_inside_it(text):
    check(*told(text))


@given(wordy)
@settings(relaxed, max_examples=30)
def test_the_same_text_gives_the_same_claims_and_ids(text):
    assert told(text) == told(text)


@pytest.mark.parametrize("glue", [" and ", ", ", " while in Goma "])
def test_quotes_of_endless_sentences_stay_within_bounds(glue):
    text = (
        "On Monday "
        + glue.join(f"gunmen killed {n} farmers near Ansongo" for n in range(2, 90))
        + "."
    )
    of, claims = told(text)
    assert typed(claims)
    check(of, claims)


def test_evidence_moves_with_the_text_before_it():
    before = "The market was busy. Rain fell.\n\n"
    (of, claims), (later, moved) = told(RAID), told(before + RAID)
    shift = len(before)
    evidence = [Span(c.evidence.start + shift, c.evidence.end + shift) for c in typed(claims)]
    assert [c.evidence for c in typed(moved)] == evidence
    assert [quote(later, c) for c in typed(moved)] == [quote(of, c) for c in typed(claims)]


@pytest.mark.parametrize(
    "text",
    [
        "Last month six displaced people were shot dead on the same road, a driver told state television.",
        "Gunmen killed nine in Djibo. The front denied it, claimed no responsibility and denied any role.",
        "Shells hit Taiz. Police said five were killed and five wounded; residents said nine were killed.",
    ],
)
def test_no_two_claims_share_an_id(text):
    _, claims = told(text)
    assert claims and len({c.id for c in claims}) == len(claims)


HEADER = "id\tname\tkind\tcountry\twhere\tfrom\tto\tparent\taliases\tnative\tcase\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"\xff\xfe", "not in UTF-8"),
        (b"", "no rows in it"),
        (b"id\tname\nx\tX Brigade\n", "no column kind"),
        (HEADER.encode() + b"x\tX Brigade\twarlord" + b"\t" * 8 + b"\n", "'warlord'"),
        (HEADER.encode() + b"x\tX Brigade\trebel\t\t\tsoon" + b"\t" * 5 + b"\n", "'soon'"),
    ],
)
def test_a_table_of_actors_that_is_none_says_why(tmp_path, table, said):
    path = tmp_path / "mine.tsv"
    path.write_bytes(table)
    with pytest.raises(LexiconError, match=f"mine.tsv.*{said}"):
        load_tools(actors=path)
