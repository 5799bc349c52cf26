"""Share one sky among the pictures that have a horizon."""

from random import Random

from .canvas import Plate, Sheet
from .forms import box


def sky(sheet: Sheet, rng: Random, horizon: float) -> bool:
    """Fill the sheet down to the horizon with one of three skies; return whether it is night."""
    ink = sheet.ink
    x, y, r = sheet.w * rng.uniform(0.2, 0.8), horizon - rng.uniform(-40, 420), rng.uniform(110, 270)
    manner = sheet.variant((0, 1, 2, 0))
    if manner == 1:
        sheet.ground(ink.pale)
        sheet.fill(box(-20, -20, sheet.w + 20, horizon), ink.soft, shade="up")
        sheet.print(Plate().disc(x, y, r), ink.paper)
    elif manner == 2:
        sheet.ground(ink.main)
        sheet.fill(box(-20, -20, sheet.w + 20, horizon), ink.deep, shade="up")
        sheet.fill(box(-20, horizon - 420, sheet.w + 20, horizon + 30), ink.soft, shade="down")
        sheet.print(Plate().disc(x, y, r * 0.8), ink.accent)
    else:
        sheet.ground(ink.paper)
        sheet.fill(box(-20, 200, sheet.w + 20, horizon + 10), ink.pale, shade="down")
        sheet.print(Plate().disc(x, y, r), ink.accent)
    sheet.print(
        Plate().disc(x, y, r * (0.8 if manner == 2 else 1)),
        ink.paper if manner != 1 else ink.pale,
        shade="down",
        tone=0.7,
    )
    return manner == 2
