"""What travels through dateline: reports, claims, incidents and the values they carry.

Frozen, few and flat. Spans and day ranges are half-open inside the program; the exported
record's `date.end` is the last day, inclusive (`dateline.export.contract`). The enumerations
are those of the output contract, `docs/incident.schema.json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar


class IncidentType(StrEnum):
    ARMED_ATTACK = "armed_attack"
    BOMBING = "bombing"
    SHELLING = "shelling"
    AIR_STRIKE = "air_strike"
    ARMED_CLASH = "armed_clash"
    EXECUTION = "execution"
    KILLING = "killing"
    ABDUCTION = "abduction"
    ARREST = "arrest"
    ILL_TREATMENT = "ill_treatment"
    SEXUAL_VIOLENCE = "sexual_violence"
    PROPERTY_DESTRUCTION = "property_destruction"
    PROTEST = "protest"
    RIOT = "riot"
    DISPLACEMENT = "displacement"
    THREAT = "threat"
    SEIZURE = "seizure"
    MILITARY_OPERATION = "military_operation"
    AGREEMENT = "agreement"
    OTHER = "other"


class Status(StrEnum):
    REPORTED = "reported"
    ALLEGED = "alleged"
    CLAIMED = "claimed"
    DENIED = "denied"
    PLANNED = "planned"
    FOILED = "foiled"


class Modality(StrEnum):
    ASSERTED = "asserted"
    ALLEGED = "alleged"
    CLAIMED = "claimed"
    DENIED = "denied"
    PLANNED = "planned"
    ATTEMPTED = "attempted"
    HYPOTHETICAL = "hypothetical"


class DatePrecision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"


class PlacePrecision(StrEnum):
    EXACT = "exact"
    NEAR = "near"
    ADMIN2 = "admin2"
    ADMIN1 = "admin1"
    COUNTRY = "country"
    UNKNOWN = "unknown"


# A point of these stands for a whole province or country, not for where it happened.
COARSE = frozenset({PlacePrecision.ADMIN1, PlacePrecision.COUNTRY, PlacePrecision.UNKNOWN})
MAX_QUOTE = 1200  # code points of a claim's quote, from the schema


class ActorKind(StrEnum):
    STATE_FORCES = "state_forces"
    REBEL = "rebel"
    MILITIA = "militia"
    IDENTITY_MILITIA = "identity_militia"
    EXTERNAL_FORCES = "external_forces"
    CIVILIANS = "civilians"
    PROTESTERS = "protesters"
    RIOTERS = "rioters"
    GANG = "gang"
    ORGANISATION = "organisation"
    MEDIA = "media"
    UNKNOWN = "unknown"


class SourceKind(StrEnum):
    MEDIA = "media"
    STATE = "state"
    MILITARY = "military"
    POLICE = "police"
    REBEL = "rebel"
    WITNESS = "witness"
    RESIDENT = "resident"
    MEDICAL = "medical"
    NGO = "ngo"
    INTERGOVERNMENTAL = "intergovernmental"
    POLITICAL = "political"
    UNNAMED = "unnamed"
    NARRATOR = "narrator"
    OTHER = "other"


class Profile(StrEnum):
    """Who is named in what leaves the house."""

    FULL = "full"  # everybody
    PARTNER = "partner"  # who read and decided is numbered
    PUBLIC = "public"  # also, private persons are blocked out; reasons are left out


class CountKind(StrEnum):
    KILLED = "killed"
    INJURED = "injured"
    ABDUCTED = "abducted"
    ARRESTED = "arrested"
    DISPLACED = "displaced"


class Scope(StrEnum):
    POLITICAL = "political"
    ORDINARY = "ordinary"
    UNKNOWN = "unknown"


class Reference(StrEnum):
    """Whether the wording points to an occurrence told before, to another one, or to neither."""

    SAME = "same"
    NEW = "new"
    OPEN = "open"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters [start, end) of a report's text, counted in code points."""

    start: int
    end: int

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Report:
    """One source document as read: its main text, and what is known about it.

    `id` is made from the text, so the same text read twice is the same report.
    """

    id: str
    text: str  # as stored: the main text, furniture out, title apart; every offset counts here
    title: str | None
    publisher: str | None
    author: str | None
    language: str | None  # ISO 639-1; None when the text is too short to tell
    published: date | None
    published_how: str | None  # "option", "metadata", "header", "dateline", "title", "url", "text"
    origin: str  # where it came from: a path, a member of an archive, or a URL
    url: str | None
    raw_sha256: str  # of the bytes as received

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that cannot be coded, kept with the reason."""

    origin: str
    raw_sha256: str | None  # None when not even the bytes could be had
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """What reading one document gave, with the bytes it came in, for keeping by SHA-256.

    A row of a table is its own document, and its bytes are that row's; the entries of one
    feed share the feed's.
    """

    outcome: Report | Failure
    raw: bytes | None = field(repr=False)  # as received; None when not even they could be had


@dataclass(frozen=True, slots=True)
class Days:
    """When: every day in [start, end), local to the place, and the rule that read it so."""

    start: date
    end: date
    precision: DatePrecision
    rule: str

    @property
    def last(self) -> date:
        """The last day itself, for what counts it in."""
        return self.end - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a point of the gazetteer, how exact it is, and how far off it may be."""

    name: str
    country: str | None  # ISO 3166-1 alpha-2
    admin1: str | None
    lat: float | None  # degrees, WGS84
    lon: float | None
    geonameid: int | None
    precision: PlacePrecision
    radius_km: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in its place in the text; `span` covers the name and no more."""

    span: Span
    form: str  # "place", "demonym" (adjective or people), "abbreviation", "unlisted", "capital"
    locative: bool  # after in, at, near, of ... or before its own country: "Mosul, Iraq"
    metonym: bool  # a government that speaks or acts: "Washington said"
    inside_name: bool  # part of the name of a body, a road or a person
    dateline: bool = False  # "MOSUL, Iraq (Reuters) -" at the head of a paragraph
    compound: bool = False  # "Iran-backed", "US-led"
    unit: str | None = None  # type word beside it: "province", "village", "camp"
    parent: Span | None = None  # the name after a comma or "in" that holds this one
    near: bool = False  # "near X", "outside X", "outskirts of X"
    offset_km: float | None = None  # "12 km north of X": how far
    bearing: float | None = None  # and where to, degrees clockwise from north
    between: Span | None = None  # the other end: "between A and B"
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Actor:
    """Who: a registered body, a body composed of country and role, or the words as written."""

    name: str  # canonical where resolved, else as written
    kind: ActorKind
    actor_id: str | None = None  # id in the registry
    country: str | None = None  # ISO 3166-1 alpha-2, where the body is based
    mentions: tuple[str, ...] = ()
    # Of a claim's doer or target: log-odds that he is one. Told surely or not, he is the same.
    sure: float | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Count:
    """How many. None is an open bound or an unknown figure, never zero."""

    low: int | None
    best: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """One speaker in a chain, nearest to the facts first."""

    name: str
    kind: SourceKind
    cue: str | None = None  # the reporting words: "said", "citing"


@dataclass(frozen=True, slots=True)
class CountPhrase:
    """A number as worded, and whom it counts."""

    kind: CountKind
    span: Span  # the words that give the number and whom it counts: "at least 12 soldiers"
    count: Count
    group: Span | None = None  # the counted people, when named: "soldiers"
    single: bool = False  # one person by name or description, without a number word
    subset: bool = False  # "three of them children": part of another figure, never added
    cumulative: bool = False  # "42 killed since January": a total over several incidents


MORE = "more"  # sets apart a figure that counts on from the one told before: "ten others"


@dataclass(frozen=True, slots=True)
class Person:
    """One who was killed or hurt, told of as one: what the words tell to know them from another."""

    harm: CountKind
    span: Span  # the words that name or describe the person
    name: str | None = None
    age: int | None = None  # in years
    sex: str | None = None  # "female" or "male"
    role: str | None = None  # what the person does, coarsely: "forces", "teacher"
    apart: str | None = None  # what sets it apart from those before: "second", "and", "more"
    doer: bool = False  # the one who did the deed, or is suspected of it
    counted: bool = False  # the figure of its claim counts this person, no number word does


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one clause says of one occurrence, in the report's own words."""

    type: IncidentType | None = None
    trigger: Span | None = None
    time: Span | None = None
    places: tuple[Span, ...] = ()  # candidates for the scene, the likeliest first
    perpetrators: tuple[Span, ...] = ()
    sure: Mapping[Span, float] = field(default_factory=dict)  # log-odds of those that are judged
    targets: tuple[Span, ...] = ()
    kinds: Mapping[Span, Mapping[ActorKind, float]] = field(default_factory=dict)  # of both sides
    objects: tuple[tuple[Span, str], ...] = ()  # things hit, with their class in objects.tsv
    weapons: tuple[Span, ...] = ()
    counts: tuple[CountPhrase, ...] = ()
    persons: tuple[Person, ...] = ()  # single victims, also those that no figure counts
    sides: tuple[Span, ...] = ()  # for whom those who turned against their own meant to act


