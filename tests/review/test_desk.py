"""The desk over HTTP, without a browser: who may come in, what pages show, what forms do."""

import html
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, parse_qsl

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.link.tellers import ANSONGO, HOSPITAL, POLICE
from tests.review.stock import (
    FIRST,
    REPORTS,
    app_over,
    claims,
    fill,
    hidden,
    incident_of,
    stocked,
)

from dateline.cli import cli
from dateline.errors import AccessError
from dateline.judging import By, judge_same, open_case, set_values
from dateline.records import (
    Actor,
    ActorKind,
    Count,
    Field,
    IncidentType,
    Modality,
    Place,
    PlacePrecision,
    Reviewed,
    Status,
    Verdict,
)
from dateline.review import save
from dateline.review.access import (
    make_access,
    read_users,
    remove_user,
    set_user,
)
from dateline.store import open_store, verify
from dateline.store.desk import same_text
from dateline.store.judgements import read_judgements

HERE = "http://127.0.0.1:8765"
PASSWORD = "a sentence of a password"


@pytest.fixture
def store(tmp_path):
    with open_store(stocked(tmp_path / "desk.db")) as store:
        yield store


@pytest.fixture
def desk(store):
    """A browser that opened the address with the token."""
    app, desk = app_over(store)
    with TestClient(app, base_url=HERE, headers={"Origin": HERE}) as client:
        client.get(f"/?token={desk.access.token}")
        client.token = desk.access.token
        yield client


def gao(store):
    return incident_of(store, "cshot").id


def post(desk, path, page, **entries):
    """Send a form of a page, as a browser does; the answer after the redirect."""
    found = hidden(desk.get(page).text)
    return desk.post(path, data=found | entries)


# --- who may come in -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/", {}),
        ("/api/incidents", {}),
        ("/?token=wrong", {}),
        ("/api/incidents", {"Authorization": "Bearer wrong"}),
        ("/", {"Host": "evil.example"}),
        ("/static/desk.css", {"Host": "evil.example"}),
        ("/", {"Host": "127.0.0.1:9999"}),
        ("/", {"Cookie": "dateline-8765=forged"}),
    ],
)
def test_without_the_token_or_at_another_host_nothing_is_shown(store, path, headers):
    app, _ = app_over(store)
    with TestClient(app, base_url=HERE) as client:
        answer = client.get(path, headers=headers)
    assert answer.status_code == 403 and "Gao" not in answer.text


def test_a_session_at_another_host_is_refused(desk):
    assert desk.get("/", headers={"Host": "evil.example:8765"}).status_code == 403
    assert desk.get("/", headers={"Host": "localhost:8765"}).status_code == 200


def test_the_token_leaves_the_address_and_the_filter_stays(store):
    app, desk = app_over(store)
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        answer = client.get(f"/?country=ML&token={desk.access.token}")
    assert answer.status_code == 303 and answer.headers["location"] == "/?country=ML"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": "http://127.0.0.1:8765.evil.example"},
    ],
)
def test_what_another_site_sends_is_refused(desk, store, headers):
    page = desk.get(f"/incidents/{gao(store)}").text
    answer = desk.post(f"/incidents/{gao(store)}/review", data=hidden(page), headers=headers)
    assert answer.status_code == 403 and not read_judgements(store)


def test_a_browser_that_says_no_origin_must_say_that_it_is_here(store):
    app, desk = app_over(store)
    with TestClient(app, base_url=HERE) as client:
        client.get(f"/?token={desk.access.token}")
        form = hidden(client.get(f"/incidents/{gao(store)}").text)
        path = f"/incidents/{gao(store)}/review"
        assert client.post(path, data=form).status_code == 403
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert client.post(path, data=form, headers=elsewhere).status_code == 403
        here = {"Sec-Fetch-Site": "same-origin"}
        assert client.post(path, data=form, headers=here).status_code == 200


def test_a_form_without_the_sessions_token_is_refused(desk, store):
    form = hidden(desk.get(f"/incidents/{gao(store)}").text)
    for csrf in ("", "other"):
        answer = desk.post(f"/incidents/{gao(store)}/review", data=form | {"csrf": csrf})
        assert answer.status_code == 403
    path = f"/api/incidents/{gao(store)}/review"
    assert desk.post(path, json={"expected": {}}).status_code == 403
    assert not read_judgements(store)


def test_a_long_body_is_refused_before_it_is_read(desk, store):
    answer = desk.post(f"/incidents/{gao(store)}/review", data={"reason": "x" * 2**21})
    assert answer.status_code == 413


def test_every_answer_allows_only_our_own_script_and_style(desk, store):
    for path in ("/", f"/incidents/{gao(store)}", "/reports/rgao1", "/nowhere", "/api/land"):
        answer = desk.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "style=" not in answer.text and "onclick" not in answer.text
        inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", answer.text)
        assert all('type="application/json"' in tag for tag in inline)


@pytest.mark.parametrize(
    ("host", "options", "words"),
    [
        ("192.168.0.7", {}, "make users first"),
        ("0.0.0.0", {"users": True}, "say with --url"),
        ("127.0.0.1", {"users": "empty"}, "no user in it"),
        ("127.0.0.1", {"url": "desk.example.org"}, "as people type it"),
    ],
)
def test_a_desk_is_not_left_open(tmp_path, host, options, words):
    users = tmp_path / "users.tsv"
    if options.get("users") is True:
        set_user(users, "A. Reader", PASSWORD)
    given = users if "users" in options else None
    with pytest.raises(AccessError, match=words):
        make_access(host, 1, url=options.get("url"), users=given, author="a")


