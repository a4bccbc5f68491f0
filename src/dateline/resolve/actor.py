"""Who a wording means: a registered body, a body composed of role and country, or the words.

Order: the wording without number, article and "fighters of" -> an alias of the registry, by date,
country and the names around it where several share it -> the same tokens in another order -> the
same sounds in another spelling -> a near spelling, when it is the only one -> role and country
("Iraqi soldiers", "the army" in its own country) -> the words as written, with the kind of their
role noun. Two that fit mean no id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from dateline.lexicons import Row, read_actors, read_lexicon
from dateline.records import Actor, ActorKind

APOSTROPHES = str.maketrans("’‘`ʼ", "''''")
POSSESSIVE, POINTED = re.compile(r"'s(?= )"), re.compile(r"[.'`]")
PLAIN = {i: " " for i in range(128) if not chr(i).isalnum()}
# Letters that keyboards of neighbouring languages interchange.
ARABIC = str.maketrans("يىكة", "ییکه", "\u0640\u200c\u200d")
CLAUSE = re.compile(
    r"\s+(?:of|from|belonging to|in|with|at|near|loyal to|linked to|aligned with|affiliated with)\s+|\s*[,(\[“\"]\s*"
)
LOCATIVE = re.compile(r"\s+(?:in|at|near|from)\s+")
YEARS_SLACK = 2  # founding and end years are often disputed by a year or two
SHORT = 3  # letters; a shorter alias must fit its place and time
NEAR_LENGTH = 8  # letters; shorter names have too many neighbours one letter away
# Roles whose holders act for the body that is named beside them: "a Hamas commander".
ACTING = frozenset(
    "soldier army police guard intelligence government gunman attacker militant terrorist rebel militia"
    " gang criminal suspect group party organisation mission coalition peacekeeper protester media"
    " aid_body spokesman politician journalist identity name".split()
)  # fmt: skip
# Bodies that send missions; their soldiers are the one mission's, where there is one. What an
# alliance does without a mission it does itself, the United Nations do not.
PARENTS = frozenset({"un", "au", "nato", "ecowas"})
TROOPS = frozenset({"peacekeeper", "mission", "soldier", "army"})
DESERTERS = frozenset("deserter deserters defector defectors".split())
# Who left, or only looks the part, is not the state's.
NOT_SERVING = DESERTERS | frozenset(
    "former ex retired dismissed cashiered rogue renegade mutinous rebellious dissident fake disguised".split()
)
# Nor are those for an armed group, or no longer in it, the group: "an ISIL supporter", "FMLN deserters".
NOT_OF_IT = DESERTERS | frozenset(
    "supporter supporters sympathiser sympathisers sympathizer sympathizers admirer admirers adherent adherents".split()
)
LAID_OFF = re.compile(r"\blaid[\s-]off\b", re.IGNORECASE)
# What a group calls itself is its name, whatever nouns it is made of: "a group called Soldiers of the Rain".
CALLED = re.compile(
    r"\b(?:call|nam|styl|dubb?)(?:s|es|ed|ing)?(?: itself| themselves)?(?=\s)|\bknown as\b",
    re.IGNORECASE,
)
# Parts of an army, of a police and of rebels alike: alone they do not tell whose.
ANYBODYS = frozenset("patrol patrols squad squads".split())
# Who serves the armed body that is named behind "of": "men of Hamas", "a half-company of the army".
MEN = frozenset(
    "man men woman women boys fighter fighters element elements company companies".split()
)
# A part of whatever body is named beside it: "a gendarmerie brigade".
PARTS = ANYBODYS | frozenset("brigade brigades".split())
# Whose men they are hangs on who speaks; and what is "of the people" or "of the alliance" is not the state's.
SPEAKERS = frozenset("our my your".split())
FACING = frozenset(  # "our enemies" are no men of the speaker's
    "enemy enemies foe foes adversary adversaries opponent opponents rival rivals oppressor oppressors occupier occupiers aggressor aggressors captor captors killer killers neighbour neighbours neighbor neighbors".split()
)
OF_OTHERS = frozenset("alliance people movement party front faith revolution coalition".split())
# "a military organisation" is described, not named.
ASSEMBLED = frozenset("organisation organisations organization organizations".split())
NAMED_UNIT = re.compile(
    r"\b(?:Army|Battalion|Brigade|Company|Division|Front|Guard|Legion|Regiment|Soldiers) of (?:the )?[A-Z][a-z]"
)
# Ranks of armies and of many a police force: in a text of police alone they are its own.
SHARED_RANKS = frozenset(
    "sergeant sergeants lieutenant lieutenants captain captains corporal corporals".split()
)
OF_POLICE = re.compile(r"\b(?:police\w*|cops?|sheriffs?|precinct|constables?)\b", re.IGNORECASE)
OF_ARMY = re.compile(
    r"\b(?:army|military|soldiers?|troops|battalion|brigade|barracks|regiment|garrison|armed forces)\b",
    re.IGNORECASE,
)
FIGHTING = frozenset("gunman attacker militant terrorist rebel militia gang group man".split())
ARMED = frozenset(
    {
        ActorKind.STATE_FORCES,
        ActorKind.REBEL,
        ActorKind.MILITIA,
        ActorKind.IDENTITY_MILITIA,
        ActorKind.GANG,
        ActorKind.EXTERNAL_FORCES,
    }
)
DOMESTIC = frozenset({"soldier", "army", "police", "government"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One registered actor."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    where: frozenset[str]
    start: int | None  # first year
    end: int | None  # last year
    parent: str | None
    hints: tuple[str, ...]  # folded: leaders, towns; they single it out among its namesakes


@dataclass(frozen=True, slots=True)
class Registry:
    """Registered actors by id, and ids by folded alias, with the forms bound to their case."""

    entries: Mapping[str, Entry]
    aliases: Mapping[str, Mapping[str, frozenset[str]]]  # alias -> id -> forms; none: any case
    by_tokens: Mapping[frozenset[str], tuple[str, ...]]
    by_sound: Mapping[str, tuple[str, ...]]
    by_initials: Mapping[str, tuple[tuple[str, ...], ...]]  # words of each alias, by their initials
    by_leader: Mapping[str, tuple[str, ...]]  # "kony" of "Kony's rebels" -> ids
    children: Mapping[str, tuple[str, ...]]  # parent -> ids
    longest: int  # words of the longest alias


@dataclass(frozen=True, slots=True)
class Scene:
    """What a name is read by: where and when it acted, and the words around it."""

    country: str | None  # ISO 3166-1 alpha-2
    day: date | None
    wording: str
    context: str


@dataclass(frozen=True, slots=True)
class _Role:
    role: str
    kind: ActorKind
    composed: str


# A country named alone, as in "Israel said", stands for its government.
GOVERNMENT = "Government of {country}"
POLICE = "Police Forces of {country}"
# "Iran-backed", "US-led": the nation is another's patron, not the body's own.
PATRON = re.compile(
    r"\S+[-‑](?:backed|led|funded|allied|aligned|trained|supported|sponsored|armed|linked|born|held)\b"
    r"|\b(?:pro|anti)[-‑]\S+",
    re.IGNORECASE,
)
# Names of states that take an article.
PLURAL = frozenset("bahamas comoros gambia maldives netherlands philippines seychelles".split())


def load_registry(extra: Path | None = None) -> Registry:
    """The packaged registry, with a user's own rows over it.

    `extra` is a TSV with the columns of `lexicons/actors.tsv`; a row with a known id replaces
    the packaged one. Raises LexiconError when a row has the wrong number of cells.
    """
    return _packaged() if extra is None else read_registry(read_actors(extra))


@cache
def _packaged() -> Registry:
    return read_registry(read_actors())


def read_registry(rows: Iterable[Row]) -> Registry:
    """Index registry rows."""
    entries: dict[str, Entry] = {}
    aliases: dict[str, dict[str, frozenset[str]]] = {}
    rows = tuple(rows)
    for row in rows:
        entries[row["id"]] = _entry(row)
        bound = row["case"].split("|")
        for form in _forms(row):
            same = aliases.setdefault(fold(form), {})
            if form not in bound:
                same[row["id"]] = frozenset()
            elif row["id"] not in same or same[row["id"]]:
                same[row["id"]] = same.get(row["id"], frozenset()) | {form}
    by_tokens: dict[frozenset[str], tuple[str, ...]] = {}
    for key, ids in aliases.items():
        if " " in key:
            known = by_tokens.get(_tokens(key), ())
            by_tokens[_tokens(key)] = (*known, *(i for i in ids if i not in known))
    by_sound: dict[str, tuple[str, ...]] = {}
    by_initials: dict[str, tuple[tuple[str, ...], ...]] = {}
    for key, same in aliases.items():
        sound = sound_of(key)
        known = by_sound.get(sound, ())
        by_sound[sound] = (*known, *(i for i in same if i not in known))
        words = tuple(key.split())
        by_initials[_initials(words)] = (*by_initials.get(_initials(words), ()), words)
    by_leader: dict[str, tuple[str, ...]] = {}
    for row in rows:
        for leader in {fold(form.partition("'s ")[0]) for form in _forms(row) if "'s " in form}:
            for name in {leader, leader.split()[-1]} if leader else set():
                by_leader[name] = (*by_leader.get(name, ()), row["id"])
    children: dict[str, tuple[str, ...]] = {}
    for entry in entries.values():
        if entry.parent is not None:
            children[entry.parent] = (*children.get(entry.parent, ()), entry.id)
    longest = max((key.count(" ") + 1 for key in aliases), default=0)
    return Registry(
        entries, aliases, by_tokens, by_sound, by_initials, by_leader, children, longest
    )


def _entry(row: Row) -> Entry:
    return Entry(
        id=row["id"],
        name=row["name"],
        kind=ActorKind(row["kind"]),
        country=row["country"] or None,
        where=frozenset(row["where"].split("|")) - {""},
        start=int(row["from"]) if row["from"] else None,
        end=int(row["to"]) if row["to"] else None,
        parent=row["parent"] or None,
        hints=tuple(fold(hint) for hint in row.get("hints", "").split("|") if hint),
    )


def _forms(row: Row) -> list[str]:
    native = [form.partition(":")[2] for form in row["native"].split("|")]
    return [form for form in (row["name"], *row["aliases"].split("|"), *native) if form]


@lru_cache(maxsize=10_000)  # the same few words are looked up under many heads
def fold(text: str) -> str:
    """Lower case without accents, points and apostrophes; hyphens and runs of space are one space.

    Vowel signs of Indic scripts are letters, not accents.

    >>> fold("Jama'at Nasr al-Islam")
    'jamaat nasr al islam'
    """
    if text.isascii():
        return " ".join(POINTED.sub("", POSSESSIVE.sub("", text.lower())).translate(PLAIN).split())
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold().translate(ARABIC)
    kept = (
        c if _is_letter(c) else "" if _is_dropped(c) else " " for c in POSSESSIVE.sub("", plain)
    )
    return " ".join("".join(kept).split())


def _is_letter(c: str) -> bool:
    return c.isalnum() or (unicodedata.category(c)[0] == "M" and not unicodedata.combining(c))


def _is_dropped(c: str) -> bool:
    return c in ".'" or unicodedata.combining(c) != 0


# Spellings of one sound in names put into Latin letters, and British and American ones.
SOUNDS = (
    (r"(?<=[a-z])ce(?=s?\b)", "se"),
    (r"ph", "f"), (r"kh|q|ck|c(?!h)", "k"), (r"gh", "g"), (r"dh", "d"), (r"th", "t"), (r"z", "s"),
    (r"ou|oo|o|w", "u"), (r"[ae][iy]|ee|ea|[ey]", "i"), (r"h\b", ""), (r"(.)\1+", r"\1"),
)  # fmt: skip
ARTICLES = frozenset(
    "the al el ul il an as ash at ad ar az de la le los las e i y et of and".split()
)
SOUND_LENGTH = 6  # letters; a shorter name has too many namesakes


@cache
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), letter) for pattern, letter in SOUNDS)


def sound_of(key: str) -> str:
    """What a folded name sounds like, whoever wrote it down, without articles and spaces.

    >>> sound_of(fold("Jaish al-Islam")) == sound_of(fold("Jeysh ul Islam"))
    True
    """
    text = " ".join(word for word in key.split() if word not in ARTICLES)
    for pattern, letter in _sounds():
        text = pattern.sub(letter, text)
    return text.replace(" ", "")


def _tokens(key: str) -> frozenset[str]:
    return frozenset(key.split()) - {"the", "of", "for", "and", "de", "la", "el", "al", "in"}


# What follows tells what somebody looked like, not who he was.
DISGUISE = re.compile(
    r"(?<=\w),? (?:dressed|disguised|masquerading|posing|clad|wearing|in (?:\w+ ){0,2}(?:uniforms?|fatigues|camouflage))\b",
    re.IGNORECASE,
)


# Who only follows another's example is not the other: "groups inspired by Islamic State".
INSPIRED = re.compile(r"(?<=\w),? inspired by .*|\S+[-‑]inspired\b ?", re.IGNORECASE)


def resolve_actor(
    wording: str,
    *,
    country: str | None,
    day: date | None,
    registry: Registry,
    role: str | None = None,
    context: str = "",
) -> Actor:
    """The actor a wording means, in an event of this country (ISO 3166-1 alpha-2) and day.

    `role` is the mention's class in `lexicons/roles.tsv`, where known; it is read from the
    wording otherwise. `context` is the text around it, read only to tell namesakes apart.
    `mentions` of the result are empty.

    >>> registry = load_registry()
    >>> resolve_actor("suspected ISIS fighters", country="IQ", day=None, registry=registry).name
    'Islamic State'
    >>> resolve_actor("two Iraqi soldiers", country="IQ", day=None, registry=registry).name
    'Military Forces of Iraq'
    """
    bare = strip_number(wording)
    if (example := strip_number(INSPIRED.sub("", bare))) and example != bare:
        actor = resolve_actor(example, country=country, day=day, registry=registry)
        return replace(actor, name=bare) if actor.actor_id is None else actor
    if disguise := DISGUISE.search(bare):
        under = bare[: disguise.start()]
        actor = resolve_actor(under, country=country, day=day, registry=registry, context=context)
        return actor if actor.actor_id is not None else Actor(bare, ActorKind.UNKNOWN)
    if (body := _men_of(bare, registry, country=country, day=day, context=context)) is not None:
        return body
    called = CALLED.search(bare)
    noun = _role_of(bare[: called.start()].strip() if called else bare)
    scene = Scene(country, day, wording, context)
    if _is_beside_group(bare, scene, registry):
        return Actor(bare, ActorKind.UNKNOWN)
    known = _find_registered(wording, bare, noun, scene, registry)
    if len(known) == 1:
        entry = registry.entries[known[0]]
        if noun is not None and noun.role in TROOPS and entry.id in PARENTS:
            return _mission(bare, entry, country, day, registry)
        return _as_actor(entry, country)
    if known:
        kinds = {registry.entries[i].kind for i in known}
        return Actor(bare, kinds.pop() if len(kinds) == 1 else ActorKind.UNKNOWN)
    if noun is not None and (
        _is_rank_of_police(bare, noun, context) or _is_of_police_militia(bare, country, day)
    ):
        noun = replace(noun, role="police", composed=POLICE)
    composed = None if _is_speakers(wording) else _compose(bare, noun, country, day, registry)
    return composed or Actor(bare, _kind(bare, noun, role), country=_own_country(bare, noun))


def _men_of(
    bare: str, registry: Registry, *, country: str | None, day: date | None, context: str
) -> Actor | None:
    """The armed body whose men somebody is: "men of the Moro Islamic Liberation Front", "of the army"; of
    one that is not known its kind alone: "men of the militia"."""
    head, of, rest = bare.partition(" of ")
    serves = of and fold(head).rpartition(" ")[2] in MEN and not is_nation(rest)
    if not serves or _exact(bare, registry):  # "Men of the Army of the Naqshbandi Order" is a name
        return None
    body = resolve_actor(rest, country=country, day=day, registry=registry, context=context)
    if body.kind not in ARMED:
        return None
    return body if body.actor_id is not None else Actor(bare, body.kind)


def speak_for(
    name: str, registry: Registry, *, country: str | None, day: date | None
) -> Actor | None:
    """The armed body for which a speaker or a station says "our men"; None where none is known."""
    named = candidates(name, country=country, day=day, registry=registry)
    if len(named) != 1:
        return None
    (body,) = named
    entry = registry.entries[body.actor_id or ""]
    parent = registry.entries.get(entry.parent or "")
    if entry.kind is ActorKind.MEDIA and parent is not None:
        body = _as_actor(parent, country)
    return body if body.kind in ARMED else None


def _is_speakers(wording: str) -> bool:
    """ "Our troops": whose, only the speaker could tell."""
    return wording.split(" ", 1)[0].lower() in SPEAKERS


def are_speakers_men(wording: str) -> bool:
    """Whether a wording is of the speaker's own side: "our troops", not "our enemies"."""
    return _is_speakers(wording) and FACING.isdisjoint(fold(wording).split())


