"""Draw what instruments show: cells, networks, sound."""

import math
from functools import partial
from random import Random

from .canvas import Plate, Sheet
from .forms import Point, arc, blob, box, scatter, smooth, taper, turn


def cells(sheet: Sheet) -> None:
    """Draw a microscope's field: tissue, rods or spiked bodies, one of them stained."""
    rng, ink = sheet.rng, sheet.ink
    if rng.random() < 0.35:
        sheet.ink = ink = ink.reversed()
    sheet.ground(ink.paper)
    lens = Plate()
    if rng.random() < 0.6:
        x, y, r = sheet.w * rng.uniform(0.32, 0.68), sheet.h * rng.uniform(0.42, 0.58), rng.uniform(500, 640)
        lens.disc(x, y, r)
        marks = Plate().ring(x, y, r + 34, 4)
        for i in range(0, 360, 6):
            a, b = turn([(x + r + 34, y), (x + r + (66 if i % 30 == 0 else 50), y)], i, x, y)
            marks.line([a, b], 4)
        sheet.print(marks, ink.main)
    else:
        x, y, r = sheet.w / 2, sheet.h / 2, sheet.w
        lens.rect(-10, -10, sheet.w + 10, sheet.h + 10)
    sheet.print(lens, ink.pale)
    sheet.print(lens, ink.soft, shade=rng.choice(("out", "left", "down")), tone=0.8)
    sheet.variant((_tissue, _rods, _spikes))(
        sheet, rng, lens, (x + rng.uniform(-140, 140), y + rng.uniform(-110, 110)), min(r, 900)
    )


def _tissue(sheet: Sheet, rng: Random, lens: Plate, focus: Point, reach: float) -> None:
    ink, gap = sheet.ink, rng.uniform(120, 210)
    spots = scatter(rng, sheet.w, sheet.h, gap, edge=60)
    hero = min(spots, key=lambda spot: math.dist(spot, focus))
    for x, y in spots:
        r = gap * (0.86 if (x, y) == hero else rng.uniform(0.4, 0.58))
        body = Plate().polygon(blob(rng, x, y, r, wobble=0.16, squash=rng.uniform(0.8, 1)))
        sheet.print(
            body,
            ink.accent if (x, y) == hero else rng.choice((ink.soft, ink.main, ink.main, ink.paper)),
            tone=0.9,
            clip=lens,
        )
        sheet.print(body, ink.deep, shade=rng.choice(("left", "down")), tone=0.45, clip=lens)
        core = blob(rng, x + rng.uniform(-0.2, 0.2) * r, y + rng.uniform(-0.2, 0.2) * r, r * 0.4)
        sheet.fill(core, ink.deep, clip=lens)
        grains = Plate()
        for _ in range(12):
            a, d = rng.uniform(0, math.tau), rng.uniform(0.45, 0.82) * r
            grains.disc(x + d * math.cos(a), y + d * math.sin(a), rng.uniform(3, 8))
        sheet.print(grains, ink.paper, clip=lens)


def _rods(sheet: Sheet, rng: Random, lens: Plate, focus: Point, reach: float) -> None:
    ink, drift = sheet.ink, rng.uniform(0, 180)
    spots = sorted(
        scatter(rng, sheet.w, sheet.h, rng.uniform(86, 120), edge=60), key=lambda spot: -math.dist(spot, focus)
    )
    for i, (x, y) in enumerate(spots):
        last = i == len(spots) - 1
        size, aim = (2.2 if last else rng.uniform(0.7, 1.3)), drift + rng.gauss(0, 34)
        spine = turn(
            smooth([(x - 62 * size, y), (x - 20 * size, y + rng.uniform(-18, 18) * size), (x + 62 * size, y)]),
            aim,
            x,
            y,
        )
        tail, flow = [spine[-1]], aim
        for _ in range(7):
            flow += rng.uniform(-30, 30)
            tail.append(
                (
                    tail[-1][0] + 17 * size * math.cos(math.radians(flow)),
                    tail[-1][1] + 17 * size * math.sin(math.radians(flow)),
                )
            )
        sheet.print(Plate().line(smooth(tail), 4), ink.main, clip=lens)
        body = Plate().line(spine, 44 * size)
        sheet.print(body, ink.accent if last else rng.choice((ink.main, ink.main, ink.deep, ink.soft)), clip=lens)
        if last:
            sheet.hatch(body, ink.paper, angle=aim + 90, gap=24 * size, weight=4, tone=0.7)
        sheet.print(Plate().line(spine[2:-4], 6 * size), ink.paper, tone=0.8, clip=lens)


