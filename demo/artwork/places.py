"""Draw places seen from the ground: the city, the dry season, the rains."""

from random import Random

from .canvas import Plate, Sheet
from .forms import Point, arc, blob, box, ridge, smooth, taper
from .palettes import Colour


def skyline(sheet: Sheet) -> None:
    """Draw a lagoon city in three depths, one tower brighter than the rest."""
    rng, ink = sheet.rng, sheet.ink
    sky = sheet.variant(("day", "dusk", "night"))
    dusk, shore = sky == "dusk", rng.uniform(760, 990)
    sun_x, sun_y, sun_r = rng.uniform(0.18, 0.82) * sheet.w, rng.uniform(240, 560), rng.uniform(100, 300)
    if sky == "night":
        sheet.ground(ink.main)
        sheet.fill(box(-20, -20, sheet.w + 20, shore), ink.deep, shade="up")
        sheet.fill(box(-20, shore - 420, sheet.w + 20, shore), ink.soft, shade="down")
        sheet.print(Plate().disc(sun_x, sun_y, sun_r * 0.7), ink.paper)
    elif dusk:
        sheet.ground(ink.pale)
        sheet.fill(box(0, 0, sheet.w, shore), ink.soft, shade="up")
        sheet.print(Plate().disc(sun_x, sun_y, sun_r), ink.paper)
    else:
        sheet.fill(box(0, 260, sheet.w, shore), ink.pale, shade="down")
        sheet.print(Plate().disc(sun_x, sun_y, sun_r), ink.accent)
    streaks = Plate()
    for _ in range(rng.randint(3, 6)):
        y, x = sun_y + rng.uniform(-0.4, 0.95) * sun_r, sun_x + rng.uniform(-1.3, 0.3) * sun_r
        streaks.line([(x, y), (x + rng.uniform(0.7, 1.6) * sun_r, y)], rng.uniform(5, 11))
    sheet.print(streaks, {"day": ink.paper, "dusk": ink.pale, "night": ink.main}[sky])
    peak = rng.uniform(0.25, 0.75)
    for depth, (tone, tall, wide) in enumerate(((ink.soft, 250, 70), (ink.main, 360, 95), (ink.deep, 430, 120))):
        _towers(sheet, rng, shore, tone, tall, wide, peak if depth < 2 else rng.choice((0.05, 0.95, 0.5)), lit=depth)
    hero = sheet.w * (peak + rng.uniform(-0.12, 0.12))
    width, top = rng.uniform(84, 130), rng.uniform(190, 330)
    tower = _crown(Plate(), rng, hero, hero + width, top, shore)
    sheet.print(tower, ink.paper if not dusk else ink.accent)
    sheet.hatch(Plate().rect(hero + width * 0.55, top + 20, hero + width, shore), ink.main, angle=0, gap=20, weight=8)
    sheet.fill(box(hero, top + 20, hero + width, shore), ink.main, shade="right", tone=0.7)
    _water(sheet, rng, shore, sun_x)
    if rng.random() < 0.6:
        _bridge(sheet, rng, shore)


def _crown(plate: Plate, rng: Random, x0: float, x1: float, top: float, foot: float) -> Plate:
    width, kind = x1 - x0, rng.randrange(7)
    plate.rect(x0, top, x1, foot)
    middle = (x0 + x1) / 2
    if kind == 0:
        plate.line([(middle, top), (middle, top - width * 0.9)], 5).rect(
            middle - width * 0.2, top - width * 0.25, middle + width * 0.2, top
        )
    elif kind == 1:
        plate.polygon([(x0, top), (x1, top - width * 0.5), (x1, top)])
    elif kind == 2:
        plate.rect(x0 + width * 0.18, top - width * 0.3, x1 - width * 0.18, top).rect(
            x0 + width * 0.36, top - width * 0.55, x1 - width * 0.36, top
        )
    elif kind == 3:
        plate.disc(middle, top, width * 0.5, width * 0.42)
    elif kind == 4:
        plate.polygon([(x0, top), (middle, top - width * 0.8), (x1, top)])
    elif kind == 5:
        for i in range(3):
            plate.line(
                [
                    (x0 + width * (0.25 + 0.25 * i), top),
                    (x0 + width * (0.25 + 0.25 * i), top - width * rng.uniform(0.15, 0.5)),
                ],
                4,
            )
    return plate


