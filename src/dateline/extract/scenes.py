"""Which of a sentence's places is where a deed was done, or none of them.

Every place of the sentence, and names after "in" or "the village of" that no gazetteer holds, is rated
by what the model answers where the deed was done, by what stands around it and between it and the
verb. The weights are a table, `lexicons/scene_weights.tsv`, fitted by `train/fit_scenes.py` as a choice
among the places and "none".
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np

from dateline.extract.model import Floats, Model, Read, log_odds, read_text
from dateline.extract.pieces import Ints
from dateline.extract.places import ARTICLES, DIRECTIONS, Word, cues, holds_next, read_words
from dateline.lexicons import read_weights
from dateline.lexicons.times import MONTH_NAMES, WEEKDAY_NAMES
from dateline.records import PlaceMention, Span

Features = dict[str, float]
NONE = "none of them"
# Words that end a clause or report it: what is beyond them belongs to another deed more often.
CLAUSES = frozenset("who which that when while after before where because but as if since".split())
SPEECH = frozenset("said says told according reported announced claimed added".split())
PREPOSITIONS = {
    "in": "in", "at": "at", "on": "at", "near": "near", "outside": "near", "around": "near", "inside": "in",
    "throughout": "in", "across": "in", "within": "in", "off": "near", "surrounding": "near", "along": "near",
    "from": "from", "leaving": "from", "to": "to", "into": "to", "toward": "to", "towards": "to", "reaching": "to",
    "entering": "to", "visiting": "to", "through": "to", "of": "of", "between": "in", "over": "in", "via": "to",
}  # fmt: skip
HYPHENS = frozenset({"-", "‐", "‑"})
LINKS = frozenset("de del la las los di da do dos e el".split())  # inside a name
LINKING = ARTICLES | LINKS
BINDS = frozenset("de del da do dos das di".split())  # two parts of one name
DAYS = frozenset({*WEEKDAY_NAMES, *MONTH_NAMES})
PASSIVE = frozenset("was were been being is are".split())
TITLED = 0.6  # share of words with a capital from which a line is a headline
REACH = 8  # words looked back over for the preposition: "in the northern Iraqi city of X"
JOINS = re.compile(r"^(?:,? and|,|,? or)(?: the)? $")


SPACE = "place"  # the model's label space in which a verb asks for its place
LEAST = 0.001  # probabilities are believed so far and no farther


@dataclass(frozen=True, slots=True)
class Heard:
    """What the model answers where one deed was done: log-odds for each word of its window."""

    starts: Ints  # characters of the words
    ends: Ints
    begins: Floats  # that a place of the deed begins at the word
    goes_on: Floats  # that the word is of one


@dataclass(frozen=True, slots=True)
class Scene:
    """A place of a sentence with its share of being where the deed was done."""

    mention: PlaceMention
    share: float


def load_scene_weights() -> Mapping[str, float]:
    return read_weights("dateline.lexicons", "scene_weights.tsv")


def hear(read: Read, words: Sequence[int]) -> list[Heard]:
    """What the model answers where each deed was done; `words` are the numbers of their first words."""
    heard = []
    for first, answers in read.ask(words, "roles", SPACE):
        role = read.model.labels["roles"][SPACE].index("place")
        odds = log_odds(answers[:, role], clip=LEAST)
        here = slice(first, first + len(odds))
        heard.append(
            Heard(read.pieces.starts[here], read.pieces.ends[here], odds[:, 0], odds[:, 1])
        )
    return heard


def hear_verb(text: str, verb: Span, model: Model) -> Heard:
    """`hear` for one verb of a text that is read for it alone.

    Raises ValueError where the text has no word at the verb.
    """
    read = read_text(text, model)
    at = np.flatnonzero((read.pieces.starts < verb.end) & (read.pieces.ends > verb.start))
    if not len(at):
        raise ValueError(f"no word at {verb}")
    return hear(read, [int(at[0])])[0]


def choose_scenes(
    text: str,
    sentence: Span,
    trigger: Span,
    candidates: Sequence[PlaceMention],
    heard: Heard,
    *,
    lean: float = 0.0,
) -> list[Scene]:
    """Where the deed that `trigger` tells was done, the likeliest first; empty where nothing says.

    Several places only where the sentence joins them: "in Gao and Ansongo". Of places that hold one
    another, the innermost. `lean` is how much likelier than "none of them" a place is taken to be,
    in log-odds. candidates: as `scene_candidates` gives them.
    """
    if not candidates:
        return []
    *options, none = scene_features(text, sentence, trigger, candidates, heard)
    shares = share_out([*options, none], load_scene_weights())
    rated = [Scene(c, share) for c, share in zip(candidates, shares, strict=False)]
    best = max(rated, key=lambda scene: scene.share)
    if best.share * math.exp(lean) < shares[-1]:
        return []
    joined = _joined_with(text, best, rated)
    return sorted([best, *joined], key=lambda scene: -scene.share)


def share_out(options: Sequence[Features], weights: Mapping[str, float]) -> list[float]:
    scores = [sum(weights.get(k, 0.0) * v for k, v in option.items()) for option in options]
    powers = [math.exp(score - max(scores)) for score in scores]
    return [power / sum(powers) for power in powers]


def scene_candidates(
    text: str, sentence: Span, places: Sequence[PlaceMention]
) -> list[PlaceMention]:
    """Places of the sentence in order, whole names, and names that stand where a place would."""
    words = words_of(text, sentence)
    inside = [m for m in places if sentence.holds(m.span)]
    plain = [
        m for m in inside if m.form != "demonym" and not m.dateline and not names_street(m, words)
    ]
    found = [whole_name(m, words) for m in plain]
    taken = [m.span for m in (*inside, *found)]
    for name in unlisted_names(words):
        if not any(span.meets(name.span) for span in taken):
            found.append(name)
            taken.append(name.span)
    return sorted(found, key=lambda m: m.span)


@lru_cache(maxsize=64)  # one sentence tells of several acts
def words_of(text: str, sentence: Span) -> tuple[Word, ...]:
    """The sentence's words at their places in the text."""
    return tuple(read_words(text[sentence.start : sentence.end], shift=sentence.start))


