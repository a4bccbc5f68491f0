"""Charts as SVG: incidents, and people killed in them, by month or by any other value.

One file without script or font of its own: it opens in a browser, a word processor or a drawing
program, and prints. What has no value is said, not drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from dateline.export.timeline import SHORT_MONTHS

WIDTH, PANEL, LEFT, RIGHT, TOP, GAP = 900, 170, 60, 20, 64, 46  # pixels
ROW = 22  # pixels of a horizontal bar with its space
NAMES = 260  # pixels for the names of horizontal bars
MOST_ROWS = 20
LEAST_TICK = 54
INK, SOFT, RULE = "#1b1a18", "#57534a", "#d9d3c6"
COLOURS = ("#5b6b7a", "#8f1d1d")  # incidents, killed
MEASURES = ("incidents", "people killed")


@dataclass(frozen=True, slots=True)
class Group:
    """One bar of each panel. None: the value is not known."""

    value: str | None
    incidents: int
    killed: int


def draw_chart(groups: Sequence[Group], *, by: str, title: str, note: str = "") -> str:
    """The chart of what `by` groups: over time for `month` and `year`, the largest on top else."""
    known = [group for group in groups if group.value is not None]
    unknown = sum(group.incidents for group in groups if group.value is None)
    over_time = by in ("month", "year")
    shown = _filled(known, by) if over_time else _largest(known)
    height, body = _columns(shown) if over_time else _rows(shown)
    remarks = [note] if note else []
    if len(shown) < len(known):
        remarks.append(f"the {len(shown)} most frequent of {len(known):,}")
    if unknown:
        remarks.append(f"{unknown:,} incidents without {by}, not drawn")
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}"'
        f' height="{height}" font-family="Georgia, \'Noto Serif\', serif" role="img">',
        f"<title>{escape(_printable(title))}</title>",
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        _text(LEFT - 40, 30, title, size=20, weight="600"),
        _text(LEFT - 40, 48, "; ".join(remarks), size=12, fill=SOFT),
    ]
    return "\n".join([*head, *body, "</svg>", ""])


def _filled(groups: Sequence[Group], by: str) -> list[Group]:
    """Every month or year from the first to the last."""
    if not groups:
        return []
    found = {str(group.value): group for group in groups}
    step = 12 if by == "year" else 1
    first, last = (_months(name(found), by) for name in (min, max))
    names = (_name(n, by) for n in range(first, last + 1, step))
    return [found.get(name, Group(name, 0, 0)) for name in names]


def _months(name: str, by: str) -> int:
    return int(name[:4]) * 12 + (int(name[5:7]) - 1 if by == "month" else 0)


def _name(months: int, by: str) -> str:
    return f"{months // 12:04}" + (f"-{months % 12 + 1:02}" if by == "month" else "")


def _largest(groups: Sequence[Group]) -> list[Group]:
    return sorted(groups, key=lambda g: (-g.incidents, -g.killed, g.value or ""))[:MOST_ROWS]


def _columns(groups: Sequence[Group]) -> tuple[int, list[str]]:
    """Two panels of upright bars over one axis of time."""
    room = WIDTH - LEFT - RIGHT
    step = room / max(len(groups), 12)
    every = max(1, -(-LEAST_TICK // max(int(step), 1)))
    body: list[str] = []
    for panel, (measure, colour) in enumerate(zip(MEASURES, COLOURS, strict=True)):
        base = TOP + 18 + PANEL + panel * (PANEL + GAP)
        figures = [(g.incidents, g.killed)[panel] for g in groups]
        most = max(figures, default=0) or 1
        body.append(_text(LEFT, base - PANEL - 6, measure, size=13, weight="600"))
        body += _guides(base, most)
        for n, (group, figure) in enumerate(zip(groups, figures, strict=True)):
            x, high = LEFT + n * step, PANEL * figure / most
            tip = f"{_label(group)}: {figure:,} {measure}"
            body.append(_bar(x + step * 0.1, base - high, step * 0.8, high, colour, tip))
            if n % every == 0:
                middle = x + step / 2
                body.append(_text(middle, base + 16, _label(group), size=11, anchor="middle"))
    return TOP + 18 + 2 * PANEL + GAP + 34, body


def _guides(base: float, most: int) -> Iterator[str]:
    step = max(1, _round_step(most / 3))
    for figure in range(0, most + 1, step):
        y = base - PANEL * figure / most
        yield f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="{RULE}"/>'
        yield _text(LEFT - 6, y + 4, f"{figure:,}", size=11, anchor="end", fill=SOFT)


def _round_step(most: float) -> int:
    """The 1, 2 or 5 times a power of ten next below.

    >>> _round_step(3.4), _round_step(70)
    (2, 50)
    """
    power = 10 ** (len(str(max(int(most), 1))) - 1)
    return int(max(n * power for n in (1, 2, 5) if n * power <= max(most, 1)))


def _rows(groups: Sequence[Group]) -> tuple[int, list[str]]:
    """A line for each value, with both figures side by side."""
    room = (WIDTH - NAMES - RIGHT - 80) / 2
    body: list[str] = []
    for panel, (measure, colour) in enumerate(zip(MEASURES, COLOURS, strict=True)):
        left = NAMES + panel * (room + 60)
        figures = [(g.incidents, g.killed)[panel] for g in groups]
        most = max(figures, default=0) or 1
        body.append(_text(left, TOP + 12, measure, size=13, weight="600"))
        for n, (group, figure) in enumerate(zip(groups, figures, strict=True)):
            y, wide = TOP + 22 + n * ROW, room * figure / most
            tip = f"{_label(group)}: {figure:,} {measure}"
            body.append(_bar(left, y, wide, ROW - 7, colour, tip))
            body.append(_text(left + wide + 5, y + ROW - 10, f"{figure:,}", size=12))
    for n, group in enumerate(groups):
        y = TOP + 22 + n * ROW + ROW - 10
        body.append(_text(NAMES - 10, y, _shortened(_label(group)), size=13, anchor="end"))
    return TOP + 40 + len(groups) * ROW, body


def _label(group: Group) -> str:
    value = group.value or ""
    if len(value) == 7 and value[4] == "-" and value[5:].isdecimal():
        return f"{SHORT_MONTHS[int(value[5:]) - 1]} {value[:4]}"
    return value.replace("_", " ")


def _shortened(words: str, most: int = 36) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _bar(x: float, y: float, wide: float, high: float, colour: str, tip: str) -> str:
    shape = f'x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}"'
    return f'<rect {shape} fill="{colour}"><title>{escape(_printable(tip))}</title></rect>'


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int,
    anchor: str = "start",
    fill: str = INK,
    weight: str = "400",
) -> str:
    look = f'font-size="{size}" text-anchor="{anchor}" fill="{fill}" font-weight="{weight}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(_printable(words))}</text>'


def _printable(words: Iterable[str]) -> str:
    """Without what XML does not allow, not even escaped."""
    return "".join(c for c in words if c.isprintable())