def _towers(
    sheet: Sheet, rng: Random, shore: float, tone: Colour, tall: float, wide: float, peak: float, *, lit: int
) -> None:
    blocks, windows, bright = Plate(), Plate(), Plate()
    x = -rng.uniform(0, wide)
    while x < sheet.w:
        width = wide * rng.uniform(0.55, 1.5)
        near = 1 - min(1.0, abs((x / sheet.w) - peak) * (1.5 if lit < 2 else 1.15))
        height = tall * (0.22 + near * rng.uniform(0.35, 1.15))
        if lit == 2:
            height *= 0.72
            if rng.random() < 0.25:
                height = rng.uniform(20, 60)
        _crown(blocks, rng, x, x + width, shore - height, shore + 2)
        if lit and height > 90 and rng.random() < 0.7:
            pitch = rng.uniform(22, 32)
            for row in range(int((height - 30) / pitch)):
                for column in range(int((width - 16) / pitch)):
                    if rng.random() < 0.5:
                        left, high = x + 12 + column * pitch, shore - height + 18 + row * pitch
                        (bright if rng.random() < 0.16 else windows).rect(
                            left, high, left + pitch * 0.45, high + pitch * 0.55
                        )
        x += width + (rng.uniform(0, wide * 0.8) if rng.random() < 0.45 else 0)
    sheet.print(blocks, tone)
    sheet.print(windows, sheet.ink.soft, tone=0.8)
    sheet.print(bright, sheet.ink.accent if lit == 2 else sheet.ink.paper)


def _water(sheet: Sheet, rng: Random, shore: float, glint: float) -> None:
    ink = sheet.ink
    sheet.fill(box(-20, shore, sheet.w + 20, sheet.h + 20), ink.pale)
    sheet.fill(box(-20, shore, sheet.w + 20, sheet.h + 20), ink.main, shade="up")
    light, dark = Plate(), Plate()
    for i in range(46):
        t = (i / 46) ** 1.5
        y = shore + 14 + t * (sheet.h - shore)
        for _ in range(2):
            x, length = rng.uniform(-100, sheet.w), rng.uniform(40, 210) * (0.5 + t)
            dark.line([(x, y), (x + length, y)], 3 + 5 * t)
        length = rng.uniform(30, 120) * (0.6 + t)
        light.line([(glint - length, y + 7), (glint + length * rng.uniform(0.4, 1), y + 7)], 3 + 5 * t)
    sheet.print(dark, ink.main, tone=0.75)
    sheet.print(light, ink.paper)


def _bridge(sheet: Sheet, rng: Random, shore: float) -> None:
    left, right = shore + rng.uniform(40, 90), shore + rng.uniform(20, 130)
    deck = smooth(
        [(-30, left), (sheet.w * 0.35, (left + right) / 2 - 36), (sheet.w * 0.7, right - 10), (sheet.w + 30, right)]
    )
    piers, lamps = Plate().polygon(taper(deck, 26, 18)), Plate()
    for x, y in deck[2::3]:
        piers.rect(x - 6, y, x + 6, y + rng.uniform(44, 56))
        piers.line([(x, y), (x, y - 44), (x + 16, y - 46)], 3)
        lamps.disc(x + 18, y - 44, 6)
    sheet.print(piers, sheet.ink.deep)
    sheet.print(lamps, sheet.ink.accent)


