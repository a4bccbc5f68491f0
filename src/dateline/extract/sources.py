"""Who says so: attributions in a report, and the chain of speakers behind a stretch of it.

The model finds cues, speakers and the words they answer for; the rest is read by rule, with the
cue table `lexicons/reporting.tsv` and the speaker table `lexicons/speakers.tsv`. `docs/sources.md`
says what is read and what is not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from dateline.extract.attributions import MARKED, cue_index
from dateline.extract.attributions import Attribution as Attribution
from dateline.extract.citing import CITING, find_cited
from dateline.extract.cues import Cue, CueIndex, find_cues, index_cues
from dateline.extract.grammar import (
    AUXILIARIES,
    DASHES,
    PERSONAL,
    PREPOSITIONS,
    SUBORDINATORS,
)
from dateline.extract.model import Read
from dateline.extract.numbers import is_number_word
from dateline.extract.places import cues
from dateline.extract.pronouns import PERSONS, resolve_speaker
from dateline.extract.quotations import find_quotations
from dateline.extract.said import Said, find_said
from dateline.extract.speakers import (
    body_kind,
    has_own_name,
    head_end,
    is_nameless,
    is_outlet,
    is_role,
)
from dateline.extract.speakers import speaker_kind as speaker_kind
from dateline.extract.text import (
    Sentence,
    Token,
    joined,
    read_tokens,
    sentence_at,
    text_of,
    tokens_in,
    word_set,
)
from dateline.extract.turns import find_turns
from dateline.lexicons import read_lexicon
from dateline.records import Modality, Source, SourceKind, Span


@cache
def agency_tags() -> frozenset[str]:
    return frozenset(r["form"] for r in read_lexicon("reporting") if r["class"] == "agency_tag")


def find_attributions(read: Read, sentences: Sequence[Sentence]) -> list[Attribution]:
    """Every attribution in a report, in order of its cue.

    Contents may nest ("Reuters reported that police said ..."). An agency tag of the dateline
    ("(Reuters) -") comes first, with the whole report as content.
    """
    found = make_attributions(find_said(read, space="house"), sentences)
    return found + find_turns(sentences, found)


def make_attributions(said: Iterable[Said], sentences: Sequence[Sentence]) -> list[Attribution]:
    """What the model found, with all that is told by rule: stance, outlets told, whom a pronoun
    stands for, agency tags, and quotations without a cue of their own."""
    found = _agency_tags(sentences)
    for one in sorted(said, key=lambda s: s.cue):
        if one.content:
            sentence = sentence_at(one.cue.start, sentences)
            attribution = _with_stance(one, sentence)
            found.append(resolve_speaker(attribution, found, sentence, sentences))
    # the speaker before "citing" is he who cites, whatever the model answers
    found = [
        a for a in found if a.shape != CITING or a.source is None or a.source.start > a.cue.start
    ]
    cited = list(find_cited(found, sentences))
    found = [a for a in found if not any(a.cue.meets(one.cue) for one in cited)] + cited
    quotes = find_quotations(sentences)
    found = _of_their_own(found, quotes, sentences)
    found = _with_passers_on(found, sentences)
    return _with_floating_quotes(_with_whole_quotes(found, quotes), quotes, sentences)


def _with_whole_quotes(found: Sequence[Attribution], quotes: Sequence[Span]) -> list[Attribution]:
    """Attributions with the whole of each quotation that they hold most of one piece in: one speaker's
    marks, one speaker's words, unless somebody else answers for the rest."""
    result = list(found)
    for n, one in enumerate(found):
        if one.shape == "agency_tag" or one.source is None:
            continue
        others = [a for a in found if a is not one and a.shape != "agency_tag"]
        wider = []
        for quote in quotes:
            inside = [p for p in one.content if _mostly_in(p, quote)]
            rest = [r for r in _less(quote, one.content) if r.end - r.start > SHORT]
            if not inside or not rest or quote.meets(one.cue):
                continue
            if not any(p.meets(r) for a in others for p in (a.cue, *a.content) for r in rest):
                wider += rest
        if wider:
            result[n] = replace(one, content=tuple(sorted((*one.content, *wider))))
    return result


