"""Which incidents a page shows, and in what order: read from its address and written into one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from dateline.records import IncidentType, Reviewed, Scope, Status
from dateline.store import Filter
from dateline.store.queries import Sort

ROWS = 50  # of a page of the table
WITHOUT_ORDINARY = (Scope.POLITICAL, Scope.UNKNOWN)
SCOPES = {scope.value: (scope,) for scope in Scope} | {"all": tuple(Scope)}
DESCENDING_FIRST = frozenset({Sort.DATE, Sort.KILLED, Sort.INJURED, Sort.REPORTS}) | {
    Sort.CONFLICTS,
    Sort.LOOK,
}
Name = TypeVar("Name", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Query:
    """The state of the overview, all of it in the address."""

    which: Filter
    sort: Sort = Sort.DATE
    descending: bool = True
    page: int = 1
    params: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # as understood
    wrong: tuple[str, ...] = ()  # what was not understood, and is left out

    def address(self, path: str = "/", /, **changes: str | Sequence[str] | None) -> str:
        """The same page with some of its state changed; None takes a condition away."""
        params: dict[str, Sequence[str]] = dict(self.params)
        if "page" not in changes:
            params.pop("page", None)  # another choice begins on its first page
        for name, value in changes.items():
            params[name] = () if value is None else (value,) if isinstance(value, str) else value
        pairs = _pairs(params)
        return path + ("?" + urlencode(pairs) if pairs else "")

    def pairs(self) -> list[tuple[str, str]]:
        """The filter as the entries of a form."""
        return _pairs(self.filters)

    def value(self, name: str) -> str:
        return next(iter(self.params.get(name, ())), "")

    @property
    def filters(self) -> dict[str, tuple[str, ...]]:
        return {n: v for n, v in self.params.items() if n not in ("sort", "order", "page")}


def _pairs(params: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in params.items() for value in values]


def read_query(pairs: Sequence[tuple[str, str]]) -> Query:
    """Read the parameters of an address. What is not understood is named in `wrong`."""
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip() and name in PARAMS:
            given.setdefault(name, []).append(value.strip())
    reader = _Reader(given)
    which = Filter(
        type=reader.name("type", IncidentType),
        status=reader.name("status", Status),
        scopes=reader.scopes(),
        country=reader.country(),
        place=reader.words("place"),
        actor=reader.words("actor"),
        since=reader.day("since"),
        until=reader.day("until"),
        min_killed=reader.number("killed"),
        report=reader.words("report"),
        conflict=reader.yes_no("conflict"),
        reviewed=reader.names("reviewed", Reviewed),
        max_confidence=reader.share("sure"),
        min_reports=reader.number("reports"),
        box=reader.box(),
        sample=reader.number("sample"),
    )
    sort = reader.name("sort", Sort) or Sort.DATE
    order = reader.words("order")
    down = order == "down" if order in ("up", "down") else sort in DESCENDING_FIRST
    page = reader.number("page") or 1
    params = {name: tuple(values) for name, values in given.items() if name not in reader.bad}
    return Query(which, sort, down, max(page, 1), params, tuple(reader.wrong))


PARAMS = (
    "type status scope country place actor since until killed report conflict reviewed sure"
    " reports box sample sort order page".split()
)


@dataclass(slots=True)
class _Reader:
    given: Mapping[str, list[str]]
    wrong: list[str] = field(default_factory=list)
    bad: set[str] = field(default_factory=set)

    def words(self, name: str) -> str | None:
        return next(iter(self.given.get(name, ())), None)

    def _reject(self, name: str) -> None:
        self.wrong.append(f"{name}={', '.join(self.given[name])}")
        self.bad.add(name)

    def name(self, name: str, kind: type[Name]) -> Name | None:
        found = self.names(name, kind)
        return found[0] if found else None

    def names(self, name: str, kind: type[Name]) -> tuple[Name, ...] | None:
        try:
            return tuple(kind(value) for value in self.given.get(name, ())) or None
        except ValueError:
            self._reject(name)
            return None

    def scopes(self) -> tuple[Scope, ...]:
        word = self.words("scope")
        if word is not None and word not in SCOPES:
            self._reject("scope")
        return SCOPES.get(word or "", WITHOUT_ORDINARY)

    def country(self) -> str | None:
        code = self.words("country")
        if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha()):
            self._reject("country")
            return None
        return code and code.upper()

    def day(self, name: str) -> date | None:
        text = self.words(name)
        try:
            return None if text is None else date.fromisoformat(text)
        except ValueError:
            self._reject(name)
            return None

    def number(self, name: str) -> int | None:
        text = self.words(name)
        if text is not None and not (text.isascii() and text.isdecimal() and len(text) < 10):
            self._reject(name)
            return None
        return None if text is None else int(text)

    def share(self, name: str) -> float | None:
        percent = self.number(name)
        return None if percent is None else percent / 100

    def yes_no(self, name: str) -> bool | None:
        word = self.words(name)
        if word not in (None, "yes", "no"):
            self._reject(name)
        return {"yes": True, "no": False}.get(word or "")

    def box(self) -> tuple[float, float, float, float] | None:
        text = self.words("box")
        if text is None:
            return None
        box = read_box(text)
        if box is None:
            self._reject("box")
        return box


def read_box(text: str) -> tuple[float, float, float, float] | None:
    """South, west, north, east in degrees, commas between. None when it is no such box.

    >>> read_box("10,-5,20,5"), read_box("10,-5"), read_box("20,0,10,5"), read_box("nan,0,1,1")
    ((10.0, -5.0, 20.0, 5.0), None, None, None)
    """
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        return None
    fits = -90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180
    return (south, west, north, east) if fits else None
