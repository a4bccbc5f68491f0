"""Tasks `muc4` and `muc4-mentions`: templates as MUC-4 wants them, from the model's acts in its space.

The space's own types, roles and rule of relevance were learned from that set. Acts that the model
holds for one incident make one template. `muc4` gives one best wording of each entity, which `ree` and
`gtt` want; `muc4-mentions` all of them, for `rme`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from dateline.extract.acts import Act, Part, find_acts, same_incident
from dateline.extract.model import Read, open_model, read_text
from dateline.extract.numbers import count_of
from dateline.extract.text import read_sentences
from dateline.extract.times import choose_time, find_times
from dateline.gazetteer.find import Gazetteer, open_gazetteer
from dateline.lexicons import read_lexicon
from dateline.link.average import average_link
from dateline.records import Span
from dateline.resolve.time import resolve_time

Row = Mapping[str, Any]

NAMES = {"stoppage": "forced work stoppage"}
FILLERS = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
LEAST = 0.38  # of a trigger; this and those below chosen by `gtt` on the dev part
ROLE = 0.05  # log-odds
FACT = -1.0  # log-odds of what is said of a filler: the surest value is taken
RELEVANT = 0.35  # of the text: under it no template
SAME = -0.7  # added to log-odds that two acts make one template


@dataclass(frozen=True, slots=True)
class Entity:
    """Wordings of one filler, the surest first, and where they stand."""

    wordings: tuple[str, ...]
    spans: tuple[Span, ...]


def predict(rows: Iterable[Row], *, mentions: bool) -> Iterator[dict[str, Any]]:
    """`docid` and `templates` for each row, read in the lower-case form of its text."""
    model, gazetteer = open_model(), open_gazetteer()
    for row in rows:
        read = read_text(row["text_gtt"], model)
        freely = (
            {}
            if mentions
            else {a.word: a for a in find_acts(read, space="muc", least=LEAST, role=FACT)}
        )
        templates = [
            write_template(
                group,
                [freely[act.word] for act in group if act.word in freely],
                row,
                mentions=mentions,
                gazetteer=gazetteer,
            )
            for group in find_templates(read)
        ]
        yield {"docid": row["docid"], "templates": templates}


def find_templates(read: Read) -> list[list[Act]]:
    """The acts of a text, those of one incident together; none where the text tells of none."""
    if read.relevance("muc") < RELEVANT:
        return []
    acts = find_acts(read, space="muc", least=LEAST, role=ROLE)
    odds = same_incident(read, acts)
    pairs = combinations(range(len(acts)), 2)
    score = {(i, j): float(odds[i, j]) - SAME for i, j in pairs}
    groups = average_link(range(len(acts)), score)
    return [[acts[n] for n in members] for members in groups]


def write_template(
    acts: Sequence[Act], facts: Sequence[Act], row: Row, *, mentions: bool, gazetteer: Gazetteer
) -> dict[str, Any]:
    """The five roles, and the official slots. facts: the same acts, asked more freely."""
    text = row["text_gtt"]
    votes: Counter[str] = Counter()
    for act in acts:
        votes[act.type] += act.confidence
    kind = max(votes, key=lambda name: votes[name])
    template: dict[str, Any] = {"incident_type": NAMES.get(kind, kind)}
    found = {
        role: merge([part for act in acts for part in act.roles.get(role, ())], text)
        for role in (*FILLERS, "Described")
    }
    for role in FILLERS:
        template[role] = [list(e.wordings if mentions else e.wordings[:1]) for e in found[role]]
    if not mentions:
        template["slots"] = write_slots(kind, acts, facts, found, row, gazetteer)
    return template


Slots = dict[str, Any]
Found = Mapping[str, Sequence[Entity]]


def write_slots(
    kind: str, acts: Sequence[Act], facts: Sequence[Act], found: Found, row: Row, places: Gazetteer
) -> Slots:
    """The official slots in the key's notation; a value that belongs to a filler names it."""

    def best(slot: str, entity: Entity | None) -> str | None:
        """The surest value of a slot that stands on the entity's words, or on the trigger's."""
        spans = list(entity.spans) if entity is not None else [act.span for act in acts]
        told: Counter[str] = Counter()
        for act in facts:
            for name, parts in act.roles.items():
                if name.startswith(f"{slot} "):
                    told[name.removeprefix(f"{slot} ")] += sum(
                        part.score for part in parts if any(part.span.meets(s) for s in spans)
                    )
        return max(told, key=lambda value: told[value], default=None) if +told else None

    def of(slot: str, entities: Sequence[Entity]) -> list[dict[str, str]]:
        return [
            {"v": value, "x": e.wordings[0]}
            for e in entities
            if (value := best(slot, e)) is not None
        ]

    victims = [*found["Victim"], *found["Described"]]
    slots: Slots = {
        "inc_date": [write_date(acts, row)],
        "inc_loc": [write_location(acts, row, places)],
        "inc_type": [NAMES.get(kind, kind).upper()],
        "inc_stage": [best("inc_stage", None) or "ACCOMPLISHED"],
        "inc_instr_id": [e.wordings[0] for e in found["Weapon"]],
        "inc_instr_type": of("inc_instr_type", found["Weapon"]),
        "perp_inc_cat": [best("perp_inc_cat", None) or "TERRORIST ACT"],
        "perp_ind_id": [e.wordings[0] for e in found["PerpInd"]],
        "perp_org_id": [e.wordings[0] for e in found["PerpOrg"]],
        "perp_org_conf": of("perp_org_conf", found["PerpOrg"]),
        "phys_tgt_id": [e.wordings[0] for e in found["Target"]],
        "phys_tgt_type": of("phys_tgt_type", found["Target"]),
        "phys_tgt_num": write_numbers(found["Target"]),
        "phys_tgt_effect": of("phys_tgt_effect", found["Target"]),
        "hum_tgt_name": [e.wordings[0] for e in found["Victim"]],
        "hum_tgt_desc": [e.wordings[0] for e in found["Described"]],
        "hum_tgt_type": of("hum_tgt_type", victims),
        "hum_tgt_num": write_numbers(victims),
        "hum_tgt_effect": of("hum_tgt_effect", victims),
    }
    if not slots["inc_instr_type"] and (value := best("inc_instr_type", None)) is not None:
        slots["inc_instr_type"] = [value]
    if not (found["PerpInd"] or found["PerpOrg"]) and best("perp_inc_cat", None) is None:
        slots["perp_inc_cat"] = []
    return slots


