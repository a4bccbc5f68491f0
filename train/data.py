"""Every training set as examples of one form: a text, its triggers with roles, its attributions.

Each set has label spaces of its own, and what a set does not mark is masked, never negative: `house`
(our types and roles), `muc` (MUC-4's), `wiki` (WikiEvents', RAMS' roles too), `place` (where a verb
happened), `polnear` and `house` for attributions. Only train parts are read (`train/README.md`).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.fill import digest, read_texts
from corpus.passages import read_passages

from dateline.extract.patients import find_patients, is_person
from dateline.extract.text import read_sentences

Row = dict[str, Any]
Pair = tuple[int, int]

TYPES = {
    "house": (
        "armed_attack bombing shelling air_strike armed_clash execution killing abduction arrest "
        "ill_treatment sexual_violence property_destruction protest riot displacement threat seizure "
        "military_operation agreement other"
    ).split(),
    "muc": "attack bombing kidnapping arson robbery stoppage".split(),
    "wiki": (
        "Conflict.Attack Conflict.Demonstrate Conflict.Defeat Life.Die Life.Injure Life.Infect "
        "Life.Illness Life.Consume Justice.ArrestJailDetain Justice.ChargeIndict Justice.TrialHearing "
        "Justice.Convict Justice.Sentence Justice.Acquit Justice.ReleaseParole "
        "Justice.InvestigateCrime Justice.Extradite other"
    ).split(),
}
KINDS = (
    "state_forces rebel militia identity_militia external_forces civilians protesters rioters gang "
    "organisation media unknown"
).split()
# What the key says of a filler or a template beside its string, as further roles of the same words;
# what it says of the template stands on the trigger.
FACTS = {
    "inc_stage": ("ATTEMPTED", "THREATENED"),
    "perp_inc_cat": ("STATE-SPONSORED VIOLENCE",),
    "inc_instr_type": (
        *("BOMB", "GUN", "DYNAMITE", "EXPLOSIVE", "MACHINE GUN", "VEHICLE BOMB", "MORTAR"),
        *("RIFLE", "GRENADE", "AERIAL BOMB", "TORTURE", "MOLOTOV COCKTAIL", "ROCKET"),
    ),
    "perp_org_conf": (
        *("REPORTED AS FACT", "SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"),
        *("CLAIMED OR ADMITTED", "POSSIBLE"),
    ),
    "phys_tgt_type": (
        *("COMMERCIAL", "OTHER", "TRANSPORT VEHICLE", "ENERGY", "GOVERNMENT OFFICE OR RESIDENCE"),
        *("ORGANIZATION OFFICE", "COMMUNICATIONS", "FINANCIAL", "CIVILIAN RESIDENCE"),
        *("DIPLOMAT OFFICE OR RESIDENCE", "TRANSPORTATION ROUTE", "LAW ENFORCEMENT FACILITY"),
        "POLITICAL FIGURE OFFICE OR RESIDENCE",
    ),
    "phys_tgt_effect": ("SOME DAMAGE", "DESTROYED", "NO DAMAGE", "PROPERTY TAKEN FROM TARGET"),
    "hum_tgt_type": (
        *("CIVILIAN", "POLITICAL FIGURE", "GOVERNMENT OFFICIAL", "LAW ENFORCEMENT"),
        *("LEGAL OR JUDICIAL", "ACTIVE MILITARY", "SECURITY GUARD", "FORMER GOVERNMENT OFFICIAL"),
        *("DIPLOMAT", "FORMER ACTIVE MILITARY"),
    ),
    "hum_tgt_effect": (
        *("DEATH", "INJURY", "NO INJURY OR DEATH", "NO INJURY", "REGAINED FREEDOM", "NO DEATH"),
    ),
}
ROLES = {
    "house": [
        *"perpetrator target weapon time place killed injured abducted arrested displaced".split(),
        *(f"kind {kind}" for kind in KINDS),
    ],
    "muc": [
        *"PerpInd PerpOrg Target Victim Described Weapon place".split(),
        *(f"{slot} {value}" for slot, values in FACTS.items() for value in values),
    ],
    "wiki": (
        "Attacker Target Victim Place Instrument ExplosiveDevice Killer Injurer BodyPart Demonstrator "
        "Topic Regulator Detainee Jailer Crime Defendant Prosecutor JudgeCourt Investigator "
        "Observer Artifact PassengerArtifact Vehicle Destination Origin Participant Communicator "
        "Recipient MedicalIssue Patient Giver Destroyer Damager IdentifiedObject Identifier other"
    ).split(),
    "place": ["place"],
    "fact": [],
}
# What a modality says of whether the act took place; what is alleged or claimed is told as done.
HAPPENED = {
    "asserted": 1.0,
    "alleged": 1.0,
    "claimed": 1.0,
    "denied": 0.0,
    "planned": 0.0,
    "attempted": 0.3,
    "hypothetical": 0.0,
}
MODALITIES = "asserted alleged claimed denied planned attempted hypothetical".split()
SPEECH = ("source", "cue", "content")
SPEAKERS = (
    "media state military police rebel witness resident medical ngo intergovernmental political"
    " unnamed other"
).split()


@dataclass(slots=True)
class Trigger:
    span: Pair
    type: str | None = None  # in the example's space; None where the set does not say
    incident: str | None = None  # triggers of one key tell of one incident
    modality: str | None = None
    happened: float | None = None  # 0 did not, 1 did; None where the set does not say
    roles: list[tuple[str, int, int]] = field(default_factory=list)
    masked: list[tuple[str, int, int]] = field(default_factory=list)  # neither yes nor no
    weight: float = 1.0
    shown: bool = True  # False: stands for its incident in pairs only


@dataclass(slots=True)
class Attribution:
    source: list[Pair]
    cue: list[Pair]
    content: list[Pair]
    kind: str | None = None  # of the speaker; None where the set does not say
    modality: str | None = None
    about: str | None = None  # incident told without a word for its act; "" is none, None unknown


@dataclass(slots=True)
class Example:
    id: str
    space: str
    text: str
    triggers: list[Trigger] = field(default_factory=list)
    unknown: list[Pair] = field(default_factory=list)  # words of which nothing is known
    tags: bool = False  # whether triggers are marked throughout
    attributions: list[Attribution] | None = None
    unsaid: list[Pair] = field(default_factory=list)  # nothing is known of attributions there
    cased: bool = True
    roles_marked: frozenset[str] | None = None  # the roles that the set marks; None is all
    barren: bool | None = None  # the report tells of no incident; None where the set does not say
    parts: list[int] = field(default_factory=list)  # where strangers begin: `join_passages`


def roles_told(example: Example, attribution: Attribution) -> set[tuple[str, Pair]]:
    """Roles of the incident that a saying is about, by words of the saying itself."""
    return {
        (role, (start, end))
        for trigger in example.triggers
        if trigger.incident == attribution.about
        for role, start, end in trigger.roles
        if any(a <= start and end <= b for a, b in (*attribution.source, *attribution.content))
    }


def read_lines(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# ------------------------------------------------------------------ our own reports


def read_house(path: Path) -> Iterator[Example]:
    for row in read_lines(path):
        found = row["mentions"]
        kinds = {(a["start"], a["end"]): a["kind"] for a in found["actors"]}
        triggers = [
            Trigger(
                (t["start"], t["end"]),
                t["type"],
                t["incident"],
                t["modality"],
                HAPPENED[t["modality"]],
                with_kinds([(r["role"], r["start"], r["end"]) for r in t["roles"]], kinds),
            )
            for t in found["triggers"]
        ]
        mark_single_victims(row["incidents"], triggers)
        for incident in row["incidents"]:
            told = [t for t in triggers if t.incident == incident["key"]]
            lend_place(told, places_of(incident, found["places"]))
        said = [
            attribution_of(a["source"], a["cue"], a["content"], a["kind"], a["modality"])
            for a in found["attributions"]
        ]
        for attribution, marked in zip(said, found["attributions"], strict=True):
            if is_told_without_word(attribution, triggers):
                attribution.about = marked["incident"] or ""
        yield Example(
            row["doc"], "house", row["text"], triggers, [], True, said, barren=not triggers
        )


def is_told_without_word(attribution: Attribution, triggers: Sequence[Trigger]) -> bool:
    """Whether no word of what is said names an act, as in "the army denied this"."""
    said = [*attribution.cue, *attribution.content]
    return bool(attribution.cue) and not any(
        a < t.span[1] and t.span[0] < b for t in triggers for a, b in said
    )


def attribution_of(
    source: Sequence[int] | None,
    cue: Sequence[int] | None,
    content: Sequence[Sequence[int]],
    kind: str | None,
    modality: str | None,
) -> Attribution:
    """An attribution of our own layers, where source and cue are one span or none."""
    return Attribution(
        [tuple(source)] if source else [],
        [tuple(cue)] if cue else [],
        [tuple(c) for c in content],
        kind,
        modality,
    )


def with_kinds(
    roles: list[tuple[str, int, int]], kinds: Mapping[Pair, str]
) -> list[tuple[str, int, int]]:
    """Roles, and the kind of actor as a further role of the same words."""
    told = [
        (f"kind {kinds[start, end]}", start, end)
        for role, start, end in roles
        if role in {"perpetrator", "target"} and (start, end) in kinds
    ]
    return [*roles, *dict.fromkeys(told)]


def places_of(incident: Row, places: Sequence[Row]) -> list[Pair]:
    """Where the text names the incident's place."""
    place = incident["place"]
    if place is None:
        return []
    return [
        (p["start"], p["end"])
        for p in places
        if p["lat"] is not None
        and place["lat"] is not None
        and abs(p["lat"] - place["lat"]) + abs(p["lon"] - place["lon"]) < 0.05
    ]


