"""Closed classes of English words that reading attributions leans on."""

from __future__ import annotations

from dateline.extract.text import word_set

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


NOT_ADVERBS = word_set("family assembly italy ally reply supply daily weekly monthly bully july")
RELEASED = word_set(
    "posted published released issued carried broadcast aired read quoted cited sent"
)
FINDINGS = word_set(
    "found discovered shown recorded seen heard carried registered read posted issued"
)


PARTICLES = tuple(word_set("al- el- an- as- ash- bin ibn abu van von de da dos"))


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


EDGE = frozenset({",", ".", ";", ":", "-", "–", "—", "--", "?", "!", "..."})


NEGATIONS = word_set(
    "not never didn't doesn't don't hasn't haven't hadn't won't wouldn't couldn't isn't wasn't"
)