@dataclass(frozen=True, slots=True)
class Values:
    """What one claim says of its incident, resolved. An empty field is not spoken of."""

    type: IncidentType | None = None
    date: Days | None = None
    place: Place | None = None
    perpetrators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    weapons: tuple[str, ...] = ()
    counts: Mapping[CountKind, Count] = field(default_factory=dict)
    persons: tuple[Person, ...] = ()  # single victims, told apart in `link.persons`
    sides: tuple[Actor, ...] = ()  # for whom those who turned against their own meant to act


Content = TypeVar("Content")  # Phrases as extracted, Values once resolved


@dataclass(frozen=True, slots=True)
class Claim(Generic[Content]):
    """What somebody says, in one clause of one report, about one occurrence."""

    id: str
    report_id: str
    evidence: Span  # the clause or sentence that holds the wording of all that is said
    says: Content
    sources: tuple[Source, ...]  # nearest speaker first; empty is the reporter's own voice
    modality: Modality
    background: bool  # told as past context, not as this report's news
    occurrence: int  # which occurrence of its report the claim speaks of, counted from 0
    reference: Reference = Reference.OPEN
    scope: Scope = Scope.UNKNOWN
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """One value on which claims disagree, and the ids of the claims that give it."""

    value: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which claims contradict each other, every position kept."""

    field: str
    positions: tuple[Position, ...]
    independent: bool | None = None  # whether two opposed voices do not pass on each other's words


class Field(StrEnum):
    """The fields of an incident that a person may set."""

    TYPE = "type"
    STATUS = "status"
    SCOPE = "scope"
    DATE = "date"
    PLACE = "place"
    PERPETRATORS = "perpetrators"
    TARGETS = "targets"
    WEAPONS = "weapons"
    KILLED = "killed"
    INJURED = "injured"
    ABDUCTED = "abducted"
    ARRESTED = "arrested"
    DISPLACED = "displaced"


# What a field holds: the enumeration of its name; Days, Place, Actors, words, or a Count. None: not
# known.
FieldValue = (
    IncidentType
    | Status
    | Scope
    | Days
    | Place
    | tuple[Actor, ...]
    | tuple[str, ...]
    | Count
    | None
)


class Verdict(StrEnum):
    """What a person may decide."""

    SAME = "same"  # two incidents are one
    DIFFERENT = "different"  # they are two; claims of the second do not belong to the first
    VALUE = "value"  # fields have these values
    CONFIRM = "confirm"  # fields have the values that they show
    REVIEW = "review"  # somebody has read the incident through, and it is right
    DISCARD = "discard"  # claims that count for nothing
    ADD_CLAIM = "add_claim"  # words that the program did not read, of an incident it knows
    ADD_INCIDENT = "add_incident"  # and of one that it does not know
    WITHDRAW = "withdraw"  # an earlier judgement no longer holds


class Standing(StrEnum):
    """What became of a judgement when it was last replayed."""

    APPLIED = "applied"
    OVERRULED = "overruled"  # a later one says otherwise
    MOOT = "moot"  # the words are there, but nothing for it to act on
    UNANCHORED = "unanchored"  # the words are gone
    WITHDRAWN = "withdrawn"


class Reviewed(StrEnum):
    """How far people have come with an incident."""

    NO = "no"  # nobody has decided anything on it
    PARTLY = "partly"
    YES = "yes"  # somebody has read it through
    CHANGED = "changed"  # and it has changed since


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that a judgement rests on: a claim as it was then, and the text it stood in.

    The claim's `evidence` gives the offsets; the quote finds them again when the text has moved.
    """

    claim: Claim[Values]
    quote: str
    text_sha256: str
    added_by: int | None = None  # the judgement that added the claim; None: the program read it


