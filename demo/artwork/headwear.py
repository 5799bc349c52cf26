"""Dress a head with gele, fila, hula, hijab or scarf."""

import math
from random import Random

from .canvas import Plate, Sheet
from .face import Face
from .forms import blob, smooth
from .palettes import Colour

COVERS = ("gele", "fila", "hula", "hijab", "wrap")


def upon(sheet: Sheet, rng: Random, head: Face, manner: str) -> None:
    """Draw one of COVERS."""
    {"gele": _gele, "fila": _fila, "hula": _hula, "hijab": _hijab, "wrap": _wrap}[manner](sheet, rng, head)


def _tones(sheet: Sheet, rng: Random, wall: Colour) -> tuple[Colour, Colour]:
    ink = sheet.ink
    pairs = ((ink.accent, ink.deep), (ink.main, ink.paper), (ink.accent, ink.paper), (ink.deep, ink.accent))
    return rng.choice([pair for pair in pairs if pair[0] != wall])


def _gele(sheet: Sheet, rng: Random, head: Face) -> None:
    cloth, mark = _tones(sheet, rng, head.wall)
    lean, span = rng.uniform(-0.45, 0.45), rng.uniform(2.0, 2.3)
    folds = rng.randint(5, 7)
    sheet.fill(
        head.place(smooth([(-1.0, -0.4), (-0.8, -1.15), (0, -1.4), (0.8, -1.15), (1.0, -0.4)], closed=True)), cloth
    )
    order = sorted(range(folds), key=lambda i: -abs(i - (folds - 1) / 2))
    for i in order:
        t = i / (folds - 1) * 2 - 1
        aim = math.radians(-90 + t * 66 + lean * 30)
        reach = span * (1.0 - 0.18 * abs(t) + rng.uniform(-0.06, 0.06))
        tip = (reach * math.cos(aim) * 1.16, -0.72 + reach * 0.72 * math.sin(aim))
        side = (-math.sin(aim) * 0.86, math.cos(aim) * 0.62)
        petal = Plate().polygon(
            head.place(
                smooth(
                    [
                        (t * 0.5 - 0.42, -0.5),
                        (tip[0] * 0.66 + side[0], tip[1] * 0.86 + side[1]),
                        tip,
                        (tip[0] * 0.66 - side[0], tip[1] * 0.86 - side[1]),
                        (t * 0.5 + 0.42, -0.5),
                    ],
                    closed=True,
                )
            )
        )
        sheet.print(petal, cloth)
        sheet.hatch(petal, mark, angle=math.degrees(aim) + 90, gap=17, weight=3, tone=0.5)
        sheet.print(
            petal,
            sheet.ink.deep if cloth != sheet.ink.deep else sheet.ink.main,
            shade="right" if t < 0.3 else "left",
            tone=0.8,
        )
    for lift, tilt in ((0.0, 0.1), (-0.2, -0.12)):
        band = Plate().polygon(
            head.place(
                [
                    *smooth([(-1.07, -0.22 + lift + tilt), (0, -0.5 + lift), (1.07, -0.22 + lift - tilt)]),
                    *smooth([(1.1, -0.56 + lift - tilt), (0, -0.86 + lift), (-1.1, -0.56 + lift + tilt)]),
                ]
            )
        )
        sheet.print(band, cloth)
        sheet.print(band, sheet.ink.deep if cloth != sheet.ink.deep else sheet.ink.soft, shade="down", tone=0.7)
        sheet.print(
            Plate().line(
                head.place(smooth([(-1.05, -0.38 + lift + tilt), (0, -0.66 + lift), (1.05, -0.38 + lift - tilt)])), 5
            ),
            mark,
            tone=0.8,
        )


def _fila(sheet: Sheet, rng: Random, head: Face) -> None:
    cloth, mark = _tones(sheet, rng, head.wall)
    s, flop = rng.choice((-1, 1)), rng.uniform(1.25, 1.5)
    cap = Plate().polygon(
        head.place(
            [
                (s * px, py)
                for px, py in [
                    *smooth([(-1.05, -0.4), (0, -0.66), (1.05, -0.44)]),
                    *smooth(
                        [
                            (1.06, -0.44),
                            (flop, -0.78),
                            (flop * 0.86, -1.16),
                            (0.3, -1.58),
                            (-0.6, -1.5),
                            (-1.02, -1.1),
                            (-1.05, -0.4),
                        ]
                    ),
                ]
            ]
        )
    )
    sheet.print(cap, cloth)
    stripes = Plate()
    for i in range(-5, 6):
        stripes.line(
            head.place(
                [(s * px, py) for px, py in smooth([(i * 0.22, -0.3), (i * 0.22 + 0.06, -1.0), (i * 0.25 + 0.2, -1.7)])]
            ),
            8 if i % 2 else 3,
        )
    sheet.print(stripes, mark, clip=cap, tone=0.75)
    sheet.print(cap, sheet.ink.deep if cloth != sheet.ink.deep else sheet.ink.soft, shade="right", tone=0.8)
    sheet.print(
        Plate().line(head.place([(s * px, py) for px, py in smooth([(0.1, -1.52), (0.5, -1.08), (1.08, -0.72)])]), 6),
        sheet.ink.deep,
    )


