"""``manage.py importarticles`` from files to public pages, and what it says when it cannot."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from news.models import Article, Author, Picture
from tests.factories import make_category, picture_bytes
from tests.news.importing.test_readers import SAMPLES, write

pytestmark = pytest.mark.django_db


def run(*arguments: object) -> tuple[int, list[str], list[str]]:
    """The exit status and what was written to the two streams."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("importarticles", *(str(argument) for argument in arguments), stdout=out, stderr=err)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    return status, out.getvalue().splitlines(), err.getvalue().splitlines()


def sample_folder(folder: Path) -> Path:
    """All samples with the pictures beside the page, one of them broken."""
    shutil.copytree(SAMPLES, folder, dirs_exist_ok=True)
    write(folder, "page_files/trong cay.png", picture_bytes())
    write(folder, "page_files/hong.jpg", b"broken")
    write(folder, "page_files/hop.jpg", picture_bytes(kind="JPEG"))
    return folder


class TestImportArticles:
    def test_an_imported_page_is_read_by_the_public(self, client: Client) -> None:
        status, out, err = run(SAMPLES / "old-portal.txt")
        assert (status, out, err) == (0, ["Đã nhập 1 bài, bỏ qua 0 bài đã có, 0 tệp lỗi."], [])
        article = Article.objects.get()
        assert article.bylines.get().author == Author.objects.get(slug="luc-thi-minh-hanh")
        assert article.title in client.get("/tin-tuc/2019/07/04/").content.decode()
        assert "lịch kiểm tra chéo trong tháng 9./." in client.get(article.get_absolute_url()).content.decode()

    def test_a_folder_is_imported_and_its_faults_are_named(self, tmp_path: Path) -> None:
        status, out, err = run(sample_folder(tmp_path))
        assert status == 1
        assert out == ["Đã nhập 7 bài, bỏ qua 0 bài đã có, 2 tệp lỗi."]
        assert Picture.objects.count() == 2
        assert "export.xml: “Bài không ngày”: không thấy ngày đăng." in err
        assert "rss.xml: “Tin không ngày”: không thấy ngày đăng." in err
        assert any(line.startswith("page.html: bỏ ảnh “page_files/hong.jpg”") for line in err)

    def test_again_creates_nothing(self, tmp_path: Path) -> None:
        run(sample_folder(tmp_path))
        before = set(Article.objects.values_list("pk", "updated_at"))
        _status, out, _err = run(tmp_path)
        assert out == ["Đã nhập 0 bài, bỏ qua 7 bài đã có, 2 tệp lỗi."]
        assert set(Article.objects.values_list("pk", "updated_at")) == before
        assert Picture.objects.count() == 2

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
        assert not Picture.objects.exists()

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
