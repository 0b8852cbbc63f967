"""/van-ban/: list, document, files, table, feeds, JSON – as readers meet them."""

import datetime as dt
from urllib.parse import quote

import pytest
from django.test import Client

from portal.core.http.caching import PUBLIC
from portal.documents import services as document_services
from portal.documents.models import DocumentFile, DocumentRelation
from portal.roles import EDITOR
from portal.search.models import IndexEntry
from tests.documents.factories import PDF, add_file, make_body, make_field, make_library_document
from tests.english_pages import unmarked_vietnamese
from tests.factories import make_staff

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


class TestList:
    @pytest.fixture(autouse=True)
    def documents(self) -> None:
        make_library_document("12/QĐ-UBND", abstract="Về việc ban hành Kế hoạch thi đua", subject_area=make_field())
        make_library_document(
            "07/KH-STP",
            kind="Kế hoạch",
            issuing_body=make_body("Sở Tư pháp"),
            abstract="Tuyên truyền pháp luật",
            issued_on=dt.date(2024, 3, 1),
            ceased_on=dt.date(2025, 1, 1),
        )
        make_library_document("99/QĐ-UBND", abstract="Bản nháp chưa ai thấy", published=False)

    def test_shows_the_newest_first_and_no_draft(self, client: Client) -> None:
        shown = page(client, "/van-ban/")
        assert shown.index("12/QĐ-UBND") < shown.index("07/KH-STP")
        assert "99/QĐ-UBND" not in shown

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("q=ke+hoach+thi+dua", {"12/QĐ-UBND"}),
            ("q=12/qd", {"12/QĐ-UBND"}),
            ("q=KH-STP", {"07/KH-STP"}),
            ("loai=ke-hoach", {"07/KH-STP"}),
            ("co-quan=so-tu-phap", {"07/KH-STP"}),
            ("linh-vuc=thi-dua-khen-thuong", {"12/QĐ-UBND"}),
            ("nam=2024", {"07/KH-STP"}),
            ("hieu-luc=het", {"07/KH-STP"}),
            ("hieu-luc=con", {"12/QĐ-UBND"}),
            ("tu=01/01/2026", {"12/QĐ-UBND"}),
            ("den=2025-12-31", {"07/KH-STP"}),
            ("tu=5/1/2026&den=5.1.2026", {"12/QĐ-UBND"}),
            ("loai=khong-co", set()),
            ("q=khong+co+tu+nay", set()),
        ],
    )
    def test_is_narrowed(self, client: Client, query: str, found: set[str]) -> None:
        shown = page(client, f"/van-ban/?{query}")
        assert {name for name in ("12/QĐ-UBND", "07/KH-STP") if f">{name}</a>" in shown} == found
        table = page(client, f"/van-ban.csv?{query}")
        assert {name for name in ("12/QĐ-UBND", "07/KH-STP") if name in table} == found

    @pytest.mark.parametrize(
        ("query", "told"),
        [
            ("tu=32/13/2026", "Từ ngày: Ngày này không có trong lịch"),
            ("den=hom+qua", "Đến ngày: Không đọc được ngày này"),
            ("nam=hai-nghin", "Năm phải gồm bốn chữ số"),
            ("nam=0001", "Năm phải gồm bốn chữ số"),
            ("hieu-luc=x", "Không có tình trạng hiệu lực này"),
            ("tu=01/02/2026&den=01/01/2026", "đang sau"),
        ],
    )
    def test_what_cannot_be_read_is_told(self, client: Client, query: str, told: str) -> None:
        assert told in page(client, f"/van-ban/?{query}")

    @pytest.mark.parametrize("query", [f"q={'a' * 5000}", "nam=%C2%B2%C2%B2%C2%B2%C2%B2", "q=%25_%27%22%3C"])
    def test_nothing_typed_breaks_it(self, client: Client, query: str) -> None:
        page(client, f"/van-ban/?{query}")

    @pytest.mark.parametrize(
        "query", ["trang=0", "trang=999", "trang=x", "truoc=1", "sau=9999999999999999-9", "truoc=-9999999999999999-1"]
    )
    def test_a_page_that_is_not_there(self, client: Client, query: str) -> None:
        page(client, f"/van-ban/?{query}", 404)

    def test_pages_keep_the_filters(self, client: Client) -> None:
        for number in range(100, 122):
            make_library_document(f"{number}/QĐ-UBND")
        shown = page(client, "/van-ban/?loai=quyet-dinh")
        assert "?trang=2&amp;loai=quyet-dinh" in shown
        assert "?trang=1&amp;loai=quyet-dinh" in page(client, "/van-ban/?trang=2&loai=quyet-dinh")

    def test_costs_as_many_queries_for_many_rows(self, client: Client, django_assert_num_queries: type) -> None:
        page(client, "/van-ban/")
        for number in range(100, 110):
            make_library_document(f"{number}/QĐ-UBND")
        with django_assert_num_queries(6):
            page(client, "/van-ban/")

    def test_is_empty_in_words(self, client: Client) -> None:
        assert "Không có văn bản nào khớp" in page(client, "/van-ban/?q=zzz")

    def test_feeds_hold_what_is_public(self, client: Client) -> None:
        for form in ("rss", "atom"):
            feed = page(client, f"/van-ban/{form}.xml")
            assert "12/QĐ-UBND" in feed
            assert "99/QĐ-UBND" not in feed

    def test_json_has_the_same_filters(self, client: Client) -> None:
        told = client.get("/api/v1/library/documents?kind=ke-hoach&year=2024&validity=het&q=tuyen").json()
        assert [row["reference"] for row in told["items"]] == ["07/KH-STP"]
        assert client.get("/api/v1/library/documents?validity=x").status_code == 400

    def test_is_found_by_the_search_of_the_portal(self, client: Client) -> None:
        assert "12/QĐ-UBND" in page(client, "/tim-kiem/?q=ke+hoach+thi+dua&loai=thu-vien-van-ban")
        assert not IndexEntry.objects.filter(kind="library", title__contains="nháp").exists()


