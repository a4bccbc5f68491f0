"""What is said of a deed without naming it: "the army denied this", "the front claimed responsibility"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, takewhile

import numpy as np

from dateline.extract.attributions import MARKED, Attribution
from dateline.extract.cues import Cue, CueIndex, find_cues, index_cues
from dateline.extract.grammar import AUXILIARIES
from dateline.extract.text import Sentence, Token, sentence_at, tokens_in, word_set
from dateline.lexicons import read_lexicon
from dateline.records import Modality, Span

DENIES = 0.5  # share of the model's answer from which words are a denial
# And from which a plain negation is ("no truck had passed"): below, of 44 on unread passages 19 were.
PLAINLY = 0.7
# And from which an ordinary cause or an alibi is one: of 61 on unread passages 47 were.
OTHERWISE = 0.1
OWNS = frozenset({"claim", "admit"})  # stances of a speaker to a deed of his own
RESPONSIBILITY = frozenset({"responsibility", "credit", "authorship"})
FURTHER_BACK = 6  # as BACK, where the words can only be a denial
BACK = 2  # sentences from which a denial still points at a deed told before it


def find_bare_denials(
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    acts: Sequence[Span],
    denied: Sequence[bool] | None = None,
) -> Iterator[tuple[int, Attribution]]:
    """Each denial that has no act in its words, with the number of the act told last before it.

    acts: spans of the report's acts, in order. A denial that stands too far behind any is left alone.
    denied: which acts are told as denied; all, unless given. One that is told as done in the words of a
    denial is told to be denied ("that he was beaten is groundless", "calls the killing a tale").
    """
    read = [act for act, no in zip(acts, denied or [True] * len(acts), strict=True) if no]
    found: list[Attribution] = []
    for number, attribution in _told_denials(attributions, sentences, acts, read):
        found.append(attribution)
        yield number, attribution
    for sentence in sentences:
        if any(sentence.span.meets(act) for act in read):
            continue  # what its words deny is read with its own act
        if any(sentence.span.meets(a.cue) for a in found):
            continue
        for cue in find_cues(sentence.tokens, _disowning())[:1]:
            words = sentence.tokens[cue.start : cue.end]
            span = Span(words[0].start, words[-1].end)
            denial = Attribution(None, span, (span,), "deny", shape="phrase")
            voice = next((a for a in attributions if a.source and a.cue.meets(span)), None)
            if voice is not None:
                denial = replace(denial, source=voice.source, content=voice.content)
            elif words[0].lower == "which":  # "which the army denies"
                denial = replace(denial, source=Span(words[1].start, words[-2].end))
            here = [
                n for n, act in enumerate(acts) if sentence.span.meets(act) and not span.meets(act)
            ]
            before = [n for n in here if acts[n].end <= span.start]
            if here:
                meant: int | None = before[-1] if before else here[0]
            else:
                meant = _meant(denial, sentences, acts, read=read, back=FURTHER_BACK)
            if meant is not None:
                yield meant, denial


@cache
def _disowning() -> CueIndex:
    """Words that deny a deed without naming it: "a fabrication", "no aircraft of ours"."""
    return index_cues(read_lexicon("denials"))


def _told_denials(
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    acts: Sequence[Span],
    read: Sequence[Span],
) -> Iterator[tuple[int, Attribution]]:
    """Those that the model hears in an attribution, or that its cue tells."""
    for attribution in attributions:
        denies = is_heard_as_denial(attribution, sentences) and attribution.source is not None
        if (denies or attribution.stance == "deny") and not _keeps_silent(attribution, sentences):
            number = _meant(attribution, sentences, acts, read=read, back=FURTHER_BACK)
            if number is not None:
                yield number, attribution


def is_heard_as_denial(attribution: Attribution, sentences: Sequence[Sentence]) -> bool:
    """Whether the model hears a denial in what is said, and its words hold one, or it hears half a one and
    they give the deed an ordinary cause or an alibi ("a gas bottle", "our guns were silent").

    Any other version that only differs it knows from the reports that it was taught; of those that it
    hears in others few deny anything.
    """
    share = attribution.modality.get(Modality.DENIED, 0.0)
    if share < OTHERWISE:
        return False
    said = [tokens_in(piece, sentences) for piece in (attribution.cue, *attribution.content)]
    return any(
        tells_otherwise(s)
        or (share >= DENIES and words_deny(s) and (share >= PLAINLY or calls_untrue(s)))
        for s in said
    )


def tells_otherwise(tokens: Sequence[Token]) -> bool:
    """Whether words give what befell somebody an ordinary cause, or say that the speaker was elsewhere."""
    return any(
        cue.row["class"] != "violence" and not _is_rejected(cue, tokens)
        for cue in find_cues(tokens, _ordinary())
    )


def _is_rejected(cue: Cue, tokens: Sequence[Token]) -> bool:
    """Whether an ordinary cause is named as what it was not: "that was | no | accident", "jokes | are not |
    signed"."""
    if cue.row["class"] == "elsewhere":
        return False  # "our men had never gone there"
    before = takewhile(lambda t: t.lower not in PARTING, reversed(tokens[: cue.start]))
    after = tokens[cue.end : cue.end + BESIDE]
    behind = after if after and after[0].lower in AUXILIARIES else ()
    return words_deny([*islice(before, NEAR), *behind])