def lend_place(told: Sequence[Trigger], places: Sequence[Pair]) -> None:
    """Where no sentence of an incident names its place, the nearest naming, one before if there is
    any, answers: mostly the dateline or the place spoken of last."""
    if not places or any(r[0] == "place" for t in told for r in t.roles):
        return
    for trigger in told:
        before = [p for p in places if p[0] < trigger.span[0]]
        nearest = before[-1] if before else places[0]
        trigger.roles.append(("place", *nearest))
        trigger.masked += [("place", *p) for p in places if p != nearest]


HARMS = ("killed", "injured", "abducted", "arrested")


def mark_single_victims(incidents: Sequence[Row], triggers: Sequence[Trigger]) -> None:
    """A harm of one person that no number words: the one victim's name or description counts him.

    Only where one harm alone is so, and one target alone stands beside the trigger.
    """
    for incident in incidents:
        told = [t for t in triggers if t.incident == incident["key"]]
        worded = {r[0] for t in told for r in t.roles}
        single = [
            h
            for h in HARMS
            if h not in worded and (incident["counts"].get(h) or {}).get("best") == 1
        ]
        if len(single) != 1 or worded & set(HARMS):
            continue
        for trigger in told:
            targets = [r for r in trigger.roles if r[0] == "target"]
            if len(targets) == 1:
                trigger.roles.append((single[0], *targets[0][1:]))