def _spikes(sheet: Sheet, rng: Random, lens: Plate, focus: Point, reach: float) -> None:
    ink = sheet.ink
    balls: list[tuple[float, float, float]] = [(*focus, rng.uniform(200, 270))]
    for _ in range(300):
        x, y, r = rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), rng.choice((44.0, 64.0, 96.0))
        if all(math.dist((x, y), ball[:2]) > (r + ball[2]) * 1.3 for ball in balls):
            balls.append((x, y, r))
    for rank, (x, y, r) in enumerate(balls):
        spikes, count = Plate(), rng.choice((14, 18, 22))
        for i in range(count):
            a, b = turn([(x + r * 0.9, y), (x + r * 1.24, y)], i * 360 / count, x, y)
            spikes.line([a, b], r * 0.05).disc(*b, r * 0.08)
        body, tone = Plate().disc(x, y, r), ink.accent if rank == 0 else rng.choice((ink.main, ink.main, ink.soft))
        sheet.print(spikes, tone, clip=lens)
        sheet.print(body, tone, clip=lens)
        sheet.print(body, ink.deep, shade="right", clip=lens, tone=0.8)
        pits = Plate()
        for ring, number in ((0.28, 5), (0.62, 11)):
            for i in range(number):
                px, py = turn([(x + r * ring, y)], i * 360 / number + 20, x, y)[0]
                pits.ring(px, py, r * 0.1, max(2.5, r * 0.03))
        sheet.print(pits, ink.paper, tone=0.85, clip=lens)


def circuit(sheet: Sheet) -> None:
    """Draw a network: a hub with its spokes, a board's traces or a mesh of towns."""
    rng = sheet.rng
    if rng.random() < 0.5:
        sheet.ink = sheet.ink.reversed()
    sheet.ground(sheet.ink.paper)
    sheet.variant((_hub, _board, _mesh))(sheet, rng)


def _node(sheet: Sheet, x: float, y: float, r: float, *, focal: bool = False) -> None:
    ink = sheet.ink
    if focal:
        sheet.print(Plate().disc(x, y, r * 3.2), ink.accent, tone=0.3)
        sheet.print(Plate().ring(x, y, r * 2.3, 5).ring(x, y, r * 3.2, 3), ink.accent)
    sheet.print(Plate().disc(x, y, r), ink.accent if focal else ink.deep)
    sheet.print(Plate().disc(x, y, r * 0.45), ink.paper)


def _hub(sheet: Sheet, rng: Random) -> None:
    ink, x, y = sheet.ink, sheet.w * rng.uniform(0.3, 0.7), sheet.h * rng.uniform(0.38, 0.62)
    for i in range(5, 0, -1):
        sheet.print(Plate().disc(x, y, 150 * i + 40), ink.pale if i % 2 else ink.paper, tone=0.8)
    sheet.print(Plate().disc(x, y, 800), ink.soft, shade="in", tone=0.6)
    spokes, dots, twigs = Plate(), [], Plate()
    count = rng.randint(9, 17)
    for i in range(count):
        aim, far = 360 * i / count + rng.uniform(-8, 8), rng.choice((340.0, 490.0, 640.0))
        tip = turn([(x + far, y)], aim, x, y)[0]
        spokes.polygon(taper([(x, y), tip], 11, 4))
        dots.append((*tip, rng.uniform(18, 40)))
        for _ in range(rng.randint(0, 4)):
            end = turn([(tip[0] + rng.uniform(90, 230), tip[1])], aim + rng.uniform(-50, 50), *tip)[0]
            twigs.line([tip, end], 4)
            dots.append((*end, rng.uniform(8, 15)))
    sheet.print(twigs, ink.main)
    sheet.print(spokes, ink.main)
    for dx, dy, r in dots:
        _node(sheet, dx, dy, r)
    _node(sheet, x, y, 60, focal=True)


def _board(sheet: Sheet, rng: Random) -> None:
    ink, pitch = sheet.ink, rng.choice((40.0, 50.0, 60.0))
    x, y = (
        round(sheet.w * rng.uniform(0.32, 0.68) / pitch) * pitch,
        round(sheet.h * rng.uniform(0.38, 0.62) / pitch) * pitch,
    )
    half = pitch * rng.choice((3, 4))
    sheet.print(Plate().disc(x, y, half * 3.2), ink.pale, shade="in")
    for side in range(4):
        traces, ends = Plate(), Plate()
        for lane in range(int(-half / pitch) * 2 + 1, int(half / pitch) * 2):
            offset, out = lane * pitch / 2, half + pitch * rng.randint(1, 5)
            route: list[Point] = [(x + half, y + offset), (x + out, y + offset)]
            for _ in range(rng.randint(1, 4)):
                px, py = route[-1]
                step = rng.randint(1, 4) * pitch * (1 if offset > 0 else -1)
                route.append((px + abs(step), py + step))
                route.append((px + abs(step) + rng.randint(1, 7) * pitch, py + step))
            turned = turn(route, 90 * side, x, y)
            traces.line(turned, 7)
            ends.disc(*turned[-1], 17)
        sheet.print(traces, rng.choice((ink.main, ink.main, ink.soft)))
        sheet.print(ends, ink.deep)
    chip = Plate().rect(x - half, y - half, x + half, y + half)
    sheet.print(chip, ink.deep)
    sheet.hatch(chip, ink.main, angle=45, gap=18, weight=5)
    _node(sheet, x, y, half * 0.24, focal=True)


