"""Which of a report's time expressions dates an act."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dateline.extract.acts import Act
from dateline.extract.attributions import Attribution
from dateline.extract.layers import Layers
from dateline.extract.text import Sentence
from dateline.lexicons.aftermath import RELEASE, find_aftermath
from dateline.lexicons.revisions import ends_in_revision
from dateline.lexicons.times import follows_since
from dateline.records import IncidentType, Span


def time_of(
    layers: Layers, act: Act, sentence: Sentence, near: Span, kind: IncidentType | None
) -> Span | None:
    """The time expression that the model's answer lies on, in the act's own sentence before any beside
    it. A time that the model does not answer with is another's: of who spoke, flew over, remembers.
    One that only tells since when comes last."""
    parts = sorted(act.roles.get("time", ()), key=lambda part: -part.score)
    times = [
        t
        for t in layers.times
        if near.holds(t)
        and not _stamps(layers, t)
        and not _dates_a_figure(layers, t)
        and not dates_a_saying(layers.report.text, t, layers.attributions)
        and not dates_an_aftermath(layers, t, kind)
    ]
    found = [
        time
        for reach in (sentence.span, near)
        for part in parts
        for time in times
        if time.meets(part.span) and reach.holds(time)
    ]
    return min(found, key=lambda time: follows_since(layers.report.text, time), default=None)


def _dates_a_figure(layers: Layers, time: Span) -> bool:
    """Whether a time is when a figure changed: "the number of dead rose to four on Friday"."""
    sentence = layers.sentence(time)
    if sentence is None:
        return False
    before = layers.report.text[sentence.span.start : time.start]
    return ends_in_revision(" ".join(before.casefold().split()) + " ")


CAPTIVITY = frozenset({IncidentType.ABDUCTION, IncidentType.ARREST})


def dates_an_aftermath(layers: Layers, time: Span, kind: IncidentType | None) -> bool:
    """Whether a time is when the hurt died, the dead were buried, or the taken came free: "she died of
    her burns on Friday"."""
    what = aftermath_at(layers, time)
    return what is not None and (what != RELEASE or kind in CAPTIVITY)


def aftermath_at(layers: Layers, setting: Span) -> str | None:
    """What that follows a deed is told to have been at a time or in a place, if anything."""
    sentence = layers.sentence(setting)
    if sentence is None:
        return None
    text = layers.report.text
    return find_aftermath(
        text[sentence.span.start : setting.start], text[setting.end : sentence.span.end]
    )


def dates_a_saying(text: str, time: Span, sayings: Sequence[Attribution]) -> bool:
    """Whether a time stands before the word of a saying: "the army today firmly denied", "Today the army
    denied"."""
    for saying in sayings:
        if _leads_to(text, time.end, saying.cue.start):
            return True
        source = saying.source
        if source is not None and _leads_to(text, time.end, source.start):
            return _leads_to(text, source.end, saying.cue.start)
    return False


def _leads_to(text: str, start: int, end: int) -> bool:
    return 0 <= end - start <= SHORT and BEFORE_SAYING.match(text[start:end]) is not None


SHORT = 24  # characters
BEFORE_SAYING = re.compile(
    r"^ +[\"“]?(?:(?:also|again|has|have|had|the|\w+ly) +)*[\"“]?$", re.IGNORECASE
)


def _stamps(layers: Layers, time: Span) -> bool:
    """Whether a time stands alone behind a heading: "Rebels shell the port 14.10.2016" was put on
    the page that day."""
    sentence = layers.sentence(time)
    if sentence is None or sentence.tokens[-1].end != time.end:
        return False
    words = layers.report.quote(time)
    return words[:1].isdigit() and words[-1:].isdigit() and len(words) > len("2016")
