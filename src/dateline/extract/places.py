"""Find the names of places in a report, with what the words around them say of their use.

Runs of capitalised words are looked up in the gazetteer, longest first; what is around the run
then decides whether the name is a place here, part of a body's or a person's name, or a plain word.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest

from dateline.gazetteer.find import ABBREVIATION, DEMONYM, Entry, Gazetteer
from dateline.lexicons import read_lexicon
from dateline.records import PlaceMention, Span

MAX_WORDS = 6  # of a name: "Democratic Republic of the Congo" has five
REDEEM = 2.0  # what a report's other places can add to a name's score
ACCEPT = 0.0  # score from which a run is a place; weights below were set on the LGL training papers
KIND = {"country": 4.0, "continent": 3.0, "admin1": 1.6, "capital": 2.5, "seat": 0.4, "admin2": -1.6,
        "town": -1.6, "section": -2.2}  # fmt: skip
LISTED = 1.2  # the supplement was chosen by hand: what it holds is in the news
UNKNOWN_POP = 2500  # GeoNames has 0 where it knows no figure, often for towns of some size
INNER = frozenset(
    "of the de da do dos das del della di la le les los las al el el- and du des ed bin ibn i y e".split()
)
ARTICLES = frozenset("al el ad an ar as ash at az".split())
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest"
    " northeastern northwestern southeastern southwestern north-east north-west south-east south-west north-eastern"
    " north-western south-eastern south-western upper lower greater inner rural downtown mainland outer".split()
)
WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’ʼ`](?!s\b)[^\W\d_]+)*|\d+")
ENDS_BEFORE = re.compile(r"(?:^|[.!?:;\n•*–—]|--|\) ?-)[\s\"“”'‘’(\[]*$")


@dataclass(frozen=True, slots=True)
class Word:
    start: int
    end: int
    text: str
    lower: str
    capital: bool
    first: bool  # of a sentence or line
    gap: str  # what stands between this word and the next


@cache
def cues(group: str) -> frozenset[str]:
    rows = (row for row in read_lexicon("place_cues") if row["group"] == group)
    return frozenset(word for row in rows for word in row["words"].split())


def find_places(text: str, gazetteer: Gazetteer) -> list[PlaceMention]:
    """Mentions of places in reading order; none overlap.

    A mention that is part of another name, or stands for a government, is kept and flagged.
    """
    words = read_words(text)
    surnames = read_surnames(words)
    lowers = {word.lower for word in words if not word.capital}
    found: list[PlaceMention] = []
    entries: dict[Span, list[Entry]] = {}
    i = 0
    while i < len(words):
        match, used = _match(text, words, i, gazetteer, surnames, lowers)
        if match is not None:
            found.append(match[0])
            entries[match[0].span] = match[1]
        i += max(used, 1)
    return relate(text, accept(found, entries))


def with_capitals(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """The mentions, and each capital that is told of without its name; `parent` is the people whose it
    is, where they stand before it ("the Malian capital").

    "The capital of Gao" and "the capital, Bamako" have their names; "the provincial capital" and "the
    capital market" are none.
    """
    peoples = {m.span.end: m.span for m in mentions if m.form == "demonym"}
    names = {m.span.start for m in mentions}
    found = []
    for m in CAPITAL.finditer(text):
        people = peoples.get(m.start() - 1)
        head = people.start if people is not None else m.start()
        before = text[max(0, head - 60) : head]
        lead = LEAD.search(before)
        named = NAMED.match(text, m.end())
        if (people is None and lead is None) or (named is not None and named.end() in names):
            continue
        if m[0].istitle():
            continue  # "the Bank of the Capital"
        mention = PlaceMention(
            Span(head, m.end()),
            "capital",
            locative=lead is not None and lead["way"] is not None,
            metonym=False,
            inside_name=False,
            parent=people,
        )
        found.append(replace(_offset(text, mention), span=Span(m.start(), m.end())))
    return sorted([*mentions, *found], key=lambda m: m.span)


CAPITAL = re.compile(
    r"\bcapital(?: city)?\b(?!-|[ ]?(?:of|city|punishment|murders?|cases?|crimes?|offen[cs]es?|sentences?|trials?"
    r"|gains?|flight|markets?|investments?|goods|spending|controls?|letters?)\b)",
    re.IGNORECASE,
)
LEAD = re.compile(
    r"(?:\b(?P<way>in|at|near|from|to|into|inside|across|around|outside|over|of|towards?) )?"
    r"\b(?:the|this|our) (?:entire |whole )?$",
    re.IGNORECASE,
)
NAMED = re.compile(r",? ?\(?")  # what may stand between "the capital" and its name


def read_words(text: str, *, shift: int = 0) -> list[Word]:
    """The words of a text, which begins `shift` characters into that which they are counted in."""
    matches = [m for m in WORD.finditer(text) if not _is_clitic(text, m)]
    words = []
    inside = (
        False  # one blank parts this word from a word that ends in no point: it is not the first
    )
    for m, following in zip_longest(matches, matches[1:]):
        start, end = m.span()
        gap = text[end : following.start() if following else len(text)]
        first = not inside and (
            start == 0 or ENDS_BEFORE.search(text, max(0, start - 6), start) is not None
        )
        token = m.group()
        lower = token.lower().replace("’", "'")
        words.append(Word(start + shift, end + shift, token, lower, token[0].isupper(), first, gap))
        inside = gap == " " and token[-1] != "."
    return words


def _is_clitic(text: str, word: re.Match[str]) -> bool:
    if word[0] not in {"s", "S"}:
        return False
    start = word.start()
    return start > 1 and text[start - 1] in "'’" and text[start - 2].isalpha()


def read_surnames(words: list[Word]) -> frozenset[str]:
    """Last words of what are plainly persons' names: after a given name or a title."""
    given, titles = cues("given"), cues("title")
    surnames = set()
    for i, word in enumerate(words[:-1]):
        if (word.lower not in given and word.lower not in titles) or not _joined(word):
            continue
        if word.lower in given and not word.capital:
            continue
        j = i + 1
        while j < len(words) and (
            words[j].capital or words[j].lower in {"al", "el", "bin", "ibn", "de", "van"}
        ):
            if not _joined(words[j]):
                break
            j += 1
        j = min(j, len(words) - 1)
        last = words[j] if words[j].capital else words[j - 1]
        if last is not word and last.capital:
            surnames.add(last.lower)
    return frozenset(surnames)


