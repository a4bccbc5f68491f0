"""Incidents on a screen: the list, and one incident with who says what, in which words.

Renderables for rich; `cli.py` prints them. Piped, the list is tab-separated lines instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dateline.comparing import Match
from dateline.export.dossier import (
    actor_text,
    count_text,
    date_text,
    field_name,
    group_speakers,
    opposed,
    place_names,
    place_text,
    short_count,
    words,
)
from dateline.gazetteer.find import Gazetteer
from dateline.link.compare import counts_agree, distance_km
from dateline.link.figures import REVISED, SUSPECT, CountRule, size
from dateline.link.outcomes import RuleOutcome
from dateline.link.voices import order_of_telling
from dateline.records import (
    Actor,
    Claim,
    Count,
    CountKind,
    DatePrecision,
    Days,
    Decision,
    Failure,
    Field,
    FieldValue,
    Incident,
    IncidentType,
    Place,
    Report,
    Scope,
    Span,
    Standing,
    Status,
    Values,
    Verdict,
)
from dateline.resolve.place import SURE, Candidate, compare
from dateline.store import Filter
from dateline.store.judgements import Judged

ID_SHOWN = 8  # characters of an id that are shown and may be typed
# C0 and C1 controls, DEL, and the marks that turn a line's direction: never to a terminal
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LOUD = {
    "denied": "yellow",
    "alleged": "yellow",
    "claimed": "yellow",
    "planned": "cyan",
    "foiled": "cyan",
}
LISTED = tuple(
    "id date_start date_end type status place country killed injured perpetrators targets"
    " reports conflicts".split()
)
JUDGED = tuple("id at author verdict standing incident what reason".split())
COMPARED = tuple(
    "verdict our_id their_id our_days their_days our_place their_place km our_killed their_killed"
    " our_actors their_actors".split()
)
COUNTED = (CountKind.KILLED, CountKind.INJURED)
FIXED = {0: "id", 1: "when", 2: "what", 4: "killed"}  # columns of the list shown whole
GAP = 2
SHORT = 60  # characters of a quote in a line of history
VOICES = 4  # speakers named beside a value; the quotes below name all
CONTEXT = 300  # characters shown around a quote, at most, on either side


def plain(text: str) -> str:
    """Words of a report made safe for one line of a terminal.

    >>> plain("two\\nlines \\x1b[31mred")
    'two lines �[31mred'
    """
    return CONTROLS.sub("�", re.sub(r"\s+", " ", text))


def list_lines(incidents: Iterable[Incident]) -> Iterator[str]:
    """Tab-separated lines with a header, for other programs: ids whole, days as ISO."""
    yield "\t".join(LISTED)
    for incident in incidents:
        days, place, counts = incident.date, incident.place, incident.counts
        cells = (
            incident.id,
            days.start.isoformat() if days else "",
            days.last.isoformat() if days else "",
            incident.type.value,
            incident.status.value,
            place.name if place else "",
            (place.country or "") if place else "",
            *(short_count(counts[k]) if k in counts else "" for k in COUNTED),
            say_actors(incident.perpetrators),
            say_actors(incident.targets),
            str(len(incident.reports)),
            str(len(incident.conflicts)),
        )
        yield "\t".join(plain(cell) for cell in cells)


def comparison_lines(matches: Iterable[Match]) -> Iterator[str]:
    """Tab-separated lines with a header: ours and theirs side by side."""
    yield "\t".join(COMPARED)
    for match in matches:
        ours, theirs = match.incident, match.event
        km = ""
        if ours is not None and theirs is not None:
            both = "tolls differ" if match.differs else "matched"
            if (
                ours.place is not None
                and (apart := distance_km(ours.place, theirs.place)) is not None
            ):
                km = f"{apart:.0f}"
        else:
            both = "only ours" if theirs is None else "only theirs"
        toll = ours.counts.get(CountKind.KILLED) if ours is not None else None
        cells = (
            both,
            ours.id if ours is not None else "",
            theirs.id if theirs is not None else "",
            say_days(ours.date) if ours is not None else "",
            say_days(theirs.days) if theirs is not None else "",
            say_place(ours.place) if ours is not None else "",
            theirs.place.name if theirs is not None else "",
            km,
            short_count(toll) if toll is not None else "",
            short_count(theirs.killed) if theirs is not None else "",
            say_sides(ours) if ours is not None else "",
            theirs.actors if theirs is not None else "",
        )
        yield "\t".join(plain(cell) for cell in cells)


def list_table(incidents: Sequence[Incident], *, width: int) -> RenderableType:
    """One line an incident, in `width` columns; what is too long for its place ends in "…"."""
    rows = [_list_row(incident) for incident in incidents]
    fixed = [max(len(head), *(row[n].cell_len for row in rows)) for n, head in FIXED.items()]
    left = width - sum(fixed) - GAP * (len(rows[0]) - 1)  # for the two that may be cut
    where = min(max(row[3].cell_len for row in rows), max(5, left * 2 // 5))
    table = Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold dim")
    for head in ("id", "when", "what", "where", "killed", "who > whom"):
        table.add_column(head, no_wrap=True, justify="right" if head == "killed" else "left")
    for row in rows:
        row[3].truncate(where, overflow="ellipsis")
        row[5].truncate(max(10, left - max(where, len("where"))), overflow="ellipsis")
        table.add_row(*row)
    return table


def _list_row(incident: Incident) -> list[Text]:
    what = Text(incident.type.value)
    if incident.status.value != "reported":
        what.append(f" {incident.status}", style=LOUD.get(incident.status.value, ""))
    toll = incident.counts.get(CountKind.KILLED)
    killed = Text(short_count(toll) if toll else "")
    if incident.conflicts:
        killed.append(" !", style="bold red")
    return [
        _text(incident.id[:ID_SHOWN], "dim"),
        Text(say_days(incident.date)),
        what,
        _text(say_place(incident.place)),
        killed,
        _text(say_sides(incident)),
    ]


def show_incident(
    incident: Incident, reports: Mapping[str, Report], history: Sequence[Judged] = ()
) -> RenderableType:
    """Everything about one incident: what is disputed and by whom, the other values, the words behind
    them in the order they were told, then what people decided on it."""
    quotes = _quotes(incident, reports)
    numbered = [(number, claim) for number, told in enumerate(quotes, start=1) for claim in told]
    disputed, agreed = _values(incident, numbered, reports)
    parts: list[RenderableType] = [_headline(incident), ""]
    if incident.conflicts:
        parts += [Rule("disputed", align="left", style="red"), disputed, ""]
    parts += [Rule("values", align="left", style="dim"), agreed, ""]
    parts += [Rule("who says so", align="left", style="dim")]
    for number, told in enumerate(quotes, start=1):
        parts.append(_claim(told, reports, number))
    if history:
        parts += [Rule("history", align="left", style="dim"), _history(history)]
    return Group(*parts)


def _quotes(incident: Incident, reports: Mapping[str, Report]) -> list[tuple[Claim[Values], ...]]:
    """Claims in the order they were told; one speaker's words that several reports print, together."""
    quotes: dict[object, list[Claim[Values]]] = {}
    given = Counter[object]()
    for claim in sorted(incident.claims, key=lambda c: order_of_telling(c, reports)):
        report = reports.get(claim.report_id)
        if report is None or not claim.sources:
            quotes[claim.id] = [claim]  # the voice of another report is another
            continue
        words = " ".join(report.quote(claim.evidence).split())
        said = words, claim.sources, claim.modality, claim.background
        quotes.setdefault((said, given[claim.report_id, said]), []).append(claim)
        given[claim.report_id, said] += 1  # two claims of one sentence stay two
    return [tuple(told) for told in quotes.values()]


