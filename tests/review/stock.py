"""A small database of invented reports, linked by the real linker, and desks over it."""

import re
from dataclasses import replace
from functools import cache

from tests.link.tellers import ANSONGO, BOUREM, GAO, HOSPITAL, POLICE, exactly, people, says
from tests.makers import claim, report

from dateline.gazetteer.find import open_gazetteer
from dateline.link.incidents import link_claims
from dateline.records import IncidentType, Modality, Source, SourceKind
from dateline.review.access import make_access
from dateline.review.app import make_app
from dateline.review.desk import Desk
from dateline.run import link_store
from dateline.store import Versions, open_store

FIRST = (
    "\U0001f4f0 Three traders were shot dead at the market of Gao on Friday, the hospital said.\r\n\r\n"
    "Police put the toll at five. The road to Ansongo was closed, and two lorries burned beside it."
)
SECOND = (
    "Three people were killed at Gao market on 10 May, the hospital said.\n\n"
    "In Ansongo four herders were shot the same day, police said."
)
THIRD = "A crowd marched through Bourem on Saturday to ask for water, residents said."
REPORTS = [
    report(FIRST, id="rgao1", origin="gao-1.txt", title="Traders shot at Gao market"),
    report(SECOND, id="rgao2", origin="gao-2.txt", title="Two attacks in one day", publisher="River Post"),
    report(THIRD, id="rbourem", origin="bourem.txt", title="March for water", publisher="Hill Radio"),
]  # fmt: skip
RESIDENTS = Source("residents", SourceKind.RESIDENT, "said")
TRADERS = people("traders")
VERSIONS = Versions("0", "l", None, "r")


def _claim(of, id, quote, says, source, **other):
    return claim(
        of,
        quote=quote,
        id=id,
        says=says,
        sources=(source,),
        modality=other.pop("modality", Modality.ASSERTED),
        confidence=0.98,
        **other,
    )


def claims():
    first, second, third = REPORTS
    gao = {"on": "2024-05-10", "at": GAO, "of": (TRADERS,)}
    return [
        _claim(first, "cshot", first.text.split("\r")[0], says(killed=3, **gao), HOSPITAL),
        _claim(first, "cpolice", "Police put the toll at five.", says(killed=5, **gao), POLICE),
        _claim(second, "cmarket", second.text.split("\n")[0], says(killed=3, **gao), HOSPITAL),
        _claim(
            second,
            "cherders",
            second.text.split("\n")[2],
            says(on="2024-05-10", at=ANSONGO, killed=exactly(4), of=(people("herders"),)),
            POLICE,
            occurrence=1,
        ),
        _claim(
            third,
            "cmarch",
            third.text,
            says(IncidentType.PROTEST, on="2024-05-11", at=BOUREM),
            RESIDENTS,
        ),
    ]


def linker(claims, reports, copies):
    return link_claims(claims, {r.id: r for r in reports}, copies=copies)


def fill(store, told=None, reports=REPORTS):
    told = claims() if told is None else told
    for one in reports:
        digest = store.add_document(one.text.encode(), origin=one.origin)
        store.add_report(replace(one, raw_sha256=digest), coder="c")
        store.replace_claims(one.id, [c for c in told if c.report_id == one.id])
    run = store.start_run(VERSIONS, options={})
    link_store(store, linker)
    store.finish_run(run, coded=len(reports), failed=0)


def stocked(path, told=None, reports=REPORTS):
    """A database file with everything in it; its path."""
    with open_store(path) as store:
        fill(store, told, reports)
    return path


def incident_of(store, claim_id):
    return next(i for i in store.incidents() if claim_id in {c.id for c in i.claims})


@cache
def gazetteer():
    return open_gazetteer()


def desk_over(store, *, port=8765, users=None, author="A. Reader", tiles=None):
    access = make_access("127.0.0.1", port, url=None, users=users, author=author)
    return Desk(store.engine, "test.db", access, tiles=tiles, gazetteer=gazetteer())


def app_over(store, **options):
    desk = desk_over(store, **options)
    return make_app(desk), desk


HIDDEN = re.compile(r'name="(csrf|version)" value="([^"]*)"')


def hidden(page):
    """The session's token and the version that a page's forms carry."""
    return dict(HIDDEN.findall(page))
