"""Build `corpus/house/{train,dev,test}.jsonl` from the authored reports.

    python -m corpus.build            all of corpus/authored; writes nothing while any report has a fault
    python -m corpus.build --check FILE ...   read, show faults and doubts, write nothing

The form of the authored files is told in `corpus/WRITING.md`, that of the rows in `corpus/README.md`.
"""

from __future__ import annotations

import argparse
import calendar
import json
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.pages import (
    Block,
    Item,
    Page,
    WordingError,
    find,
    occurrences,
    open_page,
    read_blocks,
    read_items,
)
from corpus.split import PARTS, assign_parts
from dateline.gazetteer.find import DEMONYM, Entry, Gazetteer, open_gazetteer
from dateline.records import (
    ActorKind,
    CountKind,
    IncidentType,
    Modality,
    SourceKind,
    Span,
    Status,
)

Row = dict[str, Any]

HERE = Path(__file__).parent
AUTHORED, HOUSE = HERE / "authored", HERE / "house"
REGISTERS = frozenset(
    "wire local ngo police government armed_group liveblog roundup analysis broadcast feature".split()
)
LANGUAGES = frozenset("ru ar es fr pt uk fa my ha".split())
TRAPS = frozenset(
    "sport market accident disaster film history drill metaphor court health politics crime other".split()
)
TYPES, STATUSES = frozenset(IncidentType), frozenset(Status)
ACTOR_KINDS, SOURCE_KINDS = frozenset(ActorKind), frozenset(SourceKind)
MODALITIES, COUNTS = frozenset(Modality), frozenset(CountKind)
# What an incident's status says of a trigger that no claim holds.
MODALITY_OF = {"denied": "denied", "alleged": "alleged", "claimed": "claimed"} | {
    "planned": "planned",
    "foiled": "attempted",
}
SAME_KM, DOMINANT = 25, 5  # two entries nearer than this are one; the far bigger town is meant
WIDE = frozenset(
    ["region", "river", "sea", "valley", "mountains", "forest", "park", "lake", "strait"]
)
LEVELS = {
    "town": "exact",
    "region": "admin1",
}  # the contract's precision; other levels are named alike
LEAST_CONTENT = 3  # words: shorter leftovers of a claim are adverbials of the cue
PRONOUN = re.compile(r"he|she|they|it|who|him|her|them", re.IGNORECASE)
# A time expression begins after these, as in TIMEX3.
BEFORE_TIME = re.compile(
    r"(?:(?:on|in|at|since|until|till|from|by|for|of|as from|during|before|after|within|between|throughout)\s+)+",
    re.IGNORECASE,
)
TIME_WORD = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|tonight|overnight"
    r"|(?:last|this|next) (?:week|month|year|night)|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Draft:
    """One report while its annotation is read."""

    block: Block
    page: Page
    published: date | None
    places: dict[str, Row] = field(default_factory=dict)  # by wording
    speakers: dict[str, Row] = field(default_factory=dict)  # by the author's key
    incidents: list[Row] = field(default_factory=list)
    triggers: list[Row] = field(default_factory=list)
    times: dict[tuple[int, int], None] = field(default_factory=dict)
    numbers: dict[tuple[int, int], str] = field(default_factory=dict)
    actors: dict[tuple[int, int], str] = field(default_factory=dict)
    attributions: list[Row] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def read_draft(block: Block) -> Draft:
    """One block read; faults are collected with their line, so that all are seen at once."""
    draft = Draft(block, open_page(block.text), None)
    try:
        draft.published = check_head(block)
    except WordingError as fault:
        draft.faults.append(f"{block.file}:{block.line}: {block.id}: {fault}")
    lost = False  # after a faulty I line its own lines would only add noise
    for line, words in block.lines:
        of_incident = re.match(r"[ptw]\d|[EC]\s", words) is not None
        try:
            if not (lost and of_incident):
                read_line(draft, read_items(words))
                lost = lost and not words.startswith("I ")
        except WordingError as fault:
            lost = lost or words.startswith("I ")
            draft.faults.append(f"{block.file}:{line}: {block.id}: {fault}")
    for fault in check_draft(draft):
        draft.faults.append(f"{block.file}:{block.line}: {block.id}: {fault}")
    draft.doubts += [
        f"{block.file}:{block.line}: {block.id}: {doubt}" for doubt in find_doubts(draft)
    ]
    return draft


