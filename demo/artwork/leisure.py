"""Draw what people do after work: read and play football."""

import math
from random import Random

from .canvas import Plate, Sheet
from .forms import Point, arc, between, box, smooth, turn
from .palettes import Colour


def books(sheet: Sheet) -> None:
    """Draw shelves of spines with gaps, leaning volumes and small heaps."""
    rng, ink = sheet.rng, sheet.ink
    wall = sheet.variant((ink.pale, ink.deep, ink.soft, ink.main))
    sheet.ground(wall)
    shelves = sheet.variant((3, 1, 2, 4, 2))
    pitch, hero = sheet.h / shelves, (rng.randrange(shelves), rng.uniform(0.25, 0.6))
    for shelf in range(shelves):
        foot, tall = (shelf + 1) * pitch - (34 if shelves > 1 else 190), pitch * (0.82 if shelves > 1 else 0.62)
        sheet.fill(
            box(-20, foot - tall * 0.9, sheet.w + 20, foot),
            ink.deep if wall != ink.deep else ink.main,
            shade="down",
            tone=0.5,
        )
        x = rng.uniform(-40, sheet.w * 0.16) if rng.random() < 0.6 else -30.0
        pending = shelf == hero[0]
        while x < sheet.w + 20:
            if pending and x > hero[1] * sheet.w:
                x, pending = (
                    _spine(sheet, rng, x, foot, tall * 0.98, 96 * (1 + 0.5 / shelves), ink.accent, lean=0),
                    False,
                )
                continue
            chance = rng.random()
            if chance < 0.07:
                x += rng.uniform(60, 240)
            elif chance < 0.14:
                x = _heap(sheet, rng, x, foot, tall)
            else:
                lean = rng.uniform(8, 15) if chance > 0.94 else 0.0
                x = _spine(
                    sheet,
                    rng,
                    x,
                    foot,
                    tall * rng.uniform(0.62, 0.97),
                    rng.uniform(34, 92) * (1 + 0.9 / shelves),
                    _cloth(rng, sheet, wall),
                    lean=lean,
                )
        plank = Plate().rect(-20, foot, sheet.w + 20, foot + 34)
        sheet.print(plank, ink.paper if wall in (ink.deep, ink.main) else ink.deep)
        sheet.print(plank, ink.main, shade="down")


def _cloth(rng: Random, sheet: Sheet, wall: Colour) -> Colour:
    ink = sheet.ink
    return rng.choice(
        [colour for colour in (ink.paper, ink.pale, ink.soft, ink.main, ink.main, ink.deep, ink.soft) if colour != wall]
    )


def _spine(
    sheet: Sheet, rng: Random, x: float, foot: float, tall: float, wide: float, colour: Colour, *, lean: float
) -> float:
    ink, shift = sheet.ink, tall * math.sin(math.radians(lean))

    def place(points: list[Point]) -> list[Point]:
        return turn([(px + shift, py) for px, py in points], -lean, x + shift, foot)

    top = foot - tall
    cover = Plate().polygon(place(box(x, top, x + wide, foot)))
    light = colour in (ink.paper, ink.pale, ink.soft)
    sheet.print(cover, colour)
    marks, tool = Plate(), ink.deep if light else ink.paper
    manner = rng.randrange(6)
    if manner in (0, 3):
        for share in (0.07, 0.1, 0.86, 0.9):
            marks.polygon(place(box(x, top + tall * share, x + wide, top + tall * share + 7)))
    if manner in (1, 4):
        marks.polygon(place(box(x + wide * 0.14, top + tall * 0.14, x + wide * 0.86, top + tall * 0.34)))
    if manner in (0, 2):
        marks.line(
            place([(x + wide / 2, top + tall * 0.2), (x + wide / 2, top + tall * rng.uniform(0.45, 0.7))]), wide * 0.16
        )
    if manner == 3:
        for i in range(4):
            cx, cy = x + wide / 2, top + tall * (0.3 + 0.12 * i)
            marks.polygon(
                place([(cx, cy - wide * 0.26), (cx + wide * 0.26, cy), (cx, cy + wide * 0.26), (cx - wide * 0.26, cy)])
            )
    if manner == 5:
        sheet.hatch(cover, tool, angle=rng.choice((0, 45, -45)) - lean, gap=16, weight=5, tone=0.8)
    sheet.print(marks, tool, tone=0.9)
    sheet.print(cover, ink.deep if colour != ink.deep else ink.soft, shade=rng.choice(("right", "left")), tone=0.6)
    return x + wide + 4 + shift * 1.08


def _heap(sheet: Sheet, rng: Random, x: float, foot: float, tall: float) -> float:
    ink, long, y = sheet.ink, tall * rng.uniform(0.6, 0.85), foot
    for _ in range(rng.randint(2, 5)):
        thick, slip = rng.uniform(34, 62), rng.uniform(-18, 18)
        cover = Plate().rect(x + 20 + slip, y - thick, x + 20 + slip + long, y - 2)
        colour = rng.choice((ink.main, ink.soft, ink.paper, ink.pale))
        sheet.print(cover, colour)
        sheet.print(
            Plate()
            .rect(x + 60 + slip, y - thick, x + 74 + slip, y - 2)
            .rect(x - 20 + slip + long, y - thick, x - 34 + slip + long, y - 2),
            ink.deep,
        )
        sheet.print(cover, ink.deep, shade="down", tone=0.5)
        y -= thick
    return x + long + 60