def _joined(word: Word) -> bool:
    return word.gap in {" ", "-", "‐", "‑", ". ", "\u00a0", "–"}


def _starts_name(words: list[Word], i: int) -> bool:
    word = words[i]
    if word.capital:
        return True
    return word.lower in ARTICLES and i + 1 < len(words) and words[i + 1].capital and _joined(word)


def _match(
    text: str,
    words: list[Word],
    i: int,
    gazetteer: Gazetteer,
    surnames: frozenset[str],
    lowers: set[str],
) -> tuple[tuple[PlaceMention, list[Entry]] | None, int]:
    """The longest name that begins at word i with what it may mean, and how many words it takes."""
    if not _starts_name(words, i):
        return None, 1
    for size in range(_reach(words, i), 0, -1):
        last = words[i + size - 1]
        if not last.capital and not last.text.isdigit():
            continue
        start, end = words[i].start, last.end
        surface = text[start:end]
        if (
            size == 1
            and (
                len(surface) < 2 or words[i].lower in cues("never") or words[i].lower in DIRECTIONS
            )
            and "." not in surface
        ):
            continue
        entries = gazetteer.exact(surface)
        if size > 1 and not entries:
            continue
        dotted = last.gap.startswith(".")
        filed = len(surface) == 3 and _is_dateline(text, words, i, size)
        entries = [e for e in entries if filed or _fits_case(e, surface, dotted=dotted)]
        if not entries:
            continue
        mention = _judge(text, words, i, size, entries, surnames, lowers)
        if mention is not None:
            return (mention, entries), size
    return None, 1


def _reach(words: list[Word], i: int) -> int:
    """How many words from i on could be one name."""
    size = 1
    while size < MAX_WORDS and i + size < len(words):
        before, word = words[i + size - 1], words[i + size]
        numbered = before.gap == "" and word.text.isdigit()  # "PK5"
        owned = before.gap in {"'s ", "’s "}  # "Cox's Bazar"
        if not (numbered or owned or _joined(before)) or (
            before.gap == ". " and before.lower not in {"st", "mt", "ft", "ste"}
        ):
            break
        if not (word.capital or numbered) and word.lower not in INNER:
            break
        size += 1
    return size