def show_outcomes(outcomes: Mapping[Field, Sequence[RuleOutcome]]) -> RenderableType:
    """What each rule makes of each field; rules that choose alike share a line."""
    table = _grid()
    for field, found in outcomes.items():
        rules: dict[str, list[str]] = {}
        for outcome in found:
            rules.setdefault(say_value(outcome.value) or "none", []).append(outcome.rule)
        for n, (value, names) in enumerate(rules.items()):
            table.add_row(field.value if n == 0 else "", _text(value, "bold"), ", ".join(names))
    return table


def _headline(incident: Incident) -> Text:
    line = Text().append(words(incident.type), style="bold")
    line.append(f", {incident.status.value}", style=LOUD.get(incident.status.value, "green"))
    if incident.scope.value == "ordinary":
        line.append(", ordinary crime", style="dim")
    if incident.place:
        line.append("  " + plain(place_text(incident.place)))
    if incident.date:
        line.append(f"  {date_text(incident.date)}")
    if incident.is_provisional:
        line.append(", provisional: one voice" if incident.voices else "", style="dim")
    line.append(f"\n{plain(incident.id)}", style="dim")
    if len(incident.reports) > 1:
        voices = "one voice" if incident.voices == 1 else f"{incident.voices} independent voices"
        line.append(f"  {voices} in {len(incident.reports)} reports", style="dim")
    if incident.review is not None:
        read = f"  read through by {plain(incident.review.author)}, {incident.review.at:%Y-%m-%d}"
        line.append(read, style="green")
        if incident.review.changed:
            changed = ", ".join(name.value for name in incident.review.changed)
            line.append(f"; changed since: {changed}", style="yellow")
    return line


