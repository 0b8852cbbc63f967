"""The index follows every act, and what is not public never enters it."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from openpyxl import Workbook
from pytest_django import DjangoCaptureOnCommitCallbacks

from emulation.covenants import sign_covenant
from emulation.models import AgencyName, Registration
from news import services as article_services
from news.models import Article
from portal.core.limited_process import ProcessLimits
from portal.search import query as search_query
from portal.search import text_extraction
from portal.search.models import FileText, IndexEntry
from portal.search.retrieval import fetch_public_entries
from tests.emulation.factories import make_agency, make_bloc, make_membership, make_officer, make_person
from tests.emulation.year_factories import (
    SIGNED_ON,
    make_covenant,
    make_document,
    make_title,
    make_version,
    make_year,
)
from tests.factories import make_article, make_author, make_category

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


def titles(query: str, at: dt.datetime | None = None) -> list[str]:
    return [entry.title for entry in fetch_public_entries(search_query.search(query, at=at).keys, at)]


def docx(text: str, more: str = "") -> bytes:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        body = f"<w:p><w:r><w:t>{text}</w:t></w:r>{more}</w:p>"
        package.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
    return buffer.getvalue()


def xlsx(text: str) -> bytes:
    book = Workbook()
    book.active.append([text, 95])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class TestArticles:
    def test_a_published_one_is_found(self) -> None:
        make_article(title="Ký giao ước thi đua")
        assert titles("giao uoc") == ["Ký giao ước thi đua"]

    def test_a_draft_is_not(self) -> None:
        make_article(title="Ký giao ước thi đua", published=False)
        assert titles("giao uoc") == []
        assert not IndexEntry.objects.of_kind("article").exists()

    def test_publishing_and_withdrawing_are_followed(self) -> None:
        article = make_article(title="Ký giao ước thi đua", published=False)
        article_services.publish_article(article=article, by=None)
        assert titles("giao uoc") == ["Ký giao ước thi đua"]
        article_services.withdraw_article(article=article, by=None, note="Có nhầm lẫn.")
        assert titles("giao uoc") == []
        assert not IndexEntry.objects.of_kind("article").exists()

    def test_a_new_wording_replaces_the_old(self) -> None:
        article = make_article(title="Ký giao ước thi đua", body="<p>Hội nghị.</p>", summary="Tóm tắt.")
        article.title = "Tổng kết năm"
        article_services.save_article(article=article, by=None)
        assert titles("giao uoc") == []
        assert titles("tổng kết") == ["Tổng kết năm"]

    def test_a_deleted_one_is_gone(self) -> None:
        make_article(title="Ký giao ước thi đua").delete()
        assert titles("giao uoc") == []

    def test_a_scheduled_one_is_found_from_its_time_on(self) -> None:
        article = make_article(title="Ký giao ước thi đua", day=dt.date(2030, 5, 2), hour=10)
        timestamp = article.published_at
        assert titles("giao uoc", at=timestamp - dt.timedelta(seconds=1)) == []
        assert titles("giao uoc", at=timestamp) == ["Ký giao ước thi đua"]

    def test_an_entry_whose_time_is_over_is_not_found(self) -> None:
        make_article(title="Ký giao ước thi đua")
        end = timezone.now()
        IndexEntry.objects.of_kind("article").update(visible_to=end)
        assert titles("giao uoc", at=end - dt.timedelta(seconds=1)) == ["Ký giao ước thi đua"]
        assert titles("giao uoc", at=end) == []

    def test_what_the_site_no_longer_shows_is_not_shown_though_the_index_missed_it(self) -> None:
        make_article(title="Ký giao ước thi đua")
        Article.objects.update(status=Article.Status.WITHDRAWN)  # sends no signal
        assert IndexEntry.objects.of_kind("article").exists()
        assert titles("giao uoc") == []

    def test_a_moved_category_and_an_author_narrow(self) -> None:
        article = make_article(
            title="Ký giao ước", category=make_category("Thông báo"), author=make_author("Ban Biên tập")
        )
        assert titles("giao ước chuyen-muc:thong-bao tac-gia:ban-bien-tap") == ["Ký giao ước"]
        article.category = make_category("Tin hoạt động")
        article.save()
        assert titles("giao ước chuyen-muc:thong-bao") == []
        assert titles('giao ước chuyen-muc:"Tin hoạt động"') == ["Ký giao ước"]

    def test_saving_without_a_change_writes_nothing(self) -> None:
        article = make_article()
        before = IndexEntry.objects.of_kind("article").get().pk
        article.save()
        assert IndexEntry.objects.of_kind("article").get().pk == before


class TestFiles:
    @pytest.mark.parametrize(
        ("name", "content"), [("bieu.docx", docx("Biểu mẫu mắc ca")), ("bieu.xlsx", xlsx("Biểu mẫu mắc ca"))]
    )
    def test_the_words_of_an_attachment_lead_to_its_article(
        self, name: str, content: bytes, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        article = make_article(title="Thông báo")
        with django_capture_on_commit_callbacks(execute=True):
            article.attachments.create(file=ContentFile(content, name=name))
        assert titles("mac ca") == ["Thông báo"]

    def test_a_pdf_is_read(self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
        article = make_article(title="Thông báo")
        sample = (ROOT / "news/demo_data/files/phieu-dang-ky-thi-dua.pdf").read_bytes()
        with django_capture_on_commit_callbacks(execute=True):
            article.attachments.create(file=ContentFile(sample, name="phieu.pdf"))
        assert FileText.objects.get().problem == ""
        assert "đăng ký" in FileText.objects.get().text.lower()

    @pytest.mark.parametrize("name", ["hong.pdf", "hong.docx", "hong.xlsx"])
    def test_a_broken_one_blocks_nothing(
        self, name: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        article = make_article(title="Thông báo")
        with django_capture_on_commit_callbacks(execute=True):
            article.attachments.create(file=ContentFile(b"%PDF-1.4 khong doc duoc", name=name), name="Kế hoạch tuần")
        assert FileText.objects.get().problem
        assert titles("kế hoạch tuần") == ["Thông báo"]

    @pytest.mark.parametrize(
        ("function", "problem"), [("turn_forever", "not read within"), ("stumble", "no such part")]
    )
    def test_one_that_takes_too_long_or_breaks_down_is_given_up(
        self, function: str, problem: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(text_extraction, "_READER_PATH", f"tests.core.limited_readers:{function}")
        monkeypatch.setattr(text_extraction, "LIMITS", ProcessLimits(seconds=1))
        attachment = make_article().attachments.create(file=ContentFile(b"%PDF-", name="a.pdf"))
        assert text_extraction.extract_text_once(attachment.file) is False
        assert problem in FileText.objects.get().problem

    @pytest.mark.parametrize(
        "hidden",
        [
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>dự kiến</w:t></w:r>",
            "<w:moveFrom><w:r><w:t>dự kiến</w:t></w:r></w:moveFrom>",
            "<w:del><w:r><w:delText>dự kiến</w:delText></w:r></w:del>",
        ],
    )
    def test_words_hidden_in_a_document_are_not_found(self, hidden: str) -> None:
        attachment = make_article().attachments.create(file=ContentFile(docx("công khai", hidden), name="a.docx"))
        assert text_extraction.extract_text_once(attachment.file) is True
        assert FileText.objects.get().text == "công khai"

    def test_a_hidden_sheet_is_not_found(self) -> None:
        book = Workbook()
        book.active.append(["công khai"])
        hidden = book.create_sheet("Nháp")
        hidden.append(["dự kiến"])
        hidden.sheet_state = "hidden"
        buffer = io.BytesIO()
        book.save(buffer)
        attachment = make_article().attachments.create(file=ContentFile(buffer.getvalue(), name="a.xlsx"))
        text_extraction.extract_text_once(attachment.file)
        assert FileText.objects.get().text == "Sheet\ncông khai"

    def test_is_read_once(self) -> None:
        attachment = make_article().attachments.create(file=ContentFile(docx("mắc ca"), name="a.docx"))
        assert text_extraction.extract_text_once(attachment.file) is True
        assert text_extraction.extract_text_once(attachment.file) is False

    def test_those_of_a_draft_stay_out(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        article = make_article(published=False)
        with django_capture_on_commit_callbacks(execute=True):
            article.attachments.create(file=ContentFile(docx("mắc ca"), name="a.docx"))
        assert titles("mac ca") == []


class TestBlocs:
    def test_an_agency_is_found_by_every_name_it_had_and_by_its_initials(self) -> None:
        agency = make_agency("Cục Thi hành án dân sự tỉnh", initials="THADS")
        agency.names.update(valid_to=dt.date(2025, 7, 1))
        AgencyName.objects.create(agency=agency, name="Cơ quan thi hành mới", valid_from=dt.date(2025, 7, 1))
        for query in ("thi hanh an dan su", "THADS", "cơ quan thi hành mới"):
            assert titles(query) == ["Cơ quan thi hành mới"]

    def test_the_first_letters_of_a_name_are_enough(self) -> None:
        make_agency("Sở Tư pháp")
        assert titles("STP") == ["Sở Tư pháp"]

    def test_renaming_an_agency_reaches_the_people_who_stood_for_it(self) -> None:
        bloc, agency = make_bloc(), make_agency("Thanh tra tỉnh")
        make_membership(bloc, agency)
        make_person(make_officer(bloc, agency), "Nông Thị Mẫu", post="Chánh")
        agency.names.get().delete()
        AgencyName.objects.create(agency=agency, name="Cơ quan khác", valid_from=dt.date(2016, 1, 1))
        assert titles("Nông Thị Mẫu cơ quan khác") == ["Nông Thị Mẫu"]
        assert "Nông Thị Mẫu" not in titles("thanh tra tỉnh")

    def test_blocs_and_years_are_found(self) -> None:
        bloc = make_bloc("Khối thi đua các cơ quan Nội chính", "số IV")
        make_year(bloc, 2018, theme="Kỷ cương, trách nhiệm")
        assert len(titles("khối thi đua số IV")) == 2
        assert len(titles("kỷ cương trách nhiệm")) == 1

    def test_a_covenant_is_found_once_signing_has_begun(self) -> None:
        covenant = make_covenant()
        assert "Bản giao ước thi đua năm 2018" not in titles("giao ước")
        agency = covenant.parties.first().agency
        sign_covenant(covenant=covenant, agency=agency, post="Thủ trưởng", signed_on=SIGNED_ON)
        assert "Bản giao ước thi đua năm 2018" in titles("giao ước")

    def test_a_document_is_found_once_it_is_adopted_by_its_last_wording(self) -> None:
        document = make_document(title="Kế hoạch riêng")
        make_version(document, "<p>Điều cũ.</p>", 1)
        assert titles("kế hoạch riêng") == []
        document.state, document.adopted_on = "adopted", dt.date(2018, 3, 21)
        document.save()
        assert titles("điều cũ") == ["Kế hoạch riêng"]
        make_version(document, "<p>Lời sau.</p>", 2)
        assert titles("điều cũ") == []
        assert titles("lời sau") == ["Kế hoạch riêng"]

    def test_registrations_never_enter(self) -> None:
        bloc, agency = make_bloc(), make_agency()
        make_membership(bloc, agency)
        Registration.objects.create(
            year=make_year(bloc),
            agency=agency,
            recipient_type="individual",
            title=make_title(recipient_type="individual"),
            person_name="Bế Văn Mật",
            registered_on=dt.date(2018, 2, 1),
        )
        assert titles("Bế Văn Mật") == []
        assert not IndexEntry.objects.filter(text__contains="Bế Văn Mật").exists()
