"""How many single victims an incident has, told one by one: who is the same person, and who is another.

Two mentions are one person unless something told sets them apart: another age, another sex, another
name, another trade, "a second man". Nothing else makes two of one, so a text that describes one victim in many ways
still has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dateline.records import MORE, Claim, Count, CountKind, Person, Values

BODILY = (CountKind.KILLED, CountKind.INJURED)


@dataclass(slots=True)
class _One:
    """One person, as told so far."""

    told: list[Person] = field(default_factory=list)

    def known(self, name: str) -> set[object]:
        return {value for p in self.told if (value := getattr(p, name)) is not None}


@dataclass(frozen=True, slots=True)
class Victims:
    """The persons of one incident in one text: how many died, and how many were hurt and lived."""

    dead: int
    hurt: int

    def number(self, kind: CountKind) -> int:
        return self.dead if kind is CountKind.KILLED else self.hurt


def count_victims(persons: Iterable[Person]) -> Victims:
    """How many persons the mentions of one incident are.

    Whoever was hurt and then died is one of the dead only. The doer, and whoever is suspected, counts
    only where nobody else is told of.
    """
    ones = tell_apart(persons)
    dead = [one for one in ones if any(p.harm is CountKind.KILLED for p in one)]
    hurt = [one for one in ones if one not in dead]
    return Victims(_without_doers(dead), _without_doers(hurt))


def _without_doers(ones: Sequence[Sequence[Person]]) -> int:
    victims = _together([one for one in ones if not any(p.doer for p in one)])
    sure = [one for one in victims if _is_sure(one)]
    unsaid = bool(sure) and victims[0] not in sure and sure[0][0].apart is not None
    return len(sure) + unsaid or min(1, len(ones))  # "a second man" is beside a first


def _together(ones: Sequence[Sequence[Person]]) -> list[Sequence[Person]]:
    """The first person, and whoever is told of near one already in the list: who comes up alone much
    later is of another deed more often than of this."""
    kept: list[Sequence[Person]] = []
    for one in ones:
        start = one[0].span.start
        if not kept or any(abs(start - p.span.end) <= NEAR for other in kept for p in other):
            kept.append(one)
    return kept


NEAR = 300  # characters, some three sentences


def _is_sure(one: Sequence[Person]) -> bool:
    """Whether a person is told by name, age, trade or order, or more than once: by sex alone, "the woman" at
    whose door it was may pass for one."""
    told = any(p.name or p.age is not None or p.role or p.apart for p in one)
    return told or len({p.span for p in one}) > 1


def tell_apart(persons: Iterable[Person]) -> list[list[Person]]:
    """Mentions by person, in the order of the text.

    A mention is of the person whose name, else whose age, else whose harm it shares, of those from whom
    nothing sets it apart, the last told of among equals; else of a new one.
    """
    ones: list[_One] = []
    for person in sorted(persons, key=lambda p: (p.span, p.harm.value)):
        fits = [n for n, one in enumerate(ones) if not _is_another(person, one)]
        if not fits:
            ones.append(_One([person]))
            continue
        best = max(fits, key=lambda n: (*_likeness(person, ones[n]), n))
        ones[best].told.append(person)
    return [one.told for one in ones]


def _likeness(person: Person, one: _One) -> tuple[bool, bool, bool]:
    same_harm = person.harm in one.known("harm")
    return _shares_name(person, one), _shares_age(person, one), same_harm


def _is_another(person: Person, one: _One) -> bool:
    """Whether something told sets a mention apart from a person."""
    if person.age is not None and one.known("age") - {person.age}:
        return True
    if person.sex is not None and one.known("sex") - {person.sex}:
        return True
    if any(_names_differ(person, other) for other in one.told):
        return True
    if _shares_name(person, one) or _shares_age(person, one):
        return False
    if person.role is not None and one.known("role") - {person.role}:
        return True
    return person.apart is not None and person.apart not in one.known("apart")


def _shares_age(person: Person, one: _One) -> bool:
    return person.age is not None and person.age in one.known("age")


def _shares_name(person: Person, one: _One) -> bool:
    mine = _parts(person.name)
    return bool(mine) and any(mine & _parts(p.name) for p in one.told)


def _names_differ(a: Person, b: Person) -> bool:
    """Whether two full names, or names with an age, are of two persons.

    One word in common is enough for one person, since names are shortened and misprinted. A single
    word without an age proves nobody: it may be a place.
    """
    mine, other = _parts(a.name), _parts(b.name)
    if not mine or not other or mine & other or (a.age is not None and a.age == b.age):
        return False
    return all(len(_parts(p.name)) > 1 or p.age is not None for p in (a, b))


def _parts(name: str | None) -> frozenset[str]:
    """The words of a name that tell it from others; initials only where it has no more."""
    words = [w.strip(".").casefold() for w in (name or "").split()]
    return frozenset(w for w in words if len(w) > 1) or frozenset(words)


def figures_of(
    claims: Sequence[Claim[Values]], heard: Sequence[Claim[Values]]
) -> list[tuple[Mapping[CountKind, Count], frozenset[CountKind]]]:
    """The figures of each claim of one text in one incident, single victims told apart; and which of
    them are counts of victims told one by one.

    heard: those of the claims that tell of what happened. A total told in numbers beats the list, which
    only speaks for it where it adds up to it. Without one, every claim that tells of a single victim
    stands for the whole list.
    """
    victims = count_victims({p for claim in heard for p in claim.says.persons if p.apart != MORE})
    totals = {
        kind: {claim.says.counts[kind].best for claim in heard if _is_total(claim, kind)}
        for kind in BODILY
    }
    found: list[tuple[Mapping[CountKind, Count], frozenset[CountKind]]] = []
    for claim in claims:
        counts, listed = dict(claim.says.counts), set()
        for kind in BODILY if claim in heard else ():
            risen = _with_ordinals(counts.get(kind), heard, kind)
            risen = risen or _with_earlier(claim, heard, kind)
            if risen is not None:
                counts[kind] = risen
            if kind not in counts or not claim.says.persons:
                continue
            if _is_total(claim, kind) or not _mine(claim, kind):
                continue
            number = victims.number(kind)
            if totals[kind]:
                if number in totals[kind]:  # the list adds up to it
                    counts[kind] = Count(number, number, number)
            elif number == 0:
                del counts[kind]
            elif number > (counts[kind].best or 0):
                counts[kind] = Count(number, number, number)
                listed.add(kind)
        found.append((counts, frozenset(listed)))
    return found


ORDINALS = {"third": 3, "fourth": 4, "fifth": 5, "sixth": 6}


def _with_ordinals(
    count: Count | None, heard: Sequence[Claim[Values]], kind: CountKind
) -> Count | None:
    """A figure with those whom the text counts on from it: "two guards died; a third died later"."""
    if count is None or count.best is None or not count.low == count.best == count.high:
        return None
    told = {ORDINALS.get(p.apart or "") for claim in heard for p in _mine(claim, kind)}
    number = count.best
    while number > 1 and number + 1 in told:
        number += 1
    return Count(number, number, number) if number != count.best else None


def _with_earlier(
    claim: Claim[Values], heard: Sequence[Claim[Values]], kind: CountKind
) -> Count | None:
    """A figure that counts on from the one told last, with that: "eight were hurt", "two others were hurt
    too"."""
    mine = claim.says.counts.get(kind)
    if mine is None or not _counts_on(claim, kind):
        return None
    told = (c for c in heard if kind in c.says.counts and not _counts_on(c, kind))
    earlier = (c for c in told if c.evidence.start <= claim.evidence.start)
    before = max(earlier, key=lambda c: c.evidence.start, default=None)
    if before is None:
        return None
    last = before.says.counts[kind]
    if (last.best or last.low or 0) >= (mine.best or mine.low or 0):
        return None  # rather the total that these are part of
    return Count(*(_sum(a, b) for a, b in zip(_bounds(mine), _bounds(last), strict=True)))


def _counts_on(claim: Claim[Values], kind: CountKind) -> bool:
    return any(p.apart == MORE and p.harm is kind for p in claim.says.persons)


def _bounds(count: Count) -> tuple[int | None, int | None, int | None]:
    return count.low, count.best, count.high


def _sum(a: int | None, b: int | None) -> int | None:
    return None if a is None or b is None else a + b


def _mine(claim: Claim[Values], kind: CountKind) -> list[Person]:
    return [p for p in claim.says.persons if p.harm is kind and p.apart != MORE]


def _counted(claim: Claim[Values], kind: CountKind) -> int:
    return sum(p.counted for p in _mine(claim, kind))


def _is_total(claim: Claim[Values], kind: CountKind) -> bool:
    """Whether a claim's figure is told in numbers: "two men", "one dead", no "a man" or "one man"."""
    count = claim.says.counts.get(kind)
    if count is None or count.high == 0:
        return False
    if count.best == 1 and _mine(claim, kind):
        return False
    return count.best is None or _counted(claim, kind) != count.best