def _mesh(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    spots = scatter(rng, sheet.w, sheet.h, rng.uniform(130, 200), edge=40)
    hero = min(
        spots, key=lambda spot: math.dist(spot, (sheet.w * rng.uniform(0.3, 0.7), sheet.h * rng.uniform(0.35, 0.65)))
    )
    for _ in range(5):
        trio = rng.sample(sorted(spots, key=lambda spot: math.dist(spot, hero))[:14], 3)
        sheet.fill(trio, rng.choice((ink.pale, ink.soft)), tone=0.8, shade=rng.choice(("left", "right", "down")))
    wires, bold = Plate(), Plate()
    for spot in spots:
        for other in sorted(spots, key=partial(math.dist, spot))[1 : 8 if spot == hero else rng.randint(3, 5)]:
            (bold if hero in (spot, other) else wires).line([spot, other], 9 if hero in (spot, other) else 4)
    sheet.print(wires, ink.main)
    sheet.print(bold, ink.accent)
    for x, y in spots:
        _node(sheet, x, y, rng.choice((9.0, 14.0, 24.0)))
    _node(sheet, *hero, 46, focal=True)


def drum(sheet: Sheet) -> None:
    """Draw a talking drum and the waves that leave it, or the drum's skin from above."""
    rng, ink = sheet.rng, sheet.ink
    dark = rng.random() < 0.4
    if dark:
        sheet.ink = ink = ink.reversed()
    sheet.ground(ink.paper)
    x, y = sheet.w * rng.uniform(0.26, 0.74), sheet.h * rng.uniform(0.42, 0.66)
    gap, beat = rng.uniform(54, 92), rng.choice((1, 2, 3))
    for i in range(int(1500 / gap), 0, -1):
        r = 150 + i * gap
        start, sweep = rng.uniform(0, 360), rng.choice((360, 360, 300, 250))
        tone = (ink.pale, ink.soft, ink.main, ink.pale)[(i // beat) % 4] if i != 4 else ink.accent
        width = gap * (0.74 if i % 3 else 0.34) * max(0.35, 1 - i / 34)
        if sweep == 360:
            sheet.print(Plate().ring(x, y, r, width), tone)
        else:
            sheet.print(Plate().line(arc(x, y, r, start, start + sweep), width), tone)
    sheet.fill(box(-20, -20, sheet.w + 20, sheet.h + 20), ink.paper, shade=rng.choice(("left", "right", "up")))
    if sheet.variant((False, False, True)):
        _skin(sheet, x, y, rng)
    else:
        _hourglass(sheet, x, y, rng)


def _skin(sheet: Sheet, x: float, y: float, rng: Random) -> None:
    ink = sheet.ink
    sheet.print(Plate().disc(x, y, 320), ink.deep)
    pegs = Plate()
    for i in range(28):
        a, b = turn([(x + 250, y), (x + 308, y)], i * 360 / 28, x, y)
        pegs.polygon(taper([a, b], 10, 22))
    sheet.print(pegs, ink.accent)
    sheet.print(Plate().disc(x, y, 244), ink.paper)
    sheet.print(Plate().disc(x, y, 244), ink.soft, shade="right")
    sheet.print(Plate().ring(x, y, 150, 5).ring(x, y, 170, 3), ink.main)
    sheet.print(Plate().disc(x + rng.uniform(-40, 40), y + rng.uniform(-40, 40), 70), ink.main)


def _hourglass(sheet: Sheet, x: float, y: float, rng: Random) -> None:
    ink, tilt, tall, wide = sheet.ink, rng.uniform(-38, 38), rng.uniform(230, 290), rng.uniform(170, 220)
    sides = [
        smooth(
            [
                (x - s * wide, y - tall),
                (x - s * wide * 0.72, y - tall * 0.5),
                (x - s * wide * 0.36, y),
                (x - s * wide * 0.72, y + tall * 0.5),
                (x - s * wide, y + tall),
            ]
        )
        for s in (1, -1)
    ]
    shell = Plate().polygon(turn([*sides[0], *sides[1][::-1]], tilt, x, y))
    sheet.print(shell, ink.accent)
    cords = Plate()
    for i in range(1, 14):
        share = i / 14
        cords.line(turn([(a[0] + (b[0] - a[0]) * share, a[1]) for a, b in zip(*sides, strict=True)], tilt, x, y), 7)
    sheet.print(cords, ink.deep)
    sheet.print(shell, ink.deep, shade="right", tone=0.7)
    sheet.fill(turn(box(x - wide * 0.42, y - 20, x + wide * 0.42, y + 20), tilt, x, y), ink.paper)
    for end in (-1, 1):
        rim = turn(smooth(arc(x, y + end * tall, wide * 1.06, 0, 356, ry=56), closed=True, steps=2), tilt, x, y)
        sheet.fill(rim, ink.deep)
    top = turn(smooth(arc(x, y - tall - 6, wide * 0.9, 0, 356, ry=40), closed=True, steps=2), tilt, x, y)
    sheet.fill(top, ink.paper)
    sheet.fill(top, ink.soft, shade="right")