NEAR = 5  # words before an ordinary cause in which a negation is its own
PARTING = word_set(", ; : — – . but and than")


@cache
def _ordinary() -> CueIndex:
    return index_cues(read_lexicon("ordinary"))


def words_deny(tokens: Sequence[Token]) -> bool:
    """Whether words hold a negation, or call something untrue."""
    words = {t.lower for t in tokens}
    return bool(words & _denying("deny")) or any(word.endswith(NOT) for word in words)


def calls_untrue(tokens: Sequence[Token]) -> bool:
    """Whether words deny otherwise than by a plain negation: "it is false that"."""
    return not {t.lower for t in tokens}.isdisjoint(_denying("deny") - NEGATING - PLAIN)


PLAIN = word_set("nothing nowhere without")
NOT = ("n't", "n’t")


def undisputed(tokens: Sequence[Token]) -> list[Token]:
    """Words less those of a denial that is itself denied: "that it was looted | nobody contests"."""
    kept: list[Token] = []
    for n, token in enumerate(tokens):
        if token.lower in CONTESTING and (before := _negation_before(tokens, n)) is not None:
            kept = [t for t in kept if t is not before]
        else:
            kept.append(token)
    return kept


def _negation_before(tokens: Sequence[Token], n: int) -> Token | None:
    near = takewhile(lambda t: t.lower not in PARTING, reversed(tokens[max(0, n - BESIDE - 1) : n]))
    return next((t for t in near if t.lower in NEGATING or t.lower.endswith(NOT)), None)


NEGATING = word_set("no nobody none not never neither nor cannot")
CONTESTING = word_set(
    "contest contests contested dispute disputes disputed deny denies denied denying doubt doubts doubted"
)


def tells_of_no_loss(sentence: Sentence, act: Span) -> bool:
    """Whether an act is a loss that its sentence says there was none of: "we | lost | no one". It denies no
    deed: those who lost nobody were there."""
    before = [t.lower for t in sentence.tokens if t.end <= act.start][-NEAR:]
    after = [t.lower for t in sentence.tokens if t.start >= act.end][:BESIDE]
    words = {t.lower for t in sentence.within(act)}
    if words & LOSING:
        return bool(NONE & {*words, *after} or after[:1] == ["not"] or "never" in before)
    return bool(words & LOSSES and (NONE | {"any", "without"}) & {*words, *before})


LOSING = word_set("lost lose loses losing suffered suffer suffers sustained")
LOSSES = word_set("loss losses casualty casualties fatality fatalities victims")


@cache
def _denying(kind: str) -> frozenset[str]:
    rows = read_lexicon("denying")
    return frozenset(form for r in rows if r["class"] == kind for form in r["form"].split("|"))


def _keeps_silent(attribution: Attribution, sentences: Sequence[Sentence]) -> bool:
    """Whether a speaker only leaves something open: "would not say whose they were", "refused to say",
    "does not deny it", "no one has said who laid it", "named no one"."""
    cue = attribution.cue
    near = sentence_at(cue.start, sentences).tokens
    verb = [t.lower for t in near if cue.start <= t.start < cue.end]
    before = [t.lower for t in near if t.end <= cue.start][-BESIDE:]
    if NEGATIONS & {*verb, *before} or _denying("reticent") & set(verb):
        return True
    opening = [
        [t.lower for t in tokens_in(span, sentences)][:OPENING]
        for span in (attribution.source, *attribution.content[:1])
        if span is not None
    ]
    if knows_of_none(attribution, sentences):
        return True
    speaker = opening[0] if attribution.source is not None else []
    if speaker[:1] in (["no"], ["none"], ["nobody"]):
        return True
    said = opening[-1] if attribution.content else []
    if said[:1] in ASKED:
        return attribution.stance != "deny"  # "denied what is told of a fire"
    return said in NOBODY or said[:2] == ["no", "claim"] or said == ["only"]


