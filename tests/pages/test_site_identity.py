"""Whose site it is: entered once, shown everywhere, there without a database too."""

import re
from unittest import mock

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError
from django.test import Client
from django.utils import translation

from portal.core import site_identity
from portal.pages import cached_reads
from portal.pages import site_identity as pages_site_identity
from portal.pages.demo_data import loader as demo_data
from portal.pages.models import Palette, SiteIdentity
from portal.roles import ADMINISTRATOR, EDITOR, PUBLISHER, Role
from portal.style_guide import colours
from tests.factories import image_bytes, make_article, make_staff
from tests.pages.factories import look_again

pytestmark = pytest.mark.django_db

CHANGE = "/quan-tri/pages/siteidentity/1/change/"
ADD = "/quan-tri/pages/siteidentity/add/"
FACTS = {
    "name": "Cổng thông tin Sở Mẫu",
    "organisation": "Sở Mẫu",
    "governing_body": "Ủy ban nhân dân tỉnh",
    "palette": "cham",
    "address": "Số 1, phố Mẫu",
    "phone": "(0206) 3852 000",
    "fax": "0206 3852 001",
    "email": "so-mau@example.gov.vn",
    "responsible_person": "Nguyễn Văn A",
    "responsible_post": "Giám đốc",
    "licence_number": "12/GP-TTĐT",
    "licence_issuer": "Cơ quan cấp phép",
    "name_en": "Portal of the Sample Department",
    "organisation_en": "Sample Department",
}


def make_identity(**fields: object) -> SiteIdentity:
    row = SiteIdentity(**{**FACTS, **fields})
    row.full_clean()
    row.save()
    look_again()
    return row


class TestTheDemonstration:
    def test_has_a_foot_with_contacts_in_both_languages(self, client: Client) -> None:
        demo_data.load(force=False, stored=[])
        look_again()
        for address, contacts in {
            "/": (demo_data.IDENTITY["address"], demo_data.IDENTITY["phone"], demo_data.IDENTITY["email"]),
            "/en/": (demo_data.IDENTITY["address_en"], demo_data.IDENTITY["organisation_en"]),
        }.items():
            page = client.get(address).content.decode()
            assert [fact for fact in contacts if fact not in page] == []

    def test_leaves_an_identity_that_was_entered(self) -> None:
        make_identity()
        demo_data.load(force=False, stored=[])
        assert SiteIdentity.objects.get().organisation == "Sở Mẫu"


class TestPages:
    def test_speak_by_the_settings_until_somebody_enters_it(self, client: Client) -> None:
        look_again()
        assert "Cổng thông tin thi đua – nội chính" in client.get("/").content.decode()

    def test_show_every_fact_that_was_entered(self, client: Client) -> None:
        make_identity(licence_date="2026-02-03")
        page = client.get("/").content.decode()
        for fact in ("name", "organisation", "governing_body", "address", "phone", "fax", "email"):
            assert FACTS[fact] in page
        assert "Nguyễn Văn A, Giám đốc" in page
        assert "Giấy phép số 12/GP-TTĐT ngày 03/02/2026 do Cơ quan cấp phép cấp" in page
        assert "Ghi rõ nguồn “Cổng thông tin Sở Mẫu” khi phát hành lại thông tin từ trang này." in page
        assert 'data-palette="cham"' in page

    def test_say_the_agencys_own_words_about_sources(self, client: Client) -> None:
        make_identity(source_notice="Khi dùng lại xin ghi nguồn Sở Mẫu.")
        assert "Khi dùng lại xin ghi nguồn Sở Mẫu." in client.get("/").content.decode()

    def test_cards_feeds_and_data_for_machines_know_it(self, client: Client) -> None:
        make_identity()
        make_article()
        home = client.get("/").content.decode()
        assert '<meta property="og:site_name" content="Cổng thông tin Sở Mẫu">' in home
        assert '"name":"Sở Mẫu"' in home
        assert '"faxNumber":"0206 3852 001"' in home
        assert '"parentOrganization":{"@type":"GovernmentOrganization","name":"Ủy ban nhân dân tỉnh"}' in home
        assert "Tin tức – Cổng thông tin Sở Mẫu" in client.get("/tin-tuc/rss.xml").content.decode()
        assert "Cổng thông tin Sở Mẫu" in client.get("/dang-nhap/").content.decode()

    def test_the_sign_in_page_follows_every_change(self, client: Client) -> None:
        for name in ("Cổng thông tin Sở Mẫu", "Cổng đã đổi tên"):
            make_identity(name=name)
            assert name in client.get("/dang-nhap/").content.decode()

    def test_what_is_empty_is_not_shown(self, client: Client) -> None:
        make_identity(**{**dict.fromkeys(FACTS, ""), "name": "Cổng"})
        page = client.get("/").content.decode()
        assert 'class="site-footer__details"' not in page
        assert " data-palette=" not in page

    def test_english_pages_say_the_english_forms_where_known(self) -> None:
        make_identity()
        with translation.override("en"):
            translated = site_identity.current_identity()
        assert (translated.name, translated.organisation) == ("Portal of the Sample Department", "Sample Department")
        assert translated.address == "Số 1, phố Mẫu"

    def test_cost_one_query_and_then_none(self, django_assert_num_queries: object) -> None:
        look_again()
        with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture of pytest-django
            site_identity.current_identity()
        with django_assert_num_queries(0):  # type: ignore[operator]  # likewise
            site_identity.current_identity()


