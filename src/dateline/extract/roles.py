"""The phrases of an act's roles, as far as they are believed: whole, near enough, and doers that did it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from dateline.extract.acts import Act
from dateline.extract.grammar import AUXILIARIES, IRREGULAR, PREPOSITIONS, SUBORDINATORS
from dateline.extract.layers import Layers
from dateline.extract.patients import find_agent
from dateline.extract.phrases import complete, is_ruled_out, nouns_of_actors, trim
from dateline.extract.possessors import suffers
from dateline.extract.sources import Attribution
from dateline.extract.text import Sentence, read_tokens
from dateline.extract.triggers import find_triggers
from dateline.records import Source, SourceKind, Span


def phrases_of(
    layers: Layers, spans: Sequence[Span], near: Span, *, nouns: Collection[str]
) -> tuple[Span, ...]:
    """What the model gives a role, near enough to be believed, as whole phrases.

    nouns: those that a phrase of the role may turn on."""
    found = []
    for span in spans:
        home = layers.sentence(span)
        whole = to_word_end(home, span)
        if whole is not None and near.holds(span):
            if home is not None:
                whole = complete(whole, home, nouns, layers.times)
            phrase = trim(layers.report.text, whole, home)
            if phrase is not None:
                found.append(phrase)
    return tuple(whole_names(layers.report.text, sorted(set(found), key=lambda s: s.start)))


def to_word_end(sentence: Sentence | None, span: Span) -> Span | None:
    """A phrase with all of its last word: "Abu Bakr al-Masri", "a 27-year-old". None where that word
    only tells of what kind another is: "an officer-involved shooting" was no officer's."""
    tokens = sentence.tokens if sentence is not None else ()
    cut = next((t for t in tokens if t.start < span.end < t.end), None)
    if cut is None:
        return span
    rest = cut.text[span.end - cut.start :].strip("-")
    named = rest[:1].isupper() or rest[:1].isdigit() or cut.lower.endswith("-old")
    return Span(span.start, cut.end) if named else None


def whole_names(text: str, spans: Sequence[Span]) -> list[Span]:
    """Phrases parted by a word or two of the same name or title, as one: "Former Gao [mayor] Aly Ba"."""
    whole: list[Span] = []
    for span in spans:
        if whole and whole[-1].end < span.start <= whole[-1].end + WIDEST_GAP:
            between = read_tokens(text, whole[-1].end, span.start)
            if between and all(
                t.text.isalpha() and t.text[0].isupper() and t.lower not in NO_TITLE
                for t in between
            ):
                span = Span(whole.pop().start, span.end)
        whole.append(span)
    return whole


WIDEST_GAP = 30  # letters that a name or a title may have been broken by


NO_TITLE = AUXILIARIES | PREPOSITIONS | SUBORDINATORS | IRREGULAR | frozenset(["and", "or", "of"])


def doers_of(
    layers: Layers, act: Act, sentence: Sentence, near: Span, attribution: Attribution | None
) -> tuple[Span, ...]:
    """Who did it as the model answers, less a speaker who tells of it as of another's deed.

    "The army said 58 men were executed" names no doer; "the army said it had killed 12" and "its
    fighters" do, and so does a speaker who owns to the deed.
    """
    found = phrases_of(layers, act.spans("perpetrator"), near, nouns=nouns_of_actors())
    found = tuple(
        s
        for s in found
        if (home := layers.sentence(s)) is None or not (suffers(home, s) or is_ruled_out(s, home))
    )
    agent = find_agent(sentence, act.span)
    if agent is not None:
        deeds = (t for t in find_triggers(sentence) if t.span.meets(act.span))
        if any(t.subject == "perpetrator" for t in deeds):
            # in a passive, what stands before the verb is who was hit
            found = tuple(s for s in found if s.start > act.span.end) or (agent,)
    if attribution is None or attribution.source is None or attribution.stance in OWNING:
        return found
    source = attribution.source
    if not any(s.meets(source) for s in found):
        return found
    told = [piece for piece in attribution.content if piece.start <= act.span.start < piece.end]
    words = [
        t.lower
        for piece in told
        for t in read_tokens(layers.report.text, piece.start, act.span.start)
        if t.text != "US"  # the country
    ]
    if any(word in OWN_DEED for word in words[-12:]):
        return found
    return tuple(s for s in found if not s.meets(source))


def boasts(
    layers: Layers,
    attribution: Attribution | None,
    voice: Source,
    act: Act,
    doers: Sequence[Span],
) -> bool:
    """Whether an armed group tells its own deed, or an army claims one. What police or an army plainly say
    of theirs is reported."""
    if attribution is None or attribution.source is None:
        return False
    if attribution.stance == "claim":
        return voice.kind in {SourceKind.REBEL, SourceKind.MILITARY}
    own = any(
        doer.meets(attribution.source)
        or layers.report.quote(doer).split(maxsplit=1)[0].lower() in OWN_DEED
        for doer in doers
    )
    return (own or _is_his_own(layers, attribution, act)) and voice.kind is SourceKind.REBEL


def _is_his_own(layers: Layers, attribution: Attribution, act: Act) -> bool:
    """Whether what is said opens with the speaker himself, who did it: "that | its men had shot two"."""
    for piece in attribution.content:
        if piece.start <= act.span.start < piece.end:
            words = [t.lower for t in read_tokens(layers.report.text, piece.start, act.span.end)]
            words = words[1:] if words[:1] == ["that"] else words
            return words[:1] != [] and words[0] in OWN_DEED and not PASSIVE & set(words)
    return False


# What is suffered, not done: "that its men were shot", "we lost two".
PASSIVE = frozenset("was were been being is are lost lose mourn mourns lament laments".split())


# Stances of a speaker to a deed of his own.
OWNING = frozenset({"claim", "admit", "deny", "threat"})


# Words of a speaker for himself or those under him.
OWN_DEED = frozenset("it its they their we our us i my he his she her itself themselves".split())
