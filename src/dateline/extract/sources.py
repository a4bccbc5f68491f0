"""Who says so: attributions in a report, and the chain of speakers behind a stretch of it.

Read by patterns over the cue table `lexicons/reporting.tsv` and the speaker table
`lexicons/speakers.tsv`, without a parser: a cue, the noun phrase that speaks, and the words
it answers for. `docs/sources.md` says what is read and what is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from dateline.extract.cues import Cue, CueIndex, find_cues, index_cues
from dateline.extract.text import Sentence, Token, read_tokens, word_set
from dateline.lexicons import read_lexicon
from dateline.records import Source, SourceKind, Span


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


# Grammar words: the closed classes of English, so kept here and not in a table.
AUXILIARIES = word_set(
    "has have had is are was were be been being do does did will would could should may might "
    "can must hasn't haven't hadn't isn't aren't wasn't weren't don't doesn't didn't won't "
    "wouldn't couldn't cannot can't"
)
BE = frozenset(
    ["is", "are", "was", "were", "be", "been", "being", "isn't", "aren't", "wasn't", "weren't"]
)
ADVERBS = word_set(
    "also later earlier then now still only further not never again already once first even "
    "just meanwhile too often always since soon thus nevertheless however therefore both all"
)
DETERMINERS = word_set(
    "the a an this that these those its his her their our my your some any many several no "
    "each every another two three four five six seven eight nine ten dozens scores hundreds "
    "both other local one"
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
DAYS = word_set(
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun "
    "today yesterday tonight january february march april may june july august september "
    "october november december jan feb mar apr jun jul aug sept oct nov dec morning evening "
    "afternoon night late early earlier later week month year last same day ago hours"
)
# Where or how something was said; a phrase up to one of these is passed over on the way to content.
CHANNELS = word_set(
    "statement statements interview report reports letter communique communiqué release tweet "
    "tweets post posts message messages briefing speech video conference twitter facebook "
    "telegram whatsapp telephone phone reporters journalists media email e-mail radio "
    "television tv anonymity website x bulletin update broadcast address note comments "
    "remarks newspeople correspondents newsmen press recording testimony hearing parliament "
    "assembly channel blog page interviews affidavit memo leaflet handout call dispatch "
    "newspaper paper rally debate"
) | (DAYS - {"last", "same", "day", "ago"})
ADDRESSEES = word_set(
    "reporters journalists newsmen correspondents lawmakers parliament us me him her them it "
    "police investigators viewers supporters residents people mediapersons newspersons"
)
FINDINGS = word_set(
    "found discovered shown recorded seen heard carried registered read posted issued"
)
PARTICLES = (
    "al-",
    "el-",
    "an-",
    "as-",
    "ash-",
    "bin",
    "ibn",
    "abu",
    "van",
    "von",
    "de",
    "da",
    "dos",
)
NOUNS_TOO = word_set(
    "states reports claims shows posts plans calls orders notes records charges comments demands"
    " remarks tweets questions answers requests offers challenges supports hopes fears attacks issues"
    " views estimates accounts promises threats details airs texts emails contests backs reads"
)
NOT_AFTER_VERB = word_set("of in for from with by and or is are was were has have had on at")
PLURALS = word_set(
    "they we i you people police who which media many some several others both and men women youth"
    " press militia military forces families troops most few"
)
CLAUSE_HEADS = word_set("and but or so then later meanwhile however yet also")
ADJUNCT_HEADS = word_set("on in at to during by via through late early last")
CLAUSE_JOINERS = word_set("and but while although though")
# Participles and pasts that do not end in -ed, for telling a passive and a verb from a noun.
IRREGULAR = word_set(
    "said told shot killed took began came went left fell hit made found held led set struck "
    "fled broke burnt blew fought gave got kept lost met put ran saw sent stole spoke stood "
    "threw won wrote brought bought caught drove quoted read heard known seen understood "
    "thought"
)


@cache
def cue_index() -> CueIndex:
    return index_cues(r for r in read_lexicon("reporting") if r["class"] != "agency_tag")


@cache
def agency_tags() -> frozenset[str]:
    return frozenset(r["form"] for r in read_lexicon("reporting") if r["class"] == "agency_tag")


def find_attributions(sentences: Sequence[Sentence]) -> list[Attribution]:
    """Every attribution in a report, in order of its cue.

    Contents may nest ("Reuters reported that police said ..."). An agency tag of the dateline
    ("(Reuters) -") comes first, with the whole report as content.
    """
    quotes = find_quotations(sentences)
    found = _agency_tags(sentences)
    for sentence in sentences:
        for attribution in _read_sentence(sentence, quotes):
            found.append(_resolve_speaker(attribution, found, sentence, sentences))
    return _with_floating_quotes(found, quotes, sentences)


# --- quotations -----------------------------------------------------------------------------


def find_quotations(sentences: Sequence[Sentence]) -> list[Span]:
    """Quotations with their marks, in order, each within its paragraph.

    A mark left open runs to the end of its paragraph: the next one opens anew by convention.
    """
    quotes: list[Span] = []
    opened: Token | None = None
    paragraph, last_end = -1, 0
    for sentence in sentences:
        if sentence.paragraph != paragraph:
            if opened is not None:
                quotes.append(Span(opened.start, last_end))
            opened, paragraph = None, sentence.paragraph
        for i, token in enumerate(sentence.tokens):
            if _doubled(sentence.tokens, i):
                if opened is not None and opened.text == "'":
                    quotes.append(Span(opened.start, sentence.tokens[i + 1].end))
                    opened = None
                else:
                    opened = opened or token
            elif token.text in OPENERS or (token.text == '"' and opened is None):
                opened = opened or token
            elif opened is None and token.text == "‘" and _opens_single(sentence.tokens, i):
                opened = token
            elif opened is not None and _closes(token, opened, sentence.tokens, i):
                quotes.append(Span(opened.start, token.end))
                opened = None
        last_end = sentence.end
    if opened is not None:
        quotes.append(Span(opened.start, last_end))
    return quotes


def _doubled(tokens: Sequence[Token], i: int) -> bool:
    """Whether two apostrophes stand for a quotation mark here, as agencies send it."""
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return (
        tokens[i].text == "'"
        and following is not None
        and following.text == "'"
        and following.start == tokens[i].end
    )


def _opens_single(tokens: Sequence[Token], i: int) -> bool:
    return any(t.text == "’" for t in tokens[i + 1 :])


def _closes(token: Token, opened: Token, tokens: Sequence[Token], i: int) -> bool:
    if opened.text == "'":
        return False  # closed by a doubled apostrophe
    if opened.text == "‘":
        # a plural's apostrophe ("soldiers’ homes") stands before a blank and a small letter
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        return token.text == "’" and (
            tokens[i - 1].text in {",", ".", "?", "!"}
            or following is None
            or not following.text[0].islower()
        )
    return token.text in CLOSERS or token.text == '"'


# --- one sentence ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with what the rules look up again and again."""

    tokens: tuple[Token, ...]
    quotes: tuple[Span, ...]  # quotations that touch the sentence
    quoted: tuple[bool, ...]  # for each token: inside a quotation
    cues: tuple[Cue, ...]
    asides: frozenset[int]  # tokens of "who asked not to be named": part of the speaker's phrase

    def span(self, start: int, end: int) -> Span | None:
        """Tokens [start, end) less commas and stops at the edges; None when nothing is left."""
        while start < end and self.tokens[start].text in EDGE:
            start += 1
        while start < end and self.tokens[end - 1].text in EDGE:
            end -= 1
        return Span(self.tokens[start].start, self.tokens[end - 1].end) if start < end else None

    def quote_at(self, i: int) -> Span | None:
        if not 0 <= i < len(self.tokens) or not self.quoted[i]:
            return None
        token = self.tokens[i]
        return next((q for q in self.quotes if q.start <= token.start and token.end <= q.end), None)