def test_users_log_in_by_password(store, tmp_path):
    users = tmp_path / "users.tsv"
    set_user(users, "B. Reader", PASSWORD)
    assert PASSWORD not in users.read_text() and users.stat().st_mode & 0o077 == 0
    app, _ = app_over(store, users=users)
    with TestClient(app, base_url=HERE, headers={"Origin": HERE}) as client:
        assert "Log in" in client.get("/").text
        assert client.get("/api/incidents").status_code == 403
        wrong = client.post("/login", data={"name": "B. Reader", "password": "no"})
        assert wrong.status_code == 403
        assert client.post("/login", data={"name": "nobody", "password": "no"}).status_code == 403
        to = f"/incidents/{gao(store)}"
        answer = client.post("/login", data={"name": "B. Reader", "password": PASSWORD, "to": to})
        assert answer.url.path == to
        assert post(client, f"{to}/review", to).status_code == 200
        assert read_judgements(store)[0].author == "B. Reader"
        remove_user(users, "B. Reader")
        assert client.get("/", follow_redirects=False).headers["location"].startswith("/login")


def test_a_login_leads_to_no_other_site(store, tmp_path):
    users = tmp_path / "users.tsv"
    set_user(users, "B. Reader", PASSWORD)
    app, _ = app_over(store, users=users)
    with TestClient(app, base_url=HERE, headers={"Origin": HERE}, follow_redirects=False) as client:
        for to in ("//evil.example", "https://evil.example", "/\\evil.example"):
            form = {"name": "B. Reader", "password": PASSWORD, "to": to}
            assert client.post("/login", data=form).headers["location"] == "/"


def test_guessing_a_password_is_stopped(store, tmp_path, monkeypatch):
    users = tmp_path / "users.tsv"
    set_user(users, "B. Reader", PASSWORD)
    app, desk = app_over(store, users=users)
    monkeypatch.setattr(type(desk.door), "check", lambda *_: False)
    with TestClient(app, base_url=HERE, headers={"Origin": HERE}) as client:
        form = {"name": "B. Reader", "password": "guess"}
        codes = [client.post("/login", data=form).status_code for _ in range(12)]
    assert codes[0] == 403 and codes[-1] == 429


@pytest.mark.parametrize(
    ("name", "password"), [("A", "short"), ("", PASSWORD), ("a\tb", PASSWORD), ("#a", PASSWORD)]
)
def test_a_user_needs_a_name_and_a_long_password(tmp_path, name, password):
    with pytest.raises(AccessError):
        set_user(tmp_path / "users.tsv", name, password)
    assert read_users(tmp_path / "users.tsv") == {}


# --- what is hostile stays text --------------------------------------------------------------

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7*7 }}{% raw %}",
    "<!--<script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<u>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_in_every_field_stay_words(tmp_path, words):
    text = f"Before {words} after, {words} said."
    bad = replace(
        REPORTS[0],
        text=text,
        title=words,
        publisher=words,
        author=words,
        url=words,
        origin=f"{words}.txt",
    )
    first = claims()[0]
    actor = Actor(words, ActorKind.REBEL, words, None, (words,))
    says = replace(
        first.says,
        perpetrators=(actor,),
        targets=(actor,),
        weapons=(words,),
        place=replace(first.says.place, name=words, admin1=words),
        date=replace(first.says.date, rule=words),
    )
    source = replace(first.sources[0], name=words, cue=words)
    hostile = replace(
        first, says=says, sources=(source,), evidence=replace(first.evidence, end=len(text))
    )
    with open_store(tmp_path / "bad.db") as store:
        fill(store, [hostile], [bad])
        (incident,) = store.incidents()
        by = By(words, words)
        set_values(store, incident.id, {Field.WEAPONS: (words,)}, by=by)
        app, access = app_over(store, author=words)
        with TestClient(app, base_url=HERE, headers={"Origin": HERE}) as client:
            client.get(f"/?token={access.access.token}")
            paths = [
                "/",
                f"/?place={words}",
                f"/incidents/{incident.id}",
                "/reports/rgao1",
                f"/reports/rgao1/add?start=0&end=9&incident={incident.id}",
                "/judgements",
                f"/nowhere/{words.replace('/', '')}",
            ]
            pages = [client.get(path) for path in paths]
            typed = hidden(pages[2].text) | {"field": "killed", "killed_best": words}
            pages.append(client.post(f"/incidents/{incident.id}/set", data=typed))
    for page in pages:
        assert page.status_code in (200, 404, 422), page.text
        tags = tags_of(page.text)
        names = [name for name, _ in tags]
        assert not set(names) & {"img", "u"} and names.count("script") == 2, page.url
        for name, attributes in tags:
            assert not [a for a in attributes if a.startswith("on") or a == "style"], (
                page.url,
                name,
            )
            for where in ("href", "src", "action"):
                assert (attributes.get(where) or "/").startswith(("/", "#")), (page.url, attributes)
        assert "49" not in re.findall(r"<title>(.*?)</title>", page.text, re.S)[0]


def tags_of(page):
    """Every tag of a page with its attributes, as a browser reads them."""
    found = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))
    parser.feed(page)
    return found


def test_the_original_is_saved_and_never_shown(desk):
    answer = desk.get("/reports/rgao1/raw")
    assert answer.content == FIRST.encode()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


# --- looking -----------------------------------------------------------------------------------


def test_the_overview_counts_and_lists_what_the_filter_lets_through(desk):
    page = desk.get("/").text
    assert page.count("data-row>") == 3
    page = desk.get("/?type=protest").text
    assert page.count("data-row>") == 1 and "Bourem" in page
    assert desk.get("/?killed=4").text.count("data-row>") == 1
    assert "No incident meets this filter" in desk.get("/?country=SE").text


def test_a_filter_that_is_not_understood_is_named_and_left_out(desk):
    page = desk.get("/?since=never&type=party&box=1,2&killed=many").text
    assert page.count("data-row>") == 3
    for wrong in ("since=never", "type=party", "box=1,2", "killed=many"):
        assert wrong in page


@pytest.mark.parametrize(
    "sort", ["date", "type", "place", "killed", "reports", "look", "confidence"]
)
@pytest.mark.parametrize("order", ["up", "down"])
def test_the_table_is_in_the_order_asked_for(desk, store, sort, order):
    rows = desk.get(f"/api/incidents?sort={sort}&order={order}").json()["rows"]
    shown = {"date": "first_day"}.get(sort, sort)
    keys = [row[shown]["best"] if isinstance(row[shown], dict) else row[shown] for row in rows]
    known = [key for key in keys if key is not None]
    assert known == sorted(known, reverse=order == "down")
    assert keys[: len(known)] == known  # what is not known comes last