def _hula(sheet: Sheet, rng: Random, head: Face) -> None:
    ink, cloth = (
        sheet.ink,
        rng.choice([each for each in (sheet.ink.paper, sheet.ink.main, sheet.ink.accent) if each != head.wall]),
    )
    mark, high = (ink.main if cloth == ink.paper else ink.paper), rng.uniform(1.3, 1.46)
    cap = Plate().polygon(
        head.place(
            [
                *smooth([(-1.05, -0.38), (0, -0.6), (1.05, -0.38)]),
                *smooth([(0.98, -high + 0.06), (0, -high - 0.08), (-0.98, -high + 0.06)]),
            ]
        )
    )
    sheet.print(cap, cloth)
    figure = Plate()
    for row in range(3):
        y = -0.66 - row * 0.26
        for i in range(-5, 6):
            bow = 0.2 * (i / 5) ** 2
            figure.polygon(
                head.place(
                    [
                        (i * 0.2, y - 0.1 + bow),
                        (i * 0.2 + 0.08, y + bow),
                        (i * 0.2, y + 0.1 + bow),
                        (i * 0.2 - 0.08, y + bow),
                    ]
                )
            )
        figure.line(head.place(smooth([(-1.05, y + 0.34), (0, y + 0.13), (1.05, y + 0.34)])), 4)
    sheet.print(figure, mark, clip=cap)
    sheet.print(cap, ink.deep, shade="right", tone=0.7)


def _hijab(sheet: Sheet, rng: Random, head: Face) -> None:
    ink = sheet.ink
    cloth = sheet.variant([each for each in (ink.accent, ink.main, ink.paper, ink.soft, ink.main) if each != head.wall])
    outer = smooth(
        [
            (0, -1.24),
            (-0.86, -1.0),
            (-1.2, -0.2),
            (-1.12, 0.66),
            (-1.6, 1.36),
            (-1.5, 2.1),
            (0, 2.5),
            (1.5, 2.1),
            (1.6, 1.36),
            (1.12, 0.66),
            (1.2, -0.2),
            (0.86, -1.0),
        ],
        closed=True,
    )
    scarf = Plate().polygon(head.place(outer))
    scarf.polygon(
        head.place(
            smooth(
                [
                    (0, -0.7),
                    (-0.66, -0.54),
                    (-0.88, 0),
                    (-0.74, 0.56),
                    (-0.36, 0.93),
                    (0, 1.0),
                    (0.36, 0.93),
                    (0.74, 0.56),
                    (0.88, 0),
                    (0.66, -0.54),
                ],
                closed=True,
            )
        ),
        cut=True,
    )
    sheet.print(scarf, cloth)
    dark = ink.deep
    folds = Plate()
    for i in range(6):
        folds.line(
            head.place(
                smooth(
                    [
                        (-0.95 - 0.04 * i, 0.2 + 0.12 * i),
                        (-0.5, 1.12 + 0.14 * i),
                        (0.3, 1.3 + 0.17 * i),
                        (1.2 + 0.05 * i, 1.2 + 0.16 * i),
                    ]
                )
            ),
            5,
        )
    folds.line(
        head.place(
            smooth([(-0.96, 0.4), (-0.98, -0.2), (-0.72, -0.78), (0, -1.0), (0.72, -0.78), (0.98, -0.2), (0.96, 0.4)])
        ),
        4,
    )
    sheet.print(folds, dark, clip=scarf, tone=0.6)
    sheet.print(scarf, dark, shade="right", tone=0.8)
    if rng.random() < 0.6:
        sheet.print(Plate().disc(*head.place([(0.92, 0.72)])[0], 15), ink.paper if cloth != ink.paper else ink.accent)


def _wrap(sheet: Sheet, rng: Random, head: Face) -> None:
    cloth, mark = _tones(sheet, rng, head.wall)
    s = rng.choice((-1, 1))
    dome = Plate().polygon(
        head.place(
            [
                *smooth([(-1.06, -0.3), (0, -0.58), (1.06, -0.3)]),
                *smooth([(1.16, -0.8), (0.7, -1.42), (0, -1.62), (-0.7, -1.42), (-1.16, -0.8)]),
            ]
        )
    )
    sheet.print(dome, cloth)
    dots = Plate()
    for i in range(-7, 8):
        for j in range(9):
            dots.disc(*head.place([(i * 0.2 + (j % 2) * 0.1, -0.34 - j * 0.15)])[0], 8)
    sheet.print(dots, mark, clip=dome, tone=0.85)
    folds = Plate()
    for i in range(4):
        folds.line(
            head.place(smooth([(-s * 1.06, -0.36 - i * 0.22), (0, -0.8 - i * 0.13), (s * 0.7, -1.1 - i * 0.08)])), 5
        )
    sheet.print(folds, sheet.ink.deep, clip=dome, tone=0.7)
    sheet.print(dome, sheet.ink.deep if cloth != sheet.ink.deep else sheet.ink.soft, shade="right", tone=0.75)
    for drop in (-0.24, 0.2):
        ear = Plate().polygon(
            head.place(
                smooth(
                    [
                        (s * 0.62, -1.12),
                        (s * (1.0 + drop), -1.9 + drop * 0.5),
                        (s * (1.5 + drop), -1.72 + drop),
                        (s * 1.1, -1.2),
                    ],
                    closed=True,
                )
            )
        )
        sheet.print(ear, cloth)
        sheet.print(ear, sheet.ink.deep if cloth != sheet.ink.deep else sheet.ink.soft, shade="down", tone=0.7)
    sheet.print(Plate().polygon(head.place(blob(rng, s * 0.78, -1.16, 0.22, squash=0.7))), mark)
