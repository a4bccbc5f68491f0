"""Documents to reports: any of the formats below in, a `Report` or a `Failure` out.

Plain text, HTML, RSS and Atom, PDF with text, e-mail, WARC, and tables of reports as JSONL, CSV
or Parquet, each also gzipped. `docs/reading.md` says what is read from each.
"""

from dateline.read.copies import CopyGroup, find_copies
from dateline.read.inputs import ReadOptions, containers, read_inputs, say_path
from dateline.read.language import refusal

__all__ = [
    "CopyGroup",
    "ReadOptions",
    "containers",
    "find_copies",
    "read_inputs",
    "refusal",
    "say_path",
]
