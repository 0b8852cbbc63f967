"""What differs between two revisions, and how two people's changes go together. No database."""

import time
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.revisions import SNAPSHOT_FIELDS
from portal.core.content import rich_text
from portal.core.diff.field_diff import (
    MAX_COMPARED_PAIRS,
    FieldDifference,
    Labels,
    differences,
    field_label,
    referenced_ids,
)
from portal.core.diff.html_blocks import DiffImage, DiffLine, TextRun, split_blocks
from portal.core.diff.html_diff import align_lines
from portal.core.diff.merge import Origin, merge
from portal.core.diff.sequence_diff import ComparisonBudget, find_hunks
from portal.core.diff.word_diff import ChangeKind

NAMES = Labels(
    categories={1: "Thi đua", 2: "Văn hóa"},
    authors={1: "Nông Thúy Quỳnh", 2: "Lục Thị Mai"},
    images={
        1: DiffImage("/media/mot.jpg", "Lễ ký"),
        2: DiffImage("/media/hai.jpg", "Hội trường"),
        3: DiffImage("/media/ba.jpg"),
    },
    contributions={"text": "Bài", "images": "Ảnh"},
)
SIGNS = {ChangeKind.KEPT: "{}", ChangeKind.REMOVED: "[-{}-]", ChangeKind.ADDED: "{{+{}+}}"}


def written(segments: list[Any]) -> str:
    """Segments in one line of text: what was removed in [-…-], what was added in {+…+}."""
    shown = ((segment, f"<{segment.image.url}>" if segment.image else segment.text) for segment in segments)
    return "".join(SIGNS[segment.change].format(text) for segment, text in shown)


def only(before: dict[str, Any], after: dict[str, Any], names: Labels = NAMES) -> FieldDifference:
    (found,) = differences(before, after, names)
    return found


def body(before: str, after: str) -> list[str]:
    """The rows of two bodies: their words, then the notes."""
    found = differences({"body": before}, {"body": after}, NAMES)
    rows = found[0].rows if found else []
    return [
        f"…{row.skipped_count}" if row.skipped_count else "; ".join([written(row.segments), *row.notes]) for row in rows
    ]


class TestTexts:
    @pytest.mark.parametrize(
        ("before", "after", "expected"),
        [
            ("Ký giao ước", "Ký kết giao ước", "Ký {+kết +}giao ước"),
            ("Ba đơn vị.", "Bốn đơn vị!", "[-Ba-]{+Bốn+} đơn vị[-.-]{+!+}"),
            ("", "Mới", "{+Mới+}"),
            ("Cũ", "", "[-Cũ-]"),
            ("Hòa An", "Hoà An", "[-Hòa-]{+Hoà+} An"),
        ],
    )
    def test_by_words(self, before: str, after: str, expected: str) -> None:
        found = only({"title": before}, {"title": after})
        assert (found.label, written(found.segments)) == ("Tiêu đề", expected)

    def test_what_is_the_same_is_left_out(self) -> None:
        assert differences({"title": "a", "body": "<p>b</p>"}, {"title": "a", "body": "<p>b</p>"}, NAMES) == []

    def test_what_was_not_kept_then_cannot_differ(self) -> None:
        assert differences({"title": "a"}, {"title": "a", "bylines": []}, NAMES) == []

    def test_fields_come_in_the_order_of_the_form(self) -> None:
        before = dict.fromkeys(("is_pinned", "slug", "body", "title")) | {"body": "", "title": ""}
        after = {"is_pinned": True, "slug": "a", "body": "<p>a</p>", "title": "a"}
        assert [found.name for found in differences(before, after, NAMES)] == ["title", "body", "slug", "is_pinned"]

    @pytest.mark.parametrize("name", [*SNAPSHOT_FIELDS, "gallery", "attachments", "bylines"])
    def test_every_field_of_a_snapshot_has_its_name(self, name: str) -> None:
        assert field_label(name) != name


