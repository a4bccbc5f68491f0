import base64
import hashlib
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from tests.makers import GAO, RESIDENTS, TEXT, claim, days, incident, report
from tests.strategies import incidents_with_report

from dateline.export.dossier import (
    MODALITIES,
    cut,
    date_text,
    make_dossier,
    paragraph,
    place_text,
    render_dossier,
    write_dossier,
)
from dateline.export.jsonl import write_jsonl
from dateline.records import (
    Actor,
    ActorKind,
    Conflict,
    Count,
    CountKind,
    DatePrecision,
    Decision,
    Field,
    Modality,
    Place,
    PlacePrecision,
    Position,
    Profile,
    Review,
    Source,
    SourceKind,
    Span,
    Status,
    Values,
)

REPORTS = {report().id: report()}
VOID = {"meta", "br", "link", "img", "input", "hr", "base", "embed", "source"}
ATTACKS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '" onfocus="alert(1)" autofocus="',
    "<svg/onload=alert(1)>",
    "</title><svg onload=alert(1)>",
    "<iframe src=https://example.org></iframe>",
    "javascript:alert(1)",
    "<a href=javascript:alert(1)>x</a>",
    "<link rel=stylesheet href=//example.org/x.css>",
    "<base href=//example.org/>",
    "{{ 7 * 7 }}{% raw %}",
    "<!--<script>",
    "]]><script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<b>right to left",
]