SHORT = 12  # characters: marks and what stands beside them


def _with_passers_on(
    found: Sequence[Attribution], sentences: Sequence[Sentence]
) -> list[Attribution]:
    """Attributions with the outlet that passes on what a speaker says: "an officer quoted by | Radio Kivu"."""
    result = list(found)
    for sentence in sentences:
        for cue in find_cues(sentence.tokens, _passing()):
            via = _outlet(sentence.tokens[cue.end :]) or _go_between(sentence.tokens, cue, found)
            start = sentence.tokens[cue.start].start
            if via is None or any(a.source is not None and a.source.meets(via) for a in found):
                continue  # who speaks there is heard already
            near = [
                (a.source.start, n)
                for n, a in enumerate(result)
                if a.source is not None
                and a.via is None
                and a.shape not in MARKED
                and sentence.span.holds(a.source)
                and a.source.start < start
                and not any(p.holds(via) for p in a.content)
            ]
            if near:
                n = max(near)[1]
                result[n] = replace(result[n], via=via)
    return result


def _go_between(tokens: Sequence[Token], cue: Cue, found: Sequence[Attribution]) -> Span | None:
    """Whom a speaker sends, or is reached by: "said | through a merchant", "whom we reached through | his son"."""
    if tokens[cue.start].lower != "through":
        return None
    before = next((t for t in reversed(tokens[: cue.start]) if t.lower not in BESIDE_SAYING), None)
    if before is None or not (
        before.lower in REACHED or any(a.cue.meets(Span(before.start, before.end)) for a in found)
    ):
        return None
    start = cue.end + (cue.end < len(tokens) and tokens[cue.end].lower in ARTICLES)
    return _confidant(tokens[start:])


BESIDE_SAYING = word_set("us me them him her , it so this")
REACHED = word_set("reached contacted met found spoke")


@cache
def _passing() -> CueIndex:
    """Words between a speaker and the outlet that passes on what he says."""
    return index_cues(read_lexicon("passing"))


def _of_their_own(
    found: Sequence[Attribution], quotes: Sequence[Span], sentences: Sequence[Sentence]
) -> list[Attribution]:
    """Attributions less words of another sentence, or behind a semicolon, that somebody else says there:
    in "Nine died, the mayor said; a nurse counted four" the four are the nurse's alone."""
    cells = _cells(quotes, sentences)
    homes = [_cell(a.cue.start, cells) for a in found]
    kept = []
    for one in found:
        if one.shape not in {"agency_tag", CITING}:
            home = _cell(one.cue.start, cells)
            taken = [
                cells[at]
                for other, at in zip(found, homes, strict=True)
                if at != home and _tells_alone(other, one)
            ]
            pieces = [piece for p in one.content for piece in _less(p, taken)]
            one = replace(one, content=tuple(pieces))
        if one.content:
            kept.append(one)
    return kept


def _tells_alone(other: Attribution, one: Attribution) -> bool:
    """Whether another attribution has a speaker of its own, whom the first does not pass on."""
    return (
        other.source is not None
        and other.source != one.source
        and other.names_fact
        and other.shape != "agency_tag"
        and any(p.meets(q) for p in other.content for q in one.content)
        and not any(p.meets(other.cue) or p.meets(other.source) for p in one.content)
    )


def _cells(quotes: Sequence[Span], sentences: Sequence[Sentence]) -> list[Span]:
    """Sentences cut at their semicolons, but not within a quotation."""
    cells = []
    for sentence in sentences:
        start = sentence.start
        for token in sentence.tokens[:-1]:
            at = Span(token.start, token.end)
            if token.text == ";" and not any(q.holds(at) for q in quotes):
                cells.append(Span(start, token.end))
                start = token.end
        cells.append(Span(start, sentence.end))
    return cells


def _cell(offset: int, cells: Sequence[Span]) -> int:
    return max(bisect_right(cells, offset, key=lambda c: c.start) - 1, 0)


