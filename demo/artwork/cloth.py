"""Draw cloth: indigo resist-dyed adire and strip-woven aso-oke."""

import math
from random import Random

from .canvas import Plate, Sheet
from .forms import Point, arc, blob, box, smooth, taper, turn
from .palettes import Colour, Palette
from .signs import SIGNS


def adire(sheet: Sheet) -> None:
    """Draw resist-dyed cloth: starch-drawn panels, tied rings or stitched leaves."""
    rng = sheet.rng
    sheet.variant((_panels, _tied, _panels, _stitched))(sheet, rng)
    _vat(sheet, rng)


def _vat(sheet: Sheet, rng: Random) -> None:
    for _ in range(7):
        pool = blob(rng, rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), rng.uniform(200, 480), wobble=0.3)
        sheet.fill(pool, sheet.ink.main, shade=rng.choice(("in", "left", "down")), blend="multiply", tone=0.4)
    crackle = Plate()
    for _ in range(26):
        x, y, aim, crack = rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), rng.uniform(0, math.tau), []
        for _ in range(6):
            crack.append((x, y))
            aim += rng.uniform(-0.7, 0.7)
            x, y = x + 26 * math.cos(aim), y + 26 * math.sin(aim)
        crackle.line(crack, 1.6)
    sheet.print(crackle, sheet.ink.deep, tone=0.7)


def _panels(sheet: Sheet, rng: Random) -> None:
    ink, side = sheet.ink, rng.choice((200.0, 240.0, 300.0, 300.0, 400.0))
    sheet.ground(ink.deep)
    tilt = rng.choice((0.0, 0.0, 45.0, rng.uniform(-14, 14)))
    heart = (sheet.w * rng.uniform(0.3, 0.7), sheet.h * rng.uniform(0.35, 0.65))
    resist, ghost, focus = Plate(), Plate(), Plate()
    signs = rng.sample(SIGNS, 6)
    reach = int(sheet.w / side) + 2
    for i in range(-reach, reach + 1):
        for j in range(-reach, reach + 1):
            x, y = turn([(heart[0] + i * side, heart[1] + j * side)], tilt, *heart)[0]
            if not (-side < x < sheet.w + side and -side < y < sheet.h + side):
                continue
            edge = turn(box(x - side * 0.47, y - side * 0.47, x + side * 0.47, y + side * 0.47), tilt, x, y)
            if i == j == 0:
                focus.polygon(edge)
            if (i + j) % 3 == 0 and side > 220:
                ghost.polygon(edge)
            resist.line([*edge, edge[0]], side * 0.022)
            sign = signs[(i * 2 + j * 3) % len(signs)]
            sign(resist, rng, x, y, side * 0.4, tilt + 90 * ((i + j) % 2))
    sheet.print(ghost, ink.main)
    sheet.print(focus, ink.accent)
    sheet.print(resist, ink.pale, tone=0.5)
    sheet.print(resist, ink.paper, tone=0.95)


def _tied(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    sheet.ground(ink.main)
    sheet.fill(box(-20, -20, sheet.w + 20, sheet.h + 20), ink.deep, shade=rng.choice(("left", "right", "up", "down")))
    suns = [(sheet.w * rng.uniform(0.28, 0.72), sheet.h * rng.uniform(0.34, 0.66), rng.uniform(330, 520))]
    for _ in range(400):
        x, y, r = rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), rng.choice((46.0, 70.0, 100.0, 160.0))
        if all(math.dist((x, y), sun[:2]) > r + sun[2] + 16 for sun in suns):
            suns.append((x, y, r))
    halo, resist = Plate(), Plate()
    for rank, (x, y, r) in enumerate(suns):
        rings = max(2, int(r / 42))
        for i in range(rings):
            reach = r * (i + 1) / rings
            edge = [
                (
                    x + (reach + rng.uniform(-0.06, 0.06) * r / rings * 3) * math.cos(math.radians(a)),
                    y + (reach + rng.uniform(-0.06, 0.06) * r / rings * 3) * math.sin(math.radians(a)),
                )
                for a in range(0, 360, 10 if r < 120 else 5)
            ]
            edge = smooth(edge, closed=True, steps=3)
            halo.line([*edge, edge[0]], r / rings * 0.56)
            resist.line([*edge, edge[0]], r / rings * rng.uniform(0.16, 0.34))
        resist.disc(x, y, r / rings * 0.4)
        if rank == 0:
            pleats = Plate()
            for i in range(64):
                a, b = turn(
                    [(x + r * 0.1, y), (x + r * rng.uniform(0.75, 1.04), y)], i * 360 / 64 + rng.uniform(-2, 2), x, y
                )
                pleats.polygon(taper([a, b], 3, rng.uniform(3, 9)))
    sheet.print(halo, ink.soft, tone=0.55)
    sheet.print(resist, ink.paper)
    sheet.print(pleats, ink.deep, tone=0.9)
    sheet.print(Plate().disc(*suns[0][:2], 30), ink.accent)


