"""Who is one person: a case is a line, no model is asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.link.tellers import HOSPITAL, POLICE, dispatch, exactly, heard, told

from dateline.link.figures import LISTED, choose_count
from dateline.link.persons import count_victims, tell_apart
from dateline.records import Count, CountKind, Modality, Person, Span, Values

DAY = dispatch(1)
KILLED, INJURED = CountKind.KILLED, CountKind.INJURED
HARMS = {"died": KILLED, "hurt": INJURED}
WORDS = {"male", "female", "second", "third", "and", "doer", "guard", "labour"}


def read(mentions):
    """Persons of "Ana Ruiz 41 female second died; male hurt"."""
    found = []
    for n, mention in enumerate(m.split() for m in mentions.split(";")):
        *words, harm = mention
        found.append(
            Person(
                HARMS[harm],
                Span(10 * n, 10 * n + 5),
                name=" ".join(w for w in words if w not in WORDS and not w.isdigit()) or None,
                age=next((int(w) for w in words if w.isdigit()), None),
                sex=next((w for w in words if w in ("male", "female")), None),
                apart=next((w for w in words if w in ("second", "third", "and")), None),
                role=next((w for w in words if w in ("guard", "labour")), None),
                doer="doer" in words,
                counted=True,
            )
        )
    return found


@pytest.mark.parametrize(
    ("mentions", "dead", "hurt"),
    [
        # one person, told in many ways
        ("male died; 41 male died; Ahmet Seren died; Seren died; male died", 1, 0),
        ("Mara Okoro 30 died; Okoro died; female 30 died", 1, 0),
        ("second died; second died", 1, 0),  # a headline on the second victim, and its text
        ("41 male hurt; male died", 1, 0),  # hurt, and died of it
        ("Ahmet Seren hurt; Seren died", 1, 0),
        ("Ebo died; Mara Okoro died", 1, 0),  # a single word may be a place
        # persons told one by one
        ("Ahmet Seren 41 died; second 30 male died", 2, 0),
        ("41 male died; 30 male died; 30 died", 2, 0),
        ("male hurt; male hurt; female hurt; female hurt", 0, 2),
        ("male hurt; female hurt", 0, 1),  # once, by sex alone: perhaps a bystander
        ("male hurt; second male hurt; third hurt", 0, 3),
        ("male hurt; 29 and male hurt", 0, 2),
        ("Ahmet Seren died; Mara Okoro died; Seren died; Okoro died", 2, 0),
        ("Denis Okoro 40 died; Dora Okoro 38 died; Okoro died", 2, 0),
        ("Xan Okoro 3 died; Xander Okoro 3 died", 1, 0),
        ("male died; second male hurt", 1, 1),
        ("Ahmet Seren 41 died; 30 hurt", 1, 1),
        ("guard hurt; labour hurt; guard died", 1, 1),
        ("Ahmet Seren guard died; Seren labour died", 1, 0),
        # a named one is none of another age, and goes with the one that has none
        ("Ahmet Seren 41 died; 30 died; male died", 2, 0),
        # who did it
        ("female died; male doer died", 1, 0),  # another, and no victim
        ("male doer died", 1, 0),
        ("male hurt; doer died", 1, 0),  # nothing tells the man from the suspect
    ],
)
def test_how_many_are_told_of(mentions, dead, hurt):
    victims = count_victims(read(mentions))
    assert (victims.dead, victims.hurt) == (dead, hurt)


MENTIONS = st.lists(
    st.builds(
        lambda harm, name, age, sex, apart: " ".join(filter(None, (name, age, sex, apart, harm))),
        st.sampled_from(["died", "hurt"]),
        st.sampled_from(["", "Ahmet Seren", "Seren", "Mara Okoro"]),
        st.sampled_from(["", "30", "41"]),
        st.sampled_from(["", "male", "female"]),
        st.sampled_from(["", "second", "third"]),
    ),
    min_size=1,
    max_size=8,
)


@given(MENTIONS)
def test_every_mention_is_of_one_person_and_no_two_ages_are_one(mentions):
    persons = read(";".join(mentions))
    ones = tell_apart(persons)
    assert sorted(p.span for one in ones for p in one) == [p.span for p in persons]
    assert all(len({p.age for p in one} - {None}) <= 1 for one in ones)
    victims = count_victims(persons)
    assert 1 <= victims.dead + victims.hurt <= len(persons)


@given(MENTIONS)
def test_told_twice_they_are_as_many(mentions):
    once = read(";".join(mentions))
    assert count_victims(set(once)) == count_victims(once)


def single(k, mentions, *, best=1, kind=KILLED, source=None, **other):
    """A claim with the persons of its sentence, as "a man was killed" gives them."""
    counts = {kind: exactly(best)} if best is not None else {}
    values = Values(counts=counts, persons=tuple(_at(k, read(mentions))))
    return told(DAY, k, source=source, says=values, **other)


def _at(k, persons):
    for p in persons:
        yield replace(p, span=Span(p.span.start + 200 * k, p.span.end + 200 * k))


def chosen(*claims, kind=KILLED):
    return choose_count(heard(claims, [DAY]), kind)


def test_victims_told_one_by_one_are_counted_over_sentences_and_voices():
    claims = [
        single(0, "Ahmet Seren 41 died", source=POLICE),
        single(1, "second 30 male died", source=HOSPITAL),
    ]
    count, rule = chosen(*claims)
    assert count == Count(2, 2, 2) and rule.endswith(LISTED)


def test_one_victim_told_in_many_ways_is_chosen_as_before():
    claims = [single(0, "male died"), single(1, "41 male died"), single(2, "Ahmet Seren died")]
    assert chosen(*claims) == (exactly(1), "the one voice that gives it")


def test_a_told_total_beats_the_list():
    claims = [
        single(0, "41 male died"),
        single(1, "second 30 male died"),
        told(DAY, 2, killed=3),
    ]
    assert chosen(*claims)[0] == exactly(3)
    claims = [told(DAY, 0, killed=1), single(1, "Mara Okoro died"), single(2, "Ahmet Seren died")]
    assert chosen(*claims)[0] == exactly(1)  # "one dead"


def test_a_list_that_adds_up_to_a_told_total_speaks_for_it():
    claims = [
        told(DAY, 0, killed=2),
        single(1, "41 male died", source=POLICE),
        single(2, "second 30 male died", source=POLICE),
    ]
    assert chosen(*claims)[0] == exactly(2)


def test_who_comes_up_alone_much_later_is_of_another_deed():
    claims = [single(0, "Mara Okoro 30 died"), single(5, "Ahmet Seren 41 died")]
    assert chosen(*claims)[0] == exactly(1)


def test_who_was_hurt_and_died_is_not_among_the_injured():
    claims = [single(0, "41 male hurt", kind=INJURED), single(1, "male died")]
    assert chosen(*claims, kind=INJURED)[0] is None
    assert chosen(*claims)[0] == exactly(1)


def test_a_denied_victim_is_none():
    claims = [
        single(0, "41 male died"),
        single(1, "second died", source=POLICE, modality=Modality.DENIED),
    ]
    assert chosen(*claims)[0] == exactly(1)


@pytest.mark.parametrize(
    ("counted", "mentions", "best"),
    [
        (2, "third died", 3),  # "two guards died; a third died later"
        (2, "male died", 2),
        (5, "third died", 5),
        (1, "second died", 1),  # whoever tells of one may mean the second
        (2, "third hurt", 2),
    ],
)
def test_a_text_may_count_on_from_its_figure(counted, mentions, best):
    total = told(DAY, 0, says=Values(counts={KILLED: exactly(counted)}))
    harm = KILLED if mentions.endswith("died") else INJURED
    count, _ = chosen(total, single(1, mentions, kind=harm))
    assert count == exactly(best)


@pytest.mark.parametrize(
    ("earlier", "others", "best"),
    [
        (8, 10, 18),  # "eight were killed"; "ten others were killed"
        (1, 2, 3),
        (13, 8, 13),  # 13 is rather the total
        (2, 2, 2),
    ],
)
def test_others_count_with_those_told_of_before(earlier, others, best):
    marked = Person(KILLED, Span(200, 205), apart="more")
    claims = [
        told(DAY, 0, says=Values(counts={KILLED: exactly(earlier)})),
        told(DAY, 1, says=Values(counts={KILLED: exactly(others)}, persons=(marked,))),
    ]
    assert chosen(*claims)[0] == exactly(best)