def may_be_speakers_men(wording: str) -> bool:
    """Whether a wording may be of the side of whoever is told to have said so: "said that | its troops"."""
    words = fold(wording).split()
    return words[:1] in (["its"], ["their"]) and FACING.isdisjoint(words)


def _is_rank_of_police(bare: str, noun: _Role, context: str) -> bool:
    """Whether a sergeant without an army is told of among policemen alone."""
    rank = noun.role == "soldier" and not SHARED_RANKS.isdisjoint(fold(bare).split())
    return rank and OF_POLICE.search(context) is not None and OF_ARMY.search(context) is None


def _is_of_police_militia(bare: str, country: str | None, day: date | None) -> bool:
    """Whether a militia's sergeant or post is of the police, as where Soviet police kept its name. Its bare
    "militiamen" may be anybody's."""
    words = fold(CLAUSE.split(OF_IT.sub(" militia", bare))[0]).split()
    if not MILITIA.intersection(words):
        return False
    own = _country_in(bare, country)
    nation = {word for word in words if word in _countries()[0]}
    served = set(words) - MILITIA - nation
    if not served or not served <= SHARED_RANKS | SERVING_MILITIA:
        return False
    return any(
        row["iso2"] == (own[0] if own is not None else country)
        and (not row["to"] if day is None else day.year <= int(row["to"] or 9999))
        for row in read_lexicon("police_militias")
    )


