import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.extract.attributions import Attribution
from dateline.extract.dating import dates_a_saying
from dateline.extract.text import read_sentences
from dateline.extract.times import (
    choose_time,
    find_times,
    is_filing_day,
    is_speaking_time,
    is_stamp,
)
from dateline.lexicons import read_lexicon
from dateline.lexicons.aftermath import find_aftermath
from dateline.records import Span


def found(text):
    return [text[span.start : span.end] for span in find_times(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nine people died on Tuesday in Mopti.", ["Tuesday"]),
        ("The raid began at 3 a.m. on Tuesday, police said.", ["3 a.m. on Tuesday"]),
        ("The raid began on Tuesday night.", ["Tuesday night"]),
        ("Raids in early October and late September.", ["early October", "late September"]),
        ("Raids at the beginning of October 2016 found arms.", ["the beginning of October 2016"]),
        ("Between 3 and 5 May, 12 soldiers died.", ["3 and 5 May"]),
        ("He was held for three weeks from May 3, 2014.", ["three weeks", "May 3, 2014"]),
        ("Shells fell at 0330 GMT on Sunday.", ["0330 GMT on Sunday"]),
        ("Shells fell at 14:30 local time.", ["14:30 local time"]),
        ("Two fled. The third, a baker, died on the fourth.", ["the fourth"]),
        ("On the third, two fled.", ["the third"]),
        ("Two days later, the same unit returned.", ["Two days later"]),
        ("In recent weeks at least 40 were killed.", ["recent weeks"]),
        ("It was the worst attack since 2011.", ["2011"]),
        (
            "The 1990s war; the '90s; in the early 1980s.",
            ["The 1990s", "the '90s", "the early 1980s"],
        ),
        ("The two-day siege ended yesterday.", ["two-day", "yesterday"]),
        ("On Christmas Eve a church was burned.", ["Christmas Eve"]),
        ("During Ramadan 2016 three markets were hit.", ["Ramadan 2016"]),
        ("LAST WEEK'S RAID", ["LAST WEEK"]),
        ("On 14.10.2016 and 2016-10-15 shells fell.", ["14.10.2016", "2016-10-15"]),
        ("Twenty-four hours earlier the bridge stood.", ["Twenty-four hours earlier"]),
        ("The post-1991 borders and the 2000 Games", ["1991", "2000"]),
        ("They may soon attack, as rebels will soon.", ["soon", "soon"]),
        ("The raid lasted an hour and a half.", ["an hour and a half"]),
        ("The early hours of May 3 were calm.", ["May 3"]),
        # words that only look like times
        ("He was soon freed, as soon as they came.", []),
        ("Little is left in today's world; it is a matter of days.", []),
        ("The 2000 soldiers fled.", []),
        ("He may leave. They march on the palace.", []),
        ("The sun rose; a second man fell.", []),
        ("She is 34 years old, her 6-year-old son is safe.", []),
        ("Some three-quarters of the houses burned.", []),
        ("More than 2,000 people and 1500 soldiers fled.", []),
        ("He was in his 30s.", []),
        ("He told Africa Today of it. Today he left, and TODAY he rests.", ["Today", "TODAY"]),
        ("Route 66 and flight 1990 passengers", []),
        ("Version 6.43 of the report", []),
        ("Gunmen with AK-47 rifles fired 12.7 mm rounds.", []),
        ("They hold 40 a week.", []),
        ("In May, May Aung spoke.", ["May"]),
        ("The March 8 protest; they will March for peace.", ["March 8"]),
        ("", []),
    ],
)
def test_finds_times(text, expected):
    assert found(text) == expected


def test_an_expression_never_crosses_a_paragraph():
    assert found("It was Tuesday\n\nMay 3 saw more raids.") == ["Tuesday", "May 3"]


