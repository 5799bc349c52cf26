"""Draw land from high above: the delta and a survey map."""

import math
from random import Random

from PIL import Image, ImageChops, ImageFilter

from .canvas import Plate, Sheet
from .forms import Point, between, blob, smooth, taper, turn


def river(sheet: Sheet) -> None:
    """Draw a river that splits on its way to the sea, with creeks, sandbanks and towns."""
    rng, ink = sheet.rng, sheet.ink
    land, water, bank = rng.choice(
        (
            (ink.paper, ink.main, ink.pale),
            (ink.pale, ink.main, ink.soft),
            (ink.soft, ink.deep, ink.pale),
            (ink.deep, ink.soft, ink.main),
        )
    )
    sheet.ground(land)
    for _ in range(9):
        patch = Plate().polygon(
            blob(rng, rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), rng.uniform(140, 380), wobble=0.3, squash=0.7)
        )
        sheet.print(patch, bank, tone=0.45, shade=rng.choice(("in", "left", "down")))
        if rng.random() < 0.5:
            sheet.hatch(patch, bank, angle=rng.uniform(-60, 60), gap=rng.uniform(15, 26), weight=3)
    tilt = rng.choice((0.0, 0.0, -34.0, 34.0, 58.0, -58.0))
    heart = (sheet.w / 2, sheet.h / 2)
    coast_at = rng.uniform(830, 980) if abs(tilt) < 40 else rng.uniform(960, 1080)
    shore: list[Point] = [
        (x, coast_at + 46 * math.sin(x / rng.uniform(150, 240)) + rng.uniform(-40, 40))
        for x in range(-900, int(sheet.w) + 901, 95)
    ]
    shore = turn(smooth(shore), tilt, *heart)
    below = turn([(sheet.w + 900, 3000), (-900, 3000)], tilt, *heart)
    sea = Plate().polygon([*shore, *below])
    sheet.fill(taper(shore, 46, 46), bank)
    channels, beds, tips = Plate(), Plate(), []
    start = (sheet.w * rng.uniform(0.25, 0.75), -260.0 if abs(tilt) > 1 else -60.0)
    queue = [(start, 90.0 + rng.uniform(-16, 16), rng.uniform(76, 118), 0)]
    while queue:
        spot, heading, width, depth = queue.pop()
        course, (x, y) = [spot], spot
        run = rng.uniform(240, 420) if depth else rng.uniform(380, 560)
        swing, phase = rng.uniform(24, 58), rng.uniform(0, math.tau)
        for step in range(1, 9):
            bend = heading + swing * math.sin(phase + step * 0.95)
            x, y = x + run / 8 * math.cos(math.radians(bend)), y + run / 8 * math.sin(math.radians(bend))
            course.append((x, y))
        narrow = width * rng.uniform(0.7, 0.85)
        curve = turn(smooth(course), tilt, *heart)
        beds.polygon(taper(curve, width + 22, narrow + 22)).disc(*curve[-1], narrow / 2 + 11)
        channels.polygon(taper(curve, width, narrow)).disc(*curve[-1], narrow / 2)
        tips.append((curve[-1], depth))
        if depth < 5 and y < coast_at + 30:
            for side in rng.sample((-1, 1), 2) if rng.random() < 0.8 or depth < 2 else (rng.choice((-1, 1)),):
                queue.append(((x, y), 90 + side * rng.uniform(14, 52), narrow * rng.uniform(0.55, 0.8), depth + 1))
        for _ in range(2):
            at = rng.choice(course[2:-1])
            creek = [at]
            aim = rng.choice((-1, 1)) * rng.uniform(40, 80) + 90
            for _ in range(4):
                aim += rng.uniform(-45, 45)
                creek.append(
                    (creek[-1][0] + 42 * math.cos(math.radians(aim)), creek[-1][1] + 42 * math.sin(math.radians(aim)))
                )
            channels.polygon(taper(turn(smooth(creek), tilt, *heart), 10, 2))
    sheet.print(beds, bank)
    sheet.print(channels, water)
    sheet.print(sea, water)
    swell = Plate()
    for i in range(1, 9):
        offset = turn([(0, 28 * i + 2.2 * i * i)], tilt)[0]
        swell.dashes(
            [(px + offset[0], py + offset[1]) for px, py in shore],
            3.5,
            on=rng.uniform(60, 220),
            off=rng.uniform(14, 90),
        )
    sheet.print(swell, land if land != ink.deep else ink.pale, tone=0.75, clip=sea)
    isles = Plate()
    for x, y in shore[20:-20:9]:
        if rng.random() < 0.6:
            isles.polygon(
                blob(
                    rng, x + rng.uniform(-50, 50), y + rng.uniform(-10, 60), rng.uniform(14, 44), squash=0.6, wobble=0.3
                )
            )
    sheet.print(isles, bank)
    _towns(
        sheet,
        rng,
        [spot for spot, depth in tips if depth < 4 and 60 < spot[0] < sheet.w - 60 and 60 < spot[1] < sheet.h - 120],
    )