MILITIA = frozenset(["militia", "militsiya", "militsia"])
OF_IT = re.compile(r" of (?:the )?militia\b", re.IGNORECASE)  # "employees of militia"
SERVING_MILITIA = frozenset(
    "officer officers employee employees colonel colonels major majors chief general station stations post posts department "
    "headquarters inspector inspectors senior junior district city traffic".split()
)


def same_actor(one: Actor, other: Actor) -> bool:
    """Whether two resolved actors are the same body or the same people.

    Ids decide where both have one; an actor with an id is never one without, for that one's name
    was left as written because it may mean others too. Without ids the names count, without
    number and article and whether one or many, and countries must not differ.

    >>> same_actor(Actor("The rebels", ActorKind.REBEL), Actor("a rebel", ActorKind.REBEL))
    True
    """
    if one.actor_id is not None or other.actor_id is not None:
        return one.actor_id == other.actor_id
    apart = one.country is not None and other.country is not None and one.country != other.country
    return not apart and _plain_name(one.name) == _plain_name(other.name)


@lru_cache(maxsize=10_000)  # linking compares the same few names again and again
def _plain_name(name: str) -> str:
    bare = fold(strip_number(name))
    return _singulars().get(bare, bare)


@cache
def _singulars() -> Mapping[str, str]:
    rows = read_lexicon("roles")
    return {fold(row["plural"]): fold(row["noun"]) for row in rows if row["plural"]}