def _fits_case(entry: Entry, surface: str, *, dotted: bool) -> bool:
    """Short abbreviations are written in capitals or with a point: "US" is not "Us"; and a short name in
    capitals is one, but for "GAO, Mali -"."""
    if len(surface) > 3:
        return True
    if entry.form == ABBREVIATION:
        return surface.isupper() or "." in surface or (dotted and len(surface) == 3)
    return not (surface.isupper() and surface.isalpha())


def _is_shouted(words: list[Word], i: int) -> bool:
    """Whether all is in capitals there: the words on both sides, some of them longer than a letter."""
    sides = (words[max(0, i - BESIDE) : i], words[i + 1 : i + 1 + BESIDE])
    return all(
        side and all(w.text.isupper() for w in side) and any(len(w.text) > 1 for w in side)
        for side in sides
    )


BESIDE = 3  # words


def _abbreviates(words: list[Word], i: int, size: int, best: Entry) -> bool:
    """A province's short form counts after a comma, a mixed one with its point: "Salem, Ore."; where all is
    in capitals, "EITHER US OR THEM" is no country."""
    if words[i].text == "US" and size == 1 and _is_shouted(words, i):
        return words[i - 1].lower == "the"
    if best.form != ABBREVIATION or best.kind == "country" or "." in words[i].text:
        return True
    after_comma = i > 0 and words[i - 1].gap == ", " and words[i - 1].capital
    return after_comma and (words[i].text.isupper() or words[i + size - 1].gap.startswith("."))


def _judge(
    text: str,
    words: list[Word],
    i: int,
    size: int,
    entries: list[Entry],
    surnames: frozenset[str],
    lowers: set[str],
) -> PlaceMention | None:
    """Weigh what is around the name; None when it is no place here."""
    word, last = words[i], words[i + size - 1]
    before = words[i - 1] if i and not word.first else None
    after = words[i + size] if i + size < len(words) else None
    touching = before is not None and _joined(before)
    tail = last.gap
    follows = after is not None and (tail in {" ", "-", "\u00a0"} or tail in {"'s ", "’s "})
    best = max(entries, key=importance)
    if size == 1 and word.lower in ARTICLES and word.gap in {"-", "‑"}:
        return None  # "Al-Susah" is neither Ål nor in Alabama
    if not _abbreviates(words, i, size, best):
        return None
    form = {DEMONYM: "demonym", ABBREVIATION: "abbreviation"}.get(best.form, "place")
    score = importance(best) + 0.8 * (size - 1)

    locative = _locative(words, i)
    unit = _unit(words, i, size)
    dateline = _is_dateline(text, words, i, size)
    strong = best.kind in {"country", "continent"} or best.form == DEMONYM
    if strong and size == 1 and word.lower in cues("given") and follows and tail == " ":
        strong = not (
            after is not None and after.capital and after.lower not in cues("organisation")
        )
    if locative:
        score += 1.3
    if unit:
        score += 1.5
    if dateline:
        score += 3.0
    if tail.startswith(", ") and after is not None and after.capital:
        score += 0.8
    inside = False
    before_capital = touching and before is not None and before.capital and before.gap == " "
    if before is not None and touching and not strong:
        if (before.lower in cues("given") and before.capital) or before.lower in cues("title"):
            score -= 4.0
        elif (
            before_capital and before.lower not in DIRECTIONS | INNER and not before.text.isupper()
        ):
            # part of a longer name that the gazetteer does not hold, unless that word opens a sentence
            score -= 1.0 if before.first or before.lower in cues("common") else 2.2
    shouted = after is not None and after.text.isupper() and word.text.isupper()
    if after is not None and follows and after.capital and tail == " ":
        if after.lower in cues("organisation"):
            inside = True
        elif after.lower in cues("unit"):
            score += 0.5
        elif not strong and after.lower not in DIRECTIONS and not shouted:
            score -= 2.2
    inside = inside or (after is not None and tail == " " and after.lower in cues("syndicate"))
    if before is not None and before.lower in {"of", "for"} and i >= 2:
        k = i - 2 if words[i - 2].lower != "the" else i - 3
        inside = inside or (
            k >= 0 and words[k].capital and words[k].lower in cues("organisation_of")
        )
    if size == 1 and not strong:
        if any(word.lower in cues(group) for group in ("organisation", "title", "organisation_of")):
            score -= 3.0
        if word.lower in surnames or word.lower in cues("given"):
            score -= 2.5
        if word.lower in cues("common") and form != "abbreviation":
            weak = word.first or word.lower in lowers
            score -= 3.5 if weak else 0.7 if locative else 2.0
        elif word.first and word.lower in lowers:
            score -= 3.0
        if best.kind != "capital" and not locative and _tells(words, i):
            score -= 3.0  # "Lewis said": a person, though some town has the name
    if size == 1 and text[word.start : word.end].isupper() and not dateline and len(word.text) > 4:
        score -= 0.5
    if score < ACCEPT - REDEEM:
        return None
    compound = tail in {"-", "‐", "‑"} and after is not None and not after.capital
    metonym = form != "demonym" and not compound and _speaks(words, i, size, locative, best.kind)
    return PlaceMention(
        Span(word.start, last.end),
        form,
        locative,
        metonym,
        inside,
        dateline=dateline,
        compound=compound,
        unit=unit,
        score=score,
    )