def test_counts_follow_a_judgement_at_once(desk, store):
    before = desk.get("/api/counts?by=type").json()
    judge_same(store, gao(store), incident_of(store, "cherders").id, by=By("B"))
    after = desk.get("/api/counts?by=type").json()
    assert before["totals"]["incidents"] == 3 and after["totals"]["incidents"] == 2
    assert sum(group["incidents"] for group in after["groups"]) == 2


def test_the_incident_page_shows_both_sides_of_a_contradiction(desk, store):
    page = desk.get(f"/incidents/{gao(store)}").text
    assert page.index("Contradictions") < page.index(">Values<")
    for quote in ("Police put the toll at five.", "Three people were killed at Gao market"):
        assert quote in page
    assert "range" in page and "most_official" in page


def test_the_other_side_of_a_denial_can_be_followed(tmp_path):
    told = claims()[:2]
    unsaid = replace(told[1].says, counts={})
    told[1] = replace(told[1], modality=Modality.DENIED, says=unsaid)
    with open_store(tmp_path / "denied.db") as store:
        fill(store, told)
        (incident,) = store.incidents()
        assert [conflict.field for conflict in incident.conflicts] == ["status"]
        app, desk = app_over(store)
        with TestClient(app, base_url=HERE, headers={"Origin": HERE}) as client:
            page = client.get(f"/incidents/{incident.id}?token={desk.access.token}").text
            conflict = page[page.index('id="conflicts"') : page.index('id="values"')]
            (value,) = re.findall(r'name="value" value="([^"]*)"', conflict)
            form = hidden(page) | {"field": "status", "value": html.unescape(value)}
            assert client.post(f"/incidents/{incident.id}/set", data=form).status_code == 200
        followed = store.incident(incident.id).status
        assert {incident.status, followed} == {Status.REPORTED, Status.DENIED}


def test_a_contradiction_on_what_nobody_sets_is_shown_with_its_quotes(tmp_path):
    told = claims()[:2]
    sides = [
        Actor("Military Forces of Iraq", ActorKind.STATE_FORCES, "military-iq", "IQ"),
        Actor("Military Forces of Syria", ActorKind.STATE_FORCES, "military-sy", "SY"),
    ]
    told = [
        replace(c, says=replace(c.says, counts={}, sides=(s,)))
        for c, s in zip(told, sides, strict=True)
    ]
    with open_store(tmp_path / "sides.db") as store:
        fill(store, told)
        (incident,) = store.incidents()
        assert [c.says.sides for c in incident.claims] == [(s,) for s in sides]
        app, desk = app_over(store)
        with TestClient(app, base_url=HERE, headers={"Origin": HERE}) as client:
            page = client.get(f"/incidents/{incident.id}?token={desk.access.token}").text
    conflict = page[page.index('id="conflicts"') : page.index('id="values"')]
    assert "On whose side" in conflict and all(s.name in conflict for s in sides)
    assert 'name="value"' not in conflict  # nothing to be taken over


def test_an_incident_that_was_joined_leads_to_what_it_is_now(desk, store):
    one, other = gao(store), incident_of(store, "cherders").id
    outcome = judge_same(store, one, other, by=By("B"))
    name = outcome.incidents[0].id
    gone = ({one, other} - {name}).pop()
    assert desk.get(f"/incidents/{gone}").url.path == f"/incidents/{name}"
    assert desk.get("/incidents/i000").status_code == 404


def test_the_report_page_marks_every_claim(desk):
    page = desk.get("/reports/rgao2").text
    assert page.count("<mark") == 2 and "Two attacks in one day" in page


# --- deciding ----------------------------------------------------------------------------------


def test_a_value_is_set_shown_and_taken_back(desk, store):
    there = f"/incidents/{gao(store)}"
    page = post(
        desk,
        f"{there}/set",
        there,
        field="killed",
        killed_low="3",
        killed_best="4",
        reason="morgue",
    )
    assert page.status_code == 200 and "done=1" in str(page.url)
    case = open_case(store, gao(store))
    assert case.incident.counts["killed"] == Count(3, 4, None)
    decision = case.incident.judged[Field.KILLED]
    assert (decision.author, decision.reason) == ("A. Reader", "morgue")
    page = post(desk, "/judgements/1/withdraw", there, incident=gao(store))
    assert Field.KILLED not in open_case(store, gao(store)).incident.judged
    assert verify(store) == []


def test_the_second_of_two_is_told_and_nothing_is_lost(desk, store):
    there = f"/incidents/{gao(store)}"
    seen = hidden(desk.get(there).text)
    set_values(store, gao(store), {Field.KILLED: Count(5, 5, 5)}, by=By("B. Other"))
    answer = desk.post(
        f"{there}/set", data=seen | {"field": "killed", "killed_best": "9", "reason": "a list"}
    )
    assert answer.status_code == 409
    assert "somebody was faster" in answer.text and "B. Other" in answer.text
    assert "a list" in answer.text and ">9<" in answer.text  # what was typed is not lost
    assert open_case(store, gao(store)).incident.counts["killed"] == Count(5, 5, 5)
    again = desk.post(
        f"{there}/set", data=hidden(answer.text) | {"field": "killed", "killed_best": "9"}
    )
    assert again.status_code == 200
    assert open_case(store, gao(store)).incident.counts["killed"] == Count(9, 9, 9)


def test_of_many_at_once_exactly_one_is_kept(desk, store):
    there = f"/incidents/{gao(store)}"
    seen = hidden(desk.get(there).text)

    def send(n):
        return desk.post(
            f"{there}/set", data=seen | {"field": "killed", "killed_best": str(n)}
        ).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(send, range(8)))
    assert codes == [200] + [409] * 7 and len(read_judgements(store)) == 1


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ({"field": "killed", "killed_best": "many"}, "no number of people"),
        ({"field": "killed", "killed_low": "5", "killed_high": "3"}, "must not fall"),
        ({"field": "date", "first": "2024-05-12", "last": "2024-05-10"}, "is before the first"),
        ({"field": "date", "first": "12.5.2024"}, "is no day"),
        ({"field": "place", "place_name": "X", "lat": "91", "lon": "0"}, "not between"),
        ({"field": "place", "place_name": "X", "lat": "1"}, "both latitude and longitude"),
        ({"field": "type", "type": "party"}, "choose one"),
        ({"field": "nonsense"}, "no such field"),
        ({"field": "killed", "value": "{"}, "not a value"),
        ({"field": "killed", "value": '{"low": 1}'}, "not a value"),
    ],
)
def test_a_wrong_entry_is_told_and_not_kept(desk, store, entries, words):
    there = f"/incidents/{gao(store)}"
    answer = post(desk, f"{there}/set", there, **entries)
    assert answer.status_code == 422 and words in answer.text and not read_judgements(store)