def parent_of(actor_id: str, registry: Registry) -> str | None:
    """The body that one belongs to: a unit's army, a gendarmerie's police; None at the top.

    Takes ids of the registry and composed ones ("gendarmerie-bf").
    """
    entry = registry.entries.get(actor_id)
    if entry is not None and entry.parent is not None:
        return entry.parent
    key, _, iso = actor_id.rpartition("-")
    parents = {row["key"]: row["parent"] for row in _state_bodies().values()}
    return f"{parents[key]}-{iso}" if parents.get(key) else None


def candidates(
    wording: str,
    *,
    country: str | None,
    day: date | None,
    registry: Registry,
    context: str = "",
) -> tuple[Actor, ...]:
    """Every registered actor that a wording may mean, for a reviewer to choose from."""
    bare = strip_number(wording)
    scene = Scene(country, day, wording, context)
    known = _find_registered(wording, bare, _role_of(bare), scene, registry)
    return tuple(_as_actor(registry.entries[i], country) for i in known)


def find_bodies(
    text: str, registry: Registry, *, country: str | None, day: date | None
) -> Iterator[tuple[int, tuple[Actor, ...]]]:
    """Where a text names registered bodies, and which each name may mean there and then: one, or more
    that nothing tells apart, or none of them."""
    words = list(NAME_WORD.finditer(text))
    shouted = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    done = 0
    for n, first in enumerate(words):
        if first.start() < done or not first[0][0].isupper():
            continue
        for last in reversed(words[n : n + registry.longest]):
            form = re.sub(r"['’][sS]?$", "", " ".join(text[first.start() : last.end()].split()))
            if shouted and last is first and fold(form) in _words("common"):
                continue  # "THE REBELS PLAN TO ATTACK"
            if ids := _exact(form, registry):
                chosen = _choose(ids, form, Scene(country, day, form, ""), registry)
                yield first.start(), tuple(_as_actor(registry.entries[i], country) for i in chosen)
                done = last.end()
                break


NAME_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def strip_number(wording: str) -> str:
    """A wording without its leading article, number and hedge: "at least 58 people" -> "people"."""
    words = " ".join(wording.split()).split(" ")
    skip = _before_nouns()
    i = 0
    while i < len(words) - 1:
        word = words[i].lower().strip(",")
        following = words[i + 1].lower()
        if i and (word, following) in MORE_OR_LESS:
            i += 1  # "fifteen or so | youths"
        elif not (
            word in skip or re.fullmatch(r"[\d.,]+", word) or re.fullmatch(NUMERAL_WORD, word)
        ):
            break
        elif following in RELATIVE:
            break  # "those who fired"
        i += 1
    if i == len(words):  # "fifteen or so" counts nobody who is named
        i = 0
    if words[i].lower().strip(",") in PRONOUNS - RELATIVE and words[i + 1 : i + 2] != ["who"]:
        i = 0  # "four of them" says more than "them"
    bare = " ".join(words[i:]).strip(" ,;")
    return bare[1:] if bare[:1] in OPENING and not CLOSING.intersection(bare[1:]) else bare


OPENING, CLOSING = '“"«', frozenset('”"»')  # a quotation that ends behind the wording
PRONOUNS = frozenset("them us you these those whom which".split())
RELATIVE = frozenset("who whom whose which that".split())
MORE_OR_LESS = frozenset({("or", "so"), ("or", "more"), ("or", "fewer"), ("or", "less")})
NUMERAL_WORD = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+"


