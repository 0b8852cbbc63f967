"""Two wordings side by side."""

import unicodedata

import pytest

from emulation.version_diff import diff_rich_text, extract_paragraphs


def shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(str(row.old), str(row.new)) for row in diff_rich_text(old, new)]


@pytest.mark.parametrize(
    ("old", "new", "rows"),
    [
        ("<p>Như nhau</p>", "<p>Như nhau</p>", [("Như nhau", "Như nhau")]),
        (
            "<p>Thi đua hoàn thành nhiệm vụ</p>",
            "<p>Thi đua hoàn thành xuất sắc nhiệm vụ</p>",
            [("Thi đua hoàn thành nhiệm vụ", "Thi đua hoàn thành <ins>xuất sắc </ins>nhiệm vụ")],
        ),
        (
            "<p>Kiểm tra hai lần trong năm 2018.</p>",
            "<p>Kiểm tra một lần trong năm 2018.</p>",
            [("Kiểm tra <del>hai</del> lần trong năm 2018.", "Kiểm tra <ins>một</ins> lần trong năm 2018.")],
        ),
        ("<p>Một</p>", "<p>Một</p><p>Hai</p>", [("Một", "Một"), ("", "<ins>Hai</ins>")]),
        ("<p>Một</p><p>Hai</p>", "<p>Hai</p>", [("<del>Một</del>", ""), ("Hai", "Hai")]),
        ("", "<p>Mới</p>", [("", "<ins>Mới</ins>")]),
        ("", "", []),
        ("<p>kỷ niệm</p>", "<p>kỉ niệm</p>", [("<del>kỷ</del> niệm", "<ins>kỉ</ins> niệm")]),
    ],
)
def test_what_went_and_what_came_is_marked_by_word(old: str, new: str, rows: list[tuple[str, str]]) -> None:
    assert shown(old, new) == rows


def test_a_new_paragraph_before_a_changed_one_does_not_shift_the_rest() -> None:
    old = "<p>Chấm điểm theo bảng tiêu chí của tỉnh.</p>"
    new = "<p>Quy định chung.</p><p>Chấm điểm theo bảng tiêu chí mới của tỉnh.</p>"
    assert shown(old, new) == [
        ("", "<ins>Quy định chung.</ins>"),
        ("Chấm điểm theo bảng tiêu chí của tỉnh.", "Chấm điểm theo bảng tiêu chí <ins>mới </ins>của tỉnh."),
    ]


def test_the_unicode_form_makes_no_difference() -> None:
    text = "<p>Hoà bình, độc lập</p>"
    assert not any(row.is_changed for row in diff_rich_text(text, unicodedata.normalize("NFD", text)))


def test_no_markup_of_the_texts_survives() -> None:
    (row,) = diff_rich_text("<p>a &lt;script&gt; b</p>", '<p>a &lt;img onerror="x"&gt; b</p>')
    for side in (row.old, row.new):
        assert "<script" not in side.replace("<del>", "").replace("<ins>", "")
        assert "<img" not in side.replace("<ins>", "")


@pytest.mark.parametrize(
    ("html", "texts"),
    [
        ("<ul><li>Một</li><li>Hai <strong>ba</strong></li></ul>", ["Một", "Hai ba"]),
        ("<table><tbody><tr><th>A</th><td>B</td></tr></tbody></table>", ["A", "B"]),
        ("<p>Dòng một<br>dòng hai</p>", ["Dòng một dòng hai"]),
        ("<blockquote><p>Trích</p></blockquote>Rời", ["Trích", "Rời"]),
        ("  ", []),
    ],
)
def test_a_text_is_read_block_by_block(html: str, texts: list[str]) -> None:
    assert extract_paragraphs(html) == texts


def test_long_texts_that_differ_everywhere_are_still_compared() -> None:
    old = "".join(f"<p>cũ {number}</p>" for number in range(2000))
    new = "".join(f"<p>mới {number}</p>" for number in range(1500))
    rows = diff_rich_text(old, new)
    assert len(rows) == 2000
    assert all(row.is_changed for row in rows)