@pytest.mark.parametrize(
    "row", read_lexicon("time_words"), ids=lambda row: f"{row['form']} {row['class']}"
)
def test_word_is_part_of_a_time_in_its_example(row):
    lower = row["example"].lower()
    assert row["form"].lower() in lower
    assert any(
        row["form"] in part.lower() or row["alone"] == "no" for part in found(row["example"])
    )
    assert found(row["example"])


def one(marked):
    """The only sentence of a text, its [times] and its {trigger}."""
    text, marks = "", {"[": [], "{": []}
    for char in marked:
        if char in "[{":
            marks[char].append(len(text))
        elif char in "]}":
            opened = marks["[" if char == "]" else "{"]
            opened[-1] = Span(opened[-1], len(text))
        else:
            text += char
    [sentence] = read_sentences(text)
    return text, sentence, marks["{"], marks["["]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Gunmen {killed} nine people on [Tuesday].", "Tuesday"),
        ("On [Tuesday] gunmen {killed} nine people.", "Tuesday"),
        ("The army said on [Tuesday] that gunmen {killed} nine people.", None),
        ("The army said on [Tuesday] that gunmen {killed} nine people on [Monday].", "Monday"),
        ("Gunmen {killed} nine people on [Monday], the army said on [Tuesday].", "Monday"),
        ("Gunmen {killed} nine people, the army said in a statement on [Tuesday].", None),
        ("Gunmen {killed} nine people, the mayor told Radio Gao late [Tuesday].", None),
        ("The army {announced} on [Tuesday] a ceasefire.", "Tuesday"),
        ("A [three-hour] {fight} broke out on [Friday].", "Friday"),
        ("A {fight} of [three hours] left two dead.", "three hours"),
        ("Nine died in a raid on [Monday] and four were {shot} on [Wednesday].", "Wednesday"),
        ("Nine {died} in a raid on [Monday], while four were shot on [Wednesday].", "Monday"),
        ("After the raid of [3 May], troops {arrested} six men on [5 May].", "5 May"),
        ("Troops {arrested} six men.", None),
    ],
)
def test_chooses_the_time_of_an_event(marked, expected):
    text, sentence, [trigger], times = one(marked)
    chosen = choose_time(sentence, trigger, times)
    assert (text[chosen.start : chosen.end] if chosen else None) == expected


def test_another_trigger_between_is_a_distance():
    text, sentence, triggers, times = one(
        "On [Monday] men were {killed} here and then {shot} at a checkpoint on [Friday]."
    )
    chosen = [choose_time(sentence, trigger, times, triggers=triggers) for trigger in triggers]
    assert [text[span.start : span.end] for span in chosen] == ["Monday", "Friday"]


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("Police said [Friday] nine died.", True),
        ("Police said in a statement late on [Friday] that nine died.", True),
        ("He told reporters in Kabul on [Friday] that nine died.", True),
        ("According to a police statement on [Friday], nine died.", True),
        ("Police said nine died on [Friday].", False),
        ("They reached the United States on [Friday].", False),
    ],
)
def test_speaking_time(marked, expected):
    _, sentence, _, [time] = one(marked)
    assert is_speaking_time(sentence, time) is expected


@given(st.text(alphabet="0123456789 .:,-/apmGMT", max_size=40))
def test_no_digits_break_the_reading(text):
    assert all(0 <= span.start < span.end <= len(text) for span in find_times(text))


