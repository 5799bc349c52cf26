"""Draw hair: cropped, plaited, locked, gathered or let grow."""

import math
from random import Random

from .canvas import Plate, Sheet
from .face import Face
from .forms import arc, blob, smooth, taper
from .palettes import Colour


def behind(sheet: Sheet, rng: Random, head: Face, manner: str, hair: Colour) -> None:
    """Draw what hangs or stands behind the neck."""
    plate = Plate()
    if manner == "afro":
        size = rng.uniform(1.62, 1.9)
        for i in range(26):
            a = math.radians(150 + i * 240 / 25)
            plate.polygon(
                head.place(
                    blob(rng, size * 0.8 * math.cos(a), -0.32 + 0.68 * size * math.sin(a) * 0.9, 0.42, squash=0.8)
                )
            )
        plate.polygon(head.place(smooth(arc(0, -0.34, size * 0.92, 0, 355, ry=size * 0.66), closed=True)))
    elif manner in ("braids", "locs"):
        long = rng.uniform(1.9, 2.6) if manner == "braids" else rng.uniform(1.2, 1.6)
        plate.polygon(
            head.place(
                smooth(
                    [
                        (-1.0, -0.7),
                        (-1.22, 0.1),
                        (-1.25, long * 0.7),
                        (-0.9, long),
                        (0.9, long),
                        (1.25, long * 0.7),
                        (1.22, 0.1),
                        (1.0, -0.7),
                    ],
                    closed=True,
                )
            )
        )
    elif manner == "bun":
        plate.polygon(head.place(blob(rng, rng.uniform(-0.2, 0.2), -1.38, rng.uniform(0.5, 0.64), squash=0.75)))
    elif manner == "hijab":
        plate.polygon(
            head.place(
                smooth(
                    [
                        (0, -1.2),
                        (-0.9, -0.95),
                        (-1.24, -0.1),
                        (-1.1, 0.8),
                        (-1.5, 1.5),
                        (1.5, 1.5),
                        (1.1, 0.8),
                        (1.24, -0.1),
                        (0.9, -0.95),
                    ],
                    closed=True,
                )
            )
        )
        sheet.print(plate, sheet.ink.deep)
        return
    sheet.print(plate, hair)
    if manner in ("braids", "locs"):
        strands = Plate()
        for i in range(-8, 9):
            strands.line(head.place(smooth([(i * 0.1, -0.9), (i * 0.15, 0.3), (i * 0.155, 1.4), (i * 0.15, 2.6)])), 4)
        sheet.print(strands, head.dark, clip=plate, tone=0.9)


def grow(sheet: Sheet, rng: Random, head: Face, manner: str, hair: Colour) -> None:
    """Draw the hair that lies on the skull."""
    line = rng.uniform(-0.62, -0.5)
    high = {"hightop": -1.62, "crop": -1.2, "afro": -1.3, "locs": -1.22}.get(manner, -1.09)
    side = {"hightop": 0.98, "crop": 1.1}.get(manner, 1.04)
    low = -0.12 if manner in ("fade", "hightop", "crop") else -0.02
    hairline = [
        (side * 0.97, low),
        (0.88, -0.42),
        (0.6, line),
        (0, line - 0.05),
        (-0.6, line),
        (-0.88, -0.42),
        (-side * 0.97, low),
    ]
    crown = [
        (-side, -0.4),
        (-side * (0.95 if manner == "hightop" else 0.8), high * (0.94 if manner == "hightop" else 0.8)),
        (0, high),
        (side * (0.95 if manner == "hightop" else 0.8), high * (0.94 if manner == "hightop" else 0.8)),
        (side, -0.4),
    ]
    plate = Plate().polygon(head.place([*smooth(hairline), *smooth(crown)]))
    sheet.print(plate, hair)
    marks = Plate()
    if manner in ("rows", "braids", "bun"):
        for i in range(-5, 6):
            marks.line(
                head.place(smooth([(i * 0.17, line + 0.1 * abs(i) / 4 - 0.04), (i * 0.15, -0.85), (i * 0.05, -1.12)])),
                5,
            )
    elif manner == "locs":
        for i in range(-6, 7):
            top = (rng.uniform(-0.1, 0.1), -1.15)
            end = (i * 0.2 + (0.12 if i > 0 else -0.12), -0.3 + 0.55 * abs(i) / 6 if abs(i) > 2 else line)
            sheet.print(Plate().polygon(taper(head.place(smooth([top, (i * 0.13, -0.95), end])), 30, 24)), hair)
            marks.line(head.place(smooth([top, (i * 0.13, -0.95), end])), 3)
    sheet.print(marks, head.dark if manner != "rows" else head.skin, clip=None if manner == "locs" else plate, tone=0.9)
    if manner in ("crop", "afro", "hightop", "fade"):
        sheet.print(plate, head.dark, shade="left", tone=0.5)