def check_head(block: Block) -> date | None:
    """The day of publication; raises WordingError for a head that says what cannot be."""
    head = block.head
    if head.get("style") not in REGISTERS:
        raise WordingError(f"style must be one of {' '.join(sorted(REGISTERS))}")
    if "lang" in head and head["lang"] not in LANGUAGES:
        raise WordingError(f"lang must be one of {' '.join(sorted(LANGUAGES))}")
    if "trap" in head and head["trap"] not in TRAPS:
        raise WordingError(f"trap must be one of {' '.join(sorted(TRAPS))}")
    if "date" not in head:
        raise WordingError("no date: (write `date: none` where it is not known)")
    return None if head["date"] == "none" else read_day(head["date"])


def read_line(draft: Draft, items: list[Item]) -> None:
    """Take in one annotation line; its first word says what it is."""
    first = items[0].word or ""
    readers = {"L": read_places, "X": read_times, "S": read_speaker, "I": read_incident}
    readers |= {"E": read_trigger, "C": read_claim, "A": read_attribution, "O": read_others}
    if first in readers:
        readers[first](draft, items[1:])
    elif re.fullmatch(r"[ptw]\d", first):
        read_label(draft, first, items[1:])
    else:
        raise WordingError(f"a line begins with {' '.join(readers)}, p1, t1 or w1, not {first!r}")


def read_day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise WordingError(f"no day: {words!r}; write 2019-03-04") from None


def read_choice(item: Item | None, allowed: Iterable[str], what: str) -> str:
    word = item.word if item else None
    if word not in allowed:
        raise WordingError(f"{what} must be one of {' '.join(sorted(allowed))}, not {word!r}")
    return str(word)


# Places, times, bodies that stand in the text


def read_places(draft: Draft, items: Sequence[Item]) -> None:
    """L "Kyiv" "Kiev" UA ; "Kursk oblast" RU admin1 ; "Wad Sharifa" SD 15.45,36.40 ; "Sariab" PK ~"Quetta"."""
    groups: list[list[Item]] = [[]]
    for item in items:
        if item.word == ";":
            groups.append([])
        else:
            groups[-1].append(item)
    faults = []
    for group in groups:
        try:
            read_place(draft, group)
        except WordingError as fault:
            faults.append(str(fault))
    if faults:
        raise WordingError("; ".join(faults))


def read_place(draft: Draft, group: Sequence[Item]) -> None:
    wordings, rest, like = [], [], None
    for n, item in enumerate(group):
        if item.quote is not None and n and group[n - 1].word == "~":
            like = item.quote
        elif item.quote is not None:
            wordings.append(item.quote)
        elif item.word is not None:
            rest.append(item.word)
    if not wordings:
        raise WordingError("L needs the place's wording in quotes")
    country = next((w for w in rest if re.fullmatch(r"[A-Z]{2}|-", w)), None)
    if country is None:
        raise WordingError(f"{wordings[0]!r}: add the country's two letters, or - for none")
    iso = None if country == "-" else country
    point = next((w for w in rest if "," in w), None)
    level = next((w for w in rest if w in ("town", "admin1", "admin2", "country", "region")), None)
    if like is not None:
        if like not in draft.places:
            raise WordingError(f"~{like!r}: give that place its own L first")
        place = draft.places[like] | {"geonameid": None, "precision": "exact"}
        place["precision"] = LEVELS.get(level or "town", level)
    elif point is not None:
        lat, lon = map(float, point.split(","))
        place = {"country": iso, "admin1": None, "lat": lat, "lon": lon, "geonameid": None}
        place["precision"] = LEVELS.get(level or "town", level)
    else:
        place = look_up(wordings[0], iso, level)
    place = {"name": wordings[0]} | {k: v for k, v in place.items() if k != "name"}
    seen = False
    for wording in wordings:
        draft.places[wording] = place
        seen = seen or bool(places_of(draft, wording))
    if not seen:
        raise WordingError(f"not in the text: {wordings[0]!r}")


def places_of(draft: Draft, wording: str) -> list[Span]:
    """Where a place's name stands, also in capitals."""
    text = draft.page.text
    found = {*occurrences(text, wording), *occurrences(text, wording.upper())}
    return sorted(found)