class Page(HTMLParser):
    """Every tag with its attributes, the visible text, and whether tags nest."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.text, self.open, self.ids = [], "", [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.ids += [value for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.text += data


def render(*incidents, reports=REPORTS, **other):
    return render_dossier(make_dossier(incidents, reports, title=other.pop("title", "T"), **other))


def poisoned(attack):
    """A report and an incident with the attack in every text that a stranger can write."""
    of = replace(
        report(attack + " said the mayor.\n\n" + TEXT),
        title=attack,
        publisher=attack,
        author=attack,
        origin=attack,
        url=attack,
        published_how=attack,
        raw_sha256=attack,
        id="r" + attack,
    )
    actor = Actor(attack, ActorKind.REBEL, attack, attack, (attack,))
    place = Place(attack, attack, attack, 16.0, 0.0, None, PlacePrecision.NEAR)
    said = Values(
        date=days("2024-05-13", rule=attack),
        place=place,
        perpetrators=(actor,),
        targets=(actor,),
        weapons=(attack,),
        counts={CountKind.KILLED: Count(1, 1, 1)},
    )
    told = claim(
        of,
        id="c" + attack,
        evidence=Span(0, len(attack)),
        says=said,
        sources=(Source(attack, SourceKind.OTHER, attack),),
    )
    whole = incident(
        [told],
        id="i" + attack,
        place=place,
        perpetrators=(actor,),
        targets=(actor,),
        weapons=(attack,),
        conflicts=(Conflict(attack, (Position(attack, (told.id,)), Position("x", ()))),),
        rules={"killed": attack, "counts.killed": attack},
        reports=(of.id,),
    )
    return whole, {of.id: of}


def shape(page):
    """The tags and the names of their attributes: what text must not change."""
    return [(tag, sorted(attrs)) for tag, attrs in Page(page).tags]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_becomes_markup(attack):
    def page(words):
        whole, reports = poisoned(words)
        return render(whole, reports=reports, title=words, versions={words: words})

    # the same page with harmless words has exactly the same tags and attributes
    assert shape(page(attack)) == shape(page("harmless"))
    assert attack in Page(page(attack)).text


def test_nothing_is_asked_of_any_server():
    page = render(incident(), reports={report().id: replace(report(), url="https://example.org/a")})
    for tag, attrs in Page(page).tags:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
        assert not {"src", "srcset", "action", "style", "data", "poster", "background"} & set(attrs)
        assert not any(name.startswith("on") for name in attrs)
        assert attrs.get("href", "#").startswith("#")
    assert "url(" not in page and "@import" not in page


def test_the_policy_allows_the_style_by_its_hash_and_nothing_else():
    page = render(incident())
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(a["content"] for t, a in Page(page).tags if "http-equiv" in a)
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "base-uri 'none'",
        "form-action 'none'",
    ]


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(incidents_with_report())
def test_any_incident_makes_a_page_whose_tags_nest_and_whose_links_lead_somewhere(pair):
    told, of = pair
    page = Page(render(told, reports={of.id: of}))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    links = {attrs["href"][1:] for tag, attrs in page.tags if tag == "a"}
    assert links <= set(page.ids)


def test_a_quote_is_marked_in_its_paragraph():
    page = render(incident([claim(quote="three traders near Gao", killed=3)]))
    assert "Gunmen shot dead <mark>three traders near Gao</mark><sup>" in page
    assert "governor" not in page  # another paragraph


def test_claims_that_share_words_are_marked_once_and_numbered_each():
    of = report()
    quotes = [(1, Span(0, 17)), (2, Span(7, 31))]
    parts = list(cut(of.text, paragraph(of.text, Span(0, 5)), quotes))
    assert "".join(p.text for p in parts) == of.text.split("\n")[0]
    assert [p.ends for p in parts if p.quoted] == [(), (1,), (2,)]


def test_a_long_paragraph_is_shown_around_its_quote():
    of = report("Rain fell. " * 200 + "Rebels burned a mill. " + "Wind blew. " * 200)
    page = render(incident([claim(of, quote="Rebels burned a mill.")]), reports={of.id: of})
    block = re.search("<blockquote.*?</blockquote>", page, re.DOTALL)[0]
    assert "<mark>Rebels burned a mill.</mark>" in block and len(block) < 1300
    assert block.count("…") == 2


def test_the_context_ends_with_the_paragraph():
    of = report("Before.\n\nRebels burned a mill. Nobody died.\n\n" + "After. " * 200)
    [entry] = make_dossier(
        [incident([claim(of, quote="burned a mill")])], {of.id: of}, title=""
    ).entries
    shown = "".join(part.text for part in entry.passages[0].segments)
    assert shown == "Rebels burned a mill. Nobody died."


def test_a_contradiction_names_who_says_what():
    office = Source("the governor's office", SourceKind.STATE, "put")
    said = [
        claim(id="a", killed=3),
        claim(quote="put the toll at two", id="b", killed=2, sources=(office,)),
    ]
    conflict = Conflict("counts.killed", (Position("3", ("a",)), Position("2", ("b",))))
    text = " ".join(Page(render(incident(said, conflicts=(conflict,)))).text.split())
    assert "Disputed: killed recorded: 3: residents 1 but 2: the governor's office 2" in text


def test_the_chain_of_speakers_is_told_nearest_first():
    chain = (RESIDENTS, Source("Radio Niger", SourceKind.MEDIA, "reported"))
    text = " ".join(Page(render(incident([claim(sources=chain)]))).text.split())
    assert "residents (resident, “said”), as quoted by Radio Niger (media, “reported”)" in text
    assert "the report itself" in Page(render(incident([claim(sources=())]))).text


def test_only_what_is_reported_is_added_up():
    dead = {CountKind.KILLED: Count(3, 3, None)}
    told = [
        incident(id="a", counts=dead),
        incident(id="b", counts=dead, status=Status.ALLEGED),
        incident(id="c", counts={}),
    ]
    killed = next(f for f in make_dossier(told, REPORTS, title="").figures if f.label == "killed")
    assert (killed.value, killed.note) == ("3", "1 of 2 reported incidents give a figure")


def test_incidents_stand_by_date_and_the_undated_last():
    told = [
        incident(id="late", date=days("2024-05-13")),
        incident(id="never", date=None),
        incident(id="early", date=days("2024-05-01")),
    ]
    entries = make_dossier(told, REPORTS, title="").entries
    assert [entry.id for entry in entries] == ["early", "late", "never"]


@pytest.mark.parametrize(
    ("start", "last", "precision", "said"),
    [
        ("2024-05-13", None, DatePrecision.DAY, "13 May 2024"),
        ("2024-05-13", "2024-05-19", DatePrecision.WEEK, "13–19 May 2024"),
        ("2024-05-01", "2024-05-31", DatePrecision.MONTH, "May 2024"),
        ("2024-01-01", "2024-12-31", DatePrecision.YEAR, "2024"),
        ("2024-04-28", "2024-05-02", DatePrecision.RANGE, "28 April – 2 May 2024"),
    ],
)
def test_a_date_is_told_as_exactly_as_it_is_known(start, last, precision, said):
    assert date_text(days(start, last=last, precision=precision)) == said


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        (PlacePrecision.EXACT, "Gao, Mali"),
        (PlacePrecision.NEAR, "Gao, Mali (near)"),
        (PlacePrecision.ADMIN2, "Gao, Mali (district)"),
        (PlacePrecision.ADMIN1, "Gao, Mali (province)"),
        (PlacePrecision.COUNTRY, "Gao, Mali"),
        (PlacePrecision.UNKNOWN, "Gao, Mali"),
    ],
)
def test_a_place_is_told_with_its_country_and_how_exact_it_is(precision, said):
    assert place_text(replace(GAO, precision=precision)) == said
    assert place_text(replace(GAO, country="XX", precision=PlacePrecision.EXACT)) == "Gao, XX"


def test_no_incident_makes_a_page_that_says_so():
    assert "There is no incident to show." in Page(render(reports={})).text


def test_every_modality_is_explained():
    assert set(MODALITIES) == set(Modality)


def test_the_same_incidents_give_the_same_bytes(tmp_path):
    paths = [tmp_path / "a.html", tmp_path / "b.html"]
    for path in paths:
        write_dossier([incident()], REPORTS, path, title="Gao")
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert str(date.today().year).encode() not in paths[0].read_bytes()  # noqa: DTZ011


# --- what a publisher asks -------------------------------------------------------------------


def checked(*, read=None, changed=(), judged=()):
    at = datetime(2024, 6, 1, 12, tzinfo=UTC)
    decisions = {
        name: Decision(1, "A. Diallo", at, None, True, None, "some rule") for name in judged
    }
    review = read and Review(2, read, at, None, tuple(changed))
    return replace(incident(id="ichecked"), review=review, judged=decisions)


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        (checked(), ["Not checked by a person", "No person has checked these incidents"]),
        (checked(read="B. Koné"), ["Read through by B. Koné, 1 June 2024", "(B. Koné) checked 1 of 1"]),
        (
            checked(read="B. Koné", changed=[Field.KILLED], judged=[Field.PLACE]),
            ["changed since: killed; set or confirmed by a person: place", "(B. Koné, A. Diallo)"],
        ),
        (checked(judged=[Field.PLACE]), ["Set or confirmed by a person: place"]),
    ],
)  # fmt: skip
def test_it_says_what_a_person_has_seen(whole, told):
    text = " ".join(Page(render(whole, profile=Profile.FULL)).text.split())
    assert all(words in text for words in told)


def test_who_decided_is_numbered_unless_their_names_are_asked_for():
    late = checked(judged=[Field.PLACE])
    rule = {Field.PLACE.value: "set by A. Diallo on 2024-06-01: seen there"}
    said = replace(late.judged[Field.PLACE], confirmed=False, reason="seen there")
    late = replace(
        late, id="ilate", date=days("2024-05-20"), judged={Field.PLACE: said}, rules=rule
    )
    wholes = [late, checked(read="B. Koné"), replace(checked(read="A. Diallo"), id="iz")]
    text = " ".join(Page(render(*wholes)).text.split())
    assert "Diallo" not in text and "Koné" not in text
    for told in (
        "People (reviewer 1, reviewer 2) checked 3 of 3",
        "Read through by reviewer 1, 1 June 2024",
        "rule: set by reviewer 2 on 2024-06-01: seen there",  # the same person, the same number
        "Reviewers are numbered",
    ):
        assert told in text
    named = Page(render(*wholes, profile=Profile.FULL)).text
    assert "set by A. Diallo on" in named and "Reviewers are numbered" not in named


def test_who_publishes_it_and_what_was_chosen_stand_on_top():
    page = render(incident(), by="Gao Documentation Centre", chosen="Chosen: country ML.")
    head = page[: page.index("<main>")]
    assert "Gao Documentation Centre" in head and "Chosen: country ML." in head


def test_its_digest_is_that_of_the_exported_records():
    wholes = [incident(id="ib"), incident(id="ia", date=days("2024-05-01"))]
    stream = StringIO()
    write_jsonl([wholes[1], wholes[0]], REPORTS, stream)  # by date, as the store lists them
    digest = hashlib.sha256(stream.getvalue().encode()).hexdigest()
    assert digest in render(*wholes)
    assert digest not in render(*wholes, replace(wholes[0], id="ic"))


@pytest.mark.parametrize(
    "origin", ["/home/someone/secret/a.txt", r"C:\Users\someone\a.txt", "a.txt"]
)
def test_a_folder_of_somebodys_computer_is_not_published(origin):
    page = render(incident(), reports={report().id: replace(report(), origin=origin, url=None)})
    assert "a.txt" in page and "someone" not in page


def test_tables_add_up_the_frequent_first():
    wholes = [
        incident(id="i1", counts={CountKind.KILLED: Count(3, 3, 3)}),
        incident(id="i2", counts={CountKind.KILLED: Count(4, 4, None)}),
        incident(id="i3", place=None, counts={}),
    ]
    (by_country,) = [
        table
        for table in make_dossier(wholes, REPORTS, title="T").tables
        if table.heading == "By country"
    ]
    assert [(row.value, row.incidents, row.killed) for row in by_country.sums] == [
        ("Mali", 2, "7"),
        ("not known", 1, "—"),
    ]


def test_a_total_that_is_mostly_one_incident_says_so():
    def note(*killed):
        wholes = [
            incident(id=f"i{n}", counts={CountKind.KILLED: Count(k, k, k)})
            for n, k in enumerate(killed)
        ]
        figures = make_dossier(wholes, REPORTS, title="T").figures
        return next(figure.note for figure in figures if figure.label == "killed")

    assert "40 of them in one incident" in note(3, 40, 7)
    assert "in one incident" not in note(3, 4, 7) and "in one incident" not in note(40)


def test_one_name_in_several_cases_is_one_row():
    names = ("armed men", "Armed men", "the armed men", "gunmen")
    wholes = [
        incident(id=f"i{n}", perpetrators=(Actor(name, ActorKind.REBEL),))
        for n, name in enumerate(names)
    ]
    (table,) = make_dossier(wholes, REPORTS, title="T").tables
    assert [(row.value, row.incidents) for row in table.sums] == [("armed men", 3), ("gunmen", 1)]


def test_a_long_table_says_how_much_it_leaves_out():
    wholes = [
        incident(id=f"i{n}", perpetrators=(Actor(f"group {n:02}", ActorKind.REBEL),))
        for n in range(20)
    ]
    wholes.append(incident(id="iu", perpetrators=()))
    tables = {t.heading: t for t in make_dossier(wholes, REPORTS, title="T").tables}
    assert len(tables["By perpetrator"].sums) == 13 and tables["By perpetrator"].left == 8
    assert tables["By perpetrator"].sums[-1].value == "not known"  # never left out
    assert "By country" not in tables  # one value alone is no table
    assert "8 more values" in render(*wholes)


@pytest.mark.parametrize(
    ("independent", "told"),
    [(True, "two sides are independent"), (False, "one side passes on"), (None, None)],
)
def test_a_contradiction_says_whether_its_sides_are_independent(independent, told):
    positions = (Position("3", (claim().id,)), Position("5", ()))
    page = render(incident(conflicts=(Conflict("counts.killed", positions, independent),)))
    for words in ("two sides are independent", "one side passes on"):
        assert (words in page) == (words == told)
