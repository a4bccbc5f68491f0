"""Attributions of one sentence: each cue of `lexicons/reporting.tsv` read by its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dateline.extract.contents import (
    clause_start,
    content_after,
    content_before,
    content_end,
    skip_addressee,
    skip_adjuncts,
)
from dateline.extract.cues import Cue, CueIndex, find_cues, index_cues
from dateline.extract.grammar import (
    ADVERBS,
    AUXILIARIES,
    BE,
    CHANNELS,
    CLOSERS,
    DETERMINERS,
    EDGE,
    FINDINGS,
    IRREGULAR,
    NEGATIONS,
    NOT_AFTER_VERB,
    NOUNS_TOO,
    PERSONAL,
    PLURALS,
    PREPOSITIONS,
    RELEASED,
)
from dateline.extract.speakers import anonymity_index, is_outlet, speaker_kind, words_of
from dateline.extract.subjects import (
    Line,
    bounds_subject,
    cue_span,
    ends_speaker,
    find_subject,
    first_subject,
    group_start,
    inverted_source,
    is_verbal,
    late_speaker,
    speaker_after,
)
from dateline.extract.text import Sentence, Token
from dateline.lexicons import read_lexicon
from dateline.records import SourceKind, Span


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
    shape: str = "verb"  # verb, noun, phrase, agency_tag

    @property
    def names_fact(self) -> bool:
        """Whether the content is something the source holds to be so, not a wish or a verdict."""
        return self.force in {"say", "think"}


@cache
def cue_index() -> CueIndex:
    return index_cues(r for r in read_lexicon("reporting") if r["class"] != "agency_tag")


def read_attributions(sentence: Sentence, quotes: Sequence[Span]) -> list[Attribution]:
    tokens = sentence.tokens
    near = tuple(q for q in quotes if q.meets(sentence.span))
    quoted = tuple(any(q.start <= t.start and t.end <= q.end for q in near) for t in tokens)
    asides = frozenset(
        k for c in find_cues(tokens, anonymity_index()) for k in range(c.start, c.end)
    )
    cues = tuple(
        c for c in find_cues(tokens, cue_index()) if not quoted[c.start] and c.start not in asides
    )
    line = Line(tokens, near, quoted, cues, asides)
    found: list[Attribution] = []
    used = 0
    for number, cue in enumerate(cues):
        if cue.start < used:
            continue
        if cue.row["takes"] == "quoted":
            used = cue.end
        if any(a.source and a.source.holds(cue_span(line, cue)) for a in found):
            continue  # "according to press reports"
        attribution = _read_cue(line, cue, found, cues[number + 1 :])
        if attribution is not None and (
            cue.row["takes"] != "quote" or _holds_quote(attribution, near)
        ):
            if _is_negated(line, attribution):
                attribution = replace(attribution, stance="neutral", force="judge")
            found.append(attribution)
    if not found:
        found.extend(_colon_speaker(line))
    return [_under_outlet(line, a, found) for a in found]


def _under_outlet(line: Line, leading: Attribution, found: Sequence[Attribution]) -> Attribution:
    """ "Citing witnesses, local media write ...": the outlet passes on what the witnesses say."""
    cue = next(t.lower for t in line.tokens if t.start == leading.cue.start)
    if leading.shape != "phrase" or cue not in {"citing", "quoting", "referring", "with"}:
        return leading
    for outer in found:
        inside = leading.cue < outer.cue and any(p.holds(outer.cue) for p in leading.content)
        if inside and outer.source is not None and outer.shape == "verb" and outer.content:
            return replace(leading, content=outer.content, via=outer.source)
    return leading


def _read_cue(
    line: Line, cue: Cue, before: Sequence[Attribution], after: Sequence[Cue]
) -> Attribution | None:
    match cue.row["class"], cue.row["takes"]:
        case "verb", takes:
            return _read_verb(line, cue, before, after, takes)
        case "noun", _:
            return _read_noun(line, cue, after)
        case "phrase", "source":
            return _read_according_to(line, cue, before, after)
        case "phrase", "quoted":
            return _read_quoted_as(line, cue, after)
        case "phrase", "whole":
            return _read_adverb(line, cue, after)
        case "phrase", _:
            return _read_impersonal(line, cue, after)
    return None


def _make(
    cue: Cue,
    cue_span: Span | None,
    *,
    source: Span | None,
    content: Iterable[Span | None],
    via: Span | None = None,
) -> Attribution | None:
    pieces = tuple(piece for piece in content if piece is not None)
    if cue_span is None or (not pieces and cue.row["stance"] == "neutral"):
        return None
    row = cue.row
    return Attribution(
        source, cue_span, pieces, row["stance"], row["force"], via, None, row["class"]
    )


def _is_noun_here(tokens: Sequence[Token], i: int, word: str) -> bool:
    """Whether a word that may be verb or noun is a noun or an adjective in this place."""
    if i == 0:
        return not word.endswith(("ing", "ed")) or len(tokens) < 2 or tokens[1].text.islower()
    before = tokens[i - 1].lower
    if before == "to" or before == "'s":
        return True
    if word in IRREGULAR:
        return False
    if before in DETERMINERS - {"that", "all", "both", "this", "many", "some", "several", "others"}:
        return before not in {"no"} or True
    if before in {"of", "in", "for", "from", "with", "by", "under", "into", "against", "about"}:
        return not word.endswith("ing")
    return False


def _lacks_subject(line: Line, cue: Cue, start: int) -> bool:
    """Whether a present form ("report", "states") has nothing before it that it agrees with."""
    tokens, i = line.tokens, cue.start
    word = tokens[i].lower
    if i and word in RELEASED and tokens[i - 1].lower in CHANNELS and line.cues[0].start < i:
        return True  # "in a statement posted on Telegram"
    present = cue.row["form"].split()[0].split("|")[:2]
    if i == 0 or word not in present or word in {"broadcast", "forecast", "put", "bet", "read"}:
        return False
    if any(t.lower in AUXILIARIES for t in tokens[start:i]):
        return False
    previous = tokens[start - 1] if start else tokens[0]
    following = tokens[cue.end] if cue.end < len(tokens) else None
    if previous.text in {",", "-", "–", "—"} or previous.text in CLOSERS | {'"'}:
        return following is None or following.lower in PREPOSITIONS or following.text in EDGE
    if word.endswith("s") and not word.endswith("ss"):
        if previous.lower in {"united", "member", "federal", "gulf", "baltic", "news", "media"}:
            return True
        if word in NOUNS_TOO:
            return (
                following is None
                or following.text in {".", ";"}
                or following.lower in NOT_AFTER_VERB
            )
        return False
    return not (previous.lower.endswith("s") or previous.lower in PLURALS)


def _read_verb(
    line: Line,
    cue: Cue,
    before: Sequence[Attribution],
    after: Sequence[Cue],
    takes: str,
) -> Attribution | None:
    tokens = line.tokens
    i, j = cue.start, cue.end
    word = tokens[i].lower
    start = group_start(tokens, i)
    if _is_noun_here(tokens, i, word) or _lacks_subject(line, cue, start):
        return None
    helpers = {t.lower for t in tokens[start:i]}
    cue_span = Span(tokens[start].start, tokens[j - 1].end)
    if word.endswith("ing") and not helpers & BE:
        source = _subject_of_participle(line, start, before)
        return _make(cue, cue_span, source=source, content=[content_after(line, j, after, takes)])
    if helpers & BE and not word.endswith("ing"):
        return _read_passive(line, cue, start, cue_span, after, takes)
    if word in {"quoted", "quotes", "cited", "cites"} and j < len(tokens):
        return _read_quoting(line, cue, start, cue_span, after)
    inverted = inverted_source(line, start, i, j, takes)
    if inverted is not None:
        end, source = inverted
        left = content_before(line, start)
        rest = line.quote_at(end) or line.quote_at(end + 1)
        return _make(cue, cue_span, source=source, content=[left, rest])
    region = find_subject(line, start)
    if region is None:
        return None
    subject_start, source = region
    if takes == "to" and source is not None and tokens[start - 1].lower in PERSONAL:
        late = late_speaker(line, j)
        if late is not None and line.quoted[max(subject_start - 2, 0)]:
            source = late
    return _content_by_side(line, cue, cue_span, subject_start, source, j, after, takes)


def _content_by_side(
    line: Line,
    cue: Cue,
    cue_span: Span,
    subject_start: int,
    source: Span | None,
    j: int,
    after: Sequence[Cue],
    takes: str,
) -> Attribution | None:
    """Whether "X said" answers for what stands before it, after it, or both."""
    tokens = line.tokens
    via: Span | None = None
    if takes == "to":
        j, addressee = skip_addressee(line, j)
        if addressee is not None and is_outlet(words_of(tokens, addressee)):
            via = addressee
    parenthetical = j < len(tokens) and tokens[j].text == ","
    left = content_before(line, subject_start, least=2 if parenthetical else 3)
    right = content_after(line, j, after, takes)
    previous = tokens[subject_start - 1].text if subject_start else ""
    if left is not None and previous in CLOSERS | {'"', "’", "'"}:
        right = line.quote_at(skip_adjuncts(line, j)) if right is not None else None
    elif left is not None and right is not None and not parenthetical:
        left = None
    if left is None and right is None:
        return _make(cue, cue_span, source=source, content=[], via=via)
    return _make(cue, cue_span, source=source, content=[left, right], via=via)


def _subject_of_participle(line: Line, start: int, before: Sequence[Attribution]) -> Span | None:
    """Who is "adding", "citing" or "saying": the speaker just before, else the first subject."""
    tokens = line.tokens
    if (
        start
        and tokens[start - 1].text != ","
        and tokens[start - 1].lower
        in {"statement", "letter", "message", "report", "officials", "residents", "sources"}
    ):
        region = find_subject(line, start)
        return region[1] if region else None
    for earlier in reversed(before):
        if earlier.source is not None and earlier.cue.end <= tokens[start].start:
            return earlier.source
    return first_subject(line, start) if start else None


def _read_passive(
    line: Line, cue: Cue, start: int, cue_span: Span, after: Sequence[Cue], takes: str
) -> Attribution | None:
    """ "It was announced that", "X was accused of", "Y was told by police that"."""
    tokens = line.tokens
    j = cue.end
    source: Span | None = None
    following = tokens[j].lower if j < len(tokens) else ""
    if tokens[cue.start].lower in FINDINGS and following not in {"that", "to", "by"}:
        return None  # "weapons were found"
    if j < len(tokens) and tokens[j].lower == "by":
        end = j + 1
        while end < len(tokens) and not ends_speaker(line, end, j + 1):
            if tokens[end].lower in {"of", "for"} and takes == "of":
                break
            end += 1
        source, j = line.span(j + 1, end), end
    subject = find_subject(line, start)
    right = content_after(line, j, after, takes)
    left = subject[1] if subject else None
    if left is not None and (
        tokens[start - 1].lower == "it" or takes in {"of", "to"} or len(line.tokens) == start
    ):
        left = None
    return _make(cue, cue_span, source=source, content=[left, right])


def _read_according_to(
    line: Line, cue: Cue, before: Sequence[Attribution], after: Sequence[Cue]
) -> Attribution | None:
    tokens = line.tokens
    end, source = speaker_after(line, cue.end)
    cue_span = Span(tokens[cue.start].start, tokens[cue.end - 1].end)
    via: Span | None = None
    left = content_before(line, cue.start)
    if left is None and cue.start > 2 and not ({t.lower for t in tokens[: cue.start]} <= ADVERBS):
        left = line.span(clause_start(line, cue.start - 1), cue.start)
        if left is not None and cue.start < 4:
            left = None
    if (
        tokens[cue.start].lower.endswith("ing")
        and before
        and tokens[cue.start].lower != "according"
    ):
        # "reports Reuters, citing residents": the outlet passes on what residents say
        outer = before[-1]
        if outer.source is not None and outer.cue.end <= cue_span.start:
            return _make(cue, cue_span, source=source, content=outer.content, via=outer.source)
    comma = end < len(tokens) and tokens[end].text == ","
    right = None
    if left is None or comma:
        right = line.span(end, content_end(line, end, after)) if end < len(tokens) else None
    if tokens[cue.start].lower in {"citing", "quoting"} and left is not None and not before:
        via = first_subject(line, cue.start)
        if via is not None and not is_outlet(words_of(tokens, via)):
            via = None
    return _make(cue, cue_span, source=source, content=[left, right], via=via)


def _read_quoting(
    line: Line, cue: Cue, start: int, cue_span: Span, after: Sequence[Cue]
) -> Attribution | None:
    """ "The agency quoted an officer, who described ..."."""
    end, source = speaker_after(line, cue.end)
    outlet = find_subject(line, start)
    content = line.span(end, len(line.tokens)) if end < len(line.tokens) else None
    if source is None or speaker_kind(" ".join(words_of(line.tokens, source))) is None:
        region = outlet[1] if outlet else None
        return _make(cue, cue_span, source=region, content=[line.span(cue.end, len(line.tokens))])
    return _make(cue, cue_span, source=source, content=[content], via=outlet[1] if outlet else None)


def _read_quoted_as(line: Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "was quoted by X as saying", "the agency quoted X as saying"."""
    tokens = line.tokens
    start = group_start(tokens, cue.start)
    tail = cue.end - 2  # "as saying"
    inner_first = cue.start + 1
    region = find_subject(line, start)
    passive = bool({t.lower for t in tokens[start : cue.start]} & BE)
    inner = line.span(inner_first, tail)
    cue_span = Span(tokens[start].start, tokens[cue.start].end)
    content = [content_after(line, cue.end, after, "clause")]
    if passive:
        via = None
        if inner is not None:
            first = inner_first + (tokens[inner_first].lower in {"by", "in", "on"})
            via = line.span(first, tail)
        source = region[1] if region else None
        return _make(cue, cue_span, source=source, content=content, via=via)
    via = region[1] if region else None
    return _make(cue, cue_span, source=inner, content=content, via=via)


