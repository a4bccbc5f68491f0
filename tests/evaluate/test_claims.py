"""Claims found, and who speaks in them."""

import pytest

from evaluate import claims


def claim(start, end, *speakers, modality="asserted"):
    """`speakers`: "police:the police" is the kind and the name."""
    sources = [dict(zip(("kind", "name"), s.split(":"), strict=True)) for s in speakers]
    return {
        "start": start,
        "end": end,
        "sources": [s | {"cue": "said"} for s in sources],
        "modality": modality,
        "values": {"type": "bombing"},
    }


def score(gold, told):
    return claims.score(
        [{"doc": "a", "incidents": [{"claims": gold}]}],
        [{"doc": "a", "incidents": [{"claims": told}]}],
    )


@pytest.mark.parametrize(
    ("gold", "told", "found"),
    [
        ([claim(0, 50)], [claim(0, 100)], (1, 1)),  # most of the shorter
        ([claim(0, 50)], [claim(40, 100)], (0, 0)),
        ([claim(0, 50), claim(60, 100)], [claim(0, 100)], (1, 0.5)),  # one to one
        ([], [claim(0, 100)], (0, 0)),
    ],
)
def test_found(gold, told, found):
    scores = score(gold, told)["found"]
    assert (scores["p"], scores["r"]) == found


def test_a_lent_place_is_no_claim():
    lent = claim(0, 50) | {"values": {"place": {"name": "Gao"}}}
    assert score([claim(0, 50)], [lent])["found"]["r"] == 0


@pytest.mark.parametrize(
    ("gold", "told", "chain", "kind"),
    [
        (["police:the police"], ["police:police"], 1, 1),
        (["police:the police"], ["state:police"], 1, 0),
        (["resident:residents", "media:Reuters"], ["media:Reuters", "resident:residents"], 0, 1),
        (["police:the police"], [], 0, None),
        ([], [], 1, None),
        ([], ["narrator:the report"], 1, None),
    ],
)
def test_chains_and_kinds(gold, told, chain, kind):
    scores = score([claim(0, 50, *gold)], [claim(0, 50, *told)])
    assert (scores["chain"], scores["kind"]) == (chain, kind)


def test_modality():
    gold = [claim(0, 50, modality="denied"), claim(60, 90)]
    assert score(gold, [claim(0, 50), claim(60, 90)])["modality"] == 0.5
