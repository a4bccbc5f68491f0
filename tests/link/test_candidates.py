"""The pairs that are compared hold nearly all that are one, and are few: on our own stories."""

import json
from itertools import combinations
from pathlib import Path

from evaluate.e2e import make_report
from evaluate.stories import read_claims

from dateline.link.clues import read_accounts
from dateline.link.incidents import make_incidents
from dateline.link.linker import Linker
from dateline.link.score import is_barred

TRAIN = Path("corpus/house/train.jsonl")


def test_few_pairs_are_compared_and_hardly_one_is_missed():
    rows = [json.loads(line) for line in TRAIN.read_text(encoding="utf-8").splitlines()]
    accounts, ids, n_claims = [], {}, 0
    for row in rows:
        report, claims = make_report(row), read_claims(row)
        n_claims += len(claims)
        for account in read_accounts(report, make_incidents(claims, {report.id: report})):
            accounts.append(account)
            if account.incident is not None:
                ids[account.key] = row["incidents"][account.key[1]]["id"]
    by_id = {}
    for account in accounts:
        by_id.setdefault(ids.get(account.key, account.key), []).append(account)
    one = {
        frozenset((a.key, b.key))
        for told in by_id.values()
        for a, b in combinations(told, 2)
        if not is_barred(a, b)
    }
    compared = {frozenset((a.key, b.key)) for a, b in Linker().compared(accounts)}
    assert len(one) > 250
    assert len(one & compared) / len(one) > 0.99
    assert len(compared) / n_claims < 100