def _values(
    incident: Incident,
    numbered: Sequence[tuple[int, Claim[Values]]],
    reports: Mapping[str, Report],
) -> tuple[Table, Table]:
    """The disputed fields and the others: the value, who stands by it, who says otherwise; of a toll put
    right, who gave which before."""
    conflicts = {field_name(conflict.field): conflict for conflict in incident.conflicts}
    tables = _grid(), _grid()
    fields = dict(_fields(incident))
    for field, value in (fields | {f: fields.get(f, "") for f in conflicts}).items():
        conflict = conflicts.get(field)
        against = opposed(incident, conflict) if conflict is not None else ()
        others = {claim_id for position in against for claim_id in position.claims}
        standing = {id for p in conflict.positions for id in p.claims} if conflict else None
        by = [
            (n, c)
            for n, c in numbered
            if c.id not in others
            and (_speaks(c.says, field) if standing is None else c.id in standing)
        ]
        before = _before(incident, field, by) if conflict is None else {}
        earlier = {c.id for gave in before.values() for _, c in gave}
        by = [(n, c) for n, c in by if c.id not in earlier]
        said = _speakers(by, reports)
        shown = _text(value, "bold") if value else Text("not said", style="dim")
        decision = incident.judged.get(Field(field)) if field in set(Field) else None
        if decision is not None:
            said = Text().append(plain(say_decision(decision)), style="green")
            said.append(f"  ({plain(say_program(decision))})", style="dim")
        elif rule := _rule(incident, field):
            said.append(f"  ({plain(rule)})" if said else f"({plain(rule)})", style="dim")
        table = tables[0] if conflict is not None else tables[1]
        table.add_row(field, shown, said)
        for figure, gave in before.items():
            table.add_row("", Text(f"before {figure}", style="dim"), _speakers(gave, reports))
        for position in against:
            given = [(n, c) for n, c in numbered if c.id in position.claims]
            what = Text("but ", style="dim").append(plain(words(position.value)), style="bold red")
            who = _speakers(given, reports)
            if _is_suspect(incident, field, [c for _, c in given]):
                who.append(f"  (over {SUSPECT} times what is recorded)", style="dim")
            table.add_row("", what, who)
        if conflict is not None and conflict.independent is False:
            table.add_row("", "", Text("one side passes on the other's words", style="dim"))
    return tables


def _before(
    incident: Incident, field: str, by: Sequence[tuple[int, Claim[Values]]]
) -> dict[str, list[tuple[int, Claim[Values]]]]:
    """Of a toll that a later report puts right, the other figures and who gave them."""
    found: dict[str, list[tuple[int, Claim[Values]]]] = {}
    if REVISED not in (_rule(incident, field) or ""):
        return found
    kind = CountKind(field)
    for n, claim in by:
        given = claim.says.counts[kind]
        if not counts_agree(given, incident.counts[kind]):
            found.setdefault(count_text(given), []).append((n, claim))
    return found


def _is_suspect(incident: Incident, field: str, claims: Sequence[Claim[Values]]) -> bool:
    """Whether a figure is so far above the recorded one that it may be a slip."""
    if field not in set(CountKind):
        return False
    kind = CountKind(field)
    best = incident.counts[kind].best if kind in incident.counts else None
    sizes = [size(c.says.counts[kind]) for c in claims if kind in c.says.counts]
    return bool(best) and max(sizes, default=0) > SUSPECT * (best or 0)


