"""Documents, reports, claims and incidents in one database that can be read by anything.

with open_store("incidents.db") as store:
    for incident in store.incidents(Filter(country="ML")):
        ...
"""

from dateline.store.queries import (
    Filter,
    GroupBy,
    Listed,
    Page,
    Sort,
    Store,
    Tally,
    Versions,
    name_database,
    open_store,
)
from dateline.store.verify import Problem, verify

__all__ = [
    "Filter",
    "GroupBy",
    "Listed",
    "Page",
    "Problem",
    "Sort",
    "Store",
    "Tally",
    "Versions",
    "name_database",
    "open_store",
    "verify",
]
