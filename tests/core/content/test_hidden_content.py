"""What is hidden where a text comes from does not become public here."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.content.hidden_content import remove_hidden
from portal.core.content.image_sources import external_image_urls
from portal.core.content.rich_text import clean_html, plain_text

HIDDEN = {
    "Word's hidden text": "<p>Thấy <span style='mso-hide:all'>MẬT</span>rồi</p>",
    "a style that shows nothing": "<p>Thấy <span style='color:red; display: none'>MẬT</span>rồi</p>",
    "an attribute": "<p>Thấy <span hidden>MẬT</span>rồi</p>",
    "a deletion": "<p>Thấy <del cite='mailto:a' datetime='2018'>MẬT</del>rồi</p>",
    "a class that a style sheet hides": (
        "<style>p.Note, span.An {mso-hide:all; color:red}</style><p>Thấy <span class=An>MẬT</span>rồi</p>"
    ),
    "the mark of a comment": (
        "<p><a style='mso-comment-reference:A_1'>Thấy </a><span class=MsoCommentReference>"
        "<a class=msocomanchor href='#_msocom_1'>MẬT[1]</a></span>rồi</p>"
    ),
    "the list of comments": "<p>Thấy rồi</p><div style='mso-element:comment-list'><p>MẬT</p></div>",
    "a page of Word's with a declaration": (
        "<?xml version='1.0' encoding='utf-8'?><html><body><p>Thấy <del>MẬT</del>rồi</p></body></html>"
    ),
    "a first rule behind the comment signs of Word": (
        "<style><!--\n /* Style Definitions */\n span.An {mso-style-name:An; display:none}\n--></style>"
        "<p>Thấy <span class=An>MẬT</span>rồi</p>"
    ),
    "an id that a style sheet hides": "<style>#an{display:none}</style><p>Thấy <span id=an>MẬT</span>rồi</p>",
    "a class inside another": "<style>.a .b{display:none}</style><p class=a>Thấy <i class=b>MẬT</i>rồi</p><p class=b>.</p>",
    "a child of a tag": "<style>p > i.b{display:none}</style><p>Thấy <i class=b>MẬT</i>rồi</p>",
    "two classes at once": "<style>p i.a.b{display:none}</style><p>Thấy <i class='a b'>MẬT</i>rồi</p>",
    "a tag that a style sheet hides": "<style>tt{display:none}</style><p>Thấy <tt>MẬT</tt>rồi</p>",
    "a rule for every screen": "<style>@media screen{.a{display:none}}</style><p>Thấy <i class=a>MẬT</i>rồi</p>",
    "a rule that weighs more": ("<style>i.a{display:none} i{display:inline}</style><p>Thấy <i class=a>MẬT</i>rồi</p>"),
    "an important rule": (
        "<style>.a{display:none !important}</style><p>Thấy <i class=a style='display:block'>MẬT</i>rồi</p>"
    ),
    "a dialog that is shut": "<dialog>MẬT</dialog><p>Thấy rồi</p>",
    "a comment of Google Docs": (
        "<p>Thấy<sup><a href='#cmnt1' id='cmnt_ref1'>[MẬT]</a></sup> rồi</p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>MẬT</span></p></div>"
    ),
    "an unclosed element before it": "<p>Thấy <b></div><del>MẬT</del></b>rồi</p>",
}


@pytest.mark.parametrize("markup", HIDDEN.values(), ids=HIDDEN.keys())
def test_hidden_words_are_dropped_and_the_others_stay(markup: str) -> None:
    cleaned = clean_html(markup)
    assert "MẬT" not in cleaned
    assert "Thấy" in cleaned
    assert "rồi" in cleaned


def test_a_hidden_row_of_a_table_is_dropped() -> None:
    table = "<table><tr><td>Thấy</td></tr><tr style='display:none'><td>MẬT</td></tr><tr><td>rồi</td></tr></table>"
    assert clean_html(table).count("<tr>") == 2
    assert "MẬT" not in clean_html(table)


def test_a_hidden_column_of_a_table_is_dropped() -> None:
    table = (
        "<table><col><col width=0 style='display:none'><col><tr><td>a</td><td>MẬT</td><td>c</td></tr>"
        "<tr><td colspan=2>Thấy</td><td>rồi</td></tr></table>"
    )
    cleaned = clean_html(table)
    assert cleaned.count("<td") == 4
    assert "MẬT" not in cleaned
    assert "Thấy" in cleaned


def test_a_cell_from_the_row_above_moves_the_columns_below() -> None:
    table = (
        "<table><col><col width=0 style='display:none'><col><tr><td rowspan=2>Thấy</td><td>MẬT</td><td>b</td></tr>"
        "<tr><td>MẬT</td><td>rồi</td></tr><tr><td>c</td><td>MẬT</td><td>d</td></tr></table>"
    )
    cleaned = clean_html(table)
    assert "MẬT" not in cleaned
    assert cleaned.count("<td") == 5
    assert all(f">{word}<" in cleaned for word in ("Thấy", "b", "rồi", "c", "d"))


SHOWN = {
    "hidden in print only": "<style>@media print{.a{display:none}}</style><p class=a>Thấy</p>",
    "hidden on narrow screens only": "<style>@media (max-width:600px){.a{display:none}}</style><p class=a>Thấy</p>",
    "shown again by a later rule": "<style>.a{display:none} .a{display:block}</style><p class=a>Thấy</p>",
    "shown by a second class": "<style>.a.b{display:block} .a{display:none}</style><p class='a b'>Thấy</p>",
    "shown by its own style": "<style>.a{display:none}</style><p class=a style='display:block'>Thấy</p>",
    "hidden under the pointer": "<style>.a:hover{display:none}</style><p class=a>Thấy</p>",
    "hidden elsewhere": "<style>.x .a{display:none}</style><p class=a>Thấy</p>",
    "the whole page, until a script comes": "<style>body{display:none}</style><p>Thấy</p>",
    "behind the end of a page": "<p hidden>MẬT</p></body></html><p>Thấy</p>",
}


@pytest.mark.parametrize("markup", SHOWN.values(), ids=SHOWN.keys())
def test_what_is_shown_there_stays(markup: str) -> None:
    assert plain_text(clean_html(markup)) == "Thấy"


def test_an_address_with_a_tab_in_its_scheme_is_still_seen_through() -> None:
    assert "cript:" not in clean_html("<p><a href='java\tscript:alert(1)'>a</a><i hidden>b</i></p>")


STYLE_SHEETS = {
    "rules": lambda size: (
        "<style>" + "".join(f".x.a{n}{{display:none}}" for n in range(size)) + "</style><b class=x>a</b>" * (20 * size)
    ),
    "depth": lambda size: (
        f"<style>{'.q .x.y{display:none}' * size}</style>{'<div>' * 150}" + "<b class=x>a</b>" * (20 * size)
    ),
    "no end": lambda size: "<style>.x{display:none}" + "/*" * (100 * size) + "</style>",
    "one property": lambda size: (
        "<style>.x{" + " display:none;" * (20 * size) + "}</style>" + "<p class=x>a</p>" * size
    ),
}


@pytest.mark.parametrize("kind", STYLE_SHEETS)
def test_a_hostile_style_sheet_takes_no_more_than_so_many_steps(kind: str) -> None:
    def work(size: int) -> int:
        lines = 0

        def trace(frame: object, event: str, _argument: object) -> object:
            nonlocal lines
            lines += 1
            return trace

        sys.settrace(trace)
        try:
            remove_hidden(STYLE_SHEETS[kind](size))
        finally:
            sys.settrace(None)
        return lines

    assert work(1600 if kind == "no end" else 400) < 5_000_000


def test_words_that_only_name_what_hides_stay() -> None:
    text = "<p>Lệnh display: none giấu đi; thuộc tính hidden cũng vậy &lt;del&gt;.</p>"
    assert clean_html(text) == text


@given(st.text(alphabet="<>/ abdelpspan='\"display:none;&\x00\n", max_size=80))
def test_whatever_comes_it_falls_over_nothing(text: str) -> None:
    assert clean_html(clean_html(text)) == clean_html(text)
    assert "<del" not in remove_hidden(f"<del>{text}")


def test_a_mark_of_a_list_stays_where_readers_know_it() -> None:
    assert clean_html('<ol type="a" start="3"><li>b</li></ol>') == '<ol type="a" start="3"><li>b</li></ol>'
    assert clean_html('<ol type="x"><li>b</li></ol>') == "<ol><li>b</li></ol>"


def test_the_images_that_are_lost_are_named() -> None:
    body = (
        '<p><img alt="a" src="/media/anh/1/a.png"><img src="https://khac.vn/a.png?x=1&amp;y=2">'
        "<img width=3 src='file:///C:/Anh%201.png'><img src='https://khac.vn/a.png?x=1&amp;y=2'></p>"
    )
    assert external_image_urls(body) == ["https://khac.vn/a.png?x=1&y=2", "file:///C:/Anh%201.png"]
