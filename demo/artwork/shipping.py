"""Draw ships at sea and in port."""

from random import Random

from .canvas import Plate, Sheet
from .forms import Point, arc, blob, box, smooth, taper, turn
from .palettes import Colour
from .sky import sky


def sea(sheet: Sheet) -> None:
    """Draw container ships among layered waves, a quay with its cranes or one ship from above."""
    sheet.variant((_swell, _port, _swell, _wake))(sheet, sheet.rng)


def _swell(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    horizon = rng.uniform(560, 700)
    sky(sheet, rng, horizon)
    sheet.fill(box(-20, horizon, sheet.w + 20, sheet.h + 20), ink.soft)
    for _ in range(rng.randint(0, 2)):
        _ship(sheet, rng, sheet.w * rng.uniform(0.05, 0.9), horizon + 8, rng.uniform(0.22, 0.34), faint=True)
    rows, scallop = rng.randint(6, 9), rng.random() < 0.5
    berth, spot = rng.randint(1, 2), sheet.w * rng.uniform(0.2, 0.46)
    for i in range(rows):
        t = i / (rows - 1)
        y, length, tall = horizon + 26 + (sheet.h - horizon) * t**1.25, 90 + 210 * t, 14 + 44 * t
        if i == berth:
            _ship(sheet, rng, spot, y + 26, rng.uniform(0.95, 1.25), faint=False)
        tone = (ink.soft, ink.main, ink.pale, ink.main, ink.deep)[i % 5] if i < rows - 1 else ink.deep
        slip = rng.uniform(0, length)
        crest: list[Point] = []
        for k in range(-1, int(sheet.w / length) + 3):
            x = k * length - slip
            if scallop:
                crest += arc(x, y, length / 2, 180, 355, ry=tall)
            else:
                crest += smooth(
                    [
                        (x, y),
                        (x + length * 0.3, y - tall * 0.35),
                        (x + length * 0.62, y - tall),
                        (x + length * 0.8, y - tall * 0.55),
                        (x + length, y),
                    ],
                    steps=5,
                )
        wave = Plate().polygon([*crest, (sheet.w + 200, sheet.h + 30), (-200, sheet.h + 30)])
        sheet.print(wave, tone)
        sheet.print(wave, ink.pale if tone != ink.pale else ink.soft, shade="up", tone=0.5)
        sheet.print(Plate().line([(x, yy + 9 + 7 * t) for x, yy in crest], 2.5 + 3 * t), ink.paper, tone=0.85)


def _port(sheet: Sheet, rng: Random) -> None:
    ink, quay = sheet.ink, rng.uniform(840, 920)
    night = sky(sheet, rng, quay)
    count = rng.randint(3, 5)
    for i in range(count):
        t = (i + 1) / count
        _crane(
            sheet,
            sheet.w * (0.98 - 0.8 * t) + rng.uniform(-60, 60),
            quay + 10,
            620 + 170 * t,
            ink.soft if t < 0.6 else ink.main if t < 1 or night else ink.deep,
        )
    _ship(sheet, rng, sheet.w * rng.uniform(0.3, 0.42), quay + 20, rng.uniform(1.0, 1.2), faint=False)
    water = Plate().rect(-20, quay + 50, sheet.w + 20, sheet.h + 20)
    sheet.print(water, ink.main)
    sheet.print(water, ink.deep, shade="down")
    ripples = Plate()
    for i in range(54):
        t = (i / 54) ** 1.3
        x, y = rng.uniform(-100, sheet.w), quay + 66 + t * (sheet.h - quay - 60)
        ripples.line([(x, y), (x + rng.uniform(60, 260) * (0.4 + t), y)], 3 + 4 * t)
    sheet.print(ripples, ink.soft)


def _crane(sheet: Sheet, x: float, foot: float, tall: float, colour: Colour) -> None:
    k, plate = tall / 800, Plate()
    mast, deck = foot - tall, foot - tall * 0.62
    for leg in (-110, 110):
        plate.line([(x + leg * k, foot), (x + leg * 0.8 * k, deck)], 20 * k)
    plate.line([(x - 105 * k, foot - 200 * k), (x + 92 * k, deck)], 8 * k).line(
        [(x + 105 * k, foot - 200 * k), (x - 92 * k, deck)], 8 * k
    )
    plate.rect(x - 420 * k, deck - 22 * k, x + 280 * k, deck + 8 * k).line(
        [(x - 60 * k, deck), (x, mast), (x + 90 * k, deck)], 14 * k
    )
    plate.line([(x, mast), (x - 400 * k, deck - 20 * k)], 6 * k).line(
        [(x, mast), (x - 210 * k, deck - 20 * k)], 6 * k
    ).line([(x, mast), (x + 270 * k, deck - 20 * k)], 6 * k)
    plate.rect(x + 140 * k, deck - 74 * k, x + 236 * k, deck).rect(x - 300 * k, deck, x - 250 * k, deck + 40 * k)
    plate.line([(x - 275 * k, deck), (x - 275 * k, deck + 150 * k)], 4 * k)
    sheet.print(plate, colour)
    sheet.print(Plate().rect(x - 320 * k, deck + 150 * k, x - 230 * k, deck + 192 * k), sheet.ink.accent)


def _ship(sheet: Sheet, rng: Random, x: float, y: float, k: float, *, faint: bool) -> None:
    ink, long = sheet.ink, rng.uniform(680, 900) * k
    hull = [(x, y - 96 * k), (x + long, y - 110 * k), (x + long - 60 * k, y + 40 * k), (x + 30 * k, y + 40 * k)]
    deck, bays = y - 98 * k, int((long - 220 * k) / (66 * k))
    boxes: dict[Colour, Plate] = {}
    for bay in range(bays):
        for tier in range(rng.randint(2, 6)):
            colour = ink.main if faint else rng.choice((ink.main, ink.soft, ink.paper, ink.deep, ink.accent, ink.main))
            left, high = x + 190 * k + bay * 66 * k, deck - (tier + 1) * 44 * k
            boxes.setdefault(colour, Plate()).rect(left, high, left + 62 * k, high + 40 * k)
    for colour, plate in boxes.items():
        sheet.print(plate, colour)
        if not faint:
            sheet.hatch(plate, ink.deep, angle=90, gap=9, weight=2, tone=0.35)
    bridge = (
        Plate()
        .rect(x + 54 * k, deck - 220 * k, x + 150 * k, deck)
        .rect(x + 30 * k, deck - 244 * k, x + 172 * k, deck - 212 * k)
    )
    bridge.rect(x + 92 * k, deck - 310 * k, x + 104 * k, deck - 240 * k)
    sheet.print(bridge, ink.main if faint else ink.paper)
    sheet.fill(hull, ink.main if faint else ink.deep)
    if not faint:
        sheet.print(bridge, ink.main, shade="right")
        ports = Plate()
        for i in range(4):
            ports.rect(x + 66 * k, deck - (196 - i * 46) * k, x + 138 * k, deck - (178 - i * 46) * k)
        sheet.print(ports, ink.deep)
        sheet.fill(
            [
                (x + 22 * k, y + 6 * k),
                (x + long - 46 * k, y + 6 * k),
                (x + long - 60 * k, y + 40 * k),
                (x + 30 * k, y + 40 * k),
            ],
            ink.accent,
        )


def _wake(sheet: Sheet, rng: Random) -> None:
    ink = sheet.ink
    water = rng.choice((ink.main, ink.deep, ink.soft))
    sheet.ground(water)
    heart, tilt = (sheet.w * rng.uniform(0.36, 0.64), rng.uniform(430, 760)), rng.uniform(-64, 64)
    for _ in range(8):
        sheet.fill(
            blob(rng, rng.uniform(0, sheet.w), rng.uniform(0, sheet.h), rng.uniform(200, 460), wobble=0.35),
            ink.deep,
            shade=rng.choice(("in", "left", "down")),
            tone=0.22,
        )
    ripple = Plate()
    for _ in range(120):
        x, y = rng.uniform(0, sheet.w), rng.uniform(0, sheet.h)
        span = rng.uniform(24, 70)
        ripple.line(smooth([(x - span, y), (x - span / 2, y - 9), (x, y), (x + span / 2, y + 9), (x + span, y)]), 4)
    sheet.print(ripple, ink.pale if water == ink.soft else ink.soft, tone=0.7)
    long, half, (x, y) = rng.uniform(300, 380), rng.uniform(66, 84), heart
    sheet.fill(
        turn([(x - long, y - half), (x - long, y + half), (x - 2400, y + 460), (x - 2400, y - 460)], tilt, x, y),
        ink.pale,
        tone=0.9,
        shade=rng.choice(("left", "right", "in")),
    )
    foam = Plate()
    for s in (-1, 1):
        for i in range(3):
            foam.polygon(
                taper(
                    turn(
                        smooth(
                            [
                                (x + long * 0.9 - i * 40, y + s * half * 0.8),
                                (x - long, y + s * (half + 60 + i * 70)),
                                (x - 1900, y + s * (440 + i * 180)),
                            ]
                        ),
                        tilt,
                        x,
                        y,
                    ),
                    4,
                    22,
                )
            )
    sheet.print(foam, ink.paper)
    hull = turn(
        [
            (x - long, y - half * 0.9),
            (x + long * 0.7, y - half),
            *arc(x + long * 0.7, y, long * 0.42, -90, 90, ry=half),
            (x - long, y + half * 0.9),
        ],
        tilt,
        x,
        y,
    )
    sheet.fill([(px + 20, py + 34) for px, py in hull], ink.deep, tone=0.8)
    sheet.fill(hull, ink.accent)
    for bay in range(9):
        for row in range(5):
            left, high = x - long * 0.66 + bay * long * 0.155, y - half * 0.8 + row * half * 0.32
            sheet.fill(
                turn(box(left, high, left + long * 0.14, high + half * 0.29), tilt, x, y),
                rng.choice((ink.paper, ink.deep, ink.main, ink.soft, ink.pale)),
            )
    sheet.fill(turn(box(x - long * 0.93, y - half * 0.8, x - long * 0.74, y + half * 0.8), tilt, x, y), ink.paper)
