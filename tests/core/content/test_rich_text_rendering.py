"""What a stored body becomes on its page."""

import pytest

from portal.core.content.rich_text_rendering import ResponsiveImage, render_rich_text, video_from_url

IMAGE = ResponsiveImage(1600, 1000, "/media/w 400w", "/media/p 400w", "/media/p")


def show(html: str) -> str:
    return render_rich_text(html, lambda addresses: {"/media/anh.jpg": IMAGE})


class TestVideos:
    @pytest.mark.parametrize(
        ("url", "player"),
        [
            ("https://www.youtube.com/watch?v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
            ("https://www.youtube.com/watch?t=3&v=abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
            ("https://youtu.be/abcdefghijk?si=x", "https://www.youtube-nocookie.com/embed/abcdefghijk"),
            ("https://vimeo.com/123456789", "https://player.vimeo.com/video/123456789?dnt=1"),
        ],
    )
    def test_known_by_their_address(self, url: str, player: str) -> None:
        video = video_from_url(url)
        assert video is not None
        assert video.player == player

    @pytest.mark.parametrize("url", ["https://youtube.com.evil.example/watch?v=abcdefghijk", "https://x.vn", ""])
    def test_other_addresses_are_no_videos(self, url: str) -> None:
        assert video_from_url(url) is None

    def test_an_address_alone_in_a_paragraph_becomes_a_player(self) -> None:
        shown = show("<p>Trước</p><p>https://youtu.be/abcdefghijk</p><p>Sau</p>")
        assert 'data-portal-video="https://www.youtube-nocookie.com/embed/abcdefghijk"' in shown
        assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in shown
        assert shown.startswith("<p>Trước</p><figure")
        assert shown.endswith("</figure><p>Sau</p>")

    def test_the_words_of_a_link_become_its_caption(self) -> None:
        shown = show('<p><a href="https://youtu.be/abcdefghijk" rel="noopener noreferrer">Toàn cảnh hội nghị</a></p>')
        assert "<figcaption>Toàn cảnh hội nghị</figcaption>" in shown

    def test_an_address_within_a_sentence_stays_a_link(self) -> None:
        html = '<p>Xem <a href="https://youtu.be/abcdefghijk">phim</a> này.</p>'
        assert show(html) == html


class TestImages:
    def test_an_image_of_the_library_comes_in_several_widths(self) -> None:
        shown = show('<p><img src="/media/anh.jpg" alt="Hội trường">sau</p>')
        assert '<source type="image/webp" srcset="/media/w 400w"' in shown
        assert 'width="1600" height="1000"' in shown
        assert 'loading="lazy"' in shown
        assert "</picture>sau</p>" in shown

    def test_another_image_is_shown_as_it_is(self) -> None:
        assert "<picture>" not in show('<p><img src="/media/khac.jpg" alt="x"></p>')


def test_tables_scroll_by_themselves_and_say_what_they_are() -> None:
    shown = show("<table><caption>Bảng điểm</caption><tbody><tr><td>1</td></tr></tbody></table><p>a</p>")
    assert shown.startswith('<div class="table-scroll" role="region" tabindex="0" aria-label="Bảng điểm"><table>')
    assert shown.endswith("</table></div><p>a</p>")


@pytest.mark.parametrize("html", ["", "<p>a &lt;b&gt; &amp; c</p>", "chữ trần", "<p>a</p>chữ<p>b</p>"])
def test_everything_else_is_left_alone(html: str) -> None:
    assert show(html) == html
