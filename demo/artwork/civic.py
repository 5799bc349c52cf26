"""Draw public life: the vote, the court, the shelf, the pitch."""

import math
from random import Random

from .canvas import Plate, Sheet
from .forms import arc, between, blob, box, smooth, taper, turn
from .palettes import Colour


def _thumbprint(sheet: Sheet, x: float, y: float, r: float, tilt: float, colour: Colour) -> None:
    rng, print_, pad = sheet.rng, Plate(), Plate()
    pad.polygon(turn(smooth(arc(x, y, r * 0.74, 0, 352, ry=r), closed=True, steps=2), tilt, x, y))
    heart, sway, count = (
        (x + rng.uniform(-0.12, 0.12) * r, y + rng.uniform(-0.05, 0.2) * r),
        rng.uniform(0.04, 0.1),
        max(5, int(r / 17)),
    )
    for i in range(1, count * 2):
        reach = r * 1.15 * i / count
        drift = r * 0.16 * (i / count) ** 2
        whorl = [
            (px + r * sway * math.sin(py / r * 5 + i * 0.3), py)
            for px, py in arc(heart[0], heart[1] + drift, reach * 0.68, -74, 286, ry=reach * 1.06)
        ]
        print_.line(turn(whorl, tilt, x, y), r / count * 0.56)
    sheet.print(print_, colour, clip=pad)


def ballot(sheet: Sheet) -> None:
    """Draw ballot papers with their thumbprints: a heap, a stack at a box or one print enlarged."""
    rng, ink = sheet.rng, sheet.ink
    manner = sheet.variant((0, 1, 2))
    sheet.ground((ink.main, ink.pale, rng.choice((ink.soft, ink.pale)))[manner])
    if manner == 0:
        sheet.fill(box(-20, -20, sheet.w + 20, sheet.h + 20), ink.deep, shade=rng.choice(("left", "up", "right")))
        side = sheet.w * rng.choice((0.3, 0.7))
        for _ in range(rng.randint(6, 11)):
            _paper(
                sheet,
                rng,
                side + rng.gauss(0, 260),
                rng.uniform(80, 1120),
                rng.uniform(0.7, 0.9),
                rng.uniform(-70, 70),
                ink.main,
            )
        _paper(sheet, rng, side + rng.uniform(-60, 60), rng.uniform(540, 660), 1.25, rng.uniform(-22, 22), ink.accent)
    elif manner == 1:
        _box(sheet, rng)
    else:
        x, y = sheet.w * rng.uniform(0.3, 0.7), sheet.h * rng.uniform(0.44, 0.56)
        for _ in range(3):
            _paper(sheet, rng, rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), 1.3, rng.uniform(-40, 40), ink.main)
        tilt = rng.uniform(-20, 20)
        page = turn(box(x - 480, y - 640, x + 480, y + 640), tilt, x, y)
        sheet.fill([(px + 26, py + 30) for px, py in page], ink.deep, blend="multiply", tone=0.5)
        sheet.fill(page, ink.paper)
        frame = turn(box(x - 380, y - 500, x + 380, y + 500), tilt, x, y)
        sheet.print(Plate().line([*frame, frame[0]], 9), ink.deep)
        _thumbprint(sheet, x + 8, y + 6, 430, tilt + rng.uniform(-16, 16), ink.accent)


def _paper(sheet: Sheet, rng: Random, x: float, y: float, k: float, tilt: float, colour: Colour) -> None:
    ink, half, tall = sheet.ink, 190 * k, 290 * k
    page = Plate().polygon(turn(box(x - half, y - tall, x + half, y + tall), tilt, x, y))
    sheet.fill(
        turn(box(x - half, y - tall, x + half, y + tall), tilt, x + 14, y + 20), ink.deep, blend="multiply", tone=0.55
    )
    sheet.fill(
        [(px + 14 * k, py + 20 * k) for px, py in turn(box(x - half, y - tall, x + half, y + tall), tilt, x, y)],
        ink.deep,
        blend="multiply",
        tone=0.5,
    )
    sheet.print(page, ink.paper)
    sheet.print(page, ink.pale, shade=rng.choice(("left", "down")))
    lines, signs = Plate(), Plate()
    lines.line(turn([(x - half * 0.8, y - tall * 0.86), (x + half * 0.3, y - tall * 0.86)], tilt, x, y), 16 * k)
    lines.line(turn([(x - half * 0.8, y - tall * 0.77), (x + half * 0.6, y - tall * 0.77)], tilt, x, y), 6 * k)
    rows, marked = 6, rng.randrange(6)
    for i in range(rows):
        top = y - tall * 0.66 + i * tall * 0.268
        lines.line(turn([(x - half * 0.86, top), (x + half * 0.86, top)], tilt, x, y), 4 * k)
        mid, left = top + tall * 0.134, x - half * 0.62
        sign = (
            box(left - 26 * k, mid - 24 * k, left + 26 * k, mid + 24 * k),
            [(left, mid - 28 * k), (left + 28 * k, mid + 24 * k), (left - 28 * k, mid + 24 * k)],
            arc(left, mid, 27 * k, 0, 350),
            blob(rng, left, mid, 26 * k, wobble=0.4),
        )[rng.randrange(4)]
        signs.polygon(turn(sign, tilt, x, y))
        lines.line(turn([(x - half * 0.32, mid), (x + half * rng.uniform(0.05, 0.3), mid)], tilt, x, y), 11 * k)
        cell = turn(box(x + half * 0.46, top + tall * 0.03, x + half * 0.86, top + tall * 0.24), tilt, x, y)
        lines.line([*cell, cell[0]], 4 * k)
        if i == marked:
            spot = turn([(x + half * 0.66, mid)], tilt, x, y)[0]
    sheet.print(lines, ink.deep)
    sheet.print(signs, ink.soft)
    _thumbprint(sheet, *spot, 42 * k, tilt + rng.uniform(-20, 20), colour)