def _read_adverb(line: Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "reportedly", "allegedly": nobody named, the clause around it is the content."""
    tokens = line.tokens
    first = clause_start(line, cue.start)
    cue_span = Span(tokens[cue.start].start, tokens[cue.end - 1].end)
    left, right = line.span(first, cue.start), line.span(cue.end, len(tokens))
    return _make(cue, cue_span, source=None, content=[left, right])


def _read_impersonal(line: Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "It was reported that ...", "X is believed to have ..."."""
    tokens = line.tokens
    start = group_start(tokens, cue.start)
    cue_span = Span(tokens[start].start, tokens[cue.end - 1].end)
    right = content_after(line, cue.end, after, "clause")
    left: Span | None = None
    source: Span | None = None
    if cue.row["position"] == "before":
        region = find_subject(line, start)
        source = region[1] if region else None
    elif tokens[cue.start].lower != "it" and start:
        region = find_subject(line, start)
        left = region[1] if region else None
    if cue.row["position"] == "before" and right is None:
        right = content_before(line, start)
    return _make(cue, cue_span, source=source, content=[left, right])


def _read_noun(line: Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "reports of", "their claim that", "allegations by residents that"."""
    tokens = line.tokens
    source: Span | None = None
    k = cue.start
    j = cue.end
    before = tokens[k - 1].lower if k else ""
    if before.endswith("s") and before != "'s" and not tokens[k].lower.endswith("s"):
        region = find_subject(line, k)  # "residents fear that": a verb after all
        source = region[1] if region else None
    elif tokens[j - 1].lower in {"by", "from"}:
        end, source = speaker_after(line, j)
        j = end
    elif k > 0 and (tokens[k - 1].lower in {"'s", "his", "her", "their", "its", "’"}):
        first = k - 1
        while first > 0 and not bounds_subject(line, first - 1) and k - first < 6:
            if tokens[first - 1].lower in PREPOSITIONS or is_verbal(tokens[first - 1]):
                break
            first -= 1
        source = line.span(first, k - (tokens[k - 1].lower == "'s"))
    cue_span = Span(tokens[k].start, tokens[cue.end - 1].end)
    return _make(cue, cue_span, source=source, content=[content_after(line, j, after, "clause")])


def _is_negated(line: Line, attribution: Attribution) -> bool:
    """ "did not say that", "no group has claimed": the words assign nothing to anybody."""
    cue = {t.lower for t in line.tokens if attribution.cue.holds(Span(t.start, t.end))}
    source = words_of(line.tokens, attribution.source) if attribution.source else []
    return bool(cue & NEGATIONS) or source[:1] in (["no"], ["nobody"], ["none"], ["neither"])


def _holds_quote(attribution: Attribution, quotes: Sequence[Span]) -> bool:
    return any(piece.meets(quote) for piece in attribution.content for quote in quotes)


def _colon_speaker(line: Line) -> Iterator[Attribution]:
    """'Mayor: "..."', and in headlines "Army: three killed", "Three killed in Gao: police"."""
    tokens = line.tokens
    i = next((k for k, t in enumerate(tokens) if t.text == ":" and not line.quoted[k]), 0)
    if not 0 < i < len(tokens) - 1:
        return
    cue = Span(tokens[i].start, tokens[i].end)
    left, right = line.span(0, i), line.span(i + 1, len(tokens))
    if left is None or right is None or any(line.quoted[:i]):
        return
    quote = line.quote_at(i + 1)
    if quote is not None and i < 12:
        yield Attribution(left, cue, (quote,), "neutral")
    elif tokens[0].start == 0 and i <= 4 and _kind_in(line, left) is not None:
        yield Attribution(left, cue, (right,), "neutral")
    elif len(tokens) - i <= 6 and _kind_in(line, right) is not None and i >= 3:
        yield Attribution(right, cue, (left,), "neutral")


def _kind_in(line: Line, span: Span) -> SourceKind | None:
    return speaker_kind(" ".join(words_of(line.tokens, span)))
