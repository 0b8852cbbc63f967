"""What the settings do before anything is served: no secret, no start; the demonstration makes its own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ASK = "from django.conf import settings; print(settings.SECRET_KEY, settings.SESSION_COOKIE_SECURE, settings.DEBUG)"


def start(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Reads the real settings in a process of their own, with these variables and no others of ours."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.run(  # noqa: S603  # our own interpreter and words
        [sys.executable, "-c", ASK],
        cwd=settings.BASE_DIR,
        env={**environment, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


class TestSecretKey:
    def test_nothing_starts_without_one_and_the_message_names_it(self, tmp_path: Path) -> None:
        if (Path(settings.BASE_DIR) / ".env").exists():
            pytest.skip("a .env of this copy may set it")
        result = start(tmp_path)
        assert result.returncode != 0
        assert "SECRET_KEY is not set" in result.stderr

    def test_the_demonstration_makes_its_own_and_keeps_it_to_itself(self, tmp_path: Path) -> None:
        first, second = (start(tmp_path, DEMO="1").stdout.split() for _ in range(2))
        assert first == second
        assert len(first[0]) > 50
        assert stat.S_IMODE((tmp_path / "demo-secret-key").stat().st_mode) == 0o600

    def test_production_is_the_default(self, tmp_path: Path) -> None:
        assert start(tmp_path, SECRET_KEY="mot-hai-ba").stdout.split() == ["mot-hai-ba", "True", "False"]