def _box(sheet: Sheet, rng: Random) -> None:
    ink, x, lid = sheet.ink, sheet.w * rng.uniform(0.3, 0.7), rng.uniform(600, 700)
    sheet.print(Plate().disc(x, lid - 60, rng.uniform(400, 500)), ink.paper, tone=0.85)
    sheet.print(Plate().disc(x, lid - 60, 640), ink.soft, shade="in", tone=0.6)
    for _ in range(rng.randint(0, 2)):
        _paper(
            sheet,
            rng,
            x + rng.choice((-1, 1)) * rng.uniform(500, 760),
            rng.uniform(250, 560),
            0.7,
            rng.uniform(-50, 50),
            ink.main,
        )
    _paper(sheet, rng, x + rng.uniform(-20, 20), lid - rng.uniform(90, 180), 1.0, rng.uniform(-13, 13), ink.accent)
    wide, skew = rng.uniform(360, 430), 90.0
    front = Plate().rect(x - wide, lid + 70, x + wide, sheet.h + 30)
    sheet.fill(
        [(x - wide, lid + 76), (x - wide + skew, lid - 10), (x + wide - skew, lid - 10), (x + wide, lid + 76)],
        ink.deep,
        clip=Plate().rect(0, lid + 34, sheet.w, sheet.h),
    )
    sheet.print(front, ink.main)
    sheet.print(front, ink.deep, shade=rng.choice(("right", "down")), tone=0.85)
    sheet.print(Plate().rect(x - wide - 20, lid + 60, x + wide + 20, lid + 100), ink.deep)
    _thumbprint(sheet, x, lid + 350, 190, rng.uniform(-20, 20), ink.paper)


