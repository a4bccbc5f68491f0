"""Accounts of single reports into groups that are each one incident.

A report is added at a time or all at once: the groups are a function of the set, never of the order.
Accounts that score enough are tied; what hangs together by ties is split into groups by average
link, and only what a new report is tied to is split again, so that the work for a report does not
grow with the archive.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

import numpy as np

from dateline.link.average import average_link
from dateline.link.candidates import ALIKE, FULL, Key, find_keys
from dateline.link.clues import Account
from dateline.link.score import is_barred, score_incidents
from dateline.records import Claim, Values

Id = tuple[str, int]  # of an account

TIE = 0.2  # score from which two accounts are tied
JOIN = 0.3  # least mean score between all members of two groups that are joined
LIMIT = 60  # accounts tied together that are split at once; more, and weak ties are cut first
BOUNDS = (0.5, 0.8, 0.95, 0.99)
Holders: TypeAlias = "tuple[array[int], array[int]]"  # numbers of accounts, and thousandths
Bar = Callable[[Account, Account], bool]
Score = Callable[[Account, Account], float]


class Linker:
    """Holds accounts, which of them share keys, and how they are grouped.

    `barred` says which two can never be one, `score` how surely two others are.
    """

    def __init__(self, *, barred: Bar = is_barred, score: Score = score_incidents) -> None:
        self._barred = barred
        self._score_accounts = score
        self._accounts: dict[Id, Account] = {}
        self._keys: dict[Id, frozenset[Key]] = {}
        self._holders: dict[Key, dict[Id, None]] = {}
        self._numbers: list[Id] = []  # of accounts, in order of arrival
        self._words: dict[int, Holders] = {}  # word -> in which reports it stands, and its weight
        self._closed: set[Key | int] = set()
        self._ties: dict[Id, dict[Id, float]] = {}
        self._group_of: dict[Id, tuple[Id, ...]] = {}
        self.n_compared = 0  # pairs scored so far, for measuring

    def add(self, accounts: Iterable[Account]) -> frozenset[tuple[Id, ...]]:
        """Take accounts in; returns the groups that are new or other than before.

        ValueError when one is there already.
        """
        touched: set[Id] = set()
        for account in accounts:
            touched |= self._tie(account)
        return self._regroup(touched)

    def compared(self, accounts: Iterable[Account]) -> Iterator[tuple[Account, Account]]:
        """Take accounts in without grouping them, and give every pair that is worth a comparison."""
        for account in accounts:
            self._enter(account)
            self._index(account)
        for id, account in self._accounts.items():
            for other in self._find_candidates(account):
                if id < other and not self._barred(account, self._accounts[other]):
                    yield account, self._accounts[other]

    def groups(self) -> list[list[Account]]:
        """All groups, each in order of its accounts' keys."""
        groups = sorted(set(self._group_of.values()))
        return [[self._accounts[id] for id in group] for group in groups]

    def claims(self, group: Iterable[Id]) -> list[Claim[Values]]:
        """All claims of a group's accounts, in order."""
        told = (self._accounts[id].incident for id in group)
        return [claim for incident in told if incident is not None for claim in incident.claims]

    def _tie(self, account: Account) -> set[Id]:
        """Index one account and compare it; returns all whose ties have changed."""
        id = account.key
        self._enter(account)
        for other in self._find_candidates(account):
            if self._barred(account, self._accounts[other]):
                continue
            self.n_compared += 1
            value = self._score(id, other)
            if value >= TIE:
                self._ties[id][other] = self._ties[other][id] = value
        return {id} | self._index(account)

    def _enter(self, account: Account) -> None:
        id = account.key
        if id in self._accounts:
            raise ValueError(f"{id}: already there")
        self._accounts[id], self._keys[id], self._ties[id] = account, find_keys(account), {}

    def _score(self, a: Id, b: Id) -> float:
        return self._score_accounts(self._accounts[min(a, b)], self._accounts[max(a, b)])

    def _find_candidates(self, account: Account) -> list[Id]:
        found: dict[Id, None] = {}
        for key in self._keys[account.key]:
            found |= self._holders.get(key, {})
        found.pop(account.key, None)
        found |= dict.fromkeys(id for id in self._find_alike(account) if id != account.key)
        return list(found)

    def _find_alike(self, account: Account) -> list[Id]:
        """Accounts of reports that are alike, by the words that are not closed."""
        terms = account.report.text.terms
        numbers, shares = [], []
        for word, weight in zip(terms.keys, terms.weights, strict=True):
            if word in self._words:
                holders, weights = self._words[word]
                numbers.append(np.array(holders, np.int64))
                shares.append(np.array(weights, np.int64) * weight)  # whole numbers: sums are exact
        if not numbers:
            return []
        held, place = np.unique(np.concatenate(numbers), return_inverse=True)
        likeness = np.bincount(place, np.concatenate(shares))
        return [self._numbers[n] for n in held[likeness >= ALIKE].tolist()]

    def _index(self, account: Account) -> set[Id]:
        """Enter an account under its keys; returns those who lost a tie by a key that closed."""
        id, lost = account.key, set[Id]()
        number = len(self._numbers)
        self._numbers.append(id)
        for key in self._keys[id]:
            if key in self._closed:
                continue
            sharing = self._holders.setdefault(key, {})
            sharing[id] = None
            if len(sharing) > FULL:
                self._closed.add(key)
                lost |= self._untie(self._holders.pop(key))
        terms = account.report.text.terms
        for word, weight in zip(terms.keys, terms.weights, strict=True):
            if word in self._closed:
                continue
            holders, weights = self._words.setdefault(word, (array("L"), array("H")))
            holders.append(number)
            weights.append(weight)
            if len(holders) > FULL:
                self._closed.add(word)
                del self._words[word]
                lost |= self._untie(dict.fromkeys(self._numbers[n] for n in holders))
        return lost

    def _untie(self, holders: Mapping[Id, object]) -> set[Id]:
        """Undo the ties among accounts that have no open key in common any more."""
        lost: set[Id] = set()
        for id in holders:
            tied = [other for other in self._ties[id] if other in holders and id < other]
            for other in [o for o in tied if not self._are_candidates(id, o)]:
                del self._ties[id][other], self._ties[other][id]
                lost |= {id, other}
        return lost

    def _are_candidates(self, a: Id, b: Id) -> bool:
        if (self._keys[a] & self._keys[b]) - self._closed:
            return True
        mine, theirs = (self._accounts[id].report.text.terms for id in (a, b))
        weights = dict(zip(mine.keys, mine.weights, strict=True))
        shared = zip(theirs.keys, theirs.weights, strict=True)
        alike = sum(weights.get(k, 0) * w for k, w in shared if k not in self._closed)
        return alike >= ALIKE

    def _regroup(self, touched: set[Id]) -> frozenset[tuple[Id, ...]]:
        changed: set[tuple[Id, ...]] = set()
        for component in find_components(touched, self._ties):
            for group in self._split(component, BOUNDS):
                for id in group:
                    if self._group_of.get(id) != group:
                        self._group_of[id] = group
                        changed.add(group)
        return frozenset(changed)

    def _split(self, component: Sequence[Id], bounds: Sequence[float]) -> Iterator[tuple[Id, ...]]:
        """The groups of accounts that hang together; of too many, the weak ties are cut first."""
        if len(component) == 1:
            yield tuple(component)
        elif len(component) <= LIMIT:
            yield from average_link(component, self._similarity(component), least=JOIN)
        elif not bounds:
            yield from self._gather(component)
        else:
            ties = {
                id: {o: value for o, value in self._ties[id].items() if value >= bounds[0]}
                for id in component
            }
            for part in find_components(component, ties):
                yield from self._split(part, bounds[1:])

    def _similarity(self, component: Sequence[Id]) -> dict[tuple[Id, Id], float]:
        """Score of each two members in order; minus infinity where they can never be one."""
        table = {}
        for a, b in combinations(component, 2):
            if b in self._ties[a]:
                table[a, b] = self._ties[a][b]
            elif self._barred(self._accounts[a], self._accounts[b]):
                table[a, b] = -math.inf
            else:
                table[a, b] = self._score(a, b)
        return table

    def _gather(self, component: Sequence[Id]) -> list[tuple[Id, ...]]:
        """Groups around the first of each, for the crowd that even the surest ties do not part:
        one text printed by hundreds."""
        groups: list[list[Id]] = []
        for id in component:
            home = next(
                (
                    group
                    for group in groups
                    if self._ties[id].get(group[0], 0.0) >= BOUNDS[-1]
                    and not any(self._barred(self._accounts[id], self._accounts[o]) for o in group)
                ),
                None,
            )
            if home is None:
                groups.append([id])
            else:
                home.append(id)
        return [tuple(group) for group in groups]


def find_components(ids: Iterable[Id], ties: Mapping[Id, Mapping[Id, float]]) -> Iterator[list[Id]]:
    """What hangs together with any of `ids`, each in order."""
    seen: set[Id] = set()
    for start in sorted(ids):
        if start in seen:
            continue
        seen.add(start)
        component, waiting = [], [start]
        while waiting:
            component.append(id := waiting.pop())
            new = [other for other in ties[id] if other not in seen]
            seen.update(new)
            waiting += new
        yield sorted(component)
