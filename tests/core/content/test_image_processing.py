"""Images as cameras, scanners and drawing programs write them: what is kept, and what is refused with a sentence."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms

from portal.core.content import image_processing
from tests.cases import case_bytes
from tests.factories import image_bytes

RED, GREEN = (200, 30, 35), (30, 160, 60)


def upload(content: bytes, name: str = "anh.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def kept(content: bytes, name: str = "anh.jpg") -> Image.Image:
    """What is stored of an upload, decoded."""
    return Image.open(image_processing.reencode_image(upload(content, name)))


def is_near(colour: Any, wanted: tuple[int, ...], distance: int = 6) -> bool:
    return all(abs(one - other) <= distance for one, other in zip(colour, wanted, strict=True))


def frames(kind: str) -> bytes:
    first, second = Image.new("RGB", (64, 48), RED), Image.new("RGB", (64, 48), GREEN)
    return encoded(first, kind, save_all=True, append_images=[second], duration=100)


class TestSeveralImagesInOne:
    def test_the_first_image_of_a_jpeg_with_two_is_kept(self) -> None:
        image = kept(case_bytes("two-pictures-in-one.jpg"))
        assert (image.format, image.size) == ("JPEG", (640, 480))
        red, green, _blue = image.convert("RGB").getpixel((320, 240))
        assert red > 2 * green

    def test_the_second_image_is_gone(self) -> None:
        stored = image_processing.reencode_image(upload(case_bytes("two-pictures-in-one.jpg"))).read()
        assert stored.count(b"\xff\xd8\xff") == 1

    @pytest.mark.parametrize(("kind", "name"), [("PNG", "anh.png"), ("WEBP", "anh.webp")])
    def test_a_moving_image_is_refused_with_a_sentence(self, kind: str, name: str) -> None:
        with pytest.raises(ValidationError, match="Ảnh động"):
            image_processing.validate_image(upload(frames(kind), name))

    @pytest.mark.parametrize(("kind", "name"), [("PNG", "anh.png"), ("WEBP", "anh.webp"), ("PNG", "anh.jpg")])
    def test_a_still_image_is_kept_as_what_it_is(self, kind: str, name: str) -> None:
        assert kept(image_bytes(kind=kind), name).format == kind

    @pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "JPEG2000", "AVIF", "ICO"])
    def test_what_only_bears_the_name_of_an_image_we_take_is_refused(self, kind: str) -> None:
        with pytest.raises(ValidationError, match="không phải là ảnh"):
            image_processing.validate_image(upload(image_bytes((32, 32), kind)))


class TestUnforeseen:
    """What a decoder raises on broken bytes is no fault of the portal."""

    @pytest.mark.parametrize("fault", [KeyError("x"), IndexError("x"), RuntimeError("x"), MemoryError(), EOFError()])
    @pytest.mark.parametrize("step", ["PIL.Image.open", "PIL.ImageFile.ImageFile.load", "PIL.ImageOps.exif_transpose"])
    def test_whatever_the_decoder_raises_is_told_as_a_broken_image(
        self, step: str, fault: Exception, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_arguments: Any, **_options: Any) -> None:
            raise fault

        monkeypatch.setattr(step, fail)
        with pytest.raises(ValidationError):
            image_processing.reencode_image(upload(image_bytes(kind="JPEG")))

    @pytest.mark.parametrize("length", [3, 20, 200, 600, 800])
    @pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
    def test_an_image_cut_off_anywhere_is_refused(self, kind: str, name: str, length: int) -> None:
        noise = Image.effect_noise((64, 64), 90).convert("RGB")
        with pytest.raises(ValidationError):
            image_processing.reencode_image(upload(encoded(noise, kind)[:length], name))


class TestColours:
    def test_a_wide_gamut_becomes_srgb(self) -> None:
        image = kept(case_bytes("display-p3.jpg")).convert("RGB")
        assert is_near(image.getpixel((10, 40)), (219, 37, 34))
        assert is_near(image.getpixel((30, 40)), (0, 185, 54))
        assert "icc_profile" not in image.info

    def test_srgb_stays_as_it_is(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        content = encoded(Image.new("RGB", (8, 8), RED), "PNG", icc_profile=profile)
        assert is_near(kept(content, "a.png").getpixel((4, 4)), RED, 1)

    @pytest.mark.parametrize(
        "profile",
        [b"", b"no profile at all", b"\0" * 132, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()],
    )
    @pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA", "P"])
    def test_a_profile_that_is_broken_or_of_another_kind_changes_nothing(self, mode: str, profile: bytes) -> None:
        image = Image.new("RGB", (8, 8), RED).convert(mode)
        content = encoded(image, "PNG", icc_profile=profile)
        assert is_near(kept(content, "a.png").convert("RGB").getpixel((4, 4)), image.convert("RGB").getpixel((4, 4)), 1)

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    def test_what_shows_through_still_does(self, mode: str) -> None:
        image = Image.new("RGBA", (8, 8), (*RED, 0)).convert(mode)
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        stored = kept(encoded(image, "PNG", icc_profile=profile), "a.png")
        assert stored.convert("RGBA").getpixel((4, 4))[3] == 0

    def test_ink_becomes_light(self) -> None:
        content = encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG", quality=95)
        red, green, blue = kept(content).convert("RGB").getpixel((4, 4))
        assert red > 200
        assert max(green, blue) < 60

    def test_sixteen_bits_of_grey_are_a_ramp(self) -> None:
        image = kept(case_bytes("scan-16-bit-grey.png"), "scan.png").convert("L")
        levels = [image.getpixel((x, 40)) for x in range(0, 80, 8)]
        assert levels == sorted(levels)
        assert levels[0] < 16
        assert levels[-1] > 220
        assert len(set(levels)) == len(levels)


class TestCuttingAway:
    """What a person cut away in an office program is not in the file that is stored."""

    @pytest.mark.parametrize(("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
    def test_only_the_part_is_left(self, kind: str, name: str) -> None:
        image = Image.new("RGB", (100, 40), RED)
        image.paste(GREEN, (50, 0, 100, 40))
        cut = Image.open(
            io.BytesIO(image_processing.crop_image(encoded(image, kind, quality=95), name, (0.5, 0, 1, 1)))
        )
        assert (cut.format, cut.size) == (kind, (50, 40))
        assert is_near(cut.convert("RGB").getpixel((10, 20)), GREEN, 12)

    def test_a_small_copy_in_the_metadata_is_gone_and_the_image_still_stands_upright(self) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        exif[0x010E] = "red half"
        content = encoded(Image.new("RGB", (100, 40), RED), "JPEG", exif=exif)
        cut = image_processing.crop_image(content, "a.jpg", (0.5, 0, 1, 1))
        assert b"red half" not in cut
        assert kept(cut).size == (40, 50)

    def test_colours_are_still_converted_afterwards(self) -> None:
        cut = image_processing.crop_image(case_bytes("display-p3.jpg"), "a.jpg", (0, 0, 0.25, 1))
        assert is_near(kept(cut).convert("RGB").getpixel((10, 40)), (219, 37, 34))

    @pytest.mark.parametrize("part", [(0.5, 0, 0.5, 1), (0.6, 0, 0.4, 1), (0, 1, 1, 1)])
    def test_nothing_left_is_refused(self, part: image_processing.RelativeBox) -> None:
        with pytest.raises(ValidationError, match="không có gì"):
            image_processing.crop_image(image_bytes((10, 10)), "a.png", part)