def accept(found: list[PlaceMention], entries: dict[Span, list[Entry]]) -> list[PlaceMention]:
    """Keep what stands on its own, and small places of a country or province that is spoken of."""
    sure = [m for m in found if m.score >= ACCEPT and not m.inside_name]
    support: dict[str | int, float] = {}
    for mention in sure:
        best = max(entries[mention.span], key=importance)
        for area in (best.country, best.admin1):
            if area is not None:
                support[area] = min(1.0, support.get(area, 0.0) + 0.55)
    kept = []
    for mention in found:
        extra = max(_support(entry, support) for entry in entries[mention.span])
        if mention.score + REDEEM * extra * (mention.score > -REDEEM) >= ACCEPT:
            kept.append(mention)
    return kept


def _support(entry: Entry, support: dict[str | int, float]) -> float:
    if entry.pop == 0 and not entry.listed:
        return 0.6 * support.get(entry.admin1 or 0, 0.0)
    near = support.get(entry.admin1, 0.0) if entry.admin1 is not None else 0.0
    return max(near, 0.7 * support.get(entry.country or "", 0.0))


def importance(entry: Entry) -> float:
    """How likely a capitalised word that is this place's name speaks of it, without context."""
    base = KIND.get(entry.kind, LISTED)
    if entry.form == DEMONYM:
        base -= 0.5
    if entry.kind in {"town", "seat", "section", "admin2"}:
        base += 0.55 * (math.log10(entry.pop or UNKNOWN_POP) - 3.5)
    return max(base, LISTED) if entry.listed else base


def _locative(words: list[Word], i: int) -> bool:
    """After a preposition of place, past an article, a direction or a word of kind."""
    j = i - 1
    if words[i].first or j < 0:
        return False
    steps = 0
    while j >= 0 and steps < 4 and words[j].gap in {" ", "-", ", "}:
        if words[j].lower in cues("locative"):
            return True
        lower = words[j].lower
        if lower not in DIRECTIONS and lower not in {"the", "both"} and lower not in cues("unit"):
            return False
        j, steps = j - 1, steps + 1
    return False


def _unit(words: list[Word], i: int, size: int) -> str | None:
    """A word of kind beside the name: "Helmand province", "the village of Chibok"."""
    last = words[i + size - 1]
    if last.gap in {" ", "'s ", "’s "} and i + size < len(words):
        after = words[i + size].lower
        if after in cues("unit"):
            return after
    if i >= 2 and words[i - 1].lower == "of" and words[i - 2].lower in cues("unit"):
        return words[i - 2].lower
    if (
        i >= 1
        and words[i - 1].gap == " "
        and words[i - 1].lower in cues("unit")
        and not words[i].first
    ):
        return words[i - 1].lower
    return None


