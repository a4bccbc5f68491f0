"""Who a wording means: a registered body, a body composed of role and country, or the words.

Order: the wording without number, article and "fighters of" -> an alias of the registry, by date
and country where several share it -> the same tokens in another order -> a near spelling, when it
is the only one -> role and country ("Iraqi soldiers", "the army" in its own country) -> the words
as written, with the kind of their role noun. Two that fit mean no id.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from dateline.lexicons import Row, read_actors, read_lexicon
from dateline.records import Actor, ActorKind

WORD = re.compile(r"[^\W_]+(?:['.][^\W_]+)*")
APOSTROPHES = str.maketrans("’‘`ʼ", "''''")
CLAUSE = re.compile(
    r"\s+(?:of|from|belonging to|in|with|at|near|loyal to|linked to|aligned with|affiliated with)\s+|\s*[,(\[“\"]\s*"
)
YEARS_SLACK = 2  # founding and end years are often disputed by a year or two
SHORT = 3  # letters; a shorter alias must fit its place and time
NEAR_LENGTH = 8  # letters; shorter names have too many neighbours one letter away
# Roles whose holders act for the body that is named beside them: "a Hamas commander".
ACTING = frozenset(
    "soldier army police guard intelligence government gunman attacker militant terrorist rebel militia"
    " gang criminal suspect group party organisation mission coalition peacekeeper protester media"
    " aid_body spokesman politician journalist identity name".split()
)  # fmt: skip
PARENTS = frozenset({"un", "au", "nato"})  # bodies that send missions
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


@dataclass(frozen=True, slots=True)
class Registry:
    """Registered actors by id, and ids by folded alias, with the forms bound to their case."""

    entries: Mapping[str, Entry]
    aliases: Mapping[str, Mapping[str, frozenset[str]]]  # alias -> id -> forms; none: any case
    by_tokens: Mapping[frozenset[str], tuple[str, ...]]
    by_initials: Mapping[str, tuple[tuple[str, ...], ...]]  # words of each alias, by their initials
    longest: int  # words of the longest alias


@dataclass(frozen=True, slots=True)
class _Role:
    role: str
    kind: ActorKind
    composed: str


# A country named alone, as in "Israel said", stands for its government.
GOVERNMENT = _Role("government", ActorKind.STATE_FORCES, "Government of {country}")


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
    by_initials: dict[str, tuple[tuple[str, ...], ...]] = {}
    for key in aliases:
        words = tuple(key.split())
        by_initials[_initials(words)] = (*by_initials.get(_initials(words), ()), words)
    longest = max((key.count(" ") + 1 for key in aliases), default=0)
    return Registry(entries, aliases, by_tokens, by_initials, longest)


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
    )


def _forms(row: Row) -> list[str]:
    native = [form.partition(":")[2] for form in row["native"].split("|")]
    return [form for form in (row["name"], *row["aliases"].split("|"), *native) if form]


def fold(text: str) -> str:
    """Lower case without accents, points and apostrophes; hyphens and runs of space are one space.

    >>> fold("Jama'at Nasr al-Islam")
    'jamaat nasr al islam'
    """
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    return " ".join(re.sub(r"[.']", "", word) for word in WORD.findall(plain.replace("'s ", " ")))


def _tokens(key: str) -> frozenset[str]:
    return frozenset(key.split()) - {"the", "of", "for", "and", "de", "la", "el", "al", "in"}


def resolve_actor(
    wording: str,
    *,
    country: str | None,
    day: date | None,
    registry: Registry,
    role: str | None = None,
) -> Actor:
    """The actor a wording means, in an event of this country (ISO 3166-1 alpha-2) and day.

    `role` is the mention's class in `lexicons/roles.tsv`, where known; it is read from the
    wording otherwise. `mentions` of the result are empty.

    >>> registry = load_registry()
    >>> resolve_actor("suspected ISIS fighters", country="IQ", day=None, registry=registry).name
    'Islamic State'
    >>> resolve_actor("two Iraqi soldiers", country="IQ", day=None, registry=registry).name
    'Military Forces of Iraq'
    """
    bare = strip_number(wording)
    noun = _role_of(bare)
    known = _find_registered(wording, bare, noun, country, day, registry)
    if len(known) == 1:
        entry = registry.entries[known[0]]
        if noun is not None and noun.role in {"peacekeeper", "mission"} and entry.id in PARENTS:
            return _mission(bare, entry, country, day, registry)
        return _as_actor(entry, country)
    if known:
        kinds = {registry.entries[i].kind for i in known}
        return Actor(bare, kinds.pop() if len(kinds) == 1 else ActorKind.UNKNOWN)
    if noun is not None and noun.composed:
        composed = _compose(bare, noun, country, registry)
        if composed is not None:
            return composed
    if noun is None and fold(bare) in _country_names():
        return _compose(bare, GOVERNMENT, country, registry) or Actor(bare, ActorKind.UNKNOWN)
    return Actor(bare, _kind(bare, noun, role), country=_own_country(bare, noun))


def same_actor(one: Actor, other: Actor) -> bool:
    """Whether two resolved actors are the same body: same id, else same folded name.

    >>> same_actor(Actor("The rebels", ActorKind.REBEL), Actor("rebels", ActorKind.REBEL))
    True
    """
    if one.actor_id is not None and other.actor_id is not None:
        return one.actor_id == other.actor_id
    return fold(strip_number(one.name)) == fold(strip_number(other.name))


def candidates(
    wording: str, *, country: str | None, day: date | None, registry: Registry
) -> tuple[Actor, ...]:
    """Every registered actor that a wording may mean, for a reviewer to choose from."""
    bare = strip_number(wording)
    known = _find_registered(wording, bare, _role_of(bare), country, day, registry)
    return tuple(_as_actor(registry.entries[i], country) for i in known)


def strip_number(wording: str) -> str:
    """A wording without its leading article, number and hedge: "at least 58 people" -> "people"."""
    words = " ".join(wording.split()).split(" ")
    skip = (
        _words("determiner") | _words("quantifier") | _words("numeral") | _words("hedge") | {"of"}
    )
    i = 0
    while i < len(words) - 1:
        word = words[i].lower().strip(",")
        if not (word in skip or re.fullmatch(r"[\d.,]+", word) or re.fullmatch(NUMERAL_WORD, word)):
            break
        i += 1
    return " ".join(words[i:]).strip(" ,;")


NUMERAL_WORD = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-\w+"


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
            if role.role != "group":
                return role
            # "members of the police", "National Guard members"
            rest = " ".join(parts[1:]) if len(parts) > 1 else " ".join(words[:start])
            return (_role_of(strip_number(rest)) if rest else None) or role
    return None


def _find_registered(
    wording: str,
    bare: str,
    noun: _Role | None,
    country: str | None,
    day: date | None,
    registry: Registry,
) -> tuple[str, ...]:
    # the wording itself first: names may begin with a number or an article
    for form in (" ".join(wording.split()), *_forms_within(bare)):
        ids = _exact(form, registry)
        if ids:
            chosen = _choose(ids, form, country, day, registry)
            if chosen:
                return chosen
    if noun is None or noun.role in ACTING:
        ids = _contained(bare, country, day, registry)
        if ids:
            return ids
    if noun is None or noun.role not in DOMESTIC:
        ids = registry.by_tokens.get(_tokens(fold(bare)), ())
        return _choose(ids, bare, country, day, registry) if ids else _near(bare, registry)
    return ()


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
    exact = tuple(i for i, bound in known.items() if written in bound) or tuple(
        i for i, bound in known.items() if not bound
    )
    if exact or not written.isupper() or key in _words("common"):
        return exact
    return tuple(known)  # a text in capitals tells nothing by its case


def _contained(
    bare: str, country: str | None, day: date | None, registry: Registry
) -> tuple[str, ...]:
    """The longest alias inside a wording: "Boko Haram | fighters", "members of the | FARC"."""
    words = bare.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    for length in range(min(len(words), registry.longest), 0, -1):
        for start in range(len(words) - length + 1):
            form = " ".join(words[start : start + length]).strip(",.;:\"“”'")
            if length == 1 and not form[:1].isupper():
                continue
            ids = _exact(re.sub(r"['’]s?$", "", form), registry)
            chosen = _choose(ids, form, country, day, registry) if ids else ()
            if chosen:
                return chosen
    return ()


def _choose(
    ids: Sequence[str], form: str, country: str | None, day: date | None, registry: Registry
) -> tuple[str, ...]:
    """Those of several that were active there and then; their local branch, where it has one."""
    entries = [registry.entries[i] for i in ids]
    fitting = [e for e in entries if _active(e, day) and _present(e, country)]
    if len(fitting) > 1:
        fitting = [e for e in fitting if country in _home(e)] or fitting
    if not fitting and len(entries) == 1 and len(fold(form)) > SHORT:
        # a name outlives its years and crosses borders; an acronym may be somebody else's
        fitting = [e for e in entries if _founded(e, day)]
    return tuple(_branch(e, country, day, registry) for e in fitting)


def _active(entry: Entry, day: date | None) -> bool:
    ended = day is not None and entry.end is not None and day.year > entry.end + YEARS_SLACK
    return _founded(entry, day) and not ended


def _founded(entry: Entry, day: date | None) -> bool:
    return day is None or entry.start is None or day.year >= entry.start - YEARS_SLACK


def _home(entry: Entry) -> frozenset[str]:
    return entry.where | {entry.country} if entry.country else entry.where


def _present(entry: Entry, country: str | None) -> bool:
    return country is None or not entry.where or country in _home(entry)


def _branch(entry: Entry, country: str | None, day: date | None, registry: Registry) -> str:
    """The branch that bears its parent's name, where the parent itself is not at home."""
    if country is None or country in entry.where:
        return entry.id
    branches = [
        e.id
        for e in registry.entries.values()
        if e.parent == entry.id
        and country in e.where
        and _active(e, day)
        and fold(e.name).startswith(fold(entry.name))
    ]
    return branches[0] if len(branches) == 1 else entry.id