class TestValues:
    @pytest.mark.parametrize(
        ("name", "before", "after", "old", "new"),
        [
            ("category", 1, 2, "Thi đua", "Văn hóa"),
            ("category", 1, 9, "Thi đua", "(đã xóa, số 9)"),
            ("author", None, 2, "(để trống)", "Lục Thị Mai"),
            ("source_name", "", "Báo Cao Bằng", "(để trống)", "Báo Cao Bằng"),
            ("is_featured", False, True, "Không", "Có"),
            ("published_at", "2018-03-27T01:30:00+00:00", None, "27/03/2018 08:30", "(để trống)"),
            ("expires_at", None, "2018-12-31T17:00:00+00:00", "(để trống)", "01/01/2019 00:00"),
            ("lead_image", 1, None, "Lễ ký", "(không có ảnh)"),
            ("lead_image", 3, 9, "ảnh trang trí", "(đã xóa, số 9)"),
        ],
    )
    def test_old_and_new_as_people_read_them(self, name: str, before: Any, after: Any, old: str, new: str) -> None:
        found = only({name: before}, {name: after})
        assert (found.old, found.new) == (old, new)

    def test_the_keys_to_look_up(self) -> None:
        snapshot = {
            "category": 1,
            "author": None,
            "lead_image": 5,
            "gallery": [{"image": 6, "caption": ""}],
            "bylines": [{"author": 7, "contribution": "text"}],
        }
        assert referenced_ids(snapshot, {}) == {"categories": {1}, "authors": {7}, "images": {5, 6}}


class TestLists:
    def rows(self, name: str, before: list[Any], after: list[Any]) -> list[str]:
        return ["; ".join([written(row.segments), *row.notes]) for row in only({name: before}, {name: after}).rows]

    def test_the_gallery(self) -> None:
        first, second, third = ({"image": number, "caption": ""} for number in (1, 2, 3))
        assert self.rows("gallery", [first], [first, second]) == ["{+</media/hai.jpg>+}"]
        assert self.rows("gallery", [first, second], [second]) == ["[-</media/mot.jpg>-]"]
        assert self.rows("gallery", [first], [{"image": 1, "caption": "Ký"}]) == [
            "</media/mot.jpg>; đổi chú thích: “” → “Ký”"
        ]
        moved = self.rows("gallery", [first, second, third], [third, first, second])
        assert moved == ["</media/ba.jpg>; đổi thứ tự"]

    def test_one_image_twice(self) -> None:
        twice = [{"image": 1, "caption": ""}, {"image": 1, "caption": ""}]
        assert self.rows("gallery", twice, twice[:1]) == ["[-</media/mot.jpg>-]"]

    def test_attachments(self) -> None:
        plan = {"id": 1, "name": "Kế hoạch", "file": "a.pdf"}
        assert self.rows("attachments", [plan], []) == ["[-Kế hoạch-]"]
        assert self.rows("attachments", [plan], [{**plan, "id": 7, "name": "Kế hoạch năm"}]) == [
            "Kế hoạch năm; đổi tên hiển thị: “Kế hoạch” → “Kế hoạch năm”"
        ]

    def test_another_row_for_the_same_file_is_no_difference(self) -> None:
        plan = {"id": 1, "name": "Kế hoạch", "file": "a.pdf"}
        assert differences({"attachments": [plan]}, {"attachments": [{**plan, "id": 2}]}, NAMES) == []

    def test_bylines(self) -> None:
        first, second = {"author": 1, "contribution": "text"}, {"author": 2, "contribution": "images"}
        assert self.rows("bylines", [first], [first, second]) == ["{+Ảnh: Lục Thị Mai+}"]
        assert self.rows("bylines", [first], [{"author": 1, "contribution": "images"}]) == [
            "Ảnh: Nông Thúy Quỳnh; đổi phần việc: “Bài: Nông Thúy Quỳnh” → “Ảnh: Nông Thúy Quỳnh”"
        ]