def _cue_span(line: _Line, cue: Cue) -> Span:
    return Span(line.tokens[cue.start].start, line.tokens[cue.end - 1].end)


EDGE = frozenset({",", ".", ";", ":", "-", "–", "—", "--", "?", "!", "..."})


def _read_sentence(sentence: Sentence, quotes: Sequence[Span]) -> list[Attribution]:
    tokens = sentence.tokens
    near = tuple(q for q in quotes if q.meets(sentence.span))
    quoted = tuple(any(q.start <= t.start and t.end <= q.end for q in near) for t in tokens)
    asides = frozenset(
        k for c in find_cues(tokens, _anonymity_index()) for k in range(c.start, c.end)
    )
    cues = tuple(
        c for c in find_cues(tokens, cue_index()) if not quoted[c.start] and c.start not in asides
    )
    line = _Line(tokens, near, quoted, cues, asides)
    found: list[Attribution] = []
    used = 0
    for number, cue in enumerate(cues):
        if cue.start < used:
            continue
        if cue.row["takes"] == "quoted":
            used = cue.end
        if any(a.source and a.source.holds(_cue_span(line, cue)) for a in found):
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
    return found


def _read_cue(
    line: _Line, cue: Cue, before: Sequence[Attribution], after: Sequence[Cue]
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


def _group_start(tokens: Sequence[Token], i: int) -> int:
    """Where the verb group that ends in the cue begins: "has also said"."""
    start = i
    while start > 0 and _is_helper(tokens[start - 1]):
        start -= 1
    while start < i and tokens[start].lower in {"all", "both"}:
        start += 1
    return start


def _is_helper(token: Token) -> bool:
    word = token.lower
    return (
        word in AUXILIARIES
        or word in ADVERBS
        or (word.endswith("ly") and len(word) > 4 and not token.text[0].isupper())
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


def _lacks_subject(line: _Line, cue: Cue, start: int) -> bool:
    """Whether a present form ("report", "states") has nothing before it that it agrees with."""
    tokens, i = line.tokens, cue.start
    word = tokens[i].lower
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
    line: _Line,
    cue: Cue,
    before: Sequence[Attribution],
    after: Sequence[Cue],
    takes: str,
) -> Attribution | None:
    tokens = line.tokens
    i, j = cue.start, cue.end
    word = tokens[i].lower
    start = _group_start(tokens, i)
    if _is_noun_here(tokens, i, word) or _lacks_subject(line, cue, start):
        return None
    helpers = {t.lower for t in tokens[start:i]}
    cue_span = Span(tokens[start].start, tokens[j - 1].end)
    if word.endswith("ing") and not helpers & BE:
        source = _subject_of_participle(line, start, before)
        return _make(cue, cue_span, source=source, content=[_content_after(line, j, after, takes)])
    if helpers & BE and not word.endswith("ing"):
        return _read_passive(line, cue, start, cue_span, after, takes)
    if word in {"quoted", "quotes", "cited", "cites"} and j < len(tokens):
        return _read_quoting(line, cue, start, cue_span, after)
    inverted = _inverted_source(line, start, i, j, takes)
    if inverted is not None:
        end, source = inverted
        left = _content_before(line, start)
        rest = line.quote_at(end) or line.quote_at(end + 1)
        return _make(cue, cue_span, source=source, content=[left, rest])
    region = _subject(line, start, before)
    if region is None:
        return None
    subject_start, source = region
    if takes == "to" and source is not None and tokens[start - 1].lower in PERSONAL:
        late = _late_speaker(line, j)
        if late is not None and line.quoted[max(subject_start - 2, 0)]:
            source = late
    return _content_by_side(line, cue, cue_span, subject_start, source, j, after, takes)


def _content_by_side(
    line: _Line,
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
        j, addressee = _skip_addressee(line, j)
        if addressee is not None and _is_outlet(_words_of(tokens, addressee)):
            via = addressee
    parenthetical = j < len(tokens) and tokens[j].text == ","
    left = _content_before(line, subject_start, least=2 if parenthetical else 3)
    right = _content_after(line, j, after, takes)
    previous = tokens[subject_start - 1].text if subject_start else ""
    if left is not None and previous in CLOSERS | {'"', "’", "'"}:
        right = line.quote_at(_skip_adjuncts(line, j)) if right is not None else None
    elif left is not None and right is not None and not parenthetical:
        left = None
    if left is None and right is None:
        return _make(cue, cue_span, source=source, content=[], via=via)
    return _make(cue, cue_span, source=source, content=[left, right], via=via)


def _subject(
    line: _Line, start: int, before: Sequence[Attribution]
) -> tuple[int, Span | None] | None:
    """The noun phrase left of a verb group: its first token, and its span."""
    tokens = line.tokens
    if start == 0:
        return None
    previous = tokens[start - 1]
    if previous.lower in {"who", "which", "that"}:
        return _before_relative(line, start - 1)
    if previous.lower in {"and", "but", "or"} or (
        previous.text == "," and start > 1 and tokens[start - 2].lower in {"and", "but"}
    ):
        return start, _first_subject(line, start)
    end = start
    at = start - 1
    if previous.text == "," and not line.quoted[start - 1]:  # "X, head of Y, said"
        comma = at
        at -= 1
        while at >= 0 and tokens[at].text != "," and not line.quoted[at]:
            at -= 1
        if at < 0 or line.quoted[at] or comma - at > 20:
            return None
        end = comma
        at -= 1
    while at >= 0 and not _bounds_subject(line, at):
        at -= 1
    first = at + 1
    first = _skip_openers(tokens, first, end)
    if first >= end or start - first > 40:
        return None
    span = line.span(first, end)
    if span is None or not any(t.text[0].isalpha() for t in tokens[first:end]):
        return None
    return first, span


def _bounds_subject(line: _Line, i: int) -> bool:
    token = line.tokens[i]
    if i in line.asides:
        return False
    if line.quoted[i] and token.text in OPENERS | CLOSERS | {'"', "‘", "’"}:
        quote = line.quote_at(i)
        if i and line.tokens[i - 1].text in {",", ".", "?", "!"}:
            return True  # speech ends so, a name does not
        # a nickname or a scare quote may be part of a name
        return quote is None or quote.end - quote.start > 40 or token.text not in CLOSERS | {'"'}
    if token.text in EDGE:
        return True
    word = token.lower
    if word in SUBORDINATORS:
        return True
    if word in {"and", "or"}:
        # a conjunction of clauses, unless what stands before it is plain nouns
        k = i - 1
        while k >= 0 and line.tokens[k].text not in EDGE and not line.quoted[k]:
            if _is_verbal(line.tokens[k]):
                return True
            k -= 1
        return False
    return word in AUXILIARIES and word != "may"


def _is_verbal(token: Token) -> bool:
    word = token.lower
    return (
        word in AUXILIARIES
        or word in IRREGULAR
        or (word.endswith("ed") and len(word) > 4 and token.text.islower())
    )


def _skip_openers(tokens: Sequence[Token], first: int, end: int) -> int:
    """Past "But", "Meanwhile", "On Tuesday" at the head of a clause."""
    while first < end:
        word = tokens[first].lower
        if word in CLAUSE_HEADS or (
            word in DAYS and end - first > 1 and word not in {"may", "march"}
        ):
            first += 1
        elif word in {"on", "in", "at", "by"} and first + 1 < end:
            skip = first + 1
            while skip < end and (tokens[skip].lower in DAYS or tokens[skip].text[0].isdigit()):
                skip += 1
            if skip == first + 1:
                return first
            first = skip
        else:
            return first
    return first


def _before_relative(line: _Line, at: int) -> tuple[int, Span | None] | None:
    """The noun phrase before "who said"."""
    tokens = line.tokens
    end = at
    if end > 0 and tokens[end - 1].text == ",":
        end -= 1
    k = end - 1
    while k >= 0 and end - k < 9 and not _bounds_subject(line, k) and not _is_verbal(tokens[k]):
        if tokens[k].lower in {"by", "to", "with", "from"}:
            break
        k -= 1
    return at, line.span(k + 1, end)


def _first_subject(line: _Line, start: int) -> Span | None:
    """The subject of the first clause, for a verb joined to it by "and"."""
    tokens = line.tokens
    first = _skip_openers(tokens, 0, start)
    k = first
    while k < start and k - first < 12 and not line.quoted[k]:
        if k > first and (_is_verbal(tokens[k]) or tokens[k].text in EDGE):
            break
        if k > first and any(c.start == k and c.row["class"] == "verb" for c in line.cues):
            break
        k += 1
    while k > first + 1 and tokens[k - 1].lower in ADVERBS:
        k -= 1
    return line.span(first, k) if k - first < 12 else None


def _subject_of_participle(line: _Line, start: int, before: Sequence[Attribution]) -> Span | None:
    """Who is "adding", "citing" or "saying": the speaker just before, else the first subject."""
    tokens = line.tokens
    if (
        start
        and tokens[start - 1].text != ","
        and tokens[start - 1].lower
        in {"statement", "letter", "message", "report", "officials", "residents", "sources"}
    ):
        region = _subject(line, start, before)
        return region[1] if region else None
    for earlier in reversed(before):
        if earlier.source is not None and earlier.cue.end <= tokens[start].start:
            return earlier.source
    return _first_subject(line, start) if start else None


def _inverted_source(
    line: _Line, start: int, i: int, j: int, takes: str
) -> tuple[int, Span] | None:
    """The speaker after the verb: '"...," said the mayor', "..., reports Reuters, citing ..."."""
    tokens = line.tokens
    if start != i or start == 0 or j >= len(tokens) or takes == "infinitive":
        return None
    previous = tokens[start - 1]
    after_quote = line.quoted[start - 1] or (
        previous.text in DASHES | {","} and start > 1 and line.quoted[start - 2]
    )
    if not after_quote and previous.text not in DASHES | {","}:
        return None
    first = j
    if takes == "to" and tokens[first].lower in ADDRESSEES:
        first += 1  # translated: "he told reporters Colonel Ahmed"
        if first >= len(tokens) or not tokens[first].text[0].isupper() or not after_quote:
            return None
    if tokens[first].lower.endswith("ly") and tokens[first].text.islower():
        return None
    if not after_quote and not any(_is_verbal(t) for t in tokens[: start - 1]):
        return None  # "X, a spokesman, said ...": what stands before is no clause
    if tokens[first].lower in DAYS | PREPOSITIONS | {"that", ",", ":", "."} or line.quoted[first]:
        return None
    end = first
    while end < len(tokens) and not _ends_speaker(line, end, first):
        end += 1
    if end == first or end - first > 16:
        return None
    clean = not any(_is_verbal(t) and t.lower != "united" for t in tokens[first:end])
    ends_well = end == len(tokens) or tokens[end].text in EDGE or tokens[end].lower in PREPOSITIONS
    if not clean or (not after_quote and not ends_well):
        return None
    end = _apposition_end(line, end)
    span = line.span(first, end)
    return (end, span) if span else None


def _late_speaker(line: _Line, j: int) -> Span | None:
    """The name after the addressee in translated English: "he told reporters Colonel Ahmed"."""
    tokens = line.tokens
    if j + 1 >= len(tokens) or tokens[j].lower not in ADDRESSEES:
        return None
    end = j + 1
    while end < len(tokens) and (
        tokens[end].text[0].isupper() or tokens[end].lower.startswith(PARTICLES)
    ):
        end += 1
    return line.span(j + 1, _apposition_end(line, end)) if end > j + 1 else None


def _ends_speaker(line: _Line, i: int, first: int) -> bool:
    token = line.tokens[i]
    if token.text in EDGE or (line.quoted[i] and token.text in OPENERS | {'"'}):
        return True
    word = token.lower
    if word in {"on", "during", "after", "before", "via", "through", "late", "early", "by", "as"}:
        return True
    if word in {"in", "at", "to"} and i > first:
        rest = {t.lower for t in line.tokens[i : i + 5]}
        return bool(rest & CHANNELS) or word == "to"
    return word in DAYS - {"may", "march"} or word in {"when", "while", "that", "who", "adding"}


def _apposition_end(line: _Line, end: int) -> int:
    """Past ", head of military intelligence" where a comma or the end closes it."""
    tokens = line.tokens
    if end + 1 >= len(tokens) or tokens[end].text != ",":
        return end
    k = end + 1
    if tokens[k].lower in AUXILIARIES | PREPOSITIONS | {"who", "which", "and", "but", "while"}:
        return end
    if any(c.start == k for c in line.cues) or tokens[k].lower.endswith("ing") or line.quoted[k]:
        return end
    while k < len(tokens) and tokens[k].text not in {",", ".", ";", ":", "—"}:
        if _is_verbal(tokens[k]) or line.quoted[k]:
            return end
        k += 1
    return k


# --- content --------------------------------------------------------------------------------


def _content_before(line: _Line, end: int, *, least: int = 3) -> Span | None:
    """What a speaker after it answers for: the quotation or clause that ends at token `end`."""
    tokens = line.tokens
    last = end - 1
    while last >= 0 and tokens[last].text in EDGE and not line.quoted[last]:
        last -= 1
    if last < 0:
        return None
    if last == end - 1 and not line.quoted[last]:
        return None  # no comma or mark between: not a clause of its own
    quote = line.quote_at(last)
    if quote is not None and quote.end - quote.start > 25:
        # words before the quotation belong to the content where they lead into it
        first = next((k for k in range(last, -1, -1) if not line.quoted[k]), -1) + 1
        if first and not _is_verbal(tokens[first - 1]) and tokens[first - 1].text not in EDGE:
            first = _clause_start(line, first - 1)
            return Span(tokens[first].start, quote.end) if first <= last else quote
        return quote
    first = _clause_start(line, last)
    words = sum(t.text[0].isalnum() for t in tokens[first : last + 1])
    if words < least or (
        words < 9 and tokens[first].lower in PREPOSITIONS | {"as", "when", "while"}
    ):
        return None  # "On Tuesday, police said"
    return line.span(first, last + 1)


def _clause_start(line: _Line, last: int) -> int:
    """Back to the head of the sentence, or past another speaker's part of it."""
    first = 0
    for cue in line.cues:
        if cue.row["class"] == "verb" and cue.end <= last:
            for k in range(cue.end, last):
                if line.tokens[k].text in {",", ";"} and line.tokens[k + 1].lower in {
                    "and",
                    "but",
                    "while",
                    "although",
                    "though",
                    "as",
                }:
                    first = k + 2
    while first < last and line.tokens[first].lower in {"but", "and", "meanwhile", "however", ","}:
        first += 1
    return first


def _content_after(line: _Line, j: int, after: Sequence[Cue], takes: str) -> Span | None:
    """What the cue answers for when it leads: from past its adjuncts to the end of its clause."""
    tokens = line.tokens
    first = _skip_adjuncts(line, j)
    if first < len(tokens) and tokens[first].lower == "that":
        first += 1
    if first >= len(tokens):
        return None
    end = _content_end(line, first, after)
    span = line.span(first, end)
    if span is None:
        return None
    quote = line.quote_at(end - 1)
    if quote is not None and quote.end > span.end:
        span = Span(span.start, quote.end)  # the quotation runs on over later sentences
    return span


def _content_end(line: _Line, first: int, after: Sequence[Cue]) -> int:
    """Up to another speaker's clause, ", according to", or the sentence's end."""
    tokens = line.tokens
    for cue in after:
        if cue.start <= first:
            continue
        start = _group_start(tokens, cue.start)
        if cue.row["takes"] == "source" and tokens[start - 1].text == ",":
            return start - 1
        if cue.row["class"] != "verb":
            continue
        if tokens[cue.start].lower.endswith("ing") and tokens[start - 1].text == ",":
            return start - 1
        if tokens[start - 1].lower in {"and", "but"}:
            return start - 1
        if tokens[start - 1].text == "," and _inverted_source(line, start, cue.start, cue.end, ""):
            return start - 1
        trailing = _skip_adjuncts(line, cue.end) >= len(tokens) - 1
        k = start
        while k > first and not _bounds_subject(line, k - 1) and tokens[k - 1].lower != "and":
            k -= 1
        if k - 2 >= first and tokens[k - 1].lower in CLAUSE_JOINERS:
            if tokens[k - 2].text in {",", ";"}:
                return k - 2
            if line.quoted[k - 2]:
                return k - 1
        if k - 1 >= first and (
            tokens[k - 1].text == ";" or (tokens[k - 1].text == "," and trailing)
        ):
            return k - 1
    return len(tokens)


def _skip_adjuncts(line: _Line, j: int) -> int:
    """Past "in a statement", "on Tuesday", "to reporters" after a reporting verb."""
    tokens = line.tokens
    while j < len(tokens):
        word = tokens[j].lower
        if (tokens[j].text in {",", ":"} and not line.quoted[j]) or (
            word in DAYS and word not in {"may", "last", "same", "year", "early"}
        ):
            j += 1
        elif word in ADJUNCT_HEADS:
            end = _channel_end(line, j)
            if end is None:
                return j
            j = end
        else:
            return j
    return j


def _channel_end(line: _Line, j: int) -> int | None:
    """The end of a short phrase that names a day or a channel; None for any other phrase."""
    tokens = line.tokens
    last = None
    for k in range(j + 1, min(j + 9, len(tokens))):
        if tokens[k].text in EDGE or line.quoted[k] or tokens[k].lower in {"that", "and"}:
            break
        if k > j + 1 and (_is_verbal(tokens[k]) or (tokens[k].lower in {"the"} and last)):
            break
        if tokens[k].lower in CHANNELS:
            last = k + 1
    if last is not None:
        while last < len(tokens) and tokens[last].text[0].isdigit():
            last += 1
    return last


def _skip_addressee(line: _Line, j: int) -> tuple[int, Span | None]:
    """Past whom somebody told: the token after, and the addressee's span."""
    tokens = line.tokens
    k = j
    if k < len(tokens) and tokens[k].lower in DETERMINERS:
        k += 1
    while k < len(tokens) and k - j < 8:
        word = tokens[k].lower
        if tokens[k].text in EDGE or line.quoted[k] or word == "that" or word in PREPOSITIONS:
            break
        if k > j and (word in DETERMINERS | PERSONAL | AUXILIARIES or tokens[k].text[0].isdigit()):
            break
        if word in DAYS and k > j:
            break
        k += 1
        ends = word in ADDRESSEES or word in {"agency", "newspaper", "radio", "television", "tv"}
        if ends and k < len(tokens) and not tokens[k].text[0].isupper():
            break
    return k, line.span(j, k)


# --- other shapes ---------------------------------------------------------------------------


def _read_passive(
    line: _Line, cue: Cue, start: int, cue_span: Span, after: Sequence[Cue], takes: str
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
        while end < len(tokens) and not _ends_speaker(line, end, j + 1):
            if tokens[end].lower in {"of", "for"} and takes == "of":
                break
            end += 1
        source, j = line.span(j + 1, end), end
    subject = _subject(line, start, [])
    right = _content_after(line, j, after, takes)
    left = subject[1] if subject else None
    if left is not None and (
        tokens[start - 1].lower == "it" or takes in {"of", "to"} or len(line.tokens) == start
    ):
        left = None
    return _make(cue, cue_span, source=source, content=[left, right])


def _speaker_after(line: _Line, first: int) -> tuple[int, Span | None]:
    """The noun phrase that "according to" or "citing" governs."""
    tokens = line.tokens
    end = first
    while end < len(tokens):
        token = tokens[end]
        if token.text in EDGE or token.lower in {"that", "but", "while", "as", "said", "when"}:
            break
        if line.quoted[end] and token.text in OPENERS | {'"'} and end > first:
            quote = line.quote_at(end)
            if quote is None or quote.end - quote.start > 30:
                break
        if end > first + 1 and token.lower in AUXILIARIES:
            break
        end += 1
    if end < len(tokens) and tokens[end].text == "," and end > first:
        end = _apposition_end(line, end) if tokens[first].text[0].isupper() else end
    return end, line.span(first, end)


def _read_according_to(
    line: _Line, cue: Cue, before: Sequence[Attribution], after: Sequence[Cue]
) -> Attribution | None:
    tokens = line.tokens
    end, source = _speaker_after(line, cue.end)
    cue_span = Span(tokens[cue.start].start, tokens[cue.end - 1].end)
    via: Span | None = None
    left = _content_before(line, cue.start)
    if left is None and cue.start > 2 and not ({t.lower for t in tokens[: cue.start]} <= ADVERBS):
        left = line.span(_clause_start(line, cue.start - 1), cue.start)
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
        right = line.span(end, _content_end(line, end, after)) if end < len(tokens) else None
    if tokens[cue.start].lower in {"citing", "quoting"} and left is not None and not before:
        via = _first_subject(line, cue.start)
        if via is not None and not _is_outlet(_words_of(tokens, via)):
            via = None
    return _make(cue, cue_span, source=source, content=[left, right], via=via)


def _read_quoting(
    line: _Line, cue: Cue, start: int, cue_span: Span, after: Sequence[Cue]
) -> Attribution | None:
    """ "The agency quoted an officer, who described ..."."""
    end, source = _speaker_after(line, cue.end)
    outlet = _subject(line, start, [])
    content = line.span(end, len(line.tokens)) if end < len(line.tokens) else None
    if source is None or speaker_kind(" ".join(_words_of(line.tokens, source))) is None:
        region = outlet[1] if outlet else None
        return _make(cue, cue_span, source=region, content=[line.span(cue.end, len(line.tokens))])
    return _make(cue, cue_span, source=source, content=[content], via=outlet[1] if outlet else None)


def _read_quoted_as(line: _Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "was quoted by X as saying", "the agency quoted X as saying"."""
    tokens = line.tokens
    start = _group_start(tokens, cue.start)
    tail = cue.end - 2  # "as saying"
    inner_first = cue.start + 1
    region = _subject(line, start, [])
    passive = bool({t.lower for t in tokens[start : cue.start]} & BE)
    inner = line.span(inner_first, tail)
    cue_span = Span(tokens[start].start, tokens[cue.start].end)
    content = [_content_after(line, cue.end, after, "clause")]
    if passive:
        via = None
        if inner is not None:
            first = inner_first + (tokens[inner_first].lower in {"by", "in", "on"})
            via = line.span(first, tail)
        source = region[1] if region else None
        return _make(cue, cue_span, source=source, content=content, via=via)
    via = region[1] if region else None
    return _make(cue, cue_span, source=inner, content=content, via=via)


def _read_adverb(line: _Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "reportedly", "allegedly": nobody named, the clause around it is the content."""
    tokens = line.tokens
    first = _clause_start(line, cue.start)
    cue_span = Span(tokens[cue.start].start, tokens[cue.end - 1].end)
    left, right = line.span(first, cue.start), line.span(cue.end, len(tokens))
    return _make(cue, cue_span, source=None, content=[left, right])


def _read_impersonal(line: _Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "It was reported that ...", "X is believed to have ..."."""
    tokens = line.tokens
    start = _group_start(tokens, cue.start)
    cue_span = Span(tokens[start].start, tokens[cue.end - 1].end)
    right = _content_after(line, cue.end, after, "clause")
    left: Span | None = None
    source: Span | None = None
    if cue.row["position"] == "before":
        region = _subject(line, start, [])
        source = region[1] if region else None
    elif tokens[cue.start].lower != "it" and start:
        region = _subject(line, start, [])
        left = region[1] if region else None
    if cue.row["position"] == "before" and right is None:
        right = _content_before(line, start)
    return _make(cue, cue_span, source=source, content=[left, right])


def _read_noun(line: _Line, cue: Cue, after: Sequence[Cue]) -> Attribution | None:
    """ "reports of", "their claim that", "allegations by residents that"."""
    tokens = line.tokens
    source: Span | None = None
    k = cue.start
    j = cue.end
    before = tokens[k - 1].lower if k else ""
    if before.endswith("s") and before != "'s" and not tokens[k].lower.endswith("s"):
        region = _subject(line, k, [])  # "residents fear that": a verb after all
        source = region[1] if region else None
    elif tokens[j - 1].lower in {"by", "from"}:
        end, source = _speaker_after(line, j)
        j = end
    elif k > 0 and (tokens[k - 1].lower in {"'s", "his", "her", "their", "its", "’"}):
        first = k - 1
        while first > 0 and not _bounds_subject(line, first - 1) and k - first < 6:
            if tokens[first - 1].lower in PREPOSITIONS or _is_verbal(tokens[first - 1]):
                break
            first -= 1
        source = line.span(first, k - (tokens[k - 1].lower == "'s"))
    cue_span = Span(tokens[k].start, tokens[cue.end - 1].end)
    return _make(cue, cue_span, source=source, content=[_content_after(line, j, after, "clause")])


NEGATIONS = word_set(
    "not never didn't doesn't don't hasn't haven't hadn't won't wouldn't couldn't isn't wasn't"
)


def _is_negated(line: _Line, attribution: Attribution) -> bool:
    """ "did not say that", "no group has claimed": the words assign nothing to anybody."""
    cue = {t.lower for t in line.tokens if attribution.cue.holds(Span(t.start, t.end))}
    source = _words_of(line.tokens, attribution.source) if attribution.source else []
    return bool(cue & NEGATIONS) or source[:1] in (["no"], ["nobody"], ["none"], ["neither"])


def _holds_quote(attribution: Attribution, quotes: Sequence[Span]) -> bool:
    return any(piece.meets(quote) for piece in attribution.content for quote in quotes)


def _colon_speaker(line: _Line) -> Iterator[Attribution]:
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


def _kind_in(line: _Line, span: Span) -> SourceKind | None:
    return speaker_kind(" ".join(_words_of(line.tokens, span)))


# --- over sentences -------------------------------------------------------------------------


def _with_floating_quotes(
    found: Sequence[Attribution], quotes: Sequence[Span], sentences: Sequence[Sentence]
) -> list[Attribution]:
    """Give a quotation without a cue of its own to whoever spoke just before it.

    Only in the same paragraph, or where a paragraph opens with the mark of a quotation that
    the one before it left open.
    """
    result = list(found)
    for quote in quotes:
        if quote.end - quote.start < 25 or any(
            piece.meets(quote) or a.cue.meets(quote)
            for a in result
            if a.shape != "agency_tag"
            for piece in a.content
        ):
            continue
        before = [
            n
            for n, a in enumerate(result)
            if a.shape == "verb" and a.cue.start < quote.start and a.force == "say"
        ]
        if not before:
            continue
        n = before[-1]
        gap = _paragraph_at(quote.start, sentences) - _paragraph_at(result[n].cue.start, sentences)
        starts_paragraph = any(s.start == quote.start for s in sentences)
        if gap == 0 or (gap == 1 and starts_paragraph and _reaches_end(result[n], sentences)):
            result[n] = replace(result[n], content=(*result[n].content, quote))
    return result


def _paragraph_at(offset: int, sentences: Sequence[Sentence]) -> int:
    at = bisect_right(sentences, offset, key=lambda s: s.start) - 1
    return sentences[max(at, 0)].paragraph


def _reaches_end(attribution: Attribution, sentences: Sequence[Sentence]) -> bool:
    """Whether the content runs to the end of its paragraph as an open quotation."""
    if not attribution.content:
        return False
    end = attribution.content[-1].end
    for this, following in pairwise(sentences):
        if this.start < end <= this.end:
            return following.paragraph != this.paragraph and end >= this.end - 1
    return False


ANAPHORS = word_set(
    "he she they it source sources agency spokesman spokeswoman spokesperson official "
    "officials newspaper outlet statement report minister ministry group monitor organisation "
    "organization witness governor mayor officer commander general colonel channel channels "
    "paper"
)


def _resolve_speaker(
    attribution: Attribution,
    found: Sequence[Attribution],
    sentence: Sentence,
    sentences: Sequence[Sentence],
) -> Attribution:
    """Fill `speaker` where the source is a pronoun or "the agency", from an earlier source."""
    if attribution.source is None:
        return attribution
    words = [t.lower for t in sentence.within(attribution.source)]
    if not words or len(words) > 2 or words[-1] not in ANAPHORS:
        return attribution
    if len(words) == 2 and words[0] not in {"the", "that", "this"}:
        return attribution
    for earlier in reversed(found):
        for antecedent in (earlier.speaker or earlier.source, earlier.via):
            if antecedent is None or antecedent.start >= attribution.source.start:
                continue
            if _may_stand_for(words, _text(antecedent, sentences) or ""):
                return replace(attribution, speaker=antecedent)
    return attribution


def _may_stand_for(words: Sequence[str], antecedent: str) -> bool:
    """Whether "he", "the agency" may be short for an earlier speaker."""
    before = antecedent.lower().split()
    if not before or before[-1] in PERSONAL:
        return False
    kind = speaker_kind(antecedent)
    plural = before[-1].endswith("s") and kind is not SourceKind.MEDIA
    named = any(w[0].isupper() for w in antecedent.split()[1:]) or before[0] not in DETERMINERS
    word = words[-1]
    if word in {"he", "she"}:
        return not plural and kind is not SourceKind.MEDIA
    if word == "they":
        return plural or "and" in before
    if word in {"agency", "newspaper", "outlet", "channel", "channels", "paper", "report"}:
        return kind is SourceKind.MEDIA and named and antecedent[0].isupper()
    if word == "it":
        return kind in {SourceKind.MEDIA, SourceKind.NGO, SourceKind.STATE, SourceKind.MILITARY}
    return word in before and len(before) > len(words)


# --- agency tags ----------------------------------------------------------------------------

TAG = re.compile(r"^[(\[/]\s*(?P<name>[^()\[\]/]{2,40}?)\s*[)\]/]$")


def _agency_tags(sentences: Sequence[Sentence]) -> list[Attribution]:
    """ "(Reuters) -" in the dateline, "AFP -" at the head, "Source: TASS" in a line at the end."""
    if not sentences:
        return []
    everything = Span(sentences[0].start, sentences[-1].end)
    for sentence in sentences[:3]:
        tag = _tag_in(sentence.tokens[:24])
        if tag is not None:
            return [Attribution(tag, tag, (everything,), "neutral", shape="agency_tag")]
    for sentence in sentences[-4:]:
        tokens = sentence.tokens
        credit = [t.lower for t in tokens[:2]]
        if not 2 < len(tokens) < 8 or credit not in (
            ["source", ":"],
            ["via", ":"],
            ["agency", ":"],
        ):
            continue
        tag = Span(tokens[2].start, tokens[-1].end)
        if _is_outlet([t.lower for t in tokens[2:]]):
            return [Attribution(tag, tag, (everything,), "neutral", shape="agency_tag")]
    return []


def _tag_in(tokens: Sequence[Token]) -> Span | None:
    for i, token in enumerate(tokens):
        if token.text in {"(", "[", "/"}:
            close = next(
                (
                    k
                    for k in range(i + 2, min(i + 7, len(tokens)))
                    if tokens[k].text in {")", "]", "/"}
                ),
                None,
            )
            if close is None:
                continue
            inside = [t.lower for t in tokens[i + 1 : close]]
            dashed = close + 1 < len(tokens) and (
                tokens[close + 1].text in DASHES | {":", "–"} or tokens[close].text == "/"
            )
            known = " ".join(inside) in agency_tags() or _is_outlet(inside)
            if known and (dashed or i <= 8):
                return Span(tokens[i + 1].start, tokens[close - 1].end)
    return None


# --- who a speaker is -----------------------------------------------------------------------


@cache
def _anonymity_index() -> CueIndex:
    return index_cues(r for r in read_lexicon("speakers") if r["rank"] == "override")


@cache
def _speaker_index() -> CueIndex:
    return index_cues(read_lexicon("speakers"))


def _plain_tokens(words: Sequence[str]) -> list[Token]:
    return [Token(n, n + 1, w, w.lower()) for n, w in enumerate(words)]


def _is_outlet(words: Sequence[str]) -> bool:
    return speaker_kind(" ".join(words)) is SourceKind.MEDIA


def _words_of(tokens: Sequence[Token], span: Span) -> list[str]:
    return [t.lower for t in tokens if span.start <= t.start and t.end <= span.end]


HEAD_ENDS = word_set("of for from at in with on to who which that ,")


@cache
def _kind_of_words(words: tuple[str, ...]) -> SourceKind | None:
    cues = find_cues(_plain_tokens(words), _speaker_index())
    if not cues:
        return None
    for cue in cues:  # "an official who asked not to be named"
        if cue.row["rank"] == "override":
            return SourceKind(cue.row["kind"])
    head_end = next((n for n, w in enumerate(words) if w in HEAD_ENDS and n), len(words))
    proper = [c for c in cues if c.row["rank"] == "proper"]
    heads = [c for c in proper if c.start < head_end]
    if heads:
        return SourceKind(heads[-1].row["kind"])
    roles = [c for c in cues if c.row["rank"] == "role"]
    if roles and proper:  # "a spokesman for the army"
        return SourceKind(proper[0].row["kind"])
    return SourceKind((roles or proper)[0].row["kind"])


def speaker_kind(words: str) -> SourceKind | None:
    """What kind of speaker a noun phrase names; None when no row knows it.

    >>> speaker_kind("a spokesman for the Iraqi army")
    <SourceKind.MILITARY: 'military'>
    """
    return _kind_of_words(tuple(t.lower for t in read_tokens(words, 0, len(words))))


# --- the chain ------------------------------------------------------------------------------

TRIMMED = word_set(
    "the a an some several many two three four five six seven eight nine ten one both other "
    "various this that these those multiple its their his her"
)


def sources_of(
    span: Span,
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
    *,
    publisher: str | None,
) -> tuple[Source, ...]:
    """The chain of speakers behind `span`, nearest to the facts first.

    Of nested contents the innermost speaks first. Speakers joined by "and" are each a source,
    before the outlet that passes them on. The report's own publisher is never one.
    """
    around = [
        a
        for a in attributions
        if a.names_fact and any(piece.holds(span) or _mostly_in(span, piece) for piece in a.content)
    ]
    around.sort(key=lambda a: (a.shape == "agency_tag", _size(a), -a.cue.start))
    chain: list[Source] = []
    passed_on: list[Source] = []
    for attribution in around:
        cue = _text(attribution.cue, sentences)
        if attribution.shape == "agency_tag":
            chain += passed_on
            passed_on = []
            cue = None
        speaker = attribution.speaker or attribution.source
        if speaker is not None:
            chain += _sources_in(speaker, cue, attributions, sentences)
        if attribution.via is not None:
            passed_on += _sources_in(attribution.via, cue, attributions, sentences)
    return _distinct(chain + passed_on, publisher)


def attribution_of(span: Span, attributions: Sequence[Attribution]) -> Attribution | None:
    """The nearest attribution whose content holds `span`; one that names its source goes first.

    Dateline tags are left out: an agency that passes a report on takes no stance to it.
    """
    around = [
        a
        for a in attributions
        if a.shape != "agency_tag" and any(piece.holds(span) for piece in a.content)
    ]
    return min(around, key=lambda a: (a.source is None, _size(a)), default=None)


def _mostly_in(span: Span, piece: Span) -> bool:
    shared = min(span.end, piece.end) - max(span.start, piece.start)
    return shared * 2 > span.end - span.start


def _size(attribution: Attribution) -> int:
    return sum(piece.end - piece.start for piece in attribution.content)


def _text(span: Span, sentences: Sequence[Sentence]) -> str | None:
    """The words of a span, one blank where the report has any space."""
    tokens = [t for s in sentences if s.span.meets(span) for t in s.within(span)]
    return _joined(tokens) or None


def _joined(tokens: Sequence[Token]) -> str:
    words = "".join(
        t.text + (" " if n + 1 < len(tokens) and tokens[n + 1].start > t.end else "")
        for n, t in enumerate(tokens)
    )
    return words.strip()


def _sources_in(
    span: Span, cue: str | None, attributions: Sequence[Attribution], sentences: Sequence[Sentence]
) -> list[Source]:
    tokens = [t for s in sentences if s.span.meets(span) for t in s.within(span)]
    whole = _joined(tokens)
    found: list[Source] = []
    for part in _co_speakers(tokens):
        name = _name(part)
        if not name or name.lower() in PERSONAL:
            continue
        kind = speaker_kind(_joined(part)) or speaker_kind(whole)
        kind = kind or _kind_by_surname(part, span, attributions, sentences)
        found.append(Source(name, kind or SourceKind.OTHER, cue))
    return found


def _co_speakers(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Cut "residents and the Iraqi military" where both sides are speakers of a known kind."""
    for i, token in enumerate(tokens):
        if token.lower in {"and", "&"} or (token.text == "," and i + 1 < len(tokens)):
            left, right = tokens[:i], tokens[i + 1 :]
            if not left or not right:
                continue
            if token.text == "," and not any(t.lower == "and" for t in right):
                continue
            if speaker_kind(_joined(left)) and _heads_speaker(right):
                yield left
                yield from _co_speakers(right)
                return
    yield tokens


def _heads_speaker(tokens: Sequence[Token]) -> bool:
    """Whether a phrase is a speaker on its own: "and commerce" is not one."""
    end = next((n for n, t in enumerate(tokens) if t.lower in HEAD_ENDS and n), len(tokens))
    return speaker_kind(_joined(tokens[:end])) is not None


def _name(tokens: Sequence[Token]) -> str:
    """A speaker as written, less article, number, apposition and relative clause."""
    kept = list(tokens)
    while kept and (kept[0].lower in TRIMMED or kept[0].text in {",", "“", '"'}):
        kept = kept[1:]
    cut = next(
        (
            n
            for n, t in enumerate(kept)
            if n
            and (
                t.text in {",", "(", "—", "–"}
                or t.lower in {"who", "which", "that", "whose", "speaking"}
            )
        ),
        len(kept),
    )
    return _joined(kept[: min(cut, 12)])


def _kind_by_surname(
    part: Sequence[Token],
    span: Span,
    attributions: Sequence[Attribution],
    sentences: Sequence[Sentence],
) -> SourceKind | None:
    """The kind of an earlier, fuller naming that holds the same last word."""
    last = part[-1].text if part else ""
    if not last[:1].isupper():
        return None
    for attribution in attributions:
        for earlier in (attribution.source, attribution.via):
            if earlier is None or earlier == span:
                continue
            words = _text(earlier, sentences) or ""
            if last in words.split():
                kind = speaker_kind(words)
                if kind is not None:
                    return kind
    return None


def _distinct(chain: Sequence[Source], publisher: str | None) -> tuple[Source, ...]:
    own = _plain_name(publisher) if publisher else None
    kept: dict[str, Source] = {}
    for source in chain:
        name = _plain_name(source.name)
        if name != own:
            kept.setdefault(name, source)
    return tuple(kept.values())


def _plain_name(name: str) -> str:
    words = re.findall(r"\w+", name.lower())
    return " ".join(w for w in words if w not in {"the", "news", "agency", "com", "www", "online"})
