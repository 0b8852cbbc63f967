"""The systemd units: what they start exists, every timer has its service, and the guide enables them."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parents[2]
UNITS = sorted((ROOT / "deploy").glob("*.service"))
TIMERS = sorted((ROOT / "deploy").glob("*.timer"))
EXEC_LINE = re.compile(r"^Exec\w+=/srv/portal/\.venv/bin/(?P<program>\S+) ?(?P<arguments>.*)$", re.MULTILINE)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_what_a_unit_starts_exists(unit: Path) -> None:
    lines = EXEC_LINE.findall(unit.read_text())
    assert lines
    for program, arguments in lines:
        assert program in ("python", "gunicorn")
        if program == "gunicorn":
            continue
        script, *rest = arguments.split()
        assert (ROOT / script).is_file()
        if script == "manage.py":
            assert rest[0] in get_commands()


@pytest.mark.parametrize("timer", TIMERS, ids=lambda timer: timer.name)
def test_every_timer_has_its_service_and_the_guide_enables_it(timer: Path) -> None:
    assert timer.with_suffix(".service").is_file()
    guide = (ROOT / "docs" / "operations.md").read_text()
    enabled = re.search(r"systemctl enable --now (.+)", guide)
    assert enabled
    assert timer.name in enabled[1].split()


def test_there_are_units_to_look_at() -> None:
    assert len(UNITS) >= 3
    assert len(TIMERS) >= 2
