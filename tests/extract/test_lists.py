import pytest

import dateline


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        (
            "Militants attacked army posts in Baiji, Hawija and Samarra on Sunday, police said.",
            {"Baiji", "Hawija", "Samarra"},
        ),
        # a toll over towns is divided by nobody
        ("Gunmen killed nine herders in Gusau and Kaura Namoda on Sunday.", {"Gusau"}),
        ("Gunmen attacked a convoy in Mosul, Iraq, on Sunday, the army said.", {"Mosul"}),
        ("Rebels attacked a post near Linden, New Jersey, on Sunday.", {"Linden"}),
    ],
)
def test_one_incident_for_each_town_of_a_list(text, towns):
    coded = dateline.code(text, published="2016-05-16")
    assert {i.place.name for i in coded.incidents if i.place} == towns