def _less(piece: Span, taken: Sequence[Span]) -> Iterator[Span]:
    """What is left of a piece outside of `taken`."""
    start = piece.start
    for cell in sorted(taken):
        if cell.meets(Span(start, piece.end)):
            if start < cell.start:
                yield Span(start, cell.start)
            start = max(start, cell.end)
    if start < piece.end:
        yield Span(start, piece.end)


def _with_stance(said: Said, sentence: Sentence) -> Attribution:
    """What the cue's row says of its stance and force, and the outlet that somebody told."""
    tokens = sentence.tokens
    cues = [
        c
        for c in find_cues(tokens, cue_index())
        if tokens[c.start].start < said.cue.end and tokens[c.end - 1].end > said.cue.start
    ]
    row = cues[0].row if cues else {"stance": "neutral", "force": "say", "class": "verb"}
    told = any(t.lower in TELLING for t in sentence.within(said.cue))
    after = [t for t in tokens if t.start >= said.cue.end]
    via = (_outlet(after) or _confidant(after) or _unheard_of(after)) if told else None
    source = said.source
    if source is not None:
        behind = [t for t in tokens if t.start >= source.end]
        if behind and behind[0].text == "," and (own := _own_name(behind[1:])):
            source = Span(source.start, own[-1].end)
    return Attribution(
        source,
        said.cue,
        said.content,
        row["stance"],
        row["force"],
        via,
        None,
        row["class"],
        {SourceKind(name): share for name, share in said.kind.items()},
        {Modality(name): share for name, share in said.modality.items()},
    )


def _outlet(after: Sequence[Token]) -> Span | None:
    """The outlet that these words open with: "The Associated Press | by phone", "Radio Kivu".

    Not the report's own: "told this agency", "told reporters", "told the paper".
    """
    for end in range(1, min(len(after), MAX_ADDRESSEE) + 1):
        if is_outlet([t.lower for t in after[:end]]):
            while (
                end < len(after) and after[end].text[0].isupper() and after[end].lower not in DAYS
            ):
                end += 1
            return None if _is_own(after, end) else Span(after[0].start, after[end - 1].end)
    return None


def _unheard_of(after: Sequence[Token]) -> Span | None:
    """An outlet or a body that no table knows, by the article before its name or the letters that it goes by:
    "told | the Valley Courier", "told | NRTV". A bare name may be a person's."""
    start = 1 if after and after[0].text == "the" else 0
    end = start
    while end < min(len(after), LONGEST_NAME) and after[end].text[0].isupper():
        end += 1
    name = after[start:end]
    rest = after[end].lower if end < len(after) else "."
    if not name or not (rest in BEHIND_NAME or not rest[0].isalnum()):
        return None
    lettered = len(name[0].text) > 2 and name[0].text[-2:].isupper()
    cried = not any(t.text[-1].islower() for t in after)
    whole = Span(after[0].start, name[-1].end)
    known = speaker_kind(joined(after[:end])) is not None or joined(name).lower() in _countries()
    if known or cried or any(t.lower.strip(".") in cues("title") for t in name):
        return None
    return whole if start or (len(name) == 1 and lettered) else None


@cache
def _countries() -> frozenset[str]:
    rows = read_lexicon("countries")
    return frozenset(
        n.lower() for r in rows for n in (r["name"], *r["aliases"].split("|")) if n != "-"
    )


BEHIND_NAME = word_set("that he she it they in on by from how about when this last yesterday today")


def _is_own(after: Sequence[Token], end: int) -> bool:
    """Whether the outlet that ends before token `end` is the one that prints the report."""
    words = [t.lower for t in after[: end + 2]]
    if OWN & set(words[:end]) or (words[end : end + 1] == ["of"] and OWN & set(words[end:])):
        return True
    named = any(t.text[0].isupper() for t in after[1:end])
    whose = words[end : end + 1] in (["of"], ["for"], ["from"], ["with"])
    plain = [w for w in words[:end] if w not in TRIMMED]
    return not named and not whose and len(plain) == 1 and (words[0] in ITS or plain[0] in PRESS)