def _speakers(claims: Sequence[tuple[int, Claim[Values]]], reports: Mapping[str, Report]) -> Text:
    """Each speaker once, with the numbers of its quotes: "police [2 5]"."""

    def name(claim: Claim[Values]) -> str:
        return say_sources(claim, reports.get(claim.report_id))

    grouped = group_speakers(claims, name)
    shown = [f"{who} [{' '.join(map(str, numbers))}]" for who, numbers in grouped[:VOICES]]
    more = len(grouped) - VOICES
    return Text(", ".join(shown) + (f" and {more} more" if more > 0 else ""))


def _history(history: Sequence[Judged]) -> Table:
    table = Table.grid(padding=(0, 2))
    for judged in history:
        standing = "" if judged.standing is Standing.APPLIED else f", {say_standing(judged)}"
        reason = judged.judgement.reason
        table.add_row(
            _text(str(judged.judgement.id), "bold"),
            _text(f"{judged.judgement.at:%Y-%m-%d %H:%M}", "dim"),
            _text(f"{judged.judgement.author}: {say_verdict(judged)}{standing}"),
            _text(reason or "", "dim"),
        )
    return table


def judged_lines(history: Iterable[Judged]) -> Iterator[str]:
    """Tab-separated lines with a header, one a judgement."""
    yield "\t".join(JUDGED)
    for judged in history:
        judgement = judged.judgement
        cells = (
            str(judgement.id),
            judgement.at.isoformat(),
            judgement.author,
            judgement.verdict.value,
            judged.standing.value,
            "; ".join(dict.fromkeys(name for name in judged.incidents if name)),
            say_verdict(judged),
            judgement.reason or "",
        )
        yield "\t".join(plain(cell) for cell in cells)


def say_verdict(judged: Judged) -> str:
    """What a judgement says, in a line."""
    judgement = judged.judgement
    quotes = [a.quote for a in judgement.subjects[-1].anchors] if judgement.subjects else []
    named = [s.incident[:ID_SHOWN] for s in judgement.subjects if s.incident is not None]
    match judgement.verdict:
        case Verdict.VALUE | Verdict.CONFIRM:
            pairs = (
                f"{n.value} {say_value(v) or 'not known'}" for n, v in judgement.values.items()
            )
            return f"{judgement.verdict.value} {', '.join(pairs)}"
        case Verdict.SAME:
            return f"{' and '.join(named)} are one"
        case Verdict.DIFFERENT if len(named) == 2:
            return f"{' and '.join(named)} are two"
        case Verdict.DIFFERENT:
            return f"another incident: {_quoted(quotes)}"
        case Verdict.DISCARD:
            return f"discard {_quoted(quotes)}"
        case Verdict.ADD_CLAIM | Verdict.ADD_INCIDENT if judgement.added is not None:
            return f"add {_quoted([judgement.added.quote])}"
        case Verdict.WITHDRAW:
            return f"withdraw {judgement.withdraws}"
    return "read through"


def _quoted(quotes: Sequence[str]) -> str:
    short = [quote if len(quote) <= SHORT else quote[:SHORT] + "…" for quote in quotes[:2]]
    more = f" and {len(quotes) - 2} more" if len(quotes) > 2 else ""
    return ", ".join(f"«{plain(quote)}»" for quote in short) + more


def say_standing(judged: Judged) -> str:
    by = f" by {judged.withdrawn_by}" if judged.withdrawn_by is not None else ""
    return f"{judged.standing.value}{by}"


def say_decision(decision: Decision) -> str:
    how = "confirmed" if decision.confirmed else "set"
    reason = f": {decision.reason}" if decision.reason else ""
    return f"{how} by {decision.author}, {decision.at:%Y-%m-%d}{reason}"


def say_program(decision: Decision) -> str:
    rule = f", {decision.rule}" if decision.rule else ""
    return f"the program: {say_value(decision.program) or 'not said'}{rule}"


