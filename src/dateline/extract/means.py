"""What kind of attack it was, by what it was done with: bombed by aircraft is an air strike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dateline.extract.cues import CueIndex, find_cues, index_cues
from dateline.extract.text import Token
from dateline.lexicons import read_lexicon
from dateline.records import IncidentType


@cache
def _means() -> CueIndex:
    return index_cues(read_lexicon("means"))


def type_by_means(kind: IncidentType, means: Sequence[Sequence[Token]]) -> IncidentType:
    """The type of an act of `kind`, given the words of its doers and weapons: `lexicons/means.tsv`."""
    for tokens in means:
        for cue in find_cues(tokens, _means()):
            if kind.value in cue.row["instead_of"].split():
                return IncidentType(cue.row["type"])
    return kind