def _confidant(after: Sequence[Token]) -> Span | None:
    """Who was told, where they are of those who pass on what they hear: "told the nurse that".

    What is told to a court, a meeting or the police is told in public.
    """
    end = next(
        (
            n
            for n, t in enumerate(after)
            if t.lower in NO_CONFIDANT
            or is_number_word(t)
            or not (t.text[0].isalnum() or t.lower == "'s")
            or (n and t.lower in ARTICLES and after[n - 1].lower != "of")
        ),
        len(after),
    )
    if (
        not 0 < end <= LONGEST_CONFIDANT
        or after[0].text[0].isupper()
        or after[0].lower in {"its", "our"}
    ):
        return None
    whom = Span(after[0].start, after[end - 1].end)
    return whom if speaker_kind(joined(after[:end])) in CONFIDED_IN else None


NO_CONFIDANT = (
    PERSONAL
    | SUBORDINATORS
    | AUXILIARIES
    | (PREPOSITIONS - {"of"})
    | word_set("us me him them everybody everyone there how why what who whom which")
)
LONGEST_CONFIDANT = 7  # words
ARTICLES = word_set("the a an")
CONFIDED_IN = frozenset(
    {
        SourceKind.MEDICAL,
        SourceKind.NGO,
        SourceKind.OTHER,
        SourceKind.RESIDENT,
        SourceKind.WITNESS,
        SourceKind.INTERGOVERNMENTAL,
    }
)
OWN = word_set("this our us")
ITS = frozenset({"the"})  # of an outlet that goes without a name
PRESS = word_set("reporters journalists newsmen pressmen correspondents media press")


MAX_ADDRESSEE = 4  # words until an outlet after "told" is known for one
DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
TELLING = word_set("told tells tell telling")


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
        here, there = (sentence_at(s.start, sentences) for s in (quote, result[n].cue))
        gap = here.paragraph - there.paragraph
        starts_sentence = here.start == quote.start
        if gap == 0 or (gap == 1 and starts_sentence and _reaches_end(result[n], sentences)):
            result[n] = replace(result[n], content=(*result[n].content, quote))
    return result


def _reaches_end(attribution: Attribution, sentences: Sequence[Sentence]) -> bool:
    """Whether the content runs to the end of its paragraph as an open quotation."""
    if not attribution.content:
        return False
    end = attribution.content[-1].end
    for this, following in pairwise(sentences):
        if this.start < end <= this.end:
            return following.paragraph != this.paragraph and end >= this.end - 1
    return False


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
        if is_outlet([t.lower for t in tokens[2:]]):
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
            known = " ".join(inside) in agency_tags() or is_outlet(inside)
            if known and (dashed or i <= 8):
                return Span(tokens[i + 1].start, tokens[close - 1].end)
    return None


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
    before the outlet that passes them on. The report's own publisher is never one; where it is
    not known, the agency of the dateline is.
    """
    if publisher is None:
        tag = next((a.cue for a in attributions if a.shape == "agency_tag"), None)
        publisher = text_of(tag, sentences) if tag is not None else None
    around = [
        a
        for a in attributions
        if a.names_fact and any(piece.holds(span) or _mostly_in(span, piece) for piece in a.content)
    ]
    around.sort(
        key=lambda a: (
            a.shape == "agency_tag",
            _size(a),
            a.shape != CITING,  # whom a speaker cites was there before him
            a.via is None,
            -a.cue.start,
        )
    )
    chain: list[Source] = []
    passed_on: list[Source] = []
    for number, attribution in enumerate(around):
        if number and attribution.stance == "deny":
            continue  # "the front denied a police report that it had": the front passes nothing on
        cue = text_of(attribution.cue, sentences)
        if attribution.shape in MARKED:
            chain += passed_on
            passed_on = []
            cue = None
        speaker = attribution.speaker or attribution.source
        if speaker is not None:
            chain += _sources_in(speaker, cue, attributions, sentences)
        if attribution.via is not None:
            passed_on += _passed_on_by(attribution.via, cue, attributions, sentences)
    return _distinct(chain + passed_on, publisher)


def rejected_voices(
    denial: Attribution, attributions: Sequence[Attribution], sentences: Sequence[Sentence]
) -> tuple[Source, ...]:
    """Whose words a denial rejects: "the front denied a | police | report that", "rejected claims by | herders |
    that". None where nobody is named."""
    behind = sentence_at(denial.cue.start, sentences)
    after = [t for t in behind.tokens if t.start >= denial.cue.end][:MAX_REJECTED]
    noun = next((n for n, t in enumerate(after) if t.lower in WORDS_OF_OTHERS), None)
    if noun is None or any(
        t.lower in JOINED or (not t.text[0].isalnum() and t.lower not in POSSESSIVE)
        for t in after[:noun]
    ):
        return ()
    whose, rest = after[:noun], after[noun + 1 :]
    if rest and rest[0].lower in {"by", "from"}:  # what stands behind "of" is mostly the deed
        end = next((n for n, t in enumerate(rest) if t.lower in CLOSING), len(rest))
        whose = rest[1:end]
    named = [t for t in whose if t.lower not in TRIMMED | POSSESSIVE]
    if not named or speaker_kind(joined(named)) is None:
        return ()
    voices = _sources_in(Span(named[0].start, named[-1].end), None, attributions, sentences)
    return tuple(replace(v, cue=after[noun].text) for v in voices)


