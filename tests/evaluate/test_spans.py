import pytest
from evaluate.spans import tally


def times(*items):
    return {"id": "a", "timexes": [{"start": s, "end": e, "value": v} for s, e, v in items]}


def places(*items):
    points = [{"start": s, "end": e, "lat": lat, "lon": 0.0} for s, e, lat in items]
    return {"id": "a", "toponyms": points}


@pytest.mark.parametrize(
    ("task", "gold", "said", "hits"),
    [
        ("time", times((0, 6, "2024-05-13")), times((3, 6, "2024-05-13")), (1, 1, 1)),
        ("time", times((0, 6, "2024-05-13")), times((3, 6, "2024-05-14")), (0, 1, 1)),
        ("time", times((0, 6, "2024")), times((0, 3, "2024"), (4, 6, "2024")), (1, 2, 1)),
        ("geo", places((0, 3, 16.0)), places((0, 3, 17.0)), (1, 1, 1)),
        ("geo", places((0, 3, 16.0)), places((0, 3, 18.0)), (0, 1, 1)),
        ("geo", places((0, 3, None)), places((0, 3, 18.0)), (0, 0, 0)),
        ("geo", places((0, 3, 16.0)), places((0, 3, None)), (0, 0, 1)),
    ],
)
def test_items_that_overlap_and_agree(task, gold, said, hits):
    assert list(tally(task, [gold], [said])) == [hits]


def test_tokens_with_their_role():
    text = "Police said two died."
    said = {"source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 20]]}
    gold = {"id": "a", "text": text, "attributions": [said]}
    less = {"id": "a", "attributions": [said | {"content": [[12, 15]], "source": []}]}
    assert list(tally("attribution", [gold], [less])) == [(2, 2, 4)]


def test_a_row_that_was_not_answered_is_empty():
    assert list(tally("time", [times((0, 6, "2024"))], [])) == [(0, 0, 1)]
