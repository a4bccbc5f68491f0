"""Reports of a set length, made up from a seed: places are real, everything else is invented.

A relevant report tells an attack with its toll, sources, a denial and an older incident; the others
are of markets, roads, schools and weather. Between their own sentences both have the same filler,
so that length alone tells nothing.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

PLACES = """Gao:Mali|Mosul:Iraq|Maiduguri:Nigeria|Goma:DR Congo|Kandahar:Afghanistan|Aleppo:Syria|
Cali:Colombia|Medellín:Colombia|Quetta:Pakistan|Peshawar:Pakistan|Mandalay:Myanmar|Sittwe:Myanmar|
Marawi:Philippines|Kharkiv:Ukraine|Donetsk:Ukraine|Mogadishu:Somalia|Kismayo:Somalia|Juba:South Sudan|
Bangui:Central African Republic|Djibo:Burkina Faso|Taiz:Yemen|Hodeidah:Yemen|Benghazi:Libya|Sabha:Libya|
Grozny:Russia|Culiacán:Mexico|Ayacucho:Peru|Belfast:Northern Ireland|Bilbao:Spain|Jaffna:Sri Lanka|
Srinagar:India|Imphal:India|Dili:East Timor|Bunia:DR Congo|Pemba:Mozambique|Bamenda:Cameroon|
Diffa:Niger|Kidal:Mali|Mopti:Mali""".replace("\n", "").split("|")
ACTORS = """gunmen|unidentified gunmen|rebels|militants|government soldiers|paramilitary police|armed
men on motorcycles|members of a local militia|insurgents|fighters of an armed group|troops|a
crowd of rioters|masked men|cattle raiders|suspected separatists|army commandos""".replace(
    "\n", " "
).split("|")
VICTIMS = """farmers|traders|bus passengers|worshippers|students|police officers|soldiers|villagers|
miners|aid workers|guards|local officials|fishermen|truck drivers|market women|teachers|election
officials|displaced people""".replace("\n", " ").split("|")
SPEAKERS = """residents|a police spokesman|the provincial governor|hospital staff|witnesses|an army
statement|a security official who asked not to be named|relief workers|the mayor|village elders|state
television|a human rights group|two survivors|the interior ministry""".replace("\n", " ").split("|")
NUMBERS = "two three four five six seven eight nine ten 11 12 14 17 20 23 30 41".split()
WHEN = [
    "on Monday",
    "late on Tuesday",
    "on Wednesday morning",
    "overnight",
    "on Friday",
    "before dawn",
    "on {date}",
    "two days ago",
    "earlier this week",
    "at the weekend",
]
ACTS = [
    "{actor} opened fire on a group of {victims} near {place} {when}, killing at least {n} and wounding {m}, {speaker} said.",
    "A roadside bomb struck a minibus outside {place} {when}; {n} {victims} died, according to {speaker}.",
    "{actor} abducted {n} {victims} from a village in the {place} area {when}, {speaker} told reporters.",
    "Shells fired by {actor} hit the market of {place} {when}, {speaker} said, and {n} people were killed.",
    "{n} {victims} were detained in {place} {when} during a protest over prices, {speaker} said.",
    "{actor} burned {m} houses in a settlement south of {place} {when}, forcing about {n} hundred people to flee.",
    "An aircraft bombed a compound near {place} {when}, and {speaker} put the dead at {n}.",
    "{actor} and {actor2} exchanged fire in {place} {when}; {n} fighters were killed, {speaker} said.",
]
TURNS = [
    "{speaker} gave a lower figure of {m} dead and said the search went on.",
    "The army denied that its men had fired, and blamed {actor}.",
    "No group has claimed the attack, which {speaker} called the worst of the year.",
    "Last month {n} {victims} were shot dead on the same road.",
    "{speaker} said that {n} of the wounded were in a critical state.",
    "In {year}, {actor} killed {n} {victims} in a raid on the town.",
    "{actor} had threatened to attack {place} if the checkpoint was not removed.",
    "{m} suspects were arrested {when}, {speaker} said.",
]
FILLER = [
    "The price of {goods} in the market of {place} has gone up by {n} per cent since {month}.",
    "Work on the {thing} that links {place} with the coast is due to end in {month}.",
    "{speaker} said the rains had come late and that the harvest of {goods} was small.",
    "A new {thing} was opened in {place} {when} by the minister, who spoke for an hour.",
    "Pupils went back to school after {n} weeks, and classes were held under trees.",
    "The {place} side won {n} to one {when} and will meet its neighbours in {month}.",
    "Traders from {place} said that fuel was scarce and that the queues were long.",
    "The council will vote on its budget in {month}; {speaker} expected little to change.",
    "A boat with {goods} for {place} waited {n} days for its papers.",
    "Engineers repaired the {thing} {when}, and power came back to most of the town.",
    "The clinic in {place} has {n} nurses for a district as large as a small country.",
    "Every {month} the river rises, and people move their goods to higher ground.",
]
GOODS = "millet rice maize onions diesel cement fish cotton tea salt flour wheat".split()
THINGS = "road bridge school well power line dam library bus station water tower harbour".split(" ")
MONTHS = (
    "January February March April May June July August September October November December".split()
)
PUBLISHED = date(2024, 3, 15)


def make_reports(n: int, *, words: int, relevant: float, seed: int = 1) -> list[str]:
    """`n` texts of at least `words` words each, the share `relevant` of which tell of violence."""
    draw = random.Random(seed)
    n_relevant = round(n * relevant)
    kinds = [True] * n_relevant + [False] * (n - n_relevant)
    draw.shuffle(kinds)
    return [make_report(draw, words=words, is_relevant=kind) for kind in kinds]


def make_report(draw: random.Random, *, words: int, is_relevant: bool) -> str:
    place = draw.choice(PLACES).split(":")
    day = PUBLISHED - timedelta(days=draw.randrange(400))
    head = f"{place[0].upper()}, {place[1]}, {MONTHS[day.month - 1]} {day.day}, {day.year} - "
    own = [draw.choice(ACTS), *draw.sample(TURNS, 3)] if is_relevant else []
    sentences = [fill(draw, sentence, place=place[0], day=day) for sentence in own]
    while sum(sentence.count(" ") + 1 for sentence in sentences) < words:
        more = draw.choice(TURNS + ACTS if is_relevant and draw.random() < 0.25 else FILLER)
        sentences.append(fill(draw, more, place=place[0], day=day))
    paragraphs = [" ".join(sentences[n : n + 3]) for n in range(0, len(sentences), 3)]
    return head + "\n\n".join(paragraphs) + "\n"


def fill(draw: random.Random, sentence: str, *, place: str, day: date) -> str:
    near = place if draw.random() < 0.6 else draw.choice(PLACES).split(":")[0]
    when = draw.choice(WHEN).format(date=f"{day.day} {MONTHS[day.month - 1]}")
    filled = sentence.format(
        actor=draw.choice(ACTORS),
        actor2=draw.choice(ACTORS),
        victims=draw.choice(VICTIMS),
        speaker=draw.choice(SPEAKERS),
        n=draw.choice(NUMBERS),
        m=draw.choice(NUMBERS),
        place=near,
        when=when,
        goods=draw.choice(GOODS),
        thing=draw.choice(THINGS),
        month=draw.choice(MONTHS),
        year=draw.randrange(1985, day.year),
    )
    return filled[0].upper() + filled[1:]
