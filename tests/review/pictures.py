"""Pictures of the desk for docs/desk.md, from the examples: `python -m tests.review.pictures docs/desk`."""

import sys
import tempfile
from pathlib import Path

from tests.review.browsers import chromium, opened, served

from dateline.read import ReadOptions
from dateline.run import code_inputs
from dateline.store import open_store

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
WIDTH, HEIGHT = 1200, 760


def main(folder: str) -> None:
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, open_store(Path(work) / "examples.db") as store:
        code_inputs([str(EXAMPLES)], store, options=ReadOptions())
        incidents = store.incidents()
        told = max(incidents, key=lambda i: (len(i.conflicts), len(i.claims)))
        report = max(incidents, key=lambda i: (len(i.claims), i.id)).reports[0]
        pages = {
            "overview": "/",
            "incident": f"/incidents/{told.id}",
            "report": f"/reports/{report}",
        }
        with served(store, author="A. Reader") as (desk, address), chromium() as browser:
            desk.database = "examples.db"
            for name, path in pages.items():
                with opened(browser, address, width=WIDTH, height=HEIGHT) as page:
                    page.goto(address.partition("?")[0].rstrip("/") + path)
                    if page.locator("[data-map]").count():
                        page.wait_for_selector("[data-map][data-ready]")
                    page.wait_for_timeout(4_000)  # marks and names of the map
                    page.screenshot(path=out / f"{name}.png")


if __name__ == "__main__":
    main(sys.argv[1])
