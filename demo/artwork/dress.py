"""Clothe the portraits."""

from random import Random

from .canvas import Plate, Sheet
from .face import Face
from .forms import arc, smooth
from .palettes import Colour


def wear(sheet: Sheet, rng: Random, face: Face, manner: str, broad: bool) -> None:
    """Draw the clothes: "suit", "kaftan", "agbada", "lace", "print", "blouse" or the "drape" under a hijab."""
    ink, x, top = sheet.ink, face.x, face.y + face.ry + (66 if broad else 84)
    wide = rng.uniform(480, 540) if broad else rng.uniform(410, 460)
    wide *= 1.22 if manner == "agbada" else 1
    gap = face.rx * (0.74 if broad else 0.66)
    dip = {"suit": 250.0, "kaftan": 50.0, "agbada": 60.0, "lace": 130.0, "print": 80.0, "blouse": 150.0, "drape": 60.0}[
        manner
    ]
    right = smooth([(gap, top), (wide * 0.62, top + 66), (wide * 0.94, top + 170), (wide * 1.1, sheet.h + 40)])
    collar = smooth(
        [(-gap, top), (-gap * 0.6, top + dip * 0.75), (0, top + dip), (gap * 0.6, top + dip * 0.75), (gap, top)]
    )
    if manner in ("suit", "blouse"):
        collar = [(-gap, top), (0, top + dip), (gap, top)]
    cloth = Plate().polygon([(x + px, py) for px, py in [*[(-px, py) for px, py in right[::-1]], *collar, *right]])
    colours = (ink.main, ink.accent, ink.deep, ink.paper, ink.main, ink.soft)
    colour = sheet.variant([each for each in colours if each != face.wall])
    if manner == "suit":
        colour = ink.deep if face.wall == ink.main else rng.choice((ink.deep, ink.main))
        sheet.fill(
            [
                (x - gap - 8, top),
                (x, top - 10 + dip + 30),
                (x + gap + 8, top),
                (x + gap, sheet.h + 20),
                (x - gap, sheet.h + 20),
            ],
            ink.paper,
        )
        sheet.print(Plate().disc(x, top - 30, gap * 0.72, 92), face.skin)
    sheet.print(cloth, colour)
    mark = ink.paper if colour not in (ink.paper, ink.soft) else ink.main
    if manner in ("print", "drape"):
        _print(sheet, rng, cloth, mark, x, top)
    elif manner == "lace":
        holes = Plate()
        for i in range(-14, 15):
            for j in range(14):
                holes.ring(x + i * 42 + (j % 2) * 21, top + j * 40, 15, 5)
        sheet.print(holes, mark, clip=cloth, tone=0.8)
    elif manner == "blouse":
        sheet.hatch(cloth, mark, angle=rng.choice((90, 60, 0)), gap=rng.uniform(24, 44), weight=6, tone=0.8)
    elif manner == "agbada":
        sheet.hatch(cloth, mark, angle=90, gap=34, weight=3, tone=0.5)
        for s in (-1, 1):
            sheet.fill(
                [
                    (x + s * px, py)
                    for px, py in smooth(
                        [
                            (gap * 1.2, top + 10),
                            (wide * 0.5, top + 220),
                            (wide * 0.46, sheet.h + 30),
                            (wide * 1.1, sheet.h + 30),
                            (wide * 0.9, top + 170),
                            (wide * 0.6, top + 60),
                        ],
                        closed=True,
                    )
                ],
                colour,
            )
    sheet.print(cloth, ink.deep if colour != ink.deep else ink.main, shade="right", tone=0.75)
    if manner in ("kaftan", "agbada"):
        trim, breast = Plate(), rng.uniform(180, 280)
        for lift in (14, 34):
            trim.line([(x + px * (1 + lift / 160), py + lift) for px, py in collar], 7)
        trim.rect(x - 28, top + dip + 20, x + 28, top + dip + breast, cut=False)
        for i in range(int(breast / 34)):
            trim.disc(x, top + dip + 42 + i * 34, 8, cut=True)
        sheet.print(trim, ink.accent if colour != ink.accent else ink.paper)
    if manner == "suit":
        for s in (-1, 1):
            lapel = [
                (x + s * gap, top),
                (x + s * gap * 1.55, top + 96),
                (x + s * gap * 1.2, top + 130),
                (x + s * gap * 1.4, top + 160),
                (x + s * 4, top + dip + 90),
                (x, top + dip),
            ]
            sheet.fill(lapel, ink.main if colour == ink.deep else ink.deep)
        if broad:
            sheet.fill(
                [
                    (x - 22, top + 62),
                    (x + 22, top + 62),
                    (x + 16, top + 96),
                    (x + 34, top + 300),
                    (x, top + 350),
                    (x - 34, top + 300),
                    (x - 16, top + 96),
                ],
                ink.accent,
            )
    if manner in ("lace", "print") and not broad:
        beads = Plate()
        for bx, by in arc(x, top - 20, gap * 1.12, 20, 160, ry=dip + 62)[::2]:
            beads.disc(bx, by, 12)
        sheet.print(beads, ink.accent if colour != ink.accent else ink.deep)


def _print(sheet: Sheet, rng: Random, cloth: Plate, mark: Colour, x: float, top: float) -> None:
    figure, second, side, manner = Plate(), Plate(), rng.choice((64.0, 84.0, 110.0)), rng.randrange(4)
    for i in range(-9, 10):
        for j in range(9):
            px, py = x + i * side + (j % 2) * side / 2, top + j * side * 0.86
            if manner == 0:
                figure.ring(px, py, side * 0.34, side * 0.09).disc(px, py, side * 0.12)
            elif manner == 1:
                figure.polygon(
                    [(px, py - side * 0.38), (px + side * 0.3, py), (px, py + side * 0.38), (px - side * 0.3, py)]
                )
                second.disc(px, py, side * 0.11)
            elif manner == 2:
                figure.line(arc(px, py, side * 0.46, 180, 360), side * 0.1).line(
                    arc(px, py, side * 0.24, 180, 360), side * 0.1
                )
            else:
                figure.polygon(
                    [(px - side * 0.3, py + side * 0.3), (px, py - side * 0.3), (px + side * 0.3, py + side * 0.3)]
                )
                second.polygon(
                    [(px - side * 0.12, py + side * 0.22), (px, py - side * 0.02), (px + side * 0.12, py + side * 0.22)]
                )
    sheet.print(figure, mark, clip=cloth, tone=0.9)
    sheet.print(second, sheet.ink.accent if mark != sheet.ink.accent else sheet.ink.deep, clip=cloth)