class TestDocument:
    def test_shows_everything_and_both_sides_of_a_relation(self, client: Client) -> None:
        old = make_library_document("1/QĐ-UBND", abstract="Quy chế cũ", issued_on=dt.date(2024, 1, 1))
        new = make_library_document("2/QĐ-UBND", signer_name="Nguyễn Văn A", signer_post="Chủ tịch")
        DocumentRelation.objects.create(source=new, target=old, kind="replaces")
        add_file(new)
        shown = page(client, new.get_absolute_url())
        for part in ("Quyết định số 02/QĐ-UBND", "Nguyễn Văn A", "Thay thế:", "01/QĐ-UBND", "PDF, 17", "Legislation"):
            assert part in shown, part
        assert "Được thay thế bởi:" in page(client, old.get_absolute_url())
        told = client.get(f"/api/v1/library/documents/{old.pk}").json()
        assert (told["relations"][0]["name"], told["relations"][0]["is_inverse"]) == ("Được thay thế bởi", True)

    def test_a_relation_to_a_draft_is_not_told(self, client: Client) -> None:
        draft = make_library_document("1/QĐ-UBND", published=False)
        new = make_library_document("2/QĐ-UBND")
        DocumentRelation.objects.create(source=new, target=draft, kind="replaces")
        assert "01/QĐ-UBND" not in page(client, new.get_absolute_url())

    def test_an_old_wording_of_its_address_leads_on(self, client: Client) -> None:
        document = make_library_document()
        response = client.get(f"/van-ban/{document.pk}-ten-cu/")
        assert (response.status_code, response.headers["Location"]) == (301, document.get_absolute_url())

    def test_a_draft_has_no_page(self, client: Client) -> None:
        draft = make_library_document(published=False)
        assert "chưa được đăng" in page(client, draft.get_absolute_url(), 404)
        assert client.get(f"/api/v1/library/documents/{draft.pk}").status_code == 404

    @pytest.mark.parametrize("key", ["0", "99999999999999999999999"])
    def test_no_such_document(self, client: Client, key: str) -> None:
        page(client, f"/van-ban/{key}-x/", 404)

    def test_a_withdrawn_one_says_why(self, client: Client) -> None:
        document = make_library_document()
        document_services.withdraw_document(document=document, by=None, reason="Đăng nhầm tệp.")
        assert "Đăng nhầm tệp." in page(client, document.get_absolute_url(), 410)
        assert "12/QĐ-UBND" not in page(client, "/van-ban/")
        assert not IndexEntry.objects.filter(kind="library").exists()