def _is_dateline(text: str, words: list[Word], i: int, size: int) -> bool:
    """ "MOSUL, Iraq (Reuters) -" or "Mosul, 12 May -" at the head of a line; "MOSUL:", "Mosul." and
    "Mosul, 12 May." only at the head of the report, as a heading may begin so too."""
    start = words[i].start
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip(" \t\"“'(*"):
        return False
    end = words[i + size - 1].end
    rest = text[end : start + 90]
    if DATELINE.match(rest):
        return True
    opens = OPENS_REPORT.match(rest) if not text[:start].strip() else None
    if opens is None or HEADS_PARAGRAPH.search(
        text, end
    ):  # a round-up, each paragraph of its own town
        return False
    return opens["plain"] is None or text[start:end].isupper()


HEADS_PARAGRAPH = re.compile(
    r"\n[ \t]*[A-Z][A-Z'’ -]{2,30}(?:, [^\n.:]{1,30})?[.:] (?=[\"“]?[A-Z])"
)


# What may stand before the dash: words, and short ones with a point ("FRESNO, Calif., Aug. 30 (AP) -")
BEFORE_DASH = (
    r"(?:[^\n.()–—]|(?<=[ ,][A-Z][a-z])[.]|(?<=[ ,][A-Z][a-z]{2})[.]|(?<=[ ,][A-Z][a-z]{3})[.])"
)
DATELINE = re.compile(
    rf"(?:/[A-Z][\w ]+)?(?: \([^\W\d_][^()\n]{{1,30}}\)(?=,? \d))?(?:,? ?{BEFORE_DASH}{{0,40}})?(?: ?\([^)\n]{{2,40}}\))? ?\.?"
    rf"(?:[–—]|--|- | -|(?<=[.)])-)|^,{BEFORE_DASH}{{0,40}}\([A-Z][^)\n]{{1,30}}\)"
)
DAY_FILED = r"(?:\d{1,2} [A-Z][a-z]+\.?|[A-Z][a-z]+\.? \d{1,2}|[A-Z][a-z]+day)(?:,? \d{4})?"
OPENS_REPORT = re.compile(
    rf"(?:, [A-Z][\w ]{{2,20}})?, {DAY_FILED}(?:, [A-Z][\w -]{{2,30}})?[.:] "
    r"| \([^)\n]{4,40}\)[.:] |\. (?=[\"“]?[A-Z])"
    r"|(?P<plain>(?:, [A-Z][\w ]{2,20}\.|:) )(?=[\"“]?[A-Z])"
)


def _speaks(words: list[Word], i: int, size: int, locative: bool, kind: str) -> bool:
    """A country or capital as subject of a verb of speech or diplomacy, or a capital's "Beijing's answer"."""
    last = words[i + size - 1]
    if locative or kind not in {"country", "capital"}:
        return False
    if last.gap in {"'s ", "’s "}:
        following = words[i + size] if i + size < len(words) else None
        return kind == "capital" and following is not None and not following.capital
    for word in words[i + size : i + size + 2]:
        if word.lower in cues("speech"):
            return True
        if word.lower not in {"has", "had", "have", "also", "will", "would", "again", "later"}:
            return False
    return False


def _tells(words: list[Word], i: int) -> bool:
    """A single name followed by "said", "told", "added": people tell, places do not."""
    return words[i].gap == " " and i + 1 < len(words) and words[i + 1].lower in cues("telling")


KM = r"(?P<n>\d+(?:[.,]\d+)?|a few|several|some)[ -](?P<u>km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?|m)\b"
BEARING = r"(?P<b>north[- ]?east|north[- ]?west|south[- ]?east|south[- ]?west|north|south|east|west)(?:ern)?(?:wards?)?"
OFFSET = re.compile(
    rf"(?:(?:about|around|some|roughly|nearly|approximately|just|over) )?{KM}(?: \([^)]{{1,20}}\))?,?(?: (?:to the )?{BEARING})?"
    r"(?: (?:of|from|outside|off|away from))(?: the)?(?: (?:city|town|village|capital|center|centre|provincial capital|regional capital|capital city))?(?: of)?,?\s$",
    re.IGNORECASE,
)
SIDE = re.compile(
    rf"\b{BEARING} of(?: the)?(?: (?:city|town|village|capital)(?: of)?)?\s$", re.IGNORECASE
)
NEAR = re.compile(
    r"(?:\bnear(?:by)?(?: to)?|\bclose to|\boutside(?: of)?|\boutskirts of|\bvicinity of|\benvirons of|\baround|\boff|\bsurrounding|\bsuburbs? of|\bnot far from)"
    r"(?: the)?(?: [\w-]+)?(?: (?:city|town|village|capital|district|border)(?: of)?)?\s$",
    re.IGNORECASE,
)
VILLAGE_IN = re.compile(
    r"\b(?:an?|the|several|two|three|four|some|other|nearby|remote|small) (?:[\w-]+ )?(?:villages?|hamlets?|towns?|areas?|localit(?:y|ies)|settlements?|communit(?:y|ies)) (?:in|of) (?:the )?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(
    r"\b(?:between|from|linking|connecting|road) (?:the )?(?:\w+ (?:of )?)?$", re.IGNORECASE
)
DEGREES = {"north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0, "south": 180.0,
           "southwest": 225.0, "west": 270.0, "northwest": 315.0}  # fmt: skip
