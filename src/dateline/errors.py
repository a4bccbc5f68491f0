"""Everything dateline raises on purpose.

DatelineError
├── ReadError      a file or page gave no text that can be coded
│   └── LimitError a parser ran past its time or memory limit
├── LexiconError   a row of a lexicon, registry or gazetteer table is malformed
├── StoreError     the database is missing, newer than this code, or damaged
├── JudgementError a judgement that cannot be made: no such incident, words not in the report
│   ├── ChangedError  its incident is no longer the one that was looked at
│   └── EntryError    what somebody typed is no value of its field
├── AccessError    the review desk would stand open to others, or its address is taken
└── ModelError     weights or the gazetteer are missing, or of another version
"""


class DatelineError(Exception):
    """Base of all errors that dateline raises on purpose; the message names input and remedy."""


class ReadError(DatelineError):
    """A report gave no text. The run stores a `Failure` with this message and goes on."""


class LimitError(ReadError):
    """A parser ran past its time or memory limit."""


class LexiconError(DatelineError):
    """A row of a lexicon, registry or gazetteer table is malformed."""


class StoreError(DatelineError):
    """The database is missing, newer than this code, or damaged."""


class JudgementError(DatelineError):
    """A judgement that cannot be made; nothing was written."""


class ChangedError(JudgementError):
    """The incident is no longer as it was when somebody looked at it; nothing was written.

    `incident` is the id that was given, `now` what it is called now (None: it is gone), and
    `since` the numbers of the judgements on it that were made in between; none, when reports
    were coded or removed.
    """

    def __init__(
        self, message: str, *, incident: str, now: str | None, since: tuple[int, ...]
    ) -> None:
        super().__init__(message)
        self.incident = incident
        self.now = now
        self.since = since


class EntryError(JudgementError):
    """What was typed is no value of its field; the message says what would be."""


class AccessError(DatelineError):
    """The review desk cannot be opened so: an address without users, a password too short."""


class ModelError(DatelineError):
    """A data file of the package (weights, gazetteer) is missing or of another version."""
