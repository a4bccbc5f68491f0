"""Who is named in what leaves the house.

A profile is applied to incidents and their reports before anything is written, so that every format
holds the same. Names are blocked out letter by letter: texts keep their length, so that offsets hold
and a quote is still exactly what stands at its place in the blocked text.

Nobody can promise that no name is left: a name is known by the claims, or by the table of given
names (`lexicons/given_names.tsv`), or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from dateline.extract.persons import no_names
from dateline.lexicons import read_lexicon
from dateline.link.clues import CAPITAL
from dateline.link.compare import PRIVATE
from dateline.link.judgements import rule_of
from dateline.records import (
    Actor,
    Claim,
    Decision,
    FieldValue,
    Incident,
    Place,
    Profile,
    Report,
    SourceKind,
    Values,
)

BLOCK = "█"
# Who speaks for a body speaks in public; whoever else is named as a speaker may be in danger for it.
PUBLIC_SPEAKERS = frozenset(SourceKind) - {
    SourceKind.WITNESS,
    SourceKind.RESIDENT,
    SourceKind.MEDICAL,
    SourceKind.UNNAMED,
    SourceKind.OTHER,
}
PARTICLES = "(?: (?:de|del|de la|de los|da|dos|al|el|bin|ibn|abu|van|von|der))?"
WORD = re.compile(r"[^\W\d_][\w'’-]*")
RUN = re.compile(rf"{CAPITAL}(?:(?: [A-Z]\.)? {CAPITAL})+")
Blocked = Callable[[str], str]


def for_profile(
    profile: Profile, incidents: Iterable[Incident], reports: Mapping[str, Report]
) -> tuple[list[Incident], dict[str, Report]]:
    """The incidents and reports as somebody of this profile may have them.

    `reports` by id: KeyError when a claim's report is not there.
    """
    told = list(incidents)
    if profile is Profile.FULL:
        return told, dict(reports)
    told = number_reviewers(told)
    if profile is Profile.PARTNER:
        return told, dict(reports)
    names = _names_by_report(told, reports)
    texts = {
        report.id: _block_report(report, _blocker(names.get(report.id, frozenset())))
        for report in reports.values()
    }
    return [
        _block_incident(incident, _blocker(_union(incident, names))) for incident in told
    ], texts


# --- who decided -----------------------------------------------------------------------------


def number_reviewers(incidents: Sequence[Incident]) -> list[Incident]:
    """The same incidents, "reviewer 1" and so on in place of names."""
    called = {name: f"reviewer {n}" for n, name in enumerate(all_reviewers(incidents), start=1)}
    return [
        _with_decisions(incident, lambda d: replace(d, author=called[d.author]), called)
        for incident in incidents
    ]


def all_reviewers(incidents: Iterable[Incident]) -> list[str]:
    """Everybody who read or decided, once each, in the order of the incidents."""
    return list(dict.fromkeys(name for incident in incidents for name in _reviewers(incident)))


def _reviewers(incident: Incident) -> Iterator[str]:
    if incident.review is not None:
        yield incident.review.author
    yield from (decision.author for decision in incident.judged.values())


def _with_decisions(
    incident: Incident, change: Callable[[Decision], Decision], called: Mapping[str, str]
) -> Incident:
    review = incident.review
    judged = {name: change(decision) for name, decision in incident.judged.items()}
    rules = {name.value: rule_of(decision) for name, decision in judged.items()}
    if review is not None:
        review = replace(review, author=called.get(review.author, review.author))
    return replace(incident, review=review, judged=judged, rules={**incident.rules, **rules})


# --- who is told of --------------------------------------------------------------------------


def _names_by_report(
    incidents: Iterable[Incident], reports: Mapping[str, Report]
) -> dict[str, frozenset[str]]:
    """The words of each report that name a private person."""
    claims: dict[str, list[Claim[Values]]] = {}
    actors: dict[str, list[Actor]] = {}
    places: dict[str, set[str]] = {}
    for incident in incidents:
        for claim in incident.claims:
            claims.setdefault(claim.report_id, []).append(claim)
            for told in (claim.says, incident):  # a reviewer may have named others
                actors.setdefault(claim.report_id, []).extend((*told.perpetrators, *told.targets))
            for place in (incident.place, claim.says.place):
                places.setdefault(claim.report_id, set()).update(_place_words(place))
    return {
        report_id: frozenset(_named(told, actors[report_id], reports[report_id]))
        - places[report_id]
        for report_id, told in claims.items()
    }


def _named(claims: Sequence[Claim[Values]], actors: Iterable[Actor], report: Report) -> set[str]:
    """Who is told of as a private person is blocked in any case; who only has a person's name, not
    where it is that of somebody who speaks for a body."""
    private = {w for c in claims for person in c.says.persons for w in _capitals(person.name or "")}
    for actor in actors:
        if actor.actor_id is None and actor.kind in PRIVATE:
            private |= {w for words in (actor.name, *actor.mentions) for w in _full_name(words)}
    text = f"{report.title or ''}\n{report.text}"
    perhaps, public = _given(text), set[str]()
    for source in (source for claim in claims for source in claim.sources):
        if source.kind in PUBLIC_SPEAKERS:
            public |= _capitals(source.name)
        else:
            perhaps |= _full_name(source.name)
    names = {word for word in private | (perhaps - public) if len(word) > 1}
    return names | (_beside(text, names) - public)


def _capitals(words: str) -> set[str]:
    """The words with a capital letter, without a possessive."""
    return {_plain(w) for w in WORD.findall(words) if w[0].isupper()}


def _plain(word: str) -> str:
    return re.sub(r"['’]s?$", "", word)


def _full_name(words: str) -> set[str]:
    """The words of a wording that is a name and nothing else: "Amina Traore", not "men from Gao"."""
    found = WORD.findall(words)
    whole = len(found) > 1 and all(word[0].isupper() for word in found)
    return _capitals(words) if whole else _given(words)


def _given(text: str) -> set[str]:
    """The words of every name in a text that begins with a known given name."""
    return {word for name in _given_pattern().findall(text) for word in _capitals(name)}


@cache
def _given_pattern() -> re.Pattern[str]:
    """A known given name and what follows it; or any full name with an age behind it: "Ela Sund, 31,"."""
    given = "|".join(sorted(re.escape(row["name"]) for row in read_lexicon("given_names")))
    rest = rf"(?:(?: [A-Z]\.)?{PARTICLES}[ -]{CAPITAL})+"
    return re.compile(
        rf"\b(?=[A-ZÀ-ÖØ-Þ])(?:(?:{given}){rest}|{CAPITAL}{rest}(?=(?:, | \()(?:aged )?\d{{1,2}}\b))"
    )


def _beside(text: str, names: set[str]) -> set[str]:
    """The other parts of names of which one part is known: "Sund" gives "Ela" in "Ela Sund"."""
    runs = RUN.findall(text) if names else ()
    parts = (set(map(_plain, WORD.findall(run))) for run in runs)
    found = {word for run in parts if run & names for word in run - names}
    return {word for word in found if len(word) > 1 and word.lower() not in no_names()}


def _place_words(place: Place | None) -> set[str]:
    """A place's own words stay: a person called like the town is blocked by the other name."""
    return set() if place is None else _capitals(f"{place.name} {place.admin1 or ''}")