TO_KM = {"k": 1.0, "mi": 1.609344, "m": 0.001}


def relate(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Read parents ("Mosul, Iraq"), distances, nearness and "between A and B" between mentions."""
    out: list[PlaceMention] = []
    for i, mention in enumerate(mentions):
        following = mentions[i + 1] if i + 1 < len(mentions) else None
        mention = _offset(text, mention)
        if out and text[out[-1].span.end : mention.span.start] in {"'s ", "’s "}:
            mention = replace(mention, parent=out[-1].span)  # "Niger's Tillaberi"
        if following is not None:
            between = text[mention.span.end : following.span.start]
            if "demonym" not in {mention.form, following.form} and holds_next(between):
                mention = replace(mention, parent=following.span)
            elif between in {" and ", " and the town of ", " to "} and BETWEEN.search(
                text[max(0, mention.span.start - 30) : mention.span.start]
            ):
                joined = (
                    between != " to "
                    or "road" in text[following.span.end : following.span.end + 12]
                )
                if joined:
                    mention = replace(mention, between=following.span)
        out.append(mention)
    return out


HOLDS = re.compile(
    r"^(?:,? ?\(?|[ ,]+(?:(?:a|the) )?(?:city|town|village|suburb|camp|area|district|neighbou?rhood|county|province|governorate|region)?,? ?(?:in|of) (?:the )?(?:[\w-]+ )?(?:(?:city|town|district|province|state|region|county|area) of )?|"
    r" (?:district|area|province|county|neighbou?rhood|region|governorate|village|town|city|camp|refugee camp|subdistrict)(?: (?:of|in) (?:the )?(?:[\w-]+ )?|, )|,? in (?:the )?(?:[\w-]+ )?)$"
)


def holds_next(between: str) -> bool:
    """Do the words between two names say that the second holds the first?"""
    return (
        len(between) < 45
        and "\n" not in between
        and between.strip() != ""
        and bool(HOLDS.match(between))
    )


def _offset(text: str, mention: PlaceMention) -> PlaceMention:
    start = mention.span.start
    head = text[max(0, start - 90) : start]
    if m := OFFSET.search(head):
        number = m["n"].replace(",", ".")
        unit = m["u"].lower()
        scale = TO_KM["mi" if unit.startswith("mi") else "k" if unit.startswith("k") else "m"]
        km = float(number) * scale if number[0].isdigit() else None
        bearing = DEGREES[re.sub("[- ]", "", m["b"].lower())] if m["b"] else None
        return replace(mention, near=True, locative=True, offset_km=km, bearing=bearing)
    if m := SIDE.search(head):
        bearing = DEGREES[re.sub("[- ]", "", m["b"].lower())]
        return replace(mention, near=True, locative=True, bearing=bearing)
    if NEAR.search(head):
        return replace(mention, near=True, locative=True)
    if VILLAGE_IN.search(head):
        return replace(mention, locative=True)
    return mention


def mention_at(text: str, span: Span, mentions: list[PlaceMention]) -> PlaceMention:
    """The mention that was found at a span, or one made for it, where the span is given."""
    for mention in mentions:
        if mention.span == span:
            return mention
    over = next((m for m in mentions if m.span.meets(span)), None)
    if over is not None:
        return replace(over, span=span)
    return PlaceMention(span, "place", locative=False, metonym=False, inside_name=False)
