"""How many were killed, injured, abducted, arrested or displaced, as the words of an act give it.

The model says which words count whom; what number they are is read by rule, and none is made up:
a plural without a number gives none. Nothing is added up here across sentences.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise

from dateline.extract.acts import Act
from dateline.extract.grammar import IRREGULAR
from dateline.extract.numbers import is_number_word, number_run, read_count
from dateline.extract.objects import ENDS, class_of_thing
from dateline.extract.patients import BE, BODILY, find_patient
from dateline.extract.speakers import head_end
from dateline.extract.text import Sentence, Token, sentence_with, word_set
from dateline.extract.triggers import Trigger, find_triggers
from dateline.lexicons import given_names, read_lexicon
from dateline.lexicons.revisions import last_words
from dateline.lexicons.times import MONTH_NAMES
from dateline.records import Count, CountKind, CountPhrase, IncidentType, Modality, Span

# A figure over several incidents or a long time, not this incident's.
CUMULATIVE = re.compile(
    rf"\b(?:since (?:last|{'|'.join(MONTH_NAMES)}|early|late|mid)"
    r"|since (?:\w+ ){0,4}(?:19|20)\d\d|so far this (?:year|month)|this year|in (?:the past|recent)"
    r" (?:\w+ )?(?:days|weeks|months|years|decades?)|over the (?:past|last)|in the last (?:\w+ )?(?:weeks|months"
    r"|years)|in the (?:first|second|same|last) (?:half|quarter|period|\w+ months)|in the \w+ (?:months|weeks|years) to"
    r"|since (?:\w+ ){1,6}(?:began|started|broke out|erupted|took power|seized power)"
    r"|each year|every year|a year|in total since|to date|during the (?:war|conflict|civil war))\b"
)
# Forty families are no forty people. Alone at a phrase's end; in the plural, right after a number.
UNITS = word_set("family household clan crew village")
UNITS_OF_PEOPLE = word_set("families households clans couples crews villages")


@dataclass(frozen=True, slots=True)
class Told:
    """What an act tells of how many: its figures, and everybody whom it tells of as one."""

    figures: tuple[CountPhrase, ...]
    singles: tuple[CountPhrase, ...]  # killed or hurt; also those that no figure counts


def find_figures(
    sentences: Sequence[Sentence], act: Act, *, dead: bool | None = None
) -> tuple[CountPhrase, ...]:
    """The figures of an act, in the order of the text (see `read_figures`)."""
    return read_figures(sentences, act, dead=dead).figures


def read_figures(sentences: Sequence[Sentence], act: Act, *, dead: bool | None = None) -> Told:
    """The figures of an act, and the single persons beside them, in the order of the text.

    Words that the model gives to two harms count for the surer one. Single persons without a number
    ("a guard", "Ana Ruiz") are told again and again: beside a number they add nothing, and alone only
    those joined in one list count each. dead: whether the report tells of dead at all
    (`tells_of_dead`), looked up when None.
    """
    word = _own_word(sentences, act)
    if dead is None:
        dead = tells_of_dead(sentences)
    parts = sorted(
        ((part, kind) for kind in CountKind for part in act.roles.get(kind.value, ())),
        key=lambda found: -found[0].score,
    )
    phrases: list[CountPhrase] = []
    for part, kind in parts:
        sentence = sentence_with(part.span, sentences)
        if sentence is None:
            continue
        harm = _heard(sentence, part.span, kind, act, word)
        phrase = _figure(sentence, part.span, harm, act) if harm is not None else None
        if phrase is not None and not any(p.span.meets(phrase.span) for p in phrases):
            phrases.append(phrase)
    for span in act.spans("target"):
        sentence = sentence_with(span, sentences)
        if sentence is None or any(p.span.meets(span) for p in phrases):
            continue
        phrase = _of_target(sentence, span, act, word, dead)
        if phrase is not None and not any(p.span.meets(phrase.span) for p in phrases):
            phrases.append(phrase)
    if word is not None and not any(p.kind in BODILY for p in phrases):
        phrases += _of_word(sentences, act, word) or _of_patient(sentences, act, word, dead)
    if word is not None:
        phrases = _without_neighbours(sentences[word.sentence], word, phrases)
    risen = (_risen(p, sentences) for p in phrases)
    risen = (p for p in risen if not _is_unharmed(sentences, p))
    # "risen to 14 after five more": both are the 14, told once for each harm
    found = sorted({(p.kind, p.span): p for p in risen}.values(), key=lambda phrase: phrase.span)
    found = [_as_whole(sentences, p, found) for p in _with_parts(sentences, found)]
    found = [_with_himself(sentences, p) for p in found]
    kept: list[CountPhrase] = []
    for kind in CountKind:
        same = [p for p in found if p.kind is kind]
        numbered = [p for p in same if not p.single]
        kept += _with_listed(sentences, same) if numbered else _first_list(sentences, same)
    singles = [p for p in found if p.kind in BODILY and p.count == ONE and not p.cumulative]
    return Told(tuple(sorted(kept, key=lambda phrase: phrase.span)), tuple(singles))


def without_names_of(others: Sequence[Span], told: Told) -> Told:
    """What is told, less single persons whose words are but the name of something else: of a place, a
    time."""

    def is_somebody(phrase: CountPhrase) -> bool:
        return not phrase.single or not any(other.holds(phrase.span) for other in others)

    return Told(*(tuple(filter(is_somebody, part)) for part in (told.figures, told.singles)))


ONE = Count(1, 1, 1)


def _with_listed(
    sentences: Sequence[Sentence], phrases: Sequence[CountPhrase]
) -> list[CountPhrase]:
    """Numbers, and single persons that one list joins to them: "two guards and a cook"."""
    linked = {
        id(p)
        for a, b in pairwise(phrases)
        if a.single != b.single and _link(sentences, _whole(a), _whole(b)) == "and"
        for p in (a, b)
    }
    return [p for p in phrases if not p.single or id(p) in linked]


def _without_neighbours(
    sentence: Sentence, word: Trigger, phrases: Sequence[CountPhrase]
) -> list[CountPhrase]:
    """Figures without those of another word's victims, where the own word stands right behind its number:
    of "three shot, one dead" only one is dead."""
    before = (p for p in phrases if p.span.end <= word.span.start)
    own = next((p for p in before if not sentence.within(Span(p.span.end, word.span.start))), None)
    if own is None:
        return list(phrases)
    others = [t.span for t in find_triggers(sentence) if t.span != word.span]

    def is_apart(phrase: CountPhrase) -> bool:
        between = Span(phrase.span.end, own.span.start)
        return (
            phrase.kind is own.kind
            and sentence.span.start <= phrase.span.start < own.span.start
            and any(between.holds(other) for other in others)
        )

    return [p for p in phrases if not is_apart(p)]


UNHARMED = word_set("unhurt unharmed uninjured unscathed unwounded")
SAVING = word_set("dug pulled rescued found recovered brought got taken took captured caught")
TAKEN_BACK = 3  # words before those who are counted: "took both men alive"
SURVIVED = word_set("survived survives survive")
SURVIVED_BY = 3  # words to the verb: "nine survived", "two of them also survived"
NOTHING = word_set("not without")


def _with_himself(sentences: Sequence[Sentence], phrase: CountPhrase) -> CountPhrase:
    """A figure of dead with their killer, where he is told of behind them: "killed ten people and himself"."""
    sentence = sentence_with(phrase.span, sentences)
    count = phrase.count
    exact = count.best is not None and count.low == count.best == count.high
    if phrase.kind is not CountKind.KILLED or phrase.subset or not exact or sentence is None:
        return phrase
    behind = [t.lower for t in sentence.tokens if t.start >= _whole(phrase).end][:TO_HIMSELF]
    led = [t.lower for t in sentence.tokens if t.end <= _whole(phrase).start][-TO_HIMSELF:]
    killing = any(word in SHOTS or _harm_words().get(word) is CountKind.KILLED for word in led)
    at = next((n for n, word in enumerate(behind) if word in HIMSELF), None)
    joined = at is not None and not LEADS_ON.isdisjoint(behind[:at]) and behind[0] not in SHOTS
    if not killing or not joined or not set(behind[:at]) <= BEFORE_HIMSELF:
        return phrase
    if not OUTLIVED.isdisjoint(t.lower for t in sentence.tokens if t.start >= _whole(phrase).end):
        return phrase
    number = (count.best or 0) + 1
    return replace(phrase, count=Count(number, number, number), single=False)


HIMSELF = word_set("himself herself")
LEADS_ON = word_set("and then before ,")
# "then shot himself in the | foot", "but | survived"
OUTLIVED = word_set(
    "survived survives surviving survive wounded wounding injured injuring foot leg arm hand shoulder critical failed"
)
TO_HIMSELF = 9  # words to it: "[ten] people before he turned the gun on himself"
BEFORE_HIMSELF = word_set(
    ", and then before finally also people persons others he she killing killed kill shooting shot shoot turning "
    "turned the his her gun weapon rifle pistol on"
)
NEXT = word_set(", ; . : and but while when as after")


def _is_unharmed(sentences: Sequence[Sentence], phrase: CountPhrase) -> bool:
    """Whether the words behind those who are counted say that no harm came to them: "the driver walked away
    unharmed", "five were dug out alive"; "burned alive" does not."""
    sentence = sentence_with(phrase.span, sentences)
    if phrase.kind not in BODILY or sentence is None:
        return False
    end = _whole(phrase).end
    behind = [t.lower for t in sentence.tokens if t.start >= end]
    if behind[:2] == [",", "who"]:
        behind = behind[2:]
    clause = behind[: next((n for n, word in enumerate(behind) if word in NEXT), len(behind))]
    led = [t.lower for t in sentence.tokens if t.end <= _whole(phrase).start][-TAKEN_BACK:]
    saved = "alive" in clause and _are_saved([*led, *clause[: clause.index("alive")]])
    lived = phrase.kind is CountKind.KILLED and not SURVIVED.isdisjoint(clause[:SURVIVED_BY])
    if lived and NOT.isdisjoint(clause[:SURVIVED_BY]):
        return True
    if any(f"{word} a scratch" in " ".join(clause) for word in NOTHING):
        return True
    spared = any(
        a in NOT and b in HURT for a, b in pairwise(clause)
    ) or "escaped injury" in " ".join(clause)
    return saved or spared or not UNHARMED.isdisjoint(clause)


