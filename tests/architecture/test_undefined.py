"""The guard of tests/undefined_variables.py does bite in our templates, and only there."""

from pathlib import Path

import pytest
from django.template import Context, Origin, Template

from tests.undefined_variables import OURS, UndefinedVariable


def rendered(source: str, path: Path) -> str:
    return Template(source, origin=Origin(str(path))).render(Context({"known": "có"}))


class TestUndefinedVariable:
    @pytest.mark.parametrize(
        "source",
        ["{{ missing }}", "{{ known.missing }}", "{% if known %}{{ missing|default:1 }}{% endif %}"],
    )
    def test_fails_in_a_template_of_ours(self, source: str) -> None:
        with pytest.raises(UndefinedVariable, match="missing"):
            rendered(source, OURS / "home.html")

    def test_is_silent_in_a_template_of_a_package(self) -> None:
        assert rendered("<{{ missing }}>", Path("/usr/lib/django/admin/base.html")) == "<>"

    def test_a_known_name_is_shown(self) -> None:
        assert rendered("{{ known }}", OURS / "home.html") == "có"