def _towns(sheet: Sheet, rng: Random, spots: list[Point]) -> None:
    rng.shuffle(spots)
    for i, (x, y) in enumerate(spots[:4]):
        r = 30 if i == 0 else rng.uniform(9, 15)
        sheet.print(Plate().disc(x, y, r + 8), sheet.ink.paper)
        sheet.print(Plate().disc(x, y, r), sheet.ink.accent)
        if i == 0:
            sheet.print(Plate().ring(x, y, r + 34, 5).ring(x, y, r + 66, 3), sheet.ink.accent)


def survey(sheet: Sheet) -> None:
    """Draw a contour map with a coast, a graticule and a route to its destination."""
    rng, ink = sheet.rng, sheet.ink
    if rng.random() < 0.35:
        sheet.ink = ink = ink.reversed()
    grid = (rng.choice((5, 6, 7, 9)), rng.choice((4, 5, 6)))
    size = (sheet.image.width * 2, sheet.image.height * 2)
    height = Image.frombytes("L", grid, rng.randbytes(grid[0] * grid[1])).resize(
        size, Image.Resampling.BICUBIC, box=(0.5, 0.5, grid[0] - 0.5, grid[1] - 0.5)
    )
    sheet.ground(ink.paper)
    sea = rng.uniform(66, 100)
    for level, colour, tone in (
        (0, ink.soft, 0.9),
        (sea, ink.paper, 1.0),
        (sea + 44, ink.pale, 0.55),
        (sea + 78, ink.pale, 1.0),
        (sea + 112, ink.soft, 0.8),
    ):
        sheet.stamp(height.point([255 if v >= level else 0 for v in range(256)]).reduce(2), colour, tone=tone)
    sheet.stamp(_isolines(height, sea, 11), ink.main, tone=0.65)
    sheet.stamp(_isolines(height, sea, 44, heavy=True), ink.main)
    cross, pitch, slip = Plate(), rng.choice((200, 240, 300)), rng.uniform(0, 200)
    for i in range(int(sheet.w / pitch) + 1):
        for j in range(int(sheet.h / pitch) + 1):
            x, y = slip + i * pitch, slip * 0.7 + j * pitch
            cross.line([(x - 12, y), (x + 12, y)], 3).line([(x, y - 12), (x, y + 12)], 3)
    sheet.print(cross, ink.deep, tone=0.8)
    goal = (sheet.w * rng.uniform(0.25, 0.75), sheet.h * rng.uniform(0.28, 0.68))
    start = rng.uniform(0, 360)
    for i in range(rng.randint(2, 4)):
        angle = math.radians(start + i * rng.uniform(75, 130))
        far = (goal[0] + 1300 * math.cos(angle), goal[1] + 1000 * math.sin(angle))
        knots = (
            [far]
            + [
                (px + rng.uniform(-110, 110), py + rng.uniform(-110, 110))
                for px, py in (between(far, goal, t) for t in (0.2, 0.4, 0.6, 0.8))
            ]
            + [goal]
        )
        path = smooth(knots, steps=14)
        if i == 0:
            sheet.print(Plate().line(path, 17), ink.paper)
            sheet.print(Plate().line(path, 9), ink.accent)
        else:
            sheet.print(Plate().dashes(path, 6, on=26, off=16), ink.deep)
        stops = Plate()
        for x, y in knots[1:-1]:
            stops.disc(x, y, 13)
        sheet.print(stops, ink.deep)
        sheet.print(Plate().disc(*knots[3], 6).disc(*knots[2], 6), ink.paper)
    x, y = goal
    sheet.print(Plate().disc(x, y, 96), ink.accent, blend="multiply", tone=0.45)
    sheet.print(Plate().ring(x, y, 96, 5).ring(x, y, 66, 4), ink.accent)
    sheet.print(Plate().disc(x, y, 36), ink.paper)
    sheet.print(Plate().disc(x, y, 26), ink.accent)


def _isolines(height: Image.Image, base: float, every: int, *, heavy: bool = False) -> Image.Image:
    bands = height.point([255 if int((v - base) // every) % 2 else 0 for v in range(256)])
    edges = ImageChops.lighter(
        ImageChops.difference(bands, ImageChops.offset(bands, 2, 0)),
        ImageChops.difference(bands, ImageChops.offset(bands, 0, 2)),
    )
    edges = edges.reduce(2)
    return edges.filter(ImageFilter.MaxFilter(3)) if heavy else edges
