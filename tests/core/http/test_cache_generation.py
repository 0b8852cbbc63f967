"""One link names the copies that still hold; turning it forgets all that were made before."""

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from portal.consultations import moderation
from portal.core.http import cache_generation
from tests.consultations.factories import make_comment, make_consultation
from tests.emulation.factories import make_agency, make_bloc, make_membership
from tests.factories import make_administrator, make_article, make_category, make_image
from tests.organisation.factories import make_posting, make_unit
from tests.pages.factories import make_entry


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


class TestAdvancing:
    def test_leads_to_a_folder_that_never_was_before(self, folder: Path) -> None:
        assert cache_generation.current_generation() == ""
        seen = set()
        for _ in range(30):
            cache_generation.invalidate_all()
            seen.add(os.path.realpath(cache_generation.link_path()))
            assert cache_generation.link_path().is_dir()
        assert len(seen) == 30

    def test_leaves_no_heap(self, folder: Path) -> None:
        for _ in range(30):
            cache_generation.invalidate_all()
        assert len(list((folder / "cache-generations").iterdir())) == cache_generation.RETAINED_GENERATIONS

    def test_many_at_once_leave_a_link_that_leads_somewhere(self, folder: Path) -> None:
        threads = [threading.Thread(target=cache_generation.invalidate_all) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert cache_generation.link_path().is_dir()

    def test_by_hand(self) -> None:
        call_command("clear_page_cache", verbosity=0)
        assert cache_generation.current_generation()


@pytest.mark.django_db
class TestActs:
    @pytest.fixture
    def forgets(self, django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], object]], bool]:
        """Whether an act, once it is safe, lets the copies be forgotten."""

        def ask(act: Callable[[], object]) -> bool:
            before = cache_generation.current_generation()
            with django_capture_on_commit_callbacks(execute=True):
                act()
            return cache_generation.current_generation() != before

        return ask

    def test_what_changes_or_ends_something_public_does(self, forgets: Any) -> None:
        article = make_article()
        article.title = "Tiêu đề khác"
        assert forgets(article.save)
        assert forgets(article.delete)

    def test_so_does_a_change_that_no_search_would_notice(self, forgets: Any) -> None:
        """Its words stay: a face taken out of a text, a number nobody may ring any more, a file that holds no words."""
        image = '<figure><img src="/media/anh.png" alt=""></figure>'
        article = make_article(body=f"<p>Nội dung.</p>{image}")
        article.body = "<p>Nội dung.</p>"
        assert forgets(article.save)
        posting = make_posting("Nguyễn Văn A", make_unit(), phone="0206 385 0000", is_contact=True)
        posting.phone = ""
        assert forgets(posting.save)

    def test_so_does_what_stands_on_pages_and_is_not_found_by_itself(self, forgets: Any) -> None:
        rows = [
            make_comment(make_consultation()),
            make_entry("Giới thiệu", url="https://example.gov.vn/"),
            make_membership(make_bloc(), make_agency()),
            make_category(),
            make_image(),
        ]
        for row in rows:
            assert forgets(row.save), row
            assert forgets(row.delete), row

    def test_what_readers_never_saw_does_not(self, forgets: Any) -> None:
        assert not forgets(lambda: make_article(published=False).save())

    def test_something_new_does_not(self, forgets: Any) -> None:
        assert not forgets(make_article)

    def test_hiding_a_comment_does(self, forgets: Any) -> None:
        comment = make_comment(make_consultation())
        assert forgets(
            lambda: moderation.hide_comment(comment=comment, by=make_administrator(), reason="Nêu tên người khác.")
        )

    def test_a_full_disk_keeps_nobody_from_withdrawing(
        self, forgets: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def full() -> None:
            raise OSError(28, "No space left on device")

        article = make_article()
        monkeypatch.setattr(cache_generation, "invalidate_all", full)
        assert not forgets(article.delete)
        assert "could not be forgotten" in caplog.text
