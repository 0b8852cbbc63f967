"""``manage.py import_articles`` from files to public pages, and what it says when it cannot."""

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from news.importers import feed, save, wordpress
from news.management.commands import import_articles
from news.models import Article, Author
from portal.images.models import Image
from tests.factories import image_bytes, make_category
from tests.news.importers.test_readers import SAMPLES, write

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parent.parent.parent / "cases"


def run(*arguments: object) -> tuple[int, list[str], list[str]]:
    """The exit status and what was written to the two streams."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("import_articles", *(str(argument) for argument in arguments), stdout=out, stderr=err)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def sample_folder(folder: Path) -> Path:
    """All samples with the images beside the page, one of them broken."""
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    write(folder, "page_files/trong cay.png", image_bytes())
    write(folder, "page_files/hong.jpg", b"broken")
    write(folder, "page_files/hop.jpg", image_bytes(kind="JPEG"))
    return folder


class TestImportArticles:
    def test_an_imported_page_is_read_by_the_public(self, client: Client) -> None:
        status, out, err = run(SAMPLES / "old-portal.txt")
        assert (status, out, err) == (0, ["Đã nhập 1 bài, bỏ qua 0 bài đã có, 0 tệp lỗi."], [])
        article = Article.objects.get()
        assert article.bylines.get().author == Author.objects.get(slug="luc-thi-minh-hanh")
        assert article.title in client.get("/tin-tuc/2019/07/04/").content.decode()
        assert "lịch kiểm tra chéo trong tháng 9./." in client.get(article.get_absolute_url()).content.decode()

    def test_a_page_with_eth_for_stroked_d_is_found_by_its_words(self, client: Client) -> None:
        run(CASES / "09-eth-for-dd.html")
        article = Article.objects.get()
        assert article.title == "Đại hội Đảng bộ tỉnh lần thứ mười hai"
        assert article.slug.startswith("dai-hoi-dang-bo-")
        assert "Đoàn kiểm tra của Ủy ban" in article.body
        assert article in Article.objects.matching("đảng")
        assert article.get_absolute_url() in client.get("/tim-kiem/", {"q": "đảng"}).content.decode()

    def test_a_folder_is_imported_and_its_faults_are_named(self, tmp_path: Path) -> None:
        status, out, err = run(sample_folder(tmp_path))
        assert status == 1
        assert out == ["Đã nhập 7 bài, bỏ qua 0 bài đã có, 2 tệp lỗi."]
        assert Image.objects.count() == 2
        assert "export.xml: “Bài không ngày”: không thấy ngày đăng." in err
        assert "rss.xml: “Tin không ngày”: không thấy ngày đăng." in err
        assert any(line.startswith("page.html: bỏ ảnh “page_files/hong.jpg”") for line in err)

    def test_again_creates_nothing(self, tmp_path: Path) -> None:
        run(sample_folder(tmp_path))
        before = set(Article.objects.values_list("pk", "updated_at"))
        _status, out, _err = run(tmp_path)
        assert out == ["Đã nhập 0 bài, bỏ qua 7 bài đã có, 2 tệp lỗi."]
        assert set(Article.objects.values_list("pk", "updated_at")) == before
        assert Image.objects.count() == 2

    def test_one_bad_file_leaves_the_others_alone(self, tmp_path: Path) -> None:
        write(tmp_path, "a.txt", b"\x00\x01\x02")
        write(tmp_path, "b.html", "")
        write(tmp_path, "c.xml", "<rss>")
        write(tmp_path, "d.txt", "Không có ngày")
        shutil.copy(SAMPLES / "old-portal.txt", tmp_path / "e.txt")
        status, out, err = run(tmp_path, tmp_path / "khong-co", "https://example.vn/tin.html")
        assert status == 1
        assert out == ["Đã nhập 1 bài, bỏ qua 0 bài đã có, 6 tệp lỗi."]
        assert [line.split(": ")[0] for line in err] == [
            str(tmp_path / "khong-co"),
            "https://example.vn/tin.html",
            *("a.txt", "b.html", "c.xml", "d.txt"),
        ]

    @pytest.mark.parametrize("step", ["sources.read_articles", "save.import_article", "save._save_image"])
    def test_an_error_nobody_foresaw_takes_no_other_article_with_it(
        self, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """On the first call of each step: reading, storing, taking an image."""
        module, name = step.split(".")
        calls: list[int] = []
        original = getattr(getattr(import_articles, module, save), name)

        def fails_once(*arguments: Any, **options: Any) -> Any:
            calls.append(1)
            if len(calls) == 1:
                raise KeyError("MPO")
            return original(*arguments, **options)

        monkeypatch.setattr(getattr(import_articles, module, save), name, fails_once)
        status, out, err = run(sample_folder(tmp_path))
        assert status == 1
        assert any("gặp lỗi chưa lường trước (KeyError)" in line for line in err)
        created = int(out[0].split()[2])
        assert created == Article.objects.count() >= 3
        status, out, err = run(tmp_path)
        assert not any("chưa lường trước" in line for line in err)
        assert Article.objects.count() == 7

    @pytest.mark.parametrize(
        ("name", "reader"), [("export.xml", "wordpress._parse_post"), ("rss.xml", "feed._parse_entry")]
    )
    def test_an_error_in_one_item_of_a_file_leaves_its_others(
        self, name: str, reader: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        original = {"wordpress._parse_post": wordpress._parse_post, "feed._parse_entry": feed._parse_entry}[reader]
        calls: list[int] = []

        def fails_once(*arguments: Any) -> Any:
            calls.append(1)
            if len(calls) == 1:
                raise IndexError
            return original(*arguments)

        monkeypatch.setattr(f"news.importers.{reader}", fails_once)
        _status, _out, err = run(SAMPLES / name)
        assert any("gặp lỗi chưa lường trước (IndexError)" in line for line in err)
        assert len(calls) > 1

    def test_the_same_file_twice_in_a_run_is_one_article(self) -> None:
        _status, out, _err = run(SAMPLES / "old-portal.txt", SAMPLES / "old-portal.txt")
        assert out == ["Đã nhập 1 bài, bỏ qua 1 bài đã có, 0 tệp lỗi."]

    def test_dry_run_tells_and_writes_nothing(self, tmp_path: Path) -> None:
        status, out, _err = run("--dry-run", sample_folder(tmp_path))
        assert status == 1
        assert (
            "04/07/2019 | Cụm thi đua số II sơ kết công tác sáu tháng đầu năm 2019 | Lục Thị Minh Hạnh | 0 ảnh" in out
        )
        assert out[-1] == "Sẽ nhập 7 bài, bỏ qua 0 bài đã có, 2 tệp lỗi. Chưa ghi gì."
        assert not Article.objects.exists()
        assert not Image.objects.exists()

    def test_draft_and_category(self) -> None:
        category = make_category("Thông báo")
        run(SAMPLES / "old-portal.txt", "--draft", "--category", "thong-bao")
        article = Article.objects.get()
        assert (article.status, article.category) == ("draft", category)

    def test_an_unknown_category_is_refused_before_anything(self) -> None:
        make_category("Thông báo")
        with pytest.raises(CommandError, match="thong-bao"):
            run(SAMPLES / "old-portal.txt", "--category", "khong-co")
        assert not Article.objects.exists()
