"""Count in how many texts each word stands: `src/dateline/link/rarity.npz`.

    python -m train.fit_rarity --bench DIR

From the training parts whose derived weights may ship (MUC-4, WikiEvents, ECB+, GVDB) and our own
reports. Each set has the same say whatever its size. Words are kept as hashes, the common ones
only: what the table lacks is rare.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dateline.link.terms import UNSEEN, WORD, term

OUT = Path("src/dateline/link/rarity.npz")
SETS = {
    "muc4": "muc4/train.jsonl",
    "wikievents": "events/wikievents/train.jsonl",
    "ecbplus": "linking/ecbplus.train.jsonl",
    "gvdb": "counts/gvdb.train.jsonl",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m train.fit_rarity")
    parser.add_argument("--bench", type=Path, required=True)
    options = parser.parse_args()
    paths = {name: options.bench / path for name, path in SETS.items()}
    paths["house"] = Path("corpus/house/train.jsonl")
    shares: Counter[int] = Counter()
    for path in paths.values():
        texts = list(read_texts(path))
        for words in texts:
            for key in words:
                shares[key] += 1 / len(texts) / len(paths)
    rare = {key: -math.log(share) for key, share in shares.items()}
    kept = sorted((key, round(10 * r)) for key, r in rare.items() if r < UNSEEN)
    terms, tenths = zip(*kept, strict=True)
    np.savez_compressed(OUT, terms=np.array(terms, np.uint32), tenths=np.array(tenths, np.uint8))
    print(f"{len(kept)} words of {len(shares)}, {OUT.stat().st_size} bytes")


def read_texts(path: Path) -> Iterator[frozenset[int]]:
    """The words of each text as hashes."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield frozenset(term(word) for word in WORD.findall(text_of(json.loads(line))))


def text_of(row: dict[str, Any]) -> str:
    if "sentences" in row:
        return " ".join(word for sentence in row["sentences"] for word in sentence)
    return row["text"] if "text" in row else " ".join(row["tokens"])


if __name__ == "__main__":
    main()
