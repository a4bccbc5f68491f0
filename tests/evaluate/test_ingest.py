import pytest
from evaluate.ingest import predict, score, word_f1
from tests.read.documents import BODY, TITLE, page

ROWS = [
    {"id": "a", "file": "a.html", "url": "https://www.reuters.com/2014/05/06/a"},
    {"id": "wall", "file": "wall.html", "url": None},
]


def test_predictions_follow_the_rows(tmp_path):
    (tmp_path / "a.html").write_text(page())
    (tmp_path / "wall.html").write_text("<html><body>Are you a robot?</body></html>")
    read, wall = predict(ROWS, folder=tmp_path)
    assert read == {
        "id": "a",
        "text": BODY,
        "title": TITLE,
        "date": "2014-05-06",
        "publisher": "Reuters",
        "failure": None,
    }
    assert wall["id"] == "wall" and "blocked" in wall["failure"] and wall["text"] is None


def test_scores_count_what_has_gold():
    gold = [
        {
            "id": "a",
            "text": "Two died in Goma.",
            "date": "2014-05-06",
            "publisher": ["Reuters"],
            "title": "Two die",
        },
        {
            "id": "b",
            "must": ["two died"],
            "must_not": ["cookies"],
            "date": "2014-05-01",
            "date_tol": 1,
        },
        {"id": "c", "kind": "blocked"},
        {"id": "d", "kind": "huge"},
    ]
    said = [
        {
            "id": "a",
            "text": "Two died in Goma",
            "date": "2014-05-06",
            "publisher": "Reuters News",
            "title": "Two die!",
        },
        {"id": "b", "text": "Two died. We use cookies.", "date": "2014-05-02"},
        {"id": "c", "failure": "blocked"},
    ]
    assert score(gold, said) == {
        "pages": 4,
        "crashes": 1,
        "text_f1": 1.0,
        "must": 0.5,
        "date": 1.0,
        "publisher": 1.0,
        "title": 1.0,
        "read": pytest.approx(0.6667),
        "refused": 1.0,
    }


def test_word_f1_of_nothing_is_nothing():
    assert word_f1(None, "two died") == 0.0
    assert word_f1("two", "two died") == pytest.approx(2 / 3)