def knows_of_none(attribution: Attribution, sentences: Sequence[Sentence]) -> bool:
    """Whether a speaker only has heard or seen nothing of it: "heard no shot"."""
    verb = {t.lower for t in tokens_in(attribution.cue, sentences)}
    said = [t.lower for piece in attribution.content[:1] for t in tokens_in(piece, sentences)]
    return bool(_denying("knowing") & verb and NONE & set(said[:2]))


BESIDE = 2  # words before a cue in which a "not" is the cue's: "could not yet say"
NEGATIONS = word_set("not n't never cannot without neither nor")
NONE = word_set("no none nothing nobody neither nor")
ASKED = tuple([word] for word in ("who", "whose", "whom", "what", "whether", "why", "where", "how"))
OPENING = 3  # words of what is said that show whether it is more than "no one"
NOBODY = (["no", "one"], ["nobody"], ["none"], ["nothing"])  # all that is said: "named no one"


def speaks_for_accused(attribution: Attribution, sentences: Sequence[Sentence]) -> bool:
    """Whether a denial is a defence against a charge: of what is charged, and never of the arrest."""
    said = (attribution.source, attribution.speaker, attribution.cue, *attribution.content)
    words = {t.lower for piece in said if piece is not None for t in tokens_in(piece, sentences)}
    return bool(words & _denying("defence"))


def find_bare_claims(
    attributions: Sequence[Attribution], sentences: Sequence[Sentence], acts: Sequence[Span]
) -> Iterator[tuple[int, Attribution]]:
    """Each claim of responsibility that has no act in its words, with the number of the act told last
    before it. acts as in `find_bare_denials`."""
    for attribution in attributions:
        if attribution.stance not in OWNS or attribution.source is None:
            continue
        said = (attribution.cue, *attribution.content)
        words = {t.lower for piece in said for t in tokens_in(piece, sentences)}
        if words & RESPONSIBILITY:
            number = _meant(attribution, sentences, acts)
            if number is not None:
                yield number, attribution


def find_bare_charges(
    attributions: Sequence[Attribution], sentences: Sequence[Sentence], acts: Sequence[Span]
) -> Iterator[tuple[int, Attribution]]:
    """Each charge against somebody that has no act in its words ("the governor blamed herders"), with
    the number of the act told last before it. acts as in `find_bare_denials`."""
    for attribution in attributions:
        if attribution.stance == "accuse" and attribution.source is not None:
            number = _meant(attribution, sentences, acts)
            if number is not None and not _keeps_silent(attribution, sentences):
                yield number, attribution


def may_point(
    attribution: Attribution, sentences: Sequence[Sentence], acts: Sequence[Span]
) -> bool:
    """Whether a saying tells of something without a word for an act, and the model is to be asked of which."""
    if attribution.shape in MARKED or attribution.source is None:
        return False
    if not attribution.content or not attribution.names_fact:
        return False  # "asked for calm" tells of nothing
    return not _names_act(attribution, acts) and not _keeps_silent(attribution, sentences)


def find_pointing(
    attributions: Sequence[Attribution], odds: np.ndarray
) -> Iterator[tuple[int, Attribution]]:
    """Each of the sayings that `may_point` which the model takes to tell of an act: its number.

    odds: (attributions, acts), as `acts.same_incident` gives them.
    """
    for attribution, row in zip(attributions, odds, strict=True):
        number = int(row.argmax())
        if row[number] >= POINTS:
            yield number, attribution


POINTS = 1.0  # log-odds


def _meant(
    attribution: Attribution,
    sentences: Sequence[Sentence],
    acts: Sequence[Span],
    *,
    read: Sequence[Span] | None = None,
    back: int = BACK,
) -> int | None:
    """The number of the act that words mean without telling it: the last that they hold, else the last
    told before them; None where they tell one themselves. read: acts that tell what words say of them;
    all, unless given."""
    if attribution.shape in MARKED or _names_act(attribution, acts if read is None else read):
        return None
    held = [n for n, act in enumerate(acts) if any(p.meets(act) for p in attribution.content)]
    before = held or [n for n, act in enumerate(acts) if act.end <= attribution.cue.start]
    if not before:
        return None
    here, there = (sentence_at(s.start, sentences) for s in (attribution.cue, acts[before[-1]]))
    return before[-1] if here.index - there.index <= back else None


def _names_act(attribution: Attribution, acts: Sequence[Span]) -> bool:
    said = (attribution.cue, *attribution.content)
    return any(piece.meets(act) for piece in said for act in acts)