MAX_REJECTED = 12  # words
JOINED = frozenset({"and", "or"})  # "denied the raid | and | a police report of it"
POSSESSIVE = word_set("'s ’s ' ’")
WORDS_OF_OTHERS = word_set(
    "report reports claim claims account accounts allegation allegations accusation accusations charge charges"
    " assertion assertions version statement statements"
)
CLOSING = word_set("that , . ; : and of as about over concerning")


def attribution_of(span: Span, attributions: Sequence[Attribution]) -> Attribution | None:
    """The nearest attribution whose content holds `span`; one that names its source goes first.

    Dateline tags are left out: an agency that passes a report on takes no stance to it.
    """
    around = [
        a
        for a in attributions
        if a.shape not in MARKED and any(piece.holds(span) for piece in a.content)
    ]
    return min(around, key=lambda a: (a.source is None, _size(a)), default=None)


def _mostly_in(span: Span, piece: Span) -> bool:
    shared = min(span.end, piece.end) - max(span.start, piece.start)
    return shared * 2 > span.end - span.start


def _size(attribution: Attribution) -> int:
    return sum(piece.end - piece.start for piece in attribution.content)


def _sources_in(
    span: Span, cue: str | None, attributions: Sequence[Attribution], sentences: Sequence[Sentence]
) -> list[Source]:
    tokens = tokens_in(span, sentences)
    whole = joined(tokens)
    nameless = is_nameless(_around(span, attributions, sentences))
    # whoever stands beside a word for saying speaks, whatever he is: "the 19-year-old told"
    said = cue is not None and _says(cue)
    found: list[Source] = []
    for part in _co_speakers(tokens):
        part = _without_marks(part)
        name = _name(part)
        if not name or name.lower() in PERSONAL | PERSONS or part[-1].lower in {"us", "ours"}:
            continue
        if not _can_speak(part) and not (said and part[0].lower in DETERMINERS):
            continue
        kind = speaker_kind(joined(part)) or speaker_kind(whole)
        kind = kind or _kind_by_surname(part, span, attributions, sentences)
        heard = next((a.kinds for a in attributions if a.source == span), None)
        if heard is None:  # named before, and speaks as "he"
            heard = next((a.kinds for a in attributions if a.speaker == span), {})
        odds = GUESSED if kind is not None and is_role(joined(part)) else KNOWN
        if odds == GUESSED and part[0].lower in OWNED:
            owner = _kind_of_owner(part[0].start, sentences)
            kind, odds = (kind, odds) if owner is None else (owner, OWNER)
        if nameless:
            kind = SourceKind.UNNAMED
        elif kind is None or not has_own_name(joined(part)):
            kind = _likeliest(kind, heard, odds)
        found.append(Source(name, kind, cue))
    return found


def _passed_on_by(
    via: Span, cue: str | None, attributions: Sequence[Attribution], sentences: Sequence[Sentence]
) -> list[Source]:
    """Who passes words on; a name that no table knows is an outlet's."""
    known = speaker_kind(joined(tokens_in(via, sentences))) is not None
    found = _sources_in(via, cue, attributions, sentences)
    return found if known else [replace(s, kind=SourceKind.MEDIA) for s in found]


