import json
from difflib import unified_diff

import pytest
from hypothesis import HealthCheck, settings

# A slow or busy machine is no fault of the code.
settings.register_profile(
    "any machine", suppress_health_check=[HealthCheck.too_slow], deadline=None
)
settings.load_profile("any machine")


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="rewrite the golden files; read the diff then"
    )


@pytest.fixture
def assert_golden(request):
    """Compare with a golden file. A missing one fails, unless `--update-golden` writes it."""

    def check(path, value):
        text = json.dumps(value, indent=1, ensure_ascii=False) + "\n"
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.is_file(), f"{path.name} is missing: write it with `make golden` and read it"
        golden = path.read_text(encoding="utf-8")
        lines = unified_diff(golden.splitlines(), text.splitlines(), path.name, "now", lineterm="")
        if golden != text:
            pytest.fail("\n".join(lines), pytrace=False)

    return check