def pitch(sheet: Sheet) -> None:
    """Draw a coach's board: the lines, two teams and the run that decides it."""
    rng = sheet.rng
    dark = sheet.variant((True, False, True))
    if dark:
        grass, stripe, chalk, ours, theirs = (
            sheet.ink.main,
            sheet.ink.deep,
            sheet.ink.paper,
            sheet.ink.paper,
            sheet.ink.deep,
        )
    else:
        grass, stripe, chalk, ours, theirs = (
            sheet.ink.paper,
            sheet.ink.pale,
            sheet.ink.main,
            sheet.ink.main,
            sheet.ink.deep,
        )
    sheet.ground(grass)
    tilt, k = sheet.variant((0.0, rng.uniform(-35, -15), rng.uniform(14, 34), 90.0)), rng.uniform(0.9, 1.3)
    k = 0.85 if tilt == 90 else k
    heart, focus = (sheet.w / 2, sheet.h / 2), rng.choice((-1, 1)) * rng.uniform(0.75, 1.05)
    middle = heart[0] - focus * 520 * k

    def place(points: list[Point]) -> list[Point]:
        return turn([(middle + x * k, heart[1] + y * k) for x, y in points], tilt, *heart)

    stripes = Plate()
    for i in range(-10, 11, 2):
        stripes.polygon(place(box(i * 105, -1500, i * 105 + 105, 1500)))
    sheet.print(stripes, stripe, tone=0.42 if dark else 0.6)
    sheet.fill(
        box(-20, -20, sheet.w + 20, sheet.h + 20), stripe, shade=rng.choice(("left", "right", "up", "down")), tone=0.7
    )
    chalks = Plate()
    shapes: list[list[Point]] = [box(-1050, -680, 1050, 680), [(0, -680), (0, 680)], arc(0, 0, 183, 0, 360)]
    for s in (-1, 1):
        shapes += [
            box(s * 1050, -403, s * 720, 403),
            box(s * 1050, -183, s * 940, 183),
            box(s * 1050, -73, s * 1100, 73),
            arc(s * 830, 0, 183, *((-53, 53) if s < 0 else (127, 233))),
        ]
        chalks.disc(*place([(s * 830, 0)])[0], 8)
    for shape in shapes:
        line = place([*shape, shape[0]] if len(shape) == 4 else shape)
        chalks.line(line, 7)
    sheet.print(chalks, chalk, tone=0.9)
    aim = 1 if focus > 0 else -1
    home = _team(rng, rng.choice(((4, 3, 3), (4, 4, 2), (3, 5, 2), (4, 2, 4))), aim)
    away = _team(rng, rng.choice(((4, 3, 3), (4, 4, 2), (5, 3, 2))), -aim)
    star = max(home, key=lambda spot: spot[0] * aim - abs(spot[1]) * rng.uniform(0, 0.4))
    goal = (aim * 1000.0, rng.uniform(-60, 60))
    for spot in rng.sample(home[1:], 4):
        if spot != star:
            far = (spot[0] + aim * rng.uniform(140, 320), spot[1] + rng.uniform(-190, 190))
            _arrow(
                sheet,
                place(smooth([spot, (between(spot, far, 0.5)[0], spot[1] + rng.uniform(-80, 80)), far])),
                chalk,
                dashed=True,
            )
    passer = min((spot for spot in home if spot != star), key=lambda spot: abs(math.dist(spot, star) - 420))
    _arrow(sheet, place([passer, between(passer, star, 0.88)]), chalk, dashed=False)
    bend = between(star, goal, 0.5)
    path = smooth([star, (bend[0], bend[1] + rng.choice((-1, 1)) * rng.uniform(70, 190)), goal], steps=16)
    _arrow(sheet, place(path), sheet.ink.accent, dashed=False, width=16)
    for team, colour in ((home, ours), (away, theirs)):
        for spot in team:
            x, y = place([spot])[0]
            sheet.print(Plate().disc(x + 8, y + 11, 36), sheet.ink.deep, tone=0.4)
            if team is home:
                sheet.print(
                    Plate().disc(x, y, 36 if spot != star else 50), colour if spot != star else sheet.ink.accent
                )
                sheet.print(Plate().ring(x, y, 24 if spot != star else 34, 5), grass)
            else:
                sheet.print(
                    Plate()
                    .line([(x - 25, y - 25), (x + 25, y + 25)], 15)
                    .line([(x - 25, y + 25), (x + 25, y - 25)], 15),
                    colour if not dark else sheet.ink.soft,
                )
    x, y = place([between(star, goal, 0.12)])[0]
    sheet.print(Plate().disc(x, y, 19), sheet.ink.deep)
    sheet.print(Plate().disc(x, y, 14), sheet.ink.paper)


def _team(rng: Random, shape: tuple[int, ...], aim: int) -> list[Point]:
    spots: list[Point] = [(-aim * 960.0, rng.uniform(-40, 40))]
    for row, count in enumerate(shape):
        for i in range(count):
            spots.append(
                (
                    aim * (-620 + row * 420 + rng.uniform(-90, 90)),
                    (i - (count - 1) / 2) * 1060 / count + rng.uniform(-50, 50),
                )
            )
    return spots


def _arrow(sheet: Sheet, path: list[Point], colour: Colour, *, dashed: bool, width: float = 8) -> None:
    stroke, (x, y), (ax, ay) = Plate(), path[-1], path[-2]
    if dashed:
        stroke.dashes(path, width, on=20, off=17)
    else:
        stroke.line(path, width)
    aim = math.degrees(math.atan2(y - ay, x - ax))
    stroke.polygon(
        turn([(x + width * 2.6, y), (x - width * 1.8, y - width * 2.4), (x - width * 1.8, y + width * 2.4)], aim, x, y)
    )
    sheet.print(stroke, colour)