@cache
def _before_nouns() -> frozenset[str]:
    kinds = ("determiner", "quantifier", "numeral", "hedge")
    return frozenset({"of"}).union(*map(_words, kinds))


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_lexicon("modifiers") if row["kind"] == kind)


@cache
def _roles() -> Mapping[str, _Role]:
    roles: dict[str, _Role] = {}
    for row in read_lexicon("roles"):
        role = _Role(row["role"], ActorKind(row["kind"]), row["composed"])
        for form in (row["noun"], row["plural"]):
            if form:
                roles.setdefault(fold(form), role)
    return roles


def _role_of(bare: str) -> _Role | None:
    """The role of a wording's head noun: the last noun before "of", a comma or a bracket."""
    parts = CLAUSE.split(bare)
    words = fold(parts[0]).split()
    for end in range(len(words), 0, -1):
        for start in range(max(0, end - 4), end):
            role = _roles().get(" ".join(words[start:end]))
            if role is None:
                continue
            if role.role != "group" and " ".join(words[start:end]) not in PARTS:
                return role
            # "members of the police", "National Guard members", "a patrol of the police"
            rest = " ".join(parts[1:]) if len(parts) > 1 else " ".join(words[:start])
            return (_role_of(strip_number(rest)) if rest else None) or role
    return None


def _find_registered(
    wording: str, bare: str, noun: _Role | None, scene: Scene, registry: Registry
) -> tuple[str, ...]:
    # the wording itself first: names may begin with a number or an article
    for form in (" ".join(wording.split()), *_forms_within(bare)):
        ids = _exact(form, registry)
        if ids:
            chosen = _choose(ids, form, scene, registry)
            if chosen:
                return chosen
    if noun is None or noun.role in ACTING:
        ids = _contained(bare, scene, registry)
        if ids:
            return ids
    if noun is not None and (noun.role in FIGHTING or noun.composed):
        ids = _led(bare, noun, scene, registry)
        if ids:
            return ids
    if noun is None or noun.role not in DOMESTIC:
        key = fold(bare)
        ids = registry.by_tokens.get(_tokens(key), ())
        if not ids and not _describes(bare):
            ids = _sounding(bare, registry) or _near(key, registry)
        return _choose(ids, bare, scene, registry) if ids else ()
    return ()


def _is_beside_group(bare: str, scene: Scene, registry: Registry) -> bool:
    """Whether a wording names somebody beside an armed group, and not of it."""
    if NOT_OF_IT.isdisjoint(fold(bare).split()) or _exact(bare, registry):
        return False  # "Supporters of Jerusalem" is a name
    ids = _contained(bare, scene, registry)
    return bool(ids) and all(registry.entries[i].kind is ActorKind.REBEL for i in ids)


def _forms_within(bare: str) -> Iterable[str]:
    """The wording, the wording without brackets and quotes, then what stands in those."""
    yield bare
    outside = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", bare)
    if outside != bare:
        yield outside
        for inner in re.findall(r"[(\[]([^)\]]*)[)\]]", bare):
            yield from (part.strip() for part in re.split(r"[,/;]| or ", inner))
    yield from (part.strip() for part in re.findall(r"[“\"«]([^”\"»]+)[”\"»]", bare))


def _exact(form: str, registry: Registry) -> tuple[str, ...]:
    """Ids whose alias this is, in its own case where the alias is bound to one."""
    key, written = fold(form), form.strip("'\" ")
    known = registry.aliases.get(key, {})
    exact = tuple(i for i, bound in known.items() if not bound or written in bound)
    if exact or not written.isupper() or key in _words("common"):
        return exact
    return tuple(known)  # a text in capitals tells nothing by its case


def _contained(bare: str, scene: Scene, registry: Registry) -> tuple[str, ...]:
    """The longest alias inside a wording: "Boko Haram | fighters", "members of the | FARC"."""
    words = bare.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    shouted = bare.isupper()  # "THOSE WHO ORDERED IT" are not of the WHO
    for length in range(min(len(words), registry.longest), 0, -1):
        for start in range(len(words) - length + 1):
            form = " ".join(words[start : start + length]).strip(",.;:\"“”«»'")
            if length == 1 and (form[:1].islower() or (shouted and fold(form) in _words("common"))):
                continue
            ids = _exact(re.sub(r"['’]s?$", "", form), registry)
            if start and not shouted and _is_name_beyond(words[start - 1], ids, registry):
                continue
            chosen = _choose(ids, form, scene, registry) if ids else ()
            if chosen:
                return chosen
    return ()


def _is_name_beyond(before: str, ids: Sequence[str], registry: Registry) -> bool:
    """Whether a state's body is only the end of another name: "the Hill Toilers' | Red Army"."""
    of_states = any(registry.entries[i].kind is ActorKind.STATE_FORCES for i in ids)
    name = before[:1].isupper() and fold(before) not in _vocabulary()
    return of_states and name and not is_nation(before)


def _led(bare: str, noun: _Role, scene: Scene, registry: Registry) -> tuple[str, ...]:
    """Whose fighters a leader's are: "Kony's men" where an alias is "Kony's rebels".

    A head of state's police are composed, not his army.
    """
    ids = _of_leader(bare, registry)
    if noun.composed:
        ids = tuple(i for i in ids if registry.entries[i].kind is not ActorKind.STATE_FORCES)
    return _choose(ids, bare, scene, registry) if ids else ()


def _of_leader(bare: str, registry: Registry) -> tuple[str, ...]:
    leader, mark, _ = bare.translate(APOSTROPHES).partition("'s ")
    key = fold(leader)
    return registry.by_leader.get(key, ()) if mark and key not in _countries()[0] else ()


def _sounding(bare: str, registry: Registry) -> tuple[str, ...]:
    """Ids of aliases that sound like a wording; a mere acronym is not sounded out."""
    sound = sound_of(fold(bare))
    long = len(sound) >= SOUND_LENGTH and not bare.isupper()
    return registry.by_sound.get(sound, ()) if long else ()


