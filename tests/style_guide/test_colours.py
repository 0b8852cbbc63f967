"""The colours are measured: every text on every ground that it stands on, in every scheme and palette."""

import pytest

from portal.style_guide import colours
from portal.style_guide.colours import Swatch


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "expected"), [("#000", "#fff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#fff", 4.48)]
    )
    def test_is_that_of_the_standard(self, one: str, other: str, expected: float) -> None:
        assert colours.contrast_ratio(one, other) == pytest.approx(expected, abs=0.01)
        assert colours.contrast_ratio(other, one) == pytest.approx(expected, abs=0.01)


class TestTokens:
    @pytest.mark.parametrize("palette", colours.get_palette_names())
    @pytest.mark.parametrize("scheme", colours.SCHEMES)
    def test_every_pair_has_the_contrast_it_needs(self, scheme: str, palette: str) -> None:
        assert [_said(swatch) for swatch in colours.build_swatches(scheme, palette) if not swatch.meets_minimum] == []

    def test_dark_is_the_same_whether_device_or_reader_wants_it(self) -> None:
        rules = colours.parse_css_rules()
        assert rules[":root:not([data-portal-colours])"] == rules[':root[data-portal-colours="dark"]'] != {}

    def test_every_palette_names_the_same_hues(self) -> None:
        hues = {name for name in colours.parse_css_rules()[":root"] if name.startswith("hue-")}
        for palette in colours.get_palette_names()[1:]:
            assert set(colours.parse_css_rules()[f':root[data-palette="{palette}"]']) == hues

    def test_a_scheme_changes_what_it_should(self) -> None:
        assert colours.get_colours("light")["lacquer"] == "#8c1518"
        assert colours.get_colours("dark")["lacquer"] == "#ffa79a"
        assert colours.get_colours("strong")["ink"] == "#fff"


def _said(swatch: Swatch) -> str:
    return f"{swatch.pair.colour} on {swatch.pair.background}: {swatch.contrast:.2f}"