@dataclass(slots=True)
class Silver:
    """What the first, rule-led extractor saw in a report: offsets only, made once (`LOG.md`)."""

    figures: list[tuple[Pair, str, Pair]]  # trigger, harm, words: figures that the gold confirms


def read_silver(path: Path) -> dict[str, Silver]:
    return {
        row["id"]: Silver([((a, b), kind, (c, d)) for a, b, kind, c, d in row["labels"]])
        for row in read_lines(path)
    }


def read_gvdb(path: Path, silver: Mapping[str, Silver]) -> Iterator[Example]:
    """Reports of shootings with who of the words was killed or hurt, and nothing else.

    The gold counts the victims and marks no words. Beside the figures that it confirms, whom a word
    for killing or wounding has for its sufferer by grammar is taken for a victim, of the one harm
    that the report has, or of the word's own. Every other person in the sentence is unknown.
    """
    marked = frozenset({"killed", "injured"})
    for row in read_lines(path):
        if not row["clean"]:
            continue
        text = row["text"]
        figures = list(silver[row["id"]].figures) if row["id"] in silver else []
        harms = [harm for harm in ("killed", "injured") if row[harm]]
        sentences = {s.index: s for s in read_sentences(text)}
        for sentence in sentences.values():
            for word, span in find_patients(sentence):
                harm = word.harm.value if len(harms) == 2 else harms[0] if harms else None
                fits = word.harm_open if len(harms) == 1 else not word.harm_open
                if harm is not None and (fits or word.harm.value == harm):
                    figures.append(((word.span.start, word.span.end), harm, (span.start, span.end)))
        triggers = add_figures([], dict.fromkeys(figures))
        for trigger in triggers:
            told = {(start, end) for _, start, end in trigger.roles}
            for sentence in sentences.values():
                if sentence.span.start <= trigger.span[0] < sentence.span.end:
                    trigger.masked += [
                        (role, t.start, t.end)
                        for t in sentence.tokens
                        if is_person(t) and not any(a <= t.start < b for a, b in told)
                        for role in marked
                    ]
        if triggers:
            yield Example(row["id"], "house", text, triggers, roles_marked=marked)