def _stitched(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    sheet.ground(rng.choice((ink.deep, ink.main)))
    columns = rng.randint(3, 7)
    wide = sheet.w / columns
    bright, hero = rng.randrange(columns), Plate()
    soft, resist = Plate(), Plate()
    for i in range(columns):
        x, lean = (i + 0.5) * wide, rng.choice((0.5, 0.9, -0.7, 1.3)) * wide / 2
        pitch = rng.uniform(34, 60)
        for j in range(-4, int(sheet.h / pitch) + 5):
            y = j * pitch
            for side in (-1, 1):
                vein = smooth([(x, y), (x + side * wide * 0.22, y - lean * 0.62), (x + side * wide * 0.46, y - lean)])
                (hero if i == bright and j % 4 == 0 else resist).polygon(
                    taper(vein, pitch * 0.1, pitch * rng.uniform(0.28, 0.5))
                )
                soft.polygon(taper(vein, pitch * 0.3, pitch * 0.8))
        resist.dashes([(x, -20), (x, sheet.h + 20)], 9, on=26, off=12)
        resist.dashes([(i * wide, -20), (i * wide, sheet.h + 20)], 5, on=10, off=14)
    sheet.print(soft, ink.soft, tone=0.45)
    sheet.print(resist, ink.paper)
    sheet.print(hero, ink.accent)


def asooke(sheet: Sheet) -> None:
    """Draw woven strips sewn edge to edge, with a fringe or a fold where the cloth ends."""
    rng, ink = sheet.rng, sheet.ink
    sheet.ground(rng.choice((ink.paper, ink.paper, ink.pale)))
    tilt = sheet.variant((0.0, rng.uniform(-30, -12), 90.0, rng.uniform(12, 30), 45.0))
    heart = (sheet.w / 2, sheet.h / 2)
    reach = math.hypot(sheet.w, sheet.h) / 2 + 60
    wide = rng.choice((96.0, 120.0, 150.0, 200.0))
    count = int(2 * reach / wide) + 1
    ends = rng.random() < 0.7
    foot = heart[1] + (rng.uniform(0.16, 0.34) * (sheet.h if tilt != 90 else sheet.w))
    schemes = [
        _weave(rng, ink.main, ink),
        _weave(rng, ink.deep, ink),
        _weave(rng, rng.choice((ink.soft, ink.pale)), ink),
    ]
    order, hero = rng.choice(((0, 1), (0, 1, 0, 2), (0, 2, 1), (0, 0, 1))), count // 2 + rng.randint(-2, 2)
    bright, cloth, seams = _weave(rng, ink.accent, ink), Plate(), Plate()
    fringe: Layer = {}
    layers: tuple[Layer, Layer, Layer] = ({}, {}, {})
    for i in range(count):
        weave = bright if i == hero else schemes[order[i % len(order)]]
        left, bottom = heart[0] - reach + i * wide, foot + rng.uniform(-46, 46) if ends else heart[1] + reach
        cloth.polygon(turn(box(left, heart[1] - reach, left + wide - 4, bottom), tilt, *heart))
        seams.polygon(turn(box(left + wide * 0.8, heart[1] - reach, left + wide - 4, bottom), tilt, *heart))
        for j in range(int(wide / 12) if ends else 0):
            x = left + 6 + j * 12
            thread = [
                (x, bottom),
                (x + rng.uniform(-6, 6), bottom + 46),
                (x + rng.uniform(-16, 16), bottom + rng.uniform(76, 108)),
            ]
            _of(fringe, weave[0]).line(turn(smooth(thread), tilt, *heart), 4)
        _strip(layers, rng, (left, bottom, wide - 4), weave, tilt, heart, reach)
    for layer in (fringe, *layers):
        for colour, plate in layer.items():
            sheet.print(plate, colour)
    sheet.print(seams, ink.deep, blend="multiply", tone=0.2)
    sheet.print(cloth, ink.deep, shade=rng.choice(("left", "right", "down")), blend="multiply", tone=0.4)
    sheet.hatch(cloth, ink.deep, angle=tilt, gap=12, weight=2, tone=0.22)


Layer = dict[Colour, Plate]
Weave = tuple[Colour, list[tuple[float, float, Colour]], int, Colour]


def _weave(rng: Random, ground: Colour, ink: Palette) -> Weave:
    inks = [
        colour
        for colour in (getattr(ink, name) for name in ("paper", "pale", "soft", "main", "deep", "accent"))
        if colour != ground
    ]
    bars, at = [], rng.uniform(0.06, 0.14)
    while at < 0.46:
        thick = rng.choice((0.02, 0.03, 0.05, 0.08))
        bars.append((at, thick, rng.choice(inks)))
        at += thick + rng.uniform(0.03, 0.1)
    return (
        ground,
        bars,
        rng.randrange(5),
        rng.choice(
            [colour for colour in inks if sum(map(abs, (a - b for a, b in zip(colour, ground, strict=True)))) > 200]
            or inks
        ),
    )


def _of(layer: Layer, colour: Colour) -> Plate:
    return layer.setdefault(colour, Plate())


def _strip(
    layers: tuple[Layer, Layer, Layer],
    rng: Random,
    place: tuple[float, float, float],
    weave: Weave,
    tilt: float,
    heart: Point,
    reach: float,
) -> None:
    (left, bottom, wide), (ground, bars, inlay, thread) = place, weave
    grounds, warps, figures = layers
    top = heart[1] - reach
    _of(grounds, ground).polygon(turn(box(left, top, left + wide, bottom), tilt, *heart))
    for at, thick, colour in bars:
        for start in (at, 1 - at - thick):
            warp = box(left + wide * start, top, left + wide * (start + thick), bottom)
            _of(warps, colour).polygon(turn(warp, tilt, *heart))
    figure, x, step = _of(figures, thread), left + wide / 2, wide * rng.choice((0.9, 1.4, 2.0, 3.0))
    y, half = bottom - rng.uniform(0.3, 1.0) * step, wide * 0.24
    while y > top:
        if inlay == 0:
            figure.polygon(turn([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], tilt, *heart))
        elif inlay == 1:
            for k in range(3):
                figure.polygon(turn(box(x - half * 1.5, y + k * 18, x + half * 1.5, y + k * 18 + 9), tilt, *heart))
        elif inlay == 2:
            for side in (-1, 1):
                figure.polygon(turn([(x, y), (x + side * half, y - half), (x + side * half, y + half)], tilt, *heart))
        elif inlay == 3:
            for k in (-2, -1, 0, 1, 2):
                figure.polygon(
                    turn(smooth(arc(x + k * half * 0.5, y, 6, 0, 360, ry=26), closed=True, steps=2), tilt, *heart)
                )
        else:
            for k in (-1, 0, 1):
                figure.polygon(
                    turn(
                        box(
                            x + (k - 0.36) * half * 0.7,
                            y - abs(k) * half * 0.5,
                            x + (k + 0.36) * half * 0.7,
                            y + half - abs(k) * half * 0.5,
                        ),
                        tilt,
                        *heart,
                    )
                )
        y -= step