def say_choice(which: Filter, rules: Mapping[CountKind, CountRule]) -> str:
    """Which incidents a filter lets through, and how their figures are chosen.

    >>> say_choice(Filter(country="ML", min_killed=3), {})
    'Chosen: country ML, at least 3 killed; ordinary crime and accidents too.'
    >>> say_choice(Filter(scopes=(Scope.POLITICAL, Scope.UNKNOWN)), {})
    'Chosen: all incidents; ordinary crime and accidents left out.'
    """
    parts = [
        ("type {}", which.type and words(which.type)),
        ("status {}", which.status),
        ("country {}", which.country),
        ("place or province with “{}” in its name", which.place),
        ("perpetrator or target with “{}” in its name", which.actor),
        ("from {}", which.since),
        ("until {}", which.until),
        ("at least {} killed", which.min_killed),
        ("told in report {}", which.report),
        ("at least {} reports", which.min_reports),
        ("contradicted: {}", {True: "yes", False: "no", None: None}[which.conflict]),
        ("reviewed: {}", which.reviewed and ", ".join(which.reviewed)),
        ("at most {:.0%} sure", which.max_confidence),
        ("points within {}", which.box),
        ("a sample of {}", which.sample),
    ]
    given = ", ".join(text.format(value) for text, value in parts if value is not None)
    if len(which.scopes) == 1:
        scope = f"of {which.scopes[0]} scope only"
    else:
        too = "too" if Scope.ORDINARY in which.scopes else "left out"
        scope = f"ordinary crime and accidents {too}"
    by = ", ".join(f"{kind} by the rule {words(rule)}" for kind, rule in rules.items())
    figures = f" Figures: {by}." if by else ""
    return f"Chosen: {given or 'all incidents'}; {scope}.{figures}"


def say_value(value: FieldValue) -> str:
    """A value of any field; empty when it is not known."""
    match value:
        case None:
            return ""
        case IncidentType() | Status() | Scope():
            return words(value)
        case Days():
            return date_text(value)
        case Place():
            return say_point(value)
        case Count():
            return count_text(value)
    return "; ".join(actor_text(x) if isinstance(x, Actor) else x for x in value)


def say_claim_id(claim_id: str) -> str:
    """As much of each part of an id as is shown and may be typed."""
    return "-".join(part[:ID_SHOWN] for part in claim_id.split("-"))


def _fields(incident: Incident) -> Iterator[tuple[str, str]]:
    yield "type", words(incident.type)
    if Field.STATUS in incident.judged or any(c.field == "status" for c in incident.conflicts):
        yield "status", words(incident.status)
    if Field.SCOPE in incident.judged:
        yield "scope", words(incident.scope)
    yield "date", date_text(incident.date) if incident.date else ""
    yield "place", say_point(incident.place)
    yield "perpetrators", "; ".join(map(actor_text, incident.perpetrators))
    yield "targets", "; ".join(map(actor_text, incident.targets))
    if incident.weapons or Field.WEAPONS in incident.judged:
        yield "weapons", ", ".join(incident.weapons)
    for kind in CountKind:
        if kind in incident.counts or Field(kind.value) in incident.judged:
            count = incident.counts.get(kind)
            yield kind.value, count_text(count) if count is not None else ""


def _speaks(values: Values, field: str) -> bool:
    if field in set(CountKind):
        return CountKind(field) in values.counts
    return bool(getattr(values, field, None))


def _rule(incident: Incident, field: str) -> str | None:
    if field == "date" and incident.date is not None:
        return incident.rules.get("date", incident.date.rule)
    return incident.rules.get(field, incident.rules.get(f"counts.{field}"))


def _claim(
    told: Sequence[Claim[Values]], reports: Mapping[str, Report], number: int
) -> RenderableType:
    """One quote, and where else the same words are printed."""
    claim, *again = told
    report = reports.get(claim.report_id)
    head = Text().append(f"[{number}] ", style="bold").append(say_sources(claim, report))
    head.append(f", {claim.modality}", style=LOUD.get(claim.modality.value, ""))
    if claim.background:
        head.append(", background", style="dim")
    if report is None:
        return head
    head.append(f"  {_origin(claim, report)}", style="dim")
    for other in again:
        head.append(f"; {_origin(other, reports[other.report_id])}", style="dim")
    return Group(head, Padding(quote_in_context(report, claim.evidence), (0, 0, 1, 4)))


def _origin(claim: Claim[Values], report: Report) -> str:
    published = report.published or "undated"
    origin = f"{report.publisher or report.origin}, {published}, {report.id[:ID_SHOWN]}"
    return plain(f"{origin}, {say_claim_id(claim.id)}")