def write_numbers(entities: Sequence[Entity]) -> list[dict[str, str]]:
    """How many a filler stands for: its number word, else one or PLURAL by its last word."""
    rows = []
    for entity in entities:
        wording = entity.wordings[0]
        count = count_of(" ".join(wording.split()[:2]))
        head = re.sub(r"\W+$", "", wording.split(" of ")[0].split(",")[0]).split() or [""]
        plural = head[-1].endswith("s") and not head[-1].endswith("ss")
        value = str(count.best) if count and count.best else "PLURAL" if plural else "1"
        rows.append({"v": value, "x": wording})
    return rows


def write_date(acts: Sequence[Act], row: Row) -> str:
    """The day of the act's own sentence; else "on or before" the day of the dateline."""
    text = row["text_gtt"]
    published = date.fromisoformat(row["pub_date"]) if row.get("pub_date") else None
    times = find_times(text)
    sentences = read_sentences(text)
    for act in acts:
        sentence = next((s for s in sentences if s.start <= act.span.start < s.end), None)
        chosen = choose_time(sentence, act.span, times) if sentence is not None else None
        days = resolve_time(text, chosen, published=published) if chosen is not None else None
        if days is not None and (days.end - days.start).days <= 31:
            first, last = write_day(days.start), write_day(days.last)
            return first if first == last else f"{first} - {last}"
    return f"- {write_day(published)}" if published is not None else "-"


def write_day(day: date) -> str:
    return day.strftime("%d %b %y").upper()


def write_location(acts: Sequence[Act], row: Row, gazetteer: Gazetteer) -> str:
    """COUNTRY: PLACE (CITY), of the surest place of the acts; the country alone without one."""
    text = row["text_gtt"]
    home = main_country(row, gazetteer)
    parts = sorted(
        (part for act in acts for part in act.roles.get("place", ())), key=lambda p: -p.score
    )
    for part in parts:
        name = " ".join(text[part.span.start : part.span.end].split())
        entries = gazetteer.candidates(name)
        entry = next((e for e in entries if e.country == home), entries[0] if entries else None)
        if entry is not None and entry.kind == "country":
            return str(entry.name).upper()
        country = entry.country if entry is not None else home
        if country is not None:
            return f"{country_name(country, gazetteer)}: {name.upper()} (CITY)"
    return country_name(home, gazetteer) if home else "-"


def main_country(row: Row, gazetteer: Gazetteer) -> str | None:
    """The country that the text names most, by name or demonym, the dateline's town counting too."""
    words = " ".join(["", *re.findall(r"[^\W_]+", row["text_gtt"].lower()), ""])
    votes: Counter[str] = Counter()
    for demonym in read_lexicon("demonyms"):
        votes[demonym["iso2"]] += words.count(f" {demonym['demonym'].lower()} ")
    for iso in list(votes):
        votes[iso] += words.count(f" {country_name(iso, gazetteer).lower()} ")
    town = (row.get("dateline") or {}).get("place")
    if town:
        votes.update(e.country for e in gazetteer.candidates(town.title())[:1] if e.country)
    best = max(votes, key=lambda name: votes[name], default=None)
    return best if best and votes[best] else None


def country_name(iso: str, gazetteer: Gazetteer) -> str:
    entry = gazetteer.country(iso)
    return entry.name.upper() if entry is not None else iso


def merge(parts: Sequence[Part], text: str) -> list[Entity]:
    """Parts as entities: equal wordings, and those whose words the other holds, are one."""
    entities: list[Entity] = []
    for part in sorted(parts, key=lambda p: -p.score):
        wording = " ".join(text[part.span.start : part.span.end].split())
        words = content_words(wording)
        for n, entity in enumerate(entities):
            known = [content_words(w) for w in entity.wordings]
            if any(words <= k or k <= words for k in known):
                wordings = tuple(dict.fromkeys((*entity.wordings, wording)))
                entities[n] = Entity(wordings, (*entity.spans, part.span))
                break
        else:
            entities.append(Entity((wording,), (part.span,)))
    return entities


def content_words(wording: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", wording.lower())) - {"a", "an", "the", "of"}