def look_up(name: str, iso: str | None, level: str | None) -> Row:
    """The gazetteer's entry for a name in a country.

    Raises:
        WordingError: when none or several far apart fit.
    """
    found = [
        e
        for e in gazetteer().candidates(name)
        if e.form != DEMONYM and (iso is None or e.country == iso)
    ]
    exact = [e for e in found if not e.loose]
    fitting = [e for e in exact or found if fits(e, level)]
    if not fitting:
        hint = f"; it has {describe(found)}" if found else ""
        raise WordingError(
            f'{name!r} is not in the gazetteer for {iso}: give lat,lon or ~"a near place"{hint}'
        )
    chosen = choose(fitting)
    if chosen is None:
        raise WordingError(
            f"{name!r} is several places: {describe(fitting)}; give lat,lon or a level"
        )
    return {
        "country": chosen.country,
        "admin1": gazetteer().admin1_name(chosen),
        "lat": round(chosen.lat, 4),
        "lon": round(chosen.lon, 4),
        "geonameid": chosen.geonameid,
        "precision": precision_of(chosen),
    }


@cache
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def precision_of(entry: Entry) -> str:
    if entry.kind in ("country", "admin1", "admin2"):
        return entry.kind
    return "admin1" if entry.kind in WIDE else "exact"


def fits(entry: Entry, level: str | None) -> bool:
    if level is None:
        return True
    if level == "region":
        return entry.kind in WIDE
    return precision_of(entry) == {"town": "exact"}.get(level, level)


def choose(entries: Sequence[Entry]) -> Entry | None:
    """The country itself, else the settlement, else the unit; None when several are far apart."""
    country = [e for e in entries if e.kind == "country"]
    towns = [e for e in entries if precision_of(e) == "exact"]
    for group in (country, [e for e in entries if e.listed], towns, list(entries)):
        if not group:
            continue
        best = max(group, key=lambda e: e.pop)
        rivals = [e for e in group if e.pop * DOMINANT > best.pop and apart_km(e, best) > SAME_KM]
        return None if rivals else best
    return None


def apart_km(a: Entry, b: Entry) -> float:
    """Near enough for telling one place from another: degrees, longitude shrunk by a third."""
    return float(((a.lat - b.lat) ** 2 + (0.7 * (a.lon - b.lon)) ** 2) ** 0.5 * 111)


def describe(entries: Iterable[Entry]) -> str:
    return ", ".join(
        f"{e.name} ({e.country} {e.kind}, {gazetteer().admin1_name(e)}, {e.lat:.2f},{e.lon:.2f})"
        for e in list(entries)[:5]
    )


def read_times(draft: Draft, items: Sequence[Item]) -> None:
    """X "last week" "in 2014"#2: expressions of time that date no trigger; all occurrences unless one is chosen."""
    for item in items:
        if item.quote is None:
            raise WordingError("X takes wordings in quotes")
        for span in all_of(draft, item):
            add_time(draft, span)


def add_time(draft: Draft, span: Span) -> Span:
    """Take in a time expression, without the preposition before it and the 's after it; its span."""
    words = draft.page.text[span.start : span.end]
    before = BEFORE_TIME.match(words)
    start = span.start + (before.end() if before else 0)
    end = span.end - 2 if re.search("['’]s$", words) else span.end
    if end <= start:
        return span
    draft.times.setdefault((start, end), None)
    return Span(start, end)


def read_others(draft: Draft, items: Sequence[Item]) -> None:
    """O state_forces "the ministry" "the army": people and bodies that do nothing in an incident."""
    kind = read_choice(items[0] if items else None, ACTOR_KINDS, "the kind")
    for item in items[1:]:
        for span in all_of(draft, item):
            draft.actors.setdefault((span.start, span.end), kind)


def all_of(draft: Draft, item: Item) -> list[Span]:
    if item.quote is None:
        raise WordingError("a wording in quotes is wanted")
    if item.nth is not None:
        return [find(draft.page, item.quote, item.nth)]
    found = occurrences(draft.page.text, item.quote)
    return found or [find(draft.page, item.quote)]


def read_speaker(draft: Draft, items: Sequence[Item]) -> None:
    """S s1 police "police" "Inspector Dar": one who is quoted, with every wording."""
    key = items[0].word if items else None
    if key is None or not re.fullmatch(r"s\d+", key):
        raise WordingError('S s1 kind "wording" ...')
    kind = read_choice(items[1] if len(items) > 1 else None, SOURCE_KINDS, "the kind")
    name = next((item.value for item in items if item.key == "name"), None)
    wordings = [item.quote for item in items if item.quote is not None]
    for wording in wordings:
        if not occurrences(draft.page.text, wording):
            find(draft.page, wording)
    if not wordings and name is None:
        raise WordingError(f"{key} needs a wording, or name=")
    draft.speakers[key] = {"kind": kind, "names": [*([name] if name else []), *wordings]}


