"""How surely two reports tell of one incident, and why: evidence, weighed by a fitted table.

`find_evidence` names what speaks for and against, `weights.tsv` says what each counts for (a logistic
model of some sixty weights, written by `train/fit_linking.py`), and `explain` says the largest in
words. What can never be one is not scored: see `is_barred`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from dateline.lexicons import read_rows
from dateline.link.clues import Account, Clues, Told, town_key
from dateline.link.compare import (
    ATTACKS,
    LOOSE,
    counts_agree,
    dates_agree,
    distance_km,
    places_agree,
    types_agree,
    width,
)
from dateline.link.reconcile import PUBLICATION_WINDOW, pointing
from dateline.link.terms import cosine, shared_rarities
from dateline.records import (
    COARSE,
    Actor,
    CountKind,
    Days,
    Incident,
    IncidentType,
    Place,
    PlacePrecision,
    Status,
)
from dateline.resolve.actor import same_actor

MAX_KM = 25.0  # two precise points farther apart are two places
TOWN_KM = 3.0  # as near as this they are one town even where their names differ
LARGE_TOWN_KM = 10.0  # radius from which a town sees several such deeds in a day
MAX_DELAY = 30  # days from a deed to a report that does not say when it was
LATE = 3  # days; of two reports that tell one day, publication farther apart says no more
VAGUE = 7  # days; a wider range says little
SMALL, LARGE = 2, 10  # figures up to and from which agreement says little, and much
RARE = 6.5  # rarity from which a word in both texts is counted: one text in 700
SURE = 30.0  # log-odds beyond which nothing counts
UNLIKELY = 0.2  # score below which it does not matter what else fits: nothing is tied by it
FAR_DAYS = 4  # days farther apart are not of one deed, even where one of them was lent
GREAT = frozenset({"same large toll", "same large figure"})  # hardly the same by chance
GROUND = 0.3  # likeness of two passages that can stand in for a place or a name
REPORTS_GROUND = 0.07  # the same of two reports; of unlike stories hardly any two reach it
REPRINT = 0.8  # the same of one text, printed twice,
MOSTLY = 0.6  # and share of the sentences of deeds that are the same
# Kinds that two reports may give one deed: a bomb in a clash; held by whom, an arrest or an abduction; the
# attack by which a town was taken; those led away from a march.
KIN = (
    ATTACKS,
    frozenset({IncidentType.ABDUCTION, IncidentType.ARREST}),
    frozenset({IncidentType.ARMED_ATTACK, IncidentType.SEIZURE}),
    frozenset({IncidentType.ARMED_CLASH, IncidentType.SEIZURE}),
    frozenset({IncidentType.ARREST, IncidentType.PROTEST}),
)
Evidence = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weight:
    """One row of the table: what a unit of this evidence counts for, and how it is said."""

    weight: float
    words: str


@cache
def read_weights() -> dict[str, Weight]:
    table = resources.files(__package__).joinpath("weights.tsv").read_text(encoding="utf-8")
    return {
        row["evidence"]: Weight(float(row["weight"]), row["words"].removeprefix("-"))
        for row in read_rows(table, name="weights.tsv")
    }


def score(a: Account, b: Account) -> float:
    """How likely two accounts of different reports are of one incident, 0 to 1; 1 for one sentence of
    one text printed twice."""
    return 1.0 if is_told_twice(a, b) else _share(_logit(a, b))


def score_incidents(a: Account, b: Account) -> float:
    """The same of incidents, with what else the two reports tell: at most one incident of a report is the
    same as one of another, so whatever fits as well takes its share of the odds (`crowding`).

    0 where the kinds contradict each other, one is a total over many days, or nothing but figures, kind
    and day could show it: these two are never tied, though a third that agrees with both may hold them.
    """
    if not _may_be_tied(a, b):
        return 0.0
    if is_told_twice(a, b):
        return 1.0
    logit = _logit(a, b)
    alone = _share(logit)
    return alone if alone < UNLIKELY else _share(logit - crowding(a, b))


def crowding(a: Account, b: Account) -> float:
    """By how much the other incidents of the two reports lower the log-odds of this pair: the logarithm of
    one more than the odds of every pair that would stand in its place."""
    if a.told is None or b.told is None:
        return 0.0
    mine, theirs = ([one.key for one in told.accounts] for told in (a.told, b.told))
    i, j = mine.index(a.key), theirs.index(b.key)
    rivals = [(i, k) for k in range(len(theirs)) if k != j]
    rivals += [(k, j) for k in range(len(mine)) if k != i]
    return math.log1p(math.fsum(_odds(a.told, x, b.told, y) for x, y in rivals))


@lru_cache(maxsize=32768)  # the same rivals stand beside each pair of two reports
def _odds(one: Told, i: int, two: Told, j: int) -> float:
    """The odds that incident i of one report is incident j of another."""
    a, b = one.accounts[i], two.accounts[j]
    if is_barred(a, b) or not _may_be_tied(a, b):
        return 0.0
    return math.exp(SURE if is_told_twice(a, b) else _logit(a, b))


def _may_be_tied(a: Account, b: Account) -> bool:
    return not (is_contrary(a, b) or is_total_and_deed(a, b)) and has_ground(a, b)


def _logit(a: Account, b: Account) -> float:
    weights = read_weights()
    found = find_evidence(a, b).items()
    logit = math.fsum(weights[name].weight * amount for name, amount in found)
    return max(-SURE, min(SURE, logit))


def _share(logit: float) -> float:
    """Log-odds as a share. Rounded: the last digits of exp differ between machines, and a tie must not."""
    return round(1 / (1 + math.exp(-logit)), 9)


def explain(a: Account, b: Account, *, most: int = 4) -> str:
    """The weightiest evidence in words, e.g. "same day, 2 km apart, tolls 12 and 14"; of these two alone, whatever
    else their reports tell."""
    weights = read_weights()
    found = {
        name: weights[name].weight * amount
        for name, amount in find_evidence(a, b).items()
        if weights[name].words
    }
    first = sorted(found, key=lambda name: (-abs(found[name]), name))[:most]
    facts = _facts(a, b)
    return ", ".join(weights[name].words.format_map(facts) for name in first)


def is_same_report(a: Account, b: Account) -> bool:
    return a.report.report == b.report.report


def is_barred(a: Account, b: Account) -> bool:
    """Whether they can never be one: told by one report, or other days or places. Of one text printed
    twice, what its sentences tell is one, and nothing else of them: a copy may be dated otherwise."""
    if is_same_report(a, b):
        return True
    if not a.report.quotes.isdisjoint(b.report.quotes):
        if is_told_twice(a, b):
            return False
        if _tells_apart(a, b) and is_reprint(a, b):
            return True
    one, two = a.incident, b.incident
    if one is None or two is None:
        return False
    if other_days(one.date, two.date) and not _may_be_misdated(one, two):
        return True
    if not other_places(one.place, two.place) or not (_tells_place(one) and _tells_place(two)):
        return False
    return not (names_place(a, two.place) or names_place(b, one.place))


def _tells_apart(a: Account, b: Account) -> bool:
    """Whether either's report has sentences of the other, all of them of something else."""
    if not a.quotes.isdisjoint(b.quotes):
        return False
    return not (a.quotes.isdisjoint(b.report.quotes) and b.quotes.isdisjoint(a.report.quotes))