class TestBodies:
    @pytest.mark.parametrize(
        ("before", "after", "rows"),
        [
            ("<p>Ký giao ước năm 2018.</p>", "<p>Ký giao ước năm 2019.</p>", ["Ký giao ước năm [-2018-]{+2019+}."]),
            ("<p>Một</p><p>Hai</p>", "<p>Một</p>", ["Một", "[-Hai-]"]),
            ("<p>Một</p>", "<p>Một</p><p>Hai</p>", ["Một", "{+Hai+}"]),
            ("<p>Hội nghị</p>", "<p>Thông báo khác hẳn</p>", ["[-Hội nghị-]", "{+Thông báo khác hẳn+}"]),
            ("<p>1</p><p>2</p><p>3</p><p>a</p>", "<p>1</p><p>2</p><p>3</p><p>b</p>", ["…2", "3", "[-a-]", "{+b+}"]),
            ("<p>a</p><p>1</p><p>2</p><p>3</p>", "<p>b</p><p>1</p><p>2</p><p>3</p>", ["[-a-]", "{+b+}", "1", "…2"]),
            (
                "<p>Thi đua tốt</p>",
                "<p>Thi <strong>đua</strong> tốt</p>",
                ["Thi đua tốt; đổi định dạng “đua”: chữ thường → chữ đậm"],
            ),
            ("<h2>Kết quả</h2>", "<h3>Kết quả</h3>", ["Kết quả; đổi kiểu: đề mục cấp 2 → đề mục cấp 3"]),
            ("<p>Kết quả</p>", "<h2>Kết quả</h2>", ["Kết quả; đổi kiểu: đoạn văn → đề mục cấp 2"]),
            (
                '<p class="align-center">Kết quả</p>',
                '<p class="align-right">Kết quả</p>',
                ["Kết quả; đổi căn lề: giữa → phải"],
            ),
            ("<p>Kết quả</p>", '<p class="align-center">Kết quả</p>', ["Kết quả; đổi căn lề: mặc định → giữa"]),
            (
                '<p>Xem <a href="/a/?x=1&amp;y=2" rel="noopener noreferrer">tại đây</a></p>',
                '<p>Xem <a href="/b/" rel="noopener noreferrer">tại đây</a></p>',
                ["Xem tại đây; đổi liên kết ở “tại đây”: /a/?x=1&y=2 → /b/"],
            ),
            (
                "<p>Xem đây</p>",
                '<p>Xem <a href="/b/" rel="noopener noreferrer">đây</a></p>',
                ["Xem đây; thêm liên kết ở “đây”: /b/"],
            ),
            (
                '<p>Xem <a href="/b/" rel="noopener noreferrer">đây</a></p>',
                "<p>Xem đây</p>",
                ["Xem đây; bỏ liên kết ở “đây”: /b/"],
            ),
            (
                '<p>a</p><p><img src="/media/1.jpg" alt="Núi"></p>',
                '<p>a</p><p><img src="/media/1.jpg" alt="Núi đá"></p>',
                ["a", "</media/1.jpg>; đổi nội dung thay thế của ảnh: “Núi” → “Núi đá”"],
            ),
            (
                '<p>Ảnh: <img src="/media/1.jpg" alt="Núi"></p>',
                '<p>Ảnh: <img src="/media/2.jpg" alt="Núi"></p>',
                ["Ảnh: [-</media/1.jpg>-]{+</media/2.jpg>+}"],
            ),
            (
                '<figure class="image"><img src="/media/1.jpg" alt="Núi"><figcaption>Núi đá ở Trùng Khánh</figcaption></figure>',
                '<figure class="image"><img src="/media/1.jpg" alt="Núi"><figcaption>Núi đá ở Hà Quảng</figcaption></figure>',
                ["</media/1.jpg>Núi đá ở [-Trùng-]{+Hà+} [-Khánh-]{+Quảng+}"],
            ),
            (
                "<ul><li>Một</li><li>Hai</li></ul>",
                "<ul><li>Một</li><li>Hai</li><li>Ba</li></ul>",
                ["…1", "Hai", "{+Ba+}"],
            ),
            (
                "<ul><li>Một</li></ul>",
                "<ol><li>Một</li></ol>",
                ["Một; đổi kiểu danh sách hoặc bậc thụt vào"],
            ),
            (
                "<ul><li>Ngoài<ul><li>Trong này</li></ul></li></ul>",
                "<ul><li>Ngoài</li><li>Trong này</li></ul>",
                ["Ngoài", "Trong này; đổi kiểu danh sách hoặc bậc thụt vào"],
            ),
            (
                "<table><tbody><tr><th>Đơn vị</th><th>Điểm</th></tr><tr><td>Sở Tư pháp</td><td>95</td></tr></tbody></table>",
                "<table><tbody><tr><th>Đơn vị</th><th>Điểm</th></tr><tr><td>Sở Tư pháp</td><td>97</td></tr></tbody></table>",
                ["Đơn vị │ Điểm", "Sở Tư pháp │ [-95-]{+97+}"],
            ),
            (
                '<table><tbody><tr><td colspan="2">Sở Tư pháp</td></tr></tbody></table>',
                "<table><tbody><tr><td>Sở Tư pháp</td></tr></tbody></table>",
                ["Sở Tư pháp; đổi cách gộp ô của bảng"],
            ),
            ("<p>Một hai</p>", "<p>Một<br>hai</p>", ["Một {+↵\n+}hai"]),
            ("<p>Một</p><p>Hai</p>", "<p>Một</p><hr><p>Hai</p>", ["Một", "{+―――+}", "Hai"]),
            (
                "<blockquote><p>Lời cũ đây</p></blockquote>",
                "<blockquote><p>Lời mới đây</p></blockquote>",
                ["Lời [-cũ-]{+mới+} đây"],
            ),
            ("<p>a &lt; b</p>", "<p>a &gt; b</p>", ["a [-<-]{+>+} b"]),
            ("Chữ ngoài<p>a</p>", "Chữ ngoài đoạn<p>a</p>", ["Chữ ngoài{+ đoạn+}", "a"]),
            (
                '<p><img src="/media/1.jpg" alt="Núi" width="10"></p>',
                '<p><img src="/media/1.jpg" alt="Núi" width="20"></p>',
                ["</media/1.jpg>; đổi định dạng"],
            ),
            ("", "", []),
        ],
    )
    def test_what_changed_in_words(self, before: str, after: str, rows: list[str]) -> None:
        assert rich_text.clean_html(before) == before, "the sample must be what the database keeps"
        assert body(before, after) == rows

    def test_blanks_between_blocks_mean_nothing(self) -> None:
        assert body("<p>a</p><p>b</p>", "<p>a</p>\n\n<p>b</p>\n") == []

    def test_many_notes_are_counted(self) -> None:
        words = [f"chữ{number}" for number in range(20)]
        after = " ".join(f"<em>{word}</em> và" for word in words)
        (row,) = only({"body": f"<p>{' và '.join(words)} và</p>"}, {"body": f"<p>{after}</p>"}).rows
        assert len(row.notes) == 7
        assert row.notes[-1] == "và 14 chỗ khác"

    def test_a_new_paragraph_before_a_changed_one_does_not_shift_the_rest(self) -> None:
        before = "<p>Chấm điểm theo bảng tiêu chí của tỉnh.</p>"
        after = "<p>Nội dung mới thêm vào.</p><p>Chấm điểm theo bảng tiêu chí của khối.</p>"
        assert body(before, after) == [
            "{+Nội dung mới thêm vào.+}",
            "Chấm điểm theo bảng tiêu chí của [-tỉnh-]{+khối+}.",
        ]


