"""The colours are measured: every text on every ground that it stands on, in every scheme and palette."""

import pytest

from portal.style_guide import colours
from portal.style_guide.colours import Swatch


class TestContrast:
    @pytest.mark.parametrize(
        ("one", "other", "expected"), [("#000", "#fff", 21.0), ("#fff", "#ffffff", 1.0), ("#777777", "#fff", 4.48)]
    )
    def test_is_that_of_the_standard(self, one: str, other: str, expected: float) -> None:
        assert colours.contrast(one, other) == pytest.approx(expected, abs=0.01)
        assert colours.contrast(other, one) == pytest.approx(expected, abs=0.01)


class TestTokens:
    @pytest.mark.parametrize("palette", colours.palettes())
    @pytest.mark.parametrize("scheme", colours.SCHEMES)
    def test_every_pair_has_the_contrast_it_needs(self, scheme: str, palette: str) -> None:
        assert [_said(swatch) for swatch in colours.swatches(scheme, palette) if not swatch.is_enough] == []

    def test_dark_is_the_same_whether_device_or_reader_wants_it(self) -> None:
        rules = colours.blocks()
        assert rules[":root:not([data-portal-colours])"] == rules[':root[data-portal-colours="dark"]'] != {}

    def test_every_palette_names_the_same_hues(self) -> None:
        hues = {name for name in colours.blocks()[":root"] if name.startswith("hue-")}
        for palette in colours.palettes()[1:]:
            assert set(colours.blocks()[f':root[data-palette="{palette}"]']) == hues

    def test_a_scheme_changes_what_it_should(self) -> None:
        assert colours.colours("light")["lacquer"] == "#8c1518"
        assert colours.colours("dark")["lacquer"] == "#ffa79a"
        assert colours.colours("strong")["ink"] == "#fff"


def _said(swatch: Swatch) -> str:
    return f"{swatch.pair.colour} on {swatch.pair.ground}: {swatch.contrast:.2f}"
