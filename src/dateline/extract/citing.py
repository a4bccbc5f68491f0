"""Whom a speaker cites: in "the police said, citing villagers" the villagers spoke first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from dateline.extract.attributions import Attribution
from dateline.extract.cues import CueIndex, find_cues, index_cues
from dateline.extract.text import Sentence, Token, word_set
from dateline.lexicons import read_lexicon
from dateline.records import Span

CITING = "citing"  # the class of such cues, and the shape of their attributions
MOST = 12  # words of whom is cited
# What ends the phrase for whom is cited.
ENDS = word_set("that who which said says reported reports added as when after saying told")


@cache
def _cues() -> CueIndex:
    return index_cues(r for r in read_lexicon("reporting") if r["class"] == CITING)


def find_cited(
    attributions: Sequence[Attribution], sentences: Sequence[Sentence]
) -> Iterator[Attribution]:
    """An attribution to whoever is cited, for all that the nearest speaker before the cue says.

    Nothing where the model has found him to speak by another cue.
    """
    for sentence in sentences:
        for cue in find_cues(sentence.tokens, _cues()):
            first = sentence.tokens[cue.start]
            speakers = [
                a
                for a in attributions
                if a.source is not None
                and a.content
                and sentence.span.holds(a.source)
                and a.source.end <= first.start
            ]
            cited = _phrase(sentence.tokens[cue.end :])
            if not speakers or cited is None:
                continue
            spoken = [a for a in attributions if a.source is not None and a.source.meets(cited)]
            if any(a.cue.end <= first.start or cited.end <= a.cue.start for a in spoken):
                continue
            by = max(speakers, key=lambda a: a.source or cited)
            yield Attribution(
                cited,
                Span(first.start, sentence.tokens[cue.end - 1].end),
                by.content,
                cue.row["stance"],
                cue.row["force"],
                shape=CITING,
            )


def _phrase(tokens: Sequence[Token]) -> Span | None:
    """The noun phrase that these words open with."""
    end = 0
    while end < min(len(tokens), MOST):
        token = tokens[end]
        if token.lower in ENDS or not token.text[0].isalnum():
            break
        end += 1
    return Span(tokens[0].start, tokens[end - 1].end) if end else None
