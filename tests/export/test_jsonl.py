import io
import json

from tests.makers import incident, report

from dateline.export.contract import incident_to_record
from dateline.export.jsonl import write_jsonl

REPORTS = {report().id: report()}


def test_each_line_is_one_record():
    stream = io.StringIO()
    assert write_jsonl([incident(id="a"), incident(id="b")], REPORTS, stream) == 2
    lines = stream.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == [
        incident_to_record(incident(id=name), REPORTS) for name in ("a", "b")
    ]


def test_letters_stay_readable():
    stream = io.StringIO()
    write_jsonl([incident(weapons=("قنبلة",))], REPORTS, stream)
    assert "قنبلة" in stream.getvalue()