def add_figures(triggers: list[Trigger], found: Iterable[tuple[Pair, str, Pair]]) -> list[Trigger]:
    """Triggers with the confirmed figures as roles; a trigger not yet among them is added."""
    by_span = {t.span: t for t in triggers}
    for span, kind, words in found:
        if span not in by_span:
            by_span[span] = Trigger(span, weight=0.5)
        by_span[span].roles.append((kind, *words))
    return list(by_span.values())


def read_marked(path: Path) -> Iterator[Example]:
    """Passages of our own (`corpus.passages`): all in them is marked."""
    for passage in read_passages(path):
        triggers = [
            Trigger(
                deed.span,
                deed.type,
                f"{passage.id} {deed.incident}",
                deed.modality,
                HAPPENED[deed.modality],
                with_kinds(
                    [(role, *span) for role, span, _ in deed.roles],
                    {span: kind for _, span, kind in deed.roles if kind is not None},
                ),
            )
            for deed in passage.deeds
        ]
        said = [
            attribution_of(s.source, s.cue, s.content, s.kind, s.modality) for s in passage.sayings
        ]
        for attribution, saying in zip(said, passage.sayings, strict=True):
            if saying.about is not None:
                attribution.about = f"{passage.id} {saying.about}" if saying.about != "0" else ""
        yield Example(
            passage.id, "house", passage.text, triggers, [], True, said, barren=not triggers
        )


def read_real(marks: Path, bench: Path) -> Iterator[Example]:
    """Real reports marked by hand, stand-off (`corpus.marks`).

    Attributions that tell no incident's facts are not all marked: of a sentence without any, nothing
    is known.
    """
    for path in sorted(marks.glob("*.jsonl")):
        texts = read_texts(bench, path.stem)
        for row in read_lines(path):
            text = texts[row["id"]]["text"]
            if digest(text) != row["sha256"]:
                raise ValueError(f"{path.stem}/{row['id']}: not the text that was marked")
            kinds = {(start, end): kind for start, end, kind in row["actors"]}
            triggers = []
            for start, end, kind, incident, modality, roles in row["triggers"]:
                told = with_kinds([(r, a, b) for r, a, b in roles], kinds)
                happened = HAPPENED[modality]
                triggers.append(
                    Trigger((start, end), kind, str(incident), modality, happened, told)
                )
            for key, places in row["places"].items():
                lend_place([t for t in triggers if t.incident == key], [tuple(p) for p in places])
            said = [attribution_of(*attribution) for attribution in row["attributions"]]
            spoken = [span for a in said for span in (*a.source, *a.cue, *a.content)]
            sentences = [(s.span.start, s.span.end) for s in read_sentences(text)]
            silent = [s for s in sentences if not any(a < s[1] and s[0] < b for a, b in spoken)]
            yield Example(
                f"{path.stem}/{row['id']}",
                "house",
                text,
                triggers,
                [],
                True,
                said,
                cased=not text.isupper(),
                barren=not triggers,
                unsaid=silent,
            )