WORDS = ["thi", "đua", "khen", "thưởng", "Cao", "Bằng", "năm", "2018", "hội", "nghị"]


def long_body(salt: str, count: int) -> str:
    return "".join(f"<p>{salt} {' '.join(WORDS * 4)} {number}</p>" for number in range(count))


class TestLongTexts:
    """Bodies of the largest size that the editor takes, changed all over. Seconds of this process, not of the clock."""

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (long_body("cũ", 4500), long_body("mới", 4500)),
            ("<p>a</p>" * 120_000, "<p>a</p>" * 60_000 + "<p>b</p>" * 60_000),
            (f"<p>{'cũ ' * 300_000}</p>", f"<p>{'mới ' * 200_000}</p>"),
            (
                "<blockquote>" * 20_000 + "a" + "</blockquote>" * 20_000,
                "<blockquote>" * 20_000 + "b" + "</blockquote>" * 20_000,
            ),
        ],
        ids=["every paragraph", "tiny paragraphs", "one paragraph", "deep"],
    )
    def test_answer_soon(self, before: str, after: str) -> None:
        started = time.process_time()
        found = only({"body": before}, {"body": after})
        assert time.process_time() - started < 4, "an order of magnitude above what it takes"
        assert found.rows

    def test_say_where_they_stop(self) -> None:
        found = only({"body": long_body("cũ", 4500)}, {"body": long_body("mới", 4500)})
        assert found.is_coarse
        assert found.rows[-1].is_truncated
        assert len(found.rows) < 2500

    def test_an_ordinary_one_is_compared_to_the_last_word(self) -> None:
        found = only({"body": long_body("cũ", 100)}, {"body": long_body("mới", 100)})
        assert not found.is_coarse
        assert {written(row.segments)[:12] for row in found.rows} == {"[-cũ-]{+mới+"}