def _choose(ids: Sequence[str], form: str, scene: Scene, registry: Registry) -> tuple[str, ...]:
    """Those of several that were active there and then; their local branch, where it has one."""
    entries = [registry.entries[i] for i in ids]
    country, day = scene.country, scene.day
    fitting: Sequence[Entry] = [e for e in entries if _active(e, day) and _present(e, country)]
    if len(fitting) > 1:
        fitting = _likeliest(fitting, form, scene)
    if not fitting and len(entries) == 1 and len(fold(form)) > SHORT and not _describes(form):
        # a name outlives its years and crosses borders; an acronym may be somebody else's
        fitting = [e for e in entries if _founded(e, day)]
    branches = [_branches(e, scene, registry) for e in fitting]
    return tuple(dict.fromkeys(i for ids in branches for i in ids))


def _hinted(entries: Sequence[Entry], scene: Scene) -> Sequence[Entry]:
    """Those whose leaders or towns stand in the wording or around it."""
    words = f" {fold(scene.wording)} {fold(scene.context)} "
    return [e for e in entries if any(f" {hint} " in words for hint in e.hints)]


def _describes(form: str) -> bool:
    """Whether a form is made of common words alone ("Civil Guard"), or says what somebody is
    rather than names them ("Chechen rebels"): elsewhere and in other years it is another's.
    """
    words = fold(form).split()
    if not words:
        return True
    is_common = form.split()[-1].islower() and words[-1] in _vocabulary()
    return is_common or all(word in _vocabulary() for word in words)


def _likeliest(entries: Sequence[Entry], form: str, scene: Scene) -> Sequence[Entry]:
    """Namesakes told apart, each test only where it leaves somebody: by the names around them,
    by a country that stands beside the name, by base, by field, by exact years."""
    beside = scene.wording.replace(form, " ")
    named = {iso for nations in _countries_in(beside) for iso, _ in nations}
    hinted = _hinted(entries, scene)
    tests = (
        lambda e: e in hinted,
        lambda e: bool(named & _home(e)),
        lambda e: scene.country is not None and e.country == scene.country,
        lambda e: scene.country in _home(e),
        lambda e: scene.country is not None and _active(e, scene.day, slack=0),
    )
    for test in tests:
        passed = [e for e in entries if test(e)]
        if len(passed) == 1:
            return passed
        entries = passed or entries
    return entries


def _active(entry: Entry, day: date | None, *, slack: int = YEARS_SLACK) -> bool:
    ended = day is not None and entry.end is not None and day.year > entry.end + slack
    return _founded(entry, day, slack=slack) and not ended


def _founded(entry: Entry, day: date | None, *, slack: int = YEARS_SLACK) -> bool:
    return day is None or entry.start is None or day.year >= entry.start - slack


def _home(entry: Entry) -> frozenset[str]:
    return entry.where | {entry.country} if entry.country else entry.where


def _present(entry: Entry, country: str | None) -> bool:
    return country is None or not entry.where or country in _home(entry)


def _branches(entry: Entry, scene: Scene, registry: Registry) -> tuple[str, ...]:
    """The branches that bear its name where it is not itself at home: two, if nothing tells."""
    if scene.country is None or scene.country in _home(entry) or entry.id in PARENTS:
        return (entry.id,)
    children = [registry.entries[i] for i in registry.children.get(entry.id, ())]
    local = [
        e
        for e in children
        if scene.country in e.where
        and _active(e, scene.day, slack=0)
        and fold(e.name).startswith(fold(entry.name))
    ]
    if len(local) > 1:
        local = list(_hinted(local, scene)) or local
    return tuple(e.id for e in local) or (entry.id,)


def _near(key: str, registry: Registry) -> tuple[str, ...]:
    """The one alias that differs by a letter in a word ("Boko Harram"), initials equal."""
    from rapidfuzz.distance import Levenshtein

    if len(key.replace(" ", "")) < NEAR_LENGTH:
        return ()
    words = key.split()
    found: set[str] = set()
    for others in registry.by_initials.get(_initials(words), ()):
        if all(
            Levenshtein.distance(one, other, score_cutoff=1) <= 1
            for one, other in zip(words, others, strict=True)
        ):
            found.update(registry.aliases[" ".join(others)])
    return tuple(found) if len(found) == 1 else ()


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def _mission(
    bare: str, body: Entry, country: str | None, day: date | None, registry: Registry
) -> Actor:
    """ "UN peacekeepers": the body's one mission in the country, else the words or the body."""
    children = [registry.entries[i] for i in registry.children.get(body.id, ())]
    missions = [
        e
        for e in children
        if e.kind is ActorKind.EXTERNAL_FORCES
        and country in e.where
        and day is not None
        and _active(e, day)
    ]
    if len(missions) == 1:
        return _as_actor(missions[0], country)
    if body.kind is ActorKind.EXTERNAL_FORCES:
        return _as_actor(body, country)
    return Actor(bare, ActorKind.EXTERNAL_FORCES)


def _as_actor(entry: Entry, country: str | None) -> Actor:
    kind = entry.kind
    if kind is ActorKind.STATE_FORCES and country and entry.country and country != entry.country:
        kind = ActorKind.EXTERNAL_FORCES
    return Actor(entry.name, kind, entry.id, entry.country)


Nation = tuple[str, str]  # ISO 3166-1 alpha-2 and name


