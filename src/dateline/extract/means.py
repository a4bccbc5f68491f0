"""What kind of attack it was, by what it was done with: bombed by aircraft is an air strike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from dateline.extract.cues import CueIndex, find_cues, index_cues
from dateline.extract.text import Token
from dateline.lexicons import read_lexicon
from dateline.records import IncidentType


@cache
def _means() -> CueIndex:
    return index_cues(read_lexicon("means"))


def types_by_means(
    types: Mapping[IncidentType, float], means: Sequence[Sequence[Token]]
) -> dict[IncidentType, float]:
    """The shares of an act's types, given the words of its doers and weapons: what `lexicons/means.tsv` says
    that a type was instead has its share."""
    cues = [cue for tokens in means for cue in find_cues(tokens, _means())]
    shares = dict.fromkeys(types, 0.0)
    for kind, share in types.items():
        meant = (c.row["type"] for c in cues if kind.value in c.row["instead_of"].split())
        chosen = IncidentType(next(meant, kind))
        shares[chosen] = shares.get(chosen, 0.0) + share
    return shares
