"""The bloc's documents: states, versions that stay, comments that get an answer."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from emulation.documents import (
    add_comment,
    add_version,
    adopt_document,
    answer_comment,
    circulate_document,
    draft_document,
)
from emulation.models import Agency, BlocDocument, DocumentVersion
from tests.emulation.factories import make_agency
from tests.emulation.year_factories import make_document, make_members, make_version, make_year

pytestmark = pytest.mark.django_db

DAY = dt.date(2018, 3, 21)


class TestVersions:
    def test_they_are_numbered_and_all_stay(self) -> None:
        document = draft_document(year=make_year(), kind="plan", title="Kế hoạch", text="<p>Một.</p>")
        add_version(document=document, text="<p>Hai.</p>", note="sửa câu")
        assert [(row.number, row.text) for row in document.versions.all()] == [(1, "<p>Một.</p>"), (2, "<p>Hai.</p>")]

    def test_an_empty_one_is_refused_and_no_document_is_left(self) -> None:
        with pytest.raises(ValidationError, match="phải có nội dung hoặc tệp"):
            draft_document(year=make_year(), kind="plan", title="Kế hoạch", text="")
        assert not BlocDocument.objects.exists()

    @pytest.mark.parametrize("act", ["save", "delete"])
    def test_a_row_refuses_to_change(self, act: str) -> None:
        version = make_version(make_document())
        with pytest.raises(ValidationError, match="không sửa, không xoá"):
            getattr(version, act)()

    def test_bulk_statements_refuse(self) -> None:
        make_version(make_document())
        with pytest.raises(ValidationError, match="không sửa, không xoá"):
            DocumentVersion.objects.update(text="khác")
        with pytest.raises(ValidationError, match="không sửa, không xoá"):
            DocumentVersion.objects.all().delete()

    @pytest.mark.parametrize(
        "statement",
        ["UPDATE emulation_documentversion SET text = 'khác'", "DELETE FROM emulation_documentversion"],
    )
    def test_the_database_refuses(self, statement: str) -> None:
        make_version(make_document())
        with pytest.raises(IntegrityError, match="document_version_immutable"), transaction.atomic():
            connection.cursor().execute(statement)

    def test_an_adopted_document_takes_no_more(self) -> None:
        document = make_document()
        adopt_document(document=document, on=DAY)
        with pytest.raises(ValidationError, match="đã thông qua"):
            add_version(document=document, text="<p>Muộn.</p>")


class TestStates:
    def test_a_draft_is_circulated_then_adopted(self) -> None:
        document = circulate_document(document=make_document(), on=dt.date(2018, 3, 1))
        assert (document.state, document.circulated_on) == ("circulated", dt.date(2018, 3, 1))
        document = adopt_document(document=document, on=DAY)
        assert (document.state, document.adopted_on) == ("adopted", DAY)

    def test_a_meeting_may_adopt_what_was_not_circulated(self) -> None:
        assert adopt_document(document=make_document(), on=DAY).state == "adopted"

    @pytest.mark.parametrize("again", [circulate_document, adopt_document])
    def test_an_adopted_document_goes_nowhere(self, again: Callable[..., BlocDocument]) -> None:
        document = adopt_document(document=make_document(), on=DAY)
        with pytest.raises(ValidationError, match="Đã thông qua"):
            again(document=document, on=DAY)

    def test_it_is_not_adopted_before_it_was_circulated(self) -> None:
        document = circulate_document(document=make_document(), on=DAY)
        with pytest.raises(ValidationError, match="không thể trước ngày lấy ý kiến"):
            adopt_document(document=document, on=dt.date(2018, 3, 20))

    def test_only_adopted_documents_are_public(self) -> None:
        year = make_year()
        make_document(year, title="Dự thảo")
        adopted = adopt_document(document=make_document(year, title="Quy chế"), on=DAY)
        assert list(BlocDocument.objects.adopted()) == [adopted]

    @pytest.mark.parametrize(
        ("number", "symbol", "reference"),
        [
            ("5", "KH-KTĐ", "05/KH-KTĐ"),
            ("12", "KH-KTĐ", "12/KH-KTĐ"),
            ("7", "", "07"),
            ("", "KH-KTĐ", ""),
            ("5a", "QC", "5a/QC"),
        ],
    )
    def test_number_and_symbol_are_written_as_nd30_does(self, number: str, symbol: str, reference: str) -> None:
        assert BlocDocument(number=number, symbol=symbol).reference == reference


class TestComments:
    @pytest.fixture
    def version(self) -> DocumentVersion:
        document = make_document()
        make_members(document.year.bloc, 1)
        version = make_version(document)
        circulate_document(document=document, on=dt.date(2018, 3, 1))
        return DocumentVersion.objects.get(pk=version.pk)

    def member(self, version: DocumentVersion) -> Agency:
        return version.document.year.bloc.memberships.get().agency

    def test_a_member_comments_and_is_answered(self, version: DocumentVersion) -> None:
        comment = add_comment(version=version, agency=self.member(version), text="Thêm chế độ kiểm tra.")
        with pytest.raises(ValidationError, match="chưa được trả lời"):
            adopt_document(document=version.document, on=DAY)
        answer_comment(comment=comment, answer="Đã tiếp thu.", by=None)
        assert adopt_document(document=version.document, on=DAY).state == "adopted"

    def test_an_outsider_does_not_comment(self, version: DocumentVersion) -> None:
        with pytest.raises(ValidationError, match="không phải là thành viên"):
            add_comment(version=version, agency=make_agency("Người ngoài"), text="Ý kiến")

    def test_a_mere_draft_takes_no_comment(self) -> None:
        document = make_document()
        agency = make_members(document.year.bloc, 1)[0]
        with pytest.raises(ValidationError, match="đang lấy ý kiến"):
            add_comment(version=make_version(document), agency=agency, text="Ý kiến")

    def test_an_answer_stays(self, version: DocumentVersion) -> None:
        comment = add_comment(version=version, agency=self.member(version), text="Ý kiến")
        answer_comment(comment=comment, answer="Đã tiếp thu.", by=None)
        with pytest.raises(ValidationError, match="đã được trả lời"):
            answer_comment(comment=comment, answer="Nói lại.", by=None)

    def test_an_empty_answer_is_refused(self, version: DocumentVersion) -> None:
        comment = add_comment(version=version, agency=self.member(version), text="Ý kiến")
        with pytest.raises(ValidationError, match="phải có nội dung"):
            answer_comment(comment=comment, answer="", by=None)
