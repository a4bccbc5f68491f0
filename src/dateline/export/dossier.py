"""The dossier: one HTML file with a map, a timeline, a table, and every value beside its quotes.

It asks nothing of any server and runs nothing: its Content-Security-Policy allows its own style
sheet, by hash, and no more. Everything in it comes from the incidents and reports it is given, never
from the day it is written. The template fills from the dataclasses below.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import resources
from io import StringIO
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from dateline.export.jsonl import write_jsonl
from dateline.export.map import Map, country_names, draw_map
from dateline.export.profile import all_reviewers, for_profile
from dateline.export.table import source_names
from dateline.export.timeline import MONTHS, SHORT_MONTHS, Timeline, draw_timeline
from dateline.link.compare import counts_agree, dates_agree, places_agree
from dateline.link.judgements import set_fields
from dateline.link.voices import plain_name
from dateline.records import (
    Actor,
    Claim,
    Conflict,
    Count,
    CountKind,
    Days,
    Incident,
    Modality,
    Place,
    PlacePrecision,
    Position,
    Profile,
    Report,
    Span,
    Status,
    Values,
)
from dateline.records import Field as RecordField
from dateline.resolve.actor import same_actor

T = TypeVar("T")

MOST_CONTEXT = 420  # characters of a paragraph shown on either side of what is quoted
LONGEST_WORD = 40  # a longer run without a blank is cut


@dataclass(frozen=True, slots=True)
class Speaker:
    name: str
    kind: str
    cue: str | None


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a paragraph: the numbers of the claims it is quoted for, and of those that end here."""

    text: str
    quoted: bool
    ends: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClaimLine:
    number: int  # counted from 1 within the incident
    speakers: tuple[Speaker, ...]  # nearest first; empty is the report's own voice
    modality: str
    background: bool
    says: tuple[str, ...]  # "killed: 3"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of one report, what is quoted in it, and the claims made there."""

    report: int  # number in the list of reports
    title: str
    byline: str  # publisher and date
    segments: tuple[Segment, ...]
    claims: tuple[ClaimLine, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """One value that claims give for a field, and who gives it."""

    value: str
    by: tuple[tuple[str, tuple[int, ...]], ...]  # each nearest speaker, the numbers of its claims


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    chosen: str | None
    rule: str | None
    confidence: str | None
    given: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    field: str
    recorded: str | None  # the value that the record has
    standing: Given | None  # who stands by it; None: nobody does
    against: tuple[Given, ...]
    independent: bool | None  # whether two sides are that do not pass on each other's words


@dataclass(frozen=True, slots=True)
class Checked:
    """What a person has seen of an incident. All empty: nobody has looked at it."""

    read: str | None  # who read it through, and when
    changed: tuple[str, ...]  # fields that have changed since
    decided: tuple[str, ...]  # fields that a person set or confirmed


@dataclass(frozen=True, slots=True)
class Entry:
    """One incident on the page."""

    number: int
    id: str
    type: str
    status: str
    scope: str
    date: str | None
    short_date: str | None
    place: str | None
    perpetrators: str
    targets: str
    short_place: str | None
    killed: str  # short: "12+"
    injured: str
    others: str  # "11 abducted"
    n_sources: int
    n_reports: int
    checked: Checked
    conflicts: tuple[Disagreement, ...]
    fields: tuple[Field, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReportLine:
    number: int
    title: str
    publisher: str | None
    published: str | None
    published_how: str | None
    origin: str  # the name alone: where it lay on somebody's computer is nobody's business
    url: str | None
    id: str
    text_sha256: str
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Figure:
    value: str
    label: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """Incidents that share a value, and the people killed in those that are said to have happened."""

    value: str
    incidents: int
    killed: str  # empty where none of them gives a figure


@dataclass(frozen=True, slots=True)
class Table:
    heading: str
    sums: tuple[Sum, ...]  # the most frequent first
    left: int  # values that are not shown


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that the template is given, beside its style."""

    title: str
    by: str | None  # who publishes it
    chosen: str | None  # which incidents these are, in words
    period: str | None
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...]
    map: Map | None
    timeline: Timeline | None
    entries: tuple[Entry, ...]
    reports: tuple[ReportLine, ...]
    n_checked: int  # incidents of which a person has seen something
    readers: tuple[str, ...]  # who read or decided, in the order in which they come up
    profile: Profile  # who is named
    digest: str  # SHA-256 of the records as `write_jsonl` writes them
    versions: Mapping[str, str]


def write_dossier(
    incidents: Iterable[Incident],
    reports: Mapping[str, Report],
    path: Path,
    *,
    title: str,
    by: str | None = None,
    chosen: str | None = None,
    versions: Mapping[str, str] | None = None,
    profile: Profile = Profile.PARTNER,
) -> None:
    """Write one self-contained HTML file.

    `reports` by id: KeyError when a claim's report is not there. `by` is who publishes it, `chosen`
    says which incidents these are. `versions` are names and digests of what made the records,
    printed under the method. `profile` says who is named. OSError when the file cannot be written.
    """
    dossier = make_dossier(
        incidents,
        reports,
        title=title,
        by=by,
        chosen=chosen,
        versions=versions,
        profile=profile,
    )
    page = render_dossier(dossier)
    path.write_bytes(page.encode("utf-8", "xmlcharrefreplace"))


def render_dossier(dossier: Dossier) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("dateline.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = "\n" + (resources.files(__package__) / "templates/dossier.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    template = environment.get_template("dossier.html")
    return template.render(
        page=dossier,
        style=style,
        style_digest=f"sha256-{digest}",
        modalities={modality.value: meaning for modality, meaning in MODALITIES.items()},
    )


def make_dossier(
    incidents: Iterable[Incident],
    reports: Mapping[str, Report],
    *,
    title: str,
    by: str | None = None,
    chosen: str | None = None,
    versions: Mapping[str, str] | None = None,
    profile: Profile = Profile.PARTNER,
) -> Dossier:
    """Incidents in order of their first day, the undated last, each numbered from 1.

    The digest is of the records of the same profile: who has them can check it.
    """
    ordered = sorted(
        incidents, key=lambda i: (i.date is None, i.date.start if i.date else date.max, i.id)
    )
    told_in = dict.fromkeys(c.report_id for i in ordered for c in i.claims)
    numbers = {report_id: n for n, report_id in enumerate(told_in, start=1)}
    as_read = reports
    ordered, reports = for_profile(profile, ordered, reports)
    records = StringIO()
    write_jsonl(ordered, reports, records)
    return Dossier(
        title=title,
        by=by,
        chosen=chosen,
        period=_period(ordered),
        figures=tuple(_figures(ordered, n_reports=len(numbers))),
        tables=tuple(_tables(ordered)),
        map=draw_map(ordered),
        timeline=draw_timeline(ordered),
        entries=tuple(_entry(n, i, reports, numbers) for n, i in enumerate(ordered, start=1)),
        reports=tuple(
            _report_line(n, reports[report_id], digest_of=as_read[report_id].text)
            for report_id, n in numbers.items()
        ),
        n_checked=sum(_is_checked(incident) for incident in ordered),
        readers=tuple(all_reviewers(ordered)),
        profile=profile,
        digest=hashlib.sha256(records.getvalue().encode("utf-8", "surrogatepass")).hexdigest(),
        versions=versions or {},
    )


# --- figures -----------------------------------------------------------------------------


def _period(incidents: Sequence[Incident]) -> str | None:
    dates = [i.date for i in incidents if i.date is not None]
    if not dates:
        return None
    first, last = min(d.start for d in dates), max(d.last for d in dates)
    return day_range(first, last)


def _figures(incidents: Sequence[Incident], *, n_reports: int) -> Iterator[Figure]:
    yield Figure(str(len(incidents)), "incident" if len(incidents) == 1 else "incidents")
    yield Figure(str(n_reports), "report" if n_reports == 1 else "reports")
    names = {name for incident in incidents for name in source_names(incident)}
    yield Figure(str(len(names)), "named speaker" if len(names) == 1 else "named speakers")
    for kind in (CountKind.KILLED, CountKind.INJURED):
        yield _total(kind, incidents)
    disputed = sum(bool(i.conflicts) for i in incidents)
    yield Figure(str(disputed), "with contradictions")
    checked = sum(map(_is_checked, incidents))
    yield Figure(
        str(checked), "checked by a person", None if checked else "coded by a program only"
    )


def _total(kind: CountKind, incidents: Sequence[Incident]) -> Figure:
    """The figures chosen, added up over incidents that are said to have happened."""
    happened = [i.counts.get(kind) for i in incidents if i.status is Status.REPORTED]
    known = [count for count in happened if count is not None and count.best is not None]
    if not known:
        return Figure("—", kind.value, "no figure in reported incidents")
    best = sum(c.best or 0 for c in known)
    low = sum(c.best or 0 if c.low is None else c.low for c in known)
    high = sum(c.best or 0 if c.high is None else c.high for c in known)
    between = f"{low:,} to {high:,}; " if low != high else ""
    most = max(c.best or 0 for c in known)
    alone = f"; {most:,} of them in one incident" if len(known) > 1 and 2 * most > best else ""
    return Figure(
        f"{best:,}",
        kind.value,
        f"{between}{len(known)} of {len(happened)} reported incidents give a figure{alone}",
    )


def _tables(incidents: Sequence[Incident]) -> Iterator[Table]:
    """Tables that say something: of fields on which incidents differ. What is not known comes last."""
    countries = country_names()
    fields: Mapping[str, Callable[[Incident], Iterable[str]]] = {
        "By type": lambda i: [words(i.type)],
        "By country": lambda i: _known(i.place.country if i.place else None, countries),
        "By perpetrator": lambda i: [a.name for a in i.perpetrators],
    }
    for heading, values in fields.items():
        names: dict[str, str] = {}  # as they stand first, whatever their article and case
        groups: dict[str, list[Incident]] = {}
        for incident in incidents:
            keys = {plain_name(value): value for value in values(incident)}
            names = keys | names
            for key in keys or {"": NOT_KNOWN}:
                groups.setdefault(key, []).append(incident)
        unknown = groups.pop("", [])
        ordered = sorted(groups, key=lambda key: (-len(groups[key]), key))
        shown = [(names[key], groups[key]) for key in ordered[:MOST_SUMS]]
        if unknown:
            shown.append((NOT_KNOWN, unknown))
        if len(shown) > 1:
            sums = [
                Sum(name, len(some), _total(CountKind.KILLED, some).value) for name, some in shown
            ]
            yield Table(heading, tuple(sums), max(0, len(ordered) - MOST_SUMS))


MOST_SUMS = 12  # rows of a table, what is not known apart
NOT_KNOWN = "not known"


def _known(code: str | None, names: Mapping[str, str]) -> list[str]:
    return [names.get(code, code)] if code else []


# --- one incident ------------------------------------------------------------------------


def _entry(
    number: int, incident: Incident, reports: Mapping[str, Report], numbers: Mapping[str, int]
) -> Entry:
    return Entry(
        number=number,
        id=incident.id,
        type=words(incident.type),
        status=words(incident.status),
        scope=words(incident.scope),
        date=date_text(incident.date) if incident.date else None,
        short_date=date_text(incident.date, months=SHORT_MONTHS) if incident.date else None,
        place=place_text(incident.place) if incident.place else None,
        perpetrators=", ".join(a.name for a in incident.perpetrators),
        targets=", ".join(a.name for a in incident.targets),
        short_place=place_text(incident.place, admin1=False) if incident.place else None,
        killed=_short(incident, CountKind.KILLED),
        injured=_short(incident, CountKind.INJURED),
        others=", ".join(f"{_short(incident, k)} {k}" for k in OTHERS if k in incident.counts),
        n_sources=len(source_names(incident)),
        n_reports=len(incident.reports),
        checked=_checked(incident),
        conflicts=tuple(_disagreements(incident)),
        fields=tuple(_fields(incident)),
        passages=tuple(_passages(incident, reports, numbers)),
    )


def _checked(incident: Incident) -> Checked:
    review = incident.review
    return Checked(
        read=None if review is None else f"{review.author}, {one_day(review.at.date())}",
        changed=() if review is None else tuple(words(name) for name in review.changed),
        decided=tuple(words(name) for name in incident.judged),
    )


def _is_checked(incident: Incident) -> bool:
    return incident.review is not None or bool(incident.judged)


OTHERS = (CountKind.ABDUCTED, CountKind.ARRESTED, CountKind.DISPLACED)


def _short(incident: Incident, kind: CountKind) -> str:
    count = incident.counts.get(kind)
    return "" if count is None else short_count(count)


def _speaker(claim: Claim[Values]) -> str:
    return claim.sources[0].name if claim.sources else "the report itself"


def _disagreements(incident: Incident) -> Iterator[Disagreement]:
    numbered = {claim.id: (n, claim) for n, claim in enumerate(incident.claims, start=1)}
    chosen = _value_texts(_values(incident)) | {"status": words(incident.status)}
    for conflict in incident.conflicts:
        against = opposed(incident, conflict)
        name = field_name(conflict.field)

        def given(position: Position) -> Given:
            claims = [numbered[c] for c in position.claims if c in numbered]
            return Given(words(position.value), group_speakers(claims, _speaker))

        standing = [numbered[c] for p in conflict.positions if p not in against for c in p.claims]
        recorded = chosen.get(name)
        yield Disagreement(
            name,
            recorded,
            Given(recorded or "", group_speakers(standing, _speaker)) if standing else None,
            tuple(given(position) for position in against),
            conflict.independent,
        )


def group_speakers(
    claims: Iterable[tuple[int, Claim[Values]]], name: Callable[[Claim[Values]], str]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Each speaker once, whatever its article and case, with the numbers of its claims."""
    names: dict[str, str] = {}
    numbers: dict[str, list[int]] = {}
    for number, claim in claims:
        key = plain_name(spoken := name(claim))
        names.setdefault(key, spoken)
        numbers.setdefault(key, []).append(number)
    return tuple((names[key], tuple(dict.fromkeys(numbers[key]))) for key in names)


def opposed(incident: Incident, conflict: Conflict) -> tuple[Position, ...]:
    """The positions of a conflict that contradict what is recorded."""
    claims = {claim.id: claim for claim in incident.claims}
    name = field_name(conflict.field)

    def stands(position: Position) -> bool:
        if position.value == Modality.DENIED.value:
            return name == "status" and incident.status is Status.DENIED
        if name == "status":
            return incident.status is not Status.DENIED
        return any(
            _gives_recorded(incident, claims[c].says, name) for c in position.claims if c in claims
        )

    return tuple(p for p in conflict.positions if not stands(p))


def _gives_recorded(incident: Incident, says: Values, name: str) -> bool:
    match name:
        case "type":
            return says.type is incident.type
        case "date":
            return dates_agree(says.date, incident.date) is True
        case "place":
            return places_agree(says.place, incident.place) is True
        case "perpetrators":
            recorded = incident.perpetrators
            return any(same_actor(a, b) for a in says.perpetrators for b in recorded)
    if name not in set(CountKind):
        return False  # a field of a record from elsewhere
    count, chosen = (counts.get(CountKind(name)) for counts in (says.counts, incident.counts))
    return count is not None and chosen is not None and counts_agree(count, chosen_only(chosen))


def chosen_only(count: Count) -> Count:
    """The best figure without the spread that the voices give it."""
    return count if count.best is None else Count(count.best, count.best, count.best)


def _fields(incident: Incident) -> Iterator[Field]:
    """Every field that is known, or that a claim speaks of."""
    chosen = _value_texts(_values(incident))
    given: dict[str, dict[str, list[tuple[int, Claim[Values]]]]] = {}
    for number, claim in enumerate(incident.claims, start=1):
        for name, text in _value_texts(claim.says).items():
            given.setdefault(name, {}).setdefault(text, []).append((number, claim))
    for name in FIELDS:
        if name in chosen or name in given or RecordField(name) in incident.judged:
            values = given.get(name, {})
            yield Field(
                name=name,
                chosen=chosen.get(name),
                rule=_rule(incident, name),
                confidence=_share(_of_field(incident.confidence, name)),
                given=tuple(
                    Given(text, group_speakers(by, _speaker)) for text, by in values.items()
                ),
            )


def _rule(incident: Incident, name: str) -> str | None:
    """How the value was chosen; where a person set it, what the program would have."""
    rule, decision = _of_field(incident.rules, name), incident.judged.get(RecordField(name))
    if decision is None:
        return rule
    without = set_fields(incident, {RecordField(name): decision.program})
    program = _value_texts(_values(without)).get(name, "nothing")
    return f"{rule} (the program: {program}{f', {decision.rule}' if decision.rule else ''})"


def _values(incident: Incident) -> Values:
    return Values(
        incident.type,
        incident.date,
        incident.place,
        incident.perpetrators,
        incident.targets,
        incident.weapons,
        incident.counts,
    )


def _of_field(table: Mapping[str, T], name: str) -> T | None:
    return table.get(name, table.get(f"counts.{name}"))


def _share(confidence: float | None) -> str | None:
    return None if confidence is None else f"{confidence:.0%}"


FIELDS = (
    "type",
    "date",
    "place",
    "perpetrators",
    "targets",
    "weapons",
    *(k.value for k in CountKind),
)


def _value_texts(values: Values) -> dict[str, str]:
    texts = {
        "type": words(values.type) if values.type else "",
        "date": date_text(values.date) if values.date else "",
        "place": place_text(values.place) if values.place else "",
        "perpetrators": "; ".join(map(actor_text, values.perpetrators)),
        "targets": "; ".join(map(actor_text, values.targets)),
        "weapons": "; ".join(values.weapons),
        "sides": "; ".join(map(actor_text, values.sides)),
    } | {kind.value: count_text(count) for kind, count in values.counts.items()}
    return {name: text for name, text in texts.items() if text}


# --- quotes ------------------------------------------------------------------------------


def _passages(
    incident: Incident, reports: Mapping[str, Report], numbers: Mapping[str, int]
) -> Iterator[Passage]:
    """The claims by report and paragraph, in the order of their first claim."""
    spots: dict[tuple[str, Span], list[tuple[int, Claim[Values]]]] = {}
    for number, claim in enumerate(incident.claims, start=1):
        around = paragraph(reports[claim.report_id].text, claim.evidence)
        spots.setdefault((claim.report_id, around), []).append((number, claim))
    for (report_id, around), claims in spots.items():
        report = reports[report_id]
        yield Passage(
            report=numbers[report_id],
            title=report.title or "untitled report",
            byline=_byline(report),
            segments=tuple(cut(report.text, around, [(n, c.evidence) for n, c in claims])),
            claims=tuple(_claim_line(n, c) for n, c in claims),
        )


def paragraph(text: str, span: Span) -> Span:
    """The lines of the text that hold the span, without white space around."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    while start < span.start and text[start].isspace():
        start += 1
    while end > span.end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def cut(text: str, around: Span, quotes: Sequence[tuple[int, Span]]) -> Iterator[Segment]:
    """A paragraph in stretches at every quote's ends; far from any quote it is left out.

    >>> [s.text for s in cut("One. Two. Three.", Span(0, 16), [(1, Span(5, 9))])]
    ['One. ', 'Two.', ' Three.']
    """
    first, last = min(q.start for _, q in quotes), max(q.end for _, q in quotes)
    start = _first_word(text, around.start, first - MOST_CONTEXT)
    end = _last_word(text, around.end, last + MOST_CONTEXT)
    edges = {start, end} | {edge for _, q in quotes for edge in (q.start, q.end)}
    if start > around.start:
        yield Segment("… ", quoted=False, ends=())
    for a, b in pairwise(sorted(edges)):
        quoted = any(q.start <= a and b <= q.end for _, q in quotes)
        ends = tuple(n for n, q in quotes if q.end == b) if quoted else ()
        yield Segment(text[a:b], quoted=quoted, ends=ends)
    if end < around.end:
        yield Segment(" …", quoted=False, ends=())


def _first_word(text: str, start: int, wanted: int) -> int:
    """Where the shown part begins: `start`, or the word at `wanted` when that is later."""
    if wanted <= start:
        return start
    space = text.rfind(" ", start, wanted)
    return wanted if space < wanted - LONGEST_WORD else space + 1


def _last_word(text: str, end: int, wanted: int) -> int:
    """Where the shown part ends: `end`, or the word at `wanted` when that is earlier."""
    if wanted >= end:
        return end
    space = text.find(" ", wanted, end)
    return wanted if not wanted <= space < wanted + LONGEST_WORD else space


def _claim_line(number: int, claim: Claim[Values]) -> ClaimLine:
    says = claim.says
    return ClaimLine(
        number=number,
        speakers=tuple(Speaker(s.name, words(s.kind), s.cue) for s in claim.sources),
        modality=claim.modality.value,
        background=claim.background,
        says=tuple(f"{name}: {text}" for name, text in _value_texts(says).items()),
    )


def _byline(report: Report) -> str:
    published = one_day(report.published) if report.published else "undated"
    return f"{report.publisher or 'publisher unknown'}, {published}"


def _report_line(number: int, report: Report, *, digest_of: str) -> ReportLine:
    """`digest_of` is the text as it is kept, whatever is blocked out here."""
    return ReportLine(
        number=number,
        title=report.title or "untitled report",
        publisher=report.publisher,
        published=one_day(report.published) if report.published else None,
        published_how=report.published_how,
        origin=re.split(r"[/\\]", report.origin.rstrip("/\\"))[-1],
        url=report.url,
        id=report.id,
        text_sha256=hashlib.sha256(digest_of.encode("utf-8", "surrogatepass")).hexdigest(),
        raw_sha256=report.raw_sha256,
    )


# --- values in words ---------------------------------------------------------------------


def words(code: str) -> str:
    return code.replace("_", " ")


def field_name(field: str) -> str:
    return words(field.removeprefix("counts."))


def one_day(day: date, *, months: Sequence[str] = MONTHS) -> str:
    return f"{day.day} {months[day.month - 1]} {day.year}"


def day_range(first: date, last: date, *, months: Sequence[str] = MONTHS) -> str:
    """Both days inclusive.

    >>> day_range(date(2024, 5, 13), date(2024, 5, 19)), day_range(date(2023, 12, 30), date(2024, 1, 2))
    ('13–19 May 2024', '30 December 2023 – 2 January 2024')
    """
    end = one_day(last, months=months)
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{end}"
    if first.year == last.year:
        return f"{first.day} {months[first.month - 1]} – {end}"
    return f"{one_day(first, months=months)} – {end}"


def date_text(days: Days, *, months: Sequence[str] = MONTHS) -> str:
    first, last = days.start, days.last
    if (first, days.end) == (date(first.year, 1, 1), date(first.year + 1, 1, 1)):
        return str(first.year)
    if (
        first.day == 1
        and days.end.day == 1
        and (first.year, first.month) == (last.year, last.month)
    ):
        return f"{months[first.month - 1]} {first.year}"
    return day_range(first, last, months=months)


def place_text(place: Place, *, admin1: bool = True) -> str:
    """Name, division and country, and, in parentheses, how exact the point is where it is not."""
    exactness = EXACTNESS.get(place.precision)
    return place_names(place, admin1=admin1) + (f" ({exactness})" if exactness else "")


# A country's name says itself that it stands for a country.
EXACTNESS: Mapping[PlacePrecision, str] = {
    PlacePrecision.NEAR: "near",
    PlacePrecision.ADMIN2: "district",
    PlacePrecision.ADMIN1: "province",
}


def place_names(place: Place, *, admin1: bool = True) -> str:
    """Name, division and country, no part said twice."""
    country = country_names().get(place.country or "", place.country)
    names = dict.fromkeys(
        name for name in (place.name, place.admin1 if admin1 else None, country) if name
    )
    return ", ".join(names)


def actor_text(actor: Actor) -> str:
    return (
        f"{actor.name} ({words(actor.kind)})"
        if actor.kind.value not in ("unknown", actor.name)
        else actor.name
    )


def count_text(count: Count) -> str:
    """
    >>> [count_text(Count(*c)) for c in [(3, 3, 3), (12, 12, None), (12, 14, 15), (None, None, None)]]
    ['3', 'at least 12', '14 (12 to 15)', 'some, no figure']
    """
    low, best, high = count.low, count.best, count.high
    if low is None and high is None:
        return "some, no figure" if best is None else f"{best:,}"
    if low is not None and high is not None:
        if low == high:
            return f"{low:,}"
        return f"{low:,} to {high:,}" if best is None else f"{best:,} ({low:,} to {high:,})"
    bound = f"at least {low:,}" if low is not None else f"at most {high:,}"
    return bound if best in (None, low, high) else f"{best:,} ({bound})"


def short_count(count: Count) -> str:
    """For a narrow column: the best figure, with a plus where it is a lower bound.

    >>> [short_count(Count(*c)) for c in [(3, 3, 3), (12, 12, None), (12, 14, 15), (12, None, None)]]
    ['3', '12+', '14', '12+']
    """
    figure = count.low if count.best is None else count.best
    if figure is None:
        return "" if count.high is None else f"to {count.high:,}"
    return f"{figure:,}+" if figure == count.low and count.high is None else f"{figure:,}"


MODALITIES: Mapping[Modality, str] = {
    Modality.ASSERTED: "stated as fact by whoever speaks",
    Modality.ALLEGED: "accused, suspected or not verified",
    Modality.CLAIMED: "said of themselves by those who did it",
    Modality.DENIED: "said not to be so",
    Modality.PLANNED: "announced, threatened or expected",
    Modality.ATTEMPTED: "tried, failed or prevented",
    Modality.HYPOTHETICAL: "supposed, not said to be so",
}