def _are_saved(before: Sequence[str]) -> bool:
    """Whether words that lead to "alive" tell of saving or taking, not of how somebody was killed: "found five
    people burned | alive"."""
    return not SAVING.isdisjoint(before) and DONE_ALIVE.isdisjoint(before[-1:])


DONE_ALIVE = word_set(
    "burned burnt burning buried skinned flayed boiled roasted cremated cooked dismembered eaten"
)


def _whole(phrase: CountPhrase) -> Span:
    """The words of those who are counted, not of their number alone."""
    group = phrase.group
    return phrase.span if group is None or not group.meets(phrase.span) else group


def _risen(phrase: CountPhrase, sentences: Sequence[Sentence]) -> CountPhrase:
    """A death toll where its sentence says what it has risen to: "to 14 after five more were found"."""
    sentence = sentence_with(phrase.span, sentences)
    if phrase.kind is not CountKind.KILLED or sentence is None:
        return phrase
    tokens = sentence.tokens
    if TOLL.isdisjoint(t.lower for t in tokens):
        return phrase
    for i, token in enumerate(tokens[:-2]):
        if token.lower in last_words() and tokens[i + 1].lower == "from":
            number = _number_at(tokens, i + 2)
            if number is not None and phrase.span.meets(number[0]) and number[1].high is not None:
                (at, count) = number  # "rose from five to nine"
                return replace(phrase, span=at, count=Count(*[count.high] * 3))
        if token.lower in last_words() and tokens[i + 1].lower == "to":
            number = _number_at(tokens, i + 2)
            run = number_run(tokens, i + 2)
            if number is not None and run is not None and not _is_of_time(tokens, *run):
                at, count = number
                return replace(phrase, span=at, count=count, single=False, subset=False)
    return phrase


def _number_at(tokens: Sequence[Token], i: int) -> tuple[Span, Count] | None:
    """The number that token i is part of, and its words."""
    run = number_run(tokens, i)
    count = read_count(tokens[slice(*run)]) if run is not None else None
    if run is None or count is None:
        return None
    return Span(tokens[run[0]].start, tokens[run[1] - 1].end), count


TOLL = word_set("toll dead deaths death fatalities")


def _first_list(sentences: Sequence[Sentence], singles: Sequence[CountPhrase]) -> list[CountPhrase]:
    """The first of single persons told without a number, with those in one list with it; or else the
    longest such list.

    "A teacher, her son and a guard" are three; "Ana Ruiz, a guard, ..." is one, told twice.
    """
    lists = _lists(sentences, singles)
    kept = max(lists, key=len, default=[])
    if kept and _is_among_many(sentences, kept):
        return []
    if any(b.span.start - a.span.end > APART for a, b in pairwise(kept)):
        whole = Span(kept[0].span.start, kept[-1].span.end)
        number = Count(len(kept), len(kept), len(kept))
        return [replace(kept[0], span=whole, count=number, single=False)]
    return kept


def _lists(
    sentences: Sequence[Sentence], singles: Sequence[CountPhrase]
) -> list[list[CountPhrase]]:
    """Each run of single persons that "and" closes to one list; of a run without, its first."""
    runs: list[list[CountPhrase]] = []
    reach: list[int] = []
    for n, phrase in enumerate(singles):
        link = _link(sentences, singles[n - 1].span, phrase.span) if n else ""
        if not link:
            runs.append([])
            reach.append(1)
        runs[-1].append(phrase)
        if link == "and":
            reach[-1] = len(runs[-1])
    return [run[:end] for run, end in zip(runs, reach, strict=True)]


APART = 30  # characters, some five words of who somebody is, behind which a claim would count no further


