"""News reports of conflict and political violence in, incident records that can be checked out.

>>> import dateline
>>> coded = dateline.code("Gunmen killed four farmers near Gusau on Monday.", published="2024-05-16")
>>> [(i.type.value, str(i.date.start), i.place.name) for i in coded.incidents]
[('armed_attack', '2024-05-13', 'Gusau')]
"""

from dateline.api import Coded, code
from dateline.errors import (
    DatelineError,
    LexiconError,
    LimitError,
    ModelError,
    ReadError,
    StoreError,
)
from dateline.records import (
    Actor,
    Claim,
    Conflict,
    Count,
    Days,
    Failure,
    Incident,
    Place,
    Report,
    Source,
    Span,
    Values,
)

__all__ = [
    "Actor",
    "Claim",
    "Coded",
    "Conflict",
    "Count",
    "DatelineError",
    "Days",
    "Failure",
    "Incident",
    "LexiconError",
    "LimitError",
    "ModelError",
    "Place",
    "ReadError",
    "Report",
    "Source",
    "Span",
    "StoreError",
    "Values",
    "code",
]
