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
# What is laid in the ground otherwise: "a mine had been | buried", "buried | a bomb", "buried | alive"
ARMS = frozenset(
    "mine mines landmine landmines land-mine bomb bombs device devices explosive explosives shell shells charge charges"
    " ied ieds cache caches weapons arms rifles".split()
)
BESIDE_VERB = frozenset("that which had have has was were been is are being found lay".split())
# Behind these, arms are what killed those who were buried: "shot | with | rifles", "the victims | of | the mine"
KILLS = frozenset("by with from in of to after".split())
HELD = frozenset("cache caches stock stocks pile piles store stores".split())
HIDES = re.compile(
    r"buried (?:alive|(?:under|beneath) (?:the )?(?:rubble|debris|ruins|mud|earth))\b"
)
REACH = 4  # words from a verb to what is buried, and from arms to the word that they hang on
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
    if what == BURIAL and (HIDES.search(clause) or _are_arms(before, found.start())):
        return None
    return None if what == DEATH and HURT_BEFORE.search(clause) is None else what


def _are_arms(before: str, verb: int) -> bool:
    """Whether it is arms that are buried by the verb at a place, as its subject or object."""
    subject = before[:verb].split()
    while subject and subject[-1] in BESIDE_VERB:
        subject.pop()
    obj = before[verb:].split()[1 : 1 + REACH]
    first = next((n for n, word in enumerate(obj) if word in ARMS), None)
    return _names_arms(subject, len(subject) - 1) or (first is not None and _names_arms(obj, first))


def _names_arms(words: list[str], at: int) -> bool:
    """Whether the word at a place is for arms, and nobody's who was hit by them."""
    if at < 0 or words[at] not in ARMS:
        return False
    hangs_on = [n for n in range(max(0, at - REACH), at) if words[n] in KILLS]
    return not hangs_on or (hangs_on[-1] > 0 and words[hangs_on[-1] - 1] in HELD)


@cache
def _pattern() -> re.Pattern[str]:
    forms: dict[str, list[str]] = {}
    for row in read_lexicon("aftermath"):
        forms.setdefault(row["what"], []).append(row["form"])
    verbs = "|".join(rf"(?P<{what}>{'|'.join(words)})" for what, words in forms.items())
    return re.compile(rf"\b(?:{verbs})\b(?: {HURT})?{BETWEEN}{LEADS}$")
