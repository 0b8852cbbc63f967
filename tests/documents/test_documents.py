"""Documents: validity, relations, and the acts on them."""

import datetime as dt
import itertools
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.documents import services as document_services
from portal.documents.models import Document, DocumentKind, DocumentRelation
from portal.documents.validity import Validity
from tests.documents.factories import PDF, add_file, make_body, make_field, make_library_document
from tests.factories import make_user

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 15)


def relate(source: Document, target: Document, kind: str = "replaces") -> DocumentRelation:
    relation = DocumentRelation(source=source, kind=kind, target=target)
    relation.full_clean()
    relation.save()
    return relation


class TestValidity:
    @pytest.mark.parametrize(
        ("effective", "partly", "ceased", "expected"),
        [
            (DAY, None, None, Validity.IN_FORCE),
            (DAY + dt.timedelta(days=1), None, None, Validity.NOT_YET),
            (dt.date(2026, 1, 1), None, DAY, Validity.CEASED),
            (dt.date(2026, 1, 1), None, DAY + dt.timedelta(days=1), Validity.IN_FORCE),
            (dt.date(2026, 1, 1), DAY, None, Validity.PARTLY_CEASED),
            (dt.date(2026, 1, 1), DAY, DAY, Validity.CEASED),
        ],
    )
    def test_of_a_day(
        self, effective: dt.date, partly: dt.date | None, ceased: dt.date | None, expected: Validity
    ) -> None:
        document = make_library_document(effective_from=effective, partly_ceased_on=partly, ceased_on=ceased)
        assert document.validity_on(DAY) == expected

    def test_database_and_python_agree(self) -> None:
        days = [DAY - dt.timedelta(days=1), DAY, DAY + dt.timedelta(days=1)]
        numbers = itertools.count(1)
        for effective, partly, ceased in itertools.product(days, [None, *days], [None, *days]):
            if all(end is None or end >= effective for end in (partly, ceased)):
                make_library_document(
                    f"{next(numbers)}/QĐ-X", effective_from=effective, partly_ceased_on=partly, ceased_on=ceased
                )
        for state in Validity:
            found = set(Document.objects.with_validity(state, DAY))
            assert found == {row for row in Document.objects.all() if row.validity_on(DAY) == state}, state

    def test_begins_with_the_day_of_issue_unless_said(self) -> None:
        assert make_library_document().effective_from == dt.date(2026, 1, 5)

    def test_cannot_end_before_it_begins(self) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            make_library_document(ceased_on=dt.date(2025, 12, 31))


class TestOnce:
    def test_the_same_document_is_refused_in_words(self) -> None:
        make_library_document("12/QĐ-UBND")
        again = make_library_document("13/QĐ-UBND")
        again.number, again.symbol = "012", "qđ-ubnd"
        with pytest.raises(ValidationError, match="đã có trong thư viện"):
            again.full_clean()

    def test_another_body_or_day_is_another_document(self) -> None:
        make_library_document()
        make_library_document(issuing_body=make_body("Sở Tư pháp"))
        make_library_document(issued_on=dt.date(2025, 1, 5))
        assert Document.objects.count() == 3

    def test_the_kinds_of_the_decree_are_there(self) -> None:
        """As the migration adds them; in a test the table may have been emptied by one before."""
        DocumentKind.objects.all().delete()
        for _ in range(2):
            import_module("portal.documents.migrations.0002_document_kinds").add_kinds(apps, connection)
        assert DocumentKind.objects.count() == 29
        assert DocumentKind.objects.get(slug="quyet-dinh").abbreviation == "QĐ"


class TestRelations:
    def test_no_document_relates_to_itself(self) -> None:
        document = make_library_document()
        with pytest.raises(ValidationError, match="chính nó"):
            relate(document, document)
        with pytest.raises(IntegrityError), transaction.atomic():
            DocumentRelation.objects.create(source=document, target=document, kind="replaces")

    def test_no_circle_by_stages(self) -> None:
        first, second, third = (make_library_document(f"{number}/QĐ-UBND") for number in (1, 2, 3))
        relate(second, first)
        relate(third, second, "amends")
        with pytest.raises(ValidationError, match="khép thành vòng"):
            relate(first, third)
        relate(first, third, "relates")

    def test_two_documents_have_one_relation(self) -> None:
        first, second = make_library_document("1/QĐ-UBND"), make_library_document("2/QĐ-UBND")
        relate(second, first)
        with pytest.raises(ValidationError, match="đã có một quan hệ"):
            relate(second, first, "amends")

    def test_every_kind_has_its_other_side(self) -> None:
        assert all(kind.inverse_label for kind in DocumentRelation.Kind)


