"""Images of the demo data: scenes of Cao Bằng and of office work, drawn for this project, free of third-party rights.

``SCENES`` names each scene; ``render_jpeg`` draws one. The same name gives the same image on every machine.
"""

import io
import math
from collections.abc import Callable

from PIL import ImageFont

from news.demo_data.canvas import (
    HEIGHT,
    WIDTH,
    Box,
    Canvas,
    Colour,
    Point,
    area_below_curve,
    blend,
    corners,
    parse_colour,
    rotated,
)

JPEG_QUALITY = 90

LACQUER, LACQUER_DARK = parse_colour("#a8322a"), parse_colour("#7c231e")
GOLD = parse_colour("#e6b84a")
JADE, JADE_DARK, JADE_LIGHT = parse_colour("#4f8a76"), parse_colour("#22483f"), parse_colour("#9cc3ae")
INK, INK_DARK, INK_LIGHT = parse_colour("#2f4a66"), parse_colour("#1b2c40"), parse_colour("#8fabc0")
PAPER, PAPER_DARK, WHITE = parse_colour("#f6efe2"), parse_colour("#e2d5bd"), parse_colour("#fffdf8")
WOOD, WOOD_DARK = parse_colour("#9a6b45"), parse_colour("#6e4930")
DAWN, STONE = parse_colour("#f3d3ae"), parse_colour("#b9ac98")


def render_jpeg(name: str, width: int = WIDTH) -> bytes:
    """Renders a scene as a JPEG file, ``width`` by five eighths of it."""
    buffer = io.BytesIO()
    SCENES[name](name, width).render().save(buffer, "JPEG", quality=JPEG_QUALITY)
    return buffer.getvalue()