@pytest.mark.parametrize(
    ("entries", "field", "check"),
    [
        (
            {"first": "2024-05-09", "last": "2024-05-11"},
            "date",
            lambda v: (v.end - v.start).days == 3,
        ),
        ({"first": "", "last": ""}, "date", lambda v: v is None),
        (
            {"place_name": "Wabaria", "place_country": "ml", "lat": "16.2", "lon": "0.02"},
            "place",
            lambda v: (v.name, v.country, v.lat) == ("Wabaria", "ML", 16.2),
        ),
        ({"place_name": ""}, "place", lambda v: v is None),
        (
            {"perpetrators_name": ["JNIM", " "], "perpetrators_kind": ["rebel", "unknown"]},
            "perpetrators",
            lambda v: [(a.name, a.kind) for a in v] == [("JNIM", ActorKind.REBEL)],
        ),
        ({"weapons": "rifles\n\nmachete"}, "weapons", lambda v: v == ("rifles", "machete")),
        ({"injured_low": "12"}, "injured", lambda v: v == Count(12, None, None)),
        ({"injured_best": "0"}, "injured", lambda v: v == Count(0, 0, 0)),
        ({"type": "bombing"}, "type", lambda v: v is IncidentType.BOMBING),
    ],
)
def test_every_editor_gives_its_kind_of_value(desk, store, entries, field, check):
    there = f"/incidents/{gao(store)}"
    answer = post(desk, f"{there}/set", there, field=field, **entries)
    assert answer.status_code == 200, answer.text
    (judgement,) = read_judgements(store)
    assert check(judgement.values[Field(field)])


def place_form(desk, there):
    """The entries of the place's editor, as a browser without script sends them."""
    page = desk.get(there).text
    editor = page[page.index('id="f-place"') :]
    form = editor[editor.index('class="editor"') : editor.index("</form>")]
    found = {n: html.unescape(v) for n, v in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    precision = re.search(r'value="(\w+)" selected', form)
    return found | {"place_precision": precision[1]}


CHOSEN = Place("Gao", "ML", "Gao", 16.27, -0.04, 2457161, PlacePrecision.EXACT, 5.0)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ({}, {}),
        ({"place_precision": "near"}, {"precision": PlacePrecision.NEAR}),
        ({"radius_km": "8"}, {"radius_km": 8.0}),
        (
            {"place_name": "Wabaria"},
            {"name": "Wabaria", "admin1": None, "lat": None, "lon": None}
            | {"geonameid": None, "radius_km": None},
        ),
        (
            {"place_name": "Bamba", "lat": "17.03", "lon": "-1.4", "admin1": "Bourem"},
            {"name": "Bamba", "admin1": "Bourem", "lat": 17.03, "lon": -1.4}
            | {"geonameid": None, "radius_km": None},
        ),
        ({"lat": "16.3"}, {"lat": 16.3, "geonameid": None, "radius_km": None}),
        (
            {"place_country": "NE"},
            {"country": "NE", "admin1": None, "lat": None, "lon": None}
            | {"geonameid": None, "radius_km": None},
        ),
    ],
)
def test_a_place_typed_over_another_keeps_nothing_of_it(desk, store, typed, left):
    set_values(store, gao(store), {Field.PLACE: CHOSEN}, by=By("B. Reader"))
    there = f"/incidents/{gao(store)}"
    form = place_form(desk, there)
    assert "geonameid" not in form  # nobody sends it beside another name
    assert desk.post(f"{there}/set", data=form | typed).status_code == 200
    assert read_judgements(store)[-1].values[Field.PLACE] == replace(CHOSEN, **left)


def test_an_entry_that_cannot_be_read_is_told(desk, store):
    there = f"/incidents/{gao(store)}"
    for wrong in ("{", "[1]", '{"name": "Gao"}'):
        form = place_form(desk, there) | {"place_chosen": wrong}
        answer = desk.post(f"{there}/set", data=form)
        assert answer.status_code == 422 and "chosen entry" in answer.text


@pytest.mark.parametrize(("name", "kept"), [("Boko Haram", True), ("a band of robbers", False)])
def test_an_actor_typed_over_another_keeps_nothing_of_it(desk, store, name, kept):
    there = f"/incidents/{gao(store)}"
    chosen = {"chosen": "Boko Haram", "id": "boko_haram", "country": "NG", "mentions": "militants"}
    form = {f"perpetrators_{part}": value for part, value in chosen.items()}
    post(desk, f"{there}/set", there, field="perpetrators", perpetrators_name=name, **form)
    (actor,) = read_judgements(store)[0].values[Field.PERPETRATORS]
    left = (actor.actor_id, actor.country, actor.mentions)
    assert left == (("boko_haram", "NG", ("militants",)) if kept else (None, None, ()))
    assert actor.name == name


def test_several_actors_are_added_at_once_in_the_words_of_the_claims(desk, store):
    there = f"/incidents/{gao(store)}"
    page = desk.get(there).text
    editor = page[page.index('id="f-perpetrators"') :].partition("<template>")[0]
    rows = re.findall(r'name="perpetrators_name" value="([^"]*)"', editor)
    assert rows == ["", "", ""]
    (said,) = re.findall(r'<datalist id="said-perpetrators">(.*?)</datalist>', page)
    assert 'value="traders"' in said
    assert "not in the registry is kept as typed" in page
    names = ["young men of the town", "traders", "drivers"]
    post(desk, f"{there}/set", there, field="perpetrators", perpetrators_name=names)
    assert [a.name for a in store.incident(gao(store)).perpetrators] == names


