"""Whether what a trigger names is told as having happened, and as news or as past context.

Cues are rows of `lexicons/modality.tsv`; which cue reaches which trigger is decided by
direction and clause. The stance of an enclosing attribution counts where no cue of the
sentence does. `docs/sources.md` lists the classes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

from dateline.extract.attributions import Attribution
from dateline.extract.cues import Cue, CueIndex, find_all_cues, index_cues
from dateline.extract.grammar import AUXILIARIES, IRREGULAR
from dateline.extract.text import Sentence, Token, clauses, word_set
from dateline.lexicons import read_lexicon
from dateline.records import Modality, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """How one trigger is told.

    A harm that did not come about ("no one was hurt") is a count of zero, and the modality stays what
    it was. A deed that did not happen is `Modality.DENIED`.
    """

    modality: Modality
    background: bool
    cue: Span | None  # the words that decided the modality or the negation


# The class that wins when cues of several reach one trigger: a denied plan is denied, a foiled
# plan attempted.
PRIORITY = ("denied", "negated", "attempted", "planned", "hypothetical", "claimed", "alleged")
NEXT_WORDS = 2  # words that may stand between "attempted" and its noun: "attempted car bomb attack"
NEAR_WORDS = 6
# Words for harm as a result; negated they are a count of zero and not a denial.
HARM = word_set(
    "injured hurt wounded harmed casualty casualties injury injuries death deaths fatality"
    " fatalities killed dead died victim victims damage damaged loss losses wounds"
)
YEAR = re.compile(r"(?:1[89]|20)\d\d(?:s)?$")


@cache
def modality_index() -> CueIndex:
    return index_cues(read_lexicon("modality"))


def read_modality(
    sentence: Sentence,
    trigger: Span,
    *,
    attribution: Attribution | None = None,
    interested: bool = False,
) -> Reading:
    """Read the modality of the act that `trigger` names in `sentence`.

    attribution: the nearest one whose content holds the trigger. interested: its source is the
    act's own perpetrator, so that what it asserts is a claim.
    """
    reaching = cues_reaching(sentence, trigger)
    named = attribution is not None and attribution.source is not None
    chosen: dict[str, Cue] = {}
    for cue in reaching:
        if cue.row["scope"] == "hearsay" and named:
            continue  # "Reuters said the post had reportedly fallen": Reuters answers for it
        chosen.setdefault(_class_of(cue, sentence, trigger), cue)
    background = "background" in chosen or _is_dated_by_year(sentence, trigger)
    for name in PRIORITY:
        if name in chosen:
            cue = chosen[name]
            span = Span(sentence.tokens[cue.start].start, sentence.tokens[cue.end - 1].end)
            if name == "negated":
                modality = _by_stance(attribution, interested=interested)
                modality = Modality.ASSERTED if modality is Modality.DENIED else modality
                return Reading(modality, background, span)
            if name == "alleged" and interested and attribution and span.meets(attribution.cue):
                name = "claimed"  # "the front claimed that it had shot two"
            return Reading(Modality(name), background, span)
    if attribution is not None and not named and not _in_one_clause(sentence, trigger, attribution):
        attribution = None  # "are feared dead after a boat was attacked"
    modality = _by_stance(attribution, interested=interested)
    cue_span = attribution.cue if attribution and modality is not Modality.ASSERTED else None
    return Reading(modality, background, cue_span)


def _in_one_clause(sentence: Sentence, trigger: Span, attribution: Attribution) -> bool:
    return any(c.meets(trigger) and c.meets(attribution.cue) for c in clauses(sentence))


def _by_stance(attribution: Attribution | None, *, interested: bool) -> Modality:
    """What an enclosing attribution makes of a clause that has no cue of its own."""
    if attribution is None:
        return Modality.ASSERTED
    if not attribution.names_fact:
        return Modality.ASSERTED  # wishes and plans have cues of their own in the table
    match attribution.stance:
        case "deny":
            return Modality.DENIED
        case "threat":
            return Modality.PLANNED
        case "accuse" | "doubt":
            return Modality.ALLEGED
        case "claim":
            return Modality.CLAIMED if interested else Modality.ALLEGED
        case _:
            return Modality.CLAIMED if interested else Modality.ASSERTED


def cues_reaching(sentence: Sentence, trigger: Span) -> list[Cue]:
    """The modality cues of a sentence whose scope takes in the trigger, nearest first."""
    tokens = sentence.tokens
    at = _token_range(tokens, trigger)
    if at is None:
        return []
    cues = _cues_in(sentence)
    pseudo = [c for c in cues if c.row["direction"] == "pseudo"]
    stops = [c for c in cues if c.row["direction"] == "terminate"]
    parts = clauses(sentence)
    reaching = [
        cue
        for cue in cues
        if cue.row["direction"] not in {"terminate", "pseudo"}
        and not any(_overlap(cue, other) for other in pseudo)
        and not _is_month(tokens, cue)
        and _reaches(cue, at, tokens, parts, stops)
    ]
    longest = [c for c in reaching if not any(_is_within(c, other) for other in reaching)]
    return sorted(longest, key=lambda c: _distance(c, at))


@lru_cache(maxsize=128)  # one sentence tells of several acts
def _cues_in(sentence: Sentence) -> list[Cue]:
    return find_all_cues(sentence.tokens, modality_index())


def _overlap(a: Cue, b: Cue) -> bool:
    return a.start < b.end and b.start < a.end


def _is_within(a: Cue, b: Cue) -> bool:
    """Whether `b` is a longer cue over some of the same words: "not been confirmed" over "not"."""
    return _overlap(a, b) and b.end - b.start > a.end - a.start


def _token_range(tokens: Sequence[Token], span: Span) -> tuple[int, int] | None:
    inside = [i for i, t in enumerate(tokens) if t.start < span.end and span.start < t.end]
    return (inside[0], inside[-1] + 1) if inside else None


def _distance(cue: Cue, at: tuple[int, int]) -> int:
    return max(at[0] - cue.end, cue.start - at[1], 0)


def _is_month(tokens: Sequence[Token], cue: Cue) -> bool:
    return cue.row["form"] == "may" and cue.start > 0 and tokens[cue.start].text == "May"


def _reaches(
    cue: Cue,
    at: tuple[int, int],
    tokens: Sequence[Token],
    parts: Sequence[Span],
    stops: Sequence[Cue],
) -> bool:
    start, end = at
    ahead, behind = start >= cue.end, end <= cue.start
    if not ahead and not behind:
        return cue.row["direction"] == "both"  # the trigger is a word of the cue itself
    if cue.row["direction"] != "both" and cue.row["direction"] != (
        "forward" if ahead else "backward"
    ):
        return False
    between = range(cue.end, start) if ahead else range(end, cue.start)
    if any(s.start >= between.start and s.end <= between.stop for s in stops):
        return False
    if ahead and cue.row["class"] != "alleged" and _passes_participle(tokens, between, start):
        return False
    match cue.row["scope"]:
        case "next":
            return _reaches_noun(tokens, between, start, ahead)
        case "verb":
            return _reaches_verb(tokens, between, ahead)
        case "subject":
            return _same_clause(cue, start, tokens, parts) and _is_verb_of_subject(tokens, between)
        case "near":
            return len(between) <= NEAR_WORDS and _same_clause(cue, start, tokens, parts)
        case "sentence":
            return True
        case "complement":
            return (
                _same_clause(cue, start, tokens, parts)
                and not _is_past_complement(cue, start, tokens)
                and not any(_opens_finite_verb(tokens, k, start) for k in between)
                and not (tokens[cue.end - 1].lower == "to" and _passes_finite(tokens, between))
            )
        case _:
            own = not ahead and _relates_to(cue, between, tokens)
            return own or _same_clause(cue, start, tokens, parts)


def _relates_to(cue: Cue, between: range, tokens: Sequence[Token]) -> bool:
    """Whether the cue opens the relative clause of the trigger's own phrase.

    "the operation to retake the town, which is expected to begin": the operation is.
    """
    words = [tokens[k].lower for k in between]
    if len(words) < 2 or words[-1] != "which" or words[-2] != ",":
        return False
    return "," not in words[:-2] and not _passes_finite(tokens, between)


def _is_past_complement(cue: Cue, start: int, tokens: Sequence[Token]) -> bool:
    """Whether the cue has its verb already: "on suspicion of betraying them [arrested] ten"."""
    if tokens[cue.end - 1].lower not in {"of", "for", "in", "with"} or start <= cue.end:
        return False
    if not tokens[cue.end].lower.endswith("ing"):
        return False
    joined = tokens[start - 1].lower in {"and", "or", ","}
    return not joined and not tokens[start].lower.endswith("ing")


def _passes_participle(tokens: Sequence[Token], between: range, start: int) -> bool:
    """Whether ", killing six" or ", saying" stands between: told of its own, beside the cue."""
    return any(
        tokens[k].text == "," and k + 1 <= start and tokens[k + 1].lower.endswith("ing")
        for k in between
    )


def _passes_finite(tokens: Sequence[Token], between: range) -> bool:
    """Whether the main verb comes between: "a man trying to enter was shot"."""
    return any(
        tokens[k].lower in {"was", "were", "is", "are", "has", "had", "have"} for k in between
    )


def _reaches_noun(tokens: Sequence[Token], between: range, start: int, ahead: bool) -> bool:
    """Whether an adjective stands right by the noun it belongs to.

    "suspected militants killed": the adjective belongs to the people, not to the deed.
    """
    if len(between) > NEXT_WORDS:
        return False
    words = [tokens[k].lower for k in between]
    if any(not w[0].isalnum() or w in {"and", "to", "of", "in", "by"} for w in words):
        return False
    if not ahead or not words:
        return True
    plural = words[-1].endswith("s") and not words[-1].endswith("ss")
    word = tokens[start].lower
    return not plural and not word.endswith("ed") and word not in IRREGULAR


def _reaches_verb(tokens: Sequence[Token], between: range, ahead: bool) -> bool:
    """Whether a negation stands by its verb, or by a verb that only carries its noun.

    "did not openly fire", "did not carry out any raid"; in "who did not accept the raid" it is the
    accepting that did not happen.
    """
    words = [t for t in (tokens[k].lower for k in between) if not t.endswith("ly")]
    words = [w for w in words if w not in BESIDE_VERBS]
    if not ahead or not words:
        return not words
    return (
        words[0] in LIGHT_VERBS and all(w[0].isalnum() for w in words) and len(words) <= NEAR_WORDS
    )


def _is_verb_of_subject(tokens: Sequence[Token], between: range) -> bool:
    """Whether an auxiliary leads from "no" and its noun to the verb: "no house was burnt"."""
    words = [tokens[k].lower for k in between]
    while words and (words[-1] in BESIDE_VERBS or words[-1].endswith("ly")):
        words.pop()
    return 0 < len(words) <= NEAR_WORDS and words[-1] in AUXILIARIES


# What may stand between a negation and its verb.
BESIDE_VERBS = word_set("been being be even ever yet also in any way then there themselves itself")
# Verbs that carry a deed named by their object.
LIGHT_VERBS = word_set(
    "carry carried carrying conduct conducted commit committed stage staged launch launched make made mount"
    " mounted take took taken takes perpetrate perpetrated order ordered open opened opening use used"
    " hold held fire fired place placed plant planted throw threw have had inflict inflicted"
    " undertake undertook attempt attempted"
)


def _same_clause(cue: Cue, at: int, tokens: Sequence[Token], parts: Sequence[Span]) -> bool:
    """In one clause, or in the clause that "that" opens right after the cue."""
    last = tokens[cue.end - 1]
    for part in parts:
        if part.start <= last.start < part.end:
            return part.start <= tokens[at].start < part.end
    return False


def _opens_finite_verb(tokens: Sequence[Token], k: int, until: int) -> bool:
    """Whether "and" at `k` leads back to the finite verb: "foiled a raid and arrested six"."""
    if tokens[k].lower not in {"and", "then"} or k + 1 > until:
        return False
    following = k + 1
    while following < until and tokens[following].lower.endswith("ly"):
        following += 1
    word = tokens[following].lower
    return word.endswith("ed") or word in IRREGULAR


def _class_of(cue: Cue, sentence: Sentence, trigger: Span) -> str:
    """The class a row gives this trigger: "no casualties" is a zero, "no attack" a denial."""
    name = cue.row["class"]
    if name == "denied" and cue.row["scope"] in {"next", "near", "clause", "verb", "subject"}:
        words = {t.lower for t in sentence.within(trigger)}
        if words & HARM:
            return "negated"
    return name


def _is_dated_by_year(sentence: Sentence, trigger: Span) -> bool:
    """Whether "in 2014" stands in the trigger's clause: a bare year is not how news is dated."""
    part = next((c for c in clauses(sentence) if c.start <= trigger.start < c.end), None)
    if part is None:
        return False
    words = sentence.within(part)
    for before, token in pairwise(words):
        if YEAR.match(token.lower) and before.lower in {"in", "since", "during", "the", "of"}:
            return True
    return False
