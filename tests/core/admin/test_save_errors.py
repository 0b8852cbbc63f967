"""A form that is refused while it is saved comes back as it was typed, the reason beside its field."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client

from emulation.admin.years import EmulationYearAdmin
from emulation.models import CommendationKind, Meeting
from news import services as article_services
from news.workflow import ArticleAction
from portal.documents.models import Document
from portal.pages import services as page_services
from portal.pages.models import Page
from portal.roles import PUBLISHER
from tests.documents.test_admin import form as document_form
from tests.emulation.factories import make_agency
from tests.emulation.test_year_admin import inline
from tests.emulation.year_factories import make_year
from tests.factories import make_administrator, make_article, make_staff
from tests.pages.test_admin import posted as page_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def only_the_database_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when somebody else saves between the check of a form and its saving."""
    for check in ("clean", "validate_unique", "validate_constraints"):
        monkeypatch.setattr(models.Model, check, lambda *args, **kwargs: None)


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def errors_of(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200
    return response.context["adminform"].form.errors


@pytest.mark.usefixtures("only_the_database_refuses")
class TestOfTheDatabase:
    def test_a_double_is_told_at_its_field_and_nothing_is_lost(self, administrator: Client) -> None:
        address = "/quan-tri/documents/document/add/"
        assert administrator.post(address, document_form()).status_code == 302
        response = administrator.post(address, document_form(abstract="Trích yếu gõ rất lâu"))
        assert errors_of(response) == {
            "issuing_body": ["Văn bản có số, ký hiệu, cơ quan và ngày ban hành này đã có trong thư viện."]
        }
        assert "Trích yếu gõ rất lâu" in response.content.decode()
        assert "012 / QĐ – UBND" in response.content.decode()
        assert Document.objects.count() == 1

    def test_a_broken_rule_between_fields_is_told_at_the_field_that_was_changed(self, administrator: Client) -> None:
        response = administrator.post("/quan-tri/documents/document/add/", document_form(ceased_on="01/01/2025"))
        assert errors_of(response) == {"ceased_on": ["Ngày hết hiệu lực không thể trước ngày có hiệu lực."]}

    def test_a_rule_of_a_row_is_told_above_its_table(self, administrator: Client) -> None:
        year = make_year()
        agency = make_agency()
        row = {
            "capacity": "guest",
            "agency": agency.pk,
            "guest_organisation": "Văn phòng",
            "person_name": "Nông Thị Hoa",
        }
        sent = {"year": year.pk, "kind": "launch", "held_on": "27/03/2018", "conclusions": "<p>Kết luận dài.</p>"}
        rows = inline("attendances", row) | inline("remarks")
        response = administrator.post("/quan-tri/emulation/meeting/add/", sent | rows)
        assert response.status_code == 200
        formset = response.context["inline_admin_formsets"][0].formset
        assert "một trong hai" in formset.non_form_errors()[0]
        assert errors_of(response) == {}
        content = response.content.decode()
        assert "Kết luận dài." in content
        assert 'value="Nông Thị Hoa"' in content
        assert not Meeting.objects.exists()

    def test_a_period_that_overlaps_another(self, administrator: Client) -> None:
        sent = {"name": "Bằng khen", "code": "bang-khen", "position": "1", "law": "Luật 2022", "provision": "Điều 1"}
        sent |= {"valid_from": "01/01/2024", "valid_to": ""}
        address = "/quan-tri/emulation/commendationkind/add/"
        assert administrator.post(address, sent).status_code == 302
        assert errors_of(administrator.post(address, sent))
        assert CommendationKind.objects.filter(code="bang-khen").count() == 1

    def test_two_pages_at_one_address(self, administrator: Client) -> None:
        page_services.save_page(page=Page(title="Giới thiệu", slug="gioi-thieu", path="gioi-thieu"), by=None)
        response = administrator.post("/quan-tri/pages/page/add/", page_form(body="<p>Rất dài.</p>"))
        assert "Đã có một trang ở địa chỉ này." in str(errors_of(response))
        assert "Rất dài." in response.content.decode()


class TestOfAService:
    def test_a_page_that_somebody_else_saved_meanwhile(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        client.force_login(make_staff(PUBLISHER))

        def refuse(**given: Any) -> None:
            raise page_services.PageEditConflict

        monkeypatch.setattr(page_services, "save_page", refuse)
        response = client.post("/quan-tri/pages/page/add/", page_form(body="<p>Rất dài.</p>"))
        assert errors_of(response)
        assert "Rất dài." in response.content.decode()

    def test_a_year_whose_opening_is_refused(self, administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        year = make_year()

        def refuse(**given: Any) -> None:
            raise ValidationError({"theme": "Chủ đề đã dùng."})

        monkeypatch.setattr(EmulationYearAdmin, "create_row", staticmethod(refuse))
        sent = {"bloc": year.bloc_id, "year": 2030, "theme": "Kỷ cương"}
        response = administrator.post("/quan-tri/emulation/emulationyear/add/", sent)
        assert errors_of(response) == {"theme": ["Chủ đề đã dùng."]}
        assert "Kỷ cương" in response.content.decode()


def test_the_reason_typed_for_an_act_on_an_article_that_changed_meanwhile(client: Client) -> None:
    article = make_article(published=False)
    article_services.run_action(
        ArticleAction.SUBMIT,
        article=article,
        by=article.created_by or make_administrator(),
        action_input=article_services.ActionInput(),
    )
    client.force_login(make_staff(PUBLISHER))
    address = f"/quan-tri/news/article/{article.pk}/viec/"
    sent = {"_act": ArticleAction.RETURN.value, "_revision": "0", "act-reason": "Thiếu số liệu của ba đơn vị."}
    response = client.post(address, sent)
    assert response.status_code == 200
    content = response.content.decode()
    assert "Thiếu số liệu của ba đơn vị." in content
    assert f'action="/quan-tri/news/article/{article.pk}/change/"' in content
    revision = type(article).objects.get(pk=article.pk).revision_number
    assert client.post(address, {**sent, "_revision": revision}).status_code == 302