def is_told_twice(a: Account, b: Account) -> bool:
    """Whether one text, printed twice, tells both with one sentence, and that sentence nothing else."""
    if a.own_quotes.isdisjoint(b.own_quotes):
        return False
    return not is_contrary(a, b) and is_reprint(a, b)


def is_reprint(a: Account, b: Account) -> bool:
    """Whether two reports are one text, perhaps cut or with a line more: alike in their words, and in
    most sentences that tell of deeds. Bulletins of two days may be alike, but tell of other deeds."""
    mine, theirs = a.report.quotes, b.report.quotes
    if len(mine & theirs) < MOSTLY * min(len(mine), len(theirs)):
        return False
    return cosine(a.report.text.terms, b.report.text.terms) >= REPRINT


def is_contrary(a: Account, b: Account) -> bool:
    """Whether they tell of other kinds of deed, and so are not one by their own word; kinds are often
    misread."""
    one, two = a.incident, b.incident
    return one is not None and two is not None and other_deeds(one.type, two.type)


def is_total_and_deed(a: Account, b: Account) -> bool:
    """Whether one tells of a deed of a day, and the other of what was done in a province or country over
    more than a week ("drones killed three in the region in the last ten days of October"); a great figure
    or a person that both give is still of one deed, told of vaguely."""
    one, two = a.incident, b.incident
    if one is None or two is None or _is_total(one) == _is_total(two):
        return False
    if any(i.date is None or width(i.date) > 2 for i in (one, two) if not _is_total(i)):
        return False
    mine, theirs = _texts(a, b)
    return not (GREAT & {*_figure_evidence(one, two)} or mine.persons & theirs.persons)