def _is_among_many(sentences: Sequence[Sentence], singles: Sequence[CountPhrase]) -> bool:
    """Whether a list of single persons goes on with people whom nobody counts: "the bishop and other priests",
    "soldiers and a driver"."""
    sentence = sentence_with(singles[0].span, sentences)
    if sentence is None or not sentence.span.holds(singles[-1].span):
        return False
    tokens = sentence.tokens
    first = next(n for n, t in enumerate(tokens) if t.end > singles[0].span.start)
    last = max(n for n, t in enumerate(tokens) if t.start < singles[-1].span.end) + 1
    before = [t.lower for t in tokens[max(0, first - 3) : first]]
    many = plural_nouns() | _words("many")
    counted = any(is_number_word(t) for t in tokens[max(0, first - 5) : first])
    behind = [t.lower for t in tokens[last : last + 6]]
    joined = before[-1:] == ["and"] and before[-2:-1] != [] and before[-2] in many
    if joined and not counted and behind[:1] not in ONLY_HE:
        return True
    if behind[:1] == [","]:
        behind = behind[1:]
    joint = next((j for j in JOINTS if behind[: len(j)] == j), [])
    rest = behind[len(joint) :]
    if rest[:1] == ["the"]:
        rest = rest[1:]
    if not joint and rest[:1] != ["other"]:
        return False
    noun = next((n for n, word in enumerate(rest[:3]) if word in many - SEVERAL - VAGUE), None)
    if noun is None or not all(w.isalpha() and w not in BE for w in rest[:noun]):
        return False
    if any(is_number_word(t) and t.lower not in VAGUE for t in tokens[last : last + 6][: noun + 3]):
        return False
    ahead = rest[noun + 1] if noun + 1 < len(rest) else "."
    led = any(t.lower in _harm_words() for t in tokens[max(0, first - 3) : first])
    if ahead in BE and led:
        return rest[:1] == ["other"]  # "killed | the mayor | and soldiers were hurt"
    return ahead in BE or ahead in ENDS_LIST or rest[:1] == ["other"]


ONLY_HE = (["was"], ["is"], ["has"])  # "by masked men and | the driver | was cut"
VAGUE = word_set("they them all many several some those other")
ENDS_LIST = frozenset(
    {".", ",", ";", ")", "and", "who", "in", "on", "at", "from", "of", "by", "near"}
)


def _link(sentences: Sequence[Sentence], a: Span, b: Span) -> str:
    """What joins two phrases in one list: "and", "," or nothing."""
    sentence = sentence_with(a, sentences)
    if sentence is None or not sentence.span.holds(b):
        return ""
    between = [t.lower for t in sentence.within(Span(a.end, b.start))]
    if _are_two_names(sentence, a, b) and _is_apposed(between):
        return "and"
    if len(between) > 2 and between[0] == "," and between[1].isdigit():
        between = between[2:]  # "Ana Ruiz, 32, and ..."
        if between[:1] == [","] and len(between) > 2:
            between = between[1:]  # "Ana Ruiz, 32, | was killed along with"
    if between[between[:1] == [","] :] in JOINTS or _go_with(between):
        return "and"
    return "," if between == [","] else ""


JOINTS = (["and"], ["as", "well", "as"], ["along", "with"], ["together", "with"])


def _are_two_names(sentence: Sentence, a: Span, b: Span) -> bool:
    """Whether two phrases are full names of two persons, be they of one family."""
    one, other = sentence.within(a), sentence.within(b)
    full = _is_full_name(one) and _is_full_name(other)
    words, others = {t.lower for t in one}, {t.lower for t in other}
    return full and one[0].lower != other[0].lower and not words <= others and not others <= words


def _is_apposed(between: Sequence[str]) -> bool:
    """Whether words only tell of the name before them, and an "and" leads to the next: "Ana Ruiz, | a clerk of the
    bank, and | Omar Ba"."""
    told = between[1:-1]
    closed = between[:1] == [","] and between[-2:] == [",", "and"]
    return closed and not any(
        word in BE or word in RELATIVES or word in _harm_words() for word in told
    )


RELATIVES = word_set("who whom which that said")


def _go_with(between: Sequence[str]) -> bool:
    """Whether words tell of one harm to those before and behind them: "the mayor | was killed along with | his
    guards", "died together with"."""
    told = between[:-2]
    return (
        list(between[-2:]) in JOINTS
        and bool(told)
        and all(word in BE or word in _harm_words() for word in told)
    )


REACH = 4  # words between a word of none and its harm: "no one has so far been arrested"


@lru_cache(maxsize=128)  # one sentence tells of several acts
def find_nones(sentence: Sentence) -> tuple[CountPhrase, ...]:
    """Harms of which a sentence says that nobody suffered them: "no one was hurt", "no arrests", "did not cause
    any casualties", "the crew was unhurt"."""
    tokens = sentence.tokens
    found = []
    for i, token in enumerate(tokens):
        if token.lower in UNHARMED and not (i and tokens[i - 1].lower in NOT):
            if not HURT.isdisjoint(t.lower for t in tokens):
                continue  # "the mayor escaped unhurt but five guards were wounded"
            found.append(CountPhrase(CountKind.INJURED, Span(token.start, token.end), NONE))
            continue
        length, harms = _harm_denied(tokens, i)
        behind = tokens[i + length].lower if i + length < len(tokens) else "."
        if not harms or behind in UNTOLD or behind in DETERMINERS:
            continue  # "no casualty figures"; "nobody was inside the flat that they searched"
        first = _none_before(tokens, i)
        if first is not None and not _is_of_a_thing(tokens[first + 1 : i]):
            span = Span(tokens[first].start, tokens[i + length - 1].end)
            found += [CountPhrase(CountKind(harm), span, NONE) for harm in harms]
    return tuple(found)


def _is_of_a_thing(between: Sequence[Token]) -> bool:
    """Whether what is spared is a thing: "no | shops were | hit"."""
    named = [t for t in between if t.lower not in BE]
    return bool(named) and class_of_thing(named) is not None


def _none_before(tokens: Sequence[Token], i: int) -> int | None:
    """The word that says of a harm at token i that there was none; None where nothing does."""
    for k in range(i - 1, max(-1, i - 2 - REACH), -1):
        lower = tokens[k].lower
        if lower == "any" or (lower == "a" and tokens[i].lower == "scratch"):
            return _not_before(tokens, k)
        within = k > 0 and lower == "the" and tokens[k - 1].lower == "of"
        if lower in STOPS and not within:  # "none of the clerks"
            return None
        run = number_run(tokens, k) if is_number_word(tokens[k]) else None
        count = read_count(tokens[slice(*run)]) if run is not None else None
        if count == NONE and k and tokens[k - 1].lower in UNTELLING:
            return None  # "gave no losses"
        if count == NONE or lower == "without":
            return k
        if lower in NOT and k and tokens[i].lower in HURT and _is_be(tokens[k - 1], tokens[k]):
            others = sum(t.lower in HURT for t in tokens) > 1  # "but nine others were injured"
            return None if others else k  # "the guard was not hurt"
    return None


def _not_before(tokens: Sequence[Token], k: int) -> int | None:
    """The "not" or "without" to which an "any" at token k belongs; None where something is only untold: "did
    not mention any", "no reports of any"."""
    for n in range(k - 1, max(-1, k - 2 - REACH), -1):
        lower = tokens[n].lower
        if lower in STOPS or lower in UNTOLD or lower in TELLING:
            return None
        if lower in NOT or lower.endswith("n't") or lower == "without":
            return n
    return None


def _is_be(before: Token, negation: Token) -> bool:
    return before.lower in BE or negation.lower.endswith("n't")


NOT = word_set("not never wasn't weren't isn't aren't")
HURT = word_set("hurt injured wounded harmed")
TELLING = word_set(
    "mention mentioned report reports reported give gave say said confirm confirmed know known knew "
    "rule ruled exclude excluded expect expected"
)
UNTELLING = word_set(
    "give gives gave giving mention mentions mentioned mentioning disclosed specified"
)
NONE = Count(0, 0, 0)
FURTHER = word_set("other others else further additional more")
# "No toll was given", "no details of casualties": nor is it here.
UNTOLD = word_set(
    "toll tolls figure figures estimate estimates number numbers count breakdown details information word news"
)
# "No other victims": of how many were, nothing is said.
STOPS = (
    frozenset({",", ";", ":", ".", "(", ")", "but", "the", "a", "an", "that"}) | FURTHER | UNTOLD
)


