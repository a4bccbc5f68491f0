"""Everything dateline raises on purpose.

DatelineError
├── ReadError      a file or page gave no text that can be coded
│   └── LimitError a parser ran past its time or memory limit
├── LexiconError   a row of a lexicon, registry or gazetteer table is malformed
├── StoreError     the database is missing, newer than this code, or damaged
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


class ModelError(DatelineError):
    """A data file of the package (weights, gazetteer) is missing or of another version."""