def occurrences(text: str, wordings: Iterable[str]) -> list[Pair]:
    """Where any of the wordings stands in a text, at word bounds, whatever the case and the blanks."""
    found = []
    for wording in wordings:
        words = [re.escape(w) for w in wording.split()]
        if words:
            pattern = r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"
            found += [m.span() for m in re.finditer(pattern, text, re.IGNORECASE)]
    return sorted(set(found))


# ------------------------------------------------------------------ MUC-4

MUC_TYPES = {"forced work stoppage": "stoppage"}
MUC_WORDS = {  # words that tell of a type: by hand, on the training part
    "attack": r"attack|kill|murder|assassin|sho[ot]t?|massacre|ambush|slaughter|slay|slain|machinegun"
    r"|die[ds]?\b|death|dead|crime|fired|fire on|strafe|clash|combat|wound|tortur|raid|execut|harass|beat",
    "bombing": r"bomb|explo|dynamit|blast|detonat|blew|blow|charge|device|mine\b|mines\b|rocket|grenade",
    "kidnapping": r"kidnap|abduct|hostage|seiz|held|captur|took|taken|disappear|hijack|ransom",
    "arson": r"burn|fire\b|arson|torch|molotov|ablaze|incendiar|flame|set on",
    "robbery": r"rob|stole|steal|loot|theft|took|ransack|money",
    "stoppage": r"strike|stop|suspend|paraly|halt|force|lockout",
}
MUC_SLOTS = {"hum_tgt_desc": "Described"}


def read_muc(path: Path, marked: Path) -> Iterator[Example]:
    """MUC-4 reports. The key gives strings and no places: the nearest occurrence to the anchor counts.

    Violent words outside any template are unknown where the report has a template of their type,
    and negative in reports without one.
    """
    human = {row["docid"]: row["triggers"] for row in read_lines(marked)}
    for row in read_lines(path):
        text = row["text_gtt"]
        sentences = [(s.span.start, s.span.end) for s in read_sentences(text)] or [(0, len(text))]
        given = human.get(row["docid"], [])
        matched = len(given) == len(row["gtt_templates"]) and all(
            g["type"] in t["incident_type"]
            for g, t in zip(given, row["gtt_templates"], strict=True)
        )
        triggers: list[Trigger] = []
        unknown: list[Pair] = []
        for i, (template, key) in enumerate(
            zip(row["gtt_templates"], row["templates"], strict=True)
        ):
            name = template["incident_type"].split(" / ")[-1]
            name = MUC_TYPES.get(name, name)
            fillers = read_fillers(text, template, key)
            anchor = choose_anchor(sentences, fillers)
            if anchor is None:
                anchor = 0
            wording = given[i]["text"] if matched else None
            pattern = MUC_WORDS[name]
            stem = re.compile(rf"\b\w*(?:{pattern})\w*", re.IGNORECASE)
            words = [m.span() for m in stem.finditer(text)]
            unknown += words
            chosen = occurrences(text, [wording]) if wording else []
            weight = 1.0 if chosen else 0.5
            chosen = chosen or words
            free = [w for w in chosen if all(w != t.span for t in triggers)]
            if not free:
                continue
            middle = sum(sentences[anchor]) / 2
            at = min(
                free, key=lambda w: (not in_sentence(w, sentences[anchor]), abs(w[0] - middle))
            )
            trigger = Trigger(at, name, f"t{i}", weight=weight * (0.5 if key["optional"] else 1.0))
            for role, strings, places in fillers:
                places = sorted(places, key=lambda p: abs(p[0] - at[0]))
                for name in (role, *facts_of(key["slots"], strings, role)):
                    trigger.roles.append((name, *places[0]))
                    trigger.masked += [(name, *p) for p in places[1:]]
            trigger.roles += [(name, *at) for name in facts_of(key["slots"], [], None)]
            triggers.append(trigger)
            if len(row["templates"]) == 1:  # its other words of the type tell the same
                holding = {
                    k for _, _, ps in fillers for p in ps for k in [sentence_of(p, sentences)]
                }
                triggers += [
                    Trigger(w, None, f"t{i}", weight=0.3, shown=False)
                    for w in words
                    if w != at and sentence_of(w, sentences) in holding
                ][:4]
        barren = not row["templates"]
        yield Example(
            row["docid"], "muc", text, triggers, unknown, True, cased=False, barren=barren
        )


