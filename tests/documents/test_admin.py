"""The library's section in the admin: who may do what, the guided form, the word about secrets."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.documents.models import Document, DocumentFile, DocumentRelation
from portal.roles import CONTRIBUTOR, EDITOR, PUBLISHER
from tests.documents.factories import PDF, add_file, make_body, make_kind, make_library_document
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

SECTION = "/quan-tri/documents/document/"


def form(**fields: Any) -> dict[str, Any]:
    empty = {f"{name}-{part}": 0 for name in ("files", "relations") for part in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return {
        **empty,
        "kind": make_kind().pk,
        "issuing_body": make_body().pk,
        "reference": "Số: 012 / QĐ – UBND",
        "abstract": "Về việc ban hành Kế hoạch",
        "issued_on": "05/01/2026",
        **fields,
    }


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_staff(EDITOR))
    return client


@pytest.fixture
def publisher(client: Client) -> Client:
    client.force_login(make_staff(PUBLISHER))
    return client


class TestDrafting:
    def test_an_editor_drafts_a_document(self, editor: Client) -> None:
        assert editor.get(f"{SECTION}add/").status_code == 200
        assert editor.post(f"{SECTION}add/", form()).status_code == 302
        document = Document.objects.get()
        assert (document.reference, document.effective_from) == ("12/QĐ-UBND", dt.date(2026, 1, 5))
        assert document.is_draft
        assert document.created_by is not None
        assert editor.get(f"{SECTION}{document.pk}/change/").status_code == 200

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"reference": "QĐ-UBND"}, "Hãy viết đủ số và ký hiệu"),
            ({"issued_on": "31/02/2026"}, "ngày"),
            ({"issued_on": "05/01/0026"}, "Hãy kiểm tra lại ngày"),
            ({"ceased_on": "01/01/2025"}, "không thể trước ngày có hiệu lực"),
            ({"abstract": "x" * 1001}, "1000"),
            ({"issued_on": ""}, "bắt buộc"),
        ],
    )
    def test_what_is_wrong_is_told(self, editor: Client, fields: dict[str, str], told: str) -> None:
        response = editor.post(f"{SECTION}add/", form(**fields))
        assert response.status_code == 200
        assert told in response.content.decode()
        assert not Document.objects.exists()

    def test_a_second_entry_of_one_document_is_told(self, editor: Client) -> None:
        make_library_document("12/QĐ-UBND")
        response = editor.post(f"{SECTION}add/", form())
        assert "đã có trong thư viện" in response.content.decode()

    def test_a_contributor_has_no_part_in_it(self, client: Client) -> None:
        client.force_login(make_staff(CONTRIBUTOR))
        assert client.get(SECTION).status_code == 403

    def test_the_list_is_searched_without_diacritics(self, editor: Client) -> None:
        make_library_document("12/QĐ-UBND", abstract="Kế hoạch thi đua")
        make_library_document("13/QĐ-UBND", abstract="Chuyện khác")
        shown = editor.get(f"{SECTION}?q=ke+hoach&tinh-trang=dang&hieu-luc=con").content.decode()
        assert ("12/QĐ-UBND" in shown, "13/QĐ-UBND" in shown) == (True, False)

    def test_nobody_deletes_one(self, publisher: Client) -> None:
        assert publisher.post(f"{SECTION}{make_library_document().pk}/delete/").status_code == 403


class TestFiles:
    def upload(self, **fields: Any) -> dict[str, Any]:
        file = SimpleUploadedFile("Kế hoạch.pdf", PDF)
        return form(**{"files-TOTAL_FORMS": 1, "files-0-file": file, "files-0-position": 0, **fields})

    def test_none_is_taken_without_the_word_about_secrets(self, editor: Client) -> None:
        response = editor.post(f"{SECTION}add/", self.upload())
        assert "Hãy kiểm tra các tệp và đánh dấu ô này" in response.content.decode()
        assert not Document.objects.exists()

    def test_who_gave_the_word_is_noted(self, editor: Client) -> None:
        editor.post(f"{SECTION}add/", self.upload(holds_no_secret="on"))
        file = DocumentFile.objects.get()
        assert file.added_by == file.document.created_by
        assert (file.size_bytes, file.extension) == (len(PDF), "PDF")

    def test_what_is_no_document_is_refused(self, editor: Client) -> None:
        wrong = SimpleUploadedFile("a.pdf", b"khong phai pdf")
        response = editor.post(f"{SECTION}add/", self.upload(holds_no_secret="on", **{"files-0-file": wrong}))
        assert "không đúng với đuôi" in response.content.decode()

    def test_one_taken_off_is_kept(self, editor: Client) -> None:
        document = make_library_document(published=False)
        file = add_file(document)
        fields = {"files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 1, "files-0-id": file.pk, "files-0-DELETE": "on"}
        kept = {"files-0-document": document.pk, "files-0-name": file.name, "files-0-position": 0}
        assert editor.post(f"{SECTION}{document.pk}/change/", form(**fields, **kept)).status_code == 302
        file.refresh_from_db()
        assert file.removed_at is not None

    def test_one_exchanged_is_kept_beside_the_new_one(self, editor: Client) -> None:
        document = make_library_document(published=False)
        file = add_file(document)
        fields = {"files-TOTAL_FORMS": 1, "files-INITIAL_FORMS": 1, "files-0-id": file.pk, "holds_no_secret": "on"}
        upload = SimpleUploadedFile("Bản đúng.pdf", PDF + b" dung")
        new = {
            "files-0-document": document.pk,
            "files-0-name": "Bản đúng",
            "files-0-position": 0,
            "files-0-file": upload,
        }
        assert editor.post(f"{SECTION}{document.pk}/change/", form(**fields, **new)).status_code == 302
        file.refresh_from_db()
        present = document.files.not_removed().get()
        assert file.removed_at is not None
        assert (present.name, present.size_bytes) == ("Bản đúng", len(PDF) + 5)
        assert present.added_by is not None
        assert present.file.name != file.file.name


class TestPublishing:
    def test_a_publisher_publishes_and_withdraws(self, publisher: Client) -> None:
        document = make_library_document(published=False)
        assert "Đăng văn bản" in publisher.get(f"{SECTION}{document.pk}/change/").content.decode()
        assert publisher.get(f"{SECTION}{document.pk}/thao-tac/dang/").status_code == 200
        publisher.post(f"{SECTION}{document.pk}/thao-tac/dang/")
        assert Document.objects.public().exists()
        assert "Lý do" in publisher.get(f"{SECTION}{document.pk}/thao-tac/rut/").content.decode()
        assert publisher.post(f"{SECTION}{document.pk}/thao-tac/rut/", {"reason": ""}).status_code == 200
        publisher.post(f"{SECTION}{document.pk}/thao-tac/rut/", {"reason": "Đăng nhầm."})
        document.refresh_from_db()
        assert document.withdrawal_reason == "Đăng nhầm."
        assert "Đăng nhầm." in publisher.get(f"{SECTION}{document.pk}/change/").content.decode()

    def test_an_editor_neither_publishes_nor_changes_what_is_public(self, editor: Client) -> None:
        draft, public = make_library_document("1/QĐ-X", published=False), make_library_document("2/QĐ-X")
        assert editor.post(f"{SECTION}{draft.pk}/thao-tac/dang/").status_code == 403
        assert editor.get(f"{SECTION}{public.pk}/change/").status_code == 200
        assert editor.post(f"{SECTION}{public.pk}/change/", form()).status_code == 403
        assert not Document.objects.public().with_pk(draft.pk).exists()

    def test_a_replacement_entered_later_ends_the_old_one(self, publisher: Client) -> None:
        old, new = make_library_document("1/QĐ-X", issued_on=dt.date(2024, 1, 1)), make_library_document("2/QĐ-X")
        fields = {"relations-TOTAL_FORMS": 1, "relations-0-kind": "replaces", "relations-0-target": old.pk}
        answer = publisher.post(f"{SECTION}{new.pk}/change/", form(reference="2/QĐ-X", **fields), follow=True)
        assert "1 văn bản bị thay thế" in answer.content.decode()
        old.refresh_from_db()
        assert old.ceased_on == new.effective_from

    def test_a_circle_is_told(self, publisher: Client) -> None:
        old, new = make_library_document("1/QĐ-X"), make_library_document("2/QĐ-X")
        DocumentRelation.objects.create(source=new, target=old, kind="replaces")
        fields = {"relations-TOTAL_FORMS": 1, "relations-0-kind": "amends", "relations-0-target": new.pk}
        answer = publisher.post(f"{SECTION}{old.pk}/change/", form(reference="1/QĐ-X", **fields))
        assert "khép thành vòng" in answer.content.decode()

    def test_relations_entered_elsewhere_are_shown(self, publisher: Client) -> None:
        old, new = make_library_document("1/QĐ-X"), make_library_document("2/QĐ-X")
        DocumentRelation.objects.create(source=new, target=old, kind="replaces")
        assert "Được thay thế bởi" in publisher.get(f"{SECTION}{old.pk}/change/").content.decode()


class TestHeadings:
    @pytest.mark.parametrize("model", ["documentkind", "issuingbody", "subjectarea"])
    def test_are_kept_by_publishers_and_found_without_diacritics(self, publisher: Client, model: str) -> None:
        make_library_document()
        assert publisher.get(f"/quan-tri/documents/{model}/?q=de").status_code == 200

    def test_of_kinds_an_abbreviation_finds_them(self, publisher: Client) -> None:
        make_kind("Đề án")
        query = "term=de+an&app_label=documents&model_name=document&field_name=kind"
        found = publisher.get(f"/quan-tri/autocomplete/?{query}").json()["results"]
        assert [row["text"] for row in found] == ["Đề án"]