# Incidents


def read_incident(draft: Draft, items: Sequence[Item]) -> None:
    """I key type status date place="Quetta" killed=6 injured=9/11/14 ok=armed_attack noncore ordinary."""
    words = [item.word for item in items if item.word is not None]
    pairs = {item.key: item.value or "" for item in items if item.key is not None}
    if len(words) < 4:
        raise WordingError("I key type status date ...")
    if any(incident["key"] == words[0] for incident in draft.incidents):
        raise WordingError(f"two incidents {words[0]!r} in one report")
    read_choice(Item(word=words[1]), TYPES, "the type")
    read_choice(Item(word=words[2]), STATUSES, "the status")
    flags = set(words[4:])
    if flags - {"noncore", "ordinary"}:
        raise WordingError(f"flags are noncore and ordinary, not {sorted(flags)}")
    unknown = set(pairs) - {"place", "ok"} - COUNTS
    if unknown:
        raise WordingError(f"not a value of an incident: {sorted(unknown)}")
    others = [name for name in pairs.get("ok", "").split(",") if name]
    for name in others:
        read_choice(Item(word=name), TYPES, "ok=")
    if "place" not in pairs:
        raise WordingError('place="a wording of an L line", or place=none')
    draft.incidents.append(
        {
            "key": words[0],
            "type": words[1],
            "status": words[2],
            "date": read_days(str(words[3])),
            "place": place_of(draft, pairs["place"]),
            "types_ok": others,
            "core": not flags,
            "scope": "ordinary" if "ordinary" in flags else "political",
            "counts": {k: read_count(v) for k, v in pairs.items() if k in COUNTS},
            "labels": {},
            "claims": [],
        }
    )


def place_of(draft: Draft, wording: str) -> Row | None:
    if wording == "none":
        return None
    if wording not in draft.places:
        raise WordingError(f"place={wording!r} has no L line before it")
    return draft.places[wording]


def read_days(words: str) -> Row | None:
    """`2019-03-04`, `2019-03-04..2019-03-10`, `2019-03`, `2019` or `none`."""
    if words == "none":
        return None
    if re.fullmatch(r"\d{4}", words):
        words = f"{words}-01-01..{words}-12-31"
    elif month := re.fullmatch(r"(\d{4})-(\d\d)", words):
        last = calendar.monthrange(int(month[1]), int(month[2]))[1]
        words = f"{words}-01..{words}-{last}"
    first, _, second = words.partition("..")
    start = read_day(first)
    end = read_day(second or first)
    if end < start:
        raise WordingError(f"{words}: the end is before the start")
    return {"start": str(start), "end": str(end), "precision": day_precision(start, end)}


def day_precision(start: date, end: date) -> str:
    after = end + timedelta(days=1)
    if start == end:
        return "day"
    if (start.month, start.day, after) == (1, 1, date(start.year + 1, 1, 1)):
        return "year"
    if start.day == after.day == 1 and (after - start).days <= 31:
        return "month"
    return "week" if (after - start).days == 7 else "range"


def read_count(words: str) -> Row:
    """`6` or `4/6/9`."""
    if not re.fullmatch(r"\d+|\d+/\d+/\d+", words):
        raise WordingError(f"a count is 6 or 4/6/9, not {words!r}")
    parts = [int(n) for n in words.split("/")]
    low, best, high = parts if len(parts) == 3 else parts * 3
    if not low <= best <= high:
        raise WordingError(f"{words}: low, best, high must rise")
    return {"low": low, "best": best, "high": high}


def current(draft: Draft) -> Row:
    if not draft.incidents:
        raise WordingError("this line needs an I line before it")
    return draft.incidents[-1]


def read_label(draft: Draft, key: str, items: Sequence[Item]) -> None:
    """p1 rebel "the group" name="Red Front"; t1 civilians "six commuters"; w1 "car bomb"."""
    incident = current(draft)
    kind = None
    if key[0] in "pt":
        kind = read_choice(items[0] if items else None, ACTOR_KINDS, "the kind")
        items = items[1:]
    name = next((item.value for item in items if item.key == "name"), None)
    label = {"kind": kind, "name": name, "wordings": []}
    if key in incident["labels"]:
        raise WordingError(f"{key} twice in one incident")
    incident["labels"][key] = label
    for item in items:
        if item.quote is None:
            continue
        spans = all_of(draft, item)
        label["wordings"].append(item.quote)
        if kind is not None:
            for span in spans:
                draft.actors.setdefault((span.start, span.end), kind)


