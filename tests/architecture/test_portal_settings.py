"""What the settings do before anything is served: no secret, no start; the demonstration makes its own."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ASK = "from django.conf import settings; print(settings.SECRET_KEY, settings.SESSION_COOKIE_SECURE, settings.DEBUG)"


def start(tmp_path: Path, ask: str = ASK, **variables: str) -> subprocess.CompletedProcess[str]:
    """Reads the real settings in a process of their own, with these variables and no others of ours."""
    environment = {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "portal.settings"}
    return subprocess.run(  # noqa: S603  # our own interpreter and words
        [sys.executable, "-c", ask],
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
        assert start(tmp_path, SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin").stdout.split() == [
            "mot-hai-ba-bon-nam-sau-bay-tam-chin",
            "True",
            "False",
        ]


class TestMail:
    ASK = (
        "from django.conf import settings as s; from django.core.mail import send_mail;"
        "print(s.EMAIL_BACKEND.split('.')[-2], s.EMAIL_HOST, s.EMAIL_PORT, s.EMAIL_HOST_USER, s.EMAIL_HOST_PASSWORD,"
        "s.EMAIL_USE_TLS, s.DEFAULT_FROM_EMAIL, s.SERVER_EMAIL);"
        "s.EMAIL_HOST == 'localhost' and send_mail('Báo', 'Có bài chờ duyệt.', None, ['a@example.gov.vn'])"
    )

    @pytest.mark.parametrize("variables", [{}, {"EMAIL_URL": ""}])
    def test_without_a_server_nothing_is_sent_and_nothing_fails(
        self, tmp_path: Path, variables: dict[str, str]
    ) -> None:
        result = start(tmp_path, self.ASK, SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin", **variables)
        assert result.returncode == 0, result.stderr
        assert result.stdout.split()[0] == "dummy"

    def test_the_demonstration_keeps_its_mails_as_files(self, tmp_path: Path) -> None:
        result = start(tmp_path, self.ASK, DEMO="1")
        assert result.returncode == 0, result.stderr
        assert "a@example.gov.vn" in next((tmp_path / "mail").iterdir()).read_text()

    def test_one_address_says_all_of_a_server(self, tmp_path: Path) -> None:
        address = "smtp+tls://portal:mat%40khau@mail.example.gov.vn:587"
        result = start(
            tmp_path,
            self.ASK,
            SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin",
            EMAIL_URL=address,
            DEFAULT_FROM_EMAIL="portal@example.gov.vn",
        )
        assert result.stdout.split() == [
            *("smtp", "mail.example.gov.vn", "587", "portal", "mat@khau", "True"),
            *("portal@example.gov.vn", "portal@example.gov.vn"),
        ]


class TestPublicAddress:
    ASK = "from django.conf import settings; print(settings.BASE_URL)"

    def test_a_closing_slash_does_no_harm(self, tmp_path: Path) -> None:
        result = start(
            tmp_path,
            self.ASK,
            SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin",
            BASE_URL="https://portal.example.gov.vn/",
        )
        assert result.stdout.strip() == "https://portal.example.gov.vn"

    @pytest.mark.parametrize("address", ["portal.example.gov.vn", "ftp://a.vn", "https://", "https://a.vn/tin-tuc"])
    def test_anything_else_is_refused_by_name(self, tmp_path: Path, address: str) -> None:
        result = start(tmp_path, self.ASK, SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin", BASE_URL=address)
        assert result.returncode != 0
        assert "BASE_URL must be" in result.stderr


class TestArticleChecks:
    ASK = (
        "import django; django.setup(); from news import content_checks; print(content_checks.configured_severities())"
    )

    def start(self, tmp_path: Path, written: str) -> subprocess.CompletedProcess[str]:
        return start(tmp_path, self.ASK, SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin", ARTICLE_CHECKS=written)

    def test_are_read_at_the_start(self, tmp_path: Path) -> None:
        assert "'off'" in self.start(tmp_path, "long-sentence=off").stdout

    @pytest.mark.parametrize("written", ["long-sentnce=off", "long-sentence=loud", "long-sentence"])
    def test_a_wrong_value_refuses_the_start(self, tmp_path: Path, written: str) -> None:
        result = self.start(tmp_path, written)
        assert result.returncode != 0
        assert "ARTICLE_CHECKS" in result.stderr
        assert written in result.stderr


class TestStaffAccess:
    ASK = "import django; django.setup(); from portal import roles; print(sorted(roles.groups_requiring_two_factor()))"

    def start(self, tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        return start(tmp_path, self.ASK, SECRET_KEY="mot-hai-ba-bon-nam-sau-bay-tam-chin", **variables)

    def test_nothing_is_asked_unless_set(self, tmp_path: Path) -> None:
        assert self.start(tmp_path).stdout.strip() == "[]"

    def test_is_read_at_the_start(self, tmp_path: Path) -> None:
        result = self.start(
            tmp_path,
            TWO_FACTOR_REQUIRED_ROLES="publisher, administrator",
            STAFF_NETWORKS="10.20.0.0/16, 2001:db8:5::/48",
            STAFF_HOURS="Mon-Fri 06:00-22:00, Sat 07:00-12:00",
        )
        assert result.returncode == 0, result.stderr
        assert result.stdout.strip() == "['Người duyệt đăng', 'Quản trị']"

    @pytest.mark.parametrize(
        ("name", "written"),
        [
            ("TWO_FACTOR_REQUIRED_ROLES", "publishers"),
            ("STAFF_NETWORKS", "10.20.0.0/33"),
            ("STAFF_NETWORKS", "10.20.0.1/16"),
            ("STAFF_HOURS", "T2-T7 06:00-22:00"),
        ],
    )
    def test_a_wrong_value_refuses_the_start(self, tmp_path: Path, name: str, written: str) -> None:
        result = self.start(tmp_path, **{name: written})
        assert result.returncode != 0
        assert f"{name}: " in result.stderr
        assert written in result.stderr
