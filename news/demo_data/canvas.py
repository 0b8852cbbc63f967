"""Flat drawing with Pillow: gradients, antialiasing by supersampling, deterministic output."""

import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw, ImageFilter

Point = tuple[float, float]
Box = tuple[float, float, float, float]
Colour = tuple[int, int, int]

WIDTH, HEIGHT = 1600, 1000
# Shapes are drawn this many times larger and downscaled.
SUPERSAMPLING = 2


def parse_colour(written: str) -> Colour:
    """``#c0392b`` as an RGB tuple."""
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)


def blend(first: Colour, second: Colour, share: float) -> Colour:
    """Mixes a share (0 to 1) of ``second`` into ``first``."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))  # type: ignore[return-value]  # three in, three out


class Canvas:
    """An image being drawn, in coordinates of 1600 × 1000 whatever its size; ``random`` is seeded with its name."""

    def __init__(self, name: str, top: Colour, bottom: Colour, width: int = WIDTH) -> None:
        self.random = random.Random(name)  # noqa: S311  # deterministic drawing, not a secret
        self.scale = width * SUPERSAMPLING / WIDTH
        self.size = (round(WIDTH * self.scale), round(HEIGHT * self.scale))
        self.image = _vertical_gradient(self.size, top, bottom)
        self.draw = ImageDraw.Draw(self.image)

    def render(self) -> Image.Image:
        width, height = self.size
        return self.image.resize((width // SUPERSAMPLING, height // SUPERSAMPLING), Image.Resampling.BOX)

    def polygon(self, points: Sequence[Point], fill: Colour) -> None:
        self.draw.polygon(self._scaled(points), fill=fill)

    def box(self, box: Box, fill: Colour, radius: float = 0) -> None:
        self.draw.rounded_rectangle([self.scale * side for side in box], radius * self.scale, fill=fill)

    def frame(self, box: Box, line: Colour, width: float, radius: float = 0) -> None:
        self.draw.rounded_rectangle(
            [self.scale * side for side in box], radius * self.scale, outline=line, width=self._line_width(width)
        )

    def ellipse(self, box: Box, fill: Colour) -> None:
        self.draw.ellipse([self.scale * side for side in box], fill=fill)

    def ring(self, centre: Point, radius: float, line: Colour, width: float) -> None:
        x, y = centre
        sides = [self.scale * side for side in (x - radius, y - radius, x + radius, y + radius)]
        self.draw.ellipse(sides, outline=line, width=self._line_width(width))

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        self.draw.line(self._scaled(points), fill=fill, width=self._line_width(width), joint="curve")

    def star(self, centre: Point, radius: float, fill: Colour) -> None:
        x, y = centre
        turns = [(radius if n % 2 == 0 else radius * 0.382, math.pi * (n / 5 - 0.5)) for n in range(10)]
        self.polygon([(x + r * math.cos(turn), y + r * math.sin(turn)) for r, turn in turns], fill)

    def gradient_polygon(self, points: Sequence[Point], top: Colour, bottom: Colour) -> None:
        """A polygon with a vertical gradient from its highest to its lowest point."""
        scaled = self._scaled(points)
        left, upper = (math.floor(min(point[axis] for point in scaled)) for axis in (0, 1))
        right, lower = (math.ceil(max(point[axis] for point in scaled)) for axis in (0, 1))
        size = (max(1, right - left), max(1, lower - upper))
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - upper) for x, y in scaled], fill=255)
        self.image.paste(_vertical_gradient(size, top, bottom), (left, upper), mask)

    def mist(self, middle: float, height: float, tint: Colour, strength: float) -> None:
        """A soft horizontal band, thickest in its middle; ``strength`` from 0 to 1."""
        rising = Image.linear_gradient("L").resize((1, max(2, round(height * self.scale / 2))))
        band = Image.new("L", (1, rising.height * 2))
        band.paste(rising, (0, 0))
        band.paste(rising.transpose(Image.Transpose.FLIP_TOP_BOTTOM), (0, rising.height))
        mask = band.point(lambda value: round(strength * 255 * _smooth(value / 255))).resize(
            (self.size[0], band.height)
        )
        self.image.paste(tint, (0, round((middle - height / 2) * self.scale)), mask)

    def glow(self, centre: Point, radius: float, tint: Colour, strength: float) -> None:
        """A radial light that fades outward from a point."""
        side = round(radius * 2 * self.scale)
        fading = Image.radial_gradient("L").point(
            lambda value: round(strength * 255 * _smooth(max(0, 1 - value / 180)))
        )
        corner = (round((centre[0] - radius) * self.scale), round((centre[1] - radius) * self.scale))
        self.image.paste(tint, corner, fading.resize((side, side), Image.Resampling.BICUBIC))

    def shadow(self, points: Sequence[Point], tint: Colour, strength: float, softness: float) -> None:
        """The blurred shape of a polygon, computed at low resolution because no detail is visible."""
        reduction = 8
        mask = Image.new("L", (self.size[0] // reduction, self.size[1] // reduction), 0)
        scaled = [(x / reduction, y / reduction) for x, y in self._scaled(points)]
        ImageDraw.Draw(mask).polygon(scaled, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(softness * self.scale / reduction))
        self.image.paste(tint, (0, 0), mask.resize(self.size, Image.Resampling.BICUBIC))

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.scale, y * self.scale) for x, y in points]

    def _line_width(self, width: float) -> int:
        return max(1, round(width * self.scale))


def corners(box: Box) -> list[Point]:
    left, upper, right, lower = box
    return [(left, upper), (right, upper), (right, lower), (left, lower)]


def rotated(points: Sequence[Point], centre: Point, degrees: float) -> list[Point]:
    """The points rotated clockwise around a centre."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    x0, y0 = centre
    return [(x0 + (x - x0) * cosine - (y - y0) * sine, y0 + (x - x0) * sine + (y - y0) * cosine) for x, y in points]


def area_below_curve(height_at: Callable[[float], float], step: int = 4) -> list[Point]:
    """The area below a curve given for each x, down to the lower edge of the image."""
    ridge = [(float(x), height_at(x)) for x in range(-20, WIDTH + 21, step)]
    return [*ridge, (WIDTH + 20.0, HEIGHT + 20.0), (-20.0, HEIGHT + 20.0)]


def _smooth(share: float) -> float:
    return share * share * (3 - 2 * share)


def _vertical_gradient(size: tuple[int, int], top: Colour, bottom: Colour) -> Image.Image:
    shares = Image.linear_gradient("L").resize((1, size[1]), Image.Resampling.BILINEAR)
    column = Image.composite(Image.new("RGB", shares.size, bottom), Image.new("RGB", shares.size, top), shares)
    return column.resize(size)