def read_trigger(draft: Draft, items: Sequence[Item]) -> None:
    """E "exploded" when "Monday" where "Quetta" w1 "car bomb" t1 "six commuters" killed "six"."""
    incident, page = current(draft), draft.page
    if not items or items[0].quote is None:
        raise WordingError('E "trigger" ...')
    span = find(page, items[0].quote, items[0].nth)
    near = page.beside(span)
    roles = []
    for name, item in zip(items[1::2], items[2::2], strict=False):
        if name.word is None or item.quote is None:
            raise WordingError("after the trigger: pairs of a role and a wording in quotes")
        role = name.word
        place = find(page, item.quote, item.nth, near=near)
        roles.append(read_role(draft, incident, role, place, item.quote))
    if len(items) % 2 == 0:
        raise WordingError("the last role has no wording")
    draft.triggers.append(
        {
            "start": span.start,
            "end": span.end,
            "type": incident["type"],
            "incident": incident["key"],
            "modality": None,
            "roles": roles,
        }
    )


def read_role(draft: Draft, incident: Row, role: str, span: Span, wording: str) -> Row:
    at = (span.start, span.end)
    row = {"start": span.start, "end": span.end}
    if role == "when":
        time = add_time(draft, span)
        return {"role": "time", "start": time.start, "end": time.end}
    if role == "where":
        if wording not in draft.places and wording.upper() not in map(str.upper, draft.places):
            draft.doubts.append(f"{draft.block.id}: where {wording!r} is not an L place")
        return {"role": "place", **row}
    if role in COUNTS:
        draft.numbers[at] = role
        return {"role": role, **row}
    if role not in incident["labels"]:
        known = " ".join(["when where", *sorted(COUNTS), *incident["labels"]])
        raise WordingError(f"role {role!r} is not known here; known: {known}")
    label = incident["labels"][role]
    if wording not in label["wordings"]:
        label["wordings"].append(wording)
    if label["kind"] is not None:
        draft.actors[at] = label["kind"]
    return {
        "role": {"p": "perpetrator", "t": "target", "w": "weapon"}[role[0]],
        "label": role,
        **row,
    }


# Claims and attributions


def read_claim(draft: Draft, items: Sequence[Item]) -> None:
    """C asserted "Police said .. six died" s1 "said" > s2:"Aran" "reported" bg."""
    incident = current(draft)
    modality = read_choice(items[0] if items else None, MODALITIES, "the modality")
    if len(items) < 2 or items[1].quote is None:
        raise WordingError('C modality "clause" ...')
    quote = find(draft.page, items[1].quote, items[1].nth)
    chain, background, content = read_chain(draft, quote, items[2:])
    if quote.end - quote.start > 1200:
        raise WordingError("a claim's quote is a clause or a sentence, rarely two")
    incident["claims"].append(
        {
            "quote": draft.page.text[quote.start : quote.end],
            "start": quote.start,
            "end": quote.end,
            "sources": chain,
            "modality": modality,
            "background": background,
        }
    )
    first = len(draft.attributions)
    add_attributions(draft, quote, chain, content, modality)
    for row in draft.attributions[first:]:
        row["incident"] = incident["key"]


def read_attribution(draft: Draft, items: Sequence[Item]) -> None:
    """A "Bishop Ruto called .. act" s2 "called" content "a cowardly act": words that tell no incident's facts."""
    modality = "asserted"
    if items and items[0].word in MODALITIES:
        modality, items = str(items[0].word), items[1:]
    if not items or items[0].quote is None:
        raise WordingError('A "clause" s1 "said" ...')
    quote = find(draft.page, items[0].quote, items[0].nth)
    chain, _, content = read_chain(draft, quote, items[1:])
    if not chain:
        raise WordingError("A needs a speaker: s1")
    add_attributions(draft, quote, chain, content, modality)