@pytest.mark.parametrize(
    ("text", "filed"),
    [
        ("GAO, Mali, 3 May (ANP) - Shells fell today.", True),
        ("GAO, Mali (ANP), May 3 -- Shells fell today.", True),
        ("GAO, 3 MAY 89 (RADIO GAO) -- [TEXT] SHELLS FELL TODAY.", True),
        ("(May 3, 2016) — Shells fell on Gao.", True),
        ("Gao, 3 May. Shells fell today.", True),
        ("GAO, May 3: Shells fell today.", True),
        ("Gao, Mali, 3 May, Sahel News. Shells fell today.", True),
        ("Shells fell on Gao, 3 May. Nobody was hurt.", False),
        ("On Friday, 3 May. That was the day.", False),
        ("3 May - Shells fell on Gao.", False),  # an entry of a chronicle
        ("Shells fell on Gao on 3 May - nobody was hurt.", False),
        ("Shells fell on 3 May.", False),
    ],
)
def test_the_day_of_a_dateline_is_when_the_report_was_written(text, filed):
    assert is_filing_day(text, find_times(text)[0]) is filed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A bomb went off at approximately 1940 near the port.", []),
        ("Shots were heard between 1830 and 2200 near the port.", []),
        ("Shots were heard between 1990 and 1995.", ["1990", "1995"]),
        ("On the 9th our team saw smoke.", ["the 9th"]),
        ("They were on the 9th floor.", []),
        ("They were among the first in the town.", []),
    ],
)
def test_figures_that_are_days_years_or_hours(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "stamped"),
    [
        ("Port shelled Published duration 27 May 2019 Three quays burned.", True),
        ("UPDATED: THURSDAY, MARCH 14, 2013 Three quays burned.", True),
        ("Port shelled First posted 27 May 2019 Three quays burned.", True),
        ("Guards posted on 27 May 2019 at the quay saw it.", False),
        ("Shells fell on 27 May 2019.", False),
    ],
)
def test_the_day_of_a_stamp_is_the_pages(text, stamped):
    assert is_stamp(text, find_times(text)[0]) is stamped


@pytest.mark.parametrize("row", read_lexicon("aftermath"), ids=lambda row: row["form"])
def test_a_day_beside_a_word_for_the_aftermath_is_that_of_the_aftermath(row):
    before, rest = row["example"].split("[")
    behind = rest.split("]")[1]
    assert find_aftermath(before, behind) == row["what"]
    assert find_aftermath(f"{before}, when shells fell ", behind) is None


@pytest.mark.parametrize(
    ("before", "behind", "what"),
    [
        ("The guard died of her burns in Gao on", ".", "death"),
        ("The guard died on", "in Gao hospital, where he lay since the raid.", "death"),
        ("The guard died on", "when a shell hit the post.", None),
        ("The guard died of bullet wounds on", ".", None),
        ("The guard was shot on", "and died of his wounds.", None),
        ("The nurse taken that night was released on", ".", "release"),
        ("They wept at the funeral of six priests, who were shot on", ".", None),
        ("Two of them succumbed in", "this week.", "death"),
        ("A device was buried on", ".", None),
        ("A cache of weapons was buried in", ".", None),
        ("They buried a bomb on", ".", None),
        ("Four who were killed by shells were buried on", ".", "burial"),
        ("The victims of the mine were buried on", ".", "burial"),
        ("They buried nine killed by shells on", ".", "burial"),
        ("The bodies were buried beneath a mango tree on", ".", "burial"),
        ("Nine were buried under rubble on", ".", None),
        ("Two nurses were buried alive on", ".", None),
    ],
)
def test_the_day_of_a_death_of_wounds_is_not_that_of_the_deed(before, behind, what):
    assert find_aftermath(before, behind) == what


@pytest.mark.parametrize(
    ("text", "source", "cue", "expected"),
    [
        ("The bishops on Monday condemned the raid.", "The bishops", "condemned", True),
        ("The army yesterday firmly denied the raid.", "The army", "denied", True),
        ("Today the army denied the raid.", "the army", "denied", True),
        ("On Monday, residents said, rebels shelled the port.", "residents", "said", False),
        ("Rebels shelled the port on Monday, residents said.", "residents", "said", False),
        ("Shells fell on Monday and a clerk who saw it said nothing.", None, "said", False),
    ],
)
def test_a_day_before_the_word_of_a_saying_is_that_of_the_saying(text, source, cue, expected):
    def at(words):
        start = text.index(words)
        return Span(start, start + len(words))

    saying = Attribution(at(source) if source else None, at(cue), (), "neutral")
    assert dates_a_saying(text, find_times(text)[0], [saying]) is expected
