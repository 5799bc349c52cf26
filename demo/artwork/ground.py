"""Draw the ground from a low flight: farm plots and a market day."""

import math
from random import Random

from .canvas import Plate, Sheet
from .forms import Point, between, scatter, smooth, taper, turn
from .palettes import Colour


def fields(sheet: Sheet) -> None:
    """Draw farm plots, every one tilled its own way, crossed by a track and a stream."""
    rng, ink = sheet.rng, sheet.ink
    sheet.ground(ink.pale)
    tilt, heart = rng.uniform(-32, 32), (sheet.w / 2, sheet.h / 2)
    plots: list[list[Point]] = []
    _divide(
        rng,
        [(-500, -600), (sheet.w + 500, -600), (sheet.w + 500, sheet.h + 600), (-500, sheet.h + 600)],
        rng.choice((4, 5, 5, 6)),
        plots,
    )
    hero = min(
        plots,
        key=lambda plot: math.dist(
            _middle(turn(plot, tilt, *heart)), (sheet.w * rng.uniform(0.3, 0.7), sheet.h * rng.uniform(0.35, 0.65))
        ),
    )
    for plot in plots:
        corners = turn(plot, tilt, *heart)
        middle = _middle(corners)
        inner = [between(corner, middle, min(0.2, 9 / max(20, math.dist(corner, middle)))) for corner in corners]
        ground = (
            ink.accent
            if plot is hero
            else rng.choice((ink.paper, ink.paper, ink.soft, ink.soft, ink.main, ink.main, ink.deep, ink.pale))
        )
        _till(sheet, rng, inner, ground, tilt)
    if rng.random() < 0.6:
        for _ in range(rng.randint(1, 3)):
            x, y, r = rng.uniform(0.1, 0.9) * sheet.w, rng.uniform(0.1, 0.9) * sheet.h, rng.uniform(110, 260)
            wheel = Plate().disc(x, y, r)
            sheet.print(wheel, rng.choice((ink.main, ink.soft, ink.deep)))
            rings = Plate()
            for i in range(1, int(r / 22)):
                rings.ring(x, y, i * 22, 4)
            sheet.print(rings, ink.pale, tone=0.8)
            sheet.print(Plate().line([(x, y), turn([(x + r, y)], rng.uniform(0, 360), x, y)[0]], 7), ink.paper)
    stream = smooth(
        [
            (-60, rng.uniform(0, sheet.h)),
            *((sheet.w * t, rng.uniform(150, 1050)) for t in (0.25, 0.5, 0.75)),
            (sheet.w + 60, rng.uniform(0, sheet.h)),
        ],
        steps=14,
    )
    sheet.fill(taper(stream, 74, 100), ink.pale)
    sheet.fill(taper(stream, 40, 62), ink.deep if rng.random() < 0.5 else ink.main)
    trees, crowns = Plate(), Plate()
    for x, y in stream[::2]:
        for _ in range(2):
            tx, ty, r = x + rng.gauss(0, 62), y + rng.gauss(0, 62), rng.uniform(11, 24)
            trees.disc(tx + 9, ty + 9, r)
            crowns.disc(tx, ty, r)
    sheet.print(trees, ink.deep, tone=0.8)
    sheet.print(crowns, ink.main)
    sheet.print(crowns, ink.pale, shade="left", tone=0.5)


