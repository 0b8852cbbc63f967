"""What becomes of an original, without a database: its text, its digest, and nothing where nothing changed."""

import dataclasses
import datetime as dt

import pytest

from portal.core.search import HtmlText, IndexDocument
from portal.search.documents import MAX_TEXT_LENGTH, BuildInput, build_entries, plain_text_of

DRAFT = IndexDocument(
    title="Ký giao ước",
    lines=("Tám đơn vị", HtmlText("<p>Sáng nay</p>")),
    url="/tin-tuc/ky-giao-uoc/",
    sort_at=dt.datetime(2018, 3, 27, tzinfo=dt.UTC),
)


def digest(draft: IndexDocument) -> int:
    return build_entries({1: BuildInput(draft, frozenset())})[1].digest


class TestText:
    def test_has_a_line_for_each_paragraph_and_none_for_what_is_empty(self) -> None:
        rich = HtmlText("<h2>Một</h2>\n<p>hai &amp;\n <b>ba</b><br>bốn</p><p></p><ul><li>năm</li></ul>")
        assert plain_text_of(["Không", "", rich, HtmlText("<p> </p>"), "sáu < bảy"]) == (
            "Không\nMột\nhai & ba\nbốn\nnăm\nsáu < bảy"
        )

    @pytest.mark.parametrize("space", ["  ", "\xa0", "\t", "\r\n", " \xa0 ", "&nbsp;&nbsp;"])
    def test_has_one_blank_between_words(self, space: str) -> None:
        assert plain_text_of([HtmlText(f"<p>{space}giao{space}ước{space}</p>")]) == "giao ước"

    def test_is_no_longer_than_a_book(self) -> None:
        assert len(plain_text_of(["a" * MAX_TEXT_LENGTH, "b"])) == MAX_TEXT_LENGTH


class TestMaking:
    def test_gives_text_and_tokens_with_the_facts(self) -> None:
        made = build_entries({7: BuildInput(DRAFT, frozenset({"__karticle"}))})
        assert made[7].text == "Tám đơn vị\nSáng nay"
        assert {"sang_nay", "_giao_uoc", "__karticle"} <= set(made[7].tokens.split())

    def test_leaves_out_what_is_known_just_so(self) -> None:
        other = dataclasses.replace(DRAFT, title="Ký kết")
        orders = {
            1: BuildInput(DRAFT, frozenset(), known_digest=digest(DRAFT)),
            2: BuildInput(other, frozenset(), known_digest=digest(DRAFT)),
        }
        assert list(build_entries(orders)) == [2]

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Khác"},
            {"lines": ("Tám đơn vị", "Sáng mai")},
            {"url": "/"},
            {"sort_at": dt.datetime(2018, 3, 28, tzinfo=dt.UTC)},
            {"is_dated": False},
            {"other_titles": ("Khác",)},
            {"category_id": 1},
            {"author_ids": (1,)},
            {"visible_from": DRAFT.sort_at},
            {"visible_to": DRAFT.sort_at},
        ],
    )
    def test_every_fact_has_its_say_in_the_digest(self, change: dict[str, object]) -> None:
        assert digest(dataclasses.replace(DRAFT, **change)) != digest(DRAFT)

    def test_markup_that_says_the_same_changes_nothing(self) -> None:
        assert digest(dataclasses.replace(DRAFT, lines=("Tám đơn vị", HtmlText("<h2>Sáng  nay</h2>")))) == digest(DRAFT)