def _harm_denied(tokens: Sequence[Token], i: int) -> tuple[int, tuple[str, ...]]:
    """How many words from token i on are one for a harm of `harms.tsv`, and which harms it tells of."""
    for form, harms in _harms().get(tokens[i].lower, ()):
        if [t.lower for t in tokens[i : i + len(form)]] == form:
            return len(form), harms
    return 1, ()


@cache
def _harms() -> dict[str, list[tuple[list[str], tuple[str, ...]]]]:
    """Forms and harms by the first word of the form."""
    found: dict[str, list[tuple[list[str], tuple[str, ...]]]] = {}
    for row in read_lexicon("harms"):
        form = row["form"].split()
        found.setdefault(form[0], []).append((form, tuple(row["harm"].split("|"))))
    return found


def find_bare_figure(tokens: Sequence[Token], kind: CountKind) -> CountPhrase | None:
    """The one number of words that speak of a deed without naming it, as a count of `kind` where no word
    for a harm stands beside it: "a nurse put it at nine", "boasts | of nine". None where it counts anything
    but people or nobody at all, is a part, or there are more numbers than one; "nine and not five" is nine."""
    runs: list[tuple[int, int]] = []
    for i, token in enumerate(tokens):
        if (
            is_number_word(token)
            and not (runs and i < runs[-1][1])
            and (run := number_run(tokens, i))
            and not _is_rejected(tokens, run[0])
            and not _is_age(tokens, i, i)
        ):
            runs.append(run)
    if len(runs) != 1:
        return None
    first, last = runs[0]
    count = read_count(tokens[first:last])
    if count is None or max(count.best or 0, count.low or 0) <= 1:
        return None  # "no such thing", "one of ours"
    opens = first == 0 or (first == 1 and tokens[0].lower == "of")  # "boasts | of nine"
    before = "" if opens else tokens[first - 1].lower
    counted = tokens[last].lower if last < len(tokens) else "."
    ends = counted in CLOSES or counted in WHERE
    bare = ends or counted in _words("many") or counted in _harm_words()
    if not bare or before in _words("numbered") or before in PARTS:
        return None  # "seven survivors", "kilometre 7", "among them three", "a man of 34"
    at = Span(tokens[first].start, tokens[last - 1].end)
    return CountPhrase(_harm_beside(tokens, first, last) or kind, at, count)