FACT_ROLES = {
    "inc_instr_type": {"Weapon"},
    "perp_org_conf": {"PerpOrg"},
    "phys_tgt_type": {"Target"},
    "phys_tgt_effect": {"Target"},
    "hum_tgt_type": {"Victim", "Described"},
    "hum_tgt_effect": {"Victim", "Described"},
}


def facts_of(slots: Row, strings: Sequence[str], role: str | None) -> list[str]:
    """What the key says of the filler that has one of these strings; of the template when None."""
    wanted = {" ".join(s.lower().split()) for s in strings}
    found = []
    for slot, values in FACTS.items():
        if role is not None and role not in FACT_ROLES.get(slot, set()):
            continue
        for filler in slots.get(slot, []):
            alt = filler["alts"][0]
            about = {" ".join(x.lower().split()) for x in alt.get("x", ["-"])}
            fits = about & wanted if role is not None else about == {"-"}
            if fits and alt["v"][0] in values:
                found.append(f"{slot} {alt['v'][0]}")
    return found


Filler = tuple[str, list[str], list[Pair]]  # role, strings, where they stand


def read_fillers(text: str, template: Row, key: Row) -> list[Filler]:
    """Each entity of a template with all places where one of its strings stands."""
    wanted = [
        (role, [m[0] for m in entity])
        for role in ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
        for entity in template[role]
    ]
    for slot, role in MUC_SLOTS.items():
        for filler in key["slots"].get(slot, []):
            wanted.append((role, [v for alt in filler["alts"] for v in alt["v"]]))
    for filler in key["slots"].get("inc_loc", []):
        parsed = [p for p in filler.get("parsed") or [] if p]
        names = [n for p in parsed for n in place_names(p)]
        wanted.append(("place", names))
    found = [(role, strings, maximal(occurrences(text, strings))) for role, strings in wanted]
    return [filler for filler in found if filler[2]]


def place_names(parsed: Row) -> list[str]:
    """The most specific names of a location of the key."""
    places = parsed.get("places") or []
    names = [
        p[0] if isinstance(p, list) else p.get("name", "") if isinstance(p, dict) else p
        for p in places
    ]
    return [n for n in names[-1:] if n]


def maximal(spans: Sequence[Pair]) -> list[Pair]:
    return [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]


def in_sentence(span: Pair, sentence: Pair) -> bool:
    return sentence[0] <= span[0] < sentence[1]


def sentence_of(span: Pair, sentences: Sequence[Pair]) -> int:
    return next((i for i, s in enumerate(sentences) if in_sentence(span, s)), -1)


def choose_anchor(sentences: Sequence[Pair], fillers: Sequence[Filler]) -> int | None:
    """The sentence with most of a template's targets and victims, else of all its fillers."""
    hit = [f for f in fillers if f[0] in {"Target", "Victim", "Described"}] or list(fillers)
    votes = Counter(
        k for _, _, places in hit for k in {sentence_of(p, sentences) for p in places} if k >= 0
    )
    return min(votes, key=lambda k: (-votes[k], k)) if votes else None


# ------------------------------------------------------------------ WikiEvents, RAMS, event_location


def join(tokens: Sequence[str]) -> tuple[str, list[Pair]]:
    """Tokens with one blank between them, and where each stands."""
    spans, at = [], 0
    for token in tokens:
        spans.append((at, at + len(token)))
        at += len(token) + 1
    return " ".join(tokens), spans


