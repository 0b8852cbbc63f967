"""A file that was chosen in a form is not lost when the form is refused; and its stored file is found by its link."""

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone

from emulation.forms.year_actions import COVENANT_ACTION_FORMS, DOCUMENT_ACTION_FORMS
from emulation.models import Decision, Meeting
from news.models import Attachment
from portal.core.content import pending_uploads
from portal.core.content.pending_uploads import UploadInput
from portal.documents.models import Document, DocumentFile
from portal.roles import EDITOR
from tests.consultations.factories import make_consultation
from tests.documents.factories import PDF, add_file, make_library_document
from tests.documents.test_admin import form
from tests.emulation.factories import make_decision
from tests.emulation.year_factories import make_year
from tests.factories import make_administrator, make_article, make_staff, make_user

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/documents/document/add/"
TOKEN = "files-0-file__kept"


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_staff(EDITOR))
    return client


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(make_administrator())
    return client


def with_file(**fields: Any) -> dict[str, Any]:
    file = {"files-TOTAL_FORMS": 1, "files-0-name": "Kế hoạch", "files-0-position": "0"}
    return form(**file, **fields)


def chosen(name: str = "Kế hoạch.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def token_in(response: Any, name: str = TOKEN) -> str:
    assert response.status_code == 200
    content = response.content.decode()
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', content)[1])


def waiting() -> list[str]:
    store = storages["private"]
    try:
        senders = store.listdir(pending_uploads.FOLDER)[0]
    except OSError:
        return []
    return [name for sender in senders for name in store.listdir(f"{pending_uploads.FOLDER}/{sender}")[1]]


@pytest.fixture(autouse=True)
def nothing_waits() -> Iterator[None]:
    yield
    pending_uploads.delete_expired_uploads(timezone.now() + dt.timedelta(days=3))


class TestRefusedForm:
    def test_the_box_forgotten_costs_no_file(self, editor: Client) -> None:
        refused = editor.post(ADD, with_file(**{"files-0-file": chosen()}))
        assert "Kế hoạch.pdf" in refused.content.decode()
        assert not Document.objects.exists()
        taken = editor.post(ADD, with_file(holds_no_secret="on", **{TOKEN: token_in(refused)}))
        assert taken.status_code == 302
        file = DocumentFile.objects.get()
        assert file.name == "Kế hoạch"
        assert file.file.read() == PDF
        file.file.close()
        assert waiting() == []

    def test_refused_again_it_is_not_stored_again(self, editor: Client) -> None:
        token = token_in(editor.post(ADD, with_file(**{"files-0-file": chosen()})))
        assert token_in(editor.post(ADD, with_file(abstract="", **{TOKEN: token}))) == token
        assert len(waiting()) == 1

    def test_a_new_choice_takes_its_place(self, editor: Client) -> None:
        token = token_in(editor.post(ADD, with_file(**{"files-0-file": chosen()})))
        other = PDF + b"\n% other"
        sent = with_file(holds_no_secret="on", **{TOKEN: token, "files-0-file": chosen(content=other)})
        assert editor.post(ADD, sent).status_code == 302
        with DocumentFile.objects.get().file.open() as stored:
            assert stored.read() == other

    def test_it_may_be_put_aside(self, editor: Client) -> None:
        token = token_in(editor.post(ADD, with_file(**{"files-0-file": chosen()})))
        sent = form(
            holds_no_secret="on",
            **{TOKEN: token, f"{TOKEN}-drop": "1", "files-TOTAL_FORMS": 1, "files-0-position": "0"},
        )
        assert editor.post(ADD, sent).status_code == 302
        assert not DocumentFile.objects.exists()

    def test_what_is_wrong_with_the_file_itself_is_not_kept(self, editor: Client) -> None:
        refused = editor.post(ADD, with_file(**{"files-0-file": chosen("a.html", b"<script>")}))
        assert "Không nhận loại tệp này" in refused.content.decode()
        assert TOKEN not in refused.content.decode()
        assert waiting() == []

    @pytest.mark.parametrize("change", [lambda token: token[:-2] + "xx", lambda token: "", lambda token: "../../etc"])
    def test_a_token_that_is_none_of_ours_stands_for_nothing(self, editor: Client, change: Any) -> None:
        token = token_in(editor.post(ADD, with_file(**{"files-0-file": chosen()})))
        editor.post(ADD, with_file(holds_no_secret="on", **{TOKEN: change(token)}))
        assert not DocumentFile.objects.exists()

    def test_nobody_else_can_use_it(self, editor: Client) -> None:
        token = token_in(editor.post(ADD, with_file(**{"files-0-file": chosen()})))
        editor.force_login(make_staff(EDITOR, username="nguoi-khac"))
        editor.post(ADD, with_file(holds_no_secret="on", **{TOKEN: token}))
        assert not DocumentFile.objects.exists()

    def test_after_a_day_it_is_gone(self, editor: Client) -> None:
        editor.post(ADD, with_file(**{"files-0-file": chosen()}))
        assert pending_uploads.delete_expired_uploads() == 0
        assert pending_uploads.delete_expired_uploads(timezone.now() + dt.timedelta(days=1, minutes=1)) == 1
        assert waiting() == []

    def test_one_person_leaves_no_more_than_some(self, editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(pending_uploads, "MAX_FILES_PER_USER", 2)
        for _ in range(4):
            editor.post(ADD, with_file(**{"files-0-file": chosen()}))
        assert len(waiting()) == 2

    def test_strangers_keep_nothing(self) -> None:
        request = RequestFactory().post("/", {"file": chosen()})
        request.user = AnonymousUser()
        pending_uploads.restore_uploads(request)
        assert not hasattr(request.FILES["file"], "uploader_id")


class TestOtherForms:
    def test_a_decision(self, administrator: Client) -> None:
        address = "/quan-tri/emulation/decision/add/"
        sent = {"number": "348", "symbol": "QĐ-UBND", "issued_on": "06/04/2018", "issuer": "UBND", "abstract": ""}
        token = token_in(administrator.post(address, {**sent, "file": chosen()}), "file__kept")
        assert administrator.post(address, {**sent, "abstract": "Kiện toàn", "file__kept": token}).status_code == 302
        assert Decision.objects.get().file.name.endswith("ke-hoach.pdf")

    def file_boxes(self, where: str, form: Any) -> dict[str, forms.Widget]:
        fields = form.base_fields.items()
        return {f"{where} {name}": field.widget for name, field in fields if isinstance(field, forms.FileField)}

    def test_every_file_box_of_the_admin_keeps_its_file(self) -> None:
        request = RequestFactory().get("/")
        request.user = make_administrator()
        boxes: dict[str, forms.Widget] = {}
        for model, page in admin.site._registry.items():
            if not page.has_add_permission(request):
                continue
            found = {"": page.get_form(request)} | {
                str(inline.model.__name__): inline.get_formset(request).form
                for inline in page.get_inline_instances(request)
            }
            for where, given in found.items():
                boxes |= self.file_boxes(f"{model._meta.label} {where}", given)
        for given in (*COVENANT_ACTION_FORMS.values(), *DOCUMENT_ACTION_FORMS.values()):
            boxes |= self.file_boxes(given.__name__, given)
        assert len(boxes) >= 8
        assert [name for name, widget in boxes.items() if not isinstance(widget, UploadInput)] == []


class TestStoredFile:
    """The link beside the box leads through the view that authorises."""

    def rows(self) -> Iterator[tuple[str, str]]:
        article = make_article()
        Attachment.objects.create(article=article, file=chosen("a.pdf"))
        yield f"news/article/{article.pk}", "a.pdf"
        document = add_file(make_library_document()).document
        yield f"documents/document/{document.pk}", "pdf"
        decision = make_decision()
        decision.file.save("b.pdf", chosen())
        yield f"emulation/decision/{decision.pk}", "b.pdf"
        meeting = Meeting.objects.create(year=make_year(), kind="launch", held_on=dt.date(2018, 3, 21))
        meeting.minutes.save("c.pdf", chosen())
        yield f"emulation/meeting/{meeting.pk}", "c.pdf"
        consultation = make_consultation()
        consultation.files.create(file=chosen("d.pdf"))
        yield f"consultations/consultation/{consultation.pk}", "d.pdf"

    def test_it_opens_in_every_form(self, administrator: Client) -> None:
        for place, name in self.rows():
            page = administrator.get(f"/quan-tri/{place}/change/").content.decode()
            links = re.findall(r'Hiện nay: <a href="([^"]+)">([^<]+)</a>', page)
            assert len(links) == 1, (place, links)
            assert links[0][1].endswith(name)
            answer = administrator.get(links[0][0])
            assert answer.status_code == 200, links
            assert b"".join(answer.streaming_content)[:5] == b"%PDF-"

    def test_it_opens_where_the_form_is_only_read(self, client: Client) -> None:
        decision = make_decision()
        decision.file.save("b.pdf", chosen())
        client.force_login(make_user(permissions=("view_decision",)))
        page = client.get(f"/quan-tri/emulation/decision/{decision.pk}/change/").content.decode()
        address = f"/quan-tri/emulation/decision/{decision.pk}/tep/"
        assert f'<a href="{address}">b.pdf</a>' in page
        response = client.get(address)
        response.close()
        assert response.status_code == 200