def harmattan(sheet: Sheet) -> None:
    """Draw a low sun behind dust, with flat-topped acacias on the plain."""
    rng, ink = sheet.rng, sheet.ink
    plain = rng.uniform(820, 940)
    x, y, r = rng.uniform(0.2, 0.8) * sheet.w, rng.uniform(380, plain - 60), rng.uniform(150, 330)
    sheet.ground(ink.pale)
    sheet.fill(box(0, 0, sheet.w, 760), ink.soft, shade="up", tone=0.8)
    for i in range(rng.randint(2, 4), 0, -1):
        sheet.print(Plate().disc(x, y, r * (1 + 0.34 * i)), ink.paper, tone=0.26)
    sheet.print(Plate().disc(x, y, r), ink.accent)
    sheet.print(Plate().disc(x, y, r), ink.paper, shade="down", tone=0.9)
    for i, tone in enumerate((ink.soft, ink.soft, ink.main)):
        line = ridge(
            rng, -20, sheet.w + 20, plain - 150 + 62 * i, rng.uniform(16, 60 - 10 * i), waves=rng.uniform(0.8, 3)
        )
        hill = [*line, (sheet.w + 20, sheet.h + 20), (-20, sheet.h + 20)]
        sheet.fill(hill, tone, tone=0.62 + 0.16 * i)
        sheet.fill(hill, ink.pale, shade="down")
    for _ in range(rng.randint(3, 6)):
        level, start = rng.uniform(320, plain), rng.uniform(-300, sheet.w * 0.7)
        haze = ridge(rng, start, start + rng.uniform(500, 1100), level, 14, waves=1)
        sheet.fill(taper(haze, 6, rng.uniform(20, 44)), ink.paper, tone=0.55)
    front = [
        *ridge(rng, -20, sheet.w + 20, plain + 130, 34, waves=rng.uniform(0.7, 2)),
        (sheet.w + 20, sheet.h + 20),
        (-20, sheet.h + 20),
    ]
    lead = (x / sheet.w + rng.choice((-0.36, -0.3, 0.3, 0.36))) % 1.0
    stands = [(min(0.86, max(0.14, lead)), rng.uniform(1.0, 1.45))] + [
        (rng.uniform(0.02, 0.98), rng.uniform(0.22, 0.5)) for _ in range(rng.randint(1, 5))
    ]
    for share, size in sorted(stands, key=lambda stand: stand[1]):
        _acacia(
            sheet, rng, share * sheet.w, plain + 30 + 120 * min(1, size), size, ink.deep if size > 0.5 else ink.main
        )
    sheet.fill(front, ink.deep)
    sheet.hatch(Plate().polygon(front), ink.main, angle=rng.uniform(-8, 8), gap=22, weight=3, shade="down")
    if rng.random() < 0.5:
        _flock(sheet, rng, (1 - share if rng.random() < 0.5 else rng.random()) * sheet.w)


def _acacia(sheet: Sheet, rng: Random, x: float, foot: float, size: float, tone: Colour) -> None:
    wood, crown, lean = Plate(), Plate(), rng.uniform(-60, 60) * size
    fork = (x + lean * 0.4, foot - 190 * size)
    wood.polygon(taper(smooth([(x, foot + 20), (x + lean * 0.1, foot - 90 * size), fork]), 34 * size, 20 * size))
    for i in range(rng.randint(4, 6)):
        reach = (i - 2.2) * 105 * size + rng.uniform(-30, 30) * size
        tip = (fork[0] + lean + reach, foot - (400 + rng.uniform(-35, 40) - abs(reach / size) * 0.2) * size)
        wood.polygon(taper(smooth([fork, (fork[0] + reach * 0.45, fork[1] - 70 * size), tip]), 17 * size, 5 * size))
        for _ in range(3):
            crown.polygon(
                blob(
                    rng,
                    tip[0] + rng.uniform(-55, 55) * size,
                    tip[1] + rng.uniform(-18, 12) * size,
                    rng.uniform(70, 125) * size,
                    squash=0.3,
                    wobble=0.22,
                )
            )
    sheet.print(wood, tone)
    sheet.print(crown, tone)
    if size > 0.5:
        sheet.hatch(crown, sheet.ink.main, angle=0, gap=13, weight=4, shade="up")


def _flock(sheet: Sheet, rng: Random, x: float) -> None:
    birds, y = Plate(), rng.uniform(180, 330)
    for _ in range(rng.randint(5, 11)):
        bx, by, span = x + rng.gauss(0, 150), y + rng.gauss(0, 60), rng.uniform(14, 30)
        birds.line(
            smooth(
                [
                    (bx - span, by - span * 0.3),
                    (bx - span * 0.4, by - span * 0.45),
                    (bx, by),
                    (bx + span * 0.4, by - span * 0.45),
                    (bx + span, by - span * 0.3),
                ]
            ),
            5,
        )
    sheet.print(birds, sheet.ink.deep)