def wiki_type(name: str) -> str:
    short = ".".join(name.split(".")[:2])
    return short if short in TYPES["wiki"] else "other"


def read_wikievents(path: Path) -> Iterator[Example]:
    for row in read_lines(path):
        text, at = join(row["tokens"])
        triggers, unknown = [], []
        for event in row["events"]:
            t = event["trigger"]
            span = (at[t["start"]][0], at[t["end"] - 1][1])
            if not event.get("determined", True):
                unknown.append(span)
                continue
            roles = [
                (wiki_role(a["role"]), at[a["start"]][0], at[a["end"] - 1][1])
                for a in event["args"]
                if a["start"] is not None
            ]
            triggers.append(Trigger(span, wiki_type(event["type"]), roles=roles))
        yield Example(row["id"], "wiki", text, triggers, unknown, True)


def wiki_role(name: str) -> str:
    names = {r.lower(): r for r in ROLES["wiki"]}
    return names.get(name.lower(), "other")


def read_rams(path: Path) -> Iterator[Example]:
    """Roles only: of one event in each window, in types of their own."""
    for row in read_lines(path):
        text, at = join(row["tokens"])
        triggers = [
            Trigger(
                (at[e["trigger"]["start"]][0], at[e["trigger"]["end"] - 1][1]),
                roles=[
                    (wiki_role(a["role"]), at[a["start"]][0], at[a["end"] - 1][1])
                    for a in e["args"]
                ],
            )
            for e in row["events"]
        ]
        yield Example(row["id"], "wiki", text, triggers)


def read_event_location(path: Path) -> Iterator[Example]:
    for row in read_lines(path):
        roles = [("place", p["start"], p["end"]) for p in row["places"]]
        triggers = [Trigger((v["start"], v["end"]), roles=roles) for v in row["verb"]]
        yield Example(row["id"], "place", row["text"], triggers)


def read_factuality(path: Path) -> Iterator[Example]:
    """UDS-IH2: sentences of the web whose acts are rated from -3, did not happen, to 3, did."""
    for row in read_lines(path):
        text, at = join(row["text"].split(" "))
        triggers = [
            Trigger((at[t["span1"][0]][0], at[t["span1"][1] - 1][1]), happened=(t["label"] + 3) / 6)
            for t in row["targets"]
        ]
        yield Example(str(row["idx"]), "fact", text, triggers)


# ------------------------------------------------------------------ PolNeAR


def read_polnear(path: Path) -> Iterator[Example]:
    for row in read_lines(path):
        said = [
            Attribution(*([tuple(s) for s in a[part]] for part in SPEECH))
            for a in row["attributions"]
        ]
        unknown = [tuple(s) for f in row["flagged"] for s in f["spans"]]
        yield Example(row["id"], "polnear", row["text"], [], unknown, False, said)


def load(bench: Path, corpus: Path) -> dict[str, list[Example]]:
    """All sets by name."""
    silver = read_silver(Path(__file__).with_name("silver.jsonl"))
    return {
        "house": list(read_house(corpus / "house/train.jsonl")),
        "passages": [
            e for f in sorted((corpus / "passages").glob("*.txt")) for e in read_marked(f)
        ],
        "real": list(read_real(corpus / "marks", bench)),
        "gvdb": list(read_gvdb(bench / "counts/gvdb.train.jsonl", silver)),
        "muc": list(read_muc(bench / "muc4/train.jsonl", bench / "muc4/triggers.train.jsonl")),
        "wiki": list(read_wikievents(bench / "events/wikievents/train.jsonl")),
        "rams": list(read_rams(bench / "events/rams/dev.jsonl")),
        "place": list(read_event_location(bench / "events/event_location/train.jsonl")),
        "fact": list(read_factuality(bench / "factuality/udsih2.train.jsonl")),
        "polnear": list(read_polnear(bench / "attribution/train.jsonl")),
    }