def _middle(points: list[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def _divide(rng: Random, plot: list[Point], depth: int, plots: list[list[Point]]) -> None:
    if depth == 0 or (depth < 3 and rng.random() < 0.14):
        plots.append(plot)
        return
    a, b, c, d = plot
    if math.dist(a, b) + math.dist(d, c) < math.dist(b, c) + math.dist(a, d):
        a, b, c, d = b, c, d, a
    t = rng.uniform(0.34, 0.66)
    top, foot = between(a, b, t + rng.uniform(-0.05, 0.05)), between(d, c, t + rng.uniform(-0.05, 0.05))
    _divide(rng, [a, top, foot, d], depth - 1, plots)
    _divide(rng, [top, b, c, foot], depth - 1, plots)


def _till(sheet: Sheet, rng: Random, corners: list[Point], ground: Colour, tilt: float) -> None:
    ink, plot = sheet.ink, Plate().polygon(corners)
    sheet.print(plot, ground)
    light = ground in (ink.paper, ink.pale, ink.soft)
    mark, manner = (rng.choice((ink.main, ink.soft)) if light else rng.choice((ink.pale, ink.soft))), rng.random()
    if ground == ink.soft and mark == ink.soft:
        mark = ink.deep
    if manner < 0.6:
        sheet.hatch(
            plot,
            mark,
            angle=tilt + rng.choice((0, 90, 45)),
            gap=rng.uniform(14, 34),
            weight=rng.uniform(3, 9),
            tone=0.85,
        )
    elif manner < 0.85:
        x0, y0, x1, y1 = plot.bounds()
        dots, gap = Plate(), rng.uniform(26, 42)
        reach = int(math.hypot(x1 - x0, y1 - y0) / gap / 2) + 1
        middle = ((x0 + x1) / 2, (y0 + y1) / 2)
        for i in range(-reach, reach + 1):
            for j in range(-reach, reach + 1):
                x, y = turn([(middle[0] + i * gap, middle[1] + j * gap)], tilt, *middle)[0]
                if -20 < x < sheet.w + 20 and -20 < y < sheet.h + 20:
                    dots.disc(x, y, gap * 0.27)
        sheet.print(dots, mark, clip=plot)
    sheet.print(
        plot, ink.deep if ground != ink.deep else ink.soft, shade=rng.choice(("left", "right", "up", "down")), tone=0.35
    )


def market(sheet: Sheet) -> None:
    """Draw umbrellas, stalls and shoppers from above, with a lane left open."""
    rng, ink = sheet.rng, sheet.ink
    sheet.ground(rng.choice((ink.paper, ink.pale, ink.pale)))
    heading, offset = rng.uniform(0, 180), rng.uniform(-200, 200)
    c, s = math.cos(math.radians(heading)), math.sin(math.radians(heading))
    lane, bend = rng.uniform(80, 150), rng.choice((0.0, 0.0, rng.uniform(120, 260)))

    def from_lane(x: float, y: float) -> float:
        along, across = (x - sheet.w / 2) * c + (y - 600) * s, -(x - sheet.w / 2) * s + (y - 600) * c
        return abs(across - offset - bend * math.sin(along / 330))

    stalls, goods = Plate(), Plate()
    for x, y in scatter(rng, sheet.w, sheet.h, 165, edge=120):
        if from_lane(x, y) > lane + 70:
            stalls.polygon(
                turn(
                    [(x - 74, y - 50), (x + 74, y - 50), (x + 74, y + 50), (x - 74, y + 50)],
                    heading + rng.uniform(-9, 9),
                    x,
                    y,
                )
            )
            for _ in range(9):
                goods.disc(x + rng.uniform(-56, 56), y + rng.uniform(-40, 40), rng.uniform(6, 12))
    sheet.print(stalls, ink.soft)
    sheet.hatch(stalls, ink.main, angle=heading, gap=17, weight=4)
    sheet.print(goods, ink.accent)
    spots = [
        (x, y, rng.uniform(62, 112))
        for x, y in scatter(rng, sheet.w, sheet.h, rng.uniform(148, 190), edge=100, tries=900)
    ]
    spots = [spot for spot in spots if from_lane(spot[0], spot[1]) > lane + spot[2]]
    focus = (sheet.w * rng.uniform(0.28, 0.72), sheet.h * rng.uniform(0.32, 0.68))
    hero = min(spots, key=lambda spot: math.dist(spot[:2], focus))
    people, shades = Plate(), Plate()
    for _ in range(rng.randint(240, 420)):
        x, y = rng.uniform(0, sheet.w), rng.uniform(0, sheet.h)
        if from_lane(x, y) < lane * 0.92:
            r = rng.uniform(8, 13)
            shades.polygon(taper([(x, y), (x + 26, y + 26)], r * 2, r * 1.4))
            people.disc(x, y, r)
    sheet.print(shades, ink.soft)
    sheet.print(people, ink.deep)
    for x, y, r in [*(spot for spot in spots if spot is not hero), (hero[0], hero[1], rng.uniform(170, 230))]:
        _umbrella(sheet, rng, x, y, r, special=r > 150)


def _umbrella(sheet: Sheet, rng: Random, x: float, y: float, r: float, *, special: bool) -> None:
    ink, ribs, start = sheet.ink, rng.choice((8, 8, 10, 12)), rng.uniform(0, 360)
    rim = [
        (
            x + r * (1 if i % 2 == 0 else 0.95) * math.cos(math.radians(start + i * 180 / ribs)),
            y + r * (1 if i % 2 == 0 else 0.95) * math.sin(math.radians(start + i * 180 / ribs)),
        )
        for i in range(ribs * 2)
    ]
    sheet.fill([(px + r * 0.24, py + r * 0.24) for px, py in rim], ink.deep, blend="multiply", tone=0.55)
    one, two = rng.choice(
        (
            (ink.main, ink.paper),
            (ink.deep, ink.soft),
            (ink.main, ink.main),
            (ink.soft, ink.paper),
            (ink.deep, ink.deep),
            (ink.main, ink.soft),
        )
    )
    if special:
        one, two = ink.accent, ink.paper
    cloth = Plate().polygon(rim)
    sheet.print(cloth, two)
    wedges = Plate()
    for i in range(0, ribs * 2, 4):
        wedges.polygon([(x, y), rim[i], rim[i + 1], rim[(i + 2) % (ribs * 2)]])
    sheet.print(wedges, one)
    if rng.random() < 0.4 or special:
        sheet.print(Plate().ring(x, y, r * 0.62, r * 0.1), one if rng.random() < 0.5 else two)
    sheet.print(cloth, ink.deep, shade="right", tone=0.5)
    sheet.print(Plate().disc(x, y, r * 0.07), ink.paper if one != ink.paper else ink.deep)
