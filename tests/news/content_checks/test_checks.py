"""Each check finds what is planted and is silent where nothing is wrong; all of them bear any text."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from news import content_checks
from news.content_checks import ArticleText, Finding, Severity
from news.content_checks.findings import MAX_FINDINGS_PER_CHECK
from news.demo_data import loader

AT = dt.datetime(2026, 3, 4, 8, tzinfo=dt.UTC)
BODY = "<p>Ngày 21/3/2018, các đơn vị trong Khối họp bàn công tác thi đua.</p>"
# The article about looking for old news shows what happens to a day that does not exist.
MEANT = {("tim-lai-tin-cu-xem-cac-tin-da-dua-ngay-tren-cong-thong-tin", "written-date")}


def check(**fields: object) -> list[Finding]:
    known = {"title": "Họp bàn công tác thi đua", "summary": "Các đơn vị họp.", "body": BODY}
    return content_checks.check(ArticleText(**{**known, **fields}), severities={}, at=AT)


def codes(**fields: object) -> set[str]:
    return {finding.code for finding in check(**fields)}


def words(count: int) -> str:
    return " ".join(["từ"] * count)


PLANTED = [
    ("summary", {"summary": " "}),
    ("body", {"body": "<p> </p>"}),
    ("picture-alt", {"body": '<p>a</p><img src="/media/a.jpg" alt=" ">'}),
    ("picture-alt", {"has_lead_image": True, "lead_alt_text": ""}),
    ("picture-file-name", {"body": '<img src="/media/a.jpg" alt="thac-ban-gioc.JPG">'}),
    ("picture-file-name", {"body": '<img src="/media/a.jpg" alt="IMG_2041">'}),
    ("picture-twice", {"body": '<img src="/media/a.jpg" alt="Núi">' * 2}),
    ("picture-twice", {"body": '<img src="/media/a.jpg" alt="Núi">', "lead_image_url": "/media/a.jpg"}),
    ("lead-picture", {"has_lead_image": False}),
    ("author", {"has_author": False}),
    ("long-title", {"title": "chữ " * 31}),
    ("capital-title", {"title": "ĐẠI HỘI THI ĐUA"}),
    ("long-summary", {"summary": "Một câu ngắn gọn. " * 20}),
    ("heading-jump", {"body": "<h3>Một</h3><p>a</p>"}),
    ("heading-jump", {"body": "<h2>Một</h2><p>a</p><h4>Hai</h4><p>b</p>"}),
    ("empty-heading", {"body": "<h2><strong> </strong></h2><p>a</p>"}),
    ("bold-paragraph", {"body": "<p><strong>Kết quả</strong></p><p>Chữ.</p>"}),
    ("empty-link", {"body": '<p><a href="javascript:x()">chữ</a></p>'}),
    ("empty-link", {"body": '<p>a <a href="https://a.vn/"> </a> b</p>'}),
    ("link-text", {"body": '<p>Xem <a href="https://a.vn/">tại đây</a>.</p>'}),
    ("link-text", {"body": '<p><a href="https://a.vn/">Click here!</a></p>'}),
    ("link-text", {"body": '<p><a href="https://a.vn/van-ban">https://a.vn/van-ban</a></p>'}),
    ("anchor", {"body": '<p><a href="#muc-2">Mục hai</a></p>'}),
    ("table-header", {"body": "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"}),
    ("legacy-font", {"body": "<p>®Çu t­ x©y dùng n«ng th«n míi</p>"}),
    ("legacy-font", {"summary": "ñaàu tö xaây döïng noâng thoân"}),
    ("strange-character", {"title": "Họp\u200b bàn"}),
    ("strange-character", {"body": "<p>Mục \uf0b7 một</p>"}),
    ("strange-character", {"body": "<p>q\u0323</p>"}),
    ("long-sentence", {"body": f"<p>{words(61)}.</p>"}),
    ("long-sentence", {"summary": words(61)}),
    ("long-paragraph", {"body": "<p>" + f"{words(20)}. " * 12 + "</p>"}),
    ("spacing", {"body": "<p>Các đơn vị\u00a0 họp</p>"}),
    ("spacing", {"title": "Họp  bàn"}),
    ("spacing", {"body": "<p>Các đơn vị , các khối</p>"}),
    ("spacing", {"body": "<p>Các đơn vị,các khối</p>"}),
    ("doubled-mark", {"body": "<p>Các đơn vị,, các khối</p>"}),
    ("doubled-mark", {"summary": "Các đơn vị họp.."}),
    ("quotes", {"body": "<p>Phong trào “Thi đua yêu nước</p><p>Chữ.</p>"}),
    ("quotes", {"body": '<p>Phong trào "Thi đua yêu nước</p>'}),
    ("quotes", {"body": "<p>Khối (gồm tám đơn vị</p>"}),
    ("written-date", {"body": "<p>Ngày 03/27/2018</p>"}),
    ("written-date", {"body": "<p>Ngày 31-02-2018</p>"}),
    ("publication-date", {"published_at": AT + dt.timedelta(days=181)}),
    ("publication-date", {"published_at": dt.datetime(201, 3, 4, tzinfo=dt.UTC)}),
]
FINE = [
    {},
    {"title": "", "summary": None, "body": None},
    {"has_lead_image": True, "lead_alt_text": None},
    {"has_lead_image": True, "lead_alt_text": "Núi", "lead_image_url": "/media/b.jpg", "has_author": True},
    {"title": "UBND tỉnh họp", "published_at": AT},
    {"title": "HĐND"},
    {"body": "<h2>Một</h2><p>a.</p><h3>Hai</h3><p>b.</p><h2>Ba</h2><p>c.</p>"},
    {"body": "<p><strong>Nguyên tắc:</strong> thống nhất.</p><p>Chữ.</p>"},
    {"body": "<p>Chữ.</p><p><strong>Nông Thúy Quỳnh</strong></p>"},
    {"body": '<p><a href="https://a.vn/"><img src="/media/a.jpg" alt="Núi đá"></a></p>'},
    {"body": '<p><a href="https://www.youtube.com/watch?v=abcdefghijk">https://www.youtube.com/watch?v=abcdefghijk</a></p>'},
    {"body": "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"},
    {"body": "<table><tr><td>một ô</td></tr></table>"},
    {"body": f"<p>{words(59)}.</p><p>{words(30)}; {words(40)}; {words(40)}.</p>"},
    {"body": "<p>Đạt 1.234,5 tỷ đồng; tăng 3,2%... so với năm trước./.</p>"},
    {"body": "<p>Xem https://a.vn/x,y;z và thư a.b@caobang.gov.vn, v.v.</p>"},
    {"body": "<p>“Đoạn một của lời dẫn.</p><p>“Đoạn hai của lời dẫn.”</p>"},
    {"body": '<p>a) Một; b) Hai (gồm cả ba); "bốn".</p>'},
    {"body": "<p>Luật số 06/2022/QH15 ngày 15/6/2022, Quyết định 598/QĐ-UBND, điện thoại 0206-3852-118.</p>"},
    {"body": "<p>Hoà bình, hòa bình, thuý, thúy.</p>"},
    {"body": "<p>Ho\u0323p b\u0103\u0300ng pho\u0302ng NFD.</p>"},
    {"body": "<p>Các  đơn vị\n   trong Khối.</p>"},
]  # fmt: skip


class TestEachCheck:
    @pytest.mark.parametrize(("code", "fields"), PLANTED)
    def test_finds_what_is_planted_and_nothing_else(self, code: str, fields: dict[str, object]) -> None:
        assert codes(**fields) == {code}

    @pytest.mark.parametrize("fields", FINE)
    def test_is_silent_where_nothing_is_wrong(self, fields: dict[str, object]) -> None:
        assert check(**fields) == []

    def test_every_check_is_tried_here(self) -> None:
        assert {code for code, _fields in PLANTED} == set(content_checks.CHECKS)

    @pytest.mark.parametrize("article", loader.shipped_articles(), ids=lambda article: article.slug)
    def test_articles_that_we_ship_are_in_order(self, article: loader.DemoArticle) -> None:
        text = ArticleText(
            title=article.title,
            summary=article.summary,
            body=article.body_with_urls({key: f"/media/{key}.png" for key in article.body_images}),
            has_lead_image=bool(article.lead_image),
            has_author=bool(article.author),
            published_at=article.published_at,
        )
        found = content_checks.check(text, severities={}, at=article.published_at)
        assert {(article.slug, finding.code) for finding in found} <= MEANT


class TestPlaces:
    """A finding says where it stands, so that the editor is led there."""

    @pytest.mark.parametrize(
        ("fields", "place"),
        [
            ({"summary": ""}, ("summary", "", 0)),
            ({"body": '<p>a</p><img src="/media/a.jpg" alt="Núi"><img src="/media/b.jpg">'}, ("body", "img", 2)),
            ({"body": "<h2>Một</h2><p>a</p><h4>Hai</h4><p>b</p>"}, ("body", "h4", 1)),
            ({"body": f"<p>Chữ.</p><ul><li>Chữ.</li><li>{words(61)}</li></ul>"}, ("body", "li", 2)),
            ({"body": "<table><tr><th>a , b</th></tr></table>"}, ("body", "th", 1)),
            ({"has_author": False}, ("bylines", "", 0)),
        ],
    )
    def test_is_told(self, fields: dict[str, object], place: tuple[str, str, int]) -> None:
        (finding,) = check(**fields)
        assert (finding.field, finding.element, finding.number) == place

    def test_words_of_a_list_within_a_list_are_read_once(self) -> None:
        body = "<ul><li>Một , hai<ul><li>Ba.</li></ul></li></ul>"
        assert [(finding.element, finding.number) for finding in check(body=body)] == [("li", 1)]

    def test_the_excerpt_holds_the_words_in_question(self) -> None:
        (finding,) = check(body=f"<p>{words(40)}. Các đơn vị , các khối. {words(40)}.</p>")
        assert "đơn vị , các khối" in finding.excerpt
        assert len(finding.excerpt) < 90

    def test_a_long_excerpt_is_cut_between_words(self) -> None:
        (finding,) = check(body=f"<p>{words(70)}</p>")
        assert finding.excerpt.endswith("từ…")
        assert len(finding.excerpt) <= 92


class TestOrderAndNumber:
    def test_what_blocks_comes_first(self) -> None:
        found = check(title="HỌP BÀN CÔNG TÁC", body='<p>a , b</p><img src="/media/a.jpg">', has_author=False)
        assert [finding.is_blocking for finding in found] == [True, False, False, False]

    def test_many_of_a_kind_are_summed_up(self) -> None:
        found = check(body="<p>a , b</p>" * (MAX_FINDINGS_PER_CHECK + 5))
        assert len(found) == MAX_FINDINGS_PER_CHECK + 1
        assert found[-1].message == "Còn 5 chỗ nữa như vậy."

    def test_only_what_blocks_can_be_asked_for(self) -> None:
        text = ArticleText(title="HỌP BÀN CÔNG TÁC", summary="", body=BODY)
        assert [finding.code for finding in content_checks.check(text, severities={}, only_blocking=True)] == [
            "summary"
        ]


class TestSeverities:
    def test_are_set_one_by_one(self) -> None:
        chosen = content_checks.parse_severities(" summary = advise, heading-jump=block,quotes=off,broken-link=block,")
        assert chosen == {
            "summary": Severity.ADVISE,
            "heading-jump": Severity.BLOCK,
            "quotes": Severity.OFF,
            "broken-link": Severity.BLOCK,
        }
        assert content_checks.parse_severities("") == {}

    @pytest.mark.parametrize(
        ("written", "said"),
        [("summry=block", "summry"), ("summary=loud", "loud"), ("summary", "summary"), ("=block", "no check")],
    )
    def test_what_there_is_not_is_refused(self, written: str, said: str) -> None:
        with pytest.raises(ValueError, match=said):
            content_checks.parse_severities(written)

    def test_hold_for_the_findings(self) -> None:
        text = ArticleText(title="Họp", summary="", body="<h3>Một</h3><p>a , b</p>")
        chosen = {"summary": Severity.ADVISE, "heading-jump": Severity.BLOCK, "spacing": Severity.OFF}
        found = content_checks.check(text, severities=chosen)
        assert [(finding.code, finding.severity) for finding in found] == [
            ("heading-jump", Severity.BLOCK),
            ("summary", Severity.ADVISE),
        ]


class TestBrokenLinks:
    def test_are_those_that_the_function_names(self) -> None:
        text = ArticleText(body='<p><a href="/mat/">Bài cũ</a> và <a href="/con/">bài mới</a>.</p>')
        asked: list[set[str]] = []

        def broken(addresses: object) -> set[str]:
            asked.append(set(addresses))  # type: ignore[call-overload]  # a collection of addresses
            return {"/mat/"}

        (finding,) = content_checks.check(text, severities={}, broken_links=broken, at=AT)
        assert (finding.code, finding.excerpt, finding.number) == ("broken-link", "Bài cũ", 1)
        assert asked == [{"/mat/", "/con/"}]

    def test_nobody_is_asked_about_a_text_without_links(self) -> None:
        def broken(addresses: object) -> set[str]:
            raise AssertionError

        assert content_checks.check(ArticleText(body=BODY), severities={}, broken_links=broken, at=AT) == []


_TAGS = ["p", "h2", "h3", "h4", "ul", "li", "table", "tr", "td", "th", "a", "img", "strong", "br", "figure", "div"]
_pieces = st.one_of(
    st.sampled_from([f"<{tag}>" for tag in _TAGS] + [f"</{tag}>" for tag in _TAGS]),
    st.sampled_from(
        ['<a href="#x">', '<a href="//[">', '<img src="/media/a">', "“", "(", '"', "..", " ,", "31/02/2018"]
    ),
    st.text(max_size=12),
)


class TestAnyText:
    @given(st.lists(_pieces, max_size=60).map("".join), st.text(max_size=60), st.text(max_size=60))
    def test_is_borne(self, body: str, title: str, summary: str) -> None:
        for finding in check(body=body, title=title, summary=summary):
            assert finding.message
            assert finding.field in {"title", "summary", "body"}

    @pytest.mark.parametrize(
        "piece",
        [
            "<p>Các đơn vị , họp.. </p>",
            "từ ",
            "<p>" + "." * 50,
            "“",
            '<p><a href="#a">x</a></p>',
            "<h4>x</h4>",
            "<td>x",
        ],
    )
    def test_of_a_megabyte_is_read_in_one_go(self, piece: str) -> None:
        """Work that grows with the square of the length would take hours here, not a second or two."""
        found = check(body=piece * (1_000_000 // len(piece.encode())))
        assert len(found) <= len(content_checks.CHECKS) * (MAX_FINDINGS_PER_CHECK + 1)