def court(sheet: Sheet) -> None:
    """Draw the bench of justice: a portico, scales against the sun or columns in a row."""
    rng, ink = sheet.rng, sheet.ink
    manner = sheet.variant((0, 1, 2))
    sheet.ground((ink.pale, ink.paper, ink.main)[manner])
    if manner == 1:
        x, y = sheet.w * rng.uniform(0.32, 0.68), rng.uniform(480, 600)
        sheet.print(Plate().disc(x, y, rng.uniform(360, 440)), ink.accent)
        sheet.print(Plate().disc(x, y, 440), ink.paper, shade="down", tone=0.7)
        for i in range(rng.randint(2, 4)):
            side = -1 if i % 2 else 1
            _column(
                sheet,
                x + side * rng.uniform(560, 620) + side * (i // 2) * 250,
                -60,
                1140,
                rng.uniform(80, 100),
                ink.soft if i > 1 else ink.main,
            )
        sheet.fill(box(-20, 1120, sheet.w + 20, sheet.h + 20), ink.deep)
        _scales(sheet, rng, x, 1120, 1.25, ink.deep)
    elif manner == 0:
        _portico(sheet, rng)
    else:
        sheet.fill(box(-20, -20, sheet.w + 20, sheet.h + 20), ink.deep, shade="right")
        floor = [(-20, 1130), (sheet.w + 20, 900), (sheet.w + 20, sheet.h + 20), (-20, sheet.h + 20)]
        sheet.fill([(-20, 0), (sheet.w * 0.8, 500), (sheet.w * 0.8, 900), (-20, 1130)], ink.soft, tone=0.35)
        sheet.fill(floor, ink.soft)
        sheet.fill(floor, ink.deep, shade="left", tone=0.8)
        x, width, rays = sheet.w * rng.uniform(0.7, 0.82), rng.uniform(34, 44), []
        while x > -200:
            rays.append((x, width))
            x, width = x - width * rng.uniform(3.6, 4.2), width * rng.uniform(1.38, 1.5)
        _scales(sheet, rng, sheet.w * 0.86, 960, 0.62, ink.accent)
        for x, width in rays:
            foot = 1160 - 250 * (x / sheet.w)
            sheet.fill(
                [
                    (x - width, foot),
                    (x + width, foot),
                    (x + width * 6, foot + width * 3.4),
                    (x + width * 3.4, foot + width * 3.6),
                ],
                ink.deep,
                blend="multiply",
                tone=0.6,
            )
            _column(sheet, x, -40 + 330 * (x / sheet.w), foot, width, ink.paper)


def _column(sheet: Sheet, x: float, top: float, foot: float, half: float, colour: Colour) -> None:
    ink, shaft = (
        sheet.ink,
        Plate().polygon([(x - half * 0.84, top), (x + half * 0.84, top), (x + half, foot), (x - half, foot)]),
    )
    sheet.print(shaft, colour)
    flutes = Plate()
    for i in (-3, -2, -1, 0, 1, 2, 3):
        flutes.line([(x + i * half * 0.25, top + half * 0.7), (x + i * half * 0.27, foot - half * 0.6)], half * 0.07)
    sheet.print(flutes, ink.deep, tone=0.6)
    sheet.print(shaft, ink.deep, shade="right", tone=0.8)
    ends = (
        Plate()
        .rect(x - half * 1.34, top, x + half * 1.34, top + half * 0.3)
        .rect(x - half * 1.12, top + half * 0.3, x + half * 1.12, top + half * 0.55)
    )
    ends.rect(x - half * 1.14, foot - half * 0.5, x + half * 1.14, foot - half * 0.24).rect(
        x - half * 1.36, foot - half * 0.26, x + half * 1.36, foot
    )
    sheet.print(ends, colour)
    sheet.print(ends, ink.deep, shade="right", tone=0.5)


def _scales(sheet: Sheet, rng: Random, x: float, foot: float, k: float, colour: Colour) -> None:
    tip, top, reach = rng.choice((-1, 1)) * rng.uniform(4, 13), foot - 780 * k, 330 * k
    stand = Plate().polygon(taper([(x, top - 40 * k), (x, foot)], 18 * k, 34 * k)).disc(x, top - 50 * k, 30 * k)
    stand.polygon(
        [(x - 150 * k, foot), (x - 110 * k, foot - 42 * k), (x + 110 * k, foot - 42 * k), (x + 150 * k, foot)]
    )
    ends = turn([(x - reach, top), (x + reach, top)], tip, x, top)
    beam = smooth(
        [ends[0], between(ends[0], (x, top - 30 * k), 0.6), (x, top), between(ends[1], (x, top - 30 * k), 0.6), ends[1]]
    )
    stand.line(beam, 18 * k)
    for ex, ey in ends:
        drop = ey + 330 * k
        stand.line([(ex, ey), (ex - 130 * k, drop)], 5 * k).line([(ex, ey), (ex + 130 * k, drop)], 5 * k).line(
            [(ex, ey), (ex, drop)], 4 * k
        )
        stand.polygon(arc(ex, drop, 156 * k, 0, 180, ry=74 * k)).disc(ex, ey, 15 * k)
    sheet.print(stand, colour)


def _portico(sheet: Sheet, rng: Random) -> None:
    ink, count, x = sheet.ink, rng.choice((4, 6, 6, 8)), sheet.w * rng.uniform(0.4, 0.6)
    half, step, top = rng.uniform(560, 720), 0.0, rng.uniform(430, 500)
    step = half * 1.8 / (count - 1)
    sheet.fill(box(-20, -20, sheet.w + 20, 900), ink.soft, shade="up")
    sun = (x + rng.choice((-1, 1)) * rng.uniform(200, 520), rng.uniform(170, 330))
    sheet.print(Plate().disc(*sun, rng.uniform(110, 190)), ink.accent)
    roof = Plate().polygon([(x - half * 1.1, top - 70), (x, top - rng.uniform(270, 340)), (x + half * 1.1, top - 70)])
    sheet.print(Plate().rect(x - half, top, x + half, 1010), ink.deep)
    sheet.print(Plate().rect(x - 90, 640, x + 90, 1010), ink.accent)
    sheet.print(Plate().rect(x - 90, 640, x + 90, 1010), ink.deep, shade="up")
    sheet.print(roof, ink.paper)
    sheet.print(roof, ink.main, shade="right")
    sheet.print(Plate().ring(x, top - 150, 52, 9).disc(x, top - 150, 20), ink.deep)
    sheet.print(Plate().rect(x - half * 1.1, top - 76, x + half * 1.1, top), ink.paper)
    sheet.hatch(
        Plate().rect(x - half * 1.06, top - 50, x + half * 1.06, top - 22), ink.main, angle=90, gap=34, weight=12
    )
    for i in range(count):
        _column(sheet, x - half * 0.9 + i * step, top, 1010, step * 0.17, ink.paper)
    for i in range(5):
        stair = Plate().rect(x - half * 1.08 - i * 60, 1006 + i * 44, x + half * 1.08 + i * 60, 1056 + i * 44)
        sheet.print(stair, ink.paper if i % 2 == 0 else ink.pale)
        sheet.print(stair, ink.main, shade="down")