def _is_total(incident: Incident) -> bool:
    days, place = incident.date, incident.place
    is_vague = days is not None and width(days) > VAGUE
    return is_vague and place is not None and place.precision in COARSE


def names_place(account: Account, place: Place | None) -> bool:
    """Whether the report names this place too: of the two that it names it may have got the wrong one."""
    return place is not None and town_key(place) in account.report.towns


def _tells_place(incident: Incident) -> bool:
    """Whether words of the deed itself name its place; one lent by a sentence beside it is right half
    the time, and keeps nothing apart."""
    return any(c.says.place == incident.place for c in incident.claims if c.says.type is not None)


def _may_be_misdated(a: Incident, b: Incident) -> bool:
    """Whether a sentence beside the deed lent one of two days that are few days apart: that may be the
    day of what is told next to it."""
    if a.date is None or b.date is None or _days_apart(a.date, b.date) > FAR_DAYS:
        return False
    return not (_tells_day(a) and _tells_day(b))


def _tells_day(incident: Incident) -> bool:
    """Whether words of the deed itself tell its day; that of publication, where no claim gives any, is
    lent by no sentence either."""
    dated = [claim for claim in incident.claims if claim.says.date is not None]
    return not dated or any(claim.says.type is not None for claim in dated)


def other_deeds(a: IncidentType, b: IncidentType) -> bool:
    """Kinds that no two readers would give one deed."""
    return not types_agree(a, b) and not any({a, b} <= kin for kin in KIN)


def other_days(a: Days | None, b: Days | None) -> bool:
    """Told days that differ. A report without a day may come weeks after the deed, never before."""
    if a is None or b is None or dates_agree(a, b) is not False:
        return False
    guessed = [days for days in (a, b) if days.rule == PUBLICATION_WINDOW]
    if not guessed:
        return True
    if len(guessed) == 2:
        return abs((a.end - b.end).days) > MAX_DELAY
    day = b if guessed[0] is a else a
    return not 0 <= (guessed[0].end - day.start).days <= MAX_DELAY


def _days_apart(a: Days, b: Days) -> int:
    """Days from the end of the one to the start of the other; 0 and less where they meet."""
    return max((a.start - b.last).days, (b.start - a.last).days)


def other_places(a: Place | None, b: Place | None) -> bool:
    """Two points too far apart, and neither place large enough to hold both; else other provinces or
    countries. A border may run between two near points."""
    if a is None or b is None:
        return False
    if a.precision not in COARSE and b.precision not in COARSE:
        km = distance_km(a, b)
        if km is not None:
            return km > MAX_KM and not places_agree(a, b)
    if a.country and b.country and a.country != b.country:
        return True
    return bool(a.admin1 and b.admin1) and a.admin1 != b.admin1


def has_ground(a: Account, b: Account) -> bool:
    """Whether anything beyond figures, kind and day can show that they are one: a place, a doer, words
    for the victims, a person, a rare word. Counts alone never do."""
    one, two = a.incident, b.incident
    if one is not None and two is not None and _values_are_ground(one, two):
        return True
    mine, theirs = _texts(a, b)
    if mine.persons & theirs.persons or cosine(mine.terms, theirs.terms) >= GROUND:
        return True
    if cosine(a.report.text.terms, b.report.text.terms) >= REPORTS_GROUND:
        return True
    return any(r >= RARE for r in shared_rarities(mine.terms, theirs.terms))


def _values_are_ground(a: Incident, b: Incident) -> bool:
    return _place_is_ground(a, b) or bool({"same doer", "same victims"} & {*_actor_evidence(a, b)})


def _place_is_ground(a: Incident, b: Incident) -> bool:
    """A small place sees one such deed in a day; a large town, a province or a month more, and then a
    figure that is rarely the same by chance must agree too."""
    if a.place is None or b.place is None or not places_agree(a.place, b.place):
        return False
    found = {*_place_evidence(a.place, b.place)}
    figures = {*_figure_evidence(a, b)}
    is_vague = any(i.date is None or width(i.date) > VAGUE for i in (a, b))
    if is_vague or "only the province" in found:
        return bool(figures & GREAT)
    if "same large town" in found:
        return bool(figures & {"same toll", "same figure", "toll within reach"})
    return bool(found & {"same town", "places near"})


