"""A file like .env: what it says counts, and what nobody can read is refused without repeating it."""

from pathlib import Path

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.core.environment import load_env_file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


class TestRefusals:
    @pytest.mark.parametrize("line", ["SECRET_KEY hush", "SECRET KEY=hush", "SECRET_KEY = hush", "hush"])
    def test_a_line_that_sets_nothing_is_named_by_its_number(self, file: Path, line: str) -> None:
        file.write_text(f"# our own\n\nPORT=1\n{line}\n")
        with pytest.raises(ImproperlyConfigured) as refusal:
            load_env_file(file)
        assert f"{file}, line 4, must be NAME=value" in str(refusal.value)
        assert "hush" not in str(refusal.value)

    def test_another_encoding(self, file: Path) -> None:
        file.write_bytes("SITE_NAME=Cổng".encode("utf-16"))
        with pytest.raises(ImproperlyConfigured, match="UTF-8"):
            load_env_file(file)

    def test_what_this_user_may_not_read(self, file: Path) -> None:
        file.mkdir()  # root may read every file, so a folder stands for it
        with pytest.raises(ImproperlyConfigured, match="cannot be read"):
            load_env_file(file)


class TestReading:
    def test_one_that_is_not_there_says_nothing(self, file: Path) -> None:
        load_env_file(file)

    def test_a_windows_editor_does_no_harm(self, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        told: list[str] = []
        monkeypatch.setattr(environ.Env, "read_env", lambda text: told.append(text.read()))
        file.write_bytes("\ufeffPORT=8123\r\n# end\r\nexport DEMO=1\r\n".encode())
        load_env_file(file)
        assert told == ["PORT=8123\n# end\nexport DEMO=1\n"]

    def test_the_example_is_one(self) -> None:
        load_env_file(Path(__file__).resolve().parent.parent.parent / ".env.example")