def whole_name(mention: PlaceMention, words: Sequence[Word]) -> PlaceMention:
    """The mention with its article and the capitalised words that end its name: "al-Yarmouk Hospital"."""
    first = next((i for i, w in enumerate(words) if w.start == mention.span.start), None)
    last = _last_word(mention, words)
    if first is None or last is None:
        return mention
    end = _run_end(words, last)
    if first and words[first - 1].lower in ARTICLES and words[first - 1].gap in HYPHENS:
        first -= 1
    return replace(mention, span=Span(words[first].start, words[end].end))


def names_street(mention: PlaceMention, words: Sequence[Word]) -> bool:
    """Whether a street of another town has the name: "Junin" in "Junin Street, Lima"."""
    last = _last_word(mention, words)
    if last is None or last + 1 == len(words):
        return False
    return words[last].gap == " " and words[last + 1].lower in cues("urban")


def _last_word(mention: PlaceMention, words: Sequence[Word]) -> int | None:
    return next((i for i, w in enumerate(words) if w.end == mention.span.end), None)


def is_part_of_name(mention: PlaceMention, words: Sequence[Word]) -> bool:
    """Whether another place's name holds the mention: "Itang" in "Itang Kir", "Toribio" in "San Toribio",
    "San Miguel" in "San Miguel de Mercedes".

    What stands behind a name as its kind or as a body of its own ("Gao Hospital", "Gao police") makes
    no other place of it, nor does a headline's capital.
    """
    first = next((i for i, w in enumerate(words) if w.start == mention.span.start), None)
    last = _last_word(mention, words)
    if first is None or last is None:
        return False
    if last + 2 < len(words) and words[last + 1].lower in BINDS and words[last + 2].capital:
        return words[last].gap == words[last + 1].gap == " "
    if _is_titled(words):
        return False
    before = words[first - 1] if first and words[first - 1].gap == " " else None
    if before is not None and before.capital and before.lower in cues("head"):
        return True
    if last + 1 == len(words) or words[last].gap not in {" ", *HYPHENS}:
        return False
    after = words[last + 1]
    known = _behind_names()
    lower = after.lower.rstrip("s") if after.lower not in known else after.lower
    return after.capital and lower not in known and not after.text.isupper()


def _is_titled(words: Sequence[Word]) -> bool:
    return sum(w.capital for w in words) > TITLED * len(words)


def _run_end(words: Sequence[Word], i: int) -> int:
    """The last word of the run of capitalised words that goes on from word i."""
    while i + 1 < len(words) and (words[i].gap.isspace() or words[i].gap in HYPHENS):
        following = words[i + 1]
        numbered = following.text.isdigit() and words[i].gap in HYPHENS  # "T-4"
        if numbered or (
            following.capital and following.lower not in _stops() and "\n" not in words[i].gap
        ):
            i += 1
        elif following.lower in LINKING and _goes_on(words, i + 1):
            i += 2
        else:
            break
    return i


def unlisted_names(words: Sequence[Word]) -> list[PlaceMention]:
    """Runs of capitalised words after "in", "near", "the village of", or before "village", "district"."""
    found = []
    i = 0
    while i < len(words):
        named = words[i].capital or (words[i].lower in ARTICLES and _goes_on(words, i))
        if not named or words[i].lower in cues("never") or words[i].lower in DIRECTIONS:
            i += 1
            continue
        end = _run_end(words, i)
        if _stands_as_place(words, i, end) and not _is_body(words[i : end + 1]):
            span = Span(words[i].start, words[end].end)
            found.append(PlaceMention(span, "unlisted", True, False, False))
        i = end + 1
    return found