class TestWithoutADatabase:
    def test_the_last_known_stands(self) -> None:
        make_identity()
        site_identity.current_identity()
        cache.delete(cached_reads.IDENTITY_KEY)
        with mock.patch.object(pages_site_identity, "_load_identity_values", side_effect=DatabaseError):
            assert site_identity.current_identity().name == "Cổng thông tin Sở Mẫu"

    def test_the_settings_stand_where_nothing_was_ever_read(self) -> None:
        look_again()
        with mock.patch.object(pages_site_identity, "_load_identity_values", side_effect=DatabaseError) as read:
            assert site_identity.current_identity().name == "Cổng thông tin thi đua – nội chính"
            site_identity.current_identity()
        assert read.call_count == 1


class TestRow:
    def test_is_one(self) -> None:
        make_identity()
        make_identity(name="Tên mới")
        assert SiteIdentity.objects.get().name == "Tên mới"
        with pytest.raises(IntegrityError):
            SiteIdentity.objects.bulk_create([SiteIdentity(pk=2, name="Thứ hai")])

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 151}, "name"),
            ({"email": "không phải thư"}, "email"),
            ({"phone": "gọi cho tôi"}, "phone"),
            ({"fax": "<script>"}, "fax"),
            ({"palette": "hong"}, "palette"),
            ({"licence_number": "", "licence_issuer": "", "licence_date": "2026-02-03"}, "__all__"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, fields: dict[str, object], wrong: str) -> None:
        with pytest.raises(ValidationError) as refusal:
            make_identity(**fields)
        assert wrong in refusal.value.message_dict


class TestAdmin:
    def posted(self, **fields: object) -> dict[str, object]:
        return {**FACTS, "licence_date": "", **fields}

    def test_starts_with_what_the_settings_say_and_then_changes_the_one_row(self, client: Client) -> None:
        client.force_login(make_staff(ADMINISTRATOR))
        assert client.get("/quan-tri/pages/siteidentity/").headers["Location"] == ADD
        assert "Cổng thông tin thi đua – nội chính" in client.get(ADD).content.decode()
        assert client.post(ADD, self.posted()).headers["Location"] == CHANGE
        assert client.get("/quan-tri/pages/siteidentity/").headers["Location"] == CHANGE
        assert client.get(ADD).status_code == 403
        client.post(CHANGE, self.posted(name="Cổng đã đổi tên"))
        assert SiteIdentity.objects.get().name == "Cổng đã đổi tên"
        assert client.post("/quan-tri/pages/siteidentity/1/delete/").status_code == 403

    def test_an_emblem_is_checked_and_shown(self, client: Client) -> None:
        client.force_login(make_staff(ADMINISTRATOR))
        wrong = SimpleUploadedFile("bieu-trung.png", b"<svg onload=alert(1)>")
        refused = client.post(ADD, self.posted(emblem=wrong))
        assert "Tệp này không phải là ảnh" in refused.content.decode()
        right = SimpleUploadedFile("bieu-trung.png", image_bytes((300, 300)))
        assert client.post(ADD, self.posted(emblem=right)).status_code == 302
        look_again()
        source = re.search(r'masthead__emblem" src="(/media/[^"]+)"', client.get("/").content.decode())
        assert source
        answer = client.get(source[1])
        assert answer.status_code == 200
        answer.close()

    @pytest.mark.parametrize("role", [EDITOR, PUBLISHER])
    def test_is_not_for_those_who_write(self, client: Client, role: Role) -> None:
        client.force_login(make_staff(role))
        assert client.get(ADD).status_code == 403
        assert client.post(ADD, self.posted()).status_code == 403

    def test_tells_who_may_use_the_national_emblem(self, client: Client) -> None:
        client.force_login(make_staff(ADMINISTRATOR))
        assert "Quốc huy chỉ dành cho cơ quan được phép dùng" in client.get(ADD).content.decode()


def test_every_palette_that_can_be_chosen_is_drawn_and_measured() -> None:
    # tests/style_guide/test_colours.py measures those of the stylesheet.
    assert set(Palette.values) == set(colours.get_palette_names())
