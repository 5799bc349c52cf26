"""Draw what runs to the horizon: power lines and railways."""

import math
from itertools import pairwise
from random import Random

from .canvas import Plate, Sheet
from .forms import Point, between, box, ridge, sag, taper, turn
from .palettes import Colour
from .sky import sky


def power(sheet: Sheet) -> None:
    """Draw pylons striding to the horizon with their cables, or one pylon seen from its foot."""
    rng, ink = sheet.rng, sheet.ink
    horizon = rng.uniform(860, 1000)
    night = sky(sheet, rng, horizon)
    for i, tone in enumerate((ink.soft, ink.main)):
        hills = ridge(
            rng, -20, sheet.w + 20, horizon - 50 + i * 70, rng.uniform(20, 80) / (i + 1), waves=rng.uniform(1, 3)
        )
        sheet.fill([*hills, (sheet.w + 20, sheet.h + 20), (-20, sheet.h + 20)], tone)
    front = [
        *ridge(rng, -20, sheet.w + 20, horizon + 110, 26, waves=1.4),
        (sheet.w + 20, sheet.h + 20),
        (-20, sheet.h + 20),
    ]
    sheet.fill(front, ink.deep)
    sheet.hatch(Plate().polygon(front), ink.main, angle=rng.uniform(-10, 10), gap=18, weight=3, shade="up")
    count, arms = rng.randint(3, 6), rng.choice((2, 3, 3))
    vanish = (sheet.w * rng.uniform(0.02, 0.5), horizon - 10)
    first = (sheet.w * rng.uniform(0.62, 0.86), rng.uniform(1080, 1180))
    size = rng.uniform(860, 1090)
    rows: list[list[Point]] = []
    steel: list[tuple[Plate, float]] = []
    for i in range(count):
        t = 1 - 1 / (1 + i * rng.uniform(0.62, 0.78))
        foot, scale = between(first, vanish, t), size * (1 - t)
        plate, tips = _pylon(foot[0], foot[1], scale, arms)
        rows.append(tips)
        steel.append((plate, t))
    out = [(x + (x - vanish[0]) * 0.9 + 300, y + (y - vanish[1]) * 0.9) for x, y in rows[0]]
    cables = Plate()
    for near, far in zip([out, *rows], [*rows, [vanish] * len(out)], strict=False):
        for a, b in zip(near, far, strict=True):
            cables.line(sag(a, b, math.dist(a, b) * 0.07), max(2.0, min(4.5, math.dist(a, b) / 130)))
    sheet.print(cables, ink.pale if night else ink.deep)
    for plate, t in reversed(steel):
        sheet.print(plate, ink.paper if night else ink.deep if t < 0.45 else ink.main)
    birds = Plate()
    for _ in range(rng.randint(0, 7)):
        a, b = out[rng.randrange(len(out))], rows[0][rng.randrange(len(out))]
        x, y = between(a, b, rng.uniform(0.4, 0.9))
        birds.disc(x, y + 40, 11, 8).disc(x + 9, y + 33, 5)
    sheet.print(birds, ink.accent)


def _pylon(x: float, foot: float, tall: float, arms: int) -> tuple[Plate, list[Point]]:
    plate, top, base, waist = Plate(), foot - tall, tall * 0.125, tall * 0.034
    leg, tips = max(2.0, tall * 0.0125), []
    knee = foot - tall * 0.52
    sides = [[(x + s * base, foot), (x + s * waist, knee), (x + s * waist * 0.7, top)] for s in (-1, 1)]
    for side in sides:
        plate.line(side, leg)
    levels = [0.0, 0.17, 0.31, 0.43, 0.52, 0.6, 0.68, 0.76, 0.84, 0.92]
    spans = []
    for level in levels:
        y = foot - tall * level
        half = base + (waist - base) * level / 0.52 if level <= 0.52 else waist - waist * 0.3 * (level - 0.52) / 0.48
        spans.append(((x - half, y), (x + half, y)))
    for low, high in pairwise(spans):
        plate.line([low[0], high[1]], leg * 0.5).line([low[1], high[0]], leg * 0.5).line([high[0], high[1]], leg * 0.5)
    plate.line([(x, top), (x, top - tall * 0.03)], leg)
    for i in range(arms):
        y, reach = top + tall * (0.05 + 0.14 * i), tall * (0.17, 0.225, 0.185)[i]
        for s in (-1, 1):
            tip = (x + s * reach, y)
            plate.line([(x, y - tall * 0.045), tip, (x, y)], leg * 0.75)
            for k in (0.35, 0.65):
                px = x + s * reach * k
                plate.line([(px, y), (px, y - tall * 0.045 * (1 - k))], leg * 0.45)
            plate.line([tip, (tip[0], y + tall * 0.045)], leg * 1.2)
            tips.append((tip[0], y + tall * 0.045))
    return plate, tips


def rails(sheet: Sheet) -> None:
    """Draw railway lines that meet at the horizon, or a yard's points from above."""
    sheet.variant((_vanishing, _yard, _vanishing, _vanishing))(sheet, sheet.rng)


