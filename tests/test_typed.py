import pytest

from dateline.gazetteer.find import open_gazetteer
from dateline.records import (
    ActorKind,
    Count,
    Field,
    IncidentType,
    PlacePrecision,
    Source,
    SourceKind,
)
from dateline.resolve.actor import load_registry
from dateline.typed import read_field, read_source, values_of


@pytest.fixture(scope="module")
def read():
    gazetteer, registry = open_gazetteer(), load_registry()

    def read(name, text, **where):
        return read_field(Field(name), text, gazetteer=gazetteer, registry=registry, **where)

    return read


@pytest.mark.parametrize(
    ("text", "start", "last", "precision"),
    [
        ("2024-05-13", "2024-05-13", "2024-05-13", "day"),
        ("2024-05-13/2024-05-19", "2024-05-13", "2024-05-19", "range"),
        ("2024-05-13/2024-05-13", "2024-05-13", "2024-05-13", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2023", "2023-01-01", "2023-12-31", "year"),
    ],
)
def test_dates(read, text, start, last, precision):
    days = read("date", text)
    assert (str(days.start), str(days.last), days.precision) == (start, last, precision)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", (12, 12, 12)),
        ("0", (0, 0, 0)),
        ("12+", (12, 12, None)),
        ("9-15", (9, None, 15)),
        ("9/12/15", (9, 12, 15)),
        ("9 / 12 /", (9, 12, None)),
        ("//15", (None, None, 15)),
    ],
)
def test_figures(read, text, count):
    assert read("killed", text) == Count(*count)


@pytest.mark.parametrize(
    ("text", "name", "country", "precision"),
    [
        ("Mosul", "Mosul", "IQ", PlacePrecision.EXACT),
        ("Mali", "Mali", "ML", PlacePrecision.COUNTRY),
        ("Camp Seven, ML @ 16.27,-0.04", "Camp Seven", "ML", PlacePrecision.EXACT),
        ("Camp Seven @ 16.27, -0.04", "Camp Seven", None, PlacePrecision.EXACT),
    ],
)
def test_places(read, text, name, country, precision):
    place = read("place", text, country=None if "@" in text else country)
    assert (place.name, place.country, place.precision) == (name, country, precision)
    again = place if place.geonameid is None else read("place", str(place.geonameid))
    assert again == place


def test_lists_and_words(read):
    (known, unknown) = read("perpetrators", "Al-Shabaab; two masked men", country="SO")
    assert (known.name, known.kind) == ("al-Shabaab", ActorKind.REBEL) and known.actor_id
    assert unknown.actor_id is None
    assert read("weapons", "car bomb; rifles") == ("car bomb", "rifles")
    assert read("type", "bombing") is IncidentType.BOMBING
    assert read_source("the hospital:medical") == Source("the hospital", SourceKind.MEDICAL)


@pytest.mark.parametrize("name", ["date", "place", "killed", "perpetrators", "weapons"])
def test_none_empties_a_field(read, name):
    assert not read(name, "none")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("date", "yesterday", "write a date as"),
        ("date", "2024-13", "write a date as"),
        ("date", "2024-05-14/2024-05-13", "before the first"),
        ("killed", "many", "write a figure"),
        ("killed", "-3", "write a figure"),
        ("killed", "15/12/9", "must rise"),
        ("killed", "//", "one of them be given"),
        ("place", "Nowhere at all", "give a point"),
        ("place", "Springfield", "several places are called so; give the id: "),
        ("place", "99999999999", "no place of the gazetteer"),
        ("place", "Camp @ 95,0", "go from -90 to 90"),
        ("place", "Camp @ north,0", "degrees north and east"),
        ("type", "none", "write one of"),
        ("status", "sung", "write one of"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(read, name, text, said):
    with pytest.raises(ValueError, match=said):
        read(name, text)


def test_a_claim_has_no_status():
    with pytest.raises(ValueError, match="set it on the incident"):
        values_of({Field.STATUS: None})
