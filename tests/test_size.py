"""What is installed stays small enough for a laptop and a slow line."""

from pathlib import Path

import pytest

import dateline

PACKAGE = Path(dateline.__file__).parent
MB = 1_000_000


def size(path):
    """Bytes of a file, or of all files of a folder but what Python compiles beside them."""
    if path.is_file():
        return path.stat().st_size
    return sum(p.stat().st_size for p in path.rglob("*") if p.is_file() and p.suffix != ".pyc")


@pytest.mark.parametrize(
    ("part", "most"),
    [
        ("weights", 40 * MB),
        ("gazetteer/gazetteer.sqlite", 45 * MB),
        ("lexicons", 6 * MB),
        (".", 95 * MB),  # the largest file that PyPI takes is 100 MB
    ],
)
def test_no_part_grows_beyond_its_bound(part, most):
    assert 0 < size(PACKAGE / part) <= most