@pytest.mark.parametrize("path", ["/incidents/GAO", "/reports/rgao2/add?start=0&end=9"])
def test_the_place_search_offers_what_the_reports_name_siblings_included(desk, store, path):
    page = desk.get(path.replace("GAO", gao(store))).text
    (offers,) = re.findall(r'data-offers="([^"]*)"', page)
    offered = json.loads(html.unescape(offers))
    assert [place["name"] for place in offered] == ["Gao", "Ansongo"]  # Ansongo: another incident
    assert offered[1]["geonameid"] == ANSONGO.geonameid and offered[1]["lat"] == ANSONGO.lat
    assert offered[1]["country_name"] == "Mali"


def test_an_editor_sent_back_untouched_changes_no_value(desk, store):
    there = f"/incidents/{gao(store)}"
    before = open_case(store, gao(store)).incident
    page = desk.get(there).text
    for form in re.findall(r'<form[^>]*class="editor">.*?</form>', page, re.S):
        entries = {}
        for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
            entries.setdefault(name, []).append(html.unescape(value))
        for name, options in re.findall(r'<select name="(\w+)">(.*?)</select>', form, re.S):
            chosen = re.findall(r'value="(\w*)" selected', options)
            entries.setdefault(name, []).append(chosen[0] if chosen else "")
        for name, value in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.S):
            entries[name] = [value]
        entries |= {"version": hidden(desk.get(there).text)["version"]}
        assert desk.post(f"{there}/set", data=entries).status_code == 200, entries
    after = open_case(store, gao(store)).incident
    for name in ("type", "status", "place", "perpetrators", "targets", "weapons", "counts"):
        assert getattr(after, name) == getattr(before, name)
    assert (after.date.start, after.date.end) == (before.date.start, before.date.end)