@cache
def _countries() -> tuple[Mapping[str, tuple[Nation, ...]], Mapping[str, str], frozenset[str]]:
    """Folded demonym or country name -> nations; code -> name; peoples without a state."""
    known: dict[str, tuple[Nation, ...]] = {}
    names: dict[str, str] = {}
    peoples: set[str] = set()

    def add(form: str, nation: Nation) -> None:
        held = known.get(form, ())
        if all(iso != nation[0] for iso, _ in held):
            known[form] = (*held, nation)

    for row in read_lexicon("demonyms"):
        if row["sort"] != "country":
            peoples.add(fold(row["demonym"]))
            continue
        nation = row["iso2"], row["country"]
        names.setdefault(*nation)
        add(fold(row["demonym"]), nation)
        add(fold(row["country"]), nation)
    for row in read_lexicon("countries"):
        nation = row["iso"], names.setdefault(row["iso"], row["name"])
        for column in ("name", "aliases", "abbreviations", "demonyms"):
            for form in row[column].split("|"):
                if form not in {"", "-"}:
                    add(fold(form), nation)
    return known, names, frozenset(peoples)


@cache
def _country_firsts() -> frozenset[str]:
    return frozenset(form.partition(" ")[0] for form in _countries()[0])


@cache
def _country_names() -> frozenset[str]:
    names = {fold(name) for name in _countries()[1].values()}
    for row in read_lexicon("countries"):
        names |= {
            fold(form)
            for form in (row["name"], *row["aliases"].split("|"), *row["abbreviations"].split("|"))
        }
    return frozenset(names - {""})


def is_nation(wording: str) -> bool:
    """Whether a wording is no more than a state's name or adjective: "Russia", "Israeli", "US"."""
    return (
        not OURSELVES.fullmatch(wording) and fold(wording.removeprefix("the ")) in _countries()[0]
    )


OURSELVES = re.compile(r"\bus\b")  # who speaks, written small: no country


def _countries_in(wording: str) -> Iterator[tuple[Nation, ...]]:
    """For each country name or demonym in a wording, the nations it may mean, in order."""
    known, firsts = _countries()[0], _country_firsts()
    words = fold(OURSELVES.sub(" ", PATRON.sub(" ", wording))).split()
    start = 0
    while start < len(words):
        if words[start] not in firsts:
            start += 1
            continue
        for length in range(min(4, len(words) - start), 0, -1):
            found = known.get(" ".join(words[start : start + length]))
            if found is not None:
                yield found
                start += length - 1
                break
        start += 1


def _country_in(bare: str, country: str | None) -> Nation | None:
    """The nation of a wording's head, else of what follows "of" or "from"; of two that share a
    name, that of the event's country. None where the head names two: "Armenian and Azeri forces".
    """
    for part in CLAUSE.split(PATRON.sub(" ", bare)):
        found = list(_countries_in(_without_name(part)))
        if len(found) > 1:
            return None
        for nations in found:
            here = [nation for nation in nations if nation[0] == country]
            return here[0] if here else nations[0] if len(nations) == 1 else None
    return None


def _without_name(part: str) -> str:
    """A phrase without the personal name after its head: "Colonel Ana Portugal" -> "Colonel"."""
    words = part.split()
    heads = [i for i, word in enumerate(words) if fold(word) in _roles()]
    kept = [w for i, w in enumerate(words) if not heads or i <= heads[0] or not w[0].isupper()]
    return " ".join(kept)


def _compose(
    bare: str, noun: _Role | None, country: str | None, day: date | None, registry: Registry
) -> Actor | None:
    """A body of a state out of its country and what it is: "Iraqi soldiers", "the army"."""
    own = _country_in(bare, country) or _leader_nation(bare, registry)
    body = noun.composed if noun is not None else _natives().get(fold(bare), "")
    if NOT_SERVING.intersection(fold(bare).split()) or LAID_OFF.search(bare):
        return None
    if _is_of_no_state(bare, body):
        body = ""
    if own is not None:
        arms, length = _arms_in(bare)
        loose = noun is None or noun.role == "group"
        if noun is not None and noun.role == "gunman":  # "Swiss snipers"
            loose = fold(bare).rpartition(" ")[2] in _arms()
        if arms and (length > 1 or loose):
            body = arms
        elif noun is not None and noun.role == "spokesman":
            body = _body_in(bare)
        if noun is None and fold(bare) in _country_names():
            body = GOVERNMENT
    elif body:
        own = _home_nation(bare, noun, country, _state_bodies()[body]["key"], day)
    if own is None or not body:
        return None
    return _state_body(body, own, country, registry)


def _is_of_no_state(bare: str, body: str) -> bool:
    """Whether the words of the head make it somebody else's: "guerrilla commandos", "peasant patrols"."""
    row = _state_bodies().get(body)
    if row is None:
        return False
    head = fold(PATRON.sub(" ", CLAUSE.split(bare)[0]))
    listed = any(" " in form and form in head for form in row["words"].split("|"))
    return not listed and not set(row["unless"].split("|")).isdisjoint(head.split())


def _leader_nation(bare: str, registry: Registry) -> Nation | None:
    """The state whose bodies are called a leader's: "Gaddafi's police"."""
    led = [registry.entries[i] for i in _of_leader(bare, registry)]
    states = {e.country for e in led if e.kind is ActorKind.STATE_FORCES and e.country}
    if len(states) != 1 or len(led) != len([e for e in led if e.country in states]):
        return None
    iso = states.pop()
    return iso, _countries()[1][iso]


def _body_in(bare: str) -> str:
    """The body of a state that a wording names beside its head: "Iraqi army spokesman"."""
    words = fold(bare).split()
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            role = _roles().get(" ".join(words[start : start + length]))
            if role is not None and role.composed:
                return role.composed
    return ""


def _home_nation(
    bare: str, noun: _Role | None, country: str | None, key: str, day: date | None
) -> Nation | None:
    """The event's country, or who ruled it then, for a body of the state that names none."""
    folded, (_, names, peoples) = f" {fold(bare)} ", _countries()
    foreign = any(f" {people} " in folded for people in peoples) or " foreign " in folded
    several = len(list(_countries_in(bare))) > 1
    patron = PATRON.search(bare) is not None
    particular = noun is not None and _is_particular(bare, noun)
    others = _is_anybodys(bare) or _is_others(bare)
    if foreign or several or patron or particular or others or country is None:
        return None
    ruler = _ruler(country, key, day)
    return (ruler, names[ruler]) if ruler in names else None


