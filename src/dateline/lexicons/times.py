"""Time words and rules as their tables give them, compiled: a text to its time expressions.

A text is read as a string with one letter for each token, the letter standing for the token's
classes (`time_words.tsv`), and every rule (`time_rules.tsv`) is a regular expression over such
letters. So finding is a few fast searches, and the same rule that finds an expression says how
to build its value (`dateline.resolve.time`).

A rule's pattern is a row of elements with spaces between: `CLASS` or `word`, either with
alternatives (`LAST|THIS`), a name for what it catches (`month:MONTH`) and a repeat (`the?`);
`( ... )?` groups, `(?<= X )`, `(?! X )` and the like look around, and `EDGEP` and the other
names of `MACROS` stand for longer pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations

from dateline.lexicons import Row, read_lexicon
from dateline.records import Span

MACROS = {
    # "early", "the beginning of", "late in the", "mid-", "earlier"
    "EDGEP": "( the? very? mod:EDGE part? of the? | the? very? mod:MOD|EARLIER|LATER HY? part? ( of|in )? the? )?",
    # "3 a.m. (GMT) on", "0330 GMT", "dawn on"
    "CLOCKP": "( clock:CLOCK|NUM half:AMPM DOT? | clock:CLOCK4 hours? LOCAL? ( ZONE | time | (?= on ) ) | clock:CLOCK|PART ) LOCAL? time? ( ZONE | LPAREN ZONE RPAREN | LPAREN CLOCK4|CLOCK|NUM AMPM? DOT? ZONE RPAREN )? ( COMMA? on )?",
    # what must follow a bare "before" or "after", or they take an object
    # what may follow "the 9th" as a day, no noun of which it is the ninth
    "DAYEND": "(?= DOT|COMMA|STOP|BREAK|RPAREN|the|a|an|our|his|her|their|he|she|they|we|it|was|were|had|has|have|in|at|by|when|while|on|for|from|near|after )",
    # nouns of which "the 9th" may be the ninth
    "NTH": "(?! HY|UNIT|UNITS|century|anniversary|birthday|floor|storey|parallel|army|corps|division|brigade|regiment|battalion|infantry|mountain|armored|armoured|street|avenue|congress|session|round|district|precinct|circuit|time|person|victim|attempt )",
    "END": "(?= DOT|COMMA|BREAK|STOP|and|when|but|by|in|at|on|with|near|to|for|from|while )",
}

TOKEN = re.compile(
    r"""
    \n[ \t]*\n\s*                                    # a paragraph's end
    | \d{4}-\d\d?-\d\d?(?!\d) | \d{4}([/.])\d\d?\1\d\d?(?!\d)
    | \d\d?([./-])\d\d?\2(?:\d{4}|\d\d)(?!\d)         # 14.10.2016, 7/4/98
    | \d\d?:\d\d(?::\d\d)?(?!\d) | \d\d?\.\d\d(?=\s*(?:[apAP]\.?[mM]\b|[hH](?:rs|ours?)\b))
    | (?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[A-Z](?=[A-Z]{3}\d\d|\b)  # 260700H, 071430ZJAN24
    | ['\u2019]?\d\d(?:\d\d)?['\u2019]?s\b           # 1990s, '90s
    | \d{1,3}(?:,\d{3})+ | \d+\.\d+ | \d+\s\d/\d\b
    | \d+(?:st|nd|rd|th)?
    | [apAP]\.[mM]\b | [^\W\d_]++(?=['\u2019][sS]\b) | ['\u2019][sS]\b | [^\W\d_]+(?:['\u2019][^\W\d_]+)*
    | [^\w\s]
    """,
    re.VERBOSE,
)
SIGNS = {
    ",": "COMMA",
    ".": "DOT",
    ";": "STOP",
    ":": "STOP",
    "-": "HY",
    "\u2010": "HY",
    "\u2011": "HY",
    "\u2013": "HY",
    "(": "LPAREN",
    ")": "RPAREN",
    '"': "STOP",
    "\u201d": "STOP",
}
PUNCTUATION = {sign: frozenset({name}) for sign, name in SIGNS.items()}
NOTHING = "\x01"  # the letter of a token without a class
# Words that may stand right before a month whose name is also another word, or a bare year.
BEFORE_DATE = frozenset(
    "in of since until till by from during last this next early late mid past each every between"
    " through before after through to and or around year fiscal for on the".split()
)
MONTH_CUES = BEFORE_DATE - {"to", "and", "or", "for", "on", "through"}
AFTER_CLOCK = frozenset("am pm a.m p.m hrs hours".split())
YEAR_CUES = frozenset("year in since until by before".split())
MONTH_NAMES = tuple(
    "january february march april may june july august september october november december".split()
)
WEEKDAY_NAMES = tuple("monday tuesday wednesday thursday friday saturday sunday".split())
WEEKDAYS_SHORT = frozenset("mon tue tues wed thu thur thurs fri sat sun".split())
DECADE_CUES = frozenset("the early late mid - and".split())
LAST_YEAR = 2099
GROUP = re.compile(r"(\d\d)\d{4}[a-z]")  # day, hour and minute, zone: so read by `TOKEN`
THIS_CENTURY = 60  # two figures of a year below this are of the 21st


@dataclass(frozen=True, slots=True)
class TimeWord:
    """One token with its classes, and the value and unit its row gives."""

    start: int
    end: int
    lower: str
    classes: frozenset[str]
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class TimeRule:
    """A row of `time_rules.tsv`, its pattern compiled."""

    id: str
    order: int
    regex: re.Pattern[str]
    builds: str
    arguments: tuple[str, ...]
    type: str
    row: Mapping[str, str]
    needs: tuple[frozenset[str], ...]  # letters, of each of which set a text must have one to match


@dataclass(frozen=True, slots=True)
class TimeMatch:
    """A time expression, the rule that found it and the words it caught under each name."""

    span: Span
    rule: TimeRule
    slots: Mapping[str, TimeWord]


@dataclass(frozen=True, slots=True)
class Grammar:
    words: Mapping[str, Row]
    phrases: Mapping[
        str, tuple[tuple[tuple[str, ...], Row], ...]
    ]  # first word -> whole, longest first
    literals: frozenset[str]
    letters: Mapping[frozenset[str], str]
    rules: tuple[TimeRule, ...]
    known: frozenset[str]  # words of any class, and first words of phrases


@cache
def read_grammar() -> Grammar:
    """Words, rules and the letters that tie them; read once."""
    rows = read_lexicon("time_rules")
    literals = frozenset(word for row in rows for word in _literals(row["pattern"]))
    words = {row["form"]: row for row in read_lexicon("time_words")}
    phrases: dict[str, list[tuple[tuple[str, ...], Row]]] = {}
    for row in read_lexicon("holidays"):
        for form in row["forms"].split("|"):
            whole = tuple(m.group().lower() for m in TOKEN.finditer(form))
            phrases.setdefault(whole[0], []).append((whole, row))
    letters: dict[frozenset[str], str] = {}
    for classes in _all_class_sets(words, literals):
        letters.setdefault(classes, chr(0xE000 + len(letters)))
    rules = tuple(_rule(row, i, letters) for i, row in enumerate(rows))
    longest_first = {
        k: tuple(sorted(v, key=lambda pair: -len(pair[0]))) for k, v in phrases.items()
    }
    known = frozenset(words) | frozenset(phrases) | literals
    return Grammar(words, longest_first, literals, letters, rules, known)


def _all_class_sets(words: Mapping[str, Row], literals: frozenset[str]) -> Iterator[frozenset[str]]:
    """Every set of classes that a token can have; each gets a letter."""
    yield from PUNCTUATION.values()
    for name in ("BREAK", "DECADE", "DATENUM", "HOLIDAY", "GROUP"):
        yield frozenset({name})
    for size in range(len(OF_NUMBERS) + 1):
        yield from (frozenset({"NUM", *some}) for some in combinations(OF_NUMBERS, size))
    yield from (frozenset({"YEAR"}), frozenset({"YEAR", "CLOCK4"}))
    yield from (frozenset({"ORD"}), frozenset({"CLOCK", "NUM"}))
    yield from (frozenset({"ORD", "DAYORD"}), frozenset({"ORD", "DAYORD", "DAYFIG"}))
    for form in {*words, *literals}:
        own = {f"w:{form}"} if form in literals else set()
        classes = set(words[form]["class"].split("|")) if form in words else set()
        yield from (frozenset(some) for some in (classes | own, own) if some)


OF_NUMBERS = ("ONE", "DAYNUM", "CLOCK4")  # what a number may be besides: "0001" is all three


def _number_classes(number: float, *, year: bool) -> frozenset[str]:
    """A year is no amount; only digits are days of a month ("April. One man ..." is none)."""
    if year:
        return frozenset({"YEAR"})
    if number == 1:
        return frozenset({"NUM", "ONE"})
    return frozenset({"NUM"})


ELEMENT = re.compile(r"(?:(\w+):)?([\w|'-]+)([?*+]?)")


def _expand(pattern: str) -> list[str]:
    elements: list[str] = []
    for element in pattern.split():
        name = element.rstrip("?")
        if name in MACROS:
            inner = _expand(MACROS[name])
            elements += ["(", *inner, ")?"] if element.endswith("?") else inner
        else:
            elements.append(element)
    return elements


def _literals(pattern: str) -> Iterator[str]:
    for element in _expand(pattern):
        if m := ELEMENT.fullmatch(element):
            yield from (part for part in m[2].split("|") if part.islower())


def _rule(row: Row, order: int, letters: Mapping[frozenset[str], str]) -> TimeRule:
    pieces: list[str] = []
    seen: dict[str, int] = {}
    needs: list[frozenset[str]] = []
    # groups may be left out, and of choices between whole patterns all but one
    depth, choices = 0, 1
    for element in _expand(row["pattern"]):
        m = ELEMENT.fullmatch(element)
        if m is None or element == "|":
            depth += element.count("(") - element.count(")")
            choices += element == "|" and not depth
            pieces.append({"(": "(?:"}.get(element, element))
            continue
        name, alternatives, repeat = m.groups()
        wanted = {f"w:{part}" if part.islower() else part for part in alternatives.split("|")}
        chars = "".join(letter for classes, letter in letters.items() if classes & wanted)
        if not chars:
            raise ValueError(f"time_rules.tsv, {row['id']}: nothing is {element}")
        if not depth and repeat in {"", "+"}:
            needs.append(frozenset(chars))
        if name:
            # the same name may stand in two alternatives; the number is cut off again
            seen[name] = seen.get(name, 0) + 1
            pieces.append(f"(?P<{name}__{seen[name]}>[{chars}]){repeat}")
        else:
            pieces.append(f"[{chars}]{repeat}")
    builds, *arguments = row["builds"].split()
    return TimeRule(
        id=row["id"],
        order=order,
        regex=re.compile("".join(pieces)),
        builds=builds,
        arguments=tuple(arguments),
        type=row["type"],
        row=row,
        needs=tuple(needs) if choices == 1 else (),
    )


def read_time_words(
    text: str, start: int = 0, end: int | None = None
) -> tuple[str, list[TimeWord | None]]:
    """The text's letters, and for each its word or None where it has no class."""
    grammar = read_grammar()
    found = list(TOKEN.finditer(text, start, len(text) if end is None else end))
    lowers = [m.group().lower().replace("\u2019", "'") for m in found]
    words: list[TimeWord | None] = []
    i = 0
    while i < len(found):
        if lowers[i].isalpha() and lowers[i] not in grammar.known:  # most
            words.append(None)
            i += 1
            continue
        taken, word = _read_word(text, found, lowers, i, grammar)
        words.append(word)
        i += taken
    letters = "".join(
        [NOTHING if word is None else grammar.letters[word.classes] for word in words]
    )
    return letters, words


def _read_word(
    text: str, found: list[re.Match[str]], lowers: list[str], i: int, grammar: Grammar
) -> tuple[int, TimeWord | None]:
    lower = lowers[i]
    start, end = found[i].span()
    if lower[0] == "\n":
        return 1, TimeWord(start, end, "\n", frozenset({"BREAK"}), "-", "-")
    if lower in PUNCTUATION:
        return 1, TimeWord(start, end, lower, PUNCTUATION[lower], "-", "-")
    if lower[0].isdecimal() or (lower[0] == "'" and lower[1:2].isdecimal()):
        return 1, _digits(text, found, lowers, i)
    if lower not in grammar.known:
        return 1, None
    for whole, holiday in grammar.phrases.get(lower, ()):
        if tuple(lowers[i : i + len(whole)]) == whole and text[start].isupper():
            last = found[i + len(whole) - 1].end()
            classes = frozenset({"HOLIDAY"})
            return len(whole), TimeWord(start, last, lower, classes, holiday["name"], "-")
    row = grammar.words.get(lower)
    if row is not None and row["class"] in {"NUMBER", "VAGUE", "COUPLE", "ARTICLE"}:
        merged = _merge_number(lowers, i, grammar)
        if merged is not None:
            taken, value, is_year = merged
            classes = frozenset({"NUM"}) if value is None else _number_classes(value, year=is_year)
            shown = "X" if value is None else f"{value:g}"
            return taken, TimeWord(start, found[i + taken - 1].end(), lower, classes, shown, "-")
        if row["class"] != "ARTICLE":
            row = None
    if row is not None and not _passes(row["alone"], text, found, lowers, i):
        row = None
    classes = frozenset(row["class"].split("|")) if row is not None else frozenset()
    if lower in grammar.literals:
        classes |= {f"w:{lower}"}
    if not classes:
        return 1, None
    if row is None:
        return 1, TimeWord(start, end, lower, classes, "-", "-")
    return 1, TimeWord(start, end, lower, classes, row["value"], row["unit"])


def _passes(alone: str, text: str, found: list[re.Match[str]], lowers: list[str], i: int) -> bool:
    """Whether a word that is also another word stands here as a time word."""
    if alone == "plain":
        return not _ends_name(text, found, i)
    if alone not in {"date", "capital"}:
        return True
    if not text[found[i].start()].isupper():
        return False
    if alone == "capital":
        return True
    following = lowers[i + 1] if i + 1 < len(lowers) else ""
    if following == "." and i + 2 < len(lowers):
        following = lowers[i + 2]
    before = lowers[i - 1] if i else ""
    if lowers[i] in WEEKDAYS_SHORT:
        return following[:1].isdigit() or following in _months() or before[:1].isdigit()
    if lowers[i] == "march" and following in {"on", "for", "to", "against"}:
        return False
    return (
        following[:1].isdigit()
        or before[:1].isdigit()
        or before in MONTH_CUES
        or (before == "-" and i > 1 and lowers[i - 2] in MONTH_CUES)
        or (
            before in {"and", "or", ",", "to", "through", "until", "-"}
            and i > 1
            and lowers[i - 2] in _months()
        )
        or (following in {",", "and"} and i + 2 < len(lowers) and lowers[i + 2] in _months())
    )


def _ends_name(text: str, found: list[re.Match[str]], i: int) -> bool:
    """Written as the end of a name: "USA Today", not "Today" at the head of a sentence."""
    if not i or not text[found[i].start()].isupper() or text[found[i].start() :][:2].isupper():
        return False
    before = found[i - 1]
    return before.group()[0].isupper() and text[before.end() : found[i].start()] == " "


@cache
def _months() -> frozenset[str]:
    rows = read_lexicon("time_words")
    return frozenset(
        r["form"] for r in rows if r["class"] in {"MONTH", "WEEKDAY"} and r["alone"] == "yes"
    )


def _digits(text: str, found: list[re.Match[str]], lowers: list[str], i: int) -> TimeWord | None:
    lower = lowers[i]
    start, end = found[i].span()

    def word(value: str, *classes: str) -> TimeWord:
        return TimeWord(start, end, lower, frozenset(classes), value, "-")

    if m := GROUP.fullmatch(lower):
        return word(str(int(m[1])), "GROUP")
    if i > 1 and len(lower) == 2 and GROUP.fullmatch(lowers[i - 2]) and _is_month(lowers[i - 1]):
        century = 2000 if int(lower) < THIS_CENTURY else 1900  # "260700H AUG 03"
        return word(str(century + int(lower)), "YEAR")
    if lower.endswith("s"):
        before = lowers[i - 1] if i else ""
        if lower[0] != "'" and len(lower) < 5 and before not in DECADE_CUES:
            return None  # "in his 30s"
        return word(lower.strip("'s"), "DECADE")
    if lower[-2:] in {"st", "nd", "rd", "th"}:
        nth = int(lower[:-2])
        return word(str(nth), *(("ORD", "DAYORD", "DAYFIG") if 1 <= nth <= 31 else ("ORD",)))
    if re.fullmatch(r"\d{1,4}([./-])\d\d?\1\d{1,4}", lower):
        return word(lower, "DATENUM")
    following = lowers[i + 1] if i + 1 < len(lowers) else ""
    if m := re.fullmatch(r"(\d\d?)[:.](\d\d)(?::\d\d)?", lower):
        if "." in lower and following not in AFTER_CLOCK:
            return word(lower, "NUM")
        if int(m[1]) <= 24 and int(m[2]) < 60:
            return word(f"{int(m[1]):02}:{m[2]}", "CLOCK", "NUM")
        return None
    if m := re.fullmatch(r"(\d+)\s(\d)/(\d)", lower):
        return word(f"{int(m[1]) + int(m[2]) / max(int(m[3]), 1):g}", "NUM")
    number = float(lower.replace(",", ""))
    if number > 10**9:
        return None
    year = lower.isdecimal() and len(lower) == 4 and _is_year(text, found, lowers, i)
    classes = _number_classes(number, year=year)
    if not year and lower.isdecimal() and 1 <= number <= 31:
        classes |= {"DAYNUM"}
    if lower.isdecimal() and len(lower) == 4 and number < 2400 and number % 100 < 60:
        classes |= {"CLOCK4"}  # "0330 GMT", "1400 hours"
    return TimeWord(start, end, lower, classes, f"{number:g}", "-")


def _is_month(lower: str) -> bool:
    row = read_grammar().words.get(lower)
    return row is not None and "MONTH" in row["class"].split("|")


def _is_year(text: str, found: list[re.Match[str]], lowers: list[str], i: int) -> bool:
    """Four digits are a year unless they plainly count or price something."""
    before = lowers[i - 1] if i else ""
    following = lowers[i + 1] if i + 1 < len(lowers) else ""
    if before in {
        "$",
        "\u20ac",
        "\u00a3",
        "#",
        "no",
        "number",
        "about",
        "around",
        "nearly",
        "some",
        "than",
        "approximately",
    }:
        return before in {"around"} and following in {"", ".", ","}
    if before == "at" or _is_paired_clock(lowers, i):
        return False
    if before in {"+", "/"} or following in {"%", "/", "people", "men", "women", "children", "km"}:
        return False
    if not 1800 <= int(lowers[i]) <= LAST_YEAR and before not in {"in", "since", "year"}:
        return False
    named = i + 1 < len(found) and text[found[i + 1].start()].isupper()
    if before == "the" and (lowers[i] != "2000" or named):
        return True  # "the 1992 protests", "the 2000 Games"
    if before == "-" and i > 1 and lowers[i - 2] in {"post", "pre", "mid"}:
        return True  # "the post-1991 borders"
    if before in BEFORE_DATE or before in _months() or before in {",", "."}:
        return not (
            before in {"for", "on", "the", "to", "and", "by", "or", ",", "."} and _counts(following)
        )
    return not _counts(following)


def _is_paired_clock(lowers: list[str], i: int) -> bool:
    """One end of "between 1830 and 2200", whose other end is a clock time and no year."""
    paired = {"and", "to", "until", "-"}
    for joint, other, opening in ((i + 1, i + 2, i - 1), (i - 1, i - 2, i - 3)):
        if min(joint, other, opening) >= 0 and max(joint, other) < len(lowers):
            figures = lowers[other]
            ends = lowers[joint] in paired and lowers[opening] in {"between", "from"}
            if ends and len(figures) == 4 and figures.isdecimal():
                return not 1800 <= int(figures) <= LAST_YEAR
    return False


def _counts(following: str) -> bool:
    return (
        following.isalpha()
        and len(following) > 3
        and following.endswith("s")
        and following not in {"was", "has", "series"}
    )


def _merge_number(
    lowers: list[str], i: int, grammar: Grammar
) -> tuple[int, float | None, bool] | None:
    """A number in words from token i: tokens taken, value (None is vague), whether a year."""
    n = len(lowers)
    start = i
    article = lowers[i] in {"a", "an"}
    if article:
        i += 1
    if i >= n:
        return None

    def kind(k: int) -> str:
        return grammar.words[lowers[k]]["class"] if k < n and lowers[k] in grammar.words else ""

    if article and lowers[i] not in {"hundred", "thousand", "dozen", "few", "couple"}:
        return None
    if kind(i) == "VAGUE":
        return i + 1 - start, None, False
    if kind(i) == "COUPLE":
        if not article and (
            start == 0 or lowers[start - 1] not in {"last", "past", "next", "first"}
        ):
            return None
        return (i + 2 if i + 1 < n and lowers[i + 1] == "of" else i + 1) - start, 2, False
    total, current, k = 0.0, 0.0, i
    parts: list[int] = []
    while k < n:
        if lowers[k] == "-" and parts and kind(k + 1) == "NUMBER" and parts[-1] >= 20:
            k += 1
            continue
        if kind(k) != "NUMBER":
            break
        value = int(grammar.words[lowers[k]]["value"])
        if (
            parts
            and value < 100
            and not (parts[-1] in range(20, 100, 10) and value < 10)
            and parts[-1] < 100
        ):
            if parts == [19] or parts == [20]:  # nineteen ninety-seven
                parts.append(value)
                current = 100 * parts[0] + value
                k += 1
                continue
            break
        parts.append(value)
        if value == 1000:
            total += 1000 * max(current, 1)
            current = 0
        elif value in {100, 12} and (current or article):
            current = value * max(current, 1)
        else:
            current += value
        k += 1
    if not parts:
        return None
    number = total + current
    is_year = len(parts) > 1 and parts[0] in {19, 20} and 1900 <= number <= 2099
    if is_year:
        return k - start, number, True
    if lowers[k : k + 3] == ["and", "a", "half"]:
        return k + 3 - start, number + 0.5, False
    is_year = (
        parts[0] == 2 and 2000 <= number <= 2030 and start > 0 and lowers[start - 1] in YEAR_CUES
    )
    return k - start, number, is_year


# What a page says of itself before a day: "Published duration [27 May 2019]", "Posted: Monday, [3 May 2014]",
# "Last updated on [3 May 2014]".
STAMP = (
    r"\b(?:Published|Posted|Updated|Edited|PUBLISHED|POSTED|UPDATED|(?:[Ff]irst|[Ll]ast) (?:published|posted|updated))"
    r"(?: (?:duration|time|date))?(?: (?:on|at))?:?\s+(?:[A-Za-z]{3,9},?\s+)?"
)
SPEECH = re.compile(
    r"\b(?:(?:said|says|saying|announced|reported|added|stated|confirmed|declared|claimed|warned|tweeted|wrote)"
    r"(?: (?:in|on|by|here|there|late|early|a|an|the|his|her|its|their|statement|phone|telephone|television|radio|interview"
    r"|briefing|news|press|conference|communiqu\u00e9|report)){0,7}"
    r"|(?:told|tells)(?: [\w'.-]+){1,6}|according to (?:a|the) (?:[\w-]+ ){0,3}(?:statement|report)(?: (?:on|issued|released|dated)){0,2}"
    r"|(?:statement|communiqu\u00e9)(?: (?:issued|released|on|late|early)){0,3})\s*$"
)


def ends_in_speech(words: str) -> bool:
    """Whether words, in lower case, end in a reporting verb and what may stand before its day.

    >>> ends_in_speech("the army said in a statement on"), ends_in_speech("they were killed on")
    (True, False)
    """
    return SPEECH.search(words) is not None


@lru_cache(maxsize=8)
def match_times(text: str) -> tuple[TimeMatch, ...]:
    """All time expressions of a text, in order and without overlap: the longest wins."""
    letters, words = read_time_words(text)
    candidates: list[tuple[int, int, int, TimeRule, re.Match[str]]] = []
    told = set(letters)
    for rule in read_grammar().rules:
        if any(told.isdisjoint(need) for need in rule.needs):
            continue
        for m in rule.regex.finditer(letters):
            if m.end() > m.start():
                candidates.append((m.start() - m.end(), rule.order, m.start(), rule, m))
    candidates.sort(key=lambda c: c[:3])
    free = bytearray(len(words))
    chosen: list[TimeMatch] = []
    for _, _, start, rule, m in candidates:
        if any(free[start : m.end()]):
            continue
        free[start : m.end()] = b"\x01" * (m.end() - start)
        if rule.builds != "nothing":
            chosen.append(_match(rule, m, words))
    return tuple(sorted(chosen, key=lambda match: match.span))


def match_phrase(text: str, span: Span) -> TimeMatch | None:
    """The rule that reads exactly this span, else the longest expression that meets it."""
    whole = match_times(text)
    for match in whole:
        if match.span == span:
            return match
    meeting = [match for match in whole if match.span.meets(span)]
    if meeting:
        return max(
            meeting,
            key=lambda match: min(match.span.end, span.end) - max(match.span.start, span.start),
        )
    inside = match_times(text[span.start : span.end])
    if not inside:
        return None
    best = max(inside, key=lambda match: match.span.end - match.span.start)
    moved = Span(best.span.start + span.start, best.span.end + span.start)
    return TimeMatch(moved, best.rule, best.slots)


def _match(rule: TimeRule, m: re.Match[str], words: list[TimeWord | None]) -> TimeMatch:
    slots: dict[str, TimeWord] = {}
    for name, letter in m.groupdict().items():
        word = words[m.start(name)] if letter is not None else None
        if word is not None:
            slots[name.partition("__")[0]] = word
    first, last = words[m.start()], words[m.end() - 1]
    assert first is not None and last is not None  # every letter of a match has a word
    return TimeMatch(Span(first.start, last.end), rule, slots)


def follows_since(text: str, time: Span) -> bool:
    """Whether a time is only where a longer one begins: "since Saturday"."""
    return SINCE.search(text, max(0, time.start - 12), time.start) is not None


SINCE = re.compile(r"\bsince (?:the )?$", re.IGNORECASE)