def _near(bare: str, registry: Registry) -> tuple[str, ...]:
    """The one alias that differs by a letter in a word ("Boko Harram"), initials equal."""
    from rapidfuzz.distance import Levenshtein

    key = fold(bare)
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
    """ "UN peacekeepers": the body's one mission in the country, else the words as written."""
    missions = [
        e
        for e in registry.entries.values()
        if e.parent == body.id
        and e.kind is ActorKind.EXTERNAL_FORCES
        and country in e.where
        and day is not None
        and _active(e, day)
    ]
    if len(missions) == 1:
        return _as_actor(missions[0], country)
    return Actor(bare, ActorKind.EXTERNAL_FORCES)


def _as_actor(entry: Entry, country: str | None) -> Actor:
    kind = entry.kind
    if kind is ActorKind.STATE_FORCES and country and entry.country and country != entry.country:
        kind = ActorKind.EXTERNAL_FORCES
    return Actor(entry.name, kind, entry.id, entry.country)


@cache
def _countries() -> tuple[Mapping[str, tuple[str, str]], Mapping[str, str], frozenset[str]]:
    """Folded demonym or country name -> (ISO code, name); code -> name; peoples without a state."""
    known: dict[str, tuple[str, str]] = {}
    names: dict[str, str] = {}
    peoples: set[str] = set()
    for row in read_lexicon("demonyms"):
        if row["sort"] != "country":
            peoples.add(fold(row["demonym"]))
            continue
        iso, name = row["iso2"], row["country"]
        names.setdefault(iso, name)
        known.setdefault(fold(row["demonym"]), (iso, name))
        known.setdefault(fold(name), (iso, name))
    for row in read_lexicon("countries"):
        for alias in (row["name"], *row["aliases"].split("|"), *row["abbreviations"].split("|")):
            if alias not in {"", "-"} and row["iso"] in names:
                known.setdefault(fold(alias), (row["iso"], names[row["iso"]]))
    return known, names, frozenset(peoples)


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
    return fold(wording.removeprefix("the ")) in _countries()[0]