def _texts(a: Account, b: Account) -> tuple[Clues, Clues]:
    """What to compare: the whole reports where both are mainly about it, else the passages."""
    whole = a.lead and b.lead
    return (a.report.text, b.report.text) if whole else (a.passage, b.passage)


def find_evidence(a: Account, b: Account) -> dict[str, float]:
    """What speaks for and against, by its name in the table; 0 is left out."""
    found = dict(_text_evidence(a, b))
    if a.incident is not None and b.incident is not None:
        found |= dict(_value_evidence(a.incident, b.incident))
        if (
            a.lead
            and b.lead
            and a.incident.type is b.incident.type
            and a.incident.type not in LOOSE
        ):
            found["same telling kind"] = 1.0
    else:
        found["nothing coded"] = 1.0
    return {name: amount for name, amount in found.items() if amount}


def _text_evidence(a: Account, b: Account) -> Iterator[tuple[str, float]]:
    whole = a.lead and b.lead
    mine, theirs = _texts(a, b)
    on = "" if whole else "passage: "
    yield ("always" if whole else "passages"), 1.0
    alike = cosine(mine.terms, theirs.terms)
    yield f"{on}texts alike", alike
    rare = shared_rarities(mine.terms, theirs.terms)
    yield f"{on}rare words", min(sum(r >= RARE for r in rare), 10) / 10
    yield f"{on}rarest words", math.fsum(rare[:5]) / 10
    persons = mine.persons & theirs.persons
    yield f"{on}person", min(len(persons), 3)
    yield from _gap_evidence(a, b)
    if whole:
        yield from _set_evidence("age", mine.ages, theirs.ages)
        yield from _set_evidence("street", mine.streets, theirs.streets)
        yield from _set_evidence("block", mine.blocks, theirs.blocks)
        mine_all, theirs_all = a.report, b.report
        yield "openings alike", cosine(mine_all.opening, theirs_all.opening)
        yield (
            "title in the opening",
            max(
                cosine(mine_all.title, theirs_all.opening),
                cosine(mine_all.opening, theirs_all.title),
            ),
        )
        yield from _set_evidence("town named", mine_all.towns, theirs_all.towns)
        yield from _set_evidence("day named", mine_all.days, theirs_all.days)
    else:
        yield "passage: reports alike", cosine(a.report.text.terms, b.report.text.terms)
        yield "passage: both told as news", float(a.lead or b.lead)


def _set_evidence(
    name: str, mine: frozenset[object], theirs: frozenset[object]
) -> Iterator[tuple[str, float]]:
    if mine and theirs:
        shared = len(mine & theirs)
        yield f"same {name}", min(shared, 3)
        yield f"other {name}", float(not shared)


def _gap_evidence(a: Account, b: Account) -> Iterator[tuple[str, float]]:
    """A deed told years later is that of its day, where both tell the day."""
    mine, theirs = a.report.published, b.report.published
    if mine is not None and theirs is not None:
        gap = abs((mine - theirs).days)
        if _tell_one_day(a.incident, b.incident):
            gap = min(gap, LATE)
        yield "published apart", math.log1p(gap)


def _tell_one_day(a: Incident | None, b: Incident | None) -> bool:
    if a is None or b is None or a.date is None or b.date is None:
        return False
    is_told = PUBLICATION_WINDOW not in (a.date.rule, b.date.rule)
    is_vague = max(width(a.date), width(b.date)) > VAGUE
    return is_told and not is_vague and dates_agree(a.date, b.date) is True


def _value_evidence(a: Incident, b: Incident) -> Iterator[tuple[str, float]]:
    if a.type is not b.type:
        yield ("another word for it" if types_agree(a.type, b.type) else "other deed"), 1.0
    if a.date is not None and b.date is not None:
        yield _date_evidence(a.date, b.date), 1.0
    if a.place is not None and b.place is not None:
        yield from ((name, 1.0) for name in _place_evidence(a.place, b.place))
    yield from ((name, 1.0) for name in set(_figure_evidence(a, b)))
    yield from ((name, 1.0) for name in _actor_evidence(a, b))
    if (a.status is Status.PLANNED) != (b.status is Status.PLANNED):
        yield "planned in one", 1.0
    if (a.status is Status.FOILED) != (b.status is Status.FOILED):
        yield "foiled in one", 1.0
    if _is_background(a) != _is_background(b):
        yield "background in one", 1.0