def test_no_incident_is_refused_where_somebody_was_faster(desk, store):
    there = f"/incidents/{gao(store)}"
    form = hidden(desk.get(there).text)
    set_values(store, gao(store), {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    answer = desk.post(f"{there}/none", data=form)
    assert answer.status_code == 409 and "somebody was faster" in answer.text
    assert len(store.incidents()) == 3
    answer = post(desk, f"{there}/none", there, reason="a drill")
    assert answer.status_code == 200 and "a drill" in answer.text
    assert len(store.incidents()) == 2
    assert desk.post(f"{there}/none", data=form).status_code == 404


def undo(desk, page):
    """Press the *Undo* of a page's notice; the answer after the redirect."""
    (form,) = re.findall(r'<section class="notice good".*?(<form.*?)</form>', page.text, re.S)
    entries = {n: html.unescape(v) for n, v in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    return desk.post(re.search(r'action="([^"]+)"', form)[1], data=entries)


LIST = "place=gao&type=armed_attack&sort=place&page=1"


@pytest.mark.parametrize("act", ["none", "claims"])  # by the button, or all claims chosen
@pytest.mark.parametrize(
    ("came", "then", "where", "left"),
    [
        ({"list": LIST}, {}, "/", {**dict(parse_qsl(LIST)), "done": "1"}),
        ({}, {}, "/", {"done": "1"}),
        ({"list": "//evil.example/?x=1"}, {}, "/", {"done": "1"}),
        ({"queue": ""}, {"then": "next"}, "/incidents/NEXT", {"queue": "", "done": "1"}),
        ({"queue": "type=armed_attack"}, {}, "/queue/end", {"type": "armed_attack", "done": "1"}),
    ],
)
def test_who_discards_an_incident_keeps_their_place(desk, store, act, came, then, where, left):
    there = f"/incidents/{incident_of(store, 'cherders').id}"
    page = desk.get(there, params=came)
    sent = dict(re.findall(r'name="(queue|list)" value="([^"]*)"', page.text))
    assert {name: html.unescape(value) for name, value in sent.items()} == came
    told = [claim.id for claim in incident_of(store, "cherders").claims]
    form = hidden(page.text) | came | then | {"act": "discard", "claims": told}
    following = incident_of(store, "cmarch").id
    answer = desk.post(f"{there}/{act}", data=form)
    assert answer.status_code == 200
    assert answer.url.path == where.replace("NEXT", following)
    assert dict(parse_qsl(answer.url.query.decode(), keep_blank_values=True)) == left
    assert "discarded claims" in answer.text and len(store.incidents()) == 2
    back = undo(desk, answer)
    assert back.url.path == there and len(store.incidents()) == 3


def test_a_row_of_the_list_remembers_the_list(desk, store):
    page = desk.get(f"/?{LIST}").text
    address = re.search(r'<th scope="row"><a href="([^"]+)"', page)[1]
    assert dict(parse_qsl(address.partition("?")[2])) == {"list": LIST}
    page = desk.get(address).text
    form = hidden(page) | {"list": LIST, "field": "killed", "killed_best": "4", "then": "stay"}
    answer = desk.post(f"{address.partition('?')[0]}/set", data=form)  # kept from one to the next
    assert parse_qs(answer.url.query.decode())["list"] == [LIST]
    for done in ("77", "x"):  # no judgement
        assert "notice" not in desk.get(f"/?done={done}").text


@pytest.mark.parametrize(
    ("speakers", "told"),
    [
        ((POLICE,), "Independent sides"),
        ((POLICE, HOSPITAL), "Not independent"),  # the police's figure, as the hospital has it
    ],
)
def test_a_contradiction_says_whether_its_sides_are_independent(tmp_path, speakers, told):
    mine = [replace(c, sources=speakers) if c.id == "cpolice" else c for c in claims()]
    with open_store(stocked(tmp_path / "desk.db", mine)) as store:
        app, desk = app_over(store)
        with TestClient(app, base_url=HERE) as client:
            client.get(f"/?token={desk.access.token}")
            page = client.get(f"/incidents/{gao(store)}").text
    assert told in page and page.count("ndependent") == 1


def test_claims_are_discarded_and_told_apart(desk, store):
    there = f"/incidents/{gao(store)}"
    assert post(desk, f"{there}/claims", there, act="discard").status_code == 422  # none chosen
    page = post(desk, f"{there}/claims", there, act="discard", claims="cpolice")
    assert "Discarded claims" in page.text
    assert "cpolice" not in {c.id for c in open_case(store, gao(store)).incident.claims}
    page = post(desk, f"{there}/claims", there, act="split", claims="cmarket")
    assert page.status_code == 200
    assert incident_of(store, "cmarket").id != incident_of(store, "cshot").id


def test_incidents_are_merged_from_the_page_and_from_the_table(desk, store):
    there = f"/incidents/{gao(store)}"
    other = incident_of(store, "cherders").id
    assert "herders" in desk.get(there).text  # offered: about there and then
    page = post(desk, f"{there}/same", there, act="same", other=["", other])
    assert page.status_code == 200 and len(store.incidents()) == 2
    post(desk, "/judgements/1/withdraw", "/judgements")
    assert len(store.incidents()) == 3
    chosen = shown(desk.get("/").text, "incidents")
    assert len(chosen) == 3
    assert post(desk, "/merge", "/", incidents=chosen).status_code == 200
    assert len(store.incidents()) == 1
    alone = shown(desk.get("/").text, "incidents")
    assert post(desk, "/merge", "/", incidents=alone).status_code == 422


def shown(page, name):
    """What the boxes or buttons of that name send: incidents as the page showed them."""
    return re.findall(rf'name="{name}" value="([^"]+ [^"]+)"', page)


@pytest.mark.parametrize("which", ["cshot", "cmarch"])  # the first of the table, and the last
def test_a_merge_from_the_table_is_refused_where_somebody_was_faster(desk, store, which):
    chosen = shown(desk.get("/").text, "incidents")
    faster = incident_of(store, which).id
    set_values(store, faster, {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    answer = post(desk, "/merge", "/", incidents=chosen, reason="one day, one crowd")
    assert answer.status_code == 409
    for told in ("somebody was faster", f"incident {faster}", "value killed by B. Reader"):
        assert told in html.unescape(answer.text)
    assert "one day, one crowd" in answer.text  # what was typed is not lost
    assert len(store.incidents()) == 3  # none of them, not even those that had not changed
    assert len(read_judgements(store)) == 1
    again = shown(desk.get("/").text, "incidents")
    assert post(desk, "/merge", "/", incidents=again).status_code == 200
    assert len(store.incidents()) == 1


def test_a_merge_of_what_is_gone_is_refused(desk, store):
    chosen = shown(desk.get("/").text, "incidents")
    judge_same(store, gao(store), incident_of(store, "cherders").id, by=By("B. Reader"))
    assert post(desk, "/merge", "/", incidents=chosen).status_code == 409
    assert len(store.incidents()) == 2


def test_a_merge_that_does_not_say_what_was_seen_is_refused(desk, store):
    ids = [incident.id for incident in store.incidents()]
    assert post(desk, "/merge", "/", incidents=ids).status_code == 422
    assert not read_judgements(store)


def test_a_merge_from_the_page_is_refused_where_the_other_has_changed(desk, store):
    there = f"/incidents/{gao(store)}"
    (other, *_) = shown(desk.get(there).text, "other")
    named = other.partition(" ")[0]
    set_values(store, named, {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    answer = post(desk, f"{there}/same", there, act="same", other=other)
    assert answer.status_code == 409 and "value killed by B. Reader" in answer.text
    assert len(store.incidents()) == 3
    # Who gives an id by hand has not looked at it, and knows.
    assert post(desk, f"{there}/same", there, act="same", other=named).status_code == 200


def test_what_is_read_in_one_go_is_of_one_moment(store):
    """A version that is newer than the record beside it would let a decision be lost."""
    with store.reading():
        before = open_case(store, gao(store))
        with open_store(store.engine.url.database) as other:
            set_values(other, gao(other), {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
        assert open_case(store, gao(store)) == before
    assert open_case(store, gao(store)).version != before.version


def test_a_claim_is_added_in_words_of_a_report(desk, store):
    quote = "two lorries burned beside it"
    start = FIRST.index(quote)
    page = f"/reports/rgao1/add?start={start}&end={start + len(quote)}&incident={gao(store)}"
    assert quote in desk.get(page).text
    answer = post(
        desk,
        "/reports/rgao1/add",
        page,
        start=str(start),
        end=str(start + len(quote)),
        quote=quote,
        incident=gao(store),
        injured_best="2",
        source_name="a driver",
        source_kind="witness",
    )
    assert answer.status_code == 200, answer.text
    case = open_case(store, gao(store))
    (added,) = [c for c in case.incident.claims if c.id in case.added]
    assert case.reports["rgao1"].quote(added.evidence) == quote
    assert case.incident.counts["injured"].best == 2 and added.sources[0].name == "a driver"


def test_a_claim_goes_to_another_incident_of_the_report_than_one_came_from(desk, store):
    herders = incident_of(store, "cherders").id
    page = f"/reports/rgao2/add?start=0&end=12&incident={gao(store)}"
    (chosen,) = re.findall(rf'<option value="({herders} [^"]+)"', desk.get(page).text)
    words = {"start": "0", "end": "12", "quote": REPORTS[1].text[:12], "weapons": "a rifle"}
    answer = post(desk, "/reports/rgao2/add", page, incident=chosen, **words)
    assert answer.status_code == 200, answer.text
    set_values(store, herders, {Field.KILLED: Count(7, 7, 7)}, by=By("B. Reader"))
    words |= {"start": "6", "end": "12", "quote": REPORTS[1].text[6:12]}
    answer = post(desk, "/reports/rgao2/add", page, incident=chosen, **words)
    assert answer.status_code == 409 and "somebody was faster" in answer.text


def test_an_incident_is_added_by_its_words(desk, store):
    entries = {"quote": "The road to Ansongo was closed", "type": "other", "incident": ""}
    answer = post(desk, "/reports/rgao1/add", "/reports/rgao1/add", **entries)
    assert answer.status_code == 200 and len(store.incidents()) == 4
    for wrong in ({"quote": "not there"}, {"quote": "o"}, {"type": ""}):
        answer = post(desk, "/reports/rgao1/add", "/reports/rgao1/add", **(entries | wrong))
        assert answer.status_code == 422


def test_words_that_moved_are_not_taken_for_others(desk, store):
    answer = post(
        desk,
        "/reports/rgao1/add",
        "/reports/rgao1/add",
        start="0",
        end="5",
        quote="Police",
        type="other",
    )
    assert answer.status_code == 422 and "select them again" in answer.text


def test_the_queue_goes_from_the_most_worth_a_look_to_its_end(desk, store):
    seen = []
    page = desk.get("/queue")
    while page.url.path != "/queue/end":
        assert page.status_code == 200
        seen.append(page.url.path.rsplit("/", 1)[1])
        form = hidden(page.text) | {"queue": "", "then": "next"}
        page = desk.post(f"{page.url.path}/review", data=form)
    assert seen[0] == gao(store) and len(seen) == 3  # the contradicted one first
    assert desk.get("/api/counts?by=reviewed").json()["totals"]["read"] == 3
    assert desk.get("/queue").url.path == "/queue/end"


def test_a_name_stands_below_what_one_decides(desk, store):
    post(desk, "/settings", "/", name="C. Other", theme="dark", to="/judgements")
    there = f"/incidents/{gao(store)}"
    post(desk, f"{there}/confirm", there, field="date")
    assert read_judgements(store)[0].author == "C. Other"
    assert 'data-theme="dark"' in desk.get("/").text


# --- the JSON API ------------------------------------------------------------------------------


def test_a_program_with_the_token_may_do_all_that_a_person_may(store):
    app, desk = app_over(store)
    headers = {"Authorization": f"Bearer {desk.access.token}"}
    with TestClient(app, base_url=HERE, headers=headers) as client:
        there = f"/api/incidents/{gao(store)}"

        def seen():
            return {gao(store): client.get(there).json()["version"]}

        killed = {"low": 4, "best": 4, "high": 6}
        done = client.post(
            f"{there}/values", json={"values": {"killed": killed}, "expected": seen()}
        )
        assert done.status_code == 200, done.text
        assert done.json()["incidents"][0]["counts"]["killed"] == killed
        stale = {gao(store): "old-0"}
        answer = client.post(f"{there}/review", json={"expected": stale})
        assert answer.status_code == 409 and answer.json()["detail"]["since"] == [1]
        assert (
            client.post(f"{there}/review", json={"expected": seen()}).json()["judgement"][
                "standing"
            ]
            == "applied"
        )
        for path, given in (
            ("values", {"values": {"killed": "four"}}),
            ("values", {"values": {"nonsense": 1}}),
            ("discard", {"claims": ["cnone"]}),
            ("same", {"other": gao(store)}),
        ):
            answer = client.post(f"{there}/{path}", json=given | {"expected": seen()})
            assert answer.status_code == 422, answer.text
        assert (
            client.post("/incidents/x/review", data={}).status_code == 403
        )  # pages are for people


def test_the_api_says_what_it_is(desk):
    schema = desk.get("/api/openapi.json").json()
    assert {"/api/incidents", "/api/incidents/{incident}", "/api/claims"} <= set(schema["paths"])
    for path, methods in schema["paths"].items():
        for method in methods.values():
            assert method["responses"]["200"]["content"], path
    assert "https://cdn" not in json.dumps(schema)


def test_places_and_actors_are_found_as_one_types(desk):
    found = desk.get("/api/places?q=Timbuk").json()
    assert any(place["country"] == "ML" for place in found)
    assert desk.get("/api/actors?q=Boko").json()[0]["actor_id"]
    assert desk.get("/api/places?q=x").status_code == 422


def test_the_map_gets_clusters_and_single_incidents(desk):
    cells = desk.get("/api/cells?degrees=10").json()
    assert sum(cell["incidents"] for cell in cells) == 3
    cells = desk.get("/api/cells?degrees=0.01&view=16,-1,16.5,0").json()
    assert [cell["place"] for cell in cells] == ["Gao"] and cells[0]["id"]


def test_names_of_verdicts_and_states_are_all_in_words():
    from dateline.review.pages import REVIEWED, WHAT

    assert set(REVIEWED) == {state.value for state in Reviewed}
    assert set(WHAT) == set(Verdict) - {Verdict.WITHDRAW}


def test_without_its_packages_the_command_says_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("dateline.review")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fastapi", None)
    result = CliRunner().invoke(cli, ["serve"])
    assert result.exit_code == 3 and "pip install 'dateline[desk]'" in result.stderr


def test_a_user_is_added_on_the_command_line(tmp_path):
    users = tmp_path / "users.tsv"
    answers = f"{PASSWORD}\n{PASSWORD}\n"
    result = CliRunner().invoke(cli, ["user", "A. Diallo", "--users", str(users)], input=answers)
    assert result.exit_code == 0 and list(read_users(users)) == ["A. Diallo"]
    assert CliRunner().invoke(cli, ["user", "A. Diallo", "--users", str(users), "--remove"])
    assert read_users(users) == {}


@pytest.mark.parametrize(
    ("view", "status", "drawn"),
    [
        ("15,-3,18,2", 200, True),
        ("-30,-60,50,60", 200, False),  # too wide: a world of borders says nothing
        ("-40,-40,-20,-20", 200, False),  # the sea
        ("18,2,15,-3", 422, None),
    ],
)
def test_borders_of_provinces_are_given_for_a_near_view(desk, view, status, drawn):
    answer = desk.get(f"/api/provinces?view={view}")
    assert answer.status_code == status
    if drawn is not None:
        assert answer.json()["path"].startswith("M") == drawn


def test_a_report_names_those_that_print_its_text(desk, store):
    store.replace_copies({"rgao1": [("rgao2", 0.9), ("rbourem", 0.8)]})
    for one, others in (("rgao1", ["rbourem", "rgao2"]), ("rbourem", ["rgao1", "rgao2"])):
        assert same_text(store, one) == others
        page = desk.get(f"/reports/{one}").text
        assert "The same text elsewhere" in page
        assert all(f'href="/reports/{other}"' in page for other in others)
    store.replace_copies({})
    assert same_text(store, "rgao1") == []


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "html"])
def test_a_saved_file_is_what_the_command_writes(desk, store, tmp_path, form):
    set_values(store, gao(store), {Field.KILLED: Count(41, 41, 41)}, by=By("B. Reader"))
    answer = desk.get(f"/save/incidents.{form}?type=armed_attack")
    assert answer.headers["content-disposition"] == f'attachment; filename="incidents.{form}"'
    assert "sandbox" in answer.headers["content-security-policy"]
    db, out = store.engine.url.database, tmp_path / "out"
    command = ["report"] if form == "html" else ["export", form]
    given = [*command, "--db", db, "--type", "armed_attack", "-o", str(out)]
    assert CliRunner().invoke(cli, given, catch_exceptions=False).exit_code == 0
    assert answer.content == out.read_bytes()
    assert b"41" in answer.content and b"Bourem" not in answer.content


@pytest.mark.parametrize("form", ["jsonl", "csv", "geojson", "html"])
@pytest.mark.parametrize("profile", ["full", "partner", "public"])
def test_a_file_names_whom_its_profile_names_as_the_command_does(
    desk, store, tmp_path, form, profile
):
    set_values(store, gao(store), {Field.KILLED: Count(41, 41, 41)}, by=By("B. Reader", "so said"))
    answer = desk.get(f"/save/incidents.{form}?type=armed_attack&profile={profile}")
    db, out = store.engine.url.database, tmp_path / "out"
    command = ["report"] if form == "html" else ["export", form]
    given = [*command, "--db", db, "--type", "armed_attack", "-o", str(out), "--profile", profile]
    assert CliRunner().invoke(cli, given, catch_exceptions=False).exit_code == 0
    assert answer.content == out.read_bytes()
    named = form in ("jsonl", "html")  # a row names only who read an incident through
    assert (b"B. Reader" in answer.content) == (profile == "full" and named)
    assert (b"so said" in answer.content) == (profile != "public" and named)


def test_one_incident_is_saved_from_its_page(desk, store):
    page = desk.get(f"/incidents/{gao(store)}").text
    assert f'name="incident" value="{gao(store)}"' in page
    (line,) = desk.get(f"/save/incidents.jsonl?incident={gao(store)}").text.splitlines()
    assert json.loads(line)["id"] == gao(store)
    assert desk.get("/save/incidents.csv?incident=inone").status_code == 404
    assert desk.get("/save/incidents.csv?profile=any").status_code == 422


def test_who_sets_a_value_stays_at_it(desk, store):
    form = hidden(desk.get(f"/incidents/{gao(store)}").text) | {"field": "killed"}
    sent = form | {"killed_best": "4", "then": "stay"}
    answer = desk.post(f"/incidents/{gao(store)}/set", data=sent, follow_redirects=False)
    assert answer.headers["location"].endswith("?done=1#f-killed")
    form = hidden(desk.get(f"/incidents/{gao(store)}").text) | {"field": "\r\nX: 1", "then": "stay"}
    answer = desk.post(f"/incidents/{gao(store)}/review", data=form, follow_redirects=False)
    assert answer.headers["location"].endswith("?done=2")


def test_no_other_file_is_saved_and_not_too_many(desk, monkeypatch):
    assert desk.get("/save/incidents.exe").status_code == 404
    monkeypatch.setattr(save, "MOST_SAVED", 2)
    answer = desk.get("/save/incidents.csv")
    assert answer.status_code == 422 and "dateline export" in answer.text
    assert desk.get("/save/incidents.csv?type=protest").status_code == 200


PLACE = {"name": "Gao", "country": "ML", "lat": 16.3, "lon": 0.0, "precision": "exact"}
ACTOR = {"name": "Gunmen", "kind": "unknown"}
DAYS = {"start": "2024-05-10", "end": "2024-05-10", "precision": "day", "rule": "told"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("killed", {"low": "many", "best": -5, "high": []}),
        ("killed", {"low": 1, "best": 2, "high": 1}),
        ("killed", {"low": 1.5, "best": 2.5, "high": 3.5}),
        ("killed", {"low": True, "best": True, "high": True}),
        ("killed", {"low": -3, "best": -2, "high": -1}),
        ("killed", {"low": None, "best": None, "high": None}),
        ("killed", {"low": 0, "best": 10**30, "high": None}),
        ("date", DAYS | {"end": "2024-05-01"}),
        ("date", DAYS | {"end": "9999-12-31"}),
        ("place", PLACE | {"lat": 500.0}),
        ("place", PLACE | {"lon": "east"}),
        ("place", PLACE | {"lon": None}),
        ("place", PLACE | {"country": "Mali"}),
        ("place", PLACE | {"geonameid": 10**30}),
        ("perpetrators", [ACTOR | {"name": 5}]),
        ("perpetrators", [ACTOR | {"name": "a\0b"}]),
        ("targets", [ACTOR | {"mentions": [1]}]),
        ("weapons", "rockets"),
        ("weapons", [{"a": 1}]),
    ],
)
def test_a_program_cannot_put_in_what_no_page_could_show(desk, store, name, value):
    there = f"/api/incidents/{gao(store)}"
    bearer = {"Authorization": f"Bearer {desk.token}"}
    seen = {gao(store): desk.get(there).json()["version"]}
    body = {"values": {name: value}, "expected": seen}
    answer = desk.post(f"{there}/values", json=body, headers=bearer)
    assert answer.status_code == 422, answer.text
    kind, says = ("counts", {name: value}) if name == "killed" else (name, value)
    added = {"report": "rgao1", "start": 2, "end": 20, "says": {"type": "bombing", kind: says}}
    assert desk.post("/api/claims", json=added, headers=bearer).status_code == 422
    assert read_judgements(store) == [] == verify(store)


def test_a_file_of_users_that_cannot_be_written_is_named(tmp_path):
    with pytest.raises(AccessError, match=r"nowhere.*cannot be written"):
        set_user(tmp_path / "nowhere" / "users.tsv", "B. Reader", PASSWORD)