@cache
def _says(cue: str) -> bool:
    return bool(find_cues(read_tokens(cue, 0, len(cue)), cue_index()))


def _around(span: Span, attributions: Sequence[Attribution], sentences: Sequence[Sentence]) -> str:
    """A speaker and what his sentence says behind him of himself: "an officer | said, asking not to be named"."""
    said = [piece for a in attributions if a.source == span for piece in a.content]
    behind = [t for t in sentence_at(span.start, sentences).tokens if t.start >= span.start]
    return joined([t for t in behind if not any(p.start <= t.start < p.end for p in said)])


def _kind_of_owner(start: int, sentences: Sequence[Sentence]) -> SourceKind | None:
    """The kind of the body that "its", "their" stand for: the last that is named before, in the sentence
    or the one before it."""
    near = [n for n, s in enumerate(sentences) if s.span.start <= start]
    for n in reversed(near[-2:]):
        before = [t for t in sentences[n].tokens if t.end <= start]
        kind = body_kind(joined(before)) if before else None
        if kind is not None:
            return kind
    return None


OWNED = word_set("its their whose")


def _likeliest(
    known: SourceKind | None, heard: Mapping[SourceKind, float], odds: float
) -> SourceKind:
    """The kind that the table, by these odds, and the model's answer make likeliest."""
    if not heard:
        return known or SourceKind.OTHER
    return max(heard, key=lambda kind: heard[kind] * (odds if kind is known else 1.0))


# How much likelier the table's answer makes a kind: by a speaker's own word, by a part that he may have
# in any body ("a commander"), by the body named last before "their commander", right half of the time.
KNOWN, GUESSED, OWNER = 40.0, 1.5, 10.0


def _without_marks(tokens: Sequence[Token]) -> Sequence[Token]:
    """A speaker less an editor's mark before it and a second "said" after it: "[TEXT] a colonel"."""
    if tokens and tokens[0].text in {"(", "["}:
        close = next((n for n, t in enumerate(tokens) if t.text in {")", "]"}), None)
        tokens = tokens[close + 1 :] if close is not None else tokens[1:]
    if [t.lower for t in tokens[:2]] == ["according", "to"]:
        tokens = tokens[2:]
    cut = next((n for n, t in enumerate(tokens) if n and t.lower in SAYING), len(tokens))
    return tokens[:cut]


def _can_speak(tokens: Sequence[Token]) -> bool:
    """Whether a phrase can name a speaker: a known kind, or a name that opens like one."""
    if not tokens or tokens[0].lower in FUNCTION_WORDS:
        return False
    if speaker_kind(joined(tokens)) is not None:
        return not (tokens[0].text.islower() and tokens[0].lower.endswith(("ing", "ed")))
    if any(t.lower in AUXILIARIES for t in tokens):
        return False
    return any(t.text[0].isupper() and len(t.text) > 1 for t in tokens)


DETERMINERS = ARTICLES | word_set("his her its their another one two three this that these those")
SAYING = word_set("said says told tells reported reports added stated")
FUNCTION_WORDS = (
    PREPOSITIONS
    | SUBORDINATORS
    | AUXILIARIES
    | word_set("and or but to not said no none nobody neither")
)