def rain(sheet: Sheet) -> None:
    """Draw slanting rain over corrugated roofs, one of them newly painted."""
    rng, ink = sheet.rng, sheet.ink
    slant = rng.choice((-1, 1)) * rng.uniform(0.1, 0.42)
    sheet.ground(ink.pale)
    sheet.fill(box(0, 0, sheet.w, 800), ink.soft, shade="up")
    base = rng.uniform(60, 260)
    for tone, drop in ((ink.soft, 110), (ink.main, 50), (ink.deep, -20)):
        cloud = Plate().rect(-20, -20, sheet.w + 20, base + drop - 90)
        for i in range(11):
            cloud.disc(
                sheet.w * (i + rng.uniform(-0.3, 0.3)) / 10,
                base + drop - 90,
                rng.uniform(80, 170),
                rng.uniform(45, 120),
            )
        sheet.print(cloud, tone)
        sheet.print(cloud, ink.pale, shade="up", tone=0.3)
    rows, bright = sheet.variant((3, 5, 2, 4)), rng.uniform(0.2, 0.8)
    top = sheet.variant((620.0, 500.0, 740.0)) + rng.uniform(-50, 50)
    for row in range(rows):
        depth = (row + 1) / rows
        y, wide = top + (sheet.h - top) * (row / rows) ** 1.15, 130 + (220 + 440 / rows) * depth
        x, spots = -rng.uniform(0, wide), []
        while x < sheet.w:
            spots.append(x)
            x += wide * rng.uniform(0.75, 1.12)
        chosen = int(bright * len(spots)) if row == rows // 2 else -1
        for i, left in enumerate(spots):
            _roof(
                sheet, rng, left, y + rng.uniform(-24, 24) * depth, wide * rng.uniform(0.85, 1.05), depth, i == chosen
            )
    near, far = Plate(), Plate()
    for plate, count, length, width in ((far, 150, 80, 2.5), (near, 80, 170, 5)):
        for _ in range(count):
            x, y, run = (
                rng.uniform(-200, sheet.w + 200),
                rng.uniform(base - 40, sheet.h),
                length * rng.uniform(0.4, 1.2),
            )
            plate.line([(x, y), (x + slant * run, y + run)], width)
    sheet.print(far, ink.main, tone=0.8)
    sheet.print(near, ink.paper)


def _roof(sheet: Sheet, rng: Random, x: float, y: float, wide: float, depth: float, bright: bool) -> None:
    ink, tall, skew = sheet.ink, wide * rng.uniform(0.26, 0.36), wide * rng.uniform(0.06, 0.2)
    wall = Plate().rect(x + wide * 0.05, y + tall - 4, x + wide * 0.95, y + tall + 330)
    sheet.print(wall, ink.deep if depth > 0.5 else ink.main)
    lamp = Plate()
    for i in range(rng.randint(1, 3)):
        left = x + wide * (0.16 + 0.27 * i)
        if rng.random() < 0.6:
            lamp.rect(left, y + tall + 26 * depth, left + wide * 0.13, y + tall + 26 * depth + wide * 0.15)
    sheet.print(lamp, ink.accent if rng.random() < 0.35 else ink.soft)
    slope = [(x + skew, y), (x + wide - skew, y), (x + wide + 8, y + tall), (x - 8, y + tall)]
    roof = Plate().polygon(slope)
    tone = ink.accent if bright else rng.choice((ink.paper, ink.soft, ink.pale, ink.main))
    sheet.print(roof, tone)
    ribs, count = Plate(), int(wide / 15)
    for i in range(count + 1):
        a: Point = (x + skew + (wide - 2 * skew) * i / count, y)
        b: Point = (x - 8 + (wide + 16) * i / count, y + tall)
        ribs.line([a, b], 3.5)
    sheet.print(ribs, ink.deep if tone != ink.deep else ink.soft, tone=0.55, clip=roof)
    if not bright:
        sheet.print(roof, ink.main, shade=rng.choice(("left", "right", "down")), blend="multiply", tone=0.7)
    sheet.print(Plate().line([slope[3], slope[2]], 8).line([slope[0], slope[1]], 5), ink.deep)
    if rng.random() < 0.45:
        splash = Plate()
        for _ in range(7):
            sx = x + wide * rng.random()
            splash.line(arc(sx, y - 2, 9, 200, 340), 3)
        sheet.print(splash, ink.paper)
