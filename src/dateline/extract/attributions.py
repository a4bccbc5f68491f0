"""What an attribution is, and the table of cues that says how its speaker stands to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from dateline.extract.cues import CueIndex, index_cues
from dateline.lexicons import read_lexicon
from dateline.records import Modality, SourceKind, Span

TURN = "turn"
# Shapes of attributions by a mark beside the words, not by a word for saying.
MARKED = frozenset({"agency_tag", TURN})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One statement, thought or wish that the report assigns to somebody.

    `source` is the phrase beside the cue, `speaker` the earlier, fuller phrase it stands for
    ("he", "the agency"); both None in "it was reported". `via` is a farther speaker that passes
    the words on: Reuters in "residents told Reuters".
    """

    source: Span | None
    cue: Span
    content: tuple[Span, ...]
    stance: str  # neutral, doubt, admit, deny, claim, accuse, threat
    force: str = "say"  # say: gives facts; think; want; judge
    via: Span | None = None
    speaker: Span | None = None
    shape: str = "verb"  # verb, noun, phrase, agency_tag, turn
    kinds: Mapping[SourceKind, float] = field(default_factory=dict)  # shares, as the model answers
    modality: Mapping[Modality, float] = field(default_factory=dict)  # of the content, likewise

    @property
    def names_fact(self) -> bool:
        """Whether the content is something the source holds to be so, not a wish or a verdict."""
        return self.force in {"say", "think"}


@cache
def cue_index() -> CueIndex:
    return index_cues(r for r in read_lexicon("reporting") if r["class"] != "agency_tag")