def karst_mountains(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#c9dbe0"), DAWN, width)
    canvas.glow((1130, 330), 520, parse_colour("#fff0d2"), 0.95)
    canvas.ellipse((1075, 275, 1185, 385), parse_colour("#fff6e4"))
    distances = [(0.10, 470, 250), (0.32, 560, 290), (0.58, 660, 330), (0.82, 770, 330)]
    for share, foot, rise in distances:
        tint = blend(parse_colour("#b7cfd0"), JADE_DARK, share)
        _towers(canvas, foot=foot, rise=rise, tint=tint, count=9)
        canvas.mist(foot + 30, 200, blend(parse_colour("#f4e6d2"), parse_colour("#cfe0da"), share), 0.75 - share * 0.35)
    _river(canvas, 800, parse_colour("#d8e4dc"), parse_colour("#86aca5"))
    _bank(canvas, 930, JADE_DARK)
    _bamboo(canvas, (150, 960), 420, blend(JADE_DARK, INK_DARK, 0.45))
    return canvas


def waterfall(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#bcd7de"), parse_colour("#edf1e4"), width)
    _towers(canvas, foot=330, rise=220, tint=parse_colour("#a9c6bf"), count=8)
    canvas.mist(350, 220, parse_colour("#f2f5ec"), 0.8)
    _towers(canvas, foot=400, rise=170, tint=parse_colour("#7fa893"), count=10)
    canvas.mist(420, 180, parse_colour("#eef4ea"), 0.7)
    tiers = [(400, 560, 470, 1130), (540, 700, 330, 1270), (680, 860, 170, 1430)]
    for depth, (upper, lower, left, right) in enumerate(tiers):
        _cliff(canvas, (left - 900, upper - 14, right + 900, HEIGHT), blend(JADE, JADE_DARK, 0.2 + 0.3 * depth))
        _falling_water(canvas, (left, upper, right, lower))
        canvas.mist(lower + 4, 90, parse_colour("#fbfdf9"), 0.55)
    canvas.gradient_polygon(corners((0, 850, WIDTH, HEIGHT)), parse_colour("#a9d6cd"), parse_colour("#3f8b85"))
    canvas.mist(858, 120, parse_colour("#ffffff"), 0.9)
    for y in range(890, 1000, 22):
        _ripples(canvas, y, parse_colour("#c5e6dd"))
    _bushes(canvas, [(60, 880, 150), (220, 930, 110), (1420, 920, 120), (1560, 870, 170)], JADE_DARK)
    return canvas


def terraces(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#cfe0df"), parse_colour("#f6e6c4"), width)
    canvas.glow((420, 260), 480, parse_colour("#fff2cf"), 0.9)
    _towers(canvas, foot=360, rise=200, tint=parse_colour("#b4cdc6"), count=8)
    canvas.mist(370, 180, parse_colour("#f5ead2"), 0.8)
    _towers(canvas, foot=440, rise=150, tint=parse_colour("#86ac98"), count=11)
    canvas.mist(450, 150, parse_colour("#f3ead0"), 0.6)
    steps = 15
    for step in range(steps):
        share = step / (steps - 1)
        base, sway = 470 + 520 * share**1.15, 26 + 46 * share
        phase = 0.8 + step * 0.33

        def edge(x: float, base: float = base, sway: float = sway, phase: float = phase) -> float:
            return base + sway * math.sin(x / 290 + phase) + sway * 0.5 * math.sin(x / 128 + phase * 1.7)

        rice = blend(parse_colour("#dfc264"), parse_colour("#6d9a52"), 0.5 + 0.5 * math.sin(step * 1.9))
        canvas.gradient_polygon(
            area_below_curve(edge), blend(rice, WHITE, 0.28 - 0.2 * share), blend(rice, JADE_DARK, 0.35)
        )
        canvas.line([(x, edge(x)) for x in range(0, WIDTH + 1, 8)], blend(JADE_DARK, rice, 0.35), 4 + 5 * share)
        canvas.line([(x, edge(x) + 8 + 7 * share) for x in range(0, WIDTH + 1, 8)], blend(rice, WHITE, 0.5), 2 + share)
    _stilt_house(canvas, (1120, 640), 1.0)
    _stilt_house(canvas, (1290, 610), 0.7)
    return canvas


def river_valley(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#a9c3d4"), parse_colour("#f2e3cf"), width)
    for share, foot in ((0.15, 400), (0.42, 470), (0.66, 540)):
        _towers(canvas, foot=foot, rise=240, tint=blend(parse_colour("#b5c8d3"), INK, share), count=8)
        canvas.mist(foot + 10, 170, parse_colour("#efe6d8"), 0.7 - share * 0.4)
    canvas.gradient_polygon(
        area_below_curve(lambda x: 560 + 14 * math.sin(x / 170)), parse_colour("#a7bd83"), parse_colour("#4c7a58")
    )
    left = [(700 + 60 * math.sin(y / 85) - (y - 575) * 1.25, y) for y in range(575, 1021, 5)]
    right = [(760 + 60 * math.sin(y / 85) + (y - 575) * 1.45, y) for y in range(1020, 574, -5)]
    canvas.gradient_polygon([*left, *right], parse_colour("#dbe8e6"), parse_colour("#5d8fa3"))
    for y in range(690, 1000, 34):
        _ripples(canvas, y, parse_colour("#c3d9dc"), left=760 - (y - 560), right=760 + (y - 560))
    _bridge(canvas)
    _bushes(canvas, [(90, 800, 130), (250, 740, 70), (1500, 830, 150), (1350, 740, 70)], JADE_DARK)
    return canvas


def meeting_hall(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#e9dcc6"), parse_colour("#d8c6a8"), width)
    canvas.gradient_polygon(corners((150, 90, 1450, 640)), LACQUER, LACQUER_DARK)
    for fold in range(150, 1450, 52):
        canvas.gradient_polygon(
            corners((fold, 90, fold + 22, 640)), blend(LACQUER, WHITE, 0.10), blend(LACQUER_DARK, LACQUER, 0.3)
        )
    canvas.box((110, 60, 1490, 112), WOOD_DARK, 8)
    canvas.star((800, 265), 96, GOLD)
    canvas.box((430, 396, 1170, 426), GOLD, 6)
    canvas.box((520, 448, 1080, 466), blend(GOLD, LACQUER, 0.35), 6)
    for side in (60, 1500):
        canvas.gradient_polygon(
            corners((side - 40, 60, side + 80, 660)), parse_colour("#f1e6d2"), parse_colour("#cbb694")
        )
    canvas.polygon([(70, 640), (1530, 640), (1600, 740), (0, 740)], WOOD)
    canvas.gradient_polygon(corners((0, 740, WIDTH, HEIGHT)), WOOD_DARK, parse_colour("#4b3222"))
    _lectern(canvas, (330, 660))
    for place in range(4):
        _desk(canvas, 620 + place * 190, 650)
    _flowers(canvas, (800, 712))
    for row, (y, size) in enumerate(((800, 0.8), (872, 1.0), (960, 1.25))):
        _audience(canvas, y, size, shift=row * 55)
    canvas.glow((800, 250), 700, parse_colour("#fff1cf"), 0.22)
    return canvas


def flags(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#9fc0d6"), parse_colour("#f4e4c8"), width)
    canvas.glow((800, 640), 700, parse_colour("#fff3da"), 0.8)
    _towers(canvas, foot=740, rise=270, tint=parse_colour("#a9c2c4"), count=8)
    canvas.mist(740, 230, parse_colour("#f6ead6"), 0.8)
    _towers(canvas, foot=830, rise=190, tint=parse_colour("#6b9488"), count=11)
    canvas.mist(850, 170, parse_colour("#eee6d2"), 0.6)
    canvas.gradient_polygon(area_below_curve(lambda x: 890 + 10 * math.sin(x / 240)), JADE, JADE_DARK)
    for place, (x, tall) in enumerate(((130, 430), (400, 540), (710, 660), (1030, 540), (1320, 430))):
        _flag_on_pole(canvas, (x, 930), tall, 0.62 + tall / 1500, phase=place * 0.9)
    return canvas


def stamped_document(name: str, width: int) -> Canvas:
    canvas = _desk_top(name, width, parse_colour("#8a5f3d"), parse_colour("#5d3d28"))
    sheet = rotated(corners((470, 60, 1130, 1000)), (800, 530), -5)
    canvas.shadow([(x + 22, y + 30) for x, y in sheet], parse_colour("#20120a"), 0.6, 26)
    canvas.gradient_polygon(sheet, WHITE, PAPER)
    _written_lines(canvas, (560, 130, 1040, 560), tilt=-5, centre=(800, 530))
    seal = (935, 705)
    for ring, thick in ((112, 9), (92, 4)):
        canvas.ring(seal, ring, LACQUER, thick)
    canvas.star(seal, 54, LACQUER)
    signature = [(760 + 3.6 * t, 745 + 34 * math.sin(t / 5.2) * math.exp(-t / 70) - t * 0.5) for t in range(95)]
    canvas.line(signature, INK, 6)
    _rubber_stamp(canvas, (1320, 480))
    _folder(canvas, (-60, 380, 380, 960))
    return canvas


def calendar_page(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#dfe7e2"), parse_colour("#bfcfc8"), width)
    canvas.gradient_polygon(area_below_curve(lambda x: 800), parse_colour("#a77d55"), WOOD_DARK)
    canvas.shadow(corners((420, 170, 1220, 880)), parse_colour("#1e2a26"), 0.45, 30)
    canvas.box((400, 130, 1200, 860), WHITE, 26)
    canvas.box((400, 130, 1200, 330), LACQUER, 26)
    canvas.box((400, 280, 1200, 330), LACQUER)
    for x in range(500, 1140, 120):
        canvas.ellipse((x - 18, 165, x + 18, 201), blend(LACQUER_DARK, INK_DARK, 0.4))
        canvas.box((x - 8, 92, x + 8, 190), STONE, 8)
    _calendar_days(canvas)
    _tea_cup(canvas, (1390, 800))
    _leafy_pot(canvas, (190, 800))
    return canvas


def covenant_sheet(name: str, width: int) -> Canvas:
    canvas = _desk_top(name, width, parse_colour("#a2352c"), parse_colour("#6f1f1b"))
    for side in (0, 1540):
        canvas.box((side, 0, side + 60, HEIGHT), blend(LACQUER_DARK, INK_DARK, 0.35))
    canvas.shadow(corners((275, 120, 1365, 930)), parse_colour("#250806"), 0.6, 26)
    canvas.box((260, 90, 1340, 900), WHITE, 6)
    canvas.frame((286, 116, 1314, 874), GOLD, 6, 4)
    canvas.frame((300, 130, 1300, 860), blend(GOLD, WHITE, 0.4), 2, 4)
    canvas.star((800, 192), 38, LACQUER)
    canvas.box((560, 252, 1040, 276), INK_DARK, 8)
    canvas.box((650, 294, 950, 306), blend(INK_DARK, WHITE, 0.5), 6)
    for n in range(5):
        canvas.box((380, 346 + n * 34, 1220 - (n == 4) * 300, 356 + n * 34), blend(INK_LIGHT, WHITE, 0.4), 5)
    for place in range(8):
        _signed_place(canvas, 345 + (place % 4) * 235, 560 + (place // 4) * 150)
    _fountain_pen(canvas, (1425, 880), 96)
    return canvas


def ink_brush(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#f3e9d6"), parse_colour("#dfcfb0"), width)
    scroll = [(120, 130), (1480, 70), (1500, 800), (100, 850)]
    canvas.shadow([(x + 12, y + 26) for x, y in scroll], parse_colour("#4c3a20"), 0.4, 24)
    canvas.gradient_polygon(scroll, WHITE, parse_colour("#f7efdf"))
    for share, foot in ((0.1, 480), (0.3, 540), (0.6, 610)):
        _towers(
            canvas, foot=foot, rise=230, tint=blend(parse_colour("#e6e3da"), INK, share), count=6, left=170, right=1080
        )
    canvas.gradient_polygon([(110, 600), (1490, 560), (1500, 800), (100, 850)], WHITE, parse_colour("#f7efdf"))
    for y, left, right in ((690, 330, 800), (722, 450, 930), (752, 300, 620)):
        canvas.line([(x, y + 3 * math.sin(x / 30)) for x in range(left, right, 6)], INK_LIGHT, 4)
    canvas.box((1330, 150, 1400, 220), LACQUER, 6)
    canvas.star((1365, 186), 22, WHITE)
    _inkstone(canvas, (1130, 800))
    _brush(canvas, (770, 640), (1420, 330))
    return canvas


def score_board(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#dbe6e4"), parse_colour("#aec6c1"), width)
    canvas.shadow(corners((190, 150, 1450, 930)), parse_colour("#16302b"), 0.4, 34)
    canvas.box((160, 100, 1440, 900), WHITE, 28)
    canvas.box((160, 100, 1440, 210), JADE_DARK, 28)
    canvas.box((160, 160, 1440, 210), JADE_DARK)
    canvas.star((230, 155), 26, GOLD)
    canvas.box((280, 144, 690, 168), blend(JADE_LIGHT, WHITE, 0.4), 10)
    for row in range(7):
        _score_row(canvas, 262 + row * 86, row)
    return canvas


def head_office(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#a8c6d8"), parse_colour("#f1e7d3"), width)
    _towers(canvas, foot=620, rise=380, tint=parse_colour("#a8c0c6"), count=7)
    canvas.mist(610, 300, parse_colour("#eee8da"), 0.75)
    _towers(canvas, foot=690, rise=230, tint=parse_colour("#7b9f96"), count=9)
    canvas.mist(690, 140, parse_colour("#e6e6d8"), 0.5)
    _building(canvas)
    canvas.polygon([(0, 850), (WIDTH, 850), (WIDTH, HEIGHT), (0, HEIGHT)], parse_colour("#cdbfa4"))
    canvas.polygon([(640, 850), (960, 850), (1240, HEIGHT), (360, HEIGHT)], parse_colour("#e9dfca"))
    canvas.box((0, 838, WIDTH, 862), JADE, 10)
    canvas.polygon([(640, 838), (960, 838), (984, 864), (616, 864)], parse_colour("#e9dfca"))
    _flag_on_pole(canvas, (800, 870), 660, 0.66, phase=0.4)
    _bushes(canvas, [(80, 870, 110), (210, 880, 80), (1390, 880, 80), (1530, 870, 110)], JADE_DARK)
    return canvas


def reading_screens(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#274058"), parse_colour("#4f7d86"), width)
    canvas.glow((760, 430), 700, parse_colour("#9cc3c4"), 0.45)
    canvas.gradient_polygon(area_below_curve(lambda x: 830), parse_colour("#c9a27a"), parse_colour("#8d6240"))
    canvas.shadow(corners((250, 820, 1180, 880)), INK_DARK, 0.5, 18)
    canvas.box((270, 190, 1150, 800), INK_DARK, 26)
    canvas.box((296, 216, 1124, 774), WHITE, 8)
    _news_page(canvas, (296, 216, 1124, 774))
    canvas.polygon([(200, 800), (1220, 800), (1290, 858), (130, 858)], parse_colour("#c8d0d4"))
    canvas.box((130, 852, 1290, 876), parse_colour("#9aa7ad"), 10)
    canvas.shadow(corners((1190, 430, 1440, 900)), INK_DARK, 0.5, 20)
    canvas.box((1180, 400, 1430, 890), INK_DARK, 34)
    canvas.box((1194, 424, 1416, 866), WHITE, 18)
    _news_column(canvas, (1194, 424, 1416, 866))
    return canvas


def law_books(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#e8ddc7"), parse_colour("#c9b592"), width)
    canvas.glow((800, 360), 640, parse_colour("#fff6e0"), 0.7)
    canvas.gradient_polygon(area_below_curve(lambda x: 830), parse_colour("#8a5f3d"), parse_colour("#553823"))
    canvas.shadow(corners((200, 800, 1460, 880)), parse_colour("#22140b"), 0.5, 20)
    stack = [(250, 760, 720, LACQUER), (290, 690, 690, INK), (230, 612, 700, JADE_DARK), (300, 544, 660, GOLD)]
    for left, upper, right, cover in stack:
        _lying_book(canvas, (left, upper, right, upper + 72), cover)
    _scales(canvas, (1110, 830))
    return canvas


def patchwork_map(name: str, width: int) -> Canvas:
    canvas = Canvas(name, parse_colour("#e4ece6"), parse_colour("#c7d6d2"), width)
    columns, rows = 8, 7
    points = {
        (column, row): (
            300 + column * 125 + canvas.random.uniform(-32, 32) + 36 * math.sin(row * 0.9),
            130 + row * 106 + canvas.random.uniform(-26, 26) + 26 * math.sin(column * 0.8),
        )
        for column in range(columns + 1)
        for row in range(rows + 1)
    }
    outline = [points[c, 0] for c in range(columns + 1)] + [points[columns, r] for r in range(1, rows + 1)]
    outline += [points[c, rows] for c in range(columns - 1, -1, -1)] + [points[0, r] for r in range(rows - 1, 0, -1)]
    canvas.shadow([(x + 14, y + 24) for x, y in outline], JADE_DARK, 0.5, 22)
    towns = {(3, 3), (4, 3), (4, 4)}
    for column in range(columns):
        for row in range(rows):
            square = [points[column + a, row + b] for a, b in ((0, 0), (1, 0), (1, 1), (0, 1))]
            green = blend(JADE_LIGHT, JADE, canvas.random.uniform(0.0, 0.85))
            canvas.polygon(square, LACQUER if (column, row) in towns else green)
            canvas.line([*square, square[0]], PAPER, 5)
    river = [(x, 560 + 90 * math.sin(x / 210) - x * 0.08) for x in range(300, 1330, 8)]
    canvas.line(river, parse_colour("#d6eaf0"), 14)
    canvas.line(river, parse_colour("#6f9fb8"), 7)
    return canvas


SCENES: dict[str, Callable[[str, int], Canvas]] = {
    "nui-da-voi": karst_mountains,
    "thac-nuoc": waterfall,
    "ruong-bac-thang": terraces,
    "thung-lung-song": river_valley,
    "hoi-truong": meeting_hall,
    "co-do": flags,
    "van-ban-dong-dau": stamped_document,
    "to-lich": calendar_page,
    "ban-giao-uoc": covenant_sheet,
    "but-muc": ink_brush,
    "bang-diem": score_board,
    "tru-so": head_office,
    "man-hinh-doc-tin": reading_screens,
    "sach-luat": law_books,
    "ban-do-xa-phuong": patchwork_map,
}


def _towers(
    canvas: Canvas, *, foot: float, rise: float, tint: Colour, count: int, left: float = -80, right: float = WIDTH + 80
) -> None:
    """A row of overlapping limestone karst towers."""
    towers = []
    for n in range(count):
        middle = left + (right - left) * (n + canvas.random.uniform(0.2, 0.8)) / count
        reach = (right - left) / count * canvas.random.uniform(0.45, 0.95)
        towers.append((middle, min(reach, middle - left, right - middle), rise * canvas.random.uniform(0.45, 1)))
    rough = [
        (canvas.random.uniform(18, 60), canvas.random.uniform(0, 6), canvas.random.uniform(1, 4)) for _ in range(5)
    ]

    def height_at(x: float) -> float:
        tallest = 0.0
        for middle, reach, tall in towers:
            away = abs(x - middle) / max(reach, 1)
            if away < 1:
                tallest = max(tallest, tall * (1 - away**2.1) ** 0.62)
        grain = sum(size * math.sin(x / wave + phase) for wave, phase, size in rough)
        foothills = rise * 0.22 * min(1, max(0, x - left) / 160, max(0, right - x) / 160)
        tallest = max(tallest, foothills)
        return foot - tallest - grain * min(1, tallest / 60)

    ridge = [(float(x), height_at(x)) for x in range(round(left), round(right) + 1, 3)]
    canvas.gradient_polygon([*ridge, (right, foot + 240), (left, foot + 240)], tint, blend(tint, PAPER, 0.30))


def _river(canvas: Canvas, upper: float, far: Colour, near: Colour) -> None:
    canvas.gradient_polygon(corners((0, upper, WIDTH, HEIGHT)), far, near)
    for y in range(round(upper) + 24, HEIGHT, 26):
        _ripples(canvas, y, blend(far, WHITE, 0.35))


def _ripples(canvas: Canvas, y: float, tint: Colour, left: float = 0, right: float = WIDTH) -> None:
    for _ in range(5):
        start = canvas.random.uniform(left, right)
        long = canvas.random.uniform(60, 220)
        canvas.line([(max(left, start), y), (min(right, start + long), y)], tint, 3)


def _bank(canvas: Canvas, upper: float, tint: Colour) -> None:
    canvas.gradient_polygon(
        area_below_curve(lambda x: upper + 34 * math.sin(x / 330 + 2.3) + 8 * math.sin(x / 60)), tint, INK_DARK
    )


def _bamboo(canvas: Canvas, foot: Point, tall: float, tint: Colour) -> None:
    for stem in range(7):
        lean = (stem - 3) * 26 + canvas.random.uniform(-10, 10)
        x0, y0 = foot[0] + (stem - 3) * 16, foot[1]
        height = tall * canvas.random.uniform(0.75, 1.1)
        path = [(x0 + lean * (t / 20) ** 2.2, y0 - height * t / 20) for t in range(21)]
        canvas.line(path, tint, 7)
        for x, y in path[8:]:
            for side in (-1, 1):
                long = canvas.random.uniform(34, 66)
                tip = (x + side * long, y + long * 0.35)
                canvas.polygon([(x, y), (x + side * long * 0.5, y - 8), tip, (x + side * long * 0.45, y + 8)], tint)


def _bushes(canvas: Canvas, places: list[tuple[float, float, float]], tint: Colour) -> None:
    for x, y, size in places:
        for part in range(9):
            shift, radius = canvas.random.uniform(-size, size) * 0.7, size * canvas.random.uniform(0.28, 0.5)
            leaf = blend(tint, JADE, 0.08 * part)
            top = y - canvas.random.uniform(0, size * 0.45)
            canvas.ellipse((x + shift - radius, top - radius, x + shift + radius, top + radius), leaf)


def _cliff(canvas: Canvas, box: Box, tint: Colour) -> None:
    left, upper, right, _ = box
    waves = [(canvas.random.uniform(30, 90), canvas.random.uniform(0, 6)) for _ in range(3)]

    def edge(x: float) -> float:
        slope = 60 * abs(x - WIDTH / 2) / WIDTH
        return upper - slope + sum(7 * math.sin(x / wave + phase) for wave, phase in waves)

    ridge = [(float(x), edge(x)) for x in range(round(left), round(right), 5)]
    canvas.gradient_polygon([*ridge, (right, HEIGHT), (left, HEIGHT)], tint, blend(tint, INK_DARK, 0.35))


def _falling_water(canvas: Canvas, box: Box) -> None:
    left, upper, right, lower = box
    x = left
    while x < right:
        broad = canvas.random.uniform(26, 120)
        if canvas.random.random() < 0.84:
            end = min(right, x + broad)
            spread = canvas.random.uniform(4, 14)
            strand = [(x, upper - 8), (end, upper - 8), (end + spread, lower), (x - spread, lower)]
            canvas.gradient_polygon(strand, parse_colour("#e9f4f1"), WHITE)
            for _ in range(round(broad / 14)):
                line = canvas.random.uniform(x, end)
                start = canvas.random.uniform(upper, lower - 30)
                canvas.line([(line, start), (line, start + canvas.random.uniform(20, 70))], parse_colour("#b9d9d5"), 3)
        x += broad + canvas.random.uniform(6, 30)


def _stilt_house(canvas: Canvas, foot: Point, size: float) -> None:
    x, y = foot
    for post in range(5):
        canvas.box((x + post * 34 * size, y - 40 * size, x + (post * 34 + 7) * size, y + 14 * size), WOOD_DARK)
    canvas.box((x - 8 * size, y - 92 * size, x + 152 * size, y - 36 * size), WOOD, 2)
    for window in (16, 66, 116):
        canvas.box((x + window * size, y - 80 * size, x + (window + 20) * size, y - 54 * size), INK_DARK, 2)
    roof = [(-34, -86), (22, -152), (122, -152), (178, -86)]
    canvas.gradient_polygon(
        [(x + a * size, y + b * size) for a, b in roof], parse_colour("#5b5a57"), parse_colour("#3c3a38")
    )


def _bridge(canvas: Canvas) -> None:
    deck = [(320, 655), (1180, 655), (1180, 678), (320, 678)]
    canvas.shadow([(x, y + 44) for x, y in deck], INK_DARK, 0.35, 10)
    for pier in (470, 655, 845, 1030):
        canvas.polygon(
            [(pier - 14, 676), (pier + 14, 676), (pier + 20, 770), (pier - 20, 770)], parse_colour("#c9bfae")
        )
    canvas.polygon(deck, parse_colour("#e6dccb"))
    canvas.box((320, 676, 1180, 686), parse_colour("#a89c88"))
    for post in range(330, 1180, 34):
        canvas.box((post, 632, post + 6, 656), parse_colour("#f3ebdc"))
    canvas.box((320, 628, 1180, 635), parse_colour("#f3ebdc"))


def _lectern(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    canvas.gradient_polygon([(x - 70, y - 160), (x + 70, y - 160), (x + 54, y + 30), (x - 54, y + 30)], WOOD, WOOD_DARK)
    canvas.box((x - 84, y - 178, x + 84, y - 156), blend(WOOD, WHITE, 0.25), 6)
    canvas.star((x, y - 80), 26, GOLD)
    canvas.line([(x + 16, y - 178), (x + 6, y - 222)], INK_DARK, 5)
    canvas.ellipse((x - 4, y - 236, x + 16, y - 212), INK_DARK)


def _desk(canvas: Canvas, x: float, y: float) -> None:
    canvas.gradient_polygon(corners((x, y - 60, x + 176, y + 40)), parse_colour("#8e5f3c"), WOOD_DARK)
    canvas.box((x - 6, y - 74, x + 182, y - 56), blend(WOOD, WHITE, 0.3), 4)
    canvas.box((x + 58, y - 98, x + 118, y - 74), WHITE, 2)
    canvas.box((x + 68, y - 90, x + 108, y - 84), LACQUER, 2)


def _flowers(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for _ in range(46):
        turn, away = canvas.random.uniform(math.pi, 2 * math.pi), canvas.random.uniform(10, 74)
        left, upper = x + away * 1.5 * math.cos(turn), y + away * math.sin(turn) * 0.75
        bloom = canvas.random.choice((GOLD, parse_colour("#e88a6f"), WHITE, JADE, JADE_DARK))
        size = canvas.random.uniform(9, 17)
        canvas.ellipse((left - size, upper - size, left + size, upper + size), bloom)


def _audience(canvas: Canvas, y: float, size: float, shift: float) -> None:
    pitch = 130 * size
    x = -shift * size
    while x < WIDTH + pitch:
        cloth = canvas.random.choice((INK_DARK, INK, JADE_DARK, parse_colour("#5b4636"), parse_colour("#8a9aa5")))
        canvas.ellipse((x - 46 * size, y, x + 46 * size, y + 150 * size), cloth)
        canvas.ellipse((x - 27 * size, y - 56 * size, x + 27 * size, y + 14 * size), parse_colour("#2a211c"))
        canvas.box((x - 52 * size, y + 46 * size, x + 52 * size, y + 200 * size), LACQUER_DARK, 14 * size)
        canvas.box((x - 52 * size, y + 46 * size, x + 52 * size, y + 56 * size), LACQUER, 5 * size)
        x += pitch


def _flag_on_pole(canvas: Canvas, foot: Point, tall: float, size: float, phase: float) -> None:
    x, y = foot
    canvas.box((x - 7 * size, y - tall, x + 7 * size, y), parse_colour("#d9d4c8"), 4)
    canvas.ellipse((x - 13 * size, y - tall - 22 * size, x + 13 * size, y - tall + 4 * size), GOLD)
    long, broad, upper = 250 * size, 166 * size, y - tall + 14 * size

    def wave(t: float) -> float:
        return 15 * size * math.sin(t * 5.2 + phase) * t

    strips = 60
    for strip in range(strips):
        t, following = strip / strips, (strip + 1) / strips
        light = 0.5 + 0.5 * math.cos(t * 5.2 + phase)
        red = blend(parse_colour("#b3261e"), parse_colour("#dd4033"), light)
        left, right = x + 7 * size + long * t, x + 8 * size + long * following
        points = [(left, upper + wave(t)), (right, upper + wave(following))]
        canvas.polygon([*points, (right, upper + broad + wave(following)), (left, upper + broad + wave(t))], red)
    canvas.star((x + 7 * size + long / 2, upper + broad / 2 + wave(0.5)), 50 * size, parse_colour("#f5cf45"))


def _desk_top(name: str, width: int, far: Colour, near: Colour) -> Canvas:
    canvas = Canvas(name, far, near, width)
    for plank in range(0, HEIGHT, 125):
        canvas.line([(0, plank), (WIDTH, plank)], blend(near, INK_DARK, 0.25), 3)
        for _ in range(5):
            start, y = canvas.random.uniform(-100, WIDTH), plank + canvas.random.uniform(20, 105)
            canvas.line([(start, y), (start + canvas.random.uniform(140, 480), y)], blend(far, near, 0.45), 2)
    canvas.glow((420, 120), 900, WHITE, 0.16)
    return canvas


def _written_lines(canvas: Canvas, box: Box, tilt: float, centre: Point) -> None:
    left, upper, right, lower = box

    def bar(x0: float, y: float, x1: float, thick: float, tint: Colour) -> None:
        canvas.polygon(rotated(corners((x0, y, x1, y + thick)), centre, tilt), tint)

    bar(left, upper, left + 170, 11, INK_DARK)
    bar(right - 220, upper, right, 11, INK_DARK)
    bar(right - 170, upper + 24, right - 50, 7, INK_LIGHT)
    bar(left + 120, upper + 84, right - 120, 18, INK_DARK)
    bar(left + 170, upper + 116, right - 170, 9, INK_LIGHT)
    y = upper + 165
    while y < lower:
        short = canvas.random.choice((0, 0, 0, 150, 60))
        bar(left, y, right - short, 8, blend(INK_LIGHT, WHITE, 0.35))
        y += 31


def _rubber_stamp(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    foot = corners((x - 110, y + 130, x + 110, y + 190))
    canvas.shadow([(a + 24, b + 30) for a, b in foot], parse_colour("#20120a"), 0.6, 22)
    canvas.box((x - 110, y + 130, x + 110, y + 190), LACQUER_DARK, 14)
    canvas.box((x - 110, y + 130, x + 110, y + 156), LACQUER, 12)
    canvas.gradient_polygon([(x - 30, y - 20), (x + 30, y - 20), (x + 50, y + 132), (x - 50, y + 132)], WOOD, WOOD_DARK)
    canvas.ellipse((x - 62, y - 110, x + 62, y + 14), blend(WOOD, WHITE, 0.12))
    canvas.ellipse((x - 40, y - 94, x + 8, y - 46), blend(WOOD, WHITE, 0.35))


def _folder(canvas: Canvas, box: Box) -> None:
    left, upper, right, lower = box
    middle = ((left + right) / 2, (upper + lower) / 2)
    shape = rotated(corners(box), middle, 9)
    canvas.shadow([(x + 16, y + 22) for x, y in shape], parse_colour("#20120a"), 0.5, 20)
    canvas.gradient_polygon(shape, JADE, JADE_DARK)
    label = rotated(
        corners((left + 130, upper + 110, right - 90, upper + 210)), ((left + right) / 2, (upper + lower) / 2), 9
    )
    canvas.polygon(label, PAPER)


def _calendar_days(canvas: Canvas) -> None:
    chosen = 26
    for place in range(31):
        column, row = (place + 3) % 7, (place + 3) // 7
        x, y = 452 + column * 101, 368 + row * 94
        if place == chosen:
            canvas.box((x - 6, y - 6, x + 90, y + 80), LACQUER, 16)
            font = ImageFont.load_default(54 * canvas.scale)
            middle = ((x + 42) * canvas.scale, (y + 37) * canvas.scale)
            canvas.draw.text(middle, str(place + 1), fill=WHITE, font=font, anchor="mm")
        else:
            weekend = column == 6
            canvas.box((x, y, x + 84, y + 74), blend(LACQUER, WHITE, 0.86) if weekend else parse_colour("#edf0ea"), 12)
            if place in {2, 8, 13, 20, 29}:
                canvas.ellipse((x + 32, y + 27, x + 52, y + 47), JADE)


def _tea_cup(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    canvas.shadow([(x - 110, y + 30), (x + 130, y + 30), (x + 130, y + 62), (x - 110, y + 62)], INK_DARK, 0.5, 14)
    canvas.ring((x + 84, y - 30), 40, parse_colour("#e8efe9"), 13)
    canvas.polygon([(x - 84, y - 90), (x + 84, y - 90), (x + 54, y + 40), (x - 54, y + 40)], parse_colour("#f4f7f2"))
    canvas.ellipse((x - 84, y - 108, x + 84, y - 72), parse_colour("#dfe8e1"))
    canvas.ellipse((x - 72, y - 102, x + 72, y - 78), parse_colour("#b98a4a"))
    canvas.ellipse((x - 120, y + 26, x + 120, y + 58), parse_colour("#e3ebe4"))
    canvas.line([(x - 72, y - 44), (x + 72, y - 44)], JADE, 7)


def _leafy_pot(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    for leaf in range(11):
        turn = math.pi * (1.12 + 0.076 * leaf)
        long = 210 + 60 * math.sin(leaf * 2.1)
        tip = (x + long * math.cos(turn) * 0.8, y - 90 + long * math.sin(turn))
        side = (34 * math.sin(turn), -34 * math.cos(turn))
        middle = ((x + tip[0]) / 2, (y - 90 + tip[1]) / 2)
        shape = [
            (x, y - 80),
            (middle[0] + side[0], middle[1] + side[1]),
            tip,
            (middle[0] - side[0], middle[1] - side[1]),
        ]
        canvas.polygon(shape, blend(JADE, JADE_DARK, (leaf % 3) * 0.35))
    canvas.shadow([(x - 100, y + 30), (x + 110, y + 30), (x + 110, y + 60), (x - 100, y + 60)], INK_DARK, 0.5, 14)
    canvas.gradient_polygon(
        [(x - 96, y - 100), (x + 96, y - 100), (x + 66, y + 46), (x - 66, y + 46)],
        parse_colour("#c7745a"),
        LACQUER_DARK,
    )
    canvas.box((x - 106, y - 116, x + 106, y - 84), parse_colour("#d58a70"), 6)


def _signed_place(canvas: Canvas, x: float, y: float) -> None:
    canvas.box((x, y, x + 150, y + 11), INK_DARK, 5)
    canvas.box((x + 24, y + 20, x + 126, y + 28), INK_LIGHT, 4)
    wild, wave = canvas.random.uniform(12, 24), canvas.random.uniform(4.0, 7.5)
    path = [(x + 18 + t * 1.2, y + 66 + wild * math.sin(t / wave) * math.exp(-t / 60) - t * 0.1) for t in range(96)]
    canvas.line(path, INK, 4)
    canvas.box((x + 10, y + 100, x + 140, y + 107), blend(INK_LIGHT, WHITE, 0.4), 3)


def _fountain_pen(canvas: Canvas, tip: Point, degrees: float) -> None:
    x, y = tip

    def lying(box: Box) -> list[Point]:
        return rotated(corners((x + box[0], y + box[1], x + box[2], y + box[3])), tip, degrees + 180)

    canvas.shadow([(a + 20, b + 26) for a, b in lying((60, -22, 520, 22))], parse_colour("#250806"), 0.6, 16)
    canvas.polygon(rotated([(x, y), (x + 80, y - 17), (x + 80, y + 17)], tip, degrees + 180), GOLD)
    canvas.polygon(lying((76, -22, 300, 22)), INK_DARK)
    canvas.polygon(lying((300, -27, 520, 27)), INK)
    canvas.polygon(lying((290, -27, 306, 27)), GOLD)
    canvas.polygon(lying((330, -14, 505, -6)), INK_LIGHT)


def _inkstone(canvas: Canvas, middle: Point) -> None:
    x, y = middle
    canvas.shadow(corners((x - 190, y - 40, x + 250, y + 110)), parse_colour("#3a2b16"), 0.55, 20)
    canvas.box((x - 200, y - 70, x + 230, y + 90), parse_colour("#39434a"), 44)
    canvas.box((x - 176, y - 52, x + 206, y + 66), parse_colour("#252d33"), 36)
    canvas.ellipse((x - 150, y - 36, x + 60, y + 52), parse_colour("#0f1418"))
    canvas.ellipse((x - 110, y - 24, x - 30, y - 6), parse_colour("#4d5c66"))


def _brush(canvas: Canvas, tip: Point, end: Point) -> None:
    x0, y0 = tip
    long = math.dist(tip, end)
    degrees = math.degrees(math.atan2(end[1] - y0, end[0] - x0))

    def part(points: list[Point]) -> list[Point]:
        return rotated([(x0 + a, y0 + b) for a, b in points], tip, degrees)

    canvas.shadow(
        [(a + 14, b + 44) for a, b in part([(0, 0), (long, -12), (long, 12)])], parse_colour("#4c3a20"), 0.5, 14
    )
    canvas.polygon(part([(0, 0), (60, -22), (130, -26), (150, 0), (130, 26), (60, 22)]), parse_colour("#1f1a17"))
    canvas.polygon(part([(120, -24), (196, -17), (196, 17), (120, 24)]), LACQUER)
    canvas.polygon(part([(190, -17), (long, -12), (long, 12), (190, 17)]), parse_colour("#b98d58"))
    canvas.polygon(part([(190, -10), (long, -7), (long, -3), (190, -4)]), parse_colour("#dcb986"))


def _score_row(canvas: Canvas, y: float, row: int) -> None:
    share = (0.95, 0.91, 0.88, 0.84, 0.81, 0.77, 0.70)[row]
    canvas.ellipse((220, y, 272, y + 52), GOLD if row == 0 else parse_colour("#dde7e3"))
    canvas.box((310, y + 4, 310 + canvas.random.uniform(150, 250), y + 20), INK_DARK, 7)
    canvas.box((310, y + 32, 310 + canvas.random.uniform(90, 160), y + 44), INK_LIGHT, 6)
    canvas.box((620, y + 8, 1260, y + 44), parse_colour("#eaf0ed"), 16)
    canvas.box((620, y + 8, 620 + 640 * share, y + 44), LACQUER if row == 0 else blend(JADE, JADE_LIGHT, row / 9), 16)
    canvas.box((1300, y + 14, 1380, y + 38), INK_DARK if row == 0 else INK_LIGHT, 8)


def _building(canvas: Canvas) -> None:
    wall, trim = parse_colour("#f0dfb6"), parse_colour("#fff6e2")
    canvas.gradient_polygon(corners((250, 470, 1350, 850)), wall, parse_colour("#dcc48f"))
    canvas.box((230, 446, 1370, 476), LACQUER_DARK, 4)
    for column in range(10):
        for row in range(2):
            x, y = 290 + column * 106, 520 + row * 160
            if 5 <= column + 1 <= 6:
                continue
            canvas.box((x - 6, y - 6, x + 62, y + 106), trim, 4)
            canvas.box((x, y, x + 56, y + 100), INK, 3)
            canvas.polygon([(x, y), (x + 34, y), (x, y + 52)], blend(INK, INK_LIGHT, 0.6))
            canvas.box((x + 25, y, x + 31, y + 100), trim)
    canvas.gradient_polygon(corners((640, 420, 960, 850)), blend(wall, WHITE, 0.4), wall)
    canvas.polygon([(610, 424), (800, 330), (990, 424)], LACQUER)
    canvas.polygon([(668, 412), (800, 348), (932, 412)], LACQUER_DARK)
    canvas.star((800, 392), 22, GOLD)
    for pillar in (664, 742, 830, 908):
        canvas.gradient_polygon(corners((pillar, 440, pillar + 28, 850)), trim, parse_colour("#d9c8a0"))
    canvas.box((706, 640, 894, 850), INK_DARK, 4)
    canvas.box((716, 650, 796, 850), parse_colour("#5d7f97"), 3)
    canvas.box((804, 650, 884, 850), parse_colour("#5d7f97"), 3)


def _news_page(canvas: Canvas, box: Box) -> None:
    left, upper, right, _ = box
    canvas.box((left, upper, right, upper + 66), LACQUER)
    canvas.star((left + 44, upper + 33), 18, GOLD)
    canvas.box((left + 80, upper + 24, left + 340, upper + 42), PAPER, 6)
    picture = (left + 36, upper + 100, left + 480, upper + 360)
    canvas.gradient_polygon(corners(picture), parse_colour("#cfe1e4"), DAWN)
    hills = [(picture[0] + 10 * n, picture[3] - 70 - 66 * abs(math.sin(n / 4.4)) ** 0.7) for n in range(45)]
    canvas.gradient_polygon([*hills, (picture[2], picture[3]), (picture[0], picture[3])], JADE, JADE_DARK)
    canvas.box((left + 36, upper + 384, left + 440, upper + 406), INK_DARK, 6)
    for n, long in enumerate((440, 420, 300)):
        canvas.box((left + 36, upper + 428 + n * 30, left + 36 + long, upper + 440 + n * 30), INK_LIGHT, 5)
    for n in range(4):
        y = upper + 104 + n * 108
        canvas.box((left + 520, y, left + 630, y + 78), (JADE_LIGHT, GOLD, INK_LIGHT, LACQUER)[n], 8)
        canvas.box((left + 652, y + 6, right - 36, y + 20), INK_DARK, 5)
        canvas.box((left + 652, y + 36, right - 70, y + 46), INK_LIGHT, 4)


def _news_column(canvas: Canvas, box: Box) -> None:
    left, upper, right, _ = box
    canvas.box((left, upper, right, upper + 44), LACQUER, 10)
    canvas.gradient_polygon(corners((left + 16, upper + 60, right - 16, upper + 180)), JADE_LIGHT, JADE_DARK)
    canvas.box((left + 16, upper + 198, right - 30, upper + 214), INK_DARK, 5)
    for n in range(7):
        canvas.box((left + 16, upper + 236 + n * 27, right - 16 - (n % 3) * 26, upper + 246 + n * 27), INK_LIGHT, 4)


def _lying_book(canvas: Canvas, box: Box, cover: Colour) -> None:
    left, upper, right, lower = box
    canvas.box(box, cover, 12)
    canvas.box((left + 26, upper + 11, right + 4, lower - 11), PAPER, 3)
    for y in range(round(upper) + 20, round(lower) - 14, 9):
        canvas.line([(left + 30, y), (right, y)], PAPER_DARK, 2)
    canvas.box((left, upper, left + 40, lower), blend(cover, INK_DARK, 0.25), 12)
    canvas.box((left, upper, right, upper + 11), blend(cover, WHITE, 0.12), 6)


def _scales(canvas: Canvas, foot: Point) -> None:
    x, y = foot
    brass, shade = parse_colour("#c79a3c"), parse_colour("#94702a")
    canvas.gradient_polygon([(x - 130, y + 6), (x + 130, y + 6), (x + 90, y - 34), (x - 90, y - 34)], brass, shade)
    canvas.gradient_polygon(corners((x - 12, y - 500, x + 12, y - 30)), brass, shade)
    canvas.line([(x - 230, y - 470), (x, y - 500), (x + 230, y - 470)], brass, 16)
    canvas.ellipse((x - 26, y - 536, x + 26, y - 484), brass)
    for side in (-230, 230):
        top, pan = (x + side, y - 470), y - 250
        for away in (-84, 84):
            canvas.line([top, (x + side + away, pan)], shade, 4)
        canvas.draw.pieslice(
            [canvas.scale * part for part in (x + side - 100, pan - 52, x + side + 100, pan + 52)], 0, 180, fill=brass
        )
        canvas.box((x + side - 104, pan - 6, x + side + 104, pan + 4), shade, 4)