def _is_numbered(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a number is a room's or a road's, by the word before it; not "in the flat | two people"."""
    if first == 0 or tokens[first - 1].lower not in _words("numbered"):
        return False
    counted = {t.lower for t in tokens[last : last + 1]} & (plural_nouns() | _words("many"))
    return not (first > 1 and tokens[first - 2].lower in DEFINITE and counted)


PARTS = word_set("including among them of")
WHERE = word_set("in at from")  # "the hospital has seven | in its book"


def find_toll(tokens: Sequence[Token]) -> CountPhrase | None:
    """The dead whom words for a toll give, where no word names the deed: "the toll had risen to 31"."""
    named = next((i for i, t in enumerate(tokens) if t.lower in DEATH_TOLL), None)
    if named is None:
        return None
    for i in range(named + 1, len(tokens) - 1):
        number = _number_at(tokens, i + 1) if tokens[i].lower in STANDS else None
        if number is not None:
            return CountPhrase(CountKind.KILLED, *number)
    return None


DEATH_TOLL = word_set("toll fatalities")
STANDS = word_set("to at was is of reached")


def _figure(sentence: Sentence, span: Span, kind: CountKind, act: Act) -> CountPhrase | None:
    tokens = sentence.tokens
    inside = [i for i, t in enumerate(tokens) if span.start < t.end and t.start < span.end]
    if not inside:
        return None
    run = next(
        (
            run
            for i in inside
            if not _is_age(tokens, i, inside[0])
            and not (i and _is_badge(tokens, i))
            and (run := number_run(tokens, i))
            and not _is_numbered(tokens, *run)
            and not _is_of_time(tokens, *run)
        ),
        None,
    )
    group = next((t for t in act.spans("target") if t.meets(span)), None)
    heads = {_head([tokens[i] for i in inside]), _head(sentence.within(group) if group else ())}
    of_unit = run is not None and _is_size_of_unit(tokens, run[0])
    if heads & (UNITS | UNITS_OF_PEOPLE) and not of_unit:
        return None
    few: Count | None = None
    if run is not None:
        if any(t.lower in UNITS_OF_PEOPLE for t in tokens[run[1] : run[1] + 2]):
            return None
        count = read_count(tokens[run[0] : run[1]])
        if count == NONE and (
            any(t.lower in FURTHER for t in tokens[run[0] : run[1] + 1])
            or any(t.lower in UNTOLD for t in tokens[run[1] : run[1] + 2])
        ):
            return None  # "no more arrests", "no death toll"
        at = Span(tokens[run[0]].start, tokens[run[1] - 1].end)
    else:
        named = [tokens[i] for i in inside]
        end = inside[-1] + 1
        if all(t.lower in BARE for t in named):  # a phrase that breaks off: "the | priests"
            named += _noun_behind(tokens, end)
        owns = end < len(tokens) and tokens[end].lower in POSSESSIVES
        longer = [*named, *tokens[end : end + 1 + owns]]  # "Ebo [market]", "the nurse['s car]"
        # "nor his wife were hurt"
        spared = inside[0] > 0 and tokens[inside[0] - 1].lower in NEITHER
        is_thing = any(class_of_thing(words) is not None for words in (named, longer))
        nobody = is_thing or spared or all(map(is_number_word, named))  # "called 112"
        few = _few(named) if not nobody else None
        count = few or (ONE if _is_one(named) and not nobody else None)
        at = Span(tokens[inside[0]].start, tokens[inside[-1]].end)
    words = " ".join(t.lower for t in tokens)
    first, last = run if run is not None else (inside[0], inside[-1] + 1)
    whole = group if group is not None and sentence.span.holds(group) else span
    listed = _of_list(sentence.within(whole)) if at.meets(whole) else None
    died = False
    if listed is not None:
        count, at = listed, whole
        first = next(i for i, t in enumerate(tokens) if t.end > whole.start)
        last = max(i for i, t in enumerate(tokens) if t.start < whole.end) + 1
    elif run is None:
        word = _own_word((sentence,), act)
        died = word is not None and _died(sentence, word, at, act)  # "the guard hurt there died"
    elif _counts_things(tokens, last) or _is_rejected(tokens, first) or _is_sum(tokens, last):
        return None  # "13 shops were burnt"; "seven, not eight"
    elif _is_aimed_at(tokens, first) or _shoot(tokens, last):
        return None  # "shot at two officers"; "the three opened fire"
    elif kind in BODILY and (_met_else(tokens, last) or _is_aboard(tokens, first, last)):
        return None  # "five wounded and 22 captured"; "a bus carrying 27 soldiers was bombed"
    if count is None:
        return None
    return CountPhrase(
        kind=CountKind.KILLED if died else _harm_beside(tokens, first, last) or kind,
        span=at,
        count=count,
        group=group,
        subset=_is_subset(sentence, at),
        single=run is None and listed is None and few is None,
        cumulative=CUMULATIVE.search(words) is not None and (count.best or 0) > 1,
    )


def _is_size_of_unit(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number tells how many persons one family or crew is: "a family of five"."""
    return (
        first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lower in UNITS - PLACES
    )


PLACES = word_set("village")


def _few(words: Sequence[Token]) -> Count | None:
    """How many a noun for a few means by itself: "an elderly couple", "the twins"."""
    number = FEW.get(_head(words).lower())
    return Count(number, number, number) if number is not None else None


FEW = {"couple": 2, "twins": 2, "duo": 2, "trio": 3, "triplets": 3}
POSSESSIVES = frozenset({"'s", "\u2019s"})
BARE = word_set("the his her their our its your my any all each every no")


def _noun_behind(tokens: Sequence[Token], end: int) -> Sequence[Token]:
    """The words up to the noun behind an article that stands alone; none where no noun for one follows."""
    phrase = tokens[end : end + BACK]
    single = next((n for n, t in enumerate(phrase) if t.lower in single_nouns()), None)
    return phrase[: single + 1] if single is not None else ()


BACK = 4
NEITHER = word_set("neither nor")


def _is_aimed_at(tokens: Sequence[Token], first: int) -> bool:
    """Whether a number counts whom shots were aimed at, in a sentence that tells of no harm: "opened fire
    on two officers"."""
    at = first - 1 - (first > 1 and tokens[first - 1].lower in DEFINITE)
    if at > 0 and tokens[at].lower == "at" and tokens[at - 1].lower in RUSHES:
        return True  # "a man who ran at two officers was shot dead"
    aimed = at > 0 and tokens[at].lower in AIMS and tokens[at - 1].lower in SHOTS
    return aimed and BODILY.isdisjoint(_harms_in(tokens))


def _shoot(tokens: Sequence[Token], last: int) -> bool:
    """Whether those whom a number counts do the deed by the verb right behind it: "they both kill"."""
    return last < len(tokens) and tokens[last].lower in ACTIVE


def _met_else(tokens: Sequence[Token], last: int) -> bool:
    """Whether those whom a number counts met with something else by the word right behind it: "22 captured", "three
    are missing"."""
    be = last < len(tokens) and tokens[last].lower in BE
    return last + be < len(tokens) and tokens[last + be].lower in _words("elsewise")


def _is_aboard(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a number counts whom something carried, and no word beside it tells what came to them."""
    carried = first > 0 and tokens[first - 1].lower in CARRYING
    return carried and _harm_beside(tokens, first, last) is None


CARRYING = word_set("carrying transporting ferrying conveying")
ACTIVE = word_set("open opens opened kill kills shoot shoots fire fires fired")
RUSHES = word_set(
    "ran running rushed lunged lunging charged charging pointed pointing aimed aiming swung"
)
AIMS = word_set("at on upon towards toward")
SHOTS = word_set("shot shots shoot shoots shooting fire fires fired firing gunfire")
DEFINITE = word_set("the these those his her their")


def _of_list(words: Sequence[Token]) -> Count | None:
    """How many the people of one list are, each told by a number or as one: "a colonel and twelve
    soldiers" are 13. None where anything in it may be no person or an apposition."""
    joint = next((k for k, t in enumerate(words) if t.lower == "and"), None)
    spelt = (number_run(words, k) for k in range(joint or 0) if is_number_word(words[k]))
    if joint is None or any(run is not None and run[1] > joint for run in spelt):
        return None  # "between 12 and 15", "two hundred and ten"
    items: list[list[Token]] = [[]]
    for token in words:
        if token.lower in ("and", ","):
            items.append([])
        else:
            items[-1].append(token)
    # an age goes with the item before it: "Ana Ruiz, 32, and Omar Ba, 27"
    items = [item for n, item in enumerate(items) if item and not (n and _is_digits(item))]
    if len(items) < 2 or words[-1].lower == "and" or sum(t.lower == "and" for t in words) != 1:
        return None
    leads = next((n for n, t in enumerate(items[0][:LEADS_TO]) if t.lower in plural_nouns()), None)
    led = items[0][leads + 1 :] if leads is not None else []
    if led and all(map(_may_be_name, (led, *items[1:]))):  # "brothers Ali and Omar Ba"
        return Count(len(items), len(items), len(items))
    if all(_is_full_name(item) for item in items):  # also in capitals throughout
        return Count(len(items), len(items), len(items))
    counted = [_of_item(item) for item in items]
    names = [item for item in items if _is_named(item)]
    kin = all(_is_named(a) and b[0].lower in ONES_OWN for a, b in pairwise(items[:-1]))
    if None in counted or (len(items) > 2 and names and len(names) < len(items) and not kin):
        return None  # "Ana Ruiz, a guard, and ...": who is who stays open; "her son" is another
    if names and len(items[-1]) == 1:
        return None  # "a captain from Bosnia and Herzegovina"
    total = sum(count.best or 0 for count in counted if count is not None)
    return Count(total, total, total)


def _of_item(item: Sequence[Token]) -> Count | None:
    """How many one item of a list is: "twelve soldiers", "his wife", "Ana Ruiz"."""
    led = len(item) > 1 and item[0].lower in DETERMINERS
    run = number_run(item, 0) or (number_run(item, 1) if led else None)
    if run is not None and run[0] <= led:
        count = read_count(item[slice(*run)])
        exact = count is not None and count.low == count.best == count.high
        plural = not _counts_things(item, run[1]) and _head(item).lower() not in UNITS_OF_PEOPLE
        return count if exact and plural else None
    noun = item[0].lower in DETERMINERS and any(t.lower in single_nouns() for t in item[1:])
    kin = len(item) == 2 and item[0].lower in ONES_OWN and class_of_thing(item[1:]) is None
    return ONE if _is_one(item) and (noun or kin or _is_named(item)) else None


DETERMINERS = word_set("a an the his her their its another")
ONES_OWN = word_set("his her")  # "his goat" is a thing, whatever else is his is mostly kin


def _is_digits(item: Sequence[Token]) -> bool:
    return len(item) == 1 and item[0].lower.isdigit()


LEADS_TO = 3  # words at the head of a list of names: "the political leaders Ali Ba and ..."


def _may_be_name(item: Sequence[Token]) -> bool:
    """Whether every word could be one of a name: with a capital, and none for persons, things or numbers."""
    words = {t.lower for t in item}
    plain = all(t.text[0].isupper() and t.lower.replace(".", "").isalpha() for t in item)
    known = words & (
        single_nouns() | plural_nouns() | DETERMINERS | OTHERS | _words("many") | _words("group")
    )
    return (
        plain and not known and class_of_thing(item) is None and not any(map(is_number_word, item))
    )


def _is_full_name(item: Sequence[Token]) -> bool:
    """Whether words are a name of two to five words."""
    return 2 <= len(item) <= 5 and _may_be_name(item)


def _is_named(item: Sequence[Token]) -> bool:
    """Whether words are written as a name is; in words all in capitals nothing is."""
    return all(
        t.text[0].isupper() and not t.text[1:].isupper() and t.lower not in DETERMINERS
        for t in item
    )


def _of_target(
    sentence: Sentence, span: Span, act: Act, word: Trigger | None, dead: bool
) -> CountPhrase | None:
    """The figure that a target's own words hold, where a word for its harm stands beside them: "shot
    dead at least 12 farmers", "detained 30 protesters"; or the act itself means that harm."""
    tokens = sentence.tokens
    inside = [i for i, t in enumerate(tokens) if span.start < t.end and t.start < span.end]
    if not inside:
        return None
    harm = _harm_beside(tokens, inside[0], inside[-1] + 1)
    if harm is None and word is not None and word.harm in BODILY and _is_told(act):
        harm = word.harm
        if word.harm_open:
            harm = _outcome(sentence, None, dead)
    if harm is None and act.type == IncidentType.ABDUCTION and _is_told(act):
        harm = CountKind.ABDUCTED
    return _figure(sentence, span, harm, act) if harm is not None else None


def _of_patient(
    sentences: Sequence[Sentence], act: Act, word: Trigger, dead: bool
) -> list[CountPhrase]:
    """The figure of whom the act's own word has for its sufferer by grammar, where the model saw none."""
    if word.harm not in BODILY or not _is_told(act):
        return []
    sentence = sentences[word.sentence]
    span = find_patient(sentence, word)
    harm = _outcome(sentence, None, dead) if word.harm_open else word.harm
    if span is None or harm is None:
        return []
    phrase = _figure(sentence, span, harm, act)
    return [phrase] if phrase is not None else []


def _of_word(sentences: Sequence[Sentence], act: Act, word: Trigger) -> list[CountPhrase]:
    """The figure that stands in an act's own words: "[five deaths]"."""
    if word.harm not in BODILY or word.harm_open:
        return []
    phrase = _figure(sentences[word.sentence], act.span, word.harm, act)
    return [phrase] if phrase is not None and not phrase.single else []


def _is_told(act: Act) -> bool:
    return max(act.modality, key=lambda name: act.modality[name], default=None) is Modality.ASSERTED


def _own_word(sentences: Sequence[Sentence], act: Act) -> Trigger | None:
    """What the table of trigger words says of the act's own word."""
    sentence = sentence_with(act.span, sentences)
    if sentence is None:
        return None
    return next((t for t in find_triggers(sentence) if t.span.meets(act.span)), None)


def tells_of_dead(sentences: Sequence[Sentence]) -> bool:
    """Whether a report has any word for death."""
    return any(map(_tells_of_dead, sentences))


@lru_cache(maxsize=128)  # one sentence tells of several acts
def _tells_of_dead(sentence: Sentence) -> bool:
    return not _words("deadly").isdisjoint(t.lower for t in sentence.tokens) or any(
        t.harm is CountKind.KILLED and not t.harm_open for t in find_triggers(sentence)
    )


def _heard(
    sentence: Sentence, span: Span, kind: CountKind, act: Act, word: Trigger | None
) -> CountKind | None:
    """The harm that the model's answer stands for, beside what the act's own word says. None where people
    were raped and no word tells of a wound."""
    if kind not in BODILY or word is None:
        return kind
    if word.harm_open:
        harm = _outcome(sentence, kind, dead=True)
        if harm is CountKind.KILLED and _others_died(sentence.tokens, span):
            return None
        return None if _is_unmarked(sentence, harm, act) else harm
    if _died(sentence, word, span, act):
        return CountKind.KILLED
    return None if _is_unmarked(sentence, kind, act) else kind


def _is_unmarked(sentence: Sentence, harm: CountKind | None, act: Act) -> bool:
    """Whether a wound is no more than what rape means by itself."""
    if harm is not CountKind.INJURED or act.type != IncidentType.SEXUAL_VIOLENCE:
        return False
    return harm not in _harms_in(sentence.tokens)


def _died(sentence: Sentence, word: Trigger, span: Span, act: Act) -> bool:
    """Whether these words are of whom an act says that they died: "the boy [died]"."""
    own = word.harm is CountKind.KILLED and word.subject == "target" and not word.noun
    first = min((t.start for t in act.spans("target") if t.meets(span)), default=None)
    if not own or first is None or not sentence.span.holds(word.span):
        return False
    return first < word.span.start


def _outcome(sentence: Sentence, kind: CountKind | None, dead: bool) -> CountKind | None:
    """What "shot" or "stabbed" did to somebody: a wound, where its sentence has a word for wounds, or
    the whole report none for death; else what the model took it for."""
    said = _harms_in(sentence.tokens)
    if CountKind.KILLED in said:
        return kind
    return CountKind.INJURED if CountKind.INJURED in said or not dead else kind


def _others_died(tokens: Sequence[Token], span: Span) -> bool:
    """Whether a sentence counts its dead by another number than these words: "[three] shot, one dead"."""
    counted = _counted(tokens, CountKind.KILLED)
    return bool(counted) and not any(number.meets(span) for number in counted)


def _counted(tokens: Sequence[Token], kind: CountKind) -> list[Span]:
    """The numbers by which words count those who came to one harm."""
    runs = (number_run(tokens, i) for i, token in enumerate(tokens) if is_number_word(token))
    return [
        Span(tokens[run[0]].start, tokens[run[1] - 1].end)
        for run in runs
        if run is not None and _harm_beside(tokens, *run) is kind
    ]


BESIDE = (
    7  # words between a number and the word for its harm: "six people of one family were killed"
)


def _harm_beside(tokens: Sequence[Token], first: int, last: int) -> CountKind | None:
    """The harm whose word stands nearest to tokens [first, last), no other number or clause between.

    The model tells well that a number counts who suffered, and less well what, where two
    harms stand side by side: "six were killed and five wounded".
    """
    others = last < len(tokens) and tokens[last].lower in OTHERS
    breaks = BREAKS - {"and"} if others else BREAKS  # "killing him and twelve others"
    found: list[tuple[int, CountKind]] = []
    for steps in (
        range(last, min(len(tokens), last + BESIDE)),
        range(first - 1, max(-1, first - BESIDE), -1),
    ):
        for k in steps:
            lower = tokens[k].lower
            if lower in breaks or (is_number_word(tokens[k]) and lower not in ARTICLES):
                break
            if (harm := _harm_at(tokens, k)) is not None:
                found.append((abs(k - (last - 1 if k >= last else first)), harm))
                break
    return min(found, default=(0, None), key=lambda pair: pair[0])[1]


OTHERS = word_set("other others")
ARTICLES = word_set("a an")  # "one guard lost an eye"
BREAKS = frozenset({",", ";", ":", ".", "(", ")", "and", "but", "while", "after", "when", "as"})


def _harms_in(tokens: Sequence[Token]) -> set[CountKind]:
    """The harms that words tell of."""
    return {harm for k in range(len(tokens)) if (harm := _harm_at(tokens, k)) is not None}


def _harm_at(tokens: Sequence[Token], k: int) -> CountKind | None:
    """The harm that a word tells of; a part of the body only where something hit or cost it: "in the
    leg", "lost an arm", not "a bag on the shoulder"; a hospital only of those who are there."""
    lower = tokens[k].lower
    led = {t.lower for t in tokens[max(0, k - 3) : k]}
    if any(lower in _part(part) and leads.isdisjoint(led) for part, leads in LEADS.items()):
        return None
    return _harm_words().get(lower)


LEADS = {
    "body": word_set("in to through lost lose loses losing broke broken fractured severed"),
    "place": word_set("in to into at reached"),
}


@cache
def _part(part: str) -> frozenset[str]:
    return frozenset(r["form"] for r in read_lexicon("harm_words") if r["part"] == part)


@cache
def _harm_words() -> dict[str, CountKind]:
    return {row["form"]: CountKind(row["harm"]) for row in read_lexicon("harm_words")}


def _names_trade(words: Sequence[Token]) -> bool:
    """Whether a word makes people of the thing before it: "twelve sheep | farmers", "six arms | dealers"."""
    people = {t.lower for t in words} - _words("many")  # not "twelve rifles | soldiers had"
    return any(w in plural_nouns() or w.endswith(("ers", "ors", "ists")) for w in people)


def _counts_things(tokens: Sequence[Token], last: int) -> bool:
    """Whether what follows a number is a thing and no person: "13 shops", "three police cars"."""
    if [t.lower for t in tokens[last : last + 2]] in OF_THE:
        last += 2  # "three of the shootings"
    if last < len(tokens) and tokens[last].lower in _words("thing"):
        return not _names_trade(tokens[last + 1 : last + 2])  # "shot 20 times", "12 rockets"
    phrase = tokens[last : last + 3]
    if phrase and phrase[0].lower.endswith("s") and class_of_thing(phrase[:1]) is not None:
        return True  # "sixty houses gone"
    stops = next((n for n, t in enumerate(phrase) if t.lower in BREAKS or t.lower in ENDS), 3)
    return bool(phrase[:stops]) and class_of_thing(phrase[:stops]) is not None


OF_THE = (["of", "the"], ["of", "these"], ["of", "those"])


@cache
def _words(kind: str) -> frozenset[str]:
    """The words of one class of `lexicons/counting.tsv`."""
    rows = [row for row in read_lexicon("counting") if row["class"] == kind]
    return frozenset(form for row in rows for form in row["form"].split("|"))


def _is_rejected(tokens: Sequence[Token], first: int) -> bool:
    """ "Seven and not eight", but "not fewer than eight"; the whole of which others are a part ("two out of
    the eleven"); a crowd's size ("a mob of 200")."""
    here = tokens[first].lower
    before = [t.lower for t in tokens[max(0, first - 3) : first] if t.lower not in DEFINITE]
    if before[-2:] in (["out", "of"], ["up", "from"], ["down", "from"]) or (
        len(before) > 1 and before[-2] in CROWDS and before[-1] == "of"
    ):
        return True
    return before[-1:] == ["not"] and here not in BOUNDS


CROWDS = word_set("crowd mob")


def _is_sum(tokens: Sequence[Token], last: int) -> bool:
    """Whether a number counts dead and wounded as one: "25 casualties", "forty killed and wounded"."""
    words = [t.lower for t in tokens]
    for k in range(last, min(len(words), last + BESIDE)):
        if words[k] in BREAKS or is_number_word(tokens[k]):
            return False
        if words[k] in BOTH_HARMS:
            return True
        if (harm := _harm_at(tokens, k)) in BODILY:
            joined = words[k + 1 : k + 2] in (["and"], ["or"]) and k + 2 < len(words)
            its_own = words[k + 3 : k + 4] == ["of"]  # "17 wounded and bodies of six"
            return joined and _harm_at(tokens, k + 2) in BODILY - {harm} and not its_own
    return False


BOTH_HARMS = word_set("casualties casualty")


def _is_badge(tokens: Sequence[Token], i: int) -> bool:
    """Whether a number stands between a rank and its name: "Constable 212 Musa Bala"."""
    ranked = tokens[i - 1].lower in single_nouns() and tokens[i].lower.isdigit()
    return ranked and i + 1 < len(tokens) and tokens[i + 1].text.istitle()


def _is_of_time(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a number tells an age, a day or a year: "a 22 year-old-man", "in her 20's", "the 19 April
    movement", "born in 1988"."""
    behind = [t.lower for t in tokens[last : last + 2]]
    if behind[:1] == ["-"]:
        behind = behind[1:]  # "a 12 - year-old"
    after = behind[0] if behind else ""
    if after.startswith("year-old") or after in MONTHS or after in POSSESSIVES:
        return True
    dated = first > 0 and tokens[first - 1].lower in OF_YEARS and last == first + 1
    return dated and YEAR.match(tokens[first].lower) is not None


YEAR = re.compile(r"^(?:19|20)\d\d$")
OF_YEARS = word_set(
    "in of since until till by from during born year early late mid summer winter spring"
)
# No May: "of the wounded 12 may die".
MONTHS = frozenset(MONTH_NAMES) - {"may"}
BOUNDS = word_set("less fewer more under over only just")


def _is_age(tokens: Sequence[Token], i: int, first: int) -> bool:
    """ "a driver, 32", "Ana Ruiz (32)", "Rosa Pinto, aged 54", "a man of 34": behind the one it tells of."""
    before = [t.lower for t in tokens[first:i]][-2:]
    if before[-1:] in ([","], ["aged"]) or (before[-1:] == ["of"] and _is_person(before[0])):
        return True  # "a man of 34"; "a father of three" counts nobody either
    following = tokens[i + 1].text if i + 1 < len(tokens) else "."
    if i > 1 and tokens[i - 1].text == "(" and following == ")":
        return _is_one([tokens[i - 2]]) and number_run(tokens, i - 2) is None
    return i > 0 and tokens[i - 1].text == "," and following in CLOSES  # "Edison Burge, 22, died"


CLOSES = frozenset({",", ".", ";", ")"})


def _is_person(noun: str) -> bool:
    """Whether a noun is for one person, by the table or by its ending: "a flautist of 23"."""
    ends_so = noun.endswith(("ist", "man", "woman", "boy", "girl", "ician"))
    return noun in single_nouns() or (ends_so and noun not in THINGS_IN_IST)


THINGS_IN_IST = word_set("list checklist blacklist shortlist hitlist waitlist gist fist mist")


@cache
def single_nouns() -> frozenset[str]:
    """Nouns for one person: "guard", "daughter"."""
    rows = (row for row in read_lexicon("roles") if row["sort"] == "person")
    told = frozenset(row["noun"] for row in rows if row["noun"] != row["plural"])
    return told | {row["form"] for row in read_lexicon("persons") if row["class"] == "sex"}


@cache
def plural_nouns() -> frozenset[str]:
    """Nouns for several persons: "guards", "daughters"."""
    rows = (row for row in read_lexicon("roles") if row["sort"] == "person")
    return frozenset(row["plural"] for row in rows if row["plural"] not in ("", "-", row["noun"]))


SEVERAL = word_set("many several some those and other")  # before the head of a phrase


def _is_one(words: Sequence[Token]) -> bool:
    """A single person by name or description: "a man", "the driver", "Risaldar Khan"."""
    head = _head(words)
    before = words[: head_end([t.lower for t in words])]
    if not head or head.lower() in _words("many") or SEVERAL & {t.lower for t in before}:
        return False
    if head.lower() in _words("group") or head.lower() in BARE or words[0].lower in NEITHER:
        return False
    if head.lower() in plural_nouns() or _is_group(words, head) or _is_corps(before):
        return False
    plural = head.lower().endswith("s") and not head.lower().endswith("ss")
    named = head[0].isupper() and not head.isupper() and words[0].text != head  # "Mr. Williams"
    return not plural or named or _ends_in_name(before)


def _ends_in_name(words: Sequence[Token]) -> bool:
    """Whether a phrase in capitals ends in a name: a given name, and what follows it: "THE GUARD | CARLOS TORRES"."""
    return any(
        t.lower in given_names() and _is_full_name(words[n:]) for n, t in enumerate(words[:-1])
    )


def _is_corps(words: Sequence[Token]) -> bool:
    """Whether words name a body of guards: "the National Guard"."""
    lowers = [t.lower for t in words]
    return lowers[-1:] == ["guard"] and bool(CORPS & set(lowers[-2:-1]))


CORPS = word_set(
    "national presidential republican revolutionary civil coast border home imperial rural"
)


def _is_group(words: Sequence[Token], head: str) -> bool:
    """Whether an article and a plural alone name people: "the Jesuits"; names bear none."""
    leads = words[0].lower in ("the", "these", "those")
    plural = head.lower().endswith("s") and not head.lower().endswith("ss")
    return leads and plural and [t.text for t in words[1:2]] == [head]


def _head(words: Sequence[Token]) -> str:
    """The last word before "of", a comma and their like."""
    return words[head_end([t.lower for t in words]) - 1].text if words else ""


def _is_subset(sentence: Sentence, span: Span) -> bool:
    """ "... including three children", "two of them women": part of another figure."""
    before = [t.lower for t in sentence.tokens if t.end <= span.start][-3:]
    after = [t.lower for t in sentence.tokens if t.start >= span.end][:3]
    if "including" in before or "among" in before[-2:]:
        return True
    if after[:1] and after[0] in _words("badly") and not any(t[0].isalnum() for t in after[1:2]):
        return True  # "two were hurt, one seriously"
    return _is_of_them(sentence, span)


OF_THEM = (["of", "them"], ["of", "whom"], ["of", "these"], ["of", "those"], ["among", "them"])
DESCRIBING = 5  # words behind a figure among which "were" tells who they were


def _as_whole(
    sentences: Sequence[Sentence], phrase: CountPhrase, phrases: Sequence[CountPhrase]
) -> CountPhrase:
    """A figure that is worded as a part ("four of them were killed"), as one of its own where nothing
    tells of the whole: neither another figure of the act for that harm nor an earlier one of its sentence.
    One that only says who they were ("three of those hit were children") is a part in any case."""
    sentence = sentence_with(phrase.span, sentences)
    if not phrase.subset or sentence is None or not _is_of_them(sentence, phrase.span):
        return phrase
    if _says_who(sentence, phrase.span) or _is_of_same_harm(sentence, phrase):
        return phrase
    if any(p.kind is phrase.kind and not p.subset for p in phrases):
        return phrase
    counted = _counted(sentence.tokens, phrase.kind)
    told = any(number.end <= phrase.span.start for number in counted)
    return phrase if told else replace(phrase, subset=False)


def _is_of_them(sentence: Sentence, span: Span) -> bool:
    """Whether a number counts some of those told of before: "four of them", "three of the 15", "one of the
    injured"."""
    before = [t.lower for t in sentence.tokens if t.end <= span.start][-2:]
    behind = [t for t in sentence.tokens if t.start >= span.end][:3]
    after = [t.lower for t in behind[:2]]
    words = sentence.within(span)
    inside = [t.lower for t in words][-2:]
    if after in OF_THE and any(map(is_number_word, words)) and read_count(words) != NONE:
        return any(is_number_word(t) or t.lower in HIT for t in behind[2:])
    return any(pair in OF_THEM for pair in (before, after, inside))


def _is_of_same_harm(sentence: Sentence, phrase: CountPhrase) -> bool:
    """Whether a number counts some of those who came to the same harm: "two of the dead"."""
    behind = [t for t in sentence.tokens if t.start >= phrase.span.end][:3]
    return [t.lower for t in behind[:2]] in OF_THE and any(
        _harm_words().get(t.lower) is phrase.kind for t in behind[2:]
    )


def _says_who(sentence: Sentence, span: Span) -> bool:
    """Whether words behind "of those hit" tell who these were: "were children", not "were shot"."""
    behind = [t.lower for t in sentence.tokens if t.start >= span.end]
    be = next((n for n, word in enumerate(behind[:DESCRIBING]) if word in BE), None)
    if be is None or be < 3 or be + 1 >= len(behind):
        return False
    told = behind[be + 1]
    return not (told.endswith(("ed", "ing")) or told in IRREGULAR)


HIT = word_set("dead killed injured wounded hurt victims casualties")


def _with_parts(sentences: Sequence[Sentence], phrases: Sequence[CountPhrase]) -> list[CountPhrase]:
    """Figures, those that say who the ones before them were marked as parts of these: "16 dead: nine guards
    ...", "three people, a man and two women, ..."."""
    found: list[CountPhrase] = []
    for n, phrase in enumerate(phrases):
        whole = next((p for p in found if p.kind is phrase.kind and not p.subset), None)
        if n and whole is not None and _tells_who(sentences, whole, phrase):
            phrase = replace(phrase, subset=True)
        elif (same := _added_up(sentences, found, phrase)) is not None:
            found = [replace(p, subset=True) if n in same else p for n, p in enumerate(found)]
        found.append(phrase)
    return found


def _added_up(
    sentences: Sequence[Sentence], before: Sequence[CountPhrase], phrase: CountPhrase
) -> set[int] | None:
    """The numbers of the figures of a sentence whose sum a later one is said to be: "four soldiers and fifteen
    rebels, nineteen in all"."""
    sentence = sentence_with(phrase.span, sentences)
    if sentence is None:
        return None
    behind = [t.lower for t in sentence.tokens if t.start >= phrase.span.end][:IN_ALL]
    ahead = [t.lower for t in sentence.tokens if t.end <= phrase.span.start][-2:]
    total = any(pair in (("in", "all"), ("in", "total")) for pair in pairwise(behind))
    if not (total or "altogether" in behind or ahead == ["total", "of"]):
        return None
    same = {
        n for n, p in enumerate(before) if p.kind is phrase.kind and sentence.span.holds(p.span)
    }
    told = sum(before[n].count.best or 0 for n in same if not before[n].subset)
    return same if same and told == phrase.count.best else None


IN_ALL = 4  # words behind a number: "nineteen dead in all"


DASHES = frozenset({"-", "--", "\u2013", "\u2014"})


def _tells_who(sentences: Sequence[Sentence], whole: CountPhrase, part: CountPhrase) -> bool:
    """Whether words behind a colon, or behind a comma and "people", say who those of a figure were; fewer of
    them also in brackets or between dashes."""
    sentence = sentence_with(whole.span, sentences)
    if sentence is None or not sentence.span.holds(part.span) or part.span.start < whole.span.end:
        return False
    between = sentence.within(Span(whole.span.end, part.span.start))
    if any(t.text == ":" for t in between):
        return True
    if _is_told_again(sentence, between, whole, part):
        return True
    brackets = [t.text for t in between if t.text in "()"]
    enclosed = brackets[-1:] == ["("] or sum(t.text in DASHES for t in between) % 2
    if enclosed and (part.count.best or 0) < (whole.count.best or 0):
        return True
    anybody = [t.lower for t in between[:2]] in (["people", ","], ["persons", ","])
    return anybody and not _harms_in(between)


def _is_told_again(
    sentence: Sentence, between: Sequence[Token], whole: CountPhrase, part: CountPhrase
) -> bool:
    """Whether a second number is the first told otherwise: who they were ("two are dead, a cook and his wife"), by
    how many it has grown ("nine, because one more succumbed"), what else it might be ("four dead, perhaps
    five")."""
    words = sentence.within(part.span)
    lowers = [t.lower for t in between]
    listed = any(t.lower == "and" for t in words) and part.count == whole.count
    if listed and lowers[-1:] in ([","], ["-"], ["--"], ["\u2013"], ["\u2014"]):
        return True
    if [t.lower for t in words[:1]] in (["perhaps"], ["possibly"], ["maybe"]) and lowers[-1:] == [
        ","
    ]:
        return True
    behind = next((t.lower for t in sentence.tokens if t.start >= part.span.end), ".")
    fewer = (part.count.best or 0) < (whole.count.best or 0)
    return fewer and behind == "more" and not GROWN.isdisjoint(lowers)


GROWN = word_set("because after as when since with")