def quote_in_context(report: Report, span: Span) -> Text:
    """A quote, bold and between « and », in the sentences it stands in."""
    from dateline.extract.text import read_sentences

    around = [s.span for s in read_sentences(report.text) if s.span.meets(span)] or [span]
    start = max(min(around[0].start, span.start), span.start - CONTEXT)
    end = min(max(around[-1].end, span.end), span.end + CONTEXT)
    return Text.assemble(
        (plain(report.text[start : span.start]), "dim"),
        (f"«{plain(report.quote(span))}»", "bold"),
        (plain(report.text[span.end : end]), "dim"),
    )


def say_sources(claim: Claim[Values], report: Report | None) -> str:
    """The chain of speakers, nearest first; the report's own voice is its publisher's."""
    if not claim.sources:
        return plain((report and report.publisher) or "the report")
    nearest, *further = (source.name for source in claim.sources)
    return plain(nearest + "".join(f", via {name}" for name in further))


def say_failure(failure: Failure) -> tuple[str, str]:
    """Where, and why: a reason that begins with its own origin says so once."""
    return plain(failure.origin), plain(failure.reason.removeprefix(f"{failure.origin}: "))


def say_days(days: Days | None) -> str:
    """Days as short as their precision allows.

    >>> from datetime import date
    >>> say_days(Days(date(2016, 10, 1), date(2016, 11, 1), DatePrecision.MONTH, "calendar month"))
    '2016-10'
    >>> say_days(Days(date(2016, 10, 1), date(2016, 10, 16), DatePrecision.RANGE, "first half"))
    '2016-10-01/15'
    """
    if days is None:
        return ""
    first, last = days.start.isoformat(), days.last.isoformat()
    if days.precision is DatePrecision.MONTH and first[:7] == last[:7]:
        return first[:7]
    if days.precision is DatePrecision.YEAR and first[:4] == last[:4]:
        return first[:4]
    if first == last:
        return first
    shared = 8 if first[:7] == last[:7] else 5 if first[:4] == last[:4] else 0
    return f"{first}/{last[shared:]}"


def say_place(place: Place | None) -> str:
    """Name and country code, no part said twice."""
    if place is None:
        return ""
    return place.name + (f", {place.country}" if place.country else "")


def say_point(place: Place | None) -> str:
    """A place with its point and how exact that is."""
    if place is None:
        return ""
    if place.lat is None or place.lon is None:
        return f"{place_names(place)} (no point)"
    return f"{place_names(place)} ({place.lat:.3f} {place.lon:.3f}, {place.precision})"


def say_actors(actors: Iterable[Actor]) -> str:
    return "; ".join(actor.name for actor in actors)


def say_sides(incident: Incident) -> str:
    sides = (say_actors(incident.perpetrators), say_actors(incident.targets))
    return " > ".join(side or "?" for side in sides) if any(sides) else ""


def _text(wording: str, style: str = "") -> Text:
    return Text().append(plain(wording), style=style)


def _grid() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(max_width=44)
    table.add_column()
    return table


CANDIDATE = tuple("share name kind province country lat lon radius_km id why".split())
REASONS = 3  # told of each candidate, the weightiest first


def candidate_lines(
    found: Sequence[Candidate], gazetteer: Gazetteer, *, aligned: bool
) -> Iterator[str]:
    """What a name may mean, the likeliest first, with a header: tabs, or columns for a person.

    The first says what puts it before the second, the others what puts them behind the first.
    """
    rows = [CANDIDATE]
    for n, candidate in enumerate(found):
        entry = candidate.entry
        cells = (
            f"{candidate.share:.2f}",
            plain(entry.name),
            entry.kind,
            plain(gazetteer.admin1_name(entry) or ""),
            entry.country or "",
            f"{entry.lat:.4f}",
            f"{entry.lon:.4f}",
            f"{entry.radius_km:g}",
            str(entry.id),
            _why(found, n),
        )
        rows.append(cells)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(padded).rstrip() if aligned else "\t".join(row)


def _why(found: Sequence[Candidate], n: int) -> str:
    if n == 0 and found[0].share < SURE:
        return f"not given alone: its share is below {SURE:g}"
    if len(found) == 1:
        return "the only one of the name"
    winner, other = (found[0], found[1]) if n == 0 else (found[0], found[n])
    wanted = [(term, value) for term, value in compare(winner, other) if value > 0][:REASONS]
    word = "ahead" if n == 0 else "behind"
    return f"{word} by " + ", ".join(f"{term} {value:.1f}" for term, value in wanted)