def read_chain(
    draft: Draft, quote: Span, items: Sequence[Item]
) -> tuple[list[Row], bool, Span | None]:
    """Speakers with their wording and cue, nearest first; whether background; the content if given."""
    chain: list[Row] = []
    background, content, near = False, None, [quote, *draft.page.beside(quote)]
    expects = ""
    for item in items:
        word = item.word
        if word == "bg":
            background = True
        elif word in (">", "content"):
            expects = word
        elif word is not None and re.fullmatch(r"s\d+(?::-?)?", word):
            key = word.rstrip("-").rstrip(":")
            if key not in draft.speakers:
                raise WordingError(f"{key} has no S line before it")
            speaker = draft.speakers[key]
            chain.append({"key": key, "name": speaker["names"][0], "kind": speaker["kind"]})
            chain[-1] |= {"at": None, "cue": None, "cue_at": None, "hidden": word.endswith("-")}
            expects = ":" if word.endswith(":") else ""
        elif item.quote is not None and expects == "content":
            content, expects = find(draft.page, item.quote, item.nth, near=near), ""
        elif item.quote is not None and chain:
            span = find(draft.page, item.quote, item.nth, near=near)
            key = "at" if expects == ":" else "cue_at"
            chain[-1][key], expects = span, ""
        else:
            raise WordingError(f"not readable here: {item.word or item.quote or item.key!r}")
    for link in chain:
        if link["cue_at"] is not None:
            link["cue"] = draft.page.text[link["cue_at"].start : link["cue_at"].end]
        if link["at"] is None and not link.pop("hidden"):
            link["at"] = speaker_span(draft, link, near)
        link.pop("hidden", None)
    return chain, background, content


def speaker_span(draft: Draft, link: Row, near: Sequence[Span]) -> Span:
    """The speaker's wording in or beside the claim: the one nearest to the cue, the longest there."""
    names = draft.speakers[link["key"]]["names"]
    spans = [span for name in names for span in occurrences(draft.page.text, name)]
    spans = [s for s in spans if not any(o != s and o.holds(s) for o in spans)]
    cue = link["cue_at"]
    for region in near:
        inside = [span for span in spans if region.holds(span)]
        if inside and cue is not None:
            return min(inside, key=lambda s: max(cue.start - s.end, s.start - cue.end))
        if inside:
            return max(inside, key=lambda s: s.end - s.start)
    raise WordingError(
        f'{link["key"]} is not worded in or beside this claim: say {link["key"]}:"He", or {link["key"]}:- if it is not'
    )


def add_attributions(
    draft: Draft, quote: Span, chain: Sequence[Row], content: Span | None, modality: str
) -> None:
    """One attribution for each speaker that is worded; an outer speaker's content holds the inner ones."""
    for n, link in enumerate(chain):
        taken = [link[k] for link in chain[n:] for k in ("at", "cue_at") if link[k] is not None]
        if link["at"] is None and link["cue_at"] is None:
            continue
        own = (
            [content]
            if content and n == 0
            else read_content(draft.page.text, quote, taken, chain[n:])
        )
        if not own:
            continue  # nothing but speaker and cue: no content to attribute
        draft.attributions.append(
            {
                "source": as_pair(link["at"]),
                "cue": as_pair(link["cue_at"]),
                "content": [as_pair(span) for span in own],
                "kind": link["kind"],
                "speaker": link["key"],
                "level": n,
                "of": len(chain),
                "modality": modality,
                "incident": None,
            }
        )


def as_pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def read_content(text: str, quote: Span, taken: Sequence[Span], chain: Sequence[Row]) -> list[Span]:
    """The quote without speakers, cues and what stands between a speaker and its cue."""
    for link in chain:
        if link["at"] is not None and link["cue_at"] is not None:
            a, b = sorted([link["at"], link["cue_at"]])
            taken = [*taken, Span(a.start, max(a.end, b.end))]
    pieces, at = [], quote.start
    for span in sorted(taken):
        if span.start > at:
            pieces.append((at, min(span.start, quote.end)))
        at = max(at, span.end)
    if at < quote.end:
        pieces.append((at, quote.end))
    trimmed = [trim(text, start, end) for start, end in pieces if start < end]
    spans = [s for s in trimmed if s.start < s.end]
    long = [s for s in spans if len(text[s.start : s.end].split()) >= LEAST_CONTENT]
    return long or sorted(spans, key=lambda s: s.start - s.end)[:1]


def trim(text: str, start: int, end: int) -> Span:
    """Without the commas, quotation marks and the "that" at its ends."""
    piece = text[start:end]
    left = re.match(r"[\s,;:.\"“”'–—-]*(?:that\s+)?[\s\"“]*", piece)
    inner_start = start + (left.end() if left else 0)
    inner_end = start + len(piece.rstrip(' \t\n,;:."“”–—-'))
    return Span(inner_start, max(inner_start, inner_end))


# Checks