def _goes_on(words: Sequence[Word], i: int) -> bool:
    return i + 1 < len(words) and words[i + 1].capital and words[i].gap in {" ", *HYPHENS}


def _is_body(words: Sequence[Word]) -> bool:
    """An acronym, a person with a title, or a name that ends as a body's does: "Syrian Arab Army"."""
    last = words[-1].lower
    if len(words) == 1 and (words[0].text.isupper() or words[0].text[:-1].isupper()):
        return True
    if any(word.lower in cues("title") or word.lower in cues("given") for word in words[:-1]):
        return True
    return last not in cues("facility") and any(word.lower in _bodies() for word in words)


@cache
def _stops() -> frozenset[str]:
    """Words that no name goes on with."""
    return cues("never") | cues("speech") | DAYS


@cache
def _bodies() -> frozenset[str]:
    """Words that make a name a body's or a person's."""
    return cues("organisation") | cues("title") | cues("body")


@cache
def _behind_names() -> frozenset[str]:
    """Words that may stand with a capital behind a name without being of it."""
    return cues("facility") | DIRECTIONS | DAYS | cues("unit") | _bodies() | cues("never")


def _stands_as_place(words: Sequence[Word], i: int, end: int) -> bool:
    after = words[end + 1].lower if end + 1 < len(words) and words[end].gap == " " else ""
    if after in cues("facility") and not words[end + 1].capital:
        return True
    if words[end].lower in cues("facility") and end > i:
        return True
    before = words[i - 1].lower if i and words[i - 1].gap in {" ", " the "} else ""
    if before in cues("facility") or preposition(words, i) in {"in", "at", "near"}:
        return words[i].lower not in cues("title") and words[i].lower not in cues("given")
    if before == "of":
        return i >= 2 and words[i - 2].lower.rstrip("s") in cues("facility")
    return False


def preposition(words: Sequence[Word], i: int) -> str:
    """What leads to the name at word i, past articles, directions, kinds and "city of"; or ""."""
    steps = 0
    j = i - 1
    while j >= 0 and steps < REACH and words[j].gap in {" ", "-", ", "}:
        lower = words[j].lower
        if lower in PREPOSITIONS and lower != "of":
            return PREPOSITIONS[lower]
        if lower == "of" and not (
            j and words[j - 1].lower.rstrip("s") in cues("facility") | cues("unit")
        ):
            return "of"
        if words[j].gap == ", " and steps:
            return ""
        j, steps = j - 1, steps + 1
    return ""


def scene_features(
    text: str, sentence: Span, trigger: Span, candidates: Sequence[PlaceMention], heard: Heard
) -> list[Features]:
    """The features of each candidate, and of "none" at the end."""
    words = words_of(text, sentence)
    starts = [word.start for word in words]
    verb = max((i for i, s in enumerate(starts) if s <= trigger.start), default=0)
    held = held_by_next(text, candidates)
    options = []
    for n, mention in enumerate(candidates):
        first = max((i for i, s in enumerate(starts) if s <= mention.span.start), default=0)
        features = _features(text, words, verb, first, mention) | _heard_of(mention.span, heard)
        side = "before the verb, " if "before the verb" in features else ""
        if n in held:
            features[f"{side}held by another"] = 1.0
        if n - 1 in held:
            features[f"{side}holds another"] = 1.0
        options.append(features)
    nearest = min(range(len(options)), key=lambda n: options[n]["far"] - 3.0 * _is_led(options[n]))
    options[nearest]["nearest"] = 1.0
    none: Features = {NONE: 1.0}
    none["none, one place only"] = float(len(candidates) - len(held) == 1)
    none["none, no preposition"] = float(not any(_is_led(o) for o in options))
    if verb + 1 < len(words) and words[verb].lower.endswith("ing"):
        none["none, verb in -ing"] = 1.0
    if verb + 1 == len(words):
        none["none, verb at the end"] = 1.0
    none[f"none, {words[verb].lower if words else ''}"] = 1.0
    return [*options, none]


def _heard_of(span: Span, heard: Heard) -> Features:
    """What the model says of a name: the best of its words for a beginning, the mean for going on."""
    inside = (heard.starts < span.end) & (heard.ends > span.start)
    if not inside.any():  # cut off from the deed by the window's edge
        return {}
    return {
        "the model: begins": float(heard.begins[inside].max()),
        "the model: goes on": float(heard.goes_on[inside].mean()),
    }


