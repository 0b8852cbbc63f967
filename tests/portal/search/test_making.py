"""What becomes of an original, without a database: its text, its digest, and nothing where nothing changed."""

import dataclasses
import datetime as dt

import pytest

from portal.search.making import MOST_TEXT, Draft, Order, Rich, make, text_of

DRAFT = Draft(
    title="Ký giao ước",
    lines=("Tám đơn vị", Rich("<p>Sáng nay</p>")),
    address="/tin-tuc/ky-giao-uoc/",
    moment=dt.datetime(2018, 3, 27, tzinfo=dt.UTC),
)


def digest(draft: Draft) -> int:
    return make({1: Order(draft, frozenset())})[1].digest


class TestText:
    def test_has_a_line_for_each_paragraph_and_none_for_what_is_empty(self) -> None:
        rich = Rich("<h2>Một</h2>\n<p>hai &amp;\n <b>ba</b><br>bốn</p><p></p><ul><li>năm</li></ul>")
        assert text_of(["Không", "", rich, Rich("<p> </p>"), "sáu < bảy"]) == (
            "Không\nMột\nhai & ba\nbốn\nnăm\nsáu < bảy"
        )

    @pytest.mark.parametrize("space", ["  ", "\xa0", "\t", "\r\n", " \xa0 ", "&nbsp;&nbsp;"])
    def test_has_one_blank_between_words(self, space: str) -> None:
        assert text_of([Rich(f"<p>{space}giao{space}ước{space}</p>")]) == "giao ước"

    def test_is_no_longer_than_a_book(self) -> None:
        assert len(text_of(["a" * MOST_TEXT, "b"])) == MOST_TEXT


class TestMaking:
    def test_gives_text_and_tokens_with_the_facts(self) -> None:
        made = make({7: Order(DRAFT, frozenset({"__karticle"}))})
        assert made[7].text == "Tám đơn vị\nSáng nay"
        assert {"sang_nay", "_giao_uoc", "__karticle"} <= set(made[7].tokens.split())

    def test_leaves_out_what_is_known_just_so(self) -> None:
        other = dataclasses.replace(DRAFT, title="Ký kết")
        orders = {1: Order(DRAFT, frozenset(), known=digest(DRAFT)), 2: Order(other, frozenset(), known=digest(DRAFT))}
        assert list(make(orders)) == [2]

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "Khác"},
            {"lines": ("Tám đơn vị", "Sáng mai")},
            {"address": "/"},
            {"moment": dt.datetime(2018, 3, 28, tzinfo=dt.UTC)},
            {"is_dated": False},
            {"other_titles": ("Khác",)},
            {"category_id": 1},
            {"author_ids": (1,)},
            {"visible_from": DRAFT.moment},
            {"visible_to": DRAFT.moment},
        ],
    )
    def test_every_fact_has_its_say_in_the_digest(self, change: dict[str, object]) -> None:
        assert digest(dataclasses.replace(DRAFT, **change)) != digest(DRAFT)

    def test_markup_that_says_the_same_changes_nothing(self) -> None:
        assert digest(dataclasses.replace(DRAFT, lines=("Tám đơn vị", Rich("<h2>Sáng  nay</h2>")))) == digest(DRAFT)