def _country_in(bare: str) -> tuple[str, str] | None:
    """The first country or demonym in a wording: its ISO code and its name."""
    known = _countries()[0]
    words = fold(bare).split()
    for start in range(len(words)):
        for length in (4, 3, 2, 1):
            found = known.get(" ".join(words[start : start + length]))
            if found is not None and start + length <= len(words):
                return found
    return None


def _compose(bare: str, noun: _Role, country: str | None, registry: Registry) -> Actor | None:
    own = _country_in(bare)
    if own is None:
        folded = f" {fold(bare)} "
        foreign = (
            any(f" {people} " in folded for people in _countries()[2]) or " foreign " in folded
        )
        if foreign or country is None or country not in _countries()[1]:
            return None
        if _is_particular(bare):
            return None
        own = (country, _countries()[1][country])
    iso, name = own
    kind = noun.kind
    if country is not None and country != iso and kind is ActorKind.STATE_FORCES:
        kind = ActorKind.EXTERNAL_FORCES
    composed = noun.composed.format(country=name)
    ids = list(registry.aliases.get(fold(composed), ()))
    return Actor(composed, kind, ids[0] if len(ids) == 1 else None, iso)


def _is_particular(bare: str) -> bool:
    """A named unit that the registry does not hold ("Atonal Battalion") is not its whole army."""
    unknown = [w for w in bare.split() if w[0].isalpha() and fold(w) not in _vocabulary()]
    return any(w[0].isupper() for w in unknown)


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
    known, _, peoples = _countries()
    if words and (words[-1].removesuffix("s") in known or words[-1].removesuffix("s") in peoples):
        return ActorKind.CIVILIANS  # "three Iraqis"
    return ActorKind.UNKNOWN


def _own_country(bare: str, noun: _Role | None) -> str | None:
    """The country a body bears in its wording; people are given none."""
    if noun is None or noun.kind in {ActorKind.STATE_FORCES, ActorKind.ORGANISATION}:
        found = _country_in(bare)
        return found[0] if found else None
    return None