def _is_anybodys(bare: str) -> bool:
    """Whether a wording names a part of some body and not the body: "a patrol", not "an army patrol"."""
    words = fold(bare).split()
    nouns = [word for word in words if (role := _roles().get(word)) and role.composed]
    listed = any(" ".join(words[-n:]) in _roles() for n in (2, 3) if n <= len(words))
    return bool(nouns) and ANYBODYS.issuperset(nouns) and not listed  # "riot squad" is


def _is_others(bare: str) -> bool:
    """Whether a wording says whose it is, and not the state's: "the army of the people", "a military
    organisation", "soldiers of the Battalion of the Hill"."""
    head, _, owner = fold(bare).partition(" of ")
    described = head.rpartition(" ")[2] in ASSEMBLED
    return described or not OF_OTHERS.isdisjoint(owner.split()) or bool(NAMED_UNIT.search(bare))


def _ruler(country: str, key: str, day: date | None) -> str:
    """Whose body of this key acted in a country then; empty where it cannot be said."""
    for row in read_lexicon("rulers"):
        first, last = int(row["from"] or 0), int(row["to"] or 9999)
        then = not row["to"] if day is None else first <= day.year <= last
        if row["iso2"] == country and then and key in row["bodies"].split("|"):
            return row["ruler"]
    return country


def _state_body(template: str, own: Nation, country: str | None, registry: Registry) -> Actor:
    """The registered body of that name, else one of its own by the pattern of its id."""
    iso, name = own
    row = _state_bodies()[template]
    composed = template.format(country=_with_article(name))
    ids = list(registry.aliases.get(fold(composed), ()))
    actor_id = ids[0] if len(ids) == 1 else f"{row['key']}-{iso.lower()}"
    held = registry.entries.get(actor_id)
    kind = ActorKind(row["kind"])
    if country is not None and country != iso and kind is ActorKind.STATE_FORCES:
        kind = ActorKind.EXTERNAL_FORCES
    return Actor(held.name if held is not None else composed, kind, actor_id, iso)


@cache
def _state_bodies() -> Mapping[str, Row]:
    return {row["name"]: row for row in read_lexicon("state_bodies")}


@cache
def _natives() -> Mapping[str, str]:
    return {
        fold(word): row["name"]
        for row in read_lexicon("state_bodies")
        for word in row["native"].split("|")
        if word
    }


@cache
def _arms() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Folded word -> the body whose arms or part it names, and the words that forbid it."""
    return {
        fold(word): (row["name"], frozenset(row["unless"].split("|")))
        for row in read_lexicon("state_bodies")
        for word in row["words"].split("|")
        if word
    }


def _arms_in(bare: str) -> tuple[str, int]:
    """The body whose arms a wording names, and in how many words: "North Korean artillery"."""
    words = fold(bare).split()
    for length in range(min(5, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            name, unless = _arms().get(" ".join(words[start : start + length]), ("", frozenset()))
            if name and not unless.intersection(words):
                return name, length
    return "", 0


def _with_article(name: str) -> str:
    """ "the United States", "the Netherlands", "Iraq"."""
    words = name.lower().split()
    plural = words[-1] in PLURAL or words[-1] in {"republic", "islands", "emirates"}
    return (
        f"the {name}"
        if plural or words[0] in {"united", "democratic", "soviet", "republic"}
        else name
    )


def _is_particular(bare: str, noun: _Role) -> bool:
    """A named unit that the registry does not hold ("Atonal Battalion") is not its whole army.

    Police forces bear the names of their towns; those are the country's.
    """
    words = LOCATIVE.split(bare)[0].split()
    unknown = [i for i, w in enumerate(words) if w[0].isalpha() and fold(w) not in _vocabulary()]
    if noun.role == "police":
        heads = [i for i, w in enumerate(words) if fold(w) in _roles()]
        unknown = [i for i in unknown if not heads or i > heads[0]]
    return any(words[i][0].isupper() for i in unknown)


@cache
def _vocabulary() -> frozenset[str]:
    """Every word of role nouns, and every word that may stand around one."""
    words = {word for noun in _roles() for word in noun.split()}
    return frozenset(words | {fold(row["word"]) for row in read_lexicon("modifiers")})


def _kind(bare: str, noun: _Role | None, role: str | None) -> ActorKind:
    if noun is not None:
        return noun.kind
    if role is not None:
        kinds = {ActorKind(row["kind"]) for row in read_lexicon("roles") if row["role"] == role}
        if len(kinds) == 1:
            return kinds.pop()
        if role == "person":
            return ActorKind.CIVILIANS
    words = fold(bare).split()
    if is_personal_name(bare):
        return ActorKind.CIVILIANS
    known, _, peoples = _countries()
    if words and (words[-1].removesuffix("s") in known or words[-1].removesuffix("s") in peoples):
        return ActorKind.CIVILIANS  # "three Iraqis"
    return ActorKind.UNKNOWN


def is_personal_name(bare: str) -> bool:
    """Whether a wording is a given name and what follows it, and nothing else: "Rosa Pinto"."""
    words = bare.split()
    return (
        1 < len(words) <= NAME_WORDS
        and fold(words[0]) in _given_names()
        and all(word[:1].isupper() and fold(word) not in _vocabulary() for word in words)
    )


@cache
def _given_names() -> frozenset[str]:
    return frozenset(fold(row["name"]) for row in read_lexicon("given_names"))


NAME_WORDS = 4  # of a person's name at most


def _own_country(bare: str, noun: _Role | None) -> str | None:
    """The country a body bears in its wording; people are given none."""
    if noun is None or noun.kind in {ActorKind.STATE_FORCES, ActorKind.ORGANISATION}:
        found = _country_in(bare, None)
        return found[0] if found else None
    return None