def check_draft(draft: Draft) -> list[str]:
    """What no single line can show."""
    faults = []
    told = {trigger["incident"] for trigger in draft.triggers}
    words = len(draft.page.text.split())
    if not 60 <= words <= 950:
        faults.append(f"{words} words; a report has 60 to 900")
    for incident in draft.incidents:
        if not incident["claims"]:
            faults.append(f"incident {incident['key']} has no C line")
        if incident["key"] not in told:
            faults.append(f"incident {incident['key']} has no E line")
        for key, label in incident["labels"].items():
            if not label["wordings"]:
                faults.append(f"incident {incident['key']}: {key} has no wording")
    return faults


def find_doubts(draft: Draft) -> list[str]:
    """What is often a slip and sometimes right."""
    doubts = []
    core = [i for i in draft.incidents if i["core"]]
    if not core and "trap" not in draft.block.head:
        doubts.append("no core incident and no trap:")
    if core and "trap" in draft.block.head:
        doubts.append("trap: on a report with a core incident")
    for incident in core:
        tied = {
            r["role"]
            for t in draft.triggers
            if t["incident"] == incident["key"]
            for r in t["roles"]
        }
        for kind, count in incident["counts"].items():
            if kind not in tied and count["high"] > 1:
                doubts.append(f"{incident['key']}: {kind} is given, but no E ties a number to it")
        if incident["place"] is None and incident["date"] is None:
            doubts.append(f"{incident['key']}: neither place nor date")
    spans = [Span(*at) for at in draft.times]
    for match in TIME_WORD.finditer(draft.page.text):
        if not any(span.holds(Span(*match.span())) for span in spans):
            doubts.append(f"time not marked: {match.group()!r}")
    return doubts


# Rows


def to_row(draft: Draft) -> Row:
    """The row of one report, all but `part`."""
    block = draft.block
    doc, story = f"house/{block.id}", block.head.get("story") or None
    for trigger in draft.triggers:
        trigger["modality"] = trigger_modality(draft, trigger)
    return {
        "doc": doc,
        "sheet": Path(block.file).stem,
        "story": story,
        "register": block.head["style"],
        "translated": block.head.get("lang"),
        "trap": block.head.get("trap"),
        "published": None if draft.published is None else str(draft.published),
        "title": block.head.get("title") or None,
        "publisher": block.head.get("publisher") or None,
        "text": block.text,
        "incidents": [to_incident(draft, incident, doc, story) for incident in draft.incidents],
        "mentions": to_mentions(draft),
    }


def trigger_modality(draft: Draft, trigger: Mapping[str, Any]) -> str:
    incident = next(i for i in draft.incidents if i["key"] == trigger["incident"])
    span = Span(trigger["start"], trigger["end"])
    holding = [c for c in incident["claims"] if Span(c["start"], c["end"]).holds(span)]
    if holding:
        return str(min(holding, key=lambda c: c["end"] - c["start"])["modality"])
    return MODALITY_OF.get(incident["status"], "asserted")


def to_incident(draft: Draft, incident: Row, doc: str, story: str | None) -> Row:
    """The incident in the contract's form, with `key`, `core`, `types_ok` and `wordings` added."""
    labels = incident["labels"]
    actors = {
        side: [label_actor(label) for k, label in labels.items() if k[0] == side]
        for side in ("p", "t")
    }
    weapons = [names_of(label) for key, label in labels.items() if key[0] == "w"]
    claims = [
        to_claim(c, f"{doc}#{incident['key']}.{n}", doc) for n, c in enumerate(incident["claims"])
    ]
    speakers = dict.fromkeys(link["key"] for c in incident["claims"] for link in c["sources"])
    return {
        "id": f"{story or doc}/{incident['key']}",
        "key": incident["key"],
        "core": incident["core"],
        "type": incident["type"],
        "types_ok": incident["types_ok"],
        "status": incident["status"],
        "date": incident["date"],
        "place": incident["place"],
        "perpetrators": actors["p"],
        "targets": actors["t"],
        "weapons": [names[0] for names in weapons],
        "counts": incident["counts"],
        "claims": claims,
        "conflicts": [],
        "reports": [doc],
        "scope": incident["scope"],
        "wordings": {
            "weapons": weapons,
            "sources": [
                names for names in (speaker_names(draft.speakers[s]) for s in speakers) if names
            ],
        },
    }


def speaker_names(speaker: Mapping[str, Any]) -> list[str]:
    return [name for name in speaker["names"] if not PRONOUN.fullmatch(name)]


def names_of(label: Mapping[str, Any]) -> list[str]:
    words = [" ".join(wording.split()) for wording in label["wordings"]]
    return list(dict.fromkeys([label["name"], *words] if label["name"] else words))