class TestFiles:
    @pytest.fixture
    def file(self) -> DocumentFile:
        return add_file(make_library_document())

    def test_one_of_a_public_document_is_for_everybody(self, client: Client, file: DocumentFile) -> None:
        response = client.get(file.get_absolute_url())
        assert b"".join(response.streaming_content) == PDF
        response.close()
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in response.headers["Content-Security-Policy"]
        assert response.headers["Cache-Control"] == PUBLIC

    def test_one_of_a_draft_is_for_the_library(self, client: Client, file: DocumentFile) -> None:
        type(file.document).objects.update(published_at=None)
        page(client, file.get_absolute_url(), 404)
        client.force_login(make_staff(EDITOR))
        response = client.get(file.get_absolute_url())
        response.close()
        assert (response.status_code, "no-store" in response.headers["Cache-Control"]) == (200, True)

    def test_one_taken_off_or_withdrawn_is_gone(self, client: Client, file: DocumentFile) -> None:
        document_services.withdraw_document(document=file.document, by=None, reason="Nhầm.")
        page(client, file.get_absolute_url(), 404)
        document_services.publish_document(document=file.document, by=None)
        document_services.remove_file(file=file, by=None)
        page(client, file.get_absolute_url(), 404)

    @pytest.mark.parametrize("name", ["x", quote("../../etc/passwd", safe="")])
    def test_its_name_in_the_address_leads_nowhere_else(self, client: Client, file: DocumentFile, name: str) -> None:
        response = client.get(f"/van-ban/tep/{file.pk}/{name}")
        if response.streaming:
            assert b"".join(response.streaming_content) == PDF
            response.close()
        else:
            assert response.status_code == 404


class TestEnglish:
    """The twin below /en/: what is wrong, what is gone and what can be chosen."""

    def test_what_cannot_be_read_is_told(self, client: Client) -> None:
        make_library_document(subject_area=make_field())
        shown = page(client, "/en/van-ban/?tu=32/13/2026&nam=x&hieu-luc=x")
        assert "From: There is no such date in the calendar." in shown
        assert "The year must have four digits" in shown
        assert unmarked_vietnamese(shown) == []

    def test_choices_that_are_stored_are_marked(self, client: Client) -> None:
        make_library_document()
        shown = page(client, "/en/van-ban/")
        assert '<option value="quyet-dinh" lang="vi">Quyết định</option>' in shown
        assert '<option value="con">In force</option>' in shown
        assert '<option value="2026">2026</option>' in shown

    def test_a_title_stays_as_it_is_cited(self, client: Client) -> None:
        shown = page(client, f"/en{make_library_document().get_absolute_url()}")
        assert '<h1 class="article__title" lang="vi">Quyết định số 12/QĐ-UBND</h1>' in shown

    def test_a_withdrawn_document_says_why(self, client: Client) -> None:
        document = make_library_document()
        document_services.withdraw_document(document=document, by=None, reason="Đăng nhầm tệp.")
        shown = page(client, f"/en{document.get_absolute_url()}", 410)
        assert unmarked_vietnamese(shown) == []

    def test_an_old_wording_of_its_address_leads_on(self, client: Client) -> None:
        document = make_library_document()
        moved = client.get(f"/en/van-ban/{document.pk}-ten-cu/")
        assert moved.headers["Location"] == f"/en{document.get_absolute_url()}"

    def test_the_list_knows_its_twin(self, client: Client) -> None:
        shown = page(client, "/en/van-ban/")
        assert '<link rel="canonical" href="http://testserver/en/van-ban/">' in shown
        assert '<link rel="alternate" hreflang="vi" href="http://testserver/van-ban/">' in shown

    def test_feeds_and_tables_have_no_twin(self, client: Client) -> None:
        for address in ("/en/van-ban/rss.xml", "/en/van-ban.csv"):
            page(client, address, 404)
