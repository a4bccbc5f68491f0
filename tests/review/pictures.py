"""Pictures of the desk for docs/desk.md, from the examples: `python -m tests.review.pictures docs/desk`.

Names of pages after the folder make only those.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from tests.review.browsers import chromium, opened, served

from dateline.judging import By, review, set_values
from dateline.read import ReadOptions
from dateline.records import Count, CountKind, Field
from dateline.run import code_inputs
from dateline.store import open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
WIDTH, HEIGHT = 1200, 760
SAMPLE = 24  # incidents that two people have reviewed in the picture of their agreement


def main(folder: str, *names: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        db, beside = Path(work) / "examples.db", Path(work) / "second.db"
        with open_store(db) as store:
            code_inputs([str(EXAMPLES)], store, options=ReadOptions())
        take(out, db, beside, names)


def take(out: Path, db: Path, beside: Path, names: tuple[str, ...] = ()) -> None:
    """The pictures of a database of coded examples; `beside` is a copy that will be made of it."""
    shutil.copy(db, beside)
    with open_store(db) as store:
        incidents = store.incidents()
        told = max(incidents, key=lambda i: (len(i.conflicts), len(i.claims)))
        longest = max(incidents, key=lambda i: (len(i.claims), i.id))
        report, words = longest.reports[0], longest.claims[0].evidence
        pages = {
            "overview": "/",
            "incident": f"/incidents/{told.id}",
            "report": f"/reports/{report}",
            "add": f"/reports/{report}/add?start={words.start}&end={words.end}&incident={longest.id}",
            "agreement": "/agreement",
            "judgements": "/judgements",
        }
        with served(store, author="A. Reader") as (desk, address), chromium() as browser:
            for name in names or pages:
                desk.database = "first.db" if name == "agreement" else "examples.db"
                if name == "agreement":
                    two_review(db, beside)
                    desk.beside = beside
                with opened(browser, address, width=WIDTH, height=HEIGHT) as page:
                    page.goto(address.partition("?")[0].rstrip("/") + pages[name])
                    if page.locator("[data-map]").count():
                        page.wait_for_selector("[data-map][data-ready]")
                    page.wait_for_timeout(4_000)  # marks and names of the map
                    page.screenshot(path=out / f"{name}.png")


def two_review(db: Path, beside: Path) -> None:
    """Two people read a sample through apart; the second counts one more now and then."""
    for path, author in ((db, "A. Reader"), (beside, "B. Reader")):
        with open_store(path) as store:
            for n, incident in enumerate(sorted(store.incidents(), key=lambda i: i.id)[:SAMPLE]):
                killed = incident.counts.get(CountKind.KILLED)
                if path == beside and killed and killed.best and n % 3 == 0:
                    more = killed.best + 1
                    by = By(author, "the wounded one died")
                    set_values(store, incident.id, {Field.KILLED: Count(more, more, more)}, by=by)
                review(store, incident.id, by=By(author))


if __name__ == "__main__":
    main(*sys.argv[1:])
