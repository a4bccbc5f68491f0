"""Closed classes of English words that reading speakers and modality leans on."""

from __future__ import annotations

from dateline.extract.text import word_set

# Grammar words: the closed classes of English, so kept here and not in a table.
AUXILIARIES = word_set(
    "has have had is are was were be been being do does did will would could should may might "
    "can must hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't won't "
    "wouldn't couldn't cannot can't"
)

PERSONAL = frozenset(["he", "she", "they", "it", "we", "i"])

PREPOSITIONS = word_set(
    "on in at to during by from via through after before under over near with for amid about "
    "late early of into since until around inside outside across against between without "
    "within"
)

SUBORDINATORS = word_set(
    "but while although though because as when after before whereas unless if that where "
    "since whether so yet whereby amid despite until"
)

OPENERS = frozenset({"“", "«", "„"})

CLOSERS = frozenset({"”", "»"})

DASHES = frozenset({"-", "–", "—", "--"})

# Participles and pasts that do not end in -ed, for telling a passive and a verb from a noun.
IRREGULAR = word_set(
    "said told shot killed took began came went left fell hit made found held led set struck "
    "fled broke burnt blew fought gave got kept lost met put ran saw sent stole spoke stood "
    "threw won wrote brought bought caught drove quoted read heard known seen understood "
    "thought"
)