def label_actor(label: Mapping[str, Any]) -> Row:
    names = names_of(label)
    return {"name": names[0], "kind": label["kind"], "mentions": names}


def to_claim(claim: Mapping[str, Any], id: str, doc: str) -> Row:
    sources = [{k: link[k] for k in ("name", "kind", "cue")} for link in claim["sources"]]
    kept = {k: claim[k] for k in ("quote", "start", "end", "modality", "background")}
    return {"id": id, "report": doc, **kept, "sources": sources}


def to_mentions(draft: Draft) -> Row:
    return {
        "triggers": sorted(draft.triggers, key=lambda t: t["start"]),
        "times": [{"start": a, "end": b} for a, b in sorted(draft.times)],
        "places": place_mentions(draft),
        "numbers": [
            {"start": a, "end": b, "kind": k} for (a, b), k in sorted(draft.numbers.items())
        ],
        "actors": [{"start": a, "end": b, "kind": k} for (a, b), k in sorted(draft.actors.items())],
        "attributions": sorted(
            draft.attributions, key=lambda a: (a["source"] or a["cue"] or [0, 0], a["level"])
        ),
    }


def place_mentions(draft: Draft) -> list[Row]:
    """Every occurrence of every place name; one inside a longer name is not one."""
    found = {
        (span.start, span.end): place
        for wording, place in draft.places.items()
        for span in places_of(draft, wording)
    }
    spans = [Span(*at) for at in found]
    whole = [s for s in spans if not any(o != s and o.holds(s) for o in spans)]
    kept = ("name", "country", "lat", "lon", "precision")
    return [
        {"start": s.start, "end": s.end, **{k: found[s.start, s.end][k] for k in kept}}
        for s in sorted(whole)
    ]


# Files


def read_drafts(paths: Iterable[Path]) -> tuple[list[Draft], list[str]]:
    """All drafts of the files, and the faults found."""
    drafts, faults = [], []
    for path in paths:
        try:
            drafts += [read_draft(block) for block in read_blocks(path)]
        except WordingError as fault:
            faults.append(str(fault))
    faults += [fault for draft in drafts for fault in draft.faults]
    ids = sorted(draft.block.id for draft in drafts)
    faults += [f"two reports have the id {a}" for a, b in pairwise(ids) if a == b]
    faults += check_stories(drafts)
    return drafts, faults


def check_stories(drafts: Iterable[Draft]) -> list[str]:
    """An incident told by several reports of a story has one type group and dates that meet."""
    faults, seen = [], {}
    for draft in drafts:
        story = draft.block.head.get("story")
        for incident in draft.incidents if story else []:
            other = seen.setdefault((story, incident["key"]), (draft.block.id, incident))
            days, others = incident["date"], other[1]["date"]
            if (
                days
                and others
                and not (days["start"] <= others["end"] and others["start"] <= days["end"])
            ):
                faults.append(
                    f"{draft.block.id} and {other[0]}: incident {incident['key']} of story {story} on different days"
                )
    return faults


def write_house(rows: Sequence[Row], folder: Path = HOUSE) -> dict[str, int]:
    """Write the three parts, reports in the order of their ids; how many went into each."""
    parts = assign_parts(rows, folder / "split.tsv")
    for part in PARTS:
        with (folder / f"{part}.jsonl").open("w", encoding="utf-8") as out:
            for row in sorted(rows, key=lambda row: row["doc"]):
                if parts[row["doc"]] == part:
                    line = {"doc": row["doc"], "part": part} | row
                    out.write(json.dumps(line, ensure_ascii=False) + "\n")
    return {part: list(parts.values()).count(part) for part in PARTS}


def main(arguments: Sequence[str] | None = None) -> int:
    """Build or check; returns the exit status, 1 with faults."""
    parser = argparse.ArgumentParser(prog="corpus.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, show doubts too")
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args(arguments)
    drafts, faults = read_drafts(given.files or sorted(AUTHORED.glob("*.txt")))
    doubts = [doubt for draft in drafts for doubt in draft.doubts] if given.check else []
    lines = [*doubts, *(f"FAULT {fault}" for fault in faults)]
    rows = [to_row(draft) for draft in drafts] if not faults else []
    if given.check or faults:
        lines.append(f"{len(drafts)} reports, {len(faults)} faults, {len(doubts)} doubts")
    else:
        HOUSE.mkdir(exist_ok=True)
        lines.append(f"{len(rows)} reports: {write_house(rows)}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