class TestHunks:
    @given(st.lists(st.integers(0, 6), max_size=90), st.lists(st.integers(0, 6), max_size=90), st.integers(0, 6000))
    def test_lead_from_one_to_the_other(self, before: list[int], after: list[int], pairs: int) -> None:
        made: list[int] = []
        done = 0
        for hunk in find_hunks(before, after, ComparisonBudget(pairs)):
            assert before[done : hunk.a1] == after[len(made) : hunk.b1]
            made += before[done : hunk.a1] + after[hunk.b1 : hunk.b2]
            done = hunk.a2
        assert made + before[done:] == after

    def test_anchors_carry_long_sequences_without_budget(self) -> None:
        before = list(range(5000))
        after = [number for number in before if number % 10]
        assert len(find_hunks(before, after, ComparisonBudget(0))) == 500


# --- merging ---------------------------------------------------------------------------------------------------

INLINE = st.lists(
    st.sampled_from(["thi", "đua", "<strong>tốt</strong>", '<a href="/a/">đây</a>', "a &lt; b", "<br>"]),
    min_size=1,
    max_size=3,
)
PARAGRAPH = st.tuples(st.sampled_from(["p", "h2", "h3"]), INLINE).map(
    lambda made: f"<{made[0]}>{' '.join(made[1])}</{made[0]}>"
)
ITEM = INLINE.map(lambda words: f"<li>{' '.join(words)}</li>")
LIST = st.tuples(st.sampled_from(["ul", "ol"]), st.lists(ITEM, min_size=1, max_size=4)).map(
    lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
)
ROW = st.lists(INLINE, min_size=1, max_size=2).map(
    lambda cells: "<tr>" + "".join(f"<td>{' '.join(cell)}</td>" for cell in cells) + "</tr>"
)
TABLE = st.lists(ROW, min_size=1, max_size=3).map(lambda rows: f"<table><tbody>{''.join(rows)}</tbody></table>")
LOOSE = st.sampled_from(["chữ ngoài", "<em>ngoài</em> đoạn"])
BLOCKS = st.lists(st.one_of(PARAGRAPH, LIST, TABLE, LOOSE), max_size=6)
BODY = st.tuples(BLOCKS, st.sampled_from(["", "\n", "\n\n"])).map(
    lambda made: rich_text.clean_html(made[1].join(made[0]))
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[str, str, str]:
    """A body, and two people's edits of it: blocks taken out, put in, changed."""
    base = draw(st.lists(st.one_of(PARAGRAPH, LIST, TABLE), max_size=7))

    def edited() -> str:
        made: list[str] = []
        for block in base:
            what = draw(st.sampled_from(["keep"] * 5 + ["drop", "change", "insert"]))
            made += {"keep": [block], "drop": [], "change": [draw(PARAGRAPH)], "insert": [draw(LIST), block]}[what]
        return rich_text.clean_html("".join(made))

    return rich_text.clean_html("".join(base)), edited(), edited()


def merged_body(base: str, mine: str, theirs: str) -> Any:
    return merge({"body": base}, {"body": mine}, {"body": theirs}).fields["body"]


def keys(source: str) -> set[str]:
    return {block.key for block in split_blocks(source)}


class TestCutting:
    @given(BODY)
    def test_loses_no_character(self, source: str) -> None:
        assert "".join(block.source for block in split_blocks(source)) == source

    @given(BODY)
    def test_inside_a_container_neither(self, source: str) -> None:
        for block in split_blocks(source):
            opening, closing = block.wrapper_tags
            assert (
                block.tag == ""
                or opening + "".join(part.source for part in split_blocks(block.inner_html, block.tag)) + closing
                == block.key
            )


class TestMerging:
    @given(BODY, BODY)
    def test_one_side_alone_is_taken(self, base: str, other: str) -> None:
        assert merged_body(base, base, other).value == other
        assert merged_body(base, other, base).value == other
        assert merged_body(base, other, other).value == other

    def test_two_copies_of_which_each_side_took_out_another_are_for_a_person_to_decide(self) -> None:
        twice = "<ul><li>Hội nghị</li></ul>"
        found = merged_body(f"<p>Tin</p>{twice}{twice}", twice, f"<p>Tin</p>{twice}")
        assert found.is_conflict

    @given(st.one_of(edits(), st.tuples(BODY, BODY, BODY)))
    @example(("<p>a</p><ul><li>b</li></ul><ul><li>b</li></ul>", "<ul><li>b</li></ul>", "<p>a</p><ul><li>b</li></ul>"))
    def test_no_block_vanishes(self, sides: tuple[str, str, str]) -> None:
        base, mine, theirs = sides
        found = merged_body(base, mine, theirs)
        if found.is_conflict:
            assert (found.value, found.mine, found.theirs) == (mine, mine, theirs)
            return
        result = rich_text.plain_text(found.value)
        for side, other in ((mine, theirs), (theirs, mine)):
            for block in split_blocks(side):
                if block.tag in {"p", "h2", "h3"} and (block.key not in keys(base) or block.key in keys(other)):
                    assert block.key in keys(found.value)
        for block in split_blocks(base):
            if block.key in keys(mine) & keys(theirs):
                assert rich_text.plain_text(block.source) in result

    @given(st.one_of(edits(), st.tuples(BODY, BODY, BODY)))
    def test_what_comes_out_is_clean(self, sides: tuple[str, str, str]) -> None:
        value = merged_body(*sides).value
        assert rich_text.clean_html(value) == value

    @given(edits())
    def test_the_sides_may_change_places(self, sides: tuple[str, str, str]) -> None:
        base, mine, theirs = sides
        one, other = merged_body(base, mine, theirs), merged_body(base, theirs, mine)
        assert one.is_conflict == other.is_conflict
        assert one.is_conflict or keys(one.value) == keys(other.value)

    @pytest.mark.parametrize(
        ("base", "mine", "theirs", "merged"),
        [
            (
                "<p>1</p><p>2</p><p>3</p>",
                "<p>một</p><p>2</p><p>3</p>",
                "<p>1</p><p>2</p><p>ba</p>",
                "<p>một</p><p>2</p><p>ba</p>",
            ),
            ("<p>1</p><p>2</p>", "<p>một</p><p>2</p>", "<p>1</p><p>hai</p>", "<p>một</p><p>hai</p>"),
            ("<p>1</p>", "<p>một</p>", "<p>một!</p>", None),
            ("<p>1</p>", "<p>1</p><p>a</p>", "<p>1</p><p>b</p>", None),
            (
                "<p>1</p><p>2</p>",
                "<p>1</p><p>a</p><p>2</p>",
                "<p>1</p><p>2</p><p>b</p>",
                "<p>1</p><p>a</p><p>2</p><p>b</p>",
            ),
            ("<p>1</p><p>2</p>", "<p>1</p>", "<p>1</p><p>hai</p>", None),
            (
                "<ul><li>1</li><li>2</li><li>3</li></ul>",
                "<ul><li>một</li><li>2</li><li>3</li></ul>",
                "<ul><li>1</li><li>2</li><li>3</li><li>4</li></ul>",
                "<ul><li>một</li><li>2</li><li>3</li><li>4</li></ul>",
            ),
            ("<ul><li>1</li></ul>", "<ol><li>1</li></ol>", "<ul><li>1</li><li>2</li></ul>", None),
            (
                "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></tbody></table>",
                "<table><tbody><tr><td>một</td></tr><tr><td>2</td></tr><tr><td>3</td></tr></tbody></table>",
                "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr><tr><td>ba</td></tr></tbody></table>",
                "<table><tbody><tr><td>một</td></tr><tr><td>2</td></tr><tr><td>ba</td></tr></tbody></table>",
            ),
            # A column here and a row there would not fit together.
            (
                "<table><tbody><tr><td>1</td></tr></tbody></table>",
                "<table><tbody><tr><td>1</td><td>a</td></tr></tbody></table>",
                "<table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table>",
                None,
            ),
        ],
    )
    def test_by_blocks(self, base: str, mine: str, theirs: str, merged: str | None) -> None:
        found = merged_body(base, mine, theirs)
        assert found.origin == (Origin.CONFLICT if merged is None else Origin.MERGED)
        assert found.value.replace("\n", "") == (mine if merged is None else merged)

    def test_field_by_field(self) -> None:
        base = {"title": "a", "summary": "b", "category": 1, "slug": "s", "gallery": [], "is_pinned": False}
        mine = {**base, "title": "của tôi", "summary": "cùng", "slug": "toi"}
        theirs = {**base, "summary": "cùng", "category": 2, "slug": "ho"}
        found = merge(base, mine, theirs)
        assert {name: field.origin for name, field in found.fields.items()} == {
            "title": Origin.MINE,
            "summary": Origin.BOTH,
            "category": Origin.THEIRS,
            "slug": Origin.CONFLICT,
            "gallery": Origin.UNCHANGED,
            "is_pinned": Origin.UNCHANGED,
        }
        assert [(field.label, field.mine, field.theirs) for field in found.conflicts] == [
            ("Liên kết tĩnh", "toi", "ho")
        ]
        assert found.values == {**base, "title": "của tôi", "summary": "cùng", "category": 2, "slug": "toi"}

    def test_a_field_that_an_old_snapshot_lacks_is_one_it_left_alone(self) -> None:
        found = merge({"title": "a"}, {"title": "b"}, {"title": "a", "bylines": [1]})
        assert found.values == {"title": "b", "bylines": [1]}
        assert found.conflicts == []


class TestAlignment:
    """All lines of two texts side by side."""

    @staticmethod
    def aligned(old: str, new: str) -> list[tuple[str, str]]:
        lines = [[DiffLine("p", (), (), (TextRun(text),)) for text in side.split("|") if text] for side in (old, new)]
        pairs = align_lines(*lines, ComparisonBudget(MAX_COMPARED_PAIRS))
        return [(before.text if before else "", after.text if after else "") for before, after in pairs]

    def test_equal_and_similar_lines_stand_beside_each_other(self) -> None:
        assert self.aligned("mở đầu|chấm điểm hai lần|kết", "mở đầu|quy định chung|chấm điểm ba lần|kết") == [
            ("mở đầu", "mở đầu"),
            ("", "quy định chung"),
            ("chấm điểm hai lần", "chấm điểm ba lần"),
            ("kết", "kết"),
        ]

    def test_a_long_text_has_no_empty_pairs(self) -> None:
        pairs = self.aligned("|".join(f"cũ {n}" for n in range(40)), "|".join(f"mới {n}" for n in range(20)))
        assert len(pairs) == 40
        assert ("", "") not in pairs

    def test_nothing_is_aligned_to_nothing(self) -> None:
        assert self.aligned("", "") == []
