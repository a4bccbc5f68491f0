"""What in the words of a report shows that another report tells of the same.

Read from the text itself, beside the claims: names of people, ages, house numbers, rare words.
They are compared and counted, never coded: no value of an incident comes from here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from dateline.lexicons import given_names, read_lexicon
from dateline.link.compare import PRIVATE, width
from dateline.link.terms import Terms, term, weigh
from dateline.records import (
    COARSE,
    Claim,
    Incident,
    IncidentType,
    Place,
    Report,
    Values,
)

KEPT = 48  # words of a text that are compared; more did not help on GVA train
OPENING = 400  # characters of a text in which news says what it is about
CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'’-]+"
PAIR = re.compile(rf"(?=\b({CAPITAL}) (?:[A-Z]\. )?({CAPITAL}))")  # overlapping: "Omar Ba Diallo"
AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old|\baged? (\d{1,2})\b|, (\d{1,2}),")
BLOCK = re.compile(r"\b(\d{2,5}) block\b")  # "the 3400 block of Gama Street"
POSSESSIVE = re.compile(r"['’]s$")
# What news tells of because something else happened: a report's main incident is rarely one.
REACTIONS = frozenset(
    {
        IncidentType.ARREST,
        IncidentType.THREAT,
        IncidentType.PROTEST,
        IncidentType.MILITARY_OPERATION,
        IncidentType.AGREEMENT,
        IncidentType.OTHER,
    }
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What a stretch of text gives to compare."""

    terms: Terms
    persons: frozenset[str]  # "amina traore": a given name and what follows it
    ages: frozenset[int]
    streets: frozenset[str]
    blocks: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReportClues:
    """A whole report: its words, and every day and town that its claims give."""

    report: str
    published: date | None
    text: Clues
    title: Terms
    opening: Terms
    days: frozenset[int]  # ordinals
    towns: frozenset[int | str]
    quotes: frozenset[int]  # hashes of the sentences that tell of any of its incidents
    own_quotes: frozenset[int]  # those that tell of one incident alone


@dataclass(frozen=True, slots=True)
class Account:
    """One incident as one report tells it; or a report of which nothing was coded."""

    key: tuple[str, int]  # report id, and number of the occurrence in it
    incident: Incident | None
    lead: bool  # what its report is mainly about
    report: ReportClues
    passage: Clues  # of the sentences that tell it
    quotes: frozenset[int]  # hashes of those sentences
    own_quotes: frozenset[int] = frozenset()  # those of them that tell nothing else
    told: Told | None = field(default=None, compare=False)  # all that its report tells


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """All incidents that one report tells, each without this. Known by itself, not by what it holds, so
    that what is reckoned of two reports can be kept."""

    accounts: tuple[Account, ...]


def read_accounts(report: Report | None, told: Sequence[Incident]) -> list[Account]:
    """One report's incidents as accounts, its main one marked; one without an incident if none.

    `told` are incidents of this report alone. A report that is not at hand gives no words.
    """
    passages = [_quotes(incident, report) for incident in told]
    hashes = [frozenset(term(" ".join(quote.split())) for quote in quotes) for quotes in passages]
    clues = read_report(report, [claim for i in told for claim in i.claims], quotes=hashes)
    if not told:
        return [Account((clues.report, -1), None, True, clues, clues.text, frozenset())]
    lead = find_lead(told)
    accounts = [
        Account(
            key=(incident.claims[0].report_id, incident.claims[0].occurrence),
            incident=incident,
            lead=incident is lead,
            report=clues,
            passage=read_clues(" ".join(sentences), incident.claims),
            quotes=quotes,
            own_quotes=quotes & clues.own_quotes,
        )
        for incident, sentences, quotes in zip(told, passages, hashes, strict=True)
    ]
    whole = Told(tuple(accounts))
    return [replace(account, told=whole) for account in accounts]


def find_lead(told: Sequence[Incident]) -> Incident:
    """The incident that a report is mainly about: a deed before what it brought about, news before
    background, then the first told."""
    return min(
        told,
        key=lambda incident: (
            incident.type in REACTIONS,
            all(claim.background for claim in incident.claims),
            min(claim.evidence.start for claim in incident.claims),
            incident.claims[0].occurrence,
        ),
    )


def read_report(
    report: Report | None, claims: Sequence[Claim[Values]], *, quotes: Sequence[frozenset[int]]
) -> ReportClues:
    """quotes: hashes of the sentences that tell of each of its incidents."""
    told = Counter(quote for incident in quotes for quote in incident)
    title, text = ((report.title or ""), report.text) if report is not None else ("", "")
    dates = [c.says.date for c in claims if c.says.date is not None and width(c.says.date) <= 2]
    places = [c.says.place for c in claims if c.says.place is not None]
    return ReportClues(
        report=report.id if report is not None else claims[0].report_id,
        published=report.published if report is not None else None,
        text=read_clues(f"{title}\n{text}", claims),
        title=weigh(title, keep=KEPT),
        opening=weigh(text[:OPENING], keep=KEPT),
        days=frozenset(days.start.toordinal() for days in dates),
        towns=frozenset(town_key(p) for p in places if p.precision not in COARSE),
        quotes=frozenset(told),
        own_quotes=frozenset(quote for quote, incidents in told.items() if incidents == 1),
    )


def town_key(place: Place) -> int | str:
    """What a place is known by in `ReportClues.towns`."""
    return place.geonameid or place.name


def read_clues(text: str, claims: Sequence[Claim[Values]] = ()) -> Clues:
    """Clues of a text and of those whom its claims name.

    Names that have a word of a speaker's are left out: a spokesman speaks of many things.
    """
    given, speakers = given_names(), _speakers(claims)
    private = " / ".join(words for claim in claims for words in _private(claim.says))
    named = _pairs(private) | {pair for pair in _pairs(text) if pair[0] in given}
    return Clues(
        terms=weigh(text, keep=KEPT),
        persons=frozenset(f"{first} {last}" for first, last in named if last not in speakers),
        ages=frozenset(int(a or b or c) for a, b, c in AGE.findall(text)),
        streets=frozenset(name.casefold() for name in _street_pattern().findall(text)),
        blocks=frozenset(BLOCK.findall(text)),
    )


def _pairs(text: str) -> set[tuple[str, str]]:
    """Two capitalised words in a row, but in text that is all capitals."""
    return {
        (_plain(first), _plain(last))
        for first, last in PAIR.findall(text)
        if not (first.isupper() and last.isupper() and len(first) > 3)
    }


def _private(says: Values) -> Iterator[str]:
    """Wordings of doers and victims that are no bodies."""
    for actor in (*says.perpetrators, *says.targets):
        if actor.actor_id is None and actor.kind in PRIVATE:
            yield from actor.mentions


@cache
def _street_pattern() -> re.Pattern[str]:
    """The name before a word for a street: "Gama" in "North Gama Street"."""
    words = "|".join(sorted(re.escape(row["word"]) for row in read_lexicon("streets")))
    return re.compile(rf"\b({CAPITAL}) (?:{words})\b")


def _plain(word: str) -> str:
    return POSSESSIVE.sub("", word).casefold()


def _speakers(claims: Iterable[Claim[Values]]) -> frozenset[str]:
    return frozenset(w for c in claims for s in c.sources for w in s.name.casefold().split())


def _quotes(incident: Incident, report: Report | None) -> list[str]:
    """The sentences of a report that name an incident's deed."""
    if report is None:
        return []
    spans = sorted({claim.evidence for claim in incident.claims if claim.says.type is not None})
    return [report.quote(span) for span in spans]
