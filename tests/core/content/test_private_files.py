"""The response of a private file: a download, 304 or 404."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from news.models import Attachment
from portal.core.content.private_files import private_file_response
from portal.core.http.errors import NotFoundWithMessage


def respond(file: FieldFile, **headers: str) -> HttpResponseBase:
    return private_file_response(RequestFactory().get("/", headers=headers), file)


@pytest.fixture
def file() -> FieldFile:
    attachment = Attachment()
    attachment.file.save("Kế hoạch.pdf", ContentFile(b"%PDF-1.4 ke hoach"), save=False)
    attachment.file.close()
    return Attachment(file=attachment.file.name).file


class TestValidation:
    def test_does_not_open_a_stored_file(self, file: FieldFile) -> None:
        file.storage.delete(file.name)
        assert file.field.clean(file, file.instance) == file

    def test_refuses_an_upload_that_is_no_document(self) -> None:
        attachment = Attachment(file=ContentFile(b"khong phai pdf", name="a.pdf"))
        with pytest.raises(ValidationError, match="không đúng với đuôi"):
            attachment.file.field.clean(attachment.file, attachment)


class TestResponse:
    def test_is_a_download_that_browsers_do_not_render(self, file: FieldFile) -> None:
        response = respond(file)
        assert response.headers["Content-Disposition"] == 'attachment; filename="ke-hoach.pdf"'
        assert response.headers["Content-Type"] == "application/pdf"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert b"".join(response) == b"%PDF-1.4 ke hoach"
        file.close()

    def test_is_304_for_a_client_that_has_the_file_and_opens_nothing(self, file: FieldFile) -> None:
        first = respond(file)
        file.close()
        file.storage.delete(file.name)  # opening it would be a 404
        response = respond(file, if_none_match=first.headers["ETag"])
        assert (response.status_code, response.headers["ETag"]) == (304, first.headers["ETag"])

    def test_is_404_with_a_message_when_storage_lost_the_file(self, file: FieldFile) -> None:
        file.storage.delete(file.name)
        with pytest.raises(NotFoundWithMessage, match="không còn trong kho"):
            respond(file)
