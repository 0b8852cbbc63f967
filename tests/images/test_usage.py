"""Images from upload to page: every width made once, nothing of the camera left, section kept while they load."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from PIL import Image as PILImage

from portal.core.content.image_processing import WIDTHS
from portal.images.models import Image
from tests.factories import image_bytes, make_article, make_image

pytestmark = pytest.mark.django_db


def stored_name(address: str) -> str:
    return address.removeprefix("/media/")


class TestSaving:
    def test_makes_every_width_in_both_formats_at_once(self) -> None:
        sample_image = make_image(size=(2000, 1250), name="anh.png")
        for width in WIDTHS:
            for family, kind in (("webp", "WEBP"), ("plain", "PNG")):
                with default_storage.open(stored_name(getattr(sample_image.file, f"{family}_{width}"))) as file:
                    image = PILImage.open(file)
                    assert (image.format, image.width) == (kind, width)

    def test_a_save_from_the_shell_is_checked_and_stripped_too(self) -> None:
        exif = PILImage.Exif()
        exif[0x0112] = 6
        exif[0x010F] = "Camera"
        file = ContentFile(image_bytes((80, 40), "JPEG", exif=exif), name="a.jpg")
        sample_image = Image.objects.create(file=file, alt="Ảnh dọc")
        assert (sample_image.width, sample_image.height) == (40, 80)
        with sample_image.file.open() as stored:
            assert not PILImage.open(stored).getexif()

    def test_a_broken_file_from_the_shell_leaves_nothing(self) -> None:
        with pytest.raises(ValidationError), transaction.atomic():
            Image.objects.create(file=ContentFile(b"chu", name="a.jpg"), alt="x")
        assert not Image.objects.exists()

    @pytest.mark.parametrize(
        ("alt", "decorative", "valid"), [("", False, False), ("", True, True), ("Hội trường", False, True)]
    )
    def test_words_are_required_unless_it_decorates(self, alt: str, decorative: bool, valid: bool) -> None:
        sample_image = make_image(alt="tạm")
        sample_image.alt, sample_image.is_decorative = alt, decorative
        if valid:
            sample_image.full_clean()
        else:
            with pytest.raises(ValidationError, match="nội dung thay thế"):
                sample_image.full_clean()

    def test_a_file_name_is_no_description(self) -> None:
        sample_image = make_image(alt="tạm")
        sample_image.alt = "IMG_2018.JPG"
        with pytest.raises(ValidationError, match="tên tệp"):
            sample_image.full_clean()


class TestOnThePage:
    def test_the_lead_image_keeps_its_space_and_comes_first(self, client: Client) -> None:
        article = make_article(lead_image=make_image(size=(1300, 800)))
        tag = re.search(r"<img[^>]*fetchpriority[^>]*>", client.get(article.get_absolute_url()).content.decode())[0]
        for part in ('width="1300"', 'height="800"', "srcset=", "sizes=", 'alt="Núi đá vôi'):
            assert part in tag
        assert 'loading="lazy"' not in tag

    def test_an_image_in_the_text_is_lazy_and_its_addresses_answer(self, client: Client) -> None:
        sample_image = make_image(size=(1300, 800))
        article = make_article(
            body=f'<p>a</p><figure class="image"><img src="{sample_image.file.url}" alt="Thác"></figure>'
        )
        page = client.get(article.get_absolute_url()).content.decode()
        body = page.split('<div class="richtext">')[1].split("</article>")[0]
        assert 'loading="lazy"' in body
        addresses = re.findall(r"(/media/\S+) \d+w", body)
        assert len(addresses) == 8
        for address in addresses:
            response = client.get(address)
            assert response.status_code == 200
            assert "immutable" in response.headers["Cache-Control"]
            response.close()