def held_by_next(text: str, candidates: Sequence[PlaceMention]) -> set[int]:
    """Which candidates the one after them holds: "Shindand District of Herat", "a camp in Gaza"."""
    held = set()
    for n, (one, other) in enumerate(itertools.pairwise(candidates)):
        between = text[one.span.end : other.span.start]
        if holds_next(between) or OF.match(between):
            held.add(n)
    return held


OUTER = re.compile(
    r"(?:['’]s)? (?:[\w-]+ )?(?:city|town|village|suburb|province|district|island|neighbou?rhood|area|capital)(?: of)? [A-Z]"
)
OF = re.compile(
    r"^(?: (?:area|city|town|province|district|region|village))?[ ,]+(?:of|in)(?: the)?(?: \w+){0,2} $"
)


def _is_led(features: Features) -> bool:
    return any(f"after {kind}" in features for kind in ("in", "at", "near"))


def _features(
    text: str,
    words: Sequence[Word],
    verb: int,
    first: int,
    mention: PlaceMention,
) -> Features:
    lead = preposition(words, first)
    low, high = (verb + 1, first) if first > verb else (first, verb)
    between = words[low:high]
    features: Features = {
        f"after {lead or 'nothing'}": 1.0,
        "far": math.log2(1 + len(between)),
        "commas between": float(min(3, sum("," in w.gap for w in between))),
        "clauses between": float(min(3, sum(w.lower in CLAUSES for w in between))),
    }
    if first < verb:
        features["before the verb"] = 1.0
        features["before the verb, far"] = features["far"]
        features[f"before the verb, after {lead or 'nothing'}"] = 1.0
    if any(w.lower in SPEECH for w in between):
        features["speech between"] = 1.0
    if sum(w.lower.endswith("ed") for w in between):
        features["verbs between"] = float(min(3, sum(w.lower.endswith("ed") for w in between)))
    gerunds = sum(len(w.lower) > 4 and w.lower.endswith("ing") for w in between)
    if gerunds:
        features["gerunds between"] = float(min(3, gerunds))
    if sum(w.lower in {"in", "at", "near"} for w in between) > (first > verb and lead != ""):
        features["another place between"] = 1.0
    if first <= 3 and lead in {"in", "at", "near"} and first < verb:
        features["heads the sentence"] = 1.0
        if not any(w.lower in CLAUSES | SPEECH for w in between):
            features["heads the only clause"] = 1.0
        if text[mention.span.end : mention.span.end + 1] == ",":
            features["heads the sentence, with a comma"] = 1.0
    if first > verb and not lead and len(between) <= 3:
        features["object of the verb"] = 1.0
    if first < verb and not lead and words[verb - 1].lower in PASSIVE and len(between) <= 4:
        features["subject of a passive"] = 1.0
    if first > verb and not any("," in w.gap for w in between) and lead in {"in", "at", "near"}:
        features["in the verb's clause"] = 1.0
    return features | _own_features(text, words, mention)


def _own_features(text: str, words: Sequence[Word], mention: PlaceMention) -> Features:
    features: Features = {}
    if mention.form == "unlisted":
        features["in no gazetteer"] = 1.0
    for name in ("metonym", "inside_name", "compound", "near"):
        if getattr(mention, name):
            features[name.replace("_", " ")] = 1.0
    if mention.form == "abbreviation":
        features["abbreviation"] = 1.0
    if mention.unit is not None:
        features["with its kind"] = 1.0
    if OUTER.match(text, mention.span.end):
        features["before the kind of another"] = 1.0
    tail = text[mention.span.end : mention.span.end + 2]
    if tail in {"'s", "’s"}:
        features["possessive"] = 1.0
    last = next((w for w in words if w.end == mention.span.end), None)
    if last is not None and last.gap == " ":
        at = words.index(last) + 1
        after = words[at].lower if at < len(words) else ""
        if after in cues("facility"):
            features["before its kind"] = 1.0
        elif after in PREPOSITIONS or after in {"and", "on", "when", "after", "by", "with", "for"}:
            features["before a small word"] = 1.0
        elif at < len(words) and not words[at].capital:
            features["before another word"] = 1.0
    return features


def _joined_with(text: str, best: Scene, rated: Sequence[Scene]) -> list[Scene]:
    """Places that "and" or commas join to the chosen one, each about as likely."""
    joined: list[Scene] = []
    order = sorted(rated, key=lambda scene: scene.mention.span)
    at = order.index(best)
    for step in (1, -1):
        here, i = best, at + step
        while 0 <= i < len(order):
            left, right = (here, order[i]) if step > 0 else (order[i], here)
            gap = text[left.mention.span.end : right.mention.span.start]
            if not JOINS.match(gap):
                break
            if order[i].share < JOINED * best.share:
                break
            joined.append(order[i])
            here, i = order[i], i + step
    return joined


JOINED = 0.25  # share, beside the best one's, from which a joined place is one too