class TestPublishing:
    def test_shows_a_draft_and_leaves_an_audit_log_entry(self) -> None:
        document, publisher = make_library_document(published=False), make_user()
        document_services.publish_document(document=document, by=publisher)
        assert list(Document.objects.public()) == [document]
        assert AuditEntry.objects.filter(action=document_services.DOCUMENT_PUBLISHED, user=publisher).exists()

    def test_a_public_one_cannot_be_published_again(self) -> None:
        with pytest.raises(ValidationError, match="đang được đăng"):
            document_services.publish_document(document=make_library_document(), by=None)

    def test_ends_what_it_replaces(self) -> None:
        old = make_library_document("1/QĐ-UBND", issued_on=dt.date(2024, 1, 1))
        new = make_library_document("2/QĐ-UBND", effective_from=dt.date(2026, 2, 1), published=False)
        relate(new, old)
        assert document_services.cease_replaced_documents(document=new, by=None) == 0
        document_services.publish_document(document=new, by=None)
        old.refresh_from_db()
        assert old.ceased_on == dt.date(2026, 2, 1)

    def test_leaves_a_recorded_end_alone(self) -> None:
        old = make_library_document("1/QĐ-UBND", ceased_on=dt.date(2026, 1, 20))
        new = make_library_document("2/QĐ-UBND", published=False)
        relate(new, old)
        document_services.publish_document(document=new, by=None)
        old.refresh_from_db()
        assert old.ceased_on == dt.date(2026, 1, 20)

    def test_withdraws_with_a_reason_and_back(self) -> None:
        document = make_library_document()
        document_services.withdraw_document(document=document, by=None, reason="Đăng nhầm tệp.")
        document.refresh_from_db()
        assert (document.is_public(), document.withdrawal_reason) == (False, "Đăng nhầm tệp.")
        assert not Document.objects.public().exists()
        document_services.publish_document(document=document, by=None)
        document.refresh_from_db()
        assert (document.is_public(), document.withdrawal_reason) == (True, "")

    @pytest.mark.parametrize("reason", ["", "  \0 ", "x" * 1001])
    def test_withdraws_nothing_without_a_fit_reason(self, reason: str) -> None:
        with pytest.raises(ValidationError):
            document_services.withdraw_document(document=make_library_document(), by=None, reason=reason)

    def test_withdraws_no_draft(self) -> None:
        with pytest.raises(ValidationError, match="không được đăng"):
            document_services.withdraw_document(document=make_library_document(published=False), by=None, reason="x")

    def test_public_is_said_equally_twice(self) -> None:
        now = timezone.now()
        make_library_document("1/QĐ-UBND", published=False)
        make_library_document("2/QĐ-UBND")
        make_library_document("3/QĐ-UBND", published_at=now + dt.timedelta(days=1))
        make_library_document("4/QĐ-UBND", withdrawn_at=now, withdrawal_reason="Nhầm.")
        public = set(Document.objects.public())
        assert public == {row for row in Document.objects.all() if row.is_public()}
        assert len(public) == 1

    def test_a_file_taken_off_stays_in_the_store(self) -> None:
        file = add_file(make_library_document())
        document_services.remove_file(file=file, by=None)
        file.refresh_from_db()
        assert file.removed_at is not None
        with file.file.open("rb") as kept:
            assert kept.read() == PDF


class TestHeadings:
    def test_a_name_that_makes_the_same_address_is_refused(self) -> None:
        field = make_field("Thi đua")
        twin = type(field)(name="Thi  đua!")
        with pytest.raises(ValidationError, match="gần giống"):
            twin.full_clean()