def _co_speakers(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Cut "residents and the Iraqi military" where both sides are speakers of a known kind."""
    for i, token in enumerate(tokens):
        if token.lower in {"and", "&"} or (token.text == "," and i + 1 < len(tokens)):
            left, right = tokens[:i], tokens[i + 1 :]
            if not left or not right:
                continue
            if token.text == "," and not any(t.lower == "and" for t in right):
                continue
            if speaker_kind(joined(left)) and _heads_speaker(right):
                yield left
                yield from _co_speakers(right)
                return
    yield tokens


def _heads_speaker(tokens: Sequence[Token]) -> bool:
    """Whether a phrase is a speaker on its own: "and commerce" is not one."""
    end = head_end([t.lower for t in tokens])
    return speaker_kind(joined(tokens[:end])) is not None


def _name(tokens: Sequence[Token]) -> str:
    """A speaker as written, less article, number, apposition and relative clause; a calling keeps the
    person's name behind it: "trader, Hawa Sisse"."""
    kept = list(tokens)
    while kept and (kept[0].lower in TRIMMED or kept[0].text in {",", "“", '"'}):
        if [t.lower for t in kept[1:2]] == ["of"]:
            break  # "one of them"
        kept = kept[1:]
    for n, token in enumerate(kept):
        own = _own_name(kept[n + 1 :]) if n and token.text == "," else []
        if own:
            return f"{joined(kept[:n])}, {joined(own)}"
    cut = next(
        (
            n
            for n, t in enumerate(kept)
            if n
            and (
                (t.text in {",", "(", "—", "–"} and not _opens_person(kept[:n], t, kept[n + 1 :]))
                or t.lower in {"who", "which", "that", "whose", "speaking"}
            )
        ),
        len(kept),
    )
    kept = kept[: min(cut, 12)]
    while len(kept) > 1 and kept[-1].lower in OPENING_MORE:
        kept = kept[:-1]
    return joined(kept)


# What a name never ends with: it opens what was cut off, "the colonel of | the same".
OPENING_MORE = PREPOSITIONS | SUBORDINATORS | ARTICLES | word_set("and or same still")


def _own_name(after: Sequence[Token]) -> Sequence[Token]:
    """The name that a speaker gives himself: "who uses the name | Abu Karim", "calling himself | Zorro"."""
    for cue in find_cues(after[:MAX_SELF_NAMING], _self_namings()):
        if cue.start == 0:
            rest = after[cue.end :]
            end = next((n for n, t in enumerate(rest) if not t.text[0].isupper()), len(rest))
            return rest[:end]
    return []


@cache
def _self_namings() -> CueIndex:
    """Words by which a speaker names himself."""
    return index_cues(read_lexicon("self_names"))


MAX_SELF_NAMING = 9  # words


def _opens_person(calling: Sequence[Token], mark: Token, after: Sequence[Token]) -> bool:
    """Whether a comma stands between a calling in small letters, or any before a title, and the name of
    who follows it."""
    end = next((n for n, t in enumerate(after) if t.text in {",", "(", "—", "–"}), len(after))
    words = after[:end]
    titled = bool(words) and words[0].lower.strip(".") in cues("title")
    if mark.text != "," or not (titled or calling[-1].text.islower()):
        return False
    least = 1 if all(t.text.islower() for t in calling) else 2
    return least <= len(words) <= LONGEST_NAME and all(t.text[0].isupper() for t in words)


LONGEST_NAME = 5  # words, with a title


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
            words = text_of(earlier, sentences) or ""
            if last in words.split():
                kind = speaker_kind(words)
                if kind is not None:
                    return kind
    return None


def _distinct(chain: Sequence[Source], publisher: str | None) -> tuple[Source, ...]:
    kept: list[Source] = []
    for source in chain:
        if publisher is not None and (
            _same_name(source.name, publisher) or _is_short_for(source, publisher)
        ):
            continue
        if not any(_same_name(source.name, other.name) for other in kept):
            kept.append(source)
    return tuple(kept)


def _is_short_for(source: Source, publisher: str) -> bool:
    """Whether an outlet is the publisher by the last words of its name: "the Courier" of the Valley Courier."""
    name, whole = _plain_name(source.name), _plain_name(publisher)
    return source.kind is SourceKind.MEDIA and whole.endswith(f" {name}") and name != ""


def _same_name(one: str, other: str) -> bool:
    """Whether two names are one body's: "AP" and "The Associated Press", "Dawn" and "dawn.com"."""
    a, b = _plain_name(one), _plain_name(other)
    return a == b or _initials(a) == b.replace(" ", "") or a.replace(" ", "") == _initials(b)


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _plain_name(name: str) -> str:
    words = re.findall(r"\w+", name.lower())
    return " ".join(w for w in words if w not in {"the", "news", "agency", "com", "www", "online"})
