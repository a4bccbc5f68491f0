"""Words for what follows a deed by days: who was hurt dies, the dead are buried, the taken are let go."""

from __future__ import annotations

import re
from functools import cache

from dateline.lexicons import read_lexicon

DEATH, BURIAL, RELEASE = "death", "burial", "release"
BETWEEN = r"(?: [\w'’-]+){0,4}?"  # "buried a baker and his son on"
LEADS = r"(?: (?:on|at|in|by|late|early|the|this|last|that))*"
# Who dies so was hurt before; "died of bullet wounds" may be told of the deed itself.
HURT = r"(?:of|from|to) (?:his|her|their|the) (?:[\w-]+ )?(?:wounds?|injur(?:y|ies)|burns)\b"
HURT_BEFORE = re.compile(rf"\bsuccumb|\b{HURT}|\bhospital\b|\b(?:days?|weeks?|months?) after\b")
# What is laid in the ground otherwise: "a mine buried on the road", "buried alive at Gao"
HIDDEN = re.compile(
    r"\b(?:alive|mines?|land-?mines?|bombs?|devices?|explosives?|shells?|charges?|ieds?|caches?|weapons|arms|rifles"
    r"|under|beneath)\b"
)
NEAR = 60  # characters
CLAUSE_END = re.compile(r"[.;:!?]")


def find_aftermath(before: str, behind: str) -> str | None:
    """What a day between two pieces of a sentence dates, where that is the aftermath of a deed: "death",
    "burial", "release".

    >>> find_aftermath("The guard died", "of the burns that he had suffered a week before.")
    'death'
    >>> find_aftermath("The guard died", "when rebels shelled the market.")
    >>> find_aftermath("A mine had been buried on", "by men on bicycles.")
    """
    before, behind = (" ".join(words.casefold().split()) for words in (before, behind))
    found = _pattern().search(before)
    if found is None:
        return None
    what = next(name for name, words in found.groupdict().items() if words)
    clause = before[found.start() :] + " " + CLAUSE_END.split(behind, maxsplit=1)[0]
    if what == BURIAL and HIDDEN.search(f"{before[-NEAR:]} {clause}"):
        return None
    return None if what == DEATH and HURT_BEFORE.search(clause) is None else what


@cache
def _pattern() -> re.Pattern[str]:
    forms: dict[str, list[str]] = {}
    for row in read_lexicon("aftermath"):
        forms.setdefault(row["what"], []).append(row["form"])
    verbs = "|".join(rf"(?P<{what}>{'|'.join(words)})" for what, words in forms.items())
    return re.compile(rf"\b(?:{verbs})\b(?: {HURT})?{BETWEEN}{LEADS}$")