def _vanishing(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    horizon = rng.uniform(430, 680)
    sky(sheet, rng, horizon)
    hills = ridge(rng, -20, sheet.w + 20, horizon - 26, rng.uniform(20, 90), waves=rng.uniform(1, 4))
    sheet.fill([*hills, (sheet.w + 20, horizon + 40), (-20, horizon + 40)], ink.main)
    eye = (sheet.w * rng.uniform(0.22, 0.78), horizon - 4)
    plain = Plate().rect(-20, horizon, sheet.w + 20, sheet.h + 20)
    sheet.print(plain, ink.soft)
    sheet.print(plain, ink.main, shade="down")
    furrows = Plate()
    for i in range(-40, 41):
        furrows.polygon([eye, (eye[0] + i * 210, sheet.h + 30), (eye[0] + i * 210 + 26, sheet.h + 30)])
    sheet.print(furrows, ink.pale, tone=0.34, clip=plain)
    tracks, spread = rng.randint(1, 4), rng.uniform(700, 1000)
    first = eye[0] * 0.35 + sheet.w * 0.32 - spread * (tracks - 1) / 2
    hero = rng.randrange(tracks)
    for i in range(tracks):
        _track(sheet, eye, first + i * spread, rng.uniform(210, 250), ink.accent if i == hero else ink.paper)
    poles, wires = Plate(), []
    side = sheet.w * rng.choice((-0.06, 1.06))
    for i in range(7):
        t = 1 - 1 / (1 + i * 0.75)
        x, y = between((side * 0.8 + eye[0] * 0.2, sheet.h * 0.96), eye, t)
        tall = 820 * (1 - t)
        poles.polygon(taper([(x, y), (x, y - tall)], 24 * (1 - t) + 1, 15 * (1 - t) + 1)).line(
            [(x - tall * 0.08, y - tall * 0.93), (x + tall * 0.08, y - tall * 0.93)], 10 * (1 - t) + 1
        )
        wires.append((x, y - tall * 0.94))
    for a, b in pairwise(wires):
        poles.line(sag(a, b, math.dist(a, b) * 0.06), 3)
    sheet.print(poles, ink.deep)


def _track(sheet: Sheet, eye: Point, foot: float, half: float, steel: Colour) -> None:
    ink, low = sheet.ink, sheet.h + 40
    sheet.fill([eye, (foot - half * 1.75, low), (foot + half * 1.75, low)], ink.main)
    sheet.fill([eye, (foot - half * 1.75, low), (foot + half * 1.75, low)], ink.deep, shade="down")
    sleepers = Plate()
    for i in range(34):
        near, far = 1 / (1 + i * 0.17), 1 / (1 + (i + 0.5) * 0.17)
        a, b = (eye[1] + (low - eye[1]) * share for share in (near, far))
        if near * half < 3:
            break
        spots = [
            (eye[0] + (foot - eye[0] + s * half * 1.4) * share, y)
            for share, y, s in ((near, a, -1), (near, a, 1), (far, b, 1), (far, b, -1))
        ]
        sleepers.polygon(spots)
    sheet.print(sleepers, ink.deep)
    irons, shine = Plate(), Plate()
    for s in (-1, 1):
        irons.polygon([eye, (foot + s * half - 26, low), (foot + s * half + 26, low)])
        shine.polygon([eye, (foot + s * half - 26, low), (foot + s * half - 2, low)])
    sheet.print(irons, ink.deep)
    sheet.print(shine, steel)


def _yard(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    floor = rng.choice((ink.pale, ink.paper, ink.soft))
    sheet.ground(floor)
    tilt, heart = rng.uniform(-32, 32), (sheet.w / 2, sheet.h / 2)
    throat, lanes, gap = sheet.w * rng.uniform(0, 0.3), rng.randint(5, 8), rng.uniform(112, 150)
    hero, middle = rng.randrange(1, lanes - 1), (lanes - 1) / 2
    beds, ties, irons, bright, parked = Plate(), Plate(), Plate(), Plate(), []
    for lane in range(lanes):
        start, run = throat - abs(lane - middle) * 60, 420 + 170 * abs(lane - middle)
        path = []
        for x in range(-600, int(sheet.w) + 640, 26):
            t = min(1.0, max(0.0, (x - start) / run))
            path.append((float(x), heart[1] + (lane - middle) * gap * t * t * (3 - 2 * t)))
        path = turn(path, tilt, *heart)
        beds.polygon(taper(path, 92, 92))
        for (ax, ay), (bx, by) in pairwise(path):
            if -80 < ax < sheet.w + 80 and -80 < ay < sheet.h + 80:
                nx, ny = -(by - ay) * 1.3, (bx - ax) * 1.3
                ties.line([(ax - nx, ay - ny), (ax + nx, ay + ny)], 9)
        edges = taper(path, 40, 40)
        for side in (edges[: len(path)], edges[len(path) :]):
            (bright if lane == hero else irons).line(side, 7)
        if lane != hero and rng.random() < 0.8:
            parked.append((start + run + rng.uniform(0, 420), heart[1] + (lane - middle) * gap))
    sheet.print(beds, ink.pale if floor == ink.soft else ink.soft)
    sheet.print(beds, ink.main, shade="right", tone=0.7)
    sheet.print(ties, ink.main)
    sheet.print(irons, ink.deep)
    sheet.print(bright, ink.accent)
    for spot in parked:
        _wagons(sheet, rng, turn([spot], tilt, *heart)[0], tilt)


def _wagons(sheet: Sheet, rng: Random, spot: Point, tilt: float) -> None:
    ink = sheet.ink
    for i in range(rng.randint(2, 5)):
        x, y = turn([(spot[0] + i * 196, spot[1])], tilt, *spot)[0]
        car = Plate().polygon(turn(box(x - 88, y - 38, x + 88, y + 38), tilt, x, y))
        sheet.fill(turn(box(x - 78, y - 22, x + 100, y + 54), tilt, x, y), ink.deep, blend="multiply", tone=0.5)
        sheet.print(car, rng.choice((ink.main, ink.deep, ink.paper, ink.main)))
        sheet.hatch(car, ink.soft, angle=tilt + 90, gap=22, weight=4)
