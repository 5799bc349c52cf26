"""Hold the signs that adire painters draw in starch, each inside a square of half width r."""

import math
from random import Random

from .canvas import Plate
from .forms import between, box, smooth, taper, turn


def rays(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw a sun of tapered rays."""
    count = rng.choice((12, 16))
    for i in range(count):
        a, b = turn([(x + r * 0.34, y), (x + r * 0.98, y)], tilt + 360 * i / count, x, y)
        plate.polygon(taper([a, b], r * 0.04, r * 0.15))
    plate.disc(x, y, r * 0.22)


def nest(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw squares one inside the other."""
    for i in range(1, 6):
        edge = turn(box(x - r * i / 5, y - r * i / 5, x + r * i / 5, y + r * i / 5), tilt, x, y)
        plate.line([*edge, edge[0]], r * 0.07)


def leaf(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw four leaves with their veins."""
    for quarter in range(4):
        a, b = (x + r * 0.08, y + r * 0.08), (x + r * 0.95, y + r * 0.95)
        outline = smooth([a, (x + r * 0.7, y + r * 0.24), b, (x + r * 0.24, y + r * 0.7)], closed=True)
        plate.line(turn([*outline, outline[0]], tilt + 90 * quarter, x, y), r * 0.05)
        for t in (0.3, 0.45, 0.6, 0.75):
            plate.disc(*turn([between(a, b, t)], tilt + 90 * quarter, x, y)[0], r * 0.055)


def comb(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw a comb's zigzags."""
    for i in range(9):
        lift = -r + i * r / 4
        zigzag = [(x - r + j * r / 4, y + lift + (r * 0.11 if j % 2 else -r * 0.11)) for j in range(9)]
        plate.line(turn(zigzag, tilt, x, y), r * 0.06)


def eyes(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw nine guinea-fowl eyes."""
    for i in (-1, 0, 1):
        for j in (-1, 0, 1):
            cx, cy = turn([(x + i * r * 0.66, y + j * r * 0.66)], tilt, x, y)[0]
            plate.ring(cx, cy, r * 0.28, r * 0.06).disc(cx, cy, r * 0.11)


def lattice(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw a net with every other mesh filled."""
    for i in range(-3, 4):
        plate.line(turn([(x + i * r / 3, y - r), (x + i * r / 3, y + r)], tilt, x, y), r * 0.05)
        plate.line(turn([(x - r, y + i * r / 3), (x + r, y + i * r / 3)], tilt, x, y), r * 0.05)
    for i in range(-3, 3):
        for j in range(-3, 3):
            if (i + j) % 2:
                plate.disc(*turn([(x + (i + 0.5) * r / 3, y + (j + 0.5) * r / 3)], tilt, x, y)[0], r * 0.09)


def spiral(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw a snail's coil."""
    turns = [(x + r * t / 90 * math.cos(t * 0.23), y + r * t / 90 * math.sin(t * 0.23)) for t in range(4, 90)]
    plate.line(turn(turns, tilt, x, y), r * 0.09)


def stool(plate: Plate, rng: Random, x: float, y: float, r: float, tilt: float) -> None:
    """Draw a stool seen from above."""
    for side in range(4):
        plate.polygon(turn([(x - r * 0.6, y - r), (x + r * 0.6, y - r), (x, y - r * 0.2)], tilt + 90 * side, x, y))
        plate.line(turn([(x + r * 0.94, y - r * 0.94), (x + r * 0.3, y - r * 0.3)], tilt + 90 * side, x, y), r * 0.05)


SIGNS = (rays, nest, leaf, comb, eyes, lattice, spiral, stool)