def _union(incident: Incident, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(word for claim in incident.claims for word in names[claim.report_id])


def _blocker(names: frozenset[str]) -> Blocked:
    """Blocks every one of these words, in capitals too, and what joins two of them."""
    if not names:
        return lambda text: text
    forms = sorted({form for name in names for form in (name, name.upper())}, key=len, reverse=True)
    word = rf"(?:{'|'.join(map(re.escape, forms))})"
    joint = rf"(?: [A-Z]\.)?{PARTICLES}[ -]"
    pattern = re.compile(rf"(?<!\w){word}(?:{joint}{word})*(?!\w)(?: [A-Z]\.)?")
    return lambda text: pattern.sub(lambda found: BLOCK * len(found[0]), text)


def _block_report(report: Report, block: Blocked) -> Report:
    title = report.title and block(report.title)
    return replace(report, text=block(report.text), title=title, author=None)


def _block_incident(incident: Incident, block: Blocked) -> Incident:
    def silent(decision: Decision) -> Decision:
        return replace(decision, reason=None, program=_block_value(decision.program, block))

    review = incident.review
    without = replace(
        incident,
        perpetrators=_block_actors(incident.perpetrators, block),
        targets=_block_actors(incident.targets, block),
        weapons=tuple(map(block, incident.weapons)),
        claims=tuple(_block_claim(claim, block) for claim in incident.claims),
        conflicts=tuple(
            replace(c, positions=tuple(replace(p, value=block(p.value)) for p in c.positions))
            for c in incident.conflicts
        ),
        review=None if review is None else replace(review, reason=None),
    )
    return _with_decisions(without, silent, {})


def _block_claim(claim: Claim[Values], block: Blocked) -> Claim[Values]:
    says = claim.says
    blocked = replace(
        says,
        perpetrators=_block_actors(says.perpetrators, block),
        targets=_block_actors(says.targets, block),
        weapons=tuple(map(block, says.weapons)),
        persons=tuple(replace(person, name=None) for person in says.persons),
        sides=_block_actors(says.sides, block),
    )
    sources = tuple(replace(s, name=block(s.name)) for s in claim.sources)
    return replace(claim, says=blocked, sources=sources)


def _block_actors(actors: Iterable[Actor], block: Blocked) -> tuple[Actor, ...]:
    return tuple(
        actor
        if actor.actor_id is not None
        else replace(actor, name=block(actor.name), mentions=tuple(map(block, actor.mentions)))
        for actor in actors
    )


def _block_value(value: FieldValue, block: Blocked) -> FieldValue:
    if not isinstance(value, tuple):
        return value
    actors = _block_actors((x for x in value if isinstance(x, Actor)), block)
    return actors or tuple(block(x) for x in value if isinstance(x, str))
