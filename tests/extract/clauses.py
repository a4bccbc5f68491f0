"""A sentence as the finders see it, in plain words, so that a test case is a line."""

from dataclasses import dataclass

from dateline.extract.actors import ActorMention, find_actors, load_names
from dateline.extract.counts import find_counts
from dateline.extract.happenings import Happening, find_happenings
from dateline.extract.objects import ObjectMention, WeaponMention, find_objects, find_weapons
from dateline.extract.roles import BEARING_ARMS, Roles, assign_roles
from dateline.extract.text import Sentence, read_sentences
from dateline.extract.triggers import Trigger, find_triggers
from dateline.records import Count, CountPhrase


@dataclass(frozen=True)
class Clause:
    """One sentence, with all that is found in it; roles and counts go by trigger."""

    text: str
    sentence: Sentence
    triggers: list[Trigger]
    actors: list[ActorMention]
    objects: list[ObjectMention]
    weapons: list[WeaponMention]
    roles: list[Roles]
    counts: list[tuple[CountPhrase, ...]]
    happenings: list[Happening]

    def quote(self, span):
        return self.text[span.start : span.end]

    def wording(self, trigger):
        """A trigger as written, in lower case, gaps and all."""
        return self.quote(trigger.span).lower()

    def heads(self, mentions):
        """Heads of actor and object mentions, in lower case."""
        return [self.quote(m.head).lower() for m in mentions]


def read(text, *, around=""):
    """The sentences of a text, each with its triggers, roles, counts and happenings.

    `around` holds words that stand elsewhere in the report.
    """
    sentences = read_sentences(text)
    vocabulary = frozenset(token.lower for s in sentences for token in s.tokens)
    vocabulary |= frozenset(around.split())
    return [_clause(text, sentence, vocabulary) for sentence in sentences]


def read_one(text, *, around=""):
    (clause,) = read(text, around=around)
    return clause


def _clause(text, sentence, vocabulary):
    triggers = find_triggers(sentence)
    actors = list(find_actors(sentence, load_names()))
    objects, weapons = list(find_objects(sentence)), list(find_weapons(sentence))
    roles = assign_roles(sentence, triggers, actors, objects)
    counts = find_counts(sentence, triggers, roles, actors)
    armed = any(a.role in BEARING_ARMS for a in actors)
    happenings = find_happenings(
        sentence, triggers, roles, counts, weapons, armed=armed, vocabulary=vocabulary
    )
    return Clause(
        text, sentence, triggers, actors, objects, weapons, roles, counts, happenings
    )  # fmt: skip


def figure(count: Count) -> str:
    """A count in short: "12" exact, "12+" at least, "<12" at most, "12-15", "24?" only a least."""
    match (count.low, count.best, count.high):
        case (low, None, None):
            return f"{low}?"
        case (low, best, None) if low == best:
            return f"{low}+"
        case (None, best, high) if best == high:
            return f"<{high}"
        case (low, best, high) if low == best == high:
            return f"{best}"
        case (low, _, high):
            return f"{low}-{high}"


def flags(phrase: CountPhrase) -> str:
    return " part" * phrase.subset + " total" * phrase.cumulative