@dataclass(frozen=True, slots=True)
class Subject:
    """What a judgement speaks of: an incident as it was then, or some of its claims.

    The first anchor whose words are still told of says which incident that is now.
    """

    incident: str | None  # its id; None for claims that are told apart from their incident
    anchors: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's decision. Never changed and never removed: another one withdraws it."""

    id: int  # counted up as they are made: the later one wins
    verdict: Verdict
    author: str
    at: datetime  # UTC
    reason: str | None
    subjects: tuple[Subject, ...] = ()  # the incident first; same, different, discard have two
    values: Mapping[Field, FieldValue] = field(default_factory=dict)  # value, confirm, review
    added: Anchor | None = None  # add_claim, add_incident: the claim, as the person makes it
    withdraws: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who set or confirmed a field of an incident, and what the program would have chosen."""

    judgement: int
    author: str
    at: datetime
    reason: str | None
    confirmed: bool  # it was what the program had chosen then
    program: FieldValue  # what the rules choose now
    rule: str | None  # and which rule


@dataclass(frozen=True, slots=True)
class Review:
    """Who read an incident through, and which of its fields have changed since."""

    judgement: int
    author: str
    at: datetime
    reason: str | None
    changed: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """What claims from one or many reports are about; each value chosen by a named rule."""

    id: str
    type: IncidentType
    status: Status
    date: Days | None
    place: Place | None
    perpetrators: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    weapons: tuple[str, ...]
    counts: Mapping[CountKind, Count]
    claims: tuple[Claim[Values], ...]
    conflicts: tuple[Conflict, ...]
    reports: tuple[str, ...]
    scope: Scope
    rules: Mapping[str, str]  # field -> the rule that chose its value
    voices: int = 0  # who tell it on their own account; under two it is provisional
    confidence: Mapping[str, float] = field(default_factory=dict)
    judged: Mapping[Field, Decision] = field(default_factory=dict)
    review: Review | None = None
    judgements: tuple[int, ...] = ()  # ids of all that made it what it is

    @property
    def is_provisional(self) -> bool:
        """Told by fewer than two independent voices."""
        return self.voices < 2


def field_value(incident: Incident, name: Field) -> FieldValue:
    """What an incident holds in one field; None, or an empty tuple, when that is not known."""
    if name.value in set(CountKind):
        return incident.counts.get(CountKind(name.value))
    value: FieldValue = getattr(incident, name.value)
    return value
