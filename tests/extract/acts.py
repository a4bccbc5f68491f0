"""Acts and figures in short, so that a case is a line and needs no model."""

from dateline.extract.acts import Act, Part
from dateline.records import Count, CountPhrase, Modality, Span


def part(text, words):
    """The stretch of a text where these words stand first."""
    start = text.index(words)
    return Part(Span(start, start + len(words)), 0.9)


def act(text, trigger, *, type="killing", modality=Modality.ASSERTED, **roles):
    """An act as the model would hand it over: its trigger, and wordings for each role."""
    return Act(
        span=part(text, trigger).span,
        word=0,
        type=type,
        types={type: 1.0},
        confidence=0.9,
        modality={modality: 1.0},
        roles={
            role: tuple(part(text, words) for words in wordings) for role, wordings in roles.items()
        },
    )


def figure(count: Count) -> str:
    """A count in short: "12" exact, "12+" at least, "<12" at most, "12-15", "24?" only a least."""
    match (count.low, count.best, count.high):
        case (low, None, None):
            return f"{low}?"
        case (low, best, None) if low == best:
            return f"{low}+"
        case (None, best, high) if best == high:
            return f"<{high}"
        case (low, best, high) if low == best == high:
            return f"{best}"
        case (low, _, high):
            return f"{low}-{high}"


def flags(phrase: CountPhrase) -> str:
    return " part" * phrase.subset + " total" * phrase.cumulative