def _is_background(incident: Incident) -> bool:
    return all(claim.background for claim in incident.claims)


def _date_evidence(a: Days, b: Days) -> str:
    apart = _days_apart(a, b)
    if PUBLICATION_WINDOW in (a.rule, b.rule):
        return "day guessed" if not other_days(a, b) else "day guessed, far apart"
    if max(width(a), width(b)) > VAGUE:
        return "vague days meet" if apart <= 0 else "vague days apart"
    if apart <= 0:
        return "same day"
    if apart == 1:
        return "next day"
    return "days apart" if apart <= FAR_DAYS else "days far apart"


def _place_evidence(a: Place, b: Place) -> Iterator[str]:
    agree = places_agree(a, b)
    if PlacePrecision.COUNTRY in (a.precision, b.precision):
        if not agree:
            yield "other place"
    elif a.precision in COARSE or b.precision in COARSE:
        yield "only the province" if agree else "other place"
    else:
        km = distance_km(a, b)
        same = a.geonameid is not None and a.geonameid == b.geonameid
        if same or (km is not None and km <= TOWN_KM):
            large = max(a.radius_km or 0.0, b.radius_km or 0.0) >= LARGE_TOWN_KM
            yield "same large town" if large else "same town"
        elif agree:
            yield "places near"
        else:
            yield "other place"


def _figure_evidence(a: Incident, b: Incident) -> Iterator[str]:
    """Same figures, a toll that may have risen since, or figures too far apart."""
    for kind in sorted(set(a.counts) & set(b.counts)):
        one, two = a.counts[kind], b.counts[kind]
        if one.best is None or two.best is None:
            continue
        low, high = sorted((one.best, two.best))
        what = "toll" if kind is CountKind.KILLED else "figure"
        if low == high:
            yield f"same small {what}" if low <= SMALL else f"same {what}"
            if low >= LARGE:
                yield f"same large {what}"
        elif counts_agree(one, two) or (low > SMALL and high <= low * 2):
            yield f"{what} within reach"
        else:
            yield f"other {what}"


def _actor_evidence(a: Incident, b: Incident) -> Iterator[str]:
    mine, theirs = ([x for x in i.perpetrators if x.actor_id] for i in (a, b))
    if mine and theirs:
        yield "same doer" if any(same_actor(x, y) for x in mine for y in theirs) else "other doer"
    hit, also_hit = _words(a.targets), _words(b.targets)
    if hit and also_hit:
        yield "same victims" if hit & also_hit else "other victims"


def _words(actors: tuple[Actor, ...]) -> set[str]:
    """Words that name those hit, without the ones that point to anybody."""
    words = {w.rstrip("s") for t in actors for w in t.name.casefold().split()}
    return words - _pointing_stems()


@cache
def _pointing_stems() -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in pointing())


def _facts(a: Account, b: Account) -> dict[str, str]:
    """What the wordings of the table are filled with."""
    mine, theirs = _texts(a, b)
    facts = {
        "persons": _list(w.title() for w in sorted(mine.persons & theirs.persons)),
        "ages": _list(map(str, sorted(mine.ages & theirs.ages))),
        "streets": _list(w.title() for w in sorted(mine.streets & theirs.streets)),
        "blocks": _list(sorted(mine.blocks & theirs.blocks)),
        "alike": f"{cosine(mine.terms, theirs.terms):.2f}",
        "gap": "unknown",
        "km": "0",
        "tolls": "",
        "figures": "",
    }
    if a.report.published and b.report.published:
        facts["gap"] = str(abs((a.report.published - b.report.published).days))
    if a.incident is not None and b.incident is not None:
        facts |= _value_facts(a.incident, b.incident)
    return facts


def _value_facts(a: Incident, b: Incident) -> dict[str, str]:
    facts = {}
    if a.place is not None and b.place is not None:
        facts["km"] = f"{distance_km(a.place, b.place) or 0:.0f}"
    figures = [
        (kind, f"{a.counts[kind].best} and {b.counts[kind].best}")
        for kind in CountKind
        if kind in a.counts and kind in b.counts
    ]
    facts["tolls"] = _list(words for kind, words in figures if kind is CountKind.KILLED)
    facts["figures"] = _list(words for kind, words in figures if kind is not CountKind.KILLED)
    return facts


def _list(words: Iterator[str] | list[str]) -> str:
    return " and ".join(list(words)[:3])
